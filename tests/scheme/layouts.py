"""A form's sheet laid out row by row beside an official grid; nothing is filled in.

A grid of `official_grids.json` has its texts by address, its merged ranges and its widths. Where
the number of rows is the unit's own, the form takes it from the grid.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from app.scheme.layout import Fixed, Indicators, Repeated, SheetCell
from app.scheme.load import load_scheme, scheme_folders
from app.scheme.model import Form, Scheme

ROOT = Path(__file__).parents[2] / "resources/schemes"
FOLDERS = scheme_folders(ROOT)
GRIDS: dict[str, Any] = json.loads(
    Path(__file__).with_name("official_grids.json").read_text(encoding="utf-8")
)
_MORE = "（可增行）"
_UNPRINTED = re.compile(r"……|10|100")  # rows to come, and weights that the program fills in


@cache
def loaded(folder: Path) -> Scheme:
    return load_scheme(folder)


def scheme(scheme_id: str) -> Scheme:
    return loaded(ROOT / scheme_id)


def fixed_cells(form: Form) -> list[SheetCell]:
    """All written cells of a sheet; rows count within their part."""
    return [
        cell
        for part in form.sheet.parts
        for cell in (() if isinstance(part, Indicators) else part.cells)
    ]


def spot(row: int, column: int) -> str:
    return f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[column - 1]}{row}"


def merge_of(cell: SheetCell) -> str:
    return f"{spot(*cell.first)}:{spot(*cell.last)}"


def plain(text: str) -> str:
    """A label without its placeholders and the blanks that indent it."""
    return re.sub(r"\{[^}]*\}", "", text).replace("\u3000", "").replace(" ", "")


@dataclass(frozen=True)
class Grid:
    """Texts by address, blank ones too, and merged ranges."""

    texts: Mapping[str, str]
    merges: frozenset[str]

    @property
    def labels(self) -> dict[str, str]:
        return {address: text for address, text in self.texts.items() if text}


def official(name: str) -> Grid:
    grid = GRIDS[name]
    texts = {address: plain(text).removesuffix(_MORE) for address, text in grid["cells"].items()}
    left_out = {address for address, text in texts.items() if _UNPRINTED.fullmatch(text)}
    texts |= dict.fromkeys(left_out, "")
    return Grid(texts, frozenset(grid["merges"]))


def laid_out(form: Form, name: str, lists: tuple[str, ...] = ()) -> Grid:
    """The form with as many rows as the grid has; of its lists one row of each of `lists`."""
    cells: list[SheetCell] = []
    at = 0
    for part in form.sheet.parts:
        match part:
            case Fixed(cells=own):
                cells += [_moved(cell, at) for cell in own if cell.text != "{remarks}"]
            case Repeated(list=list_id, cells=own) if list_id in lists:
                cells += [_moved(cell, at) for cell in own]
            case Indicators(group=group):
                cells += _indicators(form, GRIDS[name], group, at)
            case _:
                continue
        at = max(cell.last[0] for cell in cells)
    texts = {spot(*cell.first): plain(cell.text) for cell in cells}
    assert len(texts) == len(cells), "two cells in one place"
    return Grid(texts, frozenset(merge_of(c) for c in cells if c.first != c.last))


def _moved(cell: SheetCell, rows: int) -> SheetCell:
    first, last = cell.first, cell.last
    return replace(cell, first=(first[0] + rows, first[1]), last=(last[0] + rows, last[1]))


def _indicators(form: Form, grid: dict[str, Any], group: str, above: int) -> Iterator[SheetCell]:
    """Headings over as many rows as the grid gives each second level."""
    place = {column.id: column.at for column in form.columns}
    left = min(place.values()) - 1
    at = above + 1
    for level1 in form.levels:
        top = at
        for level2 in level1.level2:
            rows = _rows_below(grid, spot(at, place["level2"]))
            yield _label(at, at + rows - 1, place["level2"], level2.label)
            for row in range(at, at + rows):
                for column, number in place.items():
                    if not column.startswith("level"):
                        yield _label(row, row, number, "")
            at += rows
        weight = f"（{level1.weight}分）" if level1.weight is not None else ""
        yield _label(top, at - 1, place["level1"], f"{level1.label}{weight}")
    if left:
        yield _label(above, at - 1, left, group)


def _rows_below(grid: dict[str, Any], address: str) -> int:
    ends = [merge.partition(":")[2] for merge in grid["merges"] if merge.startswith(f"{address}:")]
    return int(ends[0][1:]) - int(address[1:]) + 1 if ends else 1


def _label(top: int, bottom: int, column: int, text: str) -> SheetCell:
    return SheetCell((top, column), (bottom, column), text, "label")


def widths_apart(form: Form, name: str) -> tuple[Decimal, Decimal]:
    """By how much the widths differ from the grid's: the most of one column, and of the whole."""
    grid = [Decimal(width) for width in GRIDS[name]["widths"].values()]
    pairs = list(zip(grid, form.sheet.widths, strict=True))
    whole = sum(grid, Decimal(0)) - sum(form.sheet.widths, Decimal(0))
    return max(abs(one - other) for one, other in pairs), whole
