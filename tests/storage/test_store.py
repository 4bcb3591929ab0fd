"""Submissions, their entries and their history."""

import sys
from datetime import datetime
from pathlib import Path

import pytest

from app.domain.submission import Edit, Submission
from app.storage.database import open_database
from app.storage.problems import StorageProblem
from app.storage.store import Change, Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    name = "算盘#%7B}.db" if sys.platform == "win32" else "算盘#?%7B}.db"
    return open_database(tmp_path / "数据 文件" / name)


def create(store: Store, year: int = 2023, unit: int | None = None) -> Submission:
    return store.create(year, "national-2020", "abc", {"info.unit": "甲", "x": ""}, unit)


def cells(changes: list[Change]) -> list[tuple[int, str, str, str, str]]:
    return [(one.step, one.label, one.cell, one.before, one.after) for one in changes]


def test_a_new_submission_is_there_after_opening_again(store: Store) -> None:
    made = create(store)
    store.close()
    store.close()
    again = open_database(store.path)
    assert again.load(made.id) == made
    assert made.entries == {"info.unit": "甲"}
    assert again.history(made.id, 10) == []
    again.close()


def test_the_file_is_safe_against_power_cuts(store: Store) -> None:
    def pragma(name: str) -> object:
        return store.database.execute(f"pragma {name}").fetchone()[0]

    assert pragma("synchronous") == 3
    assert pragma("foreign_keys") == 1
    assert pragma("journal_mode") == "wal"


def test_elsewhere_than_on_a_local_disk_there_is_no_wal(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = create(store)
    store.close()
    monkeypatch.setattr("app.storage.database.is_local", lambda folder: False)
    again = open_database(store.path)
    assert again.database.execute("pragma journal_mode").fetchone()[0] == "delete"
    assert again.database.execute("pragma synchronous").fetchone()[0] == 3
    again.write(made.id, Edit({"a": "1"}, "填"), made.entries)
    assert again.load(made.id).text("a") == "1"
    again.close()


def test_an_edit_is_one_step_of_history(store: Store) -> None:
    made = create(store)
    start = datetime.now().astimezone()
    store.write(made.id, Edit({"info.unit": "乙", "a": "1"}, "粘贴"), made.entries)
    store.write(made.id, Edit({"a": ""}, "清空"), {"info.unit": "乙", "a": "1"})
    assert store.load(made.id).entries == {"info.unit": "乙"}
    found = store.history(made.id, 10)
    assert cells(found) == [
        (2, "清空", "a", "1", ""),
        (1, "粘贴", "a", "", "1"),
        (1, "粘贴", "info.unit", "甲", "乙"),
    ]
    assert cells(store.history(made.id, 1)) == [(2, "清空", "a", "1", "")]
    assert all(abs((one.at - start).total_seconds()) < 60 for one in found)


def test_the_list_names_units_and_the_last_change(store: Store) -> None:
    first, second = create(store, 2022), create(store, 2023)
    store.write(first.id, Edit({"info.unit": "乙"}, "改名"), first.entries)
    found = store.submissions()
    assert [(one.id, one.unit_name, one.year, one.scheme, one.state) for one in found] == [
        (second.id, "甲", 2023, "national-2020", "draft"),
        (first.id, "乙", 2022, "national-2020", "draft"),
    ]
    assert found[0].unit_id != found[1].unit_id
    assert found[1].changed == store.history(first.id, 1)[0].at
    assert found[0].changed.tzinfo is not None


def test_a_unit_has_a_year_once(store: Store) -> None:
    create(store)
    unit = store.submissions()[0].unit_id
    create(store, 2024, unit)
    with pytest.raises(StorageProblem, match="已经有了") as caught:
        create(store, 2023, unit)
    assert caught.value.kind == "exists"
    assert [(one.unit_id, one.year) for one in store.submissions()] == [(unit, 2024), (unit, 2023)]


def test_removing_takes_history_and_the_last_year_its_unit(store: Store) -> None:
    first = create(store)
    unit = store.submissions()[0].unit_id
    second = create(store, 2024, unit)
    store.write(first.id, Edit({"a": "1"}, "填"), first.entries)
    store.remove(first.id)
    assert [one.id for one in store.submissions()] == [second.id]
    assert store.history(first.id, 10) == []
    assert store.database.execute("select count(*) from unit").fetchone() == (1,)
    store.remove(second.id)
    for table in ("unit", "submission", "entry", "history"):
        assert store.database.execute(f"select count(*) from {table}").fetchone() == (0,)


def test_a_submission_that_is_gone_is_a_problem_with_a_sentence(store: Store) -> None:
    def kind_of(problem: pytest.ExceptionInfo[StorageProblem]) -> tuple[str, bool]:
        return problem.value.kind, "已经不在数据文件里" in problem.value.sentence

    with pytest.raises(StorageProblem) as loading:
        store.load(7)
    with pytest.raises(StorageProblem) as removing:
        store.remove(7)
    with pytest.raises(StorageProblem) as writing:
        store.write(7, Edit({"a": "1"}, "填"), {})
    with pytest.raises(StorageProblem) as clearing:
        store.write(7, Edit({"a": ""}, "清空"), {"a": "1"})
    with pytest.raises(StorageProblem) as creating:
        create(store, unit=7)
    for problem in (loading, removing, writing, clearing, creating):
        assert kind_of(problem) == ("missing", True)
    assert store.submissions() == []


def test_the_store_makes_no_table_by_a_slip(store: Store) -> None:
    made = create(store)
    store.write(made.id, Edit({"a": "1"}, "填"), made.entries)
    tables = {"unit", "submission", "entry", "history", "subject", "setting", "seal", "removed"}
    assert set(store.database.table_names()) == tables
