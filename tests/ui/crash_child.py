"""The program as it is started, which then does what it is told: crashes, is killed, or ends.

`python -m tests.ui.crash_child DATA WHAT`: what the dialogs say is one line of JSON each.
"""

import faulthandler
import json
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton

from app.resources import DEFAULT_SCHEME
from app.ui import app as program
from app.ui.instance import claim
from app.ui.told_to_end import NAMES
from app.ui.window import MainWindow

SOON = 150  # ms


def says(dialog: QDialog) -> None:
    words = [one.text() for one in dialog.findChildren(QLabel)]
    words += [one.text() for one in dialog.findChildren(QPushButton)]
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def close(window: MainWindow) -> None:
    """Read what is said, then the X."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        says(dialog)
        dialog.reject()
        QTimer.singleShot(SOON, window, lambda: close(window))
        return
    window.close()


def kill(_window: MainWindow) -> None:
    os.kill(os.getpid(), signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def log_off(window: MainWindow) -> None:
    """The system says that it ends, and does not wait."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        running.commitDataRequest.emit(None)
    kill(window)


def is_told(name: str, _window: MainWindow) -> None:
    os.kill(os.getpid(), getattr(signal, name))


def types_and_is_told(window: MainWindow) -> None:
    """In the middle of a word, with a dialog in front: the system wants the process to end."""
    window.create_submission("甲局", 2023, DEFAULT_SCHEME)
    field = window.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "ABC")
    QTimer.singleShot(SOON, window, lambda: is_told("SIGTERM", window))
    window.tell("请看一下。")


ACTS: dict[str, Callable[[MainWindow], object]] = {
    "close": close,
    "kill": kill,
    "abort": lambda _: os.abort(),
    "crash": lambda _: faulthandler._sigsegv(),  # type: ignore[attr-defined]
    "log off": log_off,
    "told to end": types_and_is_told,
    **{name: partial(is_told, name) for name in NAMES},
}


def main(data: Path, what: str) -> int:
    show = MainWindow.show_fitting

    def show_and_act(self: MainWindow) -> None:
        self.ready.connect(lambda: QTimer.singleShot(SOON, self, lambda: ACTS[what](self)))
        show(self)

    MainWindow.show_fitting = show_and_act  # type: ignore[method-assign]
    return program.run(data, None, claim(data))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
