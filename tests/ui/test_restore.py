"""恢复 by keys: what is in each backup, how it differs from now, and what cannot be taken back."""

import shutil
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.domain.submission import Edit
from app.storage.backup import back_up, backups, contents
from app.storage.database import open_database
from app.storage.password import change_password
from app.storage.restore import restore_all
from app.ui.start import backups as doing
from app.ui.start.differing_dialog import DifferingDialog
from app.ui.start.keeper import backed_up, keep_backups
from app.ui.start.password_dialog import PasswordDialog
from app.ui.start.restore_dialog import RestoreDialog
from tests.ui.driver import Key, Office
from tests.ui.looking import cut_texts, foreign_words, outside
from tests.ui.office_work import click, comes_back, in_dialog, lays_in, lines, reads, waits_until
from tests.ui.waiting import clicks_cancel, when_shown

A, B = "云岭县就业服务中心", "青石县就业服务中心"
NOW = datetime.now().replace(microsecond=0)


def keeps(office: Office, days: float = 0, reason: str = "manual") -> Path:
    folder = office.folder / "backups"
    folder.mkdir(exist_ok=True)
    when = NOW - timedelta(days=days)
    return back_up(office.path, folder, reason, now=when)  # type: ignore[arg-type]


def changes(office: Office, number: int = 1, **cells: str) -> None:
    edit = Edit({cell.replace("_", "."): text for cell, text in cells.items()}, "填写")
    office.store.write(number, edit, office.store.load(number).entries)


def listed(dialog: RestoreDialog) -> list[tuple[str, str]]:
    """Reason and contents of each line."""
    items = [dialog.copies.topLevelItem(at) for at in range(dialog.copies.topLevelItemCount())]
    return [(one.text(1), one.text(3)) for one in items if one is not None]


def inside(dialog: RestoreDialog) -> list[tuple[str, str, str]]:
    items = [dialog.inside.topLevelItem(at) for at in range(dialog.inside.topLevelItemCount())]
    return [(one.text(0), one.text(1), one.text(3)) for one in items if one is not None]


def test_every_backup_says_what_is_in_it_and_a_bad_one_stops_nobody(office: Office) -> None:
    lays_in(office, (A, 2023), (B, 2022))
    keeps(office)
    bad, locked = keeps(office, 1, "daily"), keeps(office, 2, "delete")
    bad.write_bytes(bad.read_bytes()[:9000])
    change_password(locked, "", "geheim")
    keeps(office, 3, "start")

    def look(dialog: RestoreDialog) -> None:
        waits_until(lambda: all(words for _, words in listed(dialog)))
        assert listed(dialog) == [
            ("手动", "2 个单位，2022—2023年度"),
            ("每日", "已损坏"),
            ("删除前", "设了密码"),
            ("打开时", "2 个单位，2022—2023年度"),
        ]
        QTest.keyClick(dialog.copies, Key.Key_Down)
        assert reads(dialog, "这个备份已经损坏") and not dialog.all.isEnabled()
        assert not dialog.password.isVisible()
        QTest.keyClick(dialog.copies, Key.Key_Down)
        assert reads(dialog, "这个备份设了密码")
        QTest.keyClick(dialog.copies, Key.Key_Down)
        assert inside(dialog) == [(A, "2023年度", "一样"), (B, "2022年度", "一样")]
        assert not cut_texts(dialog) + outside(dialog) + foreign_words(dialog)

    in_dialog(RestoreDialog, look)
    office.clicks("恢复…")


def test_a_backup_of_the_time_of_another_password(office: Office) -> None:
    lays_in(office, (A, 2023))
    for days in (1, 2):
        change_password(keeps(office, days), "", "geheim")
    changes(office, info_head="Lin")

    def types(dialog: PasswordDialog) -> None:
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        for word in ("falsch", "geheim"):
            field.selectAll()
            QTest.keyClicks(field, word)
            QTest.keyClick(dialog, Key.Key_Return)
            assert dialog.isVisible() == (word == "falsch")

    def look(dialog: RestoreDialog) -> None:
        in_dialog(PasswordDialog, types)
        click(dialog, "输入密码…")
        assert inside(dialog) == [(A, "2023年度", "现在的更新")]
        assert reads(dialog, "备份以后又改过：1 格不同")
        waits_until(lambda: "设了密码" not in [words for _, words in listed(dialog)])
        dialog.replace.setFocus()
        QTest.keyClick(dialog.replace, Key.Key_Space)
        click(dialog, "恢复选中的填报")

    office.agrees = True
    in_dialog(RestoreDialog, look)
    office.clicks("恢复…")
    assert office.told == []
    assert office.store.load(1).text("info.head") != "Lin"


def test_which_cells_differ_in_words(office: Office) -> None:
    lays_in(office, (A, 2023))
    keeps(office, 1)
    changes(office, info_head="Lin", project_p1_i1_actual="1400家")
    office.store.create(2024, "national-2020", "", {"info.unit": B})
    seen: list[tuple[str, ...]] = []

    def read(dialog: DifferingDialog) -> None:
        for at in range(dialog.lines.topLevelItemCount()):
            item = dialog.lines.topLevelItem(at)
            assert item is not None
            seen.append(tuple(item.text(column) for column in range(4)))

    def look(dialog: RestoreDialog) -> None:
        assert reads(dialog, f"现在有、备份里没有：{B} 2024年度")
        assert reads(dialog, "2 格不同")
        in_dialog(DifferingDialog, read)
        click(dialog, "看哪些格不同…")

    in_dialog(RestoreDialog, look)
    office.clicks("恢复…")
    assert seen[0][:3] == ("基本信息", "单位负责人", "Lin")
    assert seen[1][1].endswith("实际完成值") and seen[1][2:] == ("1400家", "205家")


def test_two_hundred_backups_stand_there_at_once(office: Office) -> None:
    lays_in(office, (A, 2023))
    first = keeps(office)
    for number in range(199):
        when = NOW - timedelta(hours=number + 1)
        shutil.copy(first, first.with_name(f"数据 {when:%Y-%m-%d %H%M%S} 每日.db"))
    gaps: list[float] = []
    last = [time.monotonic()]

    def tick() -> None:
        now = time.monotonic()
        gaps.append(now - last[0])
        last[0] = now

    def look(dialog: RestoreDialog) -> None:
        assert dialog.copies.topLevelItemCount() == 200
        waits_until(lambda: all(words for _, words in listed(dialog)))

    timer = QTimer()
    timer.timeout.connect(tick)
    begun = time.monotonic()
    in_dialog(RestoreDialog, look)
    QTimer.singleShot(0, lambda: timer.start(5))
    last[0] = time.monotonic()
    office.clicks("恢复…")
    timer.stop()
    assert time.monotonic() - begun < 10
    assert max(gaps) < 0.5


def test_steps_from_before_cannot_be_taken_back_across_a_restore(office: Office) -> None:
    lays_in(office, (A, 2023))
    keeps(office, 1)
    before = office.store.load(1)
    office.opens_first()
    office.types("info.head", "Lin")
    office.agrees = True
    in_dialog(RestoreDialog, lambda dialog: click(dialog, "恢复整个数据文件…"))
    office.window.do("restore")
    assert "以前的步骤不能再撤销" in office.asked[-1]
    comes_back(office)
    office.opens_first()
    office.undoes()
    assert "没有可以撤销的步骤" in office.status()
    assert office.store.load(1) == before
    office.types("info.head", "Zhou")
    office.undoes()
    assert office.store.load(1).entries == before.entries


def test_a_restore_that_is_stopped_changes_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lays_in(office, (A, 2023))
    keeps(office, 1)
    changes(office, info_head="Lin")
    whole = restore_all

    def slow(*about: object) -> Path:
        time.sleep(1)
        return whole(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(doing, "restore_all", slow)
    office.agrees = True
    in_dialog(RestoreDialog, lambda dialog: click(dialog, "恢复整个数据文件…"))
    when_shown(clicks_cancel)
    office.clicks("恢复…")
    assert office.says("没有恢复，数据文件没有改动")
    assert office.store.load(1).text("info.head") == "Lin"


def test_a_file_from_elsewhere(office: Office) -> None:
    lays_in(office, (A, 2023))
    elsewhere = office.folder / "U盘.db"
    with closing(open_database(elsewhere)) as store:
        store.create(2021, "national-2020", "", {"info.unit": B})

    def look(dialog: RestoreDialog) -> None:
        assert reads(dialog, "还没有备份")
        dialog.open_other(elsewhere)  # what the system's dialog gives
        assert inside(dialog) == [(B, "2021年度", "现在没有")]
        assert reads(dialog, f"现在有、备份里没有：{A} 2023年度")
        click(dialog, "恢复选中的填报")

    in_dialog(RestoreDialog, look)
    office.clicks("恢复…")
    assert [line[:2] for line in lines(office)] == [(A, "2023年度"), (B, "2021年度")]


# ---------------------------------------------------------------- before an import


def test_before_an_import_there_is_a_backup(office: Office) -> None:
    assert backed_up(office.window)  # an empty file needs none
    assert backups(office.folder / "backups") == ()
    lays_in(office, (A, 2023))
    keep_backups(office.window)
    office.clicks("载入示例单位")
    comes_back(office)
    (one,) = backups(office.folder / "backups")
    assert one.reason == "导入前"
    assert [info.unit_name for info in contents(one.path)] == [A]
    assert office.window.start.backed.said.text().startswith("上次备份：今天 ")
    assert len(office.store.submissions()) == 2


def test_without_a_backup_a_person_says_whether_to_import(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.storage import backup

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    lays_in(office, (A, 2023))
    monkeypatch.setattr(backup, "_to_disk", full)
    for agrees in (False, True):
        office.agrees = agrees
        assert backed_up(office.window) == agrees
    assert "导入前没有备份成" in office.asked[-1] and "磁盘空间不够" in office.asked[-1]
