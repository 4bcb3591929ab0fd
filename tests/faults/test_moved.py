"""The data file is taken away under an open program, by hand or by another one."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from app.session import Session
from app.storage.database import open_database
from tests.faults.checks import contradictions, picture
from tests.faults.work import Desk
from tests.storage.expect import problem

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file stays there")


@pytest.fixture(params=[True, False], ids=["disk", "stick"])
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    with mock.patch("app.storage.database.is_local", lambda folder: request.param):
        made = Desk(tmp_path / "甲", lambda what, store: None)
        made.does(["open", "create", "edit", "backup"])
        yield made
        for one in made.opened:
            one.close()


def is_removed(path: Path) -> None:
    path.unlink()


def is_renamed(path: Path) -> None:
    path.rename(path.with_name("改名.db"))


def its_folder_is_renamed(path: Path) -> None:
    path.parent.rename(path.parent.with_name("别处"))


def its_folder_is_removed(path: Path) -> None:
    shutil.rmtree(path.parent)


def is_replaced(path: Path) -> None:
    other = path.with_name("别的.db")
    open_database(other).close()
    other.replace(path)


WORK: list[Callable[[Desk, Session], object]] = [
    lambda desk, session: session.apply(desk.edit()),
    lambda desk, _: desk.store.create(2031, "national-2020", "", {}),
    lambda desk, _: desk.store.seal(1, "林"),
    lambda desk, _: desk.store.put_setting("person", "林"),
    lambda desk, _: desk.store.close(),
]


@pytest.mark.parametrize("work", WORK)
@pytest.mark.parametrize("away", [is_removed, is_renamed, its_folder_is_removed])
def test_what_was_taken_away_is_put_back_whole(
    desk: Desk, away: Callable[[Path], None], work: Callable[[Desk, Session], object]
) -> None:
    session, store = desk.session(), desk.store
    session.apply(desk.edit())
    steps, entries = store.history(1, 99), store.load(1).entries
    away(desk.path)
    work(desk, session)
    assert store.was_put_back
    store.close()
    assert not desk.path.with_name(f"{desk.path.name}-wal").exists()
    desk.does(["open"])
    assert desk.store.history(1, 99)[-len(steps) :] == steps
    assert len(entries) <= len(desk.store.load(1).entries)
    assert contradictions(desk.store) == []


@pytest.mark.parametrize("away", [its_folder_is_renamed, is_replaced])
def test_no_edit_is_taken_for_kept_that_nobody_finds_again(
    desk: Desk, away: Callable[[Path], None]
) -> None:
    session, store = desk.session(), desk.store
    before = session.submission, picture(store.database.conn)
    away(desk.path)
    for work in WORK[:-1]:
        with problem("missing", "没有存上", str(desk.path)):
            work(desk, session)
    assert (session.submission, picture(store.database.conn)) == before


def test_nothing_is_written_to_the_place_where_a_stick_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.storage.putting_back.disk_of", lambda folder: -1)
    desk.path.unlink()
    with problem("missing", "没有存上", "U盘"):
        desk.session().apply(desk.edit())
    assert not desk.path.exists()


@pytest.mark.parametrize("folder", [False, True], ids=["file", "folder"])
def test_put_back_by_hand_the_work_goes_on(desk: Desk, folder: bool) -> None:
    session = desk.session()
    place = desk.path.parent if folder else desk.path
    aside = place.with_name("别处")
    place.rename(aside)
    if folder:
        with problem("missing"):
            session.apply(desk.edit())
    aside.rename(place)
    edit = desk.edit()
    session.apply(edit)
    desk.does(["undo", "close", "open"])
    assert edit.cells.items() <= {(one.cell, one.after) for one in desk.store.history(1, 99)}
    assert contradictions(desk.store) == []


def test_beside_another_file_in_its_place_is_all_that_it_held(desk: Desk) -> None:
    before = picture(desk.store.database.conn)
    is_replaced(desk.path)
    for _ in range(2):
        with problem("missing", "另存在", "原来的"):
            desk.session().apply(desk.edit())
    desk.store.close()
    (kept,) = desk.path.parent.glob("*原来的*")
    with closing(open_database(kept, key=desk.key)) as store:
        assert picture(store.database.conn) == before
    desk.does(["open"])
    assert desk.store.submissions() == []
    assert contradictions(desk.store) == []
