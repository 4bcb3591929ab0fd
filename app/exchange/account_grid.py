"""A workbook of official tables as plain cells, cut into the tables that it holds.

Every sheet may hold one table, or several below each other; names of sheets mean nothing.
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from app.exchange.plain_sheets import (
    Area,
    Content,
    Place,
    PlainSheet,
    SheetsProblem,
    plain_sheets,
)
from app.exchange.told import Told
from app.progress import Cancelled, Progress, unwatched

__all__ = ["AccountImportProblem", "Content", "Grid", "Place", "cell_name", "read_grids"]

MAX_BYTES = 10_000_000  # of the file
MAX_UNPACKED = 20_000_000  # of the parts that hold cells; nine tables are far below one million
MAX_SHEETS = 60
MAX_ROWS, MAX_COLUMNS = 3_000, 60  # of one sheet, as far as cells hold something
NOTHING = "没有导入任何数字。"


class AccountImportProblem(Exception):
    """Why a workbook was not read at all; nothing was changed."""

    def __init__(self, sentence: str) -> None:
        self.sentence = f"{sentence}{NOTHING}"
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Grid:
    """A sheet, or the part of it from a title to the next. `spread` are cells of merged ranges with
    what stands in their first one; `blank` are formulas without a figure."""

    name: str
    cells: Mapping[Place, Content]
    spread: Mapping[Place, Content] = field(default_factory=dict)
    blank: frozenset[Place] = frozenset()

    @property
    def rows(self) -> range:
        numbers = [row for row, _ in self.cells]
        return range(min(numbers, default=1), max(numbers, default=0) + 1)

    @property
    def columns(self) -> range:
        return range(1, max((column for _, column in self.cells), default=0) + 1)

    def text(self, row: int, column: int, *, merged: bool = False) -> str:
        """The cell's text without any spaces; of a merged range in all of its cells if wanted."""
        found = self.cells.get((row, column), "")
        if merged and found == "":
            found = self.spread.get((row, column), "")
        return "".join(str(found).split())

    def part(self, first: int, end: int) -> "Grid":
        """The rows from `first` up to `end`, that one not included."""

        def inside(cells: Mapping[Place, Content]) -> dict[Place, Content]:
            return {place: one for place, one in cells.items() if first <= place[0] < end}

        blank = frozenset(place for place in self.blank if first <= place[0] < end)
        return Grid(self.name, inside(self.cells), inside(self.spread), blank)


def cell_name(place: Place) -> str:
    """The place as a person calls it: D12."""
    row, column = place
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def read_grids(path: Path, tell: Progress = unwatched) -> tuple[Grid, ...]:
    """The visible sheets of an .xlsx file, of an .xls file, or of what goes by that name.

    Raises AccountImportProblem; and Cancelled where `tell` does.
    """
    data = _bytes(path)
    if data.startswith(b"PK\x03\x04"):
        return tuple(_grids(data, path.name, tell))
    try:
        sheets = plain_sheets(data, path.suffix)
    except SheetsProblem as problem:
        raise AccountImportProblem(problem.sentence) from problem
    if sheets is None:
        sentence = "这不是 .xlsx 或 .xls 表格。请用 WPS 或 Excel 另存为 .xlsx 后再导入。"
        raise AccountImportProblem(sentence)
    return tuple(_bounded(sheet) for sheet in sheets)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        sentence = f"读不了这个文件：{path}。请看文件还在不在、是否被别的程序占用。"
        raise AccountImportProblem(sentence) from error
    if len(data) > MAX_BYTES:
        sentence = f"文件超过{MAX_BYTES // 1_000_000}MB，不像决算公开表。请只留决算表再导入。"
        raise AccountImportProblem(sentence)
    return data


def _grids(data: bytes, name: str, tell: Progress) -> Iterator[Grid]:
    from openpyxl import load_workbook  # slow to load, and rarely wanted

    try:
        formulas = _checked(data)
        times = 2 if formulas else 1
        book = load_workbook(Told(data, tell, name, times), data_only=True)
        behind = load_workbook(Told(data, tell, name, times, 1)) if formulas else None
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
        if len(sheets) > MAX_SHEETS:
            raise AccountImportProblem(f"工作表超过{MAX_SHEETS}张，不像决算公开表。")
        for sheet in sheets:
            yield _grid(sheet, behind[sheet.title] if behind else None)
    except (AccountImportProblem, Cancelled):
        raise
    except Exception as error:  # a broken workbook makes openpyxl raise all kinds
        sentence = "这个表格打不开，可能已损坏。请用 WPS 或 Excel 打开后另存为 .xlsx 再导入。"
        raise AccountImportProblem(sentence) from error


def _checked(data: bytes) -> bool:
    """Whether any sheet has formulas. Refuses a file whose cells would fill the memory."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        parts = [one for one in packed.infolist() if one.filename.endswith((".xml", ".rels"))]
        if sum(one.file_size for one in parts) > MAX_UNPACKED:
            raise AccountImportProblem("表格展开后太大，不像决算公开表。请只留决算表再导入。")
        sheets = [one for one in parts if "worksheets/" in one.filename]
        return any(b"<f>" in content or b"<f " in content for content in map(packed.read, sheets))


def _grid(sheet: Any, behind: Any) -> Grid:
    cells: dict[Place, Content] = {}
    blank: set[Place] = set()
    # not iter_rows(): one cell that is formatted at the foot of a sheet would have it make every
    # cell above, up to seventeen thousand million (openpyxl has no public name for those there are)
    for place, cell in sorted(sheet._cells.items()):
        value = _content(cell.value)
        if value is not None:
            cells[place] = value
        elif behind is not None and behind.cell(*place).data_type == "f":
            blank.add(place)
    merged = ((a.min_row, a.min_col, a.max_row, a.max_col) for a in sheet.merged_cells.ranges)
    return _bounded(PlainSheet(str(sheet.title), cells, tuple(merged)), frozenset(blank))


def _bounded(sheet: PlainSheet, blank: frozenset[Place] = frozenset()) -> Grid:
    """The sheet as a grid. Refuses one that is no official table by its size."""
    name, cells = sheet.name, sheet.cells
    if len({row for row, _ in cells}) > MAX_ROWS:
        raise AccountImportProblem(f"“{name}”有内容的行超过{MAX_ROWS}行，不像决算公开表。")
    if max((column for _, column in cells), default=0) > MAX_COLUMNS:
        raise AccountImportProblem(f"“{name}”超过{MAX_COLUMNS}列，不像决算公开表。")
    spread: dict[Place, Content] = {}
    rows = {row for row, _ in cells}
    for area in sheet.merged:
        first = cells.get((area[0], area[1]))
        if first is not None:
            spread |= dict.fromkeys(_inside(area, rows), first)
    return Grid(name, cells, spread, blank)


def _inside(area: Area, rows: Iterable[int]) -> Iterator[Place]:
    """The cells of a merged range that lie in rows with any content: a range may be endless."""
    top, left, bottom, right = area
    for row in (one for one in rows if top <= one <= bottom):
        for column in range(left, min(right, MAX_COLUMNS) + 1):
            yield row, column


def _content(value: object) -> Content | None:
    """Numbers exactly as they are written in the file; a blank text is no content."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        number = Decimal(repr(value))
        return number if number.is_finite() else str(value)
    text = str(value)
    return text if text.strip() else None
