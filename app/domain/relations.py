"""What must add up within an official table, as its own definition says: nothing is listed by hand.

In a table of fixed rows: formulas of columns and rows whose cells are all in the table; a row with
a code is the sum of the rows below its code; the first row without one after them is the sum of
their 类 (人员经费合计 after 301 and 303). In a table by subjects: formulas of columns; each code is
the sum of the codes below it. A table of one row takes the relations of the ledger it shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.scheme.accounts import Account, Block
from app.scheme.cells import absolute
from app.scheme.formula import Formula
from app.scheme.model import Column, Row, Scheme
from app.scheme.terms import Term, Terms, terms

ACROSS, LEVELS, DOWN = "T01", "T02", "T03"  # along a row, by code, down a column


@dataclass(frozen=True)
class Relation:
    """A cell that is the sum of others. In one by codes `above` is the code of the cell (blank: a
    total), `known` are all codes that the table has rows for, and `sources` the columns of the
    ledgers (`outlay.public.spent`) that those sum up."""

    code: str
    cell: str
    parts: Terms
    above: str = ""
    known: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()

    def lacks(self, code: str) -> bool:
        """Whether the sum wants a row for this code and the table has none."""
        digits = len(self.above) + 2 if self.above else 3
        return len(code) == digits and code.startswith(self.above) and code not in self.known


@dataclass(frozen=True)
class Relations:
    """`rows`: of a table with fixed rows. `columns`: of one by subjects, a column's place and the
    places of those that it adds up."""

    rows: tuple[Relation, ...]
    columns: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]


class _Same:
    """An account of a scheme as a key: by identity, since none is ever changed."""

    def __init__(self, scheme: Scheme, account: Account) -> None:
        self.scheme, self.account = scheme, account

    def __hash__(self) -> int:
        return id(self.account)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.account is other.account


def relations(scheme: Scheme, account: Account) -> Relations:
    """All relations within a table; found once, since a scheme never changes."""
    return _relations(_Same(scheme, account))


@lru_cache(maxsize=200)
def _relations(key: _Same) -> Relations:
    scheme, account = key.scheme, key.account
    rows = [*_formulas(account), *_codes(account)]
    return Relations(tuple(rows), tuple(_columns(scheme, account)))


def _columns(scheme: Scheme, account: Account) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
    places = {column.id: at for at, column in enumerate(account.columns)}
    cells = {column.cell: at for at, column in enumerate(account.columns) if column.cell}
    for at, column in enumerate(account.columns):
        if column.formula is not None:
            found, known = terms(column.formula), places
        else:
            found, known = _of_ledger(scheme, column.cell), cells
        if found and all(term.name in known for term in found):
            yield at, tuple((term.sign, known[term.name]) for term in found)


def _of_ledger(scheme: Scheme, cell: str) -> Terms | None:
    """What a ledger's cell adds up, each by its full address."""
    start, _, place = cell.partition(".")
    row_id, _, column_id = place.partition(".")
    table = next((table for table in scheme.tables if table.id == start), None)
    if table is None:
        return None
    row = next((row for row in table.rows if row.id == row_id), None)
    column = next((column for column in table.columns if column.id == column_id), None)
    formula = table.formula(row, column) if row and column else None
    found = terms(formula) if formula else None
    if found is None:
        return None
    return tuple(
        Term(term.sign, absolute(table, start, row_id, column_id, term.name)) for term in found
    )


# ── fixed rows ───────────────────────────────────────────────────────────────────────────


def _cells(block: Block) -> Iterator[tuple[Row, Column, Formula | None]]:
    for row in block.table.rows:
        for column in block.table.columns:
            if column.id not in row.dash:
                yield row, column, block.table.formula(row, column)


def _formulas(account: Account) -> Iterator[Relation]:
    """Formulas of cells that name cells of the same table only."""
    for block in account.blocks:
        prefix = f"{account.id}.{block.id}"
        for row, column, formula in _cells(block):
            found = terms(formula) if formula else None
            if not found:
                continue
            parts = tuple(
                Term(one.sign, absolute(block.table, prefix, row.id, column.id, one.name))
                for one in found
            )
            if all(part.name.startswith(f"{account.id}.") for part in parts):
                across = all(part.name.startswith(f"{prefix}.{row.id}.") for part in parts)
                cell = f"{prefix}.{row.id}.{column.id}"
                yield Relation(ACROSS if across else DOWN, cell, parts)


def _codes(account: Account) -> Iterator[Relation]:
    """Sums of rows with codes, over neighbouring blocks with the same head: 公用经费 has two."""
    heads = dict.fromkeys(block.head for block in account.blocks)
    for head in heads:
        blocks = [block for block in account.blocks if block.head == head]
        rows = [(block, row) for block in blocks for row in block.table.rows]
        coded = [(block, row) for block, row in rows if row.code]
        if not coded:
            continue
        last = max(at for at, (_, row) in enumerate(rows) if row.code)
        below = _below(coded)
        for block, row in coded:
            yield from _sum(account, block, row, below.get(row.code, []), row.code)
        for block, row in rows[last + 1 : last + 2]:
            yield from _sum(account, block, row, below.get("", []), "")


Placed = tuple[Block, Row]


def _below(coded: list[Placed]) -> dict[str, list[Placed]]:
    """The rows right below each code that has a row; below "" those that have none above them."""
    codes = {row.code for _, row in coded}
    found: dict[str, list[Placed]] = {}
    for block, row in coded:
        above = [row.code[:digits] for digits in range(len(row.code) - 1, 0, -1)]
        found.setdefault(next(filter(codes.__contains__, above), ""), []).append((block, row))
    return found


def _sum(
    account: Account,
    block: Block,
    row: Row,
    rows: list[Placed],
    code: str,
) -> Iterator[Relation]:
    if not rows:
        return
    known = frozenset(one.code for b in account.blocks for one in b.table.rows if one.code)
    for column in block.table.columns:
        if column.id in row.dash:
            continue
        parts = tuple(Term(1, f"{account.id}.{b.id}.{r.id}.{column.id}") for b, r in rows)
        yield Relation(
            code=LEVELS if code else DOWN,
            cell=f"{account.id}.{block.id}.{row.id}.{column.id}",
            parts=parts,
            above=code,
            known=known,
            sources=_sources(rows[0][1], column.id),
        )


def _sources(row: Row, column: str) -> tuple[str, ...]:
    """The ledger columns that a coded row sums up: outlay.public.c201.spent → …public.spent."""
    formula = row.cells.get(column)
    names = formula.names if formula else ()
    return tuple(name.replace(f".c{row.code}.", ".") for name in names)
