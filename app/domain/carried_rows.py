"""What an indicator of an earlier form says in a form of this year: its cells, level by level."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.domain import targets
from app.domain.earlier import SourceRow, level_key
from app.domain.indicators import composed, parted
from app.domain.report import TargetParts
from app.domain.submission import TARGET_PARTS
from app.domain.years import raised
from app.scheme.model import Form, Level2, Preset

TARGET_CELLS = ("target", *TARGET_PARTS)


@dataclass(frozen=True)
class Choice:
    """How a person wants it carried into the year `year`.

    `level_of` says where rows go whose second level this form does not have: that level's label ->
    id of a level here, "" to leave them out. `budget` takes over 年初预算 of the earlier year.
    """

    year: int
    targets: bool = True
    raise_years: bool = True
    budget: bool = False
    level_of: Mapping[str, str] = field(default_factory=dict)

    def text(self, text: str, year: int) -> str:
        """A name or target of the year `year` as it reads in the year that it is carried into."""
        return raised(text, year, self.year - year) if self.raise_years else text


@dataclass(frozen=True)
class Placed:
    """An earlier row and the second level that it belongs to here."""

    row: SourceRow
    level: Level2

    @property
    def preset(self) -> Preset | None:
        """The indicator prescribed here that the row was one of there, by its label."""
        if self.row.preset is None:
            return None
        label = level_key(self.row.preset.label)
        return next((one for one in self.level.presets if level_key(one.label) == label), None)

    @property
    def untouched(self) -> bool:
        """Whether only the earlier scheme asks for it, and nothing of it was typed."""
        return self.row.untouched and self.preset is None

    def text(self, cell: str) -> str:
        """What was typed; for what is not prescribed here, also what was prescribed there."""
        return self.row.texts.get(cell, "") if self.preset else self.row.text(cell)


def level_for(into: Form, row: SourceRow, level_of: Mapping[str, str]) -> Level2 | None:
    """The second level that an earlier row belongs to: by id, else by label, else as was said."""
    same = into.level2(row.level2)
    if same is not None:
        return same
    wanted = level_key(row.level2_label)
    named = [(g, sub) for g in into.levels for sub in g.level2 if level_key(sub.label) == wanted]
    if len(named) > 1:
        named = [one for one in named if level_key(one[0].label) == level_key(row.level1)]
    if len(named) == 1:
        return named[0][1]
    return into.level2(level_of.get(row.level2_label, ""))


def placed_rows(
    into: Form, rows: Iterable[SourceRow], level_of: Mapping[str, str]
) -> tuple[list[Placed], tuple[SourceRow, ...]]:
    """The rows with their levels, and those that have none here."""
    found = [(row, level_for(into, row, level_of)) for row in rows]
    placed = [Placed(row, level) for row, level in found if level is not None]
    return placed, tuple(row for row, level in found if level is None)


def row_cells(into: Form, rows: Iterable[Placed], choice: Choice) -> list[dict[str, str]]:
    """The cells of each row, without its address. Rows that shared a weight stand together.

    The first of them has the weight, even where the row that headed the group is not among them.
    """
    groups: dict[str, list[Placed]] = {}
    for one in rows:
        groups.setdefault(one.row.group, []).append(one)
    made: list[dict[str, str]] = []
    for group in groups.values():
        group.sort(key=lambda one: one.row.merge != "")  # its head first, whatever was chosen first
        for at, one in enumerate(group):
            made.append(_cells(into, one, choice) | _weight(into, one, leads=at == 0))
    return made


def _cells(into: Form, one: Placed, choice: Choice) -> dict[str, str]:
    cells = {
        "level": one.level.id,
        "preset": one.preset.id if one.preset else "",
        "name": choice.text(one.text("name"), one.row.year),
    }
    for cell in ("explain", "rubric", "core"):
        if into.column(cell) is not None:
            cells[cell] = one.text(cell)
    if choice.targets:
        cells |= _target(into, one, choice)
    return {cell: text for cell, text in cells.items() if text}


def _weight(into: Form, one: Placed, *, leads: bool) -> dict[str, str]:
    if into.column("weight") is None:
        return {}
    if not leads:
        return {"merge": one.row.merge}
    headed = one.row.key == one.row.group
    weight = one.text("weight") if headed and one.preset else one.row.weight
    return {"weight": weight} if weight else {}


def _target(into: Form, one: Placed, choice: Choice) -> dict[str, str]:
    """指标值 in the cells that this form has for it: one text, or sign, number and unit."""
    year = one.row.year
    typed = {cell: choice.text(one.text(cell), year) for cell in TARGET_CELLS}
    parts = TargetParts(typed["sign"], typed["number"], typed["measure"])
    text = typed["target"] or composed(parts)
    if not text and not one.preset:
        text = choice.text(one.row.target, year)  # only 调整指标值 was filled in
    if into.column("number") is None:
        return {"target": text} if into.column("target") is not None else {}
    if into.column("target") is not None:
        return typed if any(typed.values()) else {"target": text}
    if not parts.number:
        parts = parted(targets.read(text, choice.year))
    return {"sign": parts.sign, "number": parts.number, "measure": parts.measure}
