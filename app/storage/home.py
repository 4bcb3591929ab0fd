"""Where a person's data file lies when no other is named.

A built program with a marker beside it is portable: it keeps everything beside itself, on a USB
stick for instance. Without the marker nothing is ever written beside a program.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

FILE_NAME = "suanpan.db"
MARKERS = ("portable.txt", "便携.txt")  # the first is the one we ship: no archive spoils its name
BESIDE = "数据"  # the folder of a portable program


@dataclass(frozen=True)
class Home:
    """The folder for the data file and all that goes with it; not created here.

    `refused` is the folder beside a portable program, where that cannot be written to.
    """

    folder: Path
    portable: bool = False
    refused: Path | None = None

    @property
    def database(self) -> Path:
        return self.folder / FILE_NAME


def program_folder() -> Path | None:
    """The folder of the built program; None where the program runs from its source."""
    if not getattr(sys, "frozen", False):
        return None
    return Path(sys.executable).resolve().parent


def find_home(program: Path | None) -> Home:
    """Beside a portable program in that folder; otherwise the person's own folder.

    A data file that lies beside the program is the one, even if it cannot be written now: another
    one elsewhere would look as if everything were gone.
    """
    if program is None or not any((program / name).is_file() for name in MARKERS):
        return Home(_own_folder())
    beside = program / BESIDE
    if (beside / FILE_NAME).exists() or _takes_files(beside if beside.is_dir() else program):
        return Home(beside, portable=True)
    return Home(_own_folder(), refused=beside)


def default_database() -> Path:
    """The data file beside a portable program, or in the person's own folder; not created here."""
    return find_home(program_folder()).database


def _own_folder() -> Path:
    r"""%APPDATA%\Suanpan on Windows, the XDG data folder elsewhere."""
    if sys.platform == "win32":
        roaming = os.environ.get("APPDATA")
        return (Path(roaming) if roaming else Path.home()) / "Suanpan"
    shared = os.environ.get("XDG_DATA_HOME")
    base = Path(shared) if shared else Path.home() / ".local" / "share"
    return base / "suanpan"


def _takes_files(folder: Path) -> bool:
    """Tried, not asked: access rights on Windows and write-protected sticks show no other way.

    Not by `tempfile`: where a folder of Windows refuses, that tries other names without an end.
    """
    trial = folder / f".{os.getpid()}.trial"
    try:
        trial.touch(exist_ok=False)
        trial.unlink()
        return True
    except OSError:
        return False
