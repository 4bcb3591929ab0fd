"""A workbook of official tables as plain cells, cut into the tables that it holds.

Every sheet may hold one table, or several below each other; names of sheets mean nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.exchange.plain_sheets import (
    Area,
    Content,
    Place,
    PlainSheet,
    SheetsProblem,
    plain_sheets,
)
from app.progress import Progress, unwatched

__all__ = ["AccountImportProblem", "Content", "Grid", "Place", "cell_name", "read_grids"]

MAX_BYTES = 10_000_000  # of the file
MAX_ROWS, MAX_COLUMNS = 3_000, 60  # of one sheet, as far as cells hold something
MAX_SPREAD = 2 * MAX_ROWS * MAX_COLUMNS  # cells of its merged ranges, as often as they are in one
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
    try:
        sheets = plain_sheets(data, path.suffix, tell, path.name)
    except SheetsProblem as problem:
        raise AccountImportProblem(problem.sentence) from problem
    if sheets is None:
        sentence = "这不是 .xlsx 或 .xls 表格。请用 WPS 或 Excel 另存为 .xlsx 后再导入。"
        raise AccountImportProblem(sentence)
    return tuple(map(_bounded, sheets))


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


def _bounded(sheet: PlainSheet) -> Grid:
    """The sheet as a grid. Refuses one that is no official table by its size."""
    name, cells = sheet.name, sheet.cells
    rows = sorted({row for row, _ in cells})
    if len(rows) > MAX_ROWS:
        raise AccountImportProblem(f"“{name}”有内容的行超过{MAX_ROWS}行，不像决算公开表。")
    if max((column for _, column in cells), default=0) > MAX_COLUMNS:
        raise AccountImportProblem(f"“{name}”超过{MAX_COLUMNS}列，不像决算公开表。")
    spread: dict[Place, Content] = {}
    inside = 0
    for area in sheet.merged:
        first = cells.get((area[0], area[1]))
        if first is not None:
            places = dict.fromkeys(_inside(area, rows), first)
            inside += len(places)
            if inside > MAX_SPREAD:
                raise AccountImportProblem(f"“{name}”里合并的格子互相重叠，不像决算公开表。")
            spread |= places
    return Grid(name, cells, spread, sheet.blank)


def _inside(area: Area, rows: Sequence[int]) -> Iterator[Place]:
    """The cells of a merged range that lie in rows with any content: a range may be endless."""
    top, left, bottom, right = area
    for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
        for column in range(left, min(right, MAX_COLUMNS) + 1):
            yield row, column
