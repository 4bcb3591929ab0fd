"""导出打印: what leaves the house, what to know before, and where the files are."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from app.domain.report import Report
from app.handover import ACCOUNTS, Wanted, folder_name, has_accounts
from app.ui.layout import button, card, clear, label, row, scrolling
from app.ui.page import Desk, Page
from app.ui.views import tab_states


@dataclass(frozen=True)
class Outlets:
    """What the window does when this page asks for it."""

    preview: Callable[[str], None]  # form id, blank for all forms, or the official tables
    hand_over: Callable[[Path, Wanted], tuple[Path, ...]]


class ExportPage(Page):
    def __init__(self, desk: Desk, outlets: Outlets, folder: Path) -> None:
        super().__init__(desk)
        self._outlets = outlets
        self._state = label("", wrap=True)
        self._contents = label("", "second", wrap=True)
        self._name = label("", "second", wrap=True)
        self.folder = QLineEdit(str(folder))
        self.folder.setAccessibleName("保存到")
        self.excel = QCheckBox("Excel 表格（.xlsx）")
        self.pdf = QCheckBox("打印稿（.pdf）")
        self.review = QCheckBox("审核情况表和说明数据表（.xlsx，供领导审签和撰写说明）")
        self.package = QCheckBox("数据包（.json，可在另一台电脑上导入）")
        self._accounts = button("预览决算公开表", lambda: outlets.preview(ACCOUNTS))
        self._files = QVBoxLayout()
        frame, box = card(12)
        self._fill(box)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(12, 12, 12, 12)
        inner.addWidget(frame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))  # the files of many forms are a long list

    def _fill(self, box: QVBoxLayout) -> None:
        box.addWidget(label("导出上报", "title"))
        box.addWidget(self._state)
        box.addWidget(self._contents)
        for choice in (self.excel, self.pdf, self.review, self.package):
            choice.setChecked(True)
            box.addWidget(choice)
        choose = button("选择…", self._choose)
        box.addLayout(row(label("保存到"), self.folder, choose))
        box.addWidget(self._name)
        go = button("导出上报", self.export, "primary")
        preview = button("打印预览", lambda: self._outlets.preview(""))
        box.addLayout(row(go, preview, self._accounts, None))
        box.addLayout(self._files)
        box.addStretch(1)

    def show_report(self, report: Report) -> None:
        state = tab_states(report)["findings"]
        missing = len(report.missing)
        if state.errors or state.questions or missing:
            words = f"还有 错误 {state.errors}、核实 {state.questions}、没填 {missing}。"
            self._state.setText(f"⚠ {words}可以先导出草稿；正式上报前请在“审核”里改正或写明理由。")
        else:
            self._state.setText("✓ 已填完，没有未说明的问题，可以上报。")
        counts = [
            f"{form.title} {sum(one.form.id == form.id for one in report.forms)} 张"
            for form in report.scheme.forms
        ]
        if has_accounts(report):
            counts.append(f"部门决算公开表 {len(report.accounts)} 张")
        self._accounts.setVisible(has_accounts(report))
        self._contents.setText(f"包括：{'，'.join(counts)}")
        self._name.setText(f"文件放在其中的“{folder_name(report)}”文件夹里，重名的旧文件会被替换")

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, "选择保存到哪里", self.folder.text())
        if found:
            self.folder.setText(found)

    def export(self) -> None:
        """Write the hand-over folder and list its files."""
        wanted = Wanted(
            excel=self.excel.isChecked(),
            pdf=self.pdf.isChecked(),
            package=self.package.isChecked(),
            review=self.review.isChecked(),
        )
        files = self._outlets.hand_over(Path(self.folder.text().strip()), wanted)
        clear(self._files)
        if not files:
            return
        self._files.addWidget(label(f"已导出 {len(files)} 个文件：", "head"))
        for path in files:
            self._files.addWidget(label(f"✓ {path.name}", "second"))
        where = files[0].parent
        self._files.addWidget(label(str(where), "second", wrap=True))
        left = Qt.AlignmentFlag.AlignLeft
        self._files.addWidget(button("打开文件夹", lambda: _open(where)), 0, left)


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
