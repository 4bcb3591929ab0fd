"""Rows under 绩效指标: read, grouped by shared weights, scored."""

from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain import targets
from app.domain.report import Because, Indicator, Score
from app.domain.scoring import Facts, Rules, score
from app.domain.submission import FILLER_NAMES, MERGE_BOTH, MERGES, Entries, ids
from app.domain.values import number_text, read_number, rounded
from app.scheme.model import Form, Level1, Level2


@dataclass(frozen=True)
class _Row:
    id: str
    level1: Level1
    level2: Level2
    texts: dict[str, str]
    merge: str
    leads: bool = False  # rows below share its weight

    def text(self, cell: str) -> str:
        return self.texts.get(cell, "")

    @property
    def filler(self) -> bool:
        """“……” with nothing else, or nothing at all: kept and printed, never scored."""
        filled = [cell for cell in ("target", "actual", "weight", "stated") if self.text(cell)]
        name = self.text("name").strip()
        alone = not self.merge and not self.leads
        return not filled and alone and (not name or name in FILLER_NAMES)


def indicators(
    rules: Rules, form: Form, prefix: str, entries: Entries
) -> tuple[tuple[Indicator, ...], dict[str, str]]:
    """All rows of a form in the order of its levels, and the number cells that cannot be read."""
    rows = _rows(form, prefix, entries)
    problems: dict[str, str] = {}
    found: list[Indicator] = []
    number = 0
    for group in _groups(rows):
        weight = _number(f"{prefix}.{group[0].id}.weight", group[0].text("weight"), problems)
        owns, scores = _scores(rules, prefix, group, weight, problems)
        for row, own, scored in zip(group, owns, scores, strict=True):
            number += not row.filler
            found.append(_indicator(prefix, row, group, (number, weight, own.share), (own, scored)))
    return tuple(found), problems


def _rows(form: Form, prefix: str, entries: Entries) -> list[_Row]:
    """Rows in printed order: by level, and within a level as the unit ordered them."""
    places = {
        sub.id: (at, group, sub)
        for at, (group, sub) in enumerate(
            (group, sub) for group in form.levels for sub in group.level2
        )
    }
    rows: list[tuple[int, _Row]] = []
    for row_id in ids(entries, f"{prefix}.rows"):
        start = f"{prefix}.{row_id}."
        place = places.get(entries.get(f"{start}level", ""))
        if place is None:
            continue
        texts = {
            cell: entries[start + cell]
            for cell in (
                *("name", "target", "actual", "weight", "tier"),
                *("given", "given_reason", "reason", "stated"),
            )
            if start + cell in entries
        }
        merge = entries.get(f"{start}merge", "")
        at, group, sub = place
        rows.append((at, _Row(row_id, group, sub, texts, merge if merge in MERGES else "")))
    rows.sort(key=lambda pair: pair[0])
    return [row for _, row in rows]


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

    target: targets.Reading
    actual: targets.Reading
    share: Decimal | None
    score: Score | None


def _scores(
    rules: Rules, prefix: str, rows: list[_Row], weight: Decimal | None, problems: dict[str, str]
) -> tuple[list[_Own], list[Score | None]]:
    """Each row by itself, and the score that counts at each row (none below a merged head)."""
    merged = _merged(rows)
    owns: list[_Own] = []
    for row, share in zip(rows, _shares(weight, len(rows), merged), strict=True):
        target = targets.read(row.text("target"), rules.year)
        actual = targets.read(row.text("actual"), rules.year)
        facts = None if share is None else Facts(target, actual, share, row.text("tier"))
        owns.append(_Own(target, actual, share, None if row.filler else _own(rules, facts)))
    counting = [own.score for own in owns]
    if merged:
        combined = _combined(rules, [one for one in counting if one is not None], weight)
        counting = [combined, *[None] * (len(rows) - 1)]
    scores = [
        None if score is None else _with_given(score, prefix, row, problems)
        for score, row in zip(counting, rows, strict=True)
    ]
    return owns, scores


def _merged(rows: list[_Row]) -> bool:
    return len(rows) > 1 and all(row.merge == MERGE_BOTH for row in rows[1:])


def _indicator(
    prefix: str,
    row: _Row,
    group: list[_Row],
    place: tuple[int, Decimal | None, Decimal | None],
    scores: tuple[_Own, Score | None],
) -> Indicator:
    number, weight, share = place
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
        weight=share,
        group_weight=weight,
        group=tuple(other.id for other in group),
        head=row is group[0],
        merged_score=_merged(group),
        score=scored,
        own=own.score,
        reason=row.text("reason"),
    )


def _shares(weight: Decimal | None, count: int, merged: bool) -> list[Decimal | None]:
    """The weight each row is scored with: the whole one, or equal parts that add up to it."""
    if weight is None or merged or count == 1:
        return [weight] * count
    part = rounded(weight / count)
    return [*[part] * (count - 1), weight - part * (count - 1)]


def _own(rules: Rules, facts: Facts | None) -> Score:
    return score(rules, facts) if facts else Score("blank", None, Because("还没有填分值"))


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
