"""The system wants this process to end: at a shutdown, at logging off, or by `kill`. It ends in
order then, with what is being typed stored, instead of being cut off.

A signal comes at any moment, also while Qt waits and no Python runs. So the system writes it into a
pipe that Qt listens to, and what is to be done is done between two events.
"""

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal
from PySide6.QtWidgets import QApplication

NAMES = ("SIGTERM", "SIGHUP", "SIGINT")
ANSWERS = 1500  # ms that a dialog stays which opens while what is being typed is stored


class Signals(QObject):
    """Hears the signals that end a process. Windows has other ways, which Qt hears by itself."""

    came = Signal()

    def begin(self) -> None:
        """Hear them from now on."""
        if sys.platform == "win32":
            return
        self._here, self._there = os.pipe()
        os.set_blocking(self._here, False)
        os.set_blocking(self._there, False)
        self._notifier = QSocketNotifier(self._here, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        self._before = {name: signal.signal(getattr(signal, name), _heard) for name in NAMES}
        self._woke = signal.set_wakeup_fd(self._there, warn_on_full_buffer=False)

    def end(self) -> None:
        """As it was before."""
        if sys.platform == "win32":
            return
        signal.set_wakeup_fd(self._woke)
        for name, before in self._before.items():
            signal.signal(getattr(signal, name), before)
        self._notifier.setEnabled(False)
        os.close(self._here)
        os.close(self._there)

    def _hear(self) -> None:
        try:
            os.read(self._here, 1024)
        except OSError:  # nothing there after all
            return
        self.came.emit()


def _heard(_number: int, _frame: FrameType | None) -> None:
    """Python does nothing by itself: the pipe has told already."""


def end_in_order(app: QApplication, store: Callable[[], object]) -> None:
    """Store what is being typed and leave every loop of events; what follows them is the orderly
    end. Nobody is there to answer a dialog that may come up: it goes after a moment."""
    QTimer.singleShot(ANSWERS, app, lambda: app.exit(0))
    try:
        store()
    finally:
        app.exit(0)
