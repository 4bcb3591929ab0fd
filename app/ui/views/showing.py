"""How figures stand on the screen: in which unit, and with how many digits.

Nothing that is stored, printed or exported depends on it: a `Showing` turns an amount in 元 into
what a cell shows, and what is typed in that cell into what is stored. No Qt here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from app.domain.tables import written
from app.domain.values import UNITS, amount_text, number_text, rate_text, read_amount, rounded
from app.scheme.model import Kind, Table

OWN = ""  # every table in the unit that it is reported in
YUAN, WAN = "元", "万元"
YUAN_DIGITS = 2
FIGURE_WIDTH = 104  # px that an amount with two digits of 万元 needs
DIGIT_WIDTH = 7  # px of one more digit
YUAN_MORE = 4  # characters that the same amount is longer in 元: “12,345.68” is “123,456,789.01”
_SUFFIX = {YUAN: "元", WAN: "万"}
_ENDS = tuple("元百千万亿")
_BARE = re.compile(r"(?<![\d.,])[\d.][\d.,]*(?![\d.,%元百千万亿])")


class Shelf(Protocol):
    """Where settings are kept by name, as `Memory` does."""

    def recall(self, name: str) -> str: ...

    def keep(self, name: str, text: str) -> None: ...


@dataclass(frozen=True)
class Setting:
    """One thing that can be set about figures: its name on the shelf, and what may be chosen as
    (kept text, label). The first one stands while nothing is kept."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    hint: str = ""


UNIT = Setting(
    "show.unit",
    "金额单位",
    ((OWN, "按表"), (YUAN, YUAN), (WAN, WAN)),
    "只改屏幕上的显示；填的数、导出和打印的单位不变",
)
WAN_DIGITS = Setting(
    "show.wan_digits",
    "万元显示小数位",
    (("2", "2 位"), ("4", "4 位"), ("6", "6 位（到分）")),
    "只改屏幕上的显示；准确数在状态栏",
)
RATE_DIGITS = Setting(
    "show.rate_digits",
    "百分数显示小数位",
    (("2", "2 位"), ("1", "1 位")),
    "只改屏幕上的显示",
)
SETTINGS = (UNIT, WAN_DIGITS, RATE_DIGITS)


def chosen(memory: Shelf, setting: Setting) -> str:
    """What is kept for a setting, or its first choice where nothing (or nonsense) is."""
    kept = memory.recall(setting.name)
    allowed = [choice for choice, _ in setting.choices]
    return kept if kept in allowed else allowed[0]


def choose(memory: Shelf, setting: Setting, choice: str) -> None:
    """Keep a choice; `WorkPage.show_anew()` then lets all pages show it."""
    memory.keep(setting.name, choice)


@dataclass(frozen=True)
class Showing:
    """One way to show figures; a blank `unit` leaves every table its own."""

    unit: str = OWN
    wan_digits: int = 2
    rate_digits: int = 2

    # ── out ──────────────────────────────────────────────────────────────────────────────

    def unit_of(self, own: str) -> str:
        """The unit that a table of the unit `own` is shown in."""
        return self.unit or own

    def switched(self, own: str) -> bool:
        """Whether a table is shown in another unit than its own."""
        return self.unit_of(own) != own

    def _digits(self, own: str) -> int:
        return YUAN_DIGITS if self.unit_of(own) == YUAN else self.wan_digits

    def amount(self, value: Decimal | None, own: str) -> str:
        """An amount in 元 as it is shown. 0.00 is said of nothing but zero: what would round to it
        shows its digits."""
        unit, digits = self.unit_of(own), self._digits(own)
        text = amount_text(value, unit, digits)
        if value and not rounded(value / UNITS[unit], digits):
            return number_text(value / UNITS[unit])
        return text

    def brief(self, value: Decimal | None) -> str:
        """An amount with its unit where there is little room: 12.30 万, or in 元."""
        return f"{self.amount(value, WAN)} {_SUFFIX[self.unit_of(WAN)]}"

    def rate(self, value: Decimal | None) -> str:
        return rate_text(value, self.rate_digits)

    def figure(self, kind: Kind, value: Decimal | None, own: str) -> str:
        """A figure of any kind as it is shown."""
        match kind:
            case "amount":
                return self.amount(value, own)
            case "percent":
                return self.rate(value)
            case _:
                return number_text(value)

    def hides(self, value: Decimal | None, own: str) -> bool:
        """Whether an amount has more digits than are shown."""
        if value is None:
            return False
        scaled, digits = value / UNITS[self.unit_of(own)], self._digits(own)
        short = rounded(scaled, digits)
        return bool(short) and short != scaled

    def exact(self, value: Decimal | None, own: str) -> str:
        """The amount in 元 to its last digit, in words, where rounding hides something."""
        if value is None or not self.hides(value, own):
            return ""
        whole = amount_text(value, YUAN)
        return f"准确数 {whole if rounded(value) == value else number_text(value)} 元"

    def copied(self, value: Decimal | None, own: str) -> str:
        """An amount to its last digit in the unit that is shown, for the clipboard."""
        return "" if value is None else written("amount", value, self.unit_of(own))

    # ── in ───────────────────────────────────────────────────────────────────────────────

    def starts(self, text: str, own: str) -> str:
        """What editing a typed amount starts from: the amount in the unit that is shown, to its
        last digit; as it was typed, where it was typed in that unit."""
        unit = self.unit_of(own)
        value = read_amount(text, own).value if unit != own else None
        if not value:  # its own unit, blank, nothing, or what cannot be read
            return text
        for suffix in (unit, _SUFFIX[unit]):
            bare = text.replace(suffix, "").strip()
            cut = bare != text.strip() and not any(end in bare for end in _ENDS)
            if cut and read_amount(bare, unit).value == value:
                return bare
        return self.copied(value, own)

    def stored(self, text: str, own: str) -> str:
        """What is stored for an amount that is typed where `unit` is shown: with that unit, unless
        it says its own or is the same in every unit. What cannot be read stays as it is."""
        unit = self.unit_of(own)
        if unit == own:
            return text
        meant = read_amount(text, unit).value
        if meant == read_amount(text, own).value:
            return text
        if meant is None:  # too large in this unit: let it be said of this unit
            return f"{text.strip()}{_SUFFIX[unit]}"
        for candidate in _with_unit(text.strip(), _SUFFIX[unit]):
            if read_amount(candidate, own).value == meant:
                return candidate
        return f"{self.copied(meant, own)}{_SUFFIX[unit]}"

    # ── words ────────────────────────────────────────────────────────────────────────────

    def label(self, own: str) -> str:
        """The unit for “单位：”, with the table's own where another is shown."""
        return f"{self.unit}（表以{own}上报）" if self.switched(own) else own

    def told(self, text: str, own: str) -> str:
        """What was typed, for a sentence: with its unit where the table shows another one."""
        bare = self.switched(own) and not own_unit(text)
        return f"{text}{own}" if bare and read_amount(text, own).value is not None else text

    def width(self, own: str) -> int:
        """px that a column of amounts needs."""
        more = YUAN_MORE if self.unit_of(own) == YUAN else self.wan_digits - 2
        return FIGURE_WIDTH + DIGIT_WIDTH * more


AS_REPORTED = Showing()  # every table as it is reported


def showing_of(memory: Shelf) -> Showing:
    """How figures are to be shown now."""
    unit, wan, rate = (chosen(memory, one) for one in SETTINGS)
    return Showing(unit, int(wan), int(rate))


def own_unit(text: str) -> bool:
    """Whether a typed amount says its unit itself: 3.5万, 500元."""
    return text.strip().endswith(_ENDS)


def _with_unit(text: str, suffix: str) -> tuple[str, ...]:
    """Ways to write a unit into a text: behind it, inside its brackets, or behind each figure of
    a calculation. Which of them means the same is seen by reading them."""
    each = _BARE.sub(lambda found: f"{found[0]}{suffix}", text)
    return (f"{text}{suffix}", f"{text[:-1]}{suffix}{text[-1:]}", each)


@dataclass(frozen=True)
class Typing:
    """What is stored for what is typed in a table that is shown in another unit than its own."""

    showing: Showing
    own: str
    prefix: str
    columns: frozenset[str]  # those that hold amounts

    def stored(self, cells: Mapping[str, str]) -> dict[str, str]:
        return {
            address: self.showing.stored(text, self.own) if self._amount(address) else text
            for address, text in cells.items()
        }

    def _amount(self, address: str) -> bool:
        start, _, column = address.rpartition(".")
        return column in self.columns and start.startswith(f"{self.prefix}.")


def typing(showing: Showing, table: Table, prefix: str) -> Typing | None:
    """How a table's amounts are typed; None where they are typed in its own unit."""
    if not showing.switched(table.unit):
        return None
    amounts = frozenset(one.id for one in table.columns if one.kind == "amount")
    return Typing(showing, table.unit, prefix, amounts) if amounts else None
