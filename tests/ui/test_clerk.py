"""A clerk's work in the real window: typed, watched, undone, exported, printed, found again."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.start.new_dialog import NewDialog
from tests.ui.driver import UNIT, Key, Office
from tests.ui.office_work import comes_back, in_dialog, reads

INFO = {
    "info.department": "云岭县人力资源和社会保障局",
    "info.filler": "林晓禾",
    "info.phone": "0000-1234567",
    "info.fill_date": "2025年6月30日",
}
PROJECT = {
    "name": "企业用工保障专项经费",
    "money.fiscal.initial": "30",
    "money.fiscal.adjusted": "27.97",
    "money.fiscal.executed": "27.97万",
    "goal_expected": "摸清企业缺工情况，组织招聘。",
    "goal_actual": "组织招聘12场，达成意向450人。",
}
# row, target, actual, weight -> score
ROWS = (
    ("i1", "一对一服务企业", "≥1400家", "1306家", "15", "13.99"),
    ("i2", "发布用工信息", "效果明显", "效果明显", "15", "15.00"),
    ("i3", "完成及时率", "2024年12月前", "2024年12月", "10", "10.00"),
    ("i4", "项目成本控制", "≤30万", "27.97", "10", "10.00"),
    ("i5", "带动稳岗", "≥50人", "５０人", "5", "5.00"),
    ("i6", "增加就业岗位", "100%", "100％", "10", "10.00"),
    ("i7", "节约用纸", "减少", "减少", "5", "5.00"),
    ("i8", "登记失业率", "控制在4.5%以内", "4.95%", "10", "9.00"),
    ("i9", "服务对象满意度", "90%以上", "92.56%", "10", "10.00"),
)
PREFIX = "project.p1"


def types_a_project(office: Office) -> None:
    office.creates(year=2024)
    for address, text in INFO.items():
        office.types(address, text)
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    for cell, text in PROJECT.items():
        office.types(f"{PREFIX}.{cell}", text)
    for row, name, target, actual, weight, _ in ROWS:
        for cell, text in (
            ("name", name),
            ("target", target),
            ("actual", actual),
            ("weight", weight),
        ):
            office.types(f"{PREFIX}.{row}.{cell}", text)
    for row in ("i1", "i8"):
        office.types(f"{PREFIX}.{row}.reason", "市场变化，下年调整指标值")


def test_types_a_project_from_empty_to_printed(office: Office, tmp_path: Path) -> None:
    types_a_project(office)
    assert office.sees(f"{PREFIX}.money.total.executed") == "27.97"
    assert office.sees(f"{PREFIX}.execution.rate") == "100.00%"
    assert office.sees(f"{PREFIX}.execution.given") == "10.00"
    for row, *_, score in ROWS:
        assert office.sees(f"{PREFIX}.{row}.given") == score
    report = office.window.session.report if office.window.session else None
    assert report is not None and str(report.form(PREFIX).total) == "97.99"
    assert report.form(PREFIX).grade == "优"
    assert not [found for found in report.findings if found.cells[0].startswith(PREFIX)]

    office.shows_tab("导出打印")
    office.clicks("导出上报", office.work.pages["export"])
    folder = tmp_path / f"{UNIT} 2024年度绩效自评"
    pdf = PdfReader(folder / "项目支出绩效自评表（2024年度）.pdf")
    assert len(pdf.pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]] == [210, 297]
    sheet = load_workbook(folder / "项目支出绩效自评表（2024年度）.xlsx").worksheets[0]
    assert sheet["B3"].value == PROJECT["name"]
    assert sheet["F6"].value == pytest.approx(27.97)
    values = [cell.value for line in sheet.iter_rows() for cell in line]
    assert 13.99 in values and "92.56%" in values


def test_undoes_it_all_and_redoes_it_all(office: Office) -> None:
    office.creates()
    before = office.entries()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    for cell, text in PROJECT.items():
        office.types(f"{PREFIX}.{cell}", text)
    office.types(f"{PREFIX}.i1.target", "≥10次")
    office.clicks("＋ 指标")
    office.types(f"{PREFIX}.i10.name", "新加的指标")
    after = office.entries()
    steps = 0
    while office.window.session and office.window.session.can_undo:
        office.undoes()
        steps += 1
    assert office.entries() == before
    assert steps == len(PROJECT) + 4
    for _ in range(steps):
        office.redoes()
    assert office.entries() == after
    assert office.window.session and not office.window.session.can_redo


def test_closes_without_saving_and_finds_everything(office: Office) -> None:
    types_a_project(office)
    before = office.entries()
    office.reopens()
    assert office.entries() == before
    office.shows_tab("项目支出")
    assert office.sees(f"{PREFIX}.i8.given") == "9.00"
    assert office.sees(f"{PREFIX}.goal_actual") == PROJECT["goal_actual"]


def test_a_field_left_by_closing_the_window_is_stored(office: Office) -> None:
    office.creates()
    office.goes_to("info.filler")
    office.enters("林晓禾")
    office.reopens()
    assert office.sees("info.filler") == "林晓禾"


def test_a_cell_still_open_when_the_window_closes_is_stored(office: Office) -> None:
    office.creates()
    office.goes_to("spending.basic.actual")
    office.enters("88.5")
    office.reopens()
    assert office.entries()["spending.basic.actual"] == "88.5"


def test_the_preview_shows_the_form_in_front(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[list[str]] = []
    monkeypatch.setattr(
        "app.ui.outlet.previewing.show_preview",
        lambda _window, offer: shown.append([one.title for one in offer.sheets(offer.start)]),
    )
    office.creates()
    office.shows_tab("项目支出")
    for name in ("甲项目", "乙项目"):
        office.clicks("＋ 新增")
        office.enters(name)
    office.presses(Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shown == [["项目支出绩效自评表 乙项目"]]
    office.shows_tab("导出打印")
    office.presses(Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert len(shown[1]) == 3


def test_the_tabs_are_turned_by_keyboard(office: Office) -> None:
    office.creates()
    office.presses(Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    office.enters("2080106")  # the first table of the tab asks for a subject
    office.presses(Key.Key_Tab)
    office.enters("12.5")
    office.presses(Key.Key_Tab)
    office.presses(Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    office.enters("1")
    office.presses(Key.Key_Return)
    assert office.entries()["revenue.items.r1.public"] == "12.5"
    assert office.entries()["three_publics.abroad.initial"] == "1"


def test_the_same_unit_and_year_twice_is_refused_calmly(office: Office) -> None:
    office.creates(year=2024)
    office.types("info.filler", "林晓禾")
    office.clicks("‹ 填报列表")

    def fill(dialog: NewDialog) -> None:
        dialog.unit.setEditText(UNIT)  # as picked from its list
        dialog.year.selectAll()
        QTest.keyClicks(dialog.year, "2024")
        QTest.keyClick(dialog, Key.Key_Return)
        assert reads(dialog, f"“{UNIT}”已经有2024年度的填报")

    in_dialog(NewDialog, fill)
    office.clicks("＋ 新建填报")
    comes_back(office)
    office.opens_first()
    assert office.sees("info.filler") == "林晓禾"


def test_why_a_score_is_what_it_is(office: Office) -> None:
    types_a_project(office)
    office.goes_to(f"{PREFIX}.i1.actual")
    for words in (
        "未达到指标值",
        "1,306家÷1,400家×15＝13.99",
        "财预〔2020〕10号",
        "达到1,400家可得15分",
    ):
        assert words in office.why()
    office.goes_to(f"{PREFIX}.money.fiscal.executed")
    assert "27.97÷27.97＝100.00%" in office.why()


def test_puts_another_score_and_is_asked_why(office: Office) -> None:
    types_a_project(office)
    office.types(f"{PREFIX}.i1.given", "14.5")
    assert (
        office.sees(f"{PREFIX}.i1.given") == "14.50" or office.sees(f"{PREFIX}.i1.given") == "14.5"
    )
    office.goes_to(f"{PREFIX}.i1.given")
    assert "填表人定为 14.5 分（按规则是 13.99 分）" in office.why()
    report = office.window.session.report if office.window.session else None
    assert report and "F06" in [found.code for found in report.findings]
    office.types(f"{PREFIX}.i1.given_reason", "年中任务数下调")
    report = office.window.session.report if office.window.session else None
    assert report and "F06" not in [found.code for found in report.findings]
    office.goes_to(f"{PREFIX}.i1.given")
    office.presses(Key.Key_Delete)
    assert office.sees(f"{PREFIX}.i1.given") == "13.99"


def test_a_qualitative_tier_is_chosen_by_a_person(office: Office) -> None:
    types_a_project(office)
    office.types(f"{PREFIX}.i2.actual", "效果较好")
    assert office.sees(f"{PREFIX}.i2.given") == "待定"
    office.goes_to(f"{PREFIX}.i2.actual")
    office.chooses("完成档次", "部分达成")
    office.types(f"{PREFIX}.i2.given", "10")
    assert office.sees(f"{PREFIX}.i2.given") == "10"
    report = office.window.session.report if office.window.session else None
    assert report is not None
    assert "F07" not in [found.code for found in report.findings]
    office.types(f"{PREFIX}.i2.given", "14")
    report = office.window.session.report if office.window.session else None
    assert report and "F07" in [found.code for found in report.findings]
