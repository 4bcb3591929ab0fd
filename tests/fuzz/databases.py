"""Readers of data files and backups, which damage, another program or anyone may have written."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from app.domain.compute import compute
from app.exchange.package import dump
from app.resources import shipped_schemes
from app.storage.backup import backups, contents, described, opened_copy
from app.storage.database import open_database
from app.storage.keeping import looks_whole
from app.storage.last_log import log_is_lost
from app.storage.listing import glance
from app.storage.problems import StorageProblem
from app.storage.salvage import salvage
from tests.fuzz.harness import Reader
from tests.fuzz.hostile import changed_bytes, figures_and_texts, short, text

# a data file of each version there was
PLACE = Path(__file__).parents[1] / "old_databases"
OLD = [path.read_bytes() for path in sorted(PLACE.glob("v*.db"))]
_damaged = st.one_of(
    changed_bytes(OLD), changed_bytes(OLD, 100), changed_bytes(OLD, 4_096), st.binary(max_size=120)
)


def _all_of(path: Path) -> None:
    """All that the window reads of a data file. Damage that is met later is said later."""
    with closing(open_database(path)) as store, suppress(StorageProblem):
        schemes = shipped_schemes()
        store.settings()
        store.subjects()
        for info in store.submissions():
            submission = store.load(info.id)
            store.history(info.id, 100)
            store.seals(info.id)
            scheme = schemes.get(submission.scheme_id)
            if scheme is not None:
                compute(scheme, submission)
                dump(scheme, submission)


def _data_file(path: Path, _folder: Path) -> None:
    glance(path)
    _all_of(path)


def _backup(path: Path, folder: Path) -> None:
    looks_whole(path)
    backups(folder)
    contents(path)
    with opened_copy(path) as store:
        store.submissions()


def _salvage(path: Path, folder: Path) -> None:
    """What is saved of a damaged file is a sound one."""
    before = path.read_bytes()
    made = salvage(path, folder / "抢救.db", "national-2020")
    assert path.read_bytes() == before
    _all_of(made.path)


def _log_of(content: bytes) -> bytes:
    """The log that a program leaves which is cut off in its work."""
    with TemporaryDirectory(prefix="fuzz-") as place:
        path = Path(place) / "x.db"
        path.write_bytes(content)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("pragma journal_mode = wal")
            for number in range(3):
                connection.execute("update entry set text = ?", (f"{number}甲",))
                connection.commit()
            return path.with_name("x.db-wal").read_bytes()


def _log(path: Path, _folder: Path) -> None:
    log_is_lost(path.with_name(path.name.removesuffix("-wal")))


def _named(name: str, folder: Path) -> None:
    described(folder, name)


# ---------------------------------------------------------------- rows that no window wrote

_cells = st.one_of(
    st.sampled_from(
        ["info.unit", "project.order", "outlay.public.rows", "project.p1.rows", "x", ""]
    ),
    st.sampled_from(["project.p1.i1.actual", "outlay.public.r1.basic", "info.account_order"]),
    st.sampled_from(["project.p1.i1.files", "remark.x", "keep.x", "option.shared_score", "scheme"]),
    short,
)
_rows = st.lists(st.tuples(_cells, figures_and_texts), max_size=12)


def _written(rows: list[tuple[str, str]], folder: Path) -> None:
    """A sound file with such texts in it."""
    path = folder / "数据.db"
    path.write_bytes(OLD[-1])
    with closing(sqlite3.connect(path)) as connection:
        for cell, words in rows:
            stored = (_stored(cell), _stored(words))
            connection.execute("insert or replace into entry values (1, ?, ?)", stored)
            connection.execute("insert or replace into setting values (?, ?)", stored)
        connection.execute("update submission set year = ?", (len(rows) * 997 % 10_000,))
        connection.commit()


def _stored(words: str) -> str:
    """SQLite takes no halves of characters."""
    return words.encode("utf-8", "replace").decode()


def _rows_read(_rows: object, folder: Path) -> None:
    _all_of(folder / "数据.db")


def bomb(statement: str, *values: object) -> bytes:
    with TemporaryDirectory(prefix="fuzz-") as place:
        path = Path(place) / "x.db"
        path.write_bytes(OLD[-1])
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(statement, values)
            connection.commit()
        return path.read_bytes()


BOMBS: dict[str, Any] = {
    "endless view": lambda: bomb(
        "create view x as with recursive n(i) as (select 1 union all select i + 1 from n)"
        " select * from n"
    ),
    "trigger": lambda: bomb("create trigger x after insert on entry begin delete from entry; end"),
    "zeros": lambda: bytes(8_000_000),
    "long text": lambda: bomb("update entry set text = ?", "甲" * 20_000),
    "no text": lambda: bomb("update history set label = cast(x'ff00fe' as text)"),
    "no text of a cell": lambda: bomb("update entry set text = cast(x'ff00fe' as text)"),
    "future": lambda: bomb("pragma user_version = 2000000000"),
    "negative": lambda: bomb("pragma user_version = -1"),
}
_STORAGE = (
    "database",
    "listing",
    "migrations",
    "store",
    "seals",
    "cell_history",
    "engine",
    "problems",
    "reading",
)
_LOG = [_log_of(OLD[-1])]
LEAVES = ("-wal", "-shm")  # SQLite's own, where the damage stops it from putting them away
READERS = (
    Reader(
        "data-file",
        tuple(f"storage.{one}" for one in _STORAGE),
        _damaged,
        _data_file,
        (StorageProblem,),
        file="数据.db",
        bombs=BOMBS,
        writes=True,
        leaves=LEAVES,
    ),
    Reader(
        "backup",
        ("storage.backup", "storage.keeping", "storage.restore"),
        _damaged,
        _backup,
        (StorageProblem,),
        file="2024-01-02 030405 手动.db",
        bombs=BOMBS,
    ),
    Reader(
        "salvage",
        ("storage.salvage", "storage.pages", "storage.rescue"),
        _damaged,
        _salvage,
        (StorageProblem,),
        file="坏.db",
        bombs=BOMBS,
        writes=True,
        leaves=LEAVES,
    ),
    Reader(
        "rows",
        ("storage.store", "session", "storage.comparing", "storage.rule"),
        _rows,
        _rows_read,
        (StorageProblem,),
        lay=_written,
        writes=True,
    ),
    Reader(
        "last-log",
        ("storage.last_log",),
        st.one_of(changed_bytes(_LOG), changed_bytes(_LOG, 100), st.binary(max_size=120)),
        _log,
        file="数据.db-wal",
        bombs={"long": lambda: _LOG[0][:32] + _LOG[0][32:] * 100},
        writes=True,
    ),
    Reader("backup-name", ("storage.backup",), text.map("2024-02-30 999999 手动".__add__), _named),
)
