"""The official tables of 部门决算公开, derived from the ledgers; nothing in them is typed.

Values are in 元. A figure that an imported table states stands in its cell and is never mixed with
what follows from the ledgers: `derived` keeps that one, and a finding says where they differ.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from app.domain.codes import CodeBook
from app.domain.crossed import Crossed, crossed, crossed_lists, spread
from app.domain.rollup import above
from app.domain.submission import Entries
from app.domain.tables import Numbers
from app.domain.values import read_amount, rounded_all
from app.scheme.accounts import Account, AccountColumn
from app.scheme.cells import STATED
from app.scheme.formula import Value, evaluate
from app.scheme.model import Scheme

TOTAL = "total"
IN_WAN = -2  # digits of an amount in 元 that are shown in 万元 with two decimals


@dataclass(frozen=True)
class Line:
    """A row as it is shown: `level` 1 is 类, 2 款, 3 项; 0 is the total and any fixed row.

    The figures of a `count` are no money.
    """

    id: str
    label: str
    code: str
    level: int
    cells: tuple[Value, ...]
    count: bool = False  # no money

    def rounded(self, digits: int) -> tuple[Value, ...]:
        """The figures with so many digits; `cells` itself where that changes nothing.

        Kept, because lines that an edit does not reach stay.
        """
        if self.count:
            return self.cells
        return self._in_wan if digits == IN_WAN else self._rounded(digits)

    @cached_property
    def _in_wan(self) -> tuple[Value, ...]:
        return self._rounded(IN_WAN)

    def _rounded(self, digits: int) -> tuple[Value, ...]:
        found = tuple(rounded_all(self.cells, digits))
        return self.cells if found == self.cells else found


@dataclass(frozen=True)
class Part:
    """Rows with the same columns; the address of a cell is `prefix.line.column`."""

    prefix: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    def line(self, line_id: str) -> Line | None:
        return next((one for one in self.lines if one.id == line_id), None)

    def address(self, line: Line, column: str) -> str:
        return f"{self.prefix}.{line.id}.{column}"


@dataclass(frozen=True)
class Given:
    """What all tables depend on beside the ledgers: names, and figures of imported tables."""

    codes: CodeBook
    year: int
    stated: Mapping[str, Decimal]
    names: Mapping[str, str]  # as typed in ledgers, by code

    def like(self, other: "Given") -> bool:
        """Whether a line of a subject whose name and figures are the same is the same line."""
        same = self.codes is other.codes and self.year == other.year
        return same and self.stated == other.stated


@dataclass(frozen=True)
class AccountReport:
    """One table: `values` as shown by address, `derived` what the ledgers give where a table that
    was imported states something in that cell."""

    account: Account
    label: str  # 公开01表, or blank
    parts: tuple[Part, ...]
    values: Mapping[str, Value]
    derived: Mapping[str, Value]
    given: Given = field(compare=False, repr=False)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show: the table is published with a sentence instead."""
        return not any(value for value in self.values.values())


def account_label(scheme: Scheme, number: int) -> str:
    """The label of the table that stands in that place, counted from 1: 公开01表."""
    return scheme.account_label.replace("{nn}", f"{number:02}")


def account_reports(
    scheme: Scheme,
    entries: Entries,
    numbers: Numbers,
    codes: CodeBook,
    year: int,
    last: Sequence[AccountReport] = (),
) -> tuple[AccountReport, ...]:
    """Every official table of the scheme in its order.

    `last` are those of the numbers that `numbers` was taken over from: what the edit did not reach
    is taken over from them too.
    """
    known = {one.account.id: one for one in last}
    stated = _stated(entries) if not last or STATED in numbers.owners else last[0].given.stated
    given = Given(codes, year, stated, _names(numbers))
    return tuple(
        _Maker(account, numbers, given, known.get(account.id)).made(account_label(scheme, number))
        for number, account in enumerate(scheme.accounts, 1)
    )


def _stated(entries: Entries) -> dict[str, Decimal]:
    """Figures of imported tables by the address of their cell; in 元."""
    start = f"{STATED}."
    found: dict[str, Decimal] = {}
    for cell, text in entries.items():
        if cell.startswith(start):
            value = read_amount(text, "元").value
            if value is not None:
                found[cell.removeprefix(start)] = value
    return found


def _names(numbers: Numbers) -> dict[str, str]:
    """The names that subjects were given where they were typed."""
    rows = (row for address in numbers.coded for row in numbers.rows(address))
    return {row.code: row.name for row in rows if row.code and row.name}


class _Maker:
    """Makes one table anew, or as much of it as has changed since `last`."""

    def __init__(
        self, account: Account, numbers: Numbers, given: Given, last: AccountReport | None
    ) -> None:
        self.numbers = numbers
        self.given = given
        self.stated = given.stated
        self.last = last if last is not None and last.given.like(given) else None
        lists = crossed_lists(account)
        renamed = last is not None and last.given.names != given.names
        if any(numbers.moved.get(one) or renamed for one in lists):
            self.last = None  # its rows are not those of the codes that have moved
        if self.last is not None:
            self.account = self.last.account
        else:
            self.account = spread(account, numbers, given.codes, given.year)
        self.crossed: dict[tuple[str, ...], Crossed] = {}
        self.moved = self._moved()
        self.values: dict[str, Value] = {}
        self.derived: dict[str, Value] = {}

    def made(self, label: str) -> AccountReport:
        if self.last is not None and not (self.moved or self._reached()):
            return replace(self.last, given=self.given)
        parts = tuple(self._parts())
        return AccountReport(self.account, label, parts, self.values, self.derived, self.given)

    def _moved(self) -> set[str]:
        """The subjects whose lines are to be made anew."""
        if self.last is None:
            return set()
        before, now = self.last.given.names, self.given.names
        lists = {source.rpartition(".")[0] for source in self._sources()}
        moved = {code for one in lists for code in self.numbers.moved.get(one, ())}
        if before != now and lists:
            moved |= {code for code in before.keys() | now if before.get(code) != now.get(code)}
        return moved

    def _reached(self) -> bool:
        """Whether fixed rows or single cells show figures that were computed anew."""
        reached = self.numbers.reached
        blocks = any(f"{self.account.id}.{one.id}" in reached for one in self.account.blocks)
        cells = [one.cell for one in self.account.columns if one.cell]
        return blocks or any(cell.startswith(f"{one}.") for one in reached for cell in cells)

    def _parts(self) -> Iterator[Part]:
        if self.account.columns:
            yield self._by_subject()
        for block in self.account.blocks:
            prefix = f"{self.account.id}.{block.id}"
            columns = tuple(column.id for column in block.table.columns)
            lines = []
            for row in block.table.rows:
                found = [self.numbers.values.get(f"{prefix}.{row.id}.{name}") for name in columns]
                cells = self._shown(f"{prefix}.{row.id}", columns, found)
                count = row.id in block.counts
                lines.append(Line(row.id, row.label, row.code, 0, cells, count))
            yield Part(prefix, columns, tuple(lines))

    def _shown(self, row: str, columns: tuple[str, ...], found: list[Value]) -> tuple[Value, ...]:
        """The figures of a row, a stated one in the place of the ledgers'."""
        cells = []
        for name, value in zip(columns, found, strict=True):
            address = f"{row}.{name}"
            if address in self.stated:
                self.derived[address] = value
            cells.append(self.stated.get(address, value))
            self.values[address] = cells[-1]
        return tuple(cells)

    def _by_subject(self) -> Part:
        account, columns = self.account, tuple(column.id for column in self.account.columns)
        kept = self._kept()
        lines: list[Line] = []
        for code in sorted(self._codes()):
            if self.last is not None and code not in self.moved:
                lines += [kept[code]] if code in kept else []
                continue
            line = self._line(code, columns)
            if any(line.cells):
                lines.append(line)
            else:  # what a table states for it is still held against the ledgers
                self._forget(self.values, code, columns)
        cells = self._shown(f"{account.id}.{TOTAL}", columns, self._figures(""))
        total = Line(TOTAL, "" if account.single else "合计", "", 0, cells)
        ordered = (*lines, total) if account.total_last else (total, *lines)
        return Part(account.id, columns, ordered)

    def _line(self, code: str, columns: tuple[str, ...]) -> Line:
        cells = self._shown(f"{self.account.id}.c{code}", columns, self._figures(code))
        return Line(f"c{code}", self._name(code), code, len(above(code)), cells)

    def _kept(self) -> dict[str, Line]:
        """The lines of the last report by their codes, their figures taken over already."""
        if self.last is None:
            return {}
        self.values |= self.last.values
        self.derived |= self.last.derived
        part = self.last.parts[0]
        for code in self.moved:
            self._forget(self.values, code, part.columns)
            self._forget(self.derived, code, part.columns)
        return {line.code: line for line in part.lines if line.code}

    def _forget(self, figures: dict[str, Value], code: str, columns: tuple[str, ...]) -> None:
        for name in columns:
            figures.pop(f"{self.account.id}.c{code}.{name}", None)

    def _codes(self) -> set[str]:
        found: set[str] = set()
        for column in self.account.columns:
            found |= self._crossed(column.sources).sums.keys() if column.crossed else set()
        for source in self._sources():
            found |= self.numbers.sums.get(source.rpartition(".")[0], {}).keys()
        start = f"{self.account.id}.c"
        for address in self.stated:
            if address.startswith(start):
                found |= set(above(address.removeprefix(start).partition(".")[0]))
        return found - {""}

    def _sources(self) -> set[str]:
        """The columns of ledgers that are added up by their own codes."""
        columns = (column for column in self.account.columns if not column.crossed)
        return {source for column in columns for source in column.sources}

    def _name(self, code: str) -> str:
        subject = self.given.codes.subject("function", code, self.given.year)
        return self.given.names.get(code) or (subject.name if subject else "")

    def _figures(self, code: str) -> list[Value]:
        """The columns of a subject's row, or of the total where `code` is blank."""
        row: dict[str, Value] = {}
        for column in self.account.columns:
            row[column.id] = self._figure(column, code, row)
        return list(row.values())

    def _figure(self, column: AccountColumn, code: str, row: Mapping[str, Value]) -> Value:
        if column.cell:
            return self.numbers.values.get(column.cell)
        if column.crossed:
            return self._crossed(column.sources).value(code, column.under)
        if column.formula is not None:
            return evaluate(column.formula, lambda name: self._other(name, code, row))
        found = [self.numbers.under(source, code) for source in column.sources]
        filled = [value for value in found if value is not None]
        return sum(filled, Decimal(0)) if filled else None

    def _crossed(self, sources: tuple[str, ...]) -> Crossed:
        if sources not in self.crossed:
            self.crossed[sources] = crossed(self.numbers, sources)
        return self.crossed[sources]

    def _other(self, name: str, code: str, row: Mapping[str, Value]) -> Value:
        """Another column of the row, also one that stands further right."""
        if name in row:
            return row[name]
        column = self.account.column(name)
        return None if column is None else self._figure(column, code, row)
