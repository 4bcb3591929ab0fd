"""Small building blocks of pages: labels, buttons, cards."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)


def label(text: str = "", name: str = "", *, wrap: bool = False) -> QLabel:
    """A label; `name` chooses its look from the style sheet."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def button(
    text: str, action: Callable[[], object], name: str = "plain", hint: str = ""
) -> QPushButton:
    made = QPushButton(text)
    made.setObjectName(name)
    made.setToolTip(hint)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.clicked.connect(lambda _checked=False: action())
    return made


def answers(
    text: str, accept: Callable[[], object], reject: Callable[[], object]
) -> tuple[QPushButton, QPushButton, QDialogButtonBox]:
    """The two buttons below a dialog: what it is for, and 取消."""
    box = QDialogButtonBox()
    yes, no = QPushButton(text), QPushButton("取消")
    for made, name, role in (
        (yes, "primary", QDialogButtonBox.ButtonRole.AcceptRole),
        (no, "plain", QDialogButtonBox.ButtonRole.RejectRole),
    ):
        made.setObjectName(name)
        box.addButton(made, role)
    box.accepted.connect(accept)
    box.rejected.connect(reject)
    yes.setDefault(True)
    return yes, no, box


def dialog_body(dialog: QWidget, top: QWidget, lines: QWidget, buttons: QWidget) -> None:
    """A dialog with a preview: what it is about, the lines that take the room, its buttons."""
    box = QVBoxLayout(dialog)
    box.setContentsMargins(20, 16, 20, 16)
    box.setSpacing(12)
    box.addWidget(top)
    box.addWidget(lines, 1)
    box.addWidget(buttons)


def card(spacing: int = 8) -> tuple[QFrame, QVBoxLayout]:
    """A white card with a thin line, and its layout."""
    frame = QFrame()
    frame.setObjectName("card")
    box = QVBoxLayout(frame)
    box.setContentsMargins(16, 12, 16, 12)
    box.setSpacing(spacing)
    return frame, box


def row(*widgets: QWidget | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; None is the room that stretches."""
    box = QHBoxLayout()
    box.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            box.addStretch(1)
        else:
            box.addWidget(widget)
    return box


def scrolling(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content.setObjectName("ground")
    area.setWidget(content)
    return area


def clear(box: QVBoxLayout) -> None:
    """Take everything out of a layout."""
    while box.count():
        item = box.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.deleteLater()
