"""A unit that has typed a text of its own into every cell of every form of a scheme."""

from itertools import count

from app.domain.submission import (
    Edit,
    add_form,
    add_list_row,
    add_row,
    applied,
    new_entries,
    prefixes,
)
from app.scheme.model import Codes, Field, Form, Kind, Scheme, Table

PROJECTS = 2
CODES: dict[Codes, tuple[str, str]] = {
    "function": ("2080106", "2101101"),
    "economic": ("30101", "30201"),
}
LONG = "，全年按计划完成，群众反映较好，没有发现违规使用资金的情况"


def printed_words(form: Form) -> str:
    """Every text of the form's sheet, placeholders and all."""
    cells = (cell for part in form.sheet.parts for cell in getattr(part, "cells", ()))
    return "\n".join(cell.text for cell in cells)


class Typist:
    """Types texts that no two cells share; `long` makes running texts as long as real ones."""

    def __init__(self, scheme: Scheme, long: bool = False) -> None:
        self.scheme = scheme
        self.long = long
        self.entries = new_entries(scheme, "云岭县就业服务中心")
        self._numbers = count(11)

    def fill(self) -> dict[str, str]:
        for form in self.scheme.forms:
            for _ in range(PROJECTS if form.many else 0):
                self.entries = applied(self.entries, add_form(form, self.entries))
        for field in self.scheme.fields:
            if field.id != "unit":
                self.entries[f"info.{field.id}"] = self._field(field)
        for table in self.scheme.tables:
            self._table(table, table.id)
        for form in self.scheme.forms:
            for prefix in prefixes(form, self.entries):
                self._form(form, prefix)
        return self.entries

    def text(self, kind: Kind, words: str) -> str:
        """The next text for a cell of a kind: amounts and counts grow, so that none is alike."""
        number = next(self._numbers)
        match kind:
            case "amount":
                return f"{number}.{number % 90 + 10}"
            case "percent":
                return f"{number % 100}.{number % 90 + 10}%"
            case "count" | "weight":
                return str(number)
            case "longtext":
                return f"{words}第{number}条" + (LONG * 3 if self.long else "")
            case _:
                return f"{words}{number}"

    def _field(self, field: Field) -> str:
        if field.choices:
            return field.choices[-1].id
        return self.text(field.kind, field.label)

    def _form(self, form: Form, prefix: str) -> None:
        for field in form.texts:
            self.entries[f"{prefix}.{field.id}"] = self._field(field)
        for table in form.tables:
            self._table(table, f"{prefix}.{table.id}")
        if form.execution and "{execution.reason}" in printed_words(form):
            self.entries[f"{prefix}.execution.reason"] = self.text("text", "执行原因")
        for group in form.levels:
            for sub in group.level2:
                self._apply(add_row(self.entries, prefix, sub.id))
        for row in self.entries.get(f"{prefix}.rows", "").split():
            for column in form.columns:
                self._indicator(f"{prefix}.{row}", column.id)

    def _indicator(self, row: str, cell: str) -> None:
        match cell:
            case "level1" | "level2" | "coefficient":
                return
            case "sign":
                text = "≥"
            case "core":
                text = "是"
            case "weight":
                text = str(next(self._numbers) % 9 + 1)
            case "score":
                cell, text = "given", f"{next(self._numbers)}.07"
            case "name" | "reason" | "explain" | "rubric":
                text = self.text("text", f"{cell}") + (LONG if self.long else "")
            case _:
                text = f"{next(self._numbers)}户"
        self.entries[f"{row}.{cell}"] = text

    def _table(self, table: Table, prefix: str) -> None:
        for row in table.rows:
            for column in table.columns:
                if table.formula(row, column) is None and column.id not in row.dash:
                    self.entries[f"{prefix}.{row.id}.{column.id}"] = self.text(column.kind, "格")
        for one in table.lists:
            address = f"{prefix}.{one.id}"
            forms = self.entries.get(f"{one.each}.order", "").split()
            for _ in range(2):
                self._apply(add_list_row(self.entries, address))
            own = self.entries[f"{address}.rows"].split()
            for at, name in enumerate(own):
                self.entries[f"{address}.{name}.name"] = self.text("text", "自加行")
                for cell, kind in (("code", one.codes), ("also", one.also)):
                    if kind:
                        self.entries[f"{address}.{name}.{cell}"] = CODES[kind][at]
            for name in (*forms, *own):
                for column in table.columns:
                    carried = column.id in one.carried and name in forms
                    if column.formula is None and not carried and column.id not in one.dash:
                        cell = f"{address}.{name}.{column.id}"
                        self.entries[cell] = self.text(column.kind, "格")

    def _apply(self, edit: Edit) -> None:
        self.entries = applied(self.entries, edit)


def every_cell(scheme: Scheme, *, long: bool = False) -> dict[str, str]:
    """Entries with a text in every cell that can be typed; numbers and names are all different."""
    return Typist(scheme, long).fill()
