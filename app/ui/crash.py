"""A bug must not close the window: it goes into the log, and the person is told what is safe.

One bug is told of once, however often it happens again: a window that cannot be painted would ask
for an answer fifty times a second. Nothing here may raise, and a bug in here is not told of.
"""

import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, qInstallMessageHandler, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from app import log
from app.crash_file import ENDING, CrashFile, LastRun, last_run, set_mark, take_mark
from app.traces import place_of, plain_trace
from app.ui.qt_messages import Messages
from app.version import VERSION

if TYPE_CHECKING:
    from app.ui.crash_dialog import Bug
    from app.ui.window import MainWindow

MOST = 5  # dialogs of one run: by then the person knows
BUILT = bool(getattr(sys, "frozen", False))  # what it says to a desktop ends up in a file
PAUSE = 3  # seconds between two words in the status bar
AGAIN = "又出了同样的意外，这一步没有做成；已经存上的内容不受影响"


class Watch(QObject):
    """Hears of all that goes wrong in this process, from the start of the program to its end."""

    _happened = Signal(object)
    _repeated = Signal()

    def __init__(self, data: Path) -> None:
        super().__init__()
        self._data = data
        self.began = datetime.now().astimezone()
        self.window: MainWindow | None = None
        self.counts: Counter[str] = Counter()  # of each bug, by its place
        self._told = 0  # dialogs that there were
        self._busy = False  # one is shown, or about to be
        self._said = 0.0
        self._marked = False
        self._dialog: QDialog | None = None
        self._messages = Messages()
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._repeated.connect(self._say_again, Qt.ConnectionType.QueuedConnection)
        self._last = LastRun()
        self._log_is_lost = False

    # ── from the start to the end ────────────────────────────────────────────────────────

    def begin(self) -> None:
        """Before there is a window. What the last run left is looked at first."""
        log.begin(log.log_path(self._data))
        log.note(
            "started",
            version=VERSION,
            system=sys.platform,
            python=".".join(map(str, sys.version_info[:3])),
            qt=qVersion(),
            window=QGuiApplication.platformName(),
            made="built" if BUILT else "source",
        )
        self._last = last_run(self._data)
        if self._last.began is not None:
            from app.storage.last_log import log_is_lost

            self._log_is_lost = log_is_lost(self._data)  # before anything opens the file
        self._crash_file = CrashFile(self._data)
        sys.excepthook = self._caught
        sys.unraisablehook = self._left_over
        threading.excepthook = self._in_thread
        qInstallMessageHandler(self._messages.take)

    def look_after(self, window: "MainWindow") -> None:
        """The window there is now; what can wait waits until its data file is open."""
        self.window = window
        window.ready.connect(lambda: QTimer.singleShot(0, self, self._settle_in))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.commitDataRequest.connect(self.expect_end)

    def _settle_in(self) -> None:
        from app.ui.last_time import note_opened, tell_of_last_run

        log.open_file()
        self._marked = True
        set_mark(self._data, self.began)
        if self.window is not None:
            note_opened(self.window)
            tell_of_last_run(self.window, self._last, log_is_lost=self._log_is_lost)

    def expect_end(self) -> None:
        """The system may end this process now without another word: that is no crash."""
        if self._marked:
            set_mark(self._data, self.began, ENDING)

    def end(self, code: int = 0) -> None:
        """The program ends in order, the data file is closed."""
        qInstallMessageHandler(None)
        sys.excepthook, sys.unraisablehook = sys.__excepthook__, sys.__unraisablehook__
        threading.excepthook = threading.__excepthook__
        seconds = (datetime.now().astimezone() - self.began).total_seconds()
        log.note("ended", seconds=seconds, code=code)
        self._crash_file.end()
        if self._marked:
            take_mark(self._data)
        log.end()
        self.window = None

    # ── hearing ──────────────────────────────────────────────────────────────────────────

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
            return
        with suppress(BaseException):
            here = QThread.currentThread() is self.thread()
            self._take(error.with_traceback(trace), "window" if here else "thread")

    def _in_thread(self, about: "threading.ExceptHookArgs") -> None:
        with suppress(BaseException):
            if about.exc_value is not None and about.exc_type is not SystemExit:
                self._take(about.exc_value, "thread")

    def _left_over(self, about: "sys.UnraisableHookArgs") -> None:
        """Something went wrong where an object was let go: no step of the person's failed."""
        with suppress(BaseException):
            if about.exc_value is not None:
                self._take(about.exc_value, "garbage")

    def _take(self, error: BaseException, where: str) -> None:
        place = place_of(error)
        self.counts[place] += 1
        count = self.counts[place]
        if is_round(count):
            log.note_error(error, where, count)
        if count == 1 and sys.stderr is not None and not BUILT:
            import traceback  # heavy, and most starts never need it

            traceback.print_exception(error)
        if where == "garbage" or self._busy:
            return
        if count > 1 or self._told >= MOST:
            self._repeat()
            return
        from app.ui.crash_dialog import Bug
        from app.ui.typed import typed_texts

        self._busy = True
        self._told += 1
        mine = where == "window"  # widgets must not be touched from elsewhere
        typed = typed_texts(error) if mine else ()
        self._happened.emit(Bug(tuple(plain_trace(error)), typed, mine))

    def _repeat(self) -> None:
        if time.monotonic() - self._said >= PAUSE:
            self._said = time.monotonic()
            self._repeated.emit()

    # ── telling ──────────────────────────────────────────────────────────────────────────

    def _show(self, bug: "Bug") -> None:
        from app.ui.crash_dialog import tell_of_bug

        try:
            self._dialog = tell_of_bug(bug, self.window, self._data, self.began, self._is_over)
        except Exception as error:  # no further dialog: this one failed
            log.note_error(error, "window")
            self._busy = False

    def _is_over(self) -> None:
        self._busy = False
        self._dialog = None

    def _say_again(self) -> None:
        with suppress(Exception):
            if self.window is not None:
                self.window.say(AGAIN)


def is_round(count: int) -> bool:
    """Which of many same ones are worth a line in the log: 1, 10, 100, …"""
    return str(count).strip("0") == "1"
