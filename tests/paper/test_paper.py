"""Forms on paper: one A4 page where that can be read, and nothing of a text left out."""

import errno
import io
import os
import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from app.exchange.breaking import units
from app.exchange.problems import ExportProblem
from app.exchange.sheet import FilledSheet, filled_sheet
from app.paper.layout import MARGIN, SMALLEST, Area, Page, height_of, pages
from app.paper.painter import pages as measured_pages
from app.paper.painter import paint
from app.paper.printing import Preview, pdf_bytes, print_pdf, print_to
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


def test_preview_has_a_chinese_title(qtbot: QtBot) -> None:
    dialog = Preview(None, [filled()])
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.windowTitle().startswith("打印预览")


def test_paint_draws_borders_and_text(qtbot: QtBot) -> None:
    page = measured_pages(filled(), A4)[0]
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
