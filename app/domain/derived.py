"""One derived figure of the 说明: its exact number, how it is written, and how it came about.

Amounts are Decimal in 元, rates ratios; nothing is rounded before it is written. Where there is
nothing to compute with, `note` says why in the words of the scheme.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.values import UNITS, number_text, read_rate, rounded
from app.scheme.figures import Digits, FigureKind, FigureRule, FigureWords
from app.scheme.formula import Value

HUNDRED = Decimal(100)
REASON = "要写原因"


@dataclass(frozen=True)
class Derived:
    """`text` is what the 说明 prints, without sign; `words` says the direction (增加, 下降, 小于).

    `cells` are the figures it comes from, the compared one first; `row` is the part that it is of.
    """

    id: str
    row: str
    label: str
    kind: FigureKind
    number: Value = None
    text: str = ""
    value: str = ""
    base: str = ""
    working: str = ""
    words: str = ""
    note: str = ""
    cells: tuple[str, ...] = ()
    asks_reason: bool = False  # it differs from what it is compared with: 原因 must be given

    @property
    def name(self) -> str:
        """What the figure is of: 公务接待费　完成预算%."""
        return "　".join(part for part in (self.row, self.label) if part)

    @property
    def said(self) -> str:
        """How to write it: the direction, whether a reason belongs to it, what else to know."""
        said = self.words + (f"，{REASON}" if self.asks_reason else "")
        return "；".join(part for part in (said, self.note) if part)


@dataclass(frozen=True)
class Style:
    """How a submission writes its figures: the scheme's words, and 万元 or 元."""

    words: FigureWords
    unit: str

    def amount(self, value: Value) -> str:
        """An amount in the unit, as a document prints it: without commas."""
        return "" if value is None else written(value / UNITS[self.unit], self.words.digits)

    def rate(self, value: Decimal) -> str:
        return f"{written(value * HUNDRED, self.words.digits)}%"

    def plain(self, rule: FigureRule, value: Value) -> str:
        """A figure that others are compared with, in the unit in which it is counted."""
        return _plain(value) if rule.measure or rule.plain else self.amount(value)

    def printed(self, rule: FigureRule, value: Decimal) -> Decimal:
        """A figure as somebody has it who takes it from the page."""
        return value if rule.measure or rule.plain else rounded(value / UNITS[self.unit])


def _plain(value: Value) -> str:
    return number_text(value).replace(",", "")


def written(value: Decimal, digits: Digits) -> str:
    """Rounded to two digits, once: 30.60 and 30.00; for `whole` 30.60 and 30, for `short` 30.6."""
    text = f"{rounded(value)}"
    whole = text.removesuffix(".00")
    match digits:
        case "two":
            return text
        case "whole":
            return whole
        case "short":
            return whole if whole != text else text.rstrip("0")


def derived(style: Style, rule: FigureRule, start: Derived, value: Value, base: Value) -> Derived:
    """The figure of a rule; `start` says which one it is and which cells it comes from."""
    found = replace(start, value=style.plain(rule, value), base=style.plain(rule, base))
    if value is None:
        return replace(found, note=style.words.no_value)
    match rule.kind:
        case "amount":
            return replace(found, number=value, text=f"{style.amount(value)}{style.unit}")
        case "count":
            text = _plain(value)
            return replace(found, number=value, text=f"{text}{rule.measure}", value=text)
        case "score":
            text = written(value, style.words.digits)
            return replace(found, number=value, text=f"{text}分", value=text)
        case "share":
            return _share(style, rule, found, value, base)
        case "difference":
            return _difference(style, rule, found, value, base)
        case "growth":
            return _growth(style, rule, found, value, base)
        case "completion":
            return _completion(style, rule, found, value, base)
        case "gap":
            return _gap(style, rule, found, value, base)


def _share(style: Style, rule: FigureRule, found: Derived, value: Decimal, base: Value) -> Derived:
    if not base:
        return replace(found, note=style.words.no_total)
    return _quotient(style, rule, found, value, base)


def _quotient(
    style: Style, rule: FigureRule, found: Derived, value: Decimal, base: Decimal
) -> Derived:
    number = value / base
    text = style.rate(number)
    again = style.printed(rule, value), style.printed(rule, base)
    exact = not again[1] or style.rate(again[0] / again[1]) == text
    return replace(
        found,
        number=number,
        text=text,
        working=f"{found.value}÷{found.base}＝{text}",
        note="" if exact else style.words.exact,
    )


def _difference(
    style: Style, rule: FigureRule, found: Derived, value: Decimal, base: Value
) -> Derived:
    words = style.words
    if base is None:
        return replace(found, note=words.last_blank)
    number = value - base
    said = words.rose if number > 0 else words.fell if number < 0 else words.same
    text = style.plain(rule, abs(number))
    printed = style.printed(rule, value) - style.printed(rule, base)
    return replace(
        found,
        number=number,
        text=text + (rule.measure or style.unit),
        words=said,
        working=f"{found.value}－{found.base}＝{_sign(number)}{text}",
        note="" if printed == style.printed(rule, number) else words.exact,
        asks_reason=number != 0,
    )


def _growth(style: Style, rule: FigureRule, found: Derived, value: Decimal, base: Value) -> Derived:
    words = style.words
    if base is None:
        return replace(found, note=words.last_blank)
    if base <= 0:
        return replace(found, note=words.last_zero if base == 0 else words.last_negative)
    number = (value - base) / base
    said = words.grew if number > 0 else words.shrank if number < 0 else words.same
    text = style.rate(abs(number))
    again = style.printed(rule, value), style.printed(rule, base)
    exact = not again[1] or style.rate(abs(again[0] - again[1]) / again[1]) == text
    return replace(
        found,
        number=number,
        text=text,
        words=said,
        working=f"({found.value}－{found.base})÷{found.base}＝{_sign(number)}{text}",
        note="" if exact else words.exact,
        asks_reason=number != 0,
    )


def _sign(number: Decimal) -> str:
    return "－" if number < 0 else ""


def _completion(
    style: Style, rule: FigureRule, found: Derived, value: Decimal, base: Value
) -> Derived:
    words = style.words
    if base is None:
        return replace(found, note=words.budget_blank)
    said = words.more if value > base else words.less if value < base else words.even
    found = replace(found, words=said, asks_reason=value != base and not rule.plain)
    if base:
        return _quotient(style, rule, found, value, base)
    nothing = words.overspent if value else words.unbudgeted
    if read_rate(nothing).value is None:
        return replace(found, note=nothing)
    return replace(found, text=nothing)


def _gap(style: Style, rule: FigureRule, found: Derived, value: Decimal, base: Value) -> Derived:
    """How far a result is from its target; neither is money."""
    if base is None:
        return found
    words, number = style.words, value - base
    text = _plain(abs(number))
    return replace(
        found,
        number=number,
        text=f"{text}{rule.measure}",
        words=words.more if number > 0 else words.less if number < 0 else words.even,
        working=f"{found.value}－{found.base}＝{_sign(number)}{text}",
    )
