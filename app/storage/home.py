"""Where a person's data file lies when no other is named."""

import os
import sys
from pathlib import Path

FILE_NAME = "suanpan.db"


def default_database() -> Path:
    """%APPDATA%\\Suanpan on Windows, the XDG data folder elsewhere; not created here."""
    if sys.platform == "win32":
        roaming = os.environ.get("APPDATA")
        return (Path(roaming) if roaming else Path.home()) / "Suanpan" / FILE_NAME
    shared = os.environ.get("XDG_DATA_HOME")
    base = Path(shared) if shared else Path.home() / ".local" / "share"
    return base / "suanpan" / FILE_NAME
