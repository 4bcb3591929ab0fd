"""This year beside last year, name by name: which subjects and projects are new, gone or renamed.

Read from a report alone: its `last` columns hold last year's figures. A row counts for last year
where that column has a figure that is not zero, and for this year where the column that it repeats
has one. Sums of rows are no evidence here; the same subject in another fund is another row.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import combinations
from typing import Literal

from app.domain.report import Report
from app.domain.tables import ListRow, list_rows
from app.domain.values import tidy
from app.domain.years import raised
from app.scheme.model import Column, RowList, Table

Change = Literal["new", "gone", "renamed", "recoded", "likely", "split", "merged", "more", "less"]
ALIKE = 600  # of a thousand: how much of two names must agree for a guess that they are one


@dataclass(frozen=True)
class Difference:
    """One change. Amounts in 元, blank where a year has none; `growth` is a ratio.

    `change`: renamed and recoded are sure, likely is a guess by similar names; split and merged
    are guesses by sums that agree to the cent; more and less stand in both years. `before` is what
    it was called in last year, `address` the cell to go to, `parts` those of the other projects of
    a split or a merger.
    """

    group: str  # 支出　一般公共预算
    change: Change
    code: str
    name: str
    last: Decimal | None
    this: Decimal | None
    unit: str
    address: str
    before: str = ""
    parts: tuple[str, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """This year less last year; a blank year counts for nothing."""
        if self.last is None and self.this is None:
            return None
        return (self.this or Decimal(0)) - (self.last or Decimal(0))

    @property
    def growth(self) -> Decimal | None:
        """By how much it changed, as a ratio of last year; None where last year had nothing."""
        change = self.difference
        return None if not self.last or change is None else change / abs(self.last)


def year_differences(report: Report, last: Report | None = None) -> tuple[Difference, ...]:
    """Every difference, table by table, in the order of the scheme. With `last`, the report of that
    year, a subject's name is compared with the one it was typed under; else with the official."""
    found: list[Difference] = []
    for table in report.scheme.tables:
        for one in table.lists:
            if one.last_each:
                found += _projects(report, table, one)
            elif one.codes and _known(report, table):
                found += _Subjects(report, table, one, last).differences()
    return tuple(found)


def _known(report: Report, table: Table) -> bool:
    """Whether the table says anything of last year: where it does not, not everything is new."""
    columns = [column.id for column in table.columns if _compared(column)]
    return any(
        report.values.get(f"{table.id}.{one.id}.{row.id}.{column}") is not None
        for one in table.lists
        if one.codes
        for row in list_rows(report.submission.entries, table.id, one, "")
        for column in columns
    )


# ---------------------------------------------------------------- what stands in either year


@dataclass(frozen=True)
class _Item:
    """A subject or project of one year: its figures by column, none of which is zero."""

    code: str
    name: str
    address: str
    figures: tuple[Decimal | None, ...]

    @property
    def amount(self) -> Decimal | None:
        """The figure that is shown: the last one there is."""
        return next((one for one in reversed(self.figures) if one is not None), None)


def _pair(made: Difference, this: _Item, last: _Item) -> Difference:
    """A difference between items of both years."""
    before = " ".join(part for part in (last.code, last.name) if part)
    return replace(
        made, code=this.code, name=this.name, before=before, last=last.amount, this=this.amount
    )


def _alike(one: str, other: str) -> int:
    """How much of two names agrees, in thousandths, as `SequenceMatcher.ratio` counts it."""
    mine, other = _plain(one), _plain(other)
    matcher = SequenceMatcher(None, mine, other, autojunk=False)
    agreed = sum(block.size for block in matcher.get_matching_blocks())
    return 2000 * agreed // max(len(mine) + len(other), 1)


def _plain(name: str) -> str:
    return tidy(name).replace(" ", "").lower()


def _best_pairs(gone: Sequence[_Item], new: Sequence[_Item]) -> Iterator[tuple[_Item, _Item]]:
    """Items of last and of this year with similar names, the most similar first, each once."""
    ranked = [
        (-_alike(old.name, one.name), at, to)
        for at, old in enumerate(gone)
        for to, one in enumerate(new)
        if old.code[:-2] == one.code[:-2] and len(old.code) == len(one.code)
    ]
    used: set[tuple[str, int]] = set()
    for _, at, to in sorted(one for one in ranked if one[0] <= -ALIKE):
        if not {("old", at), ("new", to)} & used:
            used |= {("old", at), ("new", to)}
            yield gone[at], new[to]


# ---------------------------------------------------------------- subjects


class _Subjects:
    """One list of subjects, each code once."""

    def __init__(self, report: Report, table: Table, one: RowList, last: Report | None) -> None:
        self.report, self.table, self.one = report, table.id, one
        self.start = f"{table.id}.{one.id}"
        several = sum(1 for each in table.lists if each.codes) > 1
        group = f"{table.title}　{one.label}" if several else table.title
        self.blank = Difference(group, "more", "", "", None, None, table.unit, "")
        self.pair = next(
            ((column.last, column.id) for column in table.columns if _compared(column)), None
        )
        rows = list_rows(last.submission.entries, table.id, one, "") if last else ()
        self.called = {row.code: row.name for row in rows if row.code and row.name.strip()}

    def differences(self) -> Iterator[Difference]:
        if self.pair is None:
            return
        now, before = self._items(self.pair[0]), self._items(self.pair[1])
        new = [one for key, one in now.items() if key not in before]
        gone = [one for key, one in before.items() if key not in now]
        for key, this in now.items():
            if key in before:
                yield from self._both(this, before[key])
        yield from _moved(self.blank, gone, new)

    def _items(self, column: str) -> dict[str, _Item]:
        entries = self.report.submission.entries
        found: dict[str, _Item] = {}
        for row in list_rows(entries, self.table, self.one, ""):
            address = f"{self.start}.{row.id}.{column}"
            value = self.report.values.get(address)
            key = row.code or _plain(row.name)
            if not value or not key:
                continue
            if key in found:
                known = found[key]
                total = (known.amount or Decimal(0)) + value
                found[key] = replace(known, figures=(total,))
            else:
                found[key] = _Item(row.code, self._name(row), address, (value,))
        return found

    def _name(self, row: ListRow) -> str:
        return row.name.strip() or self._official(row.code, self.report.submission.year)

    def _official(self, code: str, year: int) -> str:
        subject = self.report.codes.subject(self.one.codes, code, year)
        return subject.name if subject and subject.valid(year) else ""

    def _both(self, this: _Item, last: _Item) -> Iterator[Difference]:
        year = self.report.submission.year - 1
        before = self.called.get(this.code, "") or self._official(this.code, year)
        made = replace(_pair(self.blank, this, last), address=this.address, before="")
        if before and this.name and _plain(before) != _plain(this.name):
            yield replace(made, change="renamed", before=before)
        elif made.difference:
            yield replace(made, change="more" if made.difference > 0 else "less")


def _compared(column: Column) -> bool:
    return bool(column.last) and column.kind == "amount"


def _moved(blank: Difference, gone: list[_Item], new: list[_Item]) -> Iterator[Difference]:
    """What stands in one year only: another code for the same name, a similar name, or neither."""
    by_name = {_plain(one.name): one for one in new if one.name.strip()}
    for old in tuple(gone):
        this = by_name.pop(_plain(old.name), None)
        if this is not None:
            gone.remove(old)
            new.remove(this)
            yield replace(_pair(blank, this, old), change="recoded", address=this.address)
    for old, this in tuple(_best_pairs(gone, new)):
        gone.remove(old)
        new.remove(this)
        yield replace(_pair(blank, this, old), change="likely", address=this.address)
    yield from _alone(blank, gone, new)


def _alone(blank: Difference, gone: Iterable[_Item], new: Iterable[_Item]) -> Iterator[Difference]:
    for one in new:
        made = replace(blank, change="new", code=one.code, name=one.name, this=one.amount)
        yield replace(made, address=one.address)
    for one in gone:
        made = replace(blank, change="gone", code=one.code, name=one.name, last=one.amount)
        yield replace(made, address=one.address)


# ---------------------------------------------------------------- projects


def _projects(report: Report, table: Table, one: RowList) -> Iterator[Difference]:
    """This year's forms beside the rows that name last year's."""
    year = report.submission.year
    blank = Difference("项目", "more", "", "", None, None, table.unit, "")
    columns = [column for column in table.columns if _compared(column)]
    start = f"{table.id}.{one.id}"
    gone = [
        _item(report, row.name, f"{start}.{row.id}", {c.id: c.id for c in columns})
        for row in list_rows(report.submission.entries, table.id, one, "")
        if row.name.strip()
    ]
    if not gone:
        return  # last year is not known: not everything is new
    new = [
        _item(report, form.name, form.prefix, {c.id: c.last for c in columns})
        for form in report.forms
        if form.form.id == one.last_each and form.name.strip()
    ]
    names = {_plain(raised(old.name, year - 1, 1)): old for old in gone}
    names |= {_plain(old.name): old for old in gone}
    for this in tuple(new):
        old = names.get(_plain(this.name))
        if old is None or old not in gone:
            continue
        gone.remove(old)
        new.remove(this)
        made = replace(_pair(blank, this, old), address=this.address, before="")
        if made.difference:
            yield replace(made, change="more" if made.difference > 0 else "less")
    yield from _parted(blank, gone, new)
    yield from _parted(blank, new, gone, merged=True)
    yield from _moved(blank, gone, new)


def _item(report: Report, name: str, start: str, cells: Mapping[str, str]) -> _Item:
    figures = tuple(report.values.get(f"{start}.{cell}") or None for cell in cells.values())
    address = f"{start}.{next(iter(cells.values()))}"
    return _Item("", name.strip(), address, figures)


def _parted(
    blank: Difference, wholes: list[_Item], parts: list[_Item], *, merged: bool = False
) -> Iterator[Difference]:
    """One project of a year whose amount is that of two of the other year together."""
    pairs: dict[tuple[int, Decimal], tuple[_Item, _Item]] = {}
    for one, other in combinations(parts, 2):
        for at, figures in enumerate(zip(one.figures, other.figures, strict=True)):
            if figures[0] is not None and figures[1] is not None:
                pairs.setdefault((at, figures[0] + figures[1]), (one, other))
    for whole in tuple(wholes):
        sums = (pairs.get((at, value)) for at, value in enumerate(whole.figures) if value)
        two = next((two for two in sums if two and all(one in parts for one in two)), None)
        if two is None:
            continue
        wholes.remove(whole)
        for part in two:
            parts.remove(part)
        words = "、".join(part.name for part in two)
        total = sum((part.amount or Decimal(0) for part in two), Decimal(0))
        rest = tuple(part.address for part in two)
        if merged:
            yield replace(
                blank, change="merged", name=whole.name, before=words, last=total,
                this=whole.amount, address=whole.address, parts=rest,
            )  # fmt: skip
        else:
            yield replace(
                blank, change="split", name=words, before=whole.name, last=whole.amount,
                this=total, address=rest[0], parts=(whole.address, *rest[1:]),
            )  # fmt: skip
