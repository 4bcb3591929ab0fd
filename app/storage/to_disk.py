"""What must outlive a loss of power, given to the disk itself and not only to the system.

A file's bytes are one thing and its name in the folder another: each is synced for itself, on
systems that know the difference. Files and folders of the unit are made for the user alone.
"""

import errno
import os
import sys
from pathlib import Path

FAILING = frozenset({errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.ENODEV})


def file_to_disk(path: Path) -> None:
    """The bytes of a file are on the disk when this returns. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def names_to_disk(folder: Path) -> None:
    """So are the names in a folder, and what was renamed or removed there.

    Windows keeps names in order by itself, and some network disks refuse: there is no more to ask.
    Raises OSError where the disk fails.
    """
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno in FAILING:
            raise


def make_folder(folder: Path) -> None:
    """Make a folder and those above it where they are missing, to last, for this user only. Raises
    OSError."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
        names_to_disk(one.parent)
    folder.mkdir(exist_ok=True)  # where something else has that name, this says so


def make_private(path: Path) -> None:
    """An empty file that only this user may read, for SQLite to fill: what lies beside a data file
    gets the rights that it has. Raises OSError.

    Windows has no such rights: what lies under %APPDATA% is the user's own by the list of rights
    that the folder passes on, and so it is in every other folder that a person chooses.
    """
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
