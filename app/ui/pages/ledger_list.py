"""The list at the left of 收入支出: what is filled in, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui import style
from app.ui.grid.grid_model import Index
from app.ui.layout import card
from app.ui.style import px

ENTRY = Qt.ItemDataRole.UserRole
LINE, HEAD = 30, 34  # px


@dataclass(frozen=True)
class Entry:
    """One line: `key` says what it shows, `state` in words and signs how it stands. A head of a
    group has no key."""

    key: str
    title: str
    state: str = ""
    ink: str = style.SECOND


class LedgerList(QWidget):
    chosen = Signal(str)  # key
    entered = Signal()  # what is chosen is to be worked in

    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[Entry] = ()
        frame, box = card()
        box.setContentsMargins(1, px(8), 1, px(8))
        self.items = QListWidget()
        self.items.setAccessibleName("台账和公开表")
        self.items.setItemDelegate(_OneLine(self.items))
        self.items.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.items.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.items.currentItemChanged.connect(self._changed)
        self.items.itemActivated.connect(lambda _item: self.entered.emit())
        box.addWidget(self.items)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def show_entries(self, entries: Sequence[Entry], current: str) -> None:
        """Show the lines; choosing the current one here is not told."""
        self.items.blockSignals(True)
        while self.items.count() > len(entries):
            self.items.takeItem(self.items.count() - 1)
        while self.items.count() < len(entries):
            self.items.addItem(QListWidgetItem())
        for at, entry in enumerate(entries):
            item = self.items.item(at)
            if item.data(ENTRY) != entry:
                item.setText(f"{entry.title} {entry.state}".strip())
                item.setToolTip(item.text() if entry.key else "")
                item.setData(ENTRY, entry)
                ready = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
                item.setFlags(ready if entry.key else Qt.ItemFlag.NoItemFlags)
            if entry.key == current and entry.key and self.items.currentRow() != at:
                self.items.setCurrentRow(at)
        self._entries = entries
        self.items.blockSignals(False)

    def titles(self) -> tuple[str, ...]:
        """What the list says, line by line."""
        return tuple(f"{entry.title} {entry.state}".strip() for entry in self._entries)

    def choose(self, key: str) -> None:
        for at, entry in enumerate(self._entries):
            if entry.key == key:
                self.items.setCurrentRow(at)

    def _changed(self, item: QListWidgetItem | None) -> None:
        entry = item.data(ENTRY) if item is not None else None
        if isinstance(entry, Entry) and entry.key:
            self.chosen.emit(entry.key)


class _OneLine(QStyledItemDelegate):
    """The title, cut where it is too long, and the state whole at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(ENTRY)
        return QSize(px(100), px(LINE if isinstance(entry, Entry) and entry.key else HEAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        rect: QRect = option.rect  # type: ignore[attr-defined]
        metrics = option.fontMetrics  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        if not entry.key:
            font = QFont(option.font)  # type: ignore[attr-defined]
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(QColor(style.SECOND))
            bottom = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(rect.adjusted(px(12), px(6), -px(8), 0), bottom, entry.title)
            painter.restore()
            return
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(style.ACCENT_SOFT))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(style.ACCENT))
        inner = rect.adjusted(px(12), 0, -px(8), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(entry.ink))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, entry.state)
        room = inner.width() - metrics.horizontalAdvance(entry.state) - 8
        painter.setPen(QColor(style.INK))
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, max(0, room))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, title)
        painter.restore()
