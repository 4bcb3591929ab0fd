"""A window killed while it pastes, fills, undoes, seals, removes or restores leaves no half of it.

A child works in the real window (see office_child.py) and is killed; then the data file is opened
and examined. The same file goes through all kills.
`python -m tests.ui.test_kill_office 40` runs more of them.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.storage.backup import backups, contents
from app.storage.database import open_database
from app.storage.store import Store
from tests.ui.office_child import A, B

ROOT = Path(__file__).parents[2]
PER_CHILD = 1_000
LONGEST = 3.0  # seconds from the first thing that is done to the kill
BLOCK = 4  # cells of a pasted block

Said = list[tuple[str, str]]


@dataclass
class Tally:
    """What a series of kills came to; `wrong` must stay empty."""

    kills: int = 0
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def kill_one(folder: Path, number: int, seconds: float) -> Said:
    """Start a child, kill it that long after the first thing it did; what it said."""
    command = [sys.executable, "-m", "tests.ui.office_child", str(folder), str(number)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout
        said = process.stdout.readline()
        time.sleep(seconds)
        assert process.poll() is None, "the child ended by itself"
        process.kill()
        said += process.stdout.read()
    whole = said[: said.rfind("\n") + 1].splitlines()
    return [(what, about) for what, about in map(json.loads, whole)]


def examine(path: Path, said: Said, tally: Tally) -> None:
    """Compare the file with what the child said."""
    tally.kills += 1
    tally.done.update(what for what, _ in said)
    with closing(open_database(path)) as store:
        found = store.database.execute("pragma integrity_check").fetchall()
        if found != [("ok",)]:
            tally.wrong.append(f"damaged: {found}")
        there = {one.unit_name: one for one in store.submissions()}
        for one in there.values():
            _examine_one(store, one.id, tally)
            if one.sealed and not store.seal_holds(one.id):
                tally.wrong.append(f"{one.unit_name} is not what was sealed")
        if A not in there:
            tally.wrong.append(f"{A} is gone")
        else:
            _examine_said(store, there[A].id, said, tally)
    _examine_removal(path, B in there, said, tally)


def _examine_one(store: Store, number: int, tally: Tally) -> None:
    """Each cell holds the last text of its history, and each paste is there with all its cells."""
    history = store.history(number, 1_000_000)[::-1]
    entries = store.load(number).entries
    last = {change.cell: change.after for change in history}
    if any(entries.get(cell, "") != text for cell, text in last.items()):
        tally.wrong.append(f"{number}: entries are not what the history says")
    pasted = Counter(one.step for one in history if one.label == "粘贴")
    if any(count != BLOCK for count in pasted.values()):
        tally.wrong.append(f"{number}: half a block")


def _examine_said(store: Store, number: int, said: Said, tally: Tally) -> None:
    """What was said to be pasted or sealed stands on record."""
    written = {change.after for change in store.history(number, 1_000_000)}
    for what, about in said:
        if what == "pasted" and about not in written:
            tally.wrong.append(f"lost: {about}")
    seals = sum(what == "sealed" for what, _ in said)
    if sum(one.sealed for one in store.seals(number)) < seals:
        tally.wrong.append("a seal is not on record")


def _examine_removal(path: Path, there: bool, said: Said, tally: Tally) -> None:
    """A removed submission is in a whole backup; a restored one is back."""
    last = next((what for what, _ in reversed(said) if what in ("removed", "restored")), "")
    begun = said[-1][0] in ("unsealed", "removed")
    if last == "restored" and not there and not begun:
        tally.wrong.append(f"{B} is not back")
    if not there and not any(
        info.unit_name == B
        for one in backups(path.parent / "backups")
        for info in contents(one.path)
    ):
        tally.wrong.append(f"{B} is in no backup")


def run(folder: Path, kills: int, seed: int) -> Tally:
    chance, tally = random.Random(seed), Tally()
    for kill in range(kills):
        said = kill_one(folder, (kill + 1) * PER_CHILD, chance.uniform(0, LONGEST))
        examine(folder / "数据.db", said, tally)
    return tally


@pytest.mark.slow
def test_no_half_of_anything_is_left(tmp_path: Path) -> None:
    tally = run(tmp_path, 4, seed=5)
    assert tally.wrong == [], tally
    assert tally.done["pasted"] >= 4, tally


def main(arguments: list[str]) -> int:
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = run(Path(folder), int(arguments[0]) if arguments else 4, seed=int(start))
    sys.stdout.write(f"{tally}, {time.monotonic() - start:.0f} s\n")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
