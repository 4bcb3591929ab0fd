"""Typing in cells, key by key, as in Excel and WPS."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPlainTextEdit

from app.exchange.package import parse
from app.resources import sample_text, shipped_schemes
from app.ui import style
from app.ui.grid.grid import Grid
from tests.ui.composing import in_editor
from tests.ui.driver import Key, Office

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
BASIC, PROJECT = "spending.basic", "spending.project"
TOTAL = "spending.total.initial"
ROW = "project.p1.i1"


def an_amount(office: Office, address: str, text: str) -> Grid:
    """A cell with this text, and the cursor on it."""
    office.types(address, text)
    office.goes_to(address)
    grid = office.focus()
    assert isinstance(grid, Grid)
    return grid


def a_project(office: Office) -> None:
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")


def cursor(office: Office) -> tuple[int, int]:
    grid = office.focus()
    assert isinstance(grid, Grid), f"an editor is open: {in_editor(office)}"
    return grid.currentIndex().row(), grid.currentIndex().column()


# ── two modes ─────────────────────────────────────────────────────────────────────────────

# key, rows down, columns right; the money table begins with a column of labels
LEAVES = [
    (Key.Key_Down, 1, 0),
    (Key.Key_Right, 0, 1),
    (Key.Key_Left, 0, -1),
    (Key.Key_Up, -1, 0),
]


@pytest.mark.parametrize(("key", "down", "right"), LEAVES)
def test_an_arrow_takes_what_is_typed_over_a_cell_and_goes_on(
    office: Office, key: Qt.Key, down: int, right: int
) -> None:
    office.creates()
    an_amount(office, f"{PROJECT}.adjusted", "5")
    row, column = cursor(office)
    office.enters("67")
    office.presses(key)
    assert cursor(office) == (row + down, column + right)
    assert office.entries()[f"{PROJECT}.adjusted"] == "67"


@pytest.mark.parametrize("key", [Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown])
def test_home_end_and_the_page_keys_leave_too(office: Office, key: Qt.Key) -> None:
    office.creates()
    an_amount(office, f"{BASIC}.adjusted", "5")
    office.presses(key)
    there = cursor(office)
    office.goes_to(f"{BASIC}.adjusted")
    office.enters("67")
    office.presses(key)
    assert cursor(office) == there
    assert office.entries()[f"{BASIC}.adjusted"] == "67"


@pytest.mark.parametrize("by", ["F2", "F2 twice more", "double click", "a click into the text"])
def test_after_f2_the_arrows_move_in_the_text(office: Office, by: str) -> None:
    office.creates()
    grid = an_amount(office, f"{BASIC}.adjusted", "1234")
    index = grid.currentIndex()
    match by:
        case "F2":
            office.presses(Key.Key_F2)
        case "F2 twice more":
            for _ in range(3):
                office.presses(Key.Key_F2)
        case "double click":
            office.double_clicks(grid, index.row(), index.column())
        case _:
            office.enters("1234")
            QTest.mouseClick(office.focus(), Qt.MouseButton.LeftButton)
            office.presses(Key.Key_End)
    assert in_editor(office) == "1234"
    office.presses(Key.Key_Left)
    office.presses(Key.Key_Left)
    office.enters("9")
    office.presses(Key.Key_Up)  # nowhere to go in one line
    office.presses(Key.Key_PageDown)
    office.presses(Key.Key_Home)
    office.enters("8")
    office.presses(Key.Key_End)
    office.enters("7")
    office.presses(Key.Key_Return)
    assert office.entries()[f"{BASIC}.adjusted"] == "8129347"


def test_f2_while_typing_over_stays_in_the_text_and_back(office: Office) -> None:
    office.creates()
    an_amount(office, f"{BASIC}.adjusted", "5")
    office.enters("12")
    office.presses(Key.Key_F2)
    office.presses(Key.Key_Left)
    office.enters("9")
    assert in_editor(office) == "192"
    office.presses(Key.Key_F2)
    office.presses(Key.Key_Left)
    assert office.entries()[f"{BASIC}.adjusted"] == "192"
    assert office.current_address() == f"{BASIC}.initial"


def test_escape_brings_back_what_stood_there_in_both_modes(office: Office) -> None:
    office.creates()
    an_amount(office, f"{BASIC}.initial", "80")
    for opens in ("9", Key.Key_F2, Key.Key_Backspace):
        if isinstance(opens, str):
            office.enters(opens)
        else:
            office.presses(opens)
        office.enters("12")
        office.presses(Key.Key_Escape)
        assert office.current_address() == f"{BASIC}.initial"
        assert office.entries()[f"{BASIC}.initial"] == "80"


def test_backspace_opens_an_empty_editor_and_delete_clears_the_selection(office: Office) -> None:
    office.creates()
    an_amount(office, f"{PROJECT}.initial", "90")
    an_amount(office, f"{BASIC}.initial", "80")
    office.presses(Key.Key_Backspace)
    assert in_editor(office) == ""
    office.enters("7")
    office.presses(Key.Key_Right)
    assert office.entries()[f"{BASIC}.initial"] == "7"
    office.goes_to(f"{BASIC}.initial")
    office.presses(Key.Key_Down, SHIFT)
    office.presses(Key.Key_Delete)
    found = office.entries()
    assert f"{BASIC}.initial" not in found and f"{PROJECT}.initial" not in found
    office.undoes()
    assert office.entries()[f"{PROJECT}.initial"] == "90"


# ── Enter, Tab, Shift, Ctrl ───────────────────────────────────────────────────────────────


def test_shift_reverses_enter_and_tab_out_of_an_open_editor(office: Office) -> None:
    office.creates()
    office.goes_to(f"{PROJECT}.adjusted")
    row, column = cursor(office)
    steps = [
        ("1", Key.Key_Return, SHIFT, (row - 1, column)),
        ("2", Key.Key_Return, Qt.KeyboardModifier.NoModifier, (row, column)),
        ("3", Key.Key_Backtab, SHIFT, (row, column - 1)),
        ("4", Key.Key_Tab, Qt.KeyboardModifier.NoModifier, (row, column)),
        ("5", Key.Key_Enter, SHIFT | Qt.KeyboardModifier.KeypadModifier, (row - 1, column)),
    ]
    for text, key, held, there in steps:
        office.enters(text)
        office.presses(key, held)
        assert cursor(office) == there, text
    found = office.entries()
    assert found[f"{PROJECT}.adjusted"] == "5" and found[f"{PROJECT}.initial"] == "4"
    assert found[f"{BASIC}.adjusted"] == "2"


def test_long_texts_and_lists_are_left_by_the_same_keys(office: Office) -> None:
    a_project(office)
    office.types(f"{ROW}.name", "培训人数")
    office.goes_to(f"{ROW}.name")
    office.clicks("＋ 指标")
    below = "project.p1.i10"
    office.goes_to(f"{below}.actual")
    office.enters("980人")
    assert isinstance(office.focus(), QPlainTextEdit)
    office.presses(Key.Key_Return, SHIFT)
    assert office.current_address() == f"{ROW}.actual"
    office.enters("970人")
    office.presses(Key.Key_Down)
    assert office.current_address() == f"{below}.actual"
    office.enters("a")
    office.presses(Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    office.enters("b")
    office.presses(Key.Key_Left)
    assert office.current_address() == f"{below}.target"
    found = office.entries()
    assert found[f"{ROW}.actual"] == "970人" and found[f"{below}.actual"] == "a\nb"
    office.presses(Key.Key_F2)
    office.enters("一")
    office.presses(Key.Key_Home)
    office.enters("≥")
    office.presses(Key.Key_Backtab, SHIFT)
    assert office.entries()[f"{below}.target"] == "≥一"
    assert office.current_address() == f"{below}.name"


def test_a_subject_is_taken_by_shift_enter_and_its_list_keeps_the_arrows(office: Office) -> None:
    office.creates()
    office.shows_tab("收入支出")
    office.chooses_table("支出")
    for code in ("2080101", "2080102"):
        office.goes_to("outlay.public.+.code")
        office.enters(code)
        office.presses(Key.Key_Tab)
    office.goes_to("outlay.public.r2.code")
    office.enters("就业")
    assert len(office.offered()) > 2
    office.presses(Key.Key_Down)
    chosen = office.offered()[1].split()[0]
    office.presses(Key.Key_Return, SHIFT)
    assert office.entries()["outlay.public.r2.code"] == chosen
    assert office.current_address() == "outlay.public.r1.code"


def test_a_row_made_out_of_the_blank_line_is_where_an_arrow_goes_on(office: Office) -> None:
    office.creates()
    office.shows_tab("收入支出")
    office.chooses_table("支出")
    office.goes_to("outlay.public.+.basic")
    office.enters("5")
    office.presses(Key.Key_Right)
    assert office.current_address().startswith("outlay.public.r1.")
    office.goes_to("outlay.public.+.basic")
    office.enters("6")
    office.presses(Key.Key_Down)
    assert office.current_address() == "outlay.public.+.basic"
    assert office.entries()["outlay.public.r2.basic"] == "6"


def test_control_enter_fills_the_whole_selection_in_one_step(office: Office) -> None:
    office.creates()
    office.goes_to(f"{BASIC}.initial")
    office.presses(Key.Key_Down, SHIFT)
    office.presses(Key.Key_Right, SHIFT)
    where = cursor(office)
    office.enters("=1+2")
    office.presses(Key.Key_Return, CONTROL)
    assert cursor(office) == where
    for row in (BASIC, PROJECT):
        for column in ("initial", "adjusted"):
            assert office.entries()[f"{row}.{column}"] == "=1+2"
            assert office.sees(f"{row}.{column}") == "3.00"
    office.undoes()
    assert not [cell for cell in office.entries() if cell.startswith("spending")]
    office.goes_to(f"{BASIC}.initial")
    office.enters("9")
    office.presses(Key.Key_Return, CONTROL)
    assert office.current_address() == f"{BASIC}.initial"
    assert office.entries()[f"{BASIC}.initial"] == "9"
    office.presses(Key.Key_Return, CONTROL)
    assert office.current_address() == f"{BASIC}.initial"


def test_a_choice_is_left_by_an_arrow(office: Office) -> None:
    office.creates(scheme="sichuan-2023")
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.goes_to(f"{ROW}.sign")
    office.enters("=")
    assert isinstance(office.focus(), QComboBox)
    office.presses(Key.Key_Left)
    assert office.entries()[f"{ROW}.sign"] == "="
    office.goes_to(f"{ROW}.sign")
    office.enters(">")
    office.presses(Key.Key_Down)
    assert office.entries()[f"{ROW}.sign"] == ">"
    assert office.current_address() != f"{ROW}.sign"
    office.goes_to(f"{ROW}.sign")
    office.presses(Key.Key_Backspace)
    assert in_editor(office) == ""
    office.presses(Key.Key_Return, SHIFT)
    assert f"{ROW}.sign" not in office.entries()


# ── locked cells ──────────────────────────────────────────────────────────────────────────

TRIES = [Key.Key_5, Key.Key_F2, Key.Key_Backspace, Key.Key_Delete]


@pytest.mark.parametrize("key", TRIES)
def test_a_locked_cell_says_why_whatever_is_tried(office: Office, key: Qt.Key) -> None:
    office.creates()
    office.goes_to(TOTAL)
    office.work.say("")
    office.presses(key)
    assert "这个单元格不能填写：自动计算：基本支出＋项目支出" in office.status()
    assert office.current_address() == TOTAL
    assert not [cell for cell in office.entries() if cell.startswith("spending")]


# ── numbers ───────────────────────────────────────────────────────────────────────────────

# typed in a cell in 万元, shown, its look
FIGURES = [
    ("=1199+937", "2,136.00"),
    ("12+3", "15.00"),
    ("=(1+2)*3", "9.00"),
    ("＝１＋２", "3.00"),
    ("=1199+937-20.5", "2,115.50"),
    ("1.2万+300元", "1.23"),
    ("１２３、４５６。７", "123,456.70"),
    ("1 234.56", "1,234.56"),
    ("1'234.56", "1,234.56"),
    (" 1,234.56 ", "1,234.56"),
    ("(1,234.56)", "-1,234.56"),
    ("￥1,234.56", "1,234.56"),
    ("3万", "3.00"),
    ("0", "0.00"),
    ("=5-5", "0.00"),
]


@pytest.mark.parametrize(("text", "shown"), FIGURES)
def test_a_figure_is_kept_as_typed_and_shown_as_a_number(
    office: Office, text: str, shown: str
) -> None:
    office.creates()
    address = f"{BASIC}.initial"
    grid = an_amount(office, address, text)
    assert office.sees(address) == shown
    assert office.entries()[address] == text.strip()
    office.presses(Key.Key_F2)
    assert in_editor(office) == text.strip()
    office.presses(Key.Key_Escape)
    align = grid.currentIndex().data(Qt.ItemDataRole.TextAlignmentRole)
    assert align & Qt.AlignmentFlag.AlignRight
    ink = grid.currentIndex().data(Qt.ItemDataRole.ForegroundRole)
    assert (ink == QColor(style.ERROR)) == shown.startswith("-")


def test_a_blank_cell_shows_nothing(office: Office) -> None:
    office.creates()
    an_amount(office, f"{BASIC}.initial", "5")
    office.presses(Key.Key_Delete)
    assert office.sees(f"{BASIC}.initial") == "" and office.sees(TOTAL) == ""


@pytest.mark.parametrize("text", ["=5/0", "=1199+", "=(1+2", "=SUM(A1:A3)", "20-5"])
def test_a_calculation_without_a_result_stays_and_is_said(office: Office, text: str) -> None:
    office.creates()
    address = f"{BASIC}.initial"
    an_amount(office, address, text)
    cell = office.cell(address)
    assert cell is not None and f"“{text}”不是金额" in cell.problem
    assert office.sees(address) == text and office.entries()[address] == text
    assert office.sees(TOTAL) == ""


def test_what_an_indicator_says_is_never_worked_out(office: Office) -> None:
    a_project(office)
    for text in ("12-15", "1-2次", "2024-01", "12+3"):
        for cell in ("target", "actual"):
            office.types(f"{ROW}.{cell}", text)
            assert office.sees(f"{ROW}.{cell}") == text == office.entries()[f"{ROW}.{cell}"]
    office.types(f"{ROW}.weight", "=10+5")
    assert office.sees(f"{ROW}.weight") == "15"
    assert office.entries()[f"{ROW}.weight"] == "=10+5"


def test_a_count_in_a_field_is_worked_out_while_the_cursor_is_elsewhere(office: Office) -> None:
    office.creates()
    office.types("info.staff_actual", "=12+3")
    assert office.sees("info.staff_actual") == "15"
    assert office.entries()["info.staff_actual"] == "=12+3"
    office.goes_to("info.staff_actual")
    assert office.sees("info.staff_actual") == "=12+3"
    office.presses(Key.Key_End)
    office.enters("+1")
    office.presses(Key.Key_Tab)
    assert office.sees("info.staff_actual") == "16"
    office.undoes()  # which also brings the cursor there
    office.presses(Key.Key_Tab)
    assert office.sees("info.staff_actual") == "15"
    office.types("info.staff_actual", "=12/0")
    assert office.sees("info.staff_actual") == "=12/0"
    office.types("info.filler", "1+1")
    assert office.sees("info.filler") == "1+1"
    office.reopens()
    assert office.sees("info.staff_actual") == "=12/0"


def test_the_number_goes_out_and_not_the_calculation(office: Office, tmp_path: Path) -> None:
    a_project(office)
    office.types("project.p1.name", "技能培训补贴")
    for column, text in (("initial", "=60+40"), ("adjusted", "50+45.5"), ("executed", "=180/2")):
        office.types(f"project.p1.money.fiscal.{column}", text)
    for cell, text in (("name", "人数"), ("target", "≥10人"), ("actual", "10人")):
        office.types(f"{ROW}.{cell}", text)
    office.types(f"{ROW}.weight", "=10+5")
    office.shows_tab("基本信息")
    office.types("info.staff_actual", "=12+3")
    assert office.window.session is not None
    report = office.window.session.report
    said = " ".join(found.sentence for found in report.findings)
    assert "=60+40" not in said and "=180/2" not in said
    assert report.values["project.p1.money.fiscal.executed"] == Decimal(900_000)
    office.shows_tab("导出打印")
    office.clicks("导出上报", office.work.pages["export"])
    books = list(tmp_path.rglob("*.xlsx"))
    assert books
    seen: set[object] = set()
    for book in books:
        for sheet in load_workbook(book).worksheets:
            values = [cell.value for line in sheet.iter_rows() for cell in line]
            texts = [str(value) for value in values if value is not None]
            assert not [one for one in texts if "=60+40" in one or "=10+5" in one], book.name
            assert not [one for one in texts if one in ("50+45.5", "=180/2", "=12+3")], book.name
            seen |= set(values)
    assert {100, 95.5, 90} <= {value for value in seen if isinstance(value, int | float)}


def test_every_cell_that_cannot_be_typed_in_says_why(office: Office) -> None:
    sample = parse(sample_text(), shipped_schemes())
    office.store.create(sample.year, sample.scheme_id, sample.scheme_hash, sample.entries)
    office.reopens()
    silent: list[str] = []
    seen = 0
    for name in ("收入支出", "三公经费", "项目支出", "整体自评", "审核"):
        office.shows_tab(name)
        tables = [line.split()[0] for line in office.tables()] if name == "收入支出" else [""]
        for table in tables:
            if table and table not in ("填写", "自动生成"):
                office.chooses_table(table)
            for grid in office.work.findChildren(Grid):
                if not isinstance(grid, Grid) or not grid.isVisible():
                    continue
                for row, line in enumerate(grid.grid_model.view.rows):
                    for column, cell in enumerate(line):
                        index = grid.grid_model.index(row, column)
                        editable = index.flags() & Qt.ItemFlag.ItemIsEditable
                        seen += 1
                        if not editable and not cell.locked:
                            silent.append(f"{name} {table} {row} {column} {cell.shown}")
    assert seen > 2_000 and silent == []


def test_title_marks_of_an_input_method_become_signs(office: Office) -> None:
    a_project(office)
    for cell, text, stored in (
        (f"{ROW}.target", "》=5家", "≥5家"),
        (f"{ROW}.actual", "《3天", "<3天"),
        (f"{ROW}.name", "》=5", "》=5"),
    ):
        office.types(cell, text)
        assert office.entries()[cell] == stored
