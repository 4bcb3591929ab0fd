"""The figures of the 说明, section by section, computed from a report when somebody asks.

They are not part of the report: no cell depends on them, and a unit with 300 subjects has too many
to compute on every key.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.derived import HUNDRED, Derived, Style, derived
from app.domain.figure_cells import Cells
from app.domain.report import Report
from app.domain.values import rounded
from app.scheme.figures import FigureRow, FigureRule, Group, Passage
from app.scheme.formula import Value

SHARES = "shares"  # the id of what the shares of a whole add up to
TAIL = Decimal("0.0001")  # of a whole: what published figures of two digits may miss
NO_ROW = FigureRow("", "")


@dataclass(frozen=True)
class Section:
    """A section of the 说明 with its figures, in the order in which it names them."""

    id: str
    title: str
    figures: tuple[Derived, ...]


def narration(report: Report, unit: str = "") -> tuple[Section, ...]:
    """Every section that the scheme has figures for; none where it has no 说明. Never raises.

    Amounts are in the unit that the unit publishes in, or in `unit` for the screen.
    """
    found = report.scheme.narrative
    if found is None:
        return ()
    unit = unit or ("元" if report.text("info.account_unit") == "yuan" else "万元")
    maker = _Maker(Cells(report), Style(found.words, unit))
    return tuple(Section(one.id, one.title, tuple(maker.figures(one))) for one in found.passages)


@dataclass(frozen=True)
class _Taken:
    """What a figure is computed from in one row."""

    rule: FigureRule
    value: Value
    base: Value


@dataclass(frozen=True)
class _Maker:
    cells: Cells
    style: Style

    def figures(self, passage: Passage) -> Iterator[Derived]:
        for group in passage.groups:
            if group.repeated:
                yield from self._repeated(passage, group)
            else:
                yield from self._row(passage, NO_ROW, self._taken(group, NO_ROW))

    def _repeated(self, passage: Passage, group: Group) -> Iterator[Derived]:
        found: list[Derived] = []
        for row in self.cells.rows(group):
            taken = self._taken(group, row)
            if self._mentioned(group, row, taken):
                found += self._row(passage, row, taken)
        yield from found
        if group.whole:
            yield from self._shares(passage, [one for one in found if one.kind == "share"])

    def _row(
        self, passage: Passage, row: FigureRow, taken: tuple[_Taken, ...]
    ) -> Iterator[Derived]:
        for one in taken:
            rule = one.rule
            name = ".".join(part for part in (passage.id, row.id, rule.id) if part)
            cells = self.cells.named(rule, row)
            start = Derived(name, row.label, rule.label, rule.kind, cells=cells)
            yield derived(self.style, rule, start, one.value, one.base)

    def _taken(self, group: Group, row: FigureRow) -> tuple[_Taken, ...]:
        """The numbers of a row. A blank part of a whole that is known is nothing: the parts are
        all there are."""
        taken = tuple(
            _Taken(
                rule,
                self.cells.value(rule.value, row),
                self.cells.value(rule.base, row) if rule.base else None,
            )
            for rule in group.figures
        )
        whole = next((one.base for one in taken if one.rule.kind == "share"), None)
        if not (group.whole and whole):
            return taken
        nothing = Decimal(0)
        return tuple(replace(one, value=nothing) if one.value is None else one for one in taken)

    def _mentioned(self, group: Group, row: FigureRow, taken: tuple[_Taken, ...]) -> bool:
        """Whether a row is named: parts that are zero only where the place lists them, and other
        rows only where there is anything to say."""
        zeros = group.zeros or ("omit" if group.over else self.style.words.zeros)
        if row.id in group.listed or zeros == "list":
            return True
        return any(one.value or (one.base and not group.whole) for one in taken)

    def _shares(self, passage: Passage, shares: list[Derived]) -> Iterator[Derived]:
        """What the shares add up to as they are printed: each is rounded by itself, and none is
        bent so that they make 100."""
        numbers = [one.number for one in shares if one.number is not None]
        if not numbers:
            return
        words, total = self.style.words, sum(numbers, Decimal(0))
        printed = sum((rounded(number * HUNDRED) for number in numbers), Decimal(0)) / HUNDRED
        text = self.style.rate(printed)
        made = Derived(f"{passage.id}.{SHARES}", "", "占比合计", "share", printed, text)
        if abs(total - 1) > TAIL:
            yield replace(made, note=words.parts)
        else:
            yield replace(made, note=words.shares.replace("{total}", text) if printed != 1 else "")
