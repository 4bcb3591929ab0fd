"""取消 means that nothing goes on: no removal after it, no copy whose files are not there."""

import time
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from app.domain.submission import Edit
from app.storage import attachments
from app.storage.backup import back_up
from app.ui.start import units
from app.ui.start.copy_dialog import CopyDialog
from tests.ui.driver import Key, Office
from tests.ui.office_work import in_dialog, lays_in
from tests.ui.waiting import clicks_cancel, when_shown

UNIT = "云岭县就业服务中心"


def test_no_removal_after_the_backup_was_stopped(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lays_in(office, (UNIT, 2023))

    def slow(*about: object) -> Path:
        time.sleep(1)
        return back_up(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(units, "back_up", slow)
    office.agrees = True
    when_shown(clicks_cancel)
    office.clicks("删除…")
    assert [one.unit_name for one in office.store.submissions()] == [UNIT]
    assert office.says("没有删除")
    assert len(list((office.folder / "backups").glob("*.db"))) == 1  # a whole one, no harm


def test_a_copy_that_was_stopped_says_which_files_it_lacks(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lays_in(office, (UNIT, 2023))
    kept: list[str] = []
    for name in ("合同.pdf", "发票.pdf"):
        source = office.folder / name
        source.write_bytes(name.encode())
        kept.append(attachments.attach(office.path, 1, source))
    listed = Edit({"project.p1.i1.files": "\n".join(kept)}, "添加材料")
    office.store.write(1, listed, office.store.load(1).entries)
    quick = attachments.attach

    def slow(*about: object) -> str:
        time.sleep(1)
        return quick(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(attachments, "attach", slow)
    when_shown(clicks_cancel)
    in_dialog(CopyDialog, lambda dialog: QTest.keyClick(dialog, Key.Key_Return))
    office.clicks("复制…")
    assert len(office.store.submissions()) == 2
    assert "没有复制成" in office.told[-1]
    assert kept[1] in office.told[-1]
    assert attachments.path_of(office.path, 1, kept[1]) is not None
