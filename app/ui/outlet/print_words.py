"""What the print preview says and reads: pages by number, and what would be cut."""

import re
from collections.abc import Sequence

from app.domain.values import tidy
from app.paper.placing import Beyond

_PART = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
SHOWN = 3  # pages that a sentence names


def page_numbers(text: str, count: int) -> list[int] | None:
    """“1-3,5” as pages, each once and in their order; None where that is not understood.

    Full-width figures, ，、；and － are understood too.
    """
    plain = re.sub(r"[，、；;\s]+", ",", tidy(text)).replace("－", "-").replace("—", "-")
    found: set[int] = set()
    for part in filter(None, plain.split(",")):
        read = _PART.fullmatch(part)
        if read is None:
            return None
        first, last = int(read[1]), int(read[2] or read[1])
        if not 1 <= first <= last <= count:
            return None
        found.update(range(first, last + 1))
    return sorted(found) or None


def cut_sentence(cut: Sequence[tuple[int, Beyond]]) -> str:
    """What would not be on the paper, how much of it, and what to do."""
    sides = {
        name: max(getattr(one, side) for _, one in cut)
        for name, side in (("左", "left"), ("上", "top"), ("右", "right"), ("下", "bottom"))
    }
    much = "、".join(f"{name}边 {mm:.1f} 毫米" for name, mm in sides.items() if mm > 0.05)
    numbers = "、".join(str(at) for at, _ in cut[:SHOWN])
    more = f" 等 {len(cut)} 页" if len(cut) > SHOWN else " 页"
    what = f"第 {numbers}{more}有内容在纸外，打不出来：{much}。"
    return f"{what}请改小套打偏移，或者加大这一边的页边距。"
