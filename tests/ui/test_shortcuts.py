"""The list of keys is true: what it lists is bound, and what is bound is listed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.ui.grid.grid import Grid
from app.ui.help.shortcuts import GROUPS, Keys, told
from tests.ui.driver import Key, Office
from tests.ui.test_look import by_key, has_sample, opens

LINES = [line for group in GROUPS for line in group.lines]
SAME = {"=": "+"}  # one key on the keyboard
START = "outlay.public.r5.basic"  # a white cell with others around it


def spelled(keys: str) -> str:
    return QKeySequence(keys).toString()


def listed(*where: str) -> set[str]:
    found: set[str] = set()
    for line in (one for one in LINES if one.where in where):
        keys = [f"Ctrl+{n}" for n in range(1, 8)] if line.keys[0] == "Ctrl+1" else line.keys
        found |= {spelled(one) for one in keys}
    return found


def bound(root: QWidget) -> set[str]:
    found = {
        spelled(one.key().toString())
        for one in root.findChildren(QShortcut)
        if isinstance(one, QShortcut) and not isinstance(one.parent(), QLineEdit)
    }
    return {SAME.get(one, one) for one in found}


def test_the_keys_of_the_window_are_those_of_the_list(office: Office) -> None:
    assert bound(office.window) == listed("window", "start")
    has_sample(office)
    for tab in ("收入支出", "三公经费", "项目支出", "整体自评", "审核", "导出打印"):
        office.shows_tab(tab)
    assert bound(office.window) == listed("window", "start", "work")


def test_the_keys_of_the_preview_are_those_of_the_list(office: Office) -> None:
    has_sample(office)
    office.shows_tab("项目支出")
    found: list[set[str]] = []
    opens(office, by_key(Key.Key_P), lambda dialog: found.append(bound(dialog)))
    assert found == [listed("preview")]


def combination(keys: str) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    pressed = QKeySequence(keys)[0]  # type: ignore[index]
    return Qt.Key(pressed.key()), pressed.keyboardModifiers()


def state(office: Office, grid: Grid) -> tuple[object, ...]:
    """All that a key could change: cursor, selection, editor, what is stored, shown or copied."""
    at = grid.currentIndex()
    return (
        (at.row(), at.column()),
        len(grid.selectedIndexes()),
        office.focus() is grid,
        office.entries(),
        QGuiApplication.clipboard().text(),
        grid.rowHeight(0),
        office.status(),
    )


def grid_keys() -> Iterator[str]:
    for line in LINES:
        if line.where == "grid":
            yield from line.keys


@pytest.mark.parametrize("keys", sorted(set(grid_keys())))
def test_a_grid_takes_every_key_of_the_list(office: Office, keys: str) -> None:
    has_sample(office)
    office.window.activateWindow()
    office.settle()
    office.goes_to(START)
    grid = office.focus()
    assert isinstance(grid, Grid)
    QGuiApplication.clipboard().setText("7")
    if keys == "Ctrl+0":
        office.presses(Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    before = state(office, grid)
    if keys in {"Ctrl+D", "Ctrl+R"}:  # from the cell above or at the left
        office.presses(Key.Key_Down)
        office.presses(Key.Key_Down)
    key, held = combination(keys)
    QTest.keyClick(office.focus(), key, held)
    office.settle()
    assert state(office, grid) != before


def search(office: Office, words: str) -> list[str]:
    """What is still listed when the dialog is searched for this."""
    found: list[str] = []

    def look(dialog: QWidget) -> None:
        line = dialog.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        QTest.keyClicks(line, words)
        shown = [one for one in dialog.findChildren(QLabel) if one.isVisible()]
        found.extend(one.text() for one in shown if one.objectName() == "keys")

    opens(office, by_key(Key.Key_Slash), look)
    return found


def test_the_list_can_be_searched(office: Office) -> None:
    assert len(search(office, "")) == len(LINES)
    assert search(office, "Ctrl+F1") == ["Ctrl+F1"]
    assert search(office, "nothing like it") == []


def test_every_line_says_keys_and_what_they_do() -> None:
    for line in LINES:
        assert isinstance(line, Keys)
        assert told(line)
        assert line.does
        assert not {"PgDown", "Left", "Right"} & set(told(line).replace("+", "　").split("　"))
