"""Files of Excel 97–2003 and what goes by that name: read, or refused with a sentence.

`files/nine_tables.xls` is what `workbooks.write(report(FACTS), Style(split=True))` gives and
`files/codes.xls` a short list, both of an invented unit, saved as .xls by LibreOffice.
"""

import random
import shutil
import struct
import time
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pytest

from app.exchange import xls_sheets
from app.exchange.account_grid import AccountImportProblem, Grid, read_grids
from app.exchange.code_list import CodeListProblem, read_code_list
from app.exchange.plain_sheets import PlainSheet, SheetsProblem, plain_sheets
from tests.exchange.test_account_import import FACTS, figures, report, taken
from tests.exchange.workbooks import Style, write

FILES = Path(__file__).parent / "files"
NINE = FILES / "nine_tables.xls"
CODES = FILES / "codes.xls"
LINES = [
    ("201", "一般公共服务支出"),
    ("20103", "政府办公厅及相关机构事务"),
    ("2010399", "其他（本县）支出"),
]


def codes(path: Path) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in read_code_list(path)]


def only(data: bytes, suffix: str = ".xls") -> PlainSheet:
    sheets = plain_sheets(data, suffix)
    assert sheets is not None
    (sheet,) = sheets
    return sheet


# ---------------------------------------------------------------- .xls


def test_an_xls_gives_what_the_same_tables_as_xlsx_give(tmp_path: Path) -> None:
    new = write(tmp_path / "决算.xlsx", report(FACTS), Style(split=True))
    (old, made), (other, same) = taken(NINE), taken(new)
    assert figures(made) == figures(same) == figures(report(FACTS))
    assert (old.odd, old.notes, old.missing) == ((), (), ())
    assert old.ledgers == other.ledgers
    assert old.stated == other.stated


def test_cells_and_merged_ranges_are_those_of_the_xlsx(tmp_path: Path) -> None:
    new = read_grids(write(tmp_path / "决算.xlsx", report(FACTS), Style(split=True)))
    assert read_grids(NINE) == tuple(
        Grid(one.name, one.cells, one.spread, frozenset()) for one in new
    )
    assert any(one.spread for one in new)


def test_a_list_of_codes_as_xls() -> None:
    assert codes(CODES) == LINES


@pytest.mark.parametrize("name", ["决算.xlsx", "决算.XLS", "决算", "决算.csv"])
def test_the_content_counts_and_not_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    shutil.copy(NINE, path)
    assert len(read_grids(path)) == 9
    new = write(tmp_path / "新.xlsx", report(FACTS))
    shutil.copy(new, tmp_path / "新.xls")
    assert read_grids(tmp_path / "新.xls") == read_grids(new)


# ---------------------------------------------------------------- records of our own

NUMBER, LABEL, MULBLANK, BLANK = 0x0203, 0x0204, 0x00BE, 0x0201
BOF, EOF, BOUNDSHEET, FILEPASS, DATEMODE = 0x0809, 0x000A, 0x0085, 0x002F, 0x0022


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def bof(kind: int) -> bytes:
    return record(BOF, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def xls(*sheets: bytes, before: bytes = b"", hidden: tuple[int, ...] = (), same: int = 1) -> bytes:
    """An .xls without its OLE case; `same`: how often each sheet is listed."""
    names = [f"s{at}".encode() for at in range(len(sheets) * same)]
    length = sum(4 + 8 + len(name) for name in names)
    at = len(bof(5)) + len(before) + length + len(record(EOF))
    bodies = [bof(0x10) + sheet + record(EOF) for sheet in sheets]
    places = [at + sum(map(len, bodies[:n])) for n in range(len(bodies))] * same
    listed = b"".join(
        record(BOUNDSHEET, struct.pack("<IBBBB", place, n in hidden, 0, len(name), 0) + name)
        for n, (place, name) in enumerate(zip(places, names, strict=True))
    )
    return bof(5) + before + listed + record(EOF) + b"".join(bodies)


def cell(row: int, column: int, value: float) -> bytes:
    return record(NUMBER, struct.pack("<HHHd", row, column, 0, value))


def test_numbers_are_what_was_typed() -> None:
    values = [0.1, 1199937.12, 2010301.0, -0.07, 1e20, 123456789012.34]
    sheet = only(xls(b"".join(cell(0, at, value) for at, value in enumerate(values))))
    assert [str(one) for one in sheet.cells.values()] == [
        "0.1",
        "1199937.12",
        "2010301",
        "-0.07",
        "1E+20",
        "123456789012.34",
    ]


def test_hidden_sheets_are_left_out() -> None:
    data = xls(cell(0, 0, 1), cell(0, 0, 2), cell(0, 0, 3), hidden=(1,))
    sheets = plain_sheets(data, ".xls")
    assert sheets is not None
    assert [dict(one.cells) for one in sheets] == [{(1, 1): Decimal(1)}, {(1, 1): Decimal(3)}]


def test_a_far_corner_costs_nothing() -> None:
    """A sheet with one cell at the far corner would be sixteen million cells."""
    data = xls(*[cell(65_535, 255, 7)] * 3)
    tracemalloc.start()
    sheets = plain_sheets(data, ".xls")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sheets is not None
    assert {place for one in sheets for place in one.cells} == {(65_536, 256)}
    assert peak < 60_000_000


def test_blank_cells_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file may list the same large sheet sixty times."""
    row = record(MULBLANK, struct.pack("<HH", 0, 0) + bytes(512) + struct.pack("<H", 255))
    rows = b"".join(row[:4] + struct.pack("<H", at) + row[6:] for at in range(2_000))
    monkeypatch.setattr(xls_sheets, "MAX_CELLS", 1_000_000)
    with pytest.raises(SheetsProblem, match="格子太多"):
        plain_sheets(xls(rows, same=60), ".xls")


def test_more_sheets_than_anybody_has() -> None:
    with pytest.raises(SheetsProblem, match="工作表超过60张"):
        plain_sheets(xls(*[cell(0, 0, 1)] * 61), ".xls")


# ---------------------------------------------------------------- refused

OLE = NINE.read_bytes()[:512]
LOCKED_NEW = OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(2_000)
REFUSED = [  # name, bytes, what is said
    ("加密.xls", xls(cell(0, 0, 1), before=record(FILEPASS, bytes(6))), "加了密码"),
    ("加密.xlsx", LOCKED_NEW, "加了密码"),
    ("决算.et", NINE.read_bytes(), "另存为”，类型选 .xlsx"),
    ("决算.xls", OLE, "打不开"),
    ("决算.xls", OLE + bytes(3_000), "打不开"),
    ("决算.xls", b"\xd0\xcf\x11\xe0" + b"\xff" * 4_000, "打不开"),
    ("决算.xls", b"\t\x08\x10\x00", "打不开"),
    ("决算.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "单个文件的网页"),
    ("决算.xls", b"<html><table><tr><td>&#" + b"9" * 6_000 + b";", "可能已损坏"),
    ("决算.xls", b"<html>\x81\x20\xff", "编码不是"),
]


@pytest.mark.parametrize(("name", "data", "words"), REFUSED)
def test_refused(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(AccountImportProblem) as refused:
        read_grids(path)
    assert words in refused.value.sentence
    assert refused.value.sentence.endswith("没有导入任何数字。")
    with pytest.raises(CodeListProblem) as also:
        read_code_list(path)
    assert words in also.value.sentence
    assert also.value.sentence.endswith("没有导入任何科目。")


def test_a_file_that_is_cut_or_damaged_is_read_or_refused() -> None:
    """Whatever a stick or a network drive makes of it: no other error, and not for ever."""
    whole = NINE.read_bytes()
    chance = random.Random(14)
    started = time.monotonic()
    refused = 0
    for at in range(240):
        spoilt = bytearray(whole)
        if at % 3 == 0:
            del spoilt[chance.randrange(8, len(spoilt)) :]
        else:
            for _ in range(1 + at % 40):
                spoilt[chance.randrange(8, len(spoilt))] = chance.randrange(256)
        try:
            plain_sheets(bytes(spoilt), ".xls")
        except SheetsProblem as problem:
            refused += "另存为" in problem.sentence
    assert refused > 100
    assert time.monotonic() - started < 120


# ---------------------------------------------------------------- a web page called .xls

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset={charset}">
<style>td {{ color: red }}</style></head><body>
<!-- <table><tr><td>不要</td></tr></table> -->
<h3>科目&nbsp;表</h3>
<table border=1><tr><th rowspan=2>科目编码</th><th colspan="2">名称</th></tr>
<tr><td>全称<td>简称</tr>
<tr><td x:num="2010301.5">2,010,302<td><b>行政</b><br>运行</td><td></td></tr>
<tr><td>a&lt;b</td></tr></table><p>注：略</p></body></html>"""


@pytest.mark.parametrize("charset", ["gb2312", "utf-8", "GBK"])
def test_tables_of_a_web_page(charset: str) -> None:
    codec = "gb18030" if charset != "utf-8" else "utf-8"
    sheet = only(PAGE.format(charset=charset).encode(codec))
    assert sheet.cells == {
        (1, 1): "科目 表",
        (2, 1): "科目编码",
        (2, 2): "名称",
        (3, 2): "全称",
        (3, 3): "简称",
        (4, 1): Decimal("2010301.5"),
        (4, 2): "行政 运行",
        (5, 1): "a<b",
        (6, 1): "注：略",
    }
    assert sheet.merged == ((2, 1, 3, 1), (2, 2, 2, 3))


def page_of(path: Path) -> str:
    """The workbook as one web page, merged cells and all, as 部门 systems export it."""
    rows: list[str] = []
    for grid in read_grids(path):
        rows.append("<table>")
        for row in grid.rows:
            texts = [grid.text(row, column) for column in grid.columns]
            rows.append(f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}</tr>")
        rows.append("</table>")
    return f"<html><body>{''.join(rows)}</body></html>"


def test_official_tables_as_a_web_page(tmp_path: Path) -> None:
    new = write(tmp_path / "决算.xlsx", report(FACTS))
    page = tmp_path / "决算.xls"
    page.write_text(page_of(new), encoding="gb18030")
    assert figures(taken(page)[1]) == figures(taken(new)[1])


def test_codes_as_a_web_page(tmp_path: Path) -> None:
    page = tmp_path / "科目.xls"
    lines = "".join(f"<tr><td>{code}</td><td>{name}</td></tr>" for code, name in LINES)
    page.write_text(
        f"<table><tr><td>科目编码</td><td>科目名称</td></tr>{lines}</table>", encoding="utf-8"
    )
    assert codes(page) == LINES


BOMBS = [
    b"<html>" + b"<!--" * 2_000_000,
    b"<html>" + b"<" * 8_000_000,
    b"<html>" + b"<td rowspan=99999 colspan=99999>" * 200_000,
    b"<html><table>" + b"<tr>" * 1_000_000,
    b"<html>" + b"<style " * 1_000_000,
    b"<html><table>" + b"<td a='" * 1_000_000,
    b"<html>" + b"&" * 8_000_000,
]


@pytest.mark.parametrize("at", range(len(BOMBS)))
def test_pages_made_to_harm_take_seconds(at: int) -> None:
    started = time.monotonic()
    try:
        plain_sheets(BOMBS[at], ".xls")
    except SheetsProblem as problem:
        assert problem.sentence
    assert time.monotonic() - started < 40


# ---------------------------------------------------------------- the XML of Excel 2003

XML = """<?xml version="1.0" encoding="gb2312"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Worksheet ss:Name="表1"><Table>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">科目表</Data></Cell>
<Cell><Data ss:Type="String">右</Data></Cell></Row>
<Row ss:Index="4"><Cell ss:Index="2"><Data ss:Type="Number">1199937.12</Data></Cell>
<Cell ss:MergeDown="1"><Data ss:Type="String">2010301</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="藏"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
</Workbook>"""


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_xml_of_excel_2003(codec: str) -> None:
    sheet = only(XML.encode(codec))
    assert sheet.name == "表1"
    assert sheet.cells == {
        (1, 1): "科目表",
        (1, 4): "右",
        (4, 2): Decimal("1199937.12"),
        (4, 3): "2010301",
    }
    assert sheet.merged == ((1, 1, 1, 3), (4, 3, 5, 3))


XML_REFUSED = [
    XML.replace("</Workbook>", ""),
    XML.replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook'),
    XML.replace('ss:Index="4"', 'ss:Index="900000"'),
]


@pytest.mark.parametrize("text", XML_REFUSED)
def test_xml_that_is_refused(text: str) -> None:
    with pytest.raises(SheetsProblem, match="另存为"):
        plain_sheets(text.encode(), ".xls")
