"""The main window: the start page, and one open submission with its seven tabs."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox, QStackedWidget

from app.domain.report import Report
from app.domain.submission import Edit, new_entries
from app.exchange.package import PackageProblem, parse
from app.exchange.problems import ExportProblem
from app.handover import Wanted, hand_over, sheets
from app.paper.printing import preview
from app.resources import sample_text
from app.scheme.model import Scheme
from app.session import Session, TooLong
from app.storage.problems import StorageProblem
from app.storage.store import Store
from app.ui.start_page import NewDialog, StartPage
from app.ui.work_page import Actions, WorkPage

T = TypeVar("T")
MAX_PACKAGE = 20_000_000  # bytes


class MainWindow(QMainWindow):
    """Opens submissions; sends edits to the session and shows its reports."""

    def __init__(self, store: Store, schemes: dict[str, Scheme], documents: Path) -> None:
        super().__init__()
        self.setWindowTitle("算盘")
        self._store = store
        self._schemes = schemes
        self._documents = documents
        self.session: Session | None = None
        self.work: WorkPage | None = None
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
        # spelled out: the standard keys differ by system, and one key given twice does nothing
        for keys, action in (
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
            ("Ctrl+P", self.preview_current),
        ):
            QShortcut(QKeySequence(keys), self, action)
        self.show_start()

    # ── opening ──────────────────────────────────────────────────────────────────────────

    def show_start(self) -> None:
        """Back to the list; what is being typed is stored first."""
        self._leave()
        found = self._safely(self._store.submissions) or []
        self.start.show_list(found, self._schemes, str(self._store.path))
        self._pages.setCurrentWidget(self.start)
        self.setWindowTitle("算盘")
        self.statusBar().hide()

    def _leave(self) -> None:
        if self.work is not None:
            self.work.commit()
            self._pages.removeWidget(self.work)
            self.work.deleteLater()
        self.work = None
        self.session = None

    def open_submission(self, submission_id: int) -> None:
        submission = self._safely(lambda: self._store.load(submission_id))
        if submission is None:
            return
        scheme = self._schemes.get(submission.scheme_id)
        if scheme is None:
            self.tell(
                f"这份填报用的方案“{submission.scheme_id}”不在本程序里，没有打开，数据没有改动。"
                "请换用带有这个方案的版本。"
            )
            return
        self._leave()
        session = Session(self._store, scheme, submission)
        actions = Actions(
            apply=self.apply,
            undo=self.undo,
            redo=self.redo,
            preview=self.preview,
            hand_over=self.hand_over,
            back=self.show_start,
        )
        work = WorkPage(scheme, submission.year, actions, self._documents)
        session.subscribe(self._show_report)
        self.session, self.work = session, work
        self._pages.addWidget(work)
        self._pages.setCurrentWidget(work)
        work.attach_status(self.statusBar())
        self.statusBar().show()
        self._show_report(session.report)

    def _show_report(self, report: Report) -> None:
        if self.work is None or self.session is None:
            return
        self.work.show_report(report)
        self.work.show_steps(self.session.undo_label, self.session.redo_label)
        unit = report.text("info.unit") or "未填单位"
        self.setWindowTitle(f"{unit} {report.submission.year}年度 - 算盘")

    def ask_new(self) -> None:
        found = self._safely(self._store.submissions) or []
        dialog = NewDialog(found, self._schemes, self)
        if dialog.exec():
            name = dialog.unit.currentText().strip()
            scheme_id = str(dialog.scheme.currentData())
            self.create_submission(name, dialog.year.value(), scheme_id, dialog.unit_id())

    def create_submission(
        self, unit: str, year: int, scheme_id: str, unit_id: int | None = None
    ) -> None:
        """A new submission, opened."""
        scheme = self._schemes[scheme_id]
        entries = new_entries(scheme, unit)
        made = self._safely(
            lambda: self._store.create(year, scheme.id, scheme.hash, entries, unit_id)
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
        try:
            if path.stat().st_size > MAX_PACKAGE:
                self.tell(f"文件太大，不像是数据包，没有导入：{path}")
                return
            content = path.read_bytes()
        except OSError:
            self.tell(f"读不了这个文件，没有导入：{path}。请看它是否被别的程序占用。")
            return
        self._take_package(content)

    def _take_package(self, content: str | bytes) -> None:
        try:
            submission = parse(content, self._schemes)
        except PackageProblem as problem:
            self.tell(problem.sentence)
            return
        scheme = self._schemes[submission.scheme_id]
        made = self._safely(
            lambda: self._store.create(
                submission.year, scheme.id, scheme.hash, submission.entries, None
            )
        )
        if made is not None:
            self.open_submission(made.id)

    # ── editing ──────────────────────────────────────────────────────────────────────────

    def apply(self, cells: Mapping[str, str], label: str) -> bool:
        """One edit; False when it was refused. What was typed is then on the clipboard."""
        if self.session is None:
            return False
        try:
            self.session.apply(Edit(cells, label))
        except (TooLong, StorageProblem) as problem:
            typed = "\n".join(text for text in cells.values() if text)
            if typed:
                QGuiApplication.clipboard().setText(typed)
            kept = "\n\n刚才输入的内容已放进剪贴板，可以粘贴到别处保留。" if typed else ""
            self.tell(problem.sentence + kept)
            if self.work is not None:
                self._show_report(self.session.report)
            return False
        return True

    def undo(self) -> None:
        self._step(lambda session: session.undo(), "撤销")

    def redo(self) -> None:
        self._step(lambda session: session.redo(), "重做")

    def _step(self, step: Callable[[Session], Edit | None], word: str) -> None:
        if self.session is None or self.work is None:
            return
        self.work.commit()
        session = self.session
        try:
            edit = step(session)
        except StorageProblem as problem:
            self.tell(problem.sentence)
            return
        if edit is None:
            self.work.say(f"没有可以{word}的步骤")
            return
        self.work.say(f"已{word}：{edit.label}")
        self.work.go_to_edit(edit)

    # ── output ───────────────────────────────────────────────────────────────────────────

    def preview_current(self) -> None:
        if self.work is not None:
            self.preview(self.work.current_prefix())

    def preview(self, which: str) -> None:
        """Print preview of one form (its prefix), of one kind (its id), or of all (blank)."""
        if self.session is None or self.work is None:
            return
        self.work.commit()
        report = self.session.report
        filled = sheets(report, which)
        if filled:
            preview(self, filled)
        else:
            self.tell("还没有可以打印的表，请先新增项目。")

    def hand_over(self, folder: Path, wanted: Wanted) -> tuple[Path, ...]:
        if self.session is None or self.work is None:
            return ()
        self.work.commit()
        try:
            return hand_over(self.session.report, folder, wanted)
        except ExportProblem as problem:
            self.tell(problem.sentence)
            return ()

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
        if self.work is not None:
            self.work.commit()
        super().closeEvent(event)
