"""Whether an input method is composing in a field, and which keys are its own then."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent

_OWN = frozenset(
    {
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Escape,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_F2,
    }
)
_PRESSED = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


class Composition:
    """Sees every event of a field before it does."""

    def __init__(self) -> None:
        self.going_on = False

    def keeps(self, event: QEvent) -> bool:
        """Whether a key must do nothing: Enter takes the letters, Esc drops them, arrows choose a
        word. Some input methods let such a key through all the same."""
        if isinstance(event, QInputMethodEvent):
            self.going_on = bool(event.preeditString())
        elif event.type() == QEvent.Type.FocusOut:
            self.going_on = False
        pressed = isinstance(event, QKeyEvent) and event.type() in _PRESSED
        if self.going_on and pressed and event.key() in _OWN:  # type: ignore[attr-defined]
            event.accept()
            return True
        return False
