"""Compare the built program in dist/ with a bare window that is built by the same spec: size of the
folder, time until the window with its list is painted, memory. Run it on a quiet machine as
`python -m build_scripts.bench_built`. Exit code 1 where a budget is broken.

Built programs cannot be asked, so Qt's own log says when the window is painted.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from build_scripts.bench import LIMIT, OURS, Line, ask, environment, verdict
from build_scripts.build import DIST, NAME, PROGRAM, ROOT, SPEC, WORK, megabytes

BARE = WORK / "bench" / "bare"
SCRIPT = ROOT / "build_scripts" / "bench_bare.py"
PAINTED = b"qt.widgets.painting: Flushing"  # what Qt logs when a window comes to the screen
SETTLED = 3  # seconds from the first paint until the data file is open and all is quiet
OPENED = 5  # seconds from Return in the list until the submission is open and all is quiet
KEYS = ("Xvfb", "xdotool")


@dataclass(frozen=True)
class Run:
    """What was seen of one process."""

    painted: float  # ms
    memory: float  # MB, the most that it has held
    opened: float = 0.0  # MB, the same after a submission was opened


def build_bare() -> Path:
    """Build the bare window; returns its program."""
    shutil.rmtree(BARE.parent, ignore_errors=True)
    folders = ["--distpath", str(BARE.parent), "--workpath", str(BARE.parent / "work")]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", *folders]
    own = {"SUANPAN_BARE": str(SCRIPT), "PYINSTALLER_CONFIG_DIR": str(WORK / "cache")}
    subprocess.run([*command, str(SPEC)], cwd=ROOT, env=os.environ | own, check=True)
    return BARE / ("bare.exe" if sys.platform == "win32" else "bare")


class Watched:
    """A program that was started; its log is read all the time, so that it never has to wait."""

    def __init__(self, program: Path, own: dict[str, str], *arguments: str) -> None:
        rules = {"QT_LOGGING_RULES": "qt.widgets.painting=true", "QT_FORCE_STDERR_LOGGING": "1"}
        self._painted = threading.Event()
        self._start, self._end = time.perf_counter_ns(), 0
        self._process = subprocess.Popen(
            [str(program), *arguments],
            env=environment() | rules | own,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            if line.startswith(PAINTED) and not self._painted.is_set():
                self._end = time.perf_counter_ns()
                self._painted.set()

    def painted(self) -> float:
        """Milliseconds from the start until the window was painted."""
        if not self._painted.wait(LIMIT):
            raise SystemExit(f"{self._process.args!r} painted no window")
        return (self._end - self._start) / 1e6

    def peak(self) -> float:
        """The most memory that it has held until now, in MB."""
        info = psutil.Process(self._process.pid).memory_info()
        if sys.platform == "win32":
            return float(info.peak_wset) / 1e6
        with open(f"/proc/{self._process.pid}/status", encoding="ascii") as file:  # noqa: PTH123
            (line,) = (line for line in file if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6

    def end(self) -> None:
        """In order: after a kill the next start has something to say, and waits for an answer."""
        self._process.terminate()
        try:
            self._process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        assert self._process.stderr
        self._process.stderr.close()


def look_at(
    program: Path, own: dict[str, str], *arguments: str, then: Callable[[], bool] | None = None
) -> Run:
    """Start a program, wait until its window is painted and all is quiet; then end it."""
    watched = Watched(program, own, *arguments)
    try:
        painted = watched.painted()
        time.sleep(SETTLED)
        memory = watched.peak()
        if then is None or not then():
            return Run(painted, memory)
        time.sleep(OPENED)
        return Run(painted, memory, watched.peak())
    finally:
        watched.end()


def compare(bare: Path, ours: Path, sample: Path, runs: int, display: str) -> list[Line]:
    """One of each in turn; a first round is lost."""
    own = {"APPDATA": str(sample.parent), "XDG_DATA_HOME": str(sample.parent)}
    if display:
        own |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}

    def opens() -> bool:
        """Return in the list opens the submission that the cursor is on."""
        keys = ["xdotool", "key", "Return"]
        return (
            bool(display) and not subprocess.run(keys, env=os.environ | own, check=False).returncode
        )

    rounds = [
        (look_at(bare, own), look_at(ours, own, "--data", str(sample), then=opens))
        for _ in range(runs + 1)
    ]
    floors, others = zip(*rounds[1:], strict=True)
    memory = median(run.memory for run in floors)
    painted = median(run.painted for run in floors)
    lines = [
        Line("size of the folder", megabytes(bare.parent), megabytes(ours.parent), "MB"),
        Line("start to the painted list", painted, median(r.painted for r in others), "ms", 1.5),
        Line("peak memory, data file open", memory, median(r.memory for r in others), "MB", 2),
    ]
    opened = [run.opened for run in others if run.opened]
    if opened:
        lines.append(Line("peak memory, sample open", memory, median(opened), "MB", 2))
    return lines


@contextmanager
def a_display() -> Iterator[str]:
    """A display of its own, with a window manager where there is one; "" where there is none."""
    if not all(map(shutil.which, KEYS)):
        yield ""
        return
    with tempfile.TemporaryFile() as told:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(told.fileno()), "-screen", "0", "1366x768x24"],
            pass_fds=[told.fileno()],
            stderr=subprocess.DEVNULL,
        )
        try:
            late = time.monotonic() + LIMIT
            while not (number := os.pread(told.fileno(), 20, 0).decode().strip()):
                if time.monotonic() > late:
                    raise SystemExit("Xvfb does not start")
                time.sleep(0.05)
            yield f":{number}"
        finally:
            server.terminate()
            server.wait()


def main(given: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="processes of each kind (9)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    arguments = parser.parse_args(given)
    ours = DIST / NAME / PROGRAM
    if not ours.is_file():
        raise SystemExit(f"dist/{NAME} is not there: run build.py first")
    bare = build_bare()
    with tempfile.TemporaryDirectory(prefix="suanpan-bench-") as made, a_display() as display:
        ask(*OURS, "prepare", made)
        lines = compare(bare, ours, Path(made) / "sample.db", arguments.runs, display)
    return verdict(lines, arguments.json)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
