"""The packs for Hunan, Yueyang, Hubei, 财预〔2021〕101号 and the national framework of 2013.

Each loads; weights and rules are those of the sources; 基础数据表 has a cell for every figure of a
published one. What they compute is tested in tests/domain/test_truth_hunan.py.
"""

import re
from decimal import Decimal

import pytest

from app.scheme.model import Form, Preset
from app.scheme.rules import ByTarget, Deduct, Judge, Share, Tiers, measure_of
from tests.scheme.layouts import fixed_cells, laid_out, official, scheme, widths_apart

D = Decimal
HUNAN, YUEYANG, FRAMEWORK = "hunan-2023", "hunan-yueyang-2018", "framework-2013"
NATIONAL = "national-2020"

# scheme, what it builds on, forms
PACKS = [
    ("national-2021", [NATIONAL], "project overall"),
    ("hubei-2020", [NATIONAL], "project overall"),
    (HUNAN, [NATIONAL], "project overall base_data score_sheet"),
    (
        YUEYANG,
        [HUNAN, NATIONAL],
        "project overall base_data score_sheet",
    ),
    (FRAMEWORK, [NATIONAL], "project framework"),
]


@pytest.mark.parametrize(("scheme_id", "bases", "forms"), PACKS)
def test_a_pack_loads_and_builds_on_another(scheme_id: str, bases: list[str], forms: str) -> None:
    pack, national = scheme(scheme_id), scheme(NATIONAL)
    assert pack.id == scheme_id
    assert list(pack.bases) == bases
    assert [form.id for form in pack.forms] == forms.split()
    own = {"K08"} if "base_data" in forms else set()
    assert [check for check in pack.checks if check.id not in own] == list(national.checks)
    assert {check.id for check in pack.checks} - {check.id for check in national.checks} == own
    assert pack.options == national.options
    assert pack.grades == national.grades
    assert pack.hash not in {scheme(base).hash for base in bases}
    assert {table.id for table in national.tables} <= {table.id for table in pack.tables}


# ── the official sheets ──────────────────────────────────────────────────

# scheme, form, grid, lists that the grid has a row of, by how much a column may differ from it
GRIDS: list[tuple[str, str, str, tuple[str, ...], int]] = [
    ("national-2021", "project", "XMZP_2023", (), 2),
    ("national-2021", "overall", "ZTZP_HN", (), 2),
    (HUNAN, "project", "XMZP", (), 2),
    (HUNAN, "overall", "ZTZP_HN", (), 2),
    (HUNAN, "base_data", "JCSJ_HN", ("special", "more"), 0),
    (YUEYANG, "base_data", "JCSJ_HN", ("special", "more"), 0),
    (FRAMEWORK, "project", "XMZP", (), 2),
]


@pytest.mark.parametrize(("scheme_id", "form_id", "grid", "lists", "apart"), GRIDS)
def test_labels_and_merges_are_those_of_the_grid(
    scheme_id: str, form_id: str, grid: str, lists: tuple[str, ...], apart: int
) -> None:
    form = scheme(scheme_id).form(form_id)
    own, wanted = laid_out(form, grid, lists), official(grid)
    assert own.labels == wanted.labels
    assert set(own.texts) == set(wanted.texts)
    assert own.merges == wanted.merges
    most, whole = widths_apart(form, grid)
    assert most <= apart
    assert whole == 0


@pytest.mark.parametrize(
    ("scheme_id", "form_id"),
    [
        (HUNAN, "score_sheet"),
        (YUEYANG, "score_sheet"),
        (FRAMEWORK, "framework"),
    ],
)
def test_a_score_sheet_has_title_unit_total_grade_and_foot(scheme_id: str, form_id: str) -> None:
    form = scheme(scheme_id).form(form_id)
    assert form.sheet.landscape
    cells = {cell.text: cell for cell in fixed_cells(form)}
    last = len(form.sheet.widths)
    title = next(cell for cell in cells.values() if cell.style == "title")
    assert (title.first, title.last) == ((1, 1), (1, last))
    assert "{unit}" in "".join(cells)
    assert cells["评价等级：{grade}"].first[1] == last
    total = form.column("score")
    assert total is not None
    assert cells["{total.score}"].first[1] == total.at
    # every column of the original is printed, and the widths leave A4 readable
    unprinted = [column.id for column in form.columns if not column.at]
    assert unprinted == (["actual"] if scheme_id == YUEYANG else [])
    printed = [column.at for column in form.columns if column.at]
    assert sorted(printed) == list(range(1, last + 1))
    assert 120 <= sum(form.sheet.widths) <= 150
    assert min(form.sheet.widths) >= 6


@pytest.mark.parametrize("scheme_id", [pack[0] for pack in PACKS])
def test_every_form_says_who_filled_it_in(scheme_id: str) -> None:
    for form in scheme(scheme_id).forms:
        foot = "".join(cell.text for cell in fixed_cells(form) if cell.style == "foot")
        assert "填表人：{info.filler}" in foot, form.id
        assert "填报日期：{info.fill_date}" in foot, form.id
        assert "联系电话：{info.phone}" in foot, form.id


# ── weights ──────────────────────────────────────────────────────────────

# scheme, form, execution, weights of the headings
HEADINGS = [
    ("national-2021", "project", "10", "成本指标=20 产出指标=40 效益指标=20 满意度指标=10"),
    ("national-2021", "overall", "10", "产出指标=50 效益指标=30 满意度指标=10"),
    ("hubei-2020", "project", "20", "产出指标=40 效益和满意度指标=40"),
    ("hubei-2020", "overall", "20", "产出指标=40 效益和满意度指标=40"),
    (HUNAN, "project", "10", "产出指标=50 效益指标=30 满意度指标=10"),
    (HUNAN, "overall", "10", "产出指标=50 效益指标=30 满意度指标=10"),
    (HUNAN, "score_sheet", "", "投入=13 过程=61 产出及效率=26"),
    (YUEYANG, "score_sheet", "", "投入=15 过程=40 产出= 效果="),
    (FRAMEWORK, "framework", "", "投入= 过程= 产出= 效果="),
]


@pytest.mark.parametrize(("scheme_id", "form_id", "execution", "weights"), HEADINGS)
def test_headings(scheme_id: str, form_id: str, execution: str, weights: str) -> None:
    form = scheme(scheme_id).form(form_id)
    assert (str(form.execution.weight) if form.execution else "") == execution
    found = [
        f"{group.label}={'' if group.weight is None else group.weight}" for group in form.levels
    ]
    assert " ".join(found) == weights


def presets(form: Form) -> dict[str, Preset]:
    return {
        preset.id: preset for group in form.levels for sub in group.level2 for preset in sub.presets
    }


# second level = its indicators with their weights; ? is not taken from an original
PRESCRIBED = {
    (HUNAN, "score_sheet"): {
        "预算配置": "在职人员控制率=5 “三公经费”变动率=8",
        "预算执行": "预算完成率=5 预算控制率=5"
        " 新建楼堂馆所面积控制率=5 新建楼堂馆所投资概算控制率=5",
        "预算管理": "公用经费控制率=8? “三公经费”控制率=8? 政府采购执行率=6? 管理制度健全性=8?"
        " 资金使用合规性=6? 预决算信息公开性=5?",
        "职责履行": "重点工作实际完成率=8?",
        "履职效益": "经济效益、社会效益、生态效益和社会公众满意度=18?",
    },
    (YUEYANG, "score_sheet"): {
        "预算配置": "财政供养人员控制率=5 “三公经费”变动率=5 重点支出安排率=5",
        "预算执行": "预算调整率=3 支付进度=3 资金结余=3 “三公经费”控制率=6",
        "预算管理": "管理制度健全性=3 资金使用合规性=3 预决算信息公开性和完善性=?",
        "资产管理": "",
        "职责履行": "",
        "履职效益": "",
    },
    (FRAMEWORK, "framework"): {
        "目标设定": "绩效目标合理性=? 绩效指标明确性=?",
        "预算配置": "在职人员控制率= “三公经费”变动率= 重点支出安排率=?",
        "预算执行": "预算完成率=? 预算调整率= 支付进度率=? 结转结余率= 结转结余变动率="
        " 公用经费控制率=? “三公经费”控制率=? 政府采购执行率=?",
        "预算管理": "管理制度健全性=? 资金使用合规性=? 预决算信息公开性=? 基础信息完善性=?",
        "资产管理": "管理制度健全性=? 资产管理安全性=? 固定资产利用率=?",
        "职责履行": "实际完成率=? 完成及时率=? 质量达标率=? 重点工作办结率=?",
        "履职效益": "经济效益=? 社会效益=? 生态效益=? 社会公众或服务对象满意度=?",
    },
}


@pytest.mark.parametrize(("place", "wanted"), PRESCRIBED.items())
def test_prescribed_indicators(place: tuple[str, str], wanted: dict[str, str]) -> None:
    found = {}
    for group in scheme(place[0]).form(place[1]).levels:
        for sub in group.level2:
            found[sub.label] = " ".join(
                f"{one.label}={'' if one.weight is None else one.weight}{'?' * one.unsure}"
                for one in sub.presets
            )
    assert found == wanted


# ── rules ────────────────────────────────────────────────────────────────

# indicator, kind, what it measures, its tiers or its deduction; names are shortened below
RULES = {
    (HUNAN, "score_sheet"): """
staff_control | deduct | staff_actual / staff_authorized | >100: 0.5 per 1
three_publics_change | deduct | (three.adjusted - X) / X | >0: 0.8 per 1
budget_completion | deduct | (A + initial + B - C) / (A + initial + B) | <100: 2 per 5
budget_control | tiers | (B - P) / initial | 5 4 3 2 0
building_area | deduct | building.area / building.approved_area | >100: 2 per 5
building_cost | deduct | building.cost / building.planned_cost | >100: 2 per 5
public_control | deduct | public.actual / public.budget | >100: 1 per 1
three_publics_control | deduct | three.actual / three.adjusted | >100: 1 per 1
purchase_rate | deduct | purchase.actual / purchase.budget | <>100: 1 per 1
rules_sound | judge | |
use_lawful | judge | |
disclosure | judge | |
key_work | share | work_counts.done.this / work_counts.planned.this | 100
effects_all | judge | |
""",
    (YUEYANG, "score_sheet"): """
staff_control | deduct | staff_actual / staff_authorized | >100: 0.5 per 1
three_publics_change | deduct | (three.adjusted - X) / X | >0: 0.5 per 1
key_share | tiers | K / project.initial | 5 4 3 2 0
budget_change | tiers | G / initial | 3 2 1 0.5 0
payment_progress | deduct | | >0: 0.5 per 1
balance | tiers | C / A | 3 2 0
three_publics_control | deduct | three.actual / three.adjusted | >100: 1 per 1
rules_sound | judge | |
use_lawful | deduct | | >0: 1 per 1
disclosure | judge | |
""",
}
SHORT = {
    "overall_facts.carried_in.amount": "A",
    "overall_facts.added.amount": "B",
    "overall_facts.carried_out.amount": "C",
    "overall_facts.added_policy.amount": "P",
    "overall_facts.last_three_publics.amount": "X",
    "overall_facts.key_projects.amount": "K",
    "overall_facts.changed.amount": "G",
    "base_data.expenses.": "",
    "base_data.": "",
    "three_publics.": "three.",
    "info.": "",
    "spending.total.": "",
    "spending.": "",
    ".total.": ".",
}
SIDES = {"above": ">", "below": "<", "both": "<>"}


@pytest.mark.parametrize(("place", "table"), RULES.items())
def test_rules(place: tuple[str, str], table: str) -> None:
    form = scheme(place[0]).form(place[1])
    wanted = [re.sub(r" +", " ", line).rstrip(" |") for line in table.strip().splitlines()]
    assert [told(preset).rstrip(" |") for preset in presets(form).values()] == wanted


def told(preset: Preset) -> str:
    measure = measure_of(preset.rule)
    text = measure.formula.text if measure and measure.formula else ""
    for name, short in SHORT.items():
        text = text.replace(name, short)
    match preset.rule:
        case Tiers(bands=bands):
            kind, words = "tiers", " ".join(str(band.points) for band in bands)
        case Deduct(limit=limit, side=side, step=step, points=points, steps="whole"):
            kind, words = "deduct", f"{SIDES[side]}{limit}: {points} per {step}"
        case Share(full=full):
            kind, words = "share", str(full)
        case Judge():
            kind, words = "judge", ""
        case _:
            kind, words = "none", ""
    return re.sub(r" +", " ", f"{preset.id} | {kind} | {text} | {words}")


def test_the_framework_gives_formulas_and_leaves_the_points_to_the_place() -> None:
    found = presets(scheme(FRAMEWORK).form("framework"))
    assert all(preset.weight is None for preset in found.values())
    measured = {name for name, preset in found.items() if isinstance(preset.rule, ByTarget)}
    assert len(measured) == 16  # the indicators for which the framework has a formula
    for name in measured:
        measure = measure_of(found[name].rule)
        assert measure is not None and measure.formula is not None, name
        # 指标说明 says the same formula in words
        assert measure.words in found[name].explain, name
    rest = {name: preset.rule for name, preset in found.items() if name not in measured}
    assert all(rule in (None, Judge()) for rule in rest.values())


# the figure, the points it gets; both ends of every tier
TIERS = [
    (HUNAN, "budget_control", "-1=5 0=5 0.01=4 10=4 10.01=3 20=3 20.01=2 30=2 30.01=0"),
    (
        YUEYANG,
        "key_share",
        "90=5 89.99=4 80=4 79.99=3 70=3 69.99=2 60=2 59.99=0",
    ),
    (
        YUEYANG,
        "budget_change",
        "0=3 0.01=2 10=2 10.01=1 20=1 20.01=0.5 30=0.5 30.01=0",
    ),
    (YUEYANG, "balance", "0=3 0.01=2 100=2 100.01=0"),
]


@pytest.mark.parametrize(("scheme_id", "preset", "figures"), TIERS)
def test_ends_of_the_tiers(scheme_id: str, preset: str, figures: str) -> None:
    rule = presets(scheme(scheme_id).form("score_sheet"))[preset].rule
    assert isinstance(rule, Tiers)
    for pair in figures.split():
        figure, points = map(D, pair.split("="))
        band = next(band for band in rule.bands if band.otherwise or band.holds(figure))
        assert band.points == points, pair


def test_tiers_of_hubei() -> None:
    tiers = [(tier.label, tier.high, tier.low) for tier in scheme("hubei-2020").tiers]
    assert tiers == [
        ("达成预期指标", D(1), D("0.8")),
        ("部分达成预期指标并具有一定效果", D("0.8"), D("0.5")),
        ("未完成预期指标且效果较差", D("0.5"), D(0)),
    ]
    # what a unit chose stays chosen when the scheme is changed
    national = scheme(NATIONAL)
    assert [t.id for t in scheme("hubei-2020").tiers] == [t.id for t in national.tiers]


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))


@pytest.mark.parametrize("scheme_id", [HUNAN, YUEYANG])
def test_the_printed_standard_says_the_figures_of_the_rule(scheme_id: str) -> None:
    """评分标准 is what a clerk reads; the rule is what counts."""
    for preset in presets(scheme(scheme_id).form("score_sheet")).values():
        printed = numbers(preset.rubric)
        match preset.rule:
            case Deduct(limit=limit, step=step, points=points):
                wanted = {str(points), str(preset.weight), *({str(step)} if step != 1 else ())}
                wanted |= {str(limit)} if measure_of(preset.rule) and limit else set()
            case Tiers(bands=bands):
                ends = {end for band in bands for end in (band.low, band.high) if end is not None}
                wanted = {str(band.points) for band in bands if band.points}
                wanted |= {str(end) for end in ends} if preset.id != "balance" else set()
            case _:
                continue
        assert wanted <= printed, preset.label
