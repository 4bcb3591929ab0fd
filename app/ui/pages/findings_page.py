"""审核: all findings with room for a reason, what is still to be filled in, and the remarks."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabBar, QVBoxLayout

from app.domain.remarks import remarks
from app.domain.report import Finding, Report
from app.ui.grid.desk import Desk
from app.ui.grid.lines_grid import LinesGrid
from app.ui.layout import button, card, label, row
from app.ui.pages.page import Page
from app.ui.pages.progress_bars import ProgressBars
from app.ui.style import px
from app.ui.views.finding_views import findings_view, missing_view, remarks_view
from app.ui.views.views import GridView, tab_states
from app.ui.views.watching import Watch

FINDINGS, MISSING = 0, 1  # the third one are remarks
HINTS = (
    "双击或按 Enter 跳到那个单元格；确认数字没错的，在最后一列写理由。有问题也能保存和打印。",
    "双击或按 Enter 跳到那一格；在别的页签按 F7 到下一个没填的。没填完也能保存和打印。",
    "批注只给自己人看：这里和审核情况表里有，公开的表上没有。在这里可以直接改，清空即删除。",
)


class FindingsPage(Page):
    def __init__(self, desk: Desk, review: Callable[[], None]) -> None:
        """`review` writes what the checks found for the chief to sign."""
        super().__init__(desk)
        self._report: Report | None = None
        self._watch = Watch()
        self._left = False  # for the cell of a line: what it mends is shown on the way back
        self._summary = label("", "second")
        self.choice = QTabBar()
        self.choice.setDrawBase(False)
        self.choice.setExpanding(False)
        self.choice.setAccessibleName("审核内容")
        for title in ("问题", "还没填的", "批注"):
            self.choice.addTab(title)
        self.choice.currentChanged.connect(lambda _at: self._show())
        self.grid = LinesGrid(desk)
        self.grid.setAccessibleName("审核结果")
        self.grid.current_cell.connect(self.current_cell)
        self.grid.said.connect(desk.say)
        self.grid.activated_row.connect(self._jump)
        self.bars = ProgressBars()
        self.bars.chosen.connect(self._jump)
        self._hint = label("", "second", wrap=True)
        self._clear = button("清除已改好的", self._forget, "quiet")
        frame, box = card()
        export = button("导出审核情况表…", review, hint="给负责人看和签字的 Excel 表")
        box.addLayout(row(label("审核", "title"), self._summary, None, self._clear, export))
        box.addWidget(self.choice)
        box.addWidget(self._hint)
        box.addWidget(self.bars)
        box.addWidget(self.grid, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(12), px(12), px(12), px(12))
        outer.addWidget(frame)

    def show_report(self, report: Report) -> None:
        self._report = report
        if self.isVisible():
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        if not self._left:
            self._watch.forget()
        self._left = False
        self._show()

    def _forget(self) -> None:
        self._watch.forget()
        self._show()

    def _show(self) -> None:
        report, which = self._report, self.choice.currentIndex()
        if report is None:
            return
        state = tab_states(report)["findings"]
        kept = sum(bool(found.kept) for found in report.findings)
        self._summary.setText(f"错误 {state.errors}　核实 {state.questions}　已说明 {kept}")
        noted = sum(1 for _ in remarks(report.submission.entries))
        counts = (len(report.findings), len(report.missing), noted)
        for at, (title, count) in enumerate(zip(("问题", "还没填的", "批注"), counts, strict=True)):
            self.choice.setTabText(at, f"{title} {count}")
        self._hint.setText(HINTS[which])
        self.bars.setVisible(which == MISSING)
        if which == MISSING:
            self.bars.show_report(report)
        self.grid.show_view(self._view(report))
        self.grid.take_first()

    def _view(self, report: Report) -> GridView:
        lines = self._watch.lines(report.findings)
        which = self.choice.currentIndex()
        self._clear.setVisible(which == FINDINGS and any(one.mended for one in lines))
        if which == FINDINGS:
            return findings_view(lines)
        return missing_view(report) if which == MISSING else remarks_view(report)

    def _jump(self, address: str) -> None:
        if address:
            self._left = True
            self.desk.go_to(address)

    def here(self) -> tuple[str, str] | None:
        at = self.grid.currentIndex().row()
        ids = self._ids()
        return ("审核", f"{self.choice.currentIndex()} {ids[at]}") if at < len(ids) else None

    def come_back(self, place: str) -> None:
        """To the line that the jump began at, or to where it was if it has left the list."""
        which, _, wanted = place.partition(" ")
        self.choice.setCurrentIndex(int(which))
        self._show()
        ids = self._ids()
        at = ids.index(wanted) if wanted in ids else min(self.grid.currentIndex().row(), len(ids))
        self.grid.setFocus()
        self.grid.setCurrentIndex(self.grid.grid_model.index(max(0, at), 0, QModelIndex()))
        mended = {one.finding.key for one in self._watch.lines(self._findings()) if one.mended}
        if wanted in mended:
            self.desk.say("刚才那一条已经解决 ✓")
        elif wanted not in ids:
            self.desk.say("刚才那一格已经填了，不再列出")

    def _findings(self) -> tuple[Finding, ...]:
        return self._report.findings if self._report is not None else ()

    def _ids(self) -> list[str]:
        """What each line is about: the reason's address of a finding, else the cell."""
        view = self.grid.grid_model.view
        if self.choice.currentIndex() == FINDINGS:
            return [row[-1].address for row in view.rows]
        return list(view.row_ids)

    def go_to(self, address: str) -> bool:
        if not address.startswith("keep."):
            return False
        self.choice.setCurrentIndex(FINDINGS)
        self._show()
        return self.grid.select_address(address)
