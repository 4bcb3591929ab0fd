"""Rows of a grid that are made when they are looked at: of hundreds, a window shows thirty."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from app.ui.views.views import CellView

Cells = tuple["CellView", ...]
Rows = Sequence[Cells]


class LazyRows(Sequence[Cells]):
    """`make` gives a row by its place; each is made once."""

    def __init__(self, count: int, make: Callable[[int], Cells]) -> None:
        self._count = count
        self._make = make
        self._made: dict[int, Cells] = {}

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Cells: ...
    @overload
    def __getitem__(self, at: slice) -> Rows: ...
    def __getitem__(self, at: int | slice) -> Cells | Rows:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(self._count)))
        made = self._made.get(at)  # asked for a dozen times for each cell that is painted
        if made is None:
            place = range(self._count)[at]
            made = self._made[place] = self._make(place)
        return made

    def looked_at(self) -> list[int]:
        """The places of the rows that were made, from the top."""
        return sorted(self._made)


def without(rows: Rows, first: int, last: int) -> Rows:
    """The rows without those from `first` up to before `last`, none made for it."""
    gap = last - first
    return LazyRows(len(rows) - gap, lambda at: rows[at if at < first else at + gap])


def looked_at(rows: Rows) -> Sequence[int]:
    """The rows that anyone can have seen."""
    return rows.looked_at() if isinstance(rows, LazyRows) else range(len(rows))
