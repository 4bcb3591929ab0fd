"""Whoever writes a pack is told in Chinese what is wrong: each message of the reader has a line."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.scheme.load import SchemeError, load_scheme
from app.scheme.refusals import TABLE, WHAT, chinese, sentence
from tests.scheme.test_wrong_schemes import FILES, SHIPPED, TABLES

READER = Path(__file__).parents[2] / "app/scheme"
# words that stand in the files of a pack, and so in what is said about them
OWN_WORDS = re.compile(
    r"“[^”]*”|：.*|（[^）]*）|[A-Z]\d+(?::[A-Z]\d+)?|[a-z_]+(?=[、，。]|$)", re.S
)

# ---------------------------------------------------------------- every message of the source


def templates(tree: ast.AST) -> Iterator[str]:
    """The messages that a module refuses with; what differs is put in as 1 or as a word."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="SchemeError"), args=[_, _, message]):
                yield from texts(message)
            case ast.Call(func=ast.Attribute(attr="refuse"), args=[message, *_]):
                yield from texts(message)
            case ast.Call(func=ast.Name(id="FormulaError"), args=[message]):
                yield from texts(message)
            case ast.Assign(targets=[ast.Name(id="expected")], value=message):
                yield from texts(message)


def texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else filler(part)
                for part in parts
            )
        case ast.IfExp(body=one, orelse=other):
            yield from texts(one)
            yield from texts(other)


def filler(part: ast.expr) -> str:
    """What stands where a message differs: a kind of value, an error of a formula, any word."""
    code = ast.unparse(part)
    if "{expected}" in code:
        return "a number"
    if "{error}" in code:
        return "not a formula: 'x'"
    if "BASES" in code:
        return "adjusted and initial"
    return "'w'" if "!r" in code else "w"


MESSAGES = sorted(
    {
        text
        for path in READER.glob("*.py")
        if path.name != "refusals.py"
        for text in templates(ast.parse(path.read_text(encoding="utf-8")))
    }
)


def test_the_source_is_walked() -> None:
    assert len(MESSAGES) > 90
    assert "expected UTF-8 text" in MESSAGES
    assert "no such cell: w" in MESSAGES
    assert "expected 'w' (a number)" in MESSAGES


@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_has_a_line(message: str) -> None:
    assert chinese(message), message


def test_every_kind_of_value_has_its_word() -> None:
    source = (READER / "toml.py").read_text(encoding="utf-8")
    kinds = re.findall(r'self\._take\(key, [^"]*"([^"]*)"', source)
    assert len(kinds) > 6
    assert set(kinds) <= set(WHAT)


# ---------------------------------------------------------------- the refusals of the tests


def said(folder: Path) -> SchemeError | None:
    try:
        load_scheme(folder)
    except SchemeError as error:
        return error
    return None


def refusals(tmp_path: Path) -> Iterator[SchemeError]:
    """All that the table of wrong schemes brings about."""
    folder = shutil.copytree(SHIPPED, tmp_path / SHIPPED.name)
    for file, old, new, _ in TABLES:
        path = folder / file
        content = path.read_bytes()
        path.write_text(content.decode().replace(old, new, 1), encoding="utf-8")
        if error := said(folder):
            yield error
        path.write_bytes(content)
    for file, spoil, _ in FILES:
        content = (folder / file).read_bytes()
        spoil(folder / file)
        if error := said(folder):
            yield error
        (folder / file).write_bytes(content)


def test_no_refusal_of_the_wrong_schemes_stays_english(tmp_path: Path) -> None:
    found = list(refusals(tmp_path))
    assert len(found) > 100
    assert {error.expected for error in found if not chinese(error.expected)} == set()
    for error in found:
        words = OWN_WORDS.sub("", sentence("青石", error).partition("没有载入：")[2])
        assert len(re.findall(r"[A-Za-z]{3,} [a-z]{2,}", words)) == 0, sentence("青石", error)


# ---------------------------------------------------------------- what is said

SENTENCES = [  # file, place, the reader's message, the sentence
    (
        "project.toml",
        "level",
        "weights add up to 105, expected 100",
        "方案包“青石”没有载入：project.toml 的“level”处有问题：各项分值合计是 105，应为 100。",
    ),
    (
        "scheme.toml",
        "tier partly",
        "expected to run down from 0.8, found 0.75 to 0.6",
        "方案包“青石”没有载入：scheme.toml 的“tier partly”处有问题："
        "这一档应从 0.8 往下接，写的是 0.75 到 0.6。",
    ),
    (
        "income.toml",
        "top",
        "expected this file in the scheme's folder",
        "方案包“青石”没有载入：income.toml 有问题：文件夹里没有这个文件。",
    ),
]
PARTS = [  # the reader's message, what is said
    ("expected 'total' (a number)", "缺少“total”（数）"),
    ("expected a text, found 5", "应为文字（加英文双引号），写的是 5"),
    (
        "unexpected 'hnit'; expected one of hint, id, kind",
        "没有“hnit”这一项，可以写的是 hint、id、kind",
    ),
    ("unknown '亿元'; expected one of 元, 万元", "不能写“亿元”，应为 元、万元"),
    ("expected a formula: not understood: 'open(a)' in 'open(a)'", "算式不对：看不懂“open(a)”"),
    (
        "expected TOML: Cannot overwrite a value (at line 3, column 8)",
        "第 3 行第 8 个字符处，同一个名称写了两次",
    ),
    (
        "expected TOML: Something of a later Python (at end of document)",
        "文件末尾处，Something of a later",
    ),
    ("no such list: money.special", "没有“money.special”这组增减行"),
    ("the best tier gives 9 points, expected more than 0", "最高一档是 9 分，应为 大于 0"),
    ("the last tier must take all that is left: points alone", "只写得分（points = 0）"),
    ("expected 'weight' and 'score', or neither", "要么都有，要么都没有"),
    ("expected 'money'", "缺少“money”"),
]


@pytest.mark.parametrize(("file", "place", "expected", "words"), SENTENCES)
def test_sentences(file: str, place: str, expected: str, words: str) -> None:
    assert sentence("青石", SchemeError(file, place, expected)) == words


@pytest.mark.parametrize(("expected", "words"), PARTS)
def test_parts(expected: str, words: str) -> None:
    assert words in chinese(expected)


def test_an_unknown_message_is_said_as_it_is() -> None:
    assert chinese("a new rule was broken") == ""
    assert "a new rule" in sentence("青石", SchemeError("a.toml", "b", "a new rule was broken"))


def test_a_long_part_is_cut() -> None:
    assert len(chinese(f"no such cell: {'x' * 9_000}")) < 200
    assert len(chinese(f"expected a text, found {'[' * 9_000}")) < 200


def test_no_line_is_hidden_by_an_earlier_one() -> None:
    """Each line is what its own message finds: none stands below one that fits it too."""
    for message, words in TABLE:
        sample = re.sub(r"\{(\w+)\}", lambda found: SAMPLES.get(found[1], "w"), message)
        assert chinese(sample).startswith(words.partition("{")[0]), message


SAMPLES = {"what": "a number", "error": "Invalid value", "sign": "']'"}
