"""“=1199+937” in a cell: what people work out while they type, read exactly and never run.

A figure may say its own unit (“1.2万+300元”, “5%”); one that does not is bare and means what a bare
number in that cell means. So “1.2万×3” is three times 1.2万, and two amounts are not multiplied.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

LONGEST = 200  # characters: a calculation of one line; brackets in brackets stay shallow, too

_TOKEN = re.compile(r"(?P<figure>[¥￥]?[\d.][\d.,]*(?:[百千万亿]{1,2})?元?%?)|(?P<sign>[-+*/()])")
_SIGNS = str.maketrans("×÷", "*/")
_WITHOUT_EQUALS = re.compile(r"(?<=.)[+*]")
_WIDE = Context(prec=2 * LONGEST)
_BROKEN = "算式没有写完整，只能用数和 + - * / ( )"


@dataclass(frozen=True)
class Figure:
    """A number, and whether it says its own unit."""

    number: Fraction
    own: bool = False


class Unclear(Exception):
    """Why a calculation has no result, as the end of a sentence."""


Read = Callable[[str], tuple[Decimal, bool] | None]  # one figure; whether it says its own unit


def is_calculation(compact: str) -> bool:
    """Whether a tidied text without spaces is meant to be worked out. Without “=” only plus and
    times say so: “3-5” may be a range and “12/3” a date."""
    return compact.startswith("=") or _WITHOUT_EQUALS.search(compact.translate(_SIGNS)) is not None


def calculate(compact: str, read: Read, bare: Decimal, digits: int) -> Decimal:
    """The result in the unit of figures that say their own; a bare one is `bare` of these.

    Exact, but a quotient that never ends (10÷3) has so many digits. Raises `Unclear` where there
    is no result.
    """
    text = compact.removeprefix("=").translate(_SIGNS)
    if len(text) > LONGEST:
        raise Unclear("算式太长，请分开填")
    sums = _Sums(list(_tokens(text)), read, Fraction(bare))
    found = sums.sum()
    if sums.rest:
        raise Unclear(_BROKEN)
    return _exact(_own(found, Fraction(bare)), digits)


def _exact(number: Fraction, digits: int) -> Decimal:
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    value = _WIDE.divide(Decimal(number.numerator), Decimal(number.denominator))
    if rest == 1:
        return value
    whole = (abs(number) * 10**digits * 2 + 1) // 2  # 四舍五入, away from zero
    return Decimal(whole if number > 0 else -whole).scaleb(-digits)


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise Unclear(_BROKEN)
        yield found[0]
        at = found.end()


def _own(figure: Figure, bare: Fraction) -> Fraction:
    return figure.number if figure.own else figure.number * bare


class _Sums:
    """Reads from the left; each level takes what binds closer."""

    def __init__(self, rest: list[str], read: Read, bare: Fraction) -> None:
        self.rest = rest
        self._read = read
        self._bare = bare

    def _takes(self, signs: str) -> str:
        return self.rest.pop(0) if self.rest and self.rest[0] in signs else ""

    def sum(self) -> Figure:
        total = self._product()
        while sign := self._takes("+-"):
            one = self._product()
            if one.own != total.own:  # 1.2万+300: the bare one has the cell's unit
                total, one = (Figure(_own(each, self._bare), own=True) for each in (total, one))
            number = one.number if sign == "+" else -one.number
            total = Figure(total.number + number, total.own)
        return total

    def _product(self) -> Figure:
        total = self._signed()
        while sign := self._takes("*/"):
            one = self._signed()
            total = _times(total, one) if sign == "*" else _over(total, one)
        return total

    def _signed(self) -> Figure:
        if sign := self._takes("+-"):
            one = self._signed()
            return Figure(one.number if sign == "+" else -one.number, one.own)
        if self._takes("("):
            inside = self.sum()
            if not self._takes(")"):
                raise Unclear("算式的括号没有成对")
            return inside
        found = self._read(self.rest.pop(0)) if self.rest else None
        if found is None:
            raise Unclear(_BROKEN)
        return Figure(Fraction(found[0]), found[1])


def _times(one: Figure, other: Figure) -> Figure:
    if one.own and other.own:
        raise Unclear("两个带单位的数不能相乘")
    return Figure(one.number * other.number, one.own or other.own)


def _over(one: Figure, other: Figure) -> Figure:
    if not other.number:
        raise Unclear("算式里除以了0")
    if other.own and not one.own:
        raise Unclear("不能用没有单位的数除以带单位的数")
    return Figure(one.number / other.number, one.own and not other.own)
