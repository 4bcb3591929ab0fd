"""Files of Excel 97–2003 taken in through the dialogs, by the buttons that a clerk clicks."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.domain.compute import compute
from app.domain.submission import Submission
from app.ui.intake.account_import_dialog import AccountImportDialog
from tests.domain.expect import national
from tests.exchange.test_account_import import FACTS, UNIT, figures
from tests.exchange.test_old_files import NINE
from tests.ui.driver import Key, Office
from tests.ui.test_last_year import answers, back, lines


def test_nine_tables_of_an_xls_fill_the_ledgers(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: object, _title: str, _folder: str, kinds: str) -> tuple[str, str]:
        asked.append(kinds)
        return str(NINE), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    office.creates(UNIT, 2023)
    office.shows_tab("收入支出")
    seen: dict[str, int] = {}

    def take(dialog: AccountImportDialog) -> None:
        office.clicks("选择文件…", dialog)
        seen.update(lines(dialog.lines))
        QTest.keyClick(dialog.ok, Key.Key_Return)

    answers(AccountImportDialog, take)
    office.clicks("导入决算表…")
    back(office)
    assert "*.xls)" in asked[0]
    assert seen == {"找到的表": 9}
    source = compute(national(), Submission(2023, "national-2020", entries=FACTS))
    assert office.window.session is not None
    assert figures(office.window.session.report) == figures(source)
    office.undoes()
    assert not [cell for cell in office.entries() if cell.startswith(("outlay.", "stated."))]


def test_an_et_file_is_refused_and_says_how_to_save_it(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "决算.et"
    path.write_bytes(NINE.read_bytes())
    office.creates(UNIT, 2023)
    office.shows_tab("收入支出")
    said: list[str] = []

    def look(dialog: AccountImportDialog) -> None:
        dialog.read(path)
        said.append(dialog.said.text())
        assert not dialog.ok.isEnabled()
        QTest.keyClick(dialog, Key.Key_Escape)

    answers(AccountImportDialog, look)
    office.clicks("导入决算表…")
    back(office)
    assert "请用 WPS 打开" in said[0]
    assert "另存为" in said[0]
