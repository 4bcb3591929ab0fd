"""What the grid of differences from last year shows: see `app.domain.year_difference`."""

from collections.abc import Iterable
from decimal import Decimal

from app.domain.report import Report
from app.domain.year_difference import Change, Difference, year_differences
from app.ui.views.showing import AS_REPORTED, Showing
from app.ui.views.views import CellView, GridView

CHANGES: dict[Change, str] = {
    "new": "本年新增",
    "gone": "本年没有",
    "renamed": "改了名称",
    "recoded": "换了科目编码",
    "likely": "疑似改名",
    "split": "疑似一拆二",
    "merged": "疑似二合一",
    "more": "增加",
    "less": "减少",
}
HEADERS = ("类别", "科目／项目", "变化", "上年", "本年", "增减额", "增减%")
AMOUNTS = frozenset({"上年", "本年", "增减额"})
NOTHING = "与上年没有不同，或者还没有上年数：可以“带入上年数…”，也可以填各表的“上年”栏"
JUMP = "双击跳到这个单元格"


def differences_view(
    report: Report, over: Decimal = Decimal(0), showing: Showing = AS_REPORTED
) -> GridView:
    """All differences; of what stands in both years only what changed by at least `over`, a ratio.

    Amounts are shown in the unit of their table, or in that of the view; the id of a row is the
    address to go to.
    """
    return grid_of(year_differences(report), over, showing)


def grid_of(
    differences: Iterable[Difference], over: Decimal = Decimal(0), showing: Showing = AS_REPORTED
) -> GridView:
    shown = [one for one in differences if _wanted(one, over)]
    if not shown:
        words = CellView(NOTHING, look="label", locked=NOTHING, weak=True, long=True)
        return GridView(("",), ((words,),), (), (1,), ("",))
    rows = tuple(_row(one, showing) for one in shown)
    units = {showing.unit_of(one.unit) for one in shown}
    said = f"（{units.pop()}）" if len(units) == 1 else ""
    heads = tuple(f"{head}{said}" if head in AMOUNTS else head for head in HEADERS)
    return GridView(heads, rows, (), (18, 38, 12, 12, 12, 12, 10), tuple(o.address for o in shown))


def _wanted(one: Difference, over: Decimal) -> bool:
    """A change of name is always shown; one of the amount where it is large enough."""
    if one.change not in ("more", "less"):
        return True
    return one.growth is None or abs(one.growth) >= over


def _row(one: Difference, showing: Showing) -> tuple[CellView, ...]:
    name = f"{one.code} {one.name}".strip()
    words = f"{one.before} → {name}" if one.before else name
    amounts = (one.last, one.this, one.difference)
    return (
        CellView(one.group, look="label", locked=JUMP),
        CellView(words, one.address, look="label", locked=JUMP, long=True),
        CellView(CHANGES[one.change], look="label", locked=JUMP),
        *(_amount(value, one.unit, showing) for value in amounts),
        CellView(showing.rate(one.growth), look="label", locked=JUMP, right=True),
    )


def _amount(value: Decimal | None, unit: str, showing: Showing) -> CellView:
    return CellView(
        showing.amount(value, unit),
        look="label",
        locked=JUMP,
        right=True,
        exact=showing.exact(value, unit),
        copied=showing.copied(value, unit) if showing.hides(value, unit) else "",
    )
