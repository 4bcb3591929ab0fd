"""Fields outside a grid: each keeps its text safe as soon as the cursor has left it."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from app.domain.texts import printable
from app.domain.values import is_worked_out, number_text, read_number
from app.scheme.model import Choice
from app.ui.composed_keys import Composition

Apply = Callable[[Mapping[str, str], str], bool]
_UNDO_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DOWN_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class _Keeper:
    """What a field shows and what is stored, and the one way from the first to the second."""

    def __init__(
        self, field: QLineEdit | QPlainTextEdit, read: Callable[[], str], apply: Apply, label: str
    ) -> None:
        self._field = field
        self._read = read
        self._apply = apply
        self._label = label
        self.stored = ""
        self.address = ""
        self._composition = Composition()
        self._held = False  # a refused text, or one on its way to the file: not to be overwritten
        field.setAccessibleName(label)

    def _told(self, typed: str) -> str:
        """What is stored of a text; a pasted one may have line ends where there is one line."""
        text = printable(typed).strip()
        return text.replace("\n", " ") if isinstance(self._field, QLineEdit) else text

    def _show(self, text: str) -> None:
        if isinstance(self._field, QLineEdit):
            self._field.setText(text)
        else:
            self._field.setPlainText(text)

    def take(self, address: str, text: str) -> bool:
        """Note what is stored now; True when the field should show it (nothing half-typed)."""
        moved = address != self.address
        if self._held and not moved:
            return False
        untouched = self._read() == self.stored
        self.address, self.stored = address, text
        show = moved or untouched or not self._field.hasFocus()
        if show:
            self._mark(refused=False)
        return show and self._read() != text

    def commit(self) -> None:
        """Store what was typed. A refused text stays in the field, framed, until it is mended."""
        typed = self._read()
        text = self._told(typed)
        if not self.address or self.stored in {typed, text}:
            return
        self._held = True
        taken = self._apply({self.address: text}, f"填写{self._label}")
        if taken:
            self.stored = text
            if text != typed.strip():
                self._show(text)  # what is seen is what is stored
        self._mark(refused=not taken)

    def keeps(self, event: QEvent) -> bool:
        """Whether a key belongs to what is being composed: it must not leave the field."""
        return self._composition.keeps(event)

    def leaves_undo(self, event: QEvent) -> bool:
        """Undo belongs to the window while nothing is being typed here."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return False
        return self._read() == self.stored and any(event.matches(key) for key in _UNDO_KEYS)

    @property
    def refused(self) -> bool:
        """Whether what stands in the field could not be stored."""
        return bool(self._field.property("refused"))

    def _mark(self, *, refused: bool) -> None:
        self._held = refused
        if self._field.property("refused") != refused:
            self._field.setProperty("refused", refused)
            restyle(self._field)


def restyle(widget: QWidget) -> None:
    """Let a changed property show."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _goes_on(event: QKeyEvent, arrows: tuple[Qt.Key, ...]) -> bool | None:
    """Whether a key leads to the next field (True) or the one before it; None for another key."""
    key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key in _ENTER_KEYS and not held & ~Qt.KeyboardModifier.ShiftModifier:
        return not held
    return key == Qt.Key.Key_Down if key in arrows and not held else None


class LineField(QLineEdit):
    """One line of text at an address; `carried` stands in, in yellow, while it is blank.

    A field that `counts` shows 15 for “=12+3” while the cursor is elsewhere.
    """

    entered = Signal(str)

    def __init__(
        self, apply: Apply, label: str, parent: QWidget | None = None, *, counts: bool = False
    ) -> None:
        super().__init__(parent)
        self._counts = counts
        self._worked_out = False  # the result is shown instead of what was typed
        self._keeper = _Keeper(self, self._typed, apply, label)
        self.editingFinished.connect(self.commit)

    @property
    def address(self) -> str:
        return self._keeper.address

    def show_text(self, address: str, text: str, carried: str = "") -> None:
        """Show what is stored; what is being typed right now stays."""
        self._show_typed()
        if self._keeper.take(address, text):
            self.setText(text)
        self._show_result()
        if not self.hasFocus():
            self.setCursorPosition(0)  # a long text is seen from its beginning
        self.setPlaceholderText(carried)
        if self.property("carried") != bool(carried and not text):
            self.setProperty("carried", bool(carried and not text))
            restyle(self)

    def show_problem(self, sentence: str, hint: str) -> None:
        """A red frame and the sentence while the text cannot be read; else the hint."""
        self.setToolTip(sentence or hint)
        if self.property("problem") != bool(sentence):
            self.setProperty("problem", bool(sentence))
            restyle(self)

    def commit(self) -> None:
        self._keeper.commit()

    def _typed(self) -> str:
        return self._keeper.stored if self._worked_out else self.text()

    def _show_typed(self) -> None:
        if self._worked_out:
            self.setText(self._typed())
            self._worked_out = False

    def _show_result(self) -> None:
        text = self.text()
        if not self._counts or self.hasFocus() or text != self._keeper.stored:
            return
        if is_worked_out(text) and (number := read_number(text).value) is not None:
            self._worked_out = True
            self.setText(number_text(number))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._show_typed()
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:  # the window came back
            self.entered.emit(self.address)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.commit()  # a refused text is tried again: Qt tells of its end only once
        self._show_result()
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and ↓ go on to the next field, as in a column of a table."""
        step = _goes_on(event, _DOWN_KEYS)
        if step is None:
            super().keyPressEvent(event)
            return
        self.commit()
        if not self._keeper.refused:
            self.focusNextPrevChild(step)

    def event(self, event: QEvent) -> bool:
        if self._keeper.keeps(event):
            return True
        if self._keeper.leaves_undo(event):
            event.ignore()
            return False
        return super().event(event)


class LongField(QPlainTextEdit):
    """A longer text at an address, such as a goal."""

    entered = Signal(str)

    def __init__(self, apply: Apply, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = _Keeper(self, self.toPlainText, apply, label)
        self.setTabChangesFocus(True)

    @property
    def address(self) -> str:
        return self._keeper.address

    def show_text(self, address: str, text: str, carried: str = "") -> None:
        """Show what is stored; what is being typed right now stays."""
        if self._keeper.take(address, text):
            self.setPlainText(text)
        self.setPlaceholderText(carried)

    def commit(self) -> None:
        self._keeper.commit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:  # the window came back
            self.entered.emit(self.address)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.commit()

    def event(self, event: QEvent) -> bool:
        if self._keeper.keeps(event):
            return True
        if self._keeper.leaves_undo(event):
            event.ignore()
            return False
        return super().event(event)


class Choices(QComboBox):
    """A drop-down list that the mouse wheel does not change or go into: a page scrolls past it."""

    entered = Signal(str)
    address = ""  # what is chosen, where it is stored at one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(QStyledItemDelegate(self))  # lines as the style sheet has them

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:  # the window came back
            self.entered.emit(self.address)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def shown(self) -> str:
        """What is chosen, cut with … where there is no room; its list has it whole."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        kind = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(kind, option, part, self).width() - 2
        text = self.currentText() if self.currentIndex() >= 0 else self.placeholderText()
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = "" if self.isEditable() else self.shown()  # type: ignore[attr-defined]
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class ChoiceField(Choices):
    """One of a few answers at an address; the first line leaves it blank."""

    def __init__(
        self, apply: Apply, label: str, choices: Iterable[Choice], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._apply, self._label = apply, label
        self._stored = ""
        self.setAccessibleName(label)
        self.addItem("（未选择）", "")
        for choice in choices:
            self.addItem(choice.label, choice.id)
        self.activated.connect(lambda _at: self.commit())

    def show_text(self, address: str, text: str, carried: str = "") -> None:
        """Show what is stored; an answer that is none of these stands there as it is."""
        self.address, self._stored = address, text
        self.setItemText(0, carried or "（未选择）")
        self.setPlaceholderText(text)
        self.setCurrentIndex(self.findData(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field; ↑ and ↓ choose."""
        step = _goes_on(event, ())
        if step is None:
            super().keyPressEvent(event)
        else:
            self.focusNextPrevChild(step)

    def commit(self) -> None:
        """Store what is chosen."""
        picked = self.currentData()
        if self.address and picked is not None and picked != self._stored:
            self._apply({self.address: str(picked)}, f"选择{self._label}")


TextField = LineField | LongField | ChoiceField
