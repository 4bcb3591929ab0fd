"""Points for every pair of 指标值 and 完成值, and the reason that is given for them."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.by_target import tier_range
from app.domain.report import Score
from app.domain.values import rounded
from tests.domain.expect import national, rules, scored

REACHED = "quantitative-reached"
MISSED = "quantitative-missed"
MISSED_INVERSE = "quantitative-missed-inverse"

# target, actual, weight, points, branch
FORWARD = [
    ("≥100人", "100人", "10", "10.00", REACHED),
    ("≥100人", "130人", "10", "10.00", REACHED),
    ("≥100人", "99人", "10", "9.90", MISSED),
    ("100人", "95人", "10", "9.50", MISSED),
    ("1400家", "1306家", "5", "4.66", MISSED),
    (">100人", "100人", "10", "10.00", REACHED),
    ("≥95%", "95.84%", "10", "10.00", REACHED),
    ("≥90%", "≥89%", "10", "9.89", MISSED),
    ("90%", "92.97%", "10", "10.00", REACHED),
    ("3.9万", "4.03万", "15", "15.00", REACHED),
    ("32.8万", "32.76万人", "15", "14.98", MISSED),
    ("2亿", "1.5亿", "10", "7.50", MISSED),
    ("2亿", "15000万", "10", "7.50", MISSED),
    ("100人", "-5人", "10", "0.00", MISSED),
    ("100人", "0人", "10", "0.00", MISSED),
    ("0", "5", "10", "0.00", "quantitative-missed-equal"),
    ("0起", "0起", "10", "10.00", REACHED),
    ("≥0", "5", "10", "10.00", REACHED),
    ("0", "0", "10", "10.00", REACHED),
    ("-5%", "-4%", "10", "10.00", REACHED),
    ("30万", "20", "9", "6.00", MISSED),  # a bare number has the other's 万
    ("30", "20万", "9", "6.00", MISSED),
    ("95%", "90", "9.5", "9.00", MISSED),
    ("30000人", "2.4万人", "10", "8.00", MISSED),
    ("30000", "2.4万", "10", "8.00", MISSED),  # unless it is in full already
    ("2万人", "9000", "10", "4.50", MISSED),
    ("2万人", "2.4", "10", "10.00", REACHED),
    ("100份", "100份以上", "10", "10.00", REACHED),
    ("≥100人", "平均每月95人左右", "10", "9.50", MISSED),
    ("同比下降5%", "同比下降4%", "10", "8.00", MISSED),
    ("同比下降5%", "降幅达5.2%", "10", "10.00", REACHED),
    ("同比下降5%", "5%", "10", "10.00", REACHED),
    ("增长5%", "-2%", "10", "0.00", MISSED),
    ("提高5%", "增长6%", "10", "10.00", REACHED),
]
INVERSE = [  # 0 from twice the target on
    ("≤100万元", "100万元", "10", "10.00", REACHED),
    ("≤100万元", "80万元", "10", "10.00", REACHED),
    ("≤100万元", "101万元", "10", "9.90", MISSED_INVERSE),
    ("≤100万元", "150万元", "10", "5.00", MISSED_INVERSE),
    ("≤100万元", "199.9万元", "10", "0.01", MISSED_INVERSE),
    ("≤100万元", "200万元", "10", "0.00", MISSED_INVERSE),
    ("≤100万元", "300万元", "10", "0.00", MISSED_INVERSE),
    ("<100万元", "100万元", "10", "10.00", REACHED),
    ("控制在4.5%以内", "1.9%", "15", "15.00", REACHED),
    ("≤17.5", "-1", "10", "10.00", REACHED),
    ("≤0起", "0起", "10", "10.00", REACHED),
    ("≤0起", "-1起", "10", "10.00", REACHED),
    ("≤0起", "1起", "10", "0.00", MISSED_INVERSE),
    ("≤20万", "19.76", "10", "10.00", REACHED),
    ("≤20万元", "197600", "10", "10.00", REACHED),
    ("≤20万元", "197600元", "10", "10.00", REACHED),
    ("30日内完成", "25日", "10", "10.00", REACHED),
    ("30日内完成", "33日", "10", "9.00", MISSED_INVERSE),
    ("不得超过5%", "4.8%", "10", "10.00", REACHED),
]
EQUAL = [
    ("=100%", "100%", "10", "10.00", REACHED),
    ("=100%", "120%", "10", "10.00", REACHED),
    ("=100%", "90%", "10", "9.00", MISSED),
    ("=0", "0", "10", "10.00", REACHED),
    ("=0", "-3", "10", "10.00", REACHED),
    ("=0", "1", "10", "0.00", "quantitative-missed-equal"),
    ("=10", "-3", "10", "0.00", MISSED),
]
OTHER = [
    ("3-5次", "3次", "10", "10.00", "range-reached"),
    ("3-5次", "5次", "10", "10.00", "range-reached"),
    ("90%～95%", "92", "10", "10.00", "range-reached"),
    ("1-2万元", "15000元", "10", "10.00", "range-reached"),
    ("3-5次", "3-5次", "10", "10.00", "range-reached"),
    ("2023年12月31日", "2023年12月31日", "10", "10.00", "date-reached"),
    ("2023年12月31日", "2023年11月", "10", "10.00", "date-reached"),
    ("2023年12月底前", "12月31日", "10", "10.00", "date-reached"),
    ("2023年12月之前完成", "2023年12月", "10", "10.00", "date-reached"),
    ("1-12月", "2023年12月", "10", "10.00", "date-reached"),
    ("2023年12月", "按时完成", "10", "10.00", "date-reached"),
    ("20231231", "20231130", "10", "10.00", "date-reached"),
    ("效果明显", "效果明显", "10", "10.00", "qualitative-reached"),
    ("效果明显", "效果 明显", "10", "10.00", "qualitative-reached"),
    ("效果明显", "效果明显。", "10", "10.00", "qualitative-reached"),
    ("每月15日前", "每月15日前", "10", "10.00", "qualitative-reached"),
    ("无", "无", "10", "10.00", "not-applicable"),
    ("不适用", "无", "10", "10.00", "not-applicable"),
]


@pytest.mark.parametrize(
    ("target", "actual", "weight", "points", "branch"), [*FORWARD, *INVERSE, *EQUAL, *OTHER]
)
def test_points(target: str, actual: str, weight: str, points: str, branch: str) -> None:
    found = scored(target, actual, weight)
    assert (str(found.rule), found.branch) == (points, branch)


# the other way that is in use: target ÷ actual
RATIO = [
    ("≤100万元", "100万元", "10.00"),
    ("≤100万元", "125万元", "8.00"),
    ("≤100万元", "200万元", "5.00"),
    ("≤100万元", "400万元", "2.50"),
    ("≤0起", "1起", "0.00"),
]


@pytest.mark.parametrize(("target", "actual", "points"), RATIO)
def test_inverse_by_ratio(target: str, actual: str, points: str) -> None:
    assert str(scored(target, actual, inverse_rule="ratio").rule) == points


# target, actual, branch: a person has to choose a tier
OPEN = [
    ("90%", "900人", "qualitative-open"),
    ("900人", "已完成", "qualitative-open"),
    ("效果明显", "效果一般", "qualitative-open"),
    ("效果明显", "95%", "qualitative-open"),
    ("无", "已完成", "qualitative-open"),
    ("3-5次", "6次", "range-open"),
    ("3-5次", "2次", "range-open"),
    ("3-5次", "4次以上", "range-open"),
    ("2023年6月30日", "2023年7月1日", "date-open"),
    ("2023年12月31日", "2024年1月", "date-open"),
    ("2023年6月", "2023年", "date-open"),  # early or late, the text does not say
    ("2023年6月", "已完成", "date-open"),
    ("20231231", "20240105", "date-open"),
    ("-5%", "-6%", "forward-open"),
    ("=-5%", "-6%", "forward-open"),
    ("≤-5%", "-4%", "inverse-open"),
    ("≥90%", "不足90%", "forward-open"),  # nearly reached is not reached
    ("100人", "100人以下", "forward-open"),
    ("≤5%", "5%以上", "forward-open"),
    ("每月15日前", "每月12日前", "qualitative-open"),
    ("同比下降5%", "同比上升2%", "forward-open"),  # 2÷5 would be 4 points for a failure
    ("同比下降5%", "-5%", "forward-open"),  # and a success none at all
    ("-5%", "下降6%", "forward-open"),
    ("增长不低于5%", "减少2%", "forward-open"),
]


@pytest.mark.parametrize(("target", "actual", "branch"), OPEN)
def test_a_person_decides(target: str, actual: str, branch: str) -> None:
    found = scored(target, actual)
    source = branch.removesuffix("-open")
    assert (found.rule, found.branch) == (None, branch)
    assert "完成档次" in found.because.formula
    for tier in national().tiers:
        assert f"“{tier.label}”" in found.because.formula
    assert found.because.source.endswith(national().scoring.sources[source])


# target, actual, what is lacking
UNFINISHED = [
    ("", "5", "blank", "还没有填指标值"),
    ("—", "5", "blank", "还没有填指标值"),
    ("5", "", "blank", "还没有填完成值"),
    ("-", "-", "blank", "还没有填指标值"),
    ("≤", "93", "unfinished", "指标值只有“≤”，缺少数字"),
    ("93", "＜", "unfinished", "完成值只有“<”，缺少数字"),
]


@pytest.mark.parametrize(("target", "actual", "branch", "rule"), UNFINISHED)
def test_unfinished_rows_have_no_score(target: str, actual: str, branch: str, rule: str) -> None:
    found = scored(target, actual)
    assert (found.rule, found.branch, found.because.rule) == (None, branch, rule)


# weight, digits, tier, low, high
TIERS = [
    ("10", "2", "reached", "8.00", "10.00"),
    ("10", "2", "partly", "6.00", "7.99"),
    ("10", "2", "missed", "0.00", "5.99"),
    ("10", "1", "partly", "6.0", "7.9"),
    ("10", "0", "partly", "6", "7"),
    ("10", "0", "missed", "0", "5"),
    ("7.5", "2", "reached", "6.00", "7.50"),
    ("7.5", "0", "reached", "6", "7.5"),
    ("0.01", "2", "partly", "0.01", "0.01"),
]


@pytest.mark.parametrize(("weight", "digits", "tier", "low", "high"), TIERS)
def test_tiers(weight: str, digits: str, tier: str, low: str, high: str) -> None:
    found = scored("效果明显", "效果一般", weight, tier, score_digits=digits)
    assert (str(found.low), str(found.high)) == (low, high)
    assert found.branch == "qualitative-tier"
    assert found.rule == (Decimal(weight) if tier == "reached" else None)


def test_a_chosen_tier_beats_same_words() -> None:
    assert scored("效果明显", "效果明显", tier="partly").rule is None
    assert scored("2023年6月", "2023年7月", tier="partly").branch == "date-tier"
    assert scored("3-5次", "9次", tier="missed").branch == "range-tier"
    assert scored("3-5次", "4次", tier="missed").branch == "range-reached"


# weight, digits, points for 2 of 3
DIGITS = [("10", "2", "6.67"), ("10", "1", "6.7"), ("10", "0", "7"), ("0.75", "0", "0.75")]


@pytest.mark.parametrize(("weight", "digits", "points"), DIGITS)
def test_digits(weight: str, digits: str, points: str) -> None:
    assert str(scored("3次", "2次", weight, score_digits=digits).rule) == points


@pytest.mark.parametrize("weight", ["2.5", "3.33", "0.4", "10"])
@pytest.mark.parametrize("digits", ["0", "1", "2"])
def test_full_marks_are_the_weight_in_any_digits(weight: str, digits: str) -> None:
    for target, actual in (("3次", "3次"), ("≤3次", "3次"), ("明显", "明显"), ("无", "无")):
        assert scored(target, actual, weight, score_digits=digits).rule == Decimal(weight)


# target, actual, option, formula, figures, source, what would change it
BECAUSE = [
    (
        ("1400家", "1306家", "excess"),
        "得分＝完成值÷指标值×分值",
        "＝1,306家÷1,400家×10＝9.33",
        "forward",
        "达到1,400家可得10分",
    ),
    (
        ("≤30万", "33", "excess"),
        "得分＝(1－超出部分÷指标值)×分值",
        "＝(1－(33万－30万)÷30万)×10＝9.00",
        "inverse",
        "不超过30万可得10分",
    ),
    (
        ("≤30万", "40万", "ratio"),
        "得分＝指标值÷完成值×分值",
        "＝30万÷40万×10＝7.50",
        "inverse_ratio",
        "不超过30万可得10分",
    ),
    (("≤30万", "60万", "excess"), "得分＝0", "", "inverse", "达到指标值可得10分"),
    (
        ("=8次", "6次", "excess"),
        "得分＝完成值÷指标值×分值",
        "＝6次÷8次×10＝7.50",
        "equal",
        "达到8次可得10分",
    ),
    (("=0", "1", "excess"), "得分＝0", "", "equal", "达到指标值可得10分"),
    (("8次", "9次", "excess"), "得分＝分值", "＝10", "forward", "已是满分"),
    (("≤8次", "7次", "excess"), "得分＝分值", "＝10", "inverse", "已是满分"),
    (("=8次", "8次", "excess"), "得分＝分值", "＝10", "equal", "已是满分"),
    (("7-9次", "8次", "excess"), "得分＝分值", "＝10", "range", "已是满分"),
    (("12月底前", "11月", "excess"), "得分＝分值", "＝10", "date", "已是满分"),
    (("明显", "明显", "excess"), "得分＝分值", "＝10", "qualitative", "已是满分"),
    (("无", "无", "excess"), "得分＝分值", "＝10", "not_applicable", "已是满分"),
]


@pytest.mark.parametrize(("row", "formula", "working", "source", "change"), BECAUSE)
def test_because(
    row: tuple[str, str, str], formula: str, working: str, source: str, change: str
) -> None:
    target, actual, inverse = row
    because = scored(target, actual, inverse_rule=inverse).because
    assert (because.formula, because.working, because.change) == (formula, working, change)
    assert because.source == f"依据　{national().scoring.sources[source]}"


# target, actual, what the rule says
RULES = [
    ("1400家", "1306家", "正向指标，未达到指标值"),
    ("=8次", "6次", "“＝”类指标，未达到指标值"),
    ("≥8次", "9次", "正向指标，完成值9次，指标值不低于8次，记满分"),
    ("8", "9次", "正向指标，完成值9次，指标值达到8次，记满分"),
    ("≤20万", "19.76", "反向指标，完成值19.76万，指标值不超过20万，记满分"),
    ("≤20万元", "197600", "反向指标，完成值197,600元，指标值不超过20万元，记满分"),
    ("≤8次", "9次", "反向指标，超出指标值"),
    ("≤8次", "16次", "反向指标，完成值16次达到指标值8次的2倍，不得分"),
    ("≤0", "1", "反向指标，指标值为0而完成值大于0，不得分"),
    ("7-9次", "8", "区间指标，完成值8次在7次至9次之内，记满分"),
    ("7-9次", "10次", "完成值10次不在7次至9次之内"),
    ("12月31日前", "12月31日", "时效指标，按期完成，记满分"),
    ("12月31日前", "11月", "时效指标，提前完成，记满分"),
    ("6月30日前", "7月1日", "时效指标，晚于指标值要求的时间"),
    ("6月", "2023年", "完成时间“2023年”看不出是否在“6月”之前"),
    ("6月1日", "6月", "完成时间“6月”看不出是否在“6月1日”之前"),
    ("降低5%", "提高2%", "指标值“降低5%”与完成值“提高2%”一升一降，看不出是否达到"),
    ("明显", "一般", "定性指标"),
    ("明显", "5次", "指标值与完成值不是同一种数，按定性判断"),
]


@pytest.mark.parametrize(("target", "actual", "rule"), RULES)
def test_rule_in_words(target: str, actual: str, rule: str) -> None:
    assert scored(target, actual).because.rule == rule


WEIGHTS = st.decimals("0.01", 100, places=2)
NUMBERS = st.decimals(-1000, 100_000, places=2).map(str)
FIGURES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "≥", "≤", "=", "<", ">", "不足"]),
    NUMBERS,
    st.sampled_from(["", "%", "人", "万", "万元", "日", "日内完成"]),
)
TEXTS = st.one_of(
    FIGURES,
    st.text(max_size=12),
    st.sampled_from(["", "≤", "无", "明显", "2023年6月", "7月1日", "3-5次", "90%-95%", "0", "—"]),
)
TIER_IDS = st.sampled_from(["", "reached", "partly", "missed", "nonsense"])
CHOICES = st.fixed_dictionaries(
    {
        "inverse_rule": st.sampled_from(["excess", "ratio"]),
        "score_digits": st.sampled_from(["0", "1", "2", "7"]),
    }
)


@given(TEXTS, TEXTS, WEIGHTS, TIER_IDS, CHOICES)
def test_points_lie_between_nothing_and_the_weight(
    target: str, actual: str, weight: Decimal, tier: str, options: dict[str, str]
) -> None:
    found = scored(target, actual, str(weight), tier, **options)
    assert found.because.rule
    assert found.rule is None or 0 <= found.rule <= weight
    if found.low is not None and found.high is not None:
        assert 0 <= found.low <= found.high <= weight


def points_of(*found: Score) -> list[Decimal]:
    return [score.rule for score in found if score.rule is not None]


AMOUNTS = st.decimals(0, 10_000, places=2)


@given(AMOUNTS, AMOUNTS, AMOUNTS, WEIGHTS, CHOICES)
def test_more_is_never_worth_less_nor_for_an_inverse_target_more(
    goal: Decimal, one: Decimal, other: Decimal, weight: Decimal, options: dict[str, str]
) -> None:
    less, more = (f"{value}人" for value in sorted((one, other)))
    for sign in ("≥", "="):
        if sign == "=" and goal == 0:
            continue
        low, high = (scored(f"{sign}{goal}人", a, str(weight), **options) for a in (less, more))
        assert points_of(low, high) == sorted(points_of(low, high))
    low, high = (scored(f"≤{goal}人", a, str(weight), **options) for a in (less, more))
    assert points_of(low, high) == sorted(points_of(low, high), reverse=True)
    assert len(points_of(low, high)) == 2


@given(WEIGHTS, st.sampled_from(["0", "1", "2"]))
def test_tiers_meet_and_reach_from_nothing_to_the_weight(weight: Decimal, digits: str) -> None:
    chosen = rules(score_digits=digits)
    ranges = [tier_range(chosen, tier, weight) for tier in national().tiers]
    assert ranges[0][1] == weight
    assert ranges[-1][0] == 0
    for upper, lower in pairwise(ranges):
        assert lower[1] <= upper[0]


@given(st.integers(1, 10_000), st.integers(0, 10_000), st.integers(1, 100))
def test_the_proportion_rounded_half_up(goal: int, done: int, weight: int) -> None:
    expected = min(Decimal(weight), rounded(Decimal(weight) * done / goal))
    assert scored(f"≥{goal}人", f"{done}人", str(weight)).rule == expected
