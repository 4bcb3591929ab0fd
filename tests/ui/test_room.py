"""Nothing is cut off in small windows and long lists, and the panel speaks of where one is."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QScrollArea, QWidget

from app.resources import shipped_schemes
from app.ui.fields import LineField
from app.ui.grid.grid import Grid
from app.ui.layout import ShortButton
from app.ui.pages.why_panel import WhyPanel
from app.ui.style import ACCENT, ACCENT_SOFT, INK
from tests.ui.driver import Key, Office

CHOSEN = "#d3e4f1"  # behind what is chosen in a list or a grid
NARROWEST = 960  # px that the window can be made


def areas(office: Office) -> list[QScrollArea]:
    return [area for area in office.work.findChildren(QScrollArea) if area.isVisible()]


def paste(office: Office, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    grid = office.focus()
    assert isinstance(grid, Grid)
    grid.paste()
    office.settle()


@pytest.mark.parametrize("scheme", sorted(shipped_schemes()))
def test_all_columns_are_in_the_narrowest_window(office: Office, scheme: str) -> None:
    """A page scrolls up and down only: what is wider than its room could not be reached."""
    office.creates(scheme=scheme)
    office.window.resize(NARROWEST, 640)
    for tab in ("基本信息", "收入支出", "三公经费", "项目支出", "整体自评", "导出打印"):
        office.shows_tab(tab)
        new = [one for one in office.work.findChildren(QPushButton) if one.isVisible()]
        if any(one.text() == "＋ 新增项目" for one in new):
            office.clicks("＋ 新增项目")
        office.settle()
        for area in areas(office):
            assert area.widget().width() <= area.viewport().width(), tab


def test_a_window_larger_than_the_screen_takes_the_screen(office: Office) -> None:
    room = office.window.screen().availableGeometry()
    office.window.hide()
    office.window.resize(room.width(), room.height())
    office.window.show_fitting()
    assert office.window.isMaximized()  # the title bar would push the status bar off the screen
    office.window.hide()
    office.window.showNormal()
    office.window.hide()
    office.window.setMinimumSize(100, 100)
    office.window.resize(room.width() - 10, room.height() - 100)
    office.window.show_fitting()
    assert not office.window.isMaximized()


def test_exported_files_are_listed_at_full_height(office: Office) -> None:
    office.creates(scheme="hunan-2023")
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.window.resize(NARROWEST, 640)
    office.shows_tab("导出打印")
    office.clicks("导出上报", within=office.work.pages["export"])
    office.settle()
    page = office.work.pages["export"]
    files = [one for one in page.findChildren(QLabel) if one.text().startswith("✓ ")]
    listed = [one for one in files if one.text().endswith((".xlsx", ".pdf", ".suanpan"))]
    assert len(listed) > 6
    opens = [one for one in page.findChildren(QPushButton) if one.text() == "打开文件夹"]
    for part in (*listed, *opens):
        assert part.height() >= part.fontMetrics().height()


def test_the_chosen_line_of_a_drop_down_list_can_be_read(office: Office) -> None:
    office.creates(scheme="hunan-2023")
    combo = next(one for one in office.work.findChildren(QComboBox) if one.isVisible())
    combo.showPopup()
    office.settle()
    image = combo.view().window().grab().toImage()
    combo.hidePopup()
    spots = ((x, y) for x in range(image.width()) for y in range(image.height()))
    colours = {image.pixelColor(x, y).name() for x, y in spots}
    assert {INK, CHOSEN} <= colours
    assert ACCENT not in colours  # dark ink on it


def test_in_a_new_project_the_cursor_begins_at_the_first_cell(office: Office) -> None:
    office.creates(scheme="hunan-2023")
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.goes_to("project.p1.money.other.executed")
    office.clicks("＋ 新增")
    editor = office.project.editor
    money = editor.tables["money"].grid
    assert not money.currentIndex().isValid()
    for _ in range(4):  # name, category, department, unit
        office.presses(Key.Key_Tab)
    assert office.focus() is money
    paste(office, "320\t410\t327.9")
    assert office.entries()["project.p2.money.fiscal.initial"] == "320"
    assert office.entries()["project.p2.money.fiscal.executed"] == "327.9"


def test_nothing_is_pasted_where_the_cursor_is_in_no_cell(office: Office) -> None:
    office.creates(scheme="hunan-2023")
    office.shows_tab("收入支出")
    grid = next(one for one in office.work.findChildren(Grid) if one.isVisible())
    grid.setCurrentIndex(QModelIndex())
    before = office.entries()
    QGuiApplication.clipboard().setText("7\t8")
    grid.paste()
    grid.clear_selection_cells("清除")
    assert office.entries() == before


def test_the_panel_stays_with_the_cell_that_was_pasted_into(office: Office) -> None:
    office.creates(scheme="hunan-2023")
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.types("project.p1.i1.name", "维修渠道长度")
    office.goes_to("project.p1.money.fiscal.initial")
    paste(office, "100\t120\t90")
    assert "预算执行率" in office.why()
    assert "当年财政拨款" in office.status()
    office.undoes()
    assert office.why() == "还没有填全年预算数"


def test_no_row_shows_above_the_floating_heads(office: Office) -> None:
    office.creates(scheme="hunan-2023")
    office.shows_tab("整体自评")
    office.goes_to("score_sheet.i9.reason")
    office.settle()
    heads = office.forms("overall").editor.indicators.heads
    area = next(one for one in areas(office) if one.isAncestorOf(heads))
    assert heads.floats > 0
    top = area.viewport().mapToGlobal(QPoint(0, 0)).y()
    assert heads.mapToGlobal(QPoint(0, 0)).y() == top


def test_the_cursor_beside_a_form_is_seen_also_as_the_reasons_grow(office: Office) -> None:
    """On the smallest usual screen: F7 into a tier, then each count of a questionnaire."""
    office.window.resize(1366, 740)
    office.creates(scheme="national-2021")
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    why = office.work.current_page().parts()[-1]
    assert isinstance(why, WhyPanel)
    assert why.list.height() > why.height() // 3  # nothing is said of an indicator yet
    office.types("project.p1.i6.target", "2024年10月前")
    office.types("project.p1.i6.actual", "2024年11月")
    office.types("project.p1.i6.name", "完成时间")
    office.types("project.p1.i6.weight", "10")
    for _ in range(20):
        office.presses(Key.Key_F7)
        if isinstance(office.focus(), QComboBox):
            break
    assert isinstance(office.focus(), QComboBox)
    assert seen_whole(office.focus())
    office.types("project.p1.i10.target", "≥90%")
    office.goes_to("project.p1.i10.actual")
    counts = [one for one in why.findChildren(LineField) if one.isVisible()]
    assert len(counts) == 3
    counts[0].setFocus()
    for text in ("100", "98", "95"):
        office.enters(text)
        assert seen_whole(office.focus())
        office.presses(Key.Key_Tab)
    assert seen_whole(office.focus())


def seen_whole(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_buttons_that_are_cut_look_like_their_kind(office: Office) -> None:
    """The scheme in the bar and the last submission are pills, and the steps are flat."""
    office.creates()
    pills = [one for one in office.work.findChildren(ShortButton) if one.objectName() == "pill"]
    steps = [one for one in office.work.findChildren(ShortButton) if one.objectName() == "step"]
    assert len(pills) == 1 and len(steps) == 6
    assert ground(pills[0]) == ACCENT_SOFT
    assert {one.height() for one in steps} == {office.work.guide.height() - 2 * 2}
    office.clicks("‹ 填报列表")
    assert ground(office.window.start.resume) == ACCENT_SOFT


def ground(widget: QWidget) -> str:
    return widget.grab().toImage().pixelColor(4, widget.height() // 2).name()
