"""The cell or field that the cursor is in, and what may be asked of it: 口径, source, a remark. The
menu of a grid and the keys of the window ask."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.ui.views.views import CellView

if TYPE_CHECKING:
    from app.storage.store import Change
    from app.ui.grid.grid import Grid


@dataclass(frozen=True)
class Pointed:
    """`address` is blank for heads and lines without a cell; `near` is then the first cell of that
    row, `row` the row's id."""

    address: str
    name: str
    cell: CellView | None = None
    near: str = ""
    row: str = ""


def in_grid(grid: "Grid") -> Pointed | None:
    """The current cell of a grid."""
    cell, view = grid.cell(), grid.grid_model.view
    at = grid.currentIndex().row()
    if cell is None or not 0 <= at < len(view.rows):
        return None
    near = next((one.address for one in view.rows[at] if one.address), "")
    row = view.row_ids[at] if at < len(view.row_ids) else ""
    return Pointed(cell.address, cell.name or cell.shown.strip(), cell, near, row)


class Answers(Protocol):
    """Whoever answers: what stands beside the work."""

    @property
    def marks(self) -> Mapping[str, str]:
        """Remarks by their cells."""

    def explain(self, pointed: Pointed | None) -> None:
        """Show the 口径 of a cell."""

    def trace(self, pointed: Pointed | None) -> None:
        """Show how the figure of a cell came about."""

    def show_findings(self, pointed: Pointed) -> None:
        """Show what the checks say of a cell."""

    def remark(self, pointed: Pointed | None) -> None:
        """Ask for the remark of a cell."""

    def found(self, address: str) -> int:
        """How many findings name a cell."""


@dataclass(frozen=True)
class Asking:
    """`answers` is asked late: it is made after the desk of the pages. `history` is what was typed
    into a cell before."""

    answers: "Callable[[], Answers]"
    history: "Callable[[str], list[Change]]"
