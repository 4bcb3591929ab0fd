"""TOML files of a scheme folder → `Scheme`. What this returns is sound; all else is refused."""

import hashlib
import re
from decimal import Decimal
from pathlib import Path
from typing import cast

from app.scheme import toml
from app.scheme.formula import Formula, FormulaError, parse
from app.scheme.model import (
    KINDS,
    LEVELS,
    PLACEHOLDER,
    Check,
    Choice,
    Column,
    Execution,
    Field,
    Form,
    Grade,
    Kind,
    Level,
    Level1,
    Level2,
    Option,
    Row,
    Scheme,
    Scoring,
    Sheet,
    SheetCell,
    Table,
    Tier,
)
from app.scheme.sound import require_sound
from app.scheme.toml import Node, SchemeError

UNITS = ("元", "万元")
TABS = ("income_spending", "three_publics", "project", "overall")
BODY_COLUMNS = ("level1", "level2", "name", "target", "actual", "weight", "score", "reason")
STYLES = (
    "title",
    "subtitle",
    "label",
    "label-left",
    "text",
    "longtext",
    "amount",
    "percent",
    "weight",
    "score",
    "center",
    "foot",
    "remark",
)
_RANGE = re.compile(r"([A-Z])([1-9]\d?)(?::([A-Z])([1-9]\d?))?")

__all__ = ["PLACEHOLDER", "SchemeError", "load_scheme", "scheme_folders"]


def scheme_folders(root: Path) -> tuple[Path, ...]:
    """The folders under `root` that hold a scheme, in the order of their names."""
    return tuple(sorted(path.parent for path in root.glob("*/scheme.toml")))


def load_scheme(folder: Path) -> Scheme:
    """Read a scheme folder. Raises SchemeError (file, place, expected) for what is unsound."""
    top = toml.read(folder / "scheme.toml")
    table_ids, form_ids = top.texts("tables"), top.texts("forms")
    scheme = Scheme(
        id=top.text("id"),
        title=top.text("title"),
        source=top.text("source"),
        fields=top.nodes("field", _field),
        tables=tuple(_table_file(folder / f"{name}.toml") for name in table_ids),
        forms=tuple(_form_file(folder / f"{name}.toml") for name in form_ids),
        options=top.nodes("option", _option),
        tiers=top.nodes("tier", _tier),
        grades=top.nodes("grade", _grade),
        scoring=_scoring(top.node("scoring")),
        checks=top.nodes("check", _check, optional=True),
        hash=_hash(folder, ("scheme", *table_ids, *form_ids)),
    )
    top.done()
    if scheme.id != folder.name:
        raise top.refuse(f"expected the folder's name {folder.name!r}", "id")
    require_sound(scheme)
    return scheme


def _hash(folder: Path, names: tuple[str, ...]) -> str:
    """SHA-256 over the files as text: the line ends of a checkout must not change it."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode())
        digest.update((folder / f"{name}.toml").read_text(encoding="utf-8-sig").encode())
    return digest.hexdigest()


def _field(node: Node) -> Field:
    return Field(
        id=_id(node),
        label=node.text("label"),
        kind=cast(Kind, node.one_of("kind", KINDS, "text")),
        required=node.flag("required", False),
        hint=node.text("hint", ""),
        default=node.text("default", ""),
    )


def _id(node: Node) -> str:
    value = node.text("id")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", value):
        raise node.refuse("expected a lower-case word", "id")
    return value


def _formula(node: Node, key: str, *, comparison: bool = False) -> Formula | None:
    text = node.text(key, "")
    if not text:
        return None
    try:
        return parse(text, comparison=comparison)
    except FormulaError as error:
        raise node.refuse(f"expected a formula: {error}", key) from error


def _table_file(path: Path) -> Table:
    node = toml.read(path)
    table = _table(node, _file_id(node, path))
    node.done()
    return table


def _file_id(node: Node, path: Path) -> str:
    value = _id(node)
    if value != path.stem:
        raise node.refuse(f"expected the file's name {path.stem!r}", "id")
    return value


def _table(node: Node, table_id: str) -> Table:
    return Table(
        id=table_id,
        title=node.text("title"),
        unit=node.one_of("unit", UNITS),
        tab=node.one_of("tab", ("", *TABS), ""),
        hint=node.text("hint", ""),
        columns=node.nodes("columns", _column),
        rows=node.nodes("rows", _row),
    )


def _column(node: Node) -> Column:
    return Column(
        id=_id(node),
        label=node.text("label"),
        kind=cast(Kind, node.one_of("kind", KINDS, "amount")),
        formula=_formula(node, "formula"),
    )


def _row(node: Node) -> Row:
    return Row(
        id=_id(node),
        label=node.text("label"),
        formula=_formula(node, "formula"),
        indent=int(node.number("indent", Decimal(0))),
    )


def _form_file(path: Path) -> Form:
    node = toml.read(path)
    money = node.node("money")
    execution = node.node("execution")
    form = Form(
        id=_file_id(node, path),
        title=node.text("title"),
        tab=node.one_of("tab", TABS),
        many=node.flag("many"),
        source=node.text("source"),
        fields=node.nodes("fields", _field),
        money=_table(money, "money"),
        execution=Execution(
            weight=execution.number("weight"),
            row=execution.text("row"),
            bases=execution.mapping("bases"),
            executed=execution.text("executed"),
        ),
        goals=node.nodes("goals", _field),
        levels=node.nodes("level", _level1),
        sheet=_sheet(node.node("sheet")),
        name_field=node.text("name_field", ""),
    )
    for part in (money, execution, node):
        part.done()
    return form


def _level1(node: Node) -> Level1:
    return Level1(
        id=_id(node),
        label=node.text("label"),
        weight=node.number("weight"),
        level2=node.nodes("level2", lambda sub: Level2(_id(sub), sub.text("label"))),
    )


def _sheet(node: Node) -> Sheet:
    widths = node.numbers("widths")
    body = node.node("body")
    columns = {key: _column_number(body, key, len(widths)) for key in BODY_COLUMNS}
    if len(set(columns.values())) < len(columns):
        raise body.refuse("expected a column of its own for each part")
    sheet = Sheet(
        name=node.text("name"),
        widths=widths,
        head=_sheet_cells(node, "head", len(widths)),
        tail=_sheet_cells(node, "tail", len(widths)),
        group_label=node.text("group_label"),
        body=columns,
        tall=tuple(int(number) for number in node.numbers("tall")),
    )
    body.done()
    node.done()
    return sheet


def _column_number(node: Node, key: str, count: int) -> int:
    letter = node.text(key)
    number = ord(letter) - ord("A") + 1 if len(letter) == 1 else 0
    if not 1 <= number <= count:
        raise node.refuse(f"expected a column from A to {chr(ord('A') + count - 1)}", key)
    return number


def _sheet_cells(node: Node, key: str, count: int) -> tuple[SheetCell, ...]:
    cells: list[SheetCell] = []
    taken: dict[tuple[int, int], str] = {}
    for at, row in enumerate(node.rows(key)):
        place = f"{key}[{at}]"
        if len(row) != 3:
            raise node.refuse('expected ["A1:B2", "text", "style"]', place)
        cell = _sheet_cell(node, place, row, count)
        for spot in _spots(cell):
            if spot in taken:
                raise node.refuse(f"{row[0]} covers {taken[spot]}", place)
            taken[spot] = row[0]
        cells.append(cell)
    if not cells:
        raise node.refuse("expected cells", key)
    return tuple(cells)


def _sheet_cell(node: Node, place: str, row: list[str], count: int) -> SheetCell:
    where, text, style = row
    found = _RANGE.fullmatch(where)
    if not found:
        raise node.refuse(f"expected a cell or range like A1:B2, found {where!r}", place)
    letter, number, last_letter, last_number = found.groups()
    first = (int(number), ord(letter) - 64)
    last = (int(last_number), ord(last_letter) - 64) if last_letter else first
    if last[0] < first[0] or last[1] < first[1] or last[1] > count:
        raise node.refuse(f"{where} is outside the {count} columns or runs backwards", place)
    if style not in STYLES:
        raise node.refuse(f"unknown style {style!r}; expected one of {', '.join(STYLES)}", place)
    return SheetCell(first, last, text, style, tuple(PLACEHOLDER.findall(text)))


def _spots(cell: SheetCell) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in range(cell.first[0], cell.last[0] + 1)
        for column in range(cell.first[1], cell.last[1] + 1)
    ]


def _option(node: Node) -> Option:
    return Option(
        id=_id(node),
        label=node.text("label"),
        choices=node.nodes("choices", lambda sub: Choice(sub.text("id"), sub.text("label"))),
        default=node.text("default"),
        hint=node.text("hint", ""),
        remark=node.text("remark", ""),
    )


def _tier(node: Node) -> Tier:
    return Tier(_id(node), node.text("label"), node.number("low"), node.number("high"))


def _grade(node: Node) -> Grade:
    return Grade(node.text("label"), node.number("at_least"))


def _scoring(node: Node) -> Scoring:
    scoring = Scoring(
        over_prompt=node.number("over_prompt"),
        total=node.number("total"),
        on_time_words=node.texts("on_time_words"),
        not_applicable_words=node.texts("not_applicable_words"),
        sources=node.mapping("sources"),
    )
    node.done()
    return scoring


def _check(node: Node) -> Check:
    require = _formula(node, "require", comparison=True)
    if require is None:
        raise node.refuse("expected a comparison", "require")
    tolerance, cells = node.number("tolerance"), node.texts("cells")
    if tolerance < 0:
        raise node.refuse("expected 0 or more", "tolerance")
    if not cells:
        raise node.refuse("expected the cell to go to", "cells")
    return Check(
        id=node.text("id"),
        level=cast(Level, node.one_of("level", LEVELS)),
        title=node.text("title"),
        require=require,
        tolerance=tolerance,
        message=node.text("message"),
        todo=node.text("todo"),
        cells=cells,
    )
