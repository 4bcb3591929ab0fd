"""Blocks copied and pasted, both ways with Excel and WPS, and what is not taken."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.grid.clipboard_text import OWN_FORMAT, read_block
from app.ui.grid.grid_blocks import placed
from app.ui.grid.refusals import RefusalList
from tests.ui.driver import Key, Office

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
BASIC, PROJECT = "spending.basic", "spending.project"

# what Excel, WPS and others put on the clipboard, and the cells it means
BLOCKS = [
    ("12\r\n", [["12"]]),
    ("12", [["12"]]),
    ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
    ("1\t2\n3\t4", [["1", "2"], ["3", "4"]]),
    ("1\t2\r3\t4\r", [["1", "2"], ["3", "4"]]),
    ("1\t\r\n\t\r\n\t4\r\n", [["1", ""], ["", ""], ["", "4"]]),
    ('"一行\n二行"\t2\r\n', [["一行\n二行", "2"]]),
    ('"一行\r\n二行"\t2\r\n', [["一行\n二行", "2"]]),
    ('"说""好""\n再见"\r\n', [['说"好"\n再见']]),
    ('他说"好"\t2\r\n', [['他说"好"', "2"]]),  # Excel: no quotes around it
    ('"重点"项目\t2\r\n', [['"重点"项目', "2"]]),
    ('"重点"\t2\r\n', [['"重点"', "2"]]),
    ('"他说""好"""\t2\r\n', [['他说"好"', "2"]]),  # LibreOffice puts quotes around it
    ('"1"\t"2"\n"3"\t"4"\n', [["1", "2"], ["3", "4"]]),  # others: around everything
    ('"没有完\t2\r\n', [['"没有完', "2"]]),
    ('5"管\t2', [['5"管', "2"]]),
    ("\r\n", [[""]]),
    ("", []),
    ("合并\t\t\r\n\t\t\r\n", [["合并", "", ""], ["", "", ""]]),
]


@pytest.mark.parametrize(("text", "cells"), BLOCKS)
def test_a_copied_block_is_read_as_it_was_written(text: str, cells: list[list[str]]) -> None:
    assert read_block(text) == cells


# rows and columns of the block, of the selection, and of what is filled
REPEATS = [
    ((1, 1), (1, 1), (1, 1)),
    ((1, 1), (3, 4), (3, 4)),
    ((2, 1), (4, 3), (4, 3)),
    ((1, 2), (1, 4), (1, 4)),
    ((1, 2), (3, 1), (3, 2)),  # larger than the selection: over its edge
    ((2, 2), (3, 2), (2, 2)),  # no multiple: once
    ((1, 2), (4, 3), (1, 2)),  # no multiple one way: once both ways, as in Excel
    ((3, 3), (1, 1), (3, 3)),
]


@pytest.mark.parametrize(("block", "selection", "filled"), REPEATS)
def test_a_block_repeats_in_a_selection_that_is_a_multiple_of_it(
    block: tuple[int, int], selection: tuple[int, int], filled: tuple[int, int]
) -> None:
    texts = [[f"{row}.{column}" for column in range(block[1])] for row in range(block[0])]
    found = placed(texts, range(2, 2 + selection[0]), range(5, 5 + selection[1]))
    assert set(found) == {(2 + r, 5 + c) for r in range(filled[0]) for c in range(filled[1])}
    assert all(
        text == texts[(row - 2) % block[0]][(column - 5) % block[1]]
        for (row, column), text in found.items()
    )


def copies_from_elsewhere(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def pastes(office: Office, address: str, text: str) -> None:
    copies_from_elsewhere(text)
    office.goes_to(address)
    office.presses(Key.Key_V, CONTROL)


def copied(office: Office, address: str, down: int = 0, right: int = 0) -> str:
    office.goes_to(address)
    for _ in range(down):
        office.presses(Key.Key_Down, SHIFT)
    for _ in range(right):
        office.presses(Key.Key_Right, SHIFT)
    office.presses(Key.Key_C, CONTROL)
    return QGuiApplication.clipboard().text()


def listing(office: Office) -> RefusalList | None:
    found = office.window.findChildren(RefusalList)
    return next((one for one in found if isinstance(one, RefusalList) and one.isVisible()), None)


def listed(office: Office) -> list[tuple[str, ...]]:
    one = listing(office)
    assert one is not None
    lines = (one.lines.topLevelItem(at) for at in range(one.lines.topLevelItemCount()))
    return [tuple(line.text(column) for column in range(3)) for line in lines if line is not None]


# typed in a cell in 万元, what Excel gets
OUT = [
    ("1,234.56", "1234.56"),
    ("１，２３４．５", "1234.50"),
    ("=1199+937", "2136.00"),
    ("3.9万", "3.9"),
    ("(12.5)", "-12.50"),
    ("=1234567.89元+0", "123.456789"),
    ("12.345678", "12.345678"),
    ("0", "0"),
    ("约十", "约十"),
]


@pytest.mark.parametrize(("typed", "told"), OUT)
def test_a_figure_is_copied_as_a_number_that_excel_reads(
    office: Office, typed: str, told: str
) -> None:
    office.creates()
    office.types(f"{BASIC}.initial", typed)
    assert copied(office, f"{BASIC}.initial") == f"{told}\n"


def test_a_computed_figure_is_copied_to_its_last_digit(office: Office) -> None:
    office.creates()
    office.types(f"{BASIC}.initial", "1000.123456")
    office.types(f"{PROJECT}.initial", "1")
    assert office.sees("spending.total.initial") == "1,001.12"
    assert copied(office, "spending.total.initial") == "1001.123456\n"
    office.types(f"{BASIC}.adjusted", "2000")
    office.types(f"{BASIC}.actual", "1500")
    assert copied(office, f"{BASIC}.completion") == "75.00%\n"


def test_within_the_program_what_was_typed_stays_as_it_was_typed(office: Office) -> None:
    office.creates()
    office.types(f"{BASIC}.initial", "=1199+937")
    office.types(f"{BASIC}.adjusted", "3.9万")
    assert copied(office, f"{BASIC}.initial", right=1) == "2136.00\t3.9\n"
    office.goes_to(f"{PROJECT}.initial")
    office.presses(Key.Key_V, CONTROL)
    found = office.entries()
    assert found[f"{PROJECT}.initial"] == "=1199+937" and found[f"{PROJECT}.adjusted"] == "3.9万"
    copies_from_elsewhere("7")  # the clipboard is somebody else's now
    assert not QGuiApplication.clipboard().mimeData().hasFormat(OWN_FORMAT)
    office.presses(Key.Key_V, CONTROL)
    assert office.entries()[f"{PROJECT}.initial"] == "7"


def test_cut_and_paste_moves_in_two_steps(office: Office) -> None:
    office.creates()
    office.types(f"{BASIC}.initial", "=80+1")
    office.types(f"{BASIC}.adjusted", "82")
    office.goes_to(f"{BASIC}.initial")
    office.presses(Key.Key_Right, SHIFT)
    office.presses(Key.Key_X, CONTROL)
    assert office.sees(f"{BASIC}.initial") == "" == office.sees(f"{BASIC}.adjusted")
    assert "剪切：2格已剪切" in office.status() and "撤销可恢复" in office.status()
    office.goes_to(f"{PROJECT}.initial")
    office.presses(Key.Key_V, CONTROL)
    assert office.entries()[f"{PROJECT}.initial"] == "=80+1"
    assert office.sees(f"{PROJECT}.adjusted") == "82.00"
    office.undoes()
    assert office.sees(f"{PROJECT}.initial") == "" == office.sees(f"{BASIC}.initial")
    office.undoes()
    assert office.sees(f"{BASIC}.initial") == "81.00"


def test_numbers_as_excel_formats_them_are_taken(office: Office) -> None:
    office.creates()
    pastes(office, f"{BASIC}.initial", " 1,234.56 \t(1,234.56)\t￥3.00 \r\n１２\t3万元\t =1+2 \r\n")
    shown = [office.sees(f"{BASIC}.{cell}") for cell in ("initial", "adjusted", "actual")]
    assert shown == ["1,234.56", "-1,234.56", "3.00"]
    shown = [office.sees(f"{PROJECT}.{cell}") for cell in ("initial", "adjusted", "actual")]
    assert shown == ["12.00", "3.00", "3.00"]
    office.undoes()
    assert office.sees(f"{PROJECT}.actual") == "" == office.sees(f"{BASIC}.initial")


def test_a_blank_place_clears_as_in_excel(office: Office) -> None:
    office.creates()
    office.types(f"{BASIC}.initial", "80")
    office.types(f"{BASIC}.adjusted", "81")
    pastes(office, f"{BASIC}.initial", "\t5\r\n")
    assert office.sees(f"{BASIC}.initial") == "" and office.sees(f"{BASIC}.adjusted") == "5.00"


def test_a_place_below_a_cell_that_spans_rows_is_passed_by(office: Office) -> None:
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.types("project.p1.i1.weight", "15")
    office.goes_to("project.p1.i1.weight")
    office.clicks("＋ 指标")
    office.types("project.p1.i10.target", "2人")
    office.goes_to("project.p1.i10.target")
    office.chooses_from_menu("与上一行合用一个分值和得分")
    pastes(office, "project.p1.i1.weight", "10\r\n\r\n")  # merged in Excel as well
    assert office.sees("project.p1.i1.weight") == "10"
    assert "没有写入" not in office.status()
    pastes(office, "project.p1.i1.weight", "10\r\n5\r\n")
    assert "1格没有写入" in office.status()
    assert office.sees("project.p1.i1.weight") == "10"


def test_what_is_refused_is_listed_beside_the_work(office: Office) -> None:
    office.creates()
    pastes(office, f"{BASIC}.initial", "1\t2\t3\t44%\r\n4\t5\t6\r\n\t\t\r\n77\t7\t9\r\n8\r\n")
    assert office.status().endswith("粘贴：6格已写入，3格没有写入")
    office.clicks("查看…")
    found = listed(office)
    assert [line[1] for line in found] == ["44%", "77", "8"]
    where, _, why = found[1]
    assert "合计" in where and "年初" in where and "自动计算" in why
    assert "这里没有格子" in found[2][2]
    assert QApplication.activeModalWidget() is None
    office.window.activateWindow()
    office.types(f"{PROJECT}.initial", "40")  # work goes on beside it
    assert listing(office) is not None
    one = listing(office)
    assert one is not None
    one.activateWindow()
    one.lines.setFocus()
    QTest.keyClick(one.lines, Key.Key_Down)
    QTest.keyClick(one.lines, Key.Key_Return)
    office.settle()
    assert office.current_address() == "spending.total.initial"
    QTest.keyClick(one, Key.Key_Escape)
    office.settle()
    assert listing(office) is None
    office.goes_to(f"{BASIC}.adjusted")
    assert not office.work.status.more.isVisible()


def test_a_text_that_stands_there_already_is_not_refused(office: Office) -> None:
    """A whole table copied from Excel, with the labels and the totals that it adds up to."""
    office.creates()
    for row, text in ((BASIC, "1,000.5"), (PROJECT, "2000")):
        office.types(f"{row}.initial", text)
    office.goes_to(f"{BASIC}.initial")
    grid = office.ledger.grid if office.focus() is office.ledger.grid else office.focus()
    view = grid.grid_model.view  # type: ignore[attr-defined]
    labels = [row[0].shown for row in view.rows]
    at = next(n for n, row in enumerate(view.rows) if row[1].address == f"{BASIC}.initial")
    end = next(n for n, row in enumerate(view.rows) if row[1].address == "spending.total.initial")
    figures = {at: "1200", at + 1: "2,000.00", end: "3,200.00 "}
    block = "".join(f"{labels[n]}\t{figures.get(n, '')}\r\n" for n in range(at, end + 1))
    copies_from_elsewhere(block)
    grid.select_only(at, 0)  # type: ignore[attr-defined]
    office.presses(Key.Key_V, CONTROL)
    assert office.sees("spending.total.initial") == "3,200.00"
    assert "没有写入" not in office.status()
    copies_from_elsewhere(block.replace("3,200.00", "3,201.00"))
    office.presses(Key.Key_V, CONTROL)
    assert "1格没有写入" in office.status()


def test_a_name_pasted_into_the_blank_line_is_gone_on_with(office: Office) -> None:
    """As when it is typed: the next cell of that row, not of one more."""
    office.creates()
    office.shows_tab("三公经费")
    pastes(office, "receptions.domestic.+.name", "检查组")
    assert office.current_address() == "receptions.domestic.r1.name"
    office.presses(Key.Key_Tab)
    office.enters("3.5")
    office.presses(Key.Key_Tab)
    assert office.entries()["receptions.domestic.rows"] == "r1"
    assert office.entries()["receptions.domestic.r1.date"] == "3.5"


def test_the_blank_line_stays_in_sight_below_a_pasted_block(office: Office) -> None:
    office.creates()
    office.shows_tab("收入支出")
    codes = [f"21303{n:02}" for n in range(1, 20)]
    pastes(office, "outlay.public.+.code", "\n".join(f"{code}\t\t1" for code in codes))
    grid = office.work.current_page().grid  # type: ignore[attr-defined]
    assert office.current_address() == "outlay.public.+.code"
    assert grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()))


def test_what_an_input_method_made_of_a_sign_is_mended_when_pasted(office: Office) -> None:
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    pastes(office, "project.p1.i1.target", "》=98%")
    assert office.entries()["project.p1.i1.target"] == "≥98%"
