"""The dialogs of a crash at every size of the text, over another dialog, and where nothing can be
written."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.crash_file import LastRun
from app.ui import diagnosing, last_time
from app.ui.crash import Watch
from app.ui.crash_dialog import Bug, CrashDialog
from app.ui.diagnosing import DiagnosticsDialog
from app.ui.settings_dialog import SettingsDialog
from app.ui.speaking import Message
from app.ui.style import SIZES, apply_style
from tests.ui.driver import Office
from tests.ui.looking import cut_cells, cut_texts, foreign_words, outside
from tests.ui.office_work import in_dialog, waits_until

TRACE = ("RuntimeError", *(f"  app/ui/window.py:{line} open_submission" for line in range(30)))


@pytest.fixture(autouse=True)
def standard_size_afterwards(office: Office) -> Iterator[None]:
    yield
    apply_style(office.app)


def marks(found: QWidget) -> list[str]:
    QTest.qWait(20)
    return [*cut_texts(found), *cut_cells(found), *outside(found), *foreign_words(found)]


@pytest.mark.parametrize("percent", SIZES)
def test_every_dialog_fits(office: Office, percent: int) -> None:
    office.window.restyle(percent)
    office.window.resize(1366, 720)
    seen: dict[str, list[str]] = {}
    bug = Bug(TRACE, ("1234.56\n" * 40,))
    dialog = CrashDialog(office.window, bug, "到 10:11:12 填的都已经存上。", print, working=True)
    dialog.show()
    dialog.fold.click()
    seen["crash"] = marks(dialog)
    assert dialog.height() <= 720
    assert dialog.width() <= 1366
    dialog.close()

    def look(found: DiagnosticsDialog) -> None:
        seen["package"] = marks(found)
        assert found.height() <= 768

    in_dialog(DiagnosticsDialog, look)
    diagnosing.export_diagnostics(office.window)
    in_dialog(Message, lambda found: seen.update(last=marks(found)))
    last_time.tell_of_last_run(office.window, LastRun(datetime(2026, 3, 1, 9, 30), ("x",)))
    assert seen == {"crash": [], "package": [], "last": []}


def test_after_another_file_took_its_place_nothing_is_said_to_be_whole(office: Office) -> None:
    office.window.mended = True
    words: list[str] = []

    def read(found: Message) -> None:
        from PySide6.QtWidgets import QLabel

        words.extend(one.text() for one in found.findChildren(QLabel))

    in_dialog(Message, read)
    last_time.tell_of_last_run(office.window, LastRun(datetime(2026, 3, 1, 9, 30)))
    assert "数据文件刚才换过了" in words[0]
    assert "没有损坏" not in words[0]


def breaks() -> None:
    raise RuntimeError


def test_it_comes_over_an_open_dialog_and_gives_it_back(office: Office) -> None:
    watch = Watch(office.path)
    watch.begin()
    watch.look_after(office.window)
    went: list[str] = []

    def act(settings: SettingsDialog) -> None:
        QTimer.singleShot(5, breaks)
        waits_until(lambda: isinstance(QApplication.activeModalWidget(), CrashDialog))
        found = QApplication.activeModalWidget()
        assert isinstance(found, CrashDialog)
        assert found.parentWidget() is settings
        found.accept()
        QTest.qWait(30)
        went.append(type(QApplication.activeModalWidget()).__name__)

    in_dialog(SettingsDialog, act)
    from app.ui.settings_dialog import show_settings

    show_settings(office.window)
    watch.end()
    assert went == ["SettingsDialog"]


def test_a_folder_that_takes_no_files_is_nobody_s_concern(office: Office, tmp_path: Path) -> None:
    watch = Watch(tmp_path / "none" / "数据.db")
    watch.begin()
    watch.look_after(office.window)
    watch._settle_in()
    QTimer.singleShot(5, breaks)
    waits_until(lambda: isinstance(QApplication.activeModalWidget(), CrashDialog))
    found = QApplication.activeModalWidget()
    assert isinstance(found, CrashDialog)
    found.accept()
    watch.end()
    assert not (tmp_path / "none").exists()
