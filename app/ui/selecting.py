"""A table whose selection is one block, made larger from where the cursor is now."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QRegion
from PySide6.QtWidgets import QAbstractItemDelegate, QTableView, QWidget

_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_Flag = QItemSelectionModel.SelectionFlag


class BlockView(QTableView):
    """Qt's own view begins a larger selection at the last cell that was clicked, wherever Enter,
    Tab or a jump have led since."""

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
        QWidget.update(self, QRegion(self.rect()) - QRegion(viewport.geometry()))
        viewport.update(place)
        viewport.update(self.visualRegionForSelection(self.selectionModel().selection()))

    def block(self) -> tuple[range, range]:
        """Rows and columns of the selection, or of the current cell."""
        indexes = self.selectedIndexes() or [self.currentIndex()]
        if not indexes[0].isValid():
            return range(0), range(0)
        rows = [index.row() for index in indexes]
        columns = [index.column() for index in indexes]
        return range(min(rows), max(rows) + 1), range(min(columns), max(columns) + 1)

    def select_only(self, row: int, column: int) -> None:
        """Only this cell, also while a key such as Ctrl is still held down."""
        index = self.model().index(row, column)
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)
        self.scrollTo(index)

    def extends(self, event: QKeyEvent) -> bool:
        """Take Shift and an arrow; False for any other key."""
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~_KEYPAD != Qt.KeyboardModifier.ShiftModifier:
            return False
        at = self.currentIndex()
        row = min(max(0, at.row() + step[0]), self.model().rowCount() - 1)
        column = min(max(0, at.column() + step[1]), self.model().columnCount() - 1)
        self._extend_to(self.model().index(row, column))
        return True

    def _extend_to(self, index: QModelIndex) -> None:
        """The block between a cell and the corner that the current one is opposite to."""
        rows, columns = self.block()
        at = self.currentIndex()
        if not rows or not index.isValid():
            return
        row = rows[0] if at.row() == rows[-1] else rows[-1]
        column = columns[0] if at.column() == columns[-1] else columns[-1]
        top, bottom = sorted((row, index.row()))
        left, right = sorted((column, index.column()))
        block = QItemSelection(self.model().index(top, left), self.model().index(bottom, right))
        self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self.selectionModel().select(block, _Flag.ClearAndSelect)
        self.scrollTo(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if shift and event.button() == Qt.MouseButton.LeftButton:
            self._extend_to(self.indexAt(event.position().toPoint()))
            return
        super().mousePressEvent(event)
