"""A backup held against the data file: what is in it, and what of it is otherwise now."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.storage.backup import looking
from app.storage.keeping import looks_whole
from app.storage.listing import LIST, SubmissionInfo, listed
from app.storage.problems import Kind, StorageProblem
from app.storage.restore import counterpart

How = Literal["same", "older", "newer", "missing"]


@dataclass(frozen=True)
class Glimpse:
    """What is in a backup, and the key that opens it; or what is wrong with it."""

    found: tuple[SubmissionInfo, ...] = ()
    key: str = ""
    problem: str = ""
    kind: Kind | None = None


def glimpse(path: Path, keys: Iterable[str] = ("",), *, checked: bool = False) -> Glimpse:
    """A look into a backup with the first of these keys that fits; where it is not `checked`
    whole, it is a quick one, that notices only what is badly damaged."""
    said = Glimpse(kind="password")
    for key in dict.fromkeys(("", *keys)):
        try:
            with looking(path, key, checked=checked) as connection:
                found = tuple(listed(connection.execute(LIST).fetchall()))
                if not looks_whole(path):
                    raise StorageProblem("damaged", path)
                return Glimpse(found, key)
        except StorageProblem as problem:
            said = Glimpse(problem=problem.sentence, kind=problem.kind)
        if said.kind != "password":
            break
    return said


def entries_in(path: Path, submission_id: int, key: str = "") -> dict[str, str]:
    """What a submission in a backup holds, of whatever version that is. Raises StorageProblem."""
    with looking(path, key, checked=False) as connection:
        query = "select cell, text from entry where submission = ?"
        return dict(connection.execute(query, (submission_id,)).fetchall())


def how(then: SubmissionInfo, present: Iterable[SubmissionInfo]) -> How:
    """How a submission of a backup stands to the one that is there now."""
    now = counterpart(tuple(present), then)
    if now is None:
        return "missing"
    if (now.changed, now.step) == (then.changed, then.step):
        return "same"
    return "older" if then.changed <= now.changed else "newer"


def only_now(
    found: Iterable[SubmissionInfo], present: Iterable[SubmissionInfo]
) -> tuple[SubmissionInfo, ...]:
    """What is there now and in no way in the backup: it would be gone."""
    there = tuple(found)
    return tuple(one for one in present if counterpart(there, one) is None)
