"""The cursor is always somewhere that keys do something: after opening, and on every tab."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from app.ui import style
from app.ui.fields import LineField
from app.ui.grid.grid import Grid
from app.ui.grid.subject_picker import NOBODY_KNOWS
from tests.ui.driver import Key, Office
from tests.ui.mouse import SHIFT, clicks_cell, cursor, grid_of, spot
from tests.ui.test_grid_view import with_sample

NOTHING = Qt.KeyboardModifier.NoModifier


def test_an_opened_submission_has_the_cursor_in_its_page_and_no_text_selected(
    office: Office,
) -> None:
    office.creates()
    office.reopens()
    field = office.focus()
    assert isinstance(field, LineField) and not field.hasSelectedText()


def test_a_tab_by_mouse_takes_the_cursor_along_and_back_to_where_it_was(office: Office) -> None:
    with_sample(office)
    office.goes_to("outlay.public.r1.basic")
    office.presses(Key.Key_Down)
    place, grid = cursor(office), grid_of(office)
    office.shows_tab("三公经费")
    assert isinstance(office.focus(), Grid) and office.focus() is not grid
    office.presses(Key.Key_Down)
    there, other = cursor(office), grid_of(office)
    office.shows_tab("收入支出")
    assert office.focus() is grid and cursor(office) == place
    office.shows_tab("三公经费")
    assert office.focus() is other and cursor(office) == there
    office.shows_tab("三公经费")  # a click on the tab in front
    assert office.focus() is other


def test_among_several_cells_the_one_that_typing_goes_to_stands_out(office: Office) -> None:
    office.creates()
    office.goes_to("income.public.initial")
    office.settle()
    office.presses(Key.Key_Down, SHIFT)
    grid, column = grid_of(office), cursor(office)[1]

    def ground(at: int) -> QColor:
        """What stands on the screen, not what a new painting of all would show."""
        QTest.qWait(30)
        picture = office.window.screen().grabWindow(office.window.winId()).toImage()
        place = grid.viewport().mapTo(office.window, spot(grid, at, column))
        return picture.pixelColor(place * picture.devicePixelRatio())

    row = cursor(office)[0]
    assert ground(row) == QColor(style.CARD) != ground(row + 1)
    office.presses(Key.Key_Return)
    assert ground(row) != QColor(style.CARD) == ground(row + 1)
    office.presses(Key.Key_Up)
    assert ground(row) != QColor(style.CARD) == ground(row + 1)  # alone it is chosen


def test_the_list_of_what_was_not_written_stays_while_the_cursor_moves(office: Office) -> None:
    office.creates()
    office.app.clipboard().setText("1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\n")
    office.goes_to("income.public.initial")
    office.presses(Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "没有写入" in office.status() and office.work.status.more.isVisible()
    office.presses(Key.Key_Down)
    assert "没有写入" in office.status() and office.work.status.more.isVisible()
    office.enters("5")
    office.presses(Key.Key_Return)
    assert "没有写入" not in office.status() and not office.work.status.more.isVisible()


def test_a_subject_that_nobody_knows_is_said_while_typing(office: Office) -> None:
    with_sample(office)
    office.goes_to("outlay.public.r1.basic")
    grid = grid_of(office)
    row = next(grid.grid_model.view.new_lines())
    clicks_cell(office, grid, row, 0)
    office.enters("qqqq")
    assert office.offered() == [NOBODY_KNOWS]
    before = office.entries()
    office.presses(Key.Key_Escape)
    assert office.focus() is grid and office.entries() == before
    office.enters("xxjy")
    assert NOBODY_KNOWS not in office.offered()
    office.presses(Key.Key_Escape)
    office.presses(Key.Key_Escape)
    assert office.focus() is grid and office.entries() == before
