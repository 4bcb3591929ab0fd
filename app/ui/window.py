"""The main window: the start page, and the open submission when there is one."""

import gc
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QPaintEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMessageBox, QStackedWidget

from app.resources import sample_text
from app.storage.problems import StorageProblem
from app.ui.start_page import NewDialog, StartPage

if TYPE_CHECKING:
    from app.domain.submission import Edit, Submission
    from app.packs import Shelf
    from app.scheme.model import Scheme
    from app.session import Session
    from app.storage.store import Store
    from app.ui.memory import Memory
    from app.ui.open_work import OpenWork
    from app.ui.top_bar import Item
    from app.ui.work_page import WorkPage

T = TypeVar("T")
OpenStore = Callable[[], "Store"]  # raises StorageProblem
FRAME = 40  # px of the title bar, at most


class MainWindow(QMainWindow):
    """Makes, opens and leaves submissions; what happens in one is up to `OpenWork`.

    The data file is opened right after the window is painted for the first time.
    """

    listed = Signal()  # the data file is open and its submissions are shown

    def __init__(self, open_store: OpenStore, shelf: "Shelf", documents: Path) -> None:
        super().__init__()
        self._open_store = open_store
        self._store: Store | None = None
        self._begun = False
        self._shelf = shelf
        self._asked: set[tuple[int, str]] = set()  # submissions whose scheme has other files now
        self._documents = documents
        self.opened: OpenWork | None = None
        self.start = StartPage()
        self.start.opened.connect(self.open_submission)
        self.start.new.connect(self.ask_new)
        self.start.sample.connect(self.add_sample)
        self.start.loaded.connect(self.ask_package)
        self.start.schemes.connect(self.show_packs)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self.setCentralWidget(self._pages)
        self.resize(1366, 768)
        self.setMinimumSize(960, 600)
        self.setWindowTitle("算盘")
        self.statusBar().hide()

    def show_fitting(self) -> None:
        """Show the window; on a screen that it does not fit with its frame, as large as that is."""
        room = self.screen().availableGeometry()
        if self.width() > room.width() or self.height() + FRAME > room.height():
            self.showMaximized()
        else:
            self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._begun:
            self._begun = True
            QTimer.singleShot(1, self.begin)  # after this pass and all that is due already

    def begin(self) -> None:
        """Open the data file and list what is in it; without one, say why and end."""
        try:
            self._data()
        except StorageProblem as problem:
            self.tell(problem.sentence)
            QApplication.exit(1)
            return
        self._settle_in()
        if self.opened is None:
            self.show_start()
        self.listed.emit()

    def _settle_in(self) -> None:
        """The size of the text and the window's keys, as soon as the settings can be read."""
        from app.ui.more_menu import bind_keys
        from app.ui.preferences import recall
        from app.ui.style import SIZES

        bind_keys(self)
        size = recall(self.memory).text_size
        if size != SIZES[0]:
            self.restyle(size)

    def restyle(self, percent: int) -> None:
        """Everything at another size of the text, at once; what is being typed is stored first."""
        from app.ui.style import apply_style

        if self.opened is not None:
            self.opened.page.commit()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_style(app, percent)
        if self.opened is not None:
            self._pages.removeWidget(self.opened.page)
            self.opened.remake()
            self._show_page(self.opened)

    @property
    def memory(self) -> "Memory":
        """What was set and what the window remembers."""
        from app.ui.memory import Memory

        if self.opened is not None:
            return self.opened.memory
        return Memory(self._data())

    def schemes(self) -> "Mapping[str, Scheme]":
        """The schemes that a submission may go by."""
        return self._shelf.schemes()

    def _data(self) -> "Store":
        if self._store is None:
            self._store = self._open_store()
        return self._store

    def close_data(self) -> None:
        """Close the data file, if it was opened."""
        if self._store is not None:
            self._store.close()

    @property
    def session(self) -> "Session | None":
        return self.opened.session if self.opened else None

    @property
    def work(self) -> "WorkPage | None":
        return self.opened.page if self.opened else None

    # ── opening ──────────────────────────────────────────────────────────────────────────

    def show_start(self) -> None:
        """Back to the list; what is being typed is stored first."""
        self._leave()
        found = self._safely(lambda: self._data().submissions()) or []
        self.start.show_list(found, str(self._data().path))
        self._pages.setCurrentWidget(self.start)
        self.setWindowTitle("算盘")
        self.statusBar().hide()

    def _leave(self) -> None:
        if self.opened is not None:
            self.opened.close()
            self._pages.removeWidget(self.opened.page)
            self.opened.page.deleteLater()
            gc.unfreeze()
        self.opened = None

    def open_submission(self, submission_id: int) -> None:
        submission = self._safely(lambda: self._data().load(submission_id))
        if submission is None:
            return
        scheme = self._shelf.scheme(submission.scheme_id)
        if scheme is None:
            self.tell(self._shelf.lacking(submission.scheme_id))
            return
        from app.ui.open_work import OpenWork, Shell  # a third of the start, needed only now

        self._leave()
        schemes = self._shelf.schemes
        says = (self.tell, self.setWindowTitle)
        places = (self.show_start, self._documents)
        shell = Shell(self, *says, *places, schemes, self.change_scheme, self.more)
        self.opened = OpenWork(self._data(), scheme, submission, shell)
        self._show_page(self.opened)
        gc.freeze()  # a full collection over all that is open now takes a sixth of a second
        self._ask_about_update(scheme, submission)

    def _show_page(self, opened: "OpenWork") -> None:
        self._pages.addWidget(opened.page)
        self._pages.setCurrentWidget(opened.page)
        opened.page.attach_status(self.statusBar())
        self.statusBar().show()
        opened.show(opened.session.report)

    def _ask_about_update(self, scheme: "Scheme", submission: "Submission") -> None:
        """Say once that the scheme's files are not those that the submission was last agreed by."""
        from app.domain.submission import Edit

        old, key = submission.scheme_hash, (submission.id, scheme.hash)
        if old in {"", scheme.hash} or key in self._asked:
            return
        self._asked.add(key)
        agreed = self.ask(
            f"方案“{scheme.title}”的文件和这份填报上次用的不一样"
            f"（校验码由 {old[:8]} 变为 {scheme.hash[:8]}），可能是更新了程序，或者方案包有改动。"
            "得分已按现在的文件重新计算，填写的内容没有改动，请看看各表的得分和审核。",
            "以后按现在的方案",
            "先不确定",
        )
        edit = Edit({}, "按现在的方案文件")
        if agreed and self._store_scheme(submission.id, scheme, edit):
            self.open_submission(submission.id)

    def _store_scheme(self, submission_id: int, scheme: "Scheme", edit: "Edit") -> bool:
        """Whether the submission goes on by that scheme now; where not, it was said why."""

        def store() -> bool:
            self._data().change_scheme(submission_id, scheme.id, scheme.hash, edit)
            return True

        return self._safely(store) is not None

    # ── schemes ──────────────────────────────────────────────────────────────────────────

    def show_packs(self) -> None:
        """The schemes there are, the packs that were refused, and the folder for packs."""
        from app.ui.packs_dialog import PacksDialog

        PacksDialog(self._shelf, self.open_packs, self).exec()

    def open_packs(self) -> None:
        """Show the folder for packs in the system's file manager, made where it is not there."""
        folder = self._shelf.folders[-1]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            shown = QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        except OSError:
            shown = False
        if not shown:
            self.tell(f"方案文件夹打不开，请自己打开：{folder}")

    def change_scheme(self) -> None:
        """Let the open submission go on by another scheme, after a preview of what that changes."""
        from app.ui.scheme_dialog import SchemeDialog

        if self.opened is None:
            return
        self.opened.page.commit()
        session = self.opened.session
        dialog = SchemeDialog(self._shelf.packs(), session.scheme, session.submission, self)
        dialog.exec()
        found, number = dialog.change, session.submission.id
        if found is not None and self._store_scheme(number, found.new, found.edit):
            self.open_submission(number)

    def ask_new(self) -> None:
        found = self._safely(lambda: self._data().submissions()) or []
        dialog = NewDialog(found, self._shelf.schemes(), self)
        if dialog.exec():
            name = dialog.unit.currentText().strip()
            scheme_id = str(dialog.scheme.currentData())
            self.create_submission(name, dialog.year.value(), scheme_id, dialog.unit_id())

    def create_submission(
        self, unit: str, year: int, scheme_id: str, unit_id: int | None = None
    ) -> None:
        """A new submission, opened."""
        from app.domain.submission import new_entries
        from app.ui.preferences import person_cells

        scheme = self._shelf.schemes()[scheme_id]
        entries = new_entries(scheme, unit)
        entries |= person_cells(scheme, self.memory, entries)
        made = self._safely(
            lambda: self._data().create(year, scheme.id, scheme.hash, entries, unit_id)
        )
        if made is not None:
            self.open_submission(made.id)
            if self.opened is not None:
                self.opened.offer_last_year()

    def add_sample(self) -> None:
        self._take_package(sample_text())

    def ask_package(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "导入数据包", str(self._documents), "数据包 (*.json)"
        )
        if name:
            self.load_package(Path(name))

    def load_package(self, path: Path) -> None:
        """A package as a new submission; one that cannot be read is refused with a sentence."""
        from app.exchange.incoming import package_bytes
        from app.exchange.package import PackageProblem

        try:
            content = package_bytes(path)
        except PackageProblem as problem:
            self.tell(problem.sentence)
            return
        self._take_package(content)

    def _take_package(self, content: str | bytes) -> None:
        from app.exchange.package import PackageProblem, parse

        try:
            submission = parse(content, self._shelf.schemes())
        except PackageProblem as problem:
            self.tell(problem.sentence)
            return
        scheme = self._shelf.schemes()[submission.scheme_id]
        made = self._safely(
            lambda: self._data().create(
                submission.year, scheme.id, scheme.hash, submission.entries, None
            )
        )
        if made is not None:
            self.open_submission(made.id)

    def more(self) -> "Sequence[Item]":
        """The lines of the menu 更多, here and on the start page."""
        from app.ui.more_menu import items

        return items(self)

    # ── speaking ─────────────────────────────────────────────────────────────────────────

    def tell(self, sentence: str) -> None:
        """A calm sentence about something a person can put right."""
        box = QMessageBox(QMessageBox.Icon.Information, "算盘", sentence, parent=self)
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def ask(self, sentence: str, yes: str, no: str) -> bool:
        """A calm question with two answers in words; closing it is the second one."""
        box = QMessageBox(QMessageBox.Icon.Information, "算盘", sentence, parent=self)
        agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.setEscapeButton(box.addButton(no, QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is agreed

    def _safely(self, action: Callable[[], T]) -> T | None:
        """Do something with the data file; None, and a sentence, where it cannot be done."""
        try:
            return action()
        except StorageProblem as problem:
            self.tell(problem.sentence)
            return None

    def closeEvent(self, event: QCloseEvent) -> None:
        """There is no save button: what is still in a field is stored now."""
        if self.opened is not None:
            self.opened.page.commit()
        super().closeEvent(event)
