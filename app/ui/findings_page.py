"""审核: all findings with room for a reason, and what is still to be filled in."""

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabBar, QVBoxLayout

from app.domain.report import Report
from app.ui.grid import Grid
from app.ui.layout import button, card, label, row
from app.ui.page import Desk, Page
from app.ui.views import GridView, findings_view, missing_view, tab_states


class FindingsPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._report: Report | None = None
        self._summary = label("", "second")
        self.choice = QTabBar()
        self.choice.setDrawBase(False)
        self.choice.setExpanding(False)
        self.choice.addTab("问题")
        self.choice.addTab("还没填的")
        self.choice.currentChanged.connect(lambda _at: self._show())
        self.grid = Grid(desk)
        self.grid.setAccessibleName("审核结果")
        self.grid.current_cell.connect(self.current_cell)
        self.grid.said.connect(desk.say)
        self.grid.activated_row.connect(desk.go_to)
        frame, box = card()
        export = button("导出审核情况表…", desk.review, hint="给负责人看和签字的 Excel 表")
        box.addLayout(row(label("审核", "title"), self._summary, None, export))
        hint = "双击一行跳到那个单元格；确认数字没错的，在最后一列写理由。有问题也能保存和打印。"
        box.addWidget(label(hint, "second", wrap=True))
        box.addWidget(self.choice)
        box.addWidget(self.grid, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.addWidget(frame)

    def show_report(self, report: Report) -> None:
        self._report = report
        if self.isVisible():
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        self._show()

    def _show(self) -> None:
        report = self._report
        if report is None:
            return
        state = tab_states(report)["findings"]
        kept = sum(bool(found.kept) for found in report.findings)
        self._summary.setText(f"错误 {state.errors}　核实 {state.questions}　已说明 {kept}")
        self.choice.setTabText(0, f"问题 {len(report.findings)}")
        self.choice.setTabText(1, f"还没填的 {len(report.missing)}")
        view = self._view(report)
        self.grid.show_view(view)
        if view.rows and not self.grid.currentIndex().isValid():
            self.grid.setCurrentIndex(self.grid.grid_model.index(0, 0, QModelIndex()))

    def _view(self, report: Report) -> GridView:
        return findings_view(report) if self.choice.currentIndex() == 0 else missing_view(report)

    def here(self) -> tuple[str, str] | None:
        at = self.grid.currentIndex().row()
        ids = self._ids()
        return ("审核", f"{self.choice.currentIndex()} {ids[at]}") if at < len(ids) else None

    def come_back(self, place: str) -> None:
        """To the line that the jump began at, or to where it was if it is put right."""
        which, _, wanted = place.partition(" ")
        self.choice.setCurrentIndex(int(which))
        self._show()
        ids = self._ids()
        at = ids.index(wanted) if wanted in ids else min(self.grid.currentIndex().row(), len(ids))
        self.grid.setFocus()
        self.grid.setCurrentIndex(self.grid.grid_model.index(max(0, at), 0, QModelIndex()))
        if wanted not in ids:
            self.desk.say("刚才那一条已经解决，不再列出")

    def _ids(self) -> list[str]:
        """What each line is about: the reason's address of a finding, the cell that is missing."""
        view = self.grid.grid_model.view
        if self.choice.currentIndex() == 0:
            return [row[-1].address for row in view.rows]
        return list(view.row_ids)

    def go_to(self, address: str) -> bool:
        if not address.startswith("keep."):
            return False
        self.choice.setCurrentIndex(0)
        self._show()
        return self.grid.select_address(address)
