"""Files that an earlier version of the program wrote, opened by this one."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from app.domain.subjects import Subject
from app.domain.submission import Edit
from app.storage.backup import backups
from app.storage.database import open_database
from app.storage.migrations import MIGRATIONS
from tests.storage.expect import ENTRIES, problem

OWN = Subject("2080501", "行政单位离退休经费", "项", "", None, None, "own")
WHEN = "2026-03-01T08:00:00.000+00:00"
TYPED = ENTRIES | {"spending.r1.initial": "1.5"}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file as version 1 made it, before there were lists of codes: two years, one edit."""
    where = tmp_path / "算盘.db"
    with closing(open_database(where, MIGRATIONS[:1])) as store:
        fill(store.database)
    return where


def fill(database: Database) -> None:
    """What the program of that time wrote, in its own statements."""
    submission = "insert into submission values (?, 1, ?, 'national-2020', 'abc', 'draft', ?)"
    with database.atomic():
        database.execute("insert into unit default values")
        database.execute(submission, (1, 2023, WHEN))
        database.execute(submission, (2, 2024, WHEN))
        rows = [(1, *one) for one in TYPED.items()] + [(2, "info.unit", "甲")]
        database.conn.executemany("insert into entry values (?, ?, ?)", rows)
        database.execute(
            "insert into history values (1, 1, 1, ?, '填写', 'spending.r1.initial', '1.00', '1.5')",
            (WHEN,),
        )


def test_a_file_of_version_1_keeps_all_that_it_holds(old: Path) -> None:
    with closing(open_database(old)) as store:
        assert store.load(1).entries == TYPED
        assert store.load(1).scheme_hash == "abc"
        assert [one.year for one in store.submissions()] == [2024, 2023]
        assert [(one.cell, one.after) for one in store.history(1, 9)] == [
            ("spending.r1.initial", "1.5")
        ]
        assert store.subjects() == {"function": (), "economic": ()}
        store.replace_subjects("function", [OWN])
    with closing(open_database(old)) as store:
        assert store.subjects() == {"function": (OWN,), "economic": ()}


def test_the_program_of_version_1_refuses_the_file_afterwards(old: Path) -> None:
    open_database(old).close()
    before = old.read_bytes()
    with problem("newer"):
        open_database(old, MIGRATIONS[:1])
    assert old.read_bytes() == before


def test_the_backup_before_it_is_still_of_version_1(old: Path) -> None:
    open_database(old).close()
    (kept,) = backups(old.parent / "backups")
    with closing(open_database(kept.path, MIGRATIONS[:1])) as store:
        assert store.load(1).entries == TYPED


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_file_of_any_earlier_version_can_be_worked_in(tmp_path: Path, version: int) -> None:
    where = tmp_path / "算盘.db"
    with closing(open_database(where, MIGRATIONS[:version])) as store:
        fill(store.database)
    with closing(open_database(where)) as store:
        assert store.load(1).entries == TYPED
        store.write(1, Edit({"info.unit": "乙"}, "改名"), TYPED)
        store.put_setting("填表人", "林")
        store.seal(1, "林")
        store.remove(2)
        assert store.create(2024, "national-2020", "abc", {}).id == 3
        assert [(one.id, one.unit_name, one.sealed) for one in store.submissions()] == [
            (3, "", False),
            (1, "乙", True),
        ]


def test_what_a_file_had_before_seals_is_not_sealed(old: Path) -> None:
    with closing(open_database(old)) as store:
        assert not store.is_sealed(1)
        assert store.seals(1) == ()
