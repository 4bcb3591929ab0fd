"""What a hard crash leaves: places in the code that `faulthandler` wrote while the process died,
and a mark that the program was running, which only its orderly end takes away.

Both lie beside the data file. Neither must ever disturb the work.
"""

import contextlib
import faulthandler
import io
import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.traces import plain_file

MOST = 400  # lines of a crash
LONGEST = 200_000  # bytes of it
ENDING = "ending"
# of ASCII; compiled where they are needed: most starts find nothing
_PLACE = r'  File "([^"\n]+)", line (\d+) in ([\w<>.]+)'
_SAFE = (
    r"Fatal Python error: (?:Aborted|Segmentation fault|Bus error|Floating-point exception"
    r"|Illegal instruction|Floating point exception)"
    r"|Windows fatal exception: (?:access violation|float divide by zero|float overflow"
    r"|int divide by zero|integer overflow|page error|stack overflow|code 0x[0-9a-f]{8})"
    r"|(?:Current thread|Thread) 0x[0-9a-f]+(?: \[[\w-]*\])? \(most recent call first\):"
    r"|  <no Python frame>|  Garbage-collecting|  \.\.\."
)


def crash_path(data: Path) -> Path:
    return data.with_name(f"{data.name}.crash")


def mark_path(data: Path) -> Path:
    return data.with_name(f"{data.name}.running")


def crash_lines(path: Path) -> list[str]:
    """What a crash left, without the folders of this computer; nothing where there was none."""
    try:
        with path.open("rb") as file:
            text = file.read(LONGEST).decode("utf-8", "replace")
    except OSError:
        return []
    return [said for line in text.splitlines()[:MOST] if (said := _plain(line))]


def _plain(line: str) -> str:
    """A line as `faulthandler` writes them, else nothing."""
    if found := re.fullmatch(_PLACE, line, re.A):
        return f"  {plain_file(found[1])}:{found[2]} {found[3]}"
    return line if re.fullmatch(_SAFE, line, re.A) else ""


@dataclass(frozen=True)
class LastRun:
    """How the last run on a data file ended: `began` is when it was started, where it did not end
    in order, and `crash` what it left then."""

    began: datetime | None = None
    crash: tuple[str, ...] = ()


def last_run(data: Path) -> LastRun:
    """Raises nothing; where there is nothing to read, it ended well."""
    crash = tuple(crash_lines(crash_path(data)))
    try:
        text = mark_path(data).read_text(encoding="ascii", errors="replace")[:100].strip()
    except OSError:
        return LastRun(None, crash)
    if text.endswith(ENDING):
        return LastRun(None, crash)
    try:
        return LastRun(datetime.fromisoformat(text), crash)
    except ValueError:  # cut off by what ended the run
        return LastRun(datetime.fromtimestamp(0), crash)


def _private(path: Path) -> io.TextIOWrapper:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(handle, "w", encoding="ascii", errors="replace")


class CrashFile:
    """Open while the program runs; a crash writes into it without Python's help."""

    def __init__(self, data: Path) -> None:
        self._path = crash_path(data)
        self._file: io.TextIOWrapper | None = None
        with contextlib.suppress(OSError, ValueError, RuntimeError):
            self._file = _private(self._path)
            faulthandler.enable(self._file)

    def end(self) -> None:
        """Nothing crashed: the file goes. What Windows reports and gets over is kept."""
        if self._file is None:
            return
        faulthandler.disable()
        with contextlib.suppress(OSError, ValueError):
            self._file.close()
            if self._path.stat().st_size == 0:
                self._path.unlink()
        self._file = None


def set_mark(data: Path, began: datetime, word: str = "") -> None:
    """The program runs, since then; or is being ended by the system."""
    with contextlib.suppress(OSError), _private(mark_path(data)) as file:
        file.write(f"{began.isoformat(timespec='seconds')} {word}".strip())


def take_mark(data: Path) -> None:
    """The program has ended in order."""
    with contextlib.suppress(OSError):
        mark_path(data).unlink(missing_ok=True)
