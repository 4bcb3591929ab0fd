"""Which line a sum has most likely gone wrong with, where exactly one explains the difference."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

MOST = 400  # lines that are looked through; more are a table that nobody adds up by hand
SLIP = 10_000  # 元 and 万元
SMALLEST = 2  # hundredths: a difference of 0.01 is rounding, and explained by far too much


class Operand(NamedTuple):
    """A figure of a relation in the unit that it is shown in; `sign` is -1 where it counts for
    the other side. A `whole` is a figure that the other ones should add up to.

    A tuple, like a line below: hundreds are made on each key while a sum does not agree.
    """

    name: str
    value: Decimal
    sign: int = 1
    whole: bool = False


class _Line(NamedTuple):
    """An operand in hundredths, and what it would have to be for the relation to hold."""

    operand: Operand
    value: int
    wanted: int


def culprit(gap: Decimal, operands: Sequence[Operand]) -> str:
    """A sentence that names the line which explains `gap`; blank where none does for certain.

    `gap` is what all operands with their signs come to, and would be zero if they agreed. The
    first of these that exactly one line fits: it equals the difference, it is half of it and has
    the wrong sign, two digits changed places, a digit too many or too few, 元 taken for 万元; then
    two lines that together make the difference.
    """
    away = _hundredths(gap)
    lines = tuple(_lines(away, operands)) if abs(away) >= SMALLEST else ()
    if not lines:
        return ""
    for fits, said in _KINDS:
        if away % 9 and fits in _BY_NINES:
            continue
        found = [line for line in lines if fits(line)]
        if len(found) == 1:
            return said(found[0])
        if len(found) == 2 and any(line.operand.whole for line in found):
            return f"{_named(found[0])}或者{said(found[1])}"
        if found:
            return ""
    return _pair(lines)


def _lines(away: int, operands: Sequence[Operand]) -> Iterator[_Line]:
    filled = [one for one in operands if one.value]
    if len(filled) > MOST:
        return
    for one in filled:
        value = _hundredths(one.value)
        yield _Line(one, value, value - one.sign * away)


def _hundredths(value: Decimal) -> int:
    return int((value * 100).to_integral_value())


# ── what may have happened to one line ───────────────────────────────────────────────────


def _left_out(line: _Line) -> bool:
    return not line.operand.whole and line.wanted == 0


def _twice(line: _Line) -> bool:
    return not line.operand.whole and line.wanted == 2 * line.value


def _sign(line: _Line) -> bool:
    return line.wanted == -line.value


def _swapped(line: _Line) -> bool:
    """Two neighbouring digits have changed places."""
    if line.value * line.wanted <= 0:
        return False
    have, want = str(abs(line.value)), str(abs(line.wanted))
    if len(have) != len(want):
        return False
    apart = [at for at, (a, b) in enumerate(zip(have, want, strict=True)) if a != b]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    first, second = apart
    return have[first] == want[second] and have[second] == want[first]


def _digit(line: _Line) -> bool:
    have, want = line.value, line.wanted
    return want != 0 and (have == want * 10 or want == have * 10)


def _slip(line: _Line) -> bool:
    """Ten thousand times too large or too small; what division rounds away is forgiven."""
    have, want = line.value, line.wanted
    if want == 0 or have * want < 0:
        return False
    have, want = abs(have), abs(want)
    apart = have - want * SLIP if have > want else want - have * SLIP
    return -SLIP <= apart * 2 <= SLIP


def _equal_words(line: _Line) -> str:
    return f"{_named(line)}正好等于差额，看它是不是一边计入了、另一边没有计入"


def _twice_words(line: _Line) -> str:
    return f"{_named(line)}正好等于差额，看同样的一笔是不是重复计入或者漏列了"


def _sign_words(line: _Line) -> str:
    return f"{_named(line)}的两倍正好等于差额，看它的正负号是不是反了"


def _swap_words(line: _Line) -> str:
    return f"{_named(line)}像是数字换了位，改成{_text(line.wanted)}两边就相等"


def _digit_words(line: _Line) -> str:
    more = "多了一位" if abs(line.value) > abs(line.wanted) else "少了一位"
    return f"{_named(line)}像是{more}，改成{_text(line.wanted)}两边就相等"


def _slip_words(line: _Line) -> str:
    return f"{_named(line)}像是元和万元弄混了（差一万倍），应为{_text(line.wanted)}"


_KINDS: tuple[tuple[Callable[[_Line], bool], Callable[[_Line], str]], ...] = (
    (_left_out, _equal_words),
    (_twice, _twice_words),
    (_sign, _sign_words),
    (_swapped, _swap_words),
    (_digit, _digit_words),
    (_slip, _slip_words),
)

# what digits that change places, or one too many, are apart is divisible by nine
_BY_NINES = frozenset({_swapped, _digit})


def _pair(lines: tuple[_Line, ...]) -> str:
    """Two lines that together make the difference, where only two do."""
    seen: dict[int, list[_Line]] = {}
    found: list[tuple[_Line, _Line]] = []
    for line in lines:
        if line.operand.whole:
            continue
        # counted for nothing, this line and its mate would close the gap
        own, away = line.operand.sign * line.value, line.operand.sign * (line.value - line.wanted)
        found += [(mate, line) for mate in seen.get(away - own, ())]
        seen.setdefault(own, []).append(line)
    if len(found) != 1:
        return ""
    first, second = found[0]
    return f"{_named(first)}和{_named(second)}合起来正好等于差额，看这两项是不是只有一边计入了"


def _named(line: _Line) -> str:
    return f"“{line.operand.name}”{_text(line.value)}"


def _text(hundredths: int) -> str:
    return f"{Decimal(hundredths) / 100:,.2f}"
