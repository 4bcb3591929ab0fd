"""Enter and Tab inside a selection of several cells: round in it, as in Excel."""

from app.ui.grid.grid_blocks import Place, covered
from app.ui.views.views import GridView


def next_inside(
    view: GridView, rows: range, columns: range, at: Place, step: int, *, across: bool
) -> Place | None:
    """The next cell of a block that can be typed in, down its columns or across its rows and from
    its end to its beginning; None where the cursor is not in it or there is no other one."""
    if at[0] not in rows or at[1] not in columns:
        return None
    height, width = len(rows), len(columns)
    down, right = at[0] - rows.start, at[1] - columns.start
    count, start = height * width, down * width + right if across else right * height + down
    hidden = frozenset(covered(view))
    for one in range(1, count):
        place = (start + step * one) % count
        down, right = divmod(place, width) if across else divmod(place, height)[::-1]
        spot = rows.start + down, columns.start + right
        cell = view.rows[spot[0]][spot[1]]
        if not cell.locked and cell.address and spot not in hidden:
            return spot
    return None
