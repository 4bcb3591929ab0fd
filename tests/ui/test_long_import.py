"""A large workbook on its way in: the window says how far it is, and stopping changes nothing."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.exchange.account_grid import read_grids
from app.exchange.code_list import read_code_list
from app.progress import Cancelled
from app.ui.intake.account_import_dialog import STOPPED, AccountImportDialog
from tests.ui.driver import Office
from tests.ui.waiting import clicks_cancel, when_shown


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty thousand cells that are no official table."""
    book = Workbook(write_only=True)
    for sheet in range(4):
        page = book.create_sheet(f"明细{sheet + 1}")
        for row in range(1500):
            page.append([f"第{row}行", *range(row, row + 9)])
    path = tmp_path_factory.mktemp("大") / "明细账.xlsx"
    book.save(path)
    return path


def test_reading_says_how_far_it_is(large: Path) -> None:
    told: list[tuple[int, int, str]] = []
    assert len(read_grids(large, lambda *where: told.append(where))) == 4
    parts = [done for done, _, _ in told]
    assert len(parts) > 20
    assert parts == sorted(parts)
    assert {(total, what) for _, total, what in told} == {(large.stat().st_size, "明细账.xlsx")}
    assert 0.9 < parts[-1] / large.stat().st_size <= 1


@pytest.mark.parametrize("read", [read_grids, read_code_list])
def test_reading_stops_where_it_is_asked_to(large: Path, read: object) -> None:
    told: list[int] = []

    def stop(done: int, total: int, _what: str) -> None:
        told.append(done)
        if done > total // 3:
            raise Cancelled

    assert callable(read)
    with pytest.raises(Cancelled):
        read(large, stop)
    assert told[-1] < large.stat().st_size


def test_a_stopped_import_changes_nothing(
    office: Office, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.background.PATIENCE", 1)  # a quick machine reads it in that time
    office.creates()
    office.shows_tab("收入支出")
    before = office.entries()
    seen: list[tuple[str, bool]] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, AccountImportDialog):
            QTimer.singleShot(10, act)
            return
        when_shown(clicks_cancel)
        dialog.read(large)
        seen.append((dialog.said.text(), dialog.ok.isEnabled()))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, act)
    office.clicks("导入决算表…")
    assert seen == [(STOPPED, False)]
    assert office.entries() == before
    assert office.told == []


def test_a_file_that_cannot_be_read_is_said(office: Office, tmp_path: Path) -> None:
    """A folder of that name is read as little as a file that Excel holds on Windows."""
    held = tmp_path / "打开着.xlsx"
    held.mkdir()
    office.creates()
    office.shows_tab("收入支出")
    seen: list[str] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, AccountImportDialog):
            QTimer.singleShot(10, act)
            return
        dialog.read(held)
        seen.append(dialog.said.text())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, act)
    office.clicks("导入决算表…")
    (said,) = seen
    assert said.startswith(f"读不了这个文件：{held}。请看文件还在不在、是否被别的程序占用。")
