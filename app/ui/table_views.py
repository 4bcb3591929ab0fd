"""What the grid of a table shows: its rows, the rows of its lists, and why a cell is locked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.report import Report
from app.domain.submission import ids
from app.domain.tables import ListRow, list_rows, shown
from app.domain.wording import cell_words
from app.scheme.formula import EACH, Formula
from app.scheme.model import NUMBER_KINDS, Column, Row, RowList, Table
from app.ui.views import TAB_NAMES, CellView, GridView, marked, problems_of

LABEL_SHARE, COLUMN_SHARE = 34, 14  # of the grid's width
DASH = "——"
_SIGNS = ((" - ", "－"), (" / ", "÷"), (" * ", "×"), (" + ", "＋"))
_SUM = re.compile(r"\bsum\(([^()]*)\)")
_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*")


def table_view(report: Report, table: Table, prefix: str) -> GridView:
    """A table of the scheme or of a form, at its address prefix."""
    errors, questions = problems_of(report)
    rows: list[tuple[CellView, ...]] = []
    names: list[str] = []
    for name, cells in _Shown(report, table, prefix).lines():
        rows.append(tuple(marked(cell, errors, questions) for cell in cells))
        names.append(name)
    headers = (_title(table), *(column.label for column in table.columns))
    widths = (LABEL_SHARE, *(COLUMN_SHARE for _ in table.columns))
    return GridView(headers, tuple(rows), (), widths, tuple(names))


def _title(table: Table) -> str:
    amounts = any(column.kind == "amount" for column in table.columns)
    return f"{table.title}（{table.unit}）" if amounts else table.title


def own_rows(report: Report, prefix: str, one: RowList) -> tuple[str, ...]:
    """Ids of the rows of a list that the unit has added itself."""
    return ids(report.submission.entries, f"{prefix}.{one.id}.rows")


@dataclass(frozen=True)
class _Shown:
    """One table at one place."""

    report: Report
    table: Table
    prefix: str

    def lines(self) -> Iterator[tuple[str, tuple[CellView, ...]]]:
        """Each row with its id: `basic`, or `special.r1` in a row list."""
        for row in self.table.rows:
            label = CellView("　" * row.indent + row.label, look="label", locked="表头不能修改")
            yield row.id, (label, *(self._cell(row, column) for column in self.table.columns))
            for one in self.table.lists:
                if one.after == row.id:
                    yield from self._list_lines(one)

    def _cell(self, row: Row, column: Column) -> CellView:
        address = f"{self.prefix}.{row.id}.{column.id}"
        name = f"{column.label} · {row.label.strip()}"
        if column.id in row.dash:
            locked = f"“{row.label.strip()}”没有{column.label}这一栏"
            return CellView(DASH, address, look="computed", locked=locked, center=True, name=name)
        formula = self.table.formula(row, column)
        if formula is None:
            return self._typed(column, address, name)
        return CellView(
            shown=shown(column.kind, self.report.values.get(address), self.table.unit),
            address=address,
            look="computed",
            locked=f"自动计算：{explain(self.report, self.table, formula)}",
            right=True,
            name=name,
            bold=row.id == "total",
        )

    def _typed(self, column: Column, address: str, name: str) -> CellView:
        text, unit = self.report.text(address), self.table.unit
        number = column.kind in NUMBER_KINDS
        readable = number and address not in self.report.problems
        return CellView(
            shown=shown(column.kind, self.report.values.get(address), unit) if readable else text,
            address=address,
            text=text,
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
                else self._listed(one, line, column, f"{start}.{column.id}")
                for column in self.table.columns
            ]
            yield f"{one.id}.{line.id}", (label, *cells)

    def _listed(self, one: RowList, line: ListRow, column: Column, address: str) -> CellView:
        name = f"{column.label} · {line.name or one.label}"
        if column.formula is None:
            return self._typed(column, address, name)
        return CellView(
            shown=shown(column.kind, self.report.values.get(address), self.table.unit),
            address=address,
            look="computed",
            locked=f"自动计算：{explain(self.report, self.table, column.formula)}",
            right=True,
            name=name,
        )

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
