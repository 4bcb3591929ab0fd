"""The fault table: `python -m tests.faults [--minutes N] [--seed N]`.

Every kind of fault in turn, with other seeds each round, until the time is over; a line of the
table for each kind. Whatever is lost, half, damaged or otherwise not as it was said makes it fail.
"""

import argparse
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from tests.faults import vfs
from tests.faults.failing import AFTER, FAULTS, Fault, trials
from tests.faults.power import ground, losses, recorded
from tests.faults.test_failing import in_a_namespace

COLUMNS = ("tries", "acknowledged", "lost", "half", "damaged", "other", "seconds")
PLACES = {"disk": True, "stick": False}
Row = dict[str, float]
Work = Callable[[int], Mapping[str, object]]


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.faults")
    asked.add_argument("--minutes", type=float, default=1)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    until = time.monotonic() + 60 * options.minutes
    table: dict[str, Row] = {}
    seed = options.seed
    while seed == options.seed or time.monotonic() < until:
        for name, work in kinds():
            if name in table and time.monotonic() > until:
                break
            begun = time.monotonic()
            found = work(seed)
            row = table.setdefault(name, dict.fromkeys(COLUMNS, 0))
            _add(row, found, time.monotonic() - begun)
            for one in _told(found):
                sys.stderr.write(f"{name}, seed {seed}: {one}\n")
        seed += 1
    sys.stdout.write(_shown(table))
    return 1 if any(row[name] for row in table.values() for name in COLUMNS[2:6]) else 0


def kinds() -> Iterator[tuple[str, Work]]:
    """All that can be tried on this machine."""
    for place, local in PLACES.items():
        word = ["local"] if local else []
        if hasattr(os, "fork"):
            yield f"kill, {place}", partial(_kills, 100, word)
            yield f"kill, {place}, old file", partial(_kills, 20, [*word, "version=1"])
        if vfs.library():
            for version in (None, 1):
                told = "old" if version else "new"
                yield f"power loss, {place}, {told} file", partial(_power, local, version)
            for fault in FAULTS:
                yield f"disk {fault}, {place}", partial(_refusals, fault, local)
        for what in ("full", "pulled") if in_a_namespace() else ():
            yield f"real {place}, {what}", partial(_small, what, word)
        if sys.platform != "win32":
            yield f"rights, {place}", partial(_rights, word)
    if hasattr(os, "fork") and importlib.util.find_spec("sqlcipher3"):
        yield "kill, with a password", partial(_kills, 20, ["local", "key=一二三四五六"])


def _kills(count: int, words: list[str], seed: int) -> Mapping[str, object]:
    return _asked(["tests.faults.kills", str(count), str(seed), *words])


def _power(local: bool, version: int | None, seed: int) -> Mapping[str, object]:
    return vars(losses(recorded(local=local, version=version, seed=seed), 300, seed))


def _refusals(fault: Fault, local: bool, seed: int) -> Mapping[str, object]:
    chance, sums = random.Random(seed), {"tries": 0, "acknowledged": 0, "bad": 0}
    told: list[str] = []
    for step in ("open", *AFTER):
        moments = sorted(chance.sample(range(150), 12))
        version = chance.choice([1, 2, 3]) if step == "open" else None
        tally = trials(fault, step, local=local, version=version, moments=moments)
        told += tally.told
        for name in sums:
            sums[name] += vars(tally)[name]
    return {**sums, "told": told}


def _small(what: str, words: list[str], seed: int) -> Mapping[str, object]:
    with tempfile.TemporaryDirectory(dir=ground()) as place:
        return _asked(["tests.faults.small_disk", what, place, *words], in_a_namespace())


def _rights(words: list[str], seed: int) -> Mapping[str, object]:
    with tempfile.TemporaryDirectory(dir=ground()) as place:
        return _asked(["tests.faults.rights", place, *words])


def _asked(words: list[str], how: list[str] | None = None) -> Mapping[str, object]:
    command = [*(how or []), sys.executable, "-m", *words]
    root = Path(__file__).parents[2]
    found = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
    if found.returncode:
        return {"tries": 0, "bad": 1, "told": [found.stderr]}
    made: dict[str, object] = json.loads(found.stdout)
    return made


def _add(row: Row, found: Mapping[str, object], seconds: float) -> None:
    named = {"tries": "kills states tries", "other": "files bad"}
    for column in COLUMNS[:-1]:
        values = (found.get(name, 0) for name in named.get(column, column).split())
        row[column] += sum(value for value in values if isinstance(value, int))
    row["seconds"] += seconds


def _told(found: Mapping[str, object]) -> list[str]:
    told = found.get("told", [])
    return [str(one) for one in told][:10] if isinstance(told, list) else []


def _shown(table: Mapping[str, Row]) -> str:
    wide = max(map(len, table), default=0)
    total = {name: sum(row[name] for row in table.values()) for name in COLUMNS}
    lines = ["".join([" " * wide, *(f"{name:>14}" for name in COLUMNS)])]
    for name, row in [*table.items(), ("all", total)]:
        lines.append("".join([f"{name:<{wide}}", *(f"{row[one]:>14,.0f}" for one in COLUMNS)]))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
