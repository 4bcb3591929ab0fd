"""What an edit reaches: which tables must be computed anew, and which stay as they were.

With 300 rows of subjects and 100 projects, computing everything on each key breaks the budget of
one frame (measured). A table is reached by its own entries and by those of any table or form that
its formulas or lists name, however far away.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import compress, islice
from operator import is_, is_not, ne

from app.domain.submission import Entries
from app.scheme.cells import absolute, placed_tables
from app.scheme.model import Check, RowList, Scheme, Table

_NAME = re.compile(r"\{([^{}]+)\}")  # a figure that a message names


def changed_cells(entries: Entries, before: Entries) -> list[str]:
    """The entries that differ, those that are gone included."""
    # all in C: ten thousand entries are compared on each key
    if len(entries) >= len(before) and all(map(is_, before, entries)):
        # the usual edit: the same cells in the same order, perhaps a new one behind them
        cells = list(compress(before, map(is_not, entries.values(), before.values())))
        return [*(c for c in cells if entries[c] != before[c]), *islice(entries, len(before), None)]
    cells = list(compress(entries, map(ne, entries.values(), map(before.get, entries))))
    return [*cells, *(before.keys() - entries.keys())]


def changed_owners(cells: Iterable[str]) -> set[str]:
    """What cells belong to: `outlay`, `outlay.public`, `outlay.public.r3` …"""
    owners: set[str] = set()
    for cell in cells:
        words = cell.split(".")
        if words[0] == "keep":  # keep.F08.project.p1.i3.reason belongs to project.p1
            words = words[2:]
        elif words[0] == "remark":  # said of a figure, never part of one
            continue
        owners.update(".".join(words[:count]) for count in range(1, len(words) + 1))
    return owners


class Reach:
    """What the tables of a scheme depend on, as first words of addresses; found once."""

    def __init__(self, scheme: Scheme) -> None:
        self._by_word: dict[str, set[str]] = {}
        self._known: dict[frozenset[str], frozenset[str]] = {}
        self._checks: dict[str, frozenset[str]] = {}
        direct: dict[int, frozenset[str]] = {}
        for _, prefix, table in placed_tables(scheme):
            found = direct[id(table)] = frozenset(_words(table))
            self._by_word.setdefault(prefix.partition(".")[0], set()).update(found)
        self._tables = {table: self.of(words) for table, words in direct.items()}

    def table(self, table: Table) -> frozenset[str]:
        """What a table of the scheme depends on beside itself; of a form's, not its own form."""
        return self._tables[id(table)]

    def check(self, check: Check) -> frozenset[str]:
        """What a check of the scheme depends on, and the figures that its message names."""
        if check.id not in self._checks:
            names = (*check.require.names, *_NAME.findall(check.message), *check.cells)
            self._checks[check.id] = self.of((*names, *("info" for _ in check.when)))
        return self._checks[check.id]

    def of(self, names: Iterable[str]) -> frozenset[str]:
        """What these addresses depend on, themselves included."""
        words = frozenset(name.partition(".")[0] for name in names)
        if words not in self._known:
            found: set[str] = set()
            waiting = list(words)
            while waiting:
                word = waiting.pop()
                if word not in found:
                    found.add(word)
                    waiting += self._by_word.get(word, ())
            self._known[words] = frozenset(found)
        return self._known[words]


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
