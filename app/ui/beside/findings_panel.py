"""Findings below the work: one line while it is folded, a short list when it is open."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.report import Finding, Report
from app.ui.grid.desk import Desk
from app.ui.grid.lines_grid import LinesGrid
from app.ui.layout import button, label
from app.ui.style import px
from app.ui.views.finding_views import panel_view
from app.ui.views.watching import Line, Watch, to_do

HERE, ALL = "本页", "全部"
MOST_LINES = 4  # that are seen at once: the work keeps its room
SHARE = 5  # the list is no more than one part in five of the page
FOLD = "展开或收起审核结果"


class FindingsPanel(QWidget):
    folded = Signal(bool)  # by the person, to be remembered

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._watch = Watch()
        self._report: Report | None = None
        self._within: tuple[str, str] = ("", "")  # tab, and the start of addresses in front
        self._all = False
        self.open = False
        self.bar = button("", self.toggle, "fold", FOLD)
        self._scope = button(HERE, self._switch, "quiet", "看本页的，还是所有页的")
        self._clear = button("清除已改好的", self.forget, "quiet")
        self._keys = label("F8 下一条　Shift+F8 上一条", "second")
        self.grid = LinesGrid(desk)
        self.grid.setAccessibleName("本页的审核结果")
        self.grid.activated_row.connect(desk.go_to)
        self.grid.said.connect(desk.say)
        desk.zoom.changed.connect(self.fit)
        top = QHBoxLayout()
        top.setContentsMargins(px(12), px(2), px(12), px(2))
        for part in (self.bar, self._scope, self._clear):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self._keys)
        lines = QVBoxLayout()
        lines.setContentsMargins(px(12), 0, px(12), px(8))
        lines.addWidget(self.grid)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addLayout(lines)
        self.set_open(open_=False)

    def set_open(self, *, open_: bool) -> None:
        self.open = open_
        self.grid.setVisible(open_)
        self._scope.setVisible(open_)
        self._show()

    def toggle(self) -> None:
        self.set_open(open_=not self.open)
        self.folded.emit(not self.open)

    def _switch(self) -> None:
        self._all = not self._all
        self._show()

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def show_report(self, report: Report, tab: str, start: str) -> None:
        """The findings of a tab, or of the form in front of it (`start` of its addresses)."""
        before, within = self._report, self._within
        self._report, self._within = report, (tab, start)
        if before is None or within != (tab, start) or before.findings != report.findings:
            self._show()

    def forget(self) -> None:
        """What has been put right leaves the list."""
        self._watch.forget()
        self._show()

    def _show(self) -> None:
        if self._report is None:
            return
        lines = [one for one in self._watch.lines(self._report.findings) if self._wanted(one)]
        self.bar.setText(self._words(lines))
        self._scope.setText(f"看{HERE}" if self._all else f"看{ALL}")
        self._clear.setVisible(self.open and any(one.mended for one in lines))
        self._keys.setVisible(any(not one.mended for one in lines))
        if self.open:
            self.grid.show_view(panel_view(self._report, lines))
            self.fit()

    def fit(self) -> None:
        """As high as its lines, a few at most, and fewer on a low page."""
        grid, page = self.grid, self.parentWidget()
        each = max(grid.rowHeight(0), 1)
        head = grid.horizontalHeader().sizeHint().height()
        room = (page.height() // SHARE - head) // each if page is not None else MOST_LINES
        lines = min(len(grid.grid_model.view.row_ids), MOST_LINES, room)
        high = head + max(1, lines) * each + 2 * grid.frameWidth()
        if grid.height() != high:
            grid.setFixedHeight(high)

    def _wanted(self, line: Line) -> bool:
        return self._all or in_front(line.finding, *self._within)

    def _words(self, lines: list[Line]) -> str:
        """审核：2 错误 3 核实 ▾: what is open here, and which way the arrow folds."""
        open_ = to_do(one.finding for one in lines if not one.mended)
        errors = sum(one.level == "error" for one in open_)
        said = [f"✗ {errors} 错误"] if errors else []
        said += [f"⚠ {len(open_) - errors} 核实"] if len(open_) > errors else []
        mended = sum(one.mended for one in lines)
        said += [f"✓ {mended} 已改好"] if mended else []
        scope = ALL if self._all else HERE
        return f"审核（{scope}）：{'　'.join(said) or '没有问题 ✓'}　{'▾' if self.open else '▴'}"

    def show_finding(self, address: str) -> bool:
        """Open the list at the finding of a cell; False where there is none."""
        if self._report is None:
            return False
        found = next((one for one in self._report.findings if address in one.cells), None)
        if found is None:
            return False
        self._all = self._all or not in_front(found, *self._within)
        self.set_open(open_=True)
        self.mark(found.cells[0])
        return True

    def mark(self, address: str) -> None:
        """Put the list's own cursor on the line of a cell, wherever the keyboard is."""
        ids = self.grid.grid_model.view.row_ids
        if self.open and address in ids:
            self.grid.select_only(ids.index(address), 0)


def in_front(found: Finding, tab: str, start: str) -> bool:
    """Whether a finding is of the page in front, or of the form in front of it."""
    if start:
        return any(cell.startswith(f"{start}.") for cell in found.cells)
    return found.tab == tab
