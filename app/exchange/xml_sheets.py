"""Sheets of the XML that Excel 2003 wrote (“XML 表格 2003”), which some systems call .xls."""

from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse

from app.exchange.html_sheet import decoded
from app.exchange.plain_sheets import (
    AGAIN,
    HUGE,
    MAX_FILLED,
    MAX_LAST_ROW,
    MAX_SPAN,
    Area,
    Content,
    Place,
    PlainSheet,
    SheetsProblem,
    number,
)

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{NAMESPACE}}}"
_MAX_TAGS = 600_000  # a cell that holds something has four
_BROKEN = f"这个 XML 格式的表格打不开，可能已损坏。{AGAIN}"


def xml_sheets(data: bytes) -> tuple[PlainSheet, ...]:
    """The visible sheets, in their order. Raises SheetsProblem."""
    text = decoded(data)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:  # Excel writes none; they can grow without end
        raise SheetsProblem(_BROKEN)
    if text.count("<") > _MAX_TAGS:
        raise SheetsProblem(HUGE)
    # what it says to be written in is no longer true
    plain = text.partition("?>")[2] if text.lstrip().startswith("<?xml") else text
    try:
        return tuple(_sheets(plain.strip().encode("utf-8")))
    except (ParseError, ValueError) as error:
        raise SheetsProblem(_BROKEN) from error


def _sheets(data: bytes) -> Iterator[PlainSheet]:
    sheet = _Sheet("")
    for event, one in iterparse(BytesIO(data), ("start", "end")):
        match event, one.tag:
            case "start", str(tag) if tag == f"{_SS}Worksheet":
                sheet = _Sheet(one.get(f"{_SS}Name", ""))
            case "end", str(tag) if tag == f"{_SS}Row":
                sheet.take(one)
                one.clear()
            case "end", str(tag) if tag.endswith("}Visible"):  # SheetHidden, SheetVeryHidden
                sheet.hidden = (one.text or "").startswith("SheetHidden") or sheet.hidden
            case "end", str(tag) if tag == f"{_SS}Worksheet":
                if not sheet.hidden:
                    yield PlainSheet(sheet.name, sheet.cells, tuple(sheet.merged))
                one.clear()


class _Sheet:
    def __init__(self, name: str) -> None:
        self.name = name
        self.cells: dict[Place, Content] = {}
        self.merged: list[Area] = []
        self.hidden = False
        self.row = 0
        self.seen = 0

    def take(self, row: Element) -> None:
        self.row = _whole(row, "Index", self.row + 1)
        column = 0
        for cell in row.findall(f"{_SS}Cell"):
            column = _whole(cell, "Index", column + 1)
            across, down = _whole(cell, "MergeAcross", 0), _whole(cell, "MergeDown", 0)
            last = min(column + across, MAX_SPAN)
            if across or down:
                self.merged.append((self.row, column, self.row + down, max(last, column)))
            found = cell.find(f"{_SS}Data")
            if found is not None and column <= MAX_SPAN:
                self._put(column, "".join(found.itertext()), found.get(f"{_SS}Type", ""))
            column += across
            self.seen += 1
        self.row += _whole(row, "Span", 0)
        if self.row > MAX_LAST_ROW or self.seen > MAX_FILLED:
            raise SheetsProblem(HUGE)

    def _put(self, column: int, text: str, kind: str) -> None:
        exact = number(text) if kind == "Number" else None
        if exact is not None or text.strip():
            self.cells[(self.row, column)] = text if exact is None else exact


def _whole(element: Element, name: str, usual: int) -> int:
    text = element.get(f"{_SS}{name}", "")
    return int(text) if text.isdecimal() and len(text) < 8 else usual
