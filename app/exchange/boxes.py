"""The filled sheet as a value: boxes of text on a grid, without any say of where they came from.

Rows and columns count from 1.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

Spot = tuple[int, int]

BORDERLESS = frozenset({"title", "subtitle", "foot", "corner", "remark"})
NUMERIC = frozenset({"amount", "percent", "weight", "score"})


@dataclass(frozen=True)
class Box:
    """A cell or merged range. `number` is None where the cell is blank or holds plain text.

    `note` says why a computed figure is what it is.
    """

    first: Spot
    last: Spot
    text: str
    style: str
    number: Decimal | None = None
    note: str = ""

    @property
    def merged(self) -> bool:
        return self.first != self.last


@dataclass(frozen=True)
class Heading:
    """The rows `first` to `last` with the titles of columns, and the last row that they head."""

    first: int
    last: int
    until: int


@dataclass(frozen=True)
class FilledSheet:
    """One form or table, ready to be drawn; boxes do not overlap and stand in reading order.

    `name` is wished for the sheet's tab, `title` names the document; `widths` are in characters,
    as Excel counts them; `tall` rows hold running text and keep room for it when empty.
    `heading` is said again on every page that its rows go on over, and the first `labels` columns
    where it is too wide for one. `kind` names several together.
    """

    name: str
    title: str
    widths: tuple[Decimal, ...]
    boxes: tuple[Box, ...]
    rows: int
    tall: tuple[int, ...]
    landscape: bool = False
    heading: Heading | None = None
    kind: str = "绩效自评表"
    labels: int = 0

    def without_notes(self) -> "FilledSheet":
        """The same without what says why figures are what they are."""
        return replace(self, boxes=tuple(replace(one, note="") for one in self.boxes))
