"""Whether an open file is still the one at its path. Elsewhere than on Windows it can be deleted,
moved or replaced meanwhile."""

from contextlib import suppress
from pathlib import Path

NOWHERE = (0, 0)  # the place of a file that is not there
HANDLES = Path("/proc/self/fd")  # what this process has open, on Linux

Place = tuple[int, int]


def place_of(path: Path) -> Place:
    """What tells a file from any other, also from one that took its name."""
    try:
        found = path.stat()
    except OSError:
        return NOWHERE
    return found.st_dev, found.st_ino


def disk_of(folder: Path) -> int:
    """The disk of a folder, or of the nearest one above it that is there; -1 where none tells."""
    for one in (folder, *folder.parents):
        with suppress(OSError):
            return one.stat().st_dev
    return -1


def is_deleted(place: Place) -> bool:
    """Whether a file that this process has open has no name any more: it goes when it is closed.
    False where it was renamed, and where the system does not tell."""
    with suppress(OSError):
        for handle in HANDLES.iterdir():
            with suppress(OSError):
                found = handle.stat()
                if (found.st_dev, found.st_ino) == place:
                    return found.st_nlink == 0
    return False
