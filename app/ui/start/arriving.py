"""Files that the system hands to the program: by a double-click, or by a second start."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.ui.start.dropping import PACKAGES

if TYPE_CHECKING:
    from app.ui.window import MainWindow

WAIT = 200  # ms until it is looked again whether the window is free
GONE = "没有找到这个文件，可能移走了、改了名，或者U盘已经拔下：{path}"
TAKE = (
    "要把数据包“{name}”导入为一份新的填报吗？\n\n"
    "已有的填报不受影响；这个文件不会改动。\n\n位置：{folder}"
)


class Arrivals(QObject):
    """Takes files in one after the other, once the data file is open and no dialog is in the way:
    what a person is busy with comes first."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._waiting: list[Path] = []
        self._taking = False

    def come(self, file: Path | None) -> None:
        """Bring the window to the front, with a file to open or without."""
        to_front(self._window)
        if file is not None:
            self.take(file)

    def take(self, file: Path) -> None:
        """A file to take in as soon as that can be done."""
        if file not in self._waiting:
            self._waiting.append(file)
            QTimer.singleShot(0, self, self._next)

    def _is_free(self) -> bool:
        busy = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        return self._window.settled and not self._taking and busy is None

    def _next(self) -> None:
        if self._waiting and self._is_free():
            self._taking = True
            try:
                _offer(self._window, self._waiting[0])
            finally:
                self._waiting.pop(0)  # not before: the same file may come again meanwhile
                self._taking = False
        if self._waiting:
            QTimer.singleShot(WAIT, self, self._next)


def _offer(window: "MainWindow", path: Path) -> None:
    """The same as if it was dragged onto the window, after a question: a double-click is quickly
    done, and twice."""
    name = path.name
    if not _is_file(path):
        window.tell(GONE.format(path=path))
    elif path.suffix.lower() not in PACKAGES or window.ask(
        TAKE.format(name=name, folder=path.parent), "导入", "不导入"
    ):
        window.drops.take([path])


def _is_file(path: Path) -> bool:
    """Whether the file is there; not where its share is off, or its name cannot be one."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def to_front(window: "MainWindow") -> None:
    """Out of the task bar and before all others, with the dialog that is open in it, if any."""
    if window.isMinimized():  # as large as it was before
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    for one in (window, QApplication.activeModalWidget()):
        if one is not None:
            one.show()
            one.raise_()
            one.activateWindow()
