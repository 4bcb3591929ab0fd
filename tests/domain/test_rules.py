"""Tiers, deductions, shares and judged points: each kind at, below and above each of its limits."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import targets
from app.domain.report import Figure, Score
from app.domain.scoring import score
from app.domain.scoring_rules import Facts
from app.scheme.model import Preset
from app.scheme.rules import Band, ByTarget, Deduct, Judge, Measure, Rule, Share, Tiers
from tests.domain.expect import YEAR, rules

D = Decimal
RATE, COUNT = Measure(), Measure(unit="")
DEVIATION = Measure(absolute=True)


def band(points: str, low: str = "", high: str = "", ends: str = "[)", *words: str) -> Band:
    return Band(
        points=D(points),
        low=D(low) if low else None,
        low_open=ends[0] == "(",
        high=D(high) if high else None,
        high_open=ends[1] == ")",
        words=words,
    )


SATISFIED = Tiers(RATE, (band("10", "90"), band("6", "80", "90"), band("4", "60", "80"), band("0")))
OFF = Tiers(DEVIATION, (band("5", "", "10", "[]"), band("3", "10", "20", "(]"), band("0")))
POSTS = Tiers(COUNT, (band("2", "12000"), band("0")))
SYSTEM = Tiers(
    RATE,
    (
        band("3", "", "", "[)", "制定并实施"),
        band("1", "", "", "[)", "制定了未实施"),
        band("0", "", "", "[)", "未制定"),
    ),
)
CLASHES = Tiers(
    COUNT, (band("6", "", "0", "[]", "不存在不一致"), band("3", "1", "1", "[]"), band("0"))
)
STAFF = Deduct(RATE, D(100), "above", D(1), D("0.5"))
STAFF_BEGUN = Deduct(RATE, D(100), "above", D(1), D("0.5"), "started")
STAFF_EXACT = Deduct(RATE, D(100), "above", D(1), D("0.5"), "exact")
DONE = Deduct(RATE, D(100), "below", D(5), D(2))
BOUGHT = Deduct(RATE, D(100), "both", D(1), D(1))
RATED = Share(RATE)


def points(rule: Rule, actual: str, weight: str, tier: str = "", **options: str) -> Score:
    said = targets.read(actual, YEAR)
    return score(rules(**options), Facts(targets.Blank(), said, D(weight), tier, rule))


CASES: list[tuple[Rule, str, str, str | None]] = [
    # tiers: both ends of each
    (SATISFIED, "100%", "10", "10"),
    (SATISFIED, "90%", "10", "10"),
    (SATISFIED, "89.99%", "10", "6"),
    (SATISFIED, "80%", "10", "6"),
    (SATISFIED, "79.99%", "10", "4"),
    (SATISFIED, "60%", "10", "4"),
    (SATISFIED, "59.99%", "10", "0"),
    (SATISFIED, "95", "10", "10"),  # a bare number is per cent here
    (SATISFIED, "95%", "20", "20"),  # another weight scales the tiers
    (SATISFIED, "85%", "5", "3"),
    (SATISFIED, "24个", "10", None),
    (SATISFIED, "", "10", None),
    (OFF, "10%", "5", "5"),
    (OFF, "10.01%", "5", "3"),
    (OFF, "20%", "5", "3"),
    (OFF, "20.01%", "5", "0"),
    (OFF, "-21.97%", "5", "0"),  # spent too little is off, too
    (OFF, "-10%", "5", "5"),
    (POSTS, "16763个", "2", "2"),
    (POSTS, "12000个", "2", "2"),
    (POSTS, "11999个", "2", "0"),
    (POSTS, "1.2万个", "2", "2"),
    (POSTS, "平均每月95人左右", "2", "0"),
    (POSTS, "不低于12000个", "2", "2"),
    (POSTS, "100%", "2", None),
    (SYSTEM, "制定并实施", "3", "3"),
    (SYSTEM, "制定了未实施", "3", "1"),
    (SYSTEM, "未制定", "3", "0"),
    (SYSTEM, "制定中", "3", None),
    (Tiers(RATE, (*SYSTEM.bands[:1], band("0"))), "24个", "3", None),
    (CLASHES, "不存在不一致", "6", "6"),
    (CLASHES, "0", "6", "6"),
    (CLASHES, "1个", "6", "3"),
    (CLASHES, "2个", "6", "0"),
    # deductions: at the limit, a part of a step, whole steps, all gone
    (STAFF, "85.19%", "5", "5"),
    (STAFF, "100%", "5", "5"),
    (STAFF, "100.99%", "5", "5"),
    (STAFF, "101%", "5", "4.5"),
    (STAFF, "108.70%", "5", "1"),
    (STAFF, "110%", "5", "0"),
    (STAFF, "150%", "5", "0"),
    (STAFF_BEGUN, "100.01%", "5", "4.5"),
    (STAFF_BEGUN, "101%", "5", "4.5"),
    (STAFF_EXACT, "100.5%", "5", "4.75"),
    (DONE, "95.01%", "5", "5"),
    (DONE, "95%", "5", "3"),
    (DONE, "88%", "5", "1"),
    (DONE, "85%", "5", "0"),
    (BOUGHT, "99%", "6", "5"),
    (BOUGHT, "101%", "6", "5"),
    (BOUGHT, "100%", "6", "6"),
    # shares
    (RATED, "76%", "10", "7.6"),
    (RATED, "100%", "10", "10"),
    (RATED, "120%", "10", "10"),
    (RATED, "-5%", "10", "0"),
    (RATED, "很好", "10", None),
    (Judge(), "很好", "10", None),
]


@pytest.mark.parametrize(("rule", "actual", "weight", "expected"), CASES)
def test_points(rule: Rule, actual: str, weight: str, expected: str | None) -> None:
    given = points(rule, actual, weight).rule
    assert given == (None if expected is None else D(expected))


@pytest.mark.parametrize(("rule", "actual", "weight", "expected"), CASES)
def test_a_score_says_why(rule: Rule, actual: str, weight: str, expected: str | None) -> None:
    because = points(rule, actual, weight).because
    assert because.rule
    if expected is not None:
        assert because.source.startswith("依据　")
        full = D(expected) == D(weight)
        assert because.change == ("已是满分" if full else because.change)
        assert full or because.change.endswith(f"可得{weight}分")


def test_words_of_a_deduction() -> None:
    because = points(STAFF, "108.70%", "5").because
    assert because.rule == "超过100%共8.7个百分点，每超过1个百分点扣0.5分，扣完为止"
    assert because.working == "完成值108.7%；得分＝5－8×0.5＝1.00"
    assert because.change == "不超过100%可得5分"


def test_sign_of_a_deviation_is_the_units_choice() -> None:
    assert points(OFF, "-21.97%", "5", deviation_sign="signed").rule == 5
    assert points(OFF, "-21.97%", "5", deviation_sign="absolute").rule == 0


@pytest.mark.parametrize(
    ("rule", "actual", "tier", "expected"),
    [
        (SYSTEM, "制定中", "b1", "1"),
        (SATISFIED, "", "b0", "10"),  # a person saw it: no figure is needed
        (SATISFIED, "50%", "b0", "10"),
        (SATISFIED, "50%", "b9", "0"),
        (SATISFIED, "50%", "reached", "0"),
        (SATISFIED, "50%", "b１", "0"),
    ],
)
def test_a_person_chooses_a_tier(rule: Rule, actual: str, tier: str, expected: str) -> None:
    assert points(rule, actual, "3" if rule is SYSTEM else "10", tier).rule == D(expected)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [("12000个以上", "2"), ("超过11000个", None), ("不足12000个", None), ("不超过100个", None)],
)
def test_an_unsure_figure_is_left_to_a_person(actual: str, expected: str | None) -> None:
    given = points(POSTS, actual, "2").rule
    assert given == (None if expected is None else D(expected))


@pytest.mark.parametrize("rule", [STAFF, RATED, SATISFIED])
def test_what_does_not_exist_costs_nothing(rule: Rule) -> None:
    for text in ("无", "无。", "不涉及"):
        scored = points(rule, text, "10")
        assert (scored.branch, scored.rule) == ("not-applicable", D(10))


def test_figures_stand_in_for_a_blank_actual_only() -> None:
    facts = Facts(targets.Blank(), targets.Blank(), D(5), "", STAFF, Figure(D("108.7"), "＝50÷46"))
    assert score(rules(), facts).rule == 1
    typed = Facts(
        targets.Blank(), targets.read("100%", YEAR), D(5), "", STAFF, Figure(D("108.7"), "")
    )
    assert score(rules(), typed).rule == 5


@pytest.mark.parametrize(
    ("figure", "branch"),
    [
        (Figure(None, lacking=("info.staff_actual",), lacking_words="年末实有人数"), "facts-blank"),
        (Figure(None, "＝5÷0", based=False), "judge-tier"),
    ],
)
def test_facts_that_give_no_figure(figure: Figure, branch: str) -> None:
    facts = Facts(targets.Blank(), targets.Blank(), D(5), "", STAFF, figure)
    assert score(rules(), facts).branch == branch


def test_a_base_of_zero_lets_a_person_choose_the_tier() -> None:
    figure = Figure(None, "＝5÷0", based=False)
    facts = Facts(targets.Blank(), targets.Blank(), D(5), "", OFF, figure)
    assert score(rules(), facts).branch == "band-open"
    chosen = Facts(targets.Blank(), targets.Blank(), D(5), "b0", OFF, figure)
    assert score(rules(), chosen).rule == 5


def test_all_or_nothing() -> None:
    said = [targets.read(text, YEAR) for text in ("≥109人", "95人", "109人")]
    rule = ByTarget("nothing")
    missed = score(rules(), Facts(said[0], said[1], D(2), "", rule))
    assert (missed.rule, missed.because.formula) == (D(0), "达到指标值记满分，否则0分")
    assert score(rules(), Facts(said[0], said[2], D(2), "", rule)).rule == 2


def test_the_source_of_an_indicator_and_its_doubt_are_said() -> None:
    preset = Preset("x", "在职人员控制率", D(5), source="某县评分表", unsure=True)
    facts = Facts(targets.Blank(), targets.read("85%", YEAR), D(10), "", STAFF, preset=preset)
    because = score(rules(), facts).because
    assert because.source == "依据　某县评分表（请与当地文件核对）"


def test_another_weight_scales_a_deduction() -> None:
    preset = Preset("x", "在职人员控制率", D(5))
    said = targets.read("102%", YEAR)
    facts = Facts(targets.Blank(), said, D(10), "", STAFF, None, preset, D(5))
    assert score(rules(), facts).rule == 8
    third = Facts(targets.Blank(), said, D(10), "", STAFF, None, preset, D(3))
    assert score(rules(), third).because.working == "完成值102%；得分＝10－2×1.67＝6.67"
    own = Facts(targets.Blank(), said, D(10), "", STAFF, None, preset)  # typed for these 10 points
    assert score(rules(), own).rule == 9


RULES = st.sampled_from([SATISFIED, OFF, POSTS, STAFF, STAFF_BEGUN, STAFF_EXACT, DONE, RATED])
NUMBERS = st.decimals(-500, 500, places=2)


@given(RULES, NUMBERS, st.decimals("0.01", 100, places=2), st.sampled_from("012"))
def test_points_stay_between_nothing_and_the_weight(
    rule: Rule, number: Decimal, weight: Decimal, digits: str
) -> None:
    unit = "" if rule is POSTS else "%"
    given = points(rule, f"{number}{unit}", str(weight), score_digits=digits).rule
    assert given is not None
    assert 0 <= given <= weight


@given(NUMBERS, NUMBERS)
def test_more_is_never_worse_where_more_is_wanted(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    for rule in (SATISFIED, DONE, RATED):
        less, more = (points(rule, f"{n}%", "10").rule for n in (low, high))
        assert less is not None
        assert more is not None
        assert less <= more
