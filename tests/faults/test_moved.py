"""The data file is taken away under an open program, by hand or by another one."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest

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


@pytest.mark.parametrize(
    "away", [is_removed, is_renamed, its_folder_is_renamed, its_folder_is_removed, is_replaced]
)
def test_no_edit_is_taken_for_kept_that_nobody_finds_again(
    desk: Desk, away: Callable[[Path], None]
) -> None:
    session, store = desk.session(), desk.store
    before = session.submission, picture(store.database.conn)
    away(desk.path)
    for work in (
        lambda: session.apply(desk.edit()),
        lambda: store.create(2031, "national-2020", "", {}),
        lambda: store.seal(1, "林"),
        lambda: store.put_setting("person", "林"),
    ):
        with problem("missing", "没有存上", str(desk.path)):
            work()
    assert (session.submission, picture(store.database.conn)) == before


@pytest.mark.parametrize("folder", [False, True], ids=["file", "folder"])
def test_put_back_the_work_goes_on(desk: Desk, folder: bool) -> None:
    session = desk.session()
    place = desk.path.parent if folder else desk.path
    aside = place.with_name("别处")
    place.rename(aside)
    edit = desk.edit()
    with problem("missing"):
        session.apply(edit)
    aside.rename(place)
    session.apply(edit)
    desk.does(["undo", "close", "open"])
    assert edit.cells.items() <= {(one.cell, one.after) for one in desk.store.history(1, 99)}
    assert contradictions(desk.store) == []


def test_another_file_in_its_place_is_left_alone(desk: Desk) -> None:
    is_replaced(desk.path)
    with problem("missing"):
        desk.session().apply(desk.edit())
    desk.store.close()
    desk.does(["open"])
    assert desk.store.submissions() == []
    assert contradictions(desk.store) == []
