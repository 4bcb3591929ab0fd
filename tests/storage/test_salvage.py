"""A data file is damaged in every way we could think of; what is on its whole pages is saved."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.submission import Edit
from app.exchange.package import parse
from app.resources import DEFAULT_SCHEME, sample_text, shipped_schemes
from app.storage.database import open_database
from app.storage.pages import read_pages, rows
from app.storage.password import change_password
from app.storage.salvage import TABLES, Salvaged, salvage
from app.storage.store import Store

PAGE = 4096
LONG = "说明" * 4000  # overflows to other pages


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the sample unit, another one, long texts, a seal, settings and a history."""
    path = tmp_path_factory.mktemp("整") / "算盘.db"
    sample = parse(sample_text(), shipped_schemes())
    with closing(open_database(path)) as store:
        first = store.create(sample.year, sample.scheme_id, sample.scheme_hash, sample.entries)
        other = store.create(2023, DEFAULT_SCHEME, "", {"info.unit": "甲单位"})
        for number in range(60):
            cells = {f"outlay.public.r{number}.basic": f"{number}.50", "text.duty": LONG[number:]}
            before = dict(store.load(other.id).entries)
            store.write(other.id, Edit(cells, "填支出"), before)
        store.write(first.id, Edit({"info.unit": "乙单位"}, "改名"), dict(first.entries))
        store.seal(first.id, "丙")
        store.put_setting("person.filler", "丁")
    return path


@pytest.fixture
def broken(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "坏.db"))


def table(path: Path, name: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        columns = ", ".join(f'"{column}"' for column in TABLES[name].columns)
        return sorted(connection.execute(f"select {columns} from {name}").fetchall())


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {name: table(path, name) for name in TABLES}


def saved(path: Path, key: str = "") -> Salvaged:
    return salvage(path, path.with_name("抢救.db"), DEFAULT_SCHEME, key)


# ---------------------------------------------------------------- the reader of pages


def test_the_reader_of_pages_finds_every_row(whole: Path) -> None:
    found = {(row.number, *row.values[row.number > 0 :]) for row in rows(read_pages(whole))}
    for name, kind in TABLES.items():
        wanted = {row if kind.numbered else (0, *row) for row in table(whole, name)}
        assert wanted <= found, name


@pytest.mark.parametrize("size", [512, 1024, 8192, 65536])
def test_pages_of_any_size(whole: Path, tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(whole)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
        target.execute("pragma journal_mode = delete").fetchone()
        target.execute(f"pragma page_size = {size}")
        target.execute("vacuum")
    assert read_pages(path).size == size
    headless = tmp_path / "b.db"
    headless.write_bytes(bytes(100) + path.read_bytes()[100:])
    made = saved(headless)
    assert everything(made.path)["entry"] == everything(whole)["entry"]


# ---------------------------------------------------------------- damages that lose nothing


def zeroed(start: int, end: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:start] + bytes(end - start) + data[end:]


def noise(start: int, end: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:start] + random.Random(3).randbytes(end - start) + data[end:]


HARMLESS: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda data: data,
    "the header zeroed": zeroed(0, 100),
    "the header of noise": noise(0, 100),
    "the first page zeroed": zeroed(0, PAGE),
    "the first page of noise": noise(0, PAGE),
    "something hung on": lambda data: data + b"x" * 5000,
    "a byte too few": lambda data: data[:-1] if data[-PAGE] not in b"\x0a\x0d\x02" else data,
}


@pytest.mark.parametrize("damage", HARMLESS)
def test_nothing_is_lost_with_the_first_page(broken: Path, whole: Path, damage: str) -> None:
    broken.write_bytes(HARMLESS[damage](broken.read_bytes()))
    before = broken.read_bytes()
    made = saved(broken)
    assert broken.read_bytes() == before
    wanted, found = everything(whole), everything(made.path)
    if "first page" in damage:  # tables of one page may begin nowhere else
        wanted = {name: wanted[name] for name in ("submission", "entry", "history", "seal")}
        found = {name: found[name] for name in wanted}
    assert found == wanted
    assert (made.guessed, made.submissions) == ((), 2)


# ---------------------------------------------------------------- damages that lose a part


def test_any_one_page_may_be_lost(broken: Path, whole: Path, tmp_path: Path) -> None:
    data, wanted = whole.read_bytes(), everything(whole)
    entries = {row[:2]: row[2] for row in wanted["entry"]}
    worst = 0
    last = len(data) // PAGE  # most of them hold the long texts, one like the other
    for number in (*range(1, 41), *range(41, last, 12), last):
        broken.write_bytes(zeroed((number - 1) * PAGE, number * PAGE)(data))
        made = saved(broken)
        found = everything(made.path)
        got = {row[:2]: row[2] for row in found["entry"]}
        doubtful = set(made.doubtful)
        wrong = {place for place, text in got.items() if entries.get(place) != text}
        assert wrong <= doubtful, f"page {number}: wrong and not named"
        lost = len(entries.keys() - got.keys())
        worst = max(worst, lost)
        for name in ("history", "seal", "setting", "submission"):
            strange = set(found[name]) - set(wanted[name])
            assert all(row[0] in made.guessed for row in strange), f"page {number}: {strange}"
        with closing(open_database(made.path)) as store:
            assert store.database.execute("pragma integrity_check").fetchone() == ("ok",)
    assert worst < len(entries) / 4, worst


@pytest.mark.parametrize("seed", range(8))
def test_flipped_bits_and_torn_ends(broken: Path, whole: Path, seed: int) -> None:
    chance, data = random.Random(seed), bytearray(whole.read_bytes())
    for _ in range(chance.randrange(1, 40)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    broken.write_bytes(data[: chance.randrange(len(data) // 2, len(data) + 1)])
    made = saved(broken)
    with closing(open_database(made.path)) as store:
        assert store.database.execute("pragma integrity_check").fetchone() == ("ok",)
        assert store.database.execute("pragma foreign_key_check").fetchone() is None
        assert all(store.load(one.id) for one in store.submissions())
    assert made.entries > 100, made


@pytest.mark.parametrize("data", [b"", b"x", bytes(50_000), random.Random(1).randbytes(50_000)])
def test_where_nothing_can_be_read_there_is_nothing(broken: Path, data: bytes) -> None:
    broken.write_bytes(data)
    made = saved(broken)
    assert (made.submissions, made.entries, made.steps) == (0, 0, 0)


def test_cells_without_their_submission_get_one(broken: Path, whole: Path) -> None:
    with closing(sqlite3.connect(broken)) as connection:
        connection.execute("delete from submission where id = 2")
        connection.commit()
    made = saved(broken)
    assert made.guessed == (2,)
    with closing(open_database(made.path)) as store:
        assert store.load(2).entries["info.unit"] == "甲单位"
        assert store.load(2).scheme_id == DEFAULT_SCHEME


def test_the_history_says_what_a_spoiled_cell_held(broken: Path) -> None:
    with closing(sqlite3.connect(broken)) as connection:
        connection.execute(
            "update entry set text = '9' where submission = 2 and cell = 'outlay.public.r3.basic'"
        )
        connection.commit()
    made = saved(broken)
    assert made.doubtful == ((2, "outlay.public.r3.basic"),)
    with closing(open_database(made.path)) as store:
        assert store.load(2).entries["outlay.public.r3.basic"] == "3.50"


# ---------------------------------------------------------------- logs and passwords


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Store]:
    """An open file whose last edits are in its log only."""
    store = open_database(tmp_path / "数据" / "算盘.db")
    made = store.create(2024, DEFAULT_SCHEME, "", {"info.unit": "甲"})
    store.database.execute("pragma wal_checkpoint(truncate)").fetchone()
    store.write(made.id, Edit({"text.duty": LONG}, "填"), {})
    yield store
    store.close()


@pytest.mark.parametrize("headless", [False, True])
def test_what_is_in_the_log_only_is_saved_too(logged: Store, headless: bool) -> None:
    copy = logged.path.parent.parent / "拔出" / "算盘.db"
    shutil.copytree(logged.path.parent, copy.parent)
    if headless:
        copy.write_bytes(zeroed(0, PAGE)(copy.read_bytes()))
        log = copy.with_name("算盘.db-wal")
        log.write_bytes(log.read_bytes()[:8] + bytes(8) + log.read_bytes()[16:])  # no salt to trust
    made = saved(copy)
    with closing(open_database(made.path)) as store:
        assert store.load(1).entries.get("info.unit") == "甲"
        if not headless:
            assert store.load(1).entries["text.duty"] == LONG


def test_a_file_with_a_password_is_saved_with_it(broken: Path, whole: Path) -> None:
    change_password(broken, "", "abcdef")
    data = bytearray(broken.read_bytes())
    data[-PAGE * 3 : -PAGE * 2] = bytes(PAGE)
    broken.write_bytes(data)
    made = saved(broken, "abcdef")
    assert b"SQLite" not in made.path.read_bytes()[:20]
    with closing(open_database(made.path, key="abcdef")) as store:
        assert len(store.submissions()) == 2
    assert made.entries > 100
