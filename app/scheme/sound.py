"""What a scheme must be before anything is computed from it; each rule refuses with its place."""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from app.scheme.formula import EACH, Formula
from app.scheme.model import NUMBER_KINDS, PLACEHOLDER, Form, Scheme, Table
from app.scheme.toml import SchemeError

# rules that app.domain.scoring cites; a scheme without one could not say why a score is what it is
SOURCES = (
    "execution",
    "forward",
    "inverse",
    "inverse_ratio",
    "equal",
    "range",
    "date",
    "qualitative",
    "not_applicable",
    "merged",
    "given",
)
# options that app.domain reads, with the choices it understands
OPTIONS = {
    "execution_basis": ("adjusted", "initial"),
    "inverse_rule": ("excess", "ratio"),
    "shared_score": ("average", "lowest"),
    "score_digits": ("2", "1", "0"),
}
FORM_WORDS = frozenset(
    {
        "year",
        "remarks",
        "execution.weight",
        "execution.rate",
        "execution.score",
        "total.weight",
        "total.score",
    }
)
MESSAGE_WORDS = frozenset({"left", "right", "difference"})
# first words of an address that mean something else, in a submission and within a form
ROOT_WORDS = frozenset({"info", "option", "keep"})
OWN_WORDS = frozenset({"money", "rows", "level", "execution", "total", "year", "remarks"})


def require_sound(scheme: Scheme) -> None:
    """Raises SchemeError for the first rule that the scheme breaks."""
    _names(scheme)
    _options(scheme)
    _bands(scheme)
    for source in SOURCES:
        if source not in scheme.scoring.sources:
            raise SchemeError("scheme.toml", "scoring.sources", f"expected {source!r}")
    for form in scheme.forms:
        _form(scheme, form)
    _formulas(scheme)
    _checks(scheme)


def _names(scheme: Scheme) -> None:
    """One address names one cell."""
    parts = [*(table.id for table in scheme.tables), *(form.id for form in scheme.forms)]
    for part in parts:
        if part in ROOT_WORDS or parts.count(part) > 1:
            raise SchemeError(f"{part}.toml", "id", f"{part!r} means something else already")
    for form in scheme.forms:
        fields = [field.id for field in (*form.fields, *form.goals)]
        for field in fields:
            if field in OWN_WORDS or fields.count(field) > 1:
                expected = f"{field!r} means something else already"
                raise SchemeError(f"{form.id}.toml", f"fields {field}", expected)
    tables = [(table, table.id) for table in scheme.tables]
    for table, file in (*tables, *((form.money, form.id) for form in scheme.forms)):
        for row in table.rows:
            if row.id in {column.id for column in table.columns}:
                expected = "a row and a column must not have one name"
                raise SchemeError(f"{file}.toml", f"rows {row.id}", expected)


def _options(scheme: Scheme) -> None:
    for option in scheme.options:
        if option.id not in OPTIONS:
            expected = f"unknown option; expected one of {', '.join(OPTIONS)}"
            raise SchemeError("scheme.toml", f"option {option.id}", expected)
    for option_id, understood in OPTIONS.items():
        if option_id not in {option.id for option in scheme.options}:
            raise SchemeError("scheme.toml", "option", f"expected option {option_id!r}")
        option = scheme.option(option_id)
        ids = [choice.id for choice in option.choices]
        for choice in ids:
            if choice not in understood:
                expected = f"unknown choice {choice!r}; expected one of {', '.join(understood)}"
                raise SchemeError("scheme.toml", f"option {option_id}", expected)
        if option.default not in ids:
            expected = f"default {option.default!r} is none of the choices"
            raise SchemeError("scheme.toml", f"option {option_id}", expected)


def _bands(scheme: Scheme) -> None:
    """Tiers cover 0 to 1 without gap or overlap; grades fall and end at 0."""
    edge = Decimal(1)
    for tier in scheme.tiers:
        if tier.high != edge or tier.low >= tier.high:
            expected = f"expected to run down from {edge}, found {tier.high} to {tier.low}"
            raise SchemeError("scheme.toml", f"tier {tier.id}", expected)
        edge = tier.low
    if not scheme.tiers or edge != 0:
        raise SchemeError("scheme.toml", "tier", "the last tier must end at 0")
    limits = [grade.at_least for grade in scheme.grades]
    if not limits or limits[-1] != 0:
        expected = "the last grade must be at_least = 0, so that every total finds a grade"
        raise SchemeError("scheme.toml", "grade", expected)
    if sorted(limits, reverse=True) != limits or len(set(limits)) != len(limits):
        raise SchemeError("scheme.toml", "grade", "expected to fall from the best to the worst")


def _form(scheme: Scheme, form: Form) -> None:
    file = f"{form.id}.toml"
    rows = {row.id for row in form.money.rows}
    columns = {column.id for column in form.money.columns}
    if form.execution.row not in rows:
        raise SchemeError(file, "execution.row", f"no such money row: {form.execution.row}")
    if set(form.execution.bases) != set(OPTIONS["execution_basis"]):
        raise SchemeError(file, "execution.bases", "expected adjusted and initial")
    for column in (*form.execution.bases.values(), form.execution.executed):
        if column not in columns:
            raise SchemeError(file, "execution", f"no such money column: {column}")
    level2 = [sub.id for group in form.levels for sub in group.level2]
    for sub in level2:
        if level2.count(sub) > 1:
            raise SchemeError(file, "level", f"second-level indicator {sub!r} stands twice")
    _weights(scheme, form, file)
    known = {field.id for field in scheme.fields}
    for field in form.fields:
        if field.default and field.default not in known:
            raise SchemeError(file, f"fields {field.id}", f"no such field: {field.default}")
    if form.name_field and form.name_field not in {field.id for field in form.fields}:
        raise SchemeError(file, "name_field", f"no such field: {form.name_field}")
    _sheet(scheme, form, file)


def _weights(scheme: Scheme, form: Form, file: str) -> None:
    if not form.levels:
        raise SchemeError(file, "level", "expected first-level indicators")
    for group in form.levels:
        if not group.level2:
            raise SchemeError(file, f"level {group.id}", "expected second-level indicators")
        if group.weight <= 0:
            raise SchemeError(file, f"level {group.id}", "expected a weight above 0")
    if form.execution.weight < 0:
        raise SchemeError(file, "execution.weight", "expected 0 or more")
    total = form.execution.weight + sum((group.weight for group in form.levels), Decimal(0))
    if total != scheme.scoring.total:
        expected = f"weights add up to {total}, expected {scheme.scoring.total}"
        raise SchemeError(file, "level", expected)


def _sheet(scheme: Scheme, form: Form, file: str) -> None:
    known = set(FORM_WORDS) | {field.id for field in (*form.fields, *form.goals)}
    known |= {f"info.{field.id}" for field in scheme.fields}
    known |= set(_cells(form.money, "money")) | _table_cells(scheme)
    sheet = form.sheet
    _placeholders(file, "sheet.name", (sheet.name,), known)
    _placeholders(file, "sheet.head", (cell.text for cell in sheet.head), known)
    _placeholders(file, "sheet.tail", (cell.text for cell in sheet.tail), known)
    last = max(cell.last[0] for cell in form.sheet.head)
    for row in form.sheet.tall:
        if not 1 <= row <= last:
            raise SchemeError(file, "sheet.tall", f"no such row: {row}")


def _placeholders(file: str, place: str, texts: Iterable[str], known: Collection[str]) -> None:
    for text in texts:
        pieces = PLACEHOLDER.split(text)  # text, name, text, name, … text
        for name in pieces[1::2]:
            if name not in known:
                raise SchemeError(file, place, f"no such cell: {{{name}}}")
        if any(brace in text for text in pieces[::2] for brace in "{}"):
            raise SchemeError(file, place, f"expected braces in pairs: {text!r}")


def _cells(table: Table, prefix: str) -> Iterator[str]:
    for row in table.rows:
        for column in table.columns:
            yield f"{prefix}.{row.id}.{column.id}"


def _table_cells(scheme: Scheme) -> set[str]:
    return {name for table in scheme.tables for name in _cells(table, table.id)}


def known_cells(scheme: Scheme) -> set[str]:
    """Every number that a check or a formula of another table may name."""
    names = _table_cells(scheme)
    names |= {f"info.{field.id}" for field in scheme.fields if field.kind in NUMBER_KINDS}
    for form in scheme.forms:
        prefix = f"{form.id}.{EACH}.money" if form.many else f"{form.id}.money"
        names |= set(_cells(form.money, prefix))
    return names


def absolute(table: Table, prefix: str, row: str, column: str, name: str) -> str:
    """The full address that a name in the formula of `prefix.row.column` stands for.

    One word is a column of this row or a row of this column; `row.column` is a cell of this
    table; anything longer is already full.
    """
    rows = {r.id for r in table.rows}
    columns = {c.id for c in table.columns}
    parts = name.split(".")
    match parts:
        case [word] if word in columns:
            return f"{prefix}.{row}.{word}"
        case [word] if word in rows:
            return f"{prefix}.{word}.{column}"
        case [first, second] if first in rows and second in columns:
            return f"{prefix}.{first}.{second}"
        case _:
            return name


def _formulas(scheme: Scheme) -> None:
    """Every name is a cell, and no cell waits for itself."""
    known = known_cells(scheme)
    graph: dict[str, set[str]] = {}
    for table in scheme.tables:
        for cell, names in _needs(table, table.id):
            for name in names:
                if name not in known:
                    raise SchemeError(f"{table.id}.toml", cell, f"no such cell: {name}")
            graph[cell] = names
    for form in scheme.forms:
        prefix = f"{form.id}.{EACH}.money" if form.many else f"{form.id}.money"
        for cell, names in _needs(form.money, prefix):
            for name in names:
                if name not in known:
                    raise SchemeError(f"{form.id}.toml", cell, f"no such cell: {name}")
            graph[cell] = names
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        file = f"{ring[0].partition('.')[0]}.toml"
        raise SchemeError(file, ring[0], f"waits for itself: {' ← '.join(ring)}") from error


def _needs(table: Table, prefix: str) -> Iterator[tuple[str, set[str]]]:
    for row in table.rows:
        for column in table.columns:
            formula: Formula | None = table.formula(row, column)
            if formula:
                names = {absolute(table, prefix, row.id, column.id, name) for name in formula.names}
                yield f"{prefix}.{row.id}.{column.id}", names


def _checks(scheme: Scheme) -> None:
    known = known_cells(scheme)
    for check in scheme.checks:
        place = f"check {check.id}"
        for name in (*check.require.names, *check.cells):
            if name not in known:
                raise SchemeError("scheme.toml", place, f"no such cell: {name}")
        for name in check.cells:
            if EACH in name.split("."):
                raise SchemeError("scheme.toml", place, f"no one cell to go to: {name}")
        words = MESSAGE_WORDS | {name for name in known if EACH not in name.split(".")}
        _placeholders("scheme.toml", place, (check.message,), words)
        _placeholders("scheme.toml", place, (check.todo,), ())  # shown as it stands
