"""Findings as a person works through them: what has been put right stays in the list, green, until
the list is looked at anew; and the next one in order, for the keyboard."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.report import Finding


@dataclass(frozen=True)
class Line:
    """A finding in a list; `mended`: it was there when the list was opened and is not any more."""

    finding: Finding
    mended: bool = False


class Watch:
    """Remembers what was in a list since it was opened."""

    def __init__(self) -> None:
        self._seen: dict[str, Finding] = {}
        self._ranks: dict[str, tuple[bool, int]] = {}  # as they were first seen

    def forget(self) -> None:
        """The list is opened anew: what has been mended leaves it, what is explained goes last."""
        self._seen.clear()
        self._ranks.clear()

    def lines(self, findings: Iterable[Finding]) -> tuple[Line, ...]:
        """The worst first; one that has been mended or explained stays where it was: who goes
        down the list must not lose the place."""
        now = {found.key: found for found in findings}
        self._seen |= now
        self._ranks = {key: one.rank for key, one in now.items()} | self._ranks
        ranked = sorted(self._seen.values(), key=lambda one: self._ranks[one.key])
        return tuple(Line(one, one.key not in now) for one in ranked)


def to_do(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that ask something of a person: no notes, none that is explained already."""
    return tuple(one for one in findings if one.asks)


class Walk:
    """Steps through cells in their order, also while they leave the list one by one."""

    def __init__(self) -> None:
        self._last: tuple[str, ...] = ()  # the list as it was at the last step
        self._at = -1

    def step(
        self, cells: Sequence[str], current: str, step: int = 1, near: Sequence[str] = ()
    ) -> str:
        """The next (-1: last) cell from the current one, round the end; blank where there is none.

        Where the current cell has been filled in or put right meanwhile, the one that followed it;
        but those that are `near`, on what the person is looking at, before all others.
        """
        if not cells:
            return ""
        there = current in cells
        at = cells.index(current) + step if there else self._after_last(cells, step)
        if not there and near and cells[at % len(cells)] not in near:
            at = cells.index(near[0] if step > 0 else near[-1])
        found = cells[at % len(cells)]
        self._last, self._at = tuple(cells), at % len(cells)
        return found

    def _after_last(self, cells: Sequence[str], step: int) -> int:
        """From where the last step led, over the cells that are gone."""
        if not 0 <= self._at < len(self._last):
            return 0 if step > 0 else -1
        rest = self._last[self._at :] if step > 0 else self._last[self._at :: -1]
        left = next((one for one in rest if one in cells), "")
        if not left:
            return 0 if step > 0 else -1
        stays = left == self._last[self._at]  # the person has only gone somewhere else
        return cells.index(left) + (step if stays else 0)
