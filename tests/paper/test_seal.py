"""Where a form is sealed or signed by hand, nothing else is printed.

Of the shipped forms one has a place for the seal, 四川 2023 beside 实施单位: the seal goes over the
unit's name there, as on every official paper. On all forms it may also go below the last row.
"""

import io
import re

from openpyxl import load_workbook

from app.exchange.boxes import Box, FilledSheet
from app.exchange.xlsx import workbook_bytes
from app.paper.layout import Page, height_of
from tests.exchange.test_every_sheet import FORMS, each_form
from tests.paper.test_every_form import sheets

MARK = re.compile("盖章|签章|公章")
SEALED = {("sichuan-2023", "project")}
UNIT = "云岭县就业服务中心"
TINY = 1e-6


def marks(sheet: FilledSheet) -> list[Box]:
    return [box for box in sheet.boxes if MARK.search(box.text)]


def beside(sheet: FilledSheet, mark: Box) -> Box:
    """The cell to the right of a mark."""
    right = (mark.first[0], mark.last[1] + 1)
    return next(box for box in sheet.boxes if box.first == right)


def test_the_forms_with_a_place_for_the_seal_are_known() -> None:
    found = {
        (scheme, form)
        for scheme, form in FORMS
        if any(marks(sheet) for sheet, _ in sheets(scheme, form))
    }
    assert found == SEALED


@each_form
def test_only_the_name_of_the_unit_stands_where_the_seal_goes(scheme_id: str, form_id: str) -> None:
    for sheet, made in sheets(scheme_id, form_id):
        for mark in marks(sheet):
            assert MARK.sub("", mark.text) == "实施单位（）"
            place = beside(sheet, mark)
            assert place.text == "" or place.text.startswith(("实施单位", UNIT))
            assert not place.note
            if place.text:  # on paper: on lines of its own, inside of its cell
                there = [a for a in made[0].areas if "".join(a.lines) == place.text]
                assert there
                assert height_of(len(there[0].lines), there[0].size) <= there[0].height + 0.01
            book = load_workbook(io.BytesIO(workbook_bytes([sheet]))).worksheets[0]
            rows = book.iter_rows(*rows_and_columns(place), values_only=True)
            assert [one for row in rows for one in row if one] == list(filter(None, [place.text]))


def rows_and_columns(box: Box) -> tuple[int, int, int, int]:
    return box.first[0], box.last[0], box.first[1], box.last[1]


def last_row(page: Page) -> float:
    return max(area.y + area.height for area in page.areas if area.border)


@each_form
def test_nothing_but_signatures_and_the_page_number_stands_below(
    scheme_id: str, form_id: str
) -> None:
    for sheet, made in sheets(scheme_id, form_id):
        below = {
            box.text for box in sheet.boxes if box.style in {"foot", "remark"} and box.first[0] > 2
        }
        for page in made:
            if not any(area.border for area in page.areas):
                continue
            for area in page.areas:
                text = "".join(area.lines)
                if not area.border and text and area.y > last_row(page) - TINY:
                    page_number = re.fullmatch(r"第 \d+ 页 共 \d+ 页", text)
                    assert page_number or any(text in one.replace("\n", "") for one in below), text
