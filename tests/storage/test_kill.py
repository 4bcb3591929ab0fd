"""A program killed at any moment loses no acknowledged edit and leaves no half of one.

A child process makes edits of three cells each through a real Session, and says so after each;
it is killed (SIGKILL; TerminateProcess on Windows), and the file is opened and examined. The
same file goes through all kills. `python -m tests.storage.test_kill 100` runs more of them.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.submission import Edit
from app.resources import DEFAULT_SCHEME, shipped_schemes
from app.session import Session
from app.storage.database import open_database
from app.storage.store import Change, Store

ROOT = Path(__file__).parents[2]
PARTS = ("initial", "adjusted", "actual")
EARLY = 0.2  # this share of the children is killed while starting, before any edit
LONGEST_START = 0.6  # seconds
LONGEST_RUN = 0.15


@dataclass
class Tally:
    """What a series of kills came to; the last three must be nothing."""

    kills: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0  # on disk although the child could no longer say so
    logs: int = 0  # a log to recover from was there after the kill
    lost: int = 0
    half: int = 0
    damaged: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in vars(self).items())


# ---------------------------------------------------------------- the child


def child(path: Path) -> None:
    """Edit until killed; every fourth action is an undo. One line says each that is done."""
    scheme = shipped_schemes()[DEFAULT_SCHEME]
    store = open_database(path)
    known = store.submissions()
    submission = store.load(known[0].id) if known else store.create(2023, scheme.id, "", {})
    session = Session(store, scheme, submission)
    last = store.history(submission.id, 1)
    step = last[0].step if last else 0
    chance = random.Random(step)
    while True:
        step += 1
        if step % 4 == 0 and session.can_undo:
            session.undo()
            said = f"{step} undo"
        else:
            text = f"{step} " + "数" * chance.randrange(800)
            row = chance.randrange(6)
            session.apply(Edit({f"spending.r{row}.{part}": text for part in PARTS}, "填支出"))
            said = f"{step} apply"
        sys.stdout.write(f"{said}\n")
        sys.stdout.flush()


# ---------------------------------------------------------------- the examination


def kill_one(path: Path, chance: random.Random) -> dict[int, str]:
    """Start a child, kill it at a random moment; the steps that it acknowledged."""
    command = [sys.executable, "-m", "tests.storage.test_kill", "child", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout
        first = ""
        if chance.random() < EARLY:
            time.sleep(chance.uniform(0, LONGEST_START))
        else:
            first = process.stdout.readline()
            time.sleep(chance.uniform(0, LONGEST_RUN))
        assert process.poll() is None, "the child ended by itself"
        process.kill()
        said = first + process.stdout.read()
    whole = said[: said.rfind("\n") + 1].splitlines()
    return {int(step): action for step, action in (line.split() for line in whole)}


def examine(path: Path, said: Mapping[int, str], before: int, tally: Tally) -> int:
    """Compare the file with what the child said; the last step in the file."""
    tally.kills += 1
    tally.acknowledged += len(said)
    if not path.exists():  # killed before there was a file
        tally.lost += len(said)
        return 0
    log = path.with_name(f"{path.name}-wal")
    tally.logs += log.exists() and log.stat().st_size > 0
    with closing(open_database(path)) as store:
        found = store.database.execute("pragma integrity_check").fetchall()
        tally.damaged += found != [("ok",)]
        if not store.submissions():
            tally.lost += len(said)
            return 0
        steps = by_step(store)
        entries = store.load(store.submissions()[0].id).entries
    tally.lost += sum(not stands(steps.get(step, []), step, said[step]) for step in said)
    tally.half += sum(len(changes) != len(PARTS) for changes in steps.values())
    tally.half += entries != replayed(steps)
    tally.half += sum(
        len({entries.get(f"spending.r{row}.{part}") for part in PARTS}) > 1 for row in range(6)
    )
    tally.unacknowledged += sum(step > before and step not in said for step in steps)
    return max(steps, default=0)


def by_step(store: Store) -> dict[int, list[Change]]:
    steps: dict[int, list[Change]] = defaultdict(list)
    for change in reversed(store.history(store.submissions()[0].id, 1_000_000)):
        steps[change.step].append(change)
    return dict(steps)


def stands(changes: list[Change], step: int, action: str) -> bool:
    """Whether the three changes of an acknowledged step are in the history with their texts."""
    if len(changes) != len(PARTS):
        return False
    if action == "undo":
        return all(change.label == "撤销填支出" for change in changes)
    return all(change.after.startswith(f"{step} ") for change in changes)


def replayed(steps: Mapping[int, Iterable[Change]]) -> dict[str, str]:
    """The entries as the history alone tells them."""
    entries = {c.cell: c.after for step in sorted(steps) for c in steps[step]}
    return {cell: text for cell, text in entries.items() if text}


def run(folder: Path, kills: int, seed: int) -> Tally:
    chance, tally, last = random.Random(seed), Tally(), 0
    path = folder / "算盘.db"
    for _ in range(kills):
        said = kill_one(path, chance)
        last = examine(path, said, last, tally)
    return tally


@pytest.mark.slow
def test_no_acknowledged_edit_is_lost(tmp_path: Path) -> None:
    tally = run(tmp_path, 20, seed=7)
    assert (tally.lost, tally.half, tally.damaged) == (0, 0, 0), tally
    assert tally.acknowledged > 40, tally


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["child"]:
        child(Path(arguments[1]))
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = run(Path(folder), int(arguments[0]) if arguments else 20, seed=int(start))
    sys.stdout.write(f"{tally}, {time.monotonic() - start:.0f} s\n")
    return 1 if tally.lost or tally.half or tally.damaged else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
