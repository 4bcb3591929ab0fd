"""How a figure came about as a tree: its inputs with name, figure and place, opened step by step,
and what was typed into the cell before."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.values import shorten
from app.storage.store import Change
from app.ui import style
from app.ui.beside.tracing import Source, Working
from app.ui.layout import label
from app.ui.style import px

ADDRESS = Qt.ItemDataRole.UserRole
WAITING = "…"  # stands below what can be opened until it is
HINT = "双击或按 Enter 跳到那一格，Alt+← 回来；＋ 往下看"
LATEST = 6
SIDE = 5  # px around a name


class _Wrapped(QStyledItemDelegate):
    """Names take as many lines as they need in a narrow panel."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        tree = self.parent()
        size = super().sizeHint(option, index)
        if not isinstance(tree, QTreeWidget):
            return size
        deep, at = 1, index.parent()
        while at.isValid():
            deep, at = deep + 1, at.parent()
        wide = max(tree.columnWidth(0) - deep * tree.indentation() - 2 * SIDE, 60)
        room, wrap = QRect(0, 0, wide, 2000), Qt.TextFlag.TextWordWrap.value
        high = tree.fontMetrics().boundingRect(room, wrap, str(index.data())).height()
        return QSize(size.width(), high + 2 * SIDE)


class SourceTree(QTreeWidget):
    """`chosen` is told of the cell to go to, by double-click or Enter."""

    chosen = Signal(str)

    def __init__(self, deeper: Callable[[str], Sequence[Source]]) -> None:
        super().__init__()
        self._deeper = deeper
        self.setAccessibleName("来源")
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setWordWrap(True)
        self.setUniformRowHeights(False)
        self.setExpandsOnDoubleClick(False)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setItemDelegateForColumn(0, _Wrapped(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        heads = self.header()
        heads.setStretchLastSection(False)
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        heads.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.itemExpanded.connect(self._open)
        self.itemDoubleClicked.connect(lambda item, _column: self._go(item))

    def show_sources(self, found: Sequence[Source], place: str) -> None:
        self.clear()
        self._add(None, found, place)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    def _add(self, parent: QTreeWidgetItem | None, found: Sequence[Source], place: str) -> None:
        """The inputs below a figure; the place is said where it is another one."""
        for one in found:
            where = f"{one.place}\n" if one.place != place and one.name else ""
            item = QTreeWidgetItem([where + (one.name or one.place), one.figure])
            item.setData(0, ADDRESS, one.address)
            item.setData(1, ADDRESS, one.place)
            item.setToolTip(0, f"{one.place}　{one.name}")
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            if one.figure == "空":
                item.setForeground(1, QBrush(QColor(style.SECOND)))
            if one.opens:
                item.addChild(QTreeWidgetItem([WAITING]))
            if parent is None:
                self.addTopLevelItem(item)
            else:
                parent.addChild(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()  # names need other heights

    def _open(self, item: QTreeWidgetItem) -> None:
        """What a figure is made of is looked up when it is opened."""
        first = item.child(0)
        if first is not None and first.text(0) == WAITING and first.data(0, ADDRESS) is None:
            item.removeChild(first)
            self._add(item, self._deeper(str(item.data(0, ADDRESS))), str(item.data(1, ADDRESS)))

    def _go(self, item: QTreeWidgetItem | None) -> None:
        address = item.data(0, ADDRESS) if item is not None else None
        if address:
            self.chosen.emit(str(address))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self.currentItem())
            return
        super().keyPressEvent(event)


class TraceView(QWidget):
    def __init__(self, deeper: Callable[[str], Sequence[Source]]) -> None:
        super().__init__()
        self._figure = label("", "big")
        self._words = label("", "because", wrap=True)
        self._hint = label(HINT, "second", wrap=True)
        self.tree = SourceTree(deeper)
        self._past_head = label("最近修改", "second")
        self._past = label("", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(6))
        for part in (self._figure, self._words, self._hint):
            box.addWidget(part)
        box.addWidget(self.tree, 1)
        box.addWidget(self._past_head)
        box.addWidget(self._past)
        box.addStretch(0)

    def show_working(self, found: Working, past: Sequence[Change]) -> None:
        self._figure.setText(shorten(found.figure, 18))
        self._figure.setVisible(bool(found.figure))
        self._words.setText("\n".join(found.words))
        there = bool(found.sources)
        for part in (self._hint, self.tree):
            part.setVisible(there)
        self.tree.show_sources(found.sources, found.place)
        self._past_head.setVisible(bool(past))
        self._past.setVisible(bool(past))
        self._past.setText("\n".join(_past_line(one) for one in past[:LATEST]))

    def text(self) -> str:
        """The working in words and what was typed before."""
        return "\n".join((self._figure.text(), self._words.text(), self._past.text())).strip()


def _past_line(one: Change) -> str:
    before, after = (shorten(text, 14) or "空" for text in (one.before, one.after))
    return f"{one.at:%m-%d %H:%M}　{before} → {after}　{one.label}"
