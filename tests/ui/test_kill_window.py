"""A window killed at any moment keeps every text that the cursor has left.

A child types into the real window (see typing_child.py) and is killed (SIGKILL; TerminateProcess
on Windows): every other one at a random moment, the others right after they have said a text, when
a promise given too early would be broken. Then the data file is opened and examined. The same file
goes through all kills.
`python -m tests.ui.test_kill_window 100` runs more of them.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.storage.database import open_database

ROOT = Path(__file__).parents[2]
PER_CHILD = 10_000  # more texts than one child can type
SHORTEST, LONGEST = 0.1, 1.5  # seconds from the first acknowledged text to the kill

Said = list[tuple[str, str]]  # address and text, in the order of typing


@dataclass
class Tally:
    """What a series of kills came to; the last three must be nothing."""

    kills: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0  # stored although the child could no longer say so
    logs: int = 0  # a log to recover from was there after the kill
    lost: int = 0
    astray: int = 0  # a cell does not hold the last text that its history has
    damaged: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in vars(self).items())


def kill_one(folder: Path, number: int, seconds: float, aimed: bool) -> Said:
    """Start a child, kill it that long after its first text; what it acknowledged.

    An aimed kill waits for the next text to be said, and then does not wait at all.
    """
    command = [sys.executable, "-m", "tests.ui.typing_child", str(folder), str(number)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        said = process.stdout.readline()
        end = time.monotonic() + seconds
        while aimed and time.monotonic() < end:
            said += process.stdout.readline()
        time.sleep(max(0.0, end - time.monotonic()))
        assert process.poll() is None, "the child ended by itself"
        process.kill()
        said += process.stdout.read()
    whole = said[: said.rfind("\n") + 1].splitlines()
    return [(address, text) for address, text in map(json.loads, whole)]


def examine(path: Path, said: Said, number: int, tally: Tally) -> None:
    """Compare the file with what the child said."""
    tally.kills += 1
    tally.acknowledged += len(said)
    log = path.with_name(f"{path.name}-wal")
    tally.logs += log.exists() and log.stat().st_size > 0
    with closing(open_database(path)) as store:
        found = store.database.execute("pragma integrity_check").fetchall()
        tally.damaged += found != [("ok",)]
        submission = store.submissions()[0].id
        history = store.history(submission, 1_000_000)[::-1]
        entries = store.load(submission).entries
    stored = {(change.cell, change.after) for change in history}
    tally.lost += sum(one not in stored for one in said)
    last = {change.cell: change.after for change in history}
    tally.astray += sum(entries.get(cell, "") != text for cell, text in last.items())
    new = [text for _, text in stored if text[:1].isdigit() and int(_digits(text)) > number]
    tally.unacknowledged += len(set(new) - {text for _, text in said})


def _digits(text: str) -> str:
    return text[: next((at for at, one in enumerate(text) if not one.isdigit()), len(text))]


def run(folder: Path, kills: int, seed: int) -> Tally:
    chance, tally = random.Random(seed), Tally()
    for kill in range(kills):
        number = (kill + 1) * PER_CHILD
        said = kill_one(folder, number, chance.uniform(SHORTEST, LONGEST), bool(kill % 2))
        examine(folder / "数据.db", said, number, tally)
    return tally


@pytest.mark.slow
def test_no_text_that_the_cursor_has_left_is_lost(tmp_path: Path) -> None:
    tally = run(tmp_path, 4, seed=3)
    assert (tally.lost, tally.astray, tally.damaged) == (0, 0, 0), tally
    assert tally.acknowledged > 12, tally


def main(arguments: list[str]) -> int:
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = run(Path(folder), int(arguments[0]) if arguments else 4, seed=int(start))
    sys.stdout.write(f"{tally}, {time.monotonic() - start:.0f} s\n")
    return 1 if tally.lost or tally.astray or tally.damaged else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
