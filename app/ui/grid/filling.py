"""Ctrl+D and Ctrl+R: what stands in the first cells of a selection goes into all of it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.ui.grid.clipboard_text import typed
from app.ui.grid.sizing import SizedView
from app.ui.views.views import GridView

DOWN, RIGHT, UP, LEFT = "向下填充", "向右填充", "向上填充", "向左填充"
NOTHING = "没有可以填充的内容：上面（左边）没有格子"
_KEYS = {Qt.Key.Key_D: DOWN, Qt.Key.Key_R: RIGHT}


def filled(
    view: GridView, source: tuple[range, range], target: tuple[range, range]
) -> Mapping[tuple[int, int], str]:
    """What each cell of a target gets, but for those of the source: its block over and over, in
    step with where it stands, and as it was typed.

    Two cells never begin a series, as they would in Excel: amounts of an account do not count on
    from each other, and 2080101 is not followed by 2080102.
    """
    rows, columns = source
    return {
        (row, column): typed(
            view.rows[rows[(row - rows.start) % len(rows)]][
                columns[(column - columns.start) % len(columns)]
            ]
        )
        for row in target[0]
        for column in target[1]
        if row not in rows or column not in columns
    }


class FillView(SizedView):
    def fills(self, event: QKeyEvent) -> bool:
        """Take Ctrl+D and Ctrl+R; False for any other key."""
        word = _KEYS.get(Qt.Key(event.key()))
        if word is None or event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        if word == DOWN:
            self.fill_down()
        else:
            self.fill_right()
        return True

    def fill_down(self) -> None:
        """The first row of the selection into the others; into a single one, the row above."""
        rows, columns = self.block()
        self.fill(_first(rows), columns, (rows, columns), DOWN)

    def fill_right(self) -> None:
        """The first column of the selection into the others; into a single one, that before it."""
        rows, columns = self.block()
        self.fill(rows, _first(columns), (rows, columns), RIGHT)

    def fill(self, rows: range, columns: range, into: tuple[range, range], word: str) -> None:
        """One edit; what cannot be typed in is left out and counted, as when it is pasted."""
        if rows and columns:
            self._write(filled(self.grid_model.view, (rows, columns), into), word)
        elif into[0]:
            self.said.emit(NOTHING)


def _first(places: range) -> range:
    """Where a fill takes from; empty at the edge of the grid."""
    if len(places) > 1:
        return places[:1]
    return range(max(0, places.start - 1), places.start) if places else places
