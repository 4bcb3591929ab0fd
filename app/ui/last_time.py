"""How the program ended the last time, said once where that was not in order. Loaded after the
window is painted."""

from datetime import datetime
from typing import TYPE_CHECKING

from app import log
from app.crash_file import LastRun
from app.storage.place import kind_of
from app.ui.diagnosing import tell_offering

if TYPE_CHECKING:
    from app.ui.window import MainWindow

TOLD = "上次（{began}）没有正常关闭，可能是断电、被强行结束，或者程序出了意外。"
WHOLE = (
    "打开时已经检查过数据文件，没有损坏。存上的内容都在；"
    "当时正在输入、还没有离开的那一格，请看一下。"
)
LOG_LOST = (
    "打开时已经检查过数据文件，没有损坏。但是它旁边的“{log}”不见了或者读不出来，"
    "里面是那次最后填的、还没有并入数据文件的内容。请把那次最后填的几格看一遍，缺的补填。"
)
MENDED = "数据文件刚才换过了，请把当时正在填的地方看一遍。"
NOTED = "出错的位置已经记下。要请维护人员查看的，导出诊断包发给他，里面没有单位、姓名和金额。"


def note_opened(window: "MainWindow") -> None:
    """Into the log: what kind of data file is open."""
    store = window.data()
    size = store.path.stat().st_size if store.path.exists() else 0
    log.note(
        "opened",
        version=int(store.database.execute("pragma user_version").fetchone()[0]),
        submissions=window.start.items.topLevelItemCount(),
        place=kind_of(store.path.parent),
        bytes=size,
    )


def tell_of_last_run(window: "MainWindow", last: LastRun, *, log_is_lost: bool = False) -> None:
    """A calm word after a crash or a loss of power; nothing after an orderly end."""
    if last.crash:
        log.note_lines("crash", last.crash)
    if last.began is None:
        return
    log.note("not-ended", crashed=bool(last.crash))
    data = window.data().path
    whole = LOG_LOST.format(log=f"{data.name}-wal") if log_is_lost else WHOLE
    said = [TOLD.format(began=_moment(last.began)), MENDED if window.mended else whole]
    if last.crash:
        said.append(NOTED)
    tell_offering("\n\n".join(said), window, data)


def _moment(began: datetime) -> str:
    return f"{began:%m月%d日 %H:%M} 打开的那次" if began.year > 2000 else "时间没有记下"
