"""Verbs for the start page and its dialogs: waits for figures, answers a dialog by keys."""

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QPushButton, QWidget

from app.exchange.package import parse
from app.resources import sample_text, shipped_schemes
from tests.ui.driver import Key, Office

D = TypeVar("D", bound=QDialog)
LEFT = Qt.MouseButton.LeftButton


def lays_in(office: Office, *wanted: tuple[str, int]) -> None:
    """Samples under these names and years, as if they had been filled in before."""
    sample = parse(sample_text(), shipped_schemes())
    for unit, year in wanted:
        entries = {**sample.entries, "info.unit": unit}
        there = office.store.submissions()
        known = next((one.unit_id for one in there if one.unit_name == unit), None)
        office.store.create(year, sample.scheme_id, sample.scheme_hash, entries, known)
    office.close()
    office.open()


def lines(office: Office) -> list[tuple[str, ...]]:
    """The list of the start page as it is read, hidden lines left out."""
    items = office.window.start.items
    found = [items.topLevelItem(at) for at in range(items.topLevelItemCount())]
    columns = range(items.columnCount())
    return [
        tuple(one.text(at) for at in columns)
        for one in found
        if one is not None and not one.isHidden()
    ]


def waits_until(happens: Callable[[], bool]) -> None:
    late = time.monotonic() + 20
    while not happens():
        assert time.monotonic() < late, "it never happened"
        QTest.qWait(20)


def waits_for_figures(office: Office) -> None:
    waits_until(lambda: all(line[3] for line in lines(office)))


def chooses_line(office: Office, unit: str, year: int) -> None:
    """Click a line of the list."""
    items = office.window.start.items
    at = next(n for n, one in enumerate(lines(office)) if one[:2] == (unit, f"{year}年度"))
    item = items.topLevelItem(at)
    assert item is not None
    spot = items.visualItemRect(item).center()
    QTest.mouseClick(items.viewport(), LEFT, pos=spot)
    office.settle()


def chosen(office: Office) -> tuple[str, int]:
    info = office.window.start.items.current()
    assert info is not None
    return info.unit_name, info.year


def in_dialog(kind: type[D], act: Callable[[D], object]) -> list[D]:
    """Do something in the next dialog of that kind; an end that `act` forgets is made by Esc."""
    seen: list[D] = []
    late = time.monotonic() + 10

    def look() -> None:
        found = QApplication.activeModalWidget()
        if not isinstance(found, kind):
            assert time.monotonic() < late, f"{kind.__name__} never came"
            QTimer.singleShot(10, look)
            return
        seen.append(found)
        try:
            act(found)
        finally:
            if found.isVisible():
                QTest.keyClick(found, Key.Key_Escape)

    QTimer.singleShot(0, look)
    return seen


def reads(dialog: QDialog, words: str) -> bool:
    """Whether a visible label of the dialog holds these words."""
    labels = dialog.findChildren(QLabel)
    return any(
        isinstance(one, QLabel) and one.isVisible() and words in one.text() for one in labels
    )


def comes_back(office: Office) -> None:
    """The window is in front again: what a window manager does when a dialog closes."""
    office.window.activateWindow()
    office.settle()


def click(within: QWidget, text: str) -> None:
    """The visible button with this text, whether in a dialog or a page."""
    found = [
        one
        for one in within.findChildren(QPushButton)
        if isinstance(one, QPushButton) and one.text() == text and one.isVisible()
    ]
    assert found, f"no visible button {text}"
    assert found[0].isEnabled(), f"{text} is greyed out"
    QTest.mouseClick(found[0], LEFT)


def overwrites(field: QWidget, text: str) -> None:
    """Type over all that stands in a field; Chinese is set as an input method would."""
    field.setFocus()
    QTest.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    if text.isascii():
        QTest.keyClicks(field, text)
        return
    from PySide6.QtGui import QInputMethodEvent

    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def right_click_menu(office: Office) -> list[str]:
    """The lines of the menu of the chosen line."""
    items = office.window.start.items
    current = items.currentItem()
    assert current is not None
    items.customContextMenuRequested.emit(items.visualItemRect(current).center())
    menus = office.window.start.findChildren(QMenu)
    menu = next(one for one in menus if isinstance(one, QMenu) and one.isVisible())
    texts = [one.text().split("\t")[0] for one in menu.actions() if not one.isSeparator()]
    menu.close()
    office.window.activateWindow()
    office.settle()
    return texts
