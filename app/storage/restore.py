"""What a backup holds, put back: one whole submission, or the whole file.

The data file is changed by SQLite in one transaction, so it is the old one or the new one and never
half of each; nobody has to close it for that.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.storage import attachments
from app.storage.attachments import AttachmentProblem
from app.storage.backup import back_up, copy_over, evidence, opened_copy
from app.storage.database import quick_check
from app.storage.engine import connect, errors
from app.storage.listing import SubmissionInfo
from app.storage.problems import GONE, StorageProblem, explaining
from app.storage.seals import require_open
from app.storage.store import NEXT_NUMBER, Store


@dataclass(frozen=True)
class Restored:
    """The number of the submission that was put back, and evidence files that are nowhere now."""

    id: int
    lost: tuple[str, ...] = ()


def counterpart(present: Sequence[SubmissionInfo], wanted: SubmissionInfo) -> SubmissionInfo | None:
    """The submission that one from a backup would replace: the same one, else that of the unit's
    name and year; None where there is none."""
    for one in present:
        if (one.id, one.year, one.unit_name) == (wanted.id, wanted.year, wanted.unit_name):
            return one
    same = (one for one in present if one.unit_name and one.unit_name == wanted.unit_name)
    return next((one for one in same if one.year == wanted.year), None)


def restore_all(
    store: Store,
    backup: Path,
    folder: Path,
    key: str = "",
    ready: Callable[[], None] = lambda: None,
) -> Path:
    """Put the whole backup in the place of what the data file holds; returns the backup of that,
    which was made in `folder` first. `key` is that of the backup; the data file keeps its own.

    `ready` is called when all is prepared: what it raises stops it, as nothing has changed yet.
    Raises StorageProblem; the data file is then as it was. A disk may fail in the last step, when
    all is in the file already, as a stick may that is asked to confirm it: that is no failure.
    """
    store.stay_in_place()
    with opened_copy(backup, key, store.key) as old:
        kept = back_up(store.path, folder, "restore", store.key)
        ready()
        with explaining(store.path):
            store.require_in_place()
            try:
                copy_over(old.database.conn, store.database.conn)
            except errors():
                if not _holds_the_same(store, old):
                    raise
            quick_check(store.database.conn, store.path)
        for one in old.submissions():
            _fetch_evidence(store, one.id, (backup, one.id))
    return kept


def _holds_the_same(store: Store, old: Store) -> bool:
    """Whether the data file, as it is read anew, holds what the copy holds, row by row."""
    try:
        with closing(connect(store.path, store.key, reading=True)) as connection:
            return _all_rows(connection) == _all_rows(old.database.conn)
    except errors():  # what was not finished waits to be rolled back
        return False


def _all_rows(connection: sqlite3.Connection) -> dict[str, list[object]]:
    """The rows of each table, in its own order."""
    found = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
    return {name: connection.execute(f'select * from "{name}"').fetchall() for (name,) in found}


def restore_one(
    store: Store, backup: Path, submission_id: int, replaced: int | None = None, key: str = ""
) -> Restored:
    """Put a submission of a backup back with its history and its seals.

    It gets its old number where that is free, else a new one; or it takes the place of `replaced`.
    Evidence files that lie under its old number only are copied. `key` is that of the backup.
    Raises StorageProblem, such as "sealed" where what is to be replaced is; the data file is then
    as it was.
    """
    with opened_copy(backup, key, store.key) as old:
        names = evidence(old, submission_id)
        place = old.path
        old.close()  # it is read through the connection of the data file now
        store.stay_in_place()
        with explaining(store.path):
            _attach(store, place)
            try:
                number = _taken_over(store, submission_id, replaced)
            finally:
                store.database.execute("detach database old")
    _fetch_evidence(store, number, (backup, submission_id), (store.path, submission_id))
    there = (attachments.path_of(store.path, number, name) for name in names)
    lost = [name for name, path in zip(names, there, strict=True) if path is None]
    return Restored(number, tuple(lost))


def _attach(store: Store, place: Path) -> None:
    """The copy of a backup, which has the key of the data file, beside it as `old`."""
    if store.key:
        store.database.execute("attach database ? as old key ?", (str(place), store.key))
    else:
        store.database.execute("attach database ? as old", (str(place),))


def _taken_over(store: Store, submission_id: int, replaced: int | None) -> int:
    database = store.database
    with store.writing():
        if replaced is not None:
            require_open(database, replaced, store.path)
            unit = _one(store, "select unit from submission where id = ?", replaced)
            database.execute("delete from submission where id = ?", (replaced,))
            number = replaced
        else:
            number = _number(store, submission_id)
            unit = _unit(store, submission_id)
        found = database.execute(
            "insert into submission (id, unit, year, scheme, scheme_hash, state, created)"
            " select ?, ?, year, scheme, scheme_hash, state, created"
            " from old.submission where id = ?",
            (number, unit, submission_id),
        )
        if not found.rowcount:
            raise StorageProblem("missing", store.path, GONE)
        for table, columns in (
            ("entry", "cell, text"),
            ("history", 'step, at, label, cell, "before", "after"'),
            ("seal", "at, state, who, reason, checksum"),
        ):
            order = "cell" if table == "entry" else "id"
            database.execute(
                f"insert into {table} (submission, {columns}) select ?, {columns}"
                f" from old.{table} where submission = ? order by {order}",
                (number, submission_id),
            )
        database.execute("delete from removed where id = ?", (number,))
        database.execute("delete from unit where id not in (select unit from submission)")
    return number


def _number(store: Store, wanted: int) -> int:
    """The old number where no other submission has it; its evidence files lie under it."""
    # a write that changes nothing takes the lock: what is read next stays true
    store.database.execute("update submission set year = year where id = ?", (wanted,))
    taken = store.database.execute("select 1 from submission where id = ?", (wanted,)).fetchone()
    return _one(store, NEXT_NUMBER) if taken else wanted


def _unit(store: Store, submission_id: int) -> int:
    """The unit of that name that does not have this year yet, else a new one."""
    row = store.database.execute(
        """select submission.unit from submission
        join entry on entry.submission = submission.id and entry.cell = 'info.unit'
        where entry.text = (
            select text from old.entry where submission = ? and cell = 'info.unit')
        and not exists (
            select 1 from submission as other where other.unit = submission.unit
            and other.year = (select year from old.submission where id = ?))""",
        (submission_id, submission_id),
    ).fetchone()
    if row is not None:
        return int(row[0])
    return int(store.database.execute("insert into unit default values").lastrowid or 0)


def _one(store: Store, query: str, *values: object) -> int:
    row = store.database.execute(query, values).fetchone()
    if row is None:
        raise StorageProblem("missing", store.path, GONE)
    return int(row[0])


def _fetch_evidence(store: Store, number: int, *places: tuple[Path, int]) -> None:
    """Copy listed files that are not there from the first place that has them."""
    for name in evidence(store, number):
        if attachments.path_of(store.path, number, name) is not None:
            continue
        found = (attachments.path_of(data, old, name) for data, old in places)
        source = next((one for one in found if one is not None), None)
        if source is not None:
            with contextlib.suppress(AttachmentProblem):  # said with those that are nowhere
                attachments.attach(store.path, number, source)
