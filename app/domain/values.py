"""Text as people write it ↔ amounts, counts and rates; and the one place that rounds.

Money is Decimal in 元. None is blank, which is not zero. Nothing here changes the typed text:
what is stored is what was typed, and what cannot be read is said in a sentence.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

from app.domain.arithmetic import Unclear, calculate, is_calculation

UNITS: dict[str, Decimal] = {"元": Decimal(1), "万元": Decimal(10_000)}
SCALES: dict[str, Decimal] = {
    "": Decimal(1),
    "百": Decimal(100),
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "十万": Decimal(100_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
}
BLANK_MARKS = frozenset({"", "-", "--", "/"})
CACHED = 20_000  # readings are pure; forms repeat the same few texts on every recomputation
Figure = tuple[Decimal, bool] | None  # one number, and whether it says its own unit
MOST_DECIMALS = 8  # that anybody writes; a quotient has more
MAX_DIGITS = 15  # 999 万亿元: more is a slip of the keyboard, not money

_WIDE = Context(prec=28)  # made once: official tables round thousands of figures on each edit

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+"
_AMOUNT = re.compile(
    rf"(?P<sign>[-+]?)[¥￥]?(?P<more>-?)(?P<number>{_NUMBER})"
    r"(?P<scale>十万|百万|千万|[百千万亿])?元?"
)
_SCALED = re.compile(rf"(?P<sign>[-+]?)(?P<number>{_NUMBER})(?P<scale>[百千万亿])?")
_COUNTED = re.compile(
    r"(?<=[\d百千万亿])(?:分|人次|人|个|项|家|户|名|辆|批次|次|批|台|套)"
    r"(?=$|[-+*/×÷()])"
)
_RATE = re.compile(rf"(?P<sign>[-+]?)(?P<number>{_NUMBER})(?P<percent>%?)")
_BRACKETED = re.compile(r"(?P<money>[¥￥]?)\((?P<inside>[^()+-]+)\)")  # (-5) says minus twice: ask
_NOUGHT = re.compile(r"[¥￥]-+")  # how Excel's accounting format writes no amount
_SWISS = re.compile(r"(?<=\d)['’](?=\d{3}(?!\d))")  # 1'234'567.89
_DIFFERENCE = re.compile(r"[\d.,]+(?:[-/÷][\d.,]+)+")
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]"
)  # come along with pasted text
# signs that normalising would turn into a letter and a digit more: 100㎡ is not 100m2
_AREAS = {"㎢": "平方公里", "km²": "平方公里", "㎡": "平方米", "m²": "平方米"}
_AREAS |= {"㎥": "立方米", "m³": "立方米", "²": "^2", "³": "^3"}
_LIST_NUMBER = re.compile("[①-⒛⓪-⓿❶-➓]")  # ①95% is not 195%
_SQUARE = re.compile(r"(?<=\d)m2(?!\d)")


@dataclass(frozen=True)
class Reading:
    """What a typed text means: a value, or blank (None), or blank with the reason in `problem`."""

    value: Decimal | None
    problem: str = ""


@lru_cache(maxsize=CACHED)
def tidy(text: str) -> str:
    """The text for reading: full-width forms narrowed, dashes and spaces made one kind.

    Only readers use this; the typed text itself is kept as it is.
    """
    plain = _LIST_NUMBER.sub("·", _INVISIBLE.sub("", text.replace("……", "…")))
    for sign, words in _AREAS.items():
        plain = plain.replace(sign, words)
    narrow = _SQUARE.sub("平方米", unicodedata.normalize("NFKC", plain))
    for dash in "−–—‒―﹣":
        narrow = narrow.replace(dash, "-")
    narrow = narrow.replace("、", ",").replace("。", ".").replace("〜", "~")
    return re.sub(r"\s+", " ", narrow).strip()


def join_digits(text: str) -> str:
    """Close the gaps inside a number: “8,950,942.0 0” was broken by a line, not two numbers."""
    return re.sub(r"(?<=[\d.,]) (?=[\d.,])", "", text)


def rounded(value: Decimal, digits: int = 2) -> Decimal:
    """The one place that rounds: half up, away from zero, as 四舍五入 does."""
    # wide enough for every quotient: a budget of 0.0000000001 must not end the program
    width = value.adjusted() + digits + 2
    wide = _WIDE if width <= _WIDE.prec else Context(prec=width)
    result = value.quantize(_step(digits), ROUND_HALF_UP, wide)
    return result if result else abs(result)  # no “-0.00”


def rounded_all(values: Sequence[Decimal | None], digits: int) -> list[Decimal | None]:
    """The same for many figures at once, blank ones kept."""
    step, wide = _step(digits), _WIDE
    try:
        return [
            None if value is None else value.quantize(step, ROUND_HALF_UP, wide) for value in values
        ]
    except InvalidOperation:  # one is longer than that: far beyond money
        return [None if value is None else rounded(value, digits) for value in values]


@lru_cache(maxsize=64)
def _step(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


@lru_cache(maxsize=CACHED)
def read_amount(text: str, unit: str) -> Reading:
    """An amount in 元; a bare number has `unit` (元 or 万元), “3.9万” and “500元” their own.

    A calculation such as “=1199+937” or “1.2万+300元” is worked out.
    """
    compact = _compact(text)
    if compact in BLANK_MARKS or _NOUGHT.fullmatch(compact):
        return Reading(None)
    if is_calculation(compact):
        return _worked_out(text, compact, "金额", _part, UNITS[unit], 2)
    bracketed = _BRACKETED.fullmatch(compact)
    if bracketed:  # accountants' way of writing a negative amount
        compact = bracketed["inside"]
    found = _amount(compact)
    if found is None:
        return Reading(None, _not("金额", text, compact, "1,234.56"))
    number, own = found
    value = number if own else number * UNITS[unit]
    return _limited(-value if bracketed else value, text)


def _amount(compact: str) -> Figure:
    """One amount; in 元 where it says its unit."""
    found = _AMOUNT.fullmatch(compact)
    if not found or (found["sign"] and found["more"]):
        return None
    own = bool(found["scale"]) or compact.endswith("元")
    number = _signed(found) * SCALES[found["scale"] or ""]
    return -number if found["more"] else number, own


def _part(compact: str) -> Figure:
    """An amount in a calculation, or the share that is taken of one: “1200*5%”."""
    share = _rate(compact) if compact.endswith("%") else None
    return (share[0], False) if share is not None else _amount(compact)


@lru_cache(maxsize=CACHED)
def read_number(text: str) -> Reading:
    """A plain number such as a count or a weight; “15分”, “3 人”, “1,200” and “=12+3” are
    understood."""
    compact = _compact(text)
    if compact in BLANK_MARKS:
        return Reading(None)
    if is_calculation(compact):
        return _worked_out(text, _COUNTED.sub("", compact), "数", _number, Decimal(1), 10)
    found = _number(_COUNTED.sub("", compact))
    if found is None:
        return Reading(None, _not("数", text, compact, "12"))
    return _limited(found[0], text)


def _number(compact: str) -> Figure:
    found = _SCALED.fullmatch(compact)
    if not found:
        return None
    return _signed(found) * SCALES[found["scale"] or ""], False


@lru_cache(maxsize=CACHED)
def read_rate(text: str) -> Reading:
    """A rate as a ratio: “93.91%” is 0.9391; a bare number, or result, is taken as per cent."""
    compact = _compact(text)
    if compact in BLANK_MARKS:
        return Reading(None)
    if is_calculation(compact):
        return _worked_out(text, compact, "百分数", _rate, Decimal("0.01"), 10)
    found = _rate(compact)
    if found is None:
        return Reading(None, _not("百分数", text, compact, "93.91%"))
    return _limited(found[0] if found[1] else found[0] / 100, text)


def _rate(compact: str) -> Figure:
    found = _RATE.fullmatch(compact)
    if not found:
        return None
    number = _signed(found)
    return (number / 100, True) if found["percent"] else (number, False)


def _signed(found: re.Match[str]) -> Decimal:
    number = Decimal(found["number"].replace(",", ""))
    return -number if found["sign"] == "-" else number


def _compact(text: str) -> str:
    return _SWISS.sub("", tidy(text).replace(" ", ""))


def is_worked_out(text: str) -> bool:
    """Whether a typed number is a calculation: its result is what others are told."""
    return is_calculation(_compact(text))


def _worked_out(
    text: str, compact: str, kind: str, read: Callable[[str], Figure], bare: Decimal, digits: int
) -> Reading:
    """The result of a calculation, or why there is none; the text stays as it was typed."""
    try:
        value = calculate(compact, read, bare, digits)
    except Unclear as why:
        return Reading(None, f"“{shorten(text)}”不是{kind}：{why}")
    return _limited(value, text)


def _not(kind: str, text: str, compact: str, example: str) -> str:
    """What to do instead; “20-5” is worked out only where it is said to be a calculation."""
    sign = _DIFFERENCE.fullmatch(compact)
    more = "；要计算请在前面加“=”" if sign else ""
    return f"“{shorten(text)}”不是{kind}，请填数字，例如 {example}{more}"


def _limited(value: Decimal, text: str) -> Reading:
    if value.adjusted() >= MAX_DIGITS:
        return Reading(None, f"“{shorten(text)}”太大了，请检查是否多输了数字")
    return Reading(value)


def shorten(text: str, length: int = 20) -> str:
    """The text for a sentence: one line, at most `length` characters."""
    line = re.sub(r"\s+", " ", _INVISIBLE.sub("", text[: 100 * length])).strip()
    return line if len(line) <= length else line[: length - 1] + "…"


def inside_quotes(text: str) -> str:
    """A text that is to stand in “ ”: its own quotes become ‘ ’."""
    return text.replace("“", "‘").replace("”", "’")


def amount_text(value: Decimal | None, unit: str, digits: int = 2) -> str:
    """An amount in 元 as shown in `unit`: “1,234.56”; blank is an empty text."""
    return "" if value is None else f"{rounded(value / UNITS[unit], digits):,}"


def number_text(value: Decimal | None) -> str:
    """A count or weight without needless zeros: 15, 12.5; blank is an empty text."""
    if value is None:
        return ""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def said_text(value: Decimal) -> str:
    """The same for a sentence; a share without an end (95 of 98 answers) as its cell shows it."""
    exponent = value.as_tuple().exponent
    endless = isinstance(exponent, int) and exponent < -MOST_DECIMALS
    return number_text(rounded(value) if endless else value)


def rate_text(value: Decimal | None, digits: int = 2) -> str:
    """A ratio as per cent: 0.9782 is “97.82%”; blank is an empty text."""
    return "" if value is None else f"{rounded(value * 100, digits):,}%"


def score_text(value: Decimal | None) -> str:
    """A score as it stands (it is rounded when it is given): “9.88”; blank is an empty text."""
    return "" if value is None else f"{value:,f}"
