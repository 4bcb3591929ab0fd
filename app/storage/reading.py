"""The data file in another thread, beside the window's own connection, which stays where it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from app.storage.engine import connect
from app.storage.problems import explaining
from app.storage.store import Store


@contextmanager
def reading(path: Path, key: str = "") -> Iterator[Store]:
    """What is in a data file that is open already, to be read only, by this thread only.

    Raises StorageProblem where it cannot be read, and so does a write.
    """
    with explaining(path):
        connection = connect(path, key, reading=True)
    store = Store(path, Database(connection, execute_plugins=False), key)
    try:
        yield store
    finally:
        store.close()
