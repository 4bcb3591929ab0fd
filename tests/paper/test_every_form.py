"""Every form of every shipped scheme on paper: all of it, inside the margins, from 7 pt on."""

from functools import cache

from app.exchange.boxes import NUMERIC, FilledSheet
from app.exchange.breaking import units
from app.exchange.sheet import filled_sheet
from app.paper.layout import MARGIN, POINT, SMALLEST, Area, Page, height_of, pages
from tests.exchange.test_every_sheet import blank, each_form, full, last

A4 = (210.0, 297.0)
TINY = 1e-6


def em(char: str, bold: bool) -> float:
    return units(char) / 2


@cache
def sheets(scheme_id: str, form_id: str) -> tuple[tuple[FilledSheet, tuple[Page, ...]], ...]:
    """The form filled with short texts, with long ones, and blank, laid out on A4."""
    reports = (full(scheme_id), full(scheme_id, long=True), blank(scheme_id))
    made = [filled_sheet(report, last(report, form_id)) for report in reports]
    return tuple((sheet, pages(sheet, A4, em)) for sheet in made)


def needed(area: Area) -> float:
    return height_of(len(area.lines), area.size) if any(area.lines) else 0.0


@each_form
def test_the_form_fits_its_paper(scheme_id: str, form_id: str) -> None:
    for sheet, made in sheets(scheme_id, form_id):
        width, height = reversed(A4) if sheet.landscape else A4
        for page in made:
            assert (page.width, page.height) == (width, height)
            for area in (area for area in page.areas if area.border):
                assert area.x >= MARGIN - TINY
                assert area.y >= MARGIN - TINY
                assert area.x + area.width <= width - MARGIN + TINY
                assert area.y + area.height <= height - MARGIN + TINY


@each_form
def test_letters_fit_their_cells_and_can_be_read(scheme_id: str, form_id: str) -> None:
    for sheet, made in sheets(scheme_id, form_id):
        figures = {
            box.text for box in sheet.boxes if box.style in NUMERIC and box.number is not None
        }
        for page in made:
            for area in page.areas:
                assert needed(area) <= area.height + 0.01, area
                for line in area.lines:
                    wide = sum(em(char, area.bold) for char in line.rstrip()) * area.size
                    assert wide <= area.width, line
                if not set(area.lines) & figures:
                    assert area.size >= SMALLEST * POINT - TINY, area


@each_form
def test_no_text_is_left_out_or_said_twice(scheme_id: str, form_id: str) -> None:
    for sheet, made in sheets(scheme_id, form_id):
        said = "".join("".join(area.lines) for page in made for area in page.areas)
        for box in sheet.boxes:
            for line in box.text.split("\n"):
                assert line in said, line
        for text in (box.text for box in sheet.boxes if box.style in {"text", "longtext"}):
            if len(text) > 4:
                assert said.count(text) == sum(text in box.text for box in sheet.boxes), text
