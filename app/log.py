"""What the program did, for whoever has to find out why something went wrong; no personal data.

A line is an event of `EVENTS` with fields that are numbers or words of a list. There is no way to
put a text in: units, persons, amounts and paths cannot get here by mistake, and what other
libraries log is reduced to its place. Errors are told by `traces.py`.

The file lies beside the data file. Until it is `opened`, after the window is painted, lines wait
in memory; where it cannot be written, there is none, and nobody notices. Nothing heavy is imported
before that.
"""

import re
import time
from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from app.traces import PROBLEM_KINDS, plain_trace

if TYPE_CHECKING:
    from logging import Handler

LARGEST, OLDER = 300_000, 2  # bytes of a file, and how many older ones are kept
WAITING = 500  # lines that wait for the file
Field: TypeAlias = frozenset[str] | None  # the words that are allowed; None: a number
NUMBER: Field = None
VERSION: Field = frozenset({"<version>"})  # digits and dots
_VERSION = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,4}", re.A)


def _words(text: str) -> Field:
    return frozenset(text.split())


KINDS = frozenset(PROBLEM_KINDS)
PLACES = _words("local removable network synced")
WHAT = _words("package accounts codes")
EVENTS: Mapping[str, Mapping[str, Field]] = {
    "started": {
        "version": VERSION,
        "system": _words("linux win32 darwin"),
        "python": VERSION,
        "qt": VERSION,
        "window": _words("xcb windows offscreen wayland minimal cocoa"),
        "made": _words("source built"),
    },
    "ended": {"seconds": NUMBER, "code": NUMBER},
    "not-ended": {"crashed": NUMBER},  # the last run; whether it left word of a crash
    "opened": {
        "version": NUMBER,
        "submissions": NUMBER,
        "place": PLACES,
        "bytes": NUMBER,
    },
    "submission": {
        "entries": NUMBER,
        "forms": NUMBER,
        "errors": NUMBER,
        "warnings": NUMBER,
        "notes": NUMBER,
        "missing": NUMBER,
        "sealed": NUMBER,
    },
    "edit": {"cells": NUMBER, "ms": NUMBER},
    "put-back": {},  # the data file, which was taken away under the window
    "step": {"way": _words("undo redo")},
    "problem": {"kind": KINDS, "at": _words("open edit other setting export")},
    "exported": {"files": NUMBER, "left": NUMBER, "stopped": NUMBER, "seconds": NUMBER},
    "not-imported": {"what": WHAT},
    "diagnosed": {"files": NUMBER},
    "bug": {
        "where": _words("window thread garbage qt"),
        "count": NUMBER,
    },
    "crash": {},  # what the last run left, as lines
    "qt": {"level": _words("debug info warning critical fatal"), "count": NUMBER},
}


def line(event: str, facts: Mapping[str, object]) -> str:
    """An event in one line. What is not on the list is “?”, or left out where even its name is
    not: a mistake in the program must not let anything through."""
    fields = EVENTS.get(event)
    if fields is None:
        return "?"
    told = (f"{name}={_told(fields[name], facts[name])}" for name in fields if name in facts)
    return " ".join((event, *told))


def _told(field: Field, value: object) -> str:
    match value:
        case bool():
            return str(int(value)) if field is NUMBER else "?"
        case int() if field is NUMBER:
            return str(value)
        case float() if field is NUMBER:
            return f"{value:.2f}"
        case str() if field is VERSION:
            return value if _VERSION.fullmatch(value) else "?"
        case str() if field is not None and value in field:
            return value
    return "?"


class _Log:
    """The log of this process, if it has one: what waits for the file, then its handler."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.waiting: deque[str] = deque(maxlen=WAITING)
        self.handler: Handler | None = None


_LOG = _Log()


def begin(path: Path) -> None:
    """From now on events are kept; `open_file` will write them to this file."""
    end()
    _LOG.path = path


def open_file() -> None:
    """Write what waits, and all that comes, to the file; where it cannot be, keep nothing."""
    if _LOG.path is None or _LOG.handler is not None:
        return
    from app.log_file import handler  # logging is heavy before the first paint

    _LOG.handler = handler(_LOG.path)
    for waiting in _LOG.waiting:
        _write(waiting)
    _LOG.waiting.clear()


def end() -> None:
    """Let go of the file; what comes now is kept nowhere."""
    if _LOG.path is not None and _LOG.waiting:
        open_file()
    if _LOG.handler is not None:
        from app.log_file import let_go

        let_go(_LOG.handler)
    _LOG.path = _LOG.handler = None
    _LOG.waiting.clear()


def note(event: str, **facts: object) -> None:
    """An event of `EVENTS` with some of its fields. Costs next to nothing where there is no log,
    and never raises."""
    if _LOG.path is not None:
        _keep(line(event, facts))


def note_lines(event: str, lines: Iterable[str], **facts: object) -> None:
    """An event with lines below it, which must come from `traces.py`."""
    if _LOG.path is not None:
        _keep("\n".join((line(event, facts), *(f"    {one}" for one in lines))))


def note_error(error: BaseException, where: str, count: int = 1) -> None:
    """A bug, by its kind and places; it is in the file at once."""
    open_file()
    note_lines("bug", plain_trace(error), where=where, count=count)


def _keep(text: str) -> None:
    said = f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}"
    if _LOG.handler is None:
        _LOG.waiting.append(said)
    else:
        _write(said)


def _write(text: str) -> None:
    if _LOG.handler is not None:
        from app.log_file import write

        write(_LOG.handler, text)


def files(path: Path) -> list[Path]:
    """The files of a log that are there, the oldest first."""
    names = [path.with_name(f"{path.name}.{at}") for at in range(OLDER, 0, -1)]
    return [one for one in (*names, path) if one.is_file()]


def log_path(data: Path) -> Path:
    """The log that belongs to a data file."""
    return data.with_name(f"{data.name}.log")
