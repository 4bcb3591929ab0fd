"""Sums by 类, 款 and 项: what stands in a row of a ledger counts for every code above it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.domain.subjects import LEVELS

Value = Decimal | None


@dataclass(frozen=True)
class Posting:
    """A ledger's row: its code, as it was typed, and its figures in the order of the columns."""

    code: str
    values: tuple[Value, ...]


def above(code: str) -> tuple[str, ...]:
    """The codes that a code counts for, 类 first and itself last; none where it is no code."""
    if not (code.isascii() and code.isdigit()):
        return ()
    if len(code) not in LEVELS:
        return ()
    return tuple(code[:digits] for digits in LEVELS if digits <= len(code))


def roll_up(postings: Iterable[Posting], width: int) -> dict[str, list[Value]]:
    """The figures under each code, and of all rows under the code "". A sum of blanks is blank."""
    sums: dict[str, list[Value]] = {}
    for posting in postings:
        for code in ("", *above(posting.code)):
            row = sums.get(code)
            if row is None:
                row = sums[code] = [None] * width
            for at, value in enumerate(posting.values):
                if value is not None:
                    held = row[at]
                    row[at] = value if held is None else held + value
    return sums
