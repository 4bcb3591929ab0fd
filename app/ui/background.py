"""Long work beside the window: a thread, a dialog that says where it is, and 取消.

The window goes on painting and answering; typing and clicking wait until the work is done. Only
values go into a thread and come out of it: the data file, the session and every widget stay here.
"""

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QThread, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from app.progress import Cancelled, Progress
from app.ui.layout import button, label, row
from app.ui.style import px

T = TypeVar("T")

PATIENCE = 400  # ms: shorter work shows nothing
STEP = 60  # ms between two looks at how far it is
TURNS = 0.0005  # s: how long the thread may keep the window waiting for its turn
WIDTH = 460


def in_background(parent: QWidget, title: str, work: Callable[[Progress], T]) -> T:
    """What `work` gives, which is done in a thread; returns when it has ended.

    Where it lasts, a dialog over the window of `parent` shows what it tells. Raises what `work`
    raises; and Cancelled where the person stops it and the work agrees: `tell` raises that inside
    it, and what it has begun it must leave as it was. Closing the window stops the work first.
    """
    worker = _Worker(work)
    watch = _Watch(parent.window(), title, worker)
    with _shared_turns(), _own_rubbish():
        watch.wait()
    return worker.outcome()


class _Worker(QThread, Generic[T]):
    """The thread; where it is, and whether it is wanted no more."""

    def __init__(self, work: Callable[[Progress], T]) -> None:
        super().__init__()
        self._work = work
        self._made: list[T] = []
        self._error: BaseException | None = None
        self.where = (0, 0, "")
        self.unwanted = False
        self.ended = False  # `isRunning()` is true a little longer than that

    def run(self) -> None:
        try:
            self._made.append(self._work(self._tell))
        except BaseException as error:  # raised again where it was asked for
            self._error = error
        finally:
            self.ended = True

    def _tell(self, done: int, total: int, what: str) -> None:
        self.where = (done, total, what)
        if self.unwanted:
            raise Cancelled

    def outcome(self) -> T:
        if self._error is not None:
            raise self._error
        return self._made[0]


class _Watch(QObject):
    """Waits for a worker, with the events of the window going on."""

    def __init__(self, window: QWidget, title: str, worker: _Worker[T]) -> None:
        super().__init__()
        self._window, self._worker = window, worker
        self._dialog = ProgressDialog(window, title, self.stop)
        self._loop = QEventLoop()
        self._close_after = False
        worker.finished.connect(self._loop.quit)

    def wait(self) -> None:
        """Until the work has ended: first without a dialog, what is typed waits for its turn."""
        self._window.installEventFilter(self)
        self._worker.start()
        try:
            with _ticking(PATIENCE, self._loop.quit):
                self._turn(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            if not self._worker.ended:
                self._look()
                self._dialog.open()
                with _ticking(STEP, self._look):
                    self._turn(QEventLoop.ProcessEventsFlag.AllEvents)
            if not self._worker.ended:  # the program is told to end, and no loop turns any more
                self._worker.unwanted = True
        finally:
            self._end()

    def _turn(self, which: QEventLoop.ProcessEventsFlag) -> None:
        """Let events come until the work ends."""
        if not self._worker.ended:
            self._loop.exec(which)

    def _look(self) -> None:
        self._dialog.show_state(*self._worker.where)

    def stop(self) -> None:
        self._worker.unwanted = True
        self._dialog.show_stopping()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is not closed over work that goes on: that is stopped, then it is closed."""
        if event.type() == QEvent.Type.Close and isinstance(event, QCloseEvent):
            event.ignore()
            self._close_after = True
            self.stop()
            return True
        return super().eventFilter(watched, event)

    def _end(self) -> None:
        self._worker.wait()
        self._window.removeEventFilter(self)
        self._dialog.done(0)
        self._dialog.deleteLater()
        if self._close_after:
            QTimer.singleShot(0, self._window.close)  # whoever asked for the work ends first


class ProgressDialog(QDialog):
    """What is being done, how far it is, 取消."""

    def __init__(self, parent: QWidget, title: str, stop: Callable[[], None]) -> None:
        super().__init__(parent)
        self._stop = stop
        self._began = time.monotonic()
        self._stopping = False
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setFixedWidth(px(WIDTH))
        self.what = label("正在准备…")
        self.what.setMinimumHeight(2 * self.what.fontMetrics().lineSpacing())  # nothing jumps
        self.what.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(title)
        self.bar.setObjectName("work")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(px(12))
        self.count = label("", "second")
        self.cancel = button("取消", self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(px(20), px(20), px(20), px(16))
        box.setSpacing(px(12))
        box.addWidget(self.what)
        box.addWidget(self.bar)
        box.addLayout(row(self.count, None, self.cancel))
        self.show_state(0, 0, "")

    def show_state(self, done: int, total: int, what: str) -> None:
        if not self._stopping and what:
            metrics, room = self.what.fontMetrics(), px(WIDTH - 40)
            cut = Qt.TextElideMode.ElideRight
            lines = [metrics.elidedText(line, cut, room) for line in what.split("\n")]
            self.what.setText("\n".join(lines))
            self.what.setToolTip(what)
        self.bar.setRange(0, total)  # 0 to 0 is a bar that only moves
        self.bar.setValue(done)
        seconds = int(time.monotonic() - self._began)
        parts = [f"已完成 {done * 100 // total}%"] if total else []
        parts += [f"已用 {seconds} 秒"] if seconds else []
        self.count.setText("　　".join(parts))

    def show_stopping(self) -> None:
        self._stopping = True
        self.what.setText("正在停止，手上的这一份做完就停…")
        self.cancel.setEnabled(False)

    def reject(self) -> None:
        """取消, Esc and the X: the dialog stays until the work has really stopped."""
        if not self._stopping:
            self._stop()


@contextmanager
def _ticking(milliseconds: int, act: Callable[[], object]) -> Iterator[None]:
    timer = QTimer()
    timer.timeout.connect(act)
    timer.start(milliseconds)
    yield
    timer.stop()


@contextmanager
def _shared_turns() -> Iterator[None]:
    """Python lets one thread run at a time; here they change often, so that the window is quick."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURNS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def _own_rubbish() -> Iterator[None]:
    """What the window has let go of must not be collected in the thread: a widget ends here."""
    frozen = gc.get_freeze_count()
    gc.collect()  # what is let go of already; a frozen submission costs nothing
    gc.freeze()
    try:
        yield
    finally:
        if not frozen:
            gc.unfreeze()
