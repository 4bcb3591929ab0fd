"""The power goes at a moment of a day's work: what was said to be kept must be there after it.

A day is recorded once; then the disk is set up as it may be found after each of its operations,
the program opens the file, and what it holds is compared with what was said. It must be the state
at the last word before the loss, or the one of the step that was under way, and nothing else.
"""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from app.storage import database as database_module
from app.storage.database import open_database
from app.storage.store import Store
from tests.faults.checks import contradictions, files_beside, picture
from tests.faults.disk import STYLES, Disk, laid_out
from tests.faults.recorder import Done, Recorder, recording
from tests.faults.work import WHOLE_DAY, Desk, old_file


@dataclass
class Tally:
    """What a series of losses came to; the last four must be nothing."""

    points: int = 0  # operations after which the power can go
    states: int = 0  # of the disk that were opened
    acknowledged: int = 0
    lost: int = 0
    half: int = 0
    damaged: int = 0
    files: int = 0  # backups and evidence files that are gone or not whole
    told: list[str] = field(default_factory=list)

    @property
    def bad(self) -> int:
        return self.lost + self.half + self.damaged + self.files

    def __str__(self) -> str:
        counts = {name: value for name, value in vars(self).items() if name != "told"}
        first = "".join(f"\n  {one}" for one in self.told[:5])
        return ", ".join(f"{name} {count}" for name, count in counts.items()) + first


@dataclass(frozen=True)
class Day:
    """A recorded run, in a folder that is gone by now."""

    recorder: Recorder
    local: bool

    def words(self) -> list[tuple[int, Done]]:
        found = enumerate(self.recorder.operations)
        return [(at, one) for at, one in found if isinstance(one, Done)]


@contextmanager
def on(*, local: bool) -> Iterator[None]:
    """Have the program take every folder for one of this computer, or of a USB stick."""
    with mock.patch.object(database_module, "is_local", lambda folder: local):
        yield


def ground() -> Path:
    """Where files cost little: nothing needs to outlive a test."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and os.access(memory, os.W_OK) else Path(tempfile.gettempdir())


def recorded(
    *,
    local: bool,
    version: int | None = None,
    steps: Sequence[str] = WHOLE_DAY,
    sync: str = "",
    honest: bool = True,
    seed: int = 1,
) -> Day:
    """A day's work; with `version`, it begins with a file of that earlier version."""
    with tempfile.TemporaryDirectory(dir=ground()) as place, on(local=local):
        folder = Path(place).resolve() / "甲"
        folder.mkdir()
        if version is not None:
            old_file(folder, version)
        recorder = Recorder(folder, honest)

        def said(what: str, store: Store) -> None:
            for path in folder.rglob("*"):
                recorder.looks(str(path)) if path != desk.path else None
            recorder.done(what, picture(store.database.conn), files_beside(desk.path))

        desk = Desk(folder, said, random.Random(seed), sync=sync)
        with recording(recorder):
            desk.does(steps)
            desk.store.close()
    return Day(recorder, local)


def losses(day: Day, states: int, seed: int) -> Tally:
    """Let the power go at random moments, each in another way."""
    chance, tally = random.Random(seed), Tally(points=len(day.recorder.operations))
    tally.acknowledged = len(day.words())
    wanted = sorted(chance.randrange(1, tally.points + 1) for _ in range(states))
    disk, at = Disk(day.recorder), 0
    with tempfile.TemporaryDirectory(dir=ground()) as place, on(local=day.local):
        for moment in wanted:
            for one in day.recorder.operations[at:moment]:
                disk.does(one)
            at = moment
            style = chance.choice(STYLES)
            folder = Path(place).resolve() / "乙"
            laid_out(disk.after_loss(chance, style), folder)
            tally.states += 1
            told = len(tally.told)
            _examine(day, moment, folder, tally)
            if len(tally.told) > told:
                tally.told[-1] = f"{style} at {moment}: {tally.told[-1]}"
            shutil.rmtree(folder)
    return tally


def _examine(day: Day, moment: int, folder: Path, tally: Tally) -> None:
    before = [one for at, one in day.words() if at < moment]
    after = [one for at, one in day.words() if at >= moment]
    path = Desk(folder, lambda what, store: None).path
    last = before[-1].what if before else "nothing"
    told = [f"after {last!r}: {one}" for one in _missing(path, before[-1].files if before else {})]
    tally.files += len(told)
    tally.told += told
    try:
        with closing(open_database(path)) as store:
            wrong = contradictions(store)
            found = picture(store.database.conn)
    except Exception as error:  # of whatever kind: the work is not there
        tally.damaged += 1
        tally.told.append(f"after {last!r}: {error}")
        return
    if wrong:
        tally.half += 1
        tally.told.append(f"after {last!r}: {wrong}")
    if found not in {one.data for one in (*before[-1:], *after[:1])}:
        tally.lost += 1
        earlier = [at for at, one in enumerate(before) if one.data == found]
        ago = len(before) - 1 - earlier[-1] if earlier else "?"
        tally.told.append(f"after {last!r}: as {ago} steps ago")


def _missing(path: Path, promised: Mapping[str, str]) -> list[str]:
    """Files beside the data file that are gone, other ones, or no whole databases."""
    found = files_beside(path) if path.parent.exists() else {}
    wrong = [f"{name} is gone or another" for name in promised if found.get(name) != promised[name]]
    return wrong + [one for one in found.values() if one.startswith("damaged")]
