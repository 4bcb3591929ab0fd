"""Readers of files: packages, packs of schemes, workbooks, lists of subjects."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from app.domain.compute import compute
from app.domain.submission import Submission, new_entries
from app.domain.texts import printable
from app.exchange.account_grid import AccountImportProblem
from app.exchange.account_import import read_accounts
from app.exchange.code_list import CodeListProblem, read_code_list
from app.exchange.incoming import package_bytes
from app.exchange.package import PackageProblem, parse
from app.exchange.package_write import dump
from app.packs import Shelf
from app.resources import resources, sample_text, shipped_schemes
from tests.fuzz import bombs, books
from tests.fuzz.harness import HAN, Reader
from tests.fuzz.hostile import (
    anything,
    changed_bytes,
    changed_lines,
    changed_tree,
    codecs,
    encoded,
    short,
    text,
)

ROOT = Path(__file__).parents[1]
FILES = ROOT / "exchange/files"
NATIONAL = "national-2020"

# ---------------------------------------------------------------- packages


def _package(path: Path, _folder: Path) -> None:
    """What is taken in is computed, and written out again as it is."""
    submission = parse(package_bytes(path), shipped_schemes())
    scheme = shipped_schemes()[submission.scheme_id]
    compute(scheme, submission)
    again = parse(dump(scheme, submission), shipped_schemes())
    assert again.entries == submission.entries


_SAMPLE = json.loads(sample_text())
_packages = st.one_of(
    changed_tree(_SAMPLE).map(lambda tree: json.dumps(tree, indent=1).encode()),
    changed_tree(_SAMPLE).map(lambda tree: encoded(json.dumps(tree, ensure_ascii=False))),
    changed_bytes([sample_text().encode()]),
    st.tuples(changed_lines(sample_text()), codecs).map(lambda one: encoded(*one)),
    st.binary(max_size=40),
)
PACKAGE_BOMBS = {
    "deep lists": lambda: b"[" * 5_000_000,
    "deep objects": lambda: b'{"a":' * 3_000_000,
    "digits": lambda: b'{"format":' + b"9" * 15_000_000 + b"}",
    "keys": lambda: b"{" + b",".join(b'"%d":1' % n for n in range(1_000_000)) + b"}",
    "one key": lambda: b"{" + b'"a":1,' * 2_000_000 + b'"a":1}',
    "rows": lambda: _with_rows(60_000),
    "cells": lambda: _with_kept(300_000),
    "texts": lambda: _with_text("甲" * 6_000_000),
    "nothing": lambda: b"",
    "spaces": lambda: b" " * 19_999_999,
    "more than there may be": lambda: b"[" + b"1," * 12_000_000,
}


def _with_rows(count: int) -> bytes:
    tree = json.loads(sample_text())
    row = tree["forms"]["project"][0]["indicators"][0]
    tree["forms"]["project"][0]["indicators"] = [{**row, "id": f"i{at}"} for at in range(count)]
    return json.dumps(tree, ensure_ascii=False).encode()[:20_000_000]


def _with_kept(count: int) -> bytes:
    tree = json.loads(sample_text())
    tree["kept"] = {f"project.p{at}.x": "1" for at in range(count)}
    return json.dumps(tree).encode()[:20_000_000]


def _with_text(words: str) -> bytes:
    tree = json.loads(sample_text())
    tree["info"]["unit"] = words
    return json.dumps(tree, ensure_ascii=False).encode()


# ---------------------------------------------------------------- packs of schemes

PACK = "qingshi-2024"
_SOUND = {
    path.name: path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "wrong_schemes/sound" / PACK).glob("*.toml"))
}
_NATIONAL = {
    path.name: path.read_text(encoding="utf-8").replace(f'id = "{NATIONAL}"', f'id = "{PACK}"')
    for path in sorted((resources() / "schemes" / NATIONAL).glob("*.toml"))
}


@st.composite
def _packs(draw: st.DrawFn) -> dict[str, str]:
    files = dict(draw(st.sampled_from([_SOUND, _NATIONAL])))
    for _ in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from(sorted(files)))
        files[name] = draw(changed_lines(files[name]))
    return files


def _laid(files: dict[str, str], folder: Path) -> None:
    place = folder / "schemes" / PACK
    place.mkdir(parents=True)
    for name, content in files.items():
        (place / name).write_bytes(encoded(content))


def _pack(_files: dict[str, str], folder: Path) -> None:
    """The pack is loaded, and then a submission of it can be computed, or it is refused."""
    shelf = Shelf((folder / "schemes",))
    scheme = shelf.scheme(PACK)
    if scheme is None:
        raise Lacking(shelf.lacking(PACK))
    compute(scheme, Submission(2023, PACK, scheme.hash, new_entries(scheme, "云岭县")))


class Lacking(Exception):
    """The sentence that stands for a pack."""


_HEAD = _SOUND["scheme.toml"]
PACK_BOMBS = {
    "deep lists": lambda: {**_SOUND, "scheme.toml": "x = " + "[" * 900_000},
    "deep tables": lambda: {**_SOUND, "scheme.toml": "x = " + "{a=" * 600_000},
    "dots": lambda: {**_SOUND, "scheme.toml": ".".join("a" * 200_000)},
    "dots of many lines": lambda: {
        **_SOUND,
        "scheme.toml": "\n".join(f"[{'.'.join([f'a{at}'] * 100)}]" for at in range(4_000)),
    },
    "digits": lambda: {**_SOUND, "scheme.toml": "x = " + "9" * 1_900_000},
    "texts": lambda: {**_SOUND, "scheme.toml": _HEAD + '\nx = "' + "甲" * 600_000 + '"'},
    "keys": lambda: {**_SOUND, "scheme.toml": "\n".join(f"a{at} = 1" for at in range(150_000))},
    "tables": lambda: {**_SOUND, "scheme.toml": "[[check]]\n" * 190_000},
    "more than there may be": lambda: {**_SOUND, "scheme.toml": "#" * 2_100_000},
}

# ---------------------------------------------------------------- workbooks

_submission = Submission(2023, NATIONAL, "", {"info.unit": "云岭县就业服务中心"})


def _accounts(path: Path, _folder: Path) -> None:
    found = read_accounts(path, shipped_schemes()[NATIONAL], _submission)
    assert all(HAN.search(one.sentence) for one in found.odd)
    scheme = shipped_schemes()[NATIONAL]
    entries = {address: words for address, words in found.edit().cells.items() if words}
    compute(scheme, Submission(2023, NATIONAL, "", entries))


def _codes(path: Path, _folder: Path) -> None:
    assert all(len(one.name) <= 100 for one in read_code_list(path))


TITLES = (
    *("收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表", "单位：万元"),
    *(
        "科目编码",
        "科目名称",
        "项目",
        "栏次",
        "合计",
        "行次",
        "本年收入合计",
        "基本支出",
        "2080505",
    ),
    *("一、一般公共预算财政拨款收入", "2023年度", "单位：云岭县", "注：略", "小计", "208", "01"),
)
_cell = st.one_of(
    st.sampled_from(TITLES), st.integers(-9, 9_999), st.floats(allow_nan=False), short
)
_table = st.lists(st.lists(_cell, max_size=9), max_size=14)
_reference = st.sampled_from(
    ["A1", "XFD1048576", "ZZZ9", "A0", "a1", "$A$1", "A1048577", "1", "", "A1:B2", "A99999999999"]
)
_part = st.tuples(
    st.sampled_from(["r", "t", "s", "x"]),
    st.one_of(_reference, st.sampled_from(["s", "b", "d", "e", "n", "str", "-1", "99999999999"])),
)
_inner = st.sampled_from(
    [
        "<v>1e999</v>",
        "<v>x</v>",
        "<v>-1</v>",
        "<v>99999</v>",
        "<f>1+1</f>",
        "<f/>",
        "<is/>",
        "<is><t/></is>",
    ]
)


@st.composite
def _workbook(draw: st.DrawFn) -> bytes:
    """Tables, with cells whose every part may lie."""
    rows = books.rows_of([[_of_xml(one) for one in line] for line in draw(_table)])
    for _ in range(draw(st.integers(0, 4))):
        said = " ".join(f'{name}="{value}"' for name, value in dict(draw(st.lists(_part))).items())
        row = draw(st.sampled_from(["1", "0", "-1", "x", "3.0", "1048576", "99999999999"]))
        rows += f'<row r="{row}"><c {said}>{draw(_inner)}</c></row>'
    areas = draw(st.lists(st.tuples(_reference, _reference).map(":".join), max_size=3))
    merged = "".join(f'<mergeCell ref="{one}"/>' for one in areas)
    sheets = {"甲": books.sheet(rows, f"<mergeCells>{merged}</mergeCells>" if areas else "")}
    return books.book(sheets, times=str(draw(st.integers(1, 3))))


def _of_xml(value: Any) -> Any:
    """A value that does not spoil the XML: it is spoilt elsewhere."""
    return printable(value) if isinstance(value, str) else value


_PLAIN_BOOK = books.book({"甲": books.sheet(books.rows_of([TITLES[:6], ["201", "甲", 1.5]]))})
_renamed = st.lists(short.map(printable), max_size=3, unique=True).map(
    lambda names: books.zipped((name, b"x") for name in names)
)
_xlsx = st.one_of(_workbook(), changed_bytes([_PLAIN_BOOK], 4), _renamed)
_kinds = st.sampled_from(
    [
        0x0006,
        0x0018,
        0x0031,
        0x003C,
        0x007D,
        0x0085,
        0x00BD,
        0x00BE,
        0x00E0,
        0x00E5,
        0x00FC,
        0x00FD,
        0x01B6,
        0x01B8,
        0x0200,
        0x0203,
        0x0204,
        0x0207,
        0x0208,
        0x027E,
        0x041E,
        0x0809,
        0x000A,
        0x005D,
    ]
)
_records = st.lists(
    st.tuples(
        _kinds, st.one_of(st.binary(max_size=40), st.binary(max_size=9).map(lambda b: b * 90))
    ).map(lambda one: books.record(*one)),
    max_size=12,
).map(b"".join)
_xls = st.one_of(
    changed_bytes(
        [(FILES / "nine_tables.xls").read_bytes(), (FILES / "codes.xls").read_bytes()], 8
    ),
    st.tuples(_records, _records, st.integers(1, 3)).map(
        lambda one: books.xls(one[1], before=one[0], same=one[2])
    ),
    _records.map(lambda one: b"\t\x08" + one),
)
_tags = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td>",
                "</td>",
                "</tr>",
                "</table>",
                "<td rowspan=3 colspan=2>",
                "<td colspan=99999>",
                "<td rowspan=65000 x:num='1e9'>",
                "<br>",
                "<p>",
                "<!--",
                "-->",
                "<style>",
                "</style>",
                "<head>",
                "&nbsp;",
                "&#1114112;",
                "<td x:num=",
                "<html>",
            ]
        ),
        st.sampled_from(TITLES),
        anything,
    ),
    max_size=40,
).map(lambda parts: "<html>" + "".join(parts))
_ss = "urn:schemas-microsoft-com:office:spreadsheet"
_XML = (
    f'<?xml version="1.0"?>\n<Workbook xmlns="{_ss}" xmlns:ss="{_ss}">\n<Worksheet ss:Name="甲">\n'
    "<Table>\n"
    '<Row ss:Index="2">\n<Cell ss:Index="2" ss:MergeAcross="2" ss:MergeDown="1">\n'
    '<Data ss:Type="Number">12.5</Data>\n</Cell>\n<Cell>\n'
    '<Data ss:Type="String">收入决算表</Data>\n'
    "</Cell>\n</Row>\n</Table>\n</Worksheet>\n</Workbook>"
)
_markup = st.one_of(
    st.tuples(st.one_of(_tags, changed_lines(_XML)), codecs).map(lambda one: encoded(*one)),
    changed_bytes([_XML.encode(), _XML.encode("utf-16"), _XML.encode("gb18030")], 2),
)
_csv = st.tuples(
    changed_lines("科目编码,科目名称\n201,一般公共服务支出\n20101,人大事务\n2010101,行政运行\n"),
    codecs,
).map(lambda one: encoded(*one))
TABLES = st.one_of(_xlsx, _xls, _markup, text.map(encoded))
MARKUP = {
    "comments": lambda: b"<html>" + b"<!--" * 2_400_000,
    "spans of rows": lambda: b"<html><table>" + b"<tr><td rowspan=9999>1" * 90_000,
    "spans in one row": lambda: b"<html><tr>" + b"<td rowspan=90000 colspan=99999>1" * 250_000,
    "rows of spans": lambda: b"<table>" + (b"<tr>" + b"<td rowspan=3000>1" * 50) * 2_900,
    "attributes": lambda: b"<html><td " + b"a=1 " * 2_000_000 + b">",
    "xml of entities": lambda: encoded(_XML).replace(
        b"<Work", b'<!DOCTYPE x [<!ENTITY a "b">]><Work'
    ),
    "xml of cells": lambda: encoded(_XML.replace("<Cell>", "<Cell/>" * 1_000_000 + "<Cell>")),
    "xml of merged cells": lambda: encoded(
        _XML.replace(
            "</Row>", '</Row><Row><Cell ss:MergeDown="9999999"><Data>1</Data></Cell></Row>' * 90_000
        )
    ),
    "deep xml": lambda: encoded(_XML.replace("<Cell>", "<Cell>" * 1_200_000)),
    "wide csv": lambda: b"201," + b"," * 9_000_000,
    "long csv": lambda: b"201,\xe7\x94\xb2\n" * 1_000_000,
    "quoted csv": lambda: b'"' + b"a\n" * 4_000_000,
    "long fields": lambda: b"201," + b"a" * 9_000_000,
}
LISTS = {name: make for name, make in MARKUP.items() if "csv" in name or "fields" in name}
WORKBOOKS = {**bombs.XLSX, **bombs.XLS, **MARKUP}
_SHEETS = (
    "plain_sheets",
    "xlsx_sheets",
    "xls_sheets",
    "xls_texts",
    "html_sheet",
    "xml_sheets",
    "told",
)
_PLAIN = tuple(f"exchange.{one}" for one in _SHEETS)
_ACCOUNTS = tuple(
    f"exchange.account_{one}"
    for one in ("blocks", "grid", "heads", "import", "parts", "read", "subjects")
)
_SCHEME = (
    "accounts",
    "based",
    "cells",
    "figures",
    "layout",
    "load",
    "model",
    "read_account",
    "read_figures",
    "read_form",
    "read_rule",
    "read_table",
    "refusals",
    "rules",
    "sound",
    "sound_form",
    "terms",
    "toml",
)
READERS = (
    Reader(
        "package",
        (
            "exchange.package",
            "exchange.package_json",
            "exchange.package_read",
            "exchange.package_marks",
            "exchange.package_words",
            "exchange.package_write",
            "exchange.incoming",
        ),
        _packages,
        _package,
        (PackageProblem,),
        file="数据包.json",
        bombs=PACKAGE_BOMBS,
    ),
    Reader(
        "pack",
        ("packs", *(f"scheme.{one}" for one in _SCHEME)),
        _packs(),
        _pack,
        (Lacking,),
        lay=_laid,
        bombs=PACK_BOMBS,
    ),
    Reader(
        "accounts",
        (*_PLAIN, *_ACCOUNTS),
        TABLES,
        _accounts,
        (AccountImportProblem,),
        file="决算.xls",
        bombs=WORKBOOKS,
    ),
    Reader(
        "codes",
        (*_PLAIN, "exchange.code_list"),
        st.one_of(TABLES, _csv),
        _codes,
        (CodeListProblem,),
        file="科目.csv",
        bombs=LISTS,
    ),
)
