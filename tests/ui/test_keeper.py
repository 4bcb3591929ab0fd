"""Automatic backups as a clerk meets them: nothing to do, one line that says when the last was."""

import gc
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from app.storage import backup as backup_module
from app.storage import keeping
from app.storage.backup import Backup, backups
from app.storage.database import open_database
from app.storage.outcome import Outcome
from app.ui.start import keeper as keeper_module
from app.ui.start.backup_line import concern, last_words
from app.ui.start.keeper import Keeper, end_backups, keep_backups, without_backups
from tests.ui.driver import Key, Office
from tests.ui.office_work import lays_in, waits_until

A = "云岭县就业服务中心"
NOW = datetime(2026, 11, 27, 9, 12).astimezone()


@pytest.fixture
def kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeper]:
    """A program with something in it that has begun to keep backups."""
    monkeypatch.setattr(keeper_module, "SOON", 1)
    lays_in(office, (A, 2023))
    yield begins(office)
    end_backups(office.window)
    assert gc.isenabled()


def begins(office: Office) -> Keeper:
    keep_backups(office.window)
    keeper = office.window.keeper
    assert keeper is not None
    waits_until(lambda: keeper.outcome is not None)
    return keeper


def looks(keeper: Keeper, day: timedelta = timedelta(0)) -> None:
    """The clock is looked at, on another day."""
    if day:
        assert keeper._day is not None
        keeper._day -= day
    keeper.look()
    waits_until(lambda: not keeper.busy)


def reasons(office: Office) -> list[str]:
    return [one.reason for one in backups(office.folder / "backups")]


def full(_path: Path) -> None:
    raise OSError(28, "No space left on device")


def test_one_at_the_start_and_the_page_says_so(office: Office, kept: Keeper) -> None:
    assert reasons(office) == ["打开时"]
    assert f"{office.window.start.backed.said.text()}".startswith("上次备份：今天 ")
    assert not office.window.start.backed.concern.isVisible()
    looks(kept)
    assert reasons(office) == ["打开时"]
    looks(kept, timedelta(days=1))
    assert reasons(office) == ["打开时"], "nothing has changed"


def test_another_day_with_work_has_another_one(office: Office, kept: Keeper) -> None:
    office.opens_first()
    office.types("info.head", "Lin")
    looks(kept)
    assert reasons(office) == ["打开时"], "the same day"
    looks(kept, timedelta(days=1))
    assert sorted(reasons(office)) == ["打开时", "每日"]
    office.window.show_start()
    assert office.window.start.backed.said.isVisible()


def test_after_a_rest_all_is_in_the_file_itself(office: Office, kept: Keeper) -> None:
    """A log that is lost, or not copied along, costs seconds of work."""
    office.opens_first()
    office.types("info.head", "Lin")

    def in_the_file_alone() -> str:
        alone = office.folder / "alone.db"
        alone.write_bytes(office.path.read_bytes())
        with closing(open_database(alone)) as store:
            return store.load(1).text("info.head")

    assert in_the_file_alone() != "Lin"
    kept.rest()
    assert in_the_file_alone() != "Lin", "the person is at work"
    kept.rest()
    assert in_the_file_alone() == "Lin"


def test_the_line_is_there_in_another_size_of_the_text(office: Office, kept: Keeper) -> None:
    try:
        office.window.restyle(150)
        assert office.window.start.backed.said.text().startswith("上次备份：今天 ")
    finally:
        office.window.restyle(100)  # the look belongs to the application, not to this window


def test_a_full_disk_is_said_and_the_work_goes_on(
    office: Office, kept: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.opens_first()
    office.types("info.head", "Lin")
    monkeypatch.setattr(backup_module, "_to_disk", full)
    looks(kept, timedelta(days=1))
    assert office.told == [], "nobody is stopped for it"
    office.types("info.head", "Zhou")
    office.window.show_start()
    line = office.window.start.backed
    assert line.said.text().startswith("上次备份：今天 ")
    assert "磁盘空间不够，备份没有做成" in line.concern.text()
    assert "可以照常填" in line.concern.text()
    monkeypatch.undo()
    looks(kept)
    assert len(reasons(office)) == 1, "not again within the hour"
    kept._tried -= 3601
    looks(kept)
    assert sorted(reasons(office)) == ["打开时", "每日"]
    assert not line.concern.isVisible()


def test_the_folder_that_is_gone_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper_module, "SOON", 1)
    lays_in(office, (A, 2023))
    stick = office.folder / "U盘"
    office.store.put_setting("backup.folder", str(stick))
    keeper = begins(office)
    assert "先存在数据文件旁边" in office.window.start.backed.concern.text()
    assert reasons(office) == ["打开时"]
    stick.mkdir()
    looks(keeper, timedelta(days=1))
    assert [one.reason for one in backups(stick)] == ["每日"]
    assert not office.window.start.backed.concern.isVisible()
    end_backups(office.window)


def test_the_window_answers_while_it_is_made(
    office: Office, kept: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.opens_first()
    office.types("info.head", "Lin")
    going, on = threading.Event(), threading.Event()
    quick = backup_module.back_up

    def slow(*about: object) -> Path:
        going.set()
        on.wait(10)
        return quick(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping, "back_up", slow)
    assert kept._day is not None
    kept._day -= timedelta(days=1)
    kept.look()
    waits_until(going.is_set)
    assert kept.busy and not gc.isenabled()
    office.types("info.head", "Zhou")
    assert office.entries()["info.head"] == "Zhou"
    kept.look()  # no second one beside it
    on.set()
    waits_until(lambda: not kept.busy)
    assert sorted(reasons(office)) == ["打开时", "每日"]


def test_the_program_ends_although_it_goes_on(
    office: Office, kept: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = threading.Event()
    monkeypatch.setattr(keeping, "keep", lambda *_: Outcome(current=on.wait(10)))
    monkeypatch.setattr(keeper_module, "PATIENCE", 0.1)
    kept._day = None
    kept.look()
    begun = time.monotonic()
    end_backups(office.window)
    assert time.monotonic() - begun < 1
    on.set()
    kept.wait(5)


def test_nothing_begins_where_it_must_not(office: Office, kept: Keeper) -> None:
    with without_backups(office.window) as wait:
        wait()
        kept._day = None
        kept.look()
        QTest.qWait(20)
        assert not kept.busy
    kept.look()
    assert kept.busy
    waits_until(lambda: not kept.busy)


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "今天 09:12"),
        (1, "昨天 09:12"),
        (3, "11月24日 09:12"),
        (400, "2025年10月23日 09:12"),
        (-400, "2028年1月1日 09:12"),
    ],
)
def test_when_the_last_one_was(days: int, words: str) -> None:
    last = Backup(Path("x"), NOW - timedelta(days=days), "每日", 1)
    assert last_words(Outcome(last), NOW) == f"上次备份：{words}"


def test_what_a_person_should_know() -> None:
    assert last_words(Outcome(), NOW) == "还没有备份"
    assert concern(Outcome(current=True)) == ""
    assert concern(Outcome(second="另存的一份没有存。")) == "另存的一份没有存。"


@pytest.mark.skipif(sys.platform == "win32", reason="an open file stays there")
def test_a_data_file_that_is_taken_away_comes_back_and_that_is_said_once(
    kept: Keeper, office: Office
) -> None:
    waits_until(lambda: not kept.busy)
    office.path.unlink()
    for _ in range(4):
        kept.rest()
    assert office.path.exists()
    (told,) = office.told
    assert "写回原处" in told
    assert str(office.path) in told
    assert [one.unit_name for one in office.store.submissions()] == [A]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file stays there")
@pytest.mark.parametrize("address", ["outlay.public.r1.basic", "info.filler"])
def test_that_is_not_said_in_the_middle_of_a_figure(
    kept: Keeper, office: Office, address: str
) -> None:
    waits_until(lambda: not kept.busy)
    office.opens_first()
    office.goes_to(address)
    office.path.unlink()
    for half in ("5", "7"):
        office.enters(half)
        for _ in range(1 + address.startswith("outlay")):
            kept.rest()
        assert office.told == []
    QTest.keyClick(office.focus(), Key.Key_Return)
    assert "57" in office.entries()[address]
    for _ in range(4):
        kept.rest()
    assert len(office.told) == 1
