"""The panel beside a form: total and grade, what is said of the current row, what is wrong."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.report import FormReport, Report
from app.domain.values import number_text, score_text
from app.ui.grid.desk import Desk
from app.ui.layout import button, card, label, row
from app.ui.pages.page import Inlets
from app.ui.pages.row_panel import RowPanel
from app.ui.style import px
from app.ui.views.views import LEVEL_NAMES, CellView

CELL = Qt.ItemDataRole.UserRole
UNSCORED = "这张表不评分"
FIRST = 3  # findings that are seen without scrolling


class WhyPanel(QWidget):
    folded = Signal()  # its room is wanted for the form

    def __init__(self, desk: Desk, inlets: Inlets) -> None:
        super().__init__()
        self._desk = desk
        self._address = ""
        self._form: FormReport | None = None
        self._report: Report | None = None
        self._head = label("总分", "second")
        self._score = label("", "score")
        self._grade = label("", "grade")
        self._state = label("", "second", wrap=True)
        self.row = RowPanel(desk, inlets)
        self._row_box = _Fitting(self.row)
        self._row_line = _line()
        self._lines: list[tuple[str, str]] = []
        self.list = QListWidget()
        self.list.setAccessibleName("本表的问题")
        self.list.setWordWrap(True)
        self.list.setSpacing(px(2))
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(self._jump)
        self.list.itemActivated.connect(self._jump)
        frame, box = card()
        self._fill(box)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def _fill(self, box: QVBoxLayout) -> None:
        fold = button("收起 ›", self.folded.emit, "quiet", "收起这一栏，给表格让出地方")
        box.addLayout(row(self._head, None, fold))
        box.addLayout(row(self._score, self._grade, None))
        box.addWidget(self._state)
        box.addWidget(_line())
        box.addWidget(self._row_box)
        box.addWidget(self._row_line)
        box.addWidget(label("本表的问题", "head"))
        box.addWidget(self.list, 1)

    def show_form(self, report: Report, form: FormReport) -> None:
        if self._form is not None and form.prefix != self._form.prefix:
            self._address = ""
        self._report, self._form = report, form
        scored = form.form.scored
        self._score.setVisible(scored and form.total is not None)
        for part in (self._row_box, self._row_line):
            part.setVisible(bool(form.form.levels))
        self._score.setText(score_text(form.total))
        self._grade.setText(form.grade)
        self._grade.setVisible(bool(form.grade))
        self._head.setText("总分" if scored else UNSCORED)
        self._state.setText(_state(form))
        self._state.setVisible(bool(self._state.text()))
        self._show_list(report, form)
        self._show_row()

    def show_cell(self, cell: CellView | None) -> None:
        if cell is not None and cell.address != self._address:
            self._address = cell.address
            self._show_row()

    def _show_row(self) -> None:
        if self._report is not None and self._form is not None:
            self.row.show_row(self._report, self._form, self._address)

    def go_to(self, address: str) -> bool:
        """Put the cursor into the tier of a row, where that is what an address means."""
        return address.endswith(".tier") and self.row.enter_tier()

    def because_text(self) -> str:
        """The reason that is shown right now."""
        return self.row.because_text()

    # ── what is wrong ────────────────────────────────────────────────────────────────────

    def _show_list(self, report: Report, form: FormReport) -> None:
        part = report.parts.get(form.prefix)
        own = [f for f in report.findings if f.cells[0].startswith(f"{form.prefix}.")]
        ranked = sorted((f for f in own if not f.kept), key=lambda f: f.rank)
        lines = [
            (_two_lines(f"{LEVEL_NAMES[f.level]}　{f.sentence}", f.where), f.cells[0])
            for f in ranked
        ]
        for item in part.missing if part else ():
            lines.append((_two_lines(f"○ 还没有填：{item.label}", item.where), item.cell))
        if not lines:
            lines = [("✓ 没有问题", "")]
        if lines == self._lines:
            return
        self._lines = lines
        self.list.clear()
        for text, cell in lines:
            entry = QListWidgetItem(text)
            entry.setData(CELL, cell)
            entry.setToolTip("点一下跳到这一格" if cell else "")
            self.list.addItem(entry)
        first = range(min(len(lines), FIRST))  # the reasons above get what these do not need
        self.list.setMinimumHeight(
            sum(self.list.sizeHintForRow(at) + 2 * self.list.spacing() for at in first) + px(4)
        )

    def _jump(self, entry: QListWidgetItem) -> None:
        cell = str(entry.data(CELL))
        if cell:
            self._desk.go_to(cell)


class _Fitting(QScrollArea):
    """As high as what is in it where there is room, and it scrolls where there is not."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self.setMinimumHeight(96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        content.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def sizeHint(self) -> QSize:
        width = max(self.viewport().width(), 100)
        return QSize(width, self._content.heightForWidth(width))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        elif event.type() == QEvent.Type.Resize:
            self._follow(None, QApplication.focusWidget())
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # the lines of its texts have changed
        self._follow(None, QApplication.focusWidget())

    def _follow(self, _before: QWidget | None, cursor: QWidget | None) -> None:
        """Whatever brought the cursor into it, and however it grows: the cursor is seen."""
        if cursor is not None and self._content.isAncestorOf(cursor):
            QTimer.singleShot(0, cursor, lambda: self.ensureWidgetVisible(cursor, 0, px(8)))


def _two_lines(sentence: str, where: str) -> str:
    """A sentence and its place, without the form's name, which stands beside already."""
    _, _, place = where.partition("　")
    return f"{sentence}\n{place}" if place else sentence


def _line() -> QFrame:
    made = QFrame()
    made.setFrameShape(QFrame.Shape.HLine)
    made.setStyleSheet("color: #dfe4ea;")
    return made


def _state(form: FormReport) -> str:
    """What is to be said of the total: why there is none, or what holds it down."""
    if not form.form.scored:
        return ""
    if form.total is None:
        return f"还没有填完，目前合计 {form.so_far}" if form.so_far is not None else "还没有得分"
    if form.cap is not None:
        most = number_text(form.cap.at_most)
        return f"按执行率封顶 {most} 分（封顶前 {score_text(form.uncapped)} 分）"
    if not form.grade:
        return f"分值合计 {number_text(form.total_weight)}，不是 100，不评等级"
    return ""
