"""A data file that is damaged or gone: what can take its place, and the exchange itself.

The damaged file is kept under another name, with all that belongs to it, before anything takes its
place; nothing is deleted.
"""

import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from app.storage.backup import backups, contents, folder_for
from app.storage.database import open_database
from app.storage.engine import looks_encrypted
from app.storage.listing import SubmissionInfo
from app.storage.problems import StorageProblem, explaining
from app.storage.salvage import BESIDE, Salvaged, salvage
from app.storage.to_disk import file_to_disk, make_private, names_to_disk

FOLDER_SETTING = "backup.folder"  # where backups go, as the window keeps it
MOST = 30  # backups that are looked into


@dataclass(frozen=True)
class Choice:
    """A whole file that can take the place of the damaged one: what was read of that one, or a
    backup of a time."""

    path: Path
    kind: Literal["salvaged", "backup"]
    taken: datetime
    found: tuple[SubmissionInfo, ...]
    key: str = ""

    @property
    def changed(self) -> datetime | None:
        """When something in it was changed last."""
        return max((one.changed for one in self.found), default=None)


@dataclass(frozen=True)
class Choices:
    """What there is to choose from, the best first; what was read of the file, None where that
    could not be saved, and then why. `filler` is the backup that filled the gaps of it,
    `locked` the latest backup that another password opens."""

    all: tuple[Choice, ...]
    salvaged: Salvaged | None
    problem: str = ""
    filler: Choice | None = None
    locked: Path | None = None


def require_not_lost(data: Path) -> None:
    """Raises StorageProblem "lost" where the data file is gone while backups of it are there:
    somebody has moved or deleted it, and an empty one would look like a loss of everything."""
    if not data.exists() and has_backups(data):
        raise StorageProblem("lost", data)


def has_backups(data: Path) -> bool:
    """Whether there are any beside the file."""
    with suppress(StorageProblem):
        return bool(backups(folder_for(data, "")))
    return False


def was_open(data: Path) -> bool:
    """Whether the latest backup beside the file has no password: then the file has hardly one, and
    what looks like noise may be damage."""
    with suppress(StorageProblem, OSError):
        found = backups(folder_for(data, ""))
        return bool(found) and not looks_encrypted(found[0].path)
    return False


def choices(data: Path, scheme: str, key: str = "") -> Choices:
    """Save what can be read of the damaged file, and look for whole backups of it.

    `scheme` is for submissions that lost theirs. The damaged file is only read; one that is gone
    has backups, and maybe the log that it left.
    """
    if not data.exists() and not _has_log(data):
        found, locked = _backups(folder_for(data, ""), key)
        return Choices(tuple(found), None, locked=locked)
    made: Salvaged | None = None
    problem = ""
    target = _beside(data, "抢救")
    try:
        made = salvage(data, target, scheme, key)
    except StorageProblem as refused:
        problem = refused.sentence
    found, locked = _backups(_folder(data, made, key), key)
    filler: Choice | None = None
    if made is not None and made.submissions:
        if made.gaps and found:
            filler = found[0]
            made = _filled(data, made, scheme, key, filler)
        one = Choice(made.path, "salvaged", _time(data), tuple(contents(made.path, key)), key)
        found = sorted((one, *found), key=_order, reverse=True)
    elif made is not None:
        made.path.unlink(missing_ok=True)
    return Choices(tuple(found), made, problem, filler, locked)


def _filled(data: Path, made: Salvaged, scheme: str, key: str, filler: Choice) -> Salvaged:
    """Once more with a backup, which is known only now; what was saved before stays where that
    fails."""
    full = made.path.with_name(f"{made.path.name}.full")
    try:
        again = salvage(data, full, scheme, key, filler.path)
        with explaining(data):
            full.replace(made.path)
        return replace(again, path=made.path)
    except StorageProblem:
        return made


def _has_log(data: Path) -> bool:
    log = data.with_name(f"{data.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _order(choice: Choice) -> tuple[bool, datetime]:
    """The latest work first; an empty file last."""
    changed = choice.changed
    return changed is not None, changed or choice.taken


def _folder(data: Path, made: Salvaged | None, key: str) -> Path:
    """Where the backups are: the damaged file may still say so."""
    wanted = ""
    if made is not None and made.path.exists():
        with suppress(StorageProblem):
            store = open_database(made.path, key=key)
            wanted = store.settings().get(FOLDER_SETTING, "")
            store.close()
    set_one = folder_for(data, wanted)
    return set_one if set_one.exists() else folder_for(data, "")


def _backups(folder: Path, key: str) -> tuple[list[Choice], Path | None]:
    """The latest backups that can be opened, in order, and the first that has another password."""
    found: list[Choice] = []
    locked: Path | None = None
    with suppress(StorageProblem, OSError):
        for one in backups(folder)[:MOST]:
            try:
                own = key if looks_encrypted(one.path) else ""
                inside = tuple(contents(one.path, own))
                found.append(Choice(one.path, "backup", one.taken, inside, own))
            except StorageProblem as problem:
                if problem.kind == "password":
                    locked = locked or one.path
    return sorted(found, key=_order, reverse=True), locked


def exchange(data: Path, choice: Choice) -> Path:
    """Keep the damaged file under another name and put the chosen one in its place; returns where
    the damaged one is now, or would be.

    Raises StorageProblem; the data file is then the damaged one still.
    """
    new = data.with_name(f"{data.name}.new")
    with explaining(data):
        try:
            make_private(new)
            shutil.copyfile(choice.path, new)
            file_to_disk(new)
            kept = set_aside(data)
            names_to_disk(data.parent)  # a log must not come back beside another file
            new.replace(data)
            names_to_disk(data.parent)
        finally:
            new.unlink(missing_ok=True)
    return kept


def set_aside(data: Path) -> Path:
    """Rename the file, if there is one, with its log; where the log cannot follow, the file comes
    back. Returns the new name. Raises OSError."""
    kept = _beside(data, "损坏")
    number = 1
    while kept.exists():
        number += 1
        kept = _beside(data, f"损坏（{number}）")
    there = data.exists()
    if there:
        data.rename(kept)
    try:
        for ending in BESIDE:
            log = data.with_name(f"{data.name}{ending}")
            if log.exists():
                log.rename(kept.with_name(f"{kept.name}{ending}"))
        data.with_name(f"{data.name}-shm").unlink(missing_ok=True)
    except OSError:
        if there:
            kept.rename(data)
        raise
    return kept


def _beside(data: Path, word: str) -> Path:
    return data.with_name(f"{data.stem} {_time(data):%Y-%m-%d %H%M%S} {word}{data.suffix}")


def _time(data: Path) -> datetime:
    """When the file was written last; now where it is gone. Raises OSError."""
    if not data.exists():
        return datetime.now().astimezone()
    return datetime.fromtimestamp(data.stat().st_mtime).astimezone()
