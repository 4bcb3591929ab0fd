"""Which typed entries a scheme has a place for. All others are kept in the file and not shown."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.domain.remarks import remark_address, remarks
from app.domain.submission import (
    STATED_CELLS,
    SURVEY_CELLS,
    TARGET_PARTS,
    Entries,
    ids,
    prefixes,
)
from app.domain.tables import Numbers, all_tables
from app.domain.values import inside_quotes, shorten
from app.domain.wording import ROW_LABELS, plain
from app.scheme.model import Field, Form, Level2, Scheme, Table

EXECUTION_CELLS = ("execution.given", "execution.given_reason", "execution.reason")
TARGETS = ("target", *TARGET_PARTS)
COLUMN_CELLS = ("name", "explain", "rubric", "adjusted", "actual", "weight", "core", "reason")
SCORE_CELLS = ("tier", "given", "given_reason", "stated")
STATED_FIGURES = "导入的决算表数字"
STATED_LABELS = dict(
    zip(STATED_CELLS, ("原表的执行率", "原表的执行率得分", "原表的总分"), strict=True)
)


@dataclass(frozen=True)
class Place:
    """A cell in words: the form or table it stands in, and its own name.

    In an indicator, or a subject of a ledger, `row` is the row's address, `indicator` the row in
    words.
    """

    where: str
    label: str
    row: str = ""
    indicator: str = ""


def places(scheme: Scheme, entries: Entries) -> dict[str, Place]:
    """Every address that the scheme shows for these entries and that a person may type into.

    Orders and rows of a list are not among them: nobody types those.
    """
    found: dict[str, Place] = {}
    for one in scheme.fields:
        found[f"info.{one.id}"] = Place("基本信息", one.label)
    for option in scheme.options:
        if entries.get(f"option.{option.id}") in {choice.id for choice in option.choices}:
            found[f"option.{option.id}"] = Place("计分规则", option.label)
    found |= dict(_tables(scheme, entries)) | dict(_stated(scheme, entries))
    for form in scheme.forms:
        for prefix in prefixes(form, entries):
            found |= dict(_form(form, entries, prefix))
    for noted in remarks(entries):  # listed as such, whatever has become of the cell
        address = remark_address(noted.cell)
        found[address] = Place("批注", "批注", address, "批注")
    return found


def _tables(scheme: Scheme, entries: Entries) -> Iterator[tuple[str, Place]]:
    numbers = Numbers(scheme, entries)
    tables = dict(all_tables(scheme, entries))
    names = {form.id: form for form in scheme.forms}
    subjects = dict(_subjects(tables, numbers))
    for address, cell in numbers.cells.items():
        if not cell.typed:
            continue
        start = address.rpartition(".")[0]
        if start in subjects:
            yield address, _in_subject(subjects[start], cell.column.label)
            continue
        prefix = address.removesuffix(cell.place)
        head, *_ = prefix.split(".")
        form = names.get(head)
        where = _name(form, entries, prefix.rpartition(".")[0]) if form else ""
        row = next((plain(row.label) for row in cell.table.rows if row.id == cell.row), "")
        title = tables[prefix].title
        parts = (title if form else "", row, cell.column.label)
        yield address, Place(where or title, "　".join(part for part in parts if part))
    for prefix, table in tables.items():
        for one in (one for one in table.lists if not one.codes):
            start = f"{prefix}.{one.id}"
            for line in numbers.rows(start):
                if not line.form:
                    yield f"{start}.{line.id}.name", Place(table.title, f"{one.label}的名称")
    for start, subject in subjects.items():
        for word, label in (("code", "编码"), ("also", "另一个科目"), ("name", "名称")):
            if word != "also" or _asks(tables, start):
                yield f"{start}.{word}", _in_subject(subject, label)


def _asks(tables: Mapping[str, Table], start: str) -> bool:
    """Whether rows of this list have a second code."""
    prefix, list_id, _ = start.rsplit(".", 2)
    one = tables[prefix].row_list(list_id)
    return one is not None and bool(one.also)


def _stated(scheme: Scheme, entries: Entries) -> Iterator[tuple[str, Place]]:
    """Figures of imported tables that a table of the scheme has a cell for."""
    for address in entries:
        match address.split("."):
            case ["stated", name, *cell] if _has(scheme, name, cell):
                title = next(one.title for one in scheme.accounts if one.id == name)
                row = f"stated.{name}"
                yield address, Place(title, f"{STATED_FIGURES}（{cell[-2]}）", row, STATED_FIGURES)


def _has(scheme: Scheme, name: str, cell: list[str]) -> bool:
    account = next((one for one in scheme.accounts if one.id == name), None)
    match cell:
        case [row, column] if account is not None:
            subject = row == "total" or re.fullmatch(r"c\d+", row) is not None
            return subject and account.column(column) is not None
        case [block, row, column] if account is not None:
            tables = [one.table for one in account.blocks if one.id == block]
            return any(
                row in {one.id for one in table.rows} and column in {c.id for c in table.columns}
                for table in tables
            )
        case _:
            return False


def _subjects(tables: Mapping[str, Table], numbers: Numbers) -> Iterator[tuple[str, Place]]:
    """The rows of the lists of subjects, each as a whole."""
    for prefix, table in tables.items():
        for one in (one for one in table.lists if one.codes):
            start = f"{prefix}.{one.id}"
            for line in numbers.rows(start):
                words = shorten(f"{line.code} {line.name}".strip() or "空行", 24)
                row = f"{start}.{line.id}"
                yield row, Place(table.title, "", row, f"{one.label}“{words}”")


def _in_subject(subject: Place, label: str) -> Place:
    return replace(subject, label=f"{subject.indicator}的{label}")


def _name(form: Form, entries: Entries, prefix: str) -> str:
    """A form's name for sentences: its own where there may be many, else its title."""
    said = entries.get(f"{prefix}.{form.name_field}", "") if form.many else ""
    return said.strip() or form.title


def _form(form: Form, entries: Entries, prefix: str) -> Iterator[tuple[str, Place]]:
    where = _name(form, entries, prefix)
    for one in form.texts:
        yield f"{prefix}.{one.id}", Place(where, _label(form, one))
    for level in form.levels:
        yield f"{prefix}.level.{level.id}", Place(where, f"{level.label}的分值")
    cells = EXECUTION_CELLS if form.execution else ()
    for cell in (*cells, *(STATED_CELLS if form.scored else ())):
        yield f"{prefix}.{cell}", Place(where, STATED_LABELS.get(cell, "预算执行率"))
    for row in ids(entries, f"{prefix}.rows"):
        start = f"{prefix}.{row}"
        sub = form.level2(entries.get(f"{start}.level", ""))
        if sub is not None:
            name = entries.get(f"{start}.name", "").strip() or _prescribed(sub, entries, start)
            for cell in _row_cells(form, sub, entries.get(f"{start}.preset", "")):
                said = inside_quotes(shorten(name or sub.label, 24))
                indicator = f"指标“{said}”"
                label = f"{indicator}的{_cell_label(form, cell)}"
                yield f"{start}.{cell}", Place(where, label, start, indicator)


def _label(form: Form, one: Field) -> str:
    return f"年度总体目标（{one.label}）" if one in form.goals else one.label


def _prescribed(sub: Level2, entries: Entries, start: str) -> str:
    preset = entries.get(f"{start}.preset", "")
    return next((one.label for one in sub.presets if one.id == preset), "")


def _row_cells(form: Form, sub: Level2, preset_id: str) -> Iterator[str]:
    yield from (cell for cell in COLUMN_CELLS if form.column(cell))
    if form.column("target") or form.column("number"):
        yield from TARGETS
    if form.scored:
        yield from SCORE_CELLS
    preset = next((one for one in sub.presets if one.id == preset_id), None)
    if sub.survey or (preset and preset.survey):
        yield from SURVEY_CELLS
    yield from ("files", "stated_level1", "stated_level2")


def _cell_label(form: Form, cell: str) -> str:
    column = form.column(cell)
    return column.label if column else ROW_LABELS.get(cell, "填写内容")
