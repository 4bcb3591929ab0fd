"""The password of a data file: set, changed and taken away.

The file is made anew beside itself and then takes the place of the old one, so at any moment one of
the two is there, whole. Nobody can open a file whose password is forgotten.
"""

import os
from contextlib import closing
from pathlib import Path

from app.storage.backup import copy_into, row_counts
from app.storage.database import open_database, quick_check
from app.storage.engine import connect, converted
from app.storage.problems import StorageProblem, explaining
from app.storage.to_disk import names_to_disk

SHORTEST = 6  # characters


def change_password(path: Path, key: str, wanted: str) -> None:
    """Give the data file, which this process has not open, another password; blank is none.

    Raises StorageProblem; the file is then as it was: "password" where the key is not its own,
    "locked" where another program has it open.
    """
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    copy = new.with_suffix(".part")
    with explaining(path):
        try:
            _make(path, key, copy, new, wanted)
            if _has_log(path):  # closing would have put it away: somebody else has the file open
                raise StorageProblem("locked", path)
            names_to_disk(path.parent)  # a log that was removed must not come back beside the new
            new.replace(path)
            names_to_disk(path.parent)
        finally:
            new.unlink(missing_ok=True)
            copy.unlink(missing_ok=True)


def _make(path: Path, key: str, copy: Path, new: Path, wanted: str) -> None:
    """`new`, checked: the file under the wanted key, by way of a copy under its own."""
    with closing(open_database(path, key=key)) as store:
        for leftover in (copy, new):
            leftover.unlink(missing_ok=True)
        copy_into(store.database.conn, copy, store.key)
        counts = row_counts(store.database.conn)
        converted(copy, store.key, new, wanted)
    with closing(connect(new, wanted, reading=True)) as made:
        quick_check(made, new)
        if row_counts(made) != counts:
            raise StorageProblem("damaged", new)
    with new.open("rb+") as file:
        os.fsync(file.fileno())


def _has_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0
