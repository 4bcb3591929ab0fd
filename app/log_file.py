"""The file of the log: small, for this user only, and nobody's concern where it cannot be written.

Loaded after the first paint, as `logging.handlers` takes its time.
"""

import contextlib
import io
import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.log import LARGEST, OLDER
from app.traces import plain_file, plain_trace

_OURS = "_plain"  # the attribute of a record that `app.log` has made; others may hold anything


class PlainFormatter(logging.Formatter):
    """Lets through what `app.log` has made. Of any other record, of a library or of ours by
    mistake, there is its level, its place and the places of its error, but not its message."""

    def format(self, record: logging.LogRecord) -> str:
        ours = getattr(record, _OURS, None)
        if isinstance(ours, str):
            return ours
        place = f"{plain_file(record.pathname)}:{record.lineno}"
        lines = [f"{self.formatTime(record, '%Y-%m-%d %H:%M:%S')} other level={record.levelno}"]
        lines[0] += f" {place}"
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            lines += [f"    {one}" for one in plain_trace(error)]
        return "\n".join(lines)


class QuietFile(RotatingFileHandler):
    """Never raises, and never speaks of its own troubles; tries again with the next line."""

    def _open(self) -> io.TextIOWrapper:
        def private(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        # Path.open() takes no opener
        return open(self.baseFilename, "a", encoding="utf-8", errors="replace", opener=private)

    def doRollover(self) -> None:
        """Where the file cannot be renamed, as somebody reads it on Windows, it is begun anew."""
        try:
            super().doRollover()
        except OSError:
            with contextlib.suppress(OSError):
                os.truncate(self.baseFilename, 0)

    def handleError(self, _record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self.stream is not None:
                self.stream.close()
        self.stream = None  # opened again with the next line


def handler(path: Path) -> logging.Handler:
    """A handler that all loggers of this process write to."""
    made = QuietFile(path, maxBytes=LARGEST, backupCount=OLDER, encoding="utf-8", delay=True)
    made.setFormatter(PlainFormatter())
    logging.getLogger().addHandler(made)
    return made


def let_go(made: logging.Handler) -> None:
    """Close the file; what loggers say goes elsewhere again."""
    logging.getLogger().removeHandler(made)
    with contextlib.suppress(OSError, ValueError):
        made.close()


def write(made: logging.Handler, text: str) -> None:
    """A text that `app.log` has made."""
    record = logging.LogRecord("suanpan", logging.INFO, "", 0, "", None, None)
    setattr(record, _OURS, text)
    made.handle(record)
