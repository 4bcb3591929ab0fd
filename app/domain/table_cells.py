"""The rows that a list has for now, and the number cells of a table."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from app.domain import values
from app.domain.reach import in_row
from app.domain.submission import Entries, ids
from app.scheme.cells import absolute
from app.scheme.formula import Formula
from app.scheme.model import Column, Row, RowList, Table


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


@lru_cache(maxsize=4096)
def tidy_code(text: str) -> str:
    """The code of a subject as typed, full-width digits and points forgiven: 208.05.05."""
    return re.sub(r"[\s.·-]", "", values.tidy(text))


@dataclass(frozen=True)
class Cell:
    """A number cell of a table: its row's address part, its column, its formula.

    One value stands for the cell in every form that has the table: with 100 projects, making each
    of them anew on every key costs as much as computing them (measured). `names` are what the names
    in the formula stand for: "column" within the same row, ".row.column" within the same table,
    else a whole address. `source` is the cell that a carried figure comes from. `either`: what is
    typed counts while the formula gives nothing.
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

    def meant(self, address: str, name: str) -> str:
        """The address that a name in the formula stands for in the cell at `address`."""
        place = self.names[name]
        if "." not in place:
            return address.removesuffix(self.column.id) + place
        return address.removesuffix(self.place) + place if place[0] == "." else place

    @property
    def typed(self) -> bool:
        """Whether a person may fill it in: neither computed for certain nor carried."""
        return (self.formula is None or self.either) and not self.source


def _meant(table: Table, column: Column, formula: Formula | None) -> Mapping[str, str]:
    """What the names in the formula of a cell stand for; it is the same in every row."""
    return {
        name: name if in_row(table, name) else absolute(table, "", "", column.id, name)
        for name in (formula.names if formula else ())
    }


def _own(table: Table, row: Row, column: Column) -> Cell:
    formula = table.formula(row, column)
    names = _meant(table, column, formula)
    return Cell(table, row.id, column, formula, "", names, column.id in row.either)


def fixed_cells(table: Table) -> tuple[tuple[str, Cell], ...]:
    """The cells of a table's own rows, each with its place."""
    made = (
        _own(table, row, column)
        for row in table.rows
        for column in table.columns
        if column.id not in row.dash
    )
    return tuple((cell.place, cell) for cell in made)


def listed_cells(table: Table, one: RowList, rows: Iterable[ListRow]) -> Iterator[Cell]:
    """The cells of rows of a list."""
    columns = [column for column in table.columns if column.id not in one.dash]
    known = [(column, _meant(table, column, column.formula)) for column in columns]
    for line in rows:
        for column, names in known:
            own = one.carried.get(column.id, "") if line.form else ""
            source = f"{line.form}.{own}" if own else ""
            yield Cell(table, f"{one.id}.{line.id}", column, column.formula, source, names)
