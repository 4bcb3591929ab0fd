"""导出打印 as a clerk meets it: what to know before, what became of each file, once more."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from app.handover import folder_name
from app.ui.pages.export_page import ExportPage
from tests.ui.driver import Office
from tests.ui.waiting import clicks_cancel, when_shown

BOOKS = ("项目支出绩效自评表", "部门整体支出绩效自评表", "部门决算公开表")
FILES = [f"{book}（2023年度）.{kind}" for book in BOOKS for kind in ("xlsx", "pdf")] + [
    "审核情况表（2023年度）.xlsx",
    "说明数据表（2023年度）.xlsx",
    "数据包（2023年度）.suanpan",
]


@pytest.fixture
def sample(office: Office) -> Office:
    """The sample unit, at 导出打印."""
    office.clicks("载入示例单位")
    office.window.activateWindow()
    office.shows_tab("导出打印")
    return office


def page(office: Office) -> ExportPage:
    found = office.work.pages["export"]
    assert isinstance(found, ExportPage)
    return found


def exports(office: Office) -> None:
    """The button of the page; the bar above has one of that name, which leads here."""
    office.clicks("导出上报", page(office))


def texts(office: Office) -> list[str]:
    """All that is to be read on the page."""
    labels = page(office).findChildren(QLabel)
    return [one.text() for one in labels if isinstance(one, QLabel) and one.isVisible()]


def listed(office: Office, mark: str) -> list[str]:
    return [text[2:] for text in texts(office) if text.startswith(f"{mark} ") and "." in text]


def ticks(office: Office, text: str) -> None:
    """Click the box with this text."""
    boxes = page(office).findChildren(QCheckBox)
    box = next(one for one in boxes if isinstance(one, QCheckBox) and one.text().startswith(text))
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center() * 0.1)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space) if box.isChecked() else None
    office.settle()


def folder(office: Office) -> Path:
    assert office.window.session is not None
    return office.folder / folder_name(office.window.session.report)


def test_what_to_know_before_is_said_with_a_way_to_it(sample: Office) -> None:
    said = next(text for text in texts(sample) if "正式上报前" in text)
    assert said.startswith("⚠ 还有 错误 ")
    sample.clicks("去看审核")
    tabs = sample.work.tabs
    assert tabs.tabText(tabs.currentIndex()).startswith("审核")


def test_every_file_is_listed_with_where_it_is(sample: Office) -> None:
    exports(sample)
    assert listed(sample, "✓") == FILES
    assert f"✓ 已导出 {len(FILES)} 个文件" in texts(sample)
    assert f"文件夹：{folder(sample)}" in texts(sample)
    assert {path.name for path in folder(sample).iterdir()} == set(FILES)
    assert sample.told == []


def test_a_file_open_in_wps_is_said_and_written_later(sample: Office) -> None:
    taken = folder(sample) / FILES[2]
    taken.mkdir(parents=True)  # what cannot be replaced, as a file that WPS holds on Windows
    exports(sample)
    assert listed(sample, "✗") == [FILES[2]]
    assert listed(sample, "✓") == [name for name in FILES if name != FILES[2]]
    assert any("正在 WPS 或 Excel" in text for text in texts(sample))
    assert f"⚠ 没有全部写成：写了 {len(FILES) - 1} 个文件，还有 1 个没有写" in texts(sample)

    taken.rmdir()
    before = {path.name: path.stat().st_mtime_ns for path in folder(sample).iterdir()}
    sample.clicks("再写没有写成的 1 个")
    assert f"✓ 已导出 {len(FILES)} 个文件" in texts(sample)
    assert listed(sample, "✗") == []
    after = {path.name: path.stat().st_mtime_ns for path in folder(sample).iterdir()}
    assert {name for name in after if after[name] != before.get(name)} == {FILES[2]}


def test_only_the_chosen_forms_go_out(sample: Office) -> None:
    for text in ("项目支出绩效自评表", "部门决算公开表", "打印稿", "审核情况表"):
        ticks(sample, text)
    exports(sample)
    assert listed(sample, "✓") == [FILES[2], FILES[8]]


def test_nothing_chosen_is_said(sample: Office) -> None:
    for text in ("Excel 表格", "打印稿", "审核情况表", "数据包"):
        ticks(sample, text)
    exports(sample)
    assert "没有要写的文件：请先勾选要导出的表和文件。" in texts(sample)


def test_the_folder_is_remembered(sample: Office, tmp_path: Path) -> None:
    elsewhere = tmp_path / "报送 财政局"
    line = page(sample).folder
    line.setFocus()
    line.selectAll()
    sample.enters(str(elsewhere))
    exports(sample)
    assert len(list(elsewhere.glob("*/*"))) == len(FILES)
    sample.reopens()
    sample.shows_tab("导出打印")
    assert page(sample).folder.text() == str(elsewhere)


def test_a_folder_that_cannot_be_made_is_said(sample: Office, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("no folder")
    line = page(sample).folder
    line.setFocus()
    line.selectAll()
    sample.enters(str(tmp_path / "文件"))
    exports(sample)
    (said,) = sample.told
    assert "找不到文件夹" in said
    line.setFocus()
    line.selectAll()
    sample.presses(Qt.Key.Key_Delete)
    exports(sample)
    assert sample.status() == "请先选择保存到哪个文件夹"


def test_a_stopped_export_says_what_is_there_and_goes_on_later(sample: Office) -> None:
    when_shown(clicks_cancel)
    exports(sample)
    done, left = listed(sample, "✓"), listed(sample, "✗")
    assert left and [*done, *left] == FILES
    written = {path.name for path in folder(sample).iterdir()} if folder(sample).exists() else set()
    assert written == set(done)
    assert any(text.startswith("已取消：写了") for text in texts(sample))
    sample.window.activateWindow()
    sample.clicks(f"再写没有写成的 {len(left)} 个")
    assert sorted(listed(sample, "✓")) == sorted(FILES)


class Opener(QObject):
    """Stands for WPS and the file manager: remembers what it was asked to show."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.shown.append(url.toLocalFile())


@pytest.fixture
def opener() -> Iterator[Opener]:
    made = Opener()
    QDesktopServices.setUrlHandler("file", made, "show")  # type: ignore[arg-type]  # the stub errs
    yield made
    QDesktopServices.unsetUrlHandler("file")


def opens(office: Office, name: str) -> None:
    """The button 打开 beside a file."""
    found = page(office).findChildren(QPushButton)
    button = next(one for one in found if one.accessibleName() == f"打开 {name}")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    office.settle()


def test_a_file_and_the_folder_are_opened(sample: Office, opener: Opener) -> None:
    exports(sample)
    opens(sample, FILES[1])
    sample.clicks("打开文件夹")
    assert opener.shown == [str(folder(sample) / FILES[1]), str(folder(sample))]
    assert not page(sample).exported.said.isVisible()


def test_what_no_program_opens_is_said(sample: Office) -> None:
    """Off the screen nothing can be opened."""
    exports(sample)
    opens(sample, FILES[1])
    assert (
        f"这台电脑上没有能打开 .pdf 的程序（如 WPS），文件在：{folder(sample) / FILES[1]}"
        in texts(sample)
    )
    sample.clicks("打开文件夹")
    assert f"文件夹打不开，请自己打开：{folder(sample)}" in texts(sample)
    (folder(sample) / FILES[8]).unlink()
    opens(sample, FILES[8])
    assert any(text.startswith("它已经不在了") for text in texts(sample))
