"""The derived figures of the 说明: their words, zero and blank bases, shares, habits of places."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.compute import compute
from app.domain.derived import Derived, Style, derived, written
from app.domain.narration import narration
from app.domain.report import Report
from app.domain.submission import Submission
from app.scheme.figures import FigureKind, FigureRule, FigureWords
from app.scheme.formula import parse
from app.ui.views.figure_views import figures_view, titles
from tests.domain.expect import national, report_of
from tests.domain.facts import report, scheme

D = Decimal
SCHEMES = (
    *("national-2020", "hunan-2023", "sichuan-2020", "sichuan-2023"),
    *("yunnan-2022", "shanghai-2024"),
)


def words(scheme_id: str = "national-2020") -> FigureWords:
    found = scheme(scheme_id).narrative
    assert found is not None
    return found.words


def one(kind: FigureKind, value: str, base: str = "", scheme_id: str = "national-2020") -> Derived:
    """A figure of 万元 amounts; a blank text is a blank cell."""
    rule = FigureRule("x", "x", kind, parse("a.b.c"), parse("a.b.d"))
    amounts = [D(text) * 10_000 if text else None for text in (value, base)]
    start = Derived("x", "", "x", kind)
    return derived(Style(words(scheme_id), "万元"), rule, start, *amounts)


def named(made: Report) -> dict[str, Derived]:
    return {found.id: found for section in narration(made) for found in section.figures}


SAID = [
    # kind, value, base → text, direction, working, note, whether a reason is asked for
    ("amount", "12.345", "", "12.35万元", "", "", "", False),
    ("amount", "0", "", "0.00万元", "", "", "", False),
    ("amount", "", "", "", "", "", "本年数空着", False),
    ("share", "840.77", "877.77", "95.78%", "", "840.77÷877.77＝95.78%", "", False),
    ("share", "0", "5", "0.00%", "", "0.00÷5.00＝0.00%", "", False),
    ("share", "1", "0", "", "", "", "合计为0，不计算占比", False),
    ("difference", "8", "5", "3.00万元", "增加", "8.00－5.00＝3.00", "", True),
    ("difference", "5", "8", "3.00万元", "减少", "5.00－8.00＝－3.00", "", True),
    ("difference", "8", "8", "0.00万元", "持平", "8.00－8.00＝0.00", "", False),
    ("difference", "8", "", "", "", "", "缺上年数", False),
    ("growth", "6", "5", "20.00%", "增长", "(6.00－5.00)÷5.00＝20.00%", "", True),
    ("growth", "4", "5", "20.00%", "下降", "(4.00－5.00)÷5.00＝－20.00%", "", True),
    ("growth", "5", "5", "0.00%", "持平", "(5.00－5.00)÷5.00＝0.00%", "", False),
    ("growth", "59.87", "0", "", "", "", "上年为0，不计算增长率", False),
    ("growth", "0", "0", "", "", "", "上年为0，不计算增长率", False),
    ("growth", "5", "", "", "", "", "缺上年数", False),
    ("growth", "5", "-1", "", "", "", "上年为负数，不计算增长率", False),
    ("completion", "57.60", "578.03", "9.96%", "小于", "57.60÷578.03＝9.96%", "", True),
    ("completion", "20", "20", "100.00%", "持平", "20.00÷20.00＝100.00%", "", False),
    ("completion", "30", "20", "150.00%", "大于", "30.00÷20.00＝150.00%", "", True),
    ("completion", "20", "0", "", "大于", "", "预算为0，不计算完成率", True),
    ("completion", "0", "0", "", "持平", "", "未安排预算，也没有支出", False),
    ("completion", "0", "20", "0.00%", "小于", "0.00÷20.00＝0.00%", "", True),
    ("completion", "20", "", "", "", "", "缺预算数", False),
]


@pytest.mark.parametrize("said", SAID, ids=lambda said: "-".join(said[:3]))
def test_what_a_figure_says(said: tuple[FigureKind, str, str, str, str, str, str, bool]) -> None:
    kind, value, base, *expected = said
    found = one(kind, value, base)
    assert expected == [
        *(found.text, found.words, found.working, found.note, found.asks_reason),
    ]


PLACES = [
    # what places write for the same figures: neither budget nor spending, 100 %, 30.60 %, words
    ("national-2020", "", "100.00%", "30.60%", "持平", "下降"),
    ("hunan-2023", "", "100%", "30.60%", "持平", "减少"),
    ("sichuan-2020", "0%", "100%", "30.6%", "等于", "下降"),
    ("sichuan-2023", "100%", "100%", "30.6%", "等于", "下降"),
    ("yunnan-2022", "", "100.00%", "30.60%", "持平", "下降"),
    ("shanghai-2024", "", "100.00%", "30.60%", "与预算数持平", "下降"),
]


@pytest.mark.parametrize(("place", "nothing", "whole", "tenths", "even", "fell"), PLACES)
def test_places_differ_by_data(
    place: str, nothing: str, whole: str, tenths: str, even: str, fell: str
) -> None:
    none = one("completion", "0", "0", place)
    assert none.text == nothing
    assert bool(none.note) != bool(nothing)
    full = one("completion", "5", "5", place)
    assert (full.text, full.words) == (whole, even)
    assert one("share", "30.6", "100", place).text == tenths
    assert one("growth", "4", "5", place).words == fell


def test_which_budget_completion_is_of() -> None:
    cells = {
        "outlay.public.rows": "r1",
        "outlay.public.r1.code": "2080106",
        "outlay.public.r1.initial": "200",
        "outlay.public.r1.adjusted": "100",
        "outlay.public.r1.basic": "50",
    }
    for place, expected in (("hunan-2023", "25%"), ("sichuan-2020", "50%")):
        made = compute(scheme(place), Submission(2020, place, entries=cells))
        assert named(made)["items.c2080106.completion"].text == expected


def test_parts_without_figures_are_named_or_not() -> None:
    cells = {"revenue.items.rows": "r1", "revenue.items.r1.public": "10"}
    for place, count in (("national-2020", 1), ("sichuan-2020", 8)):
        made = compute(scheme(place), Submission(2020, place, entries=cells))
        shares = [name for name in named(made) if name.startswith("income.") if "share" in name]
        assert len(shares) == count + 1  # and what they add up to
    blank = named(compute(scheme("sichuan-2020"), Submission(2020, "", entries=cells)))
    assert (blank["income.other.amount"].text, blank["income.other.share"].text) == ("0万元", "0%")


def thirds(*amounts: str) -> dict[str, str]:
    codes = ("2010101", "2050101", "2060101", "2070101", "2080101", "2100101")
    rows = {f"r{at}": text for at, text in enumerate(amounts, 1)}
    cells = {"outlay.public.rows": " ".join(rows)}
    for row, code in zip(rows, codes, strict=False):
        cells |= {f"outlay.public.{row}.code": code, f"outlay.public.{row}.basic": rows[row]}
    return cells


@pytest.mark.parametrize(
    ("amounts", "each", "total", "note"),
    [
        (("1", "1", "1"), "33.33%", "99.99%", "各项独立四舍五入，合计99.99%，不等于100%属正常"),
        (("1",) * 6, "16.67%", "100.02%", "各项独立四舍五入，合计100.02%，不等于100%属正常"),
        (("1", "1"), "50.00%", "100.00%", ""),
    ],
)
def test_shares_are_rounded_one_by_one(
    amounts: tuple[str, ...], each: str, total: str, note: str
) -> None:
    found = named(report_of(thirds(*amounts)))
    shares = [one for name, one in found.items() if name.startswith("classes.c2")]
    assert {one.text for one in shares if one.kind == "share"} == {each}
    assert (found["classes.shares"].text, found["classes.shares"].note) == (total, note)


def test_parts_that_do_not_make_the_whole_are_no_matter_of_rounding() -> None:
    assert named(report("001"))["basic.shares"].note.startswith("各项之和与合计不符")


def test_what_the_printed_figures_would_give_is_said() -> None:
    # 3.34 ÷ 6.67 is 50.07 % as printed, 3.335 ÷ 6.665 is 50.04 %
    found = one("share", "3.335", "6.665")
    assert (found.text, found.note) == ("50.04%", "按元计算，用显示的数复核会差末位")


def test_in_yuan_where_the_unit_publishes_in_yuan() -> None:
    cells = thirds("1") | {"info.account_unit": "yuan"}
    assert named(report_of(cells))["public.total"].text == "10000.00元"


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_styles_write_the_same_number(value: Decimal) -> None:
    two, whole, short = (D(written(value, digits)) for digits in ("two", "whole", "short"))
    assert two == whole == short
    assert abs(two - value) <= D("0.005")


AMOUNTS = st.sampled_from(["", "0", "0.01", "1", "3.33", "-5", "1e5", "不清楚", "99999999"])


CELLS = (
    *("last_year.total.amount", "last_year.public.amount", "three_publics.reception.actual"),
    *("three_publics.reception.last", "three_publics.reception.adjusted"),
    *("procurement.goods.actual", "procurement.small.actual", "operating.running.last"),
    *("outlay.public.r1.initial", "outlay.public.r1.basic", "outlay.public.r2.basic"),
    *("revenue.items.r1.public", "project.p1.money.fiscal.executed"),
)


@settings(max_examples=12, deadline=None)
@given(st.dictionaries(st.sampled_from(CELLS), AMOUNTS))
def test_any_figures(cells: dict[str, str]) -> None:
    """Whatever is typed: one sentence or one text for each figure, and never a rate of a base
    that is zero or blank."""
    rows = {"outlay.public.rows": "r1 r2", "outlay.public.r1.code": "2080106"}
    rows |= {"revenue.items.rows": "r1", "project.order": "p1"}
    for place in SCHEMES:
        made = compute(scheme(place), Submission(2020, place, entries=rows | cells))
        for found in named(made).values():
            assert bool(found.text) or bool(found.note)
            if found.kind == "growth" and found.base in ("", "0", "0.00"):
                assert not found.text


def test_a_blank_unit_has_no_figure_at_all() -> None:
    for place in SCHEMES:
        made = compute(scheme(place), Submission(2020, place, entries={}))
        assert {found.text for found in named(made).values()} <= {""}


def test_cells_to_go_to() -> None:
    """Each figure of the sample's accounts names a number or a typed cell of the report."""
    made = report("003")
    entries = made.submission.entries
    lone = {"performance.projects", "performance.scored", "performance.average"}
    for name, found in named(made).items():
        assert all(cell in made.values or cell in entries for cell in found.cells)
        sure = name not in lone and not name.endswith((".shares", ".score"))
        if sure and not name.startswith(("performance.g", "performance.overall")):
            assert found.cells, name


def test_no_scheme_without_figures_and_none_where_it_says_nothing() -> None:
    bare = replace(national(), narrative=None)
    assert narration(compute(bare, Submission(2023, "", entries={}))) == ()


# ── the grid ──────────────────────────────────────────────────────────────────────────────


def test_the_grid_shows_each_figure_once() -> None:
    made = report("003")
    view = figures_view(made)
    assert view.row_ids == tuple(named(made))
    assert titles(view)[:2] == ("收入支出决算总体情况", "收入决算情况")
    at = view.row_ids.index("overall.growth")
    assert [cell.shown for cell in view.rows[at]][2:] == [
        *("877.77", "1031.37", "14.89%"),
        *("(877.77－1031.37)÷1031.37＝－14.89%", "减少，要写原因"),
    ]
    addresses = [cell.address for cell in view.rows[at]]
    assert addresses[2:4] == ["gk01.income.total.amount", "last_year.total.amount"]
    assert all(cell.locked for row in view.rows for cell in row)


def test_a_sections_title_spans_its_figures() -> None:
    view = figures_view(report("003"))
    first = view.spans[0]
    assert first == (0, 0, 4, 1)
    covered = sum(rows for _, _, rows, _ in view.spans)
    assert covered <= len(view.rows)
