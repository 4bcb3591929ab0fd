"""The first look at a data file, before it is opened: the same list, or nothing at all."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from app.storage.database import migration_count, open_database
from app.storage.listing import VERSION, glance

ENTRIES = {"info.unit": "云岭县试验中心"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A data file with two submissions and a setting, closed."""
    store = open_database(tmp_path / "数据 1.db")
    store.create(2023, "county-2023", "", ENTRIES)
    store.create(2024, "county-2024", "", ENTRIES)
    store.put_setting("look.size", "125")
    store.close()
    return tmp_path / "数据 1.db"


def test_a_glance_finds_what_opening_finds(path: Path) -> None:
    found = glance(path)
    store = open_database(path)
    assert found is not None
    assert list(found.submissions) == store.submissions()
    assert found.settings == store.settings() == {"look.size": "125"}
    assert found.path == store.path
    store.close()


def test_it_knows_the_version_that_this_program_writes() -> None:
    assert migration_count() == VERSION


def _set(path: Path, sql: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


SPOILT: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "a folder": _folder,
    "no database": lambda path: path.write_text("项目,预算" * 100, encoding="utf-8"),
    "cut off": _cut,
    "of another program": lambda path: _set(path, "pragma application_id = 7"),
    "older": lambda path: _set(path, f"pragma user_version = {VERSION - 1}"),
    "newer": lambda path: _set(path, f"pragma user_version = {VERSION + 1}"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_only_opening_can_tell_is_left_to_it(path: Path, what: str) -> None:
    SPOILT[what](path)
    before = path.read_bytes() if path.is_file() else None
    assert glance(path) is None
    assert (path.read_bytes() if path.is_file() else None) == before


def test_what_is_only_in_the_log_beside_the_file_is_seen(path: Path, tmp_path: Path) -> None:
    """The program was killed: the last edits have not come into the file itself."""
    store = open_database(path)
    store.create(2025, "county-2024", "", ENTRIES)
    there = tmp_path / "copy"
    there.mkdir()
    for each in path.parent.glob(f"{path.name}*"):
        if not each.name.endswith("-shm"):
            shutil.copy(each, there)
    store.close()
    found = glance(there / path.name)
    assert found is not None
    assert [one.year for one in found.submissions] == [2025, 2024, 2023]


@pytest.mark.parametrize("what", ["newer", "read-only"])
def test_nothing_is_left_beside_what_cannot_be_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    if what == "newer":
        SPOILT[what](path)
    else:
        monkeypatch.setattr(os, "access", lambda *_: False)
    before = sorted(path.parent.iterdir())
    assert glance(path) is None
    assert sorted(path.parent.iterdir()) == before
