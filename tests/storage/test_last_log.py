"""A log that is gone or spoiled after a crash is noticed; one that a crash leaves is none of it."""

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.submission import Edit
from app.storage.database import open_database
from app.storage.last_log import log_is_lost


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """A data file and its log with some edits in it, as a kill leaves them."""
    path = tmp_path / "甲" / "数据.db"
    copy = tmp_path / "乙" / "数据.db"
    copy.parent.mkdir()
    with closing(open_database(path)) as store:
        number = store.create(2024, "national-2020", "", {"info.unit": "甲"}).id
        for text in "一二三四五":
            store.write(number, Edit({"info.head": text}, "填写"), {})
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{copy}{ending}")
    return copy


def noise(count: int) -> bytes:
    return random.Random(1).randbytes(count)


def at(part: float) -> Callable[[bytes], bytes]:
    def spoil(log: bytes) -> bytes:
        place = int(len(log) * part)
        return log[:place] + noise(100) + log[place + 100 :]

    return spoil


SPOILED: dict[str, tuple[Callable[[bytes], bytes], bool]] = {
    "as it is": (lambda log: log, False),
    "empty": (lambda _: b"", False),
    "cut off in its last page": (lambda log: log[:-100], False),
    "its last page torn": (lambda log: log[:-2000] + bytes(2000), False),
    "its last page, and one begun after it": (lambda log: log[:-9] + noise(9) + log[:500], False),
    "all noise": (lambda log: noise(len(log)), True),
    "all zeros": (lambda log: bytes(len(log)), True),
    "noise at its beginning": (at(0.0), True),
    "noise in the middle": (at(0.5), True),
    "noise near its beginning": (at(0.1), True),
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_log(crashed: Path, how: str) -> None:
    spoil, lost = SPOILED[how]
    log = crashed.with_name(f"{crashed.name}-wal")
    content = spoil(log.read_bytes())
    log.write_bytes(content)
    assert log_is_lost(crashed) == lost
    assert log.read_bytes() == content
    kept = [one.read_bytes() for one in crashed.parent.glob("*损坏.db-wal")]
    assert kept == [content] * lost


def test_a_log_that_is_gone(crashed: Path) -> None:
    crashed.with_name(f"{crashed.name}-wal").unlink()
    assert log_is_lost(crashed)


def test_a_file_that_has_no_log_misses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.storage.database.is_local", lambda folder: False)
    path = tmp_path / "数据.db"
    open_database(path).close()
    assert not log_is_lost(path)
    assert not log_is_lost(tmp_path / "没有.db")
