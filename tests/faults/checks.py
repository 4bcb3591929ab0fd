"""What a data file and the files beside it hold, so that two states can be compared."""

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from app.storage.engine import connect
from app.storage.listing import MAGIC
from app.storage.store import SCHEME, Change, Store

NOT_KEPT = ("-wal", "-shm", "-journal", ".part", ".new")
TIMES = ("at", "created")


def picture(connection: sqlite3.Connection, *, timeless: bool = False) -> str:
    """A sum over all tables; `timeless` leaves out when things were done."""
    sums = hashlib.sha256()
    tables = connection.execute("select name from sqlite_schema where type = 'table' order by name")
    for (table,) in tables.fetchall():
        found = connection.execute(f'select * from "{table}"')
        names = [one[0] for one in found.description]
        columns = [at for at, name in enumerate(names) if not (timeless and name in TIMES)]
        rows = sorted(repr([row[at] for at in columns]) for row in found.fetchall())
        sums.update(f"{table} {rows}\n".encode("utf-8", "surrogatepass"))
    return sums.hexdigest()


def files_beside(data: Path, *, timeless: bool = False, key: str = "") -> dict[str, str]:
    """The files that are kept beside the data file, by name, each with a sum of what it holds."""
    found: dict[str, str] = {}
    for path in sorted(data.parent.rglob("*")):
        if path.is_file() and path != data and not path.name.endswith(NOT_KEPT):
            found[str(path.relative_to(data.parent))] = held(path, timeless=timeless, key=key)
    return found


def held(path: Path, *, timeless: bool = False, key: str = "") -> str:
    """A sum of a file; of a database, of its tables. What cannot be read is told by its error."""
    data = path.read_bytes()
    if not data.startswith(MAGIC) and not (key and path.suffix == ".db"):
        return hashlib.sha256(data).hexdigest()
    try:
        own = "" if data.startswith(MAGIC) else key
        with closing(connect(path, own, reading=True, immutable=True)) as connection:
            if connection.execute("pragma integrity_check").fetchall() != [("ok",)]:
                return f"damaged: {path.name}"
            return picture(connection, timeless=timeless)
    except Exception as error:  # of whatever kind: then it is not whole
        return f"damaged: {path.name}: {error}"


def contradictions(store: Store) -> list[str]:
    """Where the data file is not whole or does not agree with itself."""
    found = store.database.execute("pragma integrity_check").fetchall()
    wrong = [] if found == [("ok",)] else [f"integrity: {found[:3]}"]
    if store.database.execute("pragma foreign_key_check").fetchall():
        wrong.append("a line that belongs to nothing")
    for one in store.submissions():
        entries = store.load(one.id).entries
        if not agrees(store.history(one.id, 1_000_000), entries):
            wrong.append(f"history and entries of {one.id} differ")
        if one.sealed and not store.seal_holds(one.id):
            wrong.append(f"the seal of {one.id} does not hold")
    return wrong


def agrees(history: Iterable[Change], entries: object) -> bool:
    """Whether the entries are what the history alone tells of the cells that it knows."""
    assert isinstance(entries, dict)
    steps: dict[int, list[Change]] = defaultdict(list)
    for one in history:
        steps[one.step].append(one)
    last: dict[str, str] = {}
    for step in sorted(steps):
        for one in steps[step]:
            if one.cell in last and last[one.cell] != one.before:
                return False
            last[one.cell] = one.after
    last.pop(SCHEME, None)
    return all(entries.get(cell, "") == text for cell, text in last.items())
