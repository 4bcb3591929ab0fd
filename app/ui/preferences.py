"""What a person set, by the names under which the data file keeps it.

`person.filler`, `person.phone`: who fills in, offered in new submissions · `export.folder`: where
files go first · `scheme.default`: the scheme that a new submission begins with · `look.size`: the
size of the text in per cent · `backup.folder`: where backups go · `backup.second`: where another
copy of each goes · `welcome.done`: the first steps are no longer shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

from app.ui.style import SIZES

if TYPE_CHECKING:
    from app.scheme.model import Scheme
    from app.ui.memory import Memory

FILLER = "person.filler"
PHONE = "person.phone"
EXPORT_FOLDER = "export.folder"
SCHEME = "scheme.default"
TEXT_SIZE = "look.size"
BACKUP_FOLDER = "backup.folder"
SECOND_FOLDER = "backup.second"
WELCOME_DONE = "welcome.done"


@dataclass(frozen=True)
class Preferences:
    """The settings of the dialog; blank: as the program has it."""

    filler: str = ""
    phone: str = ""
    export_folder: str = ""
    scheme: str = ""
    text_size: int = SIZES[0]
    backup_folder: str = ""
    second_folder: str = ""


def read(kept: Mapping[str, str]) -> Preferences:
    """The settings among what the data file keeps."""
    size = kept.get(TEXT_SIZE, "")
    return Preferences(
        filler=kept.get(FILLER, ""),
        phone=kept.get(PHONE, ""),
        export_folder=kept.get(EXPORT_FOLDER, ""),
        scheme=kept.get(SCHEME, ""),
        text_size=int(size) if size in map(str, SIZES) else SIZES[0],
        backup_folder=kept.get(BACKUP_FOLDER, ""),
        second_folder=kept.get(SECOND_FOLDER, ""),
    )


def recall(memory: "Memory") -> Preferences:
    names = (FILLER, PHONE, EXPORT_FOLDER, SCHEME, TEXT_SIZE, BACKUP_FOLDER, SECOND_FOLDER)
    return read({name: memory.recall(name) for name in names})


def keep(memory: "Memory", wanted: Preferences) -> None:
    """Remember all of them; the standard size needs no line in the file."""
    size = "" if wanted.text_size == SIZES[0] else str(wanted.text_size)
    for name, text in (
        (FILLER, wanted.filler),
        (PHONE, wanted.phone),
        (EXPORT_FOLDER, wanted.export_folder),
        (SCHEME, wanted.scheme),
        (TEXT_SIZE, size),
        (BACKUP_FOLDER, wanted.backup_folder),
        (SECOND_FOLDER, wanted.second_folder),
    ):
        memory.keep(name, text)


def documents() -> Path:
    """The person's documents folder, where exports go unless another one is chosen; the home
    folder where it is not there: a file dialog would open wherever the program was started."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    found = QStandardPaths.writableLocation(place)
    return Path(found) if found and is_folder(Path(found)) else Path.home()


def export_folder(memory: "Memory", otherwise: Path) -> Path:
    """The folder that was set where it is there, else the one of the system."""
    set_one = memory.recall(EXPORT_FOLDER)
    return Path(set_one) if set_one and is_folder(Path(set_one)) else otherwise


def is_folder(path: Path) -> bool:
    """Whether a folder is there; not where its share is off or nobody may look."""
    try:
        return path.is_dir()
    except OSError:
        return False


def person_cells(scheme: "Scheme", memory: "Memory", entries: Mapping[str, str]) -> dict[str, str]:
    """填表人 and 联系电话 for a submission that asks for them and has them blank."""
    asked = {field.id for field in scheme.fields}
    return {
        f"info.{field}": memory.recall(name)
        for field, name in (("filler", FILLER), ("phone", PHONE))
        if field in asked and memory.recall(name) and not entries.get(f"info.{field}")
    }
