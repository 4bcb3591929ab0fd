"""Sums by 类, 款 and 项: what stands in a row of a ledger counts for every code above it."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from app.domain.reach import in_row
from app.domain.subjects import LEVELS
from app.scheme.formula import evaluate
from app.scheme.model import NUMBER_KINDS, Column, Kind, RowList, Table

CLASS = min(LEVELS)  # digits of a 类
SUMMED = frozenset[Kind]({"amount", "count"})
Value = Decimal | None


@dataclass(frozen=True)
class Posting:
    """A ledger's row: its code, as it was typed, and its figures in the order of the columns."""

    code: str
    values: tuple[Value, ...]


@lru_cache(maxsize=4096)
def above(code: str) -> tuple[str, ...]:
    """The codes that a code counts for, 类 first and itself last; none where it is no code."""
    if not (code.isascii() and code.isdigit()):
        return ()
    if len(code) not in LEVELS:
        return ()
    return tuple(code[:digits] for digits in LEVELS if digits <= len(code))


def roll_up(
    postings: Iterable[Posting], width: int, only: AbstractSet[str] | None = None
) -> dict[str, list[Value]]:
    """The figures under each code, and of all rows under the code "". A sum of blanks is blank.

    `only` are the codes that are wanted; None is all.
    """
    sums: dict[str, list[Value]] = {}
    for posting in postings:
        for code in ("", *above(posting.code)):
            if only is not None and code not in only:
                continue
            row = sums.get(code)
            if row is None:
                row = sums[code] = [None] * width
            for at, value in enumerate(posting.values):
                if value is not None:
                    held = row[at]
                    row[at] = value if held is None else held + value
    return sums


@dataclass(frozen=True)
class Ledger:
    """A list of subjects: which of its columns are added up, and which follow from those sums.

    A column whose formula reads its row alone is computed from the sums, as in a row of totals:
    the rate of a 类 is no sum of rates, and its change no sum of the changes that are known.
    """

    table: Table
    one: RowList

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Those that hold numbers, in their order: a line of sums has a figure for each."""
        shown = (one for one in self.table.columns if one.id not in self.one.dash)
        return tuple(one for one in shown if one.kind in NUMBER_KINDS)

    @cached_property
    def at(self) -> Mapping[str, int]:
        return {column.id: at for at, column in enumerate(self.columns)}

    @cached_property
    def _added(self) -> tuple[int, ...]:
        """What is typed, but for rates."""
        return tuple(
            at
            for at, column in enumerate(self.columns)
            if at not in self._computed and column.kind in SUMMED
        )

    @cached_property
    def _computed(self) -> frozenset[int]:
        return frozenset(
            at
            for at, column in enumerate(self.columns)
            if column.formula and all(in_row(self.table, name) for name in column.formula.names)
        )

    def sums(
        self, rows: Iterable[tuple[str, tuple[Value, ...]]], only: AbstractSet[str] | None = None
    ) -> dict[str, tuple[Value, ...]]:
        """The line under each code, and of all rows under "", from codes and figures of the rows.

        `only` are the codes that are wanted; None is all.
        """
        postings = (
            Posting(code, tuple([figures[at] for at in self._added])) for code, figures in rows
        )
        rolled = roll_up(postings, len(self._added), only)
        return {code: self._line(figures) for code, figures in rolled.items()}

    def _line(self, added: list[Value]) -> tuple[Value, ...]:
        known: dict[int, Value] = dict(zip(self._added, added, strict=True))
        return tuple([self._figure(at, known) for at in range(len(self.columns))])

    def _figure(self, at: int, known: dict[int, Value]) -> Value:
        if at in known or at not in self._computed:
            return known.get(at)
        formula = self.columns[at].formula
        if formula is None:
            return None

        def meant(name: str) -> Value:
            place = self.at.get(name)
            return None if place is None else self._figure(place, known)

        known[at] = found = evaluate(formula, meant)
        return found
