"""Typing in a cell as in Excel: over it, the arrows leave; after F2 they move in the text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.ui.grid.cells import CellDelegate
from app.ui.grid.grid_model import Index
from app.ui.grid.moving import ENTER_KEYS, MovingView
from app.ui.grid.subject_picker import SubjectEdit

Hint = QAbstractItemDelegate.EndEditHint
Trigger = QAbstractItemView.EditTrigger
Modifier = Qt.KeyboardModifier
_BY_KEY = (Trigger.EditKeyPressed, Trigger.AllEditTriggers)  # F2, Backspace
_UPRIGHT = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ARROWS = (*_UPRIGHT, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)


class TypingView(MovingView):
    """Knows how its editor was opened, and what that means for the keys pressed in it."""

    delegate: CellDelegate | None = None
    typing_over = False  # the open editor replaces what stood there; else it changes it

    def setItemDelegate(self, delegate: QAbstractItemDelegate) -> None:
        super().setItemDelegate(delegate)
        if isinstance(delegate, CellDelegate):
            delegate.keys = self.editor_key
            delegate.clicked = self._stay_in_text
            self.delegate = delegate

    def edit(  # type: ignore[override]
        self,
        index: Index,
        trigger: Trigger = Trigger.AllEditTriggers,
        event: object = None,
    ) -> bool:
        """Open the editor; after F2 or a double click the cursor stands behind the text."""
        cell = self.cell(index)
        if cell is not None and cell.locked and trigger in _BY_KEY:
            self.said.emit(f"这个单元格不能填写：{cell.locked}")
            return False
        opened: bool = super().edit(index, trigger, event)  # type: ignore[call-overload]
        if opened and trigger in (Trigger.EditKeyPressed, Trigger.DoubleClicked):
            self.typing_over = False
            _cursor_at_end(self.indexWidget(index))
        elif opened:
            self.typing_over = True
        return opened

    def types_blank(self) -> None:
        """Backspace: an empty editor on the current cell; Esc brings back what stood there."""
        index = self.currentIndex()
        if self.edit(index) and (editor := self.indexWidget(index)) is not None:
            _empty(editor)

    def editor_key(self, editor: QWidget, event: QKeyEvent) -> bool:
        """Take a key that leaves the editor or is not for its text; False for any other."""
        if isinstance(editor, SubjectEdit) and editor.moves(event):
            return True
        key, held = Qt.Key(event.key()), event.modifiers() & ~Modifier.KeypadModifier
        if key in ENTER_KEYS:
            return self._enter_key(editor, event, held)
        if key == Qt.Key.Key_F2:
            self.typing_over = not self.typing_over
            return True
        if key == Qt.Key.Key_Tab and isinstance(editor, QPlainTextEdit):
            self._commits(editor, Hint.EditNextItem)
            return True
        if key not in _ARROWS or held & Modifier.AltModifier:
            return False
        if self.typing_over:
            self._leaves_by(editor, event)
            return True
        return key in _UPRIGHT and isinstance(editor, QLineEdit)  # one line: nowhere to go in it

    def _enter_key(self, editor: QWidget, event: QKeyEvent, held: Qt.KeyboardModifier) -> bool:
        if held & Modifier.AltModifier:
            if isinstance(editor, QPlainTextEdit):
                editor.insertPlainText("\n")
            return True
        if held & Modifier.ControlModifier:
            self._fills(editor)
        elif held & Modifier.ShiftModifier:
            self._leaves_by(editor, event)
        else:
            self._commits(editor, Hint.SubmitModelCache)
        return True

    def _commits(self, editor: QWidget, hint: Hint) -> None:
        self.commitData(editor)
        self.closeEditor(editor, hint)

    def _leaves_by(self, editor: QWidget, event: QKeyEvent) -> None:
        """Take the text and do with the key what it does without an editor."""
        place = self._place()
        self.commitData(editor)
        made = self.grid_model.made
        self.closeEditor(editor, Hint.NoHint)
        if made and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            return  # the blank line went down by itself: it waits for the next row
        self._into(made, place)
        self.keyPressEvent(event)

    def _fills(self, editor: QWidget) -> None:
        """Ctrl+Enter: the text into every cell of the selection, and the cursor stays."""
        rows, columns = self.block()
        if len(rows) * len(columns) < 2 or isinstance(editor, SubjectEdit):
            self._commits(editor, Hint.NoHint)
            return
        text = _text(editor)
        self.closeEditor(editor, Hint.RevertModelCache)
        self.fill_selection(text)

    def fill_selection(self, text: str) -> None:
        """The same text into every cell of the selection, in one step."""
        raise NotImplementedError

    def _stay_in_text(self) -> None:
        self.typing_over = False  # a click into the text: the arrows move in it from now on


def _text(editor: QWidget) -> str:
    match editor:
        case QPlainTextEdit():
            return editor.toPlainText().strip()
        case QComboBox():
            return editor.currentText().strip()
        case QLineEdit():
            return editor.text().strip()
        case _:
            return ""


def _line(editor: QWidget | None) -> QWidget | None:
    return editor.lineEdit() if isinstance(editor, QComboBox) else editor


def _cursor_at_end(editor: QWidget | None) -> None:
    match _line(editor):
        case QPlainTextEdit() as long:
            long.moveCursor(QTextCursor.MoveOperation.End)
        case QLineEdit() as line:
            line.deselect()
            line.end(False)


def _empty(editor: QWidget | None) -> None:
    """As a key would: a list of subjects looks at what is typed now."""
    match _line(editor):
        case QPlainTextEdit() as long:
            long.selectAll()
            long.textCursor().removeSelectedText()
        case QLineEdit() as line:
            line.selectAll()
            line.del_()
