"""The numbers of a submission: every typed number read once, every formula cell computed."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain import values
from app.domain.submission import Entries, prefixes
from app.scheme.formula import EACH, Value, evaluate
from app.scheme.model import NUMBER_KINDS, Column, Kind, Row, Scheme, Table
from app.scheme.sound import absolute


def read_kind(kind: Kind, text: str, unit: str) -> values.Reading:
    """What a typed text means in a cell of this kind. Amounts in 元, rates as ratios."""
    match kind:
        case "amount":
            return values.read_amount(text, unit)
        case "percent":
            return values.read_rate(text)
        case "count" | "weight":
            return values.read_number(text)
        case _:
            return values.Reading(None)


def shown(kind: Kind, value: Decimal | None, unit: str) -> str:
    """A value as screen, paper and Excel show it."""
    match kind:
        case "amount":
            return values.amount_text(value, unit)
        case "percent":
            return values.rate_text(value)
        case _:
            return values.number_text(value)


def all_tables(scheme: Scheme, entries: Entries) -> Iterator[tuple[str, Table]]:
    """Every table of a submission with its address prefix, money tables of the forms included."""
    for table in scheme.tables:
        yield table.id, table
    for form in scheme.forms:
        for prefix in prefixes(form, entries):
            yield f"{prefix}.money", form.money


class Numbers:
    """Reads and computes cells on demand; a sound scheme has no cycles, so it always ends."""

    def __init__(self, scheme: Scheme, entries: Entries) -> None:
        self._scheme = scheme
        self._entries = entries
        self._cells: dict[str, tuple[str, Table, Row, Column]] = {}
        self.values: dict[str, Decimal | None] = {}
        self.problems: dict[str, str] = {}
        for prefix, table in all_tables(scheme, entries):
            for row in table.rows:
                for column in table.columns:
                    self._cells[f"{prefix}.{row.id}.{column.id}"] = (prefix, table, row, column)

    def all(self) -> "Numbers":
        """Compute every cell; `values` and `problems` are complete afterwards."""
        for field in self._scheme.fields:
            if field.kind in NUMBER_KINDS:
                self._read(f"info.{field.id}", field.kind, "元")
        for address in self._cells:
            self.value(address)
        return self

    def value(self, address: str) -> Value | tuple[Value, ...]:
        """A cell's value, or those of all projects for an `each` address."""
        if address in self.values:
            return self.values[address]
        cell = self._cells.get(address)
        if cell is None:
            return self._each(address) if f".{EACH}." in address else None
        prefix, table, row, column = cell
        formula = table.formula(row, column)
        if formula is None:
            return self._read(address, column.kind, table.unit)
        found = evaluate(
            formula, lambda name: self.value(absolute(table, prefix, row.id, column.id, name))
        )
        self.values[address] = found
        return found

    def _each(self, address: str) -> tuple[Value, ...]:
        form_id, _, rest = address.partition(f".{EACH}.")
        found: list[Value] = []
        for prefix in prefixes(self._scheme.form(form_id), self._entries):
            value = self.value(f"{prefix}.{rest}")
            found.append(None if isinstance(value, tuple) else value)
        return tuple(found)

    def _read(self, address: str, kind: Kind, unit: str) -> Decimal | None:
        reading = read_kind(kind, self._entries.get(address, ""), unit)
        if reading.problem:
            self.problems[address] = reading.problem
        self.values[address] = reading.value
        return reading.value
