"""Figures of the official tables that do not agree, and what is said about them.

All amounts are in 元, rounded to the unit that is published. Independent rounding of n figures
cannot drive them further apart than n halves of 0.01: what stays within is a tail, and the tails
of one table are one note.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.accounts import IN_WAN
from app.domain.checks import ACCOUNT_TAB
from app.domain.culprit import Operand, culprit
from app.domain.report import Finding
from app.domain.submission import Entries
from app.domain.values import UNITS, amount_text
from app.scheme.model import Level

TAILS = "T04"
PLACES = 3  # of the tails that are named
CELLS = 30  # addresses that a finding keeps


@dataclass(frozen=True)
class Published:
    """The unit that the official tables are published in: 万元 unless the unit says 元."""

    unit: str

    @property
    def digits(self) -> int:
        """Digits of an amount in 元 that are shown; below zero are those left of the point."""
        return IN_WAN if self.unit == "万元" else 2

    def text(self, value: Decimal) -> str:
        return amount_text(value, self.unit)

    def shown(self, value: Decimal) -> Decimal:
        """The figure as it stands in the table."""
        return value / UNITS[self.unit]

    def tail(self, count: int) -> Decimal:
        """How far so many independently rounded figures may be apart. What is typed in 元 is not
        rounded at all."""
        return Decimal(100) * (count // 2) if self.unit == "万元" else Decimal(0)


def published(entries: Entries) -> Published:
    return Published("元" if entries.get("info.account_unit", "") == "yuan" else "万元")


@dataclass(frozen=True)
class Gap:
    """Two figures that should agree, or of which the left one should not be the larger.

    `account` is the table that a tail belongs to, `place` its place there in words; `said` are the
    words before each figure. `count` is how many rounded figures there are on both sides.
    `hint` names the culprit where it is known without looking for it.
    """

    code: str
    level: Level
    account: str
    table: str  # 公开03表《支出决算表》
    place: str
    said: tuple[str, str]
    left: Decimal
    right: Decimal
    cells: tuple[str, ...]
    todo: str
    parts: tuple[Operand, ...] = ()
    count: int = 2
    most: bool = False  # the left one must not be the larger
    hint: str = ""
    sentence: str = ""


class Tails:
    """What rounding has left in each table: how often, how much at most, and the first places."""

    def __init__(self, published: Published) -> None:
        self.published = published
        self.found: dict[str, _Tail] = {}

    def add(self, account: str, table: str, size: Decimal, place: Callable[[], str]) -> None:
        tail = self.found.setdefault(account, _Tail(table))
        tail.count += 1
        tail.most = max(tail.most, abs(size))
        if len(tail.places) <= PLACES and (name := place()) not in tail.places:
            tail.places.append(name)

    def took(self, gap: Gap) -> bool:
        """Whether a gap is no more than a tail; it is then counted as one."""
        size = gap.left - gap.right
        if abs(size) > self.published.tail(gap.count):
            return False
        self.add(gap.account, gap.table, size, lambda: gap.place)
        return True


@dataclass
class _Tail:
    table: str
    count: int = 0
    most: Decimal = Decimal(0)
    places: list[str] = field(default_factory=list)


def gap_findings(gaps: Iterable[Gap], entries: Entries, tails: Tails) -> Iterator[Finding]:
    """A finding for each gap that is no tail.

    A cell that two relations find wrong by the same amount is said once.
    """
    seen: set[tuple[str, Decimal]] = set()
    for gap in gaps:
        key = (gap.cells[0], abs(gap.left - gap.right))
        if not tails.took(gap) and (key not in seen or gap.level != "error"):
            seen.add(key)
            yield _finding(gap, entries, tails.published)


def tail_findings(tails: Tails, entries: Entries, anchors: dict[str, str]) -> Iterator[Finding]:
    """One note for each table with tails; `anchors` are the cells by table that it goes to."""
    for account, tail in tails.found.items():
        anchor, unit = anchors[account], tails.published.unit
        most = tails.published.text(tail.most)
        places = "、".join(tail.places[:PLACES]) + ("等" if len(tail.places) > PLACES else "")
        yield Finding(
            code=TAILS,
            level="note",
            tab=ACCOUNT_TAB,
            where=tail.table,
            sentence=f"有{tail.count}处尾差（{places}），最多{most}{unit}："
            "各项按同一舍入独立计算，合计与各项之和可能差在末位",
            todo="不必改数；可以在表下注明尾差由四舍五入造成",
            cells=(anchor,),
            difference=most,
            unit=unit,
            kept=entries.get(f"keep.{TAILS}.{anchor}", ""),
        )


def _finding(gap: Gap, entries: Entries, published: Published) -> Finding:
    left, right = published.text(gap.left), published.text(gap.right)
    apart = gap.left - gap.right
    difference, unit = published.text(abs(apart)), published.unit
    verb = f"大于{gap.said[1]}{right}{unit}，多{difference}{unit}"
    if not gap.most:
        verb = f"，{gap.said[1]}{right}{unit}，相差{difference}{unit}"
    likely = gap.hint or ("" if gap.most else culprit(published.shown(apart), gap.parts))
    return Finding(
        code=gap.code,
        level=gap.level,
        tab=ACCOUNT_TAB,
        where=f"{gap.table}　{gap.place}" if gap.place else gap.table,
        sentence=gap.sentence or f"{gap.said[0]}{left}{unit}{verb}",
        todo=gap.todo,
        cells=gap.cells[:CELLS],
        left=left,
        right=right,
        difference=difference,
        unit=unit,
        kept=entries.get(f"keep.{gap.code}.{gap.cells[0]}", ""),
        culprit=likely,
    )
