"""What a person should know about the place of the data file: a strip above the list, until it is
read, and again only in another place."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from app.storage import place
from app.ui.layout import button, label, row
from app.ui.style import px

if TYPE_CHECKING:
    from app.storage.place import Kind
    from app.ui.window import MainWindow

KNOWN = "place.known"  # the setting that holds the place that was read about last
STRIPS: "dict[Kind, str]" = {
    "removable": "数据文件在U盘或移动硬盘上。可以照常填；请先关闭算盘，再拔下来。",
    "network": "数据文件在网络盘上。可以照常填；断网时存不上，会说明。",
    "synced": "数据文件在会自动同步的文件夹里。可以照常填；请只在一台电脑上打开。",
}
SAFE = (
    "哪些是安全的：光标离开一格，就已写进数据文件。算盘在这里换用更稳妥、稍慢一点的写法，"
    "平时只有一个文件，突然中断也不会写坏。"
)
RISKS: "dict[Kind, str]" = {
    "removable": (
        "要留意什么：填到一半拔下来，正在填的那一格存不上；U盘容易丢失、损坏，而数据只有这一份。"
    ),
    "network": (
        "要留意什么：网络断开或服务器关机时，正在填的那一格存不上；两台电脑不能同时打开它，"
        "后打开的会说明在哪台电脑上开着。"
    ),
    "synced": (
        "要留意什么：OneDrive、坚果云、百度网盘等会在后台替换文件。两台电脑先后打开，同步又没有完成，"
        "就可能变成两份，各有各的修改；名字里带“冲突”的文件就是这样来的。"
    ),
}
ADVICE: "dict[Kind, str]" = {
    "removable": "建议：数据文件放在本机，U盘放备份。一定要放在U盘的，常把备份存到本机。",
    "network": "建议：数据文件放在本机，备份放到网络盘。一定要放在网络盘的，常把备份存到本机。",
    "synced": (
        "建议：数据文件放在同步文件夹以外，备份放进同步文件夹。换电脑前先关闭算盘，等同步完成。"
    ),
}
MOVE = (
    "怎样移到本机：点首页右下角的“备份…”，把整个数据文件存到本机的一个文件夹；"
    "再打开装在本机的算盘，点“恢复…”，从这个备份取回。"
)


class PlaceStrip(QFrame):
    """Says where the data file is, where that matters; with what it means, and “知道了”."""

    asked = Signal()  # what it means
    read = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.said = label("", wrap=True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.said.setSizePolicy(policy)
        line = row(
            self.said,
            button("怎样更稳妥…", self.asked.emit, "quiet"),
            button("知道了", self.read.emit, hint="在这个位置不再提醒"),
        )
        line.setContentsMargins(px(12), px(6), px(8), px(6))
        self.setLayout(line)
        self.hide()

    def show_for(self, data: Path, known: str) -> None:
        """The strip for a data file, unless its place is the one that is known."""
        kind = place.kind_of(data.parent)
        self.said.setText(STRIPS.get(kind, ""))
        self.setVisible(kind in STRIPS and mark(data, kind) != known)


def mark(data: Path, kind: "Kind") -> str:
    """What a place is remembered by. A stick has another letter in another socket."""
    return f"{kind} {data.parent.relative_to(data.anchor).as_posix()}"


def explain(window: "MainWindow") -> None:
    """What the place means, what is safe, and what to do."""
    kind = place.kind_of(window.data().path.parent)
    if kind in STRIPS:
        window.tell("\n\n".join((SAFE, RISKS[kind], ADVICE[kind], MOVE)))


def settle(window: "MainWindow") -> None:
    """The strip was read: not again in this place."""
    data = window.data().path
    known = mark(data, place.kind_of(data.parent))
    window.memory.keep(KNOWN, known)
    window.start.place.show_for(data, known)
    window.start.enter()
