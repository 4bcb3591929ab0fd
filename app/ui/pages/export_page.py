"""导出打印: what leaves the house, what to know before, and what became of it."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFileDialog,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.report import Report
from app.exchange.evidence_files import evidence
from app.handover import ACCOUNTS, Outcome, Wanted, books, folder_name, has_accounts
from app.ui.grid.desk import Desk
from app.ui.layout import button, card, label, row, scrolling
from app.ui.pages.exported import Exported
from app.ui.pages.page import Outlets, Page
from app.ui.preferences import EXPORT_FOLDER, export_folder
from app.ui.style import px
from app.ui.tab_order import tab_before
from app.ui.views.views import tab_states

WIDE = 960  # px: room for two cards side by side


class ExportPage(Page):
    def __init__(self, desk: Desk, outlets: Outlets, folder: Path) -> None:
        super().__init__(desk)
        self._outlets = outlets
        self._report: Report | None = None
        self._state = label("", wrap=True)
        self._look = button("去看审核", self._show_findings)
        self._fill_in = button("去填", self._show_missing)
        self._name = label("", "second", wrap=True)
        self._chosen: dict[str, QCheckBox] = {}
        self._books = QVBoxLayout()
        self._books.setSpacing(px(4))
        self.folder = QLineEdit(str(export_folder(desk.memory, folder)))
        self.folder.setAccessibleName("保存到")
        self.excel = QCheckBox("Excel 表格（.xlsx）")
        self.pdf = QCheckBox("打印稿（.pdf）")
        self.review = QCheckBox("审核情况表和说明数据表（.xlsx，供领导审签和撰写说明）")
        self.package = QCheckBox("数据包（.suanpan，可在另一台电脑上导入）")
        self.notes = QCheckBox("Excel 里带批注：每个得分为什么（上级不要的，去掉）")
        self.excel.toggled.connect(self.notes.setEnabled)
        self.evidence = QCheckBox("附佐证材料：文件和清单")
        self._last = Wanted()
        self._accounts = button("预览决算公开表", lambda: outlets.preview(ACCOUNTS))
        self.exported = Exported(self._again)
        content = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._sides.setContentsMargins(px(12), px(12), px(12), px(12))
        self._sides.setSpacing(px(12))
        frame, box = card(12)
        self._fill(box)
        for part in (frame, self.exported):
            self._sides.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = scrolling(content)  # the files of many forms are a long list
        outer.addWidget(self._area)

    def _fill(self, box: QVBoxLayout) -> None:
        box.addWidget(label("导出上报", "title"))
        box.addWidget(self._state)
        box.addLayout(row(self._look, self._fill_in, None))
        box.addWidget(label("表", "head"))
        box.addLayout(self._books)
        box.addWidget(label("文件", "head"))
        kinds = QVBoxLayout()
        kinds.setSpacing(px(4))
        for choice in (self.excel, self.notes, self.pdf, self.review, self.package, self.evidence):
            choice.setChecked(True)
            kinds.addWidget(choice)
        box.addLayout(kinds)
        choose = button("选择…", self._choose)
        box.addLayout(row(label("保存到"), self.folder, choose))
        box.addWidget(self._name)
        go = button("导出上报", self.export, "primary")
        preview = button("打印预览", lambda: self._outlets.preview(""))
        box.addLayout(row(go, preview, self._accounts, None))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What became of it stands beside the choices where there is room, else below them."""
        ways = QBoxLayout.Direction
        self._sides.setDirection(ways.LeftToRight if self._wide else ways.TopToBottom)
        super().resizeEvent(event)

    @property
    def _wide(self) -> bool:
        return self.width() >= px(WIDE)

    # ── before ───────────────────────────────────────────────────────────────────────────

    def show_report(self, report: Report) -> None:
        self._report = report
        state = tab_states(report)["findings"]
        missing = len(report.missing)
        if state.errors or state.questions or missing:
            words = f"还有 错误 {state.errors}、核实 {state.questions}、没填 {missing}。"
            self._state.setText(f"⚠ {words}可以先导出草稿；正式上报前请在“审核”里改正或写明理由。")
        else:
            self._state.setText("✓ 已填完，没有未说明的问题，可以上报。")
        self._look.setVisible(bool(state.errors or state.questions))
        self._fill_in.setVisible(bool(missing))
        self._accounts.setVisible(has_accounts(report))
        self._name.setText(f"文件放在其中的“{folder_name(report)}”文件夹里，同名的旧文件会被替换")
        files = len({one.name for one in evidence(report, lambda _name: None)})
        self.evidence.setText(f"附佐证材料：{files} 个文件和清单")
        self.evidence.setVisible(bool(files))
        self._show_books(report)

    def _show_books(self, report: Report) -> None:
        """A box to tick for each kind of form; what was taken away stays away."""
        there = books(report)
        for gone in set(self._chosen) - {which for which, _, _ in there}:
            self._chosen.pop(gone).deleteLater()
        for at, (which, title, count) in enumerate(there):
            if which not in self._chosen:
                made = self._chosen[which] = QCheckBox()
                made.setChecked(True)
                self._books.insertWidget(at, made)
                tab_before(made, self.excel)
            self._chosen[which].setText(f"{title}　{count} 张")

    def _show_findings(self) -> None:
        found = self._report.findings if self._report else ()
        open_ones = [one for one in found if one.asks]
        if open_ones:
            self.desk.go_to(open_ones[0].key)

    def _show_missing(self) -> None:
        if self._report and self._report.missing:
            self.desk.go_to(self._report.missing[0].cell)

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, "选择保存到哪里", self.folder.text())
        if found:
            self.folder.setText(found)

    # ── doing it ─────────────────────────────────────────────────────────────────────────

    def _wanted(self) -> Wanted:
        chosen = frozenset(which for which, box in self._chosen.items() if box.isChecked())
        return Wanted(
            excel=self.excel.isChecked(),
            pdf=self.pdf.isChecked(),
            package=self.package.isChecked(),
            review=self.review.isChecked(),
            books=chosen,
            notes=self.notes.isChecked(),
            evidence=self.evidence.isChecked(),
        )

    def export(self) -> None:
        """Write the hand-over folder and list what became of each file."""
        folder = self.folder.text().strip()
        if not folder:
            self.desk.say("请先选择保存到哪个文件夹")
            self.folder.setFocus()
            return
        self._export(Path(folder), self._wanted(), ())

    def _again(self, before: Outcome) -> None:
        """The files that were not written, once more."""
        names = frozenset(one.path.name for one in before.unwritten)
        self._export(before.folder.parent, replace(self._last, only=names), before.written)

    def _export(self, folder: Path, wanted: Wanted, before: tuple[Path, ...]) -> None:
        self._last = wanted
        outcome = self._outlets.hand_over(folder, wanted)
        if outcome is None:
            return
        self.desk.memory.keep(EXPORT_FOLDER, str(folder))
        self.exported.show_outcome(replace(outcome, written=(*before, *outcome.written)))
        QTimer.singleShot(0, self._show_exported)

    def _show_exported(self) -> None:
        """Its top comes in sight, once it has its height."""
        top = 0 if self._wide else self.exported.y() - px(12)
        self._area.verticalScrollBar().setValue(top)
