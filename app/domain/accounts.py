"""The official tables of 部门决算公开, derived from the ledgers; nothing in them is typed.

Values are in 元. A figure that an imported table states stands in its cell and is never mixed with
what follows from the ledgers: `derived` keeps that one, and a finding says where they differ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.domain.codes import CodeBook
from app.domain.rollup import above
from app.domain.submission import Entries
from app.domain.tables import Numbers
from app.domain.values import read_amount
from app.scheme.accounts import Account, AccountColumn
from app.scheme.cells import STATED
from app.scheme.formula import Value, evaluate
from app.scheme.model import Scheme

TOTAL = "total"


@dataclass(frozen=True)
class Line:
    """A row as it is shown: `level` 1 is 类, 2 款, 3 项; 0 is the total and any fixed row."""

    id: str
    label: str
    code: str
    level: int
    cells: tuple[Value, ...]


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
class AccountReport:
    """One table: `values` as shown by address, `derived` what the ledgers give where a table that
    was imported states something in that cell."""

    account: Account
    label: str  # 公开01表, or blank
    parts: tuple[Part, ...]
    values: Mapping[str, Value]
    derived: Mapping[str, Value]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show: the table is published with a sentence instead."""
        return not any(value for value in self.values.values())


def account_label(scheme: Scheme, number: int) -> str:
    """The label of the table that stands in that place, counted from 1: 公开01表."""
    return scheme.account_label.replace("{nn}", f"{number:02}")


def account_reports(
    scheme: Scheme, entries: Entries, numbers: Numbers, codes: CodeBook, year: int
) -> tuple[AccountReport, ...]:
    """Every official table of the scheme in its order."""
    stated = _stated(entries)
    names = _names(numbers)
    reports: list[AccountReport] = []
    for number, account in enumerate(scheme.accounts, 1):
        maker = _Maker(account, numbers, codes, year, stated, names)
        derived: dict[str, Value] = {}
        parts = tuple(maker.parts(derived))
        values = {
            part.address(line, column): value
            for part in parts
            for line in part.lines
            for column, value in zip(part.columns, line.cells, strict=True)
        }
        reports.append(
            AccountReport(account, account_label(scheme, number), parts, values, derived)
        )
    return tuple(reports)


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


@dataclass(frozen=True)
class _Maker:
    account: Account
    numbers: Numbers
    codes: CodeBook
    year: int
    stated: Mapping[str, Decimal]
    names: Mapping[str, str]

    def parts(self, derived: dict[str, Value]) -> Iterator[Part]:
        if self.account.columns:
            yield self._by_subject(derived)
        for block in self.account.blocks:
            prefix = f"{self.account.id}.{block.id}"
            columns = tuple(column.id for column in block.table.columns)
            lines = []
            for row in block.table.rows:
                found = [self.numbers.values.get(f"{prefix}.{row.id}.{name}") for name in columns]
                cells = self._shown(f"{prefix}.{row.id}", columns, found, derived)
                lines.append(Line(row.id, row.label, row.code, 0, cells))
            yield Part(prefix, columns, tuple(lines))

    def _shown(
        self, row: str, columns: tuple[str, ...], found: list[Value], derived: dict[str, Value]
    ) -> tuple[Value, ...]:
        """The figures of a row, a stated one in the place of the ledgers'."""
        if not self.stated:
            return tuple(found)
        shown = list(found)
        for at, name in enumerate(columns):
            address = f"{row}.{name}"
            if address in self.stated:
                derived[address] = found[at]
                shown[at] = self.stated[address]
        return tuple(shown)

    def _by_subject(self, derived: dict[str, Value]) -> Part:
        account, columns = self.account, tuple(column.id for column in self.account.columns)
        lines: list[Line] = []
        for code in sorted(self._codes()):
            cells = self._shown(f"{account.id}.c{code}", columns, self._figures(code), derived)
            if any(cells):
                label = self._name(code)
                lines.append(Line(f"c{code}", label, code, len(above(code)), cells))
        cells = self._shown(f"{account.id}.{TOTAL}", columns, self._figures(""), derived)
        total = Line(TOTAL, "" if account.single else "合计", "", 0, cells)
        ordered = (*lines, total) if account.total_last else (total, *lines)
        return Part(account.id, columns, ordered)

    def _codes(self) -> set[str]:
        found: set[str] = set()
        for source in self._sources():
            found |= self.numbers.sums.get(source.rpartition(".")[0], {}).keys()
        start = f"{self.account.id}.c"
        for address in self.stated:
            if address.startswith(start):
                found |= set(above(address.removeprefix(start).partition(".")[0]))
        return found - {""}

    def _sources(self) -> set[str]:
        return {source for column in self.account.columns for source in column.sources}

    def _name(self, code: str) -> str:
        subject = self.codes.subject("function", code, self.year)
        return self.names.get(code) or (subject.name if subject else "")

    def _figures(self, code: str) -> list[Value]:
        """The columns of a subject's row, or of the total where `code` is blank."""
        row: dict[str, Value] = {}
        for column in self.account.columns:
            row[column.id] = self._figure(column, code, row)
        return list(row.values())

    def _figure(self, column: AccountColumn, code: str, row: Mapping[str, Value]) -> Value:
        if column.cell:
            return self.numbers.values.get(column.cell)
        if column.formula is not None:
            return evaluate(column.formula, lambda name: self._other(name, code, row))
        found = [self.numbers.under(source, code) for source in column.sources]
        filled = [value for value in found if value is not None]
        return sum(filled, Decimal(0)) if filled else None

    def _other(self, name: str, code: str, row: Mapping[str, Value]) -> Value:
        """Another column of the row, also one that stands further right."""
        if name in row:
            return row[name]
        column = self.account.column(name)
        return None if column is None else self._figure(column, code, row)
