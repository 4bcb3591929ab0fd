"""What the layouts of the official tables are made of: figures, heads, plain boxes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.values import UNITS, amount_text, number_text
from app.exchange.boxes import Box, Spot
from app.scheme.formula import Value


@dataclass(frozen=True)
class Body:
    """The table between its title and its notes; rows count from 1.

    The first `heads` rows are said again on each page; `left` columns hold the unit's name.
    """

    boxes: tuple[Box, ...]
    rows: int
    heads: int
    left: int
    widths: tuple[Decimal, ...]


@dataclass(frozen=True)
class Figures:
    """How amounts are shown: in 万元 or 元."""

    unit: str

    def box(self, row: int, column: int, value: Value, count: bool = False) -> Box:
        """An amount in 元, or a count of things."""
        spot = (row, column)
        if count:
            return Box(spot, spot, number_text(value), "amount", value)
        number = None if value is None else value / UNITS[self.unit]
        return Box(spot, spot, amount_text(value, self.unit), "amount", number)


def box(first: Spot, last: Spot, text: str, style: str = "label") -> Box:
    return Box(first, last, text, style)


def numbered(row: int, column: int, number: int) -> Box:
    """A 行次 or 栏次."""
    return Box((row, column), (row, column), str(number), "label", Decimal(number))


def head_boxes(heads: Sequence[Sequence[str]], left: int, rows: int) -> Iterator[Box]:
    """The heads of columns from `left` on over so many rows. Equal neighbours are one cell; the
    last head of a column goes down to the last row."""
    full = [[*one, *([one[-1]] * (rows - len(one)))] for one in heads]
    yield from _merged(full, left, 0, rows)


def _merged(heads: list[list[str]], left: int, top: int, rows: int) -> Iterator[Box]:
    """The heads from the row `top` (from 0) on, those that stand side by side joined."""
    at = 0
    while at < len(heads):
        text = heads[at][top]
        end = next((n for n in range(at, len(heads)) if heads[n][top] != text), len(heads))
        same = heads[at:end]
        bottom = top + 1
        while bottom < rows and all(one[bottom] == text for one in same):
            bottom += 1
        yield box((top + 1, left + at), (bottom, left + end - 1), text)
        if bottom < rows:
            yield from _merged(same, left + at, bottom, rows)
        at = end


def widths(*numbers: float) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(number)) for number in numbers)
