"""A workbook of official tables taken into blank ledgers gives the same official tables again."""

import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.domain.compute import compute
from app.domain.report import Report
from app.domain.submission import Submission, applied, inverse
from app.exchange.account_grid import read_grids
from app.exchange.account_import import (
    AccountImportProblem,
    Imported,
    read_accounts,
)
from app.exchange.account_sheet import account_sheet
from app.exchange.xlsx import workbook_bytes
from app.resources import shipped_schemes
from app.scheme.model import Scheme
from tests.domain.expect import national
from tests.domain.test_last_year import rows
from tests.exchange.workbooks import PLAIN, Style, write

NATIONAL = national()
SCHEMES = {name: one for name, one in shipped_schemes().items() if one.accounts}
UNIT = "云岭县试验中心"
REVENUE = "public fund capital superior service business affiliates other"
FACTS: dict[str, str] = {
    "info.unit": UNIT,
    **rows(
        "revenue.items",
        "2010301 行政运行|800.5||||20|||3.25",
        "2010350 事业运行|100|||7||||",
        "2080505 基本养老|60|||||||",
        "2120801 征地补偿||55||||||",
        "2230105 国企移交|||12|||||",
        columns=REVENUE,
    ),
    **rows(
        "outlay.public",
        "2010301 行政运行|700.5|90",
        "2010350 事业运行|100|",
        "2080505 基本养老|60.000001|",
        columns="basic project",
    ),
    **rows("outlay.fund", "2120801 征地补偿||50", columns="basic project"),
    **rows("outlay.capital", "2230105 国企移交||12", columns="basic project"),
    **rows(
        "outlay.own",
        "2010301 行政运行|10|5|||",
        "2010350 事业运行|||1|2|3",
        columns="basic project remit business subsidy",
    ),
    **rows("balances.fund", "2120801 征地补偿|5|10", columns="opening_project closing_project"),
    **rows(
        "economic.items",
        "30101 基本工资|400",
        "30108 养老保险|60.000001",
        "30201 办公费|300.5",
        "30215 会议费|1",
        "30302 退休费|99",
        columns="basic",
    ),
    "carryover.public.opening_project": "2.5",
    "carryover.public.closing_project": "12.499999",
    "carryover.own.opening_project": "7",
    "carryover.own.used": "4",
    "carryover.own.distributed": "1",
    "carryover.own.closing_project": "19.25",
    "three_publics.abroad.adjusted": "0",
    "three_publics.abroad.actual": "0",
    "three_publics.running.adjusted": "9",
    "three_publics.running.actual": "8.76",
    "three_publics.reception.adjusted": "3",
    "three_publics.reception.actual": "2.1",
}


def report(entries: Mapping[str, str], year: int = 2023) -> Report:
    return compute(NATIONAL, Submission(year, NATIONAL.id, entries=dict(entries)))


def blank(**more: str) -> Submission:
    return Submission(2023, NATIONAL.id, entries={"info.unit": UNIT} | more)


def figures(made: Report, digits: int = 2) -> dict[str, Decimal]:
    """Every figure of the official tables that is not blank or zero, in 元."""
    return {
        address: round(value, digits)
        for account in made.accounts
        for address, value in account.values.items()
        if value
    }


def taken(path: Path, into: Submission | None = None, **how: bool) -> tuple[Imported, Report]:
    submission = into or blank()
    found = read_accounts(path, NATIONAL, submission)
    return found, report(applied(submission.entries, found.edit(**how)))


STYLES = [
    PLAIN,
    Style(split=True),
    Style(texts=True, dash="—"),
    Style(stacked=True, total_last=True),
    Style(prefix="2023年度", swapped=True),
]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("stated", [True, False])
def test_the_same_tables_come_back(tmp_path: Path, style: Style, stated: bool) -> None:
    source = report(FACTS)
    found, made = taken(write(tmp_path / "决算.xlsx", source, style), stated=stated)
    assert [table.id for table in found.tables] == [one.id for one in NATIONAL.accounts]
    assert found.missing == ()
    assert found.odd == ()
    assert found.notes == ()
    assert figures(made) == figures(source)
    assert ("stated.gk03.total.basic" in made.submission.entries) == stated


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES.keys())
@pytest.mark.parametrize("unit", ["wan", "yuan"])
def test_what_the_program_exports_it_takes_in_again(
    tmp_path: Path, scheme: Scheme, unit: str
) -> None:
    entries = FACTS | {"info.account_unit": unit}
    source = compute(scheme, Submission(2023, scheme.id, entries=entries))
    path = tmp_path / "决算.xlsx"
    path.write_bytes(workbook_bytes([account_sheet(source, one) for one in source.accounts]))
    into = Submission(2023, scheme.id, entries={"info.unit": UNIT})
    found = read_accounts(path, scheme, into)
    assert found.odd == ()
    for stated in (True, False):
        after = applied(into.entries, found.edit(stated=stated))
        assert figures(compute(scheme, Submission(2023, scheme.id, entries=after))) == figures(
            source
        )


def test_facts_come_back_as_they_were_typed(tmp_path: Path) -> None:
    """Ledger by ledger: not only sums that happen to agree."""
    found, made = taken(write(tmp_path / "决算.xlsx", report(FACTS)), stated=False)
    there, here = report(FACTS).values, made.values
    for ledger in ("revenue", "outlay", "economic", "carryover", "balances", "three_publics"):
        mine = {
            cell: value for cell, value in here.items() if cell.startswith(f"{ledger}.") and value
        }
        wanted = {cell: value for cell, value in there.items() if cell.startswith(f"{ledger}.")}
        assert {c for c, value in wanted.items() if value} >= mine.keys()
        assert all(round(wanted[cell] or 0, 2) == round(value, 2) for cell, value in mine.items())
    assert made.text("outlay.own.r2.subsidy") == "3"
    assert made.text("outlay.public.r1.name") == "行政运行"
    assert made.text("three_publics.abroad.actual") == "0"
    assert found.replaced == ()


def test_ten_thousands_come_back_within_what_two_digits_say(tmp_path: Path) -> None:
    """0.01 of two tables that were rounded each for itself is no money of another fund."""
    source = report(FACTS | {"outlay.public.r2.basic": "100.006", "outlay.own.r1.basic": "10.004"})
    found, made = taken(write(tmp_path / "决算.xlsx", source, Style("万元", texts=True)))
    assert {table.unit for table in found.tables} == {"万元"}
    assert made.values["outlay.own_total.basic"] == Decimal(100_000)
    assert made.values["gk03.c2010350.basic"] == Decimal(1_000_100)
    assert "outlay.own.r1.basic" in made.values
    there = figures(source)
    assert all(abs(there[cell] - value) <= 50 for cell, value in figures(made).items())


def test_a_float_of_excel_is_no_fraction_of_a_cent(tmp_path: Path) -> None:
    path = write(tmp_path / "决算.xlsx", report(FACTS), only=["gk09"])
    change(path, lambda sheet: sheet.cell(9, 12).__setattr__("value", 0.1 + 0.2))
    _, made = taken(path)
    assert made.text("stated.gk09.total.actual_reception") == "0.3"
    assert made.text("three_publics.reception.actual") == "0.00003"


# ---------------------------------------------------------------- parts of a workbook


def test_without_the_tables_by_fund_it_is_said_that_funds_are_not_told_apart(
    tmp_path: Path,
) -> None:
    found, made = taken(write(tmp_path / "决算.xlsx", report(FACTS), only=["gk03"]), stated=False)
    assert made.values["outlay.public_total.basic"] == Decimal("8705000.01")
    assert any("分不清资金性质" in note for note in found.notes)
    assert "收入决算表" in found.missing


def test_a_table_of_another_year_or_unit_is_noticed(tmp_path: Path) -> None:
    path = write(tmp_path / "决算.xlsx", report(FACTS), Style(prefix="2022年度"), only=["gk05"])
    found, _ = taken(path, Submission(2023, NATIONAL.id, entries={"info.unit": "青石县林业站"}))
    assert list(found.notes) == [
        "表上写的是2022年度，这份填报是2023年度",
        f"表上写的是“{UNIT}”，这份填报是“青石县林业站”",
    ]


def change(path: Path, how: Callable[[Any], object]) -> None:
    book = load_workbook(path)
    how(book.worksheets[0])
    book.save(path)


def text_figure(sheet: Any) -> None:
    sheet.cell(10, 6).value = "约5万"


def row_without_code(sheet: Any) -> None:
    sheet.cell(10, 1).value = "二〇八"


def lost_column(sheet: Any) -> None:
    sheet.cell(5, 7).value = "别的支出"


def no_unit(sheet: Any) -> None:
    sheet.cell(3, 6).value = None


def formula(sheet: Any) -> None:
    sheet.cell(10, 6).value = "=1+2"


def twice(sheet: Any) -> None:
    sheet.cell(12, 1).value = sheet.cell(11, 1).value


ODD = [  # what is done to 公开05表; the cell and the words that say so
    (text_figure, "F10", "“约5万”不是金额"),
    (row_without_code, "A10", "没有看懂科目编码"),
    (lost_column, "", "没有找到“本年支出／项目支出”这一栏"),
    (no_unit, "", "没有写金额单位，按万元读"),
    (formula, "F10", "是公式，文件里没有算好的数"),
    (twice, "A12", "前面已经有了，只读前一行"),
]


@pytest.mark.parametrize(("how", "cell", "words"), ODD)
def test_what_is_not_understood_is_named(
    tmp_path: Path, how: Callable[[Any], None], cell: str, words: str
) -> None:
    path = write(tmp_path / "决算.xlsx", report(FACTS), only=["gk05"])
    change(path, how)
    found, _ = taken(path)
    assert [one.cell for one in found.odd] == [cell]
    assert words in found.odd[0].sentence
    assert found.figures > 5


def test_a_list_of_contents_and_a_second_copy_are_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path / "决算.xlsx", report(FACTS))
    book = load_workbook(path)
    contents = book.create_sheet("目录", 0)
    for at, account in enumerate(NATIONAL.accounts, 1):
        contents.cell(at, 1).value = f"{at}. {account.title}"
    book.save(path)
    found, made = taken(path)
    assert len(found.tables) == 9
    assert found.odd == ()
    assert figures(made) == figures(report(FACTS))


def test_labels_of_other_years_and_places_are_understood(tmp_path: Path) -> None:
    facts = FACTS | rows("outlay.own", "2070101 行政运行|2", columns="basic")
    path = write(tmp_path / "决算.xlsx", report(facts), only=["gk01", "gk06"])
    book = load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    words = cell.value.replace("文化旅游体育与传媒", "文化体育与传媒")
                    words = words.replace("（含专用结余）", "").replace(
                        "基本支出决算明细表", "基本支出决算表"
                    )
                    cell.value = words
    book.save(path)
    found, made = taken(path)
    assert found.odd == ()
    assert made.text("stated.gk01.spending.k207.amount") == "70000"
    assert made.text("carryover.own.used") == "4"
    assert made.text("economic.items.r1.basic") == "400"


# ---------------------------------------------------------------- into ledgers that have rows


def test_rows_are_found_by_code_and_what_gives_way_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "决算.xlsx", report(FACTS), only=["gk05"])
    typed = rows("outlay.public", "2299901 甲|9", "2080505 养老|8", columns="basic")
    typed |= {"outlay.public.r2.adjusted": "77", "outlay.public.r2.last": "66"}
    typed |= {"outlay.public.rows": "r1 r2 r5", "outlay.public.r5.code": "2010399"}
    typed["outlay.public.r5.last"] = "1"  # only last year has it: nothing adds up with it
    into = blank(**typed)
    found, made = taken(path, into)
    assert [(one.address, one.typed, one.text) for one in found.replaced] == [
        ("outlay.public.r2.basic", "8", "60.000001")
    ]
    assert found.replaced[0].where == "2080505 养老　支出的一般公共预算基本支出"
    assert made.text("outlay.public.rows") == "r1 r2 r5 r6 r7"
    assert [made.text(f"outlay.public.r2.{cell}") for cell in ("name", "adjusted", "last")] == [
        *("养老", "77", "66"),
    ]
    assert [note.partition("：")[2] for note in found.notes] == ["2299901 甲"]
    edit = found.edit()
    after = applied(into.entries, edit)
    assert applied(after, inverse(edit, into.entries)) == into.entries


def test_a_second_import_changes_nothing_and_stated_figures_can_be_let_go(tmp_path: Path) -> None:
    path = write(tmp_path / "决算.xlsx", report(FACTS))
    _, made = taken(path)
    again, twice_made = taken(path, made.submission)
    assert again.replaced == ()
    assert again.notes == ()
    assert twice_made.submission.entries == made.submission.entries
    kept = made.submission.entries.items()
    plain = {cell: text for cell, text in kept if not cell.startswith("stated.")}
    assert figures(report(plain)) == figures(report(FACTS))


def test_what_an_earlier_import_stated_of_a_table_goes_with_the_next(tmp_path: Path) -> None:
    path = write(tmp_path / "决算.xlsx", report(FACTS), only=["gk05"])
    old = {"stated.gk05.c2299901.basic": "5", "stated.gk03.total.basic": "6"}
    _, made = taken(path, blank(**old))
    assert made.text("stated.gk05.c2299901.basic") == ""
    assert made.text("stated.gk03.total.basic") == "6"


# ---------------------------------------------------------------- files that are refused


def not_there(path: Path) -> None:
    path.unlink(missing_ok=True)


def old_format(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))


def a_text(path: Path) -> None:
    path.write_text("收入决算表,1,2", encoding="utf-8")


def broken(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(600))


def too_large(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(10_000_000))


def a_bomb(path: Path) -> None:
    Workbook().save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet2.xml", b" " * 21_000_000)


def other_content(path: Path) -> None:
    book = Workbook()
    book.active.append(["工资表", "张", 5])
    book.save(path)


def far_away(path: Path) -> None:
    book = Workbook()
    book.active.cell(1, 900).value = "收入决算表"
    book.save(path)


def empty_tables(path: Path) -> None:
    write(path, report({"info.unit": UNIT}))


def test_a_cell_formatted_at_the_foot_of_a_sheet_costs_nothing(tmp_path: Path) -> None:
    """Cells made up to there would fill the memory long before they had all been looked at."""
    path = write(tmp_path / "决算.xlsx", report(FACTS), PLAIN)
    plain = read_grids(path)
    book = load_workbook(path)
    book.worksheets[0]["XFD1048576"].number_format = "0.00"
    book.save(path)
    assert read_grids(path) == plain


REFUSED = [
    (not_there, "读不了这个文件"),
    (old_format, "另存为不加密码的 .xlsx"),
    (a_text, "这不是 .xlsx 或 .xls 表格"),
    (broken, "可能已损坏"),
    (too_large, "文件超过10MB"),
    (a_bomb, "展开后太大"),
    (other_content, "没有找到决算公开表"),
    (far_away, "超过60列"),
    (empty_tables, "没有读到一个数"),
]


@pytest.mark.parametrize(("make", "words"), REFUSED)
def test_refused(tmp_path: Path, make: Callable[[Path], None], words: str) -> None:
    path = tmp_path / "决算.xlsx"
    make(path)
    with pytest.raises(AccountImportProblem) as refused:
        read_accounts(path, NATIONAL, blank())
    assert words in refused.value.sentence
    assert refused.value.sentence.endswith("没有导入任何数字。")
