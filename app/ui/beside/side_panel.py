"""The panel at the right of every page, opened when it is asked for: 口径 of the cell, or 来源 of
its figure. It follows the cursor while it is open; Esc folds it away."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.domain.report import Report
from app.storage.store import Change
from app.ui.beside.explain_view import ExplainView
from app.ui.beside.explaining import explanation
from app.ui.beside.trace_view import TraceView
from app.ui.beside.tracing import Source, Working, derived_working, working
from app.ui.grid.asking import Pointed
from app.ui.layout import button, card, label, row
from app.ui.style import px
from app.ui.views.views import CellView

EXPLAIN, TRACE = 0, 1
NOWHERE = "把光标放到一个格里，这里说明它。"
NO_FIGURE = "这是表头或行名，没有来源"


class SidePanel(QWidget):
    folded = Signal()
    chosen = Signal(str, str, str)  # the cell to go to; the one that led there, and its name

    def __init__(self, history: Callable[[str], Sequence[Change]]) -> None:
        super().__init__()
        self._history = history
        self._report: Report | None = None
        self._pointed: Pointed | None = None
        self.choice = QTabBar()
        self.choice.setDrawBase(False)
        self.choice.setExpanding(False)
        self.choice.addTab("口径说明")
        self.choice.addTab("查看来源")
        self.choice.setTabToolTip(EXPLAIN, "F1")
        self.choice.setTabToolTip(TRACE, "Ctrl+[")
        self._place = label("", "second", wrap=True)
        self._title = label("", "head", wrap=True)
        self.explained = ExplainView()
        self.traced = TraceView(self._deeper)
        self._views = QStackedWidget()
        self._views.addWidget(self.explained)
        self._views.addWidget(self.traced)
        self.traced.tree.chosen.connect(self._choose)
        self.choice.currentChanged.connect(lambda _at: self._show())
        fold = button("收起 ›", self.folded.emit, "quiet", "Esc")
        frame, box = card()
        box.setContentsMargins(px(12), px(8), px(12), px(12))
        box.addLayout(row(self.choice, None, fold))
        box.addWidget(self._place)
        box.addWidget(self._title)
        box.addWidget(self._views, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, px(12), px(12), px(12))
        outer.addWidget(frame)

    def ask(self, report: Report, pointed: Pointed | None, which: int) -> None:
        """Show the 口径 or the source of a cell."""
        self._report, self._pointed = report, pointed
        self.choice.setCurrentIndex(which)
        self._show()

    def follow(self, report: Report, pointed: Pointed | None) -> None:
        """The cursor has moved, or figures have: the same question of what it is in now."""
        if pointed is not None:
            self._pointed = pointed
        self._report = report
        self._show()

    def _show(self) -> None:
        report, pointed = self._report, self._pointed
        self._views.setCurrentIndex(self.choice.currentIndex())
        if report is None or pointed is None:
            self._head("", NOWHERE)
            return
        if self.choice.currentIndex() == EXPLAIN:
            cell = pointed.cell or CellView("", pointed.address, name=pointed.name)
            found = explanation(report, pointed.address, cell, pointed.near)
            self._head(found.place, found.title)
            self.explained.show_explanation(found)
            return
        made = _working(report, pointed)
        self._head(made.place, made.title)
        past = self._history(pointed.address) if pointed.address else ()
        self.traced.show_working(made, past)

    def _head(self, place: str, title: str) -> None:
        self._place.setText(place)
        self._place.setVisible(bool(place))
        self._title.setText(title)

    def _deeper(self, address: str) -> Sequence[Source]:
        return () if self._report is None else working(self._report, address).sources

    def _choose(self, address: str) -> None:
        asked = self._pointed
        if asked is not None:
            self.chosen.emit(address, asked.address or asked.row, self._title.text())

    def text(self) -> str:
        """All that is shown right now."""
        view = self.explained if self.choice.currentIndex() == EXPLAIN else self.traced
        return f"{self._place.text()}\n{self._title.text()}\n{view.text()}".strip()


def _working(report: Report, pointed: Pointed) -> Working:
    """Of a cell, of a derived figure by its row, or that there is nothing to say."""
    derived = derived_working(report, pointed.row) if pointed.row else None
    cell = pointed.cell
    if derived is not None and (not pointed.address or cell is None or cell.look == "label"):
        return derived
    if not pointed.address:
        known = pointed.near if cell is not None and cell.look == "computed" else ""
        if known:
            return working(report, known)
        return Working(pointed.name or "这一格", "", "", (NO_FIGURE,), (), typed=True)
    found = working(report, pointed.address)
    named = cell is not None and cell.name and not found.title
    return replace(found, title=cell.name) if named and cell is not None else found
