"""The bare floors that bench.py compares us with, each a process that prints one line of JSON.

window                  a bare QMainWindow until its first paint
edits ROWS COLUMNS N    a committed SQLite write and a QTableView repaint, N times
export FILE...          openpyxl: load and save each workbook

Nothing of ours is imported here, and as little as possible before the clock stops.
"""

import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# perf_counter of the parent, one clock for all processes; by hand, only what follows is measured
START = int(os.environ.get("BENCH_START", time.perf_counter_ns()))


def since(start: int) -> float:
    return (time.perf_counter_ns() - start) / 1e6


def peak_mb() -> float:
    """The most memory this process has held; Linux only, as nothing else is exact after exec."""
    try:
        with open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123
            lines = [line for line in file if line.startswith("VmHWM:")]
    except OSError:
        return 0.0
    return int(lines[0].split()[1]) / 1024 if lines else 0.0


def say(**answer: object) -> None:
    import json

    sys.stdout.write(json.dumps(answer) + "\n")


def window() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPainter, QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

    painted: list[float] = []

    class Center(QWidget):
        def paintEvent(self, _: QPaintEvent) -> None:
            painter = QPainter(self)
            painter.drawText(20, 40, "算盘 ABC")
            painter.end()
            if not painted:
                QTimer.singleShot(0, done)
                painted.append(0)

    def done() -> None:
        painted[0] = since(START)
        app.quit()

    app = QApplication(sys.argv[:1])
    main = QMainWindow()
    main.setCentralWidget(Center())
    main.resize(1366, 768)
    main.show()
    app.exec()
    say(painted=painted[0], peak=peak_mb())


def edits(rows: int, columns: int, count: int) -> None:
    """What no edit can do without: text into a durable file, and the table drawn anew."""
    import sqlite3
    import tempfile

    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    texts = [[f"{row} 服务企业数" for _ in range(columns)] for row in range(rows)]
    repaint = table(texts)
    repaint()
    took = []
    with tempfile.TemporaryDirectory() as folder:
        file = sqlite3.connect(f"{folder}/bare.db")
        file.executescript(
            "pragma journal_mode=wal; pragma synchronous=full;"
            " create table entry (cell text primary key, text text)"
        )
        for at in range(count):
            start = time.perf_counter_ns()
            with file:
                file.execute("insert or replace into entry values (?, ?)", (str(at % 40), str(at)))
            texts[at % rows][0] = str(at)
            repaint()
            took.append(since(start))
        file.close()
    app.quit()
    say(took=took)


def table(texts: list[list[str]]) -> "Callable[[], None]":
    """A window with these texts in a plain table; returns what paints it once more."""
    from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, Qt
    from PySide6.QtCore import QPersistentModelIndex as Kept
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    nowhere = QModelIndex()
    display = Qt.ItemDataRole.DisplayRole

    class Model(QAbstractTableModel):
        def rowCount(self, parent: QModelIndex | Kept = nowhere) -> int:
            return 0 if parent.isValid() else len(texts)

        def columnCount(self, parent: QModelIndex | Kept = nowhere) -> int:
            return 0 if parent.isValid() else len(texts[0])

        def data(self, index: QModelIndex | Kept, role: int = 0) -> str | None:
            return texts[index.row()][index.column()] if role == display else None

    class Watch(QObject):
        paints = 0

        def eventFilter(self, _: QObject, event: QEvent) -> bool:
            self.paints += event.type() == QEvent.Type.Paint
            return False

    main, view, model, watch = QMainWindow(), QTableView(), Model(), Watch()
    view.setModel(model)
    view.viewport().installEventFilter(watch)
    main.setCentralWidget(view)
    main.resize(1366, 768)
    main.show()

    def repaint(_: object = (main, model)) -> None:
        before = watch.paints
        view.viewport().update()
        while watch.paints == before:
            QApplication.processEvents()

    return repaint


def export(files: list[str]) -> None:
    from openpyxl import load_workbook

    start = time.perf_counter_ns()
    for name in files:
        book = load_workbook(name)
        book.save(f"{name}.again.xlsx")
    say(work=since(start), whole=since(START))


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "window":
        window()
    elif what == "edits":
        edits(*map(int, rest))
    else:
        export(rest)
