"""Forms on paper: one A4 page where that can be read, and nothing of a text left out."""

import errno
import io
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from app.exchange.breaking import units
from app.exchange.problems import ExportProblem
from app.exchange.sheet import FilledSheet, filled_sheet
from app.paper.layout import MARGIN, SMALLEST, Area, Page, height_of, pages
from app.paper.painter import pages as measured_pages
from app.paper.painter import paint
from app.paper.printing import pdf_bytes, prepare, print_pages, print_pdf, title_of
from app.paper.settings import USUAL
from tests.golden.forms import project, report, sample_entries

A4 = (210.0, 297.0)
LONG = "".join(f"第{number}条目标已完成；" for number in range(1, 1001))


def filled(changes: dict[str, str] | None = None) -> FilledSheet:
    return filled_sheet(*project(changes))


def em(char: str, bold: bool) -> float:
    return units(char) / 2


def texts(page: Page) -> str:
    return "".join("".join(area.lines) for area in page.areas)


def inside(area: Area) -> bool:
    return area.y >= MARGIN - 0.01 and area.y + area.height <= A4[1] - MARGIN + 0.01


def test_a_normal_form_fits_one_page() -> None:
    (page,) = pages(filled(), A4, em)
    assert all(inside(area) for area in page.areas)
    assert "第 1 页" not in texts(page)


def test_no_text_is_higher_or_wider_than_its_cell() -> None:
    made = report(sample_entries())
    for form in made.forms:
        for page in pages(filled_sheet(made, form), A4, em):
            for area in page.areas:
                lines = area.lines if any(area.lines) else ()
                assert not lines or height_of(len(lines), area.size) <= area.height + 0.01
                for line in lines:
                    wide = sum(em(char, area.bold) for char in line.rstrip()) * area.size
                    assert wide <= area.width, line


def test_a_fuller_form_is_set_smaller_and_stays_on_one_page() -> None:
    sheet = filled({"project.p1.goal_actual": "完成了全部年度目标，效果良好。" * 30})
    (page,) = pages(sheet, A4, em)
    size = next(area.size for area in page.areas if area.lines[0].startswith("完成了"))
    assert SMALLEST * 25.4 / 72 <= size < 10.5 * 25.4 / 72


def test_a_text_longer_than_a_page_goes_on_over_the_next_ones() -> None:
    made = pages(filled({"project.p1.goal_actual": LONG}), A4, em)
    assert len(made) > 2
    goal = [
        line
        for page in made
        for area in page.areas
        if area.border and area.x > 100 and area.width > 60
        for line in area.lines
    ]
    assert LONG in "".join(goal)
    assert all(inside(area) for page in made for area in page.areas if area.border)
    assert f"第 2 页 共 {len(made)} 页" in texts(made[1])


def test_a_number_stands_once_though_its_row_is_broken() -> None:
    made = pages(filled({"project.p1.i1.reason": LONG[:9000]}), A4, em)
    scores = [a for page in made for a in page.areas if a.lines == ("9.33",)]
    assert len(scores) == 1
    # while the headings are repeated on each page
    headings = [page for page in made if "数量指标" in texts(page).replace("\n", "")]
    assert len(headings) > 2


def across(changes: dict[str, str] | None = None) -> FilledSheet:
    return replace(filled(changes), landscape=True)


def test_a_form_that_lies_across_has_the_paper_turned() -> None:
    made = pages(across(), A4, em)
    assert {(page.width, page.height) for page in made} == {(297.0, 210.0)}
    for page in made:
        for area in page.areas:
            if area.border:
                assert area.x >= MARGIN - 0.01
                assert area.x + area.width <= 297 - MARGIN + 0.01
                assert area.y + area.height <= 210 - MARGIN + 0.01
    assert pages(across(), (297.0, 210.0), em) == made


def test_titles_of_columns_are_said_on_every_page_of_the_indicators() -> None:
    reasons = {f"project.p1.i{at}.reason": "已安排下年提前组织，" * 12 for at in range(1, 13)}
    made = pages(across(reasons), A4, em)
    assert len(made) > 2
    for page in made:
        rows = [area for area in page.areas if area.lines and "指标" in "".join(area.lines)]
        titles = [area for area in page.areas if area.lines == ("三级指标",)]
        assert len(titles) == 1 or not rows
    # no row of the table is said twice, and none is left out
    lines = [line for page in made for area in page.areas for line in area.lines]
    for name in ("补贴性职业技能培训人数", "参训人员和招聘企业满意度", "93.91%"):
        assert sum(name in line for line in lines) == 1, name


def test_titles_are_said_with_what_they_head_only() -> None:
    made = pages(filled({"project.p1.goal_actual": LONG}), A4, em)
    assert "三级指标" not in texts(made[1])  # the goal goes on there, above the indicators
    long = filled()
    foot = max(long.boxes, key=lambda box: box.first)
    more = replace(foot, style="longtext", text=LONG)  # and here the last row does, below them
    boxes = tuple(more if box == foot else box for box in long.boxes)
    made = pages(replace(long, boxes=boxes), A4, em)
    assert len(made) > 2
    assert "三级指标" not in texts(made[-1])


def test_no_letters_are_smaller_than_7_points_on_a_full_page() -> None:
    sizes = set()
    for sentences in range(20, 140, 4):
        made = pages(
            filled({"project.p1.goal_actual": "目标已经完成，效果良好。" * sentences}), A4, em
        )
        words = [
            a.size for page in made for a in page.areas if any(c >= "一" for c in "".join(a.lines))
        ]
        assert min(words) >= SMALLEST * 25.4 / 72 - 1e-6
        sizes |= {size for size in words if len(made) == 1}
    assert min(sizes) < (SMALLEST + 0.3) * 25.4 / 72  # there was a page that called for it


def test_pdf_lies_as_each_form_does(qtbot: QtBot) -> None:
    reader = PdfReader(io.BytesIO(pdf_bytes([across(), filled(), across()])))
    sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages]
    upright = [size for size in sizes if size == (595, 842)]
    assert len(upright) == 1
    assert set(sizes) == {(595, 842), (842, 595)}
    for page in reader.pages:
        right = max(x for x, _ in spots(page))
        assert float(page.mediabox.width) * 0.8 < right < float(page.mediabox.width)


def spots(page: PageObject) -> list[tuple[float, float]]:
    """Where texts begin on a page of a PDF, in points from its lower left."""
    found: list[tuple[float, float]] = []

    def visit(text: str, matrix: list[float], letters: list[float], *_: object) -> None:
        if text.strip():
            x, y = letters[4], letters[5]
            found.append(
                (
                    x * matrix[0] + y * matrix[2] + matrix[4],
                    x * matrix[1] + y * matrix[3] + matrix[5],
                )
            )

    page.extract_text(visitor_text=visit)
    return found


def print_to(printer: QPrinter, sheets: list[FilledSheet]) -> None:
    print_pages(printer, [page for sheet in sheets for page in measured_pages(sheet)], "表")


def test_paper_that_stands_upright_has_a_wide_form_turned(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    print_to(printer, [across()])
    page = PdfReader(path).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    # all of it is on the paper, and the long side of the form runs down the long side of the paper
    found = spots(page)
    assert all(0 < x < 595 and 0 < y < 842 for x, y in found)
    assert max(y for _, y in found) - min(y for _, y in found) > 595


def test_paper_lies_across_where_all_forms_do(qtbot: QtBot) -> None:
    for sheets, orientation in (
        ([across()], QPageLayout.Orientation.Landscape),
        ([across(), filled()], QPageLayout.Orientation.Portrait),
    ):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        made = [page for sheet in sheets for page in measured_pages(sheet)]
        prepare(printer, replace(USUAL, copies=3), made)
        assert printer.pageLayout().orientation() == orientation
        assert printer.copyCount() == 3


def test_several_forms_have_one_name() -> None:
    assert title_of([filled()]).startswith("项目支出绩效自评表 ")
    assert title_of([filled(), filled()]) == "绩效自评表（2张）"


def test_pdf_is_one_a4_page_with_the_right_characters(qtbot: QtBot) -> None:
    reader = PdfReader(io.BytesIO(pdf_bytes([filled()])))
    (page,) = reader.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    text = page.extract_text()
    for words in ("职业技能培训与公共就业服务专项经费", "1,088.50", "96.32", "林晓禾"):
        assert words in text
    assert reader.metadata is not None
    assert reader.metadata.title == "项目支出绩效自评表 职业技能培训与公共就业服务专项经费"


def test_pdf_holds_all_of_a_long_goal(qtbot: QtBot) -> None:
    reader = PdfReader(io.BytesIO(pdf_bytes([filled({"project.p1.goal_actual": LONG})])))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    text = re.sub("第 . 页 共 . 页(年度总体目标)?", "", text)  # a sentence may go on over the page
    assert len(reader.pages) > 2
    assert all(f"第{number}条" in text for number in range(1, 1001))


def test_several_forms_are_one_file(tmp_path: Path, qtbot: QtBot) -> None:
    made = report(sample_entries())
    sheets = [filled_sheet(made, form) for form in made.forms]
    path = tmp_path / "自评表.pdf"
    print_pdf(path, sheets)
    assert len(PdfReader(path).pages) == len(sheets)
    assert list(tmp_path.iterdir()) == [path]


def test_a_pdf_open_elsewhere_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "used")

    path = tmp_path / "自评表.pdf"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(ExportProblem, match=r"自评表\.pdf"):
        print_pdf(path, [filled()])
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_printer_prints_what_the_pdf_shows(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    print_to(printer, [filled(), filled()])
    reader = PdfReader(path)
    assert len(reader.pages) == 2
    direct = PdfReader(io.BytesIO(pdf_bytes([filled()])))
    assert reader.pages[0].extract_text() == direct.pages[0].extract_text()


def test_a_printer_that_does_not_answer(tmp_path: Path, qtbot: QtBot) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "x.pdf"))
    with pytest.raises(ExportProblem, match="打印机没有应答"):
        print_to(printer, [filled()])


def test_paint_draws_borders_and_text(qtbot: QtBot) -> None:
    page = measured_pages(filled())[0]
    image = QImage(840, 1188, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    paint(painter, page, 4.0)
    painter.end()
    title = next(area for area in page.areas if "绩效自评表" in area.lines[0])
    table = next(area for area in page.areas if area.border)
    inked = [
        image.pixelColor(x, y).lightness() < 128
        for x in range(840)
        for y in range(int(title.y * 4), int((title.y + title.height) * 4))
    ]
    assert sum(inked) > 500
    assert image.pixelColor(int(table.x * 4), int((table.y + 3) * 4)).lightness() < 128
