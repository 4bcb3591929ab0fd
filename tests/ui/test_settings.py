"""设置: asked once, kept in the data file, at work at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.settings_dialog import SettingsDialog
from app.ui.style import apply_style, px
from tests.ui.driver import Key, Office

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def standard_size_afterwards(office: Office):  # type: ignore[no-untyped-def]
    yield
    apply_style(office.app)


def sets(office: Office, fill: Callable[[SettingsDialog], None]) -> None:
    """Ctrl+, and then what `fill` does in the dialog."""
    seen: list[bool] = []

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, SettingsDialog):
            QTimer.singleShot(10, now)
            return
        seen.append(True)
        fill(dialog)
        if dialog.isVisible():
            QTest.keyClick(dialog, Key.Key_Escape)

    QTimer.singleShot(0, now)
    office.window.activateWindow()
    office.presses(Key.Key_Comma, CONTROL)
    assert seen
    office.window.activateWindow()
    office.settle()


def types_into(dialog: SettingsDialog, field: str, text: str) -> None:
    line = getattr(dialog, field)
    line.setFocus()
    line.clear()
    line.insert(text)


def says_yes(dialog: SettingsDialog) -> None:
    QTest.keyClick(dialog.filler, Key.Key_Return)


def test_a_new_submission_begins_with_who_fills_it_in(office: Office) -> None:
    def fill(dialog: SettingsDialog) -> None:
        types_into(dialog, "filler", "林晓禾")
        types_into(dialog, "phone", "0000-1234567")
        says_yes(dialog)

    sets(office, fill)
    office.creates()
    assert office.sees("info.filler") == "林晓禾"
    assert office.entries()["info.phone"] == "0000-1234567"


def test_a_setting_overwrites_nothing(office: Office) -> None:
    office.creates()
    office.types("info.filler", "周明远")

    def fill(dialog: SettingsDialog) -> None:
        types_into(dialog, "filler", "林晓禾")
        says_yes(dialog)

    sets(office, fill)
    office.reopens()
    assert office.sees("info.filler") == "周明远"
    assert "info.phone" not in office.entries()


def test_settings_are_there_the_next_time(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "上报"
    folder.mkdir()

    def fill(dialog: SettingsDialog) -> None:
        for field in ("export", "backup"):
            types_into(dialog, field, str(folder))
        dialog.scheme.setCurrentIndex(dialog.scheme.findData("hunan-2023"))
        says_yes(dialog)

    sets(office, fill)
    office.close()
    office.open()
    kept: list[str] = []
    sets(office, lambda one: kept.extend((one.export.text(), str(one.scheme.currentData()))))
    assert kept == [str(folder), "hunan-2023"]


def test_escape_changes_nothing(office: Office) -> None:
    before = office.store.settings()

    def fill(dialog: SettingsDialog) -> None:
        types_into(dialog, "filler", "林晓禾")
        dialog.size_choice.setCurrentIndex(2)

    sets(office, fill)
    assert office.store.settings() == before
    assert px(100) == 100


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _folder: "上报", "不是完整的路径"),
        (lambda folder: str(folder / "没有"), "不存在"),
        (lambda folder: str(folder / "数据.db"), "是一个文件"),
    ],
)
@pytest.mark.parametrize("field", ["export", "backup"])
def test_a_folder_that_is_none_is_said(
    office: Office, make: Callable[[Path], str], words: str, field: str
) -> None:
    said: list[str] = []

    def fill(dialog: SettingsDialog) -> None:
        types_into(dialog, field, make(office.folder))
        says_yes(dialog)
        said.append(dialog.problem())
        assert dialog.isVisible()

    sets(office, fill)
    assert words in said[0]
    assert not {name for name in office.store.settings() if name.endswith(".folder")}


def test_large_text_comes_at_once_and_stays(office: Office) -> None:
    office.creates()
    office.types("info.head", "周明远")
    office.shows_tab("项目支出")
    before = office.work.tabs.fontMetrics().height()

    def fill(dialog: SettingsDialog) -> None:
        dialog.size_choice.setCurrentIndex(dialog.size_choice.findData(150))
        says_yes(dialog)

    sets(office, fill)
    assert px(100) == pytest.approx(150, abs=5)
    assert office.work.tabs.tabText(office.work.tabs.currentIndex()).startswith("项目支出")
    assert office.work.tabs.fontMetrics().height() > before * 1.3
    office.undoes()  # the steps are still there
    assert "info.head" not in office.entries()
    apply_style(office.app)
    office.reopens()
    assert office.work.tabs.fontMetrics().height() > before * 1.3


@pytest.mark.parametrize(
    ("tab", "address"),
    [("收入支出", "spending.project.adjusted"), ("基本信息", "info.phone")],
)
def test_another_size_leaves_the_cursor_where_it_was(
    office: Office, tab: str, address: str
) -> None:
    office.creates()
    office.shows_tab(tab)
    office.goes_to(address)

    def fill(dialog: SettingsDialog) -> None:
        dialog.size_choice.setCurrentIndex(dialog.size_choice.findData(125))
        says_yes(dialog)

    sets(office, fill)
    assert px(100) == pytest.approx(125, abs=5)
    office.window.activateWindow()
    office.settle()
    assert office.work.pointed() == address
    office.enters("7")
    office.presses(Key.Key_Tab)
    assert office.entries()[address].endswith("7")
