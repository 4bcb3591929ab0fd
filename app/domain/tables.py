"""The numbers of a submission: every typed number read once, every formula cell computed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from app.domain import values
from app.domain.rollup import Posting, roll_up
from app.domain.submission import Entries, ids, prefixes
from app.scheme.cells import absolute, under_code
from app.scheme.formula import EACH, Formula, Value, evaluate
from app.scheme.model import NUMBER_KINDS, Column, Kind, Row, RowList, Scheme, Table


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


def written(kind: Kind, value: Decimal, unit: str) -> str:
    """A value as a person would type it, to its last digit: read again, it is the same value."""
    match kind:
        case "amount":
            return values.number_text(value / values.UNITS[unit]).replace(",", "")
        case "percent":
            return f"{values.number_text(value * 100).replace(',', '')}%"
        case _:
            return values.number_text(value).replace(",", "")


def all_tables(scheme: Scheme, entries: Entries) -> Iterator[tuple[str, Table]]:
    """Every table of a submission with its address prefix, those of the forms included."""
    for table in scheme.tables:
        yield table.id, table
    for account in scheme.accounts:
        for block in account.blocks:
            yield f"{account.id}.{block.id}", block.table
    for form in scheme.forms:
        for prefix in prefixes(form, entries):
            for table in form.tables:
                yield f"{prefix}.{table.id}", table


@dataclass(frozen=True)
class ListRow:
    """One row of a row list: a form's (`form` is its prefix), or one of the unit's own.

    `code` is the subject of a row in a list of subjects, as typed; `also` its second one.
    """

    id: str
    name: str
    form: str = ""
    code: str = ""
    also: str = ""


def list_rows(entries: Entries, prefix: str, one: RowList, name_field: str) -> tuple[ListRow, ...]:
    """The rows of a list in printed order: those of the forms, then the unit's own.

    `prefix` is the table's address, `name_field` the field that names each form.
    """
    rows: list[ListRow] = []
    for form_id in ids(entries, f"{one.each}.order") if one.each else ():
        start = f"{one.each}.{form_id}"
        said = entries.get(f"{start}.{one.where}", "") if one.where else one.equals
        if said == one.equals or (not said and one.otherwise):
            rows.append(ListRow(form_id, entries.get(f"{start}.{name_field}", ""), start))
    address = f"{prefix}.{one.id}"
    for own in ids(entries, f"{address}.rows"):
        start = f"{address}.{own}"
        name = entries.get(f"{start}.name", "")
        if one.codes:
            code, also = entries.get(f"{start}.code", ""), entries.get(f"{start}.also", "")
            rows.append(ListRow(own, name, code=tidy_code(code), also=tidy_code(also)))
        else:
            rows.append(ListRow(own, name))
    return tuple(rows)


def tidy_code(text: str) -> str:
    """The code of a subject as typed, full-width digits and points forgiven: 208.05.05."""
    return re.sub(r"[\s.·-]", "", values.tidy(text))


@dataclass(frozen=True)
class Cell:
    """A number cell of a table: its row's address part, its column, its formula.

    One value stands for the cell in every form that has the table: with 100 projects, making each
    of them anew on every key costs as much as computing them (measured). `names` are what the names
    in the formula stand for: ".row.column" within the same table, else a whole address. `source` is
    the cell that a carried figure comes from. `either`: what is typed counts while the formula
    gives nothing.
    """

    table: Table
    row: str
    column: Column
    formula: Formula | None = None
    source: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    either: bool = False

    @property
    def place(self) -> str:
        """The address from the table on."""
        return f".{self.row}.{self.column.id}"

    @property
    def typed(self) -> bool:
        """Whether a person may fill it in: neither computed for certain nor carried."""
        return (self.formula is None or self.either) and not self.source


def _cell(
    table: Table, row: str, column: Column, formula: Formula | None, source: str = ""
) -> Cell:
    names = formula.names if formula else ()
    meant = {name: absolute(table, "", row, column.id, name) for name in names}
    return Cell(table, row, column, formula, source, meant)


def _own(table: Table, row: Row, column: Column) -> Cell:
    made = _cell(table, row.id, column, table.formula(row, column))
    return replace(made, either=True) if column.id in row.either else made


def _fixed(table: Table) -> tuple[tuple[str, Cell], ...]:
    """The cells of a table's own rows, each with its place."""
    made = (
        _own(table, row, column)
        for row in table.rows
        for column in table.columns
        if column.id not in row.dash
    )
    return tuple((cell.place, cell) for cell in made)


SUMMED = frozenset[Kind]({"amount", "count"})


def _one(found: Value | tuple[Value, ...]) -> Value:
    return None if isinstance(found, tuple) else found


class Numbers:
    """Reads and computes cells on demand; a sound scheme has no cycles, so it always ends."""

    def __init__(self, scheme: Scheme, entries: Entries) -> None:
        self._scheme = scheme
        self._entries = entries
        self._names = {form.id: form.name_field for form in scheme.forms}
        self._rows: dict[str, tuple[ListRow, ...]] = {}
        self._coded: dict[str, tuple[Table, RowList]] = {}  # lists of subjects by their address
        # list of subjects -> code (blank: all rows) -> figures in the order of `_summed`
        self.sums: dict[str, dict[str, list[Value]]] = {}
        self._summed: dict[str, dict[str, int]] = {}
        self.overruled: dict[str, Decimal] = {}  # typed where a formula gives another figure
        self.cells: dict[str, Cell] = {}
        self.values: dict[str, Decimal | None] = {}
        self.problems: dict[str, str] = {}
        fixed: dict[int, tuple[tuple[str, Cell], ...]] = {}
        for prefix, table in all_tables(scheme, entries):
            if id(table) not in fixed:
                fixed[id(table)] = _fixed(table)
            for place, cell in fixed[id(table)]:
                self.cells[prefix + place] = cell
            for cell in self._listed(prefix, table):
                self.cells[prefix + cell.place] = cell

    def _listed(self, prefix: str, table: Table) -> Iterator[Cell]:
        for one in table.lists:
            rows = list_rows(self._entries, prefix, one, self._names.get(one.each, ""))
            self._rows[f"{prefix}.{one.id}"] = rows
            if one.codes:
                self._coded[f"{prefix}.{one.id}"] = (table, one)
            columns = [column for column in table.columns if column.id not in one.dash]
            for line in rows:
                for column in columns:
                    own = one.carried.get(column.id, "") if line.form else ""
                    source = f"{line.form}.{own}" if own else ""
                    yield _cell(table, f"{one.id}.{line.id}", column, column.formula, source)

    def rows(self, address: str) -> tuple[ListRow, ...]:
        """The rows of the row list at an address such as `base.expenses.special`."""
        return self._rows.get(address, ())

    def kind(self, address: str) -> Kind:
        """The kind of number that stands at an address; of `each` addresses, that of the cells."""
        cell = self.cells.get(address)
        if cell is not None:
            return cell.column.kind
        if f".{EACH}." in address:
            return next((self.kind(one) for one in self._places(address)), "amount")
        if under_code(address):
            table = self._coded.get(address.partition(".c")[0])
            name = address.rpartition(".")[2]
            return (
                next((c.kind for c in table[0].columns if c.id == name), "amount")
                if table
                else "amount"
            )
        start, _, name = address.partition(".")
        if start == "info":
            return next((f.kind for f in self._scheme.fields if f.id == name), "count")
        return "amount"

    def all(self) -> "Numbers":
        """Compute every cell; `values` and `problems` are complete afterwards."""
        for one in self._scheme.fields:
            if one.kind in NUMBER_KINDS:
                self._read(f"info.{one.id}", one.kind, "元")
        for address in self.cells:
            self.value(address)
        for address in self._coded:
            self._roll(address)
        return self

    @property
    def coded(self) -> Mapping[str, tuple[Table, RowList]]:
        """The lists of subjects by their addresses, such as `outlay.public`."""
        return self._coded

    def value(self, address: str) -> Value | tuple[Value, ...]:
        """A cell's value, or those of all projects for an `each` address."""
        if address in self.values:
            return self.values[address]
        cell = self.cells.get(address)
        if cell is None:
            if under_code(address):
                return self._under(address)
            return self._each(address) if f".{EACH}." in address else None
        if cell.source:
            return self._keep(address, self.value(cell.source))
        if cell.formula is None:
            return self._read(address, cell.column.kind, cell.table.unit)
        prefix, names = address.removesuffix(cell.place), cell.names

        def meant(name: str) -> Value | tuple[Value, ...]:
            place = names[name]
            return self.value(prefix + place if place[0] == "." else place)

        found = self._keep(address, evaluate(cell.formula, meant))
        return self._or_typed(address, cell, found) if cell.either else found

    def _or_typed(self, address: str, cell: Cell, found: Value) -> Value:
        """What is typed where the formula gives nothing; beside one it is kept apart."""
        typed = self._read(address, cell.column.kind, cell.table.unit)
        if found is None:
            return typed
        self.values[address] = found
        if typed is not None and typed != found:
            self.overruled[address] = typed
        return found

    # ── sums under a subject's code ──────────────────────────────────────────────────────

    def _under(self, address: str) -> Value:
        start, _, rest = address.partition(".c")
        if start not in self._coded:
            return None
        self._roll(start)
        if address in self.values:
            return self.values[address]
        table, one = self._coded[start]
        code, _, name = rest.partition(".")
        column = next((c for c in table.columns if c.id == name), None)
        if column is None or column.formula is None or column.kind != "percent":
            return None
        row = f"{one.id}.c{code}"
        prefix = start.removesuffix(f".{one.id}")

        def meant(word: str) -> Value | tuple[Value, ...]:
            return self.value(absolute(table, prefix, row, name, word))

        return self._keep(address, evaluate(column.formula, meant))

    def _roll(self, address: str) -> None:
        """The sums of a list under each 类, 款 and 项. A rate is no sum: see `_under`."""
        if address in self.sums:
            return
        table, one = self._coded[address]
        columns = [c.id for c in table.columns if c.kind in SUMMED and c.id not in one.dash]
        postings = []
        for row in self._rows[address]:
            found = [self.value(f"{address}.{row.id}.{name}") for name in columns]
            postings.append(Posting(row.code, tuple(map(_one, found))))
        self._summed[address] = {name: at for at, name in enumerate(columns)}
        self.sums[address] = sums = roll_up(postings, len(columns))
        for code, figures in sums.items():
            for name, total in zip(columns, figures, strict=True) if code else ():
                self.values[f"{address}.c{code}.{name}"] = total

    def under(self, place: str, code: str) -> Value:
        """A ledger column's sum (`outlay.public.basic`) under a code; of all rows where blank."""
        address, _, name = place.rpartition(".")
        if address not in self._coded:
            return None
        self._roll(address)
        row, at = self.sums[address].get(code), self._summed[address].get(name)
        return None if row is None or at is None else row[at]

    def _keep(self, address: str, found: Value | tuple[Value, ...]) -> Value:
        value = _one(found)
        self.values[address] = value
        return value

    def _places(self, address: str) -> list[str]:
        """All cells that an `each` address stands for: of a form's instances, or of a list."""
        start, _, rest = address.partition(f".{EACH}.")
        form = next((form for form in self._scheme.forms if form.id == start), None)
        if form is not None:
            places = list(prefixes(form, self._entries))
        else:
            places = [f"{start}.{row.id}" for row in self.rows(start)]
        return [f"{place}.{rest}" for place in places]

    def _each(self, address: str) -> tuple[Value, ...]:
        found: list[Value] = []
        for place in self._places(address):
            found.append(_one(self.value(place)))
        return tuple(found)

    def _read(self, address: str, kind: Kind, unit: str) -> Decimal | None:
        reading = read_kind(kind, self._entries.get(address, ""), unit)
        if reading.problem:
            self.problems[address] = reading.problem
        self.values[address] = reading.value
        return reading.value
