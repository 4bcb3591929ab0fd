"""The data file is in use by somebody who cannot come to the front: say by whom, and what to do."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout

from app.ui import speaking
from app.ui.instance import Claim, claim
from app.ui.layout import button, dialog_box, label, row
from app.ui.style import px

TITLE = "算盘"
WIDTH = 460  # px of the sentence
SILENT = (
    "算盘已经打开着，但没有回应，可能正忙着（例如正在导出），也可能停住了，"
    "或者是这台电脑上另一个登录的用户打开着。\n\n"
    "请先等一会儿，再点“重试”。一直没有回应的，在任务管理器（系统监视器）里结束“算盘”，再点“重试”；"
    "光标已经离开的格子都已保存，不会丢。\n\n数据文件：{path}"
)
ELSEWHERE = (
    "数据文件正在另一台电脑“{host}”上打开着。两台电脑同时填，会互相看不到对方改了什么，所以这里先不打开。\n\n"
    "请在那台电脑上关闭算盘，再点“重试”。数据文件没有改动。\n\n数据文件：{path}"
)
SURE = (
    "请先确认“{host}”上没有人在用算盘（例如那台电脑断过电，或者已经停用）。\n\n"
    "确实没有人在用的，可以在这里打开，已经保存的内容都在。"
)
STILL = "“{host}”上的算盘确实还开着，这里不能打开。请在那台电脑上关闭算盘，再点“重试”。"
LONGEST = 40  # characters of a computer's name
TAKE = 2  # what the dialog returns where the other computer is said to be out of use


def settled(claimed: Claim, data: Path, file: Path | None) -> Claim | None:
    """The claim as it is after 重试, as often as a person likes; None for 退出, or where a window
    has answered meanwhile. Nothing is taken from another computer without a word."""
    while claimed.state in {"silent", "elsewhere"}:
        answer = Occupied(claimed, data).exec()
        if answer == QDialog.DialogCode.Rejected:
            return None
        if answer == TAKE and not _let_go(claimed):
            continue
        claimed = claim(data, file)
    return None if claimed.state == "answered" else claimed


def _let_go(claimed: Claim) -> bool:
    """Take away the lock that another computer left, once a person is sure. The system does not
    let go a lock of somebody who is there, on most shares."""
    if not speaking.ask(None, SURE.format(host=_name(claimed)), "在这里打开", "先不打开"):
        return False
    if not claimed.lock.removeStaleLockFile():
        speaking.tell(None, STILL.format(host=_name(claimed)))
        return False
    return True


def _name(claimed: Claim) -> str:
    """The other computer. Its name comes from a file that anybody may have written."""
    plain = "".join(letter for letter in claimed.host if letter.isprintable())
    return plain[:LONGEST] or "不知道名字"


class Occupied(QDialog):
    """Who has the data file. Enter is 重试; closing it is 退出."""

    def __init__(self, claimed: Claim, data: Path) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        elsewhere = claimed.state == "elsewhere"
        words = ELSEWHERE if elsewhere else SILENT
        said = label(words.format(host=_name(claimed), path=data), wrap=True)
        said.setFixedWidth(px(WIDTH))
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        again = button("重试", self.accept, "primary")
        leave = button("退出", self.reject)
        take = button("那台电脑没有在用…", lambda: self.done(TAKE))
        take.setVisible(elsewhere)
        box = dialog_box(self)
        box.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        box.addWidget(said)
        box.addLayout(row(take, None, again, leave))
        again.setDefault(True)
        again.setFocus()
