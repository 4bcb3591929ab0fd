"""Points by a 评分标准: tiers, deductions, shares of a measured figure, or a person's judgement.

Sources: the indicator's own `source`, else `scoring.sources` of the scheme.
"""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from app.domain.report import Because, Figure, Score
from app.domain.rubric import band_label
from app.domain.scoring_rules import Facts, Rules
from app.domain.targets import Blank, Quantity, Words
from app.domain.values import number_text, rate_text, rounded, said_text, shorten, tidy
from app.scheme.rules import Band, Deduct, Judge, Measure, Share, Tiers

UNSURE = "（请与当地文件核对）"
BEYOND = {"above": "超过", "below": "低于", "both": "偏离"}
UP, DOWN = frozenset({"≥", ">"}), frozenset({"≤", "<"})


def by_tiers(rules: Rules, facts: Facts, rule: Tiers) -> Score:
    """The first tier that holds; words find the tier they stand in, else a person chooses."""
    unit = rule.measure.unit
    chosen = _chosen(rule, facts.tier)
    figure = _figure(facts, rule.measure)
    waiting = None if chosen else _waiting(rules, facts, figure, person=False)
    if waiting:
        return waiting
    band = chosen or _band(rules, facts, rule, figure)
    if band is None:
        names = "、".join(f"“{band_label(one, unit)}”" for one in rule.bands)
        why = f"完成值“{shorten(facts.actual.text)}”看不出属于哪一档"
        if not figure.based:
            why = f"分母为0，不能计算（{figure.working}）"
        return Score("band-open", None, Because(why, f"请在“完成档次”里选{names}之一"))
    best = max(rule.bands, key=lambda one: one.points)
    points = rules.part(facts.weight * band.points / best.points, facts.weight)
    because = Because(
        f"分档计分，属“{band_label(band, unit)}”{'（由填表人选定）' if chosen else ''}",
        rule.measure.words,
        "" if chosen else figure.working,
        _source(rules, facts, "tiers"),
        _change(band.points == best.points, f"达到“{band_label(best, unit)}”", facts.weight),
    )
    return Score("band", points, because)


def by_deduction(rules: Rules, facts: Facts, rule: Deduct) -> Score:
    """Full marks within the limit, then so many points off for each step, down to 0."""
    figure = _figure(facts, rule.measure)
    waiting = _waiting(rules, facts, figure, person=True)
    if waiting or figure.value is None:
        return waiting or _given(rules, facts, "完成值不是一个数，请由填表人定分")
    beyond = _beyond(rule, _signed(rules, rule.measure, figure.value))
    each = rule.points * (facts.weight / facts.whole if facts.whole else 1)
    steps = _steps(max(beyond, Decimal(0)) / rule.step, rule.steps)
    off = steps * each
    points = rules.part(max(Decimal(0), facts.weight - off), facts.weight)
    side, limit = BEYOND[rule.side], _shown(rule.limit, rule.measure)
    weight = number_text(facts.weight)
    if beyond > 0:
        told = f"{side}{limit}共{_points(beyond, rule.measure)}，每{side}"
        told += f"{_points(rule.step, rule.measure)}扣{_plain(each)}分，扣完为止"
        sum_up = f"得分＝{weight}－{_plain(steps)}×{_plain(each)}＝{points}"
        sum_up += "（扣完为0）" if off > facts.weight else ""
    else:
        told, sum_up = f"没有{side}{limit}，记满分", f"得分＝{weight}"
    because = Because(
        told,
        rule.measure.words,
        "；".join(part for part in (figure.working, sum_up) if part),
        _source(rules, facts, "deduct"),
        _change(not steps, f"不{side}{limit}", facts.weight),
    )
    return Score("deducted" if steps else "deduct-reached", points, because)


def _beyond(rule: Deduct, value: Decimal) -> Decimal:
    match rule.side:
        case "above":
            return value - rule.limit
        case "below":
            return rule.limit - value
        case _:
            return abs(value - rule.limit)


def by_share(rules: Rules, facts: Facts, rule: Share) -> Score:
    """The weight times the figure's part of what gives full marks."""
    figure = _figure(facts, rule.measure)
    waiting = _waiting(rules, facts, figure, person=True)
    if waiting or figure.value is None:
        return waiting or _given(rules, facts, "完成值不是一个数，请由填表人定分")
    part = min(Decimal(1), max(figure.value, Decimal(0)) / rule.full)
    points = rules.part(facts.weight * part, facts.weight)
    full = _shown(rule.full, rule.measure)
    because = Because(
        "按比例计分",
        rule.measure.words,
        f"{figure.working}；得分＝{number_text(facts.weight)}×{rate_text(part)}＝{points}".lstrip(
            "；"
        ),
        _source(rules, facts, "share"),
        _change(part == 1, f"达到{full}", facts.weight),
    )
    return Score("share", points, because)


def by_judgement(rules: Rules, facts: Facts, rule: Judge) -> Score:
    """No tiers in the source: a person gives the points, with the figure before them if any."""
    figure = _figure(facts, rule.measure)
    told = f"据实打分；{rule.measure.words}{figure.working}" if rule.measure.formula else "据实打分"
    return _given(rules, facts, f"{told}；从评分标准里读不出分档")


def _given(rules: Rules, facts: Facts, why: str) -> Score:
    most = rules.full(facts.weight)
    because = Because(why, f"得分在0至{most}之间，由填表人定", "", _source(rules, facts, "judge"))
    return Score("judge-tier", None, because, low=Decimal(0), high=most)


def _chosen(rule: Tiers, tier: str) -> Band | None:
    """The band that the clerk chose: “b0” is the first."""
    found = re.fullmatch("b([0-9]{1,3})", tier)
    at = int(found[1]) if found else len(rule.bands)
    return rule.bands[at] if at < len(rule.bands) else None


def _figure(facts: Facts, measure: Measure) -> Figure:
    """The number of 实际完成值 where it has one in the right unit, else what the formula gave."""
    match facts.actual:
        case Quantity(number=number) as actual if measure.unit == "%":
            if actual.bare or "%" in actual.unit:
                return Figure(number, f"完成值{said_text(number)}%")
        case Quantity(value=value, unit=unit) as actual if "%" not in unit:
            return Figure(value, f"完成值{said_text(actual.number)}{actual.scale}{unit}")
    # “24个项目均设定了指标” says no rate: the facts behind it do
    return facts.figure or Figure(None)


def _waiting(rules: Rules, facts: Facts, figure: Figure, *, person: bool) -> Score | None:
    """Why there is no score yet: facts still blank, a base of zero, no 完成值."""
    if isinstance(facts.actual, Words) and rules.not_applicable(facts.actual.text):
        because = Because(
            "没有这项内容，记满分", "得分＝分值", f"＝{number_text(facts.weight)}",
            _source(rules, facts, "not_applicable"), "已是满分",
        )  # fmt: skip
        return Score("not-applicable", rules.full(facts.weight), because)
    if figure.lacking:
        return Score("facts-blank", None, Because(f"还没有填{figure.lacking_words}"))
    if not figure.based and person:
        return _given(rules, facts, f"分母为0，不能计算（{figure.working}），请由填表人定分")
    if figure.value is None and figure.based and isinstance(facts.actual, Blank):
        return Score("blank", None, Because("还没有填完成值"))
    return None


def _band(rules: Rules, facts: Facts, rule: Tiers, figure: Figure) -> Band | None:
    text = tidy(facts.actual.text)
    for band in rule.bands:
        if text and text in {tidy(word) for word in band.words}:
            return band
    if figure.value is None:
        return None
    if all(band.low is None and band.high is None for band in rule.bands):
        return None  # tiers of words: no figure says which
    value = _signed(rules, rule.measure, figure.value)
    found = next((band for band in rule.bands if band.otherwise or band.holds(value)), None)
    comparator = facts.actual.comparator if isinstance(facts.actual, Quantity) else ""
    # “500份以上” says no more than its tier only where that tier has no upper end
    if found and comparator in UP and (found.high is not None or found.otherwise):
        return None
    if found and comparator in DOWN and (found.low is not None or found.otherwise):
        return None
    return found


def _signed(rules: Rules, measure: Measure, value: Decimal) -> Decimal:
    return abs(value) if measure.absolute and rules.deviation == "absolute" else value


def _steps(count: Decimal, how: str) -> Decimal:
    match how:
        case "whole":
            return count.to_integral_value(ROUND_FLOOR)
        case "started":
            return count.to_integral_value(ROUND_CEILING)
        case _:
            return count


def _plain(number: Decimal) -> str:
    return number_text(rounded(number))


def _shown(number: Decimal, measure: Measure) -> str:
    return f"{_plain(number)}{'%' if measure.unit == '%' else ''}"


def _points(number: Decimal, measure: Measure) -> str:
    """A distance: that of two rates is in 百分点."""
    return f"{_plain(number)}{'个百分点' if measure.unit == '%' else ''}"


def _source(rules: Rules, facts: Facts, rule: str) -> str:
    preset = facts.preset
    said = f"依据　{preset.source}" if preset and preset.source else rules.source(rule)
    return said + (UNSURE if preset and preset.unsure else "")


def _change(full: bool, goal: str, weight: Decimal) -> str:
    return "已是满分" if full else f"{goal}可得{number_text(weight)}分"
