"""Filled sheets → an Excel workbook: values and no formulas, one A4 page where that is readable.

Two exports of the same sheets are the same bytes: dates are fixed, names of persons are not kept.
"""

import io
import math
import zipfile
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from app.exchange.boxes import BORDERLESS, NUMERIC, Box, FilledSheet, Spot
from app.exchange.breaking import balanced, broken, units
from app.exchange.names import sheet_names
from app.exchange.problems import write_file
from app.progress import Progress, unwatched

__all__ = ["export_xlsx", "workbook_bytes"]

MAX_ROW = 409.0  # points; Excel makes no row higher
SIZE = 12.0  # points; the page's width prints it at seven tenths
LINE = 1.3  # height of a line of 宋体 in its own size, as Excel and WPS set it
ROOM = 6.0  # points above and below the lines together
TIGHT = 0.95  # other zooms and printers measure text a little wider: there is room for that
LOWEST = 24.0
TALL = 72.0
HEIGHTS = {"title": 40.0, "subtitle": 24.0, "foot": 26.0, "corner": 24.0}
PADDING = 6  # pixels of a cell that text cannot use
MARGIN = 15 / 25.4  # inches
PAPER = (510.0, 757.0)  # points between the margins of an A4 page
READABLE = 7.0  # points: on one page as long as no letters come out smaller
FIXED_DATE = datetime(2020, 1, 1)
_ZIP_DATE = (2020, 1, 1, 0, 0, 0)

_THIN = Side(style="thin", color="FF000000")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SIZES = {"title": 20.0, "label": 11.0, "remark": 11.0}
_CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)
_ALIGNMENTS = {
    "amount": Alignment(horizontal="right", vertical="center", shrink_to_fit=True, indent=1),
    "percent": Alignment(horizontal="center", vertical="center", shrink_to_fit=True),
    "weight": Alignment(horizontal="center", vertical="center", shrink_to_fit=True),
    "score": Alignment(horizontal="center", vertical="center", shrink_to_fit=True),
    "text": _LEFT,
    "longtext": _LEFT,
    "label-left": _LEFT,
    "foot": _LEFT,
    "corner": Alignment(horizontal="right", vertical="center"),  # runs out to the left
    "remark": _TOP,
}


class _DatedZip(zipfile.ZipFile):
    """A zip file whose parts all have the same date."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        part = zipfile.ZipInfo(str(zinfo_or_arcname), _ZIP_DATE)
        part.compress_type = zipfile.ZIP_DEFLATED
        super().writestr(part, data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        self.writestr(arcname or filename, Path(filename).read_bytes())


class _Writer(ExcelWriter):  # type: ignore[misc]  # openpyxl has no types
    """Tells each sheet before it is packed, which takes a third of the whole time."""

    def __init__(self, book: Workbook, archive: zipfile.ZipFile, tell: Progress) -> None:
        super().__init__(book, archive)
        self._tell = tell
        self._packed = 0

    def write_worksheet(self, sheet: Worksheet) -> None:
        count = len(self.workbook.worksheets)
        self._tell(count + self._packed, 2 * count, sheet.title)
        self._packed += 1
        super().write_worksheet(sheet)


def export_xlsx(path: Path, sheets: Sequence[FilledSheet], tell: Progress = unwatched) -> None:
    """Write the sheets as one workbook. Raises ExportProblem; the old file then stays, as it does
    where `tell` stops it."""
    write_file(path, workbook_bytes(sheets, tell))


def workbook_bytes(sheets: Sequence[FilledSheet], tell: Progress = unwatched) -> bytes:
    """The sheets as the bytes of an .xlsx file; at least one sheet is needed."""
    book = Workbook()
    book.remove(book.active)
    names = sheet_names(sheet.name for sheet in sheets)
    for at, (name, sheet) in enumerate(zip(names, sheets, strict=True)):
        tell(at, 2 * len(sheets), name)
        _write(book.create_sheet(name), sheet)
    book.properties.creator = "算盘"
    book.properties.title = sheets[0].title if len(sheets) == 1 else None
    book.properties.created = book.properties.modified = FIXED_DATE
    out = io.BytesIO()
    _Writer(book, _DatedZip(out, "w", zipfile.ZIP_DEFLATED), tell).save()
    return out.getvalue()


def _write(target: Worksheet, sheet: FilledSheet) -> None:
    heights = row_heights(sheet)
    parts = [_parts(height) for height in heights]
    starts = [1, *(1 + n for n in accumulate(len(part) for part in parts))]
    for at, width in enumerate(sheet.widths, 1):
        target.column_dimensions[get_column_letter(at)].width = float(width)
    for at, height in enumerate((height for part in parts for height in part), 1):
        target.row_dimensions[at].height = height
    for box in sheet.boxes:
        first = (starts[box.first[0] - 1], box.first[1])
        last = (starts[box.last[0]] - 1, box.last[1])
        _write_box(target, sheet, box, first, last)
    _page(target, sheet, heights, starts)


def _parts(height: float) -> list[float]:
    """One row, or as many as Excel needs for it; the boxes in it are then merged over them."""
    count = int(-(-height // MAX_ROW))
    return [round(height / count, 2)] * count


def _write_box(target: Worksheet, sheet: FilledSheet, box: Box, first: Spot, last: Spot) -> None:
    if first != last:
        target.merge_cells(None, *first, *last)
    if box.style not in BORDERLESS:
        for row in range(first[0], last[0] + 1):
            for column in range(first[1], last[1] + 1):
                target.cell(row, column).border = _GRID
    cell = target.cell(*first)
    cell.font = _font(box.style == "title", _size(box))
    cell.alignment = _ALIGNMENTS.get(box.style, _CENTER)
    if _needed(sheet, box) > MAX_ROW:  # it may go on over several pages
        cell.alignment = _TOP
    if box.number is not None:
        cell.value = box.number
        cell.number_format = _number_format(box)
    elif box.text:
        cell.value = _lines(sheet, box)
        cell.data_type = "s"  # "=1+1" and "#N/A" are what somebody typed
        cell.quotePrefix = box.text[0] in "=+-@"
        if box.style in NUMERIC:
            cell.alignment = _CENTER
    if box.note:
        cell.comment = Comment(box.note, "算盘", width=360, height=24 + 20 * _note_lines(box.note))


def _number_format(box: Box) -> str:
    """As many places as the text has, and its signs, so that Excel shows the same."""
    digits = len(box.text.rstrip("%").partition(".")[2])
    whole = "#,##0" if box.style == "amount" or "," in box.text else "0"
    return f"{whole}{'.' if digits else ''}{'0' * digits}{'%' if box.text.endswith('%') else ''}"


def _note_lines(note: str) -> int:
    return len(broken(note, 44, units))


def _lines(sheet: FilledSheet, box: Box) -> str:
    """A label that needs several lines is broken between its words, not where Excel would."""
    if box.style != "label":
        return box.text
    return "\n".join(balanced(box.text, _room(sheet, box), units))


@lru_cache
def _font(title: bool, size: float) -> Font:
    return Font(name="黑体" if title else "宋体", size=size, bold=title)


def _size(box: Box) -> float:
    return _SIZES.get(box.style, SIZE)


def _room(sheet: FilledSheet, box: Box) -> float:
    """What a line of a box holds, in half Chinese characters (whole pixels at 96 dpi)."""
    widths = sheet.widths[box.first[1] - 1 : box.last[1]]
    pixels = sum(int(width * 7 + 5) for width in widths) - PADDING
    return max(2.0, 2 * pixels / math.ceil(_size(box) * 96 / 72))


def row_heights(sheet: FilledSheet) -> list[float]:
    """Heights in points at which nothing is cut, estimated from the widths of the texts."""
    heights = [LOWEST] * sheet.rows
    for row in sheet.tall:
        heights[row - 1] = TALL
    for box in sorted(sheet.boxes, key=lambda box: box.last[0] - box.first[0]):
        rows = range(box.first[0] - 1, box.last[0])
        lacking = _needed(sheet, box) - sum(heights[row] for row in rows)
        if lacking > 0:
            for row in rows:
                heights[row] += lacking / len(rows)
    return heights


def _needed(sheet: FilledSheet, box: Box) -> float:
    if box.style in NUMERIC and box.number is not None:
        return LOWEST
    if box.style == "corner":
        return HEIGHTS["corner"]
    lines = len(broken(_lines(sheet, box), _room(sheet, box) * TIGHT, units))
    return max(HEIGHTS.get(box.style, LOWEST), lines * LINE * _size(box) + ROOM)


def _across(sheet: FilledSheet) -> int:
    """How many pages side by side keep the letters readable."""
    wide = sum(int(width * 7 + 5) for width in sheet.widths) * 0.75
    paper = PAPER[1] if sheet.landscape else PAPER[0]
    return max(1, math.ceil(wide * READABLE / (SIZE * paper)))


def _page(target: Worksheet, sheet: FilledSheet, heights: list[float], starts: list[int]) -> None:
    down = PAPER[0] if sheet.landscape else PAPER[1]
    long = sum(heights) > down * min(_SIZES.values()) / READABLE
    setup = target.page_setup
    setup.orientation = "landscape" if sheet.landscape else "portrait"
    setup.paperSize = "9"
    target.sheet_properties.pageSetUpPr.fitToPage = True
    setup.fitToWidth, setup.fitToHeight = _across(sheet), 0 if long else 1
    if sheet.labels and setup.fitToWidth > 1:
        target.print_title_cols = f"A:{get_column_letter(sheet.labels)}"
    target.print_options.horizontalCentered = True
    margins = target.page_margins
    margins.left = margins.right = margins.top = margins.bottom = MARGIN
    margins.header = margins.footer = MARGIN / 2
    target.print_area = f"A1:{get_column_letter(len(sheet.widths))}{starts[-1] - 1}"
    target.sheet_view.showGridLines = False
    if long:
        target.oddFooter.center.text = "第 &P 页 共 &N 页"
    if long and sheet.heading:
        first, last = starts[sheet.heading.first - 1], starts[sheet.heading.last] - 1
        target.print_title_rows = f"{first}:{last}"
