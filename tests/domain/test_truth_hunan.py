"""基础数据表 and 评分表 of 湖南, with the figures of the published document of 2023 (seed 003)."""

from decimal import Decimal
from functools import cache

import pytest

from app.domain.compute import compute
from app.domain.report import Report
from app.domain.submission import Submission, new_entries
from app.exchange.package import parse
from app.scheme.load import load_scheme
from app.scheme.model import Scheme
from tests.domain.expect import ROOT, SAMPLE, national

D = Decimal
E = "base_data.expenses"
# last year's final figures as published, by the project whose form carries budget and final figure
LAST = {"p1": "12", "p2": "6", "p3": "21", "p4": "12", "p5": "23.80", "p6": "35.69"}
TYPED = {
    **{f"{E}.special.{project}.last": text for project, text in LAST.items()},
    # a project without a form of its own: 上年5万元、本年0.30万元
    f"{E}.special.rows": "r1",
    f"{E}.special.r1.name": "企业用工保障服务经费",
    f"{E}.special.r1.last": "5",
    f"{E}.special.r1.actual": "0.30",
    **{
        f"{E}.{row}.{column}": text
        for row, *texts in (
            ("public", "82.21", "72", "59.87"),
            ("office", "0.19", "", "19.28"),
            ("utilities", "1", "", "15.11"),
            ("meetings", "0", "", "0.27"),
        )
        for column, text in zip(("last", "budget", "actual"), texts, strict=True)
    },
}


@cache
def hunan() -> Scheme:
    return load_scheme(ROOT / "resources/schemes/hunan-2023")


@cache
def report(**cells: str) -> Report:
    sample = parse(SAMPLE.read_text(encoding="utf-8"), {national().id: national()})
    entries = new_entries(hunan(), "") | dict(sample.entries) | TYPED
    entries |= {name.replace("__", "."): text for name, text in cells.items()}
    return compute(hunan(), Submission(2023, hunan().id, entries=entries))


def wan(address: str) -> Decimal | None:
    value = report().values[address]
    return None if value is None else value / 10_000


def test_figures_that_the_published_table_states() -> None:
    values = report().values
    assert values["base_data.staff.total.authorized"] == 54
    assert values["base_data.staff.total.present"] == 46
    rate = values["base_data.staff.total.rate"]
    assert rate is not None
    assert round(rate, 4) == D("0.8519")  # published, cut off: 85%
    three = [wan(f"three_publics.total.{column}") for column in ("last", "adjusted", "actual")]
    assert three == [D("1.42"), D("1.40"), D("1.16")]
    assert wan(f"{E}.special_total.actual") == D("139.68")
    assert wan(f"{E}.project.actual") == D("139.68")
    assert wan(f"{E}.public.actual") == D("59.87")


def test_the_total_of_budgets_names_what_the_published_one_leaves_out() -> None:
    # published 92.5: the 0.50 of 国有资产出租收入 stands in its own form, not in the table
    assert wan(f"{E}.special_total.budget") == D("92.5") + D("0.5")
    assert wan("project.p11.money.total.initial") == D("0.5")


def test_last_year_is_typed_here_and_budgets_come_from_the_projects() -> None:
    assert wan(f"{E}.special_total.last") == D("115.49")
    assert wan(f"{E}.special.p6.budget") == 30
    assert wan(f"{E}.special.p6.actual") == D("27.97")
    changed = report(project__p6__money__fiscal__executed="30").values
    assert changed[f"{E}.special_total.actual"] == D("1417100")  # 139.68 + 2.03 万元


def test_a_project_stands_under_its_kind() -> None:
    values = report(project__p4__category="work").values
    assert values[f"{E}.work_total.actual"] == 100_000
    assert values[f"{E}.special_total.actual"] == 1_296_800
    assert values[f"{E}.project.actual"] == 1_396_800
    assert f"{E}.special.p4.actual" not in values
    # what was typed for last year under the other kind is kept, not counted
    assert values[f"{E}.work_total.last"] is None


FACTS = {
    "overall_facts__carried_in__amount": "0",
    "overall_facts__added__amount": "46.69",
    "overall_facts__added_policy__amount": "0",
    "overall_facts__carried_out__amount": "0",
    "overall_facts__last_three_publics__amount": "1.40",
    "work_counts__planned__this": "10",
    "work_counts__done__this": "9",
    "base_data__building__total__approved_area": "1000",
    "base_data__building__total__area": "1100",
    "base_data__expenses__purchase__budget": "100",
    "base_data__expenses__purchase__actual": "97.5",
}
# indicator, points, what the working says; worked out by hand from the formulas of 雨花区2022
SCORES = [
    ("staff_control", "5.00", "＝46÷54＝85.19%"),
    ("three_publics_change", "8.00", "＝(1.40－1.40)÷1.40＝0.00%"),
    ("budget_completion", "5.00", "＝100.00%"),
    ("budget_control", "4.00", "＝(46.69－0.00)÷897.32＝5.20%"),
    ("building_area", "1.00", "＝1,100÷1,000＝110.00%"),  # two whole 5% over: 5 - 2×2
    ("building_cost", None, ""),  # nothing is filled in
    ("public_control", "8.00", "＝59.87÷72.00＝83.15%"),
    ("three_publics_control", "8.00", "＝1.16÷1.40＝82.86%"),
    ("purchase_rate", "4.00", "＝97.50÷100.00＝97.50%"),  # 2.5% off, two whole ones: 6 - 2
    ("key_work", "7.20", "＝9÷10＝90.00%"),
    ("rules_sound", None, ""),  # a person gives the points
]


@pytest.mark.parametrize(("preset", "points", "working"), SCORES)
def test_scores_of_the_score_sheet(preset: str, points: str | None, working: str) -> None:
    form = report(**FACTS).form("score_sheet")
    row = next(row for row in form.indicators if row.preset and row.preset.id == preset)
    assert row.score is not None
    assert row.score.points == (None if points is None else D(points))
    assert working in row.score.because.working


def test_no_building_is_full_marks() -> None:
    form = report(**FACTS).form("score_sheet")
    row = next(r for r in form.indicators if r.preset and r.preset.id == "building_cost")
    cell = f"{row.address}.actual".replace(".", "__")
    filled = report(**FACTS, **{cell: "无"}).form("score_sheet")
    row = next(r for r in filled.indicators if r.preset and r.preset.id == "building_cost")
    assert row.score is not None
    assert (row.score.points, row.score.branch) == (D(5), "not-applicable")
