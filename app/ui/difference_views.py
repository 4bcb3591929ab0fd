"""What the grid of differences from last year shows: see `app.domain.year_difference`."""

from collections.abc import Iterable
from decimal import Decimal

from app.domain.report import Report
from app.domain.values import amount_text, rate_text
from app.domain.year_difference import Change, Difference, year_differences
from app.ui.views import CellView, GridView

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
NOTHING = "与上年没有不同，或者还没有上年数：可以“带入上年数…”，也可以填各表的“上年”栏"
JUMP = "双击跳到这个单元格"


def differences_view(report: Report, over: Decimal = Decimal(0)) -> GridView:
    """All differences; of what stands in both years only what changed by at least `over`, a ratio.

    Amounts are shown in the unit of their table; the id of a row is the address to go to.
    """
    return grid_of(year_differences(report), over)


def grid_of(differences: Iterable[Difference], over: Decimal = Decimal(0)) -> GridView:
    shown = [one for one in differences if _wanted(one, over)]
    if not shown:
        words = CellView(NOTHING, look="label", locked=NOTHING, weak=True, long=True)
        return GridView(("",), ((words,),), (), (1,), ("",))
    rows = tuple(_row(one) for one in shown)
    return GridView(
        HEADERS, rows, (), (18, 38, 12, 12, 12, 12, 10), tuple(o.address for o in shown)
    )


def _wanted(one: Difference, over: Decimal) -> bool:
    """A change of name is always shown; one of the amount where it is large enough."""
    if one.change not in ("more", "less"):
        return True
    return one.growth is None or abs(one.growth) >= over


def _row(one: Difference) -> tuple[CellView, ...]:
    name = f"{one.code} {one.name}".strip()
    words = f"{one.before} → {name}" if one.before else name
    amounts = (one.last, one.this, one.difference)
    return (
        CellView(one.group, look="label", locked=JUMP),
        CellView(words, one.address, look="label", locked=JUMP, long=True),
        CellView(CHANGES[one.change], look="label", locked=JUMP),
        *(
            CellView(amount_text(value, one.unit), look="label", locked=JUMP, right=True)
            for value in amounts
        ),
        CellView(rate_text(one.growth), look="label", locked=JUMP, right=True),
    )
