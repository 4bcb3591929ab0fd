"""A second year in the window: last year's figures and a finished workbook are not typed again."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTreeWidget

from app.domain.compute import compute
from app.domain.submission import Submission
from app.ui.intake.account_import_dialog import AccountImportDialog
from app.ui.intake.last_year_dialog import LastYearDialog
from tests.domain.expect import national
from tests.exchange.test_account_import import FACTS, UNIT, figures
from tests.exchange.workbooks import Style, write
from tests.ui.driver import Office

Key = Qt.Key
SAMPLE_UNIT = "云岭县就业服务中心"  # of the sample, 2023
D = TypeVar("D", bound=QDialog)


def answers(kind: type[D], act: Callable[[D], None]) -> None:
    """What the clerk does as soon as the dialog is open."""

    def wait() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, kind):
            QTimer.singleShot(10, wait)  # not open yet
            return
        act(dialog)

    QTimer.singleShot(0, wait)


def back(office: Office) -> None:
    """What a window manager does when a dialog closes."""
    office.window.activateWindow()
    office.settle()


def lines(tree: QTreeWidget) -> dict[str, int]:
    """The groups of a preview and how many lines each has."""
    items = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    return {item.text(0).partition("（")[0]: item.childCount() for item in items if item}


def second_year(office: Office) -> None:
    office.clicks("载入示例单位")
    office.clicks("‹ 填报列表")
    office.creates(SAMPLE_UNIT, 2024)


def test_last_years_figures_come_with_one_key_and_go_with_one_undo(office: Office) -> None:
    second_year(office)
    assert office.says("有2023年度的填报")
    office.shows_tab("收入支出")
    seen: dict[str, int] = {}

    def take(dialog: LastYearDialog) -> None:
        seen.update(lines(dialog.lines))
        QTest.keyClick(dialog, Key.Key_Return)

    answers(LastYearDialog, take)
    office.clicks("带入上年数…")
    back(office)
    entries = office.entries()
    assert seen.keys() == {"新填"}
    taken = [cell for cell in entries if cell.startswith("outlay.public.") and ".last" in cell]
    assert taken
    assert entries["info.department"]
    assert entries["last_projects.items.rows"]
    assert not [cell for cell in entries if cell.startswith("outlay.") and ".basic" in cell]
    assert office.says("已带入2023年度决算数")
    office.undoes()
    assert not [cell for cell in office.entries() if cell.endswith(".last")]


def test_a_typed_figure_stays_unless_the_clerk_says_otherwise(office: Office) -> None:
    second_year(office)
    office.shows_tab("收入支出")
    answers(LastYearDialog, lambda dialog: QTest.keyClick(dialog, Key.Key_Return))
    office.clicks("带入上年数…")
    back(office)
    address = next(cell for cell in office.entries() if cell.startswith("outlay.public.r1.last"))
    before = office.entries()[address]
    office.applies({address: "1"})
    seen: list[dict[str, int]] = []

    def leave(dialog: LastYearDialog) -> None:
        seen.append(lines(dialog.lines))
        enabled = dialog.ok.isEnabled()
        dialog.replace.setChecked(not enabled)  # nothing to do until the clerk agrees
        QTest.keyClick(dialog, Key.Key_Return if not enabled else Key.Key_Escape)

    answers(LastYearDialog, leave)
    office.clicks("带入上年数…")
    back(office)
    assert seen[0]["和已填的不同"] == 1
    assert office.entries()[address] == before


def test_without_a_submission_of_last_year_the_clerk_is_told_what_to_do(office: Office) -> None:
    office.creates(SAMPLE_UNIT, 2024)
    office.shows_tab("收入支出")
    office.clicks("带入上年数…")
    assert "没有本单位2023年度的填报" in office.told[-1]


def test_a_finished_workbook_fills_the_ledgers(office: Office, tmp_path: Path) -> None:
    source = compute(national(), Submission(2023, "national-2020", entries=FACTS))
    path = write(tmp_path / "决算.xlsx", source, Style(texts=True, dash="—"))
    office.creates(UNIT, 2023)
    office.shows_tab("收入支出")
    seen: dict[str, int] = {}

    def take(dialog: AccountImportDialog) -> None:
        assert not dialog.ok.isEnabled()
        dialog.read(path)
        seen.update(lines(dialog.lines))
        QTest.keyClick(dialog.ok, Key.Key_Return)

    answers(AccountImportDialog, take)
    office.clicks("导入决算表…")
    back(office)
    assert seen == {"找到的表": 9}
    assert office.window.session is not None
    assert figures(office.window.session.report) == figures(source)
    assert office.says("已导入决算表“决算.xlsx”")
    office.undoes()
    assert not [cell for cell in office.entries() if cell.startswith(("outlay.", "stated."))]


def test_a_file_that_cannot_be_read_is_refused_and_nothing_changes(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "决算.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    office.creates(UNIT, 2023)
    office.shows_tab("收入支出")
    before = office.entries()
    said: list[str] = []

    def look(dialog: AccountImportDialog) -> None:
        dialog.read(path)
        said.append(dialog.said.text())
        assert not dialog.ok.isEnabled()
        QTest.keyClick(dialog, Key.Key_Escape)

    answers(AccountImportDialog, look)
    office.clicks("导入决算表…")
    back(office)
    assert "另存为不加密码的 .xlsx" in said[0]
    assert office.entries() == before


def test_differences_from_last_year_are_listed_and_lead_to_their_cells(office: Office) -> None:
    second_year(office)
    office.shows_tab("收入支出")
    answers(LastYearDialog, lambda dialog: QTest.keyClick(dialog, Key.Key_Return))
    office.clicks("带入上年数…")
    back(office)
    office.chooses_table("与上年逐项比较")
    assert "本年没有" in office.column(2)
    office.double_clicks(office.ledger.grid, 0, 1)
    assert office.current_address().endswith(".last")
