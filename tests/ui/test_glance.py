"""The start of the program: what is in the data file stands there before that is opened."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.packs import Shelf
from app.storage.database import open_database
from app.storage.listing import Glance, glance
from app.storage.store import Store
from app.ui.app import make_application
from app.ui.window import MainWindow
from tests.ui.office_work import waits_until

UNITS = ("云岭县甲中心", "云岭县乙中心")


class Start:
    """A program that is starting, with a data file that somebody may have changed meanwhile."""

    def __init__(self, path: Path) -> None:
        self.app = make_application(["suanpan"])
        self.path = path
        self.listed: list[bool] = []  # for each list: whether the data file was open then
        self.store: Store | None = None
        for unit in UNITS:
            self.adds(unit)
        found = glance(path)
        assert found is not None
        self.window = self.starts(found)

    def adds(self, unit: str) -> None:
        store = open_database(self.path)
        store.create(2024, "county-2024", "", {"info.unit": unit})
        store.close()

    def starts(self, found: Glance) -> MainWindow:
        window = MainWindow(self._open, Shelf, self.path.parent, found)
        window.listed.connect(lambda: self.listed.append(self.store is not None))
        return window

    def _open(self, _: str) -> Store:
        self.store = open_database(self.path)
        return self.store

    def sees(self) -> list[str]:
        items = self.window.start.items
        lines = [items.topLevelItem(at) for at in range(items.topLevelItemCount())]
        return [line.text(0) for line in lines if line is not None]

    def close(self) -> None:
        self.window.close()
        self.window.close_data()
        self.window.deleteLater()
        self.app.processEvents()


@pytest.fixture
def start(tmp_path: Path) -> Start:
    return Start(tmp_path / "数据.db")


def test_the_list_stands_before_the_data_file_is_open(start: Start) -> None:
    start.window.show()
    assert start.listed == [False]
    assert len(start.sees()) == len(UNITS)
    waits_until(lambda: start.store is not None)
    assert start.listed == [False], "listed once"
    start.close()


def test_the_cursor_in_the_list_stays_when_the_data_file_is_open(start: Start) -> None:
    start.window.show()
    QTest.keyClick(start.window.start.items, Qt.Key.Key_Down)
    chosen = start.window.start.items.current()
    waits_until(lambda: start.store is not None)
    start.app.processEvents()
    assert start.window.start.items.current() is chosen
    start.close()


def test_what_was_added_meanwhile_is_listed_too(start: Start) -> None:
    start.adds("云岭县丙中心")
    start.window.show()
    assert len(start.sees()) == len(UNITS)
    waits_until(lambda: len(start.sees()) == len(UNITS) + 1)
    start.close()
