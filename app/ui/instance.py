"""One window for each data file: a second start brings the first one to the front and ends.

A lock file beside the data file says which process has it open, on which computer. Whoever finds it
held on this computer leaves a request in a folder of this person's own, which is local wherever the
data file lies; the process that is addressed takes it away, and that is the answer
(`requests.py`). A request is one path or nothing: a file that the person wants opened.

Loaded before anything else, so nothing but QtCore is imported here.
"""

import contextlib
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QLockFile, QStandardPaths, QSysInfo

PATIENCE = 3  # seconds that a second start waits for an answer
PAUSE = 0.01  # seconds between two looks
LONGEST = 64 * 1024  # bytes of a request: twice what a path can be
ENDING = ".request"


@dataclass(frozen=True)
class Claim:
    """What came of asking for a data file.

    `mine`: it is held by `lock` until that is let go or the process is gone. `answered`: another
    window has it and came to the front. `silent`: another process of this computer has it and does
    not answer. `elsewhere`: the computer `host` has it. `unguarded`: the folder takes no lock, as
    it is read-only, missing or full; opening the data file will tell.
    """

    state: Literal["mine", "answered", "silent", "elsewhere", "unguarded"]
    lock: QLockFile
    host: str = ""


def claim(data: Path, file: Path | None = None) -> Claim:
    """Ask for the data file; where a window here has it already, hand over the file to open."""
    lock = lock_of(data)
    late = time.monotonic() + PATIENCE
    asked: dict[int, Path | None] = {}  # by the process that it was left for
    try:
        while not lock.tryLock(0):
            if lock.error() != QLockFile.LockError.LockFailedError:
                return Claim("unguarded", lock)
            holder, host, _ = lock.getLockInfo()
            if holder and not _is_here(Path(lock.fileName()), host):
                return Claim("elsewhere", lock, host)
            if _may_be_nobodys(holder) and lock.removeStaleLockFile():
                continue
            if holder and holder not in asked:
                asked[holder] = _leave_request(holder, file)
            request = asked.get(holder)
            if request is not None and not request.exists():
                return Claim("answered", lock)
            if time.monotonic() > late:
                return _at_last(lock, holder)
            time.sleep(PAUSE)
        return Claim("mine", lock)
    finally:
        for one in asked.values():
            take_away(one)


def lock_of(data: Path) -> QLockFile:
    """The lock of a data file. It is never out of date by its age, only where its process is gone:
    people leave the window open for days."""
    path = data.resolve()
    with contextlib.suppress(OSError):  # trying to lock will fail; opening the file will say why
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = QLockFile(f"{path}.lock")
    lock.setStaleLockTime(0)
    return lock


def hold_again(held: Claim) -> None:
    """Where somebody took the lock away, with its folder or as a leftover: hold it again."""
    lock = held.lock
    if held.state == "mine" and not Path(lock.fileName()).exists():
        lock.unlock()
        lock.tryLock(0)


def _may_be_nobodys(holder: int) -> bool:
    """Whether a lock of this computer may be one that was left behind, although its process seems
    to be there: its number may have been given again after the power failed, even to this process.

    The system tells, as it does not let go the file of somebody who has it open: always on Windows,
    elsewhere only where its locks work, so there it is asked about this process alone.
    """
    return sys.platform == "win32" or holder == os.getpid()


def _at_last(lock: QLockFile, holder: int) -> Claim:
    """Nobody answered. A lock that nobody can be read from was cut off by a power failure: it goes
    away, unless the system knows somebody to have it open."""
    if not holder and lock.removeStaleLockFile() and lock.tryLock(0):
        return Claim("mine", lock)
    return Claim("silent", lock)


def _is_here(path: Path, host: str) -> bool:
    """Whether it is a process of this computer: by name, and where two have one, by identity."""
    names = {QSysInfo.machineHostName(), os.environ.get("COMPUTERNAME", ""), ""}
    if host.casefold() not in {name.casefold() for name in names}:
        return False
    try:
        lines = path.read_bytes()[:LONGEST].splitlines()
    except OSError:
        return True
    computer = lines[3] if len(lines) > 3 else b""
    return computer in {b"", QSysInfo.machineUniqueId().data()}


# ---------------------------------------------------------------- asking


def requests() -> Path:
    """The folder where windows of this person are asked for something. On Windows the folder for
    temporary files is one's own, elsewhere everybody's."""
    places = QStandardPaths.StandardLocation
    own = places.TempLocation if sys.platform == "win32" else places.RuntimeLocation
    return Path(QStandardPaths.writableLocation(own)) / "suanpan"


def _leave_request(holder: int, file: Path | None) -> Path | None:
    """Ask a process to come to the front; None where that cannot be written."""
    _let_come_to_front(holder)
    path = requests() / f"{holder}-{os.getpid()}{ENDING}"
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_bytes(os.fsencode(file) if file is not None else b"")
        part.replace(path)
    except OSError:
        return None
    return path


def _let_come_to_front(holder: int) -> None:
    """Windows lets a program come to the front by itself only where the one in front allows it."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(holder)


def take_away(path: Path | None) -> None:
    if path is not None:
        with contextlib.suppress(OSError):  # the other side may be taking it away just now
            path.unlink(missing_ok=True)
