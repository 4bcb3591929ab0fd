"""“恢复”: the backups there are, what is in each, and what is to be put back."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
)

from app.domain.differing import different, in_words
from app.domain.titles import submission_words, unit_words
from app.storage.backup import Backup, backups, described, may_be_of
from app.storage.comparing import Glimpse, How, entries_in, glimpse, how, only_now
from app.storage.listing import SubmissionInfo
from app.storage.problems import StorageProblem
from app.storage.restore import counterpart
from app.ui.layout import RIGHT, button, card, dialog_box, in_columns, label, row, sized
from app.ui.opening import opened
from app.ui.start.backup_dialog import size_words
from app.ui.start.backup_reader import BackupReader
from app.ui.start.differing_dialog import DifferingDialog
from app.ui.start.password_dialog import ask_password

if TYPE_CHECKING:
    from app.ui.window import MainWindow

VALUE = Qt.ItemDataRole.UserRole
TIME = "%Y-%m-%d %H:%M"
NONE = "还没有备份。点“备份…”存一份；备份在别处的，点“选择别的文件…”。"
FILES = "佐证材料不在备份里：程序从不删除材料，恢复的填报照样找得到。"
COPIES = (("备份时间", 124), ("原因", 62), ("大小", 70), ("里面", 0))
INSIDE = (("单位", 0), ("年度", 70), ("最后修改", 124), ("和现在比", 96))
HOWS: dict[How, str] = {
    "same": "一样",
    "older": "现在的更新",
    "newer": "备份的更新",
    "missing": "现在没有",
}
WRONG = {"damaged": "已损坏", "password": "设了密码", "newer": "新版本的"}


@dataclass(frozen=True)
class Wish:
    """What a person wants back from a backup: one submission, or all `count` of them (None).

    `replaced` is what it takes the place of; None: it comes as a new one. `key` opens the backup.
    """

    path: Path
    taken: datetime
    count: int
    info: SubmissionInfo | None = None
    replaced: SubmissionInfo | None = None
    key: str = ""


class RestoreDialog(QDialog):
    """Backups of a folder; after `exec()` see `wish`, None where nothing is wanted."""

    def __init__(
        self, window: "MainWindow", folder: Path, present: Sequence[SubmissionInfo]
    ) -> None:
        super().__init__(window)
        self.setWindowTitle("恢复")
        sized(self, 1080, 620)
        self._window, self._folder, self._present = window, folder, present
        self._keys = [window.data().key]
        self._known: dict[Path, Glimpse] = {}
        self._texts: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})  # now, and then
        self.wish: Wish | None = None
        self.copies = in_columns(QTreeWidget(), "备份", COPIES)
        self.inside = in_columns(QTreeWidget(), "备份里的填报", INSIDE)
        self.copies.headerItem().setTextAlignment(2, RIGHT)
        self.copies.currentItemChanged.connect(lambda _now, _before: self._look())
        self.inside.currentItemChanged.connect(lambda _now, _before: self._follow())
        self._said = label("", "second", wrap=True)
        self._said.setMinimumHeight(2 * self._said.fontMetrics().lineSpacing())
        self._gone = label("", "second", wrap=True)
        self.replace = QRadioButton()
        self.beside = QRadioButton("作为新的一份，现有的不动")
        group = QButtonGroup(self)
        group.addButton(self.replace)
        group.addButton(self.beside)
        self.beside.setChecked(True)
        self.password = button("输入密码…", self._ask_password)
        self.cells = button("看哪些格不同…", self._show_cells)
        self.one = button("恢复选中的填报", self._take_one, "primary")
        self.all = button("恢复整个数据文件…", self._take_all)
        self._reader = BackupReader(self)
        self._reader.read.connect(self._learn)
        self.finished.connect(lambda _result: self._reader.stop())
        self._lay_out()
        self._fill()

    def _lay_out(self) -> None:
        frame, left = card()
        left.addWidget(label("备份", "title"))
        left.addWidget(self.copies, 1)
        other_file = button("选择别的文件…", self._choose)
        show = button("打开备份文件夹", self._show_folder)
        left.addLayout(row(other_file, show, None))
        other, right = card()
        right.addWidget(label("里面的填报", "title"))
        right.addWidget(self.inside, 1)
        right.addWidget(self._gone)
        right.addWidget(self._said)
        right.addLayout(row(self.cells, self.password, None))
        right.addWidget(self.replace)
        right.addWidget(self.beside)
        sides = row(frame, other, spacing=12)
        sides.setStretch(0, 5)
        sides.setStretch(1, 6)
        box = dialog_box(self)
        box.addLayout(sides, 1)
        box.addWidget(label(f"备份文件夹：{self._folder}　{FILES}", "second", wrap=True))
        cancel = button("取消", self.reject)
        for one in (other_file, show, self.password, self.cells, self.all, cancel):
            one.setAutoDefault(False)
        self.one.setDefault(True)
        box.addLayout(row(self.all, None, self.one, cancel))

    def _fill(self) -> None:
        found: tuple[Backup, ...] = ()
        try:
            data = self._window.data().path
            found = tuple(one for one in backups(self._folder) if may_be_of(data, one))
        except StorageProblem as problem:
            self._said.setText(problem.sentence)
        self.copies.addTopLevelItems([self._item(one) for one in found])
        first = self.copies.topLevelItem(0)
        if first is not None:
            self.copies.setCurrentItem(first)
            self.copies.setFocus()
        elif not self._said.text():
            self._said.setText(NONE)
        self._follow()
        # once it is painted: it stands there with all its lines before one is read
        paths = [one.path for one in found]
        QTimer.singleShot(0, self, lambda: self._reader.begin(paths, self._keys))

    def _item(self, one: Backup) -> QTreeWidgetItem:
        texts = (f"{one.taken:{TIME}}", one.reason or "另存", size_words(one.size), "")
        item = QTreeWidgetItem(texts)
        item.setData(0, VALUE, one)
        item.setTextAlignment(2, RIGHT)
        for column in range(len(texts)):
            item.setToolTip(column, str(one.path))
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

    def _learn(self, path: Path, found: Glimpse) -> None:
        """What the reader found in a backup: in its line, and beside it where that has changed."""
        before = self._known.get(path)
        if before is not None and before.key and found.kind == "password":
            return  # the password was typed meanwhile
        self._known[path] = found
        for at in range(self.copies.topLevelItemCount()):
            item = self.copies.topLevelItem(at)
            one = item.data(0, VALUE) if item is not None else None
            if item is not None and isinstance(one, Backup) and one.path == path:
                item.setText(3, summary(found))
                item.setToolTip(3, f"{found.problem or summary(found)}\n{path}")
                if item is self.copies.currentItem() and before is not None and before != found:
                    self._look()

    def _look(self) -> None:
        """Show what is in the backup that is chosen; one that cannot be read says why."""
        self.inside.clear()
        self._said.setText("")
        one = self._backup()
        if one is not None and one.path not in self._known:
            self._learn(one.path, glimpse(one.path, self._keys))
        known = self._known[one.path] if one is not None else Glimpse()
        self._said.setText(known.problem)
        self.password.setVisible(known.kind == "password")
        for info in known.found:
            name = f"{unit_words(info.unit_name)}{'（已封存）' if info.sealed else ''}"
            words = HOWS[how(info, self._present)]
            item = QTreeWidgetItem((name, f"{info.year}年度", f"{info.changed:{TIME}}", words))
            item.setData(0, VALUE, info)
            item.setToolTip(0, name)
            self.inside.addTopLevelItem(item)
        first = self.inside.topLevelItem(0)
        if first is not None:
            self.inside.setCurrentItem(first)
        elif one is not None and not known.problem:
            self._said.setText("这个备份里一份填报也没有。")
        self._say_gone(known)
        self._follow()

    def _say_gone(self, known: Glimpse) -> None:
        gone = only_now(known.found, self._present) if known.found else ()
        names = "、".join(submission_words(one.unit_name, one.year) for one in gone[:3])
        more = f"等 {len(gone)} 份" if len(gone) > 3 else ""
        self._gone.setText(f"现在有、备份里没有：{names}{more}" if gone else "")
        self._gone.setVisible(bool(gone))

    def _follow(self) -> None:
        """What can be done with the line that is chosen."""
        info = self._info()
        there = counterpart(self._present, info) if info is not None else None
        self.one.setEnabled(info is not None)
        self.all.setEnabled(self.inside.topLevelItemCount() > 0)
        for choice in (self.replace, self.beside):
            choice.setVisible(there is not None)
        self.cells.setVisible(False)
        if self._backup() is None:
            self.password.setVisible(False)
        if info is None:
            return
        if there is None:
            self._said.setText("现在的数据文件里没有这一份，恢复以后照原样回来。")
            return
        self.replace.setText(f"替换现有的（最后修改 {there.changed:{TIME}}）")
        self.replace.setEnabled(not there.sealed)
        if there.sealed:
            self.beside.setChecked(True)
        sealed = "现有的一份已经封存，不能替换。" if there.sealed else ""
        self._said.setText(f"数据文件里现有这一份，{self._compared(info, there)}。{sealed}")

    def _compared(self, info: SubmissionInfo, there: SubmissionInfo) -> str:
        """How the two differ, in words; where cells do, they can be looked at."""
        state = how(info, self._present)
        if state == "same":
            return "和备份里的一样"
        one = self._backup()
        assert one is not None
        now: Mapping[str, str] = {}
        then: Mapping[str, str] = {}
        with suppress(StorageProblem):
            then = entries_in(one.path, info.id, self._known[one.path].key)
            now = self._window.data().load(there.id).entries
        self._texts = (now, then)
        count = len(different(now, then))
        self.cells.setVisible(count > 0)
        later = "备份以后又改过" if state == "older" else "备份里的比现在的还新"
        if not now or not then:
            return later
        return f"{later}：{count} 格不同" if count else f"{later}，填的内容一样"

    def _show_cells(self) -> None:
        """Each cell that differs, in words."""
        info, (now, then) = self._info(), self._texts
        if info is None:
            return
        scheme = self._window.shelf.scheme(info.scheme)
        if scheme is None:
            self._window.tell(self._window.shelf.lacking(info.scheme))
            return
        found = in_words((scheme, scheme), now, then)
        title = f"{submission_words(info.unit_name, info.year)}：{len(found)} 格和现在不同"
        DifferingDialog(title, found, self).exec()

    # ── other backups ────────────────────────────────────────────────────────────────────

    def _ask_password(self) -> None:
        """The password that a backup was made with; others may have the same one."""
        one = self._backup()
        if one is None:
            return
        attempt = partial(self._try, one)
        if ask_password(self, self._known[one.path].problem, attempt) is not None:
            self._look()
            paths = [path for path, known in self._known.items() if known.kind == "password"]
            self._reader.begin(paths, self._keys)

    def _try(self, one: Backup, key: str) -> str:
        found = glimpse(one.path, (key,))
        if found.kind != "password":
            self._keys.append(key)
            self._learn(one.path, found)
        return found.problem

    def _show_folder(self) -> None:
        one = self._backup()
        said = opened(one.path.parent if one is not None else self._folder)
        if said:
            self._window.tell(said)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "选择别的文件", str(self._folder.parent), "数据文件 (*.db *.bak);;所有文件 (*)"
        )
        if name:
            self.open_other(Path(name))

    def open_other(self, path: Path) -> None:
        """List a backup that lies elsewhere, and look into it."""
        try:
            item = self._item(described(path))
        except OSError:
            self._said.setText(f"读不到这个文件：{path}。请检查U盘是否拔出，再试一次。")
            return
        self.copies.addTopLevelItem(item)
        self.copies.setCurrentItem(item)

    # ── the answer ───────────────────────────────────────────────────────────────────────

    def _take_one(self) -> None:
        info = self._info()
        if info is None:
            return
        there = counterpart(self._present, info)
        self._take(info, there if there is not None and self.replace.isChecked() else None)

    def _take_all(self) -> None:
        self._take()

    def _take(
        self, info: SubmissionInfo | None = None, replaced: SubmissionInfo | None = None
    ) -> None:
        one = self._backup()
        if one is not None:
            known = self._known[one.path]
            count = len(known.found)
            self.wish = Wish(one.path, one.taken, count, info, replaced, known.key)
            self.accept()


def summary(found: Glimpse) -> str:
    """2 个单位，2023—2024年度: what is in a backup, in its line; what is wrong with it."""
    if found.kind is not None:
        return WRONG.get(found.kind, "读不到")
    if not found.found:
        return "没有填报"
    years = sorted({one.year for one in found.found})
    said = f"{years[0]}" if len(years) == 1 else f"{years[0]}—{years[-1]}"
    return f"{len({one.unit_id for one in found.found})} 个单位，{said}年度"
