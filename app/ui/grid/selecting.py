"""A table whose selection is one block, chosen by keys and mouse as in Excel.

The current cell is the one that the selection began at and stays there while Shift makes it
larger; what moves is the corner opposite to it.
"""

from collections.abc import Callable, Collection

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QRegion
from PySide6.QtWidgets import QAbstractItemDelegate, QApplication, QTableView, QWidget

from app.ui.grid.grid_model import CELL_ROLE

Index = QModelIndex | QPersistentModelIndex
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_Key = Qt.Key
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_Flag = QItemSelectionModel.SelectionFlag


def edge(filled: Callable[[int], bool], at: int, step: int, count: int) -> int:
    """Where Ctrl and an arrow lead: the end of the filled cells, or across blank ones to the next
    filled one."""
    inside = range(count)
    if at + step not in inside:
        return at
    within = filled(at) and filled(at + step)
    at += step
    while at + step in inside and (filled(at + step) if within else not filled(at)):
        at += step
    return at


class BlockView(QTableView):
    """Qt's own view begins a larger selection at the last cell that was clicked, wherever Enter,
    Tab or a jump have led since."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begun: QPersistentModelIndex | None = None  # where the mouse went down
        self.marks: Collection[tuple[int, int]] = ()  # what was found: rows and columns
        self.mark_at: tuple[int, int] | None = None
        self._stays = False  # the cursor goes back to a cell that nobody wants to see again

    def sight(self) -> range:
        """The rows that are on the screen."""
        last = self.rowAt(self.viewport().height() - 1)
        return range(max(0, self.rowAt(0)), self.model().rowCount() if last < 0 else last + 1)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Qt paints every cell when the cursor comes back from an editor; what looks different is
        its place and the selection."""
        viewport, place = self.viewport(), editor.geometry()
        still = Qt.WidgetAttribute.WA_UpdatesDisabled
        before = self.testAttribute(still)  # losing the cursor, an editor closes once more
        for one in (self, viewport):
            one.setAttribute(still, True)
        super().closeEditor(editor, hint)
        for one in (self, viewport):
            one.setAttribute(still, before)
        QWidget.update(self, QRegion(self.rect()) - QRegion(self.contentsRect()))  # the frame
        viewport.update(place)
        viewport.update(self.visualRegionForSelection(self.selectionModel().selection()))

    def at_work(self) -> bool:
        """Whether keys go to this grid, or to a menu of it."""
        menu = QApplication.activePopupWidget()
        return self.hasFocus() or (menu is not None and menu.parent() is self)

    def begins_at(self, index: Index) -> bool:
        """Whether this is the current cell of a selection of several."""
        at = self.currentIndex()
        if (index.row(), index.column()) != (at.row(), at.column()):
            return False
        rows, columns = self.block()
        return len(rows) * len(columns) > 1

    def block(self) -> tuple[range, range]:
        """Rows and columns of the selection, or of the current cell."""
        parts = [part for part in self.selectionModel().selection().toList() if part.isValid()]
        if not parts:
            at = self.currentIndex()
            if not at.isValid():
                return range(0), range(0)
            return range(at.row(), at.row() + 1), range(at.column(), at.column() + 1)
        top, left = min(part.top() for part in parts), min(part.left() for part in parts)
        bottom, right = max(part.bottom() for part in parts), max(part.right() for part in parts)
        return range(top, bottom + 1), range(left, right + 1)

    def select_only(self, row: int, column: int) -> None:
        """Only this cell, also while a key such as Ctrl is still held down."""
        index = self.model().index(row, column)
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)
        self.scrollTo(index)

    def select_block(self, rows: range, columns: range) -> None:
        """These cells; the cursor stays where it is in them, or goes to their first one."""
        if not rows or not columns:
            return
        model, at = self.model(), self.currentIndex()
        if at.row() not in rows or at.column() not in columns:
            self.move_cursor(rows[0], columns[0])
        first, last = model.index(rows[0], columns[0]), model.index(rows[-1], columns[-1])
        self.selectionModel().select(QItemSelection(first, last), _Flag.ClearAndSelect)

    def select_columns(self, first: int, last: int) -> None:
        """Whole columns, as a click on their heads does; nothing is scrolled for it."""
        rows = self.model().rowCount()
        if not rows or min(first, last) < 0:
            return
        self.setFocus()
        self.move_cursor(min(self.sight().start, rows - 1), first)
        left, right = sorted((first, last))
        self.select_block(range(rows), range(left, right + 1))

    def move_cursor(self, row: int, column: int) -> None:
        """The cursor to a cell without a change of the selection or the scroll bars."""
        self._stays = True
        scrolls = self.hasAutoScroll()
        self.setAutoScroll(False)
        index = self.model().index(row, column)
        self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self.setAutoScroll(scrolls)
        self._stays = False

    def mark(self, places: Collection[tuple[int, int]], at: tuple[int, int] | None = None) -> None:
        """Show these cells as found, and the one that the search is at; none: none any longer."""
        if places or self.marks:
            self.marks, self.mark_at = places, at
            self.viewport().update()

    def reveal(self, index: Index) -> None:
        """Bring a cell into sight."""
        self.scrollTo(index)

    # ── keys ─────────────────────────────────────────────────────────────────────────────

    def roams(self, event: QKeyEvent) -> bool:
        """Take the keys that go far or make the selection larger; False for any other key."""
        held, key = event.modifiers() & ~_KEYPAD, Qt.Key(event.key())
        shift, control = bool(held & _SHIFT), bool(held & _CONTROL)
        if held & ~(_SHIFT | _CONTROL) or not self.model().rowCount():
            return False
        if control and not shift and key == _Key.Key_A:
            self.select_block(range(self.model().rowCount()), range(self.model().columnCount()))
            return True
        if key == _Key.Key_Space and held:
            return self._space(event, row=held == _SHIFT)
        rows, columns = self._head() if shift else self._cursor()
        there = self._led(key, rows, columns, control=control)
        plain = key in _ARROWS and not held
        if there is None or plain:
            return False
        if shift:
            self._extend(*there)
        else:
            self.select_only(*there)
            self.reveal(self.currentIndex())
        return True

    def _space(self, event: QKeyEvent, *, row: bool) -> bool:
        """Shift+Space selects the row. Ctrl+Space is not the column's, as it is in Excel: it
        switches the input method on and off on nearly every computer in the country, and where
        it comes through to here all the same it must do nothing at all."""
        at = self.currentIndex().row()
        if row and at >= 0:
            self.select_block(range(at, at + 1), range(self.model().columnCount()))
        event.accept()
        return True

    def _cursor(self) -> tuple[int, int]:
        at = self.currentIndex()
        return max(0, at.row()), max(0, at.column())

    def _head(self) -> tuple[int, int]:
        """The corner of the selection that moves: opposite to the cursor."""
        rows, columns = self.block()
        if not rows:
            return 0, 0
        row, column = self._cursor()
        return (
            rows[0] if row == rows[-1] else rows[-1],
            columns[0] if column == columns[-1] else columns[-1],
        )

    def _led(self, key: Qt.Key, row: int, column: int, *, control: bool) -> tuple[int, int] | None:
        """Where a key leads from a cell; None for a key that leads nowhere."""
        last, right = self.model().rowCount() - 1, self.model().columnCount() - 1
        match key:
            case _Key.Key_Home:
                return (0 if control else row), 0
            case _Key.Key_End:
                return (last if control else row), right
            case _Key.Key_PageUp if not control:  # with Ctrl it turns to another tab
                return max(0, row - self._page()), column
            case _Key.Key_PageDown if not control:
                return min(last, row + self._page()), column
        if key not in _ARROWS:
            return None
        down, along = _ARROWS[key]
        if control and down:
            return edge(lambda at: self._filled(at, column), row, down, last + 1), column
        if control:
            return row, edge(lambda at: self._filled(row, at), column, along, right + 1)
        return min(max(0, row + down), last), min(max(0, column + along), right)

    def _page(self) -> int:
        """As many rows as are on the screen, but for one that stays in sight; of a grid that is
        taller than the page around it only a part is."""
        seen = self.viewport().visibleRegion().boundingRect()
        last = self.rowAt(seen.bottom())
        last = self.model().rowCount() - 1 if last < 0 else last
        return max(1, last - max(0, self.rowAt(seen.top())) - 1)

    def _filled(self, row: int, column: int) -> bool:
        cell = self.model().data(self.model().index(row, column), CELL_ROLE)
        return bool(cell is not None and (cell.shown or cell.text).strip())

    def _extend(self, row: int, column: int) -> None:
        """The selection from the cursor to a cell. A whole row stays one while lines are added to
        it: what the cell does not move along is kept."""
        rows, columns = self.block()
        if not rows:
            return
        head, at = self._head(), self._cursor()
        if row != head[0]:
            rows = _between(at[0], row)
        if column != head[1]:
            columns = _between(at[1], column)
        self.select_block(rows, columns)
        self.reveal(self.model().index(row, column))

    # ── mouse ────────────────────────────────────────────────────────────────────────────

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        index = self.indexAt(event.position().toPoint())
        if left and event.modifiers() == _SHIFT:
            if index.isValid() and self.currentIndex().isValid():
                row, column = self._cursor()
                self.select_block(_between(row, index.row()), _between(column, index.column()))
            return
        self._begun = QPersistentModelIndex(index) if left and index.isValid() else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt takes the cursor along with the mouse; it belongs where the selection began."""
        super().mouseReleaseEvent(event)
        begun, self._begun = self._begun, None
        at = self.currentIndex()
        if begun is None or not begun.isValid() or not at.isValid():
            return
        if (begun.row(), begun.column()) != (at.row(), at.column()):
            self.move_cursor(begun.row(), begun.column())


def _between(one: int, other: int) -> range:
    return range(min(one, other), max(one, other) + 1)
