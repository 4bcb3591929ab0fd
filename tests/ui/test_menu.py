"""The menu of a grid, by mouse and by keyboard: its lines, their keys, and what is grey."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.ui.grid.grid import Grid
from tests.ui.beside import (
    CONTROL,
    SHIFT,
    below,
    closes_menu,
    menu_lines,
    open_menu,
    opens_sample,
    panel,
)
from tests.ui.driver import Office

Key = Qt.Key


def lines_at(office: Office, address: str, key: Qt.Key = Key.Key_F10) -> dict[str, str]:
    office.goes_to(address)
    office.presses(key, SHIFT if key == Key.Key_F10 else Qt.KeyboardModifier.NoModifier)
    found = menu_lines(office)
    closes_menu(office)
    return found


@pytest.mark.parametrize("key", [Key.Key_F10, Key.Key_Menu])
def test_the_keyboard_opens_it_at_the_cell_with_all_keys(office: Office, key: Qt.Key) -> None:
    opens_sample(office)
    QGuiApplication.clipboard().setText("5")
    found = lines_at(office, "outlay.public.r1.basic", key)
    assert found.items() >= {
        ("剪切", "Ctrl+X"),
        ("复制", "Ctrl+C"),
        ("粘贴", "Ctrl+V"),
        ("清除", "Del"),
        ("向下填充", "Ctrl+D"),
        ("向右填充", "Ctrl+R"),
        ("＋ 行（一般公共预算）", ""),
        ("删除行", ""),
        ("批注…", "Shift+F2"),
        ("口径说明", "F1"),
        ("查看来源", "Ctrl+["),
    }
    assert office.current_address() == "outlay.public.r1.basic"


def test_it_opens_at_the_cell(office: Office) -> None:
    opens_sample(office)
    office.goes_to("outlay.public.r1.code")  # within the screen that tests have
    grid = office.focus()
    assert isinstance(grid, Grid)
    spot = grid.viewport().mapToGlobal(grid.visualRect(grid.currentIndex()).center())
    office.presses(Key.Key_F10, SHIFT)
    assert open_menu(office).geometry().adjusted(-2, -2, 2, 2).contains(spot)
    closes_menu(office)


def test_what_cannot_be_done_is_grey_and_says_why(office: Office) -> None:
    opens_sample(office)
    found = lines_at(office, "gk03.total.basic")
    for line in ("-剪切", "-粘贴", "-清除", "-插入行（行是固定的）", "-删除行（行是固定的）"):
        assert line in found
    assert "复制" in found
    office.goes_to("gk03.total.basic")
    office.presses(Key.Key_F10, SHIFT)
    cut = next(one for one in open_menu(office).actions() if one.text() == "剪切")
    assert cut.toolTip() == "选中的格不能填写"
    closes_menu(office)


def test_a_sum_s_row_says_why_it_stays(office: Office) -> None:
    opens_sample(office)
    office.goes_to("outlay.public.c208.basic")
    office.presses(Key.Key_F10, SHIFT)
    removing = next(one for one in open_menu(office).actions() if one.text() == "删除行")
    assert not removing.isEnabled()
    assert "删除下面的行" in removing.toolTip()
    closes_menu(office)


def test_the_lines_of_indicators_stay(office: Office) -> None:
    opens_sample(office)
    found = lines_at(office, "project.p1.i1.target")
    for line in ("下移", "在下面插入一行", "复制一行", "删除这一行", "与上一行合用一个分值和得分"):
        assert line in found or f"-{line}" in found


def test_clipboard_lines_do_what_the_keys_do(office: Office) -> None:
    opens_sample(office)
    office.goes_to("income.public.initial")
    office.chooses_from_menu("剪切")
    assert "income.public.initial" not in office.entries()
    cut = QGuiApplication.clipboard().text()
    office.goes_to("income.fund.initial")
    office.chooses_from_menu("粘贴")
    assert office.sees("income.fund.initial") == cut.strip()
    office.chooses_from_menu("清除")
    assert office.sees("income.fund.initial") == ""
    for _ in range(3):
        office.undoes()
    assert office.sees("income.public.initial") == cut.strip()


def test_asking_lines_lead_where_they_say(office: Office) -> None:
    opens_sample(office)
    office.goes_to("outlay.total.spent")
    office.chooses_from_menu("口径说明")
    assert "本年全部支出" in panel(office)
    office.presses(Key.Key_Escape)
    office.goes_to("outlay.total.spent")
    office.chooses_from_menu("查看来源")
    assert "877.77 万元" in panel(office)


def test_findings_of_a_cell_are_shown_below(office: Office) -> None:
    opens_sample(office)
    assert "-查看审核（没有问题）" in lines_at(office, "outlay.total.spent")
    assert "查看审核（1 条）" in lines_at(office, "spending.project.actual")
    office.goes_to("spending.project.actual")
    office.chooses_from_menu("查看审核（1 条）")
    grid = office.work.aside.findings.grid
    at = grid.currentIndex().row()
    assert "各项目自评表全年执行数合计" in below(office)[at][4]


def test_a_key_given_in_a_menu_is_not_given_twice(office: Office) -> None:
    """Shown keys of a menu that is gone must not make the grid's own ambiguous."""
    opens_sample(office)
    office.goes_to("income.public.initial")
    office.presses(Key.Key_F10, SHIFT)
    closes_menu(office)
    office.presses(Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().strip() == office.sees("income.public.initial")
    office.presses(Key.Key_F1)
    assert "一般公共预算拨款" in panel(office)
