"""Rules of the packs of Sichuan, Yunnan and Chongqing, what is not sure, what the forms ask for."""

from decimal import Decimal

import pytest

from app.scheme.rules import Band, ByTarget, Deduct, Judge, Measure, Rule, Share, Tiers
from tests.scheme.layouts import scheme
from tests.scheme.west import PACKS, SICHUAN_2020, form_of, presets

D = Decimal

# ── what is not sure ─────────────────────────────────────────────────────

# the directions of these are put in by common sense: the table seen has lost its signs
CHONGQING_UNSURE = {
    *("财政供养人员控制率", "“三公经费”变动率", "基础信息完善", "预算完成率", "预算调整率"),
    *("结转结余率", "公用经费控制率", "“三公经费”控制率", "固定资产利用率"),
}
UNSURE = {
    "sichuan-2020": {name for items in SICHUAN_2020.values() for name in items},
    "sichuan-2017": set[str](),
    "sichuan-2023": set[str](),
    "yunnan-2022": set[str](),
    "yunnan-anning-2020": set[str](),
    "chongqing-2021": CHONGQING_UNSURE,
}


@pytest.mark.parametrize("scheme_id", PACKS)
def test_what_is_unsure_says_so(scheme_id: str) -> None:
    made = scheme(scheme_id)
    found = [preset for form in made.forms for preset in presets(form)]
    assert {preset.label for preset in found if preset.unsure} == UNSURE[scheme_id]
    assert all(preset.source for preset in found)
    assert "未见原文" in made.about or not UNSURE[scheme_id]
    for preset in found:
        assert preset.unsure == ("未见原文" in preset.source or "按常理推定" in preset.source)


# ── rules ────────────────────────────────────────────────────────────────


def rules_of(scheme_id: str) -> dict[str, Rule | None]:
    return {one.label: one.rule for one in presets(form_of(scheme_id, "overall"))}


def points(rule: Rule | None, figure: str) -> Decimal:
    """Points of the first tier that holds a figure, as a limit of a tier counts it."""
    assert isinstance(rule, Tiers)
    value = abs(D(figure)) if rule.measure.absolute else D(figure)
    return next(band for band in rule.bands if band.otherwise or band.holds(value)).points


def worded(rule: Rule | None, text: str) -> Decimal | None:
    assert isinstance(rule, Tiers)
    return next((band.points for band in rule.bands if text in band.words), None)


DEVIATION = [("0", 5), ("10", 5), ("-10", 5), ("10.01", 3), ("20", 3), ("-20.01", 0)]
FIGURES = [
    ("基本支出执行偏差率", DEVIATION),
    (
        "项目支出执行偏差率",
        [("5", 5), ("-5", 5), ("5.01", 3), ("10", 3), ("-10", 3), ("10.01", 0), ("-22", 0)],
    ),
    (
        "部门绩效目标的合理性、明确性、量化度",
        [("100", 8), ("99.5", 5), ("80", 5), ("79.99", 3), ("50", 3), ("49.99", 0)],
    ),
    ("上级补助资金是否按文件内容执行", [("0", 6), ("1", 3), ("2", 1), ("3", 0), ("9", 0)]),
]


@pytest.mark.parametrize(
    ("name", "figure", "expected"),
    [(name, figure, expected) for name, cases in FIGURES for figure, expected in cases],
)
def test_tiers_of_anning_at_their_ends(name: str, figure: str, expected: int) -> None:
    assert points(rules_of("yunnan-anning-2020")[name], figure) == expected


WORDS = [
    ("职能设置明确性", "清晰合理", 3),
    ("科室职能明确性", "清晰合理", 3),
    ("工作计划的合理明确性", "制定了计划", 3),
    ("工作计划的合理明确性", "未制定", 0),
    ("部门绩效目标的合理性、明确性、量化度", "所有项目支出均设定了指标体系", 8),
    ("上级补助资金是否按文件内容执行", "不存在不一致", 6),
    ("资产管理制度", "制定并实施", 3),
    ("财务管理制度", "制定未实施", 1),
    ("项目管理制度", "未制定", 0),
    ("资产管理制度", "正在制定", None),
]


@pytest.mark.parametrize(("name", "text", "expected"), WORDS)
def test_words_of_anning(name: str, text: str, expected: int | None) -> None:
    assert worded(rules_of("yunnan-anning-2020")[name], text) == expected


# indicator: the cells that its formula needs
FORMULAS: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {
    ("yunnan-anning-2020", "overall"): {
        "部门绩效目标的合理性、明确性、量化度": (
            "evaluation_facts.with_targets.this",
            "evaluation_facts.projects.this",
        ),
        "基本支出执行偏差率": ("spending.basic.actual", "spending.basic.adjusted"),
        "项目支出执行偏差率": ("spending.project.actual", "spending.project.adjusted"),
    },
    ("sichuan-2020", "overall"): {
        "预算完成": ("spending.total.actual", "spending.total.adjusted"),
    },
    ("sichuan-2017", "overall"): {},
    ("chongqing-2021", "overall"): {
        "财政供养人员控制率": ("info.staff_actual", "info.staff_authorized"),
        "“三公经费”变动率": ("three_publics.total.actual", "three_publics.total.last"),
        "预算完成率": ("spending.total.actual", "spending.total.adjusted"),
        "“三公经费”控制率": ("three_publics.total.actual", "three_publics.total.adjusted"),
    },
}


@pytest.mark.parametrize("place", FORMULAS, ids="-".join)
def test_formulas_stand_where_the_facts_are_asked_for(place: tuple[str, str]) -> None:
    found: dict[str, tuple[str, ...]] = {}
    for preset in presets(form_of(*place)):
        match preset.rule:
            case ByTarget() | Tiers() | Deduct() | Share() as rule if rule.measure.formula:
                found[preset.label] = rule.measure.formula.names
    assert found == FORMULAS[place]


def test_kinds_of_rules_of_sichuan_2020() -> None:
    kinds = {name: type(rule) for name, rule in rules_of("sichuan-2020").items()}
    others = {"支出控制": Tiers, "目标实现": Share, "动态调整": Share, "预算完成": Share}
    assert {name: kind for name, kind in kinds.items() if kind is not Judge} == others
    control = rules_of("sichuan-2020")["支出控制"]
    cases = {"10": 10, "-10": 10, "10.01": 5, "20": 5, "20.01": 0, "-30": 0}
    assert {figure: points(control, figure) for figure in cases} == cases
    assert {type(rule) for rule in rules_of("sichuan-2017").values()} == {Judge}


def test_own_indicators_of_anning_are_reached_or_not() -> None:
    form = form_of("yunnan-anning-2020", "overall")
    own = next(group for group in form.levels if group.id == "performance")
    assert not any(sub.presets for sub in own.level2)
    *plain_ones, served = own.level2
    assert [sub.rule for sub in plain_ones] == [ByTarget("nothing")] * 3
    assert [sub.survey for sub in own.level2] == [False, False, False, True]
    assert served.rule == Tiers(
        Measure(),
        (
            Band(D(10), low=D(90)),
            Band(D(6), low=D(80), high=D(90), high_open=True),
            Band(D(4), low=D(60), high=D(80), high_open=True),
            Band(D(0)),
        ),
    )
    assert [points(served.rule, figure) for figure in ("90", "89.99", "80", "60", "59.99")] == [
        *(10, 6, 6, 4, 0)
    ]


def test_targets_of_chongqing_are_those_of_the_table() -> None:
    targets = {one.label: one.target for one in presets(form_of("chongqing-2021", "overall"))}
    assert targets == {
        "财政供养人员控制率": "≤100%",
        "“三公经费”变动率": "≤100%",
        "基础信息完善": "100%",
        "预算完成率": "≥70%",
        "预算调整率": "≤3%",
        "结转结余率": "≤2%",
        "公用经费控制率": "≤100%",
        "“三公经费”控制率": "≤100%",
        "政府采购执行率": "",  # the table has one unit's own figure
        "管理制度健全性": "高",
        "资金使用合规性": "好",
        "预决算信息公开性": "高",
        "资产管理安全": "好",
        "固定资产利用率": "≥90%",
    }


# ── what the forms ask for ───────────────────────────────────────────────


def test_the_form_of_sichuan_2020_is_not_scored() -> None:
    form = form_of("sichuan-2020", "project")
    assert not form.scored
    assert form.execution is None
    money = form.money
    assert money is not None
    assert [column.label for column in money.columns] == ["预算数", "执行数"]
    rows = {row.label: row.formula.text if row.formula else "" for row in money.rows}
    assert rows == {"合计": "sum(fiscal, other)", "其中-财政拨款": "", "其它资金": ""}


def test_the_form_of_sichuan_2023_asks_for_reasons_and_short_texts() -> None:
    form = form_of("sichuan-2023", "project")
    assert form.execution is not None
    assert form.execution.reason_below == D("0.9")
    assert {field.label: field.limit for field in form.texts if field.limit} == {
        "年度目标完成情况": 100,
        "评价结论": 200,
        "存在问题": 200,
        "改进措施": 200,
    }
    money = form.money
    assert money is not None
    total, *rest = money.rows
    assert total.formula is not None
    assert total.formula.names == tuple(row.id for row in rest)
    assert [
        column.label for column in form.columns if column.id in ("sign", "number", "measure")
    ] == [*("指标性质", "指标值", "度量单位")]


@pytest.mark.parametrize("scheme_id", PACKS)
def test_projects_are_compared_with_the_column_that_their_form_has(scheme_id: str) -> None:
    made = scheme(scheme_id)
    compared = next(check for check in made.checks if check.id == "K02").require.names
    column = "adjusted" if scheme_id in ("sichuan-2020", "sichuan-2017") else "initial"
    assert compared == (f"spending.project.{column}", f"project.each.money.total.{column}")


def test_anning_asks_for_nobody_that_its_forms_do_not_print() -> None:
    made = scheme("yunnan-anning-2020")
    ids = {field.id for field in made.fields}
    assert not ids & {"filler", "phone", "fill_date"}
    assert {"filler", "phone", "fill_date"} < {f.id for f in scheme("yunnan-2022").fields}
