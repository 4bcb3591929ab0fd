"""What the program makes of the unit's work, this user alone may read, whatever the umask says."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.storage import attachments
from app.storage.backup import back_up, back_up_to, backups, copy_evidence, opened_copy
from app.storage.database import open_database
from app.storage.keeping import keep
from app.storage.password import change_password
from app.storage.rescue import choices, exchange
from app.storage.restore import restore_all

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has lists of rights")
UNITS = ("云岭县就业服务中心", "云岭县档案馆")


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def open_to_others(top: Path) -> list[str]:
    """Files and folders, and such that others may do something with."""
    found = [top, *sorted(top.rglob("*"))]
    rights = {path: stat.S_IMODE(path.stat().st_mode) for path in found}
    return [f"{path.relative_to(top)} {mode:o}" for path, mode in rights.items() if mode & 0o077]


def test_a_working_year(tmp_path: Path, umask: int) -> None:
    home = tmp_path / "share" / "suanpan"
    data = home / "suanpan.db"
    source = tmp_path / "合同.pdf"
    source.write_bytes(b"%PDF")
    source.chmod(0o644)
    with closing(open_database(data)) as store:
        for unit in UNITS:
            made = store.create(2023, "national-2020", "", {"info.unit": unit})
        attachments.attach(data, made.id, source)
        assert (home / "suanpan.db-wal").exists() and (home / "suanpan.db-shm").exists()
        assert open_to_others(tmp_path / "share") == []
        assert keep(data, "daily").made
        kept = back_up(data, home / "backups", "manual")
        stick = tmp_path / "share" / "stick" / "备份.db"
        back_up_to(data, stick)
        assert len(list(copy_evidence(data, stick))) == 1
        with opened_copy(kept) as old:
            assert open_to_others(old.path.parent) == []
        restore_all(store, kept, home / "backups")
    change_password(data, "", "一二三四五六")
    with closing(open_database(data, key="一二三四五六")):
        assert open_to_others(tmp_path / "share") == []
    change_password(data, "一二三四五六", "")
    assert len(backups(home / "backups")) >= 3
    assert open_to_others(tmp_path / "share") == []


def test_what_takes_the_place_of_a_damaged_file(tmp_path: Path, umask: int) -> None:
    data = tmp_path / "share" / "suanpan.db"
    with closing(open_database(data)) as store:
        store.create(2023, "national-2020", "", {"info.unit": UNITS[0]})
        back_up(data, data.parent / "backups", "manual")
    data.write_bytes(b"\xff" * 100 + data.read_bytes()[100:])
    for choice in choices(data, "national-2020").all:
        exchange(data, choice)
        assert open_to_others(tmp_path / "share") == []
    with closing(open_database(data)) as store:
        assert len(store.submissions()) == 1
