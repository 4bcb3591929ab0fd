"""Sealed packages in the window: the code on the screen and on the sheet, a package that was
changed on its way, and a package held against what is in the data file."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu

from app.domain.sealing import short
from app.domain.submission import Edit
from app.handover import Wanted
from app.resources import sample_text
from app.ui.start.compare import ask_comparison
from app.ui.start.differing_dialog import DifferingDialog
from app.ui.start.new_submission import load_package
from app.ui.start.seal_dialog import RecordDialog
from app.ui.start.sealed import Banner
from tests.ui.driver import Key, Office
from tests.ui.looking import cut_texts, outside
from tests.ui.office_work import chooses_line, in_dialog, lays_in, lines, reads

A, B = "云岭县就业服务中心", "青石县就业服务中心"


def code(office: Office) -> str:
    return short(office.store.seals(1)[0].checksum)


def hands_over(office: Office, name: str = "上报") -> Path:
    """The open submission's hand-over: its package."""
    wanted = Wanted(excel=False, pdf=False)
    assert office.window.opened is not None
    outcome = office.window.opened.hand_over(office.folder / name, wanted)
    assert outcome is not None and outcome.unwritten == ()
    return next(path for path in outcome.written if path.suffix == ".suanpan")


def seals(office: Office) -> None:
    office.agrees = True
    office.clicks("封存…")
    office.agrees = False


def somebody_changes(path: Path) -> None:
    package = json.loads(path.read_text(encoding="utf-8"))
    package["tables"]["outlay"]["public"][0]["cells"]["basic"] = "400"
    path.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def sent(office: Office) -> Path:
    """A sealed submission that was handed over; the office is at the list again."""
    lays_in(office, (A, 2023))
    seals(office)
    office.opens_first()
    path = hands_over(office)
    office.clicks("‹ 填报列表")
    return path


def compares(office: Office, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Right click on the line of the list, then 核对数据包…."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    items = office.window.start.items
    current = items.currentItem()
    assert current is not None
    items.customContextMenuRequested.emit(items.visualItemRect(current).center())
    menus = office.window.start.findChildren(QMenu)
    menu = next(one for one in menus if isinstance(one, QMenu) and one.isVisible())
    next(one for one in menu.actions() if one.text() == "核对数据包…").trigger()
    office.settle()


def rows(dialog: DifferingDialog | RecordDialog) -> list[tuple[str, ...]]:
    found = (dialog.lines.topLevelItem(at) for at in range(dialog.lines.topLevelItemCount()))
    columns = range(dialog.lines.columnCount())
    return [tuple(one.text(at) for at in columns) for one in found if one is not None]


def test_the_same_code_stands_wherever_it_may_be_compared_by_eye(
    office: Office, sent: Path
) -> None:
    shown = code(office)
    assert json.loads(sent.read_text(encoding="utf-8"))["seal"]["checksum"].startswith(
        shown.replace("-", "").lower()
    )
    sheet = load_workbook(next(sent.parent.glob("审核情况表*.xlsx"))).worksheets[0]
    assert shown in str(sheet["A2"].value)
    office.opens_first()
    (banner,) = office.work.findChildren(Banner)
    assert isinstance(banner, Banner) and shown in banner.words.text()
    seen: list[tuple[str, ...]] = []
    in_dialog(RecordDialog, lambda dialog: seen.extend(rows(dialog)))
    office.window.do("record", 1)
    assert seen[0][4] == shown


def test_a_package_that_is_as_it_was_is_the_same(
    office: Office, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compares(office, sent, monkeypatch)
    (said,) = office.told
    assert said.startswith(f"{A} 2023年度：与数据包一致，没有一格不同。")
    assert code(office) in said and "内容与封存时一致" in said


def test_what_was_changed_on_its_way_is_listed(
    office: Office, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody_changes(sent)
    seen: list[tuple[str, ...]] = []

    def look(dialog: DifferingDialog) -> None:
        seen.extend(rows(dialog))
        assert reads(dialog, "有 1 处不同")
        assert reads(dialog, "封存后被改动过")
        assert not cut_texts(dialog) + outside(dialog)

    in_dialog(DifferingDialog, look)
    compares(office, sent, monkeypatch)
    (line,) = seen
    assert line[0] == "支出"
    assert line[1].endswith("就业管理事务　基本支出")
    assert line[2:] == ("393.94", "400", "6.06 万元")
    assert office.told == []


def test_of_two_that_are_named_alike_the_chosen_one_is_compared(
    office: Office, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that was taken in stands beside the submission that it was made of, and was changed
    after it; 更多 in the corner means the line under the cursor too."""
    somebody_changes(sent)
    office.agrees = True
    load_package(office.window, sent)
    office.clicks("‹ 填报列表")
    office.told.clear()
    items = office.window.start.items
    lines = [items.topLevelItem(at) for at in range(items.topLevelItemCount())]
    alike = [one for one in lines if one is not None and one.text(0) == A]
    seen: list[int] = []
    in_dialog(DifferingDialog, lambda dialog: seen.append(len(rows(dialog))))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(sent), ""))
    for line in alike:
        items.setCurrentItem(line)
        ask_comparison(office.window)
    assert len(alike) == 2 and seen == [1]
    (said,) = office.told
    assert "没有一格不同。\n\n⚠ 封存后被改动过" in said


def test_a_submission_of_another_name_is_compared_where_it_is_chosen(
    office: Office, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lays_in(office, (B, 2023))
    chooses_line(office, B, 2023)
    seen: list[tuple[str, ...]] = []
    in_dialog(DifferingDialog, lambda dialog: seen.extend(rows(dialog)))
    compares(office, sent, monkeypatch)
    assert [line[:4] for line in seen] == [("基本信息", "单位名称", B, A)]


def test_a_file_that_is_no_package_meets_a_sentence(
    office: Office, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent.write_text("{", encoding="utf-8")
    compares(office, sent, monkeypatch)
    (said,) = office.told
    assert "文件不是 JSON" in said


# ---------------------------------------------------------------- taken in


def test_a_changed_package_is_asked_about_and_may_be_left(office: Office, sent: Path) -> None:
    somebody_changes(sent)
    load_package(office.window, sent)
    (asked,) = office.asked[1:]
    assert "封存后被改动过：这份数据包的内容与封存时的校验码不符" in asked
    assert len(lines(office)) == 1


def test_taken_in_all_the_same_it_is_a_draft_that_says_so(office: Office, sent: Path) -> None:
    somebody_changes(sent)
    office.agrees = True
    load_package(office.window, sent)
    assert office.window.session is not None
    number = office.window.session.submission.id
    assert (number, office.store.is_sealed(number)) == (2, False)
    seen: list[tuple[str, ...]] = []

    def look(dialog: RecordDialog) -> None:
        seen.extend(rows(dialog))
        assert reads(dialog, "封存后被改动过")
        assert not cut_texts(dialog) + outside(dialog)

    in_dialog(RecordDialog, look)
    office.window.do("record", number)
    taken, sealed = seen
    assert taken[1:4] == ("导入", "", "导入数据包，封存后被改动过：内容与校验码不符")
    assert sealed[1] == "封存"
    assert sealed[4] == code(office)


def test_a_whole_package_says_who_sealed_it(office: Office, sent: Path) -> None:
    load_package(office.window, sent)
    assert len(office.asked) == 1  # only whether to seal
    assert "内容与封存时一致" in office.status()
    assert office.told == []
    office.store.write(2, Edit({"info.head": "Lin"}, "填写"), office.store.load(2).entries)
    assert [one.sealed for one in office.store.seals(2)] == [False, True]
    QTest.keyClick(office.window, Key.Key_Escape)


def test_a_package_that_means_harm_is_refused_by_its_name_or_shown_as_it_is(
    office: Office, tmp_path: Path
) -> None:
    package = json.loads(sample_text())
    package["info"] |= {"unit": "../../x\u202e心中\u202c", "head": "<b>周</b>"}
    sent = tmp_path / "下发.suanpan"
    sent.write_text(json.dumps(package), encoding="utf-8")
    load_package(office.window, sent)
    assert office.window.windowTitle().startswith("../../x心中 ")
    assert office.entries()["info.head"] == "<b>周</b>"
    package["info"]["head"] = "长" * 5_000_000
    sent.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    load_package(office.window, sent)
    (said,) = office.told
    assert said.startswith("没有导入“下发.suanpan”，已有的填报没有改动。")
    assert "5,000,000个字" in said
    assert len(office.store.submissions()) == 1
