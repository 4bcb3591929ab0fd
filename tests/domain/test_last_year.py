"""Last year's figures in this year's ledgers: what is taken, what stays, what is asked about."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.compute import compute
from app.domain.last_year import LastYear, last_year_figures, year_before
from app.domain.report import Report
from app.domain.submission import Submission, applied, inverse
from app.domain.tables import read_kind, written
from app.resources import shipped_schemes
from app.scheme.model import Kind, Scheme
from tests.domain.expect import national

SCHEMES = shipped_schemes()
NATIONAL = national()
HUNAN = SCHEMES["hunan-2023"]


def rows(address: str, *lines: str, columns: str = "") -> dict[str, str]:
    """Rows of a ledger: “2010301 行政运行|12.5|…” with the figures of `columns` in their order;
    a second code stands behind a slash, and a blank figure is none."""
    entries = {f"{address}.rows": " ".join(f"r{at}" for at in range(1, len(lines) + 1))}
    for at, line in enumerate(lines, 1):
        head, *figures = line.split("|")
        codes, _, name = head.partition(" ")
        code, _, also = codes.partition("/")
        texts = {"code": code, "also": also, "name": name}
        texts |= dict(zip(columns.split(), figures, strict=False))
        entries |= {f"{address}.r{at}.{cell}": text for cell, text in texts.items() if text}
    return entries


def report(entries: Mapping[str, str], year: int = 2022, scheme: Scheme = NATIONAL) -> Report:
    return compute(scheme, Submission(year, scheme.id, scheme.hash, dict(entries)))


def figures(
    last: Mapping[str, str], now: Mapping[str, str] | None = None, scheme: Scheme = NATIONAL
) -> LastYear:
    here = Submission(2023, scheme.id, scheme.hash, dict(now or {}))
    return last_year_figures(scheme, here, report(last))


def taken(last: Mapping[str, str], now: Mapping[str, str] | None = None) -> dict[str, str]:
    """This year's entries with last year's figures."""
    entries = dict(now or {})
    return applied(entries, figures(last, entries).edit())


# ---------------------------------------------------------------- which figure goes where

OUTLAY = "basic project"
PUBLIC, FUND = "outlay.public", "outlay.fund"
REVENUE, ECONOMIC = "revenue.items", "economic.items"
CLOSING = {"carryover.own.closing_basic": "3", "carryover.own.closing_project": "4"}
OPENING = {"carryover.own.opening_basic": "3", "carryover.own.used": "4"}
TAKEN = [  # last year's entries, a cell of this year's, what is in it then
    (rows(PUBLIC, "2010301 甲|100|20.5", columns=OUTLAY), f"{PUBLIC}.r1.last", "120.5"),
    (rows(FUND, "2120801 征地|.0001|", columns=OUTLAY), "outlay.fund.r1.last", "0.0001"),
    (rows(PUBLIC, "2010301 甲|1|", "2010301 甲|2|", columns=OUTLAY), f"{PUBLIC}.r1.last", "3"),
    (rows(REVENUE, "2010301 甲|5|6", columns="public other"), f"{REVENUE}.r1.last", "11"),
    (rows(ECONOMIC, "30101/2010301 甲|7", columns="basic"), f"{ECONOMIC}.r1.last", "7"),
    (rows(ECONOMIC, "30101/2010301 甲|7", columns="basic"), f"{ECONOMIC}.r1.also", "2010301"),
    (CLOSING, "carryover.own.last", "7"),
    ({"three_publics.abroad.actual": "0"}, "three_publics.abroad.last", "0"),
    ({"three_publics.purchase.actual": "9"}, "three_publics.purchase.last", "9"),
    ({"three_publics.purchase.actual": "9"}, "three_publics.vehicles.last", ""),
    ({"three_counts.groups.this": "2个"}, "three_counts.groups.last", "2"),
    ({"three_counts.bought.this": "2"}, "three_counts.bought.last", "2"),
    ({"three_counts.bought_suv.this": "2"}, "three_counts.bought.last", ""),
    ({"three_counts.bought_suv.this": "2"}, "three_counts.bought_suv.last", "2"),
    ({"operating.running.actual": "31.4159265"}, "operating.running.last", "31.4159265"),
    (rows("outlay.own", "2010301 甲|8|", columns=OUTLAY), "last_year.spent.amount", ""),
    (OPENING, "last_year.total.amount", "7"),
    ({"operating.running.last": "5"}, "operating.running.last", ""),
    ({"operating.running.actual": "五"}, "operating.running.last", ""),
]  # fmt: skip


@pytest.mark.parametrize(("last", "cell", "text"), TAKEN)
def test_each_figure_goes_where_it_is_compared(last: dict[str, str], cell: str, text: str) -> None:
    assert taken(last).get(cell, "") == text


def test_a_figure_of_the_sum_is_taken_only_where_no_row_gives_it() -> None:
    last = rows("outlay.public", "2010301 甲|8|", columns=OUTLAY)
    after = taken(last)
    assert report(after, 2023).values["last_year.spent.amount"] == Decimal(80_000)
    assert "last_year.spent.amount" not in after


def test_subjects_are_found_by_code_and_rows_stay_in_their_order() -> None:
    now = rows("outlay.public", "2080505 养老|1|", "2010301 行政运行|2|", columns=OUTLAY)
    last = rows(
        "outlay.public", "2010301 行政运行|30|", "2210201 公积金|40|", "2080505 基本养老|50|",
        columns=OUTLAY,
    )  # fmt: skip
    after = taken(last, now)
    assert after["outlay.public.rows"] == "r1 r2 r3"
    assert [after[f"outlay.public.r{at}.last"] for at in (1, 2, 3)] == ["50", "30", "40"]
    assert (after["outlay.public.r3.code"], after["outlay.public.r3.name"]) == ("2210201", "公积金")
    assert after["outlay.public.r1.name"] == "养老"
    assert not any(cell.startswith("outlay.public.r3.b") for cell in after)


def test_a_subject_that_only_had_nought_or_nothing_gets_no_row() -> None:
    last = rows("outlay.public", "2010301 甲|0|", "2010399 乙||", columns=OUTLAY)
    assert not any(cell.startswith("outlay.") for cell in taken(last))
    now = rows("outlay.public", "2010301 甲|1|", "2010399 乙|1|", columns=OUTLAY)
    after = taken(last, now)
    assert after["outlay.public.r1.last"] == "0"
    assert "outlay.public.r2.last" not in after


def test_funds_are_not_mixed() -> None:
    now = rows("outlay.public", "2120801 甲|1|", columns=OUTLAY)
    last = rows("outlay.fund", "2120801 甲|9|", columns=OUTLAY)
    after = taken(last, now)
    assert "outlay.public.r1.last" not in after
    assert after["outlay.fund.r1.last"] == "9"


def test_second_codes_count_only_where_both_years_have_them() -> None:
    last = rows("economic.items", "30101/2010301 甲|1", "30101/2010350 甲|2", columns="basic")
    coarse = taken(last, rows("economic.items", "30101 甲|5", columns="basic"))
    assert (coarse["economic.items.rows"], coarse["economic.items.r1.last"]) == ("r1", "3")
    fine = taken(last, rows("economic.items", "30101/2010350 甲|5", columns="basic"))
    assert fine["economic.items.r1.last"] == "2"
    assert (fine["economic.items.r2.also"], fine["economic.items.r2.last"]) == ("2010301", "1")


def test_projects_of_last_year_are_listed_with_their_totals() -> None:
    last = {
        "project.order": "p1 p2",
        "project.p1.name": "技能培训",
        "project.p1.money.fiscal.adjusted": "12",
        "project.p1.money.fiscal.executed": "11.5",
        "project.p2.name": "没有金额",
    }
    after = taken(last)
    assert after["last_projects.items.rows"] == "r1"
    assert after["last_projects.items.r1.name"] == "技能培训"
    assert after["last_projects.items.r1.adjusted"] == "12"
    assert after["last_projects.items.r1.executed"] == "11.5"
    assert taken(last, after) == after


# ---------------------------------------------------------------- what was typed


def test_what_was_typed_is_replaced_only_where_that_is_wanted() -> None:
    last = {
        "three_publics.abroad.actual": "3",
        "three_publics.purchase.actual": "9",
        "three_publics.running.actual": "2.50",
        "three_publics.reception.actual": "1",
    }
    now = {
        "three_publics.abroad.last": "3万元",
        "three_publics.purchase.last": "8",
        "three_publics.running.last": "约2",
    }
    found = figures(last, now)
    assert [(one.address, one.text, one.typed) for one in found.different] == [
        ("three_publics.purchase.last", "9", "8"),
        ("three_publics.running.last", "2.5", "约2"),
    ]
    assert [one.address for one in found.same] == ["three_publics.abroad.last"]
    assert "“三公”经费支出　3. 公务接待费　上年决算数" in [one.where for one in found.new]
    kept, changed = applied(now, found.edit()), applied(now, found.edit(replace=True))
    assert [kept[cell] for cell in now] == ["3万元", "8", "约2"]
    assert [changed[cell] for cell in now] == ["3万元", "9", "2.5"]
    assert kept["three_publics.reception.last"] == "1"


def test_taken_a_second_time_nothing_is_new_and_a_change_of_last_year_is_seen() -> None:
    last = rows("outlay.public", "2010301 甲|8|", columns=OUTLAY) | {"three_counts.kept.this": "2"}
    now = rows("outlay.public", "2010399 乙|1|", columns=OUTLAY)
    after = taken(last, now)
    again = figures(last, after)
    assert (again.new, again.different, dict(again.rows)) == ((), (), {})
    changed = figures(last | {"outlay.public.r1.basic": "8.01"}, after)
    (one,) = changed.different
    assert (one.address, one.text, one.typed) == ("outlay.public.r2.last", "8.01", "8")
    assert one.where == "支出　一般公共预算　2010301 甲　上年决算数"


def test_facts_that_do_not_change_from_year_to_year_come_along_once() -> None:
    last = {
        "info.department": "云岭县某局",
        "info.filler": "林",
        "info.unit_kind": "civil",
        "info.staff_actual": "12",
        "info.fill_date": "2023年3月1日",
        "option.score_digits": "1",
        "option.inverse_rule": "nonsense",
    }
    found = figures(last, {"info.filler": "周"})
    assert found.facts == {
        "info.department": "云岭县某局",
        "info.unit_kind": "civil",
        "option.score_digits": "1",
    }
    assert not found.edit(facts=False).cells
    assert applied({"info.filler": "周"}, found.edit())["info.filler"] == "周"


# ---------------------------------------------------------------- schemes


def test_another_scheme_of_last_year_is_read_by_what_is_the_same() -> None:
    last = {
        "outlay.public.rows": "r1",
        "outlay.public.r1.code": "2010301",
        "outlay.public.r1.basic": "6",
        "project.order": "p1 p2",
        "project.p1.name": "会议中心运转",
        "project.p1.category": "running",
        "project.p1.money.fiscal.executed": "4",
        "project.p2.name": "没有了的项目",
        "project.p2.money.fiscal.executed": "5",
        "base_data.expenses.office.actual": "7",
        "base_data.expenses.more.rows": "r1",
        "base_data.expenses.more.r1.name": "专项之外",
        "base_data.expenses.more.r1.actual": "8",
    }
    now = Submission(
        2023,
        HUNAN.id,
        entries={
            "project.order": "p9",
            "project.p9.name": "会议中心运转",
            "project.p9.category": "running",
        },
    )
    after = last_year_figures(HUNAN, now, report(last, scheme=HUNAN)).edit().cells
    assert after["outlay.public.r1.last"] == "6"
    assert after["base_data.expenses.running.p9.last"] == "4"
    assert after["base_data.expenses.office.last"] == "7"
    assert after["base_data.expenses.more.r1.last"] == "8"
    assert after["last_projects.items.rows"] == "r1 r2"
    assert not any("project.p" in cell for cell in after)
    national_now = replace(now, scheme_id=NATIONAL.id)
    other = last_year_figures(NATIONAL, national_now, report(last, scheme=HUNAN)).edit().cells
    assert other["outlay.public.r1.last"] == "6"
    assert other["last_projects.items.r2.executed"] == "5"
    assert not any(cell.startswith("base_data") for cell in other)


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES.keys())
def test_nothing_of_last_year_gives_nothing(scheme: Scheme) -> None:
    found = last_year_figures(scheme, Submission(2023, scheme.id), report({}, scheme=scheme))
    assert found.empty
    assert not found.edit(replace=True).cells


# ---------------------------------------------------------------- what always holds

CODES = st.sampled_from(("2010301", "2010399", "2080505", "20805", "9999", ""))
TEXTS = st.sampled_from(("", "0", "1", "0.01", "12.345678", "1万", "7元", "无"))
LINES = st.lists(st.tuples(CODES, st.sampled_from(("甲", "乙", "")), TEXTS, TEXTS), max_size=5)


def ledger(lines: list[tuple[str, str, str, str]]) -> dict[str, str]:
    said = [f"{code} {name}|{basic}|{project}" for code, name, basic, project in lines]
    return rows("outlay.public", *said, columns=OUTLAY) if said else {}


@given(LINES, LINES)
@settings(max_examples=80, deadline=None)
def test_the_sum_of_last_year_is_last_years_sum(
    last: list[tuple[str, str, str, str]], now: list[tuple[str, str, str, str]]
) -> None:
    """Every figure arrives, to the last digit, but for rows without code and name."""
    kept = [line for line in last if line[0] or line[1]]
    before = ledger(now)
    edit = figures(ledger(kept), before).edit()
    after = applied(before, edit)
    wanted = report(ledger(kept)).values.get("outlay.public_total.spent")
    assert (report(after, 2023).values.get("outlay.public_total.last") or 0) == (wanted or 0)
    assert {cell: text for cell, text in after.items() if cell in before} | {
        "outlay.public.rows": ""
    } == before | {"outlay.public.rows": ""}
    assert applied(after, inverse(edit, before)) == before


VALUES = [
    ("amount", "1", "万元", "0.0001"),
    ("amount", "1234567.89", "万元", "123.456789"),
    ("amount", "-5", "元", "-5"),
    ("amount", "1E+4", "万元", "1"),
    ("count", "1200", "元", "1200"),
    ("percent", "0.9391", "元", "93.91%"),
]


@pytest.mark.parametrize(("kind", "value", "unit", "text"), VALUES)
def test_written_is_read_again(kind: Kind, value: str, unit: str, text: str) -> None:
    assert written(kind, Decimal(value), unit) == text
    assert read_kind(kind, text, unit).value == Decimal(value)


def test_the_submission_of_the_year_before() -> None:
    def one(year: int, unit: str, number: int, **more: str) -> Submission:
        return Submission(year, "x", entries={"info.unit": unit} | more, id=number)

    listed = [
        one(2021, "甲", 1, a="1", b="2"),
        one(2022, "乙", 2, a="1", b="2"),
        one(2022, " 甲", 3),
        one(2022, "甲", 4, a="1"),
    ]
    found = year_before(listed, "甲", 2023)
    assert found is not None
    assert found.id == 4
    assert year_before(listed, "甲", 2021) is None
