"""The disk refuses at the n-th thing that is asked of it: full, broken, short of a write, or gone.

Each step of a day's work is refused at each of its operations in turn. A sentence must come of it,
the data file must be as it was, and the same step must work once the disk does.
"""

import errno
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from unittest import mock

from app.storage.backup import backups
from app.storage.problems import StorageProblem
from app.storage.store import Store
from tests.faults import vfs
from tests.faults.checks import contradictions, files_beside, held, picture
from tests.faults.power import ground, on
from tests.faults.vfs import Refusal, What, watching
from tests.faults.work import STEPS, Desk, old_file

Fault = Literal["full", "short", "broken", "gone"]
FAULTS: tuple[Fault, ...] = ("full", "short", "broken", "gone")
SAID = {"full": {"full"}, "short": {"full"}, "broken": {"missing"}}
SAID["gone"] = {"missing"}
MORNING = ("open", "create", "edit", "set", "backup", "edit", "attach", "close")
AFTER = (
    *("edit", "undo", "paste", "seal", "scheme", "set", "attach", "backup"),
    *("restore all", "restore one", "create", "remove"),
)
_CODES: dict[What, int] = {
    "make": vfs.CANTOPEN,
    "write": vfs.IOERR_WRITE,
    "cut": vfs.IOERR_TRUNCATE,
    "sync": vfs.IOERR_FSYNC,
    "delete": vfs.IOERR_DELETE,
}


@dataclass
class Tally:
    """What a series of refusals came to; `bad` must be nothing."""

    tries: int = 0
    refused: int = 0  # of them, so many ended with a sentence
    acknowledged: int = 0
    bad: int = 0
    told: list[str] = field(default_factory=list)

    def says(self, sentence: str) -> None:
        self.bad += 1
        self.told.append(sentence)

    def __str__(self) -> str:
        counts = {name: value for name, value in vars(self).items() if name != "told"}
        first = "".join(f"\n  {one}" for one in self.told[:8])
        return ", ".join(f"{name} {count}" for name, count in counts.items()) + first


@dataclass
class Failing:
    """A disk that works until `left` operations were done, and not from then on."""

    folder: Path
    fault: Fault
    left: int = -1  # without end
    fired: bool = False

    def watches(self, path: str) -> bool:
        return path.startswith(f"{self.folder}{os.sep}")

    def may_read(self, path: str) -> bool:
        return not (self.fired and self.fault == "gone")

    def folder_synced(self, path: str) -> None:
        pass

    def before(self, what: What, path: str, at: int = 0, data: bytes = b"") -> Refusal | None:
        if not self._fails():
            return None
        if self.fault in {"full", "short"}:
            if what in {"write", "make"}:
                return Refusal(vfs.FULL, len(data) // 2 if self.fault == "short" else 0)
            return None  # a full disk still removes, cuts and syncs
        return Refusal(_CODES[what])

    def _fails(self) -> bool:
        if self.left == 0:
            self.fired = True
        elif self.left > 0:
            self.left -= 1
        return self.fired

    def works_again(self) -> None:
        self.left, self.fired = -1, False

    def standing_for(self, real: Any) -> Callable[..., Any]:
        """In the place of a function of `os` that writes."""
        number = errno.ENOSPC if self.fault in {"full", "short"} else errno.EIO

        def standing(*paths: Any, **more: Any) -> Any:
            ours = isinstance(paths[0], int) or self.watches(str(paths[-1]))
            if ours and self._fails():
                raise OSError(number, os.strerror(number), str(paths[0]))
            return real(*paths, **more)

        return standing


@contextmanager
def failing(disk: Failing) -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(watching(disk))
        for name in ("link", "rename", "replace", "fsync"):
            standing = disk.standing_for(getattr(os, name))
            stack.enter_context(mock.patch.object(os, name, standing))
        yield


# ---------------------------------------------------------------- one step at a time


@dataclass
class _Said:
    """What was said last to be kept."""

    picture: str = ""
    count: int = 0

    def hears(self, what: str, store: Store) -> None:
        self.picture, self.count = picture(store.database.conn), self.count + 1


def prepared(place: Path, version: int | None) -> Path:
    """A folder with a morning's work, or with the file of an earlier version."""
    folder = place / "早上"
    if version is not None:
        old_file(folder, version)
    else:
        Desk(folder, lambda what, store: None).does(MORNING)
    return folder


def trials(
    fault: Fault,
    step: str,
    *,
    local: bool,
    version: int | None = None,
    moments: Sequence[int] = range(1000),
) -> Tally:
    """Refuse the step at each of these operations, as long as it has so many."""
    tally = Tally()
    with tempfile.TemporaryDirectory(dir=ground()) as made, on(local=local):
        place = Path(made).resolve()
        before = prepared(place, version)
        for moment in moments:
            folder = place / "下午"
            shutil.copytree(before, folder)
            reached = _trial(folder, fault, step, moment, tally)
            shutil.rmtree(folder)
            if not reached:
                break
    return tally


def _trial(folder: Path, fault: Fault, step: str, moment: int, tally: Tally) -> bool:
    """Whether the step has so many operations."""
    disk, said = Failing(folder, fault), _Said()
    desk = Desk(folder, said.hears, random.Random(moment))
    where = f"{step} at {moment}, {fault}"
    with failing(disk):
        if step != "open":
            desk.does(["open"])
        disk.left = moment
        tally.tries += 1
        try:
            STEPS[step](desk)
            reached = disk.fired
        except StorageProblem as problem:
            reached = True
            tally.refused += 1
            if problem.kind not in SAID[fault] or not problem.sentence.endswith("。"):
                tally.says(f"{where}: {problem.kind} {problem.sentence}")
        except Exception as error:
            reached = True
            tally.says(f"{where}: {type(error).__name__}: {error}")
        disk.works_again()
        _goes_on(desk, step, said, tally, where)
    tally.acknowledged += said.count
    return reached


def _goes_on(desk: Desk, step: str, said: _Said, tally: Tally, where: str) -> None:
    """Nothing but what was said, and the same again works, in the same program and the next."""
    try:
        if desk.opened and said.picture:
            found = picture(desk.store.database.conn)
            if found != said.picture and not (step == "restore all" and _is_backup(desk, found)):
                tally.says(f"{where}: not as it was")
            left = [
                one.name for one in desk.path.parent.rglob("*") if one.suffix in {".part", ".new"}
            ]
            if left:
                tally.says(f"{where}: left {left}")
        STEPS[step](desk)
        if wrong := contradictions(desk.store):
            tally.says(f"{where}: {wrong}")
        desk.store.close()
        desk.does(["open"])
        if wrong := contradictions(desk.store):
            tally.says(f"{where}, opened again: {wrong}")
        if any(one.startswith("damaged") for one in files_beside(desk.path).values()):
            tally.says(f"{where}: a file that is not whole")
        desk.store.close()
    except Exception as error:
        tally.says(f"{where}: does not go on: {type(error).__name__}: {error}")


def _is_backup(desk: Desk, found: str) -> bool:
    """Whether it is wholly what was to be restored: the disk failed when that was there already."""
    return found in {held(one.path) for one in backups(desk.backups)}
