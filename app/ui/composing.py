"""Chinese through an input method: what is composed over a cell lands in it, nothing is lost."""

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication

from app.ui.moving import MovingView


class ComposingView(MovingView):
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A text that an input method commits on a cell opens the editor and lands in it.

        Qt's own view opens the editor but loses a commit that had no composition before it.
        """
        editing = self.state() == QAbstractItemView.State.EditingState
        cell = self.cell()
        if editing or not event.commitString() or cell is None or cell.locked:
            super().inputMethodEvent(event)
            return
        self.edit(self.currentIndex())
        editor = QApplication.focusWidget()
        if editor is not None and self.isAncestorOf(editor):
            QApplication.sendEvent(editor, event)
