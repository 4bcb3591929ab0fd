"""How a clerk meets long work: the dialog that is there, 取消, and whether the window answers."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.background import ProgressDialog


class Heart:
    """Beats as long as the event loop turns."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.longest = 0.0  # seconds between two beats
        self.beats = 0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self.beats += 1
        self._last = now

    def stop(self) -> None:
        self._timer.stop()


@contextmanager
def beating() -> Iterator[Heart]:
    heart = Heart()
    try:
        yield heart
    finally:
        heart.stop()


def shown() -> ProgressDialog | None:
    """The dialog of the work that goes on, if it is to be seen."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, ProgressDialog) and widget.isVisible():
            return widget
    return None


def when_shown(then: Callable[[ProgressDialog], object]) -> None:
    """Do something once the dialog of the work to come is there."""
    late = time.monotonic() + 20

    def look() -> None:
        dialog = shown()
        if dialog is None and time.monotonic() < late:
            QTimer.singleShot(5, look)
        elif dialog is not None:
            then(dialog)

    QTimer.singleShot(0, look)


def clicks_cancel(dialog: ProgressDialog) -> None:
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)


def presses_escape(dialog: ProgressDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
