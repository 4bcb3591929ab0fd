"""The log beside a data file, after a run that did not end in order: whether all of it is there.

SQLite takes a log that is gone, or that it cannot read, for none at all, and says nothing. What was
in it is the last that was typed: a person should know. Looked at before the file is opened, as
SQLite writes a new log over it.
"""

import shutil
import struct
from array import array
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app.storage.listing import MAGIC

LOG, FRAME = 32, 24  # bytes of the head of a log, and of each page in it
WHOLE = {0x377F0682: "little", 0x377F0683: "big"}  # how a log begins, and the order of its sums
WAL = 2  # in the 19th byte of a data file that has a log


def log_is_lost(data: Path) -> bool:
    """Whether the log is gone, is no log, or is damaged before its end. A page that was just being
    written at the end is none of it. A damaged one is kept under another name."""
    log = data.with_name(f"{data.name}-wal")
    try:
        if not log.exists():
            with data.open("rb") as file:
                head = file.read(20)
            return head.startswith(MAGIC) and head[18] == WAL
        content = log.read_bytes()
        if not content or _is_whole(content):
            return False
        kept = f"{data.stem} {datetime.now():%Y-%m-%d %H%M%S} 损坏{data.suffix}-wal"
        with suppress(OSError):
            shutil.copyfile(log, data.with_name(kept))
        return True
    except (OSError, IndexError):
        return False


def _is_whole(content: bytes) -> bool:
    """Whether nothing that was finished stands behind a page that cannot be read."""
    order = WHOLE.get(int.from_bytes(content[:4], "big"))
    if order is None or len(content) < LOG:
        return False
    size = int.from_bytes(content[8:12], "big")
    salt, sums = content[16:24], _summed(content[:24], (0, 0), order)
    if size < 512 or sums != struct.unpack(">II", content[24:LOG]):
        return False
    broken = False
    for at in range(LOG, len(content) - FRAME - size + 1, FRAME + size):
        head, page = content[at : at + FRAME], content[at + FRAME : at + FRAME + size]
        if head[8:16] != salt:  # of an earlier time; what follows is so too
            broken = True
        elif broken:
            if int.from_bytes(head[4:8], "big"):  # the last page of an edit
                return False
        else:
            sums = _summed(page, _summed(head[:8], sums, order), order)
            broken = sums != struct.unpack(">II", head[16:24])
    return True


def _summed(content: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    """SQLite's sum over a part of a log, on from the sums so far."""
    one, two = sums
    words = array("I", content)
    if (order == "big") != (struct.pack("=H", 1) == struct.pack(">H", 1)):
        words.byteswap()
    for at in range(0, len(words), 2):
        one = (one + words[at] + two) & 0xFFFFFFFF
        two = (two + words[at + 1] + one) & 0xFFFFFFFF
    return one, two
