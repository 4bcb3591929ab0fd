"""The workbook that leaves the program, read back with openpyxl."""

import errno
import io
import os
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.domain.compute import compute
from app.exchange.boxes import Box
from app.exchange.breaking import balanced, broken, units
from app.exchange.names import MAX_FILE_NAME, file_name, sheet_names
from app.exchange.problems import ExportProblem
from app.exchange.sheet import FilledSheet, filled_sheet
from app.exchange.xlsx import (
    MAX_ROW,
    PAPER,
    READABLE,
    export_xlsx,
    row_heights,
    workbook_bytes,
)
from tests.exchange.test_every_sheet import full
from tests.golden.forms import project


def filled(changes: dict[str, str] | None = None) -> FilledSheet:
    return filled_sheet(*project(changes))


def read(*sheets: FilledSheet) -> Any:
    return load_workbook(io.BytesIO(workbook_bytes(sheets)))


def test_numbers_are_numbers_and_nothing_is_a_formula() -> None:
    page = read(filled()).worksheets[0]
    assert (page["E6"].value, page["E6"].number_format) == (1088.5, "#,##0.00")
    assert (page["H6"].value, page["H6"].number_format) == (0.9989, "0.00%")
    assert (page["H13"].value, page["H13"].number_format) == (9.33, "0.00")
    assert (page["G13"].value, page["G13"].number_format) == (10, "0")
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_what_looks_like_a_formula_stays_text() -> None:
    typed = {"i1.name": "=1+1", "i1.target": "+3", "i1.actual": "-5%", "i1.reason": "@SUM(A1)"}
    typed |= {"i2.name": '=HYPERLINK("x")', "i2.reason": "#N/A"}
    page = read(filled({f"project.p1.{key}": text for key, text in typed.items()})).worksheets[0]
    shown = [page[where] for where in ("D13", "E13", "F13", "I13", "D14", "I14")]
    assert [cell.value for cell in shown] == list(typed.values())
    assert {cell.data_type for cell in shown} == {"s"}
    assert [cell.quotePrefix for cell in shown] == [True] * 5 + [False]


def test_every_box_of_the_table_has_its_borders() -> None:
    sheet = filled()
    page = read(sheet).worksheets[0]  # reading drops the borders inside a merged range
    for box in sheet.boxes:
        wanted = None if box.style in {"title", "subtitle", "foot"} else "thin"
        (top, left), (bottom, right) = box.first, box.last
        for column in range(left, right + 1):
            assert page.cell(top, column).border.top.style == wanted, box
            assert page.cell(bottom, column).border.bottom.style == wanted, box
        for row in range(top, bottom + 1):
            assert page.cell(row, left).border.left.style == wanted, box
            assert page.cell(row, right).border.right.style == wanted, box


def test_prints_on_one_a4_page() -> None:
    page = read(filled()).worksheets[0]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("portrait", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 1)
    assert page.print_area.endswith("$A$1:$I$27")


def test_a_form_that_lies_across_prints_so() -> None:
    page = read(replace(filled(), landscape=True)).worksheets[0]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)


def test_letters_are_not_shrunk_below_7_points_to_save_a_page() -> None:
    """A page that holds more than fits in readable letters goes on over the next one."""
    for count, pages in ((1, 1), (30, 0)):
        sheet = filled({"project.p1.goal_actual": "完成了全部年度目标，效果良好。" * 8 * count})
        page = read(sheet).worksheets[0]
        assert page.page_setup.fitToHeight == pages
        high = sum(row_heights(sheet)) / PAPER[1]
        assert (11 / high >= READABLE) == bool(pages)
        assert page.print_title_rows == (None if pages else f"${heading(page)}:${heading(page)}")


def heading(page: Any) -> int:
    """The row with the titles of the columns: a row above may be spread over several."""
    return next(row for row in range(1, 40) if page.cell(row, 4).value == "三级指标")


@pytest.mark.parametrize(
    ("text", "number", "style", "shown"),
    [
        ("1,088.50", "1088.50", "amount", "#,##0.00"),
        ("46", "46", "amount", "#,##0"),
        ("46", "46", "center", "0"),
        ("12,345", "12345", "weight", "#,##0"),
        ("12.5", "12.5", "weight", "0.0"),
        ("9.330", "9.33", "score", "0.000"),
        ("97.82%", "0.9782", "percent", "0.00%"),
        ("97.82%", "0.9782", "amount", "#,##0.00%"),
    ],
)
def test_excel_shows_a_number_as_the_paper_does(
    text: str, number: str, style: str, shown: str
) -> None:
    box = Box((1, 1), (1, 1), text, style, Decimal(number))
    cell = read(replace(filled(), boxes=(box,), rows=1, tall=(), heading=None)).worksheets[0]["A1"]
    assert (str(cell.value), cell.number_format) == (str(float(number)).removesuffix(".0"), shown)


def test_a_computed_figure_says_how_in_its_note() -> None:
    report = full("hunan-2023")
    form = next(form for form in report.forms if form.form.id == "score_sheet")
    row = next(row for row in form.indicators if row.preset and row.preset.id == "staff_control")
    entries = {
        cell: text
        for cell, text in report.submission.entries.items()
        if cell != f"{row.address}.actual"
    }
    made = compute(report.scheme, replace(report.submission, entries=entries))
    page = read(filled_sheet(made, made.form("score_sheet"))).worksheets[0]
    notes = [cell.comment.text for line in page.iter_rows() for cell in line if cell.comment]
    staff = [entries[f"info.{name}"] for name in ("staff_actual", "staff_authorized")]
    assert any(note.startswith(f"＝{staff[0]}÷{staff[1]}＝") for note in notes)


def test_the_same_sheets_are_the_same_bytes_and_name_nobody() -> None:
    first, second = workbook_bytes([filled()]), workbook_bytes([filled()])
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        core = parts.read("docProps/core.xml").decode()
        assert {part.date_time for part in parts.infolist()} == {(2020, 1, 1, 0, 0, 0)}
    assert "<dc:creator>算盘</dc:creator>" in core
    assert "林晓禾" not in core


def test_a_score_says_why_in_its_note() -> None:
    page = read(filled({"project.p1.i4.given": "6", "project.p1.i4.given_reason": "抽查"}))
    note = page.worksheets[0]["H16"].comment.text
    assert "填表人定为6分（按规则得分：8.00）" in note
    assert "理由：抽查" in note


def test_labels_are_broken_between_words() -> None:
    page = read(filled()).worksheets[0]
    assert page["A3"].value == "项目支出\n名称"
    assert page["B13"].value == "产出指标\n（50分）"
    assert page["C24"].value == "可持续\n影响指标"


def test_a_text_higher_than_excels_rows_is_spread_over_several() -> None:
    text = "年度目标已全部完成，群众满意。" * 670
    sheet = filled({"project.p1.goal_actual": text})
    page = read(sheet).worksheets[0]
    heights = [page.row_dimensions[row].height for row in range(1, page.max_row + 1)]
    assert max(heights) <= MAX_ROW
    assert sum(heights) == pytest.approx(sum(row_heights(sheet)), abs=1)
    assert page["F11"].value == text
    merges = {str(area) for area in page.merged_cells.ranges}
    tall = next(area for area in merges if area.startswith("F11:"))
    assert tall != "F11:I11"
    last = int(tall.split(":I")[1])
    assert f"A10:A{last}" in merges
    assert page[f"B{last + 1}"].value == "一级指标"
    assert page.page_setup.fitToHeight == 0


def test_sheets_of_one_name_are_told_apart() -> None:
    sheet = filled()
    names = ["项目[1]:a/b", "项目(1)", "", "X" * 40, "x" * 40, "项目(1)", "'单引号'", "History"]
    book = read(*(replace(sheet, name=name) for name in names))
    made = [name.casefold() for name in book.sheetnames]
    assert len(set(made)) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in made)
    assert book.sheetnames[0] == "项目 1 a b"
    assert book.sheetnames[2] == "表"


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_names_become_sheet_names(wishes: list[str]) -> None:
    made = sheet_names(wishes)
    assert len({name.casefold() for name in made}) == len(wishes)
    assert all(0 < len(name.encode("utf-16-le")) <= 62 for name in made)


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("2023年自评表", "2023年自评表"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ('甲<乙>:"/\\|?*', "甲_乙________"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("COM1 ", "_COM1"),
        ("表\u202excod.exe", "表xcod.exe"),
        ("结尾. . .", "结尾"),
        ("一\r\n二\t三\x00", "一 二 三"),
        ("", "未命名"),
        ("...", "未命名"),
        ("字" * 200, "字" * MAX_FILE_NAME),
    ],
)
def test_file_names(typed: str, made: str) -> None:
    assert file_name(typed) == made


@given(st.text(max_size=100))
def test_any_text_becomes_a_file_name(text: str) -> None:
    made = file_name(text)
    assert made == file_name(made)
    assert 0 < len(made) <= MAX_FILE_NAME + 1
    assert not set(made) & set('<>:"/\\|?*')
    assert made[-1] not in " ."


def _refuse(error: OSError) -> Any:
    def replace_file(*_: object) -> None:
        raise error

    return replace_file


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (PermissionError(errno.EACCES, "used"), "in-use", ("表.xlsx", "关闭后重试", "另存为")),
        (OSError(errno.ENOSPC, "full"), "full", ("表.xlsx", "空间不够")),
        (OSError(errno.EIO, "gone"), "device", ("表.xlsx", "另存为")),
    ],
)
def test_a_file_that_cannot_be_replaced_stays(
    error: OSError,
    kind: str,
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", _refuse(error))
    with pytest.raises(ExportProblem) as caught:
        export_xlsx(path, [filled()])
    assert caught.value.kind == kind
    assert all(word in caught.value.sentence for word in words)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_fills_up_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", _refuse(OSError(errno.ENOSPC, "full")))
    with pytest.raises(ExportProblem) as caught:
        export_xlsx(tmp_path / "表.xlsx", [filled()])
    assert caught.value.kind == "full"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(ExportProblem) as caught:
        export_xlsx(tmp_path / "U盘" / "表.xlsx", [filled()])
    assert caught.value.kind == "missing"


def test_an_export_replaces_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")
    export_xlsx(path, [filled()])
    assert load_workbook(path).sheetnames == ["职业技能培训与公共就业服务专项经费"]
    assert list(tmp_path.iterdir()) == [path]


@given(st.text(max_size=200), st.integers(2, 40))
def test_breaking_loses_nothing(text: str, width: int) -> None:
    flat = text.replace("\n", "")
    assert "".join(broken(text, width, units)).replace("\n", "") == flat
    assert "".join(balanced(text, width, units)).replace("\n", "") == flat


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("年度总体目标", 6, ("年度", "总体", "目标")),
        ("年度总体目标", 8, ("年度总体", "目标")),
        ("服务对象满意度指标", 8, ("服务对象", "满意度", "指标")),
        ("项目资金（万元）", 8, ("项目资金", "（万元）")),
    ],
)
def test_balanced(text: str, width: int, lines: tuple[str, ...]) -> None:
    assert balanced(text, width, units) == lines


def test_no_line_starts_with_closing_punctuation() -> None:
    lines = broken("完成培训1306人次，合格率93.91%，满意。", 15, units)
    assert lines == ("完成培训1306人", "次，合格率", "93.91%，满意。")
