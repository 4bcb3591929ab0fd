"""The cell or field that the cursor is in, for what is asked of it: 口径, source, a remark."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ui.views.views import CellView

if TYPE_CHECKING:
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
