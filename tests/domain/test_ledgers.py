"""Ledgers by subject: sums by 类 and 款, cells that give way to a formula, the official tables."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.accounts import Line, Part
from app.domain.codes import CodeBook
from app.domain.compute import compute
from app.domain.report import Report
from app.domain.subjects import LEVELS, Subject, Subjects
from tests.domain.expect import national, report_of, typed
from tests.domain.ledger_unit import rows

WAN = 10_000
Row = tuple[str, dict[str, str]]  # code and typed figures, in 万元
Value = Decimal | None


def value(entries: Mapping[str, str], address: str) -> Value:
    return report_of(entries).values.get(address)


# ---------------------------------------------------------------- a formula or what is typed

ACTUAL = "spending.project.actual"
EITHER: list[tuple[str | None, str, str | None, str | None]] = [
    # project spending in the ledger, typed in the summary -> counts, typed beside it
    (None, "", None, None),
    (None, "5", "50000", None),
    ("3", "", "30000", None),
    ("3", "3", "30000", None),
    ("3", "3.00", "30000", None),
    ("3", "5", "30000", "50000"),
    ("0", "5", "0", "50000"),  # zero is a figure
    ("", "5", "50000", None),  # a row without a figure gives none
    ("3", "五", "30000", None),  # no number: said as a problem, no second figure
]


@pytest.mark.parametrize(("ledger", "summary", "counts", "beside"), EITHER)
def test_a_summary_gives_way_to_the_ledger(
    ledger: str | None, summary: str, counts: str | None, beside: str | None
) -> None:
    entries = {ACTUAL: summary}
    if ledger is not None:
        entries |= rows("outlay.public", ("2080101", {"project": ledger}))
    report = report_of(entries)
    assert report.values[ACTUAL] == (None if counts is None else Decimal(counts))
    assert report.numbers is not None
    expected = {} if beside is None else {ACTUAL: Decimal(beside)}
    assert report.numbers.overruled == expected
    assert (ACTUAL in report.problems) == (summary == "五")


# ---------------------------------------------------------------- sums by 类 and 款

FIRST: Row = ("2080501", {"basic": "1.50", "project": "2", "adjusted": "4", "last": "3"})
SECOND: Row = ("2080502", {"basic": "10"})
THIRD: Row = ("2100101", {"basic": "100", "adjusted": "50"})
SUMS: list[tuple[list[Row], str, str | None]] = [
    ([FIRST, SECOND, THIRD], "c208.basic", "11.5"),
    ([FIRST, SECOND, THIRD], "c20805.basic", "11.5"),
    ([FIRST, SECOND, THIRD], "c2080502.basic", "10"),
    ([FIRST, SECOND, THIRD], "c210.basic", "100"),
    ([FIRST, SECOND, THIRD], "c208.project", "2"),
    ([FIRST, SECOND, THIRD], "c208.spent", "13.5"),
    ([FIRST, SECOND, THIRD], "c213.basic", None),
    # a blank is no zero, on every level
    ([SECOND], "c208.project", None),
    ([("2080502", {"basic": "0"})], "c208.basic", "0"),
    ([SECOND, ("2080503", {"project": "0"})], "c208.project", "0"),
    # what is typed for a 类 or 款 itself counts there and above, not below
    ([("208", {"basic": "7"}), FIRST], "c208.basic", "8.5"),
    ([("208", {"basic": "7"}), FIRST], "c20805.basic", "1.5"),
    ([("20805", {"basic": "7"}), FIRST], "c20805.basic", "8.5"),
    ([("20805", {"basic": "7"}), FIRST], "c208.basic", "8.5"),
    # the same code twice is added up
    ([FIRST, FIRST], "c2080501.basic", "3"),
    # codes as people write them
    ([("208.05.01", {"basic": "1"})], "c20805.basic", "1"),
    ([("２０８０５０１", {"basic": "1"})], "c208.basic", "1"),
    ([("208 05 01", {"basic": "1"})], "c2080501.basic", "1"),
    # what is no code counts for none
    ([("2080", {"basic": "1"})], "c208.basic", None),
    ([("20805012", {"basic": "1"})], "c208.basic", None),
    ([("养老", {"basic": "1"})], "c208.basic", None),
    ([("", {"basic": "1"})], "c208.basic", None),
    # what this fund cannot have is not counted, even where something is typed there
    ([("2080501", {"remit": "5", "basic": "1"})], "c208.spent", "1"),
    ([("2080501", {"remit": "5", "basic": "1"})], "c208.remit", None),
]


@pytest.mark.parametrize(("ledger", "place", "expected"), SUMS)
def test_sums_by_code(ledger: list[Row], place: str, expected: str | None) -> None:
    found = value(rows("outlay.public", *ledger), f"outlay.public.{place}")
    assert found == (None if expected is None else Decimal(expected) * WAN)


@pytest.mark.parametrize("code", ["2080", "养老", "", "208"])
def test_every_row_counts_for_the_total(code: str) -> None:
    """Money of a row whose code is wrong is not lost: it is in the total all the while."""
    entries = rows("outlay.public", FIRST, (code, {"basic": "7"}))
    assert value(entries, "outlay.public_total.basic") == Decimal("8.5") * WAN
    assert value(entries, "outlay.total.spent") == Decimal("10.5") * WAN


def test_a_rate_and_a_change_of_a_code_follow_from_its_sums() -> None:
    """Neither is the sum of those of its rows; SECOND has no budget and no figure of last year."""
    values = report_of(rows("outlay.public", FIRST, SECOND)).values
    assert values["outlay.public.c208.completion"] == Decimal("13.5") / 4
    assert values["outlay.public.c208.change"] == Decimal("10.5") * WAN
    assert values["outlay.public.c208.growth"] == Decimal("10.5") / 3
    assert values["outlay.public.r2.change"] is None
    for column in ("completion", "change", "growth", "spent"):
        total = values[f"outlay.public_total.{column}"]
        assert total == values[f"outlay.public.c208.{column}"], column


def test_a_formula_takes_sums_under_a_code() -> None:
    """人员经费 is 301 and 303, 公用经费 302, 307, 310 and 399; all other codes are in neither."""
    figures = {"30101": "1", "30199": "2", "30302": "4", "30201": "8", "31002": "16", "39907": "32"}
    lines = [(code, {"basic": text}) for code, text in {**figures, "30901": "64"}.items()]
    values = report_of(rows("economic.items", *lines)).values
    assert values["economic.personnel.basic"] == 7 * WAN
    assert values["economic.office.basic"] == 56 * WAN
    assert values["economic.total.basic"] == 127 * WAN


def test_blank_ledgers_give_blanks() -> None:
    report = report_of({})
    for address in ("outlay.total.spent", "revenue.total.received", "economic.office.basic"):
        assert report.values[address] is None
    assert all(account.empty for account in report.accounts)


# ---------------------------------------------------------------- the official tables


def part(report: Report, account: str) -> Part:
    return report.account(account).parts[0]


def line(report: Report, account: str, code: str) -> Line:
    return next(one for one in part(report, account).lines if one.code == code)


NAMES = (("208", "社会保障和就业支出"), ("20805", "养老"), ("2080501", "离退休"))
NAMED = (Subject(code, name, LEVELS[len(code)], "", None, None, "own") for code, name in NAMES)
BOOK = CodeBook(Subjects(tuple(NAMED)))


def test_a_table_by_subject_has_a_row_for_every_level_in_the_order_of_codes() -> None:
    entries = rows(
        "outlay.public",
        ("2100101", {"basic": "3"}),
        ("2080501", {"basic": "1"}),
        ("2080502", {"basic": "0"}),  # nothing to publish
        ("2060101", {}),
        ("2080599", {"initial": "9"}),  # a budget is no spending
    )
    entries |= rows("outlay.own", ("2080501", {"business": "5"})) | {"outlay.own.r1.name": "自营"}
    report = compute(national(), typed(entries), None, BOOK)
    shown = [
        (one.code, one.level, one.label, [cell and int(cell / WAN) for cell in one.cells])
        for one in part(report, "gk03").lines
    ]
    assert shown == [
        ("", 0, "合计", [9, 4, None, None, 5, None]),
        ("208", 1, "社会保障和就业支出", [6, 1, None, None, 5, None]),
        ("20805", 2, "养老", [6, 1, None, None, 5, None]),
        ("2080501", 3, "自营", [6, 1, None, None, 5, None]),  # the name that was typed
        ("210", 1, "", [3, 3, None, None, None, None]),
        ("21001", 2, "", [3, 3, None, None, None, None]),
        ("2100101", 3, "", [3, 3, None, None, None, None]),
    ]
    assert report.values["gk03.c20805.business"] == 5 * WAN
    assert "gk03.c2080502.basic" not in report.values


def test_what_a_published_table_states_stands_beside_what_follows() -> None:
    entries = rows("outlay.public", ("2080501", {"basic": "1"}), ("2100101", {"basic": "3"}))
    stated = {
        "stated.gk03.c208.basic": "12000",
        "stated.gk03.c2010101.basic": "500",  # no ledger has it
        "stated.gk03.c2100101.basic": "0",
        "stated.gk03.c2100101.spent": "0",
        "stated.gk01.income.public.amount": "7",
        "stated.gk03.total.basic": "约四万",  # no figure
    }
    report = report_of(entries | stated)
    account = report.account("gk03")
    assert line(report, "gk03", "208").cells[1] == 12_000
    assert account.derived["gk03.c208.basic"] == WAN
    assert [one.code for one in account.parts[0].lines if one.code.startswith("201")] == [
        *("201", "20101", "2010101")[2:]
    ]
    assert account.derived["gk03.c2010101.basic"] is None
    assert account.derived["gk03.c2100101.basic"] == 3 * WAN  # though stated as nothing
    assert report.values["gk03.total.basic"] == 4 * WAN
    assert "gk03.total.basic" not in account.derived
    # the ledgers' own figures stay as they are, and so does what follows from them
    assert report.values["outlay.public.c208.basic"] == WAN
    assert report.values["gk01.income.public.amount"] == 7
    assert report.values["gk01.income.received.amount"] is None


def test_a_fund_whose_name_begins_with_c_counts_like_the_others() -> None:
    """outlay.capital.c201 is a sum of the list capital, not of a list in front of `.c`."""
    values = report_of(rows("outlay.capital", ("2230101", {"basic": "4"}))).values
    assert values["gk01.spending.k223.amount"] == 4 * WAN
    assert values["gk04.spending.k223.capital"] == 4 * WAN


# ---------------------------------------------------------------- what always holds

CLASSES = ("201", "205", "208", "212", "229")
LISTS = ("outlay.public", "outlay.fund", "outlay.capital", "outlay.own", "revenue.items")
LISTS_TYPED = {
    address: (
        ("public", "fund", "capital", "superior", "service", "business", "affiliates", "other")
        if address == "revenue.items"
        else ("basic", "project", *(("remit", "business", "subsidy") if "own" in address else ()))
    )
    for address in LISTS
}
CODES = st.tuples(
    st.sampled_from(CLASSES), st.sampled_from(("01", "05", "99")), st.sampled_from(("01", "02"))
).map("".join)
AMOUNTS = st.decimals(-1000, 100_000, places=2).map(str) | st.sampled_from(("", "0"))


@st.composite
def ledgers(draw: st.DrawFn) -> dict[str, str]:
    """Rows of 项 in every list, with figures in some of the columns."""
    entries: dict[str, str] = {}
    for address, columns in LISTS_TYPED.items():
        line = st.tuples(CODES, st.dictionaries(st.sampled_from(columns), AMOUNTS, max_size=4))
        entries |= rows(address, *draw(st.lists(line, max_size=6)))
    return entries


@settings(max_examples=80, deadline=None)
@given(ledgers())
def test_every_level_adds_up_to_the_total_in_every_table(entries: dict[str, str]) -> None:
    report = report_of(entries)
    for account in report.accounts:
        if not account.account.columns or account.account.single:
            continue
        (by_subject,) = (one for one in account.parts if one.prefix == account.account.id)
        total = by_subject.line("total")
        assert total is not None
        for level in (1, 2, 3):
            lines = [one.cells for one in by_subject.lines if one.level == level]
            for at, column in enumerate(by_subject.columns):
                added = sum((cells[at] or Decimal(0) for cells in lines), Decimal(0))
                assert added == (total.cells[at] or 0), (account.account.id, level, column)


@settings(max_examples=80, deadline=None)
@given(ledgers())
def test_the_first_table_has_the_totals_of_the_ledgers(entries: dict[str, str]) -> None:
    values = report_of(entries).values

    def typed_in(address: str, column: str = "") -> Decimal:
        """What was typed into a list, or into one of its columns, added up; in 元."""
        start, end = f"{address}.r", f".{column}" if column else ""
        found = (
            Decimal(text or 0)
            for cell, text in entries.items()
            if cell.startswith(start)
            and cell.endswith(end)
            and not cell.endswith((".rows", ".code"))
        )
        return sum(found, Decimal(0)) * WAN

    def figure(address: str) -> Decimal:
        return values[address] or Decimal(0)

    for column in LISTS_TYPED["revenue.items"]:
        assert figure(f"gk01.income.{column}.amount") == typed_in("revenue.items", column)
    assert figure("gk01.income.received.amount") == typed_in("revenue.items")
    spent = sum((typed_in(address) for address in LISTS if address != "revenue.items"), Decimal(0))
    assert figure("gk01.spending.spent.amount") == spent
    assert sum(figure(f"gk01.spending.k{code}.amount") for code in CLASSES) == spent
