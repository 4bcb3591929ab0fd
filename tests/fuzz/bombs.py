"""Small files made to fill the memory or to take for ever, by name; each made when it is wanted."""

import struct
from collections.abc import Callable

from tests.fuzz import books
from tests.fuzz.books import book, record, rows_of, sheet, xls

FAR = "A1:XFD1048576"
ONE = "<row><c><v>1</v></c></row>"


def _merged(*areas: str) -> str:
    inner = "".join(f'<mergeCell ref="{one}"/>' for one in areas)
    return f"<mergeCells>{inner}</mergeCells>"


def _links(area: str) -> str:
    return f'<hyperlinks><hyperlink ref="{area}" location="x"/></hyperlinks>'


def _entities() -> str:
    lines = ['<!ENTITY a0 "ha">']
    lines += [f"<!ENTITY a{n} '" + f"&a{n - 1};" * 10 + "'>" for n in range(1, 12)]
    text = sheet('<row><c t="inlineStr"><is><t>&a11;</t></is></c></row>')
    return text.replace("<worksheet", f"<!DOCTYPE x [{''.join(lines)}]><worksheet", 1)


def _stairs(count: int) -> str:
    return _merged(*(f"A{n}:AZ{n + 200}" for n in range(1, count)))


XLSX: dict[str, Callable[[], bytes]] = {
    "merged over all": lambda: book({"甲": sheet(ONE, _merged(FAR))}),
    "merged over all columns": lambda: book({"甲": sheet(ONE, _merged("A1:XFD3000"))}),
    "merged over one another": lambda: book(
        {"甲": sheet(rows_of([[1] * 50] * 2_900), _stairs(2_700))}
    ),
    "linked over all": lambda: book({"甲": sheet(ONE, _links(FAR))}),
    "one sheet ten thousand times": lambda: book({"甲": sheet(ONE * 20_000)}, times="10000"),
    "ten thousand sheets without size": lambda: book({"甲": sheet("<row/>" * 300_000)}, times="50"),
    "cells": lambda: book({"甲": sheet("<row>" + "<c/>" * 3_500_000 + "</row>")}),
    "rows": lambda: book({"甲": sheet("<row/>" * 2_500_000)}),
    "strings": lambda: book({"甲": sheet(ONE)}, strings="<si/>" * 3_000_000),
    "styles": lambda: book({"甲": sheet(ONE)}, styles="<xf/>" * 3_000_000),
    "names": lambda: book(
        {"甲": sheet(ONE)},
        names="<definedNames>"
        + '<definedName name="a">A1</definedName>' * 400_000
        + "</definedNames>",
    ),
    "entities": lambda: book({"甲": _entities()}),
    "deep": lambda: book({"甲": sheet("<row>" * 500_000)}),
    "far corner": lambda: book(
        {
            "甲": sheet(
                '<row r="1048576"><c r="XFD1048576" s="0"/></row><row r="1"><c><v>1</v></c></row>'
            )
        }
    ),
    "beyond the corner": lambda: book(
        {"甲": sheet('<row r="999999999999"><c r="ZZZZZZ99999999999"><v>1</v></c></row>')}
    ),
    "unpacks to much": lambda: book({"甲": sheet(" " * 60_000_000)}),
    "formulas that share": lambda: book(
        {
            "甲": sheet(
                '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A9">'
                + "A1+" * 9_000
                + "1</f></c></row>"
                + "".join(
                    f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/></c></row>'
                    for n in range(2, 3_000)
                )
            )
        }
    ),
}


def _blank_rows(count: int) -> bytes:
    row = record(books.MULBLANK, struct.pack("<HH", 0, 0) + bytes(512) + struct.pack("<H", 255))
    return b"".join(row[:4] + struct.pack("<H", at % 65_536) + row[6:] for at in range(count))


def _backwards() -> bytes:
    """A text whose end lies before its beginning: the same one is read for ever."""
    text = struct.pack("<HB", 8_000, 4) + struct.pack("<i", -8_007) + b"x" * 8_000
    return xls(books.number(0, 0, 1), before=books.strings(2**31 - 1, text + b"y" * 200))


def _names(count: int) -> bytes:
    """Names that are sums of names."""

    # 0x23: the value of another name
    def one(at: int) -> bytes:
        other = b"\x23" + struct.pack("<H", at) + b"\0\0"
        formula = other * 2 + b"\x03"
        head = struct.pack("<HBBHHHBBBB", 0, 0, 1, len(formula), 0, 0, 0, 0, 0, 0)
        return record(books.NAME, head + b"\0" + b"a" + formula)

    return xls(books.number(0, 0, 1), before=b"".join(one(at) for at in range(count)))


XLS: dict[str, Callable[[], bytes]] = {
    "numbers": lambda: xls(
        b"".join(books.number(at % 65_536, at // 65_536, 1) for at in range(540_000))
    ),
    "blanks": lambda: xls(_blank_rows(18_000)),
    "blanks sixty times": lambda: xls(_blank_rows(18_000), same=60),
    "nothing sixty times": lambda: xls(record(0x0999) * 2_400_000, same=60),
    "nothing ten thousand times": lambda: xls(record(0x0999) * 2_300_000, same=20_000),
    "merged": lambda: xls(
        record(
            books.MERGED, struct.pack("<H", 1_000) + struct.pack("<HHHH", 0, 65_535, 0, 255) * 1_000
        )
        * 1_200
    ),
    "texts": lambda: xls(
        books.number(0, 0, 1),
        before=books.strings(3_200_000, bytes(8_190))
        + record(books.CONTINUE, bytes(8_220)) * 1_190,
    ),
    "texts that go backwards": _backwards,
    "names of names": lambda: _names(60),
    "fonts": lambda: xls(books.number(0, 0, 1), before=record(0x0031, bytes(20)) * 400_000),
    "formats": lambda: xls(books.number(0, 0, 1), before=record(0x00E0, bytes(20)) * 400_000),
    "columns": lambda: xls(record(0x007D, struct.pack("<HHHHHH", 0, 255, 0, 0, 0, 0)) * 600_000),
}
