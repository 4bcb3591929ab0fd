"""The bureau's list of codes in the window: looked at, taken, taken away again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain.submission import Edit
from app.ui.intake.code_list_dialog import CodeListDialog
from tests.ui.driver import Office

LINES = ("科目编码,科目名称", "208,社保", "20805,养老", "2080501,行政离退休", "2089998,县级科目")
ROW = {
    "outlay.public.rows": "r1",
    "outlay.public.r1.code": "2080501",
    "outlay.public.r1.basic": "3",
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path) as made:
        made.creates()
        session = made.window.session
        assert session is not None
        session.apply(Edit(ROW, "填写"))
        made.shows_tab("基本信息")
        yield made


def written(folder: Path, *lines: str) -> Path:
    path = folder / "科目.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def in_the_dialog(office: Office, action: Callable[[CodeListDialog], None]) -> None:
    """科目表…, then what a clerk does in the dialog; it is closed afterwards."""
    seen: list[CodeListDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, CodeListDialog):
            QTimer.singleShot(10, look)  # not open yet
            return
        seen.append(dialog)
        try:
            action(dialog)
        finally:
            dialog.reject()

    QTimer.singleShot(0, look)
    office.clicks("科目表…")
    office.window.activateWindow()
    office.settle()
    assert seen


def chooses(office: Office, dialog: CodeListDialog, path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
        office.clicks("选择文件…", dialog)


def names(office: Office) -> dict[str, str]:
    """The subjects in 支出决算表 as the window's report has them."""
    assert office.window.session is not None
    lines = office.window.session.report.account("gk03").parts[0].lines
    return {line.code: line.label for line in lines if line.code}


def test_an_imported_list_names_subjects_at_once_and_after_a_restart(
    office: Office, tmp_path: Path
) -> None:
    before = names(office)
    assert before["20805"] == "行政事业单位养老支出"

    def take(dialog: CodeListDialog) -> None:
        assert not dialog.ok.isEnabled() and not dialog.restore.isEnabled()
        chooses(office, dialog, written(tmp_path, *LINES))
        assert dialog.current == "function"
        assert "读到 4 个科目，其中 1 个" in dialog.said.text()
        top = dialog.lines.topLevelItem(1)
        assert top is not None
        assert [top.text(at) for at in range(3)] == ["20805", "养老", "行政事业单位养老支出"]
        office.clicks("导入", dialog)

    in_the_dialog(office, take)
    taken = {"208": "社保", "20805": "养老", "2080501": "行政离退休"}
    assert names(office) == taken
    office.reopens()
    assert names(office) == taken
    office.shows_tab("基本信息")

    def give_back(dialog: CodeListDialog) -> None:
        assert "导入 4 个" in dialog.state.text()
        office.clicks("恢复随程序的科目表", dialog)
        assert "没有导入" in dialog.state.text()
        assert not dialog.restore.isEnabled()

    in_the_dialog(office, give_back)
    assert names(office) == before
    assert office.told == []


def test_a_file_that_cannot_be_read_changes_nothing(office: Office, tmp_path: Path) -> None:
    before = names(office)

    def look(dialog: CodeListDialog) -> None:
        chooses(office, dialog, written(tmp_path, *LINES))
        chooses(office, dialog, written(tmp_path, LINES[0], "20八,社保"))
        assert "第2行" in dialog.said.text() and "没有导入任何科目" in dialog.said.text()
        assert not dialog.ok.isEnabled()
        assert dialog.lines.topLevelItemCount() == 0

    in_the_dialog(office, look)
    assert names(office) == before


def test_the_other_classification_is_told_by_its_codes_and_a_wrong_choice_is_said(
    office: Office, tmp_path: Path
) -> None:
    def look(dialog: CodeListDialog) -> None:
        chooses(office, dialog, written(tmp_path, LINES[0], "301,工资福利", "30101,基本工资"))
        assert dialog.current == "economic"
        assert "不像" not in dialog.said.text()
        dialog.kind.setCurrentIndex(0)
        assert "有 2 个编码不是以2开头（如 301）" in dialog.said.text()

    in_the_dialog(office, look)
