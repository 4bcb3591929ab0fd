"""Keys alone: Tab reaches every place of every page and comes out of it again, Esc closes."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from app.ui.grid.grid import Grid
from app.ui.views.views import TAB_NAMES
from tests.ui.driver import Key, Office
from tests.ui.test_look import DIALOGS, has_sample, opens

CONTROL = Qt.KeyboardModifier.ControlModifier
MOST = 400  # presses of Tab
PLACES = (
    QAbstractButton,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
    QTabBar,
)


def places(root: QWidget) -> set[QWidget]:
    """What a person could want to reach and use: seen, enabled, and not a part of another one."""
    found = set()
    for kind in PLACES:
        for one in root.findChildren(kind):
            if not isinstance(one, QWidget) or isinstance(one, QToolButton):
                continue
            if not (one.isVisible() and one.isEnabled()) or _is_part(one):
                continue
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus:
                found.add(one)
    return found


def _is_part(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return isinstance(parent, QComboBox | QAbstractSpinBox | QAbstractItemView | QTabBar)


def walked(office: Office) -> set[QWidget]:
    """Where Tab stops on its way round, leaving grids by Ctrl+Tab; a trap would never end."""
    seen: list[QWidget] = []
    for _ in range(MOST):
        at = office.focus()
        if seen and at is seen[0] and len(seen) > 1:
            return set(seen)
        seen.append(at)
        office.presses(Key.Key_Tab, CONTROL if isinstance(at, Grid) else Qt.KeyboardModifier(0))
        alone = len(places(at.window())) == 1
        assert office.focus() is not at or alone, f"Tab does not leave {at}"
    raise AssertionError("Tab never comes round")


def named(widgets: set[QWidget]) -> list[str]:
    return sorted(
        f"{type(one).__name__} {one.accessibleName() or getattr(one, 'text', str)()}"
        for one in widgets
    )


@pytest.mark.parametrize("tab", TAB_NAMES.values())
def test_tab_reaches_all_of_a_page(office: Office, tab: str) -> None:
    has_sample(office)
    office.window.activateWindow()
    office.settle()
    at = list(TAB_NAMES.values()).index(tab)
    office.presses(Qt.Key(Key.Key_1 + at), CONTROL)
    reached = walked(office)
    assert not named(places(office.window) - reached)


def test_tab_reaches_all_of_the_start_page(office: Office) -> None:
    reached = walked(office)
    assert not named(places(office.window) - reached)
    has_sample(office)
    office.clicks("‹ 填报列表")
    office.window.activateWindow()
    office.settle()
    reached = walked(office)
    assert not named(places(office.window) - reached)


@pytest.mark.parametrize("name", DIALOGS)
def test_tab_reaches_all_of_a_dialog(office: Office, name: str) -> None:
    has_sample(office)
    missed: list[str] = []

    def look(dialog: QWidget) -> None:
        reached = walked(office)
        missed.extend(named(places(dialog) - reached))

    opens(office, DIALOGS[name], look)
    assert not missed


@pytest.mark.parametrize("name", DIALOGS)
def test_escape_closes_a_dialog_and_changes_nothing(office: Office, name: str) -> None:
    has_sample(office)
    before = office.entries()
    left: list[bool] = []

    def look(dialog: QWidget) -> None:
        office.presses(Key.Key_Escape)
        left.append(dialog.isVisible())

    opens(office, DIALOGS[name], look)
    assert left == [False]
    if office.window.opened is not None:
        assert office.entries() == before


def test_a_grid_is_left_after_its_last_white_cell(office: Office) -> None:
    has_sample(office)
    office.shows_tab("三公经费")
    office.window.activateWindow()
    office.settle()
    office.presses(Key.Key_3, CONTROL)
    grid = office.focus()
    assert isinstance(grid, Grid)
    _until(office, lambda: office.focus() is not grid)


def _until(office: Office, done: Callable[[], bool]) -> None:
    for _ in range(MOST):
        office.presses(Key.Key_Tab)
        if done():
            return
    raise AssertionError("never")
