"""Ctrl+D, Ctrl+R and the square at the corner of the selection, as in Excel."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.ui.grid.filling import filled
from app.ui.views.views import CellView, GridView
from tests.ui.driver import Key, Office
from tests.ui.mouse import (
    CONTROL,
    LEFT,
    NOTHING,
    SHIFT,
    block,
    cursor,
    drags,
    drags_square,
    grid_of,
    spot,
)
from tests.ui.test_grid_view import with_sample

FUNDS = ("public", "fund", "managed", "other")


def view_of(*lines: str) -> GridView:
    """A grid of one letter in each cell."""
    rows = tuple(tuple(CellView(letter, text=letter) for letter in line) for line in lines)
    return GridView(tuple("ABCDE"[: len(lines[0])]), rows)


@pytest.mark.parametrize(
    "source,target,becomes",
    [
        ((range(0, 1), range(0, 2)), (range(0, 3), range(0, 2)), ["ab", "ab", "ab"]),
        ((range(0, 2), range(0, 1)), (range(0, 3), range(0, 1)), ["a", "c", "a"]),  # in step
        ((range(1, 3), range(0, 1)), (range(0, 3), range(0, 1)), ["e", "c", "e"]),  # and upwards
        ((range(0, 1), range(1, 2)), (range(0, 1), range(0, 2)), ["bb"]),
    ],
)
def test_what_a_fill_puts_where(
    source: tuple[range, range], target: tuple[range, range], becomes: list[str]
) -> None:
    view = view_of("ab", "cd", "ef")
    cells = filled(view, source, target)
    assert not set(cells) & {(row, column) for row in source[0] for column in source[1]}
    told = [
        "".join(cells.get((row, at), view.rows[row][at].text) for at in target[1])
        for row in target[0]
    ]
    assert told == becomes


def test_control_d_fills_down_and_is_one_step(office: Office) -> None:
    office.creates()
    office.types("income.public.initial", "12.5")
    office.types("income.public.actual", "3")
    before = office.entries()
    office.goes_to("income.public.initial")
    for _ in range(2):
        office.presses(Key.Key_Down, SHIFT)
        office.presses(Key.Key_Right, SHIFT)
    office.presses(Key.Key_D, CONTROL)
    found = office.entries()
    for name in FUNDS[:3]:
        assert found[f"income.{name}.initial"] == "12.5"
        assert found[f"income.{name}.actual"] == "3"
    assert "income.other.initial" not in found
    office.undoes()
    assert office.entries() == before
    office.redoes()
    assert office.entries() == found


def test_one_cell_takes_what_stands_above_or_at_its_left(office: Office) -> None:
    office.creates()
    office.types("spending.basic.initial", "80")
    office.goes_to("spending.project.initial")
    office.presses(Key.Key_D, CONTROL)
    assert office.entries()["spending.project.initial"] == "80"
    office.goes_to("spending.basic.adjusted")
    office.presses(Key.Key_R, CONTROL)
    assert office.entries()["spending.basic.adjusted"] == "80"
    office.goes_to("spending.basic.initial")
    office.presses(Key.Key_Home, CONTROL)
    before = office.entries()
    office.presses(Key.Key_D, CONTROL)  # nothing is above
    assert "没有可以填充的内容" in office.status() and office.entries() == before


def test_control_r_fills_right_and_locked_cells_are_counted(office: Office) -> None:
    office.creates()
    office.types("income.public.initial", "7")
    office.goes_to("income.public.initial")
    office.presses(Key.Key_End, SHIFT)
    office.presses(Key.Key_R, CONTROL)
    found = office.entries()
    assert found["income.public.actual"] == "7" == found["income.public.initial"]
    assert "向右填充：" in office.status() and "格没有写入" in office.status()


def test_the_square_fills_down_right_and_up(office: Office) -> None:
    office.creates()
    office.types("income.managed.initial", "5")
    office.goes_to("income.managed.initial")
    grid = grid_of(office)
    row, column = cursor(office)
    drags_square(office, grid, row + 1, column)
    assert office.entries()["income.other.initial"] == "5"
    assert block(office) == (row, row + 1, column, column)
    office.goes_to("income.managed.initial")
    drags_square(office, grid, row - 2, column)
    found = office.entries()
    assert found["income.public.initial"] == found["income.fund.initial"] == "5"
    office.goes_to("income.managed.initial")
    drags_square(office, grid, row, column + 1)
    assert len(set(office.entries()) - set(found)) == 1
    office.undoes()
    assert office.entries() == found


def test_the_square_changes_the_mouse_and_escape_lets_it_go(office: Office) -> None:
    office.creates()
    office.types("income.public.initial", "5")
    office.goes_to("income.public.initial")
    grid, before = grid_of(office), office.entries()
    viewport = grid.viewport()
    QTest.mouseMove(viewport, spot(grid, *cursor(office)))
    assert viewport.cursor().shape() == Qt.CursorShape.ArrowCursor
    QTest.mouseMove(viewport, grid.handle_rect().center())
    assert viewport.cursor().shape() == Qt.CursorShape.CrossCursor
    row, column = cursor(office)
    drags_square(office, grid, row + 2, column, drop=False)
    office.presses(Key.Key_Escape)
    QTest.mouseRelease(viewport, LEFT, NOTHING, spot(grid, row + 2, column))
    office.settle()
    assert office.entries() == before and office.focus() is grid
    drags_square(office, grid, row, column)  # back to where it began: nothing either
    assert office.entries() == before


def test_there_is_no_square_where_nothing_can_be_typed(office: Office) -> None:
    office.creates()
    office.goes_to("income.total.initial")
    assert grid_of(office).handle_rect().isNull()
    office.goes_to("income.public.initial")
    assert not grid_of(office).handle_rect().isNull()


def test_the_square_scrolls_a_ledger_at_its_edge(office: Office) -> None:
    with_sample(office)
    office.window.resize(1024, 640)
    office.shows_tab("收入支出")
    office.goes_to("outlay.public.r1.basic")
    grid = grid_of(office)
    bar = grid.verticalScrollBar()
    assert bar.value() == 0 and bar.maximum() > 60
    before = office.entries()
    start = grid.handle_rect().center()
    below = QPoint(start.x(), grid.viewport().height() + 30)
    drags(office, grid.viewport(), start, below, drop=False)
    QTest.qWait(400)
    assert bar.value() > 0
    office.presses(Key.Key_Escape)
    place = bar.value()
    QTest.qWait(150)
    assert bar.value() == place
    assert office.entries() == before


def test_a_fill_in_a_ledger_skips_sums_and_says_so(office: Office) -> None:
    with_sample(office)
    office.shows_tab("收入支出")
    office.goes_to("outlay.public.r1.basic")
    before = office.entries()
    row, column = cursor(office)
    grid = grid_of(office)
    drags_square(office, grid, row + 5, column)  # over the sum of another class
    assert "向下填充：" in office.status() and "格没有写入" in office.status()
    found = {one for one, text in office.entries().items() if before.get(one) != text}
    assert found and all(one.endswith(".basic") for one in found)
    office.undoes()
    assert office.entries() == before
