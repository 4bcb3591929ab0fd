"""An input method as it talks to a window: what is being composed, what it commits."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit

from tests.ui.driver import Office

Step = tuple[str, str]  # what is being composed, what is committed with it

# how each of them types 你好吗 in two words and then an ！, as recorded or as documented
SEQUENCES: dict[str, tuple[Step, ...]] = {
    "ibus": (
        *(("n", ""), ("ni", ""), ("nih", ""), ("nihao", ""), ("", "你好"), ("", "")),
        *(("m", ""), ("ma", ""), ("", "吗"), ("", ""), ("", "！")),
    ),
    "ibus, the letters first": (
        *(("nihao", ""), ("", ""), ("", "你好"), ("ma", ""), ("", ""), ("", "吗"), ("", "！")),
    ),
    "fcitx": (
        *(("", ""), ("ni", ""), ("ni hao", ""), ("", "你好"), ("", "")),
        *(("", ""), ("ma", ""), ("", "吗"), ("", "")),
        *(("", "！"),),
    ),
    "Windows pinyin": (
        *(("", ""), ("n", ""), ("ni", ""), ("ni'hao", ""), ("你好", ""), ("", "你好")),
        *(("", ""), ("m", ""), ("ma", ""), ("吗", ""), ("", "吗"), ("", "！")),
    ),
    "macOS": (("n", ""), ("ni hao", ""), ("", "你好"), ("ma", ""), ("", "吗！")),
    "五笔": (
        *(("w", ""), ("wq", ""), ("wqi", ""), ("v", "你"), ("vb", ""), ("vbg", "")),
        *(("k", "好"), ("kc", ""), ("", "吗！")),
    ),
    "五笔, cancelled behind a word": (
        *(("wqvb", ""), ("k", "你好"), ("kcg", ""), ("", "吗！"), ("k", ""), ("", "")),
    ),
    "at once": (("", "你"), ("", "好"), ("", "吗！")),
    "at once, whole": (("", "你好吗！"),),
}


def composes(office: Office, composed: str, committed: str = "") -> None:
    """One event, to whatever has the cursor now: an input method knows nothing else."""
    event = QInputMethodEvent(composed, [])
    event.setCommitString(committed)
    QApplication.sendEvent(office.focus(), event)
    office.settle()


def goes_through(office: Office, steps: tuple[Step, ...]) -> None:
    for composed, committed in steps:
        composes(office, composed, committed)


def lets_through(office: Office, key: Qt.Key) -> None:
    """A key that the input method does not keep for itself while it composes."""
    QTest.keyClick(office.focus(), key)
    office.settle()


def candidates(office: Office) -> QRect:
    """Where the input method is told to show what there is to choose from, on the screen."""
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImCursorRectangle)
    QApplication.sendEvent(office.focus(), asked)
    place = asked.value(Qt.InputMethodQuery.ImCursorRectangle)
    rect = place.toRect() if hasattr(place, "toRect") else place
    return QRect(office.focus().mapToGlobal(rect.topLeft()), rect.size())


def listens(office: Office) -> bool:
    """Whether an input method is asked at all where the cursor is."""
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(office.focus(), asked)
    return bool(asked.value(Qt.InputMethodQuery.ImEnabled))


def in_editor(office: Office) -> str | None:
    """What stands in the open editor that has the cursor; None where there is none."""
    match office.focus():
        case QPlainTextEdit() as long:
            return long.toPlainText()
        case QComboBox() as box:
            return box.currentText()
        case QLineEdit() as line:
            return line.text()
        case _:
            return None
