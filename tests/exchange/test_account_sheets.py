"""The official tables on their sheets: layouts, figures, sentences, for every shipped scheme."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.submission import Submission
from app.domain.values import UNITS
from app.exchange.account_import import read_accounts
from app.exchange.account_sheet import account_pages, account_sheet
from app.exchange.boxes import BORDERLESS, Box, FilledSheet
from app.exchange.xlsx import PAPER, READABLE, SIZE, workbook_bytes
from tests.domain.ledger_unit import YEAR
from tests.exchange.account_examples import (
    NAME,
    SCHEMES,
    TABLES,
    both,
    filled,
    sheet_of,
    untouched,
)
from tests.exchange.test_every_sheet import spots

each_table = pytest.mark.parametrize(("scheme_id", "account_id"), TABLES)


def on(sheet: FilledSheet) -> dict[tuple[int, int], Box]:
    return {spot: box for box in sheet.boxes for spot in spots(box)}


def texts(sheet: FilledSheet) -> list[str]:
    return [box.text for box in sheet.boxes]


@each_table
def test_boxes_fill_the_table_and_never_lie_on_each_other(scheme_id: str, account_id: str) -> None:
    for report, one in both(scheme_id, account_id):
        for sheet in (account_sheet(report, one), *account_pages(report, one)):
            taken = Counter(spot for box in sheet.boxes for spot in spots(box))
            assert not [spot for spot, times in taken.items() if times > 1]
            inner = [box for box in sheet.boxes if box.style not in BORDERLESS]
            top = min(box.first[0] for box in inner)
            bottom = max(box.last[0] for box in inner)
            drawn = {spot for box in inner for spot in spots(box)}
            every = range(1, len(sheet.widths) + 1)
            assert drawn == {(row, at) for row in range(top, bottom + 1) for at in every}
            assert sheet.heading
            assert (sheet.heading.first, sheet.heading.until) == (top, bottom)
            assert list(sheet.boxes) == sorted(sheet.boxes, key=lambda box: box.first)


@each_table
def test_every_figure_stands_once_in_the_unit_that_is_published(
    scheme_id: str, account_id: str
) -> None:
    report = filled(scheme_id)
    one = report.account(account_id)
    money = [
        value
        for part in one.parts
        for line in part.lines
        for value in line.cells
        if value is not None and not line.count
    ]
    numbers = [box.number for box in sheet_of(report, account_id).boxes if box.style == "amount"]
    shown = Counter(number for number in numbers if number is not None)
    wanted = Counter(value / UNITS["万元"] for value in money)
    assert not wanted - shown, "a figure of the table is not on its sheet"


@each_table
def test_a_table_without_figures_keeps_its_frame_and_says_so(
    scheme_id: str, account_id: str
) -> None:
    report = untouched(scheme_id)
    one = report.account(account_id)
    sheet = account_sheet(report, one)
    assert not [box for box in sheet.boxes if box.style == "amount" and box.text]
    assert not [text for text in texts(sheet) if "{" in text or "None" in text]
    if one.account.empty:
        assert f"{NAME}" in sheet.boxes[-1].text
        assert sheet.boxes[-1].text.startswith("说明：")


@each_table
def test_letters_can_be_read_where_excel_prints_the_page(scheme_id: str, account_id: str) -> None:
    """Fitted to the width of the paper, no part of a table is printed smaller than 7 pt."""
    for report, one in both(scheme_id, account_id):
        for sheet in account_pages(report, one):
            wide = sum(int(width * 7 + 5) for width in sheet.widths) * 0.75
            paper = PAPER[1] if sheet.landscape else PAPER[0]
            assert SIZE * min(1.0, paper / wide) >= READABLE


@each_table
def test_sums_of_what_is_shown_hold(scheme_id: str, account_id: str) -> None:
    """The total of a table by subjects is the sum of its 类, in each column of amounts."""
    one = filled(scheme_id).account(account_id)
    if not one.account.columns or one.account.single:
        return
    lines = one.parts[0].lines
    total = next(line for line in lines if line.id == "total")
    for at, value in enumerate(total.cells):
        tops = [line.cells[at] for line in lines if line.level == 1]
        added = sum((cell for cell in tops if cell is not None), Decimal(0))
        assert added == (value or 0), one.account.columns[at].id


HEADS: tuple[tuple[dict[str, str], str, str, str], ...] = (
    # scope, unit → what stands above the table at its left and right
    ({}, f"部门：{NAME}", "金额单位：万元", "1,010.00"),
    (
        {"info.account_scope": "unit", "info.account_unit": "yuan"},
        f"单位：{NAME}",
        "金额单位：元",
        "10,100,000.00",
    ),
)


@pytest.mark.parametrize(("more", "who", "unit", "total"), HEADS)
def test_whose_table_it_is_and_in_which_unit(
    more: dict[str, str], who: str, unit: str, total: str
) -> None:
    sheet = sheet_of(filled("national-2020", *more.items()), "gk01")
    assert [box.text for box in sheet.boxes[:4]] == ["收入支出决算总表", "公开01表", who, unit]
    row = next(box.first[0] for box in sheet.boxes if box.text == "本年收入合计")
    assert on(sheet)[row, 2].text == "27"
    assert on(sheet)[row, 3].text == total


def test_blank_is_blank_zero_is_zero_and_a_figure_keeps_its_last_digit() -> None:
    typed = {"three_publics.reception.actual": "0", "three_publics.abroad.actual": "1.23456"}
    sheet = sheet_of(filled("national-2020", *typed.items()), "gk09")
    row = [box for box in sheet.boxes if box.style == "amount"]
    assert [box.text for box in row[6:]] == ["9.23", "1.23", "8.00", "", "8.00", "0.00"]
    assert row[7].number == Decimal("1.23456")
    assert row[9].number is None
    assert row[11].number == 0


def test_the_sentence_below_an_empty_table_names_unit_and_year() -> None:
    sheet = sheet_of(filled("national-2020"), "gk08")
    said = f"说明：{NAME}2023年度没有国有资本经营预算财政拨款收入和支出，故本表无数据。"
    assert sheet.boxes[-1].text == said
    fund = sheet_of(filled("national-2020"), "gk07")  # this one has figures
    assert not [text for text in texts(fund) if text.startswith("说明")]


def test_counts_stand_beside_amounts_and_are_read_again_as_they_are(tmp_path: Path) -> None:
    report = filled("yunnan-2022")
    sheet = sheet_of(report, "publics_shown")
    row = next(box.first[0] for box in sheet.boxes if "公务用车保有量" in box.text)
    assert [on(sheet)[row, column].text for column in range(2, 6)] == ["14", "", "", "3"]
    path = tmp_path / "决算表.xlsx"
    path.write_bytes(workbook_bytes([sheet]))
    submission = Submission(YEAR, report.scheme.id, entries={})
    stated = read_accounts(path, report.scheme, submission).stated
    assert stated["stated.publics_shown.facts.kept.actual"] == "3"
    assert stated["stated.publics_shown.facts.running.actual"] == "80000"  # 元


ORDERS = {
    "": ("财政拨款“三公”经费支出决算表", 9, "使用非财政拨款结余（含专用结余）"),
    "new": ("财政拨款“三公”经费支出决算表", 9, "使用非财政拨款结余（含专用结余）"),
    "old": ("一般公共预算财政拨款“三公”经费支出决算表", 7, "使用非财政拨款结余"),
}


@pytest.mark.parametrize("order", ORDERS)
def test_both_national_orders(order: str) -> None:
    title, place, used = ORDERS[order]
    report = filled("national-2020", ("info.account_order", order))
    one = report.account("gk09")
    assert (one.label, one.account.title) == (f"公开{place:02}表", title)
    assert report.accounts.index(one) == place - 1
    assert sheet_of(report, "gk09").name == f"GK{place:02} {title}"
    assert used in texts(sheet_of(report, "gk01"))
    places = {one.account.id: one.label for one in report.accounts}
    assert places["gk07"] == f"公开{'07' if place == 9 else '08'}表"


def test_a_scheme_in_another_order_finds_back_to_its_own() -> None:
    scheme = SCHEMES["national-2020"]
    assert scheme.ordered("old").ordered("") is scheme
    assert scheme.ordered("old").ordered("old") is scheme.ordered("old")
    assert scheme.ordered("no such order") is scheme
