"""“恢复”: the backups there are, what is in each, and what is to be put back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.domain.submission import unit_words
from app.storage.backup import Backup, backups, contents, described
from app.storage.listing import SubmissionInfo
from app.storage.problems import StorageProblem
from app.storage.restore import counterpart
from app.ui.layout import RIGHT, button, card, dialog_box, in_columns, label, row, sized
from app.ui.start.backup_dialog import size_words

VALUE = Qt.ItemDataRole.UserRole
TIME = "%Y-%m-%d %H:%M"
NONE = "还没有备份。点“备份…”存一份；备份在别处的，点“别的备份文件…”。"
FILES = "佐证材料不在备份的数据文件里：程序从不删除材料，恢复的填报照样找得到。"
COPIES = (("备份时间", 0), ("原因", 80), ("大小", 84))
INSIDE = (("单位", 0), ("年度", 84), ("状态", 80), ("最后修改", 136))


@dataclass(frozen=True)
class Wish:
    """What a person wants back from a backup: one submission, or all `count` of them (None).

    `replaced` is what it takes the place of; None: it comes as a new one.
    """

    path: Path
    taken: datetime
    count: int
    info: SubmissionInfo | None = None
    replaced: SubmissionInfo | None = None


class RestoreDialog(QDialog):
    """Backups of a folder; after `exec()` see `wish`, None where nothing is wanted."""

    def __init__(self, folder: Path, present: Sequence[SubmissionInfo], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("恢复")
        sized(self, 980, 600)
        self._folder, self._present = folder, present
        self.wish: Wish | None = None
        self.copies = in_columns(QTreeWidget(), "备份", COPIES)
        self.inside = in_columns(QTreeWidget(), "备份里的填报", INSIDE)
        self.copies.headerItem().setTextAlignment(2, RIGHT)
        self.copies.currentItemChanged.connect(lambda _now, _before: self._look())
        self.inside.currentItemChanged.connect(lambda _now, _before: self._follow())
        self._said = label("", "second", wrap=True)
        self._said.setMinimumHeight(2 * self._said.fontMetrics().height())
        self.replace = QRadioButton()
        self.beside = QRadioButton("作为新的一份，现有的不动")
        group = QButtonGroup(self)
        group.addButton(self.replace)
        group.addButton(self.beside)
        self.beside.setChecked(True)
        self.one = button("恢复选中的填报", self._take_one, "primary")
        self.all = button("恢复整个数据文件…", self._take_all)
        self._lay_out()
        self._fill()

    def _lay_out(self) -> None:
        frame, left = card()
        left.addWidget(label("备份", "title"))
        left.addWidget(self.copies, 1)
        other_file = button("别的备份文件…", self._choose)
        left.addLayout(row(other_file, None))
        other, right = card()
        right.addWidget(label("里面的填报", "title"))
        right.addWidget(self.inside, 1)
        right.addWidget(self._said)
        right.addWidget(self.replace)
        right.addWidget(self.beside)
        sides = row(frame, other, spacing=12)
        sides.setStretch(0, 2)
        sides.setStretch(1, 3)
        box = dialog_box(self)
        box.addLayout(sides, 1)
        box.addWidget(label(f"备份文件夹：{self._folder}　{FILES}", "second", wrap=True))
        cancel = button("取消", self.reject)
        for one in (other_file, self.all, cancel):
            one.setAutoDefault(False)
        self.one.setDefault(True)
        box.addLayout(row(self.all, None, self.one, cancel))

    def _fill(self) -> None:
        try:
            found = backups(self._folder)
        except StorageProblem as problem:
            self._said.setText(problem.sentence)
            found = ()
        for one in found:
            self._add(one)
        first = self.copies.topLevelItem(0)
        if first is not None:
            self.copies.setCurrentItem(first)
            self.copies.setFocus()
        elif not self._said.text():
            self._said.setText(NONE)
        self._follow()

    def _add(self, one: Backup) -> QTreeWidgetItem:
        texts = (f"{one.taken:{TIME}}", one.reason or "另存", size_words(one.size))
        item = QTreeWidgetItem(texts)
        item.setData(0, VALUE, one)
        item.setTextAlignment(2, RIGHT)
        for column in range(3):
            item.setToolTip(column, str(one.path))
        self.copies.addTopLevelItem(item)
        return item

    # ── looking ──────────────────────────────────────────────────────────────────────────

    def _backup(self) -> Backup | None:
        item = self.copies.currentItem()
        found = item.data(0, VALUE) if item is not None else None
        return found if isinstance(found, Backup) else None

    def _info(self) -> SubmissionInfo | None:
        item = self.inside.currentItem()
        found = item.data(0, VALUE) if item is not None else None
        return found if isinstance(found, SubmissionInfo) else None

    def _look(self) -> None:
        """Show what is in the backup that is chosen; one that cannot be read says why."""
        self.inside.clear()
        self._said.setText("")
        one = self._backup()
        try:
            found = contents(one.path) if one is not None else []
        except StorageProblem as problem:
            self._said.setText(problem.sentence)
            found = []
        for info in found:
            item = QTreeWidgetItem(
                (
                    unit_words(info.unit_name),
                    f"{info.year}年度",
                    "已封存" if info.sealed else "填报中",
                    f"{info.changed:{TIME}}",
                )
            )
            item.setData(0, VALUE, info)
            item.setToolTip(0, item.text(0))
            self.inside.addTopLevelItem(item)
        first = self.inside.topLevelItem(0)
        if first is not None:
            self.inside.setCurrentItem(first)
        elif one is not None and not self._said.text():
            self._said.setText("这个备份里一份填报也没有。")
        self._follow()

    def _follow(self) -> None:
        """What can be done with the line that is chosen."""
        info = self._info()
        there = counterpart(self._present, info) if info is not None else None
        self.one.setEnabled(info is not None)
        self.all.setEnabled(self.inside.topLevelItemCount() > 0)
        for choice in (self.replace, self.beside):
            choice.setVisible(there is not None)
        if info is None:
            return
        if there is None:
            self._said.setText("现在的数据文件里没有这一份，恢复以后照原样回来。")
            return
        self.replace.setText(f"替换现有的（最后修改 {there.changed:{TIME}}）")
        self.replace.setEnabled(not there.sealed)
        if there.sealed:
            self.beside.setChecked(True)
        same = (there.changed, there.step) == (info.changed, info.step)
        sealed = "现有的一份已经封存，不能替换。" if there.sealed else ""
        self._said.setText(
            f"数据文件里现有这一份，{'和备份里的一样' if same else '备份以后又改过'}。{sealed}"
        )

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "别的备份文件", str(self._folder.parent), "数据文件 (*.db *.bak);;所有文件 (*)"
        )
        if name:
            self.open_other(Path(name))

    def open_other(self, path: Path) -> None:
        """List a backup that lies elsewhere, and look into it."""
        try:
            item = self._add(described(path))
        except OSError:
            self._said.setText(f"读不到这个文件：{path}。请检查U盘是否拔出，再试一次。")
            return
        self.copies.setCurrentItem(item)

    # ── the answer ───────────────────────────────────────────────────────────────────────

    def _take_one(self) -> None:
        one, info = self._backup(), self._info()
        if one is None or info is None:
            return
        there = counterpart(self._present, info)
        replaced = there if there is not None and self.replace.isChecked() else None
        count = self.inside.topLevelItemCount()
        self.wish = Wish(one.path, one.taken, count, info, replaced)
        self.accept()

    def _take_all(self) -> None:
        one = self._backup()
        if one is not None:
            self.wish = Wish(one.path, one.taken, self.inside.topLevelItemCount())
            self.accept()
