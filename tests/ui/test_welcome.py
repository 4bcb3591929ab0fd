"""From the first start to a form on paper: few clicks, and each step ticked when it is done."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintPreviewDialog
from PySide6.QtWidgets import QApplication, QPushButton

from app.resources import shipped_schemes
from app.ui.views.steps import steps
from tests.ui.driver import Key, Office

STEP_NAMES = ["单位信息", "新增项目", "资金", "指标", "看得分和审核", "打印预览"]


def strip(office: Office) -> list[str]:
    """The steps as they are shown, blank while the strip is put away."""
    if not office.work.guide.isVisible():
        return []
    made = office.work.guide.findChildren(QPushButton)
    return [one.text() for one in made if one.objectName() == "step" and one.isVisible()]


def ticked(office: Office) -> list[str]:
    return [one.split()[-2] for one in strip(office) if one.endswith("✓")]


def steps_to(office: Office, name: str) -> None:
    office.clicks(next(one for one in strip(office) if name in one))


def fills(office: Office, text: str) -> None:
    """Type into the field with the cursor and go on to the next one."""
    office.enters(text)
    office.presses(Key.Key_Tab)


def test_the_first_start_asks_one_thing(office: Office) -> None:
    asked = [one for one in office.window.findChildren(QPushButton) if one.isVisible()]
    large = [one.text() for one in asked if one.objectName() == "choice"]
    assert large == ["＋ 新建填报", "载入示例单位", "导入数据包…"]
    assert office.says("五分钟填好第一张表")
    assert office.focus().objectName() == "choice"


def test_a_new_submission_begins_in_the_first_blank_field(office: Office) -> None:
    office.creates()
    office.enters("云岭县人力资源和社会保障局")
    office.presses(Key.Key_Tab)
    assert office.entries()["info.department"] == "云岭县人力资源和社会保障局"


def test_the_steps_lead_to_a_filled_form(office: Office) -> None:
    office.creates(scheme="national-2020")
    assert [one.split()[-1] for one in strip(office)] == STEP_NAMES
    for text in ("云岭县人社局", "周明远", "林晓禾", "0000-1234567", "2025年3月1日"):
        fills(office, text)
    assert ticked(office) == ["单位信息"]
    steps_to(office, "新增项目")
    fills(office, "渠道维修")
    assert ticked(office) == ["单位信息", "新增项目"]
    steps_to(office, "资金")
    assert office.current_address() == "project.p1.money.fiscal.initial"
    for figure in ("100", "100", "100"):
        fills(office, figure)
    assert "资金" in ticked(office)
    steps_to(office, "指标")
    assert office.focus() is not office.window
    assert "指标" not in ticked(office)


def test_a_step_shows_what_it_is_about(office: Office) -> None:
    office.creates(scheme="national-2020")
    steps_to(office, "看得分和审核")
    assert office.work.tabs.tabText(office.work.tabs.currentIndex()).startswith("审核")
    steps_to(office, "单位信息")
    assert office.work.tabs.currentIndex() == 0


def test_printing_ends_the_way(office: Office) -> None:
    office.creates(scheme="national-2020")
    steps_to(office, "新增项目")
    seen: list[bool] = []

    def closes() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, closes)
            return
        seen.append(isinstance(dialog, QPrintPreviewDialog) or dialog.isWindow())
        dialog.close()

    QTimer.singleShot(0, closes)
    steps_to(office, "打印预览")
    assert seen
    assert "打印预览" in ticked(office)


def test_put_away_it_stays_away(office: Office) -> None:
    office.creates()
    assert strip(office)
    office.clicks("不再显示")
    assert not strip(office)
    office.reopens()
    assert not strip(office)
    office.window.show_start()
    office.creates(unit="青石县档案馆")
    assert not strip(office)


@pytest.mark.parametrize("scheme", sorted(shipped_schemes()))
def test_every_scheme_has_a_way(office: Office, scheme: str) -> None:
    """Each step of each scheme goes somewhere: to a cell, a page, a new form or the preview."""
    office.creates(scheme=scheme)
    assert office.window.session is not None
    for step in steps(office.window.session.report, printed=False):
        assert step.cell or step.tab or step.adds or step.prints, step.title
    for name in [one for one in strip(office) if "打印预览" not in one]:
        office.clicks(name) if name in strip(office) else None
        assert office.work.isVisible()
