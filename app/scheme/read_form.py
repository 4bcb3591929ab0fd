"""A form's TOML file → the model: what it asks for, and how it is laid out."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from app.scheme import based
from app.scheme.based import Folders
from app.scheme.layout import Fixed, Indicators, Part, Repeated, Sheet, SheetCell
from app.scheme.model import PLACEHOLDER, Cap, Execution, Form, FormColumn, Table
from app.scheme.read_rule import level1, maybe_rule
from app.scheme.read_table import MAX_LIMIT, TABS, field, file_id, item_id, table
from app.scheme.toml import Node

# what a column of the indicators may hold
COLUMNS = (
    *("level1", "level2", "name", "explain", "rubric"),
    *("target", "sign", "number", "measure", "adjusted", "actual"),
    *("weight", "score", "coefficient", "core", "reason"),
)
STYLES = (
    *("title", "subtitle", "label", "label-left", "text", "longtext"),
    *("amount", "percent", "weight", "score", "center", "foot", "remark"),
)
PARTS = ("fixed", "indicators", "list")
MAX_WIDTH = 200  # characters, as Excel counts a column
MAX_COLUMNS = 26  # A to Z
_RANGE = re.compile(r"([A-Z])([1-9]\d?)(?::([A-Z])([1-9]\d?))?")


def form(where: Folders, path: Path) -> Form:
    node = Node(path.name, "", based.form_values(where, path))
    execution = node.maybe_node("execution")
    sheet = _sheet(node.node("sheet"))
    made = Form(
        id=file_id(node, path),
        title=node.text("title"),
        tab=node.one_of("tab", TABS),
        many=node.flag("many"),
        source=node.text("source"),
        fields=node.nodes("fields", field, optional=True),
        tables=node.nodes("table", _table, optional=True),
        execution=_execution(execution) if execution else None,
        goals=node.nodes("goals", field, optional=True),
        notes=node.nodes("notes", field, optional=True),
        levels=node.nodes("level", level1, optional=True),
        columns=node.nodes("column", _column_of(len(sheet.widths)), optional=True),
        sheet=sheet,
        name_field=node.text("name_field", ""),
    )
    node.done()
    return made


def _table(node: Node) -> Table:
    return table(node, item_id(node))


def _execution(node: Node) -> Execution:
    made = Execution(
        weight=node.number("weight"),
        row=node.text("row"),
        bases=node.mapping("bases"),
        executed=node.text("executed"),
        rule=maybe_rule(node),
        reason_below=node.maybe_number("reason_below"),
        reason_limit=node.whole("reason_limit", 0, MAX_LIMIT, 0),
        caps=node.nodes("caps", _cap, optional=True),
    )
    node.done()
    return made


def _cap(node: Node) -> Cap:
    return Cap(node.number("below"), node.number("at_most"))


def _column_of(count: int) -> Callable[[Node], FormColumn]:
    def read(node: Node) -> FormColumn:
        return FormColumn(
            id=node.one_of("id", COLUMNS),
            label=node.text("label"),
            at=_column_number(node, "at", count) if node.has("at") else 0,
            width=node.whole("width", 1, MAX_WIDTH, 12),
        )

    return read


def _column_number(node: Node, key: str, count: int) -> int:
    letter = node.text(key)
    number = ord(letter) - ord("A") + 1 if len(letter) == 1 else 0
    if not 1 <= number <= count:
        raise node.refuse(f"expected a column from A to {chr(ord('A') + count - 1)}", key)
    return number


def _sheet(node: Node) -> Sheet:
    widths = node.numbers("widths")
    if len(widths) > MAX_COLUMNS or max(widths, default=Decimal(0)) > MAX_WIDTH:
        expected = f"expected at most {MAX_COLUMNS} columns, each at most {MAX_WIDTH} wide"
        raise node.refuse(expected, "widths")
    made = Sheet(
        name=node.text("name"),
        widths=widths,
        parts=node.nodes("part", lambda part: _part(part, len(widths))),
        landscape=node.flag("landscape", False),
    )
    if not made.parts:
        raise node.refuse("expected parts", "part")
    node.done()
    return made


def _part(node: Node, count: int) -> Part:
    match node.one_of("kind", PARTS):
        case "fixed":
            cells = _cells(node, count)
            last = max(cell.last[0] for cell in cells)
            tall = tuple(int(number) for number in node.numbers("tall", optional=True))
            for row in tall:
                if not 1 <= row <= last:
                    raise node.refuse(f"no such row: {row}", "tall")
            return Fixed(cells, tall)
        case "list":
            cells = _cells(node, count)
            if any(cell.last[0] > 1 for cell in cells):
                raise node.refuse("expected cells of row 1 only", "cells")
            return Repeated(node.text("table"), node.text("list"), cells)
        case _:
            return Indicators(
                group=node.text("group", ""),
                merged=node.flag("merged", True),
                weights=node.flag("weights", True),
                empty=node.flag("empty", True),
            )


def _cells(node: Node, count: int) -> tuple[SheetCell, ...]:
    cells: list[SheetCell] = []
    taken: dict[tuple[int, int], str] = {}
    for at, row in enumerate(node.rows("cells")):
        place = f"cells[{at}]"
        if len(row) != 3:
            raise node.refuse('expected ["A1:B2", "text", "style"]', place)
        cell = _cell(node, place, row, count)
        for spot in _spots(cell):
            if spot in taken:
                raise node.refuse(f"{row[0]} covers {taken[spot]}", place)
            taken[spot] = row[0]
        cells.append(cell)
    if not cells:
        raise node.refuse("expected cells", "cells")
    return tuple(cells)


def _cell(node: Node, place: str, row: list[str], count: int) -> SheetCell:
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
    cell = SheetCell(first, last, text, style)
    return replace(cell, placeholders=tuple(PLACEHOLDER.findall(text)))


def _spots(cell: SheetCell) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in range(cell.first[0], cell.last[0] + 1)
        for column in range(cell.first[1], cell.last[1] + 1)
    ]
