"""封存: what is sealed stays as it is, by whichever way it would be changed, and leaves a trace."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.submission import Edit
from app.resources import shipped_schemes
from app.session import Session
from app.storage.database import open_database
from app.storage.problems import StorageProblem
from app.storage.store import Store
from tests.storage.expect import ENTRIES, problem

EDIT = Edit({"info.unit": "乙"}, "改名")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_database(tmp_path / "算盘.db")) as made:
        made.create(2023, "national-2020", "abc", ENTRIES)
        made.create(2024, "national-2020", "abc", {"info.unit": "甲"}, 1)
        yield made


@pytest.mark.parametrize(
    "change",
    [
        lambda store: store.write(1, EDIT, ENTRIES),
        lambda store: store.write(1, Edit({}, "nothing"), ENTRIES),
        lambda store: store.change_scheme(1, "qingshi-2024", "def", EDIT),
        lambda store: store.remove(1),
        lambda store: store.seal(1, "林"),
    ],
    ids=["write", "empty", "scheme", "remove", "seal"],
)
def test_what_is_sealed_is_not_changed(store: Store, change: Callable[[Store], None]) -> None:
    store.seal(1, "林负责")
    before = (store.load(1), store.history(1, 9), store.seals(1), store.submissions())
    with problem("sealed", "已经封存", "解除封存"):
        change(store)
    assert (store.load(1), store.history(1, 9), store.seals(1), store.submissions()) == before


def test_another_year_of_the_unit_stays_open(store: Store) -> None:
    store.seal(1, "林负责")
    store.write(2, EDIT, {"info.unit": "甲"})
    assert store.load(2).text("info.unit") == "乙"
    assert [(one.id, one.sealed) for one in store.submissions()] == [(2, False), (1, True)]


def test_what_does_not_exist_is_missing_and_not_sealed(store: Store) -> None:
    with problem("missing", "已经不在数据文件里"):
        store.seal(99, "")
    with problem("missing", "已经不在数据文件里"):
        store.remove(99)
    with problem("missing", "已经不在数据文件里"):
        store.write(99, EDIT, {})
    assert not store.is_sealed(99)
    assert not store.seal_holds(99)


def test_opened_again_it_can_be_changed_and_the_record_says_who_and_why(store: Store) -> None:
    store.seal(1, "林负责")
    store.unseal(1, "赵主任", "  财政局退回：漏报一个项目 ")
    store.write(1, EDIT, ENTRIES)
    store.seal(1, "林负责")
    found = store.seals(1)
    assert [(one.sealed, one.who, one.reason) for one in found] == [
        (True, "林负责", ""),
        (False, "赵主任", "财政局退回：漏报一个项目"),
        (True, "林负责", ""),
    ]
    assert found[0].at >= found[1].at >= found[2].at
    assert found[0].checksum != found[1].checksum == found[2].checksum
    assert store.seals(2) == ()


def test_without_a_reason_it_stays_sealed(store: Store) -> None:
    store.seal(1, "林")
    with pytest.raises(ValueError, match="reason"):
        store.unseal(1, "林", " ")
    assert store.is_sealed(1)
    assert len(store.seals(1)) == 1


def test_to_open_what_is_open_leaves_no_trace(store: Store) -> None:
    store.unseal(1, "林", "误点")
    assert store.seals(1) == ()


def test_a_cell_changed_past_the_program_is_seen(store: Store) -> None:
    store.seal(1, "林")
    assert store.seal_holds(1)
    with closing(sqlite3.connect(store.path)) as other, other:
        other.execute("update entry set text = '9' where submission = 1 and cell = 'info.unit'")
    assert not store.seal_holds(1)


def test_the_order_in_which_cells_were_typed_does_not_matter(store: Store) -> None:
    store.seal(2, "林")
    store.unseal(2, "林", "再看")
    store.write(2, Edit({"b": "2", "a": "1"}, "填"), {})
    store.write(2, Edit({"b": "", "a": ""}, "清"), {"b": "2", "a": "1"})
    store.seal(2, "林")
    assert len({one.checksum for one in store.seals(2)}) == 1


def test_a_sealing_by_another_window_stops_the_edit_and_undo_of_this_one(tmp_path: Path) -> None:
    scheme = shipped_schemes()["national-2020"]
    path = tmp_path / "算盘.db"
    with closing(open_database(path)) as mine, closing(open_database(path)) as theirs:
        made = mine.create(2023, scheme.id, scheme.hash, {"info.unit": "甲"})
        session = Session(mine, scheme, made)
        assert not session.sealed
        session.apply(EDIT)
        theirs.seal(made.id, "赵主任")
        for step in (lambda: session.apply(Edit({"a": "1"}, "填")), session.undo):
            with pytest.raises(StorageProblem) as caught:
                step()
            assert caught.value.kind == "sealed"
        assert session.undo_label == "改名"
        assert mine.load(made.id).entries == session.submission.entries == {"info.unit": "乙"}
        again = Session(mine, scheme, mine.load(made.id))
        assert again.sealed
        assert not again.can_undo


def test_a_number_is_not_given_twice(store: Store) -> None:
    """The evidence files of a removed submission lie under its number."""
    store.remove(2)
    assert store.create(2025, "national-2020", "abc", {}).id == 3
    store.remove(3)
    store.remove(1)
    assert store.create(2023, "national-2020", "abc", {}).id == 4
