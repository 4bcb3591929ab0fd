"""Another scheme for a submission: what that changes, said before it is done."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.compute import compute
from app.domain.counterparts import FormMatch, Match, counterparts
from app.domain.moved import moved
from app.domain.report import FormReport, Report
from app.domain.shown import Place, places
from app.domain.submission import FILLER_NAMES, Edit, Entries, Submission, option
from app.domain.values import number_text, score_text, shorten
from app.scheme.model import Scheme

NONE = "没有"
NAMED = 3  # of what is not shown, in one sentence


@dataclass(frozen=True)
class Total:
    """What a form comes to under one scheme; `points` is blank while something is missing."""

    points: Decimal | None
    so_far: Decimal | None
    grade: str
    scored: bool

    @property
    def words(self) -> str:
        if not self.scored:
            return "不评分"
        if self.points is None:
            return f"未填完（目前 {score_text(self.so_far) or 0}）"
        return f"{score_text(self.points)} {self.grade}".strip()


@dataclass(frozen=True)
class Scores:
    """A form before and after; None where the scheme does not have it."""

    name: str
    before: Total | None
    after: Total | None

    @property
    def sentence(self) -> str:
        if self.before is None:
            return f"{self.name}：新方案的表，原方案没有"
        if self.after is None:
            return f"{self.name}：新方案没有这张表（原来 {self.before.words}）"
        if self.before == self.after:
            return f"{self.name}：{self.after.words}，不变"
        return f"{self.name}：{self.before.words} → {self.after.words}"


@dataclass(frozen=True)
class Unseen:
    """Something filled in that stays in the file and is not shown under the new scheme."""

    where: str
    label: str
    text: str

    @property
    def sentence(self) -> str:
        text = f"（{shorten(self.text, 24)}）" if self.text else ""
        return f"{self.where}　{self.label}{text}"


@dataclass(frozen=True)
class Change:
    """The edit that a change of scheme is, and what a person should know of it beforehand.

    `carried` counts the cells filled in that are shown as before, `again` those that come to light
    again, `added` the rows that the new scheme starts with.
    """

    old: Scheme
    new: Scheme
    edit: Edit
    carried: int
    unseen: tuple[Unseen, ...]
    again: int
    added: int
    scores: tuple[Scores, ...]
    rules: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The whole change in plain words."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        yield f"方案由“{self.old.title}”换成“{self.new.title}”。"
        yield f"填过的内容有 {self.carried} 格照样显示。"
        if self.again:
            yield f"以前按这个方案填过的内容有 {self.again} 格重新显示。"
        if self.unseen:
            yield (
                f"有 {len(self.unseen)} 项在新方案里没有地方放：保留在数据文件里，不显示、不计分；"
                "换回原方案时照样还在。"
            )
            yield from (_gathered(where, found) for where, found in self.by_place().items())
        if self.added:
            yield f"新方案规定的指标或空行加了 {self.added} 行，等着填写。"
        yield from self.rules
        changed = [one for one in self.scores if one.before != one.after]
        yield from (one.sentence for one in changed)
        same = len(self.scores) - len(changed)
        if same:
            yield f"{'其余 ' if changed else ''}{same} 张表的总分不变。"

    def by_place(self) -> dict[str, list[Unseen]]:
        """What is not shown any more, by the form or table that it stands in."""
        found: dict[str, list[Unseen]] = {}
        for one in self.unseen:
            found.setdefault(one.where, []).append(one)
        return found


def _gathered(where: str, found: list[Unseen]) -> str:
    labels = "、".join(one.label for one in found[:NAMED])
    return f"{where}：{labels}{f' 等 {len(found)} 项' if len(found) > NAMED else ''}"


def change(old: Scheme, new: Scheme, submission: Submission) -> Change:
    """What it means to go on with `submission`, filled in by `old`, by `new`. Stores nothing.

    All that was typed stays in the entries; the change back gives the same report as before.
    """
    match = counterparts(old, new)
    before, result = submission.entries, moved(match, submission.entries)
    after = result.entries
    cells = {cell: after.get(cell, "") for cell in (*before, *after)}
    changed = {cell: text for cell, text in cells.items() if text != before.get(cell, "")}
    shown_before, shown_after = places(old, before), places(new, after)
    kept = [cell for cell, place in shown_before.items() if _filled(before, cell)]
    carried = [cell for cell in kept if match.renamed(cell) in shown_after]
    lost = {cell: shown_before[cell] for cell in kept if match.renamed(cell) not in shown_after}
    known = {match.renamed(cell) for cell in kept}
    again = [
        cell
        for cell in shown_after
        if _filled(after, cell) and cell not in known and cell in before
    ]
    reports = (
        compute(old, submission),
        compute(new, replace(submission, scheme_id=new.id, scheme_hash=new.hash, entries=after)),
    )
    return Change(
        old=old,
        new=new,
        edit=Edit(changed, f"更换方案：{new.title}"),
        carried=len(carried),
        unseen=tuple(_unseen(before, lost)),
        again=len(again),
        added=len(result.added),
        scores=tuple(_scores(match, *reports)),
        rules=tuple(_rules(match, before, after)),
    )


def _filled(entries: Entries, cell: str) -> bool:
    return bool(entries.get(cell, "").strip())


def _unseen(entries: Entries, lost: dict[str, Place]) -> Iterator[Unseen]:
    """One line for each indicator, and one for every other cell."""
    rows: dict[str, list[str]] = {}
    for cell, place in lost.items():
        if place.row:
            rows.setdefault(place.row, []).append(cell)
        else:
            yield Unseen(place.where, place.label, entries[cell])
    for row, cells in rows.items():
        place = lost[cells[0]]
        if len(cells) == 1 and entries[cells[0]].strip() in FILLER_NAMES:
            continue  # “……” with nothing else: no loss to anybody
        texts = (entries.get(f"{row}.{one}", "") for one in ("target", "actual"))
        whole = Unseen(place.where, place.indicator, "，".join(text for text in texts if text))
        yield whole if len(cells) > 1 else Unseen(place.where, place.label, entries[cells[0]])


# ---------------------------------------------------------------- scores and rules


def _scores(match: Match, before: Report, after: Report) -> Iterator[Scores]:
    there = {form.prefix: form for form in after.forms}
    for form in before.forms:
        prefix = match.renamed(f"{form.prefix}.rows").removesuffix(".rows")
        yield Scores(form.label, _total(form), _total(there.pop(prefix, None)))
    for form in there.values():
        yield Scores(form.label, None, _total(form))


def _total(form: FormReport | None) -> Total | None:
    if form is None:
        return None
    return Total(form.total, form.so_far, form.grade, form.form.scored)


def _rules(match: Match, before: Entries, after: Entries) -> Iterator[str]:
    """The rules that are not the same: options, tiers, grades, weights."""
    old, new = match.old, match.new
    for one in new.options:
        mine, theirs = option(old, before, one.id), option(new, after, one.id)
        if mine != theirs:
            yield f"{one.label}：{_choice(old, one.id, mine)} → {_choice(new, one.id, theirs)}"
    tiers = [[number_text(100 * tier.low) for tier in scheme.tiers] for scheme in (old, new)]
    if tiers[0] != tiers[1]:
        said = (f"{'%、'.join(limits)}%" for limits in tiers)
        yield f"定性指标各档的下限：{' → '.join(said)}"
    grades = [
        "、".join(f"{one.label} {number_text(one.at_least)}" for one in scheme.grades)
        for scheme in (old, new)
    ]
    if grades[0] != grades[1]:
        yield f"等级和起始分：{grades[0]} → {grades[1]}"
    seen: set[str] = set()
    for form in match.forms.values():
        if form.new.id not in seen:
            seen.add(form.new.id)
            yield from _weights(form)


def _choice(scheme: Scheme, option_id: str, choice_id: str) -> str:
    choices = scheme.option(option_id).choices
    return next((one.label for one in choices if one.id == choice_id), choice_id)


def _weights(match: FormMatch) -> Iterator[str]:
    parts: list[str] = []
    execution = [
        _weight(form.execution.weight) if form.execution else NONE
        for form in (match.old, match.new)
    ]
    if execution[0] != execution[1]:
        parts.append(f"预算执行率 {execution[0]} → {execution[1]}")
    before = {level.label: _weight(level.weight) for level in match.old.levels}
    after = {level.label: _weight(level.weight) for level in match.new.levels}
    for label in dict.fromkeys((*before, *after)):
        here, there = before.get(label, NONE), after.get(label, NONE)
        if here != there:
            parts.append(f"{label} {here} → {there}")
    if parts:
        yield f"{match.new.title}的分值：{'；'.join(parts)}"


def _weight(weight: Decimal | None) -> str:
    return "不定" if weight is None else f"{number_text(weight)}分"
