"""Keys alone: Tab reaches every place of every page and comes out of it again, Esc closes."""

from collections.abc import Callable
from itertools import groupby

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from app.ui.grid.grid import Grid
from app.ui.pages.form_list import FormList
from app.ui.pages.forms_page import FormsPage
from app.ui.pages.ledger_list import LedgerList
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
    return set(walk(office))


def walk(office: Office) -> list[QWidget]:
    """Where Tab stops on its way round, leaving grids by Ctrl+Tab; a trap would never end."""
    seen: list[QWidget] = []
    for _ in range(MOST):
        at = office.focus()
        if seen and at is seen[0] and len(seen) > 1:
            return seen
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


def test_tab_goes_from_the_list_through_the_form_to_what_is_beside_it(office: Office) -> None:
    has_sample(office)
    office.shows_tab("项目支出")
    page = office.work.current_page()
    assert isinstance(page, FormsPage) and page.list is not None
    office.goes_to("project.p1.i10.actual")  # with a questionnaire beside it
    office.window.activateWindow()
    office.settle()
    page.list.items.setFocus()
    steps = [
        name
        for at in walk(office)
        for name, part in (("list", page.list), ("form", page.editor), ("why", page.why))
        if part.isAncestorOf(at)
    ]
    assert [name for name, _ in groupby(steps)] == ["list", "form", "why", "list"]


def test_tab_goes_down_the_choices_of_an_export(office: Office) -> None:
    has_sample(office)
    office.presses(Key.Key_7, CONTROL)
    office.window.activateWindow()
    office.settle()
    assert office.work.current_page().isAncestorOf(office.focus())  # the cursor is on the page
    ticks = [one for one in walk(office) if isinstance(one, QCheckBox)]
    tops = [one.mapToGlobal(one.rect().topLeft()).y() for one in ticks]
    assert tops == sorted(tops) and len(tops) > 6


def test_tab_takes_the_steps_in_their_order(office: Office) -> None:
    office.creates()
    office.window.activateWindow()
    office.settle()
    steps = [one for one in walk(office) if office.work.guide.isAncestorOf(one)]
    lefts = [one.mapToGlobal(one.rect().topLeft()).x() for one in steps]
    assert lefts == sorted(lefts) and len(lefts) == 7


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


@pytest.mark.parametrize("tab", ["收入支出", "项目支出"])
def test_enter_in_the_list_and_f6_lead_into_the_work_and_back(office: Office, tab: str) -> None:
    has_sample(office)
    office.shows_tab(tab)
    page = office.work.current_page()
    listed, work, *beside = page.parts()
    assert isinstance(listed, LedgerList | FormList)
    office.window.activateWindow()
    office.settle()
    listed.items.setFocus()
    office.presses(Key.Key_Down)
    office.presses(Key.Key_Return)
    assert work is office.focus() or work.isAncestorOf(office.focus())
    at = office.focus()
    for part in (*beside, listed):
        office.presses(Key.Key_F6)
        assert part.isAncestorOf(office.focus())
    office.presses(Key.Key_F6)
    assert office.focus() is at  # where the cursor was
    office.presses(Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert office.focus() is listed.items


def test_ctrl_w_stores_what_is_being_typed_and_goes_to_the_submissions(office: Office) -> None:
    office.creates()
    office.shows_tab("收入支出")
    office.goes_to("spending.basic.initial")
    office.enters("12")
    office.presses(Key.Key_W, CONTROL)
    assert office.window.start.isVisible() and office.focus() is office.window.start.items
    office.opens_first()
    assert office.entries()["spending.basic.initial"] == "12"
