"""A file dragged onto the window: the right import begins, and what is no import is said."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.compute import compute
from app.domain.submission import Submission
from app.resources import sample_text
from app.ui.intake.account_import_dialog import AccountImportDialog
from app.ui.intake.code_list_dialog import CodeListDialog
from tests.domain.expect import national
from tests.exchange.test_account_import import FACTS
from tests.exchange.workbooks import Style, write
from tests.ui.driver import Office

T = TypeVar("T", AccountImportDialog, CodeListDialog)
COPY = Qt.DropAction.CopyAction
LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drags(office: Office, *paths: Path) -> bool:
    """Drag files over the window and let them go; whether the window wants them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    over = QDragEnterEvent(QPoint(300, 300), COPY, data, LEFT, NO_KEYS)
    QApplication.sendEvent(office.window, over)
    if not over.isAccepted():
        return False
    drop = QDropEvent(QPointF(300, 300), COPY, data, LEFT, NO_KEYS)
    QApplication.sendEvent(office.window, drop)
    assert drop.isAccepted() and drop.dropAction() == COPY
    QTest.qWait(1)
    office.settle()
    return True


def in_dialog(kind: type[T], then: Callable[[T], object]) -> None:
    """Do something in the dialog to come, once it has read its file."""

    def wait() -> None:
        dialog = QApplication.activeModalWidget()
        read = isinstance(dialog, kind) and dialog.said.text() not in {"", "还没有选文件。"}
        if not isinstance(dialog, kind) or not read:
            QTimer.singleShot(10, wait)
            return
        then(dialog)

    QTimer.singleShot(0, wait)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "数据包（2023年度）.suanpan"
    path.write_text(sample_text(), encoding="utf-8")
    return path


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    source = compute(national(), Submission(2023, "national-2020", entries=FACTS))
    return write(tmp_path / "决算.xlsx", source, Style(texts=True, dash="—"))


def test_a_package_becomes_a_submission(office: Office, package: Path) -> None:
    assert drags(office, package)
    assert office.window.session is not None
    assert office.window.session.submission.year == 2023
    assert office.told == []


def test_a_package_that_is_none_is_refused(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "坏.json"
    path.write_text("{", encoding="utf-8")
    drags(office, path)
    assert len(office.told) == 1
    assert office.window.session is None


def test_a_workbook_is_looked_at_and_one_undo_takes_it_back(office: Office, accounts: Path) -> None:
    office.creates("云岭县试验中心", 2023)
    before = office.entries()
    in_dialog(AccountImportDialog, lambda dialog: QTest.keyClick(dialog.ok, Qt.Key.Key_Return))
    drags(office, accounts)
    assert any(cell.startswith("outlay.") for cell in office.entries())
    (said,) = office.told
    assert said.startswith("已导入“决算.xlsx”：9 张表，")
    assert said.endswith("数不对的话，按一次 Ctrl+Z 就全部撤销。")
    office.window.activateWindow()
    office.settle()
    office.undoes()
    assert office.entries() == before


def test_a_workbook_that_is_not_taken_changes_nothing(office: Office, accounts: Path) -> None:
    office.creates("云岭县试验中心", 2023)
    before = office.entries()
    in_dialog(AccountImportDialog, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    drags(office, accounts)
    assert office.entries() == before
    assert office.told == []


def test_a_list_of_codes_is_looked_at(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "科目.csv"
    path.write_text("科目编码,科目名称\n2080101,行政运行\n", encoding="utf-8")
    office.creates("云岭县试验中心", 2023)
    seen: list[int] = []

    def look(dialog: CodeListDialog) -> None:
        seen.append(dialog.lines.topLevelItemCount())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    in_dialog(CodeListDialog, look)
    drags(office, path)
    assert seen == [1]


@pytest.mark.parametrize("name", ["决算.xlsx", "决算.XLS", "科目.csv"])
def test_tables_need_an_open_submission(office: Office, tmp_path: Path, name: str) -> None:
    drags(office, tmp_path / name)
    assert office.told == [
        f"决算表和科目表导入到打开的填报里：请先打开一份填报，再把“{name}”拖进来。"
    ]


def test_anything_else_is_said(office: Office, tmp_path: Path) -> None:
    office.creates("云岭县试验中心", 2023)
    drags(office, tmp_path / "照片.jpg")
    drags(office, tmp_path / "一.json", tmp_path / "二.json")
    assert office.told[0].startswith("“照片.jpg”不知道怎样导入。")
    assert office.told[1].startswith("一次拖一个文件：")


def test_a_text_that_is_dragged_is_no_file(office: Office) -> None:
    data = QMimeData()
    data.setText("云岭县")
    over = QDragEnterEvent(QPoint(300, 300), COPY, data, LEFT, NO_KEYS)
    QApplication.sendEvent(office.window, over)
    assert not over.isAccepted()
