"""The main window: the start page, and the open submission when there is one."""

import gc
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from app.log import note
from app.storage.problems import StorageProblem
from app.ui import speaking
from app.ui.layout import FRAME
from app.ui.preferences import export_folder, read, recall
from app.ui.start.place_warning import KNOWN
from app.ui.start.quiet import STARTING, collect_again
from app.ui.start.start_page import StartPage
from app.ui.style import SIZES, apply_style

if TYPE_CHECKING:
    from app.packs import Shelf
    from app.scheme.model import Scheme
    from app.session import Session
    from app.storage.listing import Glance
    from app.storage.store import Store
    from app.ui.memory import Memory
    from app.ui.open_work import OpenWork
    from app.ui.start.keeper import Keeper
    from app.ui.start.standing import Standing
    from app.ui.top_bar import Item
    from app.ui.work_page import WorkPage

T = TypeVar("T")
OpenStore = Callable[[str], "Store"]  # by the password, or blank; raises StorageProblem
RECENT = "recent"  # the setting that holds the number of the submission opened last
BREATH = 5  # ms from what is painted to what comes next
PATIENCE = 250  # ms from the list to the figures in it: a person may open one at once


class MainWindow(QMainWindow):
    """Makes, opens and leaves submissions; what happens in one is up to `OpenWork`.

    The data file is opened right after the window is painted for the first time. That takes as long
    as all before it, so what a `glance` has found in the file is listed at once.
    """

    listed = Signal()  # the submissions are shown
    ready = Signal()  # the data file is open

    def __init__(
        self,
        open_store: OpenStore,
        make_shelf: "Callable[[], Shelf]",
        documents: Path,
        glance: "Glance | None" = None,
    ) -> None:
        super().__init__()
        self._open_store, self._glance = open_store, glance
        self.key = ""  # the password of the data file
        self._size = SIZES[0] if glance is None else read(glance.settings).text_size
        self._store: Store | None = None
        self._begun = False
        self.settled = False  # the data file is open, and what is in it listed
        self.mended = False  # another file took the place of a damaged or lost one at this start
        self._make_shelf = make_shelf  # of the schemes; a start needs none
        self._asked: set[tuple[int, str]] = set()  # submissions whose scheme has other files now
        self._documents = documents
        self.opened: OpenWork | None = None
        self._standing: Standing | None = None
        self.keeper: Keeper | None = None  # of backups
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        self._make_start()
        self.resize(1366, 768)
        self.setMinimumSize(960, 600)
        self.setWindowTitle("算盘")
        self.statusBar().hide()

    def _make_start(self) -> None:
        self.start = StartPage(self.more, self._pages)
        self.start.opened.connect(self.open_submission)
        self.start.again.connect(self.show_start)
        self.start.asked.connect(self.do)
        self._pages.insertWidget(0, self.start)
        if self.keeper is not None:
            self.keeper.show()

    def show_fitting(self) -> None:
        """Show the window; on a screen that it does not fit with its frame, as large as that is."""
        room = self.screen().availableGeometry()
        self.setMinimumSize(self.minimumSize().boundedTo(room.size()))  # 1366×768 at 150 %
        if self.width() > room.width() or self.height() + FRAME > room.height():
            self.showMaximized()
        else:
            self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._begun:
            self._begun = True
            QTimer.singleShot(BREATH, self.begin)  # after this pass and all that is due already

    def begin(self) -> None:
        """Open the data file and list what is in it; without one, say why and end."""
        collect_again(STARTING)
        from app.ui.start.beginning import opened_for_work
        from app.ui.start.dropping import Drops

        if not opened_for_work(self):
            return
        self._settle_in()
        self.drops = Drops(self)
        if self.opened is None and not self._is_listed():
            self.show_start()
        elif self.opened is None:
            QTimer.singleShot(PATIENCE, self._look_at_all)
        if self._glance is None:
            self.listed.emit()
        self.settled = True
        self.ready.emit()

    def _is_listed(self) -> bool:
        """Whether the list is still as it was glanced at; a cursor in it then stays where it is."""
        if self._glance is None:
            return False
        return self.safely(self.data().submissions) == list(self._glance.submissions)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        found = self._glance
        if found is not None and not self._begun:
            recent = found.settings.get(RECENT, "")
            known = found.settings.get(KNOWN, "")
            self.start.show_list(found.submissions, found.path, recent, known=known)
            self.listed.emit()

    def _settle_in(self) -> None:
        """The size of the text and the window's keys, as soon as the settings can be read."""
        from app.ui.more_menu import bind_keys

        bind_keys(self)
        size = recall(self.memory).text_size
        if size != self._size:
            self.restyle(size)

    def restyle(self, percent: int) -> None:
        """Everything at another size of the text, at once; what is being typed is stored first."""
        if self.opened is not None:
            self.opened.page.commit()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_style(app, percent)
            self._size = percent
        self.forget_figures()
        self._pages.removeWidget(self.start)
        self.start.deleteLater()
        self._make_start()
        self.remake_page()
        if self.opened is None:
            self.show_start()

    @property
    def memory(self) -> "Memory":
        """What was set and what the window remembers."""
        from app.ui.memory import Memory

        if self.opened is not None:
            return self.opened.memory
        return Memory(self.data())

    @property
    def documents(self) -> Path:
        """Where files go first: the folder that was set, else the person's documents."""
        return export_folder(self.memory, self._documents)

    @cached_property
    def shelf(self) -> "Shelf":
        """The shipped schemes and the packs that were laid beside them."""
        return self._make_shelf()

    def schemes(self) -> "Mapping[str, Scheme]":
        """The schemes that a submission may go by."""
        return self.shelf.schemes()

    def data(self) -> "Store":
        """The open data file. Raises StorageProblem where it cannot be opened."""
        if self._store is None:
            self._store = self._open_store(self.key)
        return self._store

    def has_data(self) -> bool:
        """Whether the data file is open."""
        return self._store is not None and self._store.is_open

    def close_data(self) -> None:
        """Close the data file, if it was opened."""
        if self._store is not None:
            self._store.close()
            self._store = None

    @property
    def session(self) -> "Session | None":
        return self.opened.session if self.opened else None

    @property
    def work(self) -> "WorkPage | None":
        return self.opened.page if self.opened else None

    # ── opening ──────────────────────────────────────────────────────────────────────────

    def show_start(self, chosen: int = 0) -> None:
        """Back to the list; what is being typed is stored first. The cursor is on the submission of
        number `chosen`, else on the one that was opened last."""
        self._leave()
        found = self.safely(lambda: self.data().submissions()) or []
        recent, known = self.memory.recall(RECENT), self.memory.recall(KNOWN)
        self.start.show_list(found, self.data().path, recent, chosen, known)
        QTimer.singleShot(PATIENCE, self._look_at_all)
        self._pages.setCurrentWidget(self.start)
        self.setWindowTitle("算盘")
        self.statusBar().hide()

    def _look_at_all(self) -> None:
        """How far each submission is: computed now that the list can be seen and used."""
        if self.opened is not None or self._store is None or not self._store.is_open:
            return
        from app.ui.start.standing import Standing

        if self._standing is None:
            self._standing = Standing(self._store, self.shelf, self.start.show_figures, self)
        self._standing.begin(self.safely(self._store.submissions) or [])

    def forget_figures(self) -> None:
        """The data file holds something else now: nothing that was computed counts any more."""
        if self._standing is not None:
            self._standing.stop()
            self._standing = None

    def _leave(self) -> None:
        if self._standing is not None:
            self._standing.stop()
        if self.opened is not None:
            self.opened.close()
            self._pages.removeWidget(self.opened.page)
            self.opened.page.deleteLater()
            gc.unfreeze()
            QTimer.singleShot(PATIENCE, self._sweep)
        self.opened = None

    def _sweep(self) -> None:
        """What was left holds itself in circles, and what is opened next would freeze it: out with
        it once its page is gone, and freeze again what was frozen."""
        frozen = gc.get_freeze_count()
        gc.unfreeze()
        gc.collect()
        if frozen:
            gc.freeze()

    def reopen(self) -> None:
        """The open submission anew as the file has it now, on the same tab; the list where it
        cannot be opened any more."""
        before = self.opened
        if before is None:
            return
        at = before.page.tabs.currentIndex()
        self.open_submission(before.session.submission.id)
        if self.opened is before:
            self.show_start()
        elif self.opened is not None:
            self.opened.page.tabs.setCurrentIndex(at)

    def open_submission(self, submission_id: int) -> None:
        submission = self.safely(lambda: self.data().load(submission_id))
        if submission is None:
            return
        scheme = self.shelf.scheme(submission.scheme_id)
        if scheme is None:
            self.tell(self.shelf.lacking(submission.scheme_id))
            return
        from app.ui.open_work import OpenWork  # a third of the start, needed only now

        self._leave()
        opened = OpenWork(self.data(), scheme, submission, self)
        self.opened = opened
        self._show_page(opened)
        opened.page.enter()
        opened.memory.keep(RECENT, str(submission_id))
        gc.freeze()  # a full collection over all that is open now takes a sixth of a second
        self._after_opening(opened)

    def _show_page(self, opened: "OpenWork") -> None:
        self._pages.addWidget(opened.page)
        self._pages.setCurrentWidget(opened.page)
        if opened.session.sealed:
            from app.ui.start.sealed import mark_sealed

            mark_sealed(self, opened)
        opened.page.attach_status(self.statusBar())
        self.statusBar().show()
        opened.show(opened.session.report)

    def remake_page(self) -> None:
        """The page of the open submission anew: by another scheme, at another size of the text."""
        if self.opened is not None:
            self._pages.removeWidget(self.opened.page)
            cursor = self.opened.remake()
            self._show_page(self.opened)
            self.opened.page.enter(cursor)

    def _after_opening(self, opened: "OpenWork") -> None:
        """What a person should know before the work, each once."""
        session = opened.session
        old, key = session.submission.scheme_hash, (session.submission.id, session.scheme.hash)
        if old in {"", session.scheme.hash} or key in self._asked:
            return
        from app.ui.start.schemes import ask_about_update

        self._asked.add(key)
        ask_about_update(self, session)

    # ── schemes ──────────────────────────────────────────────────────────────────────────

    def show_packs(self) -> None:
        """The schemes there are, the packs that were refused, and the folder for packs."""
        from app.ui.start.schemes import show_packs

        show_packs(self)

    def open_packs(self) -> None:
        """Show the folder for packs in the system's file manager."""
        from app.ui.start.schemes import open_packs

        open_packs(self)

    def change_scheme(self) -> None:
        """Let the open submission go on by another scheme, after a preview of what that changes."""
        from app.ui.start.schemes import change_scheme

        if self.opened is not None:
            change_scheme(self, self.opened)

    # ── units, years and backups ─────────────────────────────────────────────────────────

    def do(self, what: str, number: int = 0) -> None:
        """What the start page offers: a new submission, one sealed, a backup; see `doings.py`."""
        from app.ui.start.doings import DOINGS

        DOINGS[what](self, number)

    def create_submission(
        self, unit: str, year: int, scheme_id: str, unit_id: int | None = None
    ) -> None:
        """A new submission, opened."""
        from app.ui.start.new_submission import create

        create(self, unit, year, scheme_id, unit_id)

    def more(self) -> "Sequence[Item]":
        """The lines of the menu 更多, here and on the start page."""
        from app.ui.more_menu import items

        return items(self)

    # ── speaking ─────────────────────────────────────────────────────────────────────────

    def say(self, sentence: str) -> None:
        """Something that was just done, in the status bar of the open submission."""
        if self.opened is not None:
            self.opened.page.say(sentence)

    def tell(self, sentence: str) -> None:
        """A calm sentence about something a person can put right."""
        speaking.tell(self, sentence)

    def ask(self, sentence: str, yes: str, no: str) -> bool:
        """A calm question with two answers in words; closing it is the second one."""
        return speaking.ask(self, sentence, yes, no)

    def safely(self, action: Callable[[], T]) -> T | None:
        """Do something with the data file; None, and a sentence, where it cannot be done."""
        try:
            return action()
        except StorageProblem as problem:
            note("problem", kind=problem.kind, at="other")
            self.tell(problem.sentence)
            return None

    def closeEvent(self, event: QCloseEvent) -> None:
        """There is no save button: what is still in a field is stored now."""
        from app.ui.start.leaving import may_leave

        event.setAccepted(may_leave(self))

    def commit(self) -> bool:
        """Store what is being typed, also when the system ends; False where it was refused."""
        return self.opened is None or self.opened.commit()
