"""The list of projects: name, execution, score and what each still lacks; search by name."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
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
from app.domain.values import amount_text, score_text
from app.ui import style
from app.ui.layout import button, card, label, row

PREFIX = Qt.ItemDataRole.UserRole
SECOND_LINE = Qt.ItemDataRole.UserRole + 1
STATE = Qt.ItemDataRole.UserRole + 2
INK = Qt.ItemDataRole.UserRole + 3
UNREAD = "F01"  # the finding about text where a number belongs; it stands outside the parts


class FormList(QWidget):
    chosen = Signal(str)  # prefix
    added = Signal()
    copied = Signal(str)
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame, box = card()
        self._title = label("项目", "title")
        new = button("＋ 新增", self.added.emit, hint="新增一个项目")
        box.addLayout(row(self._title, None, new))
        self.search = QLineEdit()
        self.search.setPlaceholderText("按名称查找")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        box.addWidget(self.search)
        self.items = QListWidget()
        self.items.setAccessibleName("项目列表")
        self.items.setItemDelegate(_TwoLines(self.items))
        self.items.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.items.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.items.currentItemChanged.connect(self._changed)
        self.items.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.items.customContextMenuRequested.connect(self._menu)
        box.addWidget(self.items, 1)
        self._total = label("", "second", wrap=True)
        box.addWidget(self._total)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def show_forms(self, report: Report, forms: Sequence[FormReport], current: str) -> None:
        self.items.blockSignals(True)
        while self.items.count() > len(forms):
            self.items.takeItem(self.items.count() - 1)
        while self.items.count() < len(forms):
            self.items.addItem(QListWidgetItem())
        unread = _unread(report)
        for at, form in enumerate(forms):
            self._show_item(self.items.item(at), report, form, unread[form.prefix])
            if form.prefix == current:
                self.items.setCurrentRow(at)
        self.items.blockSignals(False)
        self._title.setText(f"项目（{len(forms)}）")
        spent = [report.values.get(f"{form.prefix}.money.total.executed") for form in forms]
        total = sum(value for value in spent if value is not None)
        self._total.setText(f"全年执行合计 {amount_text(total, '万元')} 万元" if total else "")
        self._filter(self.search.text())

    def _show_item(
        self, item: QListWidgetItem, report: Report, form: FormReport, unread: int
    ) -> None:
        spent = report.values.get(f"{form.prefix}.money.total.executed")
        second = f"执行 {amount_text(spent, '万元')} 万" if spent is not None else "还没有填资金"
        state, ink = _state(report, form, unread)
        values = (
            (Qt.ItemDataRole.DisplayRole, form.name or "（未命名项目）"),
            (PREFIX, form.prefix),
            (SECOND_LINE, second),
            (STATE, state),
            (INK, ink),
            (Qt.ItemDataRole.ToolTipRole, form.name),
        )
        for role, value in values:
            if item.data(role) != value:
                item.setData(role, value)

    def _filter(self, text: str) -> None:
        for at in range(self.items.count()):
            item = self.items.item(at)
            item.setHidden(text.strip() not in item.text())

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(PREFIX)))

    def _menu(self, point: QPoint) -> None:
        item = self.items.itemAt(point)
        if item is None:
            return
        prefix = str(item.data(PREFIX))
        menu = QMenu(self)
        menu.addAction("复制这个项目", lambda: self.copied.emit(prefix))
        menu.addAction("删除这个项目", lambda: self.removed.emit(prefix))
        menu.popup(self.items.viewport().mapToGlobal(point))


def _unread(report: Report) -> Counter[str]:
    """How many numbers of each form cannot be read; counted once for the whole list."""
    return Counter(
        ".".join(f.cells[0].split(".")[:2])
        for f in report.findings
        if f.code == UNREAD and not f.kept
    )


def _state(report: Report, form: FormReport, unread: int) -> tuple[str, str]:
    """Score and state in words: 100 ✓, 99.66 ✗1, 缺3."""
    part = report.parts.get(form.prefix)
    missing = len(part.missing) if part else 0
    own = [f for f in part.findings if not f.kept] if part else []
    errors = unread + sum(f.level == "error" for f in own)
    points = score_text(form.total)
    if errors:
        return f"{points} ✗{errors}".strip(), style.ERROR
    if missing:
        return f"缺{missing}", style.QUESTION
    if any(f.level == "warning" for f in own):
        return f"{points} ⚠", style.QUESTION
    return f"{points} ✓", style.GOOD


class _TwoLines(QStyledItemDelegate):
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        height = option.fontMetrics.height()  # type: ignore[attr-defined]
        return QSize(120, 2 * height + 18)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        metrics = option.fontMetrics  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(style.ACCENT_SOFT))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(style.ACCENT))
        inner = rect.adjusted(10, 7, -6, -7)
        line = metrics.height()
        top = QRect(inner.left(), inner.top(), inner.width(), line)
        bottom = QRect(inner.left(), inner.bottom() - line, inner.width(), line + 2)
        painter.setPen(QColor(style.INK))
        name = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, top.width())
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, name)
        painter.setPen(QColor(style.SECOND))
        painter.drawText(bottom, Qt.AlignmentFlag.AlignLeft, str(index.data(SECOND_LINE)))
        painter.setPen(QColor(str(index.data(INK))))
        painter.drawText(bottom, Qt.AlignmentFlag.AlignRight, str(index.data(STATE)))
        painter.setPen(QColor(style.LINE))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()
