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


def narration(report: Report) -> tuple[Section, ...]:
    """Every section that the scheme has figures for; none where it has no 说明. Never raises."""
    found = report.scheme.narrative
    if found is None:
        return ()
    unit = "元" if report.text("info.account_unit") == "yuan" else "万元"
    maker = _Maker(Cells(report), Style(found.words, unit))
    return tuple(Section(one.id, one.title, tuple(maker.figures(one))) for one in found.passages)


@dataclass(frozen=True)
class _Maker:
    cells: Cells
    style: Style

    def figures(self, passage: Passage) -> Iterator[Derived]:
        for group in passage.groups:
            if group.repeated:
                yield from self._repeated(passage, group)
            else:
                yield from self._row(passage, group, NO_ROW)

    def _repeated(self, passage: Passage, group: Group) -> Iterator[Derived]:
        found: list[Derived] = []
        for row in self.cells.rows(group):
            if self._mentioned(group, row):
                found += self._row(passage, group, row)
        yield from found
        if group.whole:
            yield from self._shares(passage, [one for one in found if one.kind == "share"])

    def _row(self, passage: Passage, group: Group, row: FigureRow) -> Iterator[Derived]:
        for rule in group.figures:
            name = ".".join(part for part in (passage.id, row.id, rule.id) if part)
            start = Derived(
                name, row.label, rule.label, rule.kind, cells=self.cells.named(rule, row)
            )
            value = self._value(group, rule, row)
            base = self.cells.value(rule.base, row) if rule.base else None
            yield derived(self.style, rule, start, value, base)

    def _value(self, group: Group, rule: FigureRule, row: FigureRow) -> Value:
        """A blank part of a whole that is known is nothing: the parts are all there are."""
        value = self.cells.value(rule.value, row)
        if value is None and group.whole and self._whole(group, row):
            return Decimal(0)
        return value

    def _whole(self, group: Group, row: FigureRow) -> Value:
        """What the shares of the group are shares of."""
        bases = (rule.base for rule in group.figures if rule.kind == "share" and rule.base)
        return next((self.cells.value(base, row) for base in bases), None)

    def _mentioned(self, group: Group, row: FigureRow) -> bool:
        """Whether a row is named: parts that are zero only where the place lists them, and other
        rows only where there is anything to say."""
        if row.id in group.listed:
            return True
        values = [self.cells.value(rule.value, row) for rule in group.figures]
        bases = [self.cells.value(rule.base, row) for rule in group.figures if rule.base]
        zeros = group.zeros or ("omit" if group.over else self.style.words.zeros)
        if zeros == "list":
            return True
        return any(values) if group.whole else any((*values, *bases))

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
