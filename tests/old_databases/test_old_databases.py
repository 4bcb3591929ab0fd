"""A file of every version there ever was, written by the program of its time, opens whole."""

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.storage.backup import backups, contents, opened_copy
from app.storage.database import open_database
from app.storage.listing import VERSION
from app.storage.migrations import MIGRATIONS
from app.storage.problems import StorageProblem
from app.storage.restore import restore_all
from app.storage.store import Store
from tests.old_databases import make

HERE = Path(__file__).parent
VERSIONS = tuple(range(1, VERSION + 1))


def wanted(version: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / f"v{version}.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(params=VERSIONS, ids=[f"v{number}" for number in VERSIONS])
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def old(version: int, tmp_path: Path) -> Path:
    """A copy where a person would have it."""
    return Path(shutil.copy(HERE / f"v{version}.db", tmp_path / "算盘.db"))


def rows(store: Store, name: str) -> list[list[object]]:
    return sorted(map(list, store.database.execute(f"select * from {name}").fetchall()))


def test_each_version_has_a_sample() -> None:
    assert {one.name for one in HERE.glob("v*.db")} == {f"v{number}.db" for number in VERSIONS}


def test_a_sample_is_what_its_program_wrote(version: int, old: Path) -> None:
    assert make.contents(old) == wanted(version)
    assert wanted(version)["version"] == version


def test_everything_is_there_after_opening(version: int, old: Path) -> None:
    expected = wanted(version)
    with closing(open_database(old)) as store:
        for name in make.TABLES:
            if name in expected:
                assert rows(store, name) == expected[name], name
        assert store.database.execute("pragma user_version").fetchone() == (VERSION,)
        assert store.database.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert store.database.execute("pragma foreign_key_check").fetchall() == []
        typed = {row[1]: row[2] for row in expected["entry"] if row[0] == 2}
        assert store.load(2).entries == typed
        assert typed["info.unit"] == "乙县单位"
        assert [one.step for one in store.history(2, 9)] == [3, 2, 1]
        assert store.history(2, 9)[1].after == make.LONG


def test_it_goes_on_as_a_new_file_does(version: int, old: Path) -> None:
    from app.domain.submission import Edit

    with closing(open_database(old)) as store:
        store.write(2, Edit({"info.unit": "丙"}, "改名"), dict(store.load(2).entries))
        store.put_setting("backup.folder", "x")
        store.seal(2, "丁")
    with closing(open_database(old)) as store:
        assert store.load(2).entries["info.unit"] == "丙"
        assert store.seal_holds(2)


def test_an_old_backup_is_looked_into_and_restored(version: int, old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    assert len(contents(old)) == 2
    with opened_copy(old) as copy:
        assert len(copy.load(1).entries) > 100
    with closing(open_database(tmp_path / "新" / "算盘.db")) as store:
        restore_all(store, old, tmp_path / "备份")
        assert rows(store, "entry") == wanted(version)["entry"]
        assert rows(store, "history") == wanted(version)["history"]
    assert old.read_bytes() == before


@pytest.mark.parametrize(
    ("program", "file"), [(older, file) for file in VERSIONS for older in range(1, file)]
)
def test_an_older_program_refuses_the_file_and_leaves_it(
    program: int, file: int, tmp_path: Path
) -> None:
    path = Path(shutil.copy(HERE / f"v{file}.db", tmp_path / "算盘.db"))
    before = path.read_bytes()
    with pytest.raises(StorageProblem) as caught:
        open_database(path, MIGRATIONS[:program])
    assert caught.value.kind == "newer"
    assert "安装新版本" in caught.value.sentence
    assert path.read_bytes() == before


def test_the_next_version_is_refused_by_this_program(tmp_path: Path) -> None:
    path = tmp_path / "算盘.db"
    with closing(open_database(path)) as store:
        store.database.execute(f"pragma user_version = {VERSION + 1}")
    with pytest.raises(StorageProblem) as caught:
        open_database(path)
    assert caught.value.kind == "newer"
    assert backups(tmp_path / "backups") == ()
