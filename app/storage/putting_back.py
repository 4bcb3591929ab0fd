"""A data file that was taken away under an open window: its content is still there, in what the
system keeps for the process that has it open. Here it is written back to its place, whole, or
beside another file that took its name. On Windows nobody can take away an open file.
"""

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from app.storage.backup import copy_into, row_counts
from app.storage.database import quick_check, reopened
from app.storage.engine import connect
from app.storage.presence import NOWHERE, disk_of, is_deleted, place_of
from app.storage.problems import StorageProblem, explaining
from app.storage.to_disk import file_to_disk, make_folder, names_to_disk

if TYPE_CHECKING:
    from app.storage.store import Store

BESIDE = ("-wal", "-shm", "-journal")


def stay(store: "Store") -> None:
    """What `Store.stay_in_place()` promises, where the file is not at its path any more."""
    before = store.database
    if place_of(store.path) != NOWHERE:
        if store.beside is None:
            store.beside = put_beside(before.conn, store.path, store.key)
    elif _may_come_back(store):
        store.database = put_back(before.conn, store.path, store.key)
        store.place, store.was_put_back = place_of(store.path), True
        before.close()  # last: until now it held what there is


def _may_come_back(store: "Store") -> bool:
    """Not to a place below a stick that was pulled out, nor where the whole folder was renamed:
    then all is still there, and comes back by itself."""
    folder = store.path.parent
    return disk_of(folder) == store.disk and (folder.is_dir() or is_deleted(store.place))


def put_back(connection: sqlite3.Connection, path: Path, key: str) -> Database:
    """Write all that the connection holds to the place where its file was; nothing is there now.
    Returns a connection to the new file.

    What is left of the old file's log goes, as all that it says is in the new one. Raises
    StorageProblem; nothing is at the place then.
    """
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    with explaining(path):
        try:
            make_folder(path.parent)
            _copy(connection, new, key)
            for ending in BESIDE:  # it would be taken for that of the new file
                path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
            names_to_disk(path.parent)
            _name(new, path)
            try:
                names_to_disk(path.parent)
                return reopened(path, key)
            except BaseException:
                path.unlink()
                raise
        finally:
            with suppress(OSError):
                new.unlink(missing_ok=True)


def put_beside(connection: sqlite3.Connection, path: Path, key: str) -> Path:
    """Write it beside the other file that has its name now; returns where. Raises
    StorageProblem."""
    stem = f"{path.stem} {datetime.now():%Y-%m-%d %H%M%S} 原来的"
    kept, number = path.with_name(f"{stem}{path.suffix}"), 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{stem}（{number}）{path.suffix}")
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    with explaining(path):
        try:
            _copy(connection, new, key)
            _name(new, kept)
            names_to_disk(path.parent)
        finally:
            with suppress(OSError):
                new.unlink(missing_ok=True)
    return kept


def _copy(connection: sqlite3.Connection, new: Path, key: str) -> None:
    """A copy that was looked at, on the disk."""
    new.unlink(missing_ok=True)
    copy_into(connection, new, key)
    with closing(connect(new, key, reading=True)) as made:
        quick_check(made, new)
        if row_counts(made) != row_counts(connection):
            raise StorageProblem("damaged", new)
    file_to_disk(new)


def _name(new: Path, path: Path) -> None:
    """Give the copy its name, unless something has that meanwhile. Raises OSError."""
    try:
        path.hardlink_to(new)
    except FileExistsError:
        raise
    except OSError as error:  # the disk knows no links
        if path.exists():
            raise FileExistsError(path) from error
        new.rename(path)
