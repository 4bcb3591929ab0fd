"""Backups: whole or not there, looked at without a trace, put back as one or as all."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.domain.submission import Edit
from app.storage import attachments, backup, engine
from app.storage import restore as restore_module
from app.storage.backup import (
    Reason,
    back_up,
    back_up_to,
    backups,
    contents,
    copy_over,
    opened_copy,
    stem_in,
)
from app.storage.database import open_database
from app.storage.migrations import MIGRATIONS
from app.storage.restore import counterpart, restore_all, restore_one
from app.storage.store import Store
from tests.storage.expect import ENTRIES, problem


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two years of one unit; the first has an edit and was sealed and opened again."""
    with closing(open_database(tmp_path / "算盘.db")) as made:
        made.create(2023, "national-2020", "abc", ENTRIES)
        made.create(2024, "national-2020", "abc", {"info.unit": "甲"}, 1)
        made.write(1, Edit({"spending.r1.initial": "1.5"}, "填写"), ENTRIES)
        made.seal(1, "林")
        made.unseal(1, "林", "退回")
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "备份"


def everything(store: Store) -> object:
    found = store.submissions()
    each = [(store.load(one.id), store.history(one.id, 99), store.seals(one.id)) for one in found]
    return found, each


def listing(path: Path) -> list[tuple[int, str, int]]:
    return [(one.id, one.unit_name, one.year) for one in contents(path)]


# ---------------------------------------------------------------- making


@pytest.mark.parametrize(
    ("reason", "word"),
    [("manual", "手动"), ("delete", "删除前"), ("restore", "恢复前"), ("import", "导入前")],
)
def test_a_backup_is_named_by_time_and_reason(
    store: Store, folder: Path, reason: Reason, word: str
) -> None:
    before = datetime.now().astimezone().replace(microsecond=0)
    path = back_up(store.path, folder, reason)
    (one,) = backups(folder)
    assert (one.path, one.reason) == (path, word)
    assert before <= one.taken <= datetime.now().astimezone()
    assert one.size == path.stat().st_size > 0
    assert path.name.startswith(f"{stem_in(folder, store.path)} 20")
    assert path.name.endswith(f" {word}.db")
    assert [one.name for one in folder.iterdir()] == [path.name]  # no log, no half copy


def test_a_backup_holds_all_while_the_file_is_in_use(store: Store, folder: Path) -> None:
    path = back_up(store.path, folder, "manual")
    store.write(2, Edit({"info.unit": "乙"}, "改名"), {"info.unit": "甲"})
    with closing(open_database(path)) as copy:
        assert copy.load(1) == store.load(1)
        assert copy.history(1, 99) == store.history(1, 99)
        assert copy.seals(1) == store.seals(1)
        assert copy.load(2).text("info.unit") == "甲"


def test_two_backups_of_one_second_stand_side_by_side(store: Store, folder: Path) -> None:
    made = {back_up(store.path, folder, "manual") for _ in range(3)}
    assert len(made) == 3
    found = backups(folder)
    assert {one.path for one in found} == made
    assert {one.reason for one in found} == {"手动"}


def test_no_space_leaves_no_half_backup(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_to_disk", full)
    before = everything(store)
    with problem("full", "磁盘空间不够", "备份没有做成", "数据文件没有改动"):
        back_up(store.path, folder, "manual")
    assert list(folder.iterdir()) == []
    assert everything(store) == before


def test_a_folder_that_cannot_be_made(store: Store, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("")
    with problem("missing", "备份没有做成"):
        back_up(store.path, tmp_path / "文件" / "备份", "manual")


def test_a_disk_that_is_gone(store: Store, tmp_path: Path) -> None:
    with problem("missing", "备份没有做成", "U盘是否拔出", "换一个位置"):
        back_up_to(store.path, tmp_path / "U盘" / "备份" / "算盘.db")
    assert not (tmp_path / "U盘").exists()


def test_never_over_the_data_file_itself(store: Store, tmp_path: Path) -> None:
    (tmp_path / "链接.db").symlink_to(store.path)
    for path in (store.path, tmp_path / "链接.db"):
        with problem("exists", "数据文件自己"):
            back_up_to(store.path, path)
    assert store.load(1).text("info.unit") == "甲"


def test_what_is_no_whole_copy_does_not_replace_an_earlier_one(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "我的备份.db"
    path.write_bytes(b"earlier")

    def spoiled(source: sqlite3.Connection, target: Path, key: str) -> None:
        target.write_bytes(b"x" * 9000)

    monkeypatch.setattr(backup, "copy_into", spoiled)
    with problem("damaged", "备份检查没有通过"):
        back_up_to(store.path, path)
    assert path.read_bytes() == b"earlier"
    assert not path.with_name(f"{path.name}.part").exists()


def test_a_data_file_that_is_gone_does_not_come_back_empty(tmp_path: Path, folder: Path) -> None:
    with problem("missing", "备份没有做成"):
        back_up(tmp_path / "没有.db", folder, "manual")
    assert not (tmp_path / "没有.db").exists()
    assert list(folder.iterdir()) == []


# ---------------------------------------------------------------- looking


def test_the_latest_stands_first_and_foreign_names_have_their_own_time(
    store: Store, folder: Path
) -> None:
    assert backups(folder) == ()
    late, early = (folder / f"算盘 {day} 101500 手动.db" for day in ("2026-03-02", "2026-02-28"))
    back_up_to_in(store, folder, late, early, folder / "拷来的.db")
    (folder / "清单.txt").write_text("")
    (folder / "子文件夹.db").mkdir()
    found = backups(folder)
    assert [(one.path.name, one.reason) for one in found] == [
        ("拷来的.db", ""),
        (late.name, "手动"),
        (early.name, "手动"),
    ]
    assert f"{found[1].taken:%Y-%m-%d %H:%M}" == "2026-03-02 10:15"


def back_up_to_in(store: Store, folder: Path, *paths: Path) -> None:
    folder.mkdir()
    for path in paths:
        back_up_to(store.path, path)


def test_a_day_that_is_none_does_not_break_the_list(store: Store, folder: Path) -> None:
    back_up_to_in(store, folder, folder / "算盘 2026-02-31 101500 手动.db")
    assert [one.reason for one in backups(folder)] == [""]


def test_looking_into_a_backup_leaves_it_as_it_is(store: Store, folder: Path) -> None:
    path = back_up(store.path, folder, "manual")
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    assert listing(path) == [(2, "甲", 2024), (1, "甲", 2023)]
    assert contents(path)[1].step == 1
    with opened_copy(path) as copy:
        copy.remove(2)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [one.name for one in folder.iterdir()] == [path.name]


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_backup_of_an_earlier_version_can_be_looked_into(tmp_path: Path, version: int) -> None:
    path = tmp_path / "旧.db"
    with closing(open_database(path, MIGRATIONS[:version])) as old, old.database.atomic():
        old.database.execute("insert into unit default values")
        old.database.execute(
            "insert into submission values (7, 1, 2022, 'national-2020', 'abc', 'draft', ?)",
            ("2026-03-01T08:00:00.000+00:00",),
        )
        old.database.execute("insert into entry values (7, 'info.unit', '丙')")
    before = path.read_bytes()
    assert listing(path) == [(7, "丙", 2022)]
    with closing(open_database(tmp_path / "新.db")) as new:
        assert restore_one(new, path, 7).id == 7
        assert new.load(7).entries == {"info.unit": "丙"}
    assert path.read_bytes() == before


def test_what_cannot_be_read_is_said(store: Store, folder: Path, tmp_path: Path) -> None:
    path = back_up(store.path, folder, "manual")
    whole = path.read_bytes()
    (tmp_path / "文本.db").write_text("不是数据库" * 99)
    with problem("damaged", "备份已经损坏"):
        contents(tmp_path / "文本.db")
    with closing(sqlite3.connect(tmp_path / "别的.db")) as other, other:
        other.execute("create table x (y)")
    with problem("not-ours", "不是算盘的"):
        contents(tmp_path / "别的.db")
    with problem("missing", "读不到这个备份"):
        contents(tmp_path / "没有.db")
    path.write_bytes(whole[: len(whole) // 2])
    with problem("damaged", "备份已经损坏", "换一个备份"):
        contents(path)
    path.write_bytes(whole)
    with closing(sqlite3.connect(path)) as later:
        later.execute(f"pragma user_version = {len(MIGRATIONS) + 1}")
    with problem("newer", "这个备份是用更新的版本保存的"):
        contents(path)
    with problem("exists", "正在使用的数据文件"):
        contents(store.path)


# ---------------------------------------------------------------- putting back the whole file


def test_the_whole_file_is_as_it_was_and_what_it_was_before_is_kept(
    store: Store, folder: Path
) -> None:
    store.put_setting("person.filler", "林")
    path, before = back_up(store.path, folder, "manual"), everything(store)
    store.remove(1)
    store.put_setting("person.filler", "赵")
    store.write(2, Edit({"a": "1"}, "填"), {})
    between = everything(store)
    kept = restore_all(store, path, folder)
    assert everything(store) == before
    assert store.settings() == {"person.filler": "林"}
    assert {one.path: one.reason for one in backups(folder)} == {path: "手动", kept: "恢复前"}
    with closing(open_database(store.path)) as again:  # on the disk, not only in this connection
        assert everything(again) == before
    restore_all(store, kept, folder)
    assert everything(store) == between


@pytest.mark.parametrize("spoil", [lambda data: data[:5000], lambda data: b"x" * 99])
def test_from_a_damaged_backup_nothing_comes(store: Store, folder: Path, spoil: object) -> None:
    path, before = back_up(store.path, folder, "manual"), everything(store)
    assert callable(spoil)
    path.write_bytes(spoil(path.read_bytes()))
    with problem("damaged", "备份已经损坏"):
        restore_all(store, path, folder)
    assert everything(store) == before
    assert len(backups(folder)) == 1  # nothing was begun


def test_where_the_file_cannot_be_backed_up_it_is_not_replaced(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before = back_up(store.path, folder, "manual"), everything(store)
    store.write(2, Edit({"a": "1"}, "填"), {})
    between = everything(store)

    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_to_disk", full)
    with problem("full"):
        restore_all(store, path, folder)
    assert everything(store) == between != before


def test_another_window_that_writes_is_waited_for_and_then_said(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = back_up(store.path, folder, "manual")
    store.write(2, Edit({"a": "1"}, "填"), {})
    between = everything(store)
    for module in (backup, engine):
        monkeypatch.setattr(module, "BUSY_SECONDS", 0.2)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("begin immediate")
        other.execute("update entry set text = text")
        start = time.monotonic()
        with problem("locked"):
            restore_all(store, path, folder)
        assert time.monotonic() - start < 20
        other.execute("rollback")
    assert everything(store) == between
    restore_all(store, path, folder)
    assert store.load(2).entries == {"info.unit": "甲"}


@pytest.mark.parametrize("done", [True, False], ids=["after", "before"])
def test_a_disk_that_fails_in_the_last_step_of_a_restore(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    path = back_up(store.path, folder, "manual")
    store.write(2, Edit({"a": "1"}, "填"), {})
    between = everything(store)

    def failing(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
        if done:
            copy_over(source, target)
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_DIR_FSYNC"
        raise error

    monkeypatch.setattr(restore_module, "copy_over", failing)
    if done:
        restore_all(store, path, folder)
        assert store.load(2).entries == {"info.unit": "甲"}
    else:
        with problem("missing"):
            restore_all(store, path, folder)
        assert everything(store) == between


# ---------------------------------------------------------------- putting back one


def test_a_removed_one_comes_back_with_all_that_it_had(store: Store, folder: Path) -> None:
    before = everything(store)
    path = back_up(store.path, folder, "delete")
    store.remove(1)
    assert restore_one(store, path, 1).id == 1
    assert everything(store) == before
    assert store.create(2026, "national-2020", "abc", {}).id == 3


def test_one_may_take_the_place_of_what_it_became(store: Store, folder: Path) -> None:
    before = everything(store)
    path = back_up(store.path, folder, "manual")
    store.write(1, Edit({"info.unit": "", "a": "1"}, "改坏"), store.load(1).entries)
    assert restore_one(store, path, 1, replaced=1).id == 1
    assert everything(store) == before


def test_or_stand_beside_it_as_a_new_one(store: Store, folder: Path) -> None:
    path, before = back_up(store.path, folder, "manual"), everything(store)
    made = restore_one(store, path, 1)
    assert made.id == 3
    assert store.load(3).entries == store.load(1).entries
    assert store.history(3, 99) == store.history(1, 99)
    assert store.seals(3) == store.seals(1)
    store.remove(3)
    assert everything(store) == before


def test_a_sealed_one_is_not_replaced(store: Store, folder: Path) -> None:
    path = back_up(store.path, folder, "manual")
    store.seal(1, "林")
    before = everything(store)
    with problem("sealed", "已经封存"):
        restore_one(store, path, 1, replaced=1)
    assert everything(store) == before
    assert [row[1] for row in store.database.execute("pragma database_list")] == ["main"]


def test_what_is_not_in_the_backup(store: Store, folder: Path) -> None:
    path, before = back_up(store.path, folder, "manual"), everything(store)
    with problem("missing", "已经不在"):
        restore_one(store, path, 99)
    assert everything(store) == before


def test_all_of_one_or_nothing(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = back_up(store.path, folder, "manual")
    store.write(1, Edit({"a": "1"}, "填"), store.load(1).entries)
    before = everything(store)

    def broken(*_: object) -> int:
        raise sqlite3.OperationalError("no such table: x")

    monkeypatch.setattr(restore_module, "_number", broken)
    with pytest.raises(sqlite3.OperationalError):
        restore_one(store, path, 1)
    assert everything(store) == before


def test_its_unit_is_found_by_name(store: Store, folder: Path) -> None:
    path = back_up(store.path, folder, "manual")
    store.remove(1)
    unit = next(one.unit_id for one in store.submissions())
    restore_one(store, path, 1)
    assert {one.unit_id for one in store.submissions()} == {unit}


def test_which_one_would_be_replaced(store: Store, folder: Path) -> None:
    path = back_up(store.path, folder, "manual")
    (later, first) = contents(path)
    present = store.submissions()
    found = counterpart(present, first)
    assert found is not None and found.id == 1
    store.remove(1)
    assert counterpart(store.submissions(), first) is None
    again = store.create(2023, "national-2020", "abc", {"info.unit": "甲"})
    found = counterpart(store.submissions(), first)
    assert found is not None and found.id == again.id == 3
    nameless = [replace(later, id=at, unit_id=at, unit_name="") for at in (8, 9)]
    assert counterpart(nameless[:1], nameless[1]) is None


# ---------------------------------------------------------------- evidence files


@pytest.fixture
def scan(store: Store, tmp_path: Path) -> str:
    """An evidence file that the submission 1 lists."""
    source = tmp_path / "合同.pdf"
    source.write_bytes(b"%PDF")
    name = attachments.attach(store.path, 1, source)
    store.write(1, Edit({"project.p1.i1.files": name}, "添加材料"), store.load(1).entries)
    return name


def test_evidence_of_a_removed_one_stays_and_is_there_again(
    store: Store, folder: Path, scan: str
) -> None:
    path = back_up(store.path, folder, "delete")
    store.remove(1)
    made = restore_one(store, path, 1)
    assert made.lost == ()
    assert attachments.path_of(store.path, made.id, scan) is not None


def test_a_new_one_gets_its_own_copy(store: Store, folder: Path, scan: str) -> None:
    made = restore_one(store, back_up(store.path, folder, "manual"), 1)
    found = attachments.path_of(store.path, made.id, scan)
    assert made.id == 3 and found is not None
    assert found.read_bytes() == b"%PDF"


def test_evidence_that_is_nowhere_is_named(store: Store, folder: Path, scan: str) -> None:
    path = back_up(store.path, folder, "manual")
    found = attachments.path_of(store.path, 1, scan)
    assert found is not None
    found.unlink()
    assert restore_one(store, path, 1).lost == (scan,)


def test_evidence_copied_beside_a_backup_comes_back_from_there(
    store: Store, tmp_path: Path, scan: str
) -> None:
    target = tmp_path / "U盘" / "算盘.db"
    target.parent.mkdir()
    back_up_to(store.path, target)
    assert backup.evidence_beside(store.path) == (1, 4)
    copied = [path.name for path in backup.copy_evidence(store.path, target)]
    assert copied == [scan]
    assert list(backup.copy_evidence(store.path, target))  # again: it is there already
    with closing(open_database(tmp_path / "别的电脑.db")) as other:
        assert restore_one(other, target, 1).lost == ()
        restore_all(other, target, tmp_path / "备份")
        assert attachments.path_of(other.path, 1, scan) is not None
