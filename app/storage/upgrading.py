"""A data file of an earlier version is backed up before it is migrated."""

import sqlite3
from pathlib import Path

from app.storage.backup import back_up, folder_for
from app.storage.engine import errors
from app.storage.problems import StorageProblem

FOLDER_SETTING = "backup.folder"  # where backups go, as the window keeps it


def back_up_before(connection: sqlite3.Connection, path: Path, key: str) -> Path:
    """Back up the file as it is, into the folder that it says itself, else beside it.

    Raises StorageProblem where there is no backup; nothing has changed then.
    """
    beside = folder_for(path, "")
    folder = folder_for(path, _wanted(connection))
    if folder != beside:
        try:
            if folder.is_dir():
                return back_up(path, folder, "upgrade", key)
        except (OSError, StorageProblem):  # such as a full stick: the one beside must be made
            pass
    return back_up(path, beside, "upgrade", key)


def _wanted(connection: sqlite3.Connection) -> str:
    """The folder that was set; blank where the file is so old that it knows of none."""
    try:
        row = connection.execute(
            "select text from setting where name = ?", (FOLDER_SETTING,)
        ).fetchone()
    except errors():
        return ""
    return str(row[0]) if row is not None else ""
