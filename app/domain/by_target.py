"""Points for an indicator by its 指标值 and 完成值. One `match` over what the two texts say."""

import re
from decimal import Decimal

from app.domain.report import Because, Score
from app.domain.scoring_rules import Facts, Rules
from app.domain.targets import Blank, ComparatorOnly, Period, Quantity, Range, Reading, Words
from app.domain.values import SCALES, number_text, said_text, shorten, tidy
from app.scheme.model import Tier

SIZE_WORDS = {"≥": "不低于", ">": "高于", "≤": "不超过", "<": "低于", "=": "等于", "": "达到"}
INVERSE = frozenset({"≤", "<"})
_PER = re.compile(r"/[天日周月季年]度?$")
_SPAN = re.compile(r"(?:每个?|/)([天日周月季])|([日周月季])均")
# “不足90%” says nothing sure beside “≥90%”; in an actual, a comparator of the same side is a habit
SIDES = {"≥": False, ">": False, "≤": True, "<": True}

FALL = ("下降", "降低", "减少", "压减", "降幅")
RISE = ("上升", "增长", "增加", "提高", "提升", "增幅")


def by_target(rules: Rules, facts: Facts) -> Score:
    """The rule's score for a row; `rule` is None where a person must decide or fill in more."""
    chosen = next((tier for tier in rules.scheme.tiers if tier.id == facts.tier), None)
    match facts.target, facts.actual:
        case Blank(), _:
            return Score("blank", None, Because("还没有填指标值"))
        case _, Blank():
            return Score("blank", None, Because("还没有填完成值"))
        case ComparatorOnly(comparator=sign), _:
            return _unfinished(f"指标值只有“{sign}”，缺少数字")
        case _, ComparatorOnly(comparator=sign):
            return _unfinished(f"完成值只有“{sign}”，缺少数字")
        case Quantity() as target, Quantity() as actual if comparable(target, actual):
            return _quantity(rules, facts, target, actual)
        case Range(low=low, high=high) as target, Quantity() as actual if comparable(low, actual):
            return _range(rules, facts, (low, high), actual, chosen)
        case Range() as target, Range() as actual if _same(target, actual):
            return _reached(rules, facts, "range", "区间指标，完成值与指标值一致")
        case Period() as target, actual:
            return _date(rules, facts, target, actual, chosen)
        case target, actual:
            return _qualitative(rules, facts, target, actual, chosen)


def comparable(target: Quantity, actual: Quantity) -> bool:
    """Per cent and a count measure different things; a bare number takes the other's unit."""
    if target.bare or actual.bare:
        return True
    return ("%" in target.unit) == ("%" in actual.unit)


def units_differ(target: Quantity, actual: Quantity) -> bool:
    """Two different measure words, such as 家 and 人: worth a question, not a refusal.

    “家” and “家监测企业” are one: words follow the measure word; 个 and 个月 are two.
    """
    units = [_PER.sub("", one.unit).removesuffix("次") for one in (target, actual)]
    short, long = sorted(units, key=len)
    rest = long.removeprefix(short)
    same = short == long or (long != rest and len(rest) > 1 and not rest.startswith("百分"))
    return bool(target.unit and actual.unit) and not same


def spans_differ(target: Quantity, actual: Quantity) -> bool:
    """“每月1次” beside “12次”; the form is about one year, so “每年” says nothing new."""
    return len({tuple(_SPAN.findall(f"{one.subject}{one.unit}")) for one in (target, actual)}) > 1


def opposed(target: Quantity, actual: Quantity) -> bool:
    """“下降5%” beside “上升2%” or “-5%”: the bare numbers cannot be set against each other."""
    goal, done = _direction(target), _direction(actual)
    if goal and done:
        return goal != done
    return (goal == "fall" and actual.number < 0) or (done == "fall" and target.number < 0)


def _direction(quantity: Quantity) -> str:
    falls = any(word in quantity.subject for word in FALL)
    rises = any(word in quantity.subject for word in RISE)
    return "" if falls == rises else "fall" if falls else "rise"


def measured(target: Quantity, actual: Quantity) -> tuple[Decimal, Decimal]:
    """Both numbers on one scale: “≤20万” and a bare “19.76” mean 20万 and 19.76万."""
    target_scale = SCALES[scale_of(target, actual)]
    actual_scale = SCALES[scale_of(actual, target)]
    return target.number * target_scale, actual.number * actual_scale


def scale_of(quantity: Quantity, other: Quantity) -> str:
    """A bare number has the other's scale, but “9000” beside “2万” is in full already.

    Whichever brings the two numbers nearer to each other is meant.
    """
    if quantity.bare and quantity.number**2 <= other.number**2 * SCALES[other.scale]:
        return other.scale
    return quantity.scale


def says(quantity: Quantity, other: Quantity | None = None) -> str:
    """A quantity for a sentence: 1,400家; a bare one with the other's unit."""
    if other is None or not quantity.bare:
        return f"{said_text(quantity.number)}{quantity.scale}{quantity.unit}"
    return f"{said_text(quantity.number)}{scale_of(quantity, other)}{other.unit}"


def _unfinished(rule: str) -> Score:
    return Score("unfinished", None, Because(rule, change="补上数字后自动计分"))


def _reached(rules: Rules, facts: Facts, source: str, rule: str, branch: str = "") -> Score:
    because = Because(
        f"{rule}，记满分",
        "得分＝分值",
        f"＝{number_text(facts.weight)}",
        rules.source(source),
        "已是满分",
    )
    return Score(branch or f"{source}-reached", rules.full(facts.weight), because)


def _quantity(rules: Rules, facts: Facts, target: Quantity, actual: Quantity) -> Score:
    goal, done = measured(target, actual)
    words = (
        f"完成值{says(actual, target)}，指标值{SIZE_WORDS[target.comparator]}{says(target, actual)}"
    )
    if actual.comparator in SIDES and SIDES[actual.comparator] != (target.comparator in INVERSE):
        why = f"完成值不是一个确定的数，看不出是否达到指标值；{words}"
        return _open(rules, facts, why, "forward")
    if opposed(target, actual):
        both = f"指标值“{shorten(target.text)}”与完成值“{shorten(actual.text)}”"
        return _open(rules, facts, f"{both}一升一降，看不出是否达到", "forward")
    if target.comparator in INVERSE:
        if done <= goal:
            return _reached(rules, facts, "inverse", f"反向指标，{words}", "quantitative-reached")
        return _missed_inverse(rules, facts, target, actual)
    if goal < 0 and done < goal:
        return _open(rules, facts, f"指标值为负数且未达到，无法按比例计分；{words}", "forward")
    # “事故 0起” means none: a bare 0 is no target that everything reaches
    if target.comparator == "=" or (goal == 0 and not target.comparator):
        return _equal(rules, facts, target, actual, words)
    if done >= goal or goal == 0:
        rule = f"正向指标，{words}"
        return _reached(rules, facts, "forward", rule, "quantitative-reached")
    return _missed(rules, facts, target, actual, "forward")


def _equal(rules: Rules, facts: Facts, target: Quantity, actual: Quantity, words: str) -> Score:
    goal, done = measured(target, actual)
    if goal == 0 and done > 0:
        return _nothing(rules, facts, f"{words}；指标值为0，完成值大于0，不得分", "equal")
    if done >= goal or goal == 0:
        return _reached(rules, facts, "equal", words, "quantitative-reached")
    return _missed(rules, facts, target, actual, "equal")


def _missed(rules: Rules, facts: Facts, target: Quantity, actual: Quantity, source: str) -> Score:
    goal, done = measured(target, actual)
    points = rules.part(facts.weight * max(done, Decimal(0)) / goal, facts.weight)
    because = Because(
        "正向指标，未达到指标值" if source == "forward" else "“＝”类指标，未达到指标值",
        "得分＝完成值÷指标值×分值",
        f"＝{says(actual, target)}÷{says(target, actual)}×{number_text(facts.weight)}＝{points}",
        rules.source(source),
        f"达到{says(target, actual)}可得{number_text(facts.weight)}分",
    )
    return Score("quantitative-missed", points, because)


def _missed_inverse(rules: Rules, facts: Facts, target: Quantity, actual: Quantity) -> Score:
    goal, done = measured(target, actual)
    if goal < 0:
        return _open(rules, facts, "指标值为负数且未达到，无法按比例计分", "inverse")
    if goal == 0:
        return _nothing(rules, facts, "反向指标，指标值为0而完成值大于0，不得分", "inverse")
    t, a, w = says(target, actual), says(actual, target), number_text(facts.weight)
    if rules.inverse == "ratio":
        source, formula = "inverse_ratio", "得分＝指标值÷完成值×分值"
        points = rules.part(facts.weight * goal / done, facts.weight)
        working = f"＝{t}÷{a}×{w}＝{points}"
    elif done >= 2 * goal:
        return _nothing(rules, facts, f"反向指标，完成值{a}达到指标值{t}的2倍，不得分", "inverse")
    else:
        source, formula = "inverse", "得分＝(1－超出部分÷指标值)×分值"
        points = rules.part(facts.weight * (1 - (done - goal) / goal), facts.weight)
        working = f"＝(1－({a}－{t})÷{t})×{w}＝{points}"
    because = Because(
        "反向指标，超出指标值", formula, working, rules.source(source), f"不超过{t}可得{w}分"
    )
    return Score("quantitative-missed-inverse", points, because)


def _nothing(rules: Rules, facts: Facts, rule: str, source: str) -> Score:
    change = f"达到指标值可得{number_text(facts.weight)}分"
    because = Because(rule, "得分＝0", "", rules.source(source), change)
    return Score(f"quantitative-missed-{source}", rules.points(Decimal(0)), because)


def _range(
    rules: Rules,
    facts: Facts,
    bounds: tuple[Quantity, Quantity],
    actual: Quantity,
    chosen: Tier | None,
) -> Score:
    low, high = bounds
    bottom, done = measured(low, actual)
    top, _ = measured(high, actual)
    span = f"{says(low, high)}至{says(high)}"
    if actual.comparator in SIDES:
        why = f"完成值“{shorten(actual.text)}”不是一个确定的数，看不出是否在{span}之内"
        return _tiered(rules, facts, chosen, why, "range")
    if bottom <= done <= top:
        return _reached(rules, facts, "range", f"区间指标，完成值{says(actual, high)}在{span}之内")
    return _tiered(rules, facts, chosen, f"完成值{says(actual, high)}不在{span}之内", "range")


def _date(
    rules: Rules, facts: Facts, target: Period, actual: Reading, chosen: Tier | None
) -> Score:
    words = rules.scheme.scoring.on_time_words
    if _same(target, actual) or (isinstance(actual, Words) and tidy(actual.text) in words):
        return _reached(rules, facts, "date", "时效指标，按期完成")
    if isinstance(actual, Period) and actual.last <= target.last:
        early = "提前完成" if actual.last < target.last else "按期完成"
        return _reached(rules, facts, "date", f"时效指标，{early}")
    if isinstance(actual, Period) and actual.first > target.last:
        return _tiered(rules, facts, chosen, "时效指标，晚于指标值要求的时间", "date")
    why = f"完成时间“{actual.text}”看不出是否在“{target.text}”之前"
    return _tiered(rules, facts, chosen, why.replace("\n", ""), "date")


def _qualitative(
    rules: Rules, facts: Facts, target: Reading, actual: Reading, chosen: Tier | None
) -> Score:
    if rules.not_applicable(target.text) and rules.not_applicable(actual.text):
        low, high = tier_range(rules, rules.scheme.tiers[0], facts.weight)
        reached = _reached(rules, facts, "not_applicable", "指标不适用", "not-applicable")
        return Score(reached.branch, reached.rule, reached.because, low=low, high=high)
    if _same(target, actual) and chosen is None:
        low, high = tier_range(rules, rules.scheme.tiers[0], facts.weight)
        rule = f"定性指标，完成情况与指标值一致，属“{rules.scheme.tiers[0].label}”"
        reached = _reached(rules, facts, "qualitative", rule)
        return Score(reached.branch, reached.rule, reached.because, low=low, high=high)
    both = isinstance(target, Words) and isinstance(actual, Words)
    why = "定性指标" if both else "指标值与完成值不是同一种数，按定性判断"
    return _tiered(rules, facts, chosen, why, "qualitative")


def _tiered(rules: Rules, facts: Facts, chosen: Tier | None, why: str, source: str) -> Score:
    """Within a tier a person decides; the rule only gives the range, and full marks for none."""
    if chosen is None:
        return _open(rules, facts, why, source)
    low, high = tier_range(rules, chosen, facts.weight)
    top = chosen == rules.scheme.tiers[0]
    because = Because(
        f"{why}，选“{chosen.label}”",
        f"得分在{low}至{high}之间，由填表人定",
        "",
        rules.source(source),
        "" if top else f"选更高一档可得更高分，最高{number_text(facts.weight)}分",
    )
    rule = rules.full(facts.weight) if top else None
    return Score(f"{source}-tier", rule, because, low=low, high=high)


def _open(rules: Rules, facts: Facts, why: str, source: str) -> Score:
    """A person must choose a tier before there is a score."""
    names = "、".join(f"“{tier.label}”" for tier in rules.scheme.tiers)
    because = Because(why, f"请在“完成档次”里选{names}之一", "", rules.source(source))
    return Score(f"{source}-open", None, because)


def tier_range(rules: Rules, tier: Tier, weight: Decimal) -> tuple[Decimal, Decimal]:
    """The points of a tier, both ends included: below the top tier the high end is not in it."""
    step = Decimal(1).scaleb(-rules.digits)
    low = rules.part(weight * tier.low, weight)
    if tier == rules.scheme.tiers[0]:
        return low, rules.full(weight)
    return low, max(low, rules.points(weight * tier.high) - step)


def _same(target: Reading, actual: Reading) -> bool:
    one, other = (tidy(text).replace(" ", "").rstrip(".,;!") for text in (target.text, actual.text))
    return one == other
