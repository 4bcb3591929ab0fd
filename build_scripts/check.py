"""Run every check in order and say how long each took; a failure does not stop the others.

pytest comes last, so that its closing line is the last thing printed.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Step:
    title: str
    command: Sequence[str]
    minutes: float


@dataclass(frozen=True)
class Outcome:
    title: str
    ok: bool
    seconds: float


def module(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *arguments)


BUILD = Step("build", (sys.executable, "build_scripts/build.py", "--selftest"), minutes=8)
# one process for each core; idle ones take over from busy ones, since one file may take minutes
TESTS = Step("pytest", module("pytest", "-n", "auto", "--dist", "worksteal"), minutes=21)
STATIC = (
    Step("ruff format", module("ruff", "format", "--check", "."), minutes=1),
    Step("ruff check", module("ruff", "check", "."), minutes=1),
    Step("mypy", module("mypy"), minutes=5),
)


def run(step: Step) -> Outcome:
    """Run one step under a heading; too slow counts as failed."""
    print(f"\n=== {step.title} ===", flush=True)
    start = time.monotonic()
    try:
        limit = step.minutes * 60
        code = subprocess.run(step.command, cwd=ROOT, timeout=limit, check=False).returncode
    except subprocess.TimeoutExpired:
        print(f"stopped: longer than {step.minutes:g} minutes", flush=True)
        code = 1
    return Outcome(step.title, code == 0, time.monotonic() - start)


def describe(outcome: Outcome) -> str:
    return f"{'ok    ' if outcome.ok else 'FAILED'} {outcome.title:<12} {outcome.seconds:6.1f} s"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="leave the build out")
    fast: bool = parser.parse_args(arguments).fast
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    outcomes = []
    for step in STATIC if fast else (*STATIC, BUILD):
        outcomes.append(run(step))
        print(describe(outcomes[-1]), flush=True)
    print("\n=== before the tests ===", *map(describe, outcomes), sep="\n", flush=True)
    outcomes.append(run(TESTS))
    return 0 if all(outcome.ok for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
