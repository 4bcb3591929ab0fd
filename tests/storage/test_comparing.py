"""A backup held against the data file: what is in it and what is otherwise now."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.differing import different
from app.domain.submission import Edit
from app.storage.backup import back_up
from app.storage.comparing import entries_in, glimpse, how, only_now
from app.storage.database import open_database
from app.storage.password import change_password
from app.storage.restore import restore_one
from app.storage.store import Store
from tests.storage.expect import ENTRIES

OLD = Path(__file__).parents[1] / "old_databases"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_database(tmp_path / "算盘.db")) as made:
        made.create(2023, "national-2020", "abc", ENTRIES)
        made.create(2024, "national-2020", "abc", {"info.unit": "甲"}, 1)
        yield made


@pytest.fixture
def kept(store: Store, tmp_path: Path) -> Path:
    return back_up(store.path, tmp_path / "备份", "manual")


def test_how_each_stands_to_what_is_there_now(store: Store, kept: Path) -> None:
    then = glimpse(kept).found
    assert [how(one, store.submissions()) for one in then] == ["same", "same"]
    store.write(2, Edit({"info.head": "林"}, "填写"), {"info.unit": "甲"})
    store.remove(1)
    store.create(2022, "national-2020", "abc", {"info.unit": "乙"})
    now = store.submissions()
    assert [how(one, now) for one in then] == ["older", "missing"]
    assert [one.unit_name for one in only_now(then, now)] == ["乙"]
    newer = back_up(store.path, kept.parent, "manual")
    restore_one(store, kept, 2, 2)
    assert how(glimpse(newer).found[0], store.submissions()) == "newer"


def test_cells_that_differ(store: Store, kept: Path) -> None:
    before = store.load(1).entries
    assert entries_in(kept, 1) == before
    edit = Edit({"spending.r1.initial": "", "info.head": "林", "outlay.rows": "r1 r2"}, "填写")
    store.write(1, edit, before)
    now = store.load(1).entries
    assert different(now, entries_in(kept, 1)) == {
        *("info.head", "spending.r1.initial", "outlay.rows"),
    }


def test_a_backup_of_an_earlier_version_can_be_looked_into(tmp_path: Path) -> None:
    old = tmp_path / "旧.db"
    shutil.copy(OLD / "v1.db", old)
    before = old.read_bytes()
    found = glimpse(old, checked=True).found
    assert found and all(one.unit_name for one in found)
    assert entries_in(old, found[0].id)["info.unit"] == found[0].unit_name
    assert old.read_bytes() == before


def test_the_key_that_fits_is_found(kept: Path) -> None:
    assert glimpse(kept, ("falsch",)).key == ""  # it has none
    change_password(kept, "", "geheim")
    refused = glimpse(kept, ("falsch",))
    assert (refused.kind, refused.found) == ("password", ()) and refused.problem
    opened = glimpse(kept, ("falsch", "geheim"))
    assert (opened.kind, opened.key, len(opened.found)) == (None, "geheim", 2)


@pytest.mark.parametrize("size", [0, 50, 5000, -4096])
def test_what_was_cut_off_is_damaged_at_a_glance(kept: Path, size: int) -> None:
    whole = kept.read_bytes()
    kept.write_bytes(whole[:size])
    assert glimpse(kept).kind == "damaged"


def test_a_page_in_the_middle_is_noticed_by_the_thorough_look(kept: Path) -> None:
    whole = kept.read_bytes()
    for at in range(4096, len(whole), 4096):
        kept.write_bytes(whole[:at] + b"\xff" * 4096 + whole[at + 4096 :])
        assert glimpse(kept, checked=True).kind == "damaged", f"page at {at}"
