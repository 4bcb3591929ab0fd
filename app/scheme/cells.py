"""Addresses of number cells: which there are, and what a name in a formula stands for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.scheme.formula import EACH, Formula
from app.scheme.model import NUMBER_KINDS, Form, Scheme, Table

_UNDER = re.compile(r"\.c(?:\d{3}|\d{5}|\d{7})\.")
STATED = "stated"  # the address of a figure that an official table states, before the cell's own


def under_code(name: str) -> bool:
    """Whether an address is a sum under a subject's code: outlay.public.c208.basic."""
    return split_code(name)[0] != ""


@lru_cache(maxsize=8192)
def split_code(name: str) -> tuple[str, str, str]:
    """The list, the code and the column of a sum: outlay.capital, 208, basic. All blank for any
    other address; `.c` alone does not tell, as names begin with it too."""
    found = _UNDER.search(name)
    if found is None:
        return "", "", ""
    return name[: found.start()], found[0].strip(".c"), name[found.end() :]


def canonical(name: str) -> str:
    """The name that a scheme knows an address by: a sum under a code is one of its list's cells."""
    return _UNDER.sub(f".{EACH}.", name)


def table_cells(table: Table, prefix: str) -> Iterator[str]:
    """The fixed cells of a table, and one `each` address for every column of its row lists."""
    places = [*(row.id for row in table.rows), *(f"{one.id}.{EACH}" for one in table.lists)]
    for place in places:
        for column in table.columns:
            yield f"{prefix}.{place}.{column.id}"


def form_prefix(form: Form) -> str:
    return f"{form.id}.{EACH}" if form.many else form.id


def placed_tables(scheme: Scheme) -> Iterator[tuple[str, str, Table]]:
    """Every table with its file and its address prefix."""
    for table in scheme.tables:
        yield f"{table.id}.toml", table.id, table
    for account in scheme.accounts:
        for block in account.blocks:
            yield f"{account.id}.toml", f"{account.id}.{block.id}", block.table
    for form in scheme.forms:
        for table in form.tables:
            yield f"{form.id}.toml", f"{form_prefix(form)}.{table.id}", table


def account_cells(scheme: Scheme) -> Iterator[str]:
    """The cells of the official tables by subjects: the total, and one `each` address a column."""
    for account in scheme.accounts:
        for column in account.columns:
            yield f"{account.id}.total.{column.id}"
            yield f"{account.id}.{EACH}.{column.id}"


def known_cells(scheme: Scheme) -> set[str]:
    """Every number that a rule or a formula of another table may name, as `canonical` says it."""
    names = {f"info.{field.id}" for field in scheme.fields if field.kind in NUMBER_KINDS}
    for _, prefix, table in placed_tables(scheme):
        names |= set(table_cells(table, prefix))
    return names


def absolute(table: Table, prefix: str, row: str, column: str, name: str) -> str:
    """The full address that a name in the formula of `prefix.row.column` stands for.

    One word is a column of this row, a row or a row list of this column; `row.column` is a cell of
    this table; anything longer is already full.
    """
    columns = {c.id for c in table.columns}
    parts = name.split(".")
    match parts:
        case [word] if word in columns:
            return f"{prefix}.{row}.{word}"
        case [word] if word in {r.id for r in table.rows}:
            return f"{prefix}.{word}.{column}"
        case [word] if word in {one.id for one in table.lists}:
            return f"{prefix}.{word}.{EACH}.{column}"
        case [first, second] if first in {r.id for r in table.rows} and second in columns:
            return f"{prefix}.{first}.{second}"
        case _:
            return name


@dataclass(frozen=True)
class Need:
    """A computed cell, the cells that it waits for, and how deep its formula is."""

    cell: str
    names: frozenset[str]
    frames: int = 1


def needs(table: Table, prefix: str) -> Iterator[Need]:
    """Every computed cell with the cells that it waits for."""
    for row in table.rows:
        for column in table.columns:
            formula = table.formula(row, column)
            if formula:
                yield _need(table, prefix, row.id, column.id, formula)
    for one in table.lists:
        for column in table.columns:
            if column.id in one.carried:
                source = f"{one.each}.{EACH}.{one.carried[column.id]}"
                yield Need(f"{prefix}.{one.id}.{EACH}.{column.id}", frozenset({source}))
            elif column.formula:
                yield _need(table, prefix, f"{one.id}.{EACH}", column.id, column.formula)


def _need(table: Table, prefix: str, row: str, column: str, formula: Formula) -> Need:
    names = (canonical(absolute(table, prefix, row, column, name)) for name in formula.names)
    return Need(f"{prefix}.{row}.{column}", frozenset(names), formula.frames)
