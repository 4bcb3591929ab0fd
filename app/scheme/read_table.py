"""Fields, tables and formulas of a scheme's TOML files → the model."""

import re
from pathlib import Path
from typing import cast

from app.scheme.formula import Formula, FormulaError, parse
from app.scheme.model import KINDS, Choice, Codes, Column, Field, Kind, Row, RowList, Table
from app.scheme.toml import Node

UNITS = ("元", "万元")
CODES = ("", "function", "economic")
MAX_INDENT = 9
MAX_LIMIT = 20_000  # characters that one cell may hold
TABS = ("income_spending", "three_publics", "project", "overall")


def field(node: Node) -> Field:
    made = Field(
        id=item_id(node),
        label=node.text("label"),
        kind=cast(Kind, node.one_of("kind", KINDS, "text")),
        required=node.flag("required", False),
        hint=node.text("hint", ""),
        default=node.text("default", ""),
        choices=node.nodes("choices", choice, optional=True),
        limit=node.whole("limit", 0, MAX_LIMIT, 0),
    )
    if (made.kind == "choice") != bool(made.choices):
        raise node.refuse("expected choices for kind 'choice', and only there", "choices")
    return made


def choice(node: Node) -> Choice:
    return Choice(node.text("id"), node.text("label"))


def item_id(node: Node) -> str:
    value = node.text("id")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", value):
        raise node.refuse("expected a lower-case word", "id")
    return value


def file_id(node: Node, path: Path) -> str:
    value = item_id(node)
    if value != path.stem:
        raise node.refuse(f"expected the file's name {path.stem!r}", "id")
    return value


def formula(node: Node, key: str, *, comparison: bool = False) -> Formula | None:
    text = node.text(key, "")
    if not text:
        return None
    try:
        return parse(text, comparison=comparison)
    except FormulaError as error:
        raise node.refuse(f"expected a formula: {error}", key) from error


def table(node: Node, table_id: str) -> Table:
    return Table(
        id=table_id,
        title=node.text("title"),
        unit=node.one_of("unit", UNITS),
        tab=node.one_of("tab", ("", *TABS), ""),
        hint=node.text("hint", ""),
        columns=node.nodes("columns", column),
        rows=node.nodes("rows", row),
        lists=node.nodes("lists", _row_list, optional=True),
        asked_with=node.text("asked_with", ""),
        source=node.text("source", ""),
    )


def column(node: Node) -> Column:
    return Column(
        id=item_id(node),
        label=node.text("label"),
        kind=cast(Kind, node.one_of("kind", KINDS, "amount")),
        formula=formula(node, "formula"),
        last=node.text("last", ""),
        hint=node.text("hint", ""),
    )


def row(node: Node) -> Row:
    return Row(
        id=item_id(node),
        label=node.text("label"),
        formula=formula(node, "formula"),
        indent=node.whole("indent", 0, MAX_INDENT, 0),
        dash=node.texts("dash", optional=True),
        cells=_cell_formulas(node.maybe_node("cells")),
        either=node.texts("either", optional=True),
        hint=node.text("hint", ""),
    )


def _cell_formulas(node: Node | None) -> dict[str, Formula]:
    """Formulas of single cells of a row, by column."""
    if node is None:
        return {}
    found = {key: formula(node, key) for key in node.written()}
    node.done()
    return {key: made for key, made in found.items() if made is not None}


def _row_list(node: Node) -> RowList:
    made = RowList(
        id=item_id(node),
        label=node.text("label"),
        after=node.text("after"),
        each=node.text("each", ""),
        where=node.text("where", ""),
        equals=node.text("equals", ""),
        otherwise=node.flag("otherwise", False),
        carried=node.mapping("carried", optional=True),
        indent=node.whole("indent", 0, MAX_INDENT, 1),
        codes=cast(Codes, node.one_of("codes", CODES, "")),
        also=cast(Codes, node.one_of("also", CODES, "")),
        dash=node.texts("dash", optional=True),
        last_each=node.text("last_each", ""),
        hint=node.text("hint", ""),
    )
    if made.where and not (made.each and made.equals):
        raise node.refuse("expected each and equals beside where", "where")
    if made.carried and not made.each:
        raise node.refuse("expected each beside carried", "carried")
    if (made.each and made.codes) or (made.also and not made.codes):
        raise node.refuse("expected codes in a list without each, also beside codes", "codes")
    return made
