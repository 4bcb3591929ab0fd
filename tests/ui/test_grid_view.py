"""Selection, zoom, widths and counts, as clerks know them from Excel and WPS."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QTableView

from app.exchange.package import parse
from app.resources import sample_text, shipped_schemes
from app.ui.grid.counting import Counts, counted
from app.ui.grid.selecting import edge
from app.ui.grid.widths import kept_widths, name_of
from app.ui.grid.zoom import LEVELS
from app.ui.status import FOLDED, LEGEND
from app.ui.views.views import CellView
from tests.ui.driver import Key, Office
from tests.ui.mouse import (
    CONTROL,
    LEFT,
    SHIFT,
    block,
    chooses_on_head,
    clicks_cell,
    clicks_head,
    cursor,
    drags,
    draws_edge,
    edge_spot,
    grid_of,
    spot,
    turns_wheel,
)


def with_sample(office: Office) -> None:
    """The program's sample is in the list, and open."""
    sample = parse(sample_text(), shipped_schemes())
    office.store.create(sample.year, sample.scheme_id, sample.scheme_hash, sample.entries)
    office.reopens()
    office.window.activateWindow()
    office.settle()


@pytest.fixture
def ledger(office: Office) -> Office:
    """The sample's outlay ledger, with the cursor in its first row's 基本支出."""
    with_sample(office)
    office.shows_tab("收入支出")
    office.goes_to("outlay.public.r1.basic")
    return office


# ── selection ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line,at,step,leads",
    [
        ("xxx..x", 0, 1, 2),  # to the end of the filled cells
        ("xxx..x", 2, 1, 5),  # over the gap to the next one
        ("xxx..x", 3, 1, 5),
        ("xx....", 1, 1, 5),  # nothing more: to the end
        ("xxx..x", 5, 1, 5),
        ("xxx..x", 5, -1, 2),
        ("xxx..x", 2, -1, 0),
        ("......", 4, -1, 0),
    ],
)
def test_where_control_and_an_arrow_lead(line: str, at: int, step: int, leads: int) -> None:
    assert edge(lambda place: line[place] == "x", at, step, len(line)) == leads


def test_keys_lead_through_a_ledger_as_in_excel(ledger: Office) -> None:
    grid = grid_of(ledger)
    last, right = grid.grid_model.rowCount() - 1, grid.grid_model.columnCount() - 1
    row = cursor(ledger)[0]
    for key, held, leads in (
        (Key.Key_Home, None, (row, 0)),
        (Key.Key_End, None, (row, right)),
        (Key.Key_End, CONTROL, (last, right)),
        (Key.Key_Home, CONTROL, (0, 0)),
        (Key.Key_Right, CONTROL, (0, 0)),  # the words of the first row go over two columns
    ):
        ledger.presses(key, *(() if held is None else (held,)))
        if key != Key.Key_Right:
            assert cursor(ledger) == leads
            assert ledger.cursor_is_in_sight()
    ledger.presses(Key.Key_Home, CONTROL)
    ledger.presses(Key.Key_PageDown)
    first = cursor(ledger)[0]
    assert 3 < first < last
    ledger.presses(Key.Key_PageDown)
    assert cursor(ledger)[0] > first and ledger.cursor_is_in_sight()
    ledger.presses(Key.Key_PageUp)
    ledger.presses(Key.Key_PageUp)
    assert cursor(ledger) == (0, 0)


def test_shift_extends_from_the_cell_where_the_cursor_is(ledger: Office) -> None:
    """Qt's own view begins at the cell that was clicked last."""
    grid = grid_of(ledger)
    clicks_cell(ledger, grid, 1, 3)
    ledger.presses(Key.Key_Return)
    ledger.presses(Key.Key_Tab)
    row, column = cursor(ledger)
    right, last = grid.grid_model.columnCount() - 1, grid.grid_model.rowCount() - 1
    ledger.presses(Key.Key_End, SHIFT)
    assert block(ledger) == (row, row, column, right)
    assert cursor(ledger) == (row, column)  # typing goes where the selection began
    ledger.presses(Key.Key_Home, SHIFT)
    assert block(ledger) == (row, row, 0, column)
    ledger.presses(Key.Key_End, SHIFT | CONTROL)
    assert block(ledger) == (row, last, column, right)
    ledger.presses(Key.Key_Home, SHIFT | CONTROL)
    assert block(ledger) == (0, row, 0, column)
    ledger.presses(Key.Key_Left)
    row, column = cursor(ledger)
    assert block(ledger) == (row, row, column, column)
    ledger.presses(Key.Key_PageDown, SHIFT)
    top, bottom, *_ = block(ledger)
    assert top == row and bottom > row + 3
    ledger.presses(Key.Key_PageUp, SHIFT)
    assert block(ledger) == (row, row, column, column)


def test_control_shift_and_an_arrow_take_the_filled_block(ledger: Office) -> None:
    row, column = cursor(ledger)
    ledger.goes_to("outlay.public.r1.initial")
    row, column = cursor(ledger)
    ledger.presses(Key.Key_Right, CONTROL | SHIFT)
    top, bottom, left, right = block(ledger)
    assert (top, bottom, left) == (row, row, column) and right > column + 2
    ledger.presses(Key.Key_Up, SHIFT)
    assert block(ledger) == (row - 1, row, column, right)  # all of it moves along
    ledger.presses(Key.Key_Down, SHIFT)
    ledger.presses(Key.Key_Down, SHIFT)
    assert block(ledger) == (row, row + 1, column, right)


def test_all_cells_a_row_and_then_more_rows(ledger: Office) -> None:
    grid = grid_of(ledger)
    last, right = grid.grid_model.rowCount() - 1, grid.grid_model.columnCount() - 1
    place = cursor(ledger)
    ledger.presses(Key.Key_A, CONTROL)
    assert block(ledger) == (0, last, 0, right) and cursor(ledger) == place
    ledger.goes_to("outlay.public.r1.basic")
    ledger.presses(Key.Key_Space, SHIFT)
    row = place[0]
    assert block(ledger) == (row, row, 0, right)
    ledger.presses(Key.Key_Down, SHIFT)
    assert block(ledger) == (row, row + 1, 0, right)


def test_control_space_is_left_to_the_input_method(ledger: Office) -> None:
    before, entries = block(ledger), ledger.entries()
    ledger.presses(Key.Key_Space, CONTROL)
    assert block(ledger) == before and isinstance(ledger.focus(), type(grid_of(ledger)))
    assert ledger.entries() == entries


def test_typing_after_a_selection_goes_into_its_first_cell(office: Office) -> None:
    office.creates()
    office.goes_to("income.public.initial")
    office.presses(Key.Key_Down, SHIFT)
    office.presses(Key.Key_Down, SHIFT)
    office.enters("7")
    office.presses(Key.Key_Return)
    assert office.entries()["income.public.initial"] == "7"
    assert "income.managed.initial" not in office.entries()


def test_the_mouse_selects_and_the_cursor_stays_where_it_went_down(ledger: Office) -> None:
    grid = grid_of(ledger)
    drags(ledger, grid.viewport(), spot(grid, 6, 5), spot(grid, 5, 4), spot(grid, 3, 3))
    assert block(ledger) == (3, 6, 3, 5) and cursor(ledger) == (6, 5)
    clicks_cell(ledger, grid, 4, 3)
    clicks_cell(ledger, grid, 6, 5, SHIFT)
    assert block(ledger) == (4, 6, 3, 5) and cursor(ledger) == (4, 3)
    ledger.presses(Key.Key_Up, SHIFT)
    assert block(ledger) == (4, 5, 3, 5)


def test_a_head_selects_its_column_and_nothing_is_scrolled(ledger: Office) -> None:
    grid = grid_of(ledger)
    last = grid.grid_model.rowCount() - 1
    grid.verticalScrollBar().setValue(150)
    clicks_head(ledger, grid, 3)
    assert block(ledger) == (0, last, 3, 3)
    assert grid.verticalScrollBar().value() == 150 and grid.hasFocus()
    clicks_head(ledger, grid, 5, SHIFT)
    assert block(ledger) == (0, last, 3, 5)
    assert ledger.work.status.counts.text().startswith("计数 ")
    ledger.presses(Key.Key_C, CONTROL)
    assert len(QGuiApplication.clipboard().text().splitlines()) == last + 1


def test_rows_of_two_lists_are_deleted_together_and_come_back(office: Office) -> None:
    office.creates(scheme="hunan-2023")
    office.shows_tab("收入支出")
    office.chooses_table("支出")
    for start, code in (("outlay.public", "2080106"), ("outlay.fund", "2082201")):
        office.types(f"{start}.+.code", code)
        office.types(f"{start}.r1.basic", "5")
    before = office.entries()
    office.goes_to("outlay.public.r1.basic")
    for _ in range(40):
        office.presses(Key.Key_Down, SHIFT)
        if "outlay.fund.r1" in {f"outlay.{one}" for one in grid_of(office).selected_row_ids()}:
            break
    else:
        pytest.fail("the second list was never reached")
    office.clicks("删除行")
    assert "已删除2行" in office.status() and "表里固定的" in office.status()
    after = office.entries()
    assert not any(one.startswith(("outlay.public.r1.", "outlay.fund.r1.")) for one in after)
    office.undoes()
    assert office.entries() == before


@pytest.mark.parametrize(
    "key", [Key.Key_F4, Key.Key_F5, Key.Key_F6, Key.Key_F9, Key.Key_F11, Key.Key_F12]
)
def test_function_keys_do_nothing_in_a_grid(ledger: Office, key: Qt.Key) -> None:
    before, place, entries = ledger.window.size(), cursor(ledger), ledger.entries()
    grid = grid_of(ledger)
    for held in ((), (SHIFT,), (CONTROL,)):
        ledger.presses(key, *held)
    assert ledger.focus() is grid and cursor(ledger) == place
    assert ledger.entries() == entries and ledger.window.size() == before
    assert not ledger.window.isFullScreen()


def test_letters_on_a_locked_cell_do_not_carry_the_cursor_away(ledger: Office) -> None:
    ledger.goes_to("outlay.public.r1.basic")
    ledger.presses(Key.Key_Home, CONTROL)
    place = cursor(ledger)
    ledger.enters("20")
    assert cursor(ledger) == place


def test_a_jump_to_what_is_out_of_sight_ends_in_the_middle(ledger: Office) -> None:
    grid = grid_of(ledger)
    ledger.goes_to("outlay.public.+.code")
    ledger.presses(Key.Key_End, CONTROL)
    ledger.goes_to("outlay.public.r1.basic")
    middle = grid.viewport().height() // 2
    top = grid.visualRect(grid.currentIndex()).center().y()
    first = grid.verticalScrollBar().value() == 0  # no row above to fill the half with
    assert first or abs(top - middle) < 40
    assert ledger.cursor_is_in_sight()


def test_the_cursor_stays_in_sight_when_its_grid_gets_lower(ledger: Office) -> None:
    ledger.window.resize(1366, 900)
    ledger.settle()
    grid = grid_of(ledger)
    clicks_cell(ledger, grid, grid.sight()[-2], 4)
    assert ledger.cursor_is_in_sight()
    ledger.window.resize(1366, 640)
    ledger.settle()
    assert ledger.cursor_is_in_sight()


# ── counts ────────────────────────────────────────────────────────────────────────────────


def number(text: str, copied: str = "") -> CellView:
    return CellView(text, right=True, copied=copied)


@pytest.mark.parametrize(
    "cells,said",
    [
        ([number("1,234.56"), number("0.44"), number("")], ("1,235.00", "617.50", 2)),
        ([number("0.33", "0.333333"), number("0.33", "0.333333")], ("0.666666", "0.333333", 2)),
        ([number("-5.00"), number("2.00")], ("-3.00", "-1.50", 2)),
        ([number("1"), number("2"), number("2")], ("5", "1.67", 3)),
        ([number("50.00%"), number("25.00%")], ("75.00%", "37.50%", 2)),
        ([number("50.00%"), number("25.00")], ("", "", 2)),  # no sum of per cent and money
        ([CellView("2080106"), CellView("就业管理事务")], ("", "", 2)),  # a code is no number
        ([CellView("——", center=True), number("3.00")], ("3.00", "3.00", 1)),
        ([CellView("NaN", right=True), number("3.00")], ("3.00", "3.00", 2)),
    ],
)
def test_what_cells_come_to(cells: list[CellView], said: tuple[str, str, int]) -> None:
    total, average, count = said
    assert counted(cells) == Counts(count, total, average)


def test_the_status_bar_counts_what_is_selected(ledger: Office) -> None:
    status = ledger.work.status
    assert status.counts.isHidden()
    ledger.presses(Key.Key_Down, SHIFT)
    ledger.presses(Key.Key_Down, SHIFT)
    assert status.counts.text() == "计数 2　求和 451.54　平均 225.77"
    assert status.counts.isVisible()
    ledger.presses(Key.Key_Down)
    assert status.counts.isHidden()
    ledger.goes_to("outlay.public.r1.basic")
    ledger.presses(Key.Key_Right, SHIFT)
    before = status.counts.text()
    ledger.enters("400")
    ledger.presses(Key.Key_Return)  # round in the selection
    assert status.counts.isVisible() and status.counts.text() != before
    ledger.goes_to("outlay.public.r1.basic")
    assert status.counts.isHidden()
    ledger.presses(Key.Key_Right, SHIFT)
    QGuiApplication.clipboard().setText("1\t2")
    ledger.presses(Key.Key_V, CONTROL)
    assert status.counts.text() == "计数 2　求和 3.00　平均 1.50"


def test_counts_are_copied_by_right_click(ledger: Office) -> None:
    ledger.goes_to("outlay.public.r1.initial")
    for _ in range(4):
        ledger.presses(Key.Key_Up, SHIFT)
    status = ledger.work.status
    total = status.counts.text().split("求和 ")[1].split("　")[0]
    assert "," in total
    status.counts.customContextMenuRequested.emit(QPoint(2, 2))
    menu = next(m for m in status.counts.findChildren(QMenu) if isinstance(m, QMenu))
    next(one for one in menu.actions() if one.text() == "复制求和").trigger()
    menu.close()
    assert QGuiApplication.clipboard().text() == total.replace(",", "")
    assert Decimal(QGuiApplication.clipboard().text()) > 1000


def test_the_legend_folds_away_where_there_is_no_room(ledger: Office) -> None:
    ledger.window.resize(1366, 740)
    ledger.settle()
    legend = ledger.work.status.legend
    assert legend.text() == LEGEND
    ledger.window.resize(1024, 640)
    for _ in range(4):
        ledger.presses(Key.Key_Up, SHIFT)
    assert legend.text() == FOLDED and "自动计算" in legend.toolTip()
    ledger.window.resize(1366, 740)
    ledger.settle()
    assert legend.text() == LEGEND


# ── zoom ──────────────────────────────────────────────────────────────────────────────────


def test_wheel_and_keys_zoom_all_grids_and_it_is_remembered(ledger: Office) -> None:
    grid, status = grid_of(ledger), ledger.work.status
    plain, width = grid.rowHeight(3), grid.columnWidth(3)
    heads = grid.heads.height()
    size = grid.fontMetrics().height()
    turns_wheel(ledger, grid, 3)
    assert status.level.text() == "150%"
    assert grid.rowHeight(3) == round(plain * 1.5) and grid.columnWidth(3) == round(width * 1.5)
    assert grid.fontMetrics().height() > size * 1.4 and grid.heads.height() > heads
    assert ledger.cursor_is_in_sight()
    ledger.enters("1")
    editor = ledger.focus()
    assert isinstance(editor, QLineEdit) and editor.fontMetrics().height() > size * 1.4
    ledger.presses(Key.Key_Escape)
    ledger.shows_tab("项目支出")
    ledger.goes_to("project.p1.money.fiscal.initial")
    assert grid_of(ledger).fontMetrics().height() > size * 1.4
    assert grid_of(ledger).rowHeight(1) >= 45
    ledger.presses(Key.Key_Minus, CONTROL)
    assert status.level.text() == "125%"
    ledger.reopens()
    ledger.window.activateWindow()
    ledger.settle()
    assert ledger.work.status.level.text() == "125%"
    ledger.shows_tab("收入支出")
    ledger.goes_to("outlay.public.r1.basic")
    assert grid_of(ledger).rowHeight(3) == round(plain * 1.25)
    QTest.mouseClick(ledger.work.status.level, LEFT)
    ledger.settle()
    assert grid_of(ledger).rowHeight(3) == plain and ledger.work.status.level.text() == "100%"


def test_zoom_ends_at_its_levels_and_a_plain_wheel_scrolls(ledger: Office) -> None:
    grid = grid_of(ledger)
    turns_wheel(ledger, grid, 12)
    assert ledger.work.status.level.text() == f"{LEVELS[-1]}%" == "200%"
    turns_wheel(ledger, grid, -20)
    assert ledger.work.status.level.text() == "70%"
    assert grid.rowHeight(3) == 21
    ledger.presses(Key.Key_0, CONTROL)
    assert ledger.work.status.level.text() == "100%"
    turns_wheel(ledger, grid, -2, Qt.KeyboardModifier.NoModifier)
    assert ledger.work.status.level.text() == "100%" and grid.verticalScrollBar().value() > 0


def test_frozen_columns_are_zoomed_too(ledger: Office) -> None:
    grid = grid_of(ledger)
    turns_wheel(ledger, grid, 3)
    ledger.presses(Key.Key_End)
    assert ledger.sees_beside("2080106")
    over = next(one for one in grid.findChildren(QTableView) if isinstance(one, QTableView))
    assert over.rowHeight(3) == grid.rowHeight(3)
    assert over.columnWidth(1) == grid.columnWidth(1)
    assert over.fontMetrics().height() == grid.fontMetrics().height()
    at = grid.grid_model.index(3, 0)
    assert over.visualRect(at).y() == grid.visualRect(at).y()


# ── widths ────────────────────────────────────────────────────────────────────────────────


def test_a_width_drawn_by_hand_is_there_after_a_restart(ledger: Office) -> None:
    grid = grid_of(ledger)
    before = [grid.columnWidth(at) for at in range(4)]
    draws_edge(ledger, grid.heads, 1, 60)
    wide = grid.columnWidth(1)
    assert wide == before[1] + 60 and grid.columnWidth(2) == before[2]
    ledger.window.resize(1200, 700)
    ledger.settle()
    assert grid.columnWidth(1) == wide
    ledger.chooses_table("收入")
    assert grid.columnWidth(1) != wide  # another table has its own
    ledger.chooses_table("支出")
    assert grid.columnWidth(1) == wide
    ledger.reopens()
    ledger.window.activateWindow()
    ledger.shows_tab("收入支出")
    ledger.goes_to("outlay.public.r1.basic")
    grid = grid_of(ledger)
    assert grid.columnWidth(1) == wide
    chooses_on_head(ledger, grid, 1, "恢复默认列宽")
    assert [grid.columnWidth(at) for at in range(4)] == before


def test_a_double_click_on_an_edge_fits_the_column(ledger: Office) -> None:
    grid = grid_of(ledger)
    QTest.mouseDClick(grid.heads.viewport(), LEFT, pos=edge_spot(grid.heads, 1))
    ledger.settle()
    texts = [str(grid.grid_model.view.rows[row][1].shown) for row in range(12)]
    longest = max(grid.fontMetrics().horizontalAdvance(text) for text in texts)
    assert longest < grid.columnWidth(1) < longest + 160
    narrow = grid.columnWidth(3)
    chooses_on_head(ledger, grid, 3, "适合内容的列宽")
    assert grid.columnWidth(3) < narrow


def test_frozen_columns_follow_a_width(ledger: Office) -> None:
    grid = grid_of(ledger)
    draws_edge(ledger, grid.heads, 1, 40)
    ledger.presses(Key.Key_End)
    assert ledger.sees_beside("2080106")
    over = next(one for one in grid.findChildren(QTableView) if isinstance(one, QTableView))
    assert over.columnWidth(1) == grid.columnWidth(1)
    assert over.width() == grid.columnWidth(0) + grid.columnWidth(1)


def test_widths_drawn_while_zoomed_are_the_same_at_100(ledger: Office) -> None:
    grid = grid_of(ledger)
    turns_wheel(ledger, grid, 3)
    draws_edge(ledger, grid.heads, 2, 30)
    wide = grid.columnWidth(2)
    ledger.presses(Key.Key_0, CONTROL)
    assert abs(grid.columnWidth(2) - wide / 1.5) <= 1


def test_a_form_grid_that_is_drawn_too_wide_can_be_scrolled(office: Office) -> None:
    with_sample(office)
    office.shows_tab("项目支出")
    office.goes_to("project.p1.i1.name")
    grid = grid_of(office)
    draws_edge(office, grid.heads, 2, 300)
    assert grid.horizontalScrollBar().maximum() > 0
    last = grid.grid_model.index(grid.grid_model.rowCount() - 1, 2)
    assert grid.visualRect(last).bottom() <= grid.viewport().height()  # no row below its bar


def test_names_of_widths_outlive_the_year_and_the_unit() -> None:
    old = name_of("支出（万元）", ("科目", "2023年决算数", "金额（万元）"))
    new = name_of("支出（元，表以万元上报）", ("科目", "2024年决算数", "金额（元）"))
    assert old == new != name_of("支出", ("科目", "增减额"))
    assert kept_widths("80 120 0", 3) == (80, 120, 0)
    assert kept_widths("80 120", 3) == kept_widths("80 x 0", 3) == ()


# ── heights ───────────────────────────────────────────────────────────────────────────────

LONG = (
    "因年中机构改革，部分职能划转，原定的培训计划调整到下半年集中组织，完成情况与年初目标有差距。"
    * 3
)


def test_a_row_is_as_high_as_the_long_text_in_it(office: Office) -> None:
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.goes_to("project.p1.i1.reason")
    grid = grid_of(office)
    row, before = grid.currentIndex().row(), grid.height()
    plain = grid.rowHeight(row)
    office.enters(LONG)
    editor = office.focus()
    assert isinstance(editor, QPlainTextEdit)
    lines = int(editor.document().size().height())
    needed = lines * editor.fontMetrics().lineSpacing()
    assert editor.height() >= min(needed, 200), "the editor does not show what is typed"
    assert editor.height() < needed + 2 * editor.fontMetrics().lineSpacing(), "far too much"
    office.presses(Key.Key_A, CONTROL)
    office.enters("无")
    assert grid.rowHeight(row) < plain * 3  # and smaller again
    office.presses(Key.Key_A, CONTROL)
    office.enters(LONG)
    office.presses(Key.Key_Return)
    assert grid.rowHeight(row) > plain * 3 and grid.height() > before
    office.undoes()
    assert grid.rowHeight(row) == plain


def _override(key: Qt.Key) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)


def test_escape_on_the_grid_is_left_to_panels_unless_the_square_is_dragged(ledger: Office) -> None:
    event = _override(Key.Key_Escape)
    event.ignore()
    QApplication.sendEvent(grid_of(ledger), event)
    assert not event.isAccepted()
