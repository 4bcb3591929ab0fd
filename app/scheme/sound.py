"""What a scheme must be before anything is computed from it; each rule refuses with its place."""

from collections.abc import Set as AbstractSet
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from app.scheme.accounts import Account
from app.scheme.cells import (
    STATED,
    Need,
    account_cells,
    canonical,
    known_cells,
    needs,
    placed_tables,
)
from app.scheme.formula import EACH, alone
from app.scheme.model import NEVER, PLACEHOLDER, Check, Scheme, Table
from app.scheme.sound_form import placeholders, require_sound_form
from app.scheme.toml import SchemeError

# rules that app.domain.scoring cites; a scheme without one could not say why a score is what it is
SOURCES = (
    *("execution", "forward", "inverse", "inverse_ratio", "equal", "range", "date"),
    *("qualitative", "not_applicable", "merged", "given", "nothing_missed"),
    *("tiers", "deduct", "share", "judge", "survey", "rubric"),
)
# options that app.domain reads, with the choices it understands
OPTIONS = {
    "execution_basis": ("adjusted", "initial"),
    "inverse_rule": ("excess", "ratio"),
    "shared_score": ("average", "lowest"),
    "score_digits": ("2", "1", "0"),
    "deviation_sign": ("absolute", "signed"),
}
# a pack may be anyone's: what is computed on every key must stay small and end
MAX_CELLS, MAX_COLUMNS, MAX_PARTS = 5_000, 60, 30  # of one table; tables, and forms
# of Python's stack, which ends at 1,000: for one cell, and for all that wait for one another
FRAMES, LONGEST = 6, 500
MESSAGE_WORDS = frozenset({"left", "right", "difference"})
# first words of an address that mean something else
ROOT_WORDS = frozenset({"info", "option", "keep", "remark", STATED})


def require_sound(scheme: Scheme) -> None:
    """Raises SchemeError for the first rule that the scheme breaks.

    Formulas come before what only shows their cells, so that the cause is said, not what follows.
    """
    _names(scheme)
    _size(scheme)
    _options(scheme)
    _bands(scheme)
    for source in SOURCES:
        if source not in scheme.scoring.sources:
            raise SchemeError("scheme.toml", "scoring.sources", f"expected {source!r}")
    for file, _, table in placed_tables(scheme):
        _table(scheme, file, table)
    known = known_cells(scheme)
    for form in scheme.forms:
        require_sound_form(scheme, form, known)
    for file, _, table in placed_tables(scheme):
        _last(scheme, file, table)
    _formulas(scheme)
    for account in scheme.accounts:
        _account(scheme, account, known)
    _checks(scheme)


def _account(scheme: Scheme, account: Account, known: AbstractSet[str]) -> None:
    """The sources of a table by subjects are lists of subjects; its formulas name its columns."""
    file, columns = f"{account.id}.toml", {column.id for column in account.columns}
    coded = {
        f"{table.id}.{one.id}.{column.id}"
        for table in scheme.tables
        for one in table.lists
        for column in table.columns
        if one.codes
    }
    two = {name for name in coded if _two_codes(scheme, name)}
    for name in account.pivot.sources if account.pivot else ():
        if name not in two:
            raise SchemeError(file, "pivot.sources", f"no second code in: {name}")
    for column in account.columns:
        place = f"columns {column.id}"
        for name in column.sources if column.crossed else ():
            if name not in two:
                raise SchemeError(file, f"{place}.sources", f"no second code in: {name}")
        for name in column.sources:
            if name not in coded:
                raise SchemeError(file, f"{place}.sources", f"no such column: {name}")
        for name in column.formula.names if column.formula else ():
            if name not in columns:
                raise SchemeError(file, f"{place}.formula", f"no such column: {name}")
        if column.cell and column.cell not in known:
            raise SchemeError(file, f"{place}.cell", f"no such cell: {column.cell}")
    placeholders(file, "empty", (account.empty,), ("unit", "year"))


def _two_codes(scheme: Scheme, name: str) -> bool:
    table, one, _ = name.split(".")
    found = scheme.table(table).row_list(one)
    return found is not None and bool(found.also)


def _names(scheme: Scheme) -> None:
    """One address names one cell."""
    parts = [*(table.id for table in scheme.tables), *(form.id for form in scheme.forms)]
    parts += [account.id for account in scheme.accounts]
    for part in parts:
        if part in ROOT_WORDS or parts.count(part) > 1:
            raise SchemeError(f"{part}.toml", "id", f"{part!r} means something else already")


def _size(scheme: Scheme) -> None:
    for file, prefix, table in placed_tables(scheme):
        cells = (len(table.rows) + len(table.lists)) * len(table.columns)
        if cells > MAX_CELLS or len(table.columns) > MAX_COLUMNS:
            expected = f"expected at most {MAX_CELLS} cells in at most {MAX_COLUMNS} columns"
            raise SchemeError(file, prefix, expected)
    counts = {"tables": scheme.tables, "forms": scheme.forms, "accounts": scheme.accounts}
    for key, number in ((key, len(parts)) for key, parts in counts.items()):
        if number > MAX_PARTS:
            raise SchemeError("scheme.toml", key, f"expected at most {MAX_PARTS} items")


def _table(scheme: Scheme, file: str, table: Table) -> None:
    columns = {column.id for column in table.columns}
    names = [*(row.id for row in table.rows), *(one.id for one in table.lists)]
    for name in names:
        if name in columns or name == EACH:
            raise SchemeError(file, f"rows {name}", "a row and a column must not have one name")
        if names.count(name) > 1:
            raise SchemeError(file, f"lists {name}", f"{name!r} stands twice")
    for row in table.rows:
        for key, named in (("dash", row.dash), ("cells", row.cells), ("either", row.either)):
            for column in named:
                if column not in columns:
                    raise SchemeError(file, f"rows {row.id}.{key}", f"no such column: {column}")
    if table.asked_with not in ("", NEVER, *(one.id for one in scheme.tables)):
        raise SchemeError(file, "asked_with", f"no such table: {table.asked_with}")
    _lists_inside_functions(file, table)
    _lists(scheme, file, table, columns)


def _lists(scheme: Scheme, file: str, table: Table, columns: set[str]) -> None:
    rows = {row.id for row in table.rows}
    for word in ("name", "rows", "code", "also"):
        if table.lists and word in columns:
            raise SchemeError(file, f"columns {word}", f"{word!r} means something else already")
    for one in table.lists:
        place = f"lists {one.id}"
        if one.after not in rows:
            raise SchemeError(file, f"{place}.after", f"no such row: {one.after}")
        for key, named in (("carried", one.carried), ("dash", one.dash)):
            for column in named:
                if column not in columns:
                    raise SchemeError(file, f"{place}.{key}", f"no such column: {column}")
        _each(scheme, file, place, one.each, (one.where, one.equals))


def _last(scheme: Scheme, file: str, table: Table) -> None:
    """A column of last year's figures repeats another one, or a cell of forms of that year: those
    may be of another scheme, so only their kind is looked for here."""
    columns, many = {column.id for column in table.columns}, _many(scheme)
    each = {one.last_each for one in table.lists} - {""}
    for name in sorted(each - many):
        raise SchemeError(file, "lists", f"no form that there may be many of: {name}")
    for column in table.columns:
        if column.last and column.last not in columns and not each:
            raise SchemeError(file, f"columns {column.id}.last", f"no such column: {column.last}")


def _lists_inside_functions(file: str, table: Table) -> None:
    """A list is several cells: outside a function it would be blank for ever."""
    lists = {one.id for one in table.lists}
    for row in table.rows:
        for column in table.columns:
            formula = table.formula(row, column)
            for name in sorted(lists & alone(formula)) if formula else ():
                expected = f"{name}: a list needs a function around it, such as sum({name})"
                raise SchemeError(file, f"rows {row.id}", expected)


def _each(scheme: Scheme, file: str, place: str, each: str, where: tuple[str, str]) -> None:
    """A row list walks a form of which there may be many, by one of its choice fields."""
    if not each:
        return
    form = next((form for form in scheme.forms if form.id == each and form.many), None)
    if form is None or not form.name_field:
        raise SchemeError(file, f"{place}.each", f"no form that there may be many of: {each}")
    name, wanted = where
    if not name:
        return
    field = next((field for field in form.fields if field.id == name), None)
    if field is None or wanted not in {choice.id for choice in field.choices}:
        raise SchemeError(file, f"{place}.where", f"no such choice of {each}: {name} = {wanted}")


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


def _formulas(scheme: Scheme) -> None:
    """Every name is a cell, and no cell waits for itself."""
    known = known_cells(scheme)
    waiting: dict[str, tuple[Need, str]] = {}
    for file, prefix, table in placed_tables(scheme):
        for need in needs(table, prefix):
            for name in sorted(need.names):
                if name not in known:
                    raise SchemeError(file, need.cell, f"no such cell: {name}")
            waiting[need.cell] = (need, file)
    graph = {cell: need.names for cell, (need, _) in waiting.items()}
    try:
        order = tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        ring: list[str] = error.args[1]
        file = f"{ring[0].partition('.')[0]}.toml"
        raise SchemeError(file, ring[0], f"waits for itself: {' ← '.join(ring)}") from error
    deep = dict.fromkeys(order, 0)
    for cell in order:
        if cell not in waiting:
            continue
        need, file = waiting[cell]
        deep[cell] = max((deep[name] for name in need.names), default=0) + FRAMES + need.frames
        if deep[cell] > LONGEST:
            raise SchemeError(file, cell, "waits for too many cells, one after another")


def standing(scheme: Scheme, own: set[str]) -> tuple[Table, ...]:
    """The tables but those of a base that list forms of a kind which this scheme does not have.

    Such a table (上年项目 without any 项目自评表) is left out as a whole: its other rows count on
    the list. `own` are the ids of those whose file is this scheme's own, which must be here.
    """
    many = _many(scheme) | {""}
    return tuple(
        table
        for table in scheme.tables
        if table.id in own or all({one.each, one.last_each} <= many for one in table.lists)
    )


def _many(scheme: Scheme) -> set[str]:
    return {form.id for form in scheme.forms if form.many}


def applying(scheme: Scheme, own: set[str]) -> tuple[Check, ...]:
    """The checks but those of a base that name cells of tables which this scheme does not have.

    In its own scheme each of them was sound; `own` are the ids of this one's, which must be here.
    """
    known = _known(scheme)
    return tuple(check for check in scheme.checks if check.id in own or _named(check) <= known)


def _known(scheme: Scheme) -> set[str]:
    return known_cells(scheme) | set(account_cells(scheme))


def _named(check: Check) -> set[str]:
    said = [name for name in PLACEHOLDER.findall(check.message) if name not in MESSAGE_WORDS]
    return {canonical(name) for name in (*check.require.names, *check.cells, *said)}


def _checks(scheme: Scheme) -> None:
    known = _known(scheme)
    words = MESSAGE_WORDS | {name for name in known if EACH not in name.split(".")}
    choices = {f.id: {choice.id for choice in f.choices} for f in scheme.fields}
    for check in scheme.checks:
        place = f"check {check.id}"
        for name in (*check.require.names, *check.cells):
            if canonical(name) not in known:
                raise SchemeError("scheme.toml", place, f"no such cell: {name}")
        for name in check.cells:
            if EACH in name.split("."):
                raise SchemeError("scheme.toml", place, f"no one cell to go to: {name}")
        for name, wanted in check.when.items():
            if not set(wanted) <= choices.get(name, set()):
                expected = f"no such choice of info: {name} = {', '.join(wanted)}"
                raise SchemeError("scheme.toml", f"{place}.when", expected)
        placeholders("scheme.toml", place, (check.message,), words)
        placeholders("scheme.toml", place, (check.todo,), ())  # shown as it stands
