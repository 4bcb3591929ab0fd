"""批注: at any cell, one step, its own list, and it goes the way of its row."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QToolTip

from app.domain.compute import compute
from app.domain.ledger import remove_list_rows
from app.domain.remarks import Remark, remark_edit, remarks
from app.domain.rescheme import change
from app.domain.submission import (
    MAX_TEXT,
    Submission,
    applied,
    duplicate_form,
    duplicate_row,
    remove_form,
    remove_row,
)
from app.exchange.account_sheet import account_sheet
from app.exchange.findings_sheet import export_findings
from app.exchange.package import dump, parse
from app.exchange.remarks_sheet import remarks_sheets
from app.exchange.sheet import filled_sheet
from app.resources import sample_text, shipped_schemes
from app.scheme.model import Scheme
from app.ui import style
from app.ui.beside.remark_dialog import RemarkDialog
from app.ui.grid.grid import Grid
from tests.ui.beside import CONTROL, SHIFT, lines_of, opens_sample, panel, remarks_on
from tests.ui.driver import Office

Key = Qt.Key
NOTE = "与财政局核对过，以决算批复为准"


@pytest.fixture(scope="module")
def national() -> Scheme:
    return shipped_schemes()["national-2020"]


def noted(*cells: str) -> dict[str, str]:
    entries = dict(parse(sample_text(), shipped_schemes()).entries)
    return entries | {f"remark.{cell}": NOTE for cell in cells}


def cells_of(entries: Mapping[str, str]) -> list[str]:
    return [one.cell for one in remarks(entries)]


# ── where it goes ─────────────────────────────────────────────────────────────────────────


def test_it_is_an_entry_of_its_own() -> None:
    edit = remark_edit("outlay.total.spent", f" {NOTE}\n", "")
    assert edit.cells == {"remark.outlay.total.spent": NOTE}
    assert [
        remark_edit("a.b", text, before).label
        for text, before in (("甲", ""), ("甲", "乙"), ("", "乙"))
    ] == ["写批注", "修改批注", "删除批注"]
    assert list(remarks(edit.cells)) == [Remark("outlay.total.spent", NOTE)]


def test_a_removed_row_takes_it_along_a_copied_one_does_not(national: Scheme) -> None:
    entries = noted(
        "project.p1.i1.actual", "outlay.public.r1.basic", "project.p1.money.total.initial"
    )
    assert "project.p1.i1.actual" not in cells_of(
        applied(entries, remove_row(entries, "project.p1", "i1"))
    )
    gone = applied(entries, remove_list_rows(entries, "outlay.public", ["r1"]))
    assert "outlay.public.r1.basic" not in cells_of(gone)
    copied = applied(entries, duplicate_row(entries, "project.p1", "i1"))
    assert cells_of(copied) == cells_of(entries)
    form = national.form("project")
    assert cells_of(applied(entries, duplicate_form(form, entries, "project.p1"))) == cells_of(
        entries
    )
    removed = applied(entries, remove_form(form, entries, "project.p1"))
    assert cells_of(removed) == ["outlay.public.r1.basic"]


def test_one_in_the_row_of_a_project_in_a_list_goes_with_the_project() -> None:
    hunan = shipped_schemes()["hunan-2023"]
    entries = {
        "project.order": "p1",
        "project.p1.name": "甲",
        "remark.base_data.expenses.special.p1.last": NOTE,
        "remark.info.unit": NOTE,
    }
    form = hunan.form("project")
    assert cells_of(applied(entries, remove_form(form, entries, "project.p1"))) == ["info.unit"]


def test_another_scheme_keeps_it_and_the_way_back_gives_it_again(national: Scheme) -> None:
    hunan = shipped_schemes()["hunan-2023"]
    entries = noted("outlay.total.spent", "project.p1.i1.actual", "gk03.total.basic")
    there = change(national, hunan, Submission(2023, national.id, entries=entries))
    after = applied(entries, there.edit)
    assert len(cells_of(after)) == 3
    assert not [one for one in there.unseen if "批注" in one.where]
    back = change(hunan, national, Submission(2023, hunan.id, entries=after))
    assert cells_of(applied(after, back.edit)) == cells_of(entries)


def test_a_package_carries_it(national: Scheme) -> None:
    entries = noted("outlay.total.spent", "project.p1.i1.actual")
    text = dump(national, Submission(2023, national.id, national.hash, entries))
    assert parse(text, shipped_schemes()).entries == entries


def test_the_sheet_for_the_chief_lists_them(national: Scheme, tmp_path: Path) -> None:
    entries = noted("outlay.public.r1.basic", "project.p1.i1.actual")
    report = compute(national, Submission(2023, national.id, entries=entries))
    (sheet,) = remarks_sheets(report)
    texts = [box.text for box in sheet.boxes]
    assert texts[:6] == ["批注（内部使用，不公开）", "序号", "表", "格", "现在的数", "批注"]
    assert texts[6:9] == ["1", "支出", "一般公共预算　2080106 就业管理事务　基本支出"]
    assert texts[9:11] == ["393.94 万元", NOTE]
    path = tmp_path / "审核.xlsx"
    export_findings(path, report)
    assert load_workbook(path).sheetnames == ["审核情况", "批注"]
    plain = compute(national, Submission(2023, national.id, entries=noted()))
    export_findings(path, plain)
    assert load_workbook(path).sheetnames == ["审核情况"]


def test_no_official_sheet_shows_it(national: Scheme) -> None:
    report = compute(
        national,
        Submission(2023, national.id, entries=noted("gk03.total.basic", "project.p1.i1.actual")),
    )
    sheets = [filled_sheet(report, form) for form in report.forms]
    sheets += [account_sheet(report, account) for account in report.accounts]
    assert NOTE not in repr(sheets)


# ── by keys ───────────────────────────────────────────────────────────────────────────────


def corner(office: Office) -> QColor:
    """The colour in the top right corner of the current cell, seen without the selection."""
    grid = office.focus()
    assert isinstance(grid, Grid)
    rect = grid.visualRect(grid.currentIndex())
    picture = grid.viewport().grab().toImage()
    return QColor(picture.pixel(rect.topRight() + QPoint(-2, 2)))


def test_shift_f2_writes_it_a_corner_shows_it_one_step_takes_it_back(office: Office) -> None:
    opens_sample(office)
    assert remarks_on(office, "outlay.total.spent", NOTE) == ""
    assert office.entries()["remark.outlay.total.spent"] == NOTE
    assert office.current_address() == "outlay.total.spent"
    assert corner(office).name() == style.ACCENT
    office.undoes()
    assert "remark.outlay.total.spent" not in office.entries()
    assert corner(office).name() != style.ACCENT
    office.redoes()
    assert corner(office).name() == style.ACCENT
    assert remarks_on(office, "outlay.total.spent", "改了") == NOTE
    assert remarks_on(office, "outlay.total.spent", "") == "改了"
    assert "remark.outlay.total.spent" not in office.entries()


def test_one_that_is_too_long_is_refused_whole_and_not_cut(office: Office) -> None:
    opens_sample(office)
    remarks_on(office, "outlay.total.spent", NOTE)
    long = "长" * (MAX_TEXT + 1)

    def paste() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, RemarkDialog) or not dialog.edit.hasFocus():
            QTimer.singleShot(10, paste)
            return
        QTest.keyClick(dialog.edit, Key.Key_A, CONTROL)
        QTest.keyClick(dialog.edit, Key.Key_V, CONTROL)
        QTest.keyClick(dialog.edit, Key.Key_Return, CONTROL)

    QGuiApplication.clipboard().setText(long)
    QTimer.singleShot(0, paste)
    office.presses(Key.Key_F2, SHIFT)
    assert f"一格最多{MAX_TEXT:,}个字" in office.told[-1]
    assert office.entries()["remark.outlay.total.spent"] == NOTE
    assert QGuiApplication.clipboard().text() == long


def test_the_tooltip_and_the_panel_say_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    opens_sample(office)
    remarks_on(office, "outlay.public.r1.basic", NOTE)
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_more: shown.append(text))
    grid = office.focus()
    assert isinstance(grid, Grid)
    spot = grid.visualRect(grid.currentIndex()).center()
    event = QHelpEvent(QEvent.Type.ToolTip, spot, grid.viewport().mapToGlobal(spot))
    grid.itemDelegate().helpEvent(event, grid, QStyleOptionViewItem(), grid.currentIndex())
    assert shown[0].endswith(f"批注：{NOTE}")
    office.presses(Key.Key_F1)
    assert f"批注：{NOTE}" in panel(office)


def test_all_of_them_are_listed_and_lead_to_their_cells(office: Office) -> None:
    opens_sample(office)
    remarks_on(office, "outlay.public.r1.basic", NOTE)
    remarks_on(office, "project.p1.i1.actual", "人社局提供")
    office.shows_tab("审核")
    choice = office.findings.choice
    assert choice.tabText(2) == "批注 2"
    choice.setFocus()
    office.presses(Key.Key_Right)
    office.presses(Key.Key_Right)
    found = lines_of(office.findings.grid)
    assert found[0] == ["支出", "一般公共预算　2080106 就业管理事务　基本支出", NOTE]
    assert found[1][2] == "人社局提供"
    office.findings.grid.setFocus()
    office.findings.grid.setCurrentIndex(office.findings.grid.grid_model.index(1, 0))
    office.presses(Key.Key_Return)
    assert office.current_address() == "project.p1.i1.actual"


def test_a_head_takes_none(office: Office) -> None:
    opens_sample(office)
    office.goes_to("income.public.initial")
    office.presses(Key.Key_Left)
    office.presses(Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    assert "表头不能写批注" in office.status()
