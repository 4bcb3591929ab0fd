"""Automatic backups: which of them stay, and the making of one where something has changed.

The rule counts days, weeks and years that have a backup, not those that went by: after a holiday,
or when the clock was set to another year, nothing is gone at once.
"""

import re
import time
from collections.abc import Callable, Hashable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from app.storage.backup import (
    REASONS,
    Backup,
    Reason,
    back_up,
    backups,
    described,
    folder_for,
    is_of,
    local,
    looking,
    order,
)
from app.storage.engine import connect, errors, looks_encrypted
from app.storage.listing import LIST, MAGIC
from app.storage.outcome import Outcome
from app.storage.problems import StorageProblem, explaining
from app.storage.rule import A_DAY, DAYS, OF_A_KIND, WEEKS

AUTOMATIC = frozenset(word for reason, word in REASONS.items() if reason != "manual")
BY_TIME = frozenset({REASONS["start"], REASONS["daily"]})
SLACK = timedelta(hours=1)  # what is later than now by more comes from a clock that was wrong
OLD = 24 * 3600  # seconds: nobody works on a half file of yesterday any more
HALF = re.compile(r"\.part(?:-journal|-wal|-shm)?$")
MARK = (  # what is the same in two files that hold the same work
    LIST,
    "select kind, code, name from subject order by kind, code",
    "select count(*), max(id) from seal",
)
Mark = tuple[tuple[object, ...], ...]


# ---------------------------------------------------------------- the rule


def kept(found: Sequence[Backup], now: datetime) -> frozenset[Path]:
    """The paths of those backups that stay.

    Manual ones, files of others and those that seem to come from the future always do. Of the
    others the last three of each of the last seven days that have any, the last of each of the last
    four weeks and of every year, and the last five of each reason but those of time.
    """
    thinned = [one for one in found if one.reason in AUTOMATIC and one.taken - now <= SLACK]
    thinned.sort(key=order, reverse=True)
    before_something = [one for one in thinned if one.reason not in BY_TIME]
    stay = (
        *(one for day in _groups(thinned, _day)[:DAYS] for one in day[:A_DAY]),
        *(week[0] for week in _groups(thinned, _week)[:WEEKS]),
        *(year[0] for year in _groups(thinned, lambda one: one.taken.year)),
        *(one for kind in _groups(before_something, _reason) for one in kind[:OF_A_KIND]),
    )
    gone = {one.path for one in thinned} - {one.path for one in stay}
    return frozenset(one.path for one in found) - gone


def _day(one: Backup) -> Hashable:
    return one.taken.date()


def _week(one: Backup) -> Hashable:
    return one.taken.isocalendar()[:2]


def _reason(one: Backup) -> Hashable:
    return one.reason


def _groups(found: Sequence[Backup], by: Callable[[Backup], Hashable]) -> list[list[Backup]]:
    """Those that have something in common, in the order that they come in."""
    groups: dict[Hashable, list[Backup]] = {}
    for one in found:
        groups.setdefault(by(one), []).append(one)
    return list(groups.values())


# ---------------------------------------------------------------- doing


def keep(
    data: Path,
    reason: Reason,
    folder: str = "",
    second: str = "",
    key: str = "",
    now: datetime | None = None,
) -> Outcome:
    """Back up an open data file where it holds something that its latest backup does not, and take
    away the backups that the rule does not keep.

    `folder` and `second` are what was set, or blank. May be called from any thread; raises nothing
    that a person could mend: the outcome says it.
    """
    now = local(now or datetime.now())
    beside, wanted = folder_for(data, ""), folder_for(data, folder)
    outcome = Outcome()
    for place in dict.fromkeys((wanted, beside)):
        if place != beside and not _is_there(place):
            outcome = replace(outcome, away=place)
            continue
        try:
            last, made = _kept_in(data, place, reason, key, now)
        except StorageProblem as refused:
            said = outcome.problem or refused.sentence
            away = outcome.away if place == beside else place
            outcome = replace(outcome, away=away, problem=said)
        else:
            outcome = replace(outcome, last=last, made=made, current=True, problem="")
            break
    if not outcome.current:
        outcome = replace(outcome, last=latest(data, (wanted, beside), now))
    return replace(outcome, second=_second(data, second, reason, key, now))


def _second(data: Path, second: str, reason: Reason, key: str, now: datetime) -> str:
    """Another copy elsewhere; why there is none, blank where there is or none is wanted."""
    place = folder_for(data, second)
    if not second or place == folder_for(data, ""):
        return ""
    if not _is_there(place):
        return f"另存的一份没有存：文件夹不在，可能U盘没有插上：{place}。"
    try:
        _kept_in(data, place, reason, key, now)
    except StorageProblem as refused:
        return refused.sentence
    return ""


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # such as a share that is off
        return False


def _kept_in(
    data: Path, folder: Path, reason: Reason, key: str, now: datetime
) -> tuple[Backup, bool]:
    """The latest backup in a folder, which holds what the data file holds; whether it was made now.

    The others are thinned only after that one was checked. Raises StorageProblem.
    """
    _sweep(data, folder)
    last = latest(data, (folder,), now)
    if last is not None and _holds_all(data, last, key):
        return last, False
    made = described(back_up(data, folder, reason, key, now))
    _thin(data, folder, made.path, now)
    return made, True


def latest(data: Path, folders: Sequence[Path], now: datetime) -> Backup | None:
    """The latest backup of a data file that looks whole; one from the future only where there is
    no other."""
    found: list[Backup] = []
    for folder in dict.fromkeys(folders):
        with suppress(StorageProblem):
            found += [one for one in backups(folder) if is_of(data, one, marked=False)]
    past = [one for one in found if one.taken - now <= SLACK]
    for one in sorted(past or found, key=order, reverse=True):
        if looks_whole(one.path):
            return one
    return None


def _holds_all(data: Path, last: Backup, key: str) -> bool:
    """Whether a backup is good and holds the same work as the data file. Raises StorageProblem
    where the data file cannot be read."""
    if looks_encrypted(last.path) != bool(key):  # it is of the time before the password
        return False
    with explaining(data), closing(connect(data, key, reading=True)) as connection:
        connection.execute("begin")
        now = tuple(tuple(connection.execute(each).fetchall()) for each in MARK)
    try:
        with looking(last.path, key) as connection:
            return now == tuple(tuple(connection.execute(each).fetchall()) for each in MARK)
    except errors(StorageProblem):  # damaged, of an earlier version, with another password
        return False


def _thin(data: Path, folder: Path, made: Path, now: datetime) -> None:
    """Take away what the rule does not keep. What does not look whole takes nobody's place and is
    left for a person to judge, and so are the backups of other data files."""
    found = [one for one in backups(folder) if is_of(data, one) and looks_whole(one.path)]
    if all(one.path != made for one in found):
        return
    stay = kept(found, now) | {made}
    for one in found:
        if one.path not in stay:
            with suppress(OSError):  # somebody looks at it: the next time
                one.path.unlink()


def looks_whole(path: Path) -> bool:
    """Whether a file has the size that its first page says, or may be one with a password."""
    try:
        with path.open("rb") as file:
            header = file.read(32)
        if not header.startswith(MAGIC):
            return looks_encrypted(path)
        page, count = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
        return path.stat().st_size == count * (page if page > 1 else 65536) > 0
    except OSError:
        return False


def _sweep(data: Path, folder: Path) -> None:
    """Remove half files that a program left which was killed at work."""
    own = re.compile(rf"{re.escape(data.name)}\.\d+\.(?:new|part)(?:-journal|-wal|-shm)?$")
    late = time.time() - OLD
    for place in {folder, data.parent}:
        with suppress(OSError):
            for path in place.iterdir():
                half = HALF.search(path.name)
                of_backup = half is not None and _is_half(data, path, half.start())
                of_file = place == data.parent and own.fullmatch(path.name)
                if (of_backup or of_file) and path.stat().st_mtime < late:
                    with suppress(OSError):
                        path.unlink()


def _is_half(data: Path, path: Path, end: int) -> bool:
    whole = path.with_name(path.name[:end])
    return path.is_file() and is_of(data, described(path, whole.name))
