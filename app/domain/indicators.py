"""Rows under 绩效指标: read, grouped by shared weights, scored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain import targets
from app.domain.figures import survey_figure
from app.domain.ground import Ground
from app.domain.prescribed import prescribed
from app.domain.report import Because, Figure, Indicator, Score, TargetParts
from app.domain.rubric import read_rubric, rubric_text
from app.domain.scoring import score
from app.domain.scoring_rules import Facts, Rules
from app.domain.submission import (
    FILLER_NAMES,
    MERGE_BOTH,
    MERGES,
    ROW_CELLS,
    SURVEY_CELLS,
    TARGET_PARTS,
    Entries,
    ids,
)
from app.domain.targets import Reading
from app.domain.values import number_text, rate_text, read_number, rounded
from app.scheme.model import Form, Level1, Level2, Preset
from app.scheme.rules import ByTarget, Judge, Rule, measure_of, with_measure

FILLED = ("target", "number", "adjusted", "actual", "weight", "stated", *SURVEY_CELLS)
QUALITATIVE = "定性"
NO_PARTS = TargetParts()


@dataclass(frozen=True)
class _Row:
    id: str
    level1: Level1
    level2: Level2
    texts: Mapping[str, str]
    merge: str
    preset: Preset | None = None
    leads: bool = False  # rows below share its weight

    def text(self, cell: str) -> str:
        """What was typed, or what the scheme prescribes for this indicator."""
        return self.texts.get(cell, "") or prescribed(self.preset, cell)

    @property
    def parts(self) -> TargetParts:
        """指标性质, 指标值 and 度量单位 as typed."""
        return TargetParts(self.text("sign"), self.text("number"), self.text("measure"))

    @property
    def first_target(self) -> str:
        """指标值 before a change in the year: typed in one text or in parts, else the scheme's."""
        return self.texts.get("target", "") or composed(self.parts) or self.text("target")

    @property
    def target(self) -> str:
        """指标值 that counts: the adjusted one where there is one."""
        return self.text("adjusted") or self.first_target

    @property
    def filler(self) -> bool:
        """“……” with nothing else, or nothing at all: kept and printed, never scored."""
        filled = [cell for cell in FILLED if self.texts.get(cell, "")]
        name = self.text("name").strip()
        alone = not self.merge and not self.leads
        return not filled and alone and (not name or name in FILLER_NAMES)


def composed(parts: TargetParts) -> str:
    """A target in three cells as one text: ≥ 95 %; a qualitative one is its words alone."""
    sign, number = parts.sign.strip(), parts.number.strip()
    if not number or sign == QUALITATIVE:
        return number
    return f"{sign}{number}{parts.measure.strip()}"


def parted(reading: Reading) -> TargetParts:
    """A target typed as one text, for a form that prints it in three cells."""
    match reading:
        case targets.Quantity(subject="") as one:
            measure = f"{one.scale}{one.unit}"
            return TargetParts(one.comparator or "≥", number_text(one.number), measure)
        case targets.Blank():
            return TargetParts()
        case targets.Quantity():  # “平均每月95人”: its words must not be lost
            return TargetParts(number=reading.text)
        case _:
            return TargetParts(QUALITATIVE, reading.text)


@dataclass(frozen=True)
class Rows:
    """All rows of a form in the order of its levels, and the number cells that cannot be read."""

    indicators: tuple[Indicator, ...]
    problems: Mapping[str, str]


def indicators(ground: Ground, form: Form, prefix: str) -> Rows:
    """Read, group and score the rows of a form."""
    problems: dict[str, str] = {}
    found: list[Indicator] = []
    number = 0
    for group in _groups(_rows(form, prefix, ground.entries)):
        weight = _number(f"{prefix}.{group[0].id}.weight", group[0].text("weight"), problems)
        for row in group:
            for cell in SURVEY_CELLS:
                _number(f"{prefix}.{row.id}.{cell}", row.text(cell), problems)
        owns = _owns(ground, form, group, weight)
        scores = _scores(ground.rules, group, weight, owns) if form.scored else [None] * len(owns)
        scores = [
            one and _with_given(one, prefix, row, problems)
            for one, row in zip(scores, group, strict=True)
        ]
        for row, own, scored in zip(group, owns, scores, strict=True):
            number += not row.filler
            found.append(_indicator(prefix, row, group, (number, weight), (own, scored)))
    return Rows(tuple(found), problems)


def _rows(form: Form, prefix: str, entries: Entries) -> list[_Row]:
    """Rows in printed order: by level, and within a level as the unit ordered them."""
    places = {
        sub.id: (at, group, sub)
        for at, (group, sub) in enumerate(
            (group, sub) for group in form.levels for sub in group.level2
        )
    }
    presets = {p.id: p for _, _, sub in places.values() for p in sub.presets}
    cells = _cells(form)
    rows: list[tuple[int, _Row]] = []
    for row_id in ids(entries, f"{prefix}.rows"):
        start = f"{prefix}.{row_id}."
        place = places.get(entries.get(f"{start}level", ""))
        if place is None:
            continue
        texts = {cell: entries[start + cell] for cell in cells if start + cell in entries}
        merge = texts.get("merge", "")
        at, group, sub = place
        preset = presets.get(texts.get("preset", ""))
        merge = merge if merge in MERGES else ""
        rows.append((at, _Row(row_id, group, sub, texts, merge, preset)))
    rows.sort(key=lambda pair: pair[0])
    return [row for _, row in rows]


def _cells(form: Form) -> tuple[str, ...]:
    """The cells that the form reads: what another scheme left in cells that it does not show must
    not decide anything unseen."""
    hidden = set() if form.scored else {"weight"}
    hidden |= set() if form.column("adjusted") else {"adjusted"}
    hidden |= set() if _targeted(form) else {"target", *TARGET_PARTS}
    return tuple(cell for cell in ROW_CELLS if cell not in hidden)


def _targeted(form: Form) -> bool:
    """Whether the form has a place for 指标值, in one cell or in three."""
    return form.column("target") is not None or form.column("number") is not None


def _groups(rows: list[_Row]) -> list[list[_Row]]:
    """Consecutive rows of one second level that share a weight; most stand alone."""
    groups: list[list[_Row]] = []
    for row in rows:
        if row.merge and groups and groups[-1][0].level2 == row.level2 and not row.filler:
            groups[-1][0] = replace(groups[-1][0], leads=True)
            groups[-1].append(row)
        else:
            groups.append([replace(row, merge="")])
    return groups


def _number(address: str, text: str, problems: dict[str, str]) -> Decimal | None:
    reading = read_number(text)
    if reading.problem:
        problems[address] = reading.problem
    return reading.value


@dataclass(frozen=True)
class _Own:
    """One row by itself: what it says, its part of the weight, its own score."""

    target: Reading
    actual: Reading
    share: Decimal | None
    score: Score | None
    rule: Rule | None = None
    figure: Figure | None = None
    computed: str = ""
    parts: TargetParts = NO_PARTS  # the target before any change


def _owns(ground: Ground, form: Form, rows: list[_Row], weight: Decimal | None) -> list[_Own]:
    shares = _shares(weight, len(rows), _merged(rows))
    return [_own(ground, form, row, share) for row, share in zip(rows, shares, strict=True)]


def _scores(
    rules: Rules, rows: list[_Row], weight: Decimal | None, owns: list[_Own]
) -> list[Score | None]:
    """The score that counts at each row: none below the head of rows that share one."""
    scores = [own.score for own in owns]
    if not _merged(rows):
        return scores
    combined = _combined(rules, [one for one in scores if one is not None], weight)
    return [combined, *[None] * (len(rows) - 1)]


def _own(ground: Ground, form: Form, row: _Row, share: Decimal | None) -> _Own:
    rules = ground.rules
    rule, figure = _rule(form, row), _row_figure(row, ground.figures)
    target = targets.read(row.target, rules.year)
    actual = targets.read(row.text("actual"), rules.year)
    computed = _computed(rule, figure)
    parts = parted(targets.read(row.first_target, rules.year))
    made = _Own(target, actual, share, None, rule, figure, computed, parts)
    if row.filler or not form.scored:
        return made
    if share is None:
        scored = Score("blank", None, Because("还没有填分值"))
    else:
        measured = _measured(rule, actual, figure, computed)
        unchanged = row.preset is not None and rule == row.preset.rule
        whole = row.preset.weight if row.preset and unchanged else None
        tier = row.text("tier")
        facts = Facts(target, measured, share, tier, rule, figure, row.preset, whole)
        scored = score(rules, facts)
    return replace(made, score=scored)


def _measured(rule: Rule | None, actual: Reading, figure: Figure | None, computed: str) -> Reading:
    """完成值 as scored: words such as “见说明1” leave the figure to the facts behind them.

    Exact, not as shown: 94.996% shows as 95.00% and does not reach 95%.
    """
    by_target = rule is None or isinstance(rule, ByTarget)
    silent = isinstance(actual, targets.Blank | targets.Words)
    if by_target and silent and figure and figure.value is not None:
        unit = "%" if computed.endswith("%") else ""
        return targets.Quantity(computed, "", figure.value, "", unit)
    return actual


def _rule(form: Form, row: _Row) -> Rule | None:
    """How the row is scored: by the 评分标准 typed here, by the scheme, or by its target; by a
    person where there is no target and no place for one."""
    rule = _stated_rule(form, row)
    aimless = form.scored and not _targeted(form) and not row.target
    return Judge() if aimless and (rule is None or isinstance(rule, ByTarget)) else rule


def _stated_rule(form: Form, row: _Row) -> Rule | None:
    typed = row.texts.get("rubric", "").strip()
    given = row.preset.rule if row.preset and row.preset.rule else row.level2.rule
    if not typed or form.column("rubric") is None:
        return given
    # a text that cannot be read with certainty leaves the points to a person
    read = read_rubric(typed, read_number(row.text("weight")).value) or Judge()
    source, measure = measure_of(given), measure_of(read)
    if source and measure and source.formula and source.unit == measure.unit:
        read = with_measure(read, source)
    return read


def _row_figure(row: _Row, figures: Mapping[str, Figure]) -> Figure | None:
    if any(row.text(cell) for cell in SURVEY_CELLS):
        return survey_figure(row.texts)
    return figures.get(row.preset.id) if row.preset else None


def _computed(rule: Rule | None, figure: Figure | None) -> str:
    """实际完成值 as the facts give it: 85.19%, or a plain number."""
    if figure is None or figure.value is None:
        return ""
    measure = measure_of(rule)
    if measure is not None and not measure.unit:
        return number_text(rounded(figure.value))
    return rate_text(figure.value / 100)


def _rubric(row: _Row, rule: Rule | None, weight: Decimal | None) -> str:
    """The 评分标准 that is shown and printed: typed, prescribed, or the rule in words."""
    said = row.texts.get("rubric", "") or (row.preset.rubric if row.preset else "")
    if said or rule is None or weight is None or row.filler:
        return said
    if isinstance(rule, ByTarget):
        full = f"{row.target}得{number_text(weight)}分" if row.target else ""
        return f"{full}；否则不得分" if full and rule.missed == "nothing" else ""
    return rubric_text(rule, weight) if not isinstance(rule, Judge) else ""


def _merged(rows: list[_Row]) -> bool:
    return len(rows) > 1 and all(row.merge == MERGE_BOTH for row in rows[1:])


def _indicator(
    prefix: str,
    row: _Row,
    group: list[_Row],
    place: tuple[int, Decimal | None],
    scores: tuple[_Own, Score | None],
) -> Indicator:
    number, weight = place
    own, scored = scores
    return Indicator(
        id=row.id,
        address=f"{prefix}.{row.id}",
        level1=row.level1,
        level2=row.level2,
        number=number,
        name=row.text("name"),
        target=own.target,
        actual=own.actual,
        filler=row.filler,
        weight=own.share,
        group_weight=weight,
        group=tuple(other.id for other in group),
        head=row is group[0],
        merged_score=_merged(group),
        score=scored,
        own=own.score,
        reason=row.text("reason"),
        explain=row.text("explain"),
        rubric=_rubric(row, own.rule, own.share),
        rule=own.rule,
        preset=row.preset,
        target_parts=row.parts if row.parts != NO_PARTS else own.parts,
        adjusted=row.text("adjusted"),
        core=row.text("core"),
        computed=own.computed,
        figure=own.figure,
        lacking=own.figure.lacking if own.figure else (),
        stated_level1=row.text("stated_level1"),
        stated_level2=row.text("stated_level2"),
    )


def _shares(weight: Decimal | None, count: int, merged: bool) -> list[Decimal | None]:
    """The weight each row is scored with: the whole one, or equal parts that add up to it."""
    if weight is None or merged or count == 1:
        return [weight] * count
    part = rounded(weight / count)
    return [*[part] * (count - 1), weight - part * (count - 1)]


def _combined(rules: Rules, owns: list[Score], weight: Decimal | None) -> Score:
    """One score for rows that share it: full when all are reached, else by the unit's option."""
    filled = [own.rule for own in owns if own.rule is not None]
    if weight is None or len(filled) < len(owns):
        waiting = Because(f"{len(owns)}行合用一个得分，还有行没有填完或没有定档")
        return Score("blank", None, waiting)
    full = rules.full(weight)
    if any(points != full for points in filled):
        return _shared(rules, filled)
    because = Because(
        f"{len(owns)}行合用一个分值，各行都达到指标值，记满分",
        "得分＝分值",
        f"＝{number_text(weight)}",
        rules.source("merged"),
        "已是满分",
    )
    return Score("merged-reached", full, because)


def _shared(rules: Rules, points: list[Decimal]) -> Score:
    each = "、".join(f"{p}" for p in points)
    if rules.shared == "lowest":
        value, how, working = min(points), "取最低一行", f"各行按整组分值计：{each}"
    else:
        value = rules.points(sum(points, Decimal(0)) / len(points))
        how, working = "取各行平均", f"＝({each.replace('、', '＋')})÷{len(points)}＝{value}"
    because = Because(
        f"{len(points)}行合用一个分值，有的行未达到指标值",
        f"各行先按整组分值计分，再{how}",
        working,
        rules.source("merged"),
        "各行都达到指标值可得满分",
    )
    return Score("merged-missed", value, because)


def _with_given(base: Score, prefix: str, row: _Row, problems: dict[str, str]) -> Score:
    start = f"{prefix}.{row.id}."
    if not any(row.text(cell) for cell in ("given", "given_reason", "stated")):
        return base
    return replace(
        base,
        given=_number(f"{start}given", row.text("given"), problems),
        given_reason=row.text("given_reason"),
        stated=_number(f"{start}stated", row.text("stated"), problems),
    )
