"""The status bar: where the cursor is and why a cell is locked, what was just done, what the
selected cells come to, the legend and how large the grids are shown."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QStatusBar, QWidget

from app.ui import style
from app.ui.grid.counting import Counts
from app.ui.grid.zoom import Zoom
from app.ui.layout import button, label
from app.ui.views.views import CellView

LEGEND = "白：填写　浅绿：自动计算　浅黄：上年数、带出　✗ 红框：错误　? 黄框：核实"
FOLDED = "图例"
HOW = "直接输入，F2 修改，离开即保存"


class Cut(QLabel):
    """A line that ends in … where there is no room for it; the tooltip has all of it."""

    def __init__(self) -> None:
        super().__init__("")
        self.setTextFormat(Qt.TextFormat.PlainText)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()  # the style's padding is not in it, and it is cut by a hair
        return QSize(size.width() + 2 * style.px(6) + 2, size.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(style.px(40), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect().adjusted(style.px(6), 0, -style.px(6), 0)
        mode = Qt.TextElideMode.ElideRight
        told = self.fontMetrics().elidedText(self.text(), mode, room.width())
        self.setToolTip(self.text() if told != self.text() else "")
        painter = QPainter(self)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, told)


class Status(QObject):
    """The parts of the status bar while a submission is open."""

    def __init__(self, zoom: Zoom) -> None:
        super().__init__()
        self._zoom = zoom
        self._counts: Counts | None = None
        self._where, self._said = Cut(), Cut()
        self.counts = label("")
        self.counts.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.counts.customContextMenuRequested.connect(self._show_menu)
        self.counts.hide()
        self._show_more: Callable[[], object] | None = None
        self.more = button("查看…", self._open_more, "quiet", "列出没有写入的内容（Ctrl+L）")
        self.more.setShortcut("Ctrl+L")
        self.more.setStyleSheet(f"color: {style.ACCENT}; text-decoration: underline;")
        self.more.hide()
        self.legend = label(LEGEND)
        hint = "表格显示比例，点一下回到 100%（Ctrl+滚轮、Ctrl+加号、Ctrl+减号）"
        self.level = button("", zoom.reset, "quiet", hint)
        self.level.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        zoom.changed.connect(self._show_level)
        self._show_level()

    def attach(self, bar: QStatusBar) -> None:
        for kind in (QLabel, QPushButton):
            for old in bar.findChildren(kind):
                if isinstance(old, QWidget):
                    bar.removeWidget(old)
        bar.addWidget(self._where, 1)
        bar.addWidget(self._said)
        bar.addWidget(self.more)
        self.more.setVisible(self._show_more is not None)
        for part in (self.counts, self.legend, self.level):
            bar.addPermanentWidget(part)
        self.counts.setVisible(self._counts is not None)
        bar.installEventFilter(self)
        self._fold()

    def say(self, sentence: str, more: Callable[[], object] | None = None) -> None:
        """Something that was just done, or could not be, and what shows more of it."""
        self._show_said(sentence, more)
        self._fold()

    def _show_said(self, sentence: str, more: Callable[[], object] | None) -> None:
        self._show_more = more
        if self._said.text() != sentence:
            self._said.setText(sentence)
        if self.more.isHidden() != (more is None):
            self.more.setVisible(more is not None)

    def _open_more(self) -> None:
        if self._show_more is not None:
            self._show_more()

    def text(self) -> str:
        """What stands there right now."""
        return f"{self._where.text()} {self._said.text()}".strip()

    def forget(self) -> None:
        """The cursor is nowhere yet, and what was said was said of another page."""
        self._where.setText("")
        self._show_said("", None)
        self.show_counts(None)

    def outdate(self) -> None:
        """Something was edited: what could not be written before is of the past."""
        if self._show_more is not None:
            self.say("")

    def show_cell(self, cell: CellView | None) -> None:
        """Of what was not written there is still a list while the cursor goes to look at it."""
        if self._show_more is None:
            self._show_said("", None)
        told = _about(cell) if cell is not None else ""
        if self._where.text() != told:
            self._where.setText(told)
        self._fold()

    def show_counts(self, counts: Counts | None) -> None:
        """What the selected cells come to; None where it is one cell, or all are blank."""
        counts = counts if counts is not None and counts.count else None
        self._counts = counts
        self.counts.setText(counts.text() if counts is not None else "")
        self.counts.setVisible(counts is not None)
        self._fold()

    def _show_menu(self, point: QPoint) -> None:
        if (counts := self._counts) is None:
            return
        menu, clipboard = QMenu(self.counts), QGuiApplication.clipboard()
        for word, text in (
            ("复制求和", counts.total.replace(",", "")),
            ("复制平均", counts.average.replace(",", "")),
            ("复制计数", str(counts.count)),
            ("全部复制", counts.text()),
        ):
            action = menu.addAction(word, partial(clipboard.setText, text))
            action.setEnabled(bool(text))
        menu.popup(self.counts.mapToGlobal(point))

    def _show_level(self) -> None:
        self.level.setText(f"{self._zoom.level}%")
        self._fold()

    # ── room ─────────────────────────────────────────────────────────────────────────────

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fold()
        return super().eventFilter(watched, event)

    def _fold(self) -> None:
        """The legend makes room for what changes; it is known by heart before long."""
        bar = self.legend.parentWidget()
        if bar is None:
            return
        parts = [self._where, self._said, self.more, self.counts, self.level]
        used = sum(part.sizeHint().width() for part in parts if not part.isHidden())
        padding = self.legend.sizeHint().width() - self._long(self.legend.text())
        needed = used + self._long(LEGEND) + padding + style.px(40)
        folded = needed > bar.width()
        text = FOLDED if folded else LEGEND
        if self.legend.text() != text:
            self.legend.setText(text)
            self.legend.setToolTip(LEGEND.replace("　", "\n") if folded else "")

    def _long(self, text: str) -> int:
        return self.legend.fontMetrics().horizontalAdvance(text)


def _about(cell: CellView) -> str:
    """What a cell is and what can be done in it, or why nothing can."""
    if cell.locked:
        return _said(cell.name or cell.shown, cell.exact, f"不能填写：{cell.locked}")
    note, _, more = cell.note.partition("\n")
    note = "" if more and not cell.offered else note
    hint = cell.problem or cell.question or note or HOW
    return _said(cell.name, cell.exact, hint)


def _said(*parts: str) -> str:
    return "　".join(part for part in parts if part).replace("\n", " ")
