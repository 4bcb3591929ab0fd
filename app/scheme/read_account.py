"""An official table's TOML file → the model. A row with a code sums the ledgers under that code."""

from dataclasses import replace
from pathlib import Path

from app.scheme import based
from app.scheme.accounts import Account, AccountColumn, Block
from app.scheme.based import Folders
from app.scheme.formula import Formula, parse
from app.scheme.model import Row, Table
from app.scheme.read_table import column, file_id, formula, item_id, row
from app.scheme.toml import Node

UNIT = "元"  # what is typed nowhere has no unit of its own; figures stated by others are in 元
CODE_DIGITS = (3, 5, 7)


def account(where: Folders, path: Path) -> Account:
    node = Node(path.name, "", based.form_values(where, path))
    made = Account(
        id=file_id(node, path),
        title=node.text("title"),
        source=node.text("source"),
        notes=node.texts("notes", optional=True),
        empty=node.text("empty", ""),
        unsure=node.text("unsure", ""),
        blocks=node.nodes("block", _block, optional=True),
        columns=node.nodes("columns", _column, optional=True),
        numbered=node.flag("numbered", True),
        split=node.flag("split", False),
        total_last=node.flag("total_last", False),
        landscape=node.flag("landscape", False),
    )
    node.done()
    if bool(made.blocks) == bool(made.columns):
        raise node.refuse("expected either blocks or columns")
    return made


def _column(node: Node) -> AccountColumn:
    made = AccountColumn(
        id=item_id(node),
        heads=node.texts("heads"),
        sources=node.texts("sources", optional=True),
        formula=formula(node, "formula"),
        cell=node.text("cell", ""),
    )
    if not made.heads:
        raise node.refuse("expected the heads of the column", "heads")
    if bool(made.sources) + bool(made.formula) + bool(made.cell) != 1:
        raise node.refuse("expected sources, a formula or a cell", "sources")
    return made


def _block(node: Node) -> Block:
    block_id = item_id(node)
    sources = _sources(node)
    table = Table(
        id=block_id,
        title=node.text("title", ""),
        unit=UNIT,
        columns=node.nodes("columns", column),
        rows=tuple(_coded(one, sources) for one in node.nodes("rows", _row)),
    )
    made = Block(
        id=block_id,
        head=node.text("head"),
        labels=node.texts("labels"),
        line=node.text("line", ""),
        tail=node.whole("tail", 0, len(table.rows), 0),
        table=table,
    )
    if len(made.labels) not in (1, 2):
        raise node.refuse("expected one or two titles", "labels")
    return made


def _sources(node: Node) -> dict[str, tuple[str, ...]]:
    """For each column of a block the columns of ledgers that its rows with a code add up."""
    written = node.maybe_node("sources")
    if written is None:
        return {}
    found = {key: written.texts(key) for key in written.written()}
    written.done()
    return found


def _row(node: Node) -> Row:
    code = node.text("code", "")
    made = replace(row(node), code=code)
    if code and not (code.isascii() and code.isdigit() and len(code) in CODE_DIGITS):
        raise node.refuse("expected a code of 3, 5 or 7 digits", "code")
    return made


def _coded(one: Row, sources: dict[str, tuple[str, ...]]) -> Row:
    """A row with a code: each column the sum of its ledgers under that code."""
    if not one.code:
        return one
    cells = {key: _sum(places, one.code) for key, places in sources.items()}
    return replace(one, cells={**cells, **one.cells})


def _sum(places: tuple[str, ...], code: str) -> Formula:
    names = (under(place, code) for place in places)
    return parse(f"sum({', '.join(names)})")


def under(place: str, code: str) -> str:
    """The address of a ledger column's sum under a code: outlay.public.c208.basic."""
    start, _, name = place.rpartition(".")
    return f"{start}.c{code}.{name}"
