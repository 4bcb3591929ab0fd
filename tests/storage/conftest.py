"""A data file to do things to."""

from contextlib import closing
from pathlib import Path

import pytest

from app.storage.database import open_database
from tests.storage.expect import ENTRIES


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed data file with one submission of 401 entries."""
    where = tmp_path / "算盘.db"
    with closing(open_database(where)) as store:
        store.create(2023, "national-2020", "", ENTRIES)
    return where
