"""Sheets of an .xls file, through xlrd: it is plain Python, so that a damaged file can raise and
never end the program, and it gives merged ranges."""

import io
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from app.exchange.plain_sheets import (
    DAMAGED,
    HUGE,
    LOCKED,
    MAX_CELLS,
    MAX_FILLED,
    Content,
    Place,
    PlainSheet,
    SheetsProblem,
)

MAX_SHEETS = 60
_EXACT = 10**15  # whole numbers below are what somebody typed


class _Nowhere(io.TextIOBase):
    """Where xlrd may write its warnings: a windowed program has no console."""

    def write(self, text: str) -> int:
        return len(text)


def xls_sheets(data: bytes) -> tuple[PlainSheet, ...]:
    """The visible sheets of .xls bytes. Raises SheetsProblem."""
    import xlrd  # rarely wanted

    try:
        book = xlrd.open_workbook(
            file_contents=data,
            logfile=_Nowhere(),
            formatting_info=True,  # merged ranges come with it
            on_demand=True,
            ragged_rows=True,  # one cell at the far corner is not sixteen million
            encoding_override="gb18030",  # of files older than Excel 97, which have no Unicode
        )
        return tuple(_sheets(book))
    except SheetsProblem:
        raise
    except Exception as error:  # a broken file makes xlrd raise all kinds
        locked = "encrypted" in str(error)
        raise SheetsProblem(LOCKED if locked else DAMAGED) from error


def _sheets(book: Any) -> Iterator[PlainSheet]:
    if book.nsheets > MAX_SHEETS:
        raise SheetsProblem(f"工作表超过{MAX_SHEETS}张。请只留需要的表，另存为 .xlsx 再导入。")
    seen = filled = 0
    for at in range(book.nsheets):
        sheet = book.sheet_by_index(at)
        seen += sheet.nrows + sum(map(sheet.row_len, range(sheet.nrows)))
        if seen > MAX_CELLS:
            raise SheetsProblem(HUGE)
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
    import xlrd

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
