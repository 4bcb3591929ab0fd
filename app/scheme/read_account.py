"""An official table's TOML file → the model. A row with a code sums the ledgers under that code."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from app.scheme import based
from app.scheme.accounts import Account, AccountColumn, AccountOrder, Block, Pivot
from app.scheme.based import Folders
from app.scheme.formula import Formula, parse
from app.scheme.model import Row, Scheme, Table
from app.scheme.read_table import column, file_id, formula, item_id, row
from app.scheme.toml import Node, SchemeError

UNIT = "元"  # what is typed nowhere has no unit of its own; figures stated by others are in 元
CODE_DIGITS = (3, 5, 7)
ORDER = "account_order"  # the field of 基本信息 that an order of the tables is chosen in


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
        pivot=_pivot(node.maybe_node("pivot")),
    )
    made = _without(made, node.texts("left_out", optional=True))
    made = relabelled(made, node.mapping("labels", optional=True))
    node.done()
    if bool(made.blocks) == bool(made.columns):
        raise node.refuse("expected either blocks or columns")
    return made


def relabelled(made: Account, labels: Mapping[str, str]) -> Account:
    """The table with other words for some rows and columns of figures, each named as income.used,
    or for the column of words of a block, named as the block is."""
    known = {f"{block.id}{name}" for block in made.blocks for name in ("", *_names(block))}
    for name in labels:
        if name not in known:
            raise SchemeError(f"{made.id}.toml", "labels", f"no such row: {name}")
    if not labels:
        return made
    return replace(made, blocks=tuple(_block_with(block, labels) for block in made.blocks))


def _names(block: Block) -> Iterator[str]:
    yield from (f".{one.id}" for one in block.table.rows)
    yield from (f".{one.id}" for one in block.table.columns)


def _block_with(block: Block, labels: Mapping[str, str]) -> Block:
    start, table = f"{block.id}.", block.table
    rows = [replace(one, label=labels.get(start + one.id, one.label)) for one in table.rows]
    columns = [replace(one, label=labels.get(start + one.id, one.label)) for one in table.columns]
    made = replace(table, rows=tuple(rows), columns=tuple(columns))
    words = labels.get(block.id, block.labels[-1])
    return replace(block, table=made, labels=(*block.labels[:-1], words))


def _without(made: Account, left_out: tuple[str, ...]) -> Account:
    """The table without some rows, each named as spending.k231."""
    known = {f"{block.id}.{one.id}" for block in made.blocks for one in block.table.rows}
    for name in left_out:
        if name not in known:
            raise SchemeError(f"{made.id}.toml", "left_out", f"no such row: {name}")
    blocks = []
    for block in made.blocks:
        rows = [one for one in block.table.rows if f"{block.id}.{one.id}" not in left_out]
        blocks.append(replace(block, table=replace(block.table, rows=tuple(rows))))
    return replace(made, blocks=tuple(blocks)) if left_out else made


def account_order(node: Node) -> AccountOrder:
    return AccountOrder(
        item_id(node),
        node.texts("accounts"),
        node.mapping("titles", optional=True),
        node.mapping("labels", optional=True),
    )


def with_orders(scheme: Scheme, orders: tuple[AccountOrder, ...]) -> Scheme:
    """The scheme with its tables in each of the orders that a unit may choose."""
    own = {one.id: one for one in scheme.accounts}
    known = next((one.choices for one in scheme.fields if one.id == ORDER), ())
    found: dict[str, tuple[Account, ...]] = {}
    for order in orders:
        place = f"account_order {order.id}"
        if sorted(order.accounts) != sorted(own) or not own.keys() >= order.titles.keys():
            raise SchemeError("scheme.toml", place, "expected the same tables as accounts")
        if order.id not in {one.id for one in known}:
            raise SchemeError("scheme.toml", place, "no such choice of account_order")
        found[order.id] = tuple(_as_in(order, own[name]) for name in order.accounts)
    return replace(scheme, account_orders=found)


def _as_in(order: AccountOrder, one: Account) -> Account:
    """A table with the title and the words that it has in that order."""
    start = f"{one.id}."
    own = {k.removeprefix(start): v for k, v in order.labels.items() if k.startswith(start)}
    titled = replace(one, title=order.titles.get(one.id, one.title))
    return relabelled(titled, own)


def _column(node: Node) -> AccountColumn:
    made = AccountColumn(
        id=item_id(node),
        heads=node.texts("heads", repeated=True),
        sources=node.texts("sources", optional=True),
        formula=formula(node, "formula"),
        cell=node.text("cell", ""),
        crossed=node.flag("crossed", False),
        under=node.texts("under", optional=True),
    )
    if not made.heads:
        raise node.refuse("expected the heads of the column", "heads")
    if bool(made.sources) + bool(made.formula) + bool(made.cell) != 1:
        raise node.refuse("expected sources, a formula or a cell", "sources")
    return made


def _pivot(node: Node | None) -> Pivot | None:
    if node is None:
        return None
    made = Pivot(node.texts("sources"), node.mapping("classes"))
    node.done()
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
        counts=node.texts("counts", optional=True),
    )
    if len(made.labels) not in (1, 2):
        raise node.refuse("expected one or two titles", "labels")
    for name in made.counts:
        if name not in {one.id for one in table.rows}:
            raise node.refuse(f"no such row: {name}", "counts")
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
