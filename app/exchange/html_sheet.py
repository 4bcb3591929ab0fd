"""The tables of a web page as one sheet: what many systems write and call .xls.

Read in one pass by our own hand: Python's HTML parser takes hours over a page made to harm.
"""

import html
import re
from dataclasses import dataclass, field

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

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_CODECS = {  # what a page may say it is written in -> what reads it
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5",
}
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]*)([^<>]*)>|<[!?/][^<>]*>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_UNSEEN = (("<!--", "-->"), ("<style", "</style"), ("<script", "</script"), ("<head", "</head"))
_BREAKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "caption", "br", "table", "li", "hr"})


def decoded(data: bytes, *, whole: bool = True) -> str:
    """The text of a page or of an XML file; not `whole`: its first bytes, maybe cut in a letter."""
    errors = "strict" if whole else "ignore"
    said = _CHARSET.search(data[:4_096])
    first = _CODECS.get(said[1].decode("ascii", "ignore").lower(), "utf-8") if said else "utf-8"
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for codec in ("utf-16",) if marked else (first, "utf-8", "gb18030"):
        try:
            return data.decode(codec, errors).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise SheetsProblem(f"文件里的文字读不出来，编码不是 UTF-8 或 GBK。{AGAIN}")


def html_sheet(data: bytes) -> tuple[PlainSheet, ...]:
    """All tables of a page below each other; a text outside of them stands in a row of its own,
    as titles do. Raises SheetsProblem."""
    text = decoded(data)
    reader = _Reader()
    try:
        for start, end in _UNSEEN:
            text = _without(text, start, end)
        at = 0
        for found in _TAG.finditer(text):
            reader.text(text[at : found.start()])
            reader.tag(bool(found[1]), (found[2] or "").lower(), found[3] or "")
            at = found.end()
        reader.text(text[at:])
        reader.end_cell()
    except ValueError as error:  # a figure of a character with thousands of digits
        raise SheetsProblem(f"这个网页格式的表格读不下去，可能已损坏。{AGAIN}") from error
    return (PlainSheet("网页表格", reader.cells, tuple(reader.merged)),)


def _without(text: str, start: str, end: str) -> str:
    """The text without what stands between two tags or marks; one that is not closed goes to the
    end."""
    small = text.lower()
    if len(small) != len(text):  # a letter that lower case makes longer
        small = text
    kept: list[str] = []
    at = 0
    while (found := small.find(start, at)) >= 0:
        kept.append(text[at:found])
        closed = small.find(end, found + len(start))
        closed = small.find(">", closed) if closed >= 0 else closed
        if closed < 0:
            return "".join(kept)
        at = closed + 1
    kept.append(text[at:])
    return "".join(kept)


@dataclass
class _Reader:
    cells: dict[Place, Content] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    row: int = 0
    column: int = 0  # of the cell that is open, 0 outside of one
    taken: dict[int, int] = field(default_factory=dict)  # column -> the row that it is free after
    said: list[str] = field(default_factory=list)
    exact: str = ""
    seen: int = 0
    next: int = 1  # where the next cell stands
    new_row: bool = True  # the next cell stands in a new row

    def text(self, words: str) -> None:
        if words.strip():
            self.said.append(html.unescape(words))

    def tag(self, closing: bool, name: str, attributes: str) -> None:
        if name in {"td", "th"}:
            self.end_cell()
            if not closing:
                self._cell(_attributes(attributes))
        elif name in {"tr", "table"}:
            self.end_cell()
            self.new_row = True
            if name == "tr" and not closing:
                self._row()
            elif name == "table" and not closing:
                self.taken = {}
        elif name in _BREAKS:
            if self.column:
                self.said.append(" ")
            else:
                self.end_cell()

    def _row(self) -> None:
        self.row += 1
        self.new_row = False
        self.column = 0
        self.next = 1
        if self.row > MAX_LAST_ROW:
            raise SheetsProblem(HUGE)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.seen += 1
        if self.seen > MAX_FILLED:
            raise SheetsProblem(HUGE)
        if self.new_row:
            self._row()
        column = self.next
        while self.taken.get(column, 0) >= self.row:
            column += 1
        wide, high = _span(attributes, "colspan"), _span(attributes, "rowspan")
        last = min(column + wide - 1, MAX_SPAN)
        if high > 1:
            for one in range(column, last + 1):
                self.taken[one] = self.row + high - 1
        if wide > 1 or high > 1:
            self.merged.append((self.row, column, self.row + high - 1, max(column, last)))
        self.column, self.next = column, max(column, last) + 1
        self.exact = attributes.get("x:num", "") or attributes.get("sdval", "")

    def end_cell(self) -> None:
        """What was said goes into the open cell, or into a row of its own."""
        words = " ".join("".join(self.said).split())
        self.said = []
        if words and not self.column:
            self._row()
            self.new_row = True
            self.cells[(self.row, 1)] = words
        elif words and self.column <= MAX_SPAN:
            exact = number(self.exact) if self.exact else None
            self.cells[(self.row, self.column)] = words if exact is None else exact
        self.column, self.exact = 0, ""


def _attributes(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(text)
    return {one[1].lower(): one[2] or one[3] or one[4] or "" for one in found}


def _span(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1
