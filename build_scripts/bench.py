"""Measure the budgets, each as a ratio to a bare floor that is measured in the same run.

Every figure is the median of whole processes, a floor and one of ours in turn, after one of each
that does not count. Run it on a quiet machine. Exit code 1 where a budget is broken.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLOOR = (sys.executable, str(ROOT / "build_scripts" / "bench_floor.py"))
OURS = (sys.executable, "-m", "build_scripts.bench_ours")
PROJECTS, INDICATORS = 100, 15
LIMIT = 120  # seconds for one process

Answer = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One figure beside its floor; the budget is on the ratio, or on ours where it says a unit."""

    what: str
    floor: float
    ours: float
    unit: str
    budget: float = 0.0
    on_ours: bool = False

    @property
    def ratio(self) -> float:
        return self.ours / self.floor if self.floor else 0.0

    @property
    def over(self) -> bool:
        return bool(self.budget) and (self.ours if self.on_ours else self.ratio) > self.budget

    def __str__(self) -> str:
        budget = f"{self.budget:g} {self.unit}" if self.on_ours else f"{self.budget:g}x"
        verdict = ("OVER" if self.over else "ok") if self.budget else ""
        return (
            f"{self.what:<38}{self.floor:8.1f}{self.ours:8.1f} {self.unit:<3}{self.ratio:6.2f}x"
            f"{budget if self.budget else '-':>9}  {verdict}"
        ).rstrip()


def ask(*command: str) -> Answer:
    """Run a process and read its line of JSON."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    lines = done.stdout.splitlines()
    return dict(json.loads(lines[-1])) if lines else {}


def environment() -> dict[str, str]:
    """A clean one, with the moment at which the process is started."""
    start = str(time.perf_counter_ns())
    kept = {
        name: text for name, text in os.environ.items() if not name.startswith(("QT_", "PYTHON"))
    }
    return kept | {"BENCH_START": start, "QT_QPA_PLATFORM": "offscreen"}


def in_turn(runs: int, *commands: Sequence[str]) -> list[list[Answer]]:
    """The answers of each command, run one after the other `runs` times; a first round is lost."""
    rounds = [[ask(*command) for command in commands] for _ in range(runs + 1)]
    return [list(answers) for answers in zip(*rounds[1:], strict=True)]


def mid(answers: Iterable[Answer], key: str) -> float:
    return median(float(answer[key]) for answer in answers)


# ---------------------------------------------------------------- what is measured


def windows(folder: Path, runs: int) -> list[Line]:
    bare, ours = in_turn(runs, (*FLOOR, "window"), (*OURS, "window", str(folder / "sample.db")))
    painted, peak = mid(bare, "painted"), mid(bare, "peak")
    lines = [
        Line("start to the painted start page", painted, mid(ours, "start"), "ms", 1.5),
        Line("start to the list of submissions", painted, mid(ours, "listed"), "ms", 1.5),
        Line("start to the sample open and painted", painted, mid(ours, "sample"), "ms"),
    ]
    if not peak:
        print("memory: skipped, this system has no /proc")
        return lines
    return [
        *lines,
        Line("peak memory, sample open", peak, mid(ours, "peak"), "MB", 2),
        Line("peak memory, all tabs shown once", peak, mid(ours, "peak_tabs"), "MB", 2),
    ]


def edits(folder: Path, runs: int, count: int) -> list[Line]:
    county = folder / "county"
    county.mkdir()
    size = ask(*OURS, "county", str(county), str(PROJECTS), str(INDICATORS))
    print(
        f"edits: {size['projects']} projects of {size['indicators']} indicators or more,"
        f" {size['subjects']} rows of 科目, {size['entries']} entries"
    )
    shape = ask(*OURS, "edits", str(county), "1")
    floor_command = (*FLOOR, "edits", str(shape["rows"]), str(shape["columns"]), str(count))
    bare, ours, ledgers = in_turn(
        runs,
        floor_command,
        (*OURS, "edits", str(county), str(count)),
        (*OURS, "ledger", str(county), str(count)),
    )
    floors = [took for answer in bare for took in answer["took"]]
    floor, worst_floor = median(floors), median(max(answer["took"]) for answer in bare)
    took = [(kind, float(ms)) for answer in ours for kind, ms in answer["took"]]
    worst = [max(float(ms) for _, ms in answer["took"]) for answer in ours]
    print(f"       {len(took)} edits in {runs} processes, the slowest of all {max(worst):.0f} ms")
    typed = [[float(ms) for _, ms in answer["took"]] for answer in ledgers]
    in_ledger = median(ms for answer in typed for ms in answer)
    worst_typed = median(max(answer) for answer in typed)
    every = Line("an edit stored and painted, median", floor, median(ms for _, ms in took), "ms")
    slowest = Line("an edit stored and painted, worst", worst_floor, median(worst), "ms", 100, True)
    kinds = dict.fromkeys(kind for kind, _ in took)
    peak = mid(ledgers, "peak")
    print(f"       peak memory with all of it open and edited {peak:.0f} MB")
    return [
        Line(every.what, every.floor, every.ours, "ms", 33, True),
        slowest,
        Line("  in a ledger of 180 rows, median", floor, in_ledger, "ms", 33, True),
        Line("  in a ledger of 180 rows, worst", worst_floor, worst_typed, "ms", 100, True),
        *(Line(f"  {one}", floor, median(ms for k, ms in took if k == one), "ms") for one in kinds),
    ]


def exports(folder: Path, runs: int) -> list[Line]:
    files = ask(*OURS, "export", str(folder), "xlsx")["files"]
    bare, xlsx, pdf = in_turn(
        runs,
        (*FLOOR, "export", *files),
        (*OURS, "export", str(folder), "xlsx"),
        (*OURS, "export", str(folder), "pdf"),
    )
    work, whole = mid(bare, "work"), mid(bare, "whole")
    return [
        Line("12 forms to .xlsx", work, mid(xlsx, "work"), "ms", 1.5),
        Line("12 forms to PDF", work, mid(pdf, "work"), "ms", 1.5),
        Line("  .xlsx, whole process", whole, mid(xlsx, "whole"), "ms"),
        Line("  PDF, whole process", whole, mid(pdf, "whole"), "ms"),
    ]


# ---------------------------------------------------------------- the table


def show(lines: Iterable[Line]) -> None:
    print(f"\n{'':<38}{'floor':>8}{'ours':>8}{'':<4}{'ratio':>7}{'budget':>9}")
    for line in lines:
        print(line)


def measure(arguments: argparse.Namespace) -> list[Line]:
    runs = 2 if arguments.quick else arguments.runs
    with tempfile.TemporaryDirectory(prefix="suanpan-bench-") as made:
        folder = Path(made)
        ask(*OURS, "prepare", str(folder))
        lines = windows(folder, runs)
        lines += edits(folder, 1 if arguments.quick else max(2, runs // 2), arguments.edits)
        lines += exports(folder, runs)
    return lines


def main(given: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="processes of each kind (9)")
    parser.add_argument("--edits", type=int, default=60, help="edits in one process (60)")
    parser.add_argument("--quick", action="store_true", help="a first look: two processes each")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    arguments = parser.parse_args(given)
    return verdict(measure(arguments), arguments.json)


def verdict(lines: Sequence[Line], file: Path | None) -> int:
    """Show the lines, write them where that is wished; the exit code."""
    show(lines)
    if file:
        rows = [asdict(line) | {"ratio": round(line.ratio, 3), "over": line.over} for line in lines]
        file.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 1 if any(line.over for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
