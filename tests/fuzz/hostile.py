"""Inputs that mean harm: texts, and sound inputs in which something was changed."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import strategies as st

FRAGMENTS = (
    *(
        "",
        " ",
        "\0",
        "\t",
        "\r\n",
        "\x1b[31m",
        "\x7f",
        "\ud800",
        "\udfff",
        "\ufffe",
        "\u202e",
        "\u200b",
    ),
    *("\ufeff", "\u2028", "\u3000", "\U000e0041", "e\u0301", "𠮷", "ﷺ", "İ", "ß"),
    *("../../x", "..\\..\\x", "/etc/x", "C:\\x", "\\\\srv\\x", "~/x", "file:x", "x/", "./x"),
    *("CON", "nul.txt", "COM1", "COM¹.xlsx", "LPT9.", "aux .txt", "name. ", ".hidden", "a:b", "*?"),
    *("甲" * 300, "a" * 300, "9" * 50, "9" * 5_000, "[" * 900, "(" * 300, "=" + "1+" * 150),
    *("'; drop table entry;--", '"', "''", "`", "%s%n", "{0.__class__}", "{path}", "${x}", "\\1"),
    *("=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "=1/0", "=HYPERLINK(1)", "#N/A", "'=1"),
    *("<b>", "</td>", "&#0;", "&#x110000;", "&lt;", "<![CDATA[", "]]>", "<!--", "<!DOCTYPE x>"),
    *(
        "1e999",
        "-1e-999",
        "nan",
        "inf",
        "-inf",
        "0x10",
        "1_000",
        "١٢٣",
        "²",
        "½",
        "〇",
        "1.2.3",
        "-0",
    ),
    *(
        "1,23,4",
        "100%",
        "≥5",
        "≤",
        "5-3",
        "±1",
        "１２３．４",
        "一百二十",
        "1万2千",
        "0.1亿元",
        "壹佰元",
    ),
    *("2024-02-30", "2024年13月", "0000-00-00", "9999年12月31日前", "2024.1-2024.3", "12:61"),
    *(
        "true",
        "false",
        "null",
        "[]",
        "{}",
        "__class__",
        "constructor",
        "None",
        "e1",
        "1e9",
        ".",
        "..",
    ),
)
anything = st.text(st.characters(), max_size=12)  # halves of characters, too
text = st.lists(st.one_of(st.sampled_from(FRAGMENTS), anything), min_size=1, max_size=4).map(
    "".join
)
short = st.one_of(st.sampled_from([one for one in FRAGMENTS if len(one) < 60]), anything)
values: st.SearchStrategy[Any] = st.one_of(
    text,
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(0, 12).map(lambda n: 10**n),
    st.floats(),
    st.sampled_from([[], {}, [[]], [{}], {"id": "p1"}, {"": ""}, [""] * 50]),
)


# ---------------------------------------------------------------- trees, such as JSON


@st.composite
def changed_tree(draw: st.DrawFn, whole: Any) -> Any:
    """The tree with up to four of its values replaced, taken away, doubled or put elsewhere."""
    tree = json.loads(json.dumps(whole))
    for _ in range(draw(st.integers(0, 4))):
        places = list(_places(tree))
        if not places:
            break
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        _change(draw, tree, holder, key)
    return tree


def _change(draw: st.DrawFn, tree: Any, holder: Any, key: Any) -> None:
    match draw(st.sampled_from(["put", "put", "put", "away", "other", "wrap", "key"])):
        case "put":
            holder[key] = draw(values)
        case "away":
            del holder[key]
        case "other":
            others = list(_places(tree))
            from_holder, from_key = others[draw(st.integers(0, len(others) - 1))]
            holder[key] = json.loads(json.dumps(from_holder[from_key]))
        case "wrap":
            holder[key] = draw(st.sampled_from([[holder[key]], {"x": holder[key]}]))
        case _:
            if isinstance(holder, dict):
                holder[draw(short)] = holder.pop(key)
            else:
                holder.insert(0, holder[key])


def _places(tree: Any) -> Iterable[tuple[Any, Any]]:
    left = [tree]
    while left:
        one = left.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one))
        for key in keys:
            yield one, key
            if isinstance(one[key], (dict, list)):
                left.append(one[key])


# ---------------------------------------------------------------- bytes and lines


@st.composite
def changed_bytes(draw: st.DrawFn, wholes: Sequence[bytes], keep: int = 0) -> bytes:
    """One of these with bits turned over, a part cut off, put in, doubled or taken away; the first
    `keep` bytes stay."""
    data = bytearray(draw(st.sampled_from(wholes)))
    for _ in range(draw(st.integers(0, 6))):
        if len(data) <= keep + 1:
            break
        at = draw(st.integers(keep, len(data) - 1))
        match draw(st.sampled_from(["bit", "bit", "byte", "cut", "in", "twice", "out", "zero"])):
            case "bit":
                data[at] ^= 1 << draw(st.integers(0, 7))
            case "byte":
                data[at] = draw(st.sampled_from([0, 1, 127, 128, 254, 255]))
            case "cut":
                del data[at:]
            case "in":
                data[at:at] = draw(st.one_of(st.binary(max_size=9), short.map(_bytes)))
            case "twice":
                data[at:at] = data[at : at + draw(st.integers(1, 600))]
            case "out":
                del data[at : at + draw(st.integers(1, 600))]
            case _:
                size = draw(st.integers(1, 4_096))
                data[at : at + size] = bytes(min(size, len(data) - at))
    return bytes(data)


def _bytes(words: str) -> bytes:
    return words.encode("utf-8", "surrogatepass")


@st.composite
def changed_lines(draw: st.DrawFn, whole: str) -> str:
    """Text whose lines were taken away, doubled, put elsewhere, or got another value or other
    words in them."""
    lines = whole.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["value", "value", "word", "away", "twice", "line", "swap"])):
            case "value":
                head, sign, _rest = lines[at].partition("=")
                lines[at] = head + sign + " " + draw(short.map(json.dumps) | short)
            case "word":
                where = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:where] + draw(short) + lines[at][where:]
            case "away":
                lines[at] = ""
            case "twice":
                lines.insert(at, lines[at])
            case "line":
                lines.insert(at, draw(text))
            case _:
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines)


def encoded(words: str, codec: str = "utf-8") -> bytes:
    return words.encode(codec, "surrogatepass" if codec == "utf-8" else "replace")


codecs = st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "latin-1"])


# ---------------------------------------------------------------- figures

DIGITS = "0123456789０１２.,，%％万亿元 ≥≤><=+-*/()（）×÷年月日天家个人次约左右以上以下前后至—～~"
figures = st.one_of(st.text(DIGITS, max_size=14), st.text(DIGITS, max_size=400), text)
figures_and_texts = st.one_of(figures, st.sampled_from(["r1 r2 r1", "p1 p2", "i1 i1 ../x", " "]))
