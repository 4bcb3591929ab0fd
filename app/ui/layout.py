"""Small building blocks of pages: labels, buttons, cards."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTabBar,
    QToolButton,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.style import px

FRAME = 40  # px of a window's title bar, at most
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter  # of figures
CHANGES = "changes"  # the property of a button that changes a submission


def label(text: str = "", name: str = "", *, wrap: bool = False) -> QLabel:
    """A label; `name` chooses its look from the style sheet."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def note(text: str) -> QLabel:
    """A sentence below a field; it takes the lines it needs and no more."""
    made = _Note(text)
    made.setObjectName("second")
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


class _Note(QLabel):
    """Qt asks for the lines of a narrower label than there is room for."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing())

    minimumSizeHint = sizeHint


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


class ShortButton(QPushButton):
    """A button whose words are cut with … where there is no room; its tooltip has all of them.
    `name` chooses its look: words are measured as it looks, and Qt looks at the name only once.

    Qt is given what fits and paints it: naming a part of a style here costs the start of the
    program more than all the widgets of its first page.
    """

    longest = 24  # characters that it would like to show

    def __init__(self, name: str, text: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        preferred = QSizePolicy.Policy.Preferred  # a button's own policy never gives way
        self.setSizePolicy(preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def text(self) -> str:
        """All of its words."""
        return self._whole

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def _around(self) -> QSize:
        """The button without its words."""
        shown = self.fontMetrics().horizontalAdvance(super().text())
        return super().sizeHint() - QSize(shown, 0)

    def minimumSizeHint(self) -> QSize:
        around, metrics = self._around(), self.fontMetrics()
        least = around.width() + metrics.horizontalAdvance(self._whole)
        return QSize(min(least, metrics.averageCharWidth() * 10), around.height())

    def sizeHint(self) -> QSize:
        around, metrics = self._around(), self.fontMetrics()
        most = metrics.horizontalAdvance("中") * self.longest
        words = min(metrics.horizontalAdvance(self._whole), most)
        return QSize(around.width() + words, around.height())

    def _fit(self) -> None:
        room = max(0, self.width() - self._around().width() + 1)  # widths are rounded
        cut = Qt.TextElideMode.ElideRight
        fitting = self.fontMetrics().elidedText(self._whole, cut, room)
        if fitting != super().text():
            super().setText(fitting)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()


def name_scrollers(tabs: QTabBar) -> None:
    """The two small buttons that come where tabs do not fit speak no English to a screen reader."""
    for made in tabs.findChildren(QToolButton):
        if isinstance(made, QToolButton):
            left = made.objectName() == "ScrollLeftButton"
            made.setAccessibleName("向左看页签" if left else "向右看页签")


def button(
    text: str,
    action: Callable[[], object],
    name: str = "plain",
    hint: str = "",
    *,
    changes: bool = False,
) -> QPushButton:
    """A button; `name` chooses its look. Where a submission is sealed, those that are said to
    change it are grey."""
    made = QPushButton(text)
    made.setProperty(CHANGES, changes)
    made.setObjectName(name)
    made.setToolTip(hint)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(True)  # Enter presses what has the cursor, outside of dialogs too
    made.clicked.connect(lambda _checked=False: action())
    return made


class _Answers(QDialogButtonBox):
    """Enter anywhere in the dialog is one of them, not the dialog's first button."""

    def __init__(self, entered: QPushButton) -> None:
        super().__init__()
        self._entered = entered

    def showEvent(self, event: QShowEvent) -> None:
        self._entered.setDefault(True)  # only now is it known to be in a dialog
        super().showEvent(event)


def answers(
    text: str, accept: Callable[[], object], reject: Callable[[], object], *, advised: bool = True
) -> tuple[QPushButton, QPushButton, QDialogButtonBox]:
    """The two buttons below a dialog: what it is for, and 取消. Enter is the first of them, or the
    second where the first is not advised."""
    yes, no = QPushButton(text), QPushButton("取消")
    wanted = yes if advised else no
    box = _Answers(wanted)
    for made, role in (
        (yes, QDialogButtonBox.ButtonRole.AcceptRole),
        (no, QDialogButtonBox.ButtonRole.RejectRole),
    ):
        made.setObjectName("primary" if made is wanted else "plain")
        box.addButton(made, role)
    box.accepted.connect(accept)
    box.rejected.connect(reject)
    return yes, no, box


def dialog_box(dialog: QWidget) -> QVBoxLayout:
    """The layout of a dialog: its parts one below the other."""
    box = QVBoxLayout(dialog)
    box.setContentsMargins(px(20), px(16), px(20), px(16))
    box.setSpacing(px(12))
    return box


def dialog_body(dialog: QWidget, top: QWidget, lines: QWidget, buttons: QWidget) -> None:
    """A dialog with a preview: what it is about, the lines that take the room, its buttons."""
    box = dialog_box(dialog)
    box.addWidget(top)
    box.addWidget(lines, 1)
    box.addWidget(buttons)


Tree = TypeVar("Tree", bound=QTreeWidget)


def in_columns(
    lines: Tree, name: str, columns: Sequence[tuple[str, int]], *, grouped: bool = False
) -> Tree:
    """A list of lines, known to a screen reader by its name, in columns of a title and a width in
    px; 0 is the room that is left. Groups of lines can be folded."""
    lines.setAccessibleName(name)
    lines.setHeaderLabels([title for title, _ in columns])
    lines.setRootIsDecorated(grouped)
    lines.setUniformRowHeights(not grouped)
    heads = lines.header()
    heads.setStretchLastSection(False)
    for at, (_, width) in enumerate(columns):
        if width:
            lines.setColumnWidth(at, px(width))
        else:
            heads.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
    return lines


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


class Heading(QWidget):
    """What stands above a table and, beside it, what can be done; below it in a narrow page."""

    def __init__(self, said: Sequence[QWidget], buttons: Sequence[QWidget]) -> None:
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(px(8))
        left, right = row(*said), row(*buttons)
        left.setStretch(len(said) - 1, 1)
        self._box.addLayout(left, 1)
        self._box.addLayout(right)
        self._box.setAlignment(right, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._parts = (left, right)

    def minimumSizeHint(self) -> QSize:
        widest = max(part.minimumSize().width() for part in self._parts)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        beside = sum(part.minimumSize().width() for part in self._parts) + px(8)
        ways = QBoxLayout.Direction
        narrow = event.size().width() < beside
        self._box.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        super().resizeEvent(event)


class Beside(QWidget):
    """Parts side by side where there is room for all of them, one below the other where not."""

    def __init__(self, *parts: QWidget, width: int) -> None:
        super().__init__()
        self._least = width  # px that side by side takes
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(px(12), px(12), px(12), px(12))
        self._box.setSpacing(px(12))
        for part in parts:
            self._box.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        self._parts = parts

    def minimumSizeHint(self) -> QSize:
        around = self._box.contentsMargins()
        widest = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(widest + around.left() + around.right(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= px(self._least)
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        super().resizeEvent(event)


def scrolling(content: QWidget, ground: str = "ground") -> QScrollArea:
    """Something that may be larger than its place; `ground` names what is behind it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    content.setObjectName(ground)
    area.setWidget(content)
    return area


def clear(box: QVBoxLayout) -> None:
    """Take everything out of a layout."""
    while box.count():
        item = box.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.deleteLater()
