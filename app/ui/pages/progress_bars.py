"""How far each tab is filled in, in figures and as a thin bar; a click leads to what is blank."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.domain.progress import Progress, progress
from app.domain.report import Report
from app.ui.layout import button, label
from app.ui.style import px
from app.ui.views.views import TAB_NAMES

BAR = 6  # px


class ProgressBars(QWidget):
    chosen = Signal(str)  # the first blank cell of a tab

    def __init__(self) -> None:
        super().__init__()
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(px(12))
        self._shown: tuple[Progress, ...] = ()

    def show_report(self, report: Report) -> None:
        found = progress(report)
        if found == self._shown:
            return
        self._shown = found
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in found:
            self._box.addWidget(self._tab(one), 1)

    def _tab(self, one: Progress) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(2))
        go = partial(self.chosen.emit, one.first)
        name: QWidget = label(words(one), "second")
        if one.missing:
            name = button(words(one), go, "step", "到第一个没填的格")
        bar = QProgressBar()
        bar.setRange(0, one.total)
        bar.setValue(one.filled)
        bar.setTextVisible(False)
        bar.setFixedHeight(px(BAR))
        bar.setAccessibleName(words(one))
        box.addWidget(name)
        box.addWidget(bar)
        return holder


def words(one: Progress) -> str:
    """收入支出　12/14　缺 2, in the words of the tabs."""
    rest = f"缺 {one.missing}" if one.missing else "✓"
    return f"{TAB_NAMES[one.tab]}　{one.filled}/{one.total}　{rest}"
