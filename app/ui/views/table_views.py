"""What the grid of a table shows: its rows, the rows of its lists, and why a cell is locked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from app.domain.ledger import NEW, Lists, formula_value
from app.domain.report import Report
from app.domain.submission import ids
from app.domain.table_cells import ListRow, list_rows
from app.domain.tables import read_kind
from app.domain.wording import cell_words, plain
from app.scheme.formula import EACH, Formula
from app.scheme.model import NUMBER_KINDS, Column, Row, RowList, Table
from app.ui.views.showing import AS_REPORTED, Showing, own_unit, typing
from app.ui.views.views import TAB_NAMES, CellView, GridView, Look, marked

LABEL_SHARE, COLUMN_SHARE = 34, 14  # of the grid's width
DASH = "——"
NEW_ROW = "新的一行：在这里输入"
FROM_ZERO = "上年为0"  # in the place of a change in %
LAST_YEAR = "上年数：直接填，或在“收入支出”点“带入上年数…”"
_SIGNS = ((" - ", "－"), (" / ", "÷"), (" * ", "×"), (" + ", "＋"), ("＋-", "－"))
_SUM = re.compile(r"\bsum\(([^()]*)\)")
_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*")


def table_view(
    report: Report,
    table: Table,
    prefix: str,
    *,
    grows: bool = False,
    showing: Showing = AS_REPORTED,
) -> GridView:
    """A table of the scheme or of a form, at its address prefix.

    Where it `grows`, each list that a unit fills in itself ends with a blank line for a new row.
    """
    errors, questions = report.marks
    rows: list[tuple[CellView, ...]] = []
    names: list[str] = []
    for name, cells in Shown(report, table, prefix, showing).lines(grows=grows):
        rows.append(tuple(marked(cell, errors, questions) for cell in cells))
        names.append(name)
    headers = (titled(table, showing), *(column.label for column in table.columns))
    widths = (LABEL_SHARE, *(COLUMN_SHARE for _ in table.columns))
    return GridView(
        headers,
        tuple(rows),
        (),
        widths,
        tuple(names),
        lists=lists_of(report, table, prefix),
        typing=typing(showing, table, prefix),
    )


def has_amounts(table: Table) -> bool:
    return any(column.kind == "amount" for column in table.columns)


def titled(table: Table, showing: Showing = AS_REPORTED) -> str:
    """The table's title, with the unit that it is shown in where it holds amounts."""
    if not has_amounts(table):
        return table.title
    own, unit = table.unit, showing.unit_of(table.unit)
    return f"{table.title}（{unit}，表以{own}上报）" if unit != own else f"{table.title}（{own}）"


@dataclass(frozen=True)
class Growth:
    """The column of changes in % since last year, and the ids of what it compares."""

    column: Column
    this: str
    last: str


def growth_column(table: Table) -> Growth | None:
    """The table's change in % since last year; None where it has none."""
    last = {column.id for column in table.columns if column.last}
    for column in table.columns:
        if column.kind == "percent" and column.formula and last.intersection(column.formula.names):
            names = column.formula.names
            this = next((name for name in names if name not in last), "")
            return Growth(column, this, next(name for name in names if name in last))
    return None


def lists_of(report: Report, table: Table, prefix: str) -> Lists | None:
    """What typing in the table's lists means; None where it has none."""
    submission = report.submission
    if not table.lists:
        return None
    return Lists(submission.entries, prefix, table.lists, report.codes, submission.year)


def own_rows(report: Report, prefix: str, one: RowList) -> tuple[str, ...]:
    """Ids of the rows of a list that the unit has added itself."""
    return ids(report.submission.entries, f"{prefix}.{one.id}.rows")


@dataclass(frozen=True)
class Shown:
    """One table at one place."""

    report: Report
    table: Table
    prefix: str
    showing: Showing = AS_REPORTED
    _explained: dict[str, str] = field(default_factory=dict)  # one formula stands in many rows

    def lines(self, *, grows: bool) -> Iterator[tuple[str, tuple[CellView, ...]]]:
        """Each row with its id: `basic`, or `special.r1` in a row list."""
        for row in self.table.rows:
            label = CellView("　" * row.indent + row.label, look="label", locked="表头不能修改")
            yield row.id, (label, *(self.cell(row, column) for column in self.table.columns))
            for one in self.table.lists:
                if one.after == row.id:
                    yield from self._list_lines(one)
                    if grows and not one.each:
                        yield f"{one.id}.{NEW}", self._new_line(one)

    def cell(self, row: Row, column: Column) -> CellView:
        """A cell of one of the table's own rows."""
        address = f"{self.prefix}.{row.id}.{column.id}"
        name = f"{column.label} · {row.label.strip()}"
        if column.id in row.dash:
            return self.dash(column, address, name, row.label.strip())
        formula = self.table.formula(row, column)
        if formula is None:
            return self.typed(column, address, name)
        if column.id in row.either:
            return self._either(row, column, name, formula)
        return self.computed(column, address, name, formula, bold=row.id == "total")

    def dash(self, column: Column, address: str, name: str, where: str) -> CellView:
        locked = f"“{where}”没有{column.label}这一栏"
        return CellView(DASH, address, look="computed", locked=locked, center=True, name=name)

    def computed(
        self, column: Column, address: str, name: str, formula: Formula, *, bold: bool = False
    ) -> CellView:
        locked = f"自动计算：{self._explain(formula)}"
        value = self.report.values.get(address)
        return self.figure(column, value, (address, name), locked, bold=bold)

    def _from_zero(self, column: Column, address: str) -> bool:
        """Whether a change in % has nothing to compare with: last year's figure is 0."""
        growth = growth_column(self.table) if column.kind == "percent" else None
        if growth is None or growth.column is not column:
            return False
        start, values = address.removesuffix(f".{column.id}"), self.report.values
        last, this = (values.get(f"{start}.{one}") for one in (growth.last, growth.this))
        return last is not None and not last and bool(this)

    def figure(
        self,
        column: Column,
        value: Decimal | None,
        place: tuple[str, str],  # its address and its name
        locked: str,
        *,
        bold: bool = False,
        look: Look = "computed",
    ) -> CellView:
        """A figure that cannot be typed."""
        showing, unit = self.showing, self.table.unit
        amount, (address, name) = column.kind == "amount", place
        words = FROM_ZERO if value is None and self._from_zero(column, address) else ""
        return CellView(
            shown=showing.figure(column.kind, value, unit) or words,
            address=address,
            look=look,
            locked=locked,
            right=True,
            name=f"{name}（{showing.unit_of(unit)}）" if amount else name,
            bold=bold,
            weak=bool(words),
            exact=showing.exact(value, unit) if amount else "",
            copied=showing.copied(value, unit) if amount and showing.hides(value, unit) else "",
        )

    def _explain(self, formula: Formula) -> str:
        if formula.text not in self._explained:
            self._explained[formula.text] = explain(self.report, self.table, formula)
        return self._explained[formula.text]

    def _either(self, row: Row, column: Column, name: str, formula: Formula) -> CellView:
        """Computed while the formula gives something, typed while it does not; what is typed
        beside a computed figure can be cleared."""
        address, report = f"{self.prefix}.{row.id}.{column.id}", self.report
        place = (self.table, self.prefix, row.id, column.id)
        values, entries = report.values, report.submission.entries
        if formula_value(report.scheme, entries, values, place, formula) is None:
            return self.typed(column, address, name)
        found = self.computed(column, address, name, formula)
        text = report.text(address)
        if not text:
            return found
        typed = read_kind(column.kind, text, self.table.unit).value
        same = typed is None or typed == values.get(address)
        note = f"这里原来填的是“{text}”，现在以自动计算的为准；按 Del 清除原来填的"
        return replace(found, clears=address, note=note, question="" if same else note)

    def typed(self, column: Column, address: str, name: str) -> CellView:
        """A cell that is filled in, also one of a line that is no row yet."""
        text, unit, showing = self.report.text(address), self.table.unit, self.showing
        number, amount = column.kind in NUMBER_KINDS, column.kind == "amount"
        value = self.report.values.get(address)
        readable = number and address not in self.report.problems
        return CellView(
            shown=showing.figure(column.kind, value, unit) if readable else text,
            address=address,
            text=showing.starts(text, unit) if amount else text,
            look="carried" if column.last and text else "typed",
            right=number,
            long=column.kind == "longtext",
            name=f"{name}（{showing.unit_of(unit)}）" if amount else name,
            note=self._typed_note(column, text),
            exact=showing.exact(value, unit) if amount and readable else "",
            copied=self._exactly(value, text) if amount and readable else "",
        )

    def _exactly(self, value: Decimal | None, text: str) -> str:
        """What the clipboard takes where it is neither what was typed nor what is shown."""
        own = self.table.unit
        needed = own_unit(text) or self.showing.hides(value, own)
        return self.showing.copied(value, own) if needed else ""

    def _typed_note(self, column: Column, text: str) -> str:
        """What was typed, or where a blank figure of last year may come from."""
        if not text:
            return LAST_YEAR if column.last else ""
        told = self.showing.told(text, self.table.unit) if column.kind == "amount" else text
        return f"填写的是：{told}" if column.kind in NUMBER_KINDS else ""

    # ── row lists ────────────────────────────────────────────────────────────────────────

    def _list_lines(self, one: RowList) -> Iterator[tuple[str, tuple[CellView, ...]]]:
        form = next((form for form in self.report.scheme.forms if form.id == one.each), None)
        named = form.name_field if form else ""
        from_there = f"取自{TAB_NAMES.get(form.tab, '')}，在那里修改" if form else ""
        address, entries = f"{self.prefix}.{one.id}", self.report.submission.entries
        for line in list_rows(entries, self.prefix, one, named):
            start = f"{address}.{line.id}"
            label = _list_label(one, line, start, from_there)
            cells = [
                self._carried(line, column, f"{start}.{column.id}", from_there)
                if line.form and column.id in one.carried
                else self.listed(one, column, f"{start}.{column.id}", line.name or one.label)
                for column in self.table.columns
            ]
            yield f"{one.id}.{line.id}", (label, *cells)

    def _new_line(self, one: RowList) -> tuple[CellView, ...]:
        start, name = f"{self.prefix}.{one.id}.{NEW}", f"新的一行 · {one.label}"
        label = CellView("", f"{start}.name", name=name, prompt="　" * one.indent + NEW_ROW)
        return (label, *self.new_cells(one, start))

    def new_cells(self, one: RowList, start: str) -> Iterator[CellView]:
        """The figures of the blank line at the end of a list."""
        for column in self.table.columns:
            yield self.listed(one, column, f"{start}.{column.id}", "新的一行")

    def listed(self, one: RowList, column: Column, address: str, line: str) -> CellView:
        """A cell of a row of a list."""
        name = f"{column.label} · {line}"
        if column.id in one.dash:
            return self.dash(column, address, name, one.label)
        if column.formula is None:
            return self.typed(column, address, name)
        return self.computed(column, address, name, column.formula)

    def _carried(self, line: ListRow, column: Column, address: str, locked: str) -> CellView:
        value, name = self.report.values.get(address), f"{column.label} · {line.name}"
        look: Look = "computed" if value is None else "carried"  # yellow is what really came
        return self.figure(column, value, (address, name), locked, look=look)


def _list_label(one: RowList, line: ListRow, start: str, from_there: str) -> CellView:
    indent = "　" * one.indent
    if line.form:
        return CellView(f"{indent}{line.name or '（未命名）'}", look="carried", locked=from_there)
    name = f"名称 · {one.label}"
    return CellView(f"{indent}{line.name}", f"{start}.name", line.name, name=name, long=True)


# ── a formula in words ────────────────────────────────────────────────────────────────────


def explain(report: Report, table: Table, formula: Formula) -> str:
    """A formula in the words of the form: 当年财政拨款＋上年结转资金＋其他资金."""
    labels = {row.id: plain(row.label) for row in table.rows}
    labels |= {one.id: f"{one.label}各行" for one in table.lists}
    labels |= {column.id: column.label for column in table.columns}
    words = {name: labels.get(name) or _far_label(report, table, name) for name in formula.names}
    spelled = _SUM.sub(lambda found: found[1].replace(", ", " + "), formula.text)
    spelled = _NAME.sub(lambda found: words.get(found[0], found[0]), spelled)
    for sign, word in _SIGNS:
        spelled = spelled.replace(sign, word)
    return spelled


def _far_label(report: Report, table: Table, name: str) -> str:
    """A cell of another place: “收入支出”的基本支出决算数."""
    start, *rest = name.split(".")
    rows = {row.id: row.label.strip() for row in table.rows}
    if start in rows and len(rest) == 1:
        column = next((c.label for c in table.columns if c.id == rest[0]), rest[0])
        return f"{rows[start]}{column}"
    tabs = {one.id: TAB_NAMES.get(one.tab, "") for one in report.scheme.tables}
    tabs |= {form.id: TAB_NAMES.get(form.tab, "") for form in report.scheme.forms}
    tabs["info"] = TAB_NAMES["info"]
    said, tab = cell_words(report.scheme, name), tabs.get(start, "")
    if not tab:  # an official table names itself
        return said
    each = "各张表" if EACH in rest else ""
    return f"“{tab}”{each}的{said}"
