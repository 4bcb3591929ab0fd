"""The list of forms: name, execution, score and what each still lacks; found and sorted."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.report import FormReport, Report
from app.scheme.model import Form
from app.ui import style
from app.ui.fields import Choices
from app.ui.layout import ShortLabel, button, card, label, row
from app.ui.style import px
from app.ui.views.form_lines import ORDERS, Known, Line, form_lines, ordered, totals
from app.ui.views.showing import AS_REPORTED, Showing

Index = QModelIndex | QPersistentModelIndex
CARRY_HINT = "挑选往年的项目，带入名称、目标和指标；完成情况和得分不带"
LEAST_LIST = 56  # px of the list itself
LOWEST = 240  # px: below this there is none for the sums
LOW = 440  # px: below this there is no room for everything above and below the list
GAP = 8  # px between what is said of a form and its state
PREFIX = Qt.ItemDataRole.UserRole
SECOND_LINE = Qt.ItemDataRole.UserRole + 1
STATE = Qt.ItemDataRole.UserRole + 2
INK = Qt.ItemDataRole.UserRole + 3
INKS = {"good": style.GOOD, "question": style.QUESTION, "error": style.ERROR}


class FormList(QWidget):
    """Every form of the kinds of one tab; those that there may be many of are added here."""

    chosen = Signal(str)  # prefix
    entered = Signal()  # the chosen form is to be worked in
    added = Signal(str)  # id of the kind
    carried = Signal(str)  # id of the kind
    copied = Signal(str)
    removed = Signal(str)

    def __init__(self, forms: Sequence[Form], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._many = {form.id: form.title for form in forms if form.many}
        self._word = "项目" if len(self._many) == len(forms) == 1 else "表格"
        self._report: Report | None = None
        self._forms: Sequence[FormReport] = ()
        self._current = ""
        self._known: Known = {}
        self._showing = AS_REPORTED
        self._lines: list[Line] = []
        frame, box = card()
        self._title = ShortLabel(self._word, "title")
        ask = partial(self._pick, self.added)
        self._new = button("＋ 新增", lambda: ask(self._new), hint="新增一张表", changes=True)
        box.addLayout(row(self._title, None, self._new))
        bring = partial(self._pick, self.carried)
        self._carry = button(
            "从往年带入…", lambda: bring(self._carry), hint=CARRY_HINT, changes=True
        )
        box.addWidget(self._carry)
        self.search = QLineEdit()
        self.search.setPlaceholderText("按名称查找")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.order = Choices()
        self.order.setAccessibleName("排列顺序")
        self.order.addItems(ORDERS)
        self.order.activated.connect(lambda _at: self._show())
        finders: tuple[QWidget, ...] = (self.search, self.order)
        for part in finders:
            box.addWidget(part)
        if not self._many:  # a few forms, always the same: nothing to add, find or sort
            for part in (self._new, self._carry, *finders):
                part.hide()
        self.items = self._list()
        box.addWidget(self.items, 1)
        self._totals = QVBoxLayout()
        self._totals.setSpacing(px(2))
        self._total_lines: list[QLabel] = []
        self._sums = 0  # how many of them say something
        box.addLayout(self._totals)
        self.items.setMinimumHeight(px(LEAST_LIST))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the forms themselves come before their order."""
        super().resizeEvent(event)
        if self._many:
            self.order.setVisible(event.size().height() >= px(LOW))
            carries = event.size().height() >= px(LOW - LEAST_LIST)
            self._carry.setVisible(carries)
        self._fold_totals()

    def _fold_totals(self) -> None:
        """Where there is little height, the sums below the list leave it to the forms."""
        for at, line in enumerate(self._total_lines):
            line.setVisible(at < self._sums and self.height() >= px(LOWEST))

    def _list(self) -> QListWidget:
        items = QListWidget()
        items.setAccessibleName(f"{self._word}列表")
        items.setItemDelegate(_TwoLines(items))
        items.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        items.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        items.currentItemChanged.connect(self._changed)
        items.itemActivated.connect(lambda _item: self.entered.emit())
        items.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        items.customContextMenuRequested.connect(self._menu)
        return items

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def show_forms(
        self,
        report: Report,
        forms: Sequence[FormReport],
        current: str,
        showing: Showing = AS_REPORTED,
    ) -> None:
        if showing != self._showing:
            self._known.clear()  # every line says its amount otherwise
            self._showing = showing
        self._report, self._forms, self._current = report, forms, current
        self._show()

    def _show(self) -> None:
        if self._report is None:
            return
        before = self._lines
        lines = form_lines(self._report, self._forms, self._known, self._showing)
        self._lines = ordered(lines, self.order.currentText())
        self.items.blockSignals(True)
        while self.items.count() > len(lines):
            self.items.takeItem(self.items.count() - 1)
        while self.items.count() < len(lines):
            self.items.addItem(QListWidgetItem())
        for at, line in enumerate(self._lines):
            if at >= len(before) or before[at] is not line:
                _show_item(self.items.item(at), line)
        current = [line.prefix for line in self._lines]
        if self._current in current:
            self.items.setCurrentRow(current.index(self._current))
        self.items.blockSignals(False)
        self._title.setText(f"{self._word}（{len(lines)}）")
        self._show_totals()
        if self._lines != before:
            self._filter(self.search.text())

    def _show_totals(self) -> None:
        found = totals(self._report, self._forms, self._showing) if self._report else []
        while len(self._total_lines) < len(found):
            made = label("", "second")
            self._total_lines.append(made)
            self._totals.addWidget(made)
        for at, line in enumerate(self._total_lines):
            if at < len(found):
                line.setText(found[at].text())
                line.setToolTip(found[at].hint())
        self._sums = len(found)
        self._fold_totals()

    def _filter(self, text: str) -> None:
        for at in range(self.items.count()):
            item = self.items.item(at)
            item.setHidden(text.strip() not in item.text())

    # ── choosing ─────────────────────────────────────────────────────────────────────────

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._current = str(item.data(PREFIX))
            self.chosen.emit(self._current)

    def _pick(self, asked: SignalInstance, near: QWidget) -> None:
        """Tell of the kind that there may be many of, or let one of several be chosen."""
        if len(self._many) == 1:
            asked.emit(next(iter(self._many)))
            return
        menu = QMenu(self)
        for form_id, title in self._many.items():
            menu.addAction(title, partial(asked.emit, form_id))
        menu.popup(near.mapToGlobal(near.rect().bottomLeft()))

    def _menu(self, point: QPoint) -> None:
        item = self.items.itemAt(point)
        prefix = str(item.data(PREFIX)) if item is not None else ""
        if prefix.partition(".")[0] not in self._many:
            return
        word = "项目" if self._word == "项目" else "表"
        menu = QMenu(self)
        menu.addAction(f"复制这个{word}", lambda: self.copied.emit(prefix))
        menu.addAction(f"删除这个{word}", lambda: self.removed.emit(prefix))
        menu.popup(self.items.viewport().mapToGlobal(point))


def _show_item(item: QListWidgetItem, line: Line) -> None:
    values = (
        (Qt.ItemDataRole.DisplayRole, line.name),
        (PREFIX, line.prefix),
        (SECOND_LINE, line.second),
        (STATE, line.state),
        (INK, INKS[line.standing]),
        (Qt.ItemDataRole.ToolTipRole, line.name),
    )
    for role, value in values:
        if item.data(role) != value:
            item.setData(role, value)


def _fitting(index: Index, metrics: QFontMetrics, room: int) -> str:
    """The second line whole, without its last part, or cut: the state beside it must be read."""
    whole = str(index.data(SECOND_LINE))
    for text in (whole, whole.rpartition(" · ")[0]):
        if text and metrics.horizontalAdvance(text) <= room:
            return text
    return metrics.elidedText(whole, Qt.TextElideMode.ElideRight, max(0, room))


class _TwoLines(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = option.fontMetrics.height()  # type: ignore[attr-defined]
        return QSize(px(120), 2 * height + px(18))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        metrics = option.fontMetrics  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(style.ACCENT_SOFT))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(style.ACCENT))
        inner = rect.adjusted(px(10), px(7), -px(6), -px(7))
        line = metrics.height()
        top = QRect(inner.left(), inner.top(), inner.width(), line)
        bottom = QRect(inner.left(), inner.bottom() - line, inner.width(), line + 2)
        painter.setPen(QColor(style.INK))
        name = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, top.width())
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, name)
        said = str(index.data(STATE))
        room = bottom.width() - metrics.horizontalAdvance(said) - GAP
        painter.setPen(QColor(style.SECOND))
        painter.drawText(bottom, Qt.AlignmentFlag.AlignLeft, _fitting(index, metrics, room))
        painter.setPen(QColor(str(index.data(INK))))
        painter.drawText(bottom, Qt.AlignmentFlag.AlignRight, said)
        painter.setPen(QColor(style.LINE))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()
