"""What people can meet when storing, as values with a calm sentence; anything else is a bug."""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from app.storage.engine import errors

Kind = Literal[
    "damaged",
    "newer",
    "read-only",
    "full",
    "locked",
    "missing",
    "not-ours",
    "exists",
    "sealed",
    "changed",
    "password",
    "lost",
]
SHARING = frozenset({32, 33})  # Windows: another program has the file, or a part of it
SCARCE = 1_000_000  # bytes: with less than this free, a failing disk is a full one

# SQLite's names of errors, the longer ones first where one begins another
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("SQLITE_READONLY_DBMOVED", "missing"),
    ("SQLITE_CONSTRAINT_UNIQUE", "exists"),
    ("SQLITE_CONSTRAINT_FOREIGNKEY", "missing"),
    ("SQLITE_READONLY", "read-only"),
    ("SQLITE_PERM", "read-only"),
    ("SQLITE_CANTOPEN", "read-only"),
    ("SQLITE_FULL", "full"),
    ("SQLITE_BUSY", "locked"),
    ("SQLITE_LOCKED", "locked"),
    ("SQLITE_CORRUPT", "damaged"),
    ("SQLITE_NOTADB", "damaged"),
    ("SQLITE_IOERR", "missing"),
)
_ERRNOS: dict[int, Kind] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "read-only",
    errno.EPERM: "read-only",
    errno.EROFS: "read-only",
}
_SENTENCES: dict[Kind, str] = {
    "damaged": "数据文件已经损坏，不能打开：{path}。文件原样留在那里，没有改动，请不要删除。"
    "重新打开程序，可以换上最近的备份，或者用还能读出来的内容接着填。",
    "newer": "数据文件是用更新的版本保存的，这个版本不能打开：{path}。文件没有改动。"
    "请安装新版本后再打开。",
    "read-only": "不能写入数据文件：{path}。文件或它所在的文件夹是只读的，或者没有写入权限。"
    "请去掉“只读”属性，或者换一个可以写入的文件夹。",
    "full": "磁盘空间不够，刚才的内容没有存上：{path}。以前存上的内容都还在。"
    "请清理这个磁盘，再做一次。",
    "locked": "数据文件正被另一个程序占用，刚才的操作没有做：{path}。"
    "请关闭打开了它的其他窗口，稍等再试。",
    "missing": "读写数据文件时磁盘没有应答，刚才的内容没有存上：{path}。"
    "请检查这个文件还在不在、U盘是否拔出、网络是否断开，再试一次。",
    "not-ours": "这不是算盘的数据文件：{path}。文件没有改动。请选择另一个文件。",
    "exists": "这个单位这一年的填报已经有了，不能再建一份：{path}。请打开已有的那一份。",
    "sealed": "这份填报已经封存，只能查看、打印、导出，不能修改，也不能删除。"
    "确实要改的，请先“解除封存”并写明理由。",
    "lost": "数据文件不见了，但是它的备份还在：{path}。",
    "password": "这个数据文件设了密码，输入密码才能打开：{path}。",
    "changed": "这份填报刚才在别的窗口里改过，这一步没有做。现在重新读入改过以后的内容，"
    "请看一下再填；以前的步骤不能再撤销。",
}
GONE = "这份填报已经不在数据文件里：{path}。请回到填报列表，重新打开。"
MOVED = (
    "数据文件不在原来的地方了，刚才的内容没有存上：{path}。"
    "请插好U盘，或者把文件夹放回原处，再试一次，以前存上的都在里面；找不到的，请先把刚填的内容记下来，"
    "再重新打开程序，换上最近的备份。"
)
REPLACED = (
    "数据文件被换成了另一个文件，刚才的内容没有存上：{path}。"
    "这里填过的内容没有丢，全部另存在：{kept}。请关闭算盘再打开，在“恢复…”里用“选择别的文件…”取回。"
)


class StorageProblem(Exception):
    """What went wrong with the data file: `kind` for the program, `sentence` for the person."""

    def __init__(self, kind: Kind, path: Path, sentence: str = "") -> None:
        self.kind = kind
        self.path = path
        self.sentence = (sentence or _SENTENCES[kind]).replace("{path}", str(path))
        super().__init__(self.sentence)


def explained(error: Exception, path: Path) -> StorageProblem | None:
    """The problem behind an error of SQLite or of the file system; None where it is a bug."""
    if isinstance(error, OSError):
        if getattr(error, "winerror", 0) in SHARING:
            return StorageProblem("locked", path)
        return StorageProblem(_ERRNOS.get(error.errno or 0, "missing"), path)
    name = str(getattr(error, "sqlite_errorname", ""))
    if not name and "decode" in str(error):  # bytes that are no text stand in a text column
        return StorageProblem("damaged", path)
    for start, kind in _KINDS:
        if name.startswith(start):
            return _problem(kind, name, path)
    return None


def _problem(kind: Kind, name: str, path: Path) -> StorageProblem:
    if name.startswith("SQLITE_CANTOPEN") and not _forbidden(path):
        name, kind = "SQLITE_IOERR", "missing"  # as a journal on a stick that was pulled out
    if name.startswith("SQLITE_IOERR") and _scarce(path.parent):
        return StorageProblem("full", path)
    if name == "SQLITE_CONSTRAINT_FOREIGNKEY":
        return StorageProblem(kind, path, GONE)
    return StorageProblem(kind, path)


def _forbidden(path: Path) -> bool:
    """Whether it may be for want of rights that something beside the file cannot be opened."""
    folder = path.parent
    if not os.access(folder, os.F_OK):
        return False
    if sys.platform == "win32":  # which does not tell
        return True
    known = os.access(path, os.F_OK)
    return not (os.access(folder, os.W_OK) and (not known or os.access(path, os.W_OK)))


def _scarce(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < SCARCE
    except OSError:
        return False


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the file system into StorageProblem; let bugs through."""
    try:
        yield
    except errors(OSError) as error:
        problem = explained(error, path)
        if problem is None:
            raise
        raise problem from error
