"""Small building blocks of pages: labels, buttons, cards."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.style import px

FRAME = 40  # px of a window's title bar, at most


def label(text: str = "", name: str = "", *, wrap: bool = False) -> QLabel:
    """A label; `name` chooses its look from the style sheet."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def note(text: str) -> QLabel:
    """A sentence below a field; it takes the lines it needs and no more."""
    made = label(text, "second", wrap=True)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


Box = TypeVar("Box", bound=QComboBox)


def modest(box: Box) -> Box:
    """A drop-down list that is not as wide as its longest line: that one is cut, and its list
    shows it whole."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setSizePolicy(policy)
    return box


class ShortLabel(QLabel):
    """One line that gives way to its neighbours: cut with … where there is no room, and whole in
    the tooltip then."""

    def __init__(self, text: str = "", name: str = "") -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), self.fontMetrics().averageCharWidth() * 8), whole.height())

    def shown(self) -> str:
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.shown() == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter, self.shown())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip("" if self.shown() == self.text() else self.text())
        return super().event(event)


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
    box.setContentsMargins(px(20), px(16), px(20), px(16))
    box.setSpacing(px(12))
    box.addWidget(top)
    box.addWidget(lines, 1)
    box.addWidget(buttons)


def card(spacing: int = 8) -> tuple[QFrame, QVBoxLayout]:
    """A white card with a thin line, and its layout."""
    frame = QFrame()
    frame.setObjectName("card")
    box = QVBoxLayout(frame)
    box.setContentsMargins(px(16), px(12), px(16), px(12))
    box.setSpacing(px(spacing))
    return frame, box


def row(*widgets: QWidget | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; None is the room that stretches."""
    box = QHBoxLayout()
    box.setSpacing(px(spacing))
    for widget in widgets:
        if widget is None:
            box.addStretch(1)
        else:
            box.addWidget(widget)
    return box


def sized(dialog: QWidget, width: int, height: int) -> None:
    """A dialog of this size at the standard text size, larger with it, never beyond the screen."""
    room = dialog.screen().availableGeometry()
    wanted = QSize(px(width), px(height))
    dialog.resize(wanted.boundedTo(QSize(room.width(), room.height() - FRAME)))


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
