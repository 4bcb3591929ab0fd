"""How a form stands on its official sheet: fixed cells, the indicators, rows that repeat."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class SheetCell:
    """A cell (or merged range) of the official sheet: `text` may hold {placeholders}."""

    first: tuple[int, int]  # row, column; both from 1
    last: tuple[int, int]
    text: str
    style: str
    placeholders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fixed:
    """Cells that stand where they are written; rows count from 1 within the part.

    `tall` are rows whose height follows their text. A last part's row that shows nothing at all
    is left out.
    """

    cells: tuple[SheetCell, ...]
    tall: tuple[int, ...] = ()


@dataclass(frozen=True)
class Indicators:
    """The rows under 绩效指标. `group` is the label at their left, from the row above on.

    `merged`: equal first and second levels are one cell; `weights`: headings say （50分）;
    `empty`: second levels without an indicator keep a blank row.
    """

    group: str = ""
    merged: bool = True
    weights: bool = True
    empty: bool = True


@dataclass(frozen=True)
class Repeated:
    """The rows of a `RowList` of one of the form's tables, each printed by the same cells."""

    table: str
    list: str
    cells: tuple[SheetCell, ...]


Part = Fixed | Indicators | Repeated


@dataclass(frozen=True)
class Sheet:
    """The official layout, part below part. `widths` are in characters, as Excel counts them, and
    set the proportions on paper too."""

    name: str
    widths: tuple[Decimal, ...]
    parts: tuple[Part, ...]
    landscape: bool = False
