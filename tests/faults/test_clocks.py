"""The clock jumps in the middle of the work: nothing is told in another order than it was done."""

import contextlib
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from unittest import mock

import pytest

from app.session import Session
from app.storage import backup as backup_module
from app.storage import keeping, listing, seals
from app.storage.backup import backups, contents
from app.storage.engine import connect
from tests.faults.checks import contradictions, picture
from tests.faults.work import FIRST, Desk
from tests.storage.expect import problem

DAY = timedelta(days=1)
START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
JUMPS: dict[str, tuple[datetime, ...]] = {  # what the clock says, one after the other
    "back a year": (START, START - 365 * DAY, START - 365 * DAY),
    "ahead a year and back": (START, START + 365 * DAY, START),
    "standing still": (START, START, START),
    "an empty battery": (START, datetime(2000, 1, 1, tzinfo=UTC), START + DAY),
    "before 1970": (START, datetime(1969, 12, 31, 15, tzinfo=UTC), START),
    "long ago": (START, datetime(1601, 1, 1, tzinfo=UTC), START),
    "the last day of all": (START, datetime(9999, 12, 31, 20, tzinfo=UTC), START),
    "an hour that comes twice": (  # in Berlin, as in Shanghai until 1991
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 2, 30, tzinfo=UTC),
    ),
    "an hour that is left out": (
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 1, tzinfo=UTC),
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
    ),
}


@contextmanager
def clock(moment: datetime) -> Iterator[None]:
    """All that asks for the time hears this."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Clock":
            told = moment.astimezone(tz) if tz else _here(moment)
            return cls.fromisoformat(told.isoformat())

    with (
        mock.patch.object(seals, "datetime", Clock),
        mock.patch.object(backup_module, "datetime", Clock),
    ):
        yield


def _here(moment: datetime) -> datetime:
    try:
        return moment.astimezone().replace(tzinfo=None)
    except (OSError, OverflowError, ValueError):
        return moment.replace(tzinfo=None)


@pytest.fixture(params=["Asia/Shanghai", "Europe/Berlin"])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if sys.platform == "win32":
        pytest.skip("the zone of a program cannot be set there")
    monkeypatch.setitem(os.environ, "TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
def test_edits_stand_in_the_order_they_were_made(
    tmp_path: Path, place: str, jump: tuple[datetime, ...]
) -> None:
    desk = Desk(tmp_path / "甲", lambda what, store: None)
    marks, texts = set(), []
    for moment in jump:
        with clock(moment):
            desk.does(["open"] if desk.opened else ["open", "create"])
            session = desk.session()
            for _ in range(3):
                edit = desk.edit()
                session.apply(edit)
                texts.append(next(iter(edit.cells.values())))
                marks.add(desk.store.mark(1))
            desk.does(["seal", "close"])
    desk.does(["open"])
    assert len(marks) == len(texts)  # no two edits look the same to another window
    told = [one.after for one in desk.store.history(1, 999) if one.cell.endswith("initial")]
    assert told == texts[::-1]
    assert [one.sealed for one in desk.store.seals(1)] == [False, True] * len(jump)
    (line,) = desk.store.submissions()
    assert line.step == len(texts)
    glanced = listing.glance(desk.path)
    assert glanced and glanced.submissions == (line,)
    assert contradictions(desk.store) == []
    desk.store.close()


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
def test_another_window_is_seen_at_whatever_time(
    tmp_path: Path, place: str, jump: tuple[datetime, ...]
) -> None:
    desk = Desk(tmp_path / "甲", lambda what, store: None)
    with clock(jump[0]):
        desk.does(["open", "create"])
    for moment in jump:
        late = Session(desk.store, FIRST, desk.store.load(1))
        with clock(moment):
            desk.session().apply(desk.edit())
            assert not late.is_current()
            with problem("changed"):
                late.apply(desk.edit())
    desk.store.close()


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
def test_no_backup_takes_the_place_of_another(
    tmp_path: Path, place: str, jump: tuple[datetime, ...]
) -> None:
    desk = Desk(tmp_path / "甲", lambda what, store: None)
    desk.does(["open", "create"])
    held = []
    for moment in (*jump, *jump):
        with clock(moment):
            desk.does(["edit", "backup"])
        held.append(picture(desk.store.database.conn))
    found = backups(desk.backups)
    assert len(found) == len({one.path for one in found}) == 2 * len(jump)
    assert [one.taken for one in found] == sorted((one.taken for one in found), reverse=True)
    assert all(contents(one.path) for one in found)
    for one in found:
        copy = Desk(tmp_path / "乙", lambda what, store: None)
        copy.path.parent.mkdir(parents=True, exist_ok=True)
        copy.path.write_bytes(one.path.read_bytes())
        copy.does(["open"])
        held.remove(picture(copy.store.database.conn))
        copy.store.close()
    assert held == []
    desk.store.close()


@pytest.mark.parametrize("name", JUMPS)
def test_the_rule_takes_no_backup_away_that_is_needed(
    tmp_path: Path, place: str, name: str
) -> None:
    """Whatever the clock says, the latest work is in a backup, and each day keeps its three."""
    desk = Desk(tmp_path / "甲", lambda what, store: None)
    desk.does(["open", "create", "backup"])
    (manual,) = backups(desk.backups)
    made: Counter[str] = Counter()
    for moment in (*JUMPS[name], *JUMPS[name]):
        desk.does(["edit"])
        outcome = keeping.keep(desk.path, "daily", now=_here(moment))
        assert outcome.made and outcome.current and outcome.last and not outcome.problem
        with contextlib.closing(connect(outcome.last.path, reading=True)) as copy:
            assert picture(copy) == picture(desk.store.database.conn)
        made[f"{_here(moment):%Y-%m-%d}"] += 1
        there = [one.path for one in backups(desk.backups)]
        assert manual.path in there
        for day, count in made.items():
            assert sum(day in one.name and one != manual.path for one in there) >= min(count, 3)
    desk.store.close()
