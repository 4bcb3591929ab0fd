"""Lists of subjects as finance bureaus send them: read whole, or refused with the row."""

import codecs
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.domain.subjects import LEVELS, read_subjects
from app.exchange import code_list
from app.exchange.code_list import CodeListProblem, read_code_list
from app.resources import codes_text

Cells = list[list[object]]
HEAD: list[object] = ["科目编码", "科目名称"]
TWO = [("201", "一般公共服务支出"), ("20101", "人大事务")]


def workbook(rows: Cells, folder: Path, name: str = "科目.xlsx") -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.create_sheet("别的").append(["科目编码", "不读"])
    book.save(folder / name)
    return folder / name


def comma(data: str | bytes, folder: Path) -> Path:
    path = folder / "科目.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def read(path: Path) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in read_code_list(path)]


# ---------------------------------------------------------------- what is read

READ: list[tuple[str, Cells, list[tuple[str, str]]]] = [
    ("plain", [HEAD, ["201", "一般公共服务支出"], ["20101", "人大事务"]], TWO),
    ("numbers", [HEAD, [201, "一般公共服务支出"], [20101.0, "人大事务"]], TWO),
    ("dots", [HEAD, ["201", "一般公共服务支出"], ["201.01", "人大事务"]], TWO),
    ("a dotted number", [HEAD, [201, "一般公共服务支出"], [201.01, "人大事务"]], TWO),
    ("text of a number", [HEAD, ["201.0", "一般公共服务支出"], ["20101.0", "人大事务"]], TWO),
    ("spaces", [HEAD, [" 201 ", "一般公共\n服务支出"], ["201 01", "　　人大事务"]], TWO),
    ("full width", [HEAD, ["２０１", "一般公共服务支出"], ["２０１０１", "人大事务"]], TWO),
    ("marks", [HEAD, ["'201", "一般公共服务支出"], ["201-01", "人大事务"]], TWO),
    (
        "titles, other columns, sums and remarks",
        [
            ["2024年支出功能分类科目表"],
            [],
            ["编制单位：云岭县财政局", None, None, "单位：元"],
            ["单位编码", "单位名称", "支出功能分类\n科目编码", "科目名称", "上级"],
            [None, None, "类", None],
            [None, None, "栏次", 1],
            ["001", "县财政局", 201, "一般公共服务支出", None],
            ["001", "县财政局", 20101, "人大事务", 201],
            [None, None, None, "合计"],
            [None, None, "合计", "两个科目"],
            ["注：自2024年起"],
        ],
        TWO,
    ),
    (
        "headings on each page",
        [HEAD, ["201", "一般公共服务支出"], HEAD, ["20101", "人大事务"]],
        TWO,
    ),
    ("other words", [["名称", "代码"], ["一般公共服务支出", 201], ["人大事务", 20101]], TWO),
    ("the exact heading wins", [["编码", "科目", "科目代码"], [9, "人大事务", 20101]], TWO[1:]),
    ("no headings", [[201, "一般公共服务支出"], [20101, "人大事务"]], TWO),
    (
        "no headings below titles",
        [
            ["2024年科目"],
            ["序号", "号", "叫什么"],
            [1, 201, "一般公共服务支出"],
            [2, 20101, "人大事务"],
        ],
        TWO,
    ),
    ("the same twice", [HEAD, [201, "一般公共服务支出"], *[[20101, "人大事务"]] * 2], TWO),
    ("brackets stay", [HEAD, ["30213", "维修（护）费"]], [("30213", "维修（护）费")]),
]


@pytest.mark.parametrize(("rows", "expected"), [row[1:] for row in READ], ids=[r[0] for r in READ])
def test_workbooks(rows: Cells, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    assert read(workbook(rows, tmp_path)) == expected


CSV = "科目编码,科目名称\r\n201,一般公共服务支出\r\n20101,人大事务\r\n"
FILES = [  # bytes
    CSV.encode(),
    codecs.BOM_UTF8 + CSV.encode(),
    CSV.encode("gbk"),
    CSV.replace(",", "\t").encode("gbk"),
    CSV.replace("\r\n", "\n").encode(),
    '2024年科目表,\n\n科目编码,"科目\n名称"\n"201","一般公共服务支出"\n20101,人大事务'.encode(),
]


@pytest.mark.parametrize("data", FILES)
def test_comma_separated_files(data: bytes, tmp_path: Path) -> None:
    assert read(comma(data, tmp_path)) == TWO


def test_the_ending_of_the_name_says_nothing(tmp_path: Path) -> None:
    path = workbook([HEAD, [201, "一般公共服务支出"]], tmp_path, "科目.csv")
    assert read(path) == TWO[:1]


def test_what_a_subject_of_a_list_says(tmp_path: Path) -> None:
    (one,) = read_code_list(workbook([HEAD, [2010101, "行政运行"]], tmp_path))
    assert (one.level, one.sure, one.initials) == ("项", "own", "")
    assert one.valid(1990)
    assert one.valid(2090)


def test_rows_far_below_are_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row, code, name in ((1, "编码", "名称"), (2, 201, "甲"), (90_000, 202, "乙")):
        sheet.cell(row, 1, code)
        sheet.cell(row, 2, name)
    book.save(tmp_path / "远.xlsx")
    assert read(tmp_path / "远.xlsx") == [("201", "甲"), ("202", "乙")]


@pytest.mark.slow
def test_a_row_that_no_sheet_has_ends_the_list(tmp_path: Path) -> None:
    path = workbook([HEAD, [201, "甲"], [202, "乙"]], tmp_path)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    changed = parts[sheet].replace(b'<row r="3"', b'<row r="99999999999"')
    assert changed != parts[sheet]
    data = packed(parts | {sheet: changed})
    assert read(comma(data, tmp_path)) == [("201", "甲")]


def test_the_shipped_tables_come_back_and_merge(tmp_path: Path) -> None:
    shipped = read_subjects(codes_text("function"))
    rows: Cells = [HEAD, *([int(one.code), one.name] for one in shipped.all)]
    own = read_code_list(workbook(rows, tmp_path))
    assert [(one.code, one.name) for one in own] == [(one.code, one.name) for one in shipped.all]
    assert {one.sure for one in shipped.merged(own).all} == {"own"}
    assert shipped.merged(own).find("ybggfwzc", 2024)[0].code == "201"


CODES = st.sampled_from(sorted(LEVELS)).flatmap(
    lambda digits: st.integers(10 ** (digits - 1), 10**digits - 1)
)
NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=9)


@given(st.dictionaries(CODES, NAMES.map("科".__add__), min_size=1, max_size=9))
def test_any_list_comes_back(
    tmp_path_factory: pytest.TempPathFactory, made: dict[int, str]
) -> None:
    text = "编码,名称\n" + "".join(f"{code},{name}\n" for code, name in made.items())
    path = comma(text, tmp_path_factory.getbasetemp())
    assert read(path) == [(str(code), name) for code, name in made.items()]


# ---------------------------------------------------------------- what is refused

REFUSED: list[tuple[Cells, int | None, str]] = [
    ([], None, "没有找到科目。需要两列：科目编码"),
    ([["你好"]], None, "没有找到科目"),
    ([[201], [202]], None, "没有找到科目"),
    ([["人大事务", "政协事务"]], None, "没有找到科目"),
    ([HEAD], None, "表头下面没有科目"),
    ([HEAD, ["合计", None]], None, "表头下面没有科目"),
    ([["表"], HEAD, [201, "甲"], [2010, "乙"]], 4, "编码“2010”应当是3位（类）、5位（款）或7位"),
    ([HEAD, ["20101O1", "甲"]], 2, "编码“20101O1”应当是"),
    ([HEAD, ["K201", "甲"]], 2, "编码“K201”应当是"),
    ([HEAD, ["2010101行政运行", None]], 2, "编码“2010101行政运行”应当是"),
    ([HEAD, ["²01", "甲"], ["2½1", "乙"]], 2, "应当是3位"),
    ([HEAD, [-1.5, "甲"]], 2, "编码“-1.5”应当是"),
    ([HEAD, [], [None, "人大事务"]], 3, "有名称“人大事务”，没有编码"),
    ([HEAD, [201, None]], 2, "编码“201”没有名称"),
    ([HEAD, [201, "#N/A"]], 2, "编码“201”名称“#N/A”应当是汉字"),
    ([HEAD, [201, "字" * 101]], 2, "名称有101个字，应当不超过100个字"),
    ([HEAD, [201, "甲"], [202, "丙"], ["2.01", "乙"]], 4, "名称是“乙”，第2行却是“甲”"),
    ([[201, "甲"], [2021, "乙"], [203, "丙"]], 2, "编码“2021”应当是"),  # no headings
    ([HEAD, ["2" * 50, "甲"]], 2, f"编码“{'2' * 30}…”"),
]


@pytest.mark.parametrize(("rows", "row", "part"), REFUSED)
def test_refused(rows: Cells, row: int | None, part: str, tmp_path: Path) -> None:
    with pytest.raises(CodeListProblem) as caught:
        read_code_list(workbook(rows, tmp_path))
    assert caught.value.row == row
    assert part in caught.value.sentence
    assert caught.value.sentence.startswith(f"第{row}行：" if row else "")
    assert caught.value.sentence.endswith("没有导入任何科目。")


def packed(parts: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return made.getvalue()


BAD_FILES = [  # bytes, part of the sentence
    (b"", "没有找到科目"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "打不开，可能加了密码"),
    (b"PK\x03\x04 no workbook", "可能已损坏"),
    (packed({"a.txt": b"a"}), "可能已损坏"),
    (packed({"[Content_Types].xml": b"<"}), "可能已损坏"),
    (packed({"a": bytes(31_000_000)}), "展开后太大"),
    (b"\x81\xff\xff\xff", "也不是 UTF-8 或 GBK"),
    ("编码,名称\n201,".encode() + b"x" * 200_000, "第2行：读不下去"),
    (b" " * 10_000_001, "超过10MB"),
]


@pytest.mark.parametrize(("data", "part"), BAD_FILES)
def test_files_that_are_no_lists(data: bytes, part: str, tmp_path: Path) -> None:
    with pytest.raises(CodeListProblem) as caught:
        read_code_list(comma(data, tmp_path))
    assert part in caught.value.sentence


def test_half_a_workbook(tmp_path: Path) -> None:
    path = workbook([HEAD, [201, "甲"]], tmp_path)
    data = path.read_bytes()
    for length in range(4, len(data), 97):
        with pytest.raises(CodeListProblem):
            read_code_list(comma(data[:length], tmp_path))


def test_a_file_that_is_gone_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.xlsx", tmp_path):
        with pytest.raises(CodeListProblem, match="读不了科目表"):
            read_code_list(path)


def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_list, "MAX_ROWS", 3)
    rows = "编码,名称\n201,甲\n\n,\n202,乙\n"
    assert len(read(comma(rows, tmp_path))) == 2
    with pytest.raises(CodeListProblem, match="超过3行"):
        read(comma(rows + "203,丙\n", tmp_path))
