"""What people can meet when a file is written, as values with a calm sentence.

The old file stays as it was unless the new one is complete, and no half file is left behind.
"""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from app.exchange.names import MAX_PATH, length
from app.progress import Progress, unwatched

CHUNK = 1024 * 1024  # bytes that are copied at once
Kind = Literal["in-use", "read-only", "full", "missing", "name", "taken", "device", "source"]

_ERRNOS: dict[int, Kind] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "read-only",
    errno.EPERM: "read-only",
    errno.EROFS: "read-only",
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.ELOOP: "missing",
    errno.ENAMETOOLONG: "name",
    errno.EINVAL: "name",
}
_SENTENCES: dict[Kind, str] = {
    "in-use": "不能替换“{name}”：它正在 WPS 或 Excel 等程序里打开着，或者是只读文件。"
    "请关闭后重试，或者换一个文件名另存为。原来的文件没有改动。",
    "read-only": "不能在文件夹“{folder}”里保存“{name}”：没有写入权限，或者文件夹是只读的。"
    "请换一个文件夹另存为。",
    "full": "磁盘空间不够，“{name}”没有保存。请清理磁盘“{folder}”后重试，或者另存到别的磁盘。"
    "原来的文件没有改动。",
    "missing": "找不到文件夹“{folder}”，“{name}”没有保存。"
    "请检查U盘是否拔出、网络是否断开，或者换一个文件夹另存为。",
    "name": "不能用“{name}”作文件名，可能是名字太长，或者所在文件夹的路径太长。"
    "请换一个短一些的文件名，或者换一个路径短一些的文件夹另存为。",
    "taken": "不能建立文件夹“{name}”：“{folder}”里已经有一个叫这个名字的文件。"
    "请把那个文件移走或者改名，或者换一个文件夹。",
    "source": "读不到“{name}”，没有复制。可能原文件被移走、改名，或者正被别的程序占用。"
    "请在指标的“佐证材料”里打开看一看，再试一次。",
    "device": "保存“{name}”时磁盘没有应答，文件没有保存。请稍等重试，或者换一个文件夹另存为。",
}


class ExportProblem(Exception):
    """Why a file was not written: `kind` for the program, `sentence` for the person."""

    def __init__(self, sentence: str, kind: Kind = "device") -> None:
        self.kind = kind
        self.sentence = sentence
        super().__init__(sentence)


def problem(kind: Kind, path: Path) -> ExportProblem:
    """The problem with a file that was to be written."""
    return ExportProblem(_SENTENCES[kind].format(name=path.name, folder=path.parent), kind)


def kind_of(error: OSError, path: Path) -> Kind:
    """What an error means to whoever wanted to write there. Windows says of a path that is too long
    only that it was not found."""
    kind = _ERRNOS.get(error.errno or 0, "device")
    too_long = length(str(path.absolute())) > MAX_PATH
    return "name" if kind == "missing" and too_long else kind


def write_file(path: Path, data: bytes) -> None:
    """Put `data` at `path`, all of it or nothing. Raises ExportProblem."""
    write_parts(path, (data,))


def copy_file(source: Path, path: Path, tell: Progress = unwatched) -> None:
    """Copy a file to `path`, all of it or nothing. Raises ExportProblem, of the kind “source” where
    it cannot be read."""
    write_parts(path, _parts_of(source, tell))


def _parts_of(source: Path, tell: Progress) -> Iterator[bytes]:
    try:
        size = source.stat().st_size
        with source.open("rb") as file:
            done = 0
            while part := file.read(CHUNK):
                tell(done, size, "")
                done += len(part)
                yield part
    except OSError as error:
        raise problem("source", source) from error


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Put the parts at `path`, one after the other, all of them or nothing. Raises ExportProblem.

    The bytes go to a new file in the same folder, which then takes the old one's place.
    """
    temp = path.parent / f"~{secrets.token_hex(6)}.tmp"
    try:
        with temp.open("xb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        _remove(temp)
        raise problem(kind_of(error, path), path) from error
    except BaseException:
        _remove(temp)
        raise
    try:
        temp.replace(path)
    except OSError as error:
        _remove(temp)
        denied = isinstance(error, (PermissionError, IsADirectoryError))
        kind: Kind = "in-use" if denied else kind_of(error, path)
        raise problem(kind, path) from error


def _remove(temp: Path) -> None:
    with contextlib.suppress(OSError):
        temp.unlink(missing_ok=True)
