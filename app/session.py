"""One open submission. The only way in: an edit is written, computed, then told to subscribers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from app.domain.codes import EMPTY, CodeBook
from app.domain.compute import compute as compute_report
from app.domain.report import Report
from app.domain.submission import MAX_TEXT, Edit, Submission, applied, inverse
from app.domain.texts import printable
from app.domain.values import shorten
from app.scheme.model import Scheme
from app.storage.store import Store

Compute = Callable[[Scheme, Submission, Report | None], Report]
Callback = Callable[[Report], None]
Footing = tuple[Scheme, str]
_LISTS = (".rows", ".order")  # cells that hold no typed text, but the names of rows


class TooLong(Exception):
    """A text that does not fit into a cell; nothing was changed."""

    def __init__(self, cell: str, text: str) -> None:
        self.sentence = (
            f"“{shorten(text)}”太长，有{len(text):,}个字，一格最多{MAX_TEXT:,}个字。"
            "这次修改没有做，请缩短后再填。"
        )
        if cell.endswith(_LISTS):
            count = len(text.split())
            self.sentence = (
                f"行太多了：这张表会有{count:,}行，放不下。这次修改没有做，请减少一些行。"
            )
        super().__init__(self.sentence)


@dataclass(frozen=True)
class _Step:
    """An edit that was made, and the edit that takes it back.

    Where it changed the scheme, `schemes` are the one before and the one after, each with the
    checksum that the submission had.
    """

    forward: Edit
    backward: Edit
    schemes: tuple[Footing, Footing] | None = None


class Session:
    """A submission, its report, and undo. Not for use from several threads.

    `sealed` says that it was sealed when it was opened: then every edit is refused, and there is
    no step to take back, as steps do not outlive the session.
    """

    def __init__(
        self,
        store: Store,
        scheme: Scheme,
        submission: Submission,
        compute: Compute | None = None,
        codes: CodeBook = EMPTY,
    ) -> None:
        self.store = store
        self.scheme = scheme
        self.submission = submission
        self._compute: Compute = compute or partial(compute_report, codes=codes)
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._subscribers: dict[object, Callback] = {}
        self.sealed = store.is_sealed(submission.id)
        self._mark = store.mark(submission.id)
        self.report = self._compute(scheme, submission, None)

    def apply(self, edit: Edit) -> None:
        """Make an edit. Cells that have that text already are left out; if all do, nothing is done.

        Raises TooLong, or StorageProblem where it cannot be stored, "changed" where another window
        wrote to the submission since; nothing is changed then.
        """
        changes = _changes(edit.cells, self.submission.entries)
        if not changes:
            return
        forward = Edit(changes, edit.label)
        step = _Step(forward, inverse(forward, self.submission.entries))
        self._write(forward)
        self._done.append(step)
        self._undone.clear()
        self._tell()

    def change_scheme(self, scheme: Scheme, edit: Edit) -> None:
        """Go on by another scheme, or by its files as they are now: one step, as an edit is.

        Subscribers see by `report.scheme` that it is another one. Raises StorageProblem.
        """
        forward = Edit(_changes(edit.cells, self.submission.entries), edit.label)
        backward = inverse(forward, self.submission.entries)
        present = (self.scheme, self.submission.scheme_hash)
        step = _Step(forward, backward, (present, (scheme, scheme.hash)))
        self._write(forward, (scheme, scheme.hash))
        self._done.append(step)
        self._undone.clear()
        self._tell()

    def undo(self) -> Edit | None:
        """Take the latest step back and return what that changed; None if there is none.

        It is an edit like any other, so it stands in the history too. Raises StorageProblem.
        """
        if not self._done:
            return None
        step = self._done[-1]
        said = replace(step.backward, label=f"撤销{step.backward.label}")
        self._write(said, step.schemes[0] if step.schemes else None)
        self._undone.append(self._done.pop())
        self._tell()
        return step.backward

    def redo(self) -> Edit | None:
        """Make the step again that was taken back last; None if there is none."""
        if not self._undone:
            return None
        step = self._undone[-1]
        said = replace(step.forward, label=f"重做{step.forward.label}")
        self._write(said, step.schemes[1] if step.schemes else None)
        self._done.append(self._undone.pop())
        self._tell()
        return step.forward

    def use_codes(self, codes: CodeBook) -> None:
        """Name subjects by these tables from now on; nothing that was typed changes."""
        self._compute = partial(compute_report, codes=codes)
        self._tell()

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    @property
    def undo_label(self) -> str:
        """The step that undo would take back, or blank."""
        return self._done[-1].forward.label if self._done else ""

    @property
    def redo_label(self) -> str:
        """The step that redo would make again, or blank."""
        return self._undone[-1].forward.label if self._undone else ""

    def is_current(self) -> bool:
        """Whether the file holds what this session knows; not where another window has changed or
        sealed the submission. Raises StorageProblem."""
        number = self.submission.id
        known = (self._mark, self.sealed)
        return (self.store.mark(number), self.store.is_sealed(number)) == known

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """Have `callback` called once per edit with the new report; returns how to end that."""
        token = object()
        self._subscribers[token] = callback

        def unsubscribe() -> None:
            self._subscribers.pop(token, None)

        return unsubscribe

    def _write(self, edit: Edit, footing: Footing | None = None) -> None:
        """The file first, memory after it: where the store refuses, nothing has changed."""
        mine, entries = self.submission, self.submission.entries
        if footing is None:
            self._mark = self.store.write(mine.id, edit, entries, self._mark)
            self.submission = replace(mine, entries=applied(entries, edit))
            return
        scheme, checksum = footing
        self._mark = self.store.change_scheme(mine.id, scheme.id, checksum, edit, self._mark)
        self.scheme = scheme
        self.submission = Submission(
            mine.year, scheme.id, checksum, applied(entries, edit), mine.id
        )

    def _tell(self) -> None:
        same = self.report.scheme is self.scheme  # no part of a report outlives its scheme
        before = self.report if same else None
        self.report = self._compute(self.scheme, self.submission, before)
        for token, callback in tuple(self._subscribers.items()):
            if token in self._subscribers:  # an earlier callback may have ended this one
                callback(self.report)


def _changes(cells: Mapping[str, str], entries: Mapping[str, str]) -> dict[str, str]:
    """The cells that get another text than they have. Raises TooLong."""
    changes: dict[str, str] = {}
    for cell, typed in cells.items():
        text = printable(typed)
        if len(text) > MAX_TEXT:
            raise TooLong(cell, text)
        if text != entries.get(cell, ""):
            changes[cell] = text
    return changes
