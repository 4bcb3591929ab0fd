"""A second year in the window: last year's projects and indicators come along by keyboard."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.ui.intake.carry_dialog import CarryDialog
from tests.ui.driver import Office

Key = Qt.Key
UNIT = "云岭县就业服务中心"  # that of the sample, 2023


def answers(office: Office, act: Callable[[CarryDialog], None]) -> None:
    """What the clerk does as soon as the dialog is open."""

    def wait() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, CarryDialog):
            QTimer.singleShot(10, wait)  # not open yet
            return
        act(dialog)

    QTimer.singleShot(0, wait)


def back(office: Office) -> None:
    """What a window manager does when a dialog closes."""
    office.window.activateWindow()
    office.settle()


def second_year(office: Office) -> None:
    office.clicks("载入示例单位")
    office.clicks("‹ 填报列表")
    office.creates(UNIT, 2024)
    office.shows_tab("项目支出")


def test_last_years_projects_come_with_one_key_and_go_with_one_undo(office: Office) -> None:
    second_year(office)
    answers(office, lambda dialog: QTest.keyClick(dialog, Key.Key_Return))
    office.clicks("从往年带入…")
    back(office)
    assert len(office.listed()) == 11
    entries = office.entries()
    carried = [cell for cell in entries if cell.startswith("project.p1.i") and "target" in cell]
    assert carried
    assert not [cell for cell in entries if cell.endswith((".actual", ".given", ".reason"))]
    assert office.says("11")
    office.undoes()
    assert office.listed() == []
    office.redoes()
    office.reopens()
    office.shows_tab("项目支出")
    assert len(office.listed()) == 11


def test_an_indicator_from_the_library(office: Office) -> None:
    second_year(office)
    office.clicks("＋ 新增")
    prefix = office.project.prefix
    office.types(f"{prefix}.name", "职业技能培训")
    rows = office.entries()[f"{prefix}.rows"].split()

    def pick(dialog: CarryDialog) -> None:
        office.settle()
        office.enters("满意")  # Enter leads from the search into the list
        for key in (Key.Key_Return, Key.Key_Space, Key.Key_Return):
            office.settle()
            QTest.keyClick(QApplication.focusWidget() or dialog, key)

    answers(office, pick)
    office.clicks("指标库…")
    back(office)
    now = office.entries()[f"{prefix}.rows"].split()
    (new,) = set(now) - set(rows) or {rows[-1]}
    assert "满意" in office.entries()[f"{prefix}.{new}.name"]
    office.undoes()
    assert office.entries()[f"{prefix}.rows"].split() == rows


def test_a_first_year_says_what_to_do(office: Office) -> None:
    office.creates()
    office.shows_tab("项目支出")
    told: list[str] = []

    def look(dialog: CarryDialog) -> None:
        told.extend(part.text() for part in dialog.findChildren(QLabel))
        QTest.keyClick(dialog, Key.Key_Escape)

    answers(office, look)
    office.clicks("从往年带入…")
    assert any("还没有可以带入的往年填报" in text for text in told)
