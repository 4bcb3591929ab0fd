"""What can still be read of a damaged data file, saved as a new one.

SQLite is asked first, table by table and from both ends; where it gives up, the pages are read one
by one (`pages.py`). The history is a second record of every cell: it fills gaps in the entries, and
where it is whole and the two differ it decides. A cell in which they differ is named as doubtful.
What is lost all the same is filled in from a backup, which never takes the place of what was read.
"""

import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from app.storage.backup import looking
from app.storage.database import open_database
from app.storage.engine import connect, errors
from app.storage.listing import SEALED
from app.storage.pages import Row, read_pages, rows
from app.storage.problems import StorageProblem, explaining
from app.storage.seals import DRAFT
from app.storage.store import SCHEME, Store

BESIDE = ("-wal", "-journal")  # what belongs to a data file
BROKEN = "\ufffd"  # where bytes were no text
_CELL = re.compile(r"[a-z][\w.-]*\Z")
STATES = frozenset({DRAFT, SEALED})
_SUM = re.compile(r"[0-9a-f]{0,64}\Z")

Record = tuple[Any, ...]


@dataclass(frozen=True)
class Salvaged:
    """What was saved: how many of each, and what is not certain.

    `guessed` are the numbers of submissions whose year and scheme were lost; `doubtful` are cells
    (number of the submission, address) whose text and whose history differed. `gaps`: there are
    places that could not be read; `filled`: how many rows of a backup took the place of lost ones.
    """

    path: Path
    submissions: int
    entries: int
    steps: int
    guessed: tuple[int, ...] = ()
    doubtful: tuple[tuple[int, str], ...] = ()
    gaps: bool = False
    filled: int = 0


# ---------------------------------------------------------------- the tables


def _whole(value: object, most: int = 2**53) -> bool:
    return isinstance(value, int) and 0 <= value <= most


def _time(value: object) -> bool:
    if not isinstance(value, str):
        return False
    with suppress(ValueError):
        return datetime.fromisoformat(value).tzinfo is not None
    return False


def _cell(value: object) -> bool:
    return isinstance(value, str) and len(value) < 300 and _CELL.match(value) is not None


def _texts(values: Iterable[object]) -> bool:
    """Texts; zeros in one are those of a lost page."""
    return all(isinstance(value, str) and "\0" not in value for value in values)


def _is_submission(row: Record) -> bool:
    number, unit, year, scheme, scheme_hash, state, created = row
    numbers = _whole(number) and number > 0 and _whole(unit) and _whole(year, 9999)
    return numbers and _texts((scheme, scheme_hash)) and state in STATES and _time(created)


def _is_entry(row: Record) -> bool:
    submission, cell, text = row
    return _whole(submission) and _cell(cell) and _texts((text,))


def _is_history(row: Record) -> bool:
    number, submission, step, at, label, cell, before, after = row
    numbers = _whole(number) and _whole(submission) and _whole(step)
    return numbers and _time(at) and _cell(cell) and _texts((label, before, after))


def _is_seal(row: Record) -> bool:
    number, submission, at, state, who, reason, checksum = row
    known = _whole(number) and _whole(submission) and _time(at) and state in STATES
    return known and _texts((who, reason, checksum)) and _SUM.match(checksum) is not None


def _is_removed(row: Record) -> bool:
    number, name, year, at = row
    return _whole(number) and _texts((name,)) and _whole(year, 9999) and _time(at)


def _is_setting(row: Record) -> bool:
    return _texts(row) and _cell(row[0])


def _is_subject(row: Record) -> bool:
    return _texts(row) and row[0].isidentifier() and row[1].isdigit()


@dataclass(frozen=True)
class Table:
    """A table: its columns, how many of them make the key, and what a row of it looks like."""

    columns: tuple[str, ...]
    key: int
    fits: Callable[[Record], bool]
    numbered: bool = True  # the first column is the row's number


TABLES: Mapping[str, Table] = {
    "submission": Table(
        ("id", "unit", "year", "scheme", "scheme_hash", "state", "created"), 1, _is_submission
    ),
    "entry": Table(("submission", "cell", "text"), 2, _is_entry, False),
    "history": Table(
        ("id", "submission", "step", "at", "label", "cell", "before", "after"), 1, _is_history
    ),
    "seal": Table(("id", "submission", "at", "state", "who", "reason", "checksum"), 1, _is_seal),
    "removed": Table(("id", "unit_name", "year", "at"), 1, _is_removed),
    "setting": Table(("name", "text"), 1, _is_setting, False),
    "subject": Table(("kind", "code", "name"), 2, _is_subject, False),
}


@dataclass
class Found:
    """Rows by table and key; `broken` are the tables that SQLite did not read to their end."""

    tables: dict[str, dict[Record, Record]] = field(
        default_factory=lambda: {name: {} for name in TABLES}
    )
    broken: set[str] = field(default_factory=set)

    def add(self, name: str, row: Record) -> None:
        """A row that looks like one of its table, unless its key is there already."""
        table = TABLES[name]
        if len(row) == len(table.columns) and table.fits(row):
            self.tables[name].setdefault(row[: table.key], row)


# ---------------------------------------------------------------- reading


def salvage(
    damaged: Path, target: Path, scheme: str, key: str = "", backup: Path | None = None
) -> Salvaged:
    """Save what can be read of the damaged file, which stays as it is, as the new file `target`.

    `scheme` is the one that a submission gets whose own was lost; the new file has the same key.
    What could not be read is taken from the backup, where there is one. A file that is gone may
    have left its log. Raises StorageProblem, such as "full", and then there is no new file.
    """
    with explaining(target):
        found = Found()
        _by_sqlite(damaged, key, found)
        if found.broken and not key:
            _by_pages(damaged, found)
        whole = _rows_of(backup, key) if backup is not None and found.broken else Found()
        filled = _fill(found, whole)
        doubtful = _settle(found)
        filled += _fill_entries(found, whole)
        guessed = _complete(found, scheme)
        target.unlink(missing_ok=True)
        try:
            with closing(open_database(target)) as store:
                _write(store, found)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    if key:
        from app.storage.password import change_password

        change_password(target, "", key)
    submissions, entries = (len(found.tables[name]) for name in ("submission", "entry"))
    steps = {(row[1], row[2]) for row in found.tables["history"].values()}
    counts = (submissions, entries, len(steps))
    return Salvaged(target, *counts, guessed, doubtful, bool(found.broken), filled)


def _by_sqlite(damaged: Path, key: str, found: Found) -> None:
    """All that SQLite can read of a copy, whose log it may take in."""
    with tempfile.TemporaryDirectory(prefix="suanpan-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "copy.db"
        if damaged.exists():
            shutil.copyfile(damaged, copy)
        for ending in BESIDE:
            beside = damaged.with_name(f"{damaged.name}{ending}")
            if beside.exists():
                shutil.copyfile(beside, copy.with_name(f"{copy.name}{ending}"))
        names = _read(copy, key, "select name from sqlite_master", found, TABLES.keys())
        known = TABLES.keys() & {name for (name,) in names}
        if not known:  # an empty file: SQLite does not look into its log then
            found.broken |= TABLES.keys()
        for name in known:
            _table(copy, key, name, found)


def _table(copy: Path, key: str, name: str, found: Found) -> None:
    """A table from its beginning, and where that breaks off, from its end too."""
    table = TABLES[name]
    columns = ", ".join(f'"{column}"' for column in table.columns)
    for direction in ("asc", "desc"):
        order = ", ".join(f'"{column}" {direction}' for column in table.columns[: table.key])
        query = f"select {columns} from {name} order by {order}"
        for row in _read(copy, key, query, found, {name}):
            found.add(name, row)
        if name not in found.broken:
            return


def _read(
    copy: Path, key: str, query: str, found: Found, tables: Collection[str]
) -> Iterator[Record]:
    """The rows of a query as far as they can be read; where that is not to the end, the tables are
    broken. Each has a connection of its own: SQLCipher reads nothing more after a page that it
    cannot read."""
    try:
        with closing(connect(copy, key)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            yield from connection.execute(query)
    except errors():
        found.broken |= set(tables)


def _by_pages(damaged: Path, found: Found) -> None:
    """Rows that SQLite did not find; a page out of use may hold an older row, which comes last."""
    lengths = defaultdict(list)
    for name, table in TABLES.items():
        lengths[len(table.columns), table.numbered].append(name)
    for row in rows(read_pages(damaged)):
        for name in lengths.get((len(row.values), row.number > 0), ()):
            found.add(name, _record(row))


def _record(row: Row) -> Record:
    """The number of a row stands outside it; in its first column there is nothing."""
    return (row.number, *row.values[1:]) if row.number else row.values


# ---------------------------------------------------------------- a backup for what is lost


def _rows_of(backup: Path, key: str) -> Found:
    """All rows of a backup; none where it cannot be read."""
    found = Found()
    with suppress(StorageProblem), looking(backup, key) as connection:
        for name, table in TABLES.items():
            columns = ", ".join(f'"{column}"' for column in table.columns)
            for row in connection.execute(f"select {columns} from {name}"):
                found.add(name, row)
    return found


def _fill(found: Found, whole: Found) -> int:
    """Rows that may be lost, but for the entries; returns how many. A row of the history is never
    changed, so the one of the backup is as good."""
    for number in found.tables["removed"]:  # deleted since the backup
        whole.tables["submission"].pop(number, None)
    return sum(_filled(found, whole, name) for name in TABLES if name != "entry")


def _fill_entries(found: Found, whole: Found) -> int:
    """Cells of which neither a text nor a change was found: the history knows the rest better."""
    for place in _last_texts(found):
        whole.tables["entry"].pop(place, None)
    return _filled(found, whole, "entry")


def _filled(found: Found, whole: Found, name: str) -> int:
    """The submissions come first: what belongs to one that was deleted since does not come back."""
    if name not in found.broken:
        return 0
    rows, columns = found.tables[name], TABLES[name].columns
    before, there = len(rows), {row[0] for row in found.tables["submission"].values()}
    for place, row in whole.tables[name].items():
        if "submission" not in columns or row[columns.index("submission")] in there:
            rows.setdefault(place, row)
    return len(rows) - before


# ---------------------------------------------------------------- putting it together


def _settle(found: Found) -> tuple[tuple[int, str], ...]:
    """Let the history fill the gaps of the entries, and decide where it is whole; returns the cells
    where the two said different things."""
    entries, doubtful = found.tables["entry"], set[Record]()
    gaps, decides = "entry" in found.broken, "history" not in found.broken
    for place, text in _last_texts(found).items():
        present = entries[place][2] if place in entries else ""
        if present == text:
            continue
        if present or not gaps:
            doubtful.add(place)
        if decides or not present:
            entries.pop(place, None)
            if text:
                entries[place] = (*place, text)
    doubtful |= {place for place, row in entries.items() if BROKEN in row[2]}
    return tuple((number, cell) for number, cell in sorted(doubtful))


def _last_texts(found: Found) -> dict[Record, str]:
    """What each cell held after the last of its changes that was found."""
    last: dict[Record, tuple[int, int, str]] = {}
    for row in found.tables["history"].values():
        number, place, step, text = row[0], (row[1], row[5]), row[2], row[7]
        if place[1] != SCHEME:
            last[place] = max(last.get(place, (-1, -1, "")), (step, number, text))
    return {place: text for place, (_, _, text) in last.items()}


def _complete(found: Found, scheme: str) -> tuple[int, ...]:
    """A line for each submission of which only cells were found, by the likeliest year."""
    present = found.tables["submission"]
    schemes = Counter(row[3] for row in present.values())
    likely = schemes.most_common(1)[0][0] if schemes else scheme
    times: dict[int, list[str]] = defaultdict(list)
    for row in found.tables["history"].values():
        times[row[1]].append(row[3])
    numbers = {row[0] for row in found.tables["entry"].values()} | set(times)
    guessed = sorted(number for number in numbers if number and (number,) not in present)
    first = max((row[1] for row in present.values()), default=0) + 1
    for unit, number in enumerate(guessed, first):
        at = max(times[number], default="")
        year = datetime.fromisoformat(at).year - 1 if at else datetime.now().year - 1
        made = at or datetime.now().astimezone().isoformat(timespec="milliseconds")
        present[(number,)] = (number, unit, year, likely, "", DRAFT, made)
    _part_units(present)
    return tuple(guessed)


def _part_units(present: dict[Record, Record]) -> None:
    """No unit has a year twice: damage may have mixed them up."""
    seen: set[tuple[int, int]] = set()
    free = max((row[1] for row in present.values()), default=0) + 1
    for key, row in present.items():
        if (row[1], row[2]) in seen:
            present[key], free = (row[0], free, *row[2:]), free + 1
        seen.add((row[1], row[2]))


def _write(store: Store, found: Found) -> None:
    """All rows into the new file, in one transaction."""
    there = {row[0] for row in found.tables["submission"].values()}
    units = sorted({row[1] for row in found.tables["submission"].values()})
    with store.database.atomic():
        store.database.conn.executemany(
            "insert into unit (id) values (?)", [(unit,) for unit in units]
        )
        for name, table in TABLES.items():
            columns = ", ".join(f'"{column}"' for column in table.columns)
            marks = ", ".join("?" * len(table.columns))
            wanted: Iterable[Record] = found.tables[name].values()
            if "submission" in table.columns:
                at = table.columns.index("submission")
                wanted = [row for row in wanted if row[at] in there]
            store.database.conn.executemany(
                f"insert into {name} ({columns}) values ({marks})", sorted(wanted)
            )
