"""The widths of a grid's columns: as its view shares the room out, or as a person drew them."""

import re
import zlib
from collections.abc import Iterator, Sequence

NARROWEST = 44  # px
_WIDTH = re.compile("[0-9]{1,4}")  # px, as nobody draws a column wider than all screens
_VARIES = re.compile(r"\d+|（万?元[^）]*）")  # years, and the unit that is shown


def spread(
    shares: Sequence[int], least: Sequence[int], room: int, narrowest: int = NARROWEST
) -> Iterator[int]:
    """The widths of columns that share a room; with `least` px for each they may go beyond it."""
    used, total = 0, sum(shares)
    for column, share in enumerate(shares):
        if column < len(shares) - 1:
            width = max(least[column] if least else narrowest, room * share // total)
        else:
            width = max(least[column] if least else narrowest, room - used)
        used += width
        yield width


def drawn(own: Sequence[int], room: int, narrowest: int = NARROWEST) -> Iterator[int]:
    """The widths that a person drew; a last column of 0 has what is left of the room."""
    used = sum(own)
    for width in own:
        yield width or max(narrowest * 2, room - used)


def name_of(title: str, headers: Sequence[str]) -> str:
    """Under which name the widths of a table are kept: the same in the next year and in 元."""
    plain = "\t".join(_VARIES.sub("", head) for head in headers)
    return f"width.{_VARIES.sub('', title)}.{zlib.crc32(plain.encode()):08x}"


def kept_text(widths: Sequence[int]) -> str:
    return " ".join(map(str, widths))


def kept_widths(text: str, count: int) -> tuple[int, ...]:
    """What `kept_text` wrote; none where it is not of this table."""
    parts = text.split()
    if len(parts) != count or not all(_WIDTH.fullmatch(part) for part in parts):
        return ()
    return tuple(map(int, parts))
