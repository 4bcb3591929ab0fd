"""What was typed into one cell before, from the history that every edit leaves."""

from datetime import datetime

from app.storage.problems import explaining
from app.storage.store import Change, Store


def cell_history(store: Store, submission_id: int, cell: str, limit: int = 20) -> list[Change]:
    """The latest changes of a cell, the newest first. Raises StorageProblem."""
    with explaining(store.path):
        rows = store.database.execute(
            'select step, at, label, cell, "before", "after" from history'
            " where submission = ? and cell = ? order by step desc, id desc limit ?",
            (submission_id, cell, limit),
        ).fetchall()
    return [
        Change(step, datetime.fromisoformat(at).astimezone(), *texts) for step, at, *texts in rows
    ]
