"""Open the data file or say calmly why not. What is damaged or foreign is never touched."""

import contextlib
import os
import sqlite3
import weakref
from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Database

from app.storage.engine import connect, errors, looks_encrypted
from app.storage.listing import APPLICATION_ID, MAGIC
from app.storage.migrations import MIGRATIONS, Migration, migrate, version
from app.storage.place import is_local
from app.storage.problems import StorageProblem, explaining
from app.storage.store import Store
from app.storage.to_disk import make_folder, make_private, names_to_disk

# What this process has open. Such a file must not be read beside SQLite: on POSIX systems closing
# it again would drop the locks that SQLite holds on it.
_OPEN: "weakref.WeakSet[Store]" = weakref.WeakSet()
NOT_A_FILE = "这是一个文件夹，不是数据文件：{path}。请选择一个文件。"
EMPTY = (
    "数据文件是空的（0字节），可能在复制或断电时损坏了：{path}。文件没有改动。"
    "请找出备份文件放回这里；确实没有填过数据的，把它移走后再打开。"
)
WRONG = "密码不对，没有打开。请再输一次，注意大小写和输入法。"
ORPHAN = (
    "数据文件不见了，但它旁边的“{name}”还在，里面有没并入的内容：{path}。没有改动任何文件。"
    "请把数据文件放回原处；不再需要的，把旁边的文件移走后再打开。"
)


def open_database(
    path: Path,
    migrations: Sequence[Migration] = MIGRATIONS,
    key: str = "",
    *,
    keep: bool = True,
) -> Store:
    """Open the data file, creating folder and file where missing, migrating it where older.

    An older file is first backed up, unless that is not worth it (`keep`). The key is that of a
    file with a password; for one without, it does not matter. Raises StorageProblem: password,
    damaged, not-ours, newer, read-only, full, locked or missing; the file is then as it was, or at
    the last version whose migration succeeded.
    """
    path = path.resolve()
    with explaining(path):
        if not path.exists():
            _create(path, migrations)
        if not is_open_here(path):
            key = _require_ours(path, len(migrations), key)
        checked = _is_sound(path, key)
        database = _connect(path, key)
        try:
            if not checked:
                quick_check(database.conn, path)
            _prepare(database, path, migrations, key, keep=keep)
        except BaseException:
            database.close()
            raise
    store = Store(path, database, key)
    _OPEN.add(store)
    return store


def _create(path: Path, migrations: Sequence[Migration]) -> None:
    """Make a new file under another name and put it in place whole.

    So an empty file at `path` is never one that was just being made, but one that lost its data.
    """
    for ending in ("-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.exists() and beside.stat().st_size:
            raise StorageProblem("missing", path, ORPHAN.replace("{name}", beside.name))
    make_folder(path.parent)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.unlink(missing_ok=True)
    try:
        make_private(new)
        database = _connect(new)
        try:
            migrate(database, migrations)
        finally:
            database.close()
        _put_in_place(new, path)
    finally:
        new.unlink(missing_ok=True)
    names_to_disk(path.parent)


def _put_in_place(new: Path, path: Path) -> None:
    """Give the new file its name, unless another program made one there meanwhile."""
    try:
        path.hardlink_to(new)
    except FileExistsError:
        return
    except OSError:  # the disk knows no links
        if not path.exists():
            new.rename(path)


def _require_ours(path: Path, known: int, key: str) -> str:
    """A file of another program is not even opened by SQLite, nor one that cannot be written.
    Returns the key that it needs."""
    if path.is_dir():
        raise StorageProblem("not-ours", path, NOT_A_FILE)
    # asked before SQLite opens it, which would leave read-only files beside a read-only one
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise StorageProblem("read-only", path)
    for ending in ("-wal", "-shm"):  # left by a program that could not write the file
        beside = path.with_name(f"{path.name}{ending}")
        if beside.exists() and not os.access(beside, os.W_OK):
            raise StorageProblem("read-only", beside)
    return require_header(path, known, key)


def is_open_here(path: Path) -> bool:
    """Whether this process has the file open: then nothing but SQLite may open it."""
    return path.resolve() in {store.path for store in _OPEN if store.is_open}


def migration_count() -> int:
    """The version of a file that this program writes."""
    return len(MIGRATIONS)


def require_header(path: Path, known: int, key: str = "") -> str:
    """Refuse what is no data file of a version that is known; returns the key that it needs.

    Where the file has no password, its first bytes tell. Raises StorageProblem "password" where
    it has one and this is not it.
    """
    with path.open("rb") as file:
        header = file.read(100)
    if not header:
        raise StorageProblem("damaged", path, EMPTY)
    if looks_encrypted(path):
        application, version = _behind_password(path, key)
        _require_known(path, application, version, known)
        return key
    if len(header) < 100 or not header.startswith(MAGIC):
        raise StorageProblem("damaged", path)
    application, version = (int.from_bytes(header[at : at + 4], "big") for at in (68, 60))
    _require_known(path, application, version, known)
    return ""


def _behind_password(path: Path, key: str) -> tuple[int, int]:
    """Application and version of a file with a password."""
    if not key:
        raise StorageProblem("password", path)
    try:
        with contextlib.closing(connect(path, key, reading=True)) as connection:
            (application,) = connection.execute("pragma application_id").fetchone()
            (version,) = connection.execute("pragma user_version").fetchone()
            return int(application), int(version)
    except errors() as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            raise StorageProblem("password", path, WRONG) from error
        raise


def _require_known(path: Path, application: int, version: int, known: int) -> None:
    if application != APPLICATION_ID:
        raise StorageProblem("not-ours", path)
    if version > known:
        raise StorageProblem("newer", path)


def _is_sound(path: Path, key: str) -> bool:
    """quick_check through a read-only connection, which cannot change the file even on closing.

    False where it cannot look, as an interrupted write is waiting to be rolled back.
    Raises StorageProblem for a damaged file.
    """
    connection = connect(path, key, reading=True)
    try:
        quick_check(connection, path)
        return True
    except errors() as error:
        if not str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_READONLY"):
            raise
        return False
    finally:
        connection.close()


def quick_check(connection: sqlite3.Connection, path: Path) -> None:
    """Raises StorageProblem "damaged" where SQLite finds something wrong."""
    if connection.execute("pragma quick_check(1)").fetchone() != ("ok",):
        raise StorageProblem("damaged", path)


def _connect(path: Path, key: str = "") -> Database:
    return Database(connect(path, key), execute_plugins=False)


def _prepare(
    database: Database, path: Path, migrations: Sequence[Migration], key: str, *, keep: bool
) -> None:
    """Migrate a file of an earlier version."""
    _require_writable(database)
    present = version(database)
    if present > len(migrations):  # the header on disk may lag behind the log beside it
        raise StorageProblem("newer", path)
    if present < len(migrations):
        if database.execute("pragma foreign_key_check").fetchone() is not None:
            raise StorageProblem("damaged", path)  # whole by its pages, but cells belong to nobody
        if keep:
            from app.storage.upgrading import back_up_before  # once in a year

            back_up_before(database.conn, path, key)
        migrate(database, migrations)
    _set_up(database, path)


def reopened(path: Path, key: str) -> Database:
    """A connection to a file that was just written by this program, and looked at. Raises errors
    of SQLite."""
    database = _connect(path, key)
    try:
        _set_up(database, path)
    except BaseException:
        database.close()
        raise
    return database


def _set_up(database: Database, path: Path) -> None:
    """How this connection writes."""
    mode = "wal" if is_local(path.parent) else "delete"
    database.execute(f"pragma journal_mode = {mode}").fetchone()
    # more than full: a rollback journal that was removed must not come back after a loss of power
    database.execute("pragma synchronous = extra")
    database.execute("pragma foreign_keys = on")


def _require_writable(database: Database) -> None:
    """Begin a write and take it back: a read-only file or folder is found now, not at saving."""
    database.execute("begin immediate")
    try:
        database.execute(f"pragma application_id = {APPLICATION_ID}")
    finally:
        database.rollback()
