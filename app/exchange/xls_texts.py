"""The texts of all cells of an .xls file, each stored once: its shared strings.

xlrd reads them too, but lets a text end before it begins, and then reads it for ever.
"""

import struct
from collections.abc import Iterator, Sequence

from app.exchange.plain_sheets import DAMAGED, SheetsProblem

_WIDE, _FAR_EAST, _RICH = 1, 4, 8  # what the flags of a text say


def shared_texts(blocks: Sequence[bytes]) -> Iterator[str]:
    """The texts in the blocks of one record and of those that continue it. Raises SheetsProblem
    where they end too soon, and struct.error or UnicodeDecodeError where they are no texts."""
    (count,) = struct.unpack_from("<i", blocks[0], 4)
    reader = _Reader(blocks)
    if count * 3 > sum(map(len, blocks)):  # an empty one has three bytes
        raise SheetsProblem(DAMAGED)
    for _ in range(count):
        length, flags = struct.unpack("<HB", reader.take(3))
        runs = struct.unpack("<H", reader.take(2))[0] if flags & _RICH else 0
        phonetic = struct.unpack("<I", reader.take(4))[0] if flags & _FAR_EAST else 0
        yield reader.text(length, flags)
        reader.skip(4 * runs + phonetic)


class _Reader:
    """A place in the blocks. A text may go on in the next one, which begins with flags anew."""

    def __init__(self, blocks: Sequence[bytes]) -> None:
        self._blocks = iter(blocks)
        self._block, self._at = next(self._blocks), 8

    def _left(self) -> int:
        """How many bytes are left of a block that has any."""
        while self._at >= len(self._block):
            self._at -= len(self._block)
            try:
                self._block = next(self._blocks)
            except StopIteration:
                raise SheetsProblem(DAMAGED) from None
        return len(self._block) - self._at

    def take(self, size: int) -> bytes:
        """Bytes that stand together."""
        self._left()
        self._at += size
        return self._block[self._at - size : self._at]

    def text(self, length: int, flags: int) -> str:
        parts: list[str] = []
        while length:
            wide = flags & _WIDE
            there = min(length, (len(self._block) - self._at) >> wide)
            size = there << wide
            raw = self._block[self._at : self._at + size]
            parts.append(raw.decode("utf-16-le" if wide else "latin-1", "surrogatepass"))
            self._at, length = self._at + size, length - there
            if length:
                self._at = len(self._block)
                flags = self.take(1)[0] if self._left() else 0
        return "".join(parts)

    def skip(self, size: int) -> None:
        self._at += size
