"""导出上报: evidence files and notes, as the boxes on the page are ticked."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog

from app.ui.pages.attachments import ADD
from app.ui.pages.export_page import ExportPage
from tests.ui.driver import Office

ROW = "project.p1.i1"


def ticks(box: QCheckBox) -> None:
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)


def exported(office: Office) -> set[str]:
    page = office.work.pages["export"]
    office.clicks("导出上报", page)
    return {
        path.relative_to(office.folder).as_posix().partition("/")[2]
        for path in office.folder.glob("云岭县*/**/*")
        if path.is_file()
    }


@pytest.fixture
def page(office: Office, monkeypatch: pytest.MonkeyPatch) -> ExportPage:
    """导出打印 of a project with one indicator, which is proved by a file."""
    proof = office.folder / "签到表.pdf"
    proof.write_bytes(b"%PDF")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(proof)], ""))
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增")
    office.enters("甲项目")
    office.types(f"{ROW}.target", "≥10次")
    office.types(f"{ROW}.actual", "12次")
    office.types(f"{ROW}.weight", "10")
    office.goes_to(f"{ROW}.actual")
    office.clicks(ADD)
    assert office.entries()[f"{ROW}.files"] == "签到表.pdf"
    office.shows_tab("导出打印")
    made = office.work.pages["export"]
    assert isinstance(made, ExportPage)
    for box in (made.pdf, made.review, made.package):
        ticks(box)
    return made


def test_evidence_goes_along_while_its_box_is_ticked(office: Office, page: ExportPage) -> None:
    assert page.evidence.isVisible()
    assert page.evidence.text() == "附佐证材料：1 个文件和清单"
    ticks(page.evidence)
    assert not any("佐证材料" in name for name in exported(office))
    ticks(page.evidence)
    assert {"佐证材料清单.xlsx", "佐证材料/签到表.pdf"} <= exported(office)


def test_the_box_is_not_there_without_files(office: Office) -> None:
    office.creates()
    office.shows_tab("导出打印")
    page = office.work.pages["export"]
    assert isinstance(page, ExportPage)
    assert not page.evidence.isVisible()
    assert page.notes.isVisible()


def notes(folder: Path) -> int:
    return sum(
        one.comment is not None
        for path in folder.glob("云岭县*/项目支出*.xlsx")
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
        for one in row
    )


def test_notes_are_in_excel_while_their_box_is_ticked(office: Office, page: ExportPage) -> None:
    exported(office)
    before = notes(office.folder)
    ticks(page.notes)
    exported(office)
    assert before > 0
    assert notes(office.folder) == 0
