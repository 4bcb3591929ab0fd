"""The tiers of a 评分标准: which of two has the figure where they meet, and is anything open."""

import re
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import combinations, pairwise

from app.domain.clauses import Clause, End, Limits, Unreadable, alternatives, limits
from app.scheme.rules import Band, Measure, Tiers

DEVIATION = re.compile(r"偏差率|偏离率|偏离度")
_OTHERWISE = re.compile(r"否则|(?:其他|其它|其余)(?:情况|情形)?")
_MISSED = re.compile(r"未达到?|未达标|不达标|达不到|未达到(?:要求|标准|目标值?|指标值)")
_ALL = re.compile(r"(?:所有|全部)(?P<about>[^0-9<>≤≥=%]+)")
_NONE = re.compile(r"(?:不存在|未发生|未出现|没有|无)(?P<what>[^0-9<>≤≥=%]+?)(?P<case>的?情况)?")
_MORE = re.compile("[且或并但]")
_SOME = re.compile(r"^(?:存在|发生|出现|有)")
_COUNTED = re.compile("[个项次人户件起场份名家台辆处例批篇条]")
_FILLERS = re.compile("[的均都了已xX]")
# a text that names part of the best tier; without one, several texts may be parts of a sum
_LESSER = re.compile("未|不|但|部分|基本|较|一般|尚|欠|个别|少数|有所|^(?:良好?|中等?|合格)$")
_OPEN_WORDS = re.compile(  # a figure in words is compared with nothing
    r"[每扣<>≤≥=%×÷]|酌情|适当|视情|比例|百分|目标值|指标值|达到目标|完成目标"
    r"|[一二两三四五六七八九十百千][个次项人户件场天成倍]"
)


def tiers(clauses: list[Clause], points: list[Decimal]) -> Tiers:
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
    descending = all(one > other for one, other in pairwise(points))
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
    deviation = deviates(spans)
    if deviation and any(
        end is not None and end < 0 for band in bands for end in (band.low, band.high)
    ):
        raise Unreadable
    return Tiers(Measure(unit="%" if unit == "%" else "", absolute=deviation), bands + rest)


def _in_words(text: str, figures: list[Limits]) -> Limits:
    """“所有项目…” beside tiers of per cent is 100%; “不存在…” beside “存在1个…” is 0."""
    everything = _ALL.fullmatch(text)
    if everything and not _MORE.search(text) and all(span.unit == "%" for span in figures):
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
    for one, other in (*combinations(subjects, 2), *combinations(about, 2)):
        if not one.startswith(other) and not other.startswith(one):
            raise Unreadable


def _exact(span: Limits, spans: list[Limits], unit: str) -> Limits:
    """A figure without a sign: exactly it where tiers count from 0; 100% is reached by more."""
    if not span.bare or span.low is None or span.low.value == 0:
        return span
    ends = [end.value for other in spans for end in (other.low, other.high) if end]
    if unit == "%" and span.low.value == 100 == max(ends):
        return Limits(span.low, None, unit=unit, subject=span.subject, words=span.words)
    from_zero = any(other.low == other.high and _is_zero(other) for other in spans)
    if unit == "%" or not (from_zero or _SOME.search(span.subject)):
        raise Unreadable
    return span


def deviates(spans: list[Limits]) -> bool:
    return any(DEVIATION.search(span.subject) for span in spans)


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


# ---------------------------------------------------------------- where two tiers meet


def _settled(spans: list[Limits], points: list[Decimal]) -> list[Limits]:
    """Every end included or not: a boundary without a mark belongs to one of its two tiers."""
    return [
        replace(
            span, low=_end(spans, points, place, "low"), high=_end(spans, points, place, "high")
        )
        for place, span in enumerate(spans)
    ]


def _end(spans: list[Limits], points: list[Decimal], place: int, side: str) -> End | None:
    end = spans[place].low if side == "low" else spans[place].high
    if end is None or end.closed is not None:
        return end
    across = [
        (other, met)
        for other, span in enumerate(spans)
        for met in [span.high if side == "low" else span.low]
        if other != place and met and met.value == end.value
    ]
    if not across:
        return End(end.value, True)
    claims = {met.closed for _, met in across}
    if claims != {None}:
        return End(end.value, True not in claims)
    better = all(points[place] > points[other] for other, _ in across)
    worse = all(points[place] < points[other] for other, _ in across)
    to_upper = _to_upper(spans, better if side == "low" else worse)
    return End(end.value, to_upper == (side == "low"))


def _to_upper(spans: list[Limits], upper_is_better: bool) -> bool:
    """Whether boundaries belong to the upper tier: as the text says elsewhere, else if better."""
    said = set()
    for lower, upper in ((a, b) for a in spans for b in spans if a is not b):
        if lower.high and upper.low and lower.high.value == upper.low.value:
            mine, theirs = lower.high.closed, upper.low.closed
            if mine is not None or theirs is not None:
                said.add(theirs if theirs is not None else not mine)
    if len(said) == 2 or not (said or upper_is_better):
        raise Unreadable
    return said.pop() if said else True


def _unambiguous(bands: tuple[Band, ...], unit: str, rest: bool) -> None:
    """No figure in two tiers, but for “≥90%…；≥80%…”, and none that the text does not score."""
    ends = sorted({end for band in bands for end in (band.low, band.high) if end is not None})
    between = [(low + high) / 2 for low, high in pairwise(ends)]
    samples = sorted([ends[0] - 1, *ends, *between, ends[-1] + 1])
    held = [frozenset(one for one in samples if band.holds(one)) for band in bands]
    for (one, holds), (other, all_of) in combinations(zip(bands, held, strict=True), 2):
        same_low = (one.low, one.low_open) == (other.low, other.low_open)
        same_high = (one.high, one.high_open) == (other.high, other.high_open)
        if holds & all_of and not (holds < all_of and (same_low or same_high)):
            raise Unreadable
    open_ones = set(samples) - frozenset().union(*held)
    exact = [band for band in bands if band.low == band.high and band.low is not None]
    counted = bool(_COUNTED.match(unit)) or (not unit and len(exact) > 1)  # ＝0…；＝1…；≥2…
    if not rest and not all(_never(one, ends, unit, counted) for one in open_ones):
        raise Unreadable


def _never(value: Decimal, ends: list[Decimal], unit: str, counted: bool) -> bool:
    """Below 0, above 100% and between two counts there is nothing to score."""
    if value < 0 and ends[0] == 0:
        return True
    if value > 100 and ends[-1] == 100:
        return unit == "%"
    whole = value == value.to_integral_value()
    around = {value.to_integral_value(ROUND_FLOOR), value.to_integral_value(ROUND_CEILING)}
    return not whole and counted and around <= set(ends)
