"""The list of submissions, also as it is read before the data file is opened for work.

What stores, migrates and checks takes longer to load than the window takes to stand there, so
nothing of it is imported here.
"""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

APPLICATION_ID = 0x5355414E  # "SUAN", in the file's header: this file is ours
VERSION = 4  # of the files that this program writes: the number of its migrations
MAGIC = b"SQLite format 3\0"
SEALED = "sealed"
LIST = """
    select submission.id, submission.unit, coalesce(entry.text, ''), submission.year,
        submission.scheme, submission.state,
        coalesce(
            (select at from history where history.submission = submission.id
                order by step desc, history.id desc limit 1),
            submission.created
        ),
        coalesce((select max(step) from history where history.submission = submission.id), 0)
    from submission
    left join entry on entry.submission = submission.id and entry.cell = 'info.unit'
    order by submission.year desc, submission.unit
"""


@dataclass(frozen=True)
class SubmissionInfo:
    """A line of the list of submissions; `changed` is in local time, `step` its last edit."""

    id: int
    unit_id: int
    unit_name: str
    year: int
    scheme: str
    state: str
    changed: datetime
    step: int = 0

    @property
    def sealed(self) -> bool:
        return self.state == SEALED


def listed(rows: Iterable[tuple[Any, ...]]) -> list[SubmissionInfo]:
    """Lines of the list from what `LIST` finds, in this file or in a backup."""
    return [
        SubmissionInfo(number, unit, name, year, scheme, state, local(changed), step)
        for number, unit, name, year, scheme, state, changed, step in rows
    ]


def local(text: str) -> datetime:
    """In local time, where the system knows one: Windows does not for times before 1970. What is no
    time, as damage leaves it, is long ago."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        moment = datetime(1980, 1, 1, tzinfo=UTC)
    try:
        return moment.astimezone()
    except (OSError, OverflowError, ValueError):
        return moment


def read_only(path: Path) -> str:
    r"""The address that opens a file without writing; \\server\share needs four slashes."""
    plain = path.as_posix()
    start = "file://" if plain.startswith("/") else "file:///"
    return f"{start}{quote(plain, safe='/:')}?mode=ro"


@dataclass(frozen=True)
class Glance:
    """What the start page shows of a data file."""

    path: Path
    submissions: tuple[SubmissionInfo, ...]
    settings: Mapping[str, str]


def glance(path: Path) -> Glance | None:
    """A first look at a data file that this process has not opened yet.

    None where only opening it can tell: it is not there, not ours, damaged, busy, of another
    version, or may not be written. Nothing is changed.
    """
    path = path.resolve()
    if not os.access(path, os.W_OK):  # SQLite would leave read-only files beside it
        return None
    try:
        with path.open("rb") as file:
            header = file.read(100)
        if header[: len(MAGIC)] != MAGIC or header[68:72] != APPLICATION_ID.to_bytes(4, "big"):
            return None
        if int.from_bytes(header[60:64], "big") > VERSION:
            return None
        with closing(sqlite3.connect(read_only(path), timeout=0, uri=True)) as connection:
            if connection.execute("pragma user_version").fetchone() != (VERSION,):
                return None
            found = listed(connection.execute(LIST).fetchall())
            settings = connection.execute("select name, text from setting").fetchall()
    except (OSError, sqlite3.Error, ValueError):  # such as bytes that are no text
        return None
    return Glance(path, tuple(found), dict(settings))
