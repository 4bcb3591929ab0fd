"""Migrating an older file: copied first, whole or not at all."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from app.storage import backup as backup_module
from app.storage.backup import backups
from app.storage.database import open_database
from app.storage.listing import APPLICATION_ID
from app.storage.migrations import MIGRATIONS, BrokenReference, Migration
from tests.storage.expect import ENTRIES, problem

LATEST = len(MIGRATIONS)
NEXT = LATEST + 1


def add_table(database: Database) -> None:
    database.execute("create table later (id integer primary key) strict")


def fail_halfway(database: Database) -> None:
    database.execute("create table half (id integer primary key) strict")
    database.execute("delete from entry")
    raise RuntimeError("half done")


def break_a_reference(database: Database) -> None:
    database.execute("update submission set unit = 99")


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as plain:
        return {row[0] for row in plain.execute("select name from sqlite_schema")}


def test_an_older_file_is_copied_and_migrated(path: Path) -> None:
    with closing(open_database(path, (*MIGRATIONS, add_table))) as store:
        assert store.load(1).entries == ENTRIES
        assert store.database.execute("pragma user_version").fetchone() == (NEXT,)
        assert store.database.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
    assert "later" in tables(path)
    (kept,) = backups(path.parent / "backups")
    copy = kept.path
    assert kept.reason == "升级前"
    assert "later" not in tables(copy)
    with closing(open_database(copy)) as old:
        assert old.load(1).entries == ENTRIES
    with problem("newer"):
        open_database(path)


def test_opening_without_migrating_makes_no_copy(path: Path) -> None:
    open_database(path).close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("migration", "error"), [(fail_halfway, RuntimeError), (break_a_reference, BrokenReference)]
)
def test_a_failing_migration_leaves_the_version_before_it(
    path: Path, migration: Migration, error: type[Exception]
) -> None:
    with pytest.raises(error):
        open_database(path, (*MIGRATIONS, add_table, migration))
    with closing(open_database(path, (*MIGRATIONS, add_table))) as store:
        assert store.load(1).entries == ENTRIES
        assert store.database.execute("pragma user_version").fetchone() == (NEXT,)
    assert "later" in tables(path)
    assert "half" not in tables(path)


def test_no_space_for_the_copy_stops_the_migration(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup_module, "_to_disk", no_space)
    with problem("full", "备份没有做成"):
        open_database(path, (*MIGRATIONS, add_table))
    assert "later" not in tables(path)
    assert list((path.parent / "backups").iterdir()) == []


@pytest.mark.parametrize("there", [True, False])
def test_the_copy_goes_where_the_file_says(path: Path, there: bool) -> None:
    stick = path.parent / "U盘"
    if there:
        stick.mkdir()
    with closing(open_database(path)) as store:
        store.put_setting("backup.folder", str(stick))
    open_database(path, (*MIGRATIONS, add_table)).close()
    folder = stick if there else path.parent / "backups"
    assert [one.reason for one in backups(folder)] == ["升级前"]
    assert stick.exists() == there


def test_looking_into_an_older_backup_makes_no_backup_of_it(path: Path) -> None:
    with closing(open_database(path)) as store:
        stick = path.parent / "U盘"
        stick.mkdir()
        store.put_setting("backup.folder", str(stick))
    with closing(open_database(path, (*MIGRATIONS, add_table), keep=False)):
        pass
    assert backups(stick) == backups(path.parent / "backups") == ()
