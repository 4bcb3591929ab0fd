"""封存: a submission that nobody may change any more, and the record of its seals."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from app.domain import sealing
from app.domain.sealing import SealMark
from app.domain.texts import printable
from app.storage.listing import SEALED, local
from app.storage.problems import GONE, StorageProblem

DRAFT = "draft"
BROUGHT = "随数据包带来的封存"
WHOLE = "导入数据包，内容与封存时一致"
CHANGED = "导入数据包，封存后被改动过：内容与校验码不符"


@dataclass(frozen=True)
class Seal:
    """One change of state in local time: sealed by whom, or opened again by whom and why.

    `checksum` is that of what the submission held then.
    """

    at: datetime
    sealed: bool
    who: str
    reason: str
    checksum: str

    @property
    def taken_in(self) -> bool:
        """Not opened again, but taken in from a package, a draft from its beginning."""
        return self.reason in (WHOLE, CHANGED) and not self.sealed

    @property
    def was_changed(self) -> bool:
        """Whether that package had been changed after it was sealed."""
        return self.reason == CHANGED and not self.sealed


@dataclass(frozen=True)
class Brought:
    """The seal of a package, and whether what it holds is what was sealed."""

    mark: SealMark
    whole: bool


def require_open(database: Database, submission_id: int, path: Path) -> None:
    """Begin a change: takes the lock of the file, so that nobody seals the submission meanwhile.

    Raises StorageProblem "sealed", or "missing" where there is none.
    """
    found = database.execute(
        "update submission set state = state where id = ? and state <> ?", (submission_id, SEALED)
    )
    if found.rowcount:
        return
    there = database.execute("select 1 from submission where id = ?", (submission_id,)).fetchone()
    raise StorageProblem("sealed", path) if there else StorageProblem("missing", path, GONE)


def set_state(database: Database, submission_id: int, state: str, said: tuple[str, str]) -> None:
    """Change the state and put it on record with who did it and why; nothing where it is so."""
    changed = database.execute(
        "update submission set state = ? where id = ? and state <> ?", (state, submission_id, state)
    )
    if changed.rowcount:
        database.execute(
            "insert into seal (submission, at, state, who, reason, checksum)"
            " values (?, ?, ?, ?, ?, ?)",
            (submission_id, now(), state, *said, checksum(database, submission_id)),
        )


def bring(database: Database, submission_id: int, brought: Brought) -> None:
    """Put a seal that was made elsewhere on record, and that what came of it is open here."""
    mark, said = brought.mark, WHOLE if brought.whole else CHANGED
    for at, state, who, reason, sums in (
        (mark.at, SEALED, printable(mark.who), BROUGHT, mark.checksum),
        (now(), DRAFT, "", said, checksum(database, submission_id)),
    ):
        database.execute(
            "insert into seal (submission, at, state, who, reason, checksum)"
            " values (?, ?, ?, ?, ?, ?)",
            (submission_id, at, state, who, reason, sums),
        )


def checksum(database: Database, submission_id: int) -> str:
    """That of what the file has now; who changes one cell past the program is seen."""
    year, scheme, scheme_hash = database.execute(
        "select year, scheme, scheme_hash from submission where id = ?", (submission_id,)
    ).fetchone()
    entries = database.execute(
        "select cell, text from entry where submission = ?", (submission_id,)
    ).fetchall()
    return sealing.checksum(year, scheme, scheme_hash, dict(entries))


def seals(database: Database, submission_id: int) -> tuple[Seal, ...]:
    """The record, the latest first."""
    rows = database.execute(
        "select at, state, who, reason, checksum from seal where submission = ? order by id desc",
        (submission_id,),
    ).fetchall()
    return tuple(Seal(local(at), state == SEALED, *said) for at, state, *said in rows)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
