"""The main window: the start page, and the open submission when there is one."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMessageBox, QStackedWidget

from app.resources import sample_text
from app.storage.problems import StorageProblem
from app.ui.start_page import NewDialog, StartPage

if TYPE_CHECKING:
    from app.scheme.model import Scheme
    from app.session import Session
    from app.storage.store import Store
    from app.ui.open_work import OpenWork
    from app.ui.work_page import WorkPage

T = TypeVar("T")
OpenStore = Callable[[], "Store"]  # raises StorageProblem
Schemes = Callable[[], "dict[str, Scheme]"]  # read when first asked for


class MainWindow(QMainWindow):
    """Makes, opens and leaves submissions; what happens in one is up to `OpenWork`.

    The data file is opened right after the window is painted for the first time.
    """

    listed = Signal()  # the data file is open and its submissions are shown

    def __init__(self, open_store: OpenStore, schemes: Schemes, documents: Path) -> None:
        super().__init__()
        self._open_store = open_store
        self._store: Store | None = None
        self._begun = False
        self._schemes = schemes
        self._documents = documents
        self.opened: OpenWork | None = None
        self.start = StartPage()
        self.start.opened.connect(self.open_submission)
        self.start.new.connect(self.ask_new)
        self.start.sample.connect(self.add_sample)
        self.start.loaded.connect(self.ask_package)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self.setCentralWidget(self._pages)
        self.resize(1366, 768)
        self.setMinimumSize(960, 600)
        self.setWindowTitle("算盘")
        self.statusBar().hide()

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
        if self.opened is None:
            self.show_start()
        self.listed.emit()

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
        self.opened = None

    def open_submission(self, submission_id: int) -> None:
        submission = self._safely(lambda: self._data().load(submission_id))
        if submission is None:
            return
        scheme = self._schemes().get(submission.scheme_id)
        if scheme is None:
            self.tell(
                f"这份填报用的方案“{submission.scheme_id}”不在本程序里，没有打开，数据没有改动。"
                "请换用带有这个方案的版本。"
            )
            return
        from app.ui.open_work import OpenWork, Shell  # a third of the start, needed only now

        self._leave()
        shell = Shell(self, self.tell, self.setWindowTitle, self.show_start, self._documents)
        self.opened = OpenWork(self._data(), scheme, submission, shell)
        page = self.opened.page
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        page.attach_status(self.statusBar())
        self.statusBar().show()
        self.opened.show(self.opened.session.report)

    def ask_new(self) -> None:
        found = self._safely(lambda: self._data().submissions()) or []
        dialog = NewDialog(found, self._schemes(), self)
        if dialog.exec():
            name = dialog.unit.currentText().strip()
            scheme_id = str(dialog.scheme.currentData())
            self.create_submission(name, dialog.year.value(), scheme_id, dialog.unit_id())

    def create_submission(
        self, unit: str, year: int, scheme_id: str, unit_id: int | None = None
    ) -> None:
        """A new submission, opened."""
        from app.domain.submission import new_entries

        scheme = self._schemes()[scheme_id]
        entries = new_entries(scheme, unit)
        made = self._safely(
            lambda: self._data().create(year, scheme.id, scheme.hash, entries, unit_id)
        )
        if made is not None:
            self.open_submission(made.id)

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
            submission = parse(content, self._schemes())
        except PackageProblem as problem:
            self.tell(problem.sentence)
            return
        scheme = self._schemes()[submission.scheme_id]
        made = self._safely(
            lambda: self._data().create(
                submission.year, scheme.id, scheme.hash, submission.entries, None
            )
        )
        if made is not None:
            self.open_submission(made.id)

    # ── speaking ─────────────────────────────────────────────────────────────────────────

    def tell(self, sentence: str) -> None:
        """A calm sentence about something a person can put right."""
        box = QMessageBox(QMessageBox.Icon.Information, "算盘", sentence, parent=self)
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()

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
