"""What a unit filled in before: its forms of other years, their indicators, a library of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from app.domain import targets
from app.domain.indicators import composed
from app.domain.prescribed import prescribed
from app.domain.report import TargetParts
from app.domain.submission import FILLER_NAMES, MERGES, Entries, Submission, ids, prefixes
from app.domain.values import tidy
from app.domain.years import raised
from app.scheme.model import Form, Level1, Level2, Preset, Scheme

# cells of a row that say what the indicator is; all others say what came of it in that year
KEPT_CELLS = ("name", "explain", "rubric", "target", "sign", "number", "measure", "weight", "core")


@dataclass(frozen=True)
class SourceRow:
    """One indicator of an earlier form. `weight` is the one its group shares, on every row of it.

    `key` tells it from every other row; `group` is the key of the row that heads its group.
    """

    key: str
    group: str
    year: int
    level1: str  # label
    level2: str  # id
    level2_label: str
    name: str
    target: str
    unit: str
    weight: str
    merge: str = ""
    preset: Preset | None = None
    texts: Entries = field(default_factory=dict)  # KEPT_CELLS as they were typed

    @property
    def untouched(self) -> bool:
        """Whether the scheme of that year asks for it and nobody changed what it says."""
        return self.preset is not None and not self.texts

    def text(self, cell: str) -> str:
        """What was typed, or what the scheme of that year prescribes for this indicator."""
        return self.texts.get(cell, "") or prescribed(self.preset, cell)


@dataclass(frozen=True)
class Source:
    """An earlier form with its indicators in printed order, blank and “……” rows left out.

    `texts` are all of its cells, addressed from the form on: `goal_expected`, `i1.target`.
    """

    unit: str
    year: int
    scheme_id: str
    submission_id: int
    form: Form
    prefix: str
    name: str
    rows: tuple[SourceRow, ...]
    texts: Entries = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.form.title


@dataclass(frozen=True)
class Known:
    """An indicator of the library: its latest row, the years it stood in, the names of its forms.

    `shared` says that its weight was one with other rows.
    """

    row: SourceRow
    years: tuple[int, ...]
    forms: tuple[str, ...]
    shared: bool = False


# ---------------------------------------------------------------- forms


def sources(scheme: Scheme, submission: Submission) -> tuple[Source, ...]:
    """The forms of an earlier submission that have indicators or anything else to carry over.

    `scheme` is the one that the submission was filled in by.
    """
    found: list[Source] = []
    texts = _by_prefix(submission.entries)
    for form in scheme.forms:
        for prefix in prefixes(form, submission.entries) if form.levels else ():
            source = _source(form, prefix, submission, texts.get(prefix, {}))
            if source.rows or any("." not in cell for cell in source.texts if cell != "rows"):
                found.append(source)
    return tuple(found)


def _by_prefix(entries: Entries) -> dict[str, dict[str, str]]:
    """All cells below each “overall” and each “project.p1”, in one go through the entries."""
    found: dict[str, dict[str, str]] = {}
    for cell, text in entries.items():
        first, _, below = cell.partition(".")
        second, _, last = below.partition(".")
        found.setdefault(first, {})[below] = text
        found.setdefault(f"{first}.{second}", {})[last] = text
    return found


def _source(form: Form, prefix: str, submission: Submission, texts: Entries) -> Source:
    filled = _Filled(form, texts, submission.year, f"{submission.year}/{submission.id}/{prefix}/")
    return Source(
        unit=submission.text("info.unit"),
        year=submission.year,
        scheme_id=submission.scheme_id,
        submission_id=submission.id,
        form=form,
        prefix=prefix,
        name=texts.get(form.name_field, "") if form.name_field else form.title,
        rows=tuple(_rows(filled)),
        texts=texts,
    )


@dataclass(frozen=True)
class _Filled:
    """A form as it was filled in; `start` begins the keys of its rows."""

    form: Form
    texts: Entries
    year: int
    start: str


def _rows(filled: _Filled) -> Iterator[SourceRow]:
    """Rows by level; within a level as the unit ordered them, each group led by its first row."""
    listed = ids(filled.texts, "rows")
    for level1 in filled.form.levels:
        for sub in level1.level2:
            group: list[SourceRow] = []
            for row_id in listed:
                if filled.texts.get(f"{row_id}.level", "") != sub.id:
                    continue
                row = _row(filled, row_id, level1, sub)
                if group and row.merge:
                    group.append(row)
                else:
                    yield from _shown(group)
                    group = [replace(row, merge="")]
            yield from _shown(group)


def _row(filled: _Filled, row_id: str, level1: Level1, sub: Level2) -> SourceRow:
    def cell(name: str) -> str:
        return filled.texts.get(f"{row_id}.{name}", "")

    presets = (p for group in filled.form.levels for one in group.level2 for p in one.presets)
    preset = next((p for p in presets if p.id == cell("preset")), None)
    typed = {name: cell(name) for name in KEPT_CELLS if cell(name)}
    said = {name: typed.get(name, "") or prescribed(preset, name) for name in KEPT_CELLS}
    parts = TargetParts(said["sign"], said["number"], said["measure"])
    target = said["target"] or composed(parts) or cell("adjusted")
    return SourceRow(
        key=f"{filled.start}{row_id}",
        group="",  # known when the group is
        year=filled.year,
        level1=level1.label,
        level2=sub.id,
        level2_label=sub.label,
        name=said["name"],
        target=target,
        unit=_unit(target, parts.measure, filled.year),
        weight=said["weight"],
        merge=cell("merge") if cell("merge") in MERGES else "",
        preset=preset,
        texts=typed,
    )


def _unit(target: str, measure: str, year: int) -> str:
    """度量单位: what was typed as such, or what stands behind the number."""
    match targets.read(target, year):
        case targets.Quantity() as one if not measure:
            return f"{one.scale}{one.unit}"
        case _:
            return measure


def _shown(group: list[SourceRow]) -> Iterator[SourceRow]:
    """The rows of a group that say something; the first of them has its weight and leads it."""
    kept = [row for row in group if not _blank(row)]
    for at, row in enumerate(kept):
        yield replace(
            row,
            group=kept[0].key,
            weight=group[0].weight,
            merge=row.merge if at else "",
        )


def _blank(row: SourceRow) -> bool:
    """“……” or nothing at all where an indicator would stand."""
    name = row.name.strip()
    said = (
        row.target,
        row.text("explain"),
        row.text("rubric"),
        row.weight if not row.merge else "",
    )
    return (not name or name in FILLER_NAMES) and not any(said)


def last_year(submissions: Iterable[Submission], unit: str, year: int) -> Submission | None:
    """The submission of this unit to carry over from: the latest earlier year that names any
    indicator; of two for one year the fuller one. None where there is none."""

    def filled(one: Submission) -> int:
        return sum(cell.endswith(".name") and bool(text) for cell, text in one.entries.items())

    mine = [one for one in submissions if one.year < year and same_unit(one, unit) and filled(one)]
    return max(mine, key=lambda one: (one.year, filled(one), one.id), default=None)


def same_unit(submission: Submission, unit: str) -> bool:
    """Whether the submission names this unit; spaces and the width of letters do not matter."""
    return _plain(submission.text("info.unit")) == _plain(unit)


# ---------------------------------------------------------------- the library


def library(found: Iterable[Source], search: str = "") -> tuple[Known, ...]:
    """All distinct indicators of these forms, those of the latest year first.

    One name under one second level is one indicator, whatever year stands in the name; target and
    weight are the latest. `search` holds words that the name must contain, in any order.
    """
    known: dict[tuple[str, str], Known] = {}
    for source in sorted(found, key=lambda one: -one.year):
        sizes = [row.group for row in source.rows]
        for row in source.rows:
            if not row.name.strip() or row.name.strip() in FILLER_NAMES:
                continue
            here = Known(row, (source.year,), (source.name,), sizes.count(row.group) > 1)
            key = same_indicator(row)
            known[key] = _folded(known[key], here) if key in known else here
    return tuple(one for one in known.values() if matches(one, search))


def same_indicator(row: SourceRow) -> tuple[str, str]:
    """What two rows have in common that are one indicator of different years."""
    return indicator_key(row.name, row.level2_label, row.year)


def indicator_key(name: str, level2_label: str, year: int) -> tuple[str, str]:
    """As `same_indicator()`, for a row of the form that is being filled in."""
    return _plain(raised(name, year, 2000 - year)), level_key(level2_label)


def level_key(label: str) -> str:
    """A level's label for comparing: 数量 and 数量指标 are one."""
    return _plain(label).removesuffix("指标")


def _folded(latest: Known, other: Known) -> Known:
    """Two finds of one indicator: the later one counts, unless it alone has no target."""
    best = latest if latest.row.target or not other.row.target else other
    return replace(
        best,
        years=tuple(sorted({*latest.years, *other.years}, reverse=True)),
        forms=tuple(dict.fromkeys((*latest.forms, *other.forms))),
    )


def matches(known: Known, search: str) -> bool:
    """Whether the name holds every word of the search; a blank search finds all."""
    name = _plain(known.row.name)
    return all(_plain(word) in name for word in tidy(search).split())


def _plain(text: str) -> str:
    return tidy(text).replace(" ", "").lower()
