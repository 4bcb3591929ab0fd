"""What can be said of a data file without saying what is in it: sizes, counts, its version."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.storage.engine import connect, errors
from app.storage.problems import explained

TABLES = ("unit", "submission", "entry", "history", "subject", "setting", "seal", "removed")
_LINES = """
    select id, year, scheme, state,
        (select count(*) from entry where submission = submission.id),
        (select coalesce(sum(length(text)), 0) from entry where submission = submission.id),
        (select count(*) from history where submission = submission.id),
        (select coalesce(max(step), 0) from history where submission = submission.id)
    from submission order by id
"""
SQLITE = sqlite3.sqlite_version
MOST = 200  # submissions that are told one by one


@dataclass(frozen=True)
class Line:
    """A submission by its number; no text of it."""

    number: int
    year: int
    scheme: str
    sealed: bool
    entries: int
    letters: int
    changes: int
    steps: int


@dataclass(frozen=True)
class Counts:
    """`problem` is the kind of a StorageProblem, or the name of an error of SQLite, where the file
    could not be read to the end; then the rest is what could be read."""

    problem: str = ""
    check: str = ""  # “ok”, or how many complaints SQLite has
    pragmas: Mapping[str, str] | None = None
    tables: Mapping[str, int] | None = None
    lines: tuple[Line, ...] = ()
    settings: Mapping[str, str] | None = None


def counts(path: Path, key: str = "") -> Counts:
    """Looked at through a connection of its own that only reads, so from any thread, and whether
    or not the file is open or whole."""
    try:
        with closing(connect(path, key, reading=True)) as connection:
            return _read(connection)
    except errors(OSError) as error:
        return Counts(_name_of(error, path))


def _read(connection: sqlite3.Connection) -> Counts:
    """As much as can be read; what cannot is named."""
    found: dict[str, int] = {}
    problem, check = "", ""
    lines: tuple[Line, ...] = ()
    settings: dict[str, str] = {}
    pragmas = {
        name: str(connection.execute(f"pragma {name}").fetchone()[0])
        for name in ("user_version", "application_id", "journal_mode", "page_size", "page_count")
    }
    try:
        said = connection.execute("pragma quick_check(100)").fetchall()
        check = "ok" if said == [("ok",)] else str(len(said))
        for table in TABLES:
            found[table] = int(connection.execute(f"select count(*) from {table}").fetchone()[0])
        lines = tuple(map(_line, connection.execute(f"{_LINES} limit {MOST}").fetchall()))
        settings = dict(connection.execute("select name, text from setting").fetchall())
    except errors() as error:
        problem = _name_of(error, Path())
    return Counts(problem, check, pragmas, found, lines, settings)


def _line(row: tuple[int, int, str, str, int, int, int, int]) -> Line:
    number, year, scheme, state, *rest = row
    return Line(number, year, scheme, state == "sealed", *rest)


def _name_of(error: Exception, path: Path) -> str:
    name = str(getattr(error, "sqlite_errorname", ""))
    if name:
        return name
    problem = explained(error, path)
    return problem.kind if problem is not None else type(error).__name__
