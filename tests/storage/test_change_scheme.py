"""A submission goes on by another scheme: all of it in one transaction, with its history."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.rescheme import change
from app.domain.submission import Edit, Submission
from app.exchange.package import parse
from app.resources import sample_text, shipped_schemes
from app.session import Session
from app.storage.database import open_database
from app.storage.store import SCHEME, Store
from tests.storage.expect import problem

SCHEMES = shipped_schemes()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_database(tmp_path / "算盘.db")
    yield made
    made.close()


def create(store: Store, year: int = 2023) -> Submission:
    entries = {"project.p1.name": "技能培训", "info.unit": "甲"}
    return store.create(year, "national-2020", "abc", entries)


EDIT = Edit({"project.p1.name": "", "special.p1.name": "技能培训", "a": ""}, "更换方案：青石县方案")


def test_scheme_entries_and_history_change_together(store: Store) -> None:
    made, other = create(store), create(store, 2022)
    store.change_scheme(made.id, "qingshi-2024", "def", EDIT)
    expected = Submission(
        2023, "qingshi-2024", "def", {"special.p1.name": "技能培训", "info.unit": "甲"}, made.id
    )
    assert store.load(made.id) == expected
    assert store.load(other.id) == other
    found = store.history(made.id, 10)
    assert {one.step for one in found} == {1}
    assert {(one.label, one.cell, one.before, one.after) for one in found} == {
        (EDIT.label, SCHEME, "national-2020 abc", "qingshi-2024 def"),
        (EDIT.label, "project.p1.name", "技能培训", ""),
        (EDIT.label, "special.p1.name", "", "技能培训"),
        (EDIT.label, "a", "", ""),
    }
    assert [one.scheme for one in store.submissions()] == ["qingshi-2024", "national-2020"]


def test_what_is_remembered_as_before_is_what_the_file_had(store: Store) -> None:
    made = create(store)
    store.write(made.id, Edit({"info.unit": "乙"}, "改名"), made.entries)
    store.change_scheme(made.id, "qingshi-2024", "def", Edit({"info.unit": "丙"}, "更换"))
    found = {one.cell: one for one in store.history(made.id, 10) if one.step == 2}
    assert (found["info.unit"].before, found["info.unit"].after) == ("乙", "丙")


def test_the_files_of_the_scheme_as_they_are_now(store: Store) -> None:
    made = create(store)
    store.change_scheme(made.id, made.scheme_id, "new", Edit({}, "确认方案更新"))
    assert store.load(made.id) == Submission(2023, "national-2020", "new", made.entries, made.id)
    (one,) = store.history(made.id, 10)
    assert (one.cell, one.before, one.after) == (SCHEME, "national-2020 abc", "national-2020 new")


def test_a_submission_that_is_gone(store: Store) -> None:
    create(store)
    with problem("missing", "已经不在数据文件里"):
        store.change_scheme(99, "qingshi-2024", "def", EDIT)
    assert store.history(99, 10) == []


@pytest.mark.parametrize("step", ["_put", "_remember"])
def test_all_of_it_or_nothing(store: Store, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    made = create(store)

    def broken(*_: object) -> None:
        raise sqlite3.OperationalError("no such table: x")

    with monkeypatch.context() as patched:
        patched.setattr(store, step, broken)
        with pytest.raises(sqlite3.OperationalError):
            store.change_scheme(made.id, "qingshi-2024", "def", EDIT)
    assert store.load(made.id) == made
    assert store.history(made.id, 10) == []
    store.change_scheme(made.id, "qingshi-2024", "def", EDIT)
    assert store.load(made.id).scheme_id == "qingshi-2024"


@pytest.mark.parametrize("name", [name for name in SCHEMES if name != "national-2020"])
def test_there_and_back_in_the_file(store: Store, name: str) -> None:
    """As the window does it, with an edit in between and a new session each time."""
    sample = parse(sample_text(), SCHEMES)
    old, new = SCHEMES[sample.scheme_id], SCHEMES[name]
    made = store.create(sample.year, old.id, old.hash, sample.entries)
    before = Session(store, old, store.load(made.id)).report
    there = change(old, new, store.load(made.id))
    store.change_scheme(made.id, new.id, new.hash, there.edit)
    session = Session(store, new, store.load(made.id))
    assert session.submission.scheme_hash == new.hash
    session.apply(Edit({"info.head": "林负责"}, "填写"))
    back = change(new, old, store.load(made.id))
    store.change_scheme(made.id, old.id, old.hash, back.edit)
    again = Session(store, old, store.load(made.id)).report
    assert again.text("info.head") == "林负责"
    assert again.forms == before.forms
    assert again.values == before.values
    assert again.findings == before.findings
