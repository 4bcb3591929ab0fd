"""A data file that is damaged or gone: what can take its place, and the exchange itself.

The damaged file is kept under another name, with all that belongs to it, before anything takes its
place; nothing is deleted.
"""

import shutil
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from app.storage.backup import Backup, backups, contents, folder_for, may_be_of
from app.storage.database import open_database
from app.storage.engine import looks_encrypted
from app.storage.keeping import SLACK
from app.storage.listing import SubmissionInfo
from app.storage.problems import StorageProblem, explaining
from app.storage.salvage import BESIDE, Salvaged, salvage
from app.storage.to_disk import file_to_disk, make_private, names_to_disk

FOLDER_SETTING = "backup.folder"  # where backups go, as the window keeps it
MOST = 30  # backups that are looked into


@dataclass(frozen=True)
class Choice:
    """A whole file that can take the place of the damaged one: what was read of that one, a backup
    of a time, or what was read of a backup that is damaged too.

    `reason` says why a backup was made, `made` what was read, and `filler` is the backup that
    filled the gaps of that.
    """

    path: Path
    kind: Literal["salvaged", "backup", "spoiled"]
    taken: datetime
    found: tuple[SubmissionInfo, ...]
    key: str = ""
    reason: str = ""
    made: Salvaged | None = None
    filler: "Choice | None" = None

    @property
    def changed(self) -> datetime | None:
        """When something in it was changed last."""
        return max((one.changed for one in self.found), default=None)


@dataclass(frozen=True)
class Choices:
    """What there is to choose from, the best first. `problem` says why what was read of the file
    could not be saved, `locked` is the latest backup that another password opens, and `spoiled`
    counts those that are damaged."""

    all: tuple[Choice, ...]
    problem: str = ""
    locked: Path | None = None
    spoiled: int = 0

    @property
    def salvaged(self) -> Salvaged | None:
        """What was read of the damaged file itself."""
        return next((one.made for one in self.all if one.kind == "salvaged"), None)

    def tidy(self, kept: Choice | None = None) -> None:
        """Take away what was read, but for what somebody may want: it lies in the damaged file and
        in the damaged backup as before. Of the choice that was `kept` the data file is a copy; then
        what was read of the damaged file stays beside it."""
        for one in self.all:
            if one.made is not None and (kept is None or kept is one or one.kind == "spoiled"):
                one.path.unlink(missing_ok=True)


def require_not_lost(data: Path) -> None:
    """Raises StorageProblem "lost" where the data file is gone while backups of it are there:
    somebody has moved or deleted it, and an empty one would look like a loss of everything."""
    if not data.exists() and has_backups(data):
        raise StorageProblem("lost", data)


def has_backups(data: Path) -> bool:
    """Whether there are any of it beside the file."""
    with suppress(StorageProblem):
        return any(may_be_of(data, one) for one in backups(folder_for(data, "")))
    return False


def was_open(data: Path) -> bool:
    """Whether the latest backup beside the file has no password: then the file has hardly one, and
    what looks like noise may be damage."""
    with suppress(StorageProblem, OSError):
        found = [one for one in backups(folder_for(data, "")) if may_be_of(data, one)]
        return bool(found) and not looks_encrypted(found[0].path)
    return False


def choices(
    data: Path, scheme: str, key: str = "", step: Callable[[], object] = lambda: None
) -> Choices:
    """Save what can be read of the damaged file, and look for whole backups of it.

    `scheme` is for submissions that lost theirs. The damaged file is only read; one that is gone
    has backups, and maybe the log that it left. `step` is called now and then: what it raises stops
    it, and nothing is left behind.
    """
    with ExitStack() as undo:
        step()
        own, problem = _salvaged(data, data, scheme, key, "抢救")
        if own is not None:
            undo.callback(own.path.unlink, missing_ok=True)
        step()
        found, locked, spoiled = _backups(data, _folder(data, own, key), key, step)
        if own is not None and own.gaps and found:
            own = _filled(data, own, scheme, key, found[0])
        if own is not None:
            inside = tuple(contents(own.path, key))
            filler = found[0] if found and own.filled else None
            first = Choice(own.path, "salvaged", _time(data), inside, key, "", own, filler)
            found = _with_own(first, found)
        elif spoiled and all(one.taken <= spoiled[0].taken for one in found):
            step()
            found = _with_spoiled(data, spoiled[0], found, scheme, key)
        undo.pop_all()
    return Choices(tuple(found), problem, locked, len(spoiled))


def _salvaged(
    data: Path, source: Path, scheme: str, key: str, word: str, filler: Choice | None = None
) -> tuple[Salvaged | None, str]:
    """What was read of a file, saved beside the data file; None where that is nothing, or where it
    could not be saved, and then why."""
    if not source.exists() and not _has_log(source):
        return None, ""
    place = _beside(data, word)
    try:
        made = salvage(source, place, scheme, key, filler.path if filler is not None else None)
    except StorageProblem as refused:
        return None, refused.sentence
    if made.submissions:
        return made, ""
    made.path.unlink(missing_ok=True)
    return None, ""


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


def _with_own(own: Choice, found: list[Choice]) -> list[Choice]:
    """What was read of the file is later than any backup of it, whatever the clock said, unless a
    backup knows of more steps in a submission: then by time."""
    steps = {one.id: one.step for one in own.found}
    others = [one for choice in found for one in choice.found]
    if all(one.step <= steps.get(one.id, one.step) for one in others):
        return [own, *found]
    return sorted((own, *found), key=_order, reverse=True)


def _with_spoiled(
    data: Path, spoiled: Backup, found: list[Choice], scheme: str, key: str
) -> list[Choice]:
    """Where nothing was read of the file: what can be read of the latest backup, which is damaged
    too, with its gaps filled from the latest whole one."""
    own = key if looks_encrypted(spoiled.path) else ""
    filler = found[0] if found else None
    made, _ = _salvaged(data, spoiled.path, scheme, own, "抢救备份", filler)
    if made is None:
        return found
    inside = tuple(contents(made.path, own))
    used = filler if made.filled else None
    one = Choice(made.path, "spoiled", spoiled.taken, inside, own, spoiled.reason, made, used)
    return sorted((one, *found), key=_order, reverse=True)


def _has_log(data: Path) -> bool:
    log = data.with_name(f"{data.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _order(choice: Choice) -> tuple[bool, bool, datetime]:
    """The latest work first; after it what comes from a clock that was wrong, an empty file
    last."""
    changed = choice.changed
    past = choice.taken - datetime.now().astimezone() <= SLACK
    return changed is not None, past, changed or choice.taken


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


def _backups(
    data: Path, folder: Path, key: str, step: Callable[[], object]
) -> tuple[list[Choice], Path | None, list[Backup]]:
    """The latest backups that can be opened, in order; the first that has another password; those
    that are damaged, the latest first."""
    found: list[Choice] = []
    locked: Path | None = None
    spoiled: list[Backup] = []
    with suppress(StorageProblem, OSError):
        for one in [one for one in backups(folder) if may_be_of(data, one)][:MOST]:
            step()
            try:
                own = key if looks_encrypted(one.path) else ""
                inside = tuple(contents(one.path, own))
                found.append(Choice(one.path, "backup", one.taken, inside, own, one.reason))
            except StorageProblem as problem:
                if problem.kind == "password":
                    locked = locked or one.path
                elif problem.kind == "damaged":
                    spoiled.append(one)
    return sorted(found, key=_order, reverse=True), locked, spoiled


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
            if log.exists() and not log.stat().st_size:
                log.unlink()  # says nothing
            elif log.exists():
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
