"""Automatic backups while the window is open: after the list is shown, once a day, before an
import. In a thread of their own; the work goes on whatever becomes of them."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit

from app.log import note, note_error
from app.progress import Cancelled, Progress
from app.storage.outcome import Outcome
from app.storage.problems import StorageProblem
from app.ui.preferences import BACKUP_FOLDER, SECOND_FOLDER
from app.ui.start.quiet import collect_again, put_off

if TYPE_CHECKING:
    from pathlib import Path

    from app.storage.backup import Reason
    from app.ui.window import MainWindow

SOON = 1500  # ms from the list to the first one: a person opens a submission first
LOOK = 10 * 60 * 1000  # ms between two looks at the clock: midnight, and what was asleep
REST = 5000  # ms without an edit, after which the log goes into the data file
LATER = 3600  # seconds from one that failed to the next
PUT_BACK = (
    "数据文件刚才被删除、改名或者移走了。算盘开着，内容都还在，已经全部写回原处，没有丢失，可以接着填："
    "{path}\n\n"
    "不是您自己做的，请看一下是不是杀毒软件、同步软件或者清理软件动了它。"
    "是您移走的，那边的一份只到移走的时候为止，以后填的都在这里。"
)
PATIENCE = 3.0  # seconds that the end of the program waits for one; a half file is swept later


def keep_backups(window: "MainWindow") -> None:
    """From now on, as long as the window is open."""
    if window.keeper is None:
        window.keeper = Keeper(window)
        QTimer.singleShot(SOON, window.keeper, window.keeper.begin)


def end_backups(window: "MainWindow") -> None:
    """The program ends: one that goes on has a moment left."""
    if window.keeper is not None:
        window.keeper.end()


def note_backup(window: "MainWindow", path: "Path") -> None:
    """A backup was made by hand, or before something else: it is the last one now."""
    if window.keeper is not None:
        window.keeper.note(path)


def backed_up(window: "MainWindow") -> bool:
    """Back up before an import, where anything has changed since the last backup. Whether the
    import may go on: where there is no backup, the person says."""
    from app.ui.background import in_background

    store = window.data()
    found = window.safely(store.submissions)
    if not found:
        return found is not None  # an empty file has nothing to lose
    about = _about(window, "import")

    def work(tell: Progress) -> Outcome:
        from app.storage.keeping import keep

        tell(0, 0, "导入以前，先把现在的数据文件备份一份")
        wait()
        made = keep(*about)
        tell(1, 1, "")  # whoever presses 取消 now wants nothing imported
        return made

    try:
        with without_backups(window) as wait:
            outcome = in_background(QApplication.activeModalWidget() or window, "备份", work)
    except Cancelled:
        return False
    if window.keeper is not None:
        window.keeper.take(outcome)
    question = f"导入前没有备份成。{outcome.problem}\n\n仍然导入吗？"
    return outcome.current or window.ask(question, "仍然导入", "不导入")


def _about(window: "MainWindow", reason: "Reason") -> "tuple[Path, Reason, str, str, str]":
    """What a backup takes, for another thread. Raises StorageProblem."""
    data, memory = window.data(), window.memory
    folder, second = memory.recall(BACKUP_FOLDER), memory.recall(SECOND_FOLDER)
    return data.path, reason, folder, second, data.key


@contextmanager
def without_backups(window: "MainWindow") -> "Iterator[Callable[[], None]]":
    """None begins meanwhile; what this gives waits, in any thread, for one that goes on."""
    keeper = window.keeper
    if keeper is None:
        yield lambda: None
        return
    keeper.held = True
    try:
        yield keeper.wait
    finally:
        keeper.held = False


class Keeper(QObject):
    """Knows how it stands with the backups, and says so on the start page."""

    _done = Signal(object)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.outcome: Outcome | None = None
        self.held = False
        self._thread: threading.Thread | None = None
        self._day: date | None = None  # of the last try
        self._tried = 0.0
        self._done.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.look)
        self._written = self._settled = 0  # what the store had written at the last look
        self._seen: str | None = None  # in the field that a person is in, at the last look
        self._rest = QTimer(self)
        self._rest.timeout.connect(self.rest)

    @property
    def busy(self) -> bool:
        return self._thread is not None

    def begin(self) -> None:
        """The first one of this start; then by the clock."""
        self._start("start")
        self._clock.start(LOOK)
        self._rest.start(REST)

    def rest(self) -> None:
        """Where nothing was written since the last look, what was written before is settled. A
        file that somebody has taken away meanwhile is put back, and that is said."""
        if self.held or self.busy or not self._window.has_data():
            return
        store = self._window.data()
        with suppress(StorageProblem):  # the next edit says it
            store.stay_in_place()
        written = store.writes()
        if store.was_put_back and written == self._written and not self._person_is_busy():
            store.was_put_back = False
            note("put-back")
            self._window.tell(PUT_BACK.format(path=store.path))
        if written == self._written != self._settled:
            store.settle()
            self._settled = written
        self._written = written

    def _person_is_busy(self) -> bool:
        """Whether somebody is typing, or reads a dialog: a sentence that comes up in the middle of
        a figure would store half of it, and be gone with the next Enter."""
        field, before = QApplication.focusWidget(), self._seen
        self._seen = None
        if QApplication.activeModalWidget() is not None:
            return True
        if not isinstance(field, QLineEdit | QPlainTextEdit):
            return False
        self._seen = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        over = field.parentWidget()
        in_cell = over is not None and isinstance(over.parentWidget(), QAbstractItemView)
        return in_cell or self._seen != before

    def look(self) -> None:
        """Whether another day has come, or it is time for another try."""
        failed = self.outcome is not None and not self.outcome.current
        late = failed and time.monotonic() - self._tried >= LATER
        if self._day != date.today() or late:
            self._start("daily")
        self.show()

    def show(self) -> None:
        """On the start page, in the words of today."""
        if self.outcome is not None:
            self._window.start.backed.show_outcome(self.outcome, datetime.now().astimezone())

    def take(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.show()

    def note(self, path: "Path") -> None:
        from app.storage.backup import described

        with suppress(OSError):
            before = self.outcome or Outcome()
            self.take(replace(before, last=described(path), current=True, problem=""))

    def wait(self, seconds: float | None = None) -> None:
        """Until the one that goes on is done; from any thread."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def end(self) -> None:
        self.held = True
        self._clock.stop()
        self._rest.stop()
        self.wait(PATIENCE)
        collect_again(self)

    # ── the thread ───────────────────────────────────────────────────────────────────────

    def _start(self, reason: "Reason") -> None:
        if self.held or self.busy:
            return
        self._day, self._tried = date.today(), time.monotonic()
        try:
            about = _about(self._window, reason)
        except StorageProblem as problem:  # such as a stick that was pulled out
            before = self.outcome or Outcome()
            self.take(replace(before, current=False, problem=problem.sentence))
            return
        put_off(self)

        def work() -> None:
            from app.storage.keeping import keep  # the first time, it is loaded beside the window

            try:
                outcome = keep(*about)
            except Exception as error:
                note_error(error, "thread")
                outcome = Outcome(problem="自动备份没有做成，原因记在日志里。数据文件没有改动。")
            with suppress(RuntimeError):  # the window is gone
                self._done.emit(outcome)

        # a daemon: it keeps no program from ending
        self._thread = threading.Thread(target=work, name="backup", daemon=True)
        self._thread.start()

    def _take(self, outcome: "Outcome") -> None:
        self._thread = None
        collect_again(self)
        self.take(outcome)
