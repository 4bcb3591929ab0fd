"""One open submission in the window: its session, its page, undo, preview, hand-over.

Loaded when the first submission is opened: a third of the program's start would go into it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from app.codes import code_book
from app.domain.codes import CLASSIFICATIONS
from app.domain.report import Report
from app.domain.subjects import Subject
from app.domain.submission import Edit, Submission
from app.domain.titles import submission_words
from app.handover import Outcome, Wanted
from app.log import note
from app.scheme.model import Codes, Scheme
from app.session import Session, TooLong
from app.storage import attachments
from app.storage.cell_history import cell_history
from app.storage.problems import StorageProblem
from app.storage.store import Change, Store
from app.ui.grid.asking import Asking
from app.ui.grid.block_edits import PASTED
from app.ui.grid.counting import Counts
from app.ui.grid.desk import Desk
from app.ui.grid.zoom import Zoom
from app.ui.intake.earlier_years import Earlier, earlier_years
from app.ui.memory import Memory
from app.ui.pages.page import Inlets, Outlets
from app.ui.pages.pages import Doors
from app.ui.start.keeper import backed_up
from app.ui.start.sealed import SEALED
from app.ui.top_bar import Actions
from app.ui.work_page import WorkPage

if TYPE_CHECKING:
    from app.ui.intake.taking_in import Taking
    from app.ui.outlet.going_out import Leaving
    from app.ui.window import MainWindow


CHANGED = "这份填报刚才在别的窗口里改过，已经重新读入。请看一下再做一次。"
_NOT_TYPED = (".rows", ".order", ".level", ".merge")  # cells that no person types
FEW = 3  # texts that one person types in one go; more come from a file and are still there


class OpenWork:
    """Sends edits to the session and shows its reports."""

    def __init__(
        self, store: Store, scheme: Scheme, submission: Submission, window: "MainWindow"
    ) -> None:
        self._window = window
        codes = code_book(self._own_codes(store))
        self.session = Session(store, scheme, submission, codes=codes)
        self.memory = Memory(store)
        self.zoom = Zoom(self.memory)
        self._actions = Actions(
            undo=self.undo,
            redo=self.redo,
            back=window.show_start,
            change_scheme=window.change_scheme,
            more=window.more,
        )
        self.page = self._new_page()
        self._end = self.session.subscribe(self.show)
        self.refused = False  # whether the last text was not stored
        self._over = False  # changed by another window: nothing is stored from here any more
        _note(self.session)

    def _new_page(self) -> WorkPage:
        session = self.session
        self._shown = session.scheme
        year = session.submission.year
        return WorkPage(session.scheme, year, self._desk(), self._actions, self._doors())

    def remake(self) -> str:
        """The page anew, as when its measures have changed; the steps for undo stay. Returns where
        the cursor was."""
        old, cursor = self.page, self.page.pointed()
        self.page = self._new_page()
        self.page.tabs.setCurrentIndex(old.tabs.currentIndex())
        old.deleteLater()
        return cursor

    def _desk(self) -> Desk:
        return Desk(
            apply=self.apply,
            say=self._say,
            go_to=self._go_to,
            memory=self.memory,
            zoom=self.zoom,
            count=self._count,
            asking=Asking(lambda: self.page.aside, self._history),
            sealed=SEALED if self.session.sealed else "",
        )

    def _doors(self) -> Doors:
        inlets = Inlets(
            attach=self.attach,
            find=self.find,
            earlier=self.earlier,
            last_year=self.take_last_year,
            accounts=self.take_accounts,
            codes=self.show_codes,
        )
        outlets = Outlets(self.preview, self.hand_over, self.export_review)
        return Doors(inlets, outlets, self._window.documents)

    def _history(self, cell: str) -> list[Change]:
        """What was typed into a cell before; nothing where it cannot be read."""
        session = self.session
        try:
            return cell_history(session.store, session.submission.id, cell)
        except StorageProblem:
            return []

    def _say(self, sentence: str, more: Callable[[], object] | None = None) -> None:
        self.page.say(sentence, more)  # the page itself is made with the desk

    def _count(self, counts: Counts | None) -> None:
        self.page.status.show_counts(counts)

    def _go_to(self, address: str) -> None:
        self.page.jump(address)

    def show(self, report: Report) -> None:
        if report.scheme is not self._shown:  # changed, or taken back: it has other pages
            self._window.remake_page()
            return
        self.page.show_report(report)
        self.page.bar.show_steps(self.session.undo_label, self.session.redo_label)
        name = submission_words(report.text("info.unit"), report.submission.year)
        self._window.setWindowTitle(f"{name} - 算盘")

    def close(self) -> None:
        """Store what is being typed, then let go."""
        self.page.commit()
        self._end()

    # ── editing ──────────────────────────────────────────────────────────────────────────

    def commit(self) -> bool:
        """Store what is being typed; False where that was refused, which was said."""
        self.refused = False
        self.page.commit()
        return not self.refused

    def apply(self, cells: Mapping[str, str], label: str) -> bool:
        """One edit; False when it was refused. What was typed is then on the clipboard."""
        if self._over:
            return False
        began = perf_counter()
        try:
            self.session.apply(Edit(cells, label))
        except (TooLong, StorageProblem) as problem:
            self.refused = True
            typed = "" if label == PASTED else _typed(cells)  # a paste is on the clipboard still
            if typed:
                QGuiApplication.clipboard().setText(typed)
            kept = "\n\n刚才输入的内容已放进剪贴板，可以粘贴到别处保留。" if typed else ""
            self._told(problem, kept)
            self.show(self.session.report)
            return False
        note("edit", cells=len(cells), ms=round(1000 * (perf_counter() - began)))
        return True

    def _told(self, problem: TooLong | StorageProblem, kept: str = "") -> None:
        """Say what was refused; where another window was quicker, open what that has made of it."""
        changed = isinstance(problem, StorageProblem) and problem.kind in ("changed", "sealed")
        if changed and not self.session.sealed:
            self._over = True
            QTimer.singleShot(0, self._window, self._window.reopen)  # once this edit is over
        note("problem", kind=getattr(problem, "kind", "too-long"), at="edit")
        self._window.tell(problem.sentence + kept)

    def _is_current(self) -> bool:
        """Whether this is what the file holds, before it goes out; else it is read anew."""
        try:
            current = self._over or self.session.is_current()
        except StorageProblem:
            return True  # what is known can go out without the file
        if not current:
            self._over = True
            self._window.reopen()
            self._window.tell(CHANGED)
        return current

    def undo(self) -> None:
        self._step(self.session.undo, "撤销")

    def redo(self) -> None:
        self._step(self.session.redo, "重做")

    def _step(self, step: Callable[[], Edit | None], word: str) -> None:
        self.page.commit()
        scheme = self.session.scheme
        try:
            edit = step()
        except StorageProblem as problem:
            self._told(problem)
            return
        if edit is None:
            self.page.say(f"没有可以{word}的步骤")
            return
        note("step", way="undo" if word == "撤销" else "redo")
        self.page.say(f"已{word}：{edit.label}")
        if self.session.scheme is scheme:  # another one moves cells about all over: nowhere to go
            self.page.go_to_edit(edit)

    # ── codes ────────────────────────────────────────────────────────────────────────────

    def _own_codes(self, store: Store) -> Mapping[Codes, Sequence[Subject]]:
        """The bureau's own lists; none where they cannot be read, and that is said."""
        try:
            return store.subjects()
        except StorageProblem as problem:
            self._window.tell(problem.sentence)
            return {}

    def show_codes(self, path: Path | None = None) -> None:
        """The tables of codes, or a list already chosen; what is imported shows at once."""
        from app.ui.intake.code_list_dialog import CodeListDialog  # rarely wanted

        self.page.commit()
        own = partial(self._own_codes, self.session.store)
        window = self._window
        dialog = CodeListDialog(own, self.replace_codes, window.documents, window)
        if path is not None:
            QTimer.singleShot(0, dialog, lambda: dialog.read(path))  # once it is shown
        dialog.exec()

    def replace_codes(self, kind: Codes, subjects: Sequence[Subject]) -> bool:
        """Put a list in the place of the bureau's own one; False where it cannot be stored."""
        store = self.session.store
        if not backed_up(self._window):
            return False
        try:
            store.replace_subjects(kind, subjects)
        except StorageProblem as problem:
            self._window.tell(problem.sentence)
            return False
        self.session.use_codes(code_book(self._own_codes(store)))
        name = CLASSIFICATIONS[kind]
        done = f"已导入{name} {len(subjects)} 个科目" if subjects else f"已恢复随程序的{name}"
        self.page.say(done)
        return True

    # ── evidence files ───────────────────────────────────────────────────────────────────

    def attach(self, source: Path) -> str | None:
        """Copy an evidence file beside the data file; its name for the cell, None where refused."""
        store, submission = self.session.store, self.session.submission
        if self.session.sealed:
            self._window.tell(SEALED)
            return None
        try:
            return attachments.attach(store.path, submission.id, source)
        except attachments.AttachmentProblem as problem:
            if not problem.stored:  # else it is there already and only has to be listed
                self._window.tell(problem.sentence)
            return problem.stored or None

    def find(self, name: str) -> Path | None:
        """Where an evidence file lies; None where it is gone."""
        store, submission = self.session.store, self.session.submission
        return attachments.path_of(store.path, submission.id, name)

    def earlier(self) -> Earlier:
        """The unit's other submissions, to carry over from; none where they cannot be read."""
        try:
            return earlier_years(
                self.session.store, self._window.schemes(), self.session.submission
            )
        except StorageProblem as problem:
            self._window.tell(problem.sentence)
            return Earlier()

    # ── what need not be typed ───────────────────────────────────────────────────────────

    def take_last_year(self) -> None:
        """Last year's figures from the unit's submission of that year, after a preview."""
        from app.ui.intake.taking_in import take_last_year  # wanted once a year

        take_last_year(self._taking())

    def take_accounts(self, path: Path | None = None) -> None:
        """A workbook of official tables into the ledgers, after a preview."""
        from app.ui.intake.taking_in import take_accounts

        taking = self._taking()

        def apply(cells: Mapping[str, str], label: str) -> bool:
            return backed_up(self._window) and self.apply(cells, label)

        take_accounts(replace(taking, apply=apply), path)

    def offer_last_year(self) -> None:
        """Say in the status bar that last year's submission has figures to take, if it has."""
        from app.ui.intake.taking_in import last_year

        try:
            found = last_year(self.session, self._window.schemes())
        except StorageProblem:
            return  # nobody asked for it yet
        if found is not None and not found.empty:
            self.page.say(f"有{found.year}年度的填报：在“收入支出”点“带入上年数…”，不用再填")

    def _taking(self) -> "Taking":
        from app.ui.intake.taking_in import Taking

        self.page.commit()
        window = self._window
        doing = (self.apply, window.tell, self.page.say)
        return Taking(self.session, window.schemes, *doing, window, window.documents)

    # ── output ───────────────────────────────────────────────────────────────────────────

    def preview(self, which: str) -> None:
        """Print preview of one form (its prefix), of one kind (its id), or of all (blank)."""
        from app.ui.outlet.going_out import preview  # printing is loaded when it is asked for

        leaving = self._leaving()
        if self._is_current():
            preview(leaving, which, self.memory)

    def export_review(self) -> None:
        """What the checks found, as a workbook for the chief to sign, where the person says."""
        from app.ui.outlet.going_out import export_review

        leaving = self._leaving()
        if self._is_current():
            export_review(leaving)

    def hand_over(self, folder: Path, wanted: Wanted) -> Outcome | None:
        """What became of each file; None where a person has to do something first."""
        from app.ui.outlet.going_out import write_folder

        leaving = self._leaving()
        return write_folder(leaving, folder, wanted) if self._is_current() else None

    def _leaving(self) -> "Leaving":
        from app.ui.outlet.going_out import Leaving

        self.page.commit()
        window = self._window
        says = (window.tell, self.page.say)
        seal = partial(self.session.store.seal_mark, self.session.submission.id)
        return Leaving(self.session.report, *says, window, window.documents, self.find, seal)


def _note(session: Session) -> None:
    """Into the log: how large it is, and how it stands."""
    report = session.report
    levels = [one.level for one in report.findings]
    note(
        "submission",
        entries=len(session.submission.entries),
        forms=len(report.forms),
        errors=levels.count("error"),
        warnings=levels.count("warning"),
        notes=levels.count("note"),
        missing=len(report.missing),
        sealed=session.sealed,
    )


def _typed(cells: Mapping[str, str]) -> str:
    """What a person typed of an edit, in lines; blank where it came from elsewhere."""
    texts = [text for cell, text in cells.items() if text and not cell.endswith(_NOT_TYPED)]
    return "\n".join(texts) if len(texts) <= FEW else ""
