"""The data file is damaged or gone: what can be done, said and done. Loaded when that is so."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QTreeWidget, QTreeWidgetItem, QWidget

from app.domain.titles import unit_words
from app.progress import Cancelled, Progress
from app.resources import DEFAULT_SCHEME
from app.storage.backup import contents
from app.storage.database import open_database
from app.storage.engine import looks_encrypted
from app.storage.problems import StorageProblem, explaining
from app.storage.rescue import Choice, Choices, choices, exchange, set_aside
from app.ui.background import in_background
from app.ui.layout import (
    answers,
    button,
    card,
    dialog_box,
    in_columns,
    label,
    note,
    row,
    sized,
)
from app.ui.start.password_dialog import ask_password

if TYPE_CHECKING:
    from pathlib import Path

    from app.storage.store import Store
    from app.ui.window import MainWindow

TIME = "%Y-%m-%d %H:%M"
COLUMNS = (("可以用的数据", 0), ("时间", 136), ("填报", 72), ("最后一次修改", 136))
INSIDE = (("单位", 0), ("年度", 84), ("最后修改", 136))
KINDS = {
    "salvaged": "从损坏的文件里读出来的",
    "backup": "备份",
    "spoiled": "从损坏的备份里读出来的",
}
LOCKED = (
    "数据文件打不开，它的备份设了密码。输入做备份时的密码，就能用备份接着填；"
    "没有密码的，只能用其余的：{}"
)
WRONG = "密码不对，备份没有打开。请再输一次，注意大小写和输入法。"
LEFT = "从旁边还没并入的内容里读出来的"  # where the file itself is gone


def rescued(window: "MainWindow", path: "Path", key: str = "") -> bool:
    """Offer what can take the place of a damaged data file; True where the person chose one and it
    is in place, with its key in the window."""

    there = path.exists()
    try:
        found = _looked(window, path, key)
        if found.locked is not None:
            said = LOCKED.format(found.locked)
            typed = ask_password(window, said, partial(_refused, found.locked), no="没有密码")
            if typed:
                found.tidy()
                key = typed
                found = _looked(window, path, key)
    except Cancelled:
        return False
    dialog = RescueDialog(window, path, found, key)
    choice = dialog.chosen() if dialog.exec() else None
    if choice is None:
        found.tidy()
        return dialog.anew and _anew(window, path)
    try:
        kept = exchange(path, choice)
    except StorageProblem as problem:
        window.tell(problem.sentence)
        return False
    found.tidy(choice)
    window.key = choice.key
    window.tell(_done(choice, kept if there else None, found))
    return True


def _looked(window: "MainWindow", path: "Path", key: str) -> Choices:
    def look(tell: Progress) -> Choices:
        said = partial(tell, 0, 0, "正在读损坏的数据文件和各个备份")
        return choices(path, DEFAULT_SCHEME, key, said)

    return in_background(window, "找回数据", look)


def _refused(backup: "Path", key: str) -> str:
    """Why a password does not open a backup; blank where it does."""
    try:
        contents(backup, key)
    except StorageProblem as problem:
        return WRONG if problem.kind == "password" else problem.sentence
    return ""


def _anew(window: "MainWindow", path: "Path") -> bool:
    """A new file where the old one is gone and not wanted."""

    def make() -> "Store":
        with explaining(path):
            set_aside(path)  # what was not taken in yet, if anything is left
        return open_database(path)

    made = window.safely(make)
    if made is not None:
        made.close()
    return made is not None


def _done(choice: Choice, kept: "Path | None", found: Choices) -> str:
    said = [f"已经换上{_kind(choice)}，可以接着填了。"]
    if choice.kind != "salvaged":
        said.append(f"{choice.taken:{TIME}} 以后填的内容不在里面，请补填。")
    if kept is not None:
        said.append(f"损坏的文件没有删除，改名放在：{kept}")
    made = found.salvaged
    if choice.kind == "backup" and made is not None:
        said.append(
            f"从损坏的文件里读出来的内容也存着，用“恢复…”可以从里面取回一份填报：{made.path}"
        )
    said += _doubts(choice)
    if choice.kind == "salvaged":
        said.append("请把刚才正在填的地方看一遍。")
    return "\n\n".join(said)


def _doubts(choice: Choice) -> list[str]:
    """What is not certain in what was read."""
    made = choice.made
    said: list[str] = []
    if made is None:
        return said
    if made.doubtful:
        said.append(f"有 {len(made.doubtful)} 格前后记录不一致，取了最后一次修改的内容，请核对。")
    if choice.filler is not None:
        said.append(f"损坏处读不出来的，用 {choice.filler.taken:{TIME}} 的备份补上了，请核对。")
    elif made.gaps:
        said.append("损坏处的内容可能没有读全，也没有备份可以补，请从头核对一遍。")
    if made.guessed:
        said.append(f"有 {len(made.guessed)} 份填报的年度和方案没有读出来，是估计的，请核对。")
    return said


def _kind(choice: Choice) -> str:
    if choice.kind == "salvaged":
        return "读出来的内容"
    read = "里读出来的内容" if choice.kind == "spoiled" else ""
    return f" {choice.taken:{TIME}} 的备份{read}"


class RescueDialog(QDialog):
    """What is there, the latest work first, and what is in it; `chosen()` after `exec()`."""

    def __init__(self, parent: QWidget, path: "Path", found: Choices, key: str = "") -> None:
        super().__init__(parent)
        self._found = found
        self.anew = False  # begin with a new file; only where there is no old one
        self._gone = not path.exists()
        self.setWindowTitle("数据文件不见了" if self._gone else "数据文件损坏")
        sized(self, 860, 560 if found.all else 240)
        self.lines = in_columns(QTreeWidget(), "可以用的数据", COLUMNS)
        self.inside = in_columns(QTreeWidget(), "里面的填报", INSIDE)
        for choice in found.all:
            self.lines.addTopLevelItem(_line(choice, self._gone))
        self.lines.currentItemChanged.connect(self._show)
        box = dialog_box(self)
        box.addWidget(label("数据文件不见了" if self._gone else "数据文件损坏了，打不开", "title"))
        box.addWidget(note(_said(path, found, self._gone)))
        if found.all:
            box.addWidget(self.lines, 1)
            frame, inner = card()
            inner.addWidget(label("里面的填报", "title"))
            inner.addWidget(self.inside)
            box.addWidget(frame, 1)
        else:
            box.addStretch(1)
        yes, no, buttons = answers("用选中的", self.accept, self.reject)
        no.setText("先不动，退出")
        yes.setEnabled(bool(found.all))
        new = button("都不用，重新开始", self._begin_anew)
        new.setVisible(self._gone)
        package = button("导出诊断包…", lambda: self._diagnose(path, key))
        for one in (new, package):
            one.setAutoDefault(False)
        box.addLayout(row(new, package, None, buttons))
        if found.all:
            self.lines.setCurrentIndex(self.lines.model().index(0, 0))
            self.lines.setFocus()
        else:
            no.setFocus()

    def chosen(self) -> Choice | None:
        at = self.lines.indexOfTopLevelItem(self.lines.currentItem())
        return self._found.all[at] if 0 <= at < len(self._found.all) else None

    def _diagnose(self, path: "Path", key: str) -> None:
        from app.ui.diagnosing import diagnose

        diagnose(self, path, key)

    def _begin_anew(self) -> None:
        self.anew = True
        self.reject()

    def _show(self) -> None:
        self.inside.clear()
        choice = self.chosen()
        for info in choice.found if choice is not None else ():
            texts = [unit_words(info.unit_name), f"{info.year}年度", f"{info.changed:{TIME}}"]
            self.inside.addTopLevelItem(_told(texts))


def _line(choice: Choice, gone: bool) -> QTreeWidgetItem:
    changed = f"{choice.changed:{TIME}}" if choice.changed is not None else ""
    kind = LEFT if gone and choice.kind == "salvaged" else KINDS[choice.kind]
    if choice.kind == "backup" and choice.reason:
        kind = f"{kind}（{choice.reason}）"
    return _told([kind, f"{choice.taken:{TIME}}", f"{len(choice.found)} 份", changed])


def _told(texts: list[str]) -> QTreeWidgetItem:
    """A line; what has no room in the first column is said by the mouse."""
    item = QTreeWidgetItem(texts)
    item.setToolTip(0, texts[0])
    return item


def _may_have_password(path: "Path") -> bool:
    try:
        return looks_encrypted(path)
    except OSError:
        return False


def _said(path: "Path", found: Choices, gone: bool) -> str:
    """What has happened, what is there, and that nothing gets lost."""
    doubts = [said for one in found.all for said in _doubts(one)]
    if found.spoiled:
        read = any(one.kind == "spoiled" for one in found.all)
        what = "能读的从最近一个里读出来了" if read else "没有列出"
        doubts.insert(0, f"有 {found.spoiled} 个备份也损坏了，{what}。")
    if gone:
        return (
            f"{path} 不在了，可能被移走、改名，或者被杀毒软件隔离了。"
            "找得到原来的文件的，先退出，放回原处再打开程序。"
            "下面是还能用的数据，最后修改晚的排在前面，选一个换上就能接着填。" + "".join(doubts)
        )
    said = [f"可能是断电、磁盘有毛病，或者别的程序改动过它：{path}。文件原样留着，没有改动。"]
    if found.all:
        if found.salvaged is None:
            said.append("从里面没有读出填报。")
            if _may_have_password(path):
                said.append("只是忘了密码的，想起来以后还能打开它。")
        said.append(
            "下面是还能用的数据，最后修改晚的排在前面。选一个换上，损坏的文件会改名留在旁边，不删除。"
        )
    else:
        said.append(
            "从里面没有读出填报，也没有找到能用的备份。请不要删除它；备份在U盘或别的电脑上的，"
            "把备份复制到这个位置，改成原来的文件名，再打开程序；或者请维护人员查看。"
        )
    if found.problem:
        said.append(f"读出来的内容没有存成：{found.problem}")
    return "".join(said + doubts)
