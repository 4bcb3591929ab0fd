"""Chinese typed over cells and into fields: every event as input methods send them."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.fields import LineField, LongField
from app.ui.grid.grid import Grid
from tests.ui.composing import (
    SEQUENCES,
    Step,
    candidates,
    composes,
    goes_through,
    in_editor,
    lets_through,
    listens,
)
from tests.ui.driver import Key, Office

ACTUAL = "project.p1.i1.actual"
NAME = "project.p1.i1.name"
AMOUNT = "spending.basic.initial"
NAVIGATION = (Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Backtab, Key.Key_Escape)
ARROWS = (Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_PageDown)


def a_project(office: Office) -> None:
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")


@pytest.mark.parametrize("steps", SEQUENCES.values(), ids=SEQUENCES.keys())
@pytest.mark.parametrize("before", ["", "原来的字"])
def test_what_is_composed_over_a_cell_lands_whole(
    office: Office, steps: tuple[Step, ...], before: str
) -> None:
    a_project(office)
    if before:
        office.types(ACTUAL, before)
    office.goes_to(ACTUAL)
    goes_through(office, steps)
    assert in_editor(office) == "你好吗！"
    office.enters("7")
    office.presses(Key.Key_Return)
    assert office.entries()[ACTUAL] == "你好吗！7"
    assert isinstance(office.focus(), Grid)


@pytest.mark.parametrize("steps", SEQUENCES.values(), ids=SEQUENCES.keys())
def test_what_is_composed_in_an_open_editor_goes_where_the_cursor_is(
    office: Office, steps: tuple[Step, ...]
) -> None:
    a_project(office)
    office.types(ACTUAL, "前后")
    office.goes_to(ACTUAL)
    office.presses(Key.Key_F2)
    office.presses(Key.Key_Left)
    goes_through(office, steps)
    office.presses(Key.Key_Return)
    assert office.entries()[ACTUAL] == "前你好吗！后"


def test_the_cursor_stays_with_the_grid_until_the_composition_has_ended(office: Office) -> None:
    """An input method begins anew when the cursor goes from one widget to another."""
    a_project(office)
    office.goes_to(ACTUAL)
    grid = office.focus()
    seen: list[QWidget] = []
    for steps in ((("n", ""), ("ni", ""), ("nihao", "")), (("a", "你"), ("aa", ""))):
        for composed, committed in steps:
            composes(office, composed, committed)
            seen.append(office.focus())
    assert seen == [grid] * 5
    composes(office, "", "好")
    assert office.focus() is not grid and in_editor(office) == "你好"


def test_a_cancelled_composition_leaves_the_cell_as_it_was(office: Office) -> None:
    a_project(office)
    office.types(ACTUAL, "205家")
    office.goes_to(ACTUAL)
    goes_through(office, (("n", ""), ("ni", ""), ("n", ""), ("", "")))
    assert isinstance(office.focus(), Grid) and office.current_address() == ACTUAL
    assert office.entries()[ACTUAL] == "205家" and office.sees(ACTUAL) == "205家"
    office.enters("9")
    office.presses(Key.Key_Return)
    assert office.entries()[ACTUAL] == "9"


@pytest.mark.parametrize("key", [*NAVIGATION, *ARROWS, Key.Key_F2])
@pytest.mark.parametrize("open_first", [False, True], ids=["over the cell", "in its editor"])
def test_no_key_leaves_a_cell_while_something_is_composed(
    office: Office, key: Qt.Key, open_first: bool
) -> None:
    a_project(office)
    office.types(ACTUAL, "205家")
    office.goes_to(ACTUAL)
    if open_first:
        office.enters("a")
    composes(office, "ni")
    where = office.focus()
    lets_through(office, key)
    assert office.focus() is where
    assert office.entries()[ACTUAL] == "205家"
    composes(office, "", "你")
    assert in_editor(office) == ("a你" if open_first else "你")
    office.presses(Key.Key_Return)
    assert office.entries()[ACTUAL] == ("a你" if open_first else "你")


def test_a_digit_that_is_let_through_is_not_lost(office: Office) -> None:
    a_project(office)
    office.goes_to(ACTUAL)
    composes(office, "ni")
    lets_through(office, Key.Key_5)
    composes(office, "", "你")
    text = in_editor(office)
    assert text is not None and set(text) == {"5", "你"}


def test_the_candidates_are_shown_beside_the_cell(office: Office) -> None:
    a_project(office)
    office.goes_to(ACTUAL)
    grid = office.focus()
    assert isinstance(grid, Grid)
    rect = grid.visualRect(grid.currentIndex())
    cell = QRect(grid.viewport().mapToGlobal(rect.topLeft()), rect.size())
    assert candidates(office) == cell
    composes(office, "nihao")
    beside = candidates(office)
    assert cell.adjusted(-2, -2, 120, 40).contains(beside) and beside.width() < 20
    composes(office, "", "你好")
    assert cell.adjusted(-2, -2, 120, 40).contains(candidates(office))


def test_a_locked_cell_takes_nothing_and_says_why(office: Office) -> None:
    office.creates()
    office.goes_to("spending.total.initial")
    assert not listens(office)
    before = office.entries()
    goes_through(office, (("n", ""), ("ni", "")))
    assert "这个单元格不能填写：自动计算" in office.status()
    goes_through(office, (("", "你"), ("", "")))
    assert isinstance(office.focus(), Grid) and office.entries() == before
    office.goes_to(AMOUNT)
    assert listens(office)


def test_full_width_figures_over_an_amount(office: Office) -> None:
    office.creates()
    office.goes_to(AMOUNT)
    goes_through(office, (("１", ""), ("１２", ""), ("", "１２"), ("", "，"), ("", "３４５。６")))
    office.presses(Key.Key_Return)
    assert office.entries()[AMOUNT] == "１２，３４５。６"
    assert office.sees(AMOUNT) == "12,345.60"


def test_a_click_elsewhere_keeps_what_is_text_already(office: Office) -> None:
    a_project(office)
    office.goes_to(ACTUAL)
    goes_through(office, (("wqvb", ""), ("k", "你好")))
    grid = office.focus()
    assert isinstance(grid, Grid)
    place = grid.grid_model.view.find(NAME)
    assert place is not None
    spot = grid.visualRect(grid.grid_model.index(*place)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    office.settle()
    assert office.entries()[ACTUAL] == "你好"
    assert office.current_address() == NAME
    office.enters("x")
    assert in_editor(office) == "x"


def test_going_to_another_field_while_composing_ends_it(office: Office) -> None:
    a_project(office)
    office.types(ACTUAL, "205家")
    office.goes_to(ACTUAL)
    composes(office, "ni")
    office.goes_to("project.p1.goal_expected")
    assert office.entries()[ACTUAL] == "205家"
    office.goes_to(ACTUAL)
    composes(office, "", "好")
    assert in_editor(office) == "好"


def test_a_subject_is_looked_up_by_what_is_committed_only(office: Office) -> None:
    office.creates()
    office.shows_tab("收入支出")
    office.chooses_table("支出")
    office.goes_to("outlay.public.+.name")
    goes_through(office, (("j", ""), ("ji", ""), ("jiuye", "")))
    grid = office.focus()
    assert isinstance(grid, Grid) and office.offered() == []
    composes(office, "", "就业")
    found = office.offered()
    assert found and all("就业" in one for one in found[:3])
    composes(office, "b")
    assert office.offered() == found
    lets_through(office, Key.Key_Down)
    lets_through(office, Key.Key_Return)
    editor = office.focus()
    assert isinstance(editor, QLineEdit) and editor.text() == "就业"
    composes(office, "", "补助")
    assert all("就业补助" in one for one in office.offered()[:1])
    office.presses(Key.Key_Return)
    assert "就业补助" in office.sees("outlay.public.r1.name")


@pytest.mark.parametrize("key", NAVIGATION)
def test_no_key_leaves_a_field_while_something_is_composed(office: Office, key: Qt.Key) -> None:
    a_project(office)
    for address, kind in (("project.p1.name", LineField), ("project.p1.goal_actual", LongField)):
        office.goes_to(address)
        field = office.focus()
        assert isinstance(field, kind)
        composes(office, "jineng")
        lets_through(office, key)
        assert office.focus() is field and address not in office.entries()
        composes(office, "", "技能")
        office.presses(Key.Key_Tab)
        assert office.entries()[address] == "技能"
