"""Long work beside the window: it says where it is, it can be stopped, the window never freezes."""

import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow

from app.progress import Cancelled, Progress
from app.ui.app import make_application
from app.ui.background import PATIENCE, ProgressDialog, in_background
from tests.ui.waiting import beating, clicks_cancel, presses_escape, shown, when_shown

LONG = 3 * PATIENCE / 1000  # seconds


class Window(QMainWindow):
    """A window with one field, which counts how often it was really closed."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.setCentralWidget(self.field)
        self.closed = 0

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed += 1
        super().closeEvent(event)


@pytest.fixture
def window() -> Iterator[Window]:
    make_application(["suanpan"])
    made = Window()
    made.show()
    made.activateWindow()
    made.field.setFocus()
    yield made
    made.hide()
    made.deleteLater()


def busy(seconds: float, tell: Progress, parts: int = 20) -> str:
    """Computes in plain Python, as openpyxl does, and says where it is."""
    for at in range(parts):
        tell(at, parts, f"第{at + 1}份")
        until = time.perf_counter() + seconds / parts
        while time.perf_counter() < until:
            sum(range(100))
    return "made"


def test_what_is_done_quickly_shows_nothing(window: Window) -> None:
    seen: list[bool] = []
    QTimer.singleShot(10, lambda: seen.append(shown() is not None))
    assert in_background(window, "导出", lambda tell: busy(0.1, tell)) == "made"
    assert seen == [False]
    assert shown() is None


def test_it_runs_beside_the_window_which_goes_on_beating(window: Window) -> None:
    threads: list[int] = []

    def work(tell: Progress) -> str:
        threads.append(threading.get_ident())
        return busy(LONG, tell)

    with beating() as heart:
        assert in_background(window, "导出", work) == "made"
    assert threads != [threading.get_ident()]
    assert heart.beats > 10  # a frozen window has none; how even they are is no matter of a test
    assert sys.getswitchinterval() == pytest.approx(0.005)


def test_the_dialog_says_in_words_where_it_is(window: Window) -> None:
    seen: list[tuple[str, str, int, int, str]] = []

    def look(dialog: ProgressDialog) -> None:
        bar = dialog.bar
        title, what = dialog.windowTitle(), dialog.what.text()
        seen.append((title, what, bar.value(), bar.maximum(), dialog.count.text()))

    when_shown(look)
    in_background(window, "导出上报", lambda tell: busy(LONG, tell))
    ((title, what, value, most, count),) = seen
    assert title == "导出上报"
    assert what == f"第{value + 1}份"
    assert 0 < value < most == 20
    assert count.startswith(f"已完成 {value * 5}%")


def test_what_is_typed_meanwhile_goes_nowhere(window: Window) -> None:
    def types(_dialog: ProgressDialog) -> None:
        handle = window.windowHandle()
        QTest.keyClick(handle, Qt.Key.Key_7)

    when_shown(types)
    in_background(window, "导出", lambda tell: busy(LONG, tell))
    assert window.field.text() == ""
    window.activateWindow()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_8)
    assert window.field.text() == "8"


@pytest.mark.parametrize("stops", [clicks_cancel, presses_escape, lambda dialog: dialog.close()])
def test_it_stops_where_the_person_wants(
    window: Window, stops: Callable[[ProgressDialog], object]
) -> None:
    told: list[int] = []

    def work(tell: Progress) -> str:
        def counted(done: int, total: int, what: str) -> None:
            told.append(done)
            tell(done, total, what)

        return busy(60, counted, 600)

    when_shown(stops)
    began = time.monotonic()
    with pytest.raises(Cancelled):
        in_background(window, "导出", work)
    assert time.monotonic() - began < 30
    assert 0 < len(told) < 500
    assert shown() is None


def test_it_says_that_it_is_about_to_stop(window: Window) -> None:
    seen: list[tuple[str, bool]] = []

    def stop(dialog: ProgressDialog) -> None:
        clicks_cancel(dialog)
        clicks_cancel(dialog)  # impatient
        seen.append((dialog.what.text(), dialog.cancel.isEnabled()))

    when_shown(stop)
    with pytest.raises(Cancelled):
        in_background(window, "导出", lambda tell: busy(LONG * 2, tell, 8))
    assert seen == [("正在停止，手上的这一份做完就停…", False)]


def test_work_that_ends_before_it_hears_of_it_is_done(window: Window) -> None:
    def work(tell: Progress) -> str:
        busy(LONG, lambda *_: None)
        return "made"

    when_shown(clicks_cancel)
    assert in_background(window, "导入", work) == "made"


def test_what_goes_wrong_comes_back_as_it_is(window: Window) -> None:
    problem = ValueError("第3张表")

    def work(_tell: Progress) -> str:
        raise problem

    with pytest.raises(ValueError, match="第3张表") as caught:
        in_background(window, "导出", work)
    assert caught.value is problem
    assert caught.traceback[-1].name == "work"


def test_what_goes_wrong_late_takes_the_dialog_away(window: Window) -> None:
    def work(tell: Progress) -> str:
        busy(LONG, tell)
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        in_background(window, "导出", work)
    assert shown() is None


@pytest.mark.parametrize("when", [PATIENCE // 4, PATIENCE * 2])
def test_a_window_that_is_closed_stops_the_work_first(window: Window, when: int) -> None:
    ended: list[str] = []

    def work(tell: Progress) -> str:
        try:
            return busy(60, tell, 600)
        finally:
            ended.append(f"closed {window.closed}")

    QTimer.singleShot(when, window.close)
    with pytest.raises(Cancelled):
        in_background(window, "导出", work)
    assert ended == ["closed 0"]
    QTest.qWait(20)
    assert window.closed == 1
    assert not window.isVisible()


def test_a_closed_window_does_not_cut_off_work_that_cannot_stop(window: Window) -> None:
    QTimer.singleShot(PATIENCE * 2, window.close)
    assert in_background(window, "导出", lambda _tell: busy(LONG, lambda *_: None)) == "made"
    QTest.qWait(20)
    assert window.closed == 1


@pytest.mark.parametrize("when", [PATIENCE // 4, PATIENCE * 2])
@pytest.mark.parametrize("asks", [True, False])
def test_a_program_that_is_told_to_end_waits_for_the_work_to_stop(
    window: Window, when: int, asks: bool
) -> None:
    """As when the person logs off: the windows are asked first, or they are not."""
    app = make_application(["suanpan"])
    ended: list[str] = []

    def begin() -> None:
        try:
            in_background(window, "导出", lambda tell: busy(60, tell, 600))
        except Cancelled:
            ended.append("stopped")

    QTimer.singleShot(0, begin)
    QTimer.singleShot(when, app.quit if asks else app.exit)
    late = QTimer()
    late.timeout.connect(lambda: app.exit() if ended and not shown() else None)
    late.start(500)  # the tests go on when the last window closes
    app.exec()
    late.stop()
    assert ended == ["stopped"]
    assert shown() is None


def test_the_thread_collects_nothing_of_the_window(window: Window) -> None:
    """A widget that only a cycle keeps alive would end in the thread, which Qt does not forgive."""
    gc.unfreeze()  # what another test left frozen
    ends: list[int] = []

    class Ring:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            ends.append(threading.get_ident())

    Ring()

    def work(_tell: Progress) -> int:
        return gc.collect()

    in_background(window, "导出", work)
    gc.collect()
    assert ends == [threading.get_ident()]
