"""Bad input and bad disks: a calm sentence, and nothing already entered is lost."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from app.domain.submission import MAX_TEXT
from app.packs import Shelf
from app.storage.database import open_database
from app.storage.problems import StorageProblem
from app.ui import diagnosing
from app.ui.app import make_application
from app.ui.fields import LineField, LongField
from app.ui.style import ACCENT, ERROR
from app.ui.window import MainWindow
from tests.ui.driver import Key, Office

CONTROL = Qt.KeyboardModifier.ControlModifier


def sentences(office: Office) -> list[str]:
    assert office.window.session is not None
    return [found.sentence for found in office.window.session.report.findings]


def test_a_data_file_that_cannot_be_opened_is_said_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: list[int] = []
    monkeypatch.setattr(QApplication, "exit", codes.append)
    told: list[str] = []
    monkeypatch.setattr(diagnosing, "tell_offering", lambda sentence, *_: told.append(sentence))
    broken = tmp_path / "坏.db"
    broken.write_bytes(b"SQLite format 3\0" + b"\7" * 5_000)
    before = broken.read_bytes()
    app = make_application(["suanpan"])
    window = MainWindow(lambda _: open_database(broken), Shelf, tmp_path)
    window.show()
    QTest.qWait(100)
    window.close()
    window.deleteLater()
    app.processEvents()
    assert codes == [1] and "文件没有改动" in told[0]
    assert broken.read_bytes() == before


def test_text_where_a_number_belongs_is_kept_and_said(office: Office) -> None:
    office.creates()
    office.types("spending.basic.actual", "约八十万")
    assert office.sees("spending.basic.actual") == "约八十万"
    cell = office.cell("spending.basic.actual")
    assert cell is not None and "“约八十万”不是金额" in cell.problem
    assert office.sees("spending.total.actual") == ""
    assert any("“约八十万”不是金额" in one for one in sentences(office))


def test_a_count_that_is_no_number_is_framed_and_said(office: Office) -> None:
    office.creates()
    office.types("info.staff_actual", "四十六")
    assert office.sees("info.staff_actual") == "四十六"
    assert any("“四十六”不是数" in one for one in sentences(office))
    assert "✗1" in office.work.tabs.tabText(0)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"target": "0", "actual": "5", "weight": "10"}, "指标值是0，按“等于0”计分"),
        ({"target": "≥5", "actual": "5", "weight": "150"}, "分值150应大于0、不超过100"),
        ({"target": "≥5", "actual": "5", "weight": "-5"}, "分值-5应大于0"),
        ({"target": "≥5", "actual": "5", "weight": "十"}, "“十”不是数"),
        ({"target": "≤", "actual": "93", "weight": "5"}, "像是一个数被拆进了两格"),
        ({"target": "≥5万", "actual": "4元", "weight": "5"}, "相差太大"),
    ],
)
def test_odd_indicators_are_named(office: Office, cells: Mapping[str, str], words: str) -> None:
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    for cell, text in cells.items():
        office.types(f"project.p1.i1.{cell}", text)
    assert any(words in one for one in sentences(office)), sentences(office)
    for cell, text in cells.items():
        assert office.entries()[f"project.p1.i1.{cell}"] == text


def test_ten_thousand_characters_in_a_goal(office: Office) -> None:
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    long = "就业服务" * 2_500
    office.goes_to("project.p1.goal_expected")
    field = office.project.editor.texts.widgets["goal_expected"]
    assert isinstance(field, LongField)
    field.insertPlainText(long)
    office.goes_to("project.p1.goal_actual")
    assert office.entries()["project.p1.goal_expected"] == long
    assert any("10000字" in one for one in sentences(office))


def test_too_long_a_goal_stays_in_the_field_until_it_is_shortened(office: Office) -> None:
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.goes_to("project.p1.goal_expected")
    field = office.project.editor.texts.widgets["goal_expected"]
    assert isinstance(field, LongField)
    field.insertPlainText("多" * (MAX_TEXT + 1))
    office.goes_to("project.p1.name")
    assert any("太长" in one for one in office.told)
    assert len(field.toPlainText()) == MAX_TEXT + 1
    assert "project.p1.goal_expected" not in office.entries()
    office.goes_to("project.p1.goal_expected")
    field.selectAll()
    office.enters("短")
    office.goes_to("project.p1.name")
    assert office.entries()["project.p1.goal_expected"] == "短"


def test_a_full_disk_loses_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.creates()
    office.types("info.filler", "林晓禾")
    session = office.window.session
    assert session is not None

    def full(*_said: object) -> None:
        raise StorageProblem("full", office.path)

    with monkeypatch.context() as patch:
        patch.setattr(session.store, "write", full)
        office.types("info.phone", "0000-7654321")
        assert any("磁盘空间不够" in one for one in office.told)
        assert office.sees("info.phone") == "0000-7654321"
    office.goes_to("info.phone")
    office.goes_to("info.filler")
    assert office.entries()["info.phone"] == "0000-7654321"
    assert office.entries()["info.filler"] == "林晓禾"


def test_line_ends_and_signs_of_other_programs_show_as_they_are_stored(office: Office) -> None:
    """Word's own line end parts two lines of a goal; in one line it is a space."""
    office.creates()
    office.shows_tab("整体自评")
    goal = "overall.goal_actual"
    for address, seen in ((goal, "完成11座\n1座顺延。"), ("overall.unit", "甲中心 乙中心")):
        office.goes_to(address)
        office.presses(Key.Key_A, CONTROL)
        QGuiApplication.clipboard().setText(seen.replace("\n", "\v").replace(" ", "\r\n") + "\x01")
        office.presses(Key.Key_V, CONTROL)
        field = office.focus()
        office.presses(Key.Key_Tab)
        assert office.entries()[address] == seen
        text = field.toPlainText() if isinstance(field, LongField) else field.text()  # type: ignore[attr-defined]
        assert text == seen


def test_the_cursor_in_a_framed_field_is_seen_and_a_rule_says_what_it_is(office: Office) -> None:
    office.creates()
    office.types("info.staff_authorized", "abc")
    fields = office.window.findChildren(LineField)
    field = next(one for one in fields if one.address == "info.staff_authorized")
    office.settle()
    away = field.grab().toImage()
    before = field.height()
    field.setFocus()
    office.settle()
    here = field.grab().toImage()
    assert away.pixelColor(1, 9).name() == ERROR and here.pixelColor(1, 9).name() == ACCENT
    office.presses(Key.Key_A, CONTROL)
    office.enters("12")
    office.presses(Key.Key_Tab)
    assert field.height() == before  # what is below does not move
    option = next(
        one for one in office.window.findChildren(QComboBox) if one.objectName() == "option"
    )
    option.setFocus()
    office.settle()
    assert option.accessibleName() in office.status()


def test_what_was_said_of_one_page_does_not_stand_below_another(office: Office) -> None:
    office.creates()
    office.shows_tab("收入支出")
    office.goes_to("spending.total.initial")
    office.enters("5")
    assert "这个单元格不能填写" in office.status()
    office.presses(Key.Key_7, CONTROL)
    assert office.status() == ""
