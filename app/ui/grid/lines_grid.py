"""The grid as a list of lines about cells: Enter and double-click go to the cell of a line."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent

from app.ui.grid.grid import Grid


class LinesGrid(Grid):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        cell = self.cell()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not plain and cell is not None and cell.locked and self.current_row_id():
            self.activated_row.emit(self.current_row_id())
            return
        super().keyPressEvent(event)

    def take_first(self) -> None:
        """The first line is the current one where none is."""
        if self.grid_model.view.rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self.grid_model.index(0, 0, QModelIndex()))
