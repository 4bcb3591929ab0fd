"""A file that is dragged onto the window begins the import that it is for."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QDropEvent

from app.ui.opening import dragged_files, take_a_copy

if TYPE_CHECKING:
    from app.ui.window import MainWindow

PACKAGES = (".suanpan", ".json")
TABLES = (".xlsx", ".xls", ".et")
CODES = (".csv",)
ONE = "一次拖一个文件：数据包（.suanpan）、决算表（.xlsx、.xls）或者科目表（.csv）。"
FIRST = "决算表和科目表导入到打开的填报里：请先打开一份填报，再把“{name}”拖进来。"
UNKNOWN = (
    "“{name}”不知道怎样导入。可以导入的有：数据包（.suanpan）、决算表（.xlsx、.xls）、科目表（.csv）。"
    "佐证材料请拖到指标的“佐证材料”上。"
)


class Drops(QObject):
    """Watches a window for files; other widgets in it that take files come first."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent) or not (found := dragged_files(event.mimeData())):
            return super().eventFilter(watched, event)
        match event.type():
            case QEvent.Type.Drop:
                take_a_copy(event)
                # the program that the file comes from waits for this to return: take it afterwards
                QTimer.singleShot(0, self, lambda: self.take(found))
                return True
            case QEvent.Type.DragEnter | QEvent.Type.DragMove:
                take_a_copy(event)
                return True
        return super().eventFilter(watched, event)

    def take(self, found: Sequence[Path]) -> None:
        """Begin the import of a file, or say which files there are imports for."""
        path, window = found[0], self._window
        kind = path.suffix.lower()
        window.activateWindow()
        if len(found) > 1:
            window.tell(ONE)
        elif kind in PACKAGES:
            from app.ui.start.new_submission import load_package  # loaded when it is asked for

            load_package(window, path)
        elif kind not in (*TABLES, *CODES):
            window.tell(UNKNOWN.format(name=path.name))
        elif window.opened is None:
            window.tell(FIRST.format(name=path.name))
        elif kind in TABLES:
            window.opened.take_accounts(path)
        else:
            window.opened.show_codes(path)
