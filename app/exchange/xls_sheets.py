"""Sheets of an .xls file, through xlrd: it is plain Python, so that a damaged file can raise and
never end the program, and it gives merged ranges.

Its records are counted as they are read: a file may list one sheet a thousand times, and a text
may say that it ends before it begins.
"""

import io
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

import xlrd
from xlrd.biffh import (
    XL_BLANK,
    XL_BOOLERR,
    XL_COLINFO,
    XL_CONTINUE,
    XL_FORMULA,
    XL_LABEL,
    XL_LABELSST,
    XL_MERGEDCELLS,
    XL_MULBLANK,
    XL_MULRK,
    XL_NUMBER,
    XL_RK,
    XL_ROW,
    XL_WORKBOOK_GLOBALS,
    XL_XF,
)
from xlrd.book import SUPPORTED_VERSIONS, Book
from xlrd.compdoc import SIGNATURE, CompDoc, CompDocError

from app.exchange.plain_sheets import (
    DAMAGED,
    HUGE,
    LOCKED,
    MAX_CELLS,
    MAX_FILLED,
    MAX_SHEETS,
    TOO_MANY_SHEETS,
    Content,
    Place,
    PlainSheet,
    SheetsProblem,
)
from app.exchange.xls_texts import shared_texts

_EXACT = 10**15  # whole numbers below are what somebody typed
# kind of record -> bytes of each cell, or range of cells, in it
_SMALLEST = {XL_MULBLANK: 2, XL_MULRK: 6, XL_MERGEDCELLS: 8}
_MANY = 10_000  # bytes: more than any record has
_CELLS = (XL_BLANK, XL_BOOLERR, XL_FORMULA, XL_LABEL, XL_LABELSST, XL_NUMBER, XL_RK, XL_ROW)
# kind of record -> as many cells take the time of one; of the others ten
_COSTS = {**dict.fromkeys((*_CELLS, *_SMALLEST), 1), XL_XF: 100, XL_COLINFO: 100}


class _Nowhere(io.TextIOBase):
    """Where xlrd may write its warnings: a windowed program has no console."""

    def write(self, text: str) -> int:
        return len(text)


class _Book(Book):  # type: ignore[misc]  # xlrd has no types
    """A book that raises SheetsProblem where it gives too many records or cells; names and links
    to other books, of which nothing is wanted, are passed over."""

    budget = MAX_CELLS

    def get_record_parts(self) -> tuple[int, int, bytes]:
        code, length, data = super().get_record_parts()
        self._spend(_COSTS.get(code, 10) + len(data) // _SMALLEST.get(code, _MANY))
        return code, length, data

    def get_record_parts_conditional(self, wanted: int) -> tuple[int | None, int, bytes]:
        code, length, data = super().get_record_parts_conditional(wanted)
        self._spend(1)
        return code, length, data

    def _spend(self, cells: int) -> None:
        self.budget -= cells
        if self.budget < 0:
            raise SheetsProblem(HUGE)

    def handle_sst(self, data: bytes) -> None:
        """The texts of all cells, which follow in records of their own."""
        blocks = [data]
        while (found := self.get_record_parts_conditional(XL_CONTINUE))[0] is not None:
            blocks.append(found[2])
        self._sharedstrings = list(shared_texts(blocks))

    def handle_name(self, data: bytes) -> None:
        pass

    handle_externname = handle_externsheet = handle_supbook = handle_name


class _Streams(CompDoc):  # type: ignore[misc]  # xlrd has no types
    """What is in the file, which is a file system of its own. Small parts are followed from piece
    to piece without a look at whether they come back to where they were; here they are."""

    def _get_stream(
        self,
        mem: bytes,
        base: int,
        sat: list[int],
        sec_size: int,
        start_sid: int,
        *more: Any,
        **named: Any,
    ) -> bytes:
        seen, at = set(), start_sid
        while 0 <= at < len(sat):
            if at in seen:
                raise CompDocError("a part of the file comes back to itself")
            seen.add(at)
            at = sat[at]
        found: bytes = super()._get_stream(mem, base, sat, sec_size, start_sid, *more, **named)
        return found


def xls_sheets(data: bytes) -> tuple[PlainSheet, ...]:
    """The visible sheets of .xls bytes. Raises SheetsProblem."""
    try:
        return tuple(_sheets(_opened(data)))
    except SheetsProblem:
        raise
    except Exception as error:  # a broken file makes xlrd raise all kinds
        locked = "encrypted" in str(error)
        raise SheetsProblem(LOCKED if locked else DAMAGED) from error


def _opened(data: bytes) -> _Book:
    """As xlrd.open_workbook() does it."""
    if data.startswith(SIGNATURE):
        data = _workbook(data)
    book = _Book()
    book.biff2_8_load(
        file_contents=data,
        logfile=_Nowhere(),
        formatting_info=True,  # merged ranges come with it
        on_demand=True,
        ragged_rows=True,  # one cell at the far corner is not sixteen million
        encoding_override="gb18030",  # of files older than Excel 97, which have no Unicode
    )
    book.biff_version = book.getbof(XL_WORKBOOK_GLOBALS)
    if book.biff_version not in SUPPORTED_VERSIONS:
        raise SheetsProblem(DAMAGED)
    if book.biff_version > 45:
        book.parse_globals()
        book._sheet_list = [None for _ in book._sheet_names]
    else:
        book.on_demand = False
        if book.biff_version == 45:
            book.parse_globals()
        else:
            book.fake_globals_get_sheet()
    book.nsheets = len(book._sheet_list)
    return book


def _workbook(data: bytes) -> bytes:
    """The part of a file that is the workbook."""
    streams = _Streams(data, logfile=_Nowhere())
    for name in ("Workbook", "Book"):
        found, base, length = streams.locate_named_stream(name)
        if found:
            part: bytes = found[base : base + length]
            return part
    raise SheetsProblem(DAMAGED)


def _sheets(book: Any) -> Iterator[PlainSheet]:
    if book.nsheets > MAX_SHEETS:
        raise SheetsProblem(TOO_MANY_SHEETS)
    filled = 0
    for at in range(book.nsheets):
        sheet = book.sheet_by_index(at)
        if sheet.visibility == 0:
            merged = tuple(
                (top + 1, left + 1, bottom, right)
                for top, bottom, left, right in sheet.merged_cells
                if top < bottom and left < right
            )
            cells = dict(islice(_cells(book, sheet), MAX_FILLED + 1))
            filled += len(cells)
            if filled > MAX_FILLED:
                raise SheetsProblem(HUGE)
            yield PlainSheet(str(sheet.name), cells, merged)
        book.unload_sheet(at)


def _cells(book: Any, sheet: Any) -> Iterator[tuple[Place, Content]]:
    for row in filter(sheet.row_len, range(sheet.nrows)):
        kinds = sheet.row_types(row)
        values = sheet.row_values(row)
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            found = _content(book, kind, value)
            if found is not None:
                yield (row + 1, column + 1), found


def _content(book: Any, kind: int, value: Any) -> Content | None:
    match kind:
        case xlrd.XL_CELL_TEXT:
            return value if value.strip() else None
        case xlrd.XL_CELL_NUMBER:
            whole = value.is_integer() and abs(value) < _EXACT  # every number is a float in .xls
            return Decimal(int(value)) if whole else Decimal(repr(value))
        case xlrd.XL_CELL_DATE:
            try:
                return str(xlrd.xldate_as_datetime(value, book.datemode))
            except (ValueError, OverflowError):
                return Decimal(repr(value))
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(value, "#N/A"))
        case _:
            return None
