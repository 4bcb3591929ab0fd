"""What the grid of a table shows: its rows, the rows of its lists, and why a cell is locked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from app.domain.ledger import NEW, Lists, formula_value
from app.domain.report import Report
from app.domain.submission import ids
from app.domain.table_cells import ListRow, list_rows
from app.domain.tables import read_kind, shown
from app.domain.wording import cell_words
from app.scheme.formula import EACH, Formula
from app.scheme.model import NUMBER_KINDS, Column, Row, RowList, Table
from app.ui.views import TAB_NAMES, CellView, GridView, marked, problems_of

LABEL_SHARE, COLUMN_SHARE = 34, 14  # of the grid's width
DASH = "——"
NEW_ROW = "新的一行：在这里输入"
_SIGNS = ((" - ", "－"), (" / ", "÷"), (" * ", "×"), (" + ", "＋"))
_SUM = re.compile(r"\bsum\(([^()]*)\)")
_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*")


def table_view(report: Report, table: Table, prefix: str, *, grows: bool = False) -> GridView:
    """A table of the scheme or of a form, at its address prefix.

    Where it `grows`, each list that a unit fills in itself ends with a blank line for a new row.
    """
    errors, questions = problems_of(report)
    rows: list[tuple[CellView, ...]] = []
    names: list[str] = []
    for name, cells in Shown(report, table, prefix).lines(grows=grows):
        rows.append(tuple(marked(cell, errors, questions) for cell in cells))
        names.append(name)
    headers = (titled(table), *(column.label for column in table.columns))
    widths = (LABEL_SHARE, *(COLUMN_SHARE for _ in table.columns))
    return GridView(
        headers, tuple(rows), (), widths, tuple(names), lists=lists_of(report, table, prefix)
    )


def titled(table: Table) -> str:
    """The table's title, with its unit where it holds amounts."""
    amounts = any(column.kind == "amount" for column in table.columns)
    return f"{table.title}（{table.unit}）" if amounts else table.title


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
        return CellView(
            shown=shown(column.kind, self.report.values.get(address), self.table.unit),
            address=address,
            look="computed",
            locked=f"自动计算：{self._explain(formula)}",
            right=True,
            name=name,
            bold=bold,
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
        text, unit = self.report.text(address), self.table.unit
        number = column.kind in NUMBER_KINDS
        readable = number and address not in self.report.problems
        return CellView(
            shown=shown(column.kind, self.report.values.get(address), unit) if readable else text,
            address=address,
            text=text,
            look="carried" if column.last else "typed",
            right=number,
            long=column.kind == "longtext",
            name=f"{name}（{unit}）" if column.kind == "amount" else name,
            note=f"填写的是：{text}" if text and number else "",
        )

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
        return CellView(
            shown=shown(column.kind, self.report.values.get(address), self.table.unit),
            address=address,
            look="carried",
            locked=locked,
            right=True,
            name=f"{column.label} · {line.name}",
        )


def _list_label(one: RowList, line: ListRow, start: str, from_there: str) -> CellView:
    indent = "　" * one.indent
    if line.form:
        return CellView(f"{indent}{line.name or '（未命名）'}", look="carried", locked=from_there)
    name = f"名称 · {one.label}"
    return CellView(f"{indent}{line.name}", f"{start}.name", line.name, name=name, long=True)


# ── a formula in words ────────────────────────────────────────────────────────────────────


def explain(report: Report, table: Table, formula: Formula) -> str:
    """A formula in the words of the form: 当年财政拨款＋上年结转资金＋其他资金."""
    labels = {row.id: row.label.replace("其中：", "").strip() for row in table.rows}
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
    each = "各张表" if EACH in rest else ""
    return f"“{tabs.get(start, '')}”{each}的{cell_words(report.scheme, name)}"
