"""指标值 and 完成值 as people write them → what they say: quantity, range, date or words.

“≥90%”, “控制在4.5%以内”, “3.9万”, “不低于17场”, “2023年12月之前完成”, “效果明显”.
Reading never changes the text; every value keeps it.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from app.domain.values import BLANK_MARKS, SCALES, join_digits, tidy

MAX_LENGTH = 60  # a figure is short; a paragraph with a number in it is words


@dataclass(frozen=True)
class Blank:
    text: str = ""


@dataclass(frozen=True)
class Words:
    text: str


@dataclass(frozen=True)
class ComparatorOnly:
    """“≤” with its number lost, as when one figure was split into two cells."""

    text: str
    comparator: str


@dataclass(frozen=True)
class Quantity:
    """A number with what stands around it. `value` = number × scale; `unit` may be empty."""

    text: str
    comparator: str  # ≥ > ≤ < = or "" where none is written
    number: Decimal
    scale: str
    unit: str
    subject: str = ""  # words before the number: “平均每月”, “同比下降”

    @property
    def value(self) -> Decimal:
        return self.number * SCALES[self.scale]

    @property
    def bare(self) -> bool:
        return not self.scale and not self.unit


@dataclass(frozen=True)
class Range:
    """From `low` to `high`, both included: “3-5次”, “90%～95%”."""

    text: str
    low: Quantity
    high: Quantity


@dataclass(frozen=True)
class Period:
    """A date, month or year: from its first to its last day."""

    text: str
    first: date
    last: date


Reading = Blank | Words | ComparatorOnly | Quantity | Range | Period

_SIGNS = {
    ">=": "≥",
    "=>": "≥",
    "<=": "≤",
    "=<": "≤",
    ">": ">",
    "<": "<",
    "=": "=",
    "≥": "≥",
    "≤": "≤",
}
_SIGNS |= {"≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "==": "="}
_STOP = re.compile(r"(?<=\d)。(?=\d)")
_SLIPS = {"》": ">", "《": "<"}  # what the keys > and < give while Chinese is being typed
_SLIP = re.compile(r"\s*(?P<slip>[《》])(?P<also>\s*[=＝])?(?=\s*(?:-?[\d０-９]|$))[^《》]*")
# the longer words first: “不小于” holds “小于”
_WORDS_BEFORE = {
    "≥": ("大于或等于", "大于等于", "不低于", "不少于", "不小于", "不短于", "至少", "达到或超过"),
    "≤": (
        "小于或等于",
        "小于等于",
        "不高于",
        "不多于",
        "不大于",
        "不超过",
        "未超过",
        "不超",
        "控制在",
        "至多",
        "最多",
    ),
    ">": ("大于", "高于", "超过", "多于"),
    "<": ("小于", "低于", "少于", "不足", "不到", "不满", "未达到", "未达", "未满"),
    "=": ("等于",),
}
_NOT = ("不得", "不能", "不应", "不可", "不宜", "不许", "不会", "不准", "未", "没有")
_NEGATED = {">": "≤", "<": "≥"}  # “不得低于90%” is no “<”
_WORDS_AFTER = {"≥": ("及以上", "以上"), "≤": ("及以下", "以下", "以内", "之内", "内")}
_FILLERS_AFTER = ("左右", "上下", "余", "多")
_DONE = r"(?:完成|到位|完工|竣工|办结|结束|发放|支付|拨付|完毕)"
_ORDINAL = ("第", "前", "说明", "附件", "附表", "备注")
_UNSURE = ("±", "负", "近")  # ±5% is no 5%, and “近1000人” is not 1000

_NUMBER = r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = r"十万|百万|千万|[百千万亿]"
_QUANTITY = re.compile(
    rf"(?P<before>[^\d<>=≥≤≧≦⩾⩽-]*?)\s*(?P<sign>>=|=>|<=|=<|==|[<>=≥≤≧≦⩾⩽])?\s*"
    rf"(?P<middle>[^\d<>=≥≤≧≦⩾⩽%-]*?)\s*(?P<number>{_NUMBER})\s*"
    rf"(?P<more>[余多])?(?P<scale>{_SCALE})?\s*(?P<after>[^\d<>=≥≤≧≦⩾⩽]*)"
)
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<low_scale>{_SCALE})?\s*(?P<low_unit>[^\d<>=≥≤~至到-]*)"
    rf"(?:-|~|至|到)\s*"
    rf"(?P<high>{_NUMBER})\s*(?P<scale>{_SCALE})?\s*(?P<unit>[^\d<>=≥≤-]*)"
)
_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})\s*(?:年度?|[-./])\s*)?"
    # only a year makes “12.31” or “3-5” a date; without the 月, “15日” is a number of days
    r"(?:(?P<month>1[0-2]|0?[1-9])\s*(?(year)(?:月份?|[-./]|$)|月份?)\s*)?"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])\s*[日号]?\s*)?"
    r"(?P<end>[年月]?[底末]|全年)?"
    rf"(?P<words>之?前|以前|前后|内)?\s*(?:按时|按期|全部|全面)?\s*{_DONE}{{0,2}}\s*[.。]?"
)
_DATED = re.compile(r"年|月|\d[日号]|\d{4}([-./])\d{1,2}\1\d{1,2}|^\d{4}[-/]\d{1,2}$")
_PACKED = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")  # 20231231
_THIS_YEAR = re.compile(rf"(?:[本当]?年[内底末]|[本当]年度?内?)(?:之?前)?{_DONE}{{0,2}}")
_INCLUDED = re.compile(
    r"(?P<figure>\d[\d.,]*[^\d()]{0,3}?)(?P<words>及?以[上下])\(含(?P=figure)\)$"
)
_MONTHS = re.compile(r"(?:19|20)\d\d\.\d{1,2}-(?:19|20)\d\d\.\d{1,2}")  # 2023.1-2023.12
_SPAN = re.compile(r"(?P<first>.+?)(?:-|~|至|到)(?P<last>.+)")  # 2023年1-12月
_PLACE_IN_TIME = re.compile(r"月|[日号](?:之|以)?前|号")  # “每月15日前”: no amount of anything
_YEAR = re.compile(r"(?:19|20)\d\d年")  # “2023年新增”: words
_QUARTERS = {
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
    "1季度": (1, 3),
    "2季度": (4, 6),
    "3季度": (7, 9),
    "4季度": (10, 12),
    "上半年": (1, 6),
    "下半年": (7, 12),
}
_ITEM = re.compile(
    r"^\d{1,2}[.,)] ?(?=[^\d\s.,)%]{2})"
)  # “1.培训100人”: a list number, no quantity
_QUARTER = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})年)?第?(?P<part>[一二三四1-4]季度|[上下]半年)"
    rf"(?:末|底)?(?:之?前|以?内)?{_DONE}{{0,2}}[.]?"
)


def mended(text: str) -> str:
    """“》=5”, “《３天” and “7。9万元” as they were meant: an input method makes book-title marks of
    > and <, and its full stop of a point."""
    text = _STOP.sub(".", text)
    found = _SLIP.fullmatch(text)
    if not found:
        return text
    sign = _SIGNS[_SLIPS[found["slip"]] + ("=" if found["also"] else "")]
    return sign + text[found.end("also") if found["also"] else found.end("slip") :].lstrip()


@lru_cache(maxsize=20_000)
def read(text: str, year: int) -> Reading:
    """What a 指标值 or 完成值 says; `year` stands in where a date has none.

    Pure, and cached only because a form repeats the same few texts (“100%”, “效果明显”).
    """
    plain = join_digits(tidy(mended(text)))
    if plain.replace(" ", "") in BLANK_MARKS:
        return Blank(text)
    if plain in _SIGNS:
        return ComparatorOnly(text, _SIGNS[plain])
    if len(plain) > MAX_LENGTH:
        return Words(text)
    plain = _INCLUDED.sub(r"\g<figure>\g<words>", plain)
    plain = _ITEM.sub("", plain)
    return (
        _period(text, plain, year) or _range(text, plain) or _quantity(text, plain) or Words(text)
    )


def _period(text: str, plain: str, year: int) -> Period | None:
    """A date only where it is written as one: 年, 月, 日 or two separators must be there."""
    if not date.min.year <= year <= date.max.year:
        return None  # a damaged file: no date can be told
    compact = plain.replace(" ", "")
    quarter = _QUARTER.fullmatch(compact)
    if quarter:
        return _months(text, int(quarter["year"] or year), *_QUARTERS[quarter["part"]])
    packed = _PACKED.fullmatch(compact)
    if packed:
        return _days(text, *map(int, packed.groups()))
    if _THIS_YEAR.fullmatch(compact):
        return _months(text, year, 1, 12)
    return _date(text, compact, year) or _span(text, compact, year)


def _span(text: str, compact: str, year: int) -> Period | None:
    """From one date to another: “2023年1月至12月”, “1-12月”."""
    if _MONTHS.fullmatch(compact):
        compact = compact.replace(".", "年").replace("-", "月-") + "月"
    found = _SPAN.fullmatch(compact)
    if not found or not _DATED.search(found["last"]):
        return None
    start = found["first"]
    if start.isdecimal():  # 1-12月, 2021-2023年
        start += "年" if len(start) == 4 else "月"
    first = _date(text, start, year)
    last = _date(text, found["last"], first.first.year) if first else None
    if first is None or last is None or first.first > last.last:
        return None
    return Period(text, first.first, last.last)


def _date(text: str, compact: str, year: int) -> Period | None:
    if not _DATED.search(compact):
        return None
    found = _DATE.fullmatch(compact)
    if not found or not (found["year"] or found["month"] or found["end"]):
        return None
    if found["day"] and not found["month"]:
        return None
    if found["year"] is None and found["month"] is None and "年" not in (found["end"] or ""):
        return None
    in_year = int(found["year"] or year)
    month = int(found["month"]) if found["month"] else None
    day = int(found["day"]) if found["day"] else None
    return _days(text, in_year, month, day)


def _months(text: str, year: int, first: int, last: int) -> Period:
    return Period(text, date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _days(text: str, year: int, month: int | None, day: int | None) -> Period | None:
    if month is None:
        return _months(text, year, 1, 12)
    last = monthrange(year, month)[1]
    if day is None:
        return _months(text, year, month, month)
    if day > last:
        return None
    return Period(text, date(year, month, day), date(year, month, day))


def _range(text: str, plain: str) -> Range | None:
    found = _RANGE.fullmatch(plain)
    if not found:
        return None
    unit, scale = found["unit"].strip(), found["scale"] or ""
    low_unit = found["low_unit"].strip()
    if low_unit and low_unit != unit:
        return None
    low = Quantity(text, "≥", _decimal(found["low"]), found["low_scale"] or scale, unit)
    high = Quantity(text, "≤", _decimal(found["high"]), scale, unit)
    return Range(text, low, high) if low.value <= high.value else None


def _quantity(text: str, plain: str) -> Quantity | None:
    found = _QUANTITY.fullmatch(plain)
    if not found:
        return None
    before = f"{found['before']}{found['middle']}".strip()
    after = found["after"].strip()
    if before.endswith(_UNSURE):
        return None
    if before.endswith(_ORDINAL) and not found["sign"]:  # 第1名, 前3: a place, not an amount
        return None
    if _PLACE_IN_TIME.match(after) or _YEAR.fullmatch(f"{found['number']}{after[:1]}"):
        return None
    comparator = _SIGNS[found["sign"]] if found["sign"] else ""
    subject, from_before = _strip_before(before)
    unit, from_after = _strip_after(after)
    if from_before == "≤" and from_after == "≥":
        return None
    return Quantity(
        text=text,
        comparator=comparator or from_before or from_after,
        number=_decimal(found["number"]),
        scale=found["scale"] or "",
        unit=unit,
        subject=subject,
    )


def _strip_before(before: str) -> tuple[str, str]:
    for comparator, words in _WORDS_BEFORE.items():
        for word in words:
            if before.endswith(word):
                subject = before.removesuffix(word)
                if comparator in _NEGATED and subject.endswith(_NOT):
                    return subject, _NEGATED[comparator]
                return subject, comparator
    return before.removesuffix("达到").removesuffix("约").removesuffix(":"), ""


def _strip_after(after: str) -> tuple[str, str]:
    plain = after.replace("(次)", "次").strip(" .,;。()").lstrip("余多")
    plain = re.sub(rf"{_DONE}+$", "", plain)  # “30日内完成” is “30日内”
    plain = re.sub(r"\((?:含|含本数)\)", "", plain).removesuffix("(含")
    comparator = ""
    for sign, words in _WORDS_AFTER.items():
        for word in words:
            if plain.endswith(word):
                plain, comparator = plain.removesuffix(word), sign
                break
        if comparator:
            break
    for filler in _FILLERS_AFTER:
        plain = plain.removesuffix(filler)
    return plain.strip(), comparator


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
