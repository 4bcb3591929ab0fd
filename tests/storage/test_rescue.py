"""A damaged data file gives way to what was read of it or to a backup, and is kept aside."""

import os
import shutil
import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from app.domain.submission import Edit
from app.resources import DEFAULT_SCHEME
from app.storage.backup import back_up
from app.storage.database import open_database
from app.storage.password import change_password
from app.storage.problems import StorageProblem
from app.storage.rescue import choices, exchange, require_not_lost

UNIT, LATER = "甲单位", "乙单位"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A file with one submission, a backup of it, and an edit after that."""
    path = tmp_path / "数据" / "算盘.db"
    with closing(open_database(path)) as store:
        store.create(2024, DEFAULT_SCHEME, "", {"info.unit": UNIT})
        back_up(path, path.parent / "backups", "manual")
        time.sleep(0.01)
        store.write(1, Edit({"info.unit": LATER}, "改名"), {"info.unit": UNIT})
    return path


def damage(path: Path, start: int = 0, end: int = 4096) -> bytes:
    whole = path.read_bytes()
    path.write_bytes(whole[:start] + bytes(end - start) + whole[end:])
    return path.read_bytes()


def unit_in(path: Path, key: str = "") -> str:
    with closing(open_database(path, key=key)) as store:
        return store.submissions()[0].unit_name


def test_the_latest_work_comes_first(data: Path) -> None:
    before = damage(data)
    found = choices(data, DEFAULT_SCHEME)
    assert [one.kind for one in found.all] == ["salvaged", "backup"]
    assert [one.found[0].unit_name for one in found.all] == [LATER, UNIT]
    assert data.read_bytes() == before


@pytest.mark.parametrize(("at", "unit"), [(0, LATER), (1, UNIT)])
def test_what_is_chosen_takes_the_place(data: Path, at: int, unit: str) -> None:
    before = damage(data)
    found = choices(data, DEFAULT_SCHEME)
    kept = exchange(data, found.all[at])
    assert unit_in(data) == unit
    assert kept.read_bytes() == before
    assert "损坏" in kept.name
    assert found.all[1].path.exists()


def test_what_can_be_read_of_a_later_backup_that_is_damaged_too(data: Path) -> None:
    (good,) = (data.parent / "backups").iterdir()
    with closing(open_database(data)) as store:
        store.write(1, Edit({"info.head": "周"}, "填写"), store.load(1).entries)
    late = back_up(data, good.parent, "start")
    damage(late)
    damage(data, 0, data.stat().st_size)
    found = choices(data, DEFAULT_SCHEME)
    assert [one.kind for one in found.all] == ["spoiled", "backup"]
    assert found.spoiled == 1
    assert cells(found.all[0].path)["info.head"] == "周"
    exchange(data, found.all[0])
    found.tidy(found.all[0])
    assert cells(data)["info.head"] == "周"
    assert not found.all[0].path.exists()
    assert late.exists()


def test_a_damaged_backup_that_is_older_is_passed_over(data: Path) -> None:
    (good,) = (data.parent / "backups").iterdir()
    shutil.copy(good, good.with_name("算盘 1999-01-01 000000 手动.db"))
    damage(good.with_name("算盘 1999-01-01 000000 手动.db"))
    damage(data, 0, data.stat().st_size)
    found = choices(data, DEFAULT_SCHEME)
    assert [(one.kind, one.path) for one in found.all] == [("backup", good)]
    assert (found.salvaged, found.spoiled) == (None, 1)
    assert not list(data.parent.glob("*抢救*"))


def test_a_clock_that_was_wrong_does_not_put_a_backup_before_the_file(data: Path) -> None:
    (good,) = (data.parent / "backups").iterdir()
    for path, at in ((good, "2099"), (data, "1999")):
        with closing(sqlite3.connect(path)) as other, other:
            other.execute("update history set at = ? || substr(at, 5)", (at,))
            other.execute("update submission set created = ? || substr(created, 5)", (at,))
    damage(data)
    assert [one.kind for one in choices(data, DEFAULT_SCHEME).all] == ["salvaged", "backup"]


def test_stopped_it_leaves_nothing_behind(data: Path) -> None:
    before = sorted(data.parent.iterdir())
    damage(data)
    for last in range(3):
        steps = iter(range(last))
        with pytest.raises(StopIteration):
            choices(data, DEFAULT_SCHEME, "", partial(next, steps))
    assert sorted(data.parent.iterdir()) == before


def test_the_folder_that_was_set_is_looked_into(data: Path, tmp_path: Path) -> None:
    with closing(open_database(data)) as store:
        store.put_setting("backup.folder", str(tmp_path / "U盘"))
    shutil.move(data.parent / "backups", tmp_path / "U盘")
    damage(data)
    assert [one.kind for one in choices(data, DEFAULT_SCHEME).all] == ["salvaged", "backup"]


def test_the_log_is_kept_with_its_file(data: Path) -> None:
    log = data.with_name(f"{data.name}-wal")
    log.write_bytes(b"a log")
    damage(data)
    kept = exchange(data, choices(data, DEFAULT_SCHEME).all[0])
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"a log"
    assert not log.exists()
    assert unit_in(data) == LATER


def test_a_second_time_keeps_both(data: Path) -> None:
    kept = []
    for _ in range(2):
        damage(data)
        os.utime(data, (1_700_000_000, 1_700_000_000))
        kept.append(exchange(data, choices(data, DEFAULT_SCHEME).all[-1]))
    assert len(set(kept)) == 2
    assert all(one.exists() for one in kept)


def test_what_cannot_be_exchanged_stays(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = damage(data)
    choice = choices(data, DEFAULT_SCHEME).all[0]

    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(StorageProblem) as caught:
        exchange(data, choice)
    assert caught.value.kind == "full"
    assert data.read_bytes() == before
    assert not data.with_name(f"{data.name}.new").exists()


def test_a_file_with_a_password(data: Path) -> None:
    change_password(data, "", "abcdef")
    with closing(open_database(data, key="abcdef")) as store:
        for step in range(40):
            cells = {f"text.t{step}": "数" * 900}
            store.write(1, Edit(cells, "填"), {})
        back_up(data, data.parent / "backups", "manual", "abcdef")
    damage(data, data.stat().st_size - 8192, data.stat().st_size)
    with pytest.raises(StorageProblem) as caught:
        open_database(data, key="abcdef")
    assert caught.value.kind == "damaged"
    found = choices(data, DEFAULT_SCHEME, "abcdef")
    assert {one.kind for one in found.all} == {"salvaged", "backup"}
    exchange(data, next(one for one in found.all if one.kind == "backup"))
    assert unit_in(data, "abcdef") == LATER


def cells(path: Path) -> dict[str, str]:
    with closing(open_database(path)) as store:
        return dict(store.load(1).entries)


@pytest.mark.parametrize("part", [0.2, 0.3, 0.4])
def test_what_is_cut_off_comes_from_the_backup(tmp_path: Path, part: float) -> None:
    """The newer work of the file, and what is lost of it from the backup: no cell is missing."""
    data = tmp_path / "算盘.db"
    entries = {"info.unit": UNIT} | {f"outlay.public.r{n}.basic": f"{n}" for n in range(4000)}
    with closing(open_database(data)) as store:
        store.create(2024, DEFAULT_SCHEME, "", entries)
        store.create(2023, DEFAULT_SCHEME, "", entries)
        back_up(data, tmp_path / "backups", "start")
        store.remove(2)
        edit = Edit({"info.head": "林", "outlay.public.r7.basic": ""}, "填写")
        store.write(1, edit, entries)
    whole = data.read_bytes()
    data.write_bytes(whole[: int(len(whole) * part)])
    found = choices(data, DEFAULT_SCHEME)
    best = found.all[0]
    assert best.kind == "salvaged" and found.salvaged and found.salvaged.filled
    assert found.all[0].filler in found.all
    assert [one.year for one in best.found] == [2024]  # what was deleted does not come back
    kept = cells(best.path)
    assert {cell: text for cell, text in entries.items() if kept.get(cell, "") != text} in (
        {},  # the last step was lost, and its cell has the text of the backup
        {"outlay.public.r7.basic": "7"},
    )
    assert not list(tmp_path.glob("*.full*"))


@pytest.mark.parametrize("gone", [False, True])
def test_the_log_of_an_empty_or_lost_file_is_read(tmp_path: Path, gone: bool) -> None:
    data = tmp_path / "甲" / "算盘.db"
    log = data.with_name("算盘.db-wal")
    with closing(open_database(data)) as store:
        store.create(2024, DEFAULT_SCHEME, "", {"info.unit": UNIT})
        back_up(data, data.parent / "backups", "start")
        time.sleep(0.01)
        store.write(1, Edit({"info.unit": LATER}, "改名"), {"info.unit": UNIT})
        left = log.read_bytes()
    data.write_bytes(b"")
    if gone:
        data.unlink()
    log.write_bytes(left)
    best = choices(data, DEFAULT_SCHEME).all[0]
    assert (best.kind, best.found[0].unit_name) == ("salvaged", LATER)
    exchange(data, best)
    assert unit_in(data) == LATER
    (aside,) = data.parent.glob("*损坏.db-wal")
    assert aside.read_bytes() == left


def test_backups_of_another_file_in_the_same_folder_are_its_own(data: Path) -> None:
    other = data.with_name("另一个.db")
    require_not_lost(other)
    with closing(open_database(other)) as store:
        assert not store.submissions()
    damage(other)
    assert not choices(other, DEFAULT_SCHEME).all
    data.rename(data.with_name("改了名.db"))  # nothing else may be the file that they are of
    assert [one.kind for one in choices(other, DEFAULT_SCHEME).all] == ["backup"]
    with pytest.raises(StorageProblem) as lost:
        require_not_lost(data)
    assert lost.value.kind == "lost"
