"""评分标准 ↔ the kinds of scoring rules: “≥90%，得10分；80%-90%，得6分；否则不得分”.

A text is read only where it leaves nothing open; all else is for a person. Taken as said:
- A range without 含 and 不含, 80%-90%, includes its lower end, and its upper end only where no
  other tier begins there: the sources leave this open. Where the text gives another boundary to
  its lower tier (0→5；0-10→4；10-20→3；>20→0), all of them go there: (0,10], (10,20]. Where this
  gives a boundary to the tier with fewer points and nothing in the text says so, it is not read.
- A mark at one end of a range, 80%（含）-90%, says that the other end is not included.
- 以上, 以下 and 以内 include their figure, unless another tier claims it.
- 100% as a tier of its own is reached by more, too; “所有…” means 100%.
- 每超1% of a rate means one percentage point; only whole steps count unless the text says else.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from app.domain.bands import deviates, tiers
from app.domain.clauses import (
    NUMBER,
    PER_CENT,
    POINTS,
    SCALE,
    End,
    Limits,
    Points,
    Unreadable,
    clause,
    limits,
    pieces,
)
from app.domain.values import SCALES, number_text
from app.scheme.rules import (
    Band,
    ByTarget,
    Deduct,
    Judge,
    Measure,
    Rule,
    Share,
    Side,
    Steps,
    Tiers,
)


@lru_cache(maxsize=2_000)
def read_rubric(text: str, weight: Decimal | None = None) -> Rule | None:
    """The rule that a 评分标准 states, or None where it cannot be read with certainty.

    `weight` is needed where the text says 满分 or 一半 for the points of a tier. Where it is given,
    full marks in the text must be the weight: a text about 5 points does not say how 8 are given.
    A Deduct or Share does not hold its full marks, so without `weight` these go unchecked.
    Limits with 万 or 亿 are in full units, as `Quantity.value` of a 完成值 is.
    """
    try:
        return _rule(pieces(text), weight)
    except Unreadable:
        return None


def _rule(parts: list[str], weight: Decimal | None) -> Rule:
    if not parts:
        raise Unreadable
    shared = _share("；".join(parts), weight)
    if shared:
        return shared
    if any("扣" in part for part in parts):
        return _deduct(parts, weight)
    clauses = [clause(part) for part in parts]
    points = [_points(one.points, weight) for one in clauses]
    if weight is not None and max(points) != weight:
        raise Unreadable
    return tiers(clauses, points)


def _points(points: Points, weight: Decimal | None) -> Decimal:
    if not points.of_weight:
        return points.value
    if weight is None:
        raise Unreadable
    return points.value * weight


# ---------------------------------------------------------------- in proportion, or by target

# a rate that is better the higher it is: “10×未完成率” is something else
_RATE = (
    r"(?:(?![未不])[\u4e00-\u9fff]){0,12}"
    r"(?:完成值|完成率|完成比例|执行率|到位率|达标率|实现率|满意[度率])|比例"
)
_ENOUGH = rf"(?:[,；](?:满分为止|最高(?:得|不超过)?(?P<most>{POINTS})分))?"
_SHARES = (
    re.compile(rf"按(?:实际)?(?:完成)?比例(?:得分|计分|计算得分|赋分|给分)?{_ENOUGH}"),
    re.compile(
        rf"(?:得分=)?(?:(?P<full>{POINTS})|分值|权重)[×*](?:min\(1,(?:{_RATE})\)|{_RATE})"
        rf"(?:÷(?P<at>{NUMBER})(?P<unit>%)?)?{_ENOUGH}"
    ),
    re.compile(rf"(?:得分=)?(?:{_RATE})[×*](?:(?P<full>{POINTS})|分值|权重){_ENOUGH}"),
)
_TARGET = r"(?:完成值)?达到(?:年度)?(?:指标值|目标值|目标)"
_BY_TARGET = re.compile(
    rf"{_TARGET},?得?(?P<full>{POINTS}分?|满分)[,；](?:否则不得分|否则得?0分?"
    r"|(?P<share>(?:否则|未达到的?),?按完成值占指标值的比例得分))"
)


def _share(line: str, weight: Decimal | None) -> Share | ByTarget | None:
    target = _BY_TARGET.fullmatch(line)
    if target:
        _same_weight(target["full"].rstrip("分").replace("满", "") or None, weight)
        return ByTarget("share" if target["share"] else "nothing")
    for pattern in _SHARES:
        found = pattern.fullmatch(line)
        if not found:
            continue
        said = found.groupdict()
        _same_weight(said.get("full"), weight)
        _same_weight(said.get("most"), weight)
        if not said.get("at"):
            return Share(Measure())
        full = _decimal(said["at"])
        if full <= 0:
            raise Unreadable
        return Share(Measure(unit=said["unit"] or ""), full)
    return None


def _same_weight(said: str | None, weight: Decimal | None) -> None:
    if said is not None and weight is not None and Decimal(said) != weight:
        raise Unreadable


# ---------------------------------------------------------------- deductions

_UP, _DOWN = "超过|超出|超|高于|高出|高|增加|上升|多", "低于|低|少于|少|降低|下降|减少|降"
_EITHER = rf"偏离|(?:{_UP})[(/或](?:每)?(?:{_DOWN})\)?"
_STEP_UNIT = rf"(?P<unit>{PER_CENT}|[\u4e00-\u9fff]{{0,4}}?)"
_EACH = re.compile(
    rf"(?P<each>每)?(?:(?P<both>{_EITHER})|(?P<above>{_UP})|(?P<below>{_DOWN}))"
    rf"(?:(?:目标|指标)值)?,?(?P<step>一|{NUMBER})(?P<scale>{SCALE})?{_STEP_UNIT}"
    rf"的?,?扣[减除]?(?P<points>{POINTS})分?"
)
_STANDARD = re.compile(rf"以(?P<limit>{NUMBER})%?为标准,?")
_BEYOND = re.compile(r"(?P<condition>[^,]{1,60}?)的?,(?=每)")  # >100%的，每超过…
_PART = re.compile(
    rf"不足(?P<step>一|{NUMBER})(?:{PER_CENT}|[\u4e00-\u9fff]{{0,4}}?)的?,?(?P<part>[按不同].{{1,20}})"
)
_UNTIL = re.compile(r"\(?(?:直至|直到)?扣完(?:该项|本项)?(?:分值|分数|分)?为止\)?|最低[得为计]?0分")
_PARTS: tuple[tuple[Steps, re.Pattern[str]], ...] = (
    ("started", re.compile(rf"按(?:一|{NUMBER})?(?:{PER_CENT}|[\u4e00-\u9fff]{{0,4}}?)计算?")),
    ("whole", re.compile(r"不扣分?")),
    ("exact", re.compile(r"按(?:同等)?比例扣[减除]?分?|同比例扣[减除]?分?")),
)


@dataclass(frozen=True)
class _Step:
    side: Side
    number: Decimal
    scale: str
    unit: str
    points: Decimal


def _deduct(parts: list[str], weight: Decimal | None) -> Deduct:
    """“≤100%得5分；每超过1个百分点扣0.5分，扣完为止”."""
    standard = _STANDARD.match(parts[0])
    if standard:
        parts = [one for one in (parts[0][standard.end() :], *parts[1:]) if one]
    if len(parts) < 2:
        raise Unreadable
    full, each, *notes = parts
    start = clause(full)
    if (start.points.value != 1) if start.points.of_weight else (start.points.value <= 0):
        raise Unreadable
    if not start.points.of_weight:
        _same_weight(str(start.points.value), weight)
    beyond = _BEYOND.match(each)
    span, step = limits(start.condition), _step(each[beyond.end() :] if beyond else each)
    limit = _limit(span, step.side)
    if standard and _decimal(standard["limit"]) != limit.value:
        raise Unreadable
    if beyond:
        _adjoins(limits(beyond["condition"]), span, step.side)
    return Deduct(
        measure=Measure(unit=_deduct_unit(span, step), absolute=deviates([span])),
        limit=limit.value,
        side=step.side,
        step=step.number * SCALES[step.scale],
        points=step.points,
        steps=_steps(notes, step),
    )


def _adjoins(beyond: Limits, full: Limits, side: Side) -> None:
    """“>100%的，每超过…” must start where “≤100%得5分” ends, and speak of the same figure."""
    mine, end = (beyond.low, full.high) if side == "above" else (beyond.high, full.low)
    same = beyond.subject in {"", full.subject} and beyond.unit == full.unit
    alone = beyond.low is None or beyond.high is None
    if not (same and alone and mine and end and mine.value == end.value):
        raise Unreadable


def _step(text: str) -> _Step:
    found = _EACH.fullmatch(text)
    if not found:
        raise Unreadable
    number = _decimal(found["step"])
    points = Decimal(found["points"])
    # without 每, “超过10%扣2分” may be meant once
    if number <= 0 or points <= 0 or (not found["each"] and number != 1):
        raise Unreadable
    side: Side = "both" if found["both"] else "above" if found["above"] else "below"
    return _Step(side, number, found["scale"] or "", found["unit"], points)


def _decimal(text: str) -> Decimal:
    return Decimal(1) if text == "一" else Decimal(text.replace(",", ""))


def _limit(span: Limits, side: Side) -> End:
    """The figure that has full marks still; its side must be the other one of the steps."""
    if span.low and span.high:
        if span.low == span.high and (span.bare or side == "both"):
            return span.low
        raise Unreadable
    end = span.high if side == "above" else span.low if side == "below" else None
    if end is None or end.closed is False:
        raise Unreadable
    return end


def _deduct_unit(span: Limits, step: _Step) -> str:
    end = span.low or span.high
    if not re.fullmatch(PER_CENT, step.unit):
        if span.unit == "%" or (step.unit and span.unit and step.unit != span.unit):
            raise Unreadable
        return ""
    plain = span.unit == "" and (step.unit != "%" or (end and end.value in {0, 100}))
    if span.unit != "%" and not plain:
        raise Unreadable
    return "%"


def _steps(notes: list[str], step: _Step) -> Steps:
    said = [_part(note, step) for note in notes if not _UNTIL.fullmatch(note)]
    if len(said) > 1:
        raise Unreadable
    return said[0] if said else "whole"


def _part(note: str, step: _Step) -> Steps:
    """What a begun step costs: “不足1个百分点按1个百分点计”."""
    found = _PART.fullmatch(note)
    if found and _decimal(found["step"]) == step.number:
        for kind, how in _PARTS:
            if how.fullmatch(found["part"]):
                return kind
    raise Unreadable


# ---------------------------------------------------------------- a rule in words

_WAYS: dict[Side, tuple[str, str]] = {
    "above": ("≤", "超过"),
    "below": ("≥", "低于"),
    "both": ("＝", "偏离"),
}
_PART_WORDS: dict[Steps, str] = {
    "whole": "",
    "started": "，不足{0}按{0}计",
    "exact": "，不足{0}按比例扣分",
}


def rubric_text(rule: Rule, weight: Decimal) -> str:
    """The rule as a form's 评分标准 says it; `weight` is what full marks are."""
    full = number_text(weight)
    match rule:
        case Tiers(measure=measure, bands=bands):
            return _subject(measure) + "；".join(_tier_text(band, measure.unit) for band in bands)
        case Deduct():
            return _subject(rule.measure) + _deduct_text(rule, full)
        case Share(measure=measure, full=at):
            if at == 100 and measure.unit == "%":
                return f"得分＝{full}×完成比例，最高{full}分"
            return f"得分＝{full}×实际完成值÷{_plain(at)}{measure.unit}，最高{full}分"
        case ByTarget(missed="share"):
            return f"达到指标值得{full}分；未达到的，按完成值占指标值的比例得分"
        case ByTarget():
            return f"达到指标值得{full}分；否则不得分"
        case Judge():
            return f"据实打分，最高{full}分"


def band_label(band: Band, unit: str) -> str:
    """How a person recognises one tier: “80%（含）-90%”, “≥12000个”, “制定并实施”, “否则”."""
    return band.label or _condition(band, unit)


def _condition(band: Band, unit: str) -> str:
    words = "或".join(band.words)
    if band.otherwise:
        return "否则"
    if band.low is None and band.high is None:
        return words
    named = f"（即{words}）" if words else ""
    return _ends(band, unit) + named


def _ends(band: Band, unit: str) -> str:
    low, high = band.low, band.high
    if low is None or high is None:
        sign = ("＞" if band.low_open else "≥") if high is None else "＜" if band.high_open else "≤"
        return f"{sign}{_plain(high if low is None else low)}{unit}"
    if low == high:
        return f"＝{_plain(low)}{unit}"
    # forms write 80%（含）-90% and leave the open end without a mark; at 100% it would be missed
    unmarked = band.high_open and not band.low_open and high not in {0, 100}
    first = "（不含）" if band.low_open else "（含）"
    second = "" if unmarked else "（不含）" if band.high_open else "（含）"
    to = "至" if low < 0 else "-"
    return f"{_plain(low)}{unit}{first}{to}{_plain(high)}{unit}{second}"


def _tier_text(band: Band, unit: str) -> str:
    points = f"得{_plain(band.points)}分" if band.points else "不得分"
    comma = "" if band.otherwise else "，"
    return f"{_condition(band, unit)}{comma}{points}"


def _deduct_text(rule: Deduct, full: str) -> str:
    sign, way = _WAYS[rule.side]
    unit = rule.measure.unit
    step = f"{_plain(rule.step)}{'个百分点' if unit == '%' else ''}"
    part = _PART_WORDS[rule.steps].format(step)
    return (
        f"{sign}{_plain(rule.limit)}{unit}得{full}分；"
        f"每{way}{step}扣{_plain(rule.points)}分{part}，扣完为止"
    )


def _subject(measure: Measure) -> str:
    return "偏差率" if measure.absolute else ""


def _plain(value: Decimal | None) -> str:
    return number_text(value).replace(",", "")
