"""Evidence files (佐证材料) beside the data file, copied whole under names every system accepts.

They lie in `<stem>_附件/<submission>/`. A cell lists their names (see `app/domain/evidence.py`);
nothing here ever deletes a file that a cell may list, as undo must be able to bring it back.
"""

import contextlib
import errno
import hashlib
import itertools
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.domain.values import shorten
from app.storage.plain_names import MIN_ROOM, is_plain, length, plain, safe_name, same_key
from app.storage.problems import SHARING, Kind, StorageProblem, explained

MEGABYTE = 1024 * 1024
LIMIT = 200 * MEGABYTE  # bytes in one file
MAX_PATH = 240  # characters: Windows takes 259, and whoever moves the folder needs some of them
CHUNK = MEGABYTE
STALE = 24 * 60 * 60  # seconds after which a half copy is no longer being written

Reason = Literal[
    "gone",
    "unreadable",
    "in-use",
    "changing",
    "folder",
    "large",
    "inside",
    "full",
    "read-only",
    "long",
    "disk",
]

_PART = re.compile(r"\.~[0-9a-f]{12}\.part")  # no name of ours begins with a dot
# reason -> the kind of problem it is to the program, and what the person reads
_SAID: dict[Reason, tuple[Kind, str]] = {
    "gone": (
        "missing",
        "找不到“{name}”，没有添加。请检查这个文件还在不在、U盘是否拔出、网络是否断开，再试一次。",
    ),
    "unreadable": (
        "missing",
        "读不了“{name}”，没有添加。可能没有读取权限，或者文件已经损坏。请先打开它看一看，再试一次。",
    ),
    "in-use": ("locked", "“{name}”正被另一个程序占用，没有添加。请在那个程序里关闭它，再试一次。"),
    "changing": ("locked", "“{name}”正在被改动，没有添加。请等它保存或下载完，再试一次。"),
    "folder": (
        "not-ours",
        "“{name}”是一个文件夹，没有添加。请选择里面的文件；文件很多的，请先压缩成一个文件。",
    ),
    "large": (
        "not-ours",
        "“{name}”太大，有{size} MB，一个文件最多{limit} MB，没有添加。请压缩或拆分后再添加。",
    ),
    "inside": (
        "exists",
        "“{name}”已经在存放佐证材料的文件夹里，没有再复制一份。请选择别处的原文件。",
    ),
    "full": (
        "full",
        "磁盘空间不够，“{name}”没有添加。请清理“{folder}”所在的磁盘，再试一次。已有的材料都还在。",
    ),
    "read-only": (
        "read-only",
        "不能写入存放佐证材料的文件夹，“{name}”没有添加：{folder}。文件夹是只读的，或者没有写入权限。"
        "请去掉“只读”属性，或者把数据文件连同它旁边的附件文件夹一起移到可以写入的地方。",
    ),
    "long": (
        "read-only",
        "存放佐证材料的文件夹路径太长，放不下“{name}”，没有添加：{folder}。"
        "路径有{size}个字，最多{limit}个字。请把数据文件连同它旁边的附件文件夹一起移到路径短一些的地方。",
    ),
    "disk": (
        "missing",
        "存放佐证材料的文件夹没有应答，“{name}”没有添加：{folder}。"
        "请检查U盘是否拔出、网络是否断开，再试一次。",
    ),
}
_WRITING: dict[Kind, Reason] = {"full": "full", "read-only": "read-only"}  # others: the disk


class AttachmentProblem(StorageProblem):
    """Why a file was not added; nothing has changed then.

    `reason` is finer than `kind`. `stored` is the name the file has in the folder already, for
    the reason "inside" alone.
    """

    def __init__(
        self, reason: Reason, source: Path, folder: Path, size: str = "", limit: str = ""
    ) -> None:
        kind, sentence = _SAID[reason]
        self.reason = reason
        self.stored = source.name if reason == "inside" and is_plain(source.name) else ""
        words = {
            "name": shorten(plain(source.name) or str(source), 40),
            "folder": str(folder),
            "size": size,
            "limit": limit,
        }
        said = re.sub(r"\{(\w+)\}", lambda found: words[found[1]], sentence)
        super().__init__(kind, source, said)


@dataclass(frozen=True)
class _Copy:
    """A copy under a name of its own, not yet in its place."""

    part: Path
    size: int
    digest: bytes


# ---------------------------------------------------------------- where files lie


def folder_of(store_path: Path, submission_id: int) -> Path:
    """The folder of a submission's files; it is made when the first is attached."""
    return store_path.parent / f"{store_path.stem}_附件" / str(submission_id)


def path_of(store_path: Path, submission_id: int, name: str) -> Path | None:
    """The file of that name; None where it is gone, cannot be reached, or lies elsewhere.

    The name may come from anywhere: what is no plain name, such as `../x`, is never looked for.
    """
    if not is_plain(name):
        return None
    folder = folder_of(store_path, submission_id)
    path = folder / name
    try:
        inside = path.is_file() and path.resolve().parent == folder.resolve()
    except (OSError, RuntimeError):  # such as a share that is off, or links in a circle
        return None
    return path if inside else None


# ---------------------------------------------------------------- copying


def attach(store_path: Path, submission_id: int, source: Path) -> str:
    """Copy a file into the submission's folder; returns the name that a cell should list.

    The copy is there whole and on the disk when this returns, or not at all. A file of that name
    with that content is not copied again; one with another content gets “（2）”. Only the user may
    read what is made here, on systems that know such rights. Raises AttachmentProblem.
    """
    folder = folder_of(store_path, submission_id)
    _require_file(source, folder)
    with _writing(source, folder):
        _make(folder)
        _sweep(folder)
        used = length(str(folder.absolute())) + 1
        if used + MIN_ROOM > MAX_PATH:
            raise AttachmentProblem(
                "long", source, folder, str(used - 1), str(MAX_PATH - MIN_ROOM - 1)
            )
        part = folder / f".~{secrets.token_hex(6)}.part"
        try:
            copy = _copied(source, part)
            name = _settled(copy, source.name, MAX_PATH - used)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        _sync(folder)
    return name


def _require_file(source: Path, folder: Path) -> None:
    """Refuse what is no file, too large, or in the folder already."""
    with _reading(source, folder):
        found = source.stat()
        inside = source.resolve().parent == folder.resolve()
    if stat.S_ISDIR(found.st_mode):
        raise AttachmentProblem("folder", source, folder)
    if not stat.S_ISREG(found.st_mode):  # reading a pipe or a device might never end
        raise AttachmentProblem("unreadable", source, folder)
    if inside:
        raise AttachmentProblem("inside", source.resolve(), folder)
    if found.st_size > LIMIT:
        raise _too_large(found.st_size, source, folder)


def _too_large(size: int, source: Path, folder: Path) -> AttachmentProblem:
    tenths = -(-size * 10 // MEGABYTE)  # rounded up: never “200 MB” where 200 MB is allowed
    shown = f"{tenths // 10}.{tenths % 10}"
    return AttachmentProblem("large", source, folder, shown, str(LIMIT // MEGABYTE))


@contextmanager
def _reading(source: Path, folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle; a NUL in the path
        number = error.errno if isinstance(error, OSError) else errno.ENOENT
        reason: Reason = "unreadable"
        if getattr(error, "winerror", 0) in SHARING:
            reason = "in-use"
        elif number in {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG}:
            reason = "gone"
        raise AttachmentProblem(reason, source, folder) from error


@contextmanager
def _writing(source: Path, folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        known = explained(error, folder)
        reason = _WRITING.get(known.kind, "disk") if known else "disk"
        raise AttachmentProblem(reason, source, folder) from error


def _make(folder: Path) -> None:
    for one in (folder.parent, folder):
        if not one.is_dir():
            one.mkdir(mode=0o700, exist_ok=True)
            _sync(one.parent)


def _sweep(folder: Path) -> None:
    """Take away half copies of a program that was killed; one that is being written stays."""
    for one in folder.iterdir():
        if _PART.fullmatch(one.name):
            with contextlib.suppress(OSError):
                if time.time() - one.stat().st_mtime > STALE:
                    one.unlink()


def _copied(source: Path, part: Path) -> _Copy:
    """Copy to a new file, counting: the source may grow, shrink or go away under our hands."""
    size, sums = 0, hashlib.sha256()
    with _reading(source, part.parent):
        file = source.open("rb")
    with file, open(part, "xb", opener=_private) as copy:
        while True:
            with _reading(source, part.parent):
                chunk = file.read(CHUNK)
            if not chunk:
                break
            size += len(chunk)
            if size > LIMIT:
                raise _too_large(size, source, part.parent)
            sums.update(chunk)
            copy.write(chunk)
        with _reading(source, part.parent):
            whole = os.fstat(file.fileno()).st_size == size
        if not whole:
            raise AttachmentProblem("changing", source, part.parent)
        copy.flush()
        os.fsync(copy.fileno())
    return _Copy(part, size, sums.digest())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _settled(copy: _Copy, wish: str, room: int) -> str:
    """Give the copy the first free name, or find the file that is the same already."""
    folder = copy.part.parent
    taken = {same_key(one.name): one for one in folder.iterdir()}
    for number in itertools.count(1):
        name = safe_name(wish, room, number)
        there = taken.get(same_key(name))
        if there is None:
            try:
                _put_in_place(copy.part, folder / name)
                return name
            except FileExistsError:  # another window was quicker
                there = folder / name
        if is_plain(there.name) and _is_same(there, copy):
            return there.name
    raise AssertionError("numbers do not end")


def _put_in_place(part: Path, target: Path) -> None:
    """Give the file its name without taking the place of another that came meanwhile."""
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # the disk knows no links
        if target.exists():
            raise FileExistsError(errno.EEXIST, "exists", str(target)) from None
        part.replace(target)


def _is_same(path: Path, copy: _Copy) -> bool:
    """By size and sha256; what cannot be read counts as different and is left alone."""
    try:
        if not path.is_file() or path.stat().st_size != copy.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest() == copy.digest
    except OSError:
        return False


def _sync(folder: Path) -> None:
    """Have the disk remember the names in a folder too; Windows does so by itself."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):  # some network disks refuse this: the file itself is there
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
