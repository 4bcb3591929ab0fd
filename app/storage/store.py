"""Submissions in the open data file. Every change is one transaction, durable when it returns."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from app.domain.codes import CLASSIFICATIONS
from app.domain.sealing import MAX_WHO, SealMark
from app.domain.subjects import LEVELS, Subject
from app.domain.submission import Edit, Submission
from app.domain.texts import printable
from app.scheme.model import Codes
from app.storage.engine import errors
from app.storage.listing import LIST, SEALED, SubmissionInfo, listed, local
from app.storage.presence import NOWHERE, disk_of, place_of
from app.storage.problems import GONE, MOVED, REPLACED, StorageProblem, explaining
from app.storage.seals import (
    DRAFT,
    Brought,
    Seal,
    bring,
    checksum,
    now,
    require_open,
    seals,
    set_state,
)

Mark = tuple[int, str]  # number and time of the latest line of a submission's history
NO_MARK: Mark = (-1, "")  # of no submission
SCHEME = "scheme"  # in the history, where a submission went on by another scheme; no cell

# no number is given twice: the evidence files of a removed submission lie under its number
NEXT_NUMBER = """
    select 1 + max(number) from (
        select coalesce(max(id), 0) as number from submission
        union all select coalesce(max(id), 0) from removed
    )
"""
_PUT = """
    insert into entry (submission, cell, text) values (?, ?, ?)
    on conflict (submission, cell) do update set text = excluded.text
"""
_REMEMBER = """
    insert into history (submission, step, at, label, cell, "before", "after")
    values (?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True)
class Change:
    """One cell changed in one step. A step is one Edit, so several changes may share it."""

    step: int
    at: datetime
    label: str
    cell: str
    before: str
    after: str


class Store:
    """The open data file, and its key where it has a password. Every method raises StorageProblem,
    and then nothing has changed.

    Transactions begin with a write, never with a read: a lock that is taken is then waited for.
    """

    def __init__(self, path: Path, database: Database, key: str = "") -> None:
        self.path = path
        self.database = database
        self.key = key
        self.is_open = True
        self.was_put_back = False  # for whoever tells the person, and then says False again
        self.place = place_of(path)
        self.disk = disk_of(path.parent)
        self.beside: Path | None = None  # what it held, where another file took its name

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, which is committed only where the file is still the one at its path.

        Elsewhere than on Windows an open file can be removed or renamed; SQLite would go on writing
        to what nobody finds again. So it is put back first; raises StorageProblem "missing" where
        that cannot be done.
        """
        self.stay_in_place()
        self.require_in_place()
        try:
            with explaining(self.path), self.database.atomic():
                yield
                self.require_in_place()
        except StorageProblem:
            self._leave_another_alone()
            raise

    def require_in_place(self) -> None:
        """Raises StorageProblem "missing" where the open file is not the one at its path."""
        if place_of(self.path) != self.place:
            sentence = REPLACED if self.beside is not None else MOVED
            raise StorageProblem("missing", self.path, sentence.replace("{kept}", str(self.beside)))

    def stay_in_place(self) -> None:
        """Where the file was deleted or moved away under this store: write all that it held back
        to its place, and go on with that one, to which nothing is attached. Where another one has
        its name: write it beside, once. Raises StorageProblem where that fails."""
        if self.is_open and place_of(self.path) != self.place:
            from app.storage.putting_back import stay

            stay(self)

    def _leave_another_alone(self) -> None:
        """Where another file took its name, the log beside it is emptied into the file it belongs
        to. SQLite would put it into the other one."""
        if place_of(self.path) not in {self.place, NOWHERE}:
            with suppress(*errors()):
                self.database.execute("pragma wal_checkpoint(truncate)").fetchone()

    def submissions(self) -> list[SubmissionInfo]:
        """All submissions, the latest year first."""
        with explaining(self.path):
            rows = self.database.execute(LIST).fetchall()
        return listed(rows)

    def create(
        self,
        year: int,
        scheme_id: str,
        scheme_hash: str,
        entries: Mapping[str, str],
        unit_id: int | None = None,
        *,
        brought: Brought | None = None,
    ) -> Submission:
        """A new submission with these entries, of a new unit unless `unit_id` is given.

        `brought` is the seal of the package that it comes from; it is on record from the first
        moment. Raises StorageProblem "exists" where the unit has this year already.
        """
        tidy = {cell: printable(text) for cell, text in entries.items()}
        kept = {cell: text for cell, text in tidy.items() if text}
        with self.writing():
            unit = self._insert("insert into unit default values") if unit_id is None else unit_id
            new = self._insert(
                "insert into submission (id, unit, year, scheme, scheme_hash, state, created)"
                f" values (({NEXT_NUMBER}), ?, ?, ?, ?, ?, ?)",
                (unit, year, scheme_id, scheme_hash, DRAFT, now()),
            )
            self._many(_PUT, ((new, cell, text) for cell, text in kept.items()))
            if brought is not None:
                bring(self.database, new, brought)
        return Submission(year, scheme_id, scheme_hash, kept, new)

    def load(self, submission_id: int) -> Submission:
        """Raises StorageProblem "missing" where there is no such submission."""
        with explaining(self.path):
            row = self.database.execute(
                "select year, scheme, scheme_hash from submission where id = ?", (submission_id,)
            ).fetchone()
            if row is None:
                raise StorageProblem("missing", self.path, GONE)
            entries = self.database.execute(
                "select cell, text from entry where submission = ?", (submission_id,)
            ).fetchall()
        year, scheme_id, scheme_hash = row
        return Submission(year, scheme_id, scheme_hash, dict(entries), submission_id)

    def mark(self, submission_id: int) -> Mark:
        """Where the history of a submission is: another mark means that it was changed, or is not
        there any more."""
        with explaining(self.path):
            there = self.database.execute(
                "select 1 from submission where id = ?", (submission_id,)
            ).fetchone()
            return self._mark(submission_id) if there else NO_MARK

    def write(
        self,
        submission_id: int,
        edit: Edit,
        before: Mapping[str, str],
        mark: Mark | None = None,
    ) -> Mark:
        """Store an edit and its history, all of it or nothing; `before` are the entries so far.

        Raises StorageProblem "sealed" where the submission is sealed, also by another window, and
        "changed" where its mark is not the given one any more. Returns the new mark.
        """
        with self.writing():
            self._require(submission_id, mark)
            self._put(submission_id, edit)
            self._remember(submission_id, edit, before)
            return self._mark(submission_id)

    def change_scheme(
        self,
        submission_id: int,
        scheme_id: str,
        scheme_hash: str,
        edit: Edit,
        mark: Mark | None = None,
    ) -> Mark:
        """Go on by another scheme, or by its files as they are now: id, hash, entries and history
        at once, or nothing of it. The texts of `edit` replace what the file has.

        Raises StorageProblem "missing" where there is no such submission, "sealed" and "changed"
        as `write()` does. Returns the new mark.
        """
        with self.writing():
            self._require(submission_id, mark)
            row = self.database.execute(
                "select scheme, scheme_hash from submission where id = ?", (submission_id,)
            ).fetchone()
            entries = self.database.execute(
                "select cell, text from entry where submission = ?", (submission_id,)
            ).fetchall()
            self.database.execute(
                "update submission set scheme = ?, scheme_hash = ? where id = ?",
                (scheme_id, scheme_hash, submission_id),
            )
            self._put(submission_id, edit)
            said = Edit({SCHEME: f"{scheme_id} {scheme_hash}".strip(), **edit.cells}, edit.label)
            before = {SCHEME: " ".join(row).strip(), **dict(entries)}
            self._remember(submission_id, said, before)
            return self._mark(submission_id)

    def history(self, submission_id: int, limit: int) -> list[Change]:
        """The latest changes of a submission, the newest first."""
        with explaining(self.path):
            rows = self.database.execute(
                'select step, at, label, cell, "before", "after" from history'
                " where submission = ? order by step desc, id desc limit ?",
                (submission_id, limit),
            ).fetchall()
        return [Change(step, local(at), *texts) for step, at, *texts in rows]

    def remove(self, submission_id: int) -> None:
        """Take a submission out with its history, and its unit if that has no other year.

        Its number is not given again. Raises StorageProblem "missing", or "sealed".
        """
        with self.writing():
            require_open(self.database, submission_id, self.path)
            self.database.execute(
                "insert into removed (id, unit_name, year, at)"
                " select submission.id, coalesce(entry.text, ''), submission.year, ?"
                " from submission left join entry"
                " on entry.submission = submission.id and entry.cell = 'info.unit'"
                " where submission.id = ?",
                (now(), submission_id),
            )
            self.database.execute("delete from submission where id = ?", (submission_id,))
            self.database.execute("delete from unit where id not in (select unit from submission)")

    # ── 封存 ─────────────────────────────────────────────────────────────────────────────

    def seal(self, submission_id: int, who: str) -> None:
        """From now on nobody may change it; what it holds is remembered by a checksum.

        Raises StorageProblem "sealed" where it is already.
        """
        with self.writing():
            require_open(self.database, submission_id, self.path)
            set_state(self.database, submission_id, SEALED, (printable(who), ""))

    def unseal(self, submission_id: int, who: str, reason: str) -> None:
        """Open it for changes again; who did so and why stays on record. Raises ValueError where
        no reason is given."""
        if not reason.strip():
            raise ValueError("a reason is needed")
        with self.writing():
            said = (printable(who), printable(reason).strip())
            set_state(self.database, submission_id, DRAFT, said)

    def seals(self, submission_id: int) -> tuple[Seal, ...]:
        """When it was sealed and opened again, the latest first."""
        with explaining(self.path):
            return seals(self.database, submission_id)

    def seal_mark(self, submission_id: int) -> SealMark | None:
        """The seal as it goes with a package; None where the submission is not sealed."""
        found = self.seals(submission_id)
        if not found or not found[0].sealed or not self.is_sealed(submission_id):
            return None
        return SealMark(found[0].at.isoformat(), found[0].who[:MAX_WHO], found[0].checksum)

    def is_sealed(self, submission_id: int) -> bool:
        with explaining(self.path):
            row = self.database.execute(
                "select state from submission where id = ?", (submission_id,)
            ).fetchone()
        return bool(row == (SEALED,))

    def seal_holds(self, submission_id: int) -> bool:
        """Whether a sealed submission still says what it said when it was sealed."""
        found = self.seals(submission_id)
        with explaining(self.path):
            return bool(found) and checksum(self.database, submission_id) == found[0].checksum

    def subjects(self) -> dict[Codes, tuple[Subject, ...]]:
        """The finance bureau's own lists by classification, each in the order of its codes."""
        found: dict[Codes, tuple[Subject, ...]] = {}
        for kind in CLASSIFICATIONS:
            with explaining(self.path):
                rows = self.database.execute(
                    "select code, name from subject where kind = ? order by code", (kind,)
                ).fetchall()
            found[kind] = tuple(
                Subject(code, name, LEVELS[len(code)], "", None, None, "own") for code, name in rows
            )
        return found

    def replace_subjects(self, kind: Codes, subjects: Iterable[Subject]) -> None:
        """Put these in the place of the own list of a classification; none at all removes it."""
        rows = [(kind, one.code, one.name) for one in subjects]
        with self.writing():
            self.database.execute("delete from subject where kind = ?", (kind,))
            self._many("insert into subject (kind, code, name) values (?, ?, ?)", rows)

    def settings(self) -> dict[str, str]:
        """What was set or remembered, by name."""
        with explaining(self.path):
            return dict(self.database.execute("select name, text from setting").fetchall())

    def put_setting(self, name: str, text: str) -> None:
        """Set one; a blank text removes it."""
        text = printable(text)
        with self.writing():
            if text:
                self.database.execute(
                    "insert into setting (name, text) values (?, ?)"
                    " on conflict (name) do update set text = excluded.text",
                    (name, text),
                )
            else:
                self.database.execute("delete from setting where name = ?", (name,))

    def writes(self) -> int:
        """How many rows this store has written; the same number where it has rested since."""
        return self.database.conn.total_changes if self.is_open else 0

    def settle(self) -> None:
        """Take what stands in the log beside the file into the file itself, so that it is all there
        where only the file is copied, or the log gets lost. Not while somebody else is busy."""
        with suppress(*errors()):
            self.database.execute("pragma wal_checkpoint(passive)").fetchone()

    def close(self) -> None:
        """Close the file; closing twice does no harm."""
        if self.is_open:
            with suppress(StorageProblem):  # there is nobody left to tell
                self.stay_in_place()
            self._leave_another_alone()
        self.is_open = False
        self.database.close()

    def _insert(self, statement: str, values: tuple[object, ...] = ()) -> int:
        return int(self.database.execute(statement, values).lastrowid or 0)

    def _many(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        self.database.conn.executemany(statement, rows)

    def _require(self, submission_id: int, mark: Mark | None) -> None:
        """Begin a change to what is open and as it was when it was read."""
        require_open(self.database, submission_id, self.path)
        if mark is not None and mark != self._mark(submission_id):
            raise StorageProblem("changed", self.path)

    def _mark(self, submission_id: int) -> Mark:
        row = self.database.execute(
            "select id, at from history where submission = ? order by step desc, id desc limit 1",
            (submission_id,),
        ).fetchone()
        return (int(row[0]), str(row[1])) if row is not None else (0, "")

    def _put(self, submission_id: int, edit: Edit) -> None:
        blank = ((submission_id, cell) for cell, text in edit.cells.items() if not text)
        filled = ((submission_id, cell, text) for cell, text in edit.cells.items() if text)
        self._many("delete from entry where submission = ? and cell = ?", blank)
        self._many(_PUT, filled)

    def _remember(self, submission_id: int, edit: Edit, before: Mapping[str, str]) -> None:
        step, at = self._next_step(submission_id), now()
        self._many(
            _REMEMBER,
            (
                (submission_id, step, at, edit.label, cell, before.get(cell, ""), text)
                for cell, text in edit.cells.items()
            ),
        )

    def _next_step(self, submission_id: int) -> int:
        last = self.database.execute(
            "select max(step) from history where submission = ?", (submission_id,)
        ).fetchone()[0]
        return int(last or 0) + 1
