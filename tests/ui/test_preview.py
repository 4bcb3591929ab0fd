"""打印预览 by keys and clicks: what is shown, printed, saved, kept and said."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QWidget,
)

from app.domain.compute import compute
from app.domain.report import Report
from app.domain.submission import Submission
from app.exchange.boxes import FilledSheet
from app.exchange.package import parse
from app.paper.layout import Page
from app.paper.painter import pages
from app.paper.printing import prepare
from app.paper.settings import PrintSettings
from app.resources import sample_text, shipped_schemes
from app.ui import speaking
from app.ui.app import make_application
from app.ui.outlet.preview import Offer, PreviewWindow
from app.ui.outlet.previewing import choices, chosen_sheets
from app.ui.outlet.print_words import page_numbers
from tests.ui.driver import Office

Key = Qt.Key
CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
HP = "HP LaserJet 1020"


def sample() -> Report:
    package = parse(sample_text(), shipped_schemes())
    scheme = shipped_schemes()[package.scheme_id]
    return compute(scheme, Submission(package.year, scheme.id, entries=package.entries))


@dataclass
class Desk:
    """A preview of the sample over a printer that prints into a file."""

    folder: Path
    report: Report
    printers: tuple[str, ...] = (HP, "针式打印机")
    kept: dict[str, str] = field(default_factory=dict)
    used: list[PrintSettings] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def opens(self, which: str = "") -> PreviewWindow:
        offer = Offer(
            choices=choices(self.report, which),
            sheets=lambda wanted: chosen_sheets(self.report, wanted),
            start=which,
            recall=lambda name: self.kept.get(name, ""),
            keep=self.kept.__setitem__,
            folder=self.folder,
            printers=lambda: self.printers,
            printer=self._printer,
        )
        window = PreviewWindow(None, offer)
        window.resize(1311, 700)
        window.show()
        window.activateWindow()
        QApplication.processEvents()
        return window

    @property
    def paper(self) -> Path:
        return self.folder / "printed.pdf"

    def _printer(self, settings: PrintSettings, made: Sequence[Page]) -> QPrinter:
        self.used.append(settings)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.paper))
        prepare(printer, settings, made)
        return printer

    def printed(self) -> list[str]:
        return [page.extract_text() for page in PdfReader(self.paper).pages]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    make_application(["suanpan"])
    made = Desk(tmp_path, sample())

    def tell(_parent: QWidget, sentence: str, _title: str) -> None:
        made.said.append(sentence)

    monkeypatch.setattr(speaking, "tell", tell)
    yield made
    for one in QApplication.topLevelWidgets():
        if isinstance(one, PreviewWindow):
            one.close()
            one.deleteLater()
    QApplication.processEvents()


def laid(window: PreviewWindow) -> PreviewWindow:
    """All forms are laid out."""
    late = time.monotonic() + 20
    while window.panel.isVisible() and "排版" in window.bar.total.text():
        assert time.monotonic() < late
        QTest.qWait(5)
    return window


def presses(window: PreviewWindow, key: Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
    QApplication.processEvents()


def clicks(window: PreviewWindow, text: str) -> None:
    button = next(
        one
        for one in window.findChildren(QAbstractButton)
        if isinstance(one, QAbstractButton) and one.text() == text and one.isVisible()
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def picks(window: PreviewWindow, name: str, text: str) -> None:
    """Choose a line of a drop-down list by keyboard."""
    box = next(
        one
        for one in window.findChildren(QComboBox)
        if isinstance(one, QComboBox) and one.accessibleName() == name
    )
    box.setFocus()
    wanted = next(at for at in range(box.count()) if text in box.itemText(at))
    while box.currentIndex() != wanted:
        QTest.keyClick(box, Key.Key_Down if wanted > box.currentIndex() else Key.Key_Up)
    QApplication.processEvents()


def fills(window: PreviewWindow, name: str, text: str) -> None:
    field = next(
        one
        for one in window.findChildren(QWidget)
        if isinstance(one, QWidget) and one.accessibleName() == name
    )
    field.setFocus()
    QTest.keyClick(field, Key.Key_A, CTRL)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Key.Key_Tab)
    QApplication.processEvents()


# ---------------------------------------------------------------- what is shown


def test_the_first_page_is_there_at_once_and_can_be_read(desk: Desk) -> None:
    window = desk.opens()
    assert window.view.pages
    assert window.view.percent > 90
    assert window.windowTitle().startswith("打印预览　")
    laid(window)
    assert window.bar.total.text() == "/ 12 页"
    assert window.list.count() == 12
    assert not window.warning.isVisible()


def test_a_hundred_forms_do_not_freeze_the_window(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = tuple(chosen_sheets(desk.report, desk.report.forms[0].prefix))
    asked: list[FilledSheet] = []

    def lay(sheet: FilledSheet, settings: PrintSettings) -> tuple[Page, ...]:
        asked.append(sheet)
        return pages(sheet, settings)

    monkeypatch.setattr("app.ui.outlet.preview.pages", lay)
    made = choices(desk.report, "")
    keep = desk.kept.__setitem__
    offer = Offer(made, lambda _which: one * 100, "", lambda _name: "", keep, desk.folder)
    window = PreviewWindow(None, offer)
    window.resize(1311, 700)
    window.show()
    assert len(asked) == 1  # the others come while the window answers
    assert "99 张正在排版" in window.bar.total.text()
    QTest.qWait(30)
    presses(window, Key.Key_PageDown)
    laid(window)
    assert len(window.view.pages) == 100
    painted: list[Page] = []
    monkeypatch.setattr(
        "app.ui.outlet.preview_pages.paint", lambda _painter, page, _scale: painted.append(page)
    )
    window.view.viewport().repaint()
    assert 1 <= len(painted) <= 3
    presses(window, Key.Key_End)
    assert window.bar.number.text() == "100"


def test_keys_turn_pages_and_zoom(desk: Desk) -> None:
    window = laid(desk.opens())
    presses(window, Key.Key_PageDown)
    presses(window, Key.Key_PageDown)
    assert window.bar.number.text() == "2"
    presses(window, Key.Key_PageUp)
    presses(window, Key.Key_Home)
    assert window.bar.number.text() == "1"
    presses(window, Key.Key_0, CTRL)  # a whole page: each key is a page then
    for at in range(2, 5):
        presses(window, Key.Key_PageDown)
        assert window.bar.number.text() == str(at)
    before = window.view.percent
    presses(window, Key.Key_Plus)
    assert window.view.percent > before
    presses(window, Key.Key_Minus)
    presses(window, Key.Key_Minus)
    assert window.view.percent < before
    presses(window, Key.Key_1, CTRL)
    assert window.view.percent > 90
    assert window.bar.number.text() == "4"
    presses(window, Key.Key_Escape)
    assert not window.isVisible()


def test_nothing_of_a_page_is_passed_over_by_keys(desk: Desk) -> None:
    window = laid(desk.opens())
    shown: set[int] = set()
    for _ in range(80):
        bar, room = window.view.verticalScrollBar(), window.view.viewport().height()
        shown.update(range(bar.value(), bar.value() + room))
        presses(window, Key.Key_PageDown)
    assert shown == set(range(window.view.verticalScrollBar().maximum() + room))


def test_a_page_is_gone_to_by_its_number_and_from_the_list(desk: Desk) -> None:
    window = laid(desk.opens())
    window.bar.number.setFocus()
    QTest.keyClick(window.bar.number, Key.Key_A, CTRL)
    QTest.keyClicks(window.bar.number, "7")
    QTest.keyClick(window.bar.number, Key.Key_Return)
    assert window.view.front == 6
    assert window.isVisible()
    assert not desk.used  # Enter did not print
    spot = window.list.visualItemRect(window.list.item(2)).center()
    QTest.mouseClick(window.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.view.front == 2
    assert window.bar.number.text() == "3"


def test_one_form_or_a_kind_or_all(desk: Desk) -> None:
    prefix = desk.report.forms[2].prefix
    window = laid(desk.opens(prefix))
    assert window.panel.what.currentText().startswith("本张：")
    assert len(window.view.pages) == 1
    picks(window, "打印内容", "项目支出绩效自评表（11张）")
    assert len(laid(window).view.pages) == 11
    picks(window, "打印内容", "部门决算公开表（9张）")
    assert len(laid(window).view.pages) >= 9
    picks(window, "打印内容", "全部（")
    assert len(laid(window).view.pages) >= 21


# ---------------------------------------------------------------- printing


def test_ctrl_p_prints_what_is_shown(desk: Desk) -> None:
    window = desk.opens()
    presses(window, Key.Key_P, CTRL)  # the last forms are not laid out yet
    assert len(desk.printed()) == 12
    assert "12 页" in window.bar.said.text()
    assert desk.said == []


def test_only_some_pages(desk: Desk) -> None:
    window = laid(desk.opens())
    names = [window.list.item(at).toolTip() for at in range(12)]
    picks(window, "页", "指定页")
    fills(window, "指定页", "2-3 12")
    clicks(window, "打印")
    texts = [text.replace("\n", "") for text in desk.printed()]
    assert len(texts) == 3
    assert names[1][:8] in texts[0]
    assert names[2][:8] in texts[1]
    picks(window, "页", "当前页")
    window.view.go(4)
    clicks(window, "打印")
    (text,) = desk.printed()
    assert names[4][:8] in text.replace("\n", "")
    picks(window, "页", "指定页")
    fills(window, "指定页", "3-15")
    clicks(window, "打印")
    assert "页码在 1 到 12 之间" in desk.said[0]
    assert len(desk.used) == 2


NUMBERS = [
    ("1-3,5", [1, 2, 3, 5]),
    ("５，１－２", [1, 2, 5]),
    ("2、2;3 4", [2, 3, 4]),
    ("", None),
    ("0", None),
    ("13", None),
    ("3-1", None),
    ("1-", None),
    ("a", None),
    ("1-2-3", None),
    ("9999999999", None),
]


@pytest.mark.parametrize(("text", "pages"), NUMBERS)
def test_page_numbers(text: str, pages: list[int] | None) -> None:
    assert page_numbers(text, 12) == pages


def test_copies_and_printer_are_asked_of_the_printer(desk: Desk) -> None:
    window = laid(desk.opens(desk.report.forms[0].prefix))
    picks(window, "打印机", "针式")
    fills(window, "份数", "3")
    presses(window, Key.Key_P, CTRL)
    (used,) = desk.used
    assert (used.printer, used.copies) == ("针式打印机", 3)
    assert "3 份" in window.bar.said.text()


def test_no_printer_at_all(desk: Desk) -> None:
    desk.printers = ()
    window = laid(desk.opens())
    assert "没有装打印机" in window.warning.text()
    presses(window, Key.Key_P, CTRL)
    assert "存为 PDF" in desk.said[0]
    assert not desk.paper.exists()


def test_a_printer_that_does_not_answer_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "paper", desk.folder / "gone" / "x.pdf")
    window = laid(desk.opens())
    presses(window, Key.Key_P, CTRL)
    assert "打印机没有应答" in desk.said[0]
    assert window.bar.said.text() == ""


def test_saved_as_pdf(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def where(_parent: QWidget, _title: str, offered: str, _kinds: str) -> tuple[str, str]:
        asked.append(offered)
        return str(desk.folder / "子" / "自评表"), ""

    (desk.folder / "子").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", where)
    window = laid(desk.opens(desk.report.forms[0].prefix))
    presses(window, Key.Key_S, CTRL)
    assert asked[0].endswith(".pdf")
    assert Path(asked[0]).parent == desk.folder
    saved = desk.folder / "子" / "自评表.pdf"
    assert len(PdfReader(saved).pages) == 1
    assert "已保存：自评表.pdf" in window.bar.said.text()
    clicks(window, "存为 PDF…")
    assert Path(asked[1]).parent == saved.parent  # where the last one went


# ---------------------------------------------------------------- settings


def test_settings_are_kept_for_this_kind_of_form_only(desk: Desk) -> None:
    window = laid(desk.opens("project"))
    picks(window, "纸张", "A3")
    fills(window, "页边距左", "25")
    fills(window, "左右偏移", "-1.5")
    page = window.view.pages[0]
    assert (page.width, page.height, page.shift) == (297, 420, (-1.5, 0))
    assert min(area.x for area in page.areas if area.border) == pytest.approx(25)
    presses(window, Key.Key_Escape)
    again = laid(desk.opens("project"))
    assert again.panel.settings == window.panel.settings
    assert again.view.pages[0] == page
    picks(again, "打印内容", "整体")
    assert laid(again).view.pages[0].shift == (0, 0)
    picks(again, "打印内容", "项目支出绩效自评表（")
    clicks(again, "恢复默认")
    assert laid(again).view.pages[0].shift == (0, 0)
    assert laid(again).view.pages[0].width == 210


def test_a_printer_that_is_away_is_kept_and_said(desk: Desk) -> None:
    desk.kept["print.project.printer"] = "针式打印机"
    desk.printers = (HP,)
    window = laid(desk.opens("project"))
    assert "上次用的打印机“针式打印机”现在没有连接" in window.warning.text()
    assert HP in window.warning.text()
    fills(window, "份数", "2")
    assert desk.kept["print.project.printer"] == "针式打印机"


def test_what_would_be_cut_is_said_and_is_gone_when_mended(desk: Desk) -> None:
    window = laid(desk.opens("project"))
    fills(window, "左右偏移", "20")
    laid(window)
    assert "右边 5.0 毫米" in window.warning.text()
    assert "等 11 页" in window.warning.text()
    fills(window, "页边距右", "20")
    fills(window, "左右偏移", "0")
    laid(window)
    assert not window.warning.isVisible()


def test_the_calibration_page_is_that_of_the_form(desk: Desk) -> None:
    window = laid(desk.opens("project"))
    fills(window, "上下偏移", "2.5")
    clicks(window, "套打校准页")
    (page,) = window.view.pages
    assert page.shift == (0, 2.5)
    fills(window, "左右偏移", "-1")
    assert desk.kept["print.project.shift_x"] == "-1"
    presses(window, Key.Key_P, CTRL)
    (text,) = desk.printed()
    assert "左右 -1 毫米，上下 +2.5 毫米" in text
    picks(window, "打印内容", "项目支出绩效自评表（")
    assert laid(window).view.pages[0].shift == (-1, 2.5)


def test_small_letters_are_said(desk: Desk) -> None:
    address = f"{desk.report.forms[0].prefix}.goal_actual"
    entries = {**desk.report.submission.entries, address: "完成了全部目标任务。" * 800}
    desk.report = compute(desk.report.scheme, replace(desk.report.submission, entries=entries))
    window = laid(desk.opens(desk.report.forms[0].prefix))
    assert len(window.view.pages) > 1
    assert "（续）" in window.list.item(1).text()
    picks(window, "缩放", "整张放在一页")
    laid(window)
    assert "字太小" in window.warning.text()


# ---------------------------------------------------------------- the window


def test_all_words_are_chinese(desk: Desk) -> None:
    window = laid(desk.opens())
    words = [window.windowTitle()]
    for widget in window.findChildren(QWidget):
        assert isinstance(widget, QWidget)
        words += [widget.toolTip(), widget.accessibleName()]
        match widget:
            case QAbstractButton() | QLabel():
                words.append(widget.text())
            case QComboBox():
                words += [widget.itemText(at) for at in range(widget.count())]
    keys_and_names = rf"Ctrl\+\w|PgUp|PgDn|Esc|PDF|A[34]|GK\d\d|{HP}"
    for word in words:
        plain = re.sub(keys_and_names, "", word)
        assert not re.search("[A-Za-z]", plain), word


def test_nothing_is_cut_off_at_1366_by_768(desk: Desk) -> None:
    window = laid(desk.opens())
    for kind in (QAbstractButton, QComboBox):
        for one in window.panel.findChildren(kind):
            assert isinstance(one, QWidget)
            if one.isVisible():
                corner = one.mapTo(window, QPoint(one.width(), one.height()))
                assert corner.x() <= window.width(), one
                assert corner.y() <= window.height(), one
    for button in window.bar.findChildren(QAbstractButton):
        assert isinstance(button, QAbstractButton)
        assert button.width() >= button.sizeHint().width(), button.text()


def test_the_window_opens_from_the_work_page(office: Office) -> None:
    office.creates()
    office.shows_tab("项目支出")
    for name in ("甲项目", "乙项目"):
        office.clicks("＋ 新增")
        office.enters(name)
    seen: list[str] = []

    def look() -> None:
        window = QApplication.activeModalWidget()
        if not isinstance(window, PreviewWindow):
            QTimer.singleShot(20, look)
            return
        seen.append(window.panel.what.currentText())
        window.panel.shift_y.setFocus()
        fills(window, "上下偏移", "1.5")
        QTest.keyClick(window, Key.Key_Escape)

    QTimer.singleShot(20, look)
    office.presses(Key.Key_P, CTRL)
    assert seen == ["本张：乙项目"]
    assert office.store.settings()["print.project.shift_y"] == "1.5"
