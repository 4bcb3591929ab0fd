"""检查全部单位 as a bureau uses it: computed beside the window, sorted, written, one opened."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.codes import shipped
from app.domain.compute import compute
from app.domain.submission import Submission
from app.domain.values import score_text
from app.exchange.package import parse
from app.resources import sample_text, shipped_schemes
from app.review import summary
from app.ui.start.review_dialog import COLUMNS, ReviewDialog
from tests.ui.driver import Office
from tests.ui.waiting import clicks_cancel, shown, when_shown

SCHEMES = shipped_schemes()
SAMPLE = parse(sample_text(), SCHEMES)
TITLES = [title for title, _, _ in COLUMNS]


def named(unit: str, **cells: str) -> Submission:
    entries = {**SAMPLE.entries, "info.unit": unit}
    entries |= {cell.replace("__", "."): text for cell, text in cells.items()}
    return replace(SAMPLE, entries=entries)


def blank(unit: str) -> Submission:
    return replace(SAMPLE, entries={"info.unit": unit})


@pytest.fixture
def bureau(office: Office) -> Office:
    """Four units in 2023, one of a scheme that is not there; one of them in 2022 too."""
    found = (
        (2023, SAMPLE.scheme_id, named("甲局")),
        (2023, SAMPLE.scheme_id, blank("乙局")),
        (2023, "elsewhere-2020", named("丙局")),
        (2023, SAMPLE.scheme_id, named("丁局", project__p1__i1__actual="")),
        (2022, SAMPLE.scheme_id, named("甲局")),
    )
    for year, scheme, one in found:
        office.store.create(year, scheme, one.scheme_hash, one.entries)
    office.close()
    office.open()
    return office


def looks_over(office: Office, then: Callable[[ReviewDialog], object]) -> None:
    """更多, 检查全部单位…, and what is done there once the table stands."""
    failed: list[BaseException] = []

    def wait() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ReviewDialog) or shown() or not dialog.state.text():
            QTimer.singleShot(10, wait)
            return
        try:
            then(dialog)
        except BaseException as error:
            failed.append(error)
        dialog.close()

    QTimer.singleShot(0, wait)
    office.clicks("更多 ▾")
    menu = next(one for one in office.window.findChildren(QMenu) if one.isVisible())
    next(one for one in menu.actions() if one.text().startswith("检查全部单位")).trigger()
    office.settle()
    if failed:
        raise failed[0]


def table(dialog: ReviewDialog) -> list[list[str]]:
    items = (dialog.items.topLevelItem(at) for at in range(dialog.items.topLevelItemCount()))
    return [[item.text(at) for at in range(len(COLUMNS))] for item in items if item is not None]


def column(dialog: ReviewDialog, title: str) -> list[str]:
    return [texts[TITLES.index(title)] for texts in table(dialog)]


def clicks_title(dialog: ReviewDialog, title: str) -> None:
    header = dialog.items.header()
    spot = QPoint(header.sectionViewportPosition(TITLES.index(title)) + 8, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_the_latest_year_is_looked_over(bureau: Office) -> None:
    def look(dialog: ReviewDialog) -> None:
        assert set(column(dialog, "单位")) == {"甲局", "乙局", "丙局", "丁局"}
        words = "共 4 份，可以上报 0，有错误 2，没填完或待核实 1，没有检查成 1"
        assert dialog.state.text() == words
        found = summary(compute(SCHEMES[SAMPLE.scheme_id], named("甲局"), codes=shipped()))
        (line,) = [texts for texts in table(dialog) if texts[0] == "甲局"]
        assert line == [
            *("甲局", "2023", "✗ 有错误"),
            *(str(found.missing), str(found.errors), str(found.questions)),
            *(score_text(found.overall), found.grade, "11"),
            *(score_text(found.lowest), found.lowest_name),
        ]

    looks_over(bureau, look)


def test_a_scheme_that_is_lacking_is_a_line(bureau: Office) -> None:
    def look(dialog: ReviewDialog) -> None:
        at = column(dialog, "单位").index("丙局")
        assert column(dialog, "情况")[at] == "✗ 没有检查成"
        item = dialog.items.topLevelItem(at)
        assert item is not None
        spot = dialog.items.visualItemRect(item).center()
        QTest.mouseClick(dialog.items.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert "方案“elsewhere-2020”不在本程序里" in dialog.detail.text()

    looks_over(bureau, look)


def test_all_years(bureau: Office) -> None:
    def look(dialog: ReviewDialog) -> None:
        dialog.year.setFocus()
        QTest.keyClick(dialog.year, Qt.Key.Key_End)
        dialog.year.activated.emit(dialog.year.currentIndex())
        assert dialog.year.currentText() == "全部年度"
        assert sorted(column(dialog, "年度")) == ["2022", "2023", "2023", "2023", "2023"]

    looks_over(bureau, look)


def test_figures_are_sorted_as_figures_and_blank_ones_come_last(bureau: Office) -> None:
    def look(dialog: ReviewDialog) -> None:
        clicks_title(dialog, "没填")
        counts = [int(text) for text in column(dialog, "没填") if text]
        assert counts == sorted(counts) and len({len(str(one)) for one in counts}) > 1
        assert column(dialog, "没填")[-1] == ""
        clicks_title(dialog, "没填")
        assert [int(text) for text in column(dialog, "没填") if text] == counts[::-1]
        assert column(dialog, "没填")[-1] == ""

    looks_over(bureau, look)


def test_the_table_is_written_as_it_is_sorted(bureau: Office, tmp_path: Path) -> None:
    path = tmp_path / "检查情况.xlsx"

    def look(dialog: ReviewDialog) -> None:
        clicks_title(dialog, "错误")
        clicks_title(dialog, "错误")
        dialog.write(path)
        assert dialog.state.text() == f"✓ 已导出：{path}"
        sheet = load_workbook(path).active
        assert sheet["A1"].value == "各单位填报检查情况表"
        assert [cell.value for cell in sheet[3]][:4] == ["序号", "单位", "年度", "情况"]
        rows = list(sheet.iter_rows(min_row=4, max_row=7, values_only=True))
        assert [row[1] for row in rows] == column(dialog, "单位")
        assert [row[5] for row in rows[:3]] == [int(one) for one in column(dialog, "错误")[:3]]
        assert "elsewhere-2020" in rows[3][3]
        assert sheet.page_setup.orientation == "landscape"

    looks_over(bureau, look)


def test_a_file_that_cannot_be_written_is_said(bureau: Office, tmp_path: Path) -> None:
    (tmp_path / "占用.xlsx").mkdir()

    def look(dialog: ReviewDialog) -> None:
        dialog.write(tmp_path / "占用.xlsx")
        assert dialog.state.text().startswith("✗ 不能替换“占用.xlsx”")

    looks_over(bureau, look)


def test_the_table_is_copied_for_excel(bureau: Office) -> None:
    def look(dialog: ReviewDialog) -> None:
        QTest.keyClick(dialog.items, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        lines = QApplication.clipboard().text().split("\n")
        assert lines[0].split("\t") == TITLES
        assert [line.split("\t") for line in lines[1:]] == table(dialog)

    looks_over(bureau, look)


def test_a_double_click_opens_it_there(bureau: Office) -> None:
    def look(dialog: ReviewDialog) -> None:
        item = dialog.items.topLevelItem(column(dialog, "单位").index("丁局"))
        assert item is not None
        spot = dialog.items.visualItemRect(item).center()
        QTest.mouseClick(dialog.items.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(dialog.items.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    looks_over(bureau, look)
    assert bureau.window.session is not None
    assert bureau.window.session.report.text("info.unit") == "丁局"


def test_stopped_it_shows_those_until_then(office: Office) -> None:
    for at in range(60):
        one = named(f"单位{at:02}")
        office.store.create(2023, one.scheme_id, one.scheme_hash, one.entries)
    office.close()
    office.open()

    def look(dialog: ReviewDialog) -> None:
        there = len(table(dialog))
        assert 0 < there < 60
        assert dialog.state.text().startswith(f"已取消，还有 {60 - there} 份没有检查。")

    when_shown(lambda dialog: QTimer.singleShot(300, lambda: clicks_cancel(dialog)))
    looks_over(office, look)


def test_without_submissions_it_says_what_to_do_first(office: Office) -> None:
    office.clicks("更多 ▾")
    menu = next(one for one in office.window.findChildren(QMenu) if one.isVisible())
    next(one for one in menu.actions() if one.text().startswith("检查全部单位")).trigger()
    office.settle()
    (said,) = office.told
    assert said.startswith("还没有填报。")
