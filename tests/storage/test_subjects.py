"""The finance bureau's own lists of codes in the data file."""

import sqlite3
from contextlib import closing
from pathlib import Path

from app.domain.subjects import LEVELS, Subject
from app.storage.database import open_database
from tests.storage.expect import problem


def own(code: str, name: str) -> Subject:
    return Subject(code, name, LEVELS[len(code)], "", None, None, "own")


FIRST = (own("208", "社保"), own("2080501", "行政离退休"), own("213", "农林"))
SECOND = (own("20805", "养老"), own("2080501", "行政单位离退休"))


def test_a_list_replaces_the_one_before_it_and_leaves_the_other_kind(path: Path) -> None:
    economic = (own("30101", "基本工资"),)
    with closing(open_database(path)) as store:
        store.replace_subjects("economic", economic)
        store.replace_subjects("function", reversed(FIRST))
        assert store.subjects() == {"function": FIRST, "economic": economic}
        store.replace_subjects("function", SECOND)
        assert store.subjects() == {"function": SECOND, "economic": economic}
        store.replace_subjects("function", ())
    with closing(open_database(path)) as store:
        assert store.subjects() == {"function": (), "economic": economic}


def test_where_it_cannot_be_stored_the_list_before_it_stays(path: Path) -> None:
    with closing(open_database(path)) as store, closing(sqlite3.connect(path)) as other:
        store.replace_subjects("function", FIRST)
        store.database.execute("pragma busy_timeout = 1")
        other.execute("begin immediate")
        with problem("locked"):
            store.replace_subjects("function", SECOND)
        other.rollback()
        assert store.subjects()["function"] == FIRST
