"""评分标准 ↔ the kinds of scoring rules: “≥90%，得10分；80%-90%，得6分；否则不得分”.

A text is read only where it leaves nothing open; all else is for a person. What is taken as said:
- A range without 含 and 不含, 80%-90%, includes its lower end and not its upper one, if another tier
  meets it there: the sources leave this open. Where the text shows at another tier that the lower
  tier has the boundary (0→5；0-10→4；…；>30→0), that holds for all its boundaries. Where this would
  give a boundary to the tier with fewer points and nothing in the text says so, it is not read.
- A mark at one end of a range, 80%（含）-90%, says that the other end is not included.
- 以上, 以下 and 以内 include their figure, unless another tier claims it.
- 100% as a tier of its own is reached by more, too; “所有…” means 100%.
- 每超1% of a rate means one percentage point; only whole steps count unless the text says else.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from app.domain.clauses import (
    NUMBER,
    PER_CENT,
    POINTS,
    SCALE,
    Clause,
    End,
    Limits,
    Points,
    Unreadable,
    alternatives,
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

MAX_LENGTH = 500  # a cell of a form, not a chapter


@lru_cache(maxsize=2_000)
def read_rubric(text: str, weight: Decimal | None = None) -> Rule | None:
    """The rule that a 评分标准 states, or None where it cannot be read with certainty.

    `weight` is needed where the text says 满分 or 一半 for points. Where it is given, full marks in
    the text must be the weight: a text about 5 points does not say how 8 are to be given.
    Limits with 万 or 亿 are in full units, as `Quantity.value` of a 完成值 is.
    """
    if len(text) > MAX_LENGTH:
        return None
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
    return _tiers(clauses, points)


def _points(points: Points, weight: Decimal | None) -> Decimal:
    if not points.of_weight:
        return points.value
    if weight is None:
        raise Unreadable
    return points.value * weight


# ---------------------------------------------------------------- in proportion, or by target

_RATE = r"(?:实际)?完成(?:值|率|比例)|(?:预算)?执行率|比例|到位率|达标率|满意[度率]|实现率"
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
    rf"{_TARGET},?得(?P<full>{POINTS}分?|满分)[,；](?:否则不得分|否则得?0分?"
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
        full = Decimal(said["at"].replace(",", ""))
        if full <= 0:
            raise Unreadable
        return Share(Measure(unit=said["unit"] or ""), full)
    return None


def _same_weight(said: str | None, weight: Decimal | None) -> None:
    if said is not None and weight is not None and Decimal(said) != weight:
        raise Unreadable


# ---------------------------------------------------------------- deductions

_UP, _DOWN = "超过|超出|超|高于|高出|增加|上升|多", "低于|低|少于|少|降低|下降|减少|降"
_EITHER = rf"偏离|(?:{_UP})[(/或](?:每)?(?:{_DOWN})\)?"
_STEP_UNIT = rf"(?P<unit>{PER_CENT}|[\u4e00-\u9fff]{{0,4}}?)"
_EACH = re.compile(
    rf"(?P<each>每)?(?:(?P<both>{_EITHER})|(?P<above>{_UP})|(?P<below>{_DOWN}))"
    rf"(?:(?:目标|指标)值)?,?(?P<step>一|{NUMBER})(?P<scale>{SCALE})?{_STEP_UNIT}"
    rf"的?,?扣[减除]?(?P<points>{POINTS})分?"
)
_PART = rf"(?:,?不足(?:一|{NUMBER})(?:{PER_CENT}|[\u4e00-\u9fff]{{0,4}}?)的?,?(?P<part>.{{1,20}}))"
_UNTIL = re.compile(r"\(?(?:直至|直到)?扣完(?:该项|本项)?(?:分值|分数|分)?为止\)?|最低[得为计]?0分")
_PARTS: tuple[tuple[Steps, re.Pattern[str]], ...] = (
    ("started", re.compile(rf"按(?:一|{NUMBER})?(?:{PER_CENT}|[\u4e00-\u9fff]{{0,4}}?)计算?")),
    ("whole", re.compile(r"不扣分?")),
    ("exact", re.compile(r"按(?:同等)?比例扣[减除]?分?")),
)
_DEVIATION = re.compile(r"偏差率|偏离率|偏离度")


@dataclass(frozen=True)
class _Step:
    side: Side
    step: Decimal
    unit: str
    points: Decimal


def _deduct(parts: list[str], weight: Decimal | None) -> Deduct:
    """“≤100%得5分；每超过1个百分点扣0.5分，扣完为止”."""
    full, each, *notes = parts
    start = clause(full)
    if start.points.of_weight and start.points.value != 1:
        raise Unreadable
    if not start.points.of_weight:
        _same_weight(str(start.points.value), weight)
    span, step = limits(start.condition), _step(each)
    limit = _limit(span, step.side)
    return Deduct(
        measure=Measure(unit=_deduct_unit(span, step), absolute=_absolute([span])),
        limit=limit.value,
        side=step.side,
        step=step.step,
        points=step.points,
        steps=_steps(notes),
    )


def _step(text: str) -> _Step:
    found = _EACH.fullmatch(text)
    if not found:
        raise Unreadable
    number = Decimal(1) if found["step"] == "一" else Decimal(found["step"].replace(",", ""))
    points = Decimal(found["points"])
    # without 每, “超过10%扣2分” may be meant once
    if number <= 0 or points <= 0 or (not found["each"] and number != 1):
        raise Unreadable
    side: Side = "both" if found["both"] else "above" if found["above"] else "below"
    return _Step(side, number * SCALES[found["scale"] or ""], found["unit"], points)


def _limit(span: Limits, side: Side) -> End:
    """The figure that has full marks still; its side must be the other one of the steps."""
    if span.low and span.high:
        if span.low == span.high:
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


def _steps(notes: list[str]) -> Steps:
    said: list[Steps] = []
    for note in notes:
        if _UNTIL.fullmatch(note):
            continue
        part = re.fullmatch(_PART, note)
        said += [kind for kind, how in _PARTS if part and how.fullmatch(part["part"])]
        if not said:
            raise Unreadable
    if len(said) > 1:
        raise Unreadable
    return said[0] if said else "whole"


# ---------------------------------------------------------------- tiers

_OTHERWISE = re.compile(r"否则|(?:其他|其它|其余)(?:情况|情形)?")
_MISSED = re.compile(r"未达到?|未达标|不达标|达不到|未达到(?:要求|标准|目标值?|指标值)")
_ALL = re.compile(r"(?:所有|全部)(?P<about>[^0-9<>≤≥=%]+)")
_NONE = re.compile(r"(?:不存在|未发生|未出现|没有|无)(?P<what>[^0-9<>≤≥=%]+?)(?P<case>的?情况)?")
_SOME = re.compile(r"^(?:存在|发生|出现|有)")
_COUNTED = re.compile("[个项次人户件起场份名家台辆处例批篇条]")
_FILLERS = re.compile("[的均都了已]")
# a text that names part of the best tier; without one, several texts may be parts of a sum
_LESSER = re.compile("未|不|但|部分|基本|较|一般|尚|欠|个别|少数|有所")
_OPEN_WORDS = re.compile("[每扣]|酌情|适当|视情|比例|目标值|指标值|达到目标|完成目标")


def _tiers(clauses: list[Clause], points: list[Decimal]) -> Tiers:
    *before, last = clauses
    if any(_OTHERWISE.fullmatch(one.condition) for one in before):
        raise Unreadable
    said = [one.condition for one in clauses]
    rest: tuple[Band, ...] = ()
    only = len(before) == 1 and re.search("[0-9]", before[0].condition)
    if _OTHERWISE.fullmatch(last.condition) or (only and _MISSED.fullmatch(last.condition)):
        rest = (Band(points[-1]),)
        said.pop()
    if any(re.search("[0-9]", one) for one in said) or (
        rest and len(said) == 1 and _ALL.fullmatch(said[0])
    ):
        return _figure_tiers(said, points, rest)
    return _word_tiers(said, points, rest)


def _word_tiers(said: list[str], points: list[Decimal], rest: tuple[Band, ...]) -> Tiers:
    """“清晰合理得3分，否则不得分”: from the best tier to the one without points."""
    descending = all(one > other for one, other in zip(points, points[1:], strict=False))
    named = [word for one in said for word in alternatives(one)]
    if not said or not descending or points[-1] != 0 or len(points) < 2:
        raise Unreadable
    if len(set(named)) < len(named) or any(_OPEN_WORDS.search(one) for one in said):
        raise Unreadable
    if not all(_LESSER.search(one) for one in said[1 : len(points) - 1]):
        raise Unreadable
    bands = tuple(
        Band(value, words=alternatives(one)) for one, value in zip(said, points, strict=False)
    )
    return Tiers(Measure(unit=""), bands + rest)


def _figure_tiers(said: list[str], points: list[Decimal], rest: tuple[Band, ...]) -> Tiers:
    with_figures = {one: limits(one) for one in said if re.search("[0-9]", one)}
    spans = [with_figures.get(one) or _in_words(one, list(with_figures.values())) for one in said]
    unit = _one_unit(spans)
    _one_subject(spans)
    spans = _settled([_exact(span, spans, unit) for span in spans], points)
    bands = tuple(_band(span, value) for span, value in zip(spans, points, strict=False))
    _unambiguous(bands, unit, bool(rest))
    absolute = _absolute(spans)
    if absolute and any(band.low is not None and band.low < 0 for band in bands):
        raise Unreadable
    return Tiers(Measure(unit="%" if unit == "%" else "", absolute=absolute), bands + rest)


def _in_words(text: str, figures: list[Limits]) -> Limits:
    """“所有项目…” beside tiers of per cent is 100%; “不存在…” beside “存在1个…” is 0."""
    everything = _ALL.fullmatch(text)
    if everything and all(span.unit == "%" for span in figures):
        low = End(Decimal(100), True)
        return Limits(low, unit="%", about=everything["about"], words=alternatives(text))
    nothing = _NONE.fullmatch(text)
    if nothing and all(_SOME.search(span.subject) for span in figures):
        if not all(span.unit.endswith(nothing["what"]) for span in figures):
            raise Unreadable
        zero = End(Decimal(0), True)
        words = dict.fromkeys((text, text.removesuffix(nothing["case"] or "")))
        return Limits(zero, zero, words=tuple(w for one in words for w in alternatives(one)))
    raise Unreadable


def _one_unit(spans: list[Limits]) -> str:
    """The unit of all tiers; only 0 may go without it."""
    units = {span.unit for span in spans if span.unit or not _is_zero(span)}
    if len(units) > 1:
        raise Unreadable
    return units.pop() if units else ""


def _is_zero(span: Limits) -> bool:
    return all(end is None or end.value == 0 for end in (span.low, span.high))


def _one_subject(spans: list[Limits]) -> None:
    """Tiers of two different figures are parts of a sum, not one rule."""
    subjects = {_FILLERS.sub("", span.subject) for span in spans} - {""}
    about = {_FILLERS.sub("", span.about) for span in spans} - {""}
    for one, other in combinations(subjects, 2):
        if not one.startswith(other) and not other.startswith(one):
            raise Unreadable
    for one, other in combinations(about, 2):
        if one[:2] != other[:2]:
            raise Unreadable


def _exact(span: Limits, spans: list[Limits], unit: str) -> Limits:
    """A figure without a sign: exactly it where the tiers count from 0; 100% and more; else open."""
    if not span.bare or span.low is None or span.low.value == 0:
        return span
    ends = [end.value for other in spans for end in (other.low, other.high) if end]
    if unit == "%" and span.low.value == 100 == max(ends):
        return Limits(span.low, None, unit=unit, subject=span.subject, words=span.words)
    from_zero = any(other.low == other.high and _is_zero(other) for other in spans)
    if unit == "%" or not (from_zero or _SOME.search(span.subject)):
        raise Unreadable
    return span


def _absolute(spans: list[Limits]) -> bool:
    return any(_DEVIATION.search(span.subject) for span in spans)


def _band(span: Limits, points: Decimal) -> Band:
    low, high = span.low, span.high
    return Band(
        points=points,
        low=low.value if low else None,
        low_open=bool(low) and not (low and low.closed),
        high=high.value if high else None,
        high_open=bool(high) and not (high and high.closed),
        words=span.words,
    )
