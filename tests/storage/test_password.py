"""A data file with a password: nobody reads it without, and all else goes on as before."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.submission import Edit
from app.storage.backup import back_up, contents, opened_copy
from app.storage.database import open_database
from app.storage.listing import glance
from app.storage.password import change_password
from app.storage.problems import StorageProblem
from app.storage.reading import reading
from app.storage.restore import restore_all, restore_one
from app.storage.store import Store

UNIT = "某县就业服务中心"
KEYS = ("", "算盘 2024", "it's a 'key'\"; drop table entry; --", "密" * 200)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "数据 文件" / "算盘.db"
    with closing(open_database(path)) as store:
        made = store.create(2024, "mof-2020", "", {"info.unit": UNIT})
        assert made.id is not None
        store.write(made.id, Edit({"outlay.public.r1.basic": "12345.67"}, "填支出"), {})
        store.seal(store.create(2023, "mof-2020", "", {"info.unit": UNIT}).id or 0, "甲")
        store.put_setting("person.filler", "乙")
    return path


def everything(store: Store) -> object:
    return (
        store.submissions(),
        [store.load(one.id) for one in store.submissions()],
        [store.history(one.id, 99) for one in store.submissions()],
        [store.seals(one.id) for one in store.submissions()],
        store.settings(),
    )


def refused(action: Callable[[], object]) -> StorageProblem:
    with pytest.raises(StorageProblem) as caught:
        action()
    return caught.value


def test_everything_is_there_under_each_password(path: Path) -> None:
    with closing(open_database(path)) as store:
        before = everything(store)
    old = ""
    for key in (*KEYS, "another one", ""):
        change_password(path, old, key)
        old = key
        with closing(open_database(path, key=key)) as store:
            assert everything(store) == before
            assert store.key == key
            assert store.database.execute("pragma foreign_keys").fetchone() == (1,)
            assert store.database.execute("pragma synchronous").fetchone() == (3,)
        assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_file_says_nothing_without_its_password(path: Path) -> None:
    change_password(path, "", "abcdef")
    raw = path.read_bytes()
    for word in (UNIT, "12345.67", "outlay", "SQLite", "create table"):
        assert word.encode() not in raw
    assert glance(path) is None
    for key, said in (("", "输入密码才能打开"), ("Abcdef", "密码不对"), ("abcdef ", "密码不对")):
        problem = refused(lambda key=key: open_database(path, key=key))  # type: ignore[misc]
        assert problem.kind == "password"
        assert said in problem.sentence
    assert path.read_bytes() == raw


def test_a_file_without_password_opens_with_any(path: Path) -> None:
    with closing(open_database(path, key="whatever")) as store:
        assert store.key == ""


def test_edits_are_logged_and_read_in_another_thread(path: Path) -> None:
    change_password(path, "", "abcdef")
    with closing(open_database(path, key="abcdef")) as store:
        store.write(1, Edit({"info.unit": "新名字"}, "改名"), {"info.unit": UNIT})
        with reading(path, "abcdef") as other:
            assert other.load(1).entries["info.unit"] == "新名字"
        log = path.with_name(f"{path.name}-wal")
        assert "新名字".encode() not in log.read_bytes()
        number = store.load(1).id or 0
        problem = refused(lambda: store.write(2, Edit({"info.unit": "不"}, "改名"), {}))
        assert problem.kind == "sealed"
        assert refused(lambda: store.load(99)).kind == "missing"
        assert number == 1


@pytest.mark.parametrize("now", KEYS[:2])
@pytest.mark.parametrize("then", [*KEYS[:2], "older password"])
def test_a_backup_is_restored_whatever_its_password(path: Path, now: str, then: str) -> None:
    change_password(path, "", then)
    with closing(open_database(path, key=then)) as store:
        kept, wanted = back_up(path, path.parent / "备份", "manual", then), everything(store)
    change_password(path, then, now)
    with closing(open_database(path, key=now)) as store:
        assert [one.unit_name for one in contents(kept, then)] == [UNIT, UNIT]
        if then:
            assert refused(lambda: contents(kept)).kind == "password"
            assert refused(lambda: restore_all(store, kept, path.parent, "no")).kind == "password"
        with opened_copy(kept, then) as copy:
            assert everything(copy) == wanted
        store.write(1, Edit({"outlay.public.r1.basic": "1"}, "填支出"), {})
        changed = everything(store)
        before = restore_all(store, kept, path.parent / "备份", then)
        assert everything(store) == wanted
        assert len(contents(before, now)) == 2
        again = restore_one(store, before, 1, 1, now)
        assert (again.id, everything(store)) == (1, changed)
    with closing(open_database(path, key=now)) as store:
        assert everything(store) == changed


def test_the_password_is_not_changed_under_another_window(path: Path) -> None:
    raw = path.read_bytes()
    with closing(sqlite3.connect(path)) as other:
        other.execute("begin immediate")
        assert refused(lambda: change_password(path, "", "abcdef")).kind == "locked"
    with closing(open_database(path)) as store:
        store.put_setting("person.filler", "丙")
        assert refused(lambda: change_password(path, "", "abcdef")).kind == "locked"
        assert store.settings() == {"person.filler": "丙"}
    assert path.read_bytes()[:16] == raw[:16]


def test_noise_is_a_file_with_a_password_or_a_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "算盘.db"
    path.write_bytes(bytes(range(256)) * 32)
    assert refused(lambda: open_database(path)).kind == "password"
    path.write_bytes(bytes(8192))
    assert refused(lambda: open_database(path)).kind == "damaged"
