"""What can go wrong with the data file: a sentence each time, and the file as it was."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from app.domain.submission import Edit
from app.storage import database as database_module
from app.storage import engine
from app.storage.database import open_database
from app.storage.migrations import MIGRATIONS
from app.storage.problems import Kind, explained
from app.storage.store import Store
from tests.storage.expect import ENTRIES, problem


def bytes_of(folder: Path) -> dict[str, bytes]:
    """All files of a folder that hold something: SQLite's shared memory and an empty log do not."""
    files = [one for one in folder.iterdir() if one.is_file() and not one.name.endswith("-shm")]
    held = {one.name: one.read_bytes() for one in files}
    return {name: held[name] for name in held if held[name] or not name.endswith("-wal")}


def refused(path: Path, kind: Kind, *words: str) -> None:
    """Opening says why it cannot, names the file, and leaves every byte beside it alone."""
    before = bytes_of(path.parent)
    with problem(kind, str(path), *words):
        open_database(path)
    assert bytes_of(path.parent) == before


# ---------------------------------------------------------------- damaged or foreign


@pytest.mark.parametrize("part", [0.2, 0.4, 0.6, 0.8])
def test_overwritten_in_the_middle(path: Path, part: float) -> None:
    content = bytearray(path.read_bytes())
    at = int(len(content) * part)
    content[at : at + 5000] = b"\xa5" * 5000
    path.write_bytes(content)
    refused(path, "damaged", "没有改动", "不要删除")


@pytest.mark.parametrize("kept", [1, 50, 99, 100, 4096, 9000, -5000, -4096])
def test_cut_off(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])
    refused(path, "damaged", "没有改动")


def test_cut_to_nothing_is_not_taken_for_a_new_file(path: Path) -> None:
    path.write_bytes(b"")
    refused(path, "damaged", "空的")


def test_a_damaged_file_keeps_the_log_beside_it(path: Path, tmp_path: Path) -> None:
    """After a crash the last edits may stand in the -wal file alone."""
    with closing(open_database(path)) as store:
        store.write(1, Edit({"a": "1"}, "填"), {})
        copy = tmp_path / "crashed"
        copy.mkdir()
        for one in (path, path.with_name(f"{path.name}-wal")):
            shutil.copy(one, copy)
    broken = copy / path.name
    content = bytearray(broken.read_bytes())
    content[8192:16384] = b"\xa5" * 8192
    broken.write_bytes(content)
    refused(broken, "damaged")
    assert (copy / f"{path.name}-wal").stat().st_size > 0


def test_no_text_in_a_text_cell_is_damage(path: Path) -> None:
    with closing(open_database(path)) as store:
        store.database.execute(
            "update entry set text = cast(x'a5a5' as text) where cell = 'info.unit'"
        )
        with problem("damaged"):
            store.load(1)


def test_another_kind_of_file(tmp_path: Path) -> None:
    path = tmp_path / "决算.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"\0" * 5000)
    refused(path, "damaged")


@pytest.mark.parametrize("number", [0, 7])
def test_the_database_of_another_program(tmp_path: Path, number: int) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table t (a)")
        other.execute(f"pragma application_id = {number}")
    refused(path, "not-ours", "不是算盘的数据文件")


def test_a_folder(tmp_path: Path) -> None:
    refused(tmp_path, "not-ours", "文件夹")


def test_a_file_of_a_newer_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"pragma user_version = {len(MIGRATIONS) + 1}")
        other.execute("pragma wal_checkpoint(truncate)")
    refused(path, "newer", "新版本")


def test_a_newer_version_that_stands_in_the_log_alone(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "crashed"
    copy.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"pragma user_version = {len(MIGRATIONS) + 1}")
        for one in (path, path.with_name(f"{path.name}-wal")):
            shutil.copy(one, copy)
    with problem("newer"):
        open_database(copy / path.name)


def test_a_lost_file_whose_log_is_still_there(path: Path) -> None:
    path.with_name(f"{path.name}-wal").write_bytes(b"entries")
    path.unlink()
    refused(path, "missing", f"{path.name}-wal", "放回原处")


# ---------------------------------------------------------------- folder and rights


def test_a_file_stands_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "数据").write_text("", encoding="utf-8")
    with problem("missing"):
        open_database(tmp_path / "数据" / "算盘.db")


def test_a_read_only_file_beside_it_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = path.with_name(f"{path.name}-shm")
    beside.write_bytes(b"")
    may = os.access
    monkeypatch.setattr(os, "access", lambda one, mode: one != beside and may(one, mode))
    refused(path, "read-only", str(beside))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
@pytest.mark.parametrize("locked", ["file", "folder"])
def test_no_right_to_write(path: Path, locked: str) -> None:
    target = path if locked == "file" else path.parent
    rights = target.stat().st_mode
    target.chmod(0o555 if locked == "folder" else 0o444)
    try:
        refused(path, "read-only")
    finally:
        target.chmod(rights)
    open_database(path).close()


@pytest.mark.parametrize("locked", ["file", "folder"])
def test_what_may_not_be_written_is_not_opened_at_all(
    path: Path, locked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite would leave a read-only log, in the way when the file may be written again."""
    refusing = path if locked == "file" else path.parent
    access = os.access
    monkeypatch.setattr(os, "access", lambda where, mode: where != refusing and access(where, mode))
    refused(path, "read-only", "只读")
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_read_only_file_is_found_at_opening(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(path: Path, key: str) -> Database:
        address = f"{path.as_uri()}?mode=ro"
        return Database(sqlite3.connect(address, uri=True), execute_plugins=False)

    monkeypatch.setattr(database_module, "_connect", connect)
    refused(path, "read-only", "只读")


def test_no_right_to_make_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mkdir(self: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", mkdir)
    with problem("read-only"):
        open_database(tmp_path / "数据" / "算盘.db")


def test_no_space_for_a_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = database_module._connect

    def small(path: Path, key: str = "") -> Database:
        made = connect(path)
        made.execute("pragma max_page_count = 2")
        return made

    monkeypatch.setattr(database_module, "_connect", small)
    refused(tmp_path / "算盘.db", "full", "空间不够")


def test_a_leftover_of_an_interrupted_start_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / f"算盘.db.{os.getpid()}.new").write_bytes(b"half")
    open_database(tmp_path / "算盘.db").close()
    assert [one.name for one in tmp_path.iterdir()] == ["算盘.db"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(28, "No space left on device"), "full"),
        (OSError(30, "Read-only file system"), "read-only"),
        (PermissionError(13, "Permission denied"), "read-only"),
        (OSError(5, "Input/output error"), "missing"),
    ],
)
def test_errors_of_the_file_system(error: OSError, kind: Kind, tmp_path: Path) -> None:
    found = explained(error, tmp_path)
    assert found
    assert found.kind == kind


@pytest.mark.parametrize(
    ("name", "free", "kind"),
    [
        ("SQLITE_IOERR_WRITE", 10**9, "missing"),
        ("SQLITE_IOERR_SHMSIZE", 1000, "full"),
        ("SQLITE_READONLY_DBMOVED", 10**9, "missing"),
        ("SQLITE_BUSY_SNAPSHOT", 10**9, "locked"),
    ],
)
def test_errors_of_the_disk(
    name: str, free: int, kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(free, 0, free)
    )
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = name
    found = explained(error, tmp_path / "a.db")
    assert found
    assert found.kind == kind


def test_a_mistake_in_the_program_is_not_dressed_up(path: Path) -> None:
    with closing(open_database(path)) as store:
        store.database.execute("drop table history")
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            store.history(1, 10)


# ---------------------------------------------------------------- while writing


def unchanged_and_usable(store: Store) -> None:
    assert store.load(1).entries == ENTRIES
    assert store.history(1, 10) == []
    store.write(1, Edit({"a": "1", "b": "2"}, "填"), ENTRIES)
    assert store.load(1).entries == ENTRIES | {"a": "1", "b": "2"}


def test_the_disk_is_full(path: Path) -> None:
    with closing(open_database(path)) as store:
        pages = store.database.execute("pragma page_count").fetchone()[0]
        store.database.execute(f"pragma max_page_count = {pages}").fetchone()
        many = Edit({"info.unit": "乙"} | {f"c{at}": "长" * 500 for at in range(200)}, "粘贴")
        with problem("full", "空间不够", "没有存上"):
            store.write(1, many, ENTRIES)
        store.database.execute("pragma max_page_count = 100000").fetchone()
        unchanged_and_usable(store)


def test_the_file_becomes_read_only(path: Path) -> None:
    with closing(open_database(path)) as store:
        store.database.execute("pragma query_only = on")
        with problem("read-only"):
            store.write(1, Edit({"info.unit": "乙"}, "改"), ENTRIES)
        store.database.execute("pragma query_only = off")
        unchanged_and_usable(store)


@pytest.mark.parametrize("local", [True, False])
def test_another_program_holds_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, local: bool
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(database_module, "is_local", lambda folder: local)
    with closing(open_database(path)) as store, closing(sqlite3.connect(path)) as other:
        other.execute("begin exclusive")
        with problem("locked", "另一个程序"):
            store.write(1, Edit({"info.unit": "乙"}, "改"), ENTRIES)
        with problem("locked"):
            store.create(2024, "national-2020", "", {})
        with problem("locked"):
            store.remove(1)
        with problem("locked"):
            open_database(path)
        other.rollback()
        unchanged_and_usable(store)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX locks are dropped by closing a file")
def test_opening_again_keeps_the_locks_of_the_first(path: Path) -> None:
    """Else another program could fold the log into the file while this one still uses it."""
    ask = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=0);"
        "c.execute('pragma locking_mode = exclusive'); c.execute('begin exclusive')"
    )
    command = [sys.executable, "-c", ask, str(path)]
    with closing(open_database(path)):
        open_database(path).close()
        held = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert "database is locked" in held.stderr
    assert subprocess.run(command, check=False).returncode == 0


def test_a_lock_is_waited_for() -> None:
    assert 1 <= engine.BUSY_SECONDS <= 3
