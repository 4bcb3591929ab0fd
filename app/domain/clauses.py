"""One clause of a 评分标准 as people write it: “80%（含）-90%，得6分” → limits and points.

Whatever leaves its meaning open raises Unreadable: `app.domain.rubric` puts clauses together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.values import SCALES, tidy

MAX_LENGTH = 500  # a cell of a form, not a chapter
LISTING = "\ue000"  # stands for 、 while a text is read: it never parts one clause from the next
NUMBER = r"-?(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,6})?(?![0-9])"
SCALE = r"十万|百万|千万|[百千万亿]"
PER_CENT = r"%|个?百分点|pp|PP"
POINTS = r"[0-9]{1,4}(?:\.[0-9]{1,4})?(?![0-9])"
_HAN = r"[\u4e00-\u9fff]"


class Unreadable(ValueError):
    """The text can be understood in more than one way, or in none."""


@dataclass(frozen=True)
class End:
    """One end of a tier; `closed` is None where the text does not say whether it is included."""

    value: Decimal
    closed: bool | None = None


@dataclass(frozen=True)
class Limits:
    """The figures of a condition. `bare`: a figure without a sign, such as “100%” or “1个”.

    `unit` is "%", a measure word or blank; `subject` and `about` are the words before and after.
    """

    low: End | None = None
    high: End | None = None
    bare: bool = False
    unit: str = ""
    subject: str = ""
    about: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Points:
    """Points as written, or a part of the weight: 满分 is 1 of it, 一半 is 0.5."""

    value: Decimal
    of_weight: bool = False


@dataclass(frozen=True)
class Clause:
    condition: str
    points: Points


@dataclass(frozen=True)
class _Figure:
    number: Decimal
    scale: str
    unit: str
    sign: str
    after: str
    marks: tuple[tuple[bool, Decimal | None], ...]  # (含) → (True, None), (不含90%) → (False, 90)

    @property
    def value(self) -> Decimal:
        return self.number * SCALES[self.scale]


# ---------------------------------------------------------------- a text → its clauses

_SIGNS = {">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤", "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤"}
_BREAK = re.compile(r"(?<=[0-9]分)\s+|(?<=不得分)\s+|(?<=为止)\s+|。")
_SPLIT_NUMBER = re.compile(r"[0-9.] [0-9.]")  # a line break in a number, or between two of them?
_TITLE = re.compile(r"^(?:评分|计分|评价|打分|赋分)(?:标准|方法|办法|规则|细则):")
# a comma ends a clause only after its points: “≥90%，得10分，80%-90%，得6分”
_CLOSED_BY = re.compile(
    rf"(?:(?:[得计记给赋打扣]|→){POINTS}分?|(?<![0-9.<>≤≥=~-]){POINTS}分|满分|一半|不[得计记给]分)"
    rf"(?=[,{LISTING}](?![0-9]{{3}}(?![0-9]))|\.(?![0-9]))"
)
_ALSO_APART = re.compile(rf"[,{LISTING}](?=否则|其他|其它|其余|扣完|直至扣完)|\((?=扣完[^()]*\))")
_NUMBERED = re.compile(
    rf"\([0-9]{{1,2}}\)|[0-9]{{1,2}}\)|[0-9]{{1,2}}[.,{LISTING}](?![0-9得计记给不])"
)


def pieces(text: str) -> list[str]:
    """The clauses of a text, narrowed and without spaces, list numbers and a heading."""
    if len(text) > MAX_LENGTH:
        raise Unreadable(text[:MAX_LENGTH])
    narrow = tidy(_BREAK.sub(";", text.strip()).replace("、", LISTING))
    if len(narrow) > MAX_LENGTH or _SPLIT_NUMBER.search(narrow):  # one sign may narrow to many
        raise Unreadable(text)
    plain = narrow.replace(" ", "").replace("->", "→")
    plain = re.sub("-{2,}", "-", plain).replace("∼", "~")
    for sign, one in _SIGNS.items():
        plain = plain.replace(sign, one)
    plain = re.sub(rf"百分之({NUMBER})", r"\1%", _TITLE.sub("", plain))
    plain = _ALSO_APART.sub(";", _CLOSED_BY.sub(r"\g<0>;", plain))
    parts = [part.strip(f",.!·{LISTING}") for part in plain.split(";")]
    return _unnumbered([part for part in parts if part])


def _unnumbered(parts: list[str]) -> list[str]:
    """Without 1. 2. 3.; where one clause has a number all must: “2.80%” may be a figure."""
    if not any(_NUMBERED.match(part) for part in parts):
        return parts
    heads = [re.match(rf"\(?{number}[).,{LISTING}]", part) for number, part in enumerate(parts, 1)]
    if not all(heads):
        raise Unreadable(parts[0])
    return [part[head.end() :] for part, head in zip(parts, heads, strict=True) if head]


def written(words: str) -> str:
    """Words of a clause as they print: the narrowed punctuation made wide again."""
    return words.replace(LISTING, "、").replace(",", "，").replace("(", "（").replace(")", "）")


def alternatives(words: str) -> tuple[str, ...]:
    """“未公开或公开不及时” names one tier by two texts."""
    return tuple(dict.fromkeys(part for part in written(words).split("或") if part))


# ---------------------------------------------------------------- a clause → condition and points

_CLAUSE = re.compile(
    rf"(?P<condition>.+?)(?:(?<!目)的)?(?P<comma>[,:])?(?:"
    r"(?P<none>(?:(?<!否)则|均)?(?:不予?[得计记给]分|[得计记]零分))"
    r"|(?P<verb>(?:(?<!否)则|[可应均])?[得计记给赋打]|→)?(?:"
    r"(?P<full>满分)|(?P<half>(?:分值的?)?一半(?:分值|分)?)"
    rf"|(?:分值|权重分?|满分)的?(?P<part>{NUMBER})%"
    rf"|(?P<points>{POINTS})(?P<mark>分)?))"
)


def clause(piece: str) -> Clause:
    """Condition and points of “80%-90%，得6分”, “清晰合理3”, “0-10→4”, “未制定不得分”."""
    found = _CLAUSE.fullmatch(piece)
    if not found:
        raise Unreadable(piece)
    condition = found["condition"].rstrip(",")
    if found["none"]:
        return Clause(condition, Points(Decimal(0)))
    if found["full"]:
        return Clause(condition, Points(Decimal(1), True))
    if found["half"]:
        return Clause(condition, Points(Decimal("0.5"), True))
    if found["part"]:
        return Clause(condition, Points(_decimal(found["part"]) / 100, True))
    if not found["verb"] and not _apart(found):
        raise Unreadable(piece)
    return Clause(condition, Points(Decimal(found["points"])))


def _apart(found: re.Match[str]) -> bool:
    """Whether points without 得 stand apart from what is before them: “≥90%10分”, “合理3”."""
    figures = re.search("[0-9]", found["condition"])
    if figures and not found["mark"]:
        return False
    before = found["condition"][-1]
    return bool(found["comma"] or re.fullmatch(rf"[%)]|(?![百千万亿得计记给赋打扣]){_HAN}", before))


# ---------------------------------------------------------------- a condition → its limits

_WORDS = {
    "≥": "大于或等于 大于等于 高于或等于 不低于 不少于 不小于 不短于 至少 达到或超过 达到 达",
    "≤": "小于或等于 小于等于 低于或等于 不高于 不多于 不大于 不超过 不超出 不超 控制在 至多 最多",
    ">": "大于 高于 超过 超出 多于 超",
    "<": "小于 低于 少于 不足 不到 不满 未满 达不到",
    "=": "等于",
}
_SIGN_OF = {word: sign for sign, words in _WORDS.items() for word in words.split()}
_NEGATED = {"≥": "<", "<": "≥", ">": "≤", "≤": ">"}
_FLIPPED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}
_WORD_SIGN = re.compile(
    r"(?P<no>不得|不能|不应|不可|不宜|未能|未|没有)?"
    rf"(?P<word>{'|'.join(sorted(_SIGN_OF, key=len, reverse=True))})(?=-?[0-9])"
)
_CHAIN = re.compile(  # 10%<偏差率≤20%
    r"(?P<first>-?[0-9][^<>≤≥=]{0,20})(?P<one>[<>≤≥])"
    r"(?P<subject>[^0-9<>≤≥=]{1,40})(?P<two>[<>≤≥])(?P<second>-?[0-9][^<>≤≥=]*)"
)
_MARK = rf"\((?:不?含(?:本数)?(?:{NUMBER}%?)?[,{LISTING}]?){{1,2}}\)"
_FIGURE = re.compile(
    rf"(?P<sign>[<>≤≥=])?(?P<number>{NUMBER})"
    rf"(?:(?P<unit>{PER_CENT}|‰)|(?P<scale>{SCALE})?(?P<word>{_HAN}{{0,8}}?)"
    rf"(?=$|[(~至到,{LISTING}且但<>≤≥=的-]|及?以[上下内]|之[内间]|内))"
    rf"(?P<mark>{_MARK})?(?P<after>及?以上|及?以下|以内|之内|内)?(?P<mark2>{_MARK})?"
)
_SUBJECT = re.compile(r"(?:[^0-9<>≤≥=-]|-(?![0-9]))*")
_SUBJECT_END = re.compile(r"(?:介于|处于|位于|(?<!存)在|为|是|[:,])+$")
_TO = re.compile(r"[-~至到]")
_AND = re.compile(rf"[,{LISTING}]?(?:且|但)?")
_NAMED = re.compile(r"\(即(?P<words>[^()0-9]{1,80})\)$")  # ≥100%（即所有项目均已设定）
_ABOUT = re.compile(rf"(?:之间|区间)?的?(?P<about>{_HAN}{{0,24}})")
# more than one condition, a sum of points, or a figure that is not quite the figure
_OPEN_SUBJECT = re.compile(
    r"[或且扣]|另加|加分|除了|除外|每(?![天日周月季年])|(?:未|不|没有|[约近负±第前后非])$"
    # “上升6%” would pass for “下降5%以上”: a rule holds no direction
    r"|(?:下降|降低|减少|压减|压缩|上升|增长|增加|提高|提升)(?:了|幅度)?$"
)
_OPEN_WORD = re.compile(r"^[月号]|[且或并但每按扣得前后余多]|左右|上下")
_OPEN_ABOUT = re.compile(r"[且或并但每按扣得未不没前后]|左右|上下")


def limits(condition: str) -> Limits:
    """The figures of a condition, in full units: 4800万元 is 48000000."""
    plain = _CHAIN.sub(_unchained, _WORD_SIGN.sub(_as_sign, condition))
    named = _NAMED.search(plain)
    if named:
        plain = plain[: named.start()]
    start = _SUBJECT.match(plain)
    subject = _SUBJECT_END.sub("", start[0]) if start else ""
    figures, joint, rest = _figures(plain, start.end() if start else 0)
    about = _ABOUT.fullmatch(rest)
    if not about or _OPEN_SUBJECT.search(subject) or _OPEN_ABOUT.search(about["about"]):
        raise Unreadable(condition)
    made = _between(figures[0], figures[1], joint) if joint else _alone(figures[0])
    words = alternatives(named["words"]) if named else ()
    return replace(made, subject=subject, about=about["about"], words=words)


def _as_sign(found: re.Match[str]) -> str:
    sign = _SIGN_OF[found["word"]]
    if found["no"] and sign not in _NEGATED:
        raise Unreadable(found[0])
    return _NEGATED[sign] if found["no"] else sign


def _unchained(found: re.Match[str]) -> str:
    first = f"{_FLIPPED[found['one']]}{found['first']}"
    return f"{found['subject']}{first},{found['two']}{found['second']}"


def _figures(plain: str, start: int) -> tuple[list[_Figure], str, str]:
    """One or two figures, what joins them ("to" or "and"), and the text after them."""
    found = _FIGURE.match(plain, start)
    if not found:
        raise Unreadable(plain)
    for joint, pattern in (("to", _TO), ("and", _AND)):
        between = pattern.match(plain, found.end())
        second = _FIGURE.match(plain, between.end()) if between else None
        if second:
            return [_figure(found), _figure(second)], joint, plain[second.end() :]
    return [_figure(found)], "", plain[found.end() :]


def _figure(found: re.Match[str]) -> _Figure:
    number, word = _decimal(found["number"]), found["word"] or ""
    year = word.startswith("年") and number >= 1900
    if year or _OPEN_WORD.search(word):
        raise Unreadable(found[0])
    marks = tuple(_marks(f"{found['mark'] or ''}{found['mark2'] or ''}"))
    unit = found["unit"] or word
    per_cent = bool(found["unit"]) and unit != "‰"
    return _Figure(
        number=number,
        scale=found["scale"] or "",
        unit="%" if per_cent else unit,
        sign=found["sign"] or "",
        after=found["after"] or "",
        marks=marks,
    )


def _marks(text: str) -> Iterator[tuple[bool, Decimal | None]]:
    for found in re.finditer(rf"(?P<no>不)?含(?:本数)?(?P<number>{NUMBER})?", text):
        yield not found["no"], _decimal(found["number"]) if found["number"] else None


def _alone(figure: _Figure) -> Limits:
    if any(number not in {None, figure.number} for _, number in figure.marks):
        raise Unreadable(figure.unit)
    if figure.sign == "=" or not (figure.sign or figure.after):
        end = End(figure.value, True)
        if figure.marks or figure.after:
            raise Unreadable(figure.unit)
        return Limits(end, end, bare=not figure.sign, unit=figure.unit)
    is_low = figure.sign in "≥>" if figure.sign else figure.after.endswith("上")
    if figure.after and is_low != figure.after.endswith("上"):
        raise Unreadable(figure.unit)
    end = End(figure.value, _closed(figure))
    return Limits(end if is_low else None, None if is_low else end, unit=figure.unit)


def _closed(figure: _Figure) -> bool | None:
    """Whether the figure itself is included; 以上 and 以下 alone leave it to their neighbours."""
    said = {included for included, _ in figure.marks}
    if len(said) == 2 or (figure.sign in {"≥", "≤"} and False in said):
        raise Unreadable(figure.unit)
    if said:
        return said.pop()
    if figure.sign:
        return figure.sign in "≥≤"
    return True if figure.after.startswith("及") or figure.after.endswith("内") else None


def _between(one: _Figure, two: _Figure, joint: str) -> Limits:
    one, two = _same_unit(one, two)
    if joint == "and":
        made = (_alone(one), _alone(two))
        low = next((span for span in made if span.low and not span.high), None)
        high = next((span for span in made if span.high and not span.low), None)
        if low is None or high is None:
            raise Unreadable(one.unit)
        return _sound(Limits(low.low, high.high, unit=one.unit))
    if one.sign or one.after or two.sign or two.after not in {"", "之内", "以内"}:
        raise Unreadable(one.unit)
    first, second = _included(one, two)
    if one.value > two.value and not one.scale:  # “100%-80%（含）” is written from the top
        one, two, first, second = two, one, second, first
    # a mark at one end says that the other is not included; nobody leaves out 0 or 100%
    if first and second is None and not (two.value == 100 and two.unit in {"%", ""}):
        second = False
    if second and first is None and one.value != 0:
        first = False
    return _sound(Limits(End(one.value, first), End(two.value, second), unit=one.unit))


def _sound(made: Limits) -> Limits:
    if made.low and made.high and made.low.value >= made.high.value:
        raise Unreadable(made.unit)
    return made


def _same_unit(one: _Figure, two: _Figure) -> tuple[_Figure, _Figure]:
    """“80-90%” and “3-5万元”: the unit stands once, behind the second figure."""
    if not one.unit and not one.scale:
        one = replace(one, unit=two.unit, scale=two.scale)
    if one.unit != two.unit:
        raise Unreadable(one.unit)
    return one, two


def _included(one: _Figure, two: _Figure) -> tuple[bool | None, bool | None]:
    """What the marks of a range say of its two ends: “80%-90%（含80%）” names the end."""
    said: list[set[bool]] = [set(), set()]
    for place, figure in enumerate((one, two)):
        for included, number in figure.marks:
            if number not in {None, one.number, two.number}:
                raise Unreadable(figure.unit)
            to = place if number is None else 0 if number == one.number else 1
            said[to].add(included)
    if any(len(values) == 2 for values in said):
        raise Unreadable(one.unit)
    first, second = (values.pop() if values else None for values in said)
    return first, second


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
