"""What an edit reaches: which tables must be computed anew, and which stay as they were.

With 300 rows of subjects and 100 projects, computing everything on each key breaks the budget of
one frame (measured). A table is reached by its own entries and by those of any table or form that
its formulas or lists name, however far away.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import compress
from operator import ne

from app.domain.submission import Entries
from app.scheme.cells import absolute, placed_tables
from app.scheme.model import RowList, Scheme, Table

Reads = Mapping[int, frozenset[str]]  # id of a table -> the first words of all that it depends on


def changed_owners(entries: Entries, before: Entries) -> set[str]:
    """What the entries that differ belong to: `outlay`, `outlay.public`, `outlay.public.r3` …"""
    # all in C: ten thousand entries are compared on each key
    cells = list(compress(entries, map(ne, entries.values(), map(before.get, entries))))
    cells += before.keys() - entries.keys()
    owners: set[str] = set()
    for cell in cells:
        words = cell.split(".")
        if words[0] == "keep":  # keep.F08.project.p1.i3.reason belongs to project.p1
            words = words[2:]
        owners.update(".".join(words[:count]) for count in range(1, len(words) + 1))
    return owners


def reads(scheme: Scheme) -> Reads:
    """Of each table, all that it depends on, by first words; a form's own instance is not said."""
    direct: dict[int, set[str]] = {}
    by_word: dict[str, set[str]] = {}
    for _, prefix, table in placed_tables(scheme):
        found = direct[id(table)] = set(_words(table))
        by_word.setdefault(prefix.partition(".")[0], set()).update(found)
    return {table: _closure(words, by_word) for table, words in direct.items()}


def _closure(words: Iterable[str], by_word: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(words)
    while waiting:
        word = waiting.pop()
        if word not in found:
            found.add(word)
            waiting += by_word.get(word, ())
    return frozenset(found)


def _words(table: Table) -> Iterator[str]:
    """The first words of the addresses outside the table that its cells need."""
    formulas = [row.formula for row in table.rows]
    formulas += [column.formula for column in table.columns]
    for row in table.rows:
        formulas += row.cells.values()
    for formula in formulas:
        for name in formula.names if formula else ():
            place = name if in_row(table, name) else absolute(table, "", "", "", name)
            if "." in place and place[0] != ".":
                yield place.partition(".")[0]
    yield from (one.each for one in table.lists if one.each)


def in_row(table: Table, name: str) -> bool:
    """Whether a name in a formula is a column of the same row."""
    return any(column.id == name for column in table.columns)


def alone(table: Table, one: RowList) -> bool:
    """Whether each row of a list follows from its own entries and nothing else."""
    formulas = (column.formula for column in table.columns if column.formula)
    return not one.each and all(in_row(table, name) for each in formulas for name in each.names)
