"""Make the sample of a database version with the program of that time.

Run once, before a version is released: `python -m tests.old_databases.make FOLDER` writes
`vN.db` and `vN.json`, which are never changed afterwards. The program of then is on the path, so
this file asks for no more than every version has, and tries the rest.
"""

import json
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from app.domain.submission import Edit
from app.resources import sample_text, shipped_schemes
from app.storage.database import open_database

TABLES = ("submission", "entry", "history", "subject", "setting", "seal", "removed")
LONG = "补贴发放的说明，" * 700  # overflows to other pages


def fill(path: Path) -> None:
    """The sample unit, another one with edits and an undo of one, a long text, and what else the
    program of then knew."""
    try:
        from app.exchange.package import parse
    except ImportError:
        from app.exchange.package_read import parse
    sample: Any = parse(sample_text(), shipped_schemes())
    with closing(open_database(path)) as store:
        one: Any = store.create(
            sample.year, sample.scheme_id, sample.scheme_hash, dict(sample.entries)
        )
        other = store.create(2023, sample.scheme_id, "abc", {"info.unit": "甲县'单位“（试）"})
        edits = [{"info.unit": "乙县单位"}, {"text.duty": LONG}, {"text.duty": ""}]
        for number, cells in enumerate(edits):
            before = dict(store.load(other.id).entries)
            store.write(other.id, Edit(cells, f"第{number}步"), before)
        extras(store, one.id)


def extras(store: Any, number: int) -> None:
    """Settings, own subjects and a seal, where the version has them."""
    with suppress(AttributeError):
        store.put_setting("person.filler", "丙")
    with suppress(AttributeError, ImportError):
        from app.domain.subjects import Subject

        own = Subject("2080501", "行政单位离退休经费", "项", "", None, None, "own")
        store.replace_subjects("function", [own])
    with suppress(AttributeError):
        store.seal(number, "丁")


def contents(path: Path) -> dict[str, Any]:
    """Every row of every table, by plain SQL."""
    found: dict[str, Any] = {}
    with closing(sqlite3.connect(path)) as connection:
        (found["version"],) = connection.execute("pragma user_version").fetchone()
        for name in TABLES:
            with suppress(sqlite3.OperationalError):
                found[name] = sorted(map(list, connection.execute(f"select * from {name}")))
    return found


def main(folder: Path) -> None:
    path = folder / "new.db"
    fill(path)
    found = contents(path)
    name = f"v{found['version']}"
    path.rename(folder / f"{name}.db")
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
