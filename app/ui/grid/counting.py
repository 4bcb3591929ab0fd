"""计数, 求和 and 平均 of selected cells, exactly: no digit that rounding hides is lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.domain.values import rounded
from app.ui.views.views import CellView

_DIGITS = 2  # of an average, at least


@dataclass(frozen=True)
class Counts:
    """How many cells are filled, and what their numbers come to; blank where they have no sum:
    there is no number, or there are amounts and per cent among them."""

    count: int = 0
    total: str = ""
    average: str = ""

    def text(self) -> str:
        """计数 5　求和 1,234.56　平均 246.91"""
        parts = [f"计数 {self.count}"]
        if self.total:
            parts += [f"求和 {self.total}", f"平均 {self.average}"]
        return "　".join(parts)


def counted(cells: Iterable[CellView]) -> Counts:
    filled = [cell for cell in cells if cell.shown.strip("— \u3000")]  # “——” is no content
    numbers: list[Decimal] = []
    rates = 0
    for cell in filled:
        value, per_cent = number_in(cell)
        if value is not None:
            numbers.append(value)
            rates += per_cent
    if not numbers or rates not in (0, len(numbers)):
        return Counts(len(filled))
    sign, total = "%" if rates else "", sum(numbers, Decimal(0))
    digits = max(_DIGITS, -int(total.as_tuple().exponent))
    average = rounded(total / len(numbers), digits)
    return Counts(len(filled), f"{total:,f}{sign}", f"{average:,f}{sign}")


def number_in(cell: CellView) -> tuple[Decimal | None, bool]:
    """The number in a cell, in the unit and to the last digit that it has there, and whether it
    is per cent. None for words, and for codes: they stand at the left."""
    text = (cell.copied or cell.shown).strip()
    if not (cell.right or cell.center) or cell.look == "head":
        return None, False
    per_cent = text.endswith("%")
    try:
        value = Decimal(text.removesuffix("%").replace(",", ""))
    except InvalidOperation:
        return None, False
    return (value, per_cent) if value.is_finite() else (None, False)
