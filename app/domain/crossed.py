"""Ledgers whose rows have two codes: what was spent on an economic subject, by function.

A table that shows them has a row for each second code (功能科目) and looks at the rows under some
first codes (经济科目). A row without a second code is in no such table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.codes import CodeBook
from app.domain.rollup import above
from app.domain.tables import Numbers
from app.scheme.accounts import Account, AccountColumn, Pivot
from app.scheme.formula import Value

Sums = Mapping[str, Mapping[str, Decimal]]  # second code -> first code; "" is all of them
SUBTOTAL = "小计"


def crossed_lists(account: Account) -> set[str]:
    """The ledgers' lists that an account crosses, such as economic.items."""
    sources = [name for one in account.columns if one.crossed for name in one.sources]
    return {name.rpartition(".")[0] for name in (*sources, *_pivoted(account))}


def _pivoted(account: Account) -> tuple[str, ...]:
    return account.pivot.sources if account.pivot else ()


@dataclass(frozen=True)
class Crossed:
    """The sums of some columns of ledgers by both codes."""

    sums: Sums

    def value(self, code: str, under: Sequence[str]) -> Value:
        """What stands under a second code and any of these first ones; blank where nothing does."""
        line = self.sums.get(code, {})
        found = [line[one] for one in under or ("",) if one in line]
        return sum(found, Decimal(0)) if found else None


def crossed(numbers: Numbers, sources: Sequence[str]) -> Crossed:
    sums: dict[str, dict[str, Decimal]] = {}
    for source in sources:
        address, _, name = source.rpartition(".")
        for row in numbers.rows(address):
            value = numbers.values.get(f"{address}.{row.id}.{name}")
            seconds = above(row.also)
            if value is None or not seconds:
                continue
            for second in ("", *seconds):
                line = sums.setdefault(second, {})
                for first in ("", *above(row.code)):
                    line[first] = line.get(first, Decimal(0)) + value
    return Crossed(sums)


def spread(account: Account, numbers: Numbers, codes: CodeBook, year: int) -> Account:
    """The account with the columns of its pivot: each 类, and the 款 that have figures."""
    if account.pivot is None:
        return account
    found = crossed(numbers, account.pivot.sources).sums.get("", {})
    used = sorted(code for code in found if len(code) > 3 and found[code])
    classes = dict.fromkeys((*account.pivot.classes, *sorted({code[:3] for code in used})))
    columns = list(account.columns)
    for top in sorted(classes):
        title = account.pivot.classes.get(top) or _name(codes, top, year)
        columns.append(_column(account.pivot, top, (title, SUBTOTAL)))
        for code in (one for one in used if one.startswith(top) and len(one) == 5):
            columns.append(_column(account.pivot, code, (title, _name(codes, code, year))))
    return replace(account, columns=tuple(columns))


def _column(pivot: Pivot, code: str, heads: tuple[str, ...]) -> AccountColumn:
    return AccountColumn(f"e{code}", heads, pivot.sources, crossed=True, under=(code,))


def _name(codes: CodeBook, code: str, year: int) -> str:
    subject = codes.subject("economic", code, year)
    return subject.name if subject else code
