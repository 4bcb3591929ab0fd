"""Chinese through an input method: what is composed over a cell lands in it, nothing is lost.

The input method talks to the widget that has the cursor, and begins anew when that changes: the
letters typed so far would be gone. So the grid keeps the cursor while something is composed over a
cell, and hands what it is told to an editor that stands there; the editor takes the cursor when
the composition has ended.
"""

from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QApplication, QWidget

from app.ui.grid.typing_over import TypingView

Hint = QAbstractItemDelegate.EndEditHint
Query = Qt.InputMethodQuery
_PLACES = (Query.ImCursorRectangle, Query.ImAnchorRectangle, Query.ImInputItemClipRectangle)
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)


class ComposingView(TypingView):
    _composed: QWidget | None = None  # the editor that shows what is being composed
    _landed = False  # whether a part of the composition is text already

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composing over a cell types over it; a text that comes at once lands whole.

        五笔 tells of a finished word and the first letter of the next one at the same time: the
        composition goes on.
        """
        words = event.commitString() or event.preeditString()
        if self._composed is None and words:
            self._begin()
        editor = self._composed
        if editor is None:
            event.ignore()
            return
        self._landed = self._landed or bool(event.commitString())
        QApplication.sendEvent(editor, event)
        if event.preeditString():
            self.updateMicroFocus()
        else:
            self._end()

    def _begin(self) -> None:
        """An editor on the current cell that leaves the cursor with the grid."""
        index = self.currentIndex()
        if self.delegate is None or self.cell() is None:
            return
        self.delegate.leaves_cursor_to = self
        if self.edit(index):
            self._composed, self._landed = self.indexWidget(index), False
        self.delegate.leaves_cursor_to = None

    def _end(self) -> None:
        """The editor takes the cursor, behind the text; where nothing came of it, the cell is as
        it was."""
        editor, self._composed = self._composed, None
        if editor is None:
            return
        editor.setFocusProxy(None)  # type: ignore[arg-type]
        if self._landed:
            editor.setFocus()
        else:
            self.closeEditor(editor, Hint.RevertModelCache)

    def _give_up(self) -> None:
        """The cursor goes elsewhere: what is text already is taken."""
        if self._composed is not None:
            QGuiApplication.inputMethod().commit()
        editor, self._composed = self._composed, None
        if editor is not None:
            if self._landed:
                self.commitData(editor)
            self.closeEditor(editor, Hint.NoHint)

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        if editor is self._composed:
            self._composed = None
        super().closeEditor(editor, hint)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        """The candidates are shown beside the cell, or beside what is composed in its editor."""
        viewport, editor = self.viewport(), self._composed
        if editor is not None and query != Query.ImEnabled:
            found = editor.inputMethodQuery(query)
            if query in _PLACES and isinstance(found, QRect | QRectF):
                return found.translated(editor.mapTo(self, editor.rect().topLeft()))
            return found
        if query == Query.ImCursorRectangle and self.currentIndex().isValid():
            return self.visualRect(self.currentIndex()).translated(viewport.pos())
        return super().inputMethodQuery(query)

    def event(self, event: QEvent) -> bool:
        """A key that the input method leaves to us while it composes is no key for the grid."""
        if self._composed is not None and event.type() in _KEYS:
            event.accept()
            typed = isinstance(event, QKeyEvent) and event.text().isprintable() and event.text()
            if typed and event.type() == QEvent.Type.KeyPress:
                QApplication.sendEvent(self._composed, event)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._give_up()
        super().mousePressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._give_up()
        super().focusOutEvent(event)
