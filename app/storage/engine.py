"""Connections to a data file: SQLite, or SQLCipher where the file has a password.

A key is the password of a file, blank where it has none. SQLCipher is loaded for files that have
one only. Its connections have the methods of sqlite3's, and no class in common with them: who
catches errors of SQLite catches `errors()`.
"""

import sqlite3
import sys
from pathlib import Path
from typing import Any, cast

from app.storage.listing import MAGIC, read_only
from app.storage.to_disk import make_private

BUSY_SECONDS = 2
PAGE = 4096  # bytes of a page, of an encrypted file too
MANY = 230  # different bytes in a page of noise: about 256, in text and numbers far fewer


def connect(
    path: Path,
    key: str = "",
    *,
    reading: bool = False,
    immutable: bool = False,
) -> sqlite3.Connection:
    """A connection; one for reading never makes or changes a file.

    A file of which is known that nobody writes to it is `immutable`: then a read-only disk is
    enough. A wrong key is noticed by the first query, as SQLITE_NOTADB.
    """
    address = str(path)
    if reading:
        address = read_only(path) + ("&immutable=1" if immutable else "")
    if not key:
        return sqlite3.connect(address, timeout=BUSY_SECONDS, uri=reading)
    connection = _sqlcipher().connect(address, timeout=BUSY_SECONDS, uri=reading)
    connection.execute("pragma cipher_log_level = none")  # it speaks to nobody otherwise
    connection.execute(f"pragma key = {quoted(key)}")
    return cast(sqlite3.Connection, connection)


def errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """The classes of all errors of SQLite, of SQLCipher too once it is loaded, and these others.

    What it says of a damaged file may be cut out of the file, and be no text that can be decoded.
    """
    own = (sqlite3.Error, UnicodeDecodeError, *others)
    return (*own, _sqlcipher().Error) if "sqlcipher3" in sys.modules else own


def converted(path: Path, key: str, target: Path, wanted: str) -> None:
    """Make `target` of what the file holds, under another key, or with one or none of the two
    blank. The file is only read. Raises errors of SQLite; `target` must not be there."""
    connection = _sqlcipher().connect(str(path), timeout=BUSY_SECONDS)
    try:
        connection.execute("pragma cipher_log_level = none")
        if key:
            connection.execute(f"pragma key = {quoted(key)}")
        (version,) = connection.execute("pragma user_version").fetchone()
        (application,) = connection.execute("pragma application_id").fetchone()
        make_private(target)
        connection.execute("attach database ? as target key ?", (str(target), wanted))
        connection.execute("select sqlcipher_export('target')").fetchone()
        connection.execute(f"pragma target.user_version = {version}")
        connection.execute(f"pragma target.application_id = {application}")
        connection.execute("detach database target")
    finally:
        connection.close()


def looks_encrypted(path: Path) -> bool:
    """Whether a file may be one with a password: whole pages of what looks like noise.

    A damaged file may look so too; only the right password can tell. Raises OSError.
    """
    with path.open("rb") as file:
        first = file.read(PAGE)
    if first.startswith(MAGIC) or len(first) < PAGE or path.stat().st_size % PAGE:
        return False
    return len(set(first)) >= MANY


def quoted(text: str) -> str:
    """A text in a statement that takes no parameters."""
    return "'" + text.replace("'", "''") + "'"


def _sqlcipher() -> Any:
    from sqlcipher3 import dbapi2

    return dbapi2
