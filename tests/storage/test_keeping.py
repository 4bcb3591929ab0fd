"""Automatic backups on a disk: made where something changed, checked, thinned, and said."""

import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.domain.subjects import Subject
from app.domain.submission import Edit
from app.storage import backup as backup_module
from app.storage.backup import back_up, back_up_to, backups, contents, stem_in
from app.storage.database import open_database
from app.storage.keeping import keep, latest, looks_whole
from app.storage.rule import A_DAY, DAYS
from app.storage.store import Store
from tests.storage.expect import ENTRIES

NOW = datetime(2026, 11, 27, 9, 12)
OWN = Subject("2080501", "行政单位离退休经费", "项", "", None, None, "own")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_database(tmp_path / "算盘.db")) as made:
        made.create(2024, "national-2020", "abc", ENTRIES)
        yield made


def edit(store: Store, text: str) -> None:
    store.write(1, Edit({"info.head": text}, "填写"), store.load(1).entries)


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def reasons(folder: Path) -> list[str]:
    return [one.reason for one in backups(folder)]


# ---------------------------------------------------------------- when


def test_only_where_something_changed(store: Store) -> None:
    folder = store.path.parent / "backups"
    first = keep(store.path, "start", now=NOW)
    assert first.made and first.current and first.last is not None
    assert first.last.path.name == "算盘 2026-11-27 091200 打开时.db"
    assert [one.unit_name for one in contents(first.last.path)] == ["甲"]
    for hours in (1, 30):
        again = keep(store.path, "daily", now=NOW + timedelta(hours=hours))
        assert (again.made, again.current, again.last) == (False, True, first.last)
    store.put_setting("width.outlay", "200")  # is no work
    assert not keep(store.path, "daily", now=NOW + timedelta(hours=31)).made
    edit(store, "林")
    assert keep(store.path, "daily", now=NOW + timedelta(hours=32)).made
    assert reasons(folder) == ["每日", "打开时"]


@pytest.mark.parametrize(
    "change",
    [
        lambda store: store.create(2023, "national-2020", "abc", {}, 1),
        lambda store: store.replace_subjects("function", [OWN]),
        lambda store: store.seal(1, "林"),
        lambda store: store.remove(1),
    ],
)
def test_every_kind_of_work_counts(store: Store, change: object) -> None:
    assert keep(store.path, "start", now=NOW).made
    assert callable(change)
    change(store)
    assert keep(store.path, "start", now=NOW + timedelta(minutes=1)).made


def test_a_newest_one_that_is_damaged_does_not_count(store: Store) -> None:
    first = keep(store.path, "start", now=NOW)
    assert first.last is not None
    whole = first.last.path.read_bytes()
    for spoiled in (whole[:5000], b"", whole[:6000] + b"\0" * (len(whole) - 6000)):
        first.last.path.write_bytes(spoiled)
        again = keep(store.path, "start", now=NOW + timedelta(minutes=1))
        assert again.made and again.last is not None
        assert first.last.path.read_bytes() == spoiled  # left for a person to judge
        again.last.path.unlink()


def test_after_another_password_there_is_one_with_it(tmp_path: Path) -> None:
    from app.storage.password import change_password

    path = tmp_path / "算盘.db"
    with closing(open_database(path)) as store:
        store.create(2024, "national-2020", "abc", ENTRIES)
    assert keep(path, "start", now=NOW).made
    change_password(path, "", "geheim")
    made = keep(path, "start", key="geheim", now=NOW + timedelta(minutes=1))
    assert made.made and made.last is not None
    assert [one.year for one in contents(made.last.path, "geheim")] == [2024]
    assert not keep(path, "start", key="geheim", now=NOW + timedelta(minutes=2)).made


# ---------------------------------------------------------------- what stays


def test_old_ones_go_only_after_a_new_one_was_checked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = store.path.parent / "backups"
    for day in range(DAYS + 30):
        edit(store, f"第{day}天")
        keep(store.path, "daily", now=NOW + timedelta(days=day))
    before = names(folder)
    assert len(before) < DAYS + 30

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    edit(store, "又一天")
    monkeypatch.setattr(backup_module, "_to_disk", full)
    refused = keep(store.path, "daily", now=NOW + timedelta(days=99))
    assert not refused.made and "磁盘空间不够" in refused.problem
    assert refused.last is not None and refused.last.path.name == before[-1]
    assert names(folder) == before


def test_what_is_no_backup_of_this_file_is_never_touched(store: Store) -> None:
    folder = store.path.parent / "backups"
    folder.mkdir()
    mine = back_up(store.path, folder, "manual", now=NOW - timedelta(days=900))
    for at in range(12):
        stamp = f"{NOW - timedelta(days=50, minutes=at):%Y-%m-%d %H%M%S}"
        shutil.copy(mine, folder / f"别的单位 {stamp} 每日.db")
        shutil.copy(mine, folder / f"算盘 {stamp} 每日.db")
        (folder / f"算盘 {stamp} 打开时.db").write_bytes(b"spoiled")
    (folder / "清单 2026-11-01 101010 每日.db").mkdir()
    others = {one for one in names(folder) if not one.endswith(" 每日.db") or one[0] != "算"}
    edit(store, "林")
    keep(store.path, "start", now=NOW)
    left = set(names(folder))
    assert others <= left
    assert sum(one.startswith("算盘") and one.endswith(" 每日.db") for one in left) == 3


def test_files_of_one_name_that_share_a_folder_are_kept_each_for_itself(
    store: Store, tmp_path: Path
) -> None:
    shared = tmp_path / "共用"
    shared.mkdir()
    with closing(open_database(tmp_path / "另一处" / store.path.name)) as other:
        number = other.create(2025, "national-2020", "", {"info.unit": "乙"}).id
        for hour in range(12):
            now = NOW + timedelta(hours=hour)
            other.write(number, Edit({"info.filler": f"{hour}"}, "填"), {})
            keep(other.path, "start", str(shared), now=now)
            edit(store, f"{hour}")
            outcome = keep(store.path, "start", str(shared), now=now)
            assert outcome.made and outcome.last is not None
            assert not keep(store.path, "daily", str(shared), now=now).made
        stems = {stem_in(shared, one.path) for one in (store, other)}
    assert Counter(name.split(" ")[0] for name in names(shared)) == dict.fromkeys(stems, A_DAY)
    assert len(stems) == 2
    assert outcome.last is not None and outcome.last.path.exists()


@pytest.mark.parametrize("years", [-40, -1, 1, 40])
def test_a_clock_that_jumps_takes_nothing_away(store: Store, years: int) -> None:
    folder = store.path.parent / "backups"
    for day in range(DAYS):
        edit(store, f"第{day}天")
        keep(store.path, "daily", now=NOW + timedelta(days=day))
    before = set(names(folder))
    edit(store, "跳")
    wrong = keep(store.path, "start", now=NOW.replace(year=NOW.year + years))
    assert wrong.made
    assert len(before - set(names(folder))) <= 1  # the day that the new one takes
    edit(store, "回来")
    right = keep(store.path, "daily", now=NOW + timedelta(days=DAYS - 1, hours=1))
    assert right.made and right.last is not None
    assert len(before & set(names(folder))) >= DAYS - 1
    assert not keep(store.path, "daily", now=NOW + timedelta(days=DAYS)).made


# ---------------------------------------------------------------- where


def test_a_folder_that_is_gone_gives_way_to_the_one_beside(store: Store, tmp_path: Path) -> None:
    stick = tmp_path / "U盘" / "备份"
    outcome = keep(store.path, "start", str(stick), now=NOW)
    assert outcome.made and outcome.away == stick and not outcome.problem
    assert reasons(tmp_path / "backups") == ["打开时"]
    assert not stick.parent.exists()
    stick.mkdir(parents=True)
    again = keep(store.path, "start", str(stick), now=NOW)
    assert again.made and again.away is None
    assert reasons(stick) == ["打开时"]


def test_a_full_stick_gives_way_too(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    to_disk = backup_module._to_disk

    def full(path: Path) -> None:
        if path.parent == stick:
            raise OSError(28, "No space left on device")
        to_disk(path)

    monkeypatch.setattr(backup_module, "_to_disk", full)
    outcome = keep(store.path, "start", str(stick), now=NOW)
    assert outcome.made and outcome.away == stick and outcome.problem == ""
    assert list(stick.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="may do all")
def test_a_folder_without_rights(store: Store, tmp_path: Path) -> None:
    closed = tmp_path / "只读"
    closed.mkdir(mode=0o500)
    outcome = keep(store.path, "start", str(closed), now=NOW)
    assert outcome.made and outcome.away == closed


def test_a_second_copy_elsewhere(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "另一个盘"
    away = keep(store.path, "start", "", str(other), now=NOW)
    assert away.made and "U盘没有插上" in away.second and str(other) in away.second
    other.mkdir()
    came = keep(store.path, "daily", "", str(other), now=NOW + timedelta(hours=1))
    assert not came.made and came.second == ""  # nothing changed, but the stick has none yet
    assert reasons(other) == ["每日"]
    assert looks_whole(backups(other)[0].path)


# ---------------------------------------------------------------- half files


def test_half_files_of_yesterday_are_removed(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    yesterday = time.time() - 25 * 3600
    old = [
        folder / "算盘 2026-11-01 101010 每日.db.part",
        folder / "算盘 2026-11-01 101010 每日.db.part-journal",
        tmp_path / "算盘.db.123.new",
        tmp_path / "算盘.db.123.part",
    ]
    stay = [
        folder / "算盘 2026-11-02 101010 每日.db.part",
        folder / "电影.part",
        folder / "别的 2026-11-01 101010 每日.db.part",
        tmp_path / "算盘.db.新.part",
    ]
    for path in (*old, *stay):
        path.write_bytes(b"half")
        os.utime(path, (yesterday, yesterday))
    os.utime(stay[0])  # somebody may be writing it
    keep(store.path, "start", now=NOW)
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in stay)


def test_the_latest_is_one_that_looks_whole(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    good = back_up(store.path, folder, "daily", now=NOW)
    (folder / "算盘 2026-11-27 100000 每日.db").write_bytes(good.read_bytes()[:5000])
    back_up_to(store.path, folder / "算盘 2099-01-01 100000 每日.db")
    found = latest(store.path, (folder,), NOW.astimezone() + timedelta(hours=2))
    assert found is not None and found.path == good


def test_backups_of_one_second_stand_in_the_order_they_were_made(store: Store) -> None:
    """A clock that stands still: the names of those that were thinned are not given again."""
    folder = store.path.parent / "backups"
    for step in range(12):
        edit(store, str(step))
        made = keep(store.path, "daily", now=NOW).last
        assert made is not None and made == backups(folder)[0] and made.number == step + 1
        with closing(open_database(made.path)) as copy:
            assert copy.load(1).text("info.head") == str(step)
    assert len(backups(folder)) == 3
    assert back_up(store.path, folder, "manual", now=NOW).name.endswith(" 手动（13）.db")
