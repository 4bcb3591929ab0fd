"""The tables, as an append-only list of migrations. A released one is never edited.

The file's `user_version` says how many of them it has had.
"""

from collections.abc import Callable, Sequence

from sqlite_utils import Database

from app.storage.listing import APPLICATION_ID

Migration = Callable[[Database], None]


class BrokenReference(Exception):
    """A migration left rows that refer to nothing; it is rolled back."""


def m001_first_tables(database: Database) -> None:
    """Entries as typed, and every change of them.

    A unit's name is the entry `info.unit` of its submission and stands nowhere else.
    """
    database.execute("create table unit (id integer primary key) strict")
    database.execute(
        """create table submission (
            id integer primary key,
            unit integer not null references unit(id),
            year integer not null,
            scheme text not null,
            scheme_hash text not null,
            state text not null,
            created text not null,
            unique (unit, year)
        ) strict"""
    )
    database.execute(
        """create table entry (
            submission integer not null references submission(id) on delete cascade,
            cell text not null,
            text text not null,
            primary key (submission, cell)
        ) strict, without rowid"""
    )
    database.execute(
        """create table history (
            id integer primary key,
            submission integer not null references submission(id) on delete cascade,
            step integer not null,
            at text not null,
            label text not null,
            cell text not null,
            "before" text not null,
            "after" text not null
        ) strict"""
    )
    database.execute("create index history_step on history (submission, step)")


def m002_own_subjects(database: Database) -> None:
    """The finance bureau's own list of codes; it belongs to the file, so to all its submissions."""
    database.execute(
        """create table subject (
            kind text not null,
            code text not null,
            name text not null,
            primary key (kind, code)
        ) strict, without rowid"""
    )


def m003_settings(database: Database) -> None:
    """What a person set (填表人, folders) and what the window remembers (column widths)."""
    database.execute(
        "create table setting (name text primary key, text text not null) strict, without rowid"
    )


def m004_seals(database: Database) -> None:
    """When a submission was sealed (封存) and opened again, by whom and why; what was removed.

    The number of a removed one is not given again: its evidence files still lie under it.
    """
    database.execute(
        """create table seal (
            id integer primary key,
            submission integer not null references submission(id) on delete cascade,
            at text not null,
            state text not null,
            who text not null,
            reason text not null,
            checksum text not null
        ) strict"""
    )
    database.execute("create index seal_submission on seal (submission)")
    database.execute(
        """create table removed (
            id integer primary key,
            unit_name text not null,
            year integer not null,
            at text not null
        ) strict"""
    )


MIGRATIONS: tuple[Migration, ...] = (
    m001_first_tables,
    m002_own_subjects,
    m003_settings,
    m004_seals,
)


def version(database: Database) -> int:
    return int(database.execute("pragma user_version").fetchone()[0])


def migrate(database: Database, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the file up to date, each migration in one transaction with its version number.

    Foreign keys must be off: a migration may have to rebuild a table that others refer to.
    Raises what a migration raises; that migration is then undone, the earlier ones stay.
    """
    for number, migration in enumerate(migrations, 1):
        if version(database) >= number:
            continue
        with database.atomic():
            # a write first: it takes the lock, so that the version read next is the true one
            database.execute(f"pragma application_id = {APPLICATION_ID}")
            if version(database) >= number:
                continue
            migration(database)
            broken = database.execute("pragma foreign_key_check").fetchall()
            if broken:
                raise BrokenReference(f"{migration.__name__}: {broken[:5]}")
            database.execute(f"pragma user_version = {number}")
