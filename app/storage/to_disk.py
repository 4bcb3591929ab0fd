"""What must outlive a loss of power, given to the disk itself and not only to the system.

A file's bytes are one thing and its name in the folder another: each is synced for itself, on
systems that know the difference.
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
    """Make a folder and those above it where they are missing, to last. Raises OSError."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in reversed(missing):
        names_to_disk(one.parent)
