"""Schemes in the window: the list with packs and refusals, and the change of a scheme."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTreeWidget, QTreeWidgetItem, QWidget

from app.domain.rescheme import change
from app.exchange.package import parse
from app.packs import Packs, Shelf
from app.resources import sample_text, shipped_schemes
from app.ui.app import make_application
from app.ui.start.packs_dialog import PacksDialog, described
from app.ui.start.scheme_dialog import PROMPT, SchemeDialog, summary
from tests.ui.driver import Key, Office

WRONG = Path(__file__).parents[1] / "wrong_schemes"
PACK = "qingshi-2024"
SCHEMES = shipped_schemes()
NATIONAL = SCHEMES["national-2020"]
SAMPLE = parse(sample_text(), SCHEMES)


@pytest.fixture
def parent() -> Iterator[QWidget]:
    app = make_application(["suanpan"])
    made = QWidget()
    yield made
    made.deleteLater()
    app.processEvents()


def lay(folder: Path, case: str = "sound", name: str = PACK) -> Path:
    return shutil.copytree(WRONG / case / PACK, folder / "schemes" / name)


def lines(tree: QTreeWidget) -> list[list[str]]:
    """Every line of a tree as it stands, the deeper ones too."""

    def below(item: QTreeWidgetItem) -> Iterator[list[str]]:
        yield [item.text(at) for at in range(tree.columnCount())]
        for at in range(item.childCount()):
            yield from below(item.child(at))

    tops = (tree.topLevelItem(at) for at in range(tree.topLevelItemCount()))
    return [line for top in tops if top is not None for line in below(top)]


def does_with(kind: type[QDialog], action: Callable[[QDialog], object]) -> list[QDialog]:
    """Do something in the dialog that is going to open; what was opened is in the list."""
    seen: list[QDialog] = []
    late = time.monotonic() + 5

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, kind):
            seen.append(found)
            try:
                action(found)
            finally:
                found.close()
        elif time.monotonic() < late:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)
    return seen


# ---------------------------------------------------------------- the list of schemes


def test_every_scheme_is_listed_with_where_it_is_from(parent: QWidget, tmp_path: Path) -> None:
    folder = lay(tmp_path)
    dialog = PacksDialog(Shelf((folder.parent,)), lambda: None, parent)
    found = {line[1]: line for line in lines(dialog.items)}
    assert list(found) == [*SCHEMES, PACK]
    assert found["hunan-2023"] == [
        SCHEMES["hunan-2023"].title,
        "hunan-2023",
        "2023",
        "随程序",
        "4 张",
    ]
    assert found[PACK][2:] == ["2024", "方案文件夹", "2 张"]
    assert not dialog.refused.isVisibleTo(dialog)


def test_the_current_scheme_is_described(parent: QWidget, tmp_path: Path) -> None:
    lay(tmp_path)
    dialog = PacksDialog(Shelf((tmp_path / "schemes",)), lambda: None, parent)
    dialog.items.setCurrentIndex(dialog.items.model().index(len(SCHEMES), 0))
    said = dialog.details.text()
    assert "依据：青石县财政局通知（虚构）" in said
    assert "自评表：项目支出绩效自评表、部门整体支出绩效自评表" in said
    assert "其余照方案：national-2020" in said
    assert f"来自：{tmp_path / 'schemes' / PACK}" in said
    assert "说明：" not in said
    for pack in dialog.packs.packs.values():
        assert pack.scheme.source in described(pack)


def test_a_refused_pack_is_named_with_its_reason(parent: QWidget, tmp_path: Path) -> None:
    lay(tmp_path, "gbk", "jinhe-2024")
    lay(tmp_path)
    dialog = PacksDialog(Shelf((tmp_path / "schemes",)), lambda: None, parent)
    assert dialog.refused.isVisibleTo(dialog)
    assert dialog.refused.text().startswith("方案包“jinhe-2024”没有载入：scheme.toml 有问题：")
    assert "（1）" in dialog.refused_title.text()
    assert len(lines(dialog.items)) == len(SCHEMES) + 1


def test_what_was_laid_in_comes_when_read_again(parent: QWidget, tmp_path: Path) -> None:
    dialog = PacksDialog(Shelf((tmp_path / "schemes",)), lambda: None, parent)
    dialog.items.setCurrentIndex(dialog.items.model().index(3, 0))
    kept = dialog.current_id()
    lay(tmp_path)
    assert PACK not in {line[1] for line in lines(dialog.items)}
    dialog.read_again()
    assert PACK in {line[1] for line in lines(dialog.items)}
    assert dialog.current_id() == kept
    assert str(tmp_path / "schemes") in dialog.folder.text()


def test_the_button_of_the_start_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def show(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", show)
    seen = does_with(PacksDialog, lambda dialog: office.clicks("打开方案文件夹", dialog))
    office.clicks("方案…")
    assert len(seen) == 1
    assert opened == [str(office.folder / "schemes")]
    assert (office.folder / "schemes").is_dir()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    office.window.open_packs()
    assert str(office.folder / "schemes") in office.told[-1]


def test_a_pack_can_be_chosen_for_a_new_submission(office: Office) -> None:
    lay(office.folder)
    office.window.create_submission("青石县就业服务中心", 2024, PACK)
    assert office.window.session is not None
    assert office.window.session.scheme.title == "青石县方案"


# ---------------------------------------------------------------- the preview


def packs(*schemes: str) -> Packs:
    found = Shelf().packs()
    return Packs({one: found.packs[one] for one in schemes or SCHEMES})


def test_nothing_is_changed_before_a_scheme_is_chosen(parent: QWidget) -> None:
    dialog = SchemeDialog(packs(), NATIONAL, SAMPLE, parent)
    offered = {dialog.choice.itemData(at) for at in range(dialog.choice.count())}
    assert offered == {*SCHEMES} - {NATIONAL.id}
    assert (dialog.choice.currentIndex(), dialog.summary.text()) == (-1, PROMPT)
    assert not dialog.ok.isEnabled()
    assert lines(dialog.lines) == []
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.change is None


def test_the_preview_says_what_the_change_says(parent: QWidget) -> None:
    dialog = SchemeDialog(packs(), NATIONAL, SAMPLE, parent)
    for name in ("national-2021", "sichuan-2017", "hubei-2020"):
        dialog.choice.setCurrentIndex(dialog.choice.findData(name))
        found = change(NATIONAL, SCHEMES[name], SAMPLE)
        assert dialog.summary.text() == summary(found)
        shown = lines(dialog.lines)
        for one in found.unseen:
            assert [one.label, one.text, "保留，不显示"] in shown
        for rule in found.rules:
            assert [rule, "", ""] in shown
        for scores in found.scores:
            assert scores.before is not None and scores.after is not None
            assert [scores.name, scores.before.words, scores.after.words] in shown
    assert dialog.ok.isEnabled()


def test_groups_with_nothing_in_them_are_left_out(parent: QWidget) -> None:
    dialog = SchemeDialog(packs(), NATIONAL, SAMPLE, parent)
    dialog.choice.setCurrentIndex(dialog.choice.findData("yunnan-2022"))
    tops = [dialog.lines.topLevelItem(at) for at in range(dialog.lines.topLevelItemCount())]
    assert [top.text(0) for top in tops if top is not None] == ["总分不变的表（12）"]


# ---------------------------------------------------------------- the change in the window


def chosen(name: str, key: Key) -> Callable[[QDialog], object]:
    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, SchemeDialog)
        dialog.choice.setCurrentIndex(dialog.choice.findData(name))
        if key == Key.Key_Return:
            dialog.ok.click()
        else:
            QTest.keyClick(dialog, key)

    return act


def test_the_scheme_is_changed_and_changed_back(office: Office) -> None:
    office.clicks("载入示例单位")
    before = office.entries()
    session = office.window.session
    assert session is not None
    forms = session.report.forms
    does_with(SchemeDialog, chosen("hunan-2023", Key.Key_Return))
    office.window.change_scheme()
    office.settle()
    session = office.window.session
    assert session is not None
    assert (session.scheme.id, session.submission.scheme_hash) == (
        "hunan-2023",
        SCHEMES["hunan-2023"].hash,
    )
    assert "score_sheet.i1.level" in office.entries()
    assert [one.scheme for one in office.store.submissions()] == ["hunan-2023"]
    does_with(SchemeDialog, chosen("national-2020", Key.Key_Return))
    office.window.change_scheme()
    office.settle()
    session = office.window.session
    assert session is not None
    assert session.report.forms == forms
    assert before.items() <= office.entries().items()
    assert office.asked == []


def test_a_change_that_is_called_off_changes_nothing(office: Office) -> None:
    office.clicks("载入示例单位")
    before = office.entries()
    opened = office.window.opened
    does_with(SchemeDialog, chosen("sichuan-2017", Key.Key_Escape))
    office.window.change_scheme()
    assert office.window.opened is opened
    assert office.entries() == before
    assert [one.scheme for one in office.store.submissions()] == ["national-2020"]


def test_what_is_being_typed_is_stored_before_the_preview(office: Office) -> None:
    office.creates()
    office.goes_to("info.head")
    office.enters("zhang")
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, SchemeDialog)
        seen.append(dialog.submission.text("info.head"))

    does_with(SchemeDialog, look)
    office.window.change_scheme()
    assert seen == ["zhang"]


def test_the_name_in_the_bar_leads_to_the_dialog(office: Office) -> None:
    office.creates()
    seen = does_with(SchemeDialog, lambda dialog: None)
    office.clicks(NATIONAL.title)
    assert len(seen) == 1


# ---------------------------------------------------------------- packs that changed or are gone


def change_file(folder: Path) -> None:
    path = folder / "scheme.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'about = "改过一次"\n', encoding="utf-8")


def reopened(office: Office) -> None:
    office.close()
    office.open()
    office.window.open_submission(1)
    office.settle()


def test_other_files_of_the_scheme_are_said_once_and_agreed_to(office: Office) -> None:
    folder = lay(office.folder)
    office.window.create_submission("青石县就业服务中心", 2024, PACK)
    old = office.store.load(1).scheme_hash
    reopened(office)
    assert office.asked == []
    change_file(folder)
    reopened(office)
    (said,) = office.asked
    assert "青石县方案" in said and old[:8] in said
    assert "填写的内容没有改动" in said
    assert office.store.load(1).scheme_hash == old  # not agreed to
    office.window.show_start()
    office.window.open_submission(1)
    assert len(office.asked) == 1  # said once
    office.agrees = True
    reopened(office)
    assert len(office.asked) == 2
    session = office.window.session
    assert session is not None
    assert office.store.load(1).scheme_hash == session.scheme.hash != old
    assert session.submission.scheme_hash == session.scheme.hash
    assert office.store.history(1, 1)[0].label == "按现在的方案文件"
    reopened(office)
    assert len(office.asked) == 2


def test_a_pack_that_is_gone_or_broken_is_said(office: Office) -> None:
    folder = lay(office.folder)
    office.window.create_submission("青石县就业服务中心", 2024, PACK)
    (folder / "scheme.toml").write_text("id = 5", encoding="utf-8")
    reopened(office)
    assert office.window.opened is None
    assert "方案包“qingshi-2024”没有载入：scheme.toml" in office.told[-1]
    assert "数据没有改动" in office.told[-1]
    shutil.rmtree(folder)
    reopened(office)
    assert "不在本程序里" in office.told[-1] and str(office.folder) in office.told[-1]
    lay(office.folder)
    reopened(office)
    assert office.window.opened is not None
