"""Last year's figures for this year's ledgers, taken from the unit's submission of that year.

Which column repeats which is said by the scheme (`Column.last`); nothing here names a table. Taken
figures are ordinary entries; what somebody typed is replaced only where the edit is told to.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.counterparts import FormMatch, Match, TableMatch, counterparts
from app.domain.earlier import same_unit
from app.domain.report import Report
from app.domain.submission import Edit, Entries, Submission, add_list_row, prefixes
from app.domain.tables import Cell, ListRow, Numbers, list_rows, read_kind, written
from app.domain.values import tidy
from app.scheme.model import Field, RowList, Scheme, Table

FACTS = ("text", "longtext", "choice")  # dates and numbers of staff are those of their year

Key = tuple[str, str]  # code and second code, or blank and the name


@dataclass(frozen=True)
class Figure:
    """A cell for last year's figure: `text` is what that year's submission gives, in the table's
    unit, `typed` what stands in the cell now."""

    address: str
    where: str
    text: str
    typed: str = ""


@dataclass(frozen=True)
class LastYear:
    """What last year's submission gives: figures for blank cells, for cells that say the same, and
    for cells that say something else.

    `rows` are the cells of rows that only last year has, `facts` blank ones of 基本信息 and
    options that it fills.
    """

    year: int
    new: tuple[Figure, ...] = ()
    same: tuple[Figure, ...] = ()
    different: tuple[Figure, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not (self.new or self.same or self.different or self.facts)

    def edit(self, *, replace: bool = False, facts: bool = True) -> Edit:
        """One step; figures that were typed otherwise give way only with `replace`."""
        figures = (*self.new, *(self.different if replace else ()))
        cells = dict(self.rows) | {one.address: one.text for one in figures}
        cells |= self.facts if facts else {}
        return Edit(cells, f"带入{self.year}年度决算数")


def year_before(submissions: Iterable[Submission], unit: str, year: int) -> Submission | None:
    """The unit's submission of the year before, of two the fuller one; None where there is none."""
    mine = [one for one in submissions if one.year == year - 1 and same_unit(one, unit)]
    return max(mine, key=lambda one: (len(one.entries), one.id), default=None)


def last_year_figures(scheme: Scheme, submission: Submission, last: Report) -> LastYear:
    """What `last`, the report of another year, says for the `last` columns of a submission.

    Rows of subjects are found by code, other rows by name; the order of rows stays, and what only
    last year has comes below it. A blank figure of last year gives nothing; a zero no new row.
    """
    return _Taker(scheme, submission.entries, last).taken()


@dataclass(frozen=True)
class _Row:
    """A row of last year with its figures by the column of this year."""

    key: Key
    name: str
    figures: Mapping[str, Decimal]
    carried: bool = False  # stands for a form: this year's forms are rows of their own


class _Taker:
    def __init__(self, scheme: Scheme, entries: Entries, last: Report) -> None:
        self.scheme = scheme
        self.entries = dict(entries)  # with the rows that only last year has
        self.last = last
        self.match: Match = counterparts(last.scheme, scheme)
        self.numbers = Numbers(scheme, entries)
        self.rows: dict[str, str] = {}
        self.found: list[tuple[Cell, Figure, Decimal]] = []
        self.giving: list[tuple[str, str, Decimal]] = []  # either cells, once rows are known

    def taken(self) -> LastYear:
        for prefix, old_prefix, match in self._tables():
            if any(column.last for column in match.new.columns):
                self._fixed(prefix, old_prefix, match)
                for one in (one for one in match.new.lists if not one.last_each):
                    self._list(prefix, one, self._old_rows(old_prefix, match, one))
        for table in self.scheme.tables:
            for one in table.lists:
                if one.last_each in self.match.forms:
                    old = self._forms(table, self.match.forms[one.last_each], one.last_each)
                    self._list(table.id, one, old)
        self._either()
        new: list[Figure] = []
        same: list[Figure] = []
        different: list[Figure] = []
        for cell, figure, value in self.found:
            read = read_kind(cell.column.kind, figure.typed, cell.table.unit)
            said = new if not figure.typed.strip() else same if read.value == value else different
            said.append(figure)
        facts = dict(self._facts())
        year = self.last.submission.year
        return LastYear(year, tuple(new), tuple(same), tuple(different), self.rows, facts)

    def _tables(self) -> Iterator[tuple[str, str, TableMatch]]:
        """The tables that both years have, but for those of forms that there are many of."""
        for table in self.scheme.tables:
            match = self.match.tables.get(table.id)
            if match is not None and match.new.id == table.id:
                yield table.id, match.old.id, match
        for form in self.scheme.forms:
            both = self.match.forms.get(form.id)
            if both is None or form.many or both.new.id != form.id:
                continue
            for table in form.tables:
                match = both.tables.get(table.id)
                if match is not None and match.new.id == table.id:
                    yield f"{form.id}.{table.id}", f"{both.old.id}.{match.old.id}", match

    # ── rows ─────────────────────────────────────────────────────────────────────────────

    def _fixed(self, prefix: str, old_prefix: str, match: TableMatch) -> None:
        for row in match.new.rows:
            start = f"{old_prefix}.{match.places.get(row.id, row.id)}"
            for name, value in self._figures(match, start).items():
                cell = self.numbers.cells.get(f"{prefix}.{row.id}.{name}")
                if cell is not None and cell.typed:
                    self._put(f"{prefix}.{row.id}.{name}", row.label, value, cell)

    def _figures(self, match: TableMatch, start: str) -> dict[str, Decimal]:
        """The figures of a row of last year that `last` columns of this year repeat."""
        found: dict[str, Decimal] = {}
        for column in match.new.columns:
            name = match.columns.get(column.last, column.last)
            value = self.last.values.get(f"{start}.{name}") if name else None
            if value is not None:
                found[column.id] = value
        return found

    def _old_rows(self, old_prefix: str, match: TableMatch, one: RowList) -> Iterator[_Row]:
        old = match.old.row_list(match.places.get(one.id, one.id))
        if old is None:
            return
        address = f"{old_prefix}.{old.id}"
        field_of = {form.id: form.name_field for form in self.last.scheme.forms}
        entries = self.last.submission.entries
        for row in list_rows(entries, old_prefix, old, field_of.get(old.each, "")):
            figures = self._figures(match, f"{address}.{row.id}")
            yield _Row(_key(row), row.name, figures, bool(row.form))

    def _forms(self, table: Table, match: FormMatch, each: str) -> Iterator[_Row]:
        """Last year's forms of a kind as rows; `Column.last` names their cells as of this year."""
        old = match.old if match.new.id == each else match.new
        for prefix in prefixes(old, self.last.submission.entries):
            name = self.last.submission.text(f"{prefix}.{old.name_field}")
            figures: dict[str, Decimal] = {}
            for column in (one for one in table.columns if one.last):
                cell = ".".join(match.renamed(column.last.split(".")))
                value = self.last.values.get(f"{prefix}.{cell}")
                if value is not None:
                    figures[column.id] = value
            if name.strip():
                yield _Row(("", _plain(name)), name, figures)

    def _list(self, prefix: str, one: RowList, old: Iterable[_Row]) -> None:
        field_of = {form.id: form.name_field for form in self.scheme.forms}
        here = list_rows(self.entries, prefix, one, field_of.get(one.each, ""))
        # where no row of this year has a second code, last year's are not told apart by theirs
        coarse = bool(here) and not any(row.also for row in here)
        places: dict[Key, ListRow] = {}
        for row in here:
            places.setdefault(_key(row), row)
        for one_row in _added_up(old, coarse=coarse):
            row_id = places[one_row.key].id if one_row.key in places else ""
            if not row_id and (one_row.carried or not any(one_row.figures.values())):
                continue
            row_id = row_id or self._new_row(f"{prefix}.{one.id}", one_row)
            self._row(f"{prefix}.{one.id}.{row_id}", one, one_row)

    def _new_row(self, address: str, row: _Row) -> str:
        edit = add_list_row(self.entries, address)
        listed = edit.cells[f"{address}.rows"]
        new = listed.split()[-1]
        code, also = row.key if row.key[0] else ("", "")
        cells = {"name": row.name, "code": code, "also": also}
        made = {f"{address}.{new}.{cell}": text for cell, text in cells.items() if text}
        self.rows |= made | {f"{address}.rows": listed}
        self.entries |= made | {f"{address}.rows": listed}
        return new

    def _row(self, start: str, one: RowList, row: _Row) -> None:
        table = self._table(start)
        words = " ".join(part for part in (row.key[0], row.name.strip() or one.label) if part)
        several = sum(1 for each in table.lists if each.codes) > 1
        label = f"{one.label}　{words}" if several else words
        for name, value in row.figures.items():
            column = next(each for each in table.columns if each.id == name)
            cell = self.numbers.cells.get(f"{start}.{name}") or Cell(table, "", column)
            if cell.typed and name not in one.dash:
                self._put(f"{start}.{name}", label, value, cell)

    def _table(self, start: str) -> Table:
        head, second, *_ = start.split(".")
        for table in self.scheme.tables:
            if table.id == head:
                return table
        return next(table for table in self.scheme.form(head).tables if table.id == second)

    # ── figures ──────────────────────────────────────────────────────────────────────────

    def _put(self, address: str, label: str, value: Decimal, cell: Cell) -> None:
        if cell.either:
            self.giving.append((address, label, value))
            return
        said = label.strip().removeprefix("其中：")
        where = f"{cell.table.title}　{said}　{cell.column.label}"
        text = written(cell.column.kind, value, cell.table.unit)
        figure = Figure(address, where, text, self.entries.get(address, ""))
        self.found.append((cell, figure, value))

    def _either(self) -> None:
        """A cell that follows from others is taken only where those give nothing."""
        asked = {address for address, _, _ in self.giving}
        texts = {one.address: one.text for _, one, _ in self.found if not one.typed}
        entries = {cell: text for cell, text in self.entries.items() if cell not in asked} | texts
        numbers = Numbers(self.scheme, entries)
        for address, label, value in self.giving:
            if numbers.value(address) is None:
                cell = numbers.cells[address]
                self._put(address, label, value, Cell(cell.table, cell.row, cell.column))

    # ── 基本信息 ─────────────────────────────────────────────────────────────────────────

    def _facts(self) -> Iterator[tuple[str, str]]:
        old = self.last.submission
        for one in self.scheme.fields:
            address = f"info.{one.id}"
            text = old.text(f"info.{self.match.fields.get(one.id, one.id)}")
            text = self.match.choices.get(one.id, {}).get(text, text)
            if one.kind in FACTS and not self.entries.get(address) and _possible(one, text):
                yield address, text
        for option in self.scheme.options:
            address = f"option.{option.id}"
            text = old.text(address)
            choices = {choice.id for choice in option.choices} - {option.default}
            if text in choices and not self.entries.get(address):
                yield address, text


def _possible(one: Field, text: str) -> bool:
    return bool(text.strip()) and (not one.choices or text in {choice.id for choice in one.choices})


def _key(row: ListRow) -> Key:
    return (row.code, row.also) if row.code else ("", _plain(row.name))


def _plain(name: str) -> str:
    return tidy(name).replace(" ", "")


def _added_up(rows: Iterable[_Row], *, coarse: bool) -> Iterator[_Row]:
    """Rows of one subject are one; what has neither code nor name is left out."""
    found: dict[Key, _Row] = {}
    for row in rows:
        key = (row.key[0], "") if coarse and row.key[0] else row.key
        if not any(key):
            continue
        known = found.get(key)
        figures = dict(known.figures) if known else {}
        for name, value in row.figures.items():
            figures[name] = figures.get(name, Decimal(0)) + value
        name = (known.name if known else "") or row.name
        found[key] = _Row(key, name, figures, row.carried)
    yield from found.values()
