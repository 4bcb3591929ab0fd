"""导出诊断包 where there is no open data file: damaged, encrypted, gone, from the command line."""

import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from app.diagnostics import parts, write
from app.packs import Shelf
from app.resources import DEFAULT_SCHEME
from app.storage.database import open_database
from app.storage.password import change_password
from app.ui import diagnosing
from app.ui.app import make_application
from app.ui.diagnosing import DiagnosticsDialog
from app.ui.speaking import Message
from app.ui.start.rescue import RescueDialog
from app.ui.window import MainWindow
from tests.ui.office_work import in_dialog

UNIT = "云岭县机密中心"
KEY = "budget 2024"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "数据" / "数据.db"
    with closing(open_database(path)) as store:
        store.create(2024, DEFAULT_SCHEME, "", {"info.unit": UNIT})
        store.put_setting("person.filler", "甄保密")
        store.put_setting("look.size", "125")
        store.put_setting("scheme.default", f"{UNIT}的方案")
        store.put_setting("width.机密表.0a", "100 200")
    return path


def damaged(path: Path) -> None:
    path.write_bytes(bytes(4096) + path.read_bytes()[4096:])


def newer(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[60:64] = (99).to_bytes(4, "big")
    path.write_bytes(whole)


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


STATES: list[tuple[Callable[[Path], object], str]] = [  # what befalls the file, what is said of it
    (lambda _: None, "完整性检查：没有问题"),
    (damaged, "读的时候：SQLITE_NOTADB"),
    (newer, "user_version：99"),
    (lambda path: change_password(path, "", KEY), "读的时候：SQLITE_NOTADB"),
    (lambda path: path.write_bytes(b""), "数据文件：0 字节"),
    (lambda path: path.unlink(), "数据文件：没有"),
    (folder_instead, "读的时候：SQLITE_"),
]


@pytest.mark.parametrize(("befalls", "said"), STATES)
def test_any_file_has_a_package(
    data: Path, tmp_path: Path, befalls: Callable[[Path], object], said: str
) -> None:
    befalls(data)
    made = parts(data, "", {})
    text = "\n".join(one.text for one in made)
    assert said in text
    for secret in (UNIT, "甄保密", "机密表", str(tmp_path), tmp_path.name):
        assert secret not in text
    packed = write(tmp_path, made)
    with zipfile.ZipFile(packed) as found:
        assert found.namelist() == [one.name for one in made]


def test_harmless_settings_are_told_with_their_values(data: Path) -> None:
    (text,) = (one.text for one in parts(data, "", {}) if one.name == "设置.txt")
    assert text.splitlines() == [
        "look.size：125",
        "scheme.default：（有）",
        "person 类：1 项",
        "width 类：1 项",
    ]


def test_a_password_opens_it_for_the_counts(data: Path) -> None:
    change_password(data, "", KEY)
    text = "\n".join(one.text for one in parts(data, KEY, {}))
    assert "表 entry 的行数：1" in text
    assert KEY not in text
    assert UNIT not in text


def test_of_the_letters_only_their_number_is_told() -> None:
    """A font that somebody made may bear their name."""
    make_application(["suanpan"])
    families = len(set(QFontDatabase.families()))
    assert diagnosing.surface(None)["系统的字体"] == f"{families} 种"


def exports_from(data: Path, kind: type[QDialog], folder: Path) -> list[int]:
    """Start the program on a file that does not open, and export from the dialog that says so."""
    app = make_application(["suanpan"])
    codes: list[int] = []
    window = MainWindow(lambda key: open_database(data, key=key), Shelf, data.parent)

    def go(found: DiagnosticsDialog) -> None:
        found.folder.setText(str(folder))
        next(one for one in found.findChildren(QPushButton) if one.text() == "导出").click()

    def act(found: QDialog) -> None:
        in_dialog(DiagnosticsDialog, go)
        words = "导出诊断包…"
        next(one for one in found.findChildren(QPushButton) if one.text() == words).click()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QApplication, "exit", codes.append)
        patch.setattr(diagnosing, "opened", lambda _: "")
        in_dialog(kind, act)
        window.show()
        for _ in range(300):
            if codes:
                break
            QTest.qWait(10)
    window.close()
    window.deleteLater()
    app.processEvents()
    return codes


CANNOT: list[tuple[Callable[[Path], object], type[QDialog]]] = [
    (newer, Message),
    (damaged, RescueDialog),
]


@pytest.mark.parametrize(("befalls", "kind"), CANNOT)
def test_it_is_offered_where_the_file_cannot_be_opened(
    data: Path, tmp_path: Path, befalls: Callable[[Path], object], kind: type[QDialog]
) -> None:
    befalls(data)
    out = tmp_path / "out"
    out.mkdir()
    assert exports_from(data, kind, out) == [1]
    (made,) = out.iterdir()
    assert made.suffix == ".zip"
    if sys.platform != "win32":
        assert made.stat().st_mode & 0o077 == 0, "for this user only"


def test_a_folder_that_is_not_there_is_said(data: Path, tmp_path: Path) -> None:
    make_application(["suanpan"])
    window = MainWindow(lambda key: open_database(data, key=key), Shelf, data.parent)
    seen: list[str] = []

    def act(found: DiagnosticsDialog) -> None:
        found.folder.setText(str(tmp_path / "none"))
        next(one for one in found.findChildren(QPushButton) if one.text() == "导出").click()
        seen.append(found.problem.text())
        assert found.isVisible()

    in_dialog(DiagnosticsDialog, act)
    diagnosing.diagnose(window, data, "")
    assert "找不到文件夹" in seen[0]
    window.deleteLater()
