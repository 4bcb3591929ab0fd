"""Units and years by keys: copied, begun from last year, sealed, removed, backed up, restored."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QSpinBox

from app.domain.submission import Edit
from app.storage import attachments, backup
from app.storage.backup import backups, contents
from app.storage.database import open_database
from app.ui.fields import LineField
from app.ui.grid.grid import Grid
from app.ui.start.backup_dialog import BackupDialog
from app.ui.start.copy_dialog import CopyDialog
from app.ui.start.next_year_dialog import NextYearDialog
from app.ui.start.restore_dialog import RestoreDialog
from app.ui.start.scheme_dialog import SchemeDialog
from app.ui.start.seal_dialog import RecordDialog, UnsealDialog
from tests.ui.driver import Key, Office
from tests.ui.office_work import (
    chooses_line,
    chosen,
    click,
    comes_back,
    in_dialog,
    lays_in,
    lines,
    overwrites,
    reads,
)

A, B = "云岭县就业服务中心", "青石县就业服务中心"
CONTROL = Qt.KeyboardModifier.ControlModifier


def has(office: Office) -> list[tuple[str, int]]:
    return [(one.unit_name, one.year) for one in office.store.submissions()]


def types_year(box: object, year: int) -> None:
    assert isinstance(box, QSpinBox)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, str(year))


def scan(office: Office, number: int, name: str = "合同.pdf") -> str:
    """An evidence file that the first project's first indicator lists."""
    source = office.folder / name
    source.write_bytes(b"%PDF-1.4")
    kept = attachments.attach(office.path, number, source)
    entries = office.store.load(number).entries
    office.store.write(number, Edit({"project.p1.i1.files": kept}, "添加材料"), entries)
    return kept


# ---------------------------------------------------------------- 复制


def test_a_copy_for_another_year_is_the_same_and_the_first_stays(office: Office) -> None:
    lays_in(office, (A, 2023))

    def fill(dialog: CopyDialog) -> None:
        assert dialog.year.value() == 2024  # the next one that the unit does not have
        types_year(dialog.year, 2021)
        QTest.keyClick(dialog, Key.Key_Return)

    in_dialog(CopyDialog, fill)
    office.clicks("复制…")
    assert has(office) == [(A, 2023), (A, 2021)]
    assert len({one.unit_id for one in office.store.submissions()}) == 1
    first, second = office.store.load(1), office.store.load(2)
    assert second.entries == first.entries
    assert (second.scheme_id, second.scheme_hash) == (first.scheme_id, first.scheme_hash)
    assert chosen(office) == (A, 2021)
    assert office.says(f"✓ 已复制为 {A} 2021年度")


def test_a_copy_for_another_unit_of_the_same_year(office: Office) -> None:
    lays_in(office, (A, 2023))

    def fill(dialog: CopyDialog) -> None:
        overwrites(dialog.unit, B)
        types_year(dialog.year, 2023)
        QTest.keyClick(dialog, Key.Key_Return)

    in_dialog(CopyDialog, fill)
    office.clicks("复制…")
    assert sorted(has(office)) == sorted([(A, 2023), (B, 2023)])
    assert office.store.load(2).text("info.unit") == B


def test_a_year_that_the_unit_has_is_refused_with_a_sentence(office: Office) -> None:
    lays_in(office, (A, 2023), (A, 2022))

    def fill(dialog: CopyDialog) -> None:
        types_year(dialog.year, 2022)
        office.settle()
        assert reads(dialog, f"“{A}”已经有2022年度的填报")
        assert not dialog.ok.isEnabled()
        QTest.keyClick(dialog, Key.Key_Return)
        assert dialog.isVisible()
        overwrites(dialog.unit, " ")
        assert reads(dialog, "请先填单位名称。")

    assert in_dialog(CopyDialog, fill) is not None
    office.clicks("复制…")
    assert has(office) == [(A, 2023), (A, 2022)]


@pytest.mark.parametrize("with_files", [True, False])
def test_evidence_goes_with_a_copy_or_is_not_listed_in_it(office: Office, with_files: bool) -> None:
    lays_in(office, (A, 2023))
    name = scan(office, 1)

    def fill(dialog: CopyDialog) -> None:
        assert dialog.files.text() == "佐证材料也复制（1 个文件）"
        if not with_files:
            dialog.files.setFocus()
            QTest.keyClick(dialog.files, Key.Key_Space)
        QTest.keyClick(dialog, Key.Key_Return)

    in_dialog(CopyDialog, fill)
    office.clicks("复制…")
    listed = office.store.load(2).text("project.p1.i1.files")
    there = attachments.path_of(office.path, 2, name)
    assert (listed, there is not None) == ((name, True) if with_files else ("", False))
    assert attachments.path_of(office.path, 1, name) is not None


# ---------------------------------------------------------------- 从上年新建


def test_the_next_year_takes_over_what_is_ticked(office: Office) -> None:
    lays_in(office, (A, 2023))
    seen: list[str] = []

    def fill(dialog: NextYearDialog) -> None:
        assert dialog.year.value() == 2024
        seen.append(dialog.summary.text())
        QTest.keyClick(dialog, Key.Key_Return)

    in_dialog(NextYearDialog, fill)
    office.clicks("从上年新建…")
    assert has(office) == [(A, 2024), (A, 2023)]
    assert len({one.unit_id for one in office.store.submissions()}) == 1
    assert "项目和自评表 12 张" in seen[0] and "不带入" in seen[0]
    session = office.window.session
    assert session is not None and session.submission.year == 2024
    old = office.store.load(1)
    names = [form.label for form in session.report.forms if form.form.many]
    assert len(names) == 11
    assert names[0] == old.text("project.p1.name")
    assert office.sees("info.unit") == A
    assert "已从2023年度新建" in office.status()
    assert getattr(office.window.focusWidget(), "address", "") == "info.fill_date"  # still blank
    made = session.submission.entries
    assert any(cell.endswith(".last") for cell in made)
    assert not any(cell.endswith((".actual", ".files", ".given")) and made[cell] for cell in made)


def test_what_is_not_ticked_stays_out(office: Office) -> None:
    lays_in(office, (A, 2023))

    def fill(dialog: NextYearDialog) -> None:
        for box in (dialog.facts, dialog.figures):
            box.setFocus()
            QTest.keyClick(box, Key.Key_Space)
        dialog.forms.setFocus()
        dialog.forms.selectAll()
        QTest.keyClick(dialog.forms, Key.Key_Space)
        QTest.qWait(30)
        assert dialog.summary.text().startswith("新的填报带入：单位名称。")
        QTest.keyClick(dialog, Key.Key_Return)

    in_dialog(NextYearDialog, fill)
    office.clicks("从上年新建…")
    session = office.window.session
    assert session is not None
    made = session.submission.entries
    assert made["info.unit"] == A
    assert {cell for cell in made if cell.startswith("info.")} == {"info.unit"}
    assert not any(form.form.many for form in session.report.forms)
    assert not any(cell.endswith(".last") for cell in made)


def test_a_year_that_is_no_next_one_takes_no_figures(office: Office) -> None:
    lays_in(office, (A, 2023), (A, 2024))
    chooses_line(office, A, 2023)

    def fill(dialog: NextYearDialog) -> None:
        assert reads(dialog, "已经有2024年度")
        assert not dialog.ok.isEnabled()
        types_year(dialog.year, 2026)
        QTest.qWait(30)
        assert dialog.figures.text() == "上年决算数不带：2023年不是2026年的上一年"
        assert not dialog.figures.isEnabled()
        QTest.keyClick(dialog, Key.Key_Return)

    in_dialog(NextYearDialog, fill)
    office.clicks("从上年新建…")
    session = office.window.session
    assert session is not None and session.submission.year == 2026
    assert not any(cell.endswith(".last") for cell in session.submission.entries)


# ---------------------------------------------------------------- 封存


def seals(office: Office) -> None:
    office.agrees = True
    office.clicks("封存…")
    office.agrees = False


def test_sealing_asks_and_says_what_is_still_open(office: Office) -> None:
    lays_in(office, (A, 2023))
    office.clicks("封存…")
    (asked,) = office.asked
    assert f"封存“{A} 2023年度”？" in asked
    assert "项没有填" in asked and "处错误" in asked and "解除封存" in asked
    assert not office.store.is_sealed(1)
    seals(office)
    assert office.store.is_sealed(1)
    assert lines(office)[0][6] == "已封存"
    assert office.says(f"✓ 已封存 {A} 2023年度")


def test_nothing_changes_a_sealed_submission(office: Office) -> None:
    lays_in(office, (A, 2023))
    seals(office)
    before = office.store.load(1)
    history = office.store.history(1, 9)
    office.opens_first()
    assert office.says("已封存 ") and office.says("只能查看、打印、导出")
    office.goes_to("info.head")
    field = office.focus()
    assert isinstance(field, LineField) and field.isReadOnly()
    chosen = [one for one in office.work.findChildren(QComboBox) if one.isVisible()]
    assert chosen and not any(one.isEnabled() for one in chosen)  # scoring rules, too
    office.enters("abc")
    office.presses(Key.Key_Tab)
    office.shows_tab("收入支出")
    office.goes_to("outlay.public.r1.basic")
    grid = office.focus()
    assert isinstance(grid, Grid)
    office.enters("9")
    office.presses(Key.Key_Return)
    office.presses(Key.Key_F2)
    office.presses(Key.Key_Delete)
    QGuiApplication.clipboard().setText("1\t2\n3\t4")
    office.presses(Key.Key_V, CONTROL)
    office.presses(Key.Key_D, CONTROL)
    office.presses(Key.Key_Z, CONTROL)
    office.presses(Key.Key_Y, CONTROL)
    office.goes_to("outlay.public.r1.basic")
    cell = office.cell("outlay.public.r1.basic")
    assert cell is not None
    assert "已封存，不能修改" in office.status()
    office.window.change_scheme()
    assert "已经封存" in office.told[-1]
    session = office.window.session
    assert session is not None and not session.can_undo
    assert office.store.load(1) == before
    assert office.store.history(1, 9) == history


def test_buttons_that_would_change_something_are_grey(office: Office) -> None:
    lays_in(office, (A, 2023))
    seals(office)
    office.opens_first()
    for tab, texts in (
        ("收入支出", ["＋ 行", "删除行"]),
        ("项目支出", ["＋ 新增", "＋ 指标", "删除行", "指标库…", "从往年带入…"]),
    ):
        office.shows_tab(tab)
        QTest.qWait(20)
        for text in texts:
            with pytest.raises(AssertionError, match=r"greyed|no visible"):
                click(office.work, text)
    office.goes_to("project.p2.i2.name")  # the cursor would switch them on
    QTest.qWait(20)
    with pytest.raises(AssertionError, match="greyed"):
        click(office.work, "＋ 指标")
    office.goes_to("project.p1.i1.actual")
    QTest.qWait(20)
    with pytest.raises(AssertionError, match="greyed"):
        click(office.work, "添加佐证材料…")


def test_evidence_cannot_be_added_to_a_sealed_one(office: Office) -> None:
    lays_in(office, (A, 2023))
    seals(office)
    office.opens_first()
    assert office.window.opened is not None
    (office.folder / "单.pdf").write_bytes(b"%PDF")
    assert office.window.opened.attach(office.folder / "单.pdf") is None
    assert "已封存，不能修改" in office.told[-1]
    assert not attachments.folder_of(office.path, 1).exists()


def test_a_sealed_one_is_not_removed(office: Office) -> None:
    lays_in(office, (A, 2023))
    seals(office)
    office.agrees = True
    office.clicks("删除…")
    assert "已经封存" in office.told[-1]
    assert has(office) == [(A, 2023)]
    assert backups(office.folder / "backups") == ()


def test_opening_it_again_asks_why_and_leaves_a_trace(office: Office) -> None:
    lays_in(office, (A, 2023))
    office.store.put_setting("person.filler", "林会计")
    seals(office)
    office.opens_first()

    def fill(dialog: UnsealDialog) -> None:
        assert dialog.who.text() == "林会计"
        QTest.keyClick(dialog, Key.Key_Return)
        assert dialog.isVisible()  # no reason yet
        overwrites(dialog.reason, "财政局退回")
        QTest.keyClick(dialog, Key.Key_Return)

    in_dialog(UnsealDialog, fill)
    office.clicks("解除封存…")
    comes_back(office)
    assert not office.says("只能查看、打印、导出")
    assert "已解除封存" in office.status()
    office.types("info.head", "Zhang")
    assert office.entries()["info.head"] == "Zhang"
    office.clicks("‹ 填报列表")
    seals(office)
    read: list[tuple[str, ...]] = []

    def look(dialog: RecordDialog) -> None:
        tops = [dialog.lines.topLevelItem(at) for at in range(dialog.lines.topLevelItemCount())]
        read.extend(tuple(one.text(at) for at in (1, 2, 3)) for one in tops if one is not None)

    in_dialog(RecordDialog, look)
    office.window.do("record", 1)
    assert read == [
        ("封存", "林会计", ""),
        ("解除封存", "林会计", "财政局退回"),
        ("封存", "林会计", ""),
    ]


def test_undo_does_not_cross_a_seal(office: Office) -> None:
    lays_in(office, (A, 2023))
    office.opens_first()
    office.types("info.head", "Zhang")
    office.clicks("‹ 填报列表")
    seals(office)
    office.store.unseal(1, "", "再看")
    office.opens_first()
    office.undoes()
    assert office.entries()["info.head"] == "Zhang"
    assert "没有可以撤销的步骤" in office.status()


# ---------------------------------------------------------------- 删除, 备份, 恢复


def test_removing_asks_backs_up_and_can_be_taken_back(office: Office) -> None:
    lays_in(office, (A, 2023), (B, 2023))
    name = scan(office, 1)
    before = office.store.load(1)
    chooses_line(office, A, 2023)
    office.presses(Key.Key_Delete)
    (asked,) = office.asked
    assert f"删除“{A} 2023年度”？" in asked and "项目 11 个" in asked
    assert str(office.folder / "backups") in asked and "佐证材料（1 个文件）留在原处" in asked
    assert len(has(office)) == 2  # not agreed to
    assert backups(office.folder / "backups") == ()
    office.agrees = True
    office.presses(Key.Key_Delete)
    assert has(office) == [(B, 2023)]
    (kept,) = backups(office.folder / "backups")
    assert kept.reason == "删除前"
    assert office.says(f"✓ 已删除 {A} 2023年度，删除前的备份：{kept.path}")

    def look(dialog: RestoreDialog) -> None:
        dialog.inside.setFocus()
        QTest.keyClick(dialog.inside, Key.Key_Down)
        assert reads(dialog, "数据文件里现有这一份，和备份里的一样。")  # B
        QTest.keyClick(dialog.inside, Key.Key_Up)
        assert reads(dialog, "没有这一份")
        assert not dialog.replace.isVisible()
        click(dialog, "恢复选中的填报")

    in_dialog(RestoreDialog, look)
    office.clicks("恢复…")
    assert office.store.load(1) == before
    assert attachments.path_of(office.path, 1, name) is not None
    assert chosen(office) == (A, 2023)
    assert office.told == []


def test_without_a_backup_nothing_is_removed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_to_disk", full)
    lays_in(office, (A, 2023))
    office.agrees = True
    office.clicks("删除…")
    assert has(office) == [(A, 2023)]
    assert "磁盘空间不够，备份没有做成" in office.told[-1]
    assert "没有备份，所以没有删除" in office.told[-1]


def test_a_backup_goes_where_it_is_wanted_with_the_evidence(office: Office) -> None:
    lays_in(office, (A, 2023))
    name = scan(office, 1)
    stick = office.folder / "U盘"
    stick.mkdir()

    def fill(dialog: BackupDialog) -> None:
        assert dialog.folder.text() == str(office.folder / "backups")
        assert "佐证材料也备份（1 个文件，1 KB）" in dialog.files.text()
        dialog.folder.setText(str(stick))  # what 选择… puts there
        QTest.keyClick(dialog, Key.Key_Return)

    in_dialog(BackupDialog, fill)
    office.clicks("备份…")
    (one,) = backups(stick)
    assert one.reason == "手动"
    assert [info.unit_name for info in contents(one.path)] == [A]
    assert str(one.path) in office.told[-1] and "佐证材料（1 个文件）" in office.told[-1]
    with closing(open_database(one.path)) as copy:  # the evidence is found from there
        assert attachments.path_of(copy.path, 1, name) is not None


def test_the_folder_of_the_settings_is_where_backups_go(office: Office) -> None:
    lays_in(office, (A, 2023))
    mine = office.folder / "我的备份"
    office.store.put_setting("backup.folder", str(mine))
    office.agrees = True
    office.clicks("删除…")
    assert len(backups(mine)) == 1


def test_a_place_that_is_gone_is_said(office: Office) -> None:
    lays_in(office, (A, 2023))

    def fill(dialog: BackupDialog) -> None:
        dialog.folder.setText(str(office.folder / "没插" / "U盘"))
        QTest.keyClick(dialog, Key.Key_Return)

    in_dialog(BackupDialog, fill)
    office.clicks("备份…")
    assert "备份没有做成" in office.told[-1] and "U盘是否拔出" in office.told[-1]


def test_one_is_replaced_by_what_it_was(office: Office) -> None:
    lays_in(office, (A, 2023))
    backup.back_up(office.path, _made(office.folder / "backups"), "manual")
    before = office.store.load(1)
    office.opens_first()
    office.types("info.head", "Wrong")

    def look(dialog: RestoreDialog) -> None:
        assert reads(dialog, "备份以后又改过")
        dialog.replace.setFocus()
        QTest.keyClick(dialog.replace, Key.Key_Space)
        click(dialog, "恢复选中的填报")

    office.agrees = True
    in_dialog(RestoreDialog, look)
    office.window.do("restore")
    assert "替换现在的" in office.asked[-1]
    assert office.window.session is None
    assert office.store.load(1) == before
    assert sorted(one.reason for one in backups(office.folder / "backups")) == ["恢复前", "手动"]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_the_whole_file_is_put_back(office: Office) -> None:
    lays_in(office, (A, 2023))
    backup.back_up(office.path, _made(office.folder / "backups"), "manual")
    lays_in(office, (B, 2022))
    office.agrees = True
    in_dialog(RestoreDialog, lambda dialog: click(dialog, "恢复整个数据文件…"))
    office.clicks("恢复…")
    assert "现在的 2 份填报全部换成备份里的 1 份" in office.asked[-1]
    assert [line[:2] for line in lines(office)] == [(A, "2023年度")]
    assert office.says("✓ 已恢复到 ")
    kept = next(one for one in backups(office.folder / "backups") if one.reason == "恢复前")
    assert len(contents(kept.path)) == 2


def test_a_damaged_backup_says_so_and_offers_nothing(office: Office) -> None:
    lays_in(office, (A, 2023))
    path = backup.back_up(office.path, _made(office.folder / "backups"), "manual")
    path.write_bytes(path.read_bytes()[:3000])

    def look(dialog: RestoreDialog) -> None:
        assert reads(dialog, "这个备份已经损坏")
        assert not dialog.one.isEnabled() and not dialog.all.isEnabled()

    seen = in_dialog(RestoreDialog, look)
    office.clicks("恢复…")
    assert seen and seen[0].wish is None


# ---------------------------------------------------------------- undo of a change of scheme


def test_a_change_of_scheme_is_undone_and_made_again_by_keys(office: Office) -> None:
    lays_in(office, (A, 2023))
    office.opens_first()
    office.types("info.head", "Zhang")
    session = office.window.session
    assert session is not None
    before, report = session.submission, session.report

    def choose(dialog: SchemeDialog) -> None:
        dialog.choice.setFocus()
        wanted = dialog.choice.findData("hunan-2023")
        while dialog.choice.currentIndex() != wanted:
            down = wanted > dialog.choice.currentIndex()
            QTest.keyClick(dialog.choice, Key.Key_Down if down else Key.Key_Up)
        click(dialog, "更换")

    in_dialog(SchemeDialog, choose)
    office.window.change_scheme()
    comes_back(office)
    assert office.window.session is session
    assert session.scheme.id == "hunan-2023"
    assert "按 Ctrl+Z 可以撤销" in office.status()
    office.goes_to("info.head")
    office.undoes()
    assert (session.submission, session.scheme.id) == (before, "national-2020")
    assert session.report == report
    assert office.sees("info.head") == "Zhang"
    assert "已撤销" in office.status()
    assert [one.scheme for one in office.store.submissions()] == ["national-2020"]
    office.redoes()
    assert session.scheme.id == "hunan-2023"
    office.undoes()
    office.undoes()
    assert office.entries().get("info.head") != "Zhang"
