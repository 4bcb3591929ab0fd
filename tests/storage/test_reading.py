"""The data file read in another thread, while the window has it open and writes."""

import threading
from pathlib import Path

import pytest

from app.domain.submission import Edit
from app.storage.database import open_database
from app.storage.problems import StorageProblem
from app.storage.reading import reading


def test_another_thread_reads_what_is_written_last(tmp_path: Path) -> None:
    path = tmp_path / "数据 库.db"
    store = open_database(path)
    made = store.create(2024, "national-2020", "", {"info.unit": "甲单位"})
    store.write(made.id, Edit({"info.unit": "乙单位"}, "改名"), made.entries)
    found: list[object] = []

    def read() -> None:
        with reading(path) as other:
            found.extend(info.unit_name for info in other.submissions())
            found.append(other.load(made.id).text("info.unit"))

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert found == ["乙单位", "乙单位"]
    store.write(made.id, Edit({"info.unit": "丙单位"}, "改名"), made.entries)  # no lock is left
    store.close()


def test_it_writes_nothing(tmp_path: Path) -> None:
    store = open_database(tmp_path / "数据.db")
    with reading(store.path) as other, pytest.raises(StorageProblem):
        other.create(2024, "national-2020", "", {"info.unit": "甲单位"})
    assert store.submissions() == []
    store.close()


def test_a_file_that_is_gone_is_said_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "没有.db"
    with pytest.raises(StorageProblem), reading(path) as store:
        store.submissions()
    assert not path.exists()
