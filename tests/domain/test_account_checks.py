"""The official tables: what an imported table states, beside itself, other tables and the ledgers.

Every relation of tables.json that is about them (A01–A15, B01–B16) breaks here once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.compute import compute
from app.domain.report import Finding, Report
from app.domain.submission import Submission, new_entries
from app.scheme.load import load_scheme
from app.scheme.model import Scheme
from tests.domain.expect import ROOT, national
from tests.domain.ledger_unit import UNIT, YEAR, book, findings_of, report_of, rows


@cache
def stated() -> dict[str, str]:
    """All nine tables as they would be imported: every figure that the ledgers give, in 元."""
    values = [pair for one in report_of(UNIT).accounts for pair in one.values.items()]
    return {f"stated.{address}": str(value) for address, value in values if value is not None}


def imported(change: Mapping[str, str], **info: str) -> tuple[Finding, ...]:
    """Findings of a unit that has nothing but the nine tables; `change` in 元 by cell."""
    cells = {f"stated.{address}": text for address, text in change.items()}
    return report_of(
        stated() | cells | {f"info.{name}": text for name, text in info.items()}
    ).findings


@dataclass(frozen=True)
class Case:
    """A changed figure of an imported table: the relations that it breaks, each at its cell."""

    relation: str  # of tables.json
    change: dict[str, str]
    broken: set[tuple[str, str]]
    words: list[str] = field(default_factory=list)
    culprit: str = ""
    info: dict[str, str] = field(default_factory=dict)


G1, G2, G3, G4 = "gk01", "gk02", "gk03", "gk04"
CASES = [
    Case(
        "A01",
        {f"{G1}.income.received.amount": "10200000"},
        {("T03", f"{G1}.income.received.amount"), ("T03", f"{G1}.income.total.amount")},
        ["本年收入合计", "1,020.00万元", "1,010.00万元", "相差10.00万元"],
    ),
    Case(
        "A02",
        {f"{G1}.income.opening.amount": "250000"},
        {("T03", f"{G1}.income.total.amount")},
        ["1,030.00万元", "1,035.00万元", "相差5.00万元"],
    ),
    Case(
        "A03",
        {f"{G1}.spending.k212.amount": "60000"},
        {
            *(("T03", f"{G1}.spending.spent.amount"), ("B06", f"{G1}.spending.k212.amount")),
            ("B11", f"{G4}.spending.k212.amount"),
        },
        ["1,000.00万元", "946.00万元", "相差54.00万元"],
        "城乡社区支出”6.00像是少了一位，改成60.00",
    ),
    Case(
        "A04",
        {f"{G1}.spending.distributed.amount": "10000"},
        {("T03", f"{G1}.spending.total.amount")},
        ["1,030.00万元", "1,031.00万元"],
        "“结余分配”1.00正好等于差额",
    ),
    Case(
        "A05",
        {f"{G1}.spending.total.amount": "10310000", f"{G1}.spending.distributed.amount": "10000"},
        {("A05", f"{G1}.income.total.amount")},
        ["1,030.00万元", "1,031.00万元", "1.00万元"],
    ),
    Case(
        "A06",
        {f"{G2}.c2080106.received": "6000000.00", f"{G2}.c2080106.fiscal": "6030000"},
        {("T01", f"{G2}.c2080106.received"), ("T02", f"{G2}.c20801.fiscal")},
        ["600.00万元", "603.00万元"],
    ),
    Case(
        "A07",
        {f"{G3}.c2080109.spent": "3100000"},
        {("T01", f"{G3}.c2080109.spent"), ("T02", f"{G3}.c20801.spent")},
        ["310.00万元", "300.00万元"],
    ),
    Case(
        "A08",
        {f"{G3}.c208.project": "2000000", f"{G3}.c208.spent": "7900000"},
        {
            *(("T02", f"{G3}.c208.project"), ("T02", f"{G3}.c208.spent")),
            *(("T02", f"{G3}.total.project"), ("T02", f"{G3}.total.spent")),
            *(("B06", f"{G1}.spending.k208.amount"), ("B11", "gk05.c208.spent")),
        },
    ),
    Case(
        "A09",
        {f"{G4}.spending.k210.amount": "410000"},
        {("T01", f"{G4}.spending.k210.amount"), ("T03", f"{G4}.spending.spent.amount")},
        ["41.00万元", "40.00万元"],
    ),
    Case(
        "A10",
        {f"{G4}.income.opening.amount": "250000", f"{G4}.income.total.amount": "10250000"},
        {("T03", f"{G4}.income.opening.amount"), ("A10", f"{G4}.income.total.amount")},
        ["25.00万元", "20.00万元"],
    ),
    Case(
        "A11",
        {
            f"{G4}.income.opening_public.amount": "150000",
            f"{G4}.income.opening_fund.amount": "50000",
        },
        {
            *(("A11", f"{G4}.spending.total.public"), ("A11b", f"{G4}.spending.total.fund")),
            ("B09b", f"{G4}.income.opening_fund.amount"),
        },
        ["955.00万元", "960.00万元"],
    ),
    Case(
        "A11",
        {
            f"{G4}.income.opening_public.amount": "190000",
            f"{G4}.income.opening_capital.amount": "10000",
            f"{G4}.spending.total.capital": "0",
        },
        {("A11", f"{G4}.spending.total.public"), ("A11c", f"{G4}.spending.total.capital")},
        ["加年初结转 1.00万元", "加年末结转 0.00万元"],
    ),
    Case(
        "A12",
        {"gk05.c2080106.spent": "5950000"},
        {("T01", "gk05.c2080106.spent"), ("T02", "gk05.c20801.spent")},
        ["595.00万元", "590.00万元"],
    ),
    Case(
        "A13",
        {"gk06.personnel.k30101.amount": "4050000"},
        {("T02", "gk06.personnel.k301.amount")},
        ["工资福利支出", "500.00万元", "504.50万元"],
        "“基本工资”405.00像是数字换了位，改成400.50",
    ),
    Case(
        "A13",
        {"gk06.personnel.total.amount": "5000000"},
        {("T03", "gk06.personnel.total.amount"), ("B08", "gk05.total.basic")},
        ["人员经费合计", "500.00万元", "560.00万元"],
        "“对个人和家庭的补助”60.00正好等于差额",
    ),
    Case(
        "A13",
        {"gk06.capital.total.amount": "750000"},
        {("T03", "gk06.capital.total.amount"), ("B08", "gk05.total.basic")},
        ["公用经费合计", "75.00万元", "70.00万元"],
    ),
    Case(
        "A14",
        {"gk07.c2120801.closing": "20000", "gk07.total.closing": "20000"}
        | {"gk07.c21208.closing": "20000", "gk07.c212.closing": "20000"},
        {("T06", "gk07.c2120801.closing"), ("B09c", f"{G4}.spending.closing.fund")},
        ["60.00万元", "62.00万元"],
    ),
    Case(
        "A15",
        {"gk09.total.actual_total": "150000"},
        {("T01", "gk09.total.actual_total")},
        ["15.00万元", "10.50万元", "相差4.50万元"],
        "换了位",
    ),
    Case(
        "A15",
        {"gk09.total.budget_running": "80000"},
        {("T01", "gk09.total.budget_vehicles")},
        ["9.00万元", "8.00万元"],
    ),
    Case(
        "B01",
        {f"{G2}.total.received": "10000000", f"{G2}.total.fiscal": "9900000"}
        | {f"{G2}.c210.received": "400000", f"{G2}.c210.fiscal": "300000"}
        | {f"{G2}.c21011.received": "400000", f"{G2}.c21011.fiscal": "300000"}
        | {f"{G2}.c2101101.received": "400000", f"{G2}.c2101101.fiscal": "300000"},
        {("B01", f"{G1}.income.received.amount"), ("B04", f"{G2}.total.fiscal")},
        ["1,010.00万元", "1,000.00万元", "10.00万元"],
    ),
    Case(
        "B02",
        {f"{G3}.total.spent": "10010000", f"{G3}.total.basic": "6410000"},
        {
            ("B02", f"{G1}.spending.spent.amount"),
            *(("T02", f"{G3}.total.{c}") for c in ("spent", "basic")),
        },
        ["1,000.00万元", "1,001.00万元"],
    ),
    Case(
        "B03",
        {f"{G1}.income.public.amount": "9410000", f"{G1}.income.other.amount": "90000"},
        {("B03", f"{G1}.income.public.amount"), ("B05e", f"{G2}.total.other")},
        ["941.00万元", "940.00万元"],
    ),
    Case(
        "B03",
        {f"{G1}.income.fund.amount": "610000", f"{G1}.income.other.amount": "90000"},
        {("B03b", f"{G1}.income.fund.amount"), ("B05e", f"{G2}.total.other")},
    ),
    Case(
        "B03",
        {f"{G1}.income.capital.amount": "10000", f"{G1}.income.other.amount": "90000"},
        {("B03c", f"{G1}.income.capital.amount"), ("B05e", f"{G2}.total.other")},
        ["1.00万元", "0.00万元"],
    ),
    *(
        Case(
            "B05",
            {f"{G1}.income.{name}.amount": "10000", f"{G1}.income.other.amount": "90000"},
            {(code, f"{G2}.total.{name}"), ("B05e", f"{G2}.total.other")},
            ["0.00万元", "1.00万元"],
        )
        for code, name in (
            *(("B05", "superior"), ("B05b", "service"), ("B05c", "business")),
            ("B05d", "affiliates"),
        )
    ),
    Case(
        "B06",
        {f"{G1}.spending.k208.amount": "8900200", f"{G1}.spending.k210.amount": "499800"},
        {("B06", f"{G1}.spending.k208.amount"), ("B06", f"{G1}.spending.k210.amount")},
        ["890.02万元", "890.00万元", "相差0.02万元"],
    ),
    Case(
        "B07",
        {f"{G4}.spending.spent.public": "9310000", f"{G4}.spending.closing.public": "290000"}
        | {f"{G4}.spending.k210.public": "410000", f"{G4}.spending.k210.amount": "410000"}
        | {f"{G4}.spending.spent.amount": "9910000", f"{G4}.spending.closing.amount": "290000"},
        {("B07", f"{G4}.spending.spent.public"), ("B12", f"{G4}.spending.spent.amount")},
        ["931.00万元", "930.00万元"],
    ),
    Case(
        "B08",
        {"gk05.c2080106.basic": "5800000", "gk05.c2080106.project": "100000"}
        | {"gk05.c20801.basic": "5800000", "gk05.c20801.project": "3100000"}
        | {"gk05.c208.basic": "5800000", "gk05.c208.project": "3100000"}
        | {"gk05.total.basic": "6200000", "gk05.total.project": "3100000"},
        {("B08", "gk05.total.basic")},
        ["620.00万元", "630.00万元", "10.00万元"],
    ),
    Case(
        "B09",
        {f"{G4}.income.fund.amount": "500000", f"{G1}.income.fund.amount": "500000"}
        | {f"{G4}.income.opening_fund.amount": "100000", f"{G4}.income.opening.amount": "300000"}
        | {f"{G4}.income.received.amount": "9900000", f"{G1}.income.other.amount": "200000"},
        {
            *(("B09b", f"{G4}.income.opening_fund.amount"), ("B09d", f"{G4}.income.fund.amount")),
            *(("B04", f"{G2}.total.fiscal"), ("B05e", f"{G2}.total.other")),
        },
    ),
    Case(
        "B10",
        {"gk08.c2230105.spent": "10000", "gk08.c2230105.project": "10000"}
        | {"gk08.total.spent": "10000", "gk08.total.project": "10000"},
        {
            *(("B10", f"{G4}.spending.spent.capital"), ("B12", f"{G4}.spending.spent.amount")),
            ("B11", "gk08.c2230105.spent"),
        },
        ["0.00万元", "1.00万元"],
    ),
    Case(
        "B13",
        {"gk06.goods.k30217.amount": "30000", "gk06.goods.k30201.amount": "590000"},
        {("B13b", "gk09.total.actual_reception")},
        ["3.00万元", "2.50万元", "多 0.50万元"],
    ),
    Case(
        "B13",
        {"gk06.goods.k30231.amount": "90000", "gk06.goods.k30201.amount": "590000"},
        {("B13c", "gk09.total.actual_running")},
    ),
    Case(
        "B13",
        {"gk06.goods.k30212.amount": "10000", "gk06.goods.k30201.amount": "590000"}
        | {"gk09.total.actual_abroad": "0"},
        {("B13", "gk09.total.actual_abroad")},
    ),
    Case(
        "B13",
        {"gk06.capital.k31013.amount": "10000", "gk06.capital.k310.amount": "10000"}
        | {"gk06.goods.k30201.amount": "590000", "gk06.goods.k302.amount": "690000"}
        | {"gk09.total.actual_purchase": "0"},
        {("B13d", "gk09.total.actual_purchase")},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.relation}-{next(iter(c.change))}")
def test_a_changed_figure_breaks_these_relations_and_no_other(case: Case) -> None:
    found = [one for one in imported(case.change, **case.info) if one.code != "T04"]
    assert {(one.code, one.cells[0]) for one in found} == case.broken
    first = [one for one in found if all(word in one.sentence for word in case.words)]
    assert first, [one.sentence for one in found]
    assert any(case.culprit in one.culprit for one in first), [one.culprit for one in found]
    for one in found:
        assert one.where.startswith("公开0")
        assert one.tab == "income_spending"
        assert one.left
        assert one.right
        assert one.difference
        assert one.todo


def test_imported_tables_that_agree_have_no_finding() -> None:
    assert imported({}) == ()


def test_a_table_published_as_empty_beside_one_that_is_not() -> None:
    """B14: 政府性基金表 says that there is nothing, 财政拨款总表 shows 60.00."""
    cells = {name: "" for name in stated() if name.startswith("stated.gk07.")}
    found = report_of(stated() | cells).findings
    own = {(one.code, one.cells[0]) for one in found}
    assert ("B09", "gk04.spending.spent.fund") in own
    assert ("B09d", "gk04.income.fund.amount") in own
    assert "60.00万元，政府性基金表的本年支出 0.00万元" in found[0].sentence + found[1].sentence


def test_running_costs_of_an_imported_table() -> None:
    """B15, of 行政单位 and 参公单位 only."""
    cells = {"operating.running.actual": "71"}
    for kind, codes in (
        ("civil", {"B15"}),
        ("managed", {"B15"}),
        ("institution", {"K25"}),
        ("", set()),
    ):
        found = report_of(stated() | cells | {"info.unit_kind": kind}).findings
        assert {one.code for one in found} == codes


# ── stated beside the ledgers ────────────────────────────────────────────────────────────


def test_what_is_stated_beside_what_the_ledgers_give() -> None:
    change = {"stated.gk03.c2080106.basic": "5090000", "stated.gk03.c2080106.spent": "5090000"}
    found = [one for one in findings_of(stated() | change) if one.code == "T05"]
    [one] = found
    assert one.cells == ("gk03.c2080106.spent", "gk03.c2080106.basic")
    assert (one.level, one.left, one.right, one.difference) == (
        "warning",
        "509.00",
        "590.00",
        "81.00",
    )
    assert "原表的数为509.00万元" in one.sentence
    assert "按台账计算（另有1栏也不同）是590.00万元" in one.sentence
    assert "换了位" in one.culprit
    assert "2080106就业管理事务" in one.where


def test_ledgers_that_are_blank_are_compared_with_nothing() -> None:
    assert [one for one in imported({"gk03.c2080106.basic": "1"}) if one.code == "T05"] == []


# ── tails ────────────────────────────────────────────────────────────────────────────────


def test_the_tails_of_a_table_are_one_note() -> None:
    """Typed to the 元 and published in 万元: each figure is rounded by itself."""
    third = {"basic": "33.3333", "adjusted": "40", "last": "33.3333"}
    ledger = rows("outlay.public", *[(f"208010{at}", dict(third)) for at in (1, 2, 5)])
    report = report_of(ledger)
    values = report.account("gk03").values
    assert values["gk03.c20801.basic"] == Decimal("999999")
    [note] = [one for one in report.findings if one.where.startswith("公开03表")]
    assert (note.code, note.level, note.difference) == ("T04", "note", "0.01")
    assert "有2处尾差" in note.sentence
    assert "各项按同一舍入独立计算" in note.sentence
    assert note.cells == ("gk03.total.spent",)
    tables = [one.where for one in report.findings if one.code == "T04"]
    assert len(tables) == len(set(tables))


def test_a_difference_beyond_what_rounding_can_do_is_no_tail() -> None:
    """Two classes and their total: three figures can be at most 0.015 apart."""

    def said(yuan: str) -> set[tuple[str, str]]:
        found = imported({"gk06.personnel.total.amount": yuan})
        return {(one.code, one.level) for one in found}

    assert said("5600100") == {("T04", "note")}
    assert ("T03", "error") in said("5600200")


def test_what_is_published_in_yuan_has_no_tails() -> None:
    found = imported({"gk06.personnel.total.amount": "5600000.01"}, account_unit="yuan")
    assert [(one.code, one.level) for one in found] == [("T03", "error"), ("B08", "error")]
    assert "5,600,000.01元" in found[0].sentence


def test_a_class_that_the_table_has_no_row_for() -> None:
    ledger = rows("outlay.public", ("2080106", {"basic": "5"}), ("2270101", {"basic": "3"}))
    found = [one for one in report_of(ledger).findings if one.code == "T03"]
    assert {one.cells[0] for one in found} == {
        *("gk01.spending.spent.amount", "gk04.spending.spent.public"),
    }
    assert all("表里没有这些科目的行：227" in one.culprit for one in found)


# ── nothing typed, nothing wrong ─────────────────────────────────────────────────────────

FOLDERS = sorted((ROOT / "resources" / "schemes").iterdir())


@cache
def loaded(folder: Path) -> Scheme:
    return load_scheme(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_blank_unit_and_one_that_has_no_ledgers_have_no_finding(folder: Path) -> None:
    scheme = loaded(folder)
    own = {check.id for check in scheme.checks} | {"T01", "T02", "T03", "T04", "T05", "T06"}
    simple = {
        "income.public.initial": "5",
        "income.public.actual": "5",
        "spending.basic.initial": "3",
        "spending.project.initial": "2",
        "spending.basic.actual": "3",
        "spending.basic.adjusted": "3",
        "three_publics.reception.actual": "1",
        "three_publics.reception.adjusted": "1",
    }
    for entries in ({}, new_entries(scheme, "甲单位"), simple):
        submission = Submission(YEAR, scheme.id, entries=entries)
        found = compute(scheme, submission, codes=book()).findings
        said = [(one.code, one.sentence) for one in found if one.code in own or one.code[0] == "L"]
        assert said == []


def test_a_check_without_its_cells_is_left_out(tmp_path: Path) -> None:
    """A place that leaves 公开07表 out needs not say so of each check."""
    folder = tmp_path / "own-2024"
    folder.mkdir()
    texts = ('base = "national-2020"', 'id = "own-2024"', 'title = "自定"', 'source = "自定"')
    ids = [account.id for account in national().accounts if account.id != "gk07"]
    own = ('without = ["field.account_order"]', "account_order = []", f"accounts = {ids}")
    (folder / "scheme.toml").write_text("\n".join((*texts, *own)), encoding="utf-8")
    scheme = load_scheme(folder, (ROOT / "resources" / "schemes",))
    lost = {check.id for check in national().checks} - {check.id for check in scheme.checks}
    assert lost == {"B09", "B09b", "B09c", "B09d", "B12"}


# ── for any figures ──────────────────────────────────────────────────────────────────────

CODES = ["2080106", "2080109", "2101101", "2210201", "2120102", "20805", "2080505", "2120801"]
TYPED = st.decimals("0", "9999", places=4).map(str)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CODES), TYPED, TYPED), max_size=8))
def test_ledgers_alone_never_contradict_the_tables_made_from_them(
    lines: list[tuple[str, str, str]],
) -> None:
    """Whatever is typed, tables that are derived show no more than tails."""
    known = dict.fromkeys(code for code, *_ in lines)
    ledger = rows(
        "outlay.public",
        *[(c, {"basic": b, "project": p}) for c, b, p in lines if known.pop(c, 1) is None],
    )
    report: Report = report_of(ledger)
    assert {one.code for one in report.findings if one.code[0] in "TB"} <= {"T04"}
