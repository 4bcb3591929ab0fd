"""“导入决算表…”: what a finished workbook gives, looked at before it is taken."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.domain.submission import Edit
from app.exchange.account_import import AccountImportProblem, Imported
from app.log import note
from app.progress import Cancelled, Progress
from app.ui.background import in_background
from app.ui.layout import answers, button, card, dialog_body, in_columns, label, row, sized
from app.ui.style import QUESTION

ABOUT = (
    "已经有九张决算公开表（部门决算软件导出的，或者公开过的）的，从这里导入：各表的数分到收入、支出、"
    "结转结余、基本支出、“三公”经费各台账，不用再填。"
    "文件是 .xlsx 或 .xls，表名、表的次序、元或万元不限。"
)
STATED = "公开表照文件里的数显示，和台账推算的数互相核对（不打勾：公开表只由台账生成）"
Read = Callable[[Path, Progress], Imported]  # in a thread; raises AccountImportProblem, Cancelled
STOPPED = "已取消，没有读文件。"


class AccountImportDialog(QDialog):
    """Reads a file and shows what it gives; after `exec()` see `edit`, None for nothing, and
    `found`, what the file had."""

    def __init__(self, read: Read, documents: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._read, self._documents = read, documents
        self.found: Imported | None = None
        self.edit: Edit | None = None
        self.setWindowTitle("导入决算表")
        sized(self, 900, 660)
        self.choose = button("选择文件…", self.ask_file)
        self.said = label("还没有选文件。", wrap=True)
        self.said.setMinimumHeight(2 * self.said.fontMetrics().height())  # nothing jumps
        self.stated = QCheckBox(STATED)
        self.stated.setChecked(True)
        columns = (("内容", 0), ("在哪里", 260), ("数", 170))
        self.lines = in_columns(QTreeWidget(), "文件里的决算表", columns, grouped=True)
        self.ok, _, buttons = answers("导入", self._take, self.reject)
        frame, inside = card()
        inside.addWidget(label(ABOUT, "second", wrap=True))
        chosen = row(self.choose, self.said)
        chosen.setStretch(1, 1)
        inside.addLayout(chosen)
        inside.addWidget(self.stated)
        dialog_body(self, frame, self.lines, buttons)
        self.ok.setEnabled(False)
        self.choose.setFocus()

    def ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "选择决算表", str(self._documents), "表格 (*.xlsx *.xls);;所有文件 (*)"
        )
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Show what a file gives; one that cannot be read is refused with a sentence."""
        self.found = None
        try:
            self.found = in_background(self, "读取决算表", partial(self._read, path))
        except AccountImportProblem as problem:
            note("not-imported", what="accounts")
            self._say(problem.sentence, wrong=True)
        except Cancelled:
            self._say(STOPPED)
        else:
            self._say(summary(self.found))
        self.ok.setEnabled(self.found is not None)
        self.lines.clear()
        if self.found is not None:
            self._show(self.found)
            self.ok.setFocus()

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        self.said.setText(sentence)
        self.said.setObjectName("problem" if wrong else "")
        self.said.style().polish(self.said)

    def _show(self, found: Imported) -> None:
        tables = [
            (table.title, f"工作表“{table.sheet}”", f"{table.figures} 个，单位：{table.unit}")
            for table in found.tables
        ]
        self._group("找到的表", tables)
        replaced = [(one.where, f"已填 {one.typed}", f"换成 {one.text}") for one in found.replaced]
        self._group("会被换掉的数", replaced, mark=True)
        odd = [(one.sentence, f"{one.sheet}　{one.cell}".strip(), "") for one in found.odd]
        self._group("没有看懂的地方", odd, mark=True)
        self._group("请核对", [(note, "", "") for note in found.notes], mark=True)
        self._group("文件里没有的表", [(title, "", "") for title in found.missing])

    def _group(
        self, title: str, lines: Iterable[tuple[str, str, str]], *, mark: bool = False
    ) -> None:
        items = [QTreeWidgetItem(list(line)) for line in lines]
        for item in items:
            item.setToolTip(0, item.text(0))
        if items:
            group = QTreeWidgetItem([f"{title}（{len(items)}）"])
            if mark:
                group.setForeground(0, QColor(QUESTION))
            group.addChildren(items)
            self.lines.addTopLevelItem(group)
            group.setExpanded(True)

    def _take(self) -> None:
        if self.found is not None:
            self.edit = self.found.edit(stated=self.stated.isChecked())
            self.accept()


def summary(found: Imported) -> str:
    """What the file gives, in a sentence."""
    cells = sum(
        1
        for cell, text in found.ledgers.items()
        if text and not cell.endswith(("name", "code", "rows"))
    )
    parts = [f"“{found.name}”：{len(found.tables)} 张表，{found.figures} 个数，填进台账 {cells} 格"]
    if found.replaced:
        parts.append(f"其中 {len(found.replaced)} 格换掉已填的数")
    asked = len(found.odd) + len(found.notes)
    if asked:
        parts.append(f"有 {asked} 处要核对")
    return "，".join(parts) + "。"
