"""How edits are written, by the place of the data file; and a file that is carried elsewhere."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.submission import Edit
from app.storage import database as database_module
from app.storage.database import open_database
from app.storage.store import Store

Moves = Callable[[bool], None]
FULL = 2  # pragma synchronous; 3 is more than that
WAL, ROLLBACK = 2, 1  # in bytes 18 and 19 of the file


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> Moves:
    """Says whether data files lie on a disk of this computer."""

    def move(is_local: bool) -> None:
        monkeypatch.setattr(database_module, "is_local", lambda _folder: is_local)

    move(True)
    return move


def pragma(store: Store, name: str) -> object:
    return store.database.execute(f"pragma {name}").fetchone()[0]


def filled(path: Path) -> None:
    with closing(open_database(path)) as store:
        made = store.create(2024, "national-2020", "", {"info.unit": "甲"})
        store.write(made.id, Edit({"a": "1"}, "填"), made.entries)


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def test_a_file_carried_to_a_stick_and_back(tmp_path: Path, local: Moves) -> None:
    at_home, stick = tmp_path / "本机.db", tmp_path / "U盘" / "数据.db"
    filled(at_home)
    assert at_home.read_bytes()[18:20] == bytes((WAL, WAL))
    stick.parent.mkdir()
    shutil.copy(at_home, stick)
    local(False)
    with closing(open_database(stick)) as store:
        assert pragma(store, "journal_mode") == "delete"
        assert int(str(pragma(store, "synchronous"))) >= FULL
        store.write(1, Edit({"a": "2"}, "改"), store.load(1).entries)
        assert names(stick.parent) == {"数据.db"}, "one file, also while it is open"
    assert stick.read_bytes()[18:20] == bytes((ROLLBACK, ROLLBACK))
    local(True)
    with closing(open_database(stick)) as store:
        assert pragma(store, "journal_mode") == "wal"
        assert store.load(1).text("a") == "2"


def killed_while_open(path: Path) -> None:
    """A program that fills in and is killed; its log stays beside the file."""
    code = (
        "import os, sys; from pathlib import Path\n"
        "from app.domain.submission import Edit\n"
        "from app.storage import database\n"
        "database.is_local = lambda _: True\n"
        "store = database.open_database(Path(sys.argv[1]))\n"
        "store.write(1, Edit({'a': '3'}, 'kill'), store.load(1).entries)\n"
        "os.kill(os.getpid(), 9) if os.name == 'posix' else os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode in {-9, 9}


def test_a_log_left_over_is_carried_to_a_stick_with_the_file(tmp_path: Path, local: Moves) -> None:
    at_home, stick = tmp_path / "本机.db", tmp_path / "U盘" / "数据.db"
    filled(at_home)
    killed_while_open(at_home)
    log = at_home.with_name("本机.db-wal")
    assert log.stat().st_size
    stick.parent.mkdir()
    shutil.copy(at_home, stick)
    shutil.copy(log, stick.with_name("数据.db-wal"))
    local(False)
    with closing(open_database(stick)) as store:
        assert store.load(1).text("a") == "3", "what only the log had"
        assert pragma(store, "journal_mode") == "delete"
        assert names(stick.parent) == {"数据.db"}
        assert pragma(store, "quick_check") == "ok"


def test_a_journal_left_over_on_a_stick_is_rolled_back(tmp_path: Path, local: Moves) -> None:
    """The stick was pulled out in the middle of a write."""
    path = tmp_path / "数据.db"
    local(False)
    filled(path)
    whole = path.read_bytes()
    with closing(sqlite3.connect(path)) as writing:
        writing.execute("pragma cache_size = 1")  # what is written goes to the file at once
        writing.execute("begin")
        writing.execute("update entry set text = '9' where cell = 'a'")
        writing.executemany(
            "insert into setting (name, text) values (?, ?)",
            [(f"x{at}", "y" * 1000) for at in range(500)],
        )
        journal, torn = path.with_name("数据.db-journal").read_bytes(), path.read_bytes()
        writing.rollback()
    assert torn[:4096] != whole[:4096] or len(torn) != len(whole)
    path.write_bytes(torn)
    path.with_name("数据.db-journal").write_bytes(journal)
    with closing(open_database(path)) as store:
        assert store.load(1).text("a") == "1"
        assert pragma(store, "quick_check") == "ok"
    assert names(tmp_path) == {"数据.db"}


def test_who_looks_beside_the_window_does_not_change_how_it_writes(
    tmp_path: Path, local: Moves
) -> None:
    """A verb of the command line, on a stick, while the window has the file open."""
    path = tmp_path / "数据.db"
    local(False)
    filled(path)
    with closing(open_database(path)) as window, closing(open_database(path)) as verb:
        assert verb.load(1).text("a") == "1"
        window.write(1, Edit({"a": "4"}, "改"), window.load(1).entries)
        assert verb.load(1).text("a") == "4"
        assert [pragma(one, "journal_mode") for one in (window, verb)] == ["delete", "delete"]
