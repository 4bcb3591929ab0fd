"""Rows of a data file read off its pages, where SQLite itself finds no way to them any more.

Every page is looked at for itself, so one that is damaged costs the rows on it and no others. What
lies on a page that is not used any more is found too: whoever asks must know which row is the true
one. The format is that of SQLite's documentation, “Database File Format”.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.storage.listing import MAGIC

Value = None | int | str | bytes
SIZES = (4096, 512, 1024, 2048, 8192, 16384, 32768, 65536)
LEAF, INDEX_LEAF, INDEX_INNER = 0x0D, 0x0A, 0x02
LONGEST = 100_000_000  # bytes of a row: more is damage
MOST = 32  # columns of a row
WAL_HEADER, FRAME_HEADER = 32, 24


@dataclass(frozen=True)
class Row:
    """A row of a table, or of one without row numbers (`number` 0 then)."""

    number: int
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Pages:
    """The bytes of a file and the pages that its log has anew."""

    data: bytes
    size: int
    newer: Mapping[int, bytes] = field(default_factory=dict)

    def count(self) -> int:
        return max(len(self.data) // self.size, max(self.newer, default=0))

    def page(self, number: int) -> bytes:
        """A page by its number from 1; empty where there is none."""
        start = (number - 1) * self.size
        return self.newer.get(number) or self.data[start : start + self.size]


def read_pages(path: Path) -> Pages:
    """The pages of a file and of the log beside it; of a file that is gone, those of its log.
    Raises OSError."""
    data = path.read_bytes() if path.exists() else b""
    beside = path.with_name(f"{path.name}-wal")
    log = beside.read_bytes() if beside.exists() else b""
    said = int.from_bytes(log[8:12], "big")
    size = _page_size(data) if data or said not in SIZES else said
    return Pages(data, size, _frames(log, size))


def rows(pages: Pages) -> Iterator[Row]:
    """Every row that can be read, on whichever page it lies."""
    for number in range(1, pages.count() + 1):
        page = pages.page(number)
        at = 100 if number == 1 else 0
        if len(page) < pages.size or page[at] not in {LEAF, INDEX_LEAF, INDEX_INNER}:
            continue
        for cell in _cells(page, at):
            row = _row(pages, page, page[at], cell)
            if row is not None:
                yield row


def _page_size(data: bytes) -> int:
    """What the header says; where it is damaged, the size by which pages begin as pages do."""
    said = int.from_bytes(data[16:18], "big")
    said = 65536 if said == 1 else said
    if data.startswith(MAGIC) and said in SIZES:
        return said
    return max(
        SIZES,
        key=lambda size: size * sum(_begins(data, at, size) for at in range(size, len(data), size)),
    )


def _begins(data: bytes, at: int, size: int) -> bool:
    """Whether a page of this size begins here: its last cell ends with it."""
    kind = data[at]
    if kind not in {LEAF, INDEX_LEAF, INDEX_INNER}:
        return False
    page = data[at : at + size]
    heads = [_head(page, kind, place) for place in _cells(page, 0)]
    return max((head.at + head.here + head.link for head in heads), default=0) == size


def _frames(log: bytes, size: int) -> dict[int, bytes]:
    """The newest copy of each page in a log, as far as the log belongs together."""
    found: dict[int, bytes] = {}
    salt = log[16:24]
    for start in range(WAL_HEADER, len(log) - FRAME_HEADER - size + 1, FRAME_HEADER + size):
        if log[start + 8 : start + 16] != salt:
            break
        number = int.from_bytes(log[start : start + 4], "big")
        if 0 < number < LONGEST:
            found[number] = log[start + FRAME_HEADER : start + FRAME_HEADER + size]
    return found


def _cells(page: bytes, at: int) -> Iterator[int]:
    """Where the cells of a page begin."""
    count = int.from_bytes(page[at + 3 : at + 5], "big")
    first = at + (12 if page[at] == INDEX_INNER else 8)
    for place in range(first, min(first + 2 * count, len(page) - 1), 2):
        cell = int.from_bytes(page[place : place + 2], "big")
        if first <= cell < len(page):
            yield cell


@dataclass(frozen=True)
class Head:
    """A cell: where its payload begins, how long that is, how much of it is here, how many bytes
    then say where it goes on."""

    number: int
    at: int
    length: int
    here: int

    @property
    def link(self) -> int:
        return 4 if self.here < self.length else 0


def _head(page: bytes, kind: int, at: int) -> Head:
    """The beginning of a cell; how much of it is on its page is a rule of the format."""
    number, size = 0, len(page)
    length, at = _varint(page, at + 4 if kind == INDEX_INNER else at)
    if kind == LEAF:
        number, at = _varint(page, at)
    most = size - 35 if kind == LEAF else (size - 12) * 64 // 255 - 23
    here = length
    if length > most:
        least = (size - 12) * 32 // 255 - 23
        here = least + (length - least) % (size - 4)
        here = here if here <= most else least
    return Head(number, at, length, here)


def _row(pages: Pages, page: bytes, kind: int, at: int) -> Row | None:
    head = _head(page, kind, at)
    if not 0 < head.length <= LONGEST:
        return None
    payload = _payload(pages, page, head)
    values = _values(payload) if payload is not None else None
    return Row(head.number, values) if values is not None else None


def _payload(pages: Pages, page: bytes, head: Head) -> bytes | None:
    """The bytes of a row, those that overflow to other pages too."""
    end = head.at + head.here
    parts = [page[head.at : end]]
    left = head.length - head.here
    following = int.from_bytes(page[end : end + head.link], "big")
    seen: set[int] = set()
    while left > 0:
        more = pages.page(following) if following and following not in seen else b""
        if len(more) < pages.size:
            return None
        seen.add(following)
        parts.append(more[4 : 4 + left])
        left -= pages.size - 4
        following = int.from_bytes(more[:4], "big")
    whole = b"".join(parts)
    return whole if len(whole) == head.length else None


def _values(payload: bytes) -> tuple[Value, ...] | None:
    """The columns of a row; None where it is none."""
    header, at = _varint(payload, 0)
    if not at <= header <= len(payload) or header > 9 * MOST:
        return None
    place, found = header, []
    while at < header:
        kind, at = _varint(payload, at)
        size = _size(kind)
        if size is None or place + size > len(payload):
            return None
        value = _value(kind, payload[place : place + size])
        if value is _NOTHING:
            return None
        found.append(value)
        place += size
    return tuple(found) if place == len(payload) else None


_NOTHING = b"\0 no value of ours"


def _size(kind: int) -> int | None:
    """The bytes of a column by its serial type; 7, a floating point number, is never ours."""
    if kind >= 12:
        return (kind - 12) // 2
    return {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 8: 0, 9: 0}.get(kind)


def _value(kind: int, raw: bytes) -> Value:
    match kind:
        case 0:
            return None
        case 8 | 9:
            return kind - 8
        case _ if kind < 12:
            return int.from_bytes(raw, "big", signed=True)
        case _ if kind % 2 == 0:
            return raw
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _NOTHING


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next thing begins."""
    number = 0
    for count in range(9):
        if at >= len(data):
            return 0, at + 1
        byte = data[at]
        at += 1
        if count == 8:
            return number << 8 | byte, at
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return number, at
