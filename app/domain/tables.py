"""The numbers of a submission: every typed number read once, every formula cell computed."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from copy import copy
from decimal import Decimal
from typing import TypeVar

from app.domain import values
from app.domain.reach import Reach, alone
from app.domain.rollup import CLASS, Ledger, above
from app.domain.submission import Entries, prefixes
from app.domain.table_cells import (
    Cell,
    ListRow,
    fixed_cells,
    list_rows,
    listed_cells,
    tidy_code,
)
from app.scheme.cells import split_code, under_code
from app.scheme.formula import EACH, Value, evaluate
from app.scheme.model import NUMBER_KINDS, Kind, RowList, Scheme, Table

__all__ = [
    "Cell",
    "ListRow",
    "Numbers",
    "all_tables",
    "list_rows",
    "read_kind",
    "shown",
    "tidy_code",
    "written",
]
T = TypeVar("T")


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


def _one(found: Value | tuple[Value, ...]) -> Value:
    return None if isinstance(found, tuple) else found


class Numbers:
    """Reads and computes cells on demand; a sound scheme has no cycles, so it always ends.

    With `last`, the numbers of the same scheme before an edit, and the `owners` of the entries that
    it changed (see `reach.py`), only what these reach is computed; the rest is taken over.
    """

    def __init__(
        self,
        scheme: Scheme,
        entries: Entries,
        last: "Numbers | None" = None,
        owners: AbstractSet[str] = frozenset(),
    ) -> None:
        self._scheme = scheme
        self._entries = entries
        self.owners = owners  # what the edit since `last` belongs to
        self._names = {form.id: form.name_field for form in scheme.forms}
        kept = last if last is not None and last._scheme is scheme else None
        self.reach: Reach = kept.reach if kept else Reach(scheme)
        self._fixed: dict[int, tuple[tuple[str, Cell], ...]] = kept._fixed if kept else {}
        self._rows: dict[str, tuple[ListRow, ...]] = dict(kept._rows) if kept else {}
        self._ledgers: dict[str, Ledger] = {}  # lists of subjects by their address
        # list of subjects -> code (blank: all rows) -> the columns of its `Ledger`
        self.sums: dict[str, dict[str, tuple[Value, ...]]] = dict(kept.sums) if kept else {}
        self.cells: dict[str, Cell] = dict(kept.cells) if kept else {}
        self.values: dict[str, Value] = dict(kept.values) if kept else {}
        self.problems: dict[str, str] = dict(kept.problems) if kept else {}
        # typed where a formula gives another figure
        self.overruled: dict[str, Decimal] = dict(kept.overruled) if kept else {}
        self.below_zero: dict[str, Decimal] = dict(kept.below_zero) if kept else {}  # as typed
        self.reached: set[str] = set()  # what is computed anew: tables by their address, `info`
        self.moved: dict[str, set[str]] = {}  # list of subjects -> codes whose sums are anew
        self._rolled: set[str] = set()
        self._new: list[str] = []  # cells that are there anew
        self._settled: set[str] = set()  # lists of subjects of which it is known what has moved
        self._tables = dict(all_tables(scheme, entries))
        self._take_up(kept)

    def _take_up(self, kept: "Numbers | None") -> None:
        """Make the cells of every table that the edit reaches; away with those of a form gone."""
        for prefix, table in self._tables.items():
            for one in table.lists:
                if one.codes:
                    address = f"{prefix}.{one.id}"
                    known = kept._ledgers.get(address) if kept else None
                    self._ledgers[address] = known or Ledger(table, one)
            if kept is None or prefix not in kept._tables or self._reaches(prefix, table):
                self._renew(prefix, table)
            self._settled.update(f"{prefix}.{one.id}" for one in table.lists if one.codes)
        for prefix, table in kept._tables.items() if kept else ():
            if prefix not in self._tables:
                self._drop(prefix + place for place, _ in self._fixed[id(table)])
                for one in table.lists:
                    self._renew_list(prefix, table, one, ())
                    self.sums.pop(f"{prefix}.{one.id}", None)
        if kept is None or "info" in self.owners:
            self.reached.add("info")
        for field_ in self._scheme.fields:
            if field_.kind in NUMBER_KINDS:
                self._drop((f"info.{field_.id}",))
                self._read(f"info.{field_.id}", field_.kind, "元")

    def _reaches(self, prefix: str, table: Table) -> bool:
        words = prefix.split(".")
        own = prefix if len(words) == 1 else ".".join(words[:-1])
        return own in self.owners or not self.owners.isdisjoint(self.reach.table(table))

    def _renew(self, prefix: str, table: Table) -> None:
        self.reached.add(prefix)
        if id(table) not in self._fixed:
            self._fixed[id(table)] = fixed_cells(table)
        for place, cell in self._fixed[id(table)]:
            address = prefix + place
            if address not in self.values or not self._stays(cell):
                self._drop((address,))
                self._add(address, cell)
        for one in table.lists:
            address = f"{prefix}.{one.id}"
            if address in self._rows and address not in self.owners and alone(table, one):
                continue
            rows = list_rows(self._entries, prefix, one, self._names.get(one.each, ""))
            self._renew_list(prefix, table, one, rows)

    def _stays(self, cell: Cell) -> bool:
        """Whether a cell follows from the sums under codes alone, none of which has moved."""
        if cell.formula is None or cell.either or not cell.names:
            return False
        for name in cell.names.values():
            start, code, _ = split_code(name)
            if start not in self._settled or code in self.moved.get(start, ()):
                return False
        return True

    def _renew_list(
        self, prefix: str, table: Table, one: RowList, rows: tuple[ListRow, ...]
    ) -> None:
        """Rows that nothing has changed in stay; the sums of the codes of all others go."""
        address = f"{prefix}.{one.id}"
        before = self._rows.get(address, ())
        same: set[ListRow] = set()
        if before and alone(table, one):
            same = set(before) & set(rows)
            same = {row for row in same if f"{address}.{row.id}" not in self.owners}
        gone = [row for row in before if row not in same]
        new = [row for row in rows if row not in same]
        self._drop(f"{address}.{row.id}.{column.id}" for row in gone for column in table.columns)
        for cell in listed_cells(table, one, new):
            self._add(prefix + cell.place, cell)
        self._rows[address] = rows
        if one.codes and (gone or new):
            self.moved[address] = {"", *(code for row in (*gone, *new) for code in above(row.code))}
            columns = Ledger(table, one).columns
            codes = self.moved[address] - {""}
            self._drop(f"{address}.c{code}.{column.id}" for code in codes for column in columns)

    def _add(self, address: str, cell: Cell) -> None:
        self.cells[address] = cell
        self._new.append(address)

    def _drop(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            self.cells.pop(address, None)
            self.values.pop(address, None)
            self.problems.pop(address, None)
            self.overruled.pop(address, None)
            self.below_zero.pop(address, None)

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
            start, _, name = split_code(address)
            ledger = self._ledgers.get(start)
            at = ledger.at.get(name) if ledger else None
            return "amount" if ledger is None or at is None else ledger.columns[at].kind
        start, _, name = address.partition(".")
        if start == "info":
            return next((f.kind for f in self._scheme.fields if f.id == name), "count")
        return "amount"

    def all(self) -> "Numbers":
        """Compute every cell; `values` and `problems` are complete afterwards."""
        for address in self._new:
            self.value(address)
        for address in self._ledgers:
            self._roll(address)
        # in the order of the tables, not in that of computing, which depends on the last edit
        self.problems = self._ordered(self.problems)
        self.overruled = self._ordered(self.overruled)
        self.below_zero = self._ordered(self.below_zero)
        return self

    def showing(self, official: Iterable[Mapping[str, Value]]) -> "Numbers":
        """These numbers with the figures of the official tables as shown, for checks to name."""
        both = copy(self)
        both.values = dict(self.values)
        for figures in official:
            both.values.update(figures)
        return both

    def _ordered(self, found: dict[str, T]) -> dict[str, T]:
        if len(found) < 2:
            return found
        cells = {address: self.cells.get(address) for address in found}
        within = {at.removesuffix(cell.place) if cell else "info" for at, cell in cells.items()}
        return {address: found[address] for address in self._addresses(within) if address in found}

    def _addresses(self, within: AbstractSet[str]) -> Iterator[str]:
        """All cells of these tables as they stand, after those of 基本信息."""
        yield from (f"info.{one.id}" for one in self._scheme.fields)
        for prefix in (one for one in self._tables if one in within):
            table = self._tables[prefix]
            yield from (prefix + place for place, _ in self._fixed[id(table)])
            for one in table.lists:
                for row in self.rows(f"{prefix}.{one.id}"):
                    start = f"{prefix}.{one.id}.{row.id}"
                    yield from (f"{start}.{column.id}" for column in table.columns)

    @property
    def coded(self) -> Mapping[str, tuple[Table, RowList]]:
        """The lists of subjects by their addresses, such as `outlay.public`."""
        return {address: (one.table, one.one) for address, one in self._ledgers.items()}

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
        found = evaluate(cell.formula, lambda name: self.value(cell.meant(address, name)))
        self._keep(address, found)
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
        start, _, _ = split_code(address)
        if start not in self._ledgers:
            return None
        self._roll(start)
        return self.values.get(address)

    def _roll(self, address: str) -> None:
        """The sums of a list under each 类, 款 and 项, where they are not known already.

        Of a 类 that has not moved no row is looked at: it counts for the total as it stands.
        """
        if address in self._rolled:
            return
        self._rolled.add(address)
        known, moved = self.sums.get(address), self.moved.get(address)
        if known is not None and moved is None:
            return
        ledger = self._ledgers[address]
        only = moved if known is not None else None
        kept = {code: line for code, line in (known or {}).items() if code not in (moved or ())}
        starts = [
            (row.code, f"{address}.{row.id}.")
            for row in self._rows[address]
            if only is None or not only.isdisjoint(above(row.code)[:1] or ("",))
        ]
        names = [column.id for column in ledger.columns]
        rows = [(code, tuple([_one(self.value(at + one)) for one in names])) for code, at in starts]
        rows += [("", line) for code, line in kept.items() if len(code) == CLASS]
        made = ledger.sums(rows, only)
        self.sums[address] = kept | made
        for code, line in made.items():
            for name, value in zip(names, line, strict=True) if code else ():
                self.values[f"{address}.c{code}.{name}"] = value

    def under(self, place: str, code: str) -> Value:
        """A ledger column's sum (`outlay.public.basic`) under a code; of all rows where blank."""
        address, _, name = place.rpartition(".")
        ledger = self._ledgers.get(address)
        if ledger is None:
            return None
        self._roll(address)
        line, at = self.sums[address].get(code), ledger.at.get(name)
        return None if line is None or at is None else line[at]

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
        known = self.values
        return tuple(
            [
                known[place] if place in known else _one(self.value(place))
                for place in self._places(address)
            ]
        )

    def _read(self, address: str, kind: Kind, unit: str) -> Decimal | None:
        reading = read_kind(kind, self._entries.get(address, ""), unit)
        if reading.problem:
            self.problems[address] = reading.problem
        if reading.value is not None and reading.value < 0:
            self.below_zero[address] = reading.value
        self.values[address] = reading.value
        return reading.value
