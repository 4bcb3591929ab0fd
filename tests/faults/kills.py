"""The program is killed at random moments of a day's work: backing up, restoring, importing…

A day is worked once, and what the file holds after each word is remembered. Then children are
forked that go on from somewhere in it, and killed. What is found must be the state at the last
word, or that of the step under way. `python -m tests.faults.kills <kills> <seed> [local] [key=…]`
says as JSON what it came to; it is a process of its own, as it forks.
"""

import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from sqlite_utils import Database

from app.storage.database import open_database
from app.storage.engine import connect
from app.storage.migrations import migrate
from app.storage.store import Store
from tests.faults.checks import contradictions, files_beside, picture
from tests.faults.power import ground, on
from tests.faults.work import WHOLE_DAY, Desk, old_file

LONGEST = 0.08  # seconds of work before a kill
BEHIND_A_KEY = ("open", "create", "edit", "paste", "backup", "undo", "restore all", "edit")


@dataclass
class Tally:
    """What a series of kills came to; the last four must be nothing."""

    kills: int = 0
    acknowledged: int = 0
    under_way: int = 0  # kept although the child could no longer say so
    left: int = 0  # half copies that lie about, which nobody takes for whole ones
    lost: int = 0
    half: int = 0
    damaged: int = 0
    files: int = 0
    at: dict[str, int] = field(default_factory=dict)  # kills by the step that they hit
    told: list[str] = field(default_factory=list)

    @property
    def bad(self) -> int:
        return self.lost + self.half + self.damaged + self.files


@dataclass
class Moment:
    """A desk between two steps."""

    folder: Path
    next: int  # of the steps
    words: int  # said so far
    step: int
    chance: object


@dataclass
class Day:
    """All that is said in a day, what the file holds then, and places to go on from."""

    steps: Sequence[str]
    key: str
    words: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    files: list[Counter[str]] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)


def worked(place: Path, steps: Sequence[str], key: str, version: int | None) -> Day:
    day = Day(steps, key)

    def said(what: str, store: Store) -> None:
        day.words.append(what)
        day.pictures.append(picture(store.database.conn, timeless=True))
        day.files.append(kept(desk.path, key))

    desk = Desk(place / "甲", said, key=key)
    desk.folder.mkdir()
    if version is not None:
        old_file(desk.folder, version)
    if key:
        set_password(desk.path, key)
    for number, name in enumerate(steps):
        copy = place / f"{number}" / "甲"
        shutil.copytree(desk.folder, copy)
        state = desk.chance.getstate()
        day.moments.append(Moment(copy, number, len(day.words), desk.step, state))
        desk.does([name])
    desk.store.close()
    return day


def kept(path: Path, key: str) -> Counter[str]:
    """The files beside the data file, but for the times in their names."""
    found = files_beside(path, timeless=True, key=key) if path.parent.exists() else {}
    named = (re.sub(r"\d{4}-\d\d-\d\d \d{6}", "", name) for name in found)
    return Counter(
        f"{re.sub('（.*）', '', name)} {held}"
        for name, held in zip(named, found.values(), strict=True)
    )


def set_password(path: Path, key: str) -> None:
    """An empty data file that has one from the beginning."""

    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(connect(path, key)) as connection:
        migrate(Database(connection, execute_plugins=False))


# ---------------------------------------------------------------- the child


def child(day: Day, moment: Moment, folder: Path, out: int) -> None:
    """Go on from there until killed; a byte says each word."""
    speaking = False

    def said(what: str, store: Store) -> None:
        if speaking:
            os.write(out, b".")

    chance = random.Random()
    chance.setstate(moment.chance)  # type: ignore[arg-type]
    desk = Desk(folder, said, chance, day.key, step=moment.step)
    if day.steps[moment.next] != "open":
        desk.does(["open"])
    speaking = True
    desk.does(day.steps[moment.next :])
    time.sleep(60)


def kill_one(day: Day, folder: Path, chance: random.Random, tally: Tally) -> None:
    moment = chance.choice(day.moments)
    shutil.copytree(moment.folder, folder)
    reading, writing = os.pipe()
    number = os.fork()
    if number == 0:
        try:
            child(day, moment, folder, writing)
        finally:
            os._exit(1)  # never back into the parent's work
    os.close(writing)
    time.sleep(chance.uniform(0, LONGEST * (10 if day.key else 1)))  # keys take their time
    os.kill(number, signal.SIGKILL)
    assert os.WIFSIGNALED(os.waitpid(number, 0)[1]), "the child ended by itself"
    said = moment.words
    while more := os.read(reading, 4096):
        said += len(more)
    os.close(reading)
    tally.kills += 1
    tally.acknowledged += said - moment.words
    examine(day, said, folder, tally)


def examine(day: Day, said: int, folder: Path, tally: Tally) -> None:
    path = Desk(folder, lambda what, store: None).path
    hit = day.words[said] if said < len(day.words) else "the end"
    tally.at[hit] = tally.at.get(hit, 0) + 1
    if path.parent.exists():
        ends = (".part", ".new", ".part-journal", ".new-journal")
        tally.left += sum(one.name.endswith(ends) for one in path.parent.rglob("*"))
    files = kept(path, day.key)
    if said and not day.files[said - 1] <= files:
        tally.files += 1
        tally.told.append(f"{hit}: a file is gone: {day.files[said - 1] - files}")
    if any("damaged:" in one for one in files):
        tally.files += 1
        tally.told.append(f"{hit}: a file is not whole: {list(files)}")
    try:
        with closing(open_database(path, key=day.key)) as store:
            wrong = contradictions(store)
            found = picture(store.database.conn, timeless=True)
    except Exception as error:  # of whatever kind: the work is not there
        tally.damaged += 1
        tally.told.append(f"{hit}: {error}")
        return
    if wrong:
        tally.half += 1
        tally.told.append(f"{hit}: {wrong}")
    if found == day.pictures[min(said, len(day.pictures) - 1)]:
        tally.under_way += not said or found != day.pictures[said - 1]
    elif not said or found != day.pictures[said - 1]:
        tally.lost += 1
        tally.told.append(f"{hit}: neither as it was said nor as it was to be")


def run(kills: int, seed: int, *, local: bool, key: str = "", version: int | None = None) -> Tally:
    chance, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory(dir=ground()) as made, on(local=local):
        place = Path(made).resolve()
        day = worked(place, BEHIND_A_KEY if key else WHOLE_DAY, key, version)
        for _ in range(kills):
            folder = place / "乙" / "甲"
            kill_one(day, folder, chance, tally)
            shutil.rmtree(folder)
    return tally


@contextmanager
def careless() -> Iterator[None]:
    """A program whose edits are not one transaction: this must be found out."""

    @contextmanager
    def each_for_itself(database: Database) -> Iterator[Database]:
        database.conn.isolation_level = None
        yield database

    with mock.patch.object(Database, "atomic", each_for_itself):
        yield


def main(kills: str, seed: str, *more: str) -> int:
    words: dict[str, Any] = dict(one.split("=") for one in more if "=" in one)
    version = int(words["version"]) if "version" in words else None
    with careless() if "careless" in more else nullcontext():
        tally = run(
            int(kills), int(seed), local="local" in more, key=words.get("key", ""), version=version
        )
    sys.stdout.write(json.dumps(vars(tally), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
