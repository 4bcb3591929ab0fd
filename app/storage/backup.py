"""Backups: whole copies of the data file, looked at before they count, named by time and reason.

A copy is made by SQLite itself, so nobody has to stop working for it. Evidence files are no part
of it: the program never removes one, so they still lie where they lay.
"""

import contextlib
import hashlib
import os
import platform
import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from app.domain.evidence import file_names
from app.domain.texts import printable
from app.storage import attachments
from app.storage.database import (
    is_open_here,
    migration_count,
    open_database,
    quick_check,
    require_header,
)
from app.storage.engine import BUSY_SECONDS, connect, converted, errors
from app.storage.listing import LIST, SubmissionInfo, listed
from app.storage.problems import Kind, StorageProblem, explained
from app.storage.store import Store
from app.storage.to_disk import make_folder, make_private, names_to_disk

Reason = Literal["manual", "start", "daily", "upgrade", "delete", "restore", "import"]
REASONS: dict[Reason, str] = {
    "manual": "手动",
    "start": "打开时",
    "daily": "每日",
    "upgrade": "升级前",
    "delete": "删除前",
    "restore": "恢复前",
    "import": "导入前",
}
FOLDER = "backups"  # beside the data file, where no other one is set
_NAME = re.compile(r"(\d{4})-(\d{2})-(\d{2}) (\d{2})(\d{2})(\d{2}) (\w+)(?:（(\d+)）)?\.db$")
_BUSY = 5  # SQLite's number for a file that another program holds

_MAKING: dict[Kind, str] = {
    "full": "磁盘空间不够，备份没有做成：{path}。数据文件没有改动。"
    "请清理这个磁盘，或者换一个位置。",
    "read-only": "备份没有做成，不能写入：{path}。文件夹是只读的，或者没有写入权限。"
    "数据文件没有改动，请换一个位置。",
    "missing": "备份没有做成，磁盘没有应答：{path}。数据文件没有改动。"
    "请检查U盘是否拔出、网络是否断开，再试一次，或者换一个位置。",
    "locked": "数据文件正被另一个程序占用，备份没有做成：{path}。"
    "请关闭打开了它的其他窗口，稍等再试。",
    "damaged": "备份检查没有通过，已经作废：{path}。数据文件没有改动。"
    "磁盘可能有毛病，请换一个位置再备份一次。",
    "exists": "不能备份到数据文件自己：{path}。请换一个文件名或者位置。",
}
_READING: dict[Kind, str] = {
    "damaged": "这个备份已经损坏，不能用来恢复：{path}。数据文件没有改动，请换一个备份。",
    "not-ours": "这不是算盘的数据文件或备份：{path}。请选择另一个文件。",
    "newer": "这个备份是用更新的版本保存的，这个版本不能恢复：{path}。数据文件没有改动。"
    "请安装新版本后再恢复。",
    "missing": "读不到这个备份：{path}。数据文件没有改动。"
    "请检查文件还在不在、U盘是否拔出，再试一次。",
    "read-only": "没有读取这个备份的权限：{path}。数据文件没有改动，请把它复制到别处再试。",
    "locked": "这个备份正被另一个程序占用：{path}。数据文件没有改动，请关闭那个程序，稍等再试。",
    "exists": "这就是正在使用的数据文件，不是备份：{path}。请选择一个备份。",
    "password": "这个备份设了密码，输入做备份时的密码才能打开：{path}。",
    "full": "磁盘空间不够，不能打开这个备份：{path}。数据文件没有改动，请清理磁盘再试。",
}


@dataclass(frozen=True)
class Backup:
    """A line of the list of backups; `taken` is in local time, `reason` a word for a person, and
    `number` counts those of the same second."""

    path: Path
    taken: datetime
    reason: str
    size: int
    number: int = 1


def order(one: Backup) -> tuple[datetime, int, str]:
    """What backups are sorted by."""
    return one.taken, one.number, one.path.name


# ---------------------------------------------------------------- making


def folder_for(data: Path, wanted: str) -> Path:
    """Where backups go: the folder that was set, else the one beside the data file; what is no
    whole path is none."""
    place = Path(printable(wanted).strip())
    return place if place.is_absolute() else data.parent / FOLDER


def stem_in(folder: Path, data: Path) -> str:
    """What the names of a data file's backups begin with in a folder.

    Most data files have the same name. Beside the file that is no matter; in a folder that several
    of them share, maybe of several computers, a mark tells them apart by where they lie.
    """
    if folder.absolute() == folder_for(data, "").absolute():
        return data.stem
    place = f"{platform.node().casefold()}\n{os.path.normcase(data.resolve())}"
    return f"{data.stem}-{hashlib.sha256(place.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"


def back_up(
    data: Path, folder: Path, reason: Reason, key: str = "", now: datetime | None = None
) -> Path:
    """Copy the data file into the folder, under a name by time and reason; returns the copy, which
    has the password that the file has.

    May be called from any thread. Raises StorageProblem; there is no half backup then.
    """
    second = f"{stem_in(folder, data)} {now or datetime.now():%Y-%m-%d %H%M%S} "
    with explaining(folder, _MAKING):
        folder.mkdir(mode=0o700, exist_ok=True)
        names_to_disk(folder.parent)
        number = _last_number(folder, second) + 1
    told = f"（{number}）" if number > 1 else ""
    path = folder / f"{second}{REASONS[reason]}{told}.db"
    back_up_to(data, path, key)
    return path


def _last_number(folder: Path, second: str) -> int:
    """The highest number of the backups of a second. One that was taken away since leaves a gap:
    in its place the newest would look like the oldest."""
    found = (_NAME.search(one.name) for one in folder.iterdir() if one.name.startswith(second))
    return max((int(named[8] or 1) for named in found if named), default=0)


def back_up_to(data: Path, path: Path, key: str = "") -> None:
    """Copy the data file to this very place; what was there is replaced by a whole copy only.

    The copy is opened, checked and counted before it gets its name. Raises StorageProblem.
    """
    with explaining(path, _MAKING):
        if not data.exists():  # which SQLite does not tell apart from other reasons on Windows
            raise StorageProblem("missing", data)
        if path.absolute() == data.absolute() or (path.exists() and path.samefile(data)):
            raise StorageProblem("exists", path, _MAKING["exists"])
    part = path.with_name(f"{path.name}.part")
    with explaining(path, _MAKING):
        try:
            # its own parent is the disk: that must be there
            path.parent.mkdir(mode=0o700, exist_ok=True)
            part.unlink(missing_ok=True)
            # for reading: a data file that is gone must not come into being as an empty one
            with closing(connect(data, key, reading=True)) as source:
                source.execute("begin")  # what is counted is what is copied
                counts = row_counts(source)
                copy_into(source, part, key)
            with closing(connect(part, key, reading=True)) as copy:
                quick_check(copy, path)
                if row_counts(copy) != counts:
                    raise StorageProblem("damaged", path)
            _to_disk(part)
            part.replace(path)
            names_to_disk(path.parent)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def copy_into(source: sqlite3.Connection, path: Path, key: str) -> None:
    """All that the connection sees as one file, with the same key, that needs no log beside it."""
    make_private(path)
    with closing(connect(path, key)) as target:
        # whoever writes the file waits until it is copied, not until the copy is on its disk
        target.execute("pragma synchronous = off")
        copy_over(source, target)
        target.execute("pragma journal_mode = delete").fetchone()


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    found = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
    names = [str(name) for (name,) in found]
    rows = (connection.execute(f'select count(*) from "{name}"').fetchone() for name in names)
    return {name: int(count) for name, (count,) in zip(names, rows, strict=True)}


def copy_over(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Put one database in the place of another in one transaction, waiting a little where either
    is in use. Raises sqlite3.OperationalError as SQLite does."""
    late = time.monotonic() + BUSY_SECONDS

    def impatient(status: int, _left: int, _total: int) -> None:
        if status == _BUSY and time.monotonic() > late:
            raise TimeoutError

    try:
        source.backup(target, progress=impatient)
    except TimeoutError:
        busy = sqlite3.OperationalError("database is locked")
        busy.sqlite_errorname = "SQLITE_BUSY"
        raise busy from None


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


# ---------------------------------------------------------------- the list, and what is in one


def backups(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder, the latest first. Files are not opened: see `contents`.

    A folder that is not there has none. Raises StorageProblem where it cannot be read.
    """
    found: list[Backup] = []
    with explaining(folder, _READING):
        if not folder.exists():
            return ()
        for path in folder.iterdir():
            if path.suffix.lower() == ".db" and path.is_file():
                found.append(described(path))
    return tuple(sorted(found, key=order, reverse=True))


def is_of(data: Path, one: Backup, *, marked: bool = True) -> bool:
    """Whether a backup is named as those of this data file are, in the folder where it lies; one
    that is not `marked` too, as in a shared folder from the time before the marks."""
    stems = {stem_in(one.path.parent, data), *(() if marked else (data.stem,))}
    return any(_is_named(one, stem) for stem in stems)


def may_be_of(data: Path, one: Backup) -> bool:
    """Whether a backup is not known to be of another data file, which lies beside this one. A
    data file that was renamed has backups of another name, and so has a copy made by hand."""
    named = _NAME.search(one.path.name)
    stem = one.path.name[: named.start()].rstrip() if named is not None else ""
    return not stem or stem == data.stem or not data.with_name(f"{stem}{data.suffix}").exists()


def _is_named(one: Backup, stem: str) -> bool:
    stamp = f"{stem} {one.taken:%Y-%m-%d %H%M%S} {one.reason}"
    return bool(one.reason) and one.path.name.startswith(stamp)


def described(path: Path, name: str = "") -> Backup:
    """When and why a backup was made, by its name; another file by its own time. A half one is
    going to have another name."""
    about = path.stat()
    named = _NAME.search(name or path.name)
    if named is not None:
        # such as the 31st of June, or on Windows a time before 1970
        with contextlib.suppress(ValueError, OSError, OverflowError):
            taken = local(datetime.strptime("".join(named.groups()[:6]), "%Y%m%d%H%M%S"))
            return Backup(path, taken, named[7], about.st_size, int(named[8] or 1))
    taken = datetime.fromtimestamp(about.st_mtime).astimezone()
    return Backup(path, taken, "", about.st_size)


def local(moment: datetime) -> datetime:
    """A moment of the clock on the wall with its zone. Raises what a system cannot reckon with."""
    if moment.date() == date.max:  # the zone is looked for a day later too, and there is none
        return moment.replace(tzinfo=(moment - timedelta(days=1)).astimezone().tzinfo)
    return moment.astimezone()


def contents(path: Path, key: str = "") -> list[SubmissionInfo]:
    """The submissions in a backup, which is looked at without writing to it. Raises
    StorageProblem with a sentence about this backup, "password" where it has another one."""
    with looking(path, key) as connection:
        return listed(connection.execute(LIST).fetchall())


@contextmanager
def looking(path: Path, key: str = "", *, checked: bool = True) -> Iterator[sqlite3.Connection]:
    """A connection to a backup that cannot write to it; one that is not `checked` whole is there
    sooner. Raises StorageProblem with a sentence about this backup."""
    with explaining(path, _READING), _looking(path, key, checked=checked) as (connection, _):
        yield connection


@contextmanager
def _looking(
    path: Path, key: str, *, checked: bool = True
) -> Iterator[tuple[sqlite3.Connection, str]]:
    """A connection that cannot write, and the key of the file, which was checked."""
    if is_open_here(path):
        raise StorageProblem("exists", path)
    key = require_header(path, migration_count(), key)
    unused = not path.with_name(f"{path.name}-wal").exists()  # nobody writes to it
    with closing(connect(path, key, reading=True, immutable=unused)) as connection:
        if checked:
            quick_check(connection, path)
        try:
            yield connection, key
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorname", "") == "SQLITE_ERROR":  # other tables than ours
                raise StorageProblem("damaged", path) from error
            raise


@contextmanager
def opened_copy(path: Path, key: str = "", wanted: str | None = None) -> Iterator[Store]:
    """A backup as this version has it: a copy for the moment, migrated; the backup stays as it is.

    `key` is that of the backup, `wanted` that of the copy where it is to be another one. Raises
    StorageProblem with a sentence about this backup.
    """
    with contextlib.ExitStack() as stack:
        with explaining(path, _READING):
            folder = tempfile.TemporaryDirectory(prefix="suanpan-", ignore_cleanup_errors=True)
            copy = Path(stack.enter_context(folder)) / "copy.db"
            with _looking(path, key) as (connection, own):
                copy_into(connection, copy, own)
            if wanted is not None and wanted != own:
                converted(copy, own, copy.with_name("converted.db"), wanted)
                copy, own = copy.with_name("converted.db"), wanted
            store = open_database(copy, key=own, keep=False)
            stack.callback(store.close)
        yield store


# ---------------------------------------------------------------- evidence


def evidence(store: Store, submission_id: int) -> tuple[str, ...]:
    """The names of the evidence files that a submission lists, each once."""
    entries = store.load(submission_id).entries
    found = (file_names(text) for cell, text in entries.items() if cell.endswith(".files"))
    return tuple(dict.fromkeys(name for names in found for name in names))


def evidence_beside(data: Path) -> tuple[int, int]:
    """How many evidence files lie beside the data file, and how many bytes they have."""
    files = _evidence_files(data)
    return len(files), sum(size for _, size in files)


def _evidence_files(data: Path) -> list[tuple[Path, int]]:
    root = attachments.folder_of(data, 0).parent
    found: list[tuple[Path, int]] = []
    with contextlib.suppress(OSError):  # none was ever attached
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                found.append((path, path.stat().st_size))
    return found


def copy_evidence(data: Path, backup: Path) -> Iterator[Path]:
    """Copy all evidence files beside a backup too, one a step; those that are there stay.

    Yields each before it is copied. Raises StorageProblem.
    """
    root, place = (attachments.folder_of(one, 0).parent for one in (data, backup))
    for path, size in _evidence_files(data):
        yield path
        target = place / path.relative_to(root)
        with explaining(target, _MAKING):
            if target.is_file() and target.stat().st_size == size:
                continue
            make_folder(target.parent)
            part = target.with_name(f".~{target.name}.part")
            make_private(part)
            shutil.copy2(path, part)
            with contextlib.suppress(PermissionError):  # a copy of what may only be read
                _to_disk(part)
            part.replace(target)
            names_to_disk(target.parent)


# ---------------------------------------------------------------- sentences


@contextmanager
def explaining(path: Path, sentences: dict[Kind, str]) -> Iterator[None]:
    """Errors of SQLite and of the file system as StorageProblem in these words."""
    try:
        yield
    except errors(StorageProblem, OSError) as error:
        known = error if isinstance(error, StorageProblem) else explained(error, path)
        if known is None:
            raise
        raise StorageProblem(known.kind, path, sentences.get(known.kind, known.sentence)) from error
