"""Files that an earlier version of the program wrote, opened by this one."""

from contextlib import closing
from pathlib import Path

import pytest

from app.domain.subjects import Subject
from app.domain.submission import Edit
from app.storage.database import open_database
from app.storage.migrations import MIGRATIONS
from tests.storage.expect import ENTRIES, problem

OWN = Subject("2080501", "行政单位离退休经费", "项", "", None, None, "own")
TYPED = ENTRIES | {"spending.r1.initial": "1.5"}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file as version 1 made it, before there were lists of codes: two years, one edit."""
    where = tmp_path / "算盘.db"
    with closing(open_database(where, MIGRATIONS[:1])) as store:
        made = store.create(2023, "national-2020", "abc", ENTRIES)
        store.create(2024, "national-2020", "abc", {"info.unit": "甲"}, 1)
        store.write(made.id, Edit({"spending.r1.initial": "1.5"}, "填写"), ENTRIES)
    return where


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


def test_the_copy_beside_is_still_of_version_1(old: Path) -> None:
    open_database(old).close()
    with closing(open_database(old.with_name(f"{old.name}.v1.bak"), MIGRATIONS[:1])) as store:
        assert store.load(1).entries == TYPED
