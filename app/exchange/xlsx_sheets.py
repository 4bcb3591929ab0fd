"""Sheets of an .xlsx file, through the part of openpyxl that reads one sheet.

All of openpyxl would make every cell of a merged or a linked range, seventeen thousand million for
a file of a kilobyte, and read each sheet as often as it is listed before it says how many there
are. What is read here is counted first.
"""

import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from app.exchange.plain_sheets import (
    HUGE,
    MAX_FILLED,
    MAX_SHEETS,
    TOO_MANY_SHEETS,
    Area,
    Content,
    Place,
    PlainSheet,
    SheetsProblem,
)
from app.exchange.told import Told
from app.progress import Cancelled, Progress

MAX_UNPACKED = 20_000_000  # bytes of all parts; those of official tables have less than a million
MAX_TAGS = 1_500_000  # in all parts that are read; a cell has four
MAX_TAGS_OF_PART = 400_000  # in one that is no sheet: sixty thousand formats, of Excel's own limit
LAST_ROW = 1_048_576
MAX_MERGED = 20_000  # ranges of a sheet
MAX_COVERED = 3_000_000  # cells under them, as often as they are
UNPACKS = "表格展开后太大。请只留需要的表，另存为 .xlsx 再导入。"
BROKEN = "这个表格打不开，可能已损坏。请用 WPS 或 Excel 打开后另存为 .xlsx 再导入。"


def xlsx_sheets(data: bytes, tell: Progress, name: str, most: int) -> Iterator[PlainSheet]:
    """The first visible sheets, at most so many. Raises SheetsProblem; and Cancelled where `tell`
    does."""
    try:
        tags = _counted(data)
        source = Told(data, tell, name)
        book = ExcelReader(source, read_only=True, data_only=True, keep_links=False)
        book.read_manifest()
        book.read_workbook()
        sheets = _listed(book, tags)
        parts = sheets[:most]
        if sum(tags[part] for _, part in parts) > MAX_TAGS:
            raise SheetsProblem(HUGE)
        source.without(sum(book.archive.getinfo(part).compress_size for _, part in sheets[most:]))
        book.read_strings()
        apply_stylesheet(book.archive, book.wb)
        for title, part in parts:
            yield _sheet(book, title, part)
    except (SheetsProblem, Cancelled):
        raise
    except Exception as error:  # a broken workbook makes openpyxl raise all kinds
        raise SheetsProblem(BROKEN) from error


def _counted(data: bytes) -> dict[str, int]:
    """How many tags each part has. Refuses a file that would fill the memory."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        parts = packed.infolist()
        if sum(one.file_size for one in parts) > MAX_UNPACKED:
            raise SheetsProblem(UNPACKS)
        tags = {one.filename: packed.read(one).count(b"<") for one in parts}
    others = (many for part, many in tags.items() if "sheets/" not in part)
    if max(others, default=0) > MAX_TAGS_OF_PART:
        raise SheetsProblem(HUGE)
    return tags


def _listed(book: Any, tags: dict[str, int]) -> list[tuple[str, str]]:
    """Title and part of each visible sheet."""
    found = [(sheet, rel) for sheet, rel in book.parser.find_sheets() if rel.target in tags]
    found = [(sheet, rel) for sheet, rel in found if "chartsheet" not in rel.Type]
    if len(found) > MAX_SHEETS:
        raise SheetsProblem(TOO_MANY_SHEETS)
    return [(str(one.name), str(rel.target)) for one, rel in found if one.state == "visible"]


class _Parser(WorkSheetParser):  # type: ignore[misc]  # openpyxl has no types
    """Says of a cell without a figure whether a formula stands in it."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["data_type"] = "f"
        return cell


def _sheet(book: Any, title: str, part: str) -> PlainSheet:
    cells: dict[Place, Content] = {}
    blank: set[Place] = set()
    made = book.wb
    with book.archive.open(part) as source:
        parser = _Parser(
            source,
            book.shared_strings,
            data_only=True,
            epoch=made.epoch,
            date_formats=made._date_formats,
            timedelta_formats=made._timedelta_formats,
        )
        for number, row in parser.parse():
            for cell in row if number <= LAST_ROW else ():  # below, no program shows any
                place = (cell["row"], cell["column"])
                value = _content(cell["value"])
                if value is not None:
                    cells[place] = value
                elif cell["data_type"] == "f":
                    blank.add(place)
    if len(cells) > MAX_FILLED:
        raise SheetsProblem(HUGE)
    merged = _merged(parser)
    for place in list(_covered({*cells, *blank}, merged)):
        cells.pop(place, None)
        blank.discard(place)
    ordered = dict(sorted(cells.items()))
    return PlainSheet(title, ordered, merged, frozenset(blank))


def _merged(parser: Any) -> tuple[Area, ...]:
    ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
    if len(ranges) > MAX_MERGED:
        raise SheetsProblem(HUGE)
    bounds = (range_boundaries(one.ref) for one in ranges)
    return tuple((top, left, bottom, right) for left, top, right, bottom in bounds)


def _covered(cells: set[Place], merged: tuple[Area, ...]) -> Iterator[Place]:
    """What stands under a merged range and nobody sees: all but its first cell."""
    places = sorted(cells)
    seen = 0
    for top, left, bottom, right in merged:
        under = range(bisect_left(places, (top, 0)), bisect_right(places, (bottom, right)))
        seen += len(under)
        if seen > MAX_COVERED:
            raise SheetsProblem(HUGE)
        for place in (places[at] for at in under):
            if left <= place[1] <= right and place != (top, left):
                yield place


def _content(value: object) -> Content | None:
    """Numbers exactly as they are written in the file; a blank text is no content."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        number = Decimal(repr(value))
        return number if number.is_finite() else str(value)
    text = str(value)
    return text if text.strip() else None
