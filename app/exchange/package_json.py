"""JSON of a package as nodes that know their place, so that a refusal can name it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from app.domain.submission import MAX_TEXT
from app.domain.texts import printable
from app.domain.values import shorten

MAX_BYTES = 20_000_000
MAX_MEMBERS = 100_000  # of one object: a unit fills in three thousand cells


class PackageProblem(Exception):
    """A package that cannot be taken in, in one sentence that names the place."""

    def __init__(self, sentence: str) -> None:
        self.sentence = printable(sentence)
        super().__init__(self.sentence)


class Whole(str):
    """A whole number in the JSON, as it is written there."""


class Object(dict[str, Any]):
    """A JSON object; `twice` is a key that it has more than once."""

    twice = ""


def _object(pairs: list[tuple[str, Any]]) -> Object:
    if len(pairs) > MAX_MEMBERS:
        raise PackageProblem(f"文件里有一处写了{len(pairs):,}项，太多，不像填报包。")
    found = Object()
    for key, value in pairs:
        if key in found:
            found.twice = found.twice or key
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise PackageProblem(f"文件里有“{name}”，它不是数；空着的格请写成空文字。")


def decoded(text_or_bytes: str | bytes) -> Any:
    if len(text_or_bytes) > MAX_BYTES:
        raise PackageProblem(f"文件太大，最多 {MAX_BYTES // 1_000_000} MB；填报包一般不到 1 MB。")
    try:
        text = text_or_bytes if isinstance(text_or_bytes, str) else text_or_bytes.decode("utf-8")
        return json.loads(
            text.removeprefix("\ufeff"),
            parse_float=str,
            parse_int=Whole,
            parse_constant=_no_constant,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise PackageProblem("文件不是 UTF-8 编码，请另存为 UTF-8 再导入。") from error
    except json.JSONDecodeError as error:
        where = f"第{error.lineno}行第{error.colno}个字符"
        raise PackageProblem(f"文件不是 JSON，{where}附近读不下去。") from error
    except RecursionError as error:
        raise PackageProblem("文件嵌套太深，不是填报包。") from error


@dataclass(frozen=True)
class Node:
    """A value in the package and its place."""

    value: Any
    place: str

    def refuse(self, sentence: str) -> NoReturn:
        raise PackageProblem(f"{self.place or '文件'}：{sentence}")

    def refuse_unknown(self, what: str, name: str, known: Iterable[str]) -> NoReturn:
        listed = "、".join(known)
        expected = f"应为 {listed}" if listed else "这里不能填写"
        self.refuse(f"没有“{shorten(name)}”这种{what}，{expected}。")

    def members(self, known: Iterable[str], what: str = "栏目") -> dict[str, "Node"]:
        """The nodes of an object that may have these keys only."""
        known = tuple(known)
        found = self.any_members()
        for name, node in found.items():
            if name not in known:
                node.refuse_unknown(what, name, known)
        return found

    def any_members(self) -> dict[str, "Node"]:
        if not isinstance(self.value, Object):
            self.refuse("应为一组带名称的值（{…}）。")
        if self.value.twice:
            self.refuse(f"“{shorten(self.value.twice)}”写了两次。")
        start = f"{self.place}." if self.place else ""
        return {key: Node(value, start + shorten(key, 60)) for key, value in self.value.items()}

    def elements(self) -> list["Node"]:
        if not isinstance(self.value, list):
            self.refuse("应为一列值（[…]）。")
        return [Node(value, f"{self.place}[{at}]") for at, value in enumerate(self.value)]

    def text(self) -> str:
        """The text, or a number as it is written, without characters that cannot be printed."""
        if not isinstance(self.value, str):
            self.refuse('应为文字或数字；空着的格写成空文字（""）。')
        if len(self.value) > MAX_TEXT:
            self.refuse(f"太长，有{len(self.value):,}个字，一格最多{MAX_TEXT:,}个字。")
        return printable(self.value)

    def whole(self) -> int:
        if not isinstance(self.value, Whole) or len(self.value) > 9:
            self.refuse("应为一个整数。")
        return int(self.value)


def part(found: Mapping[str, Node], name: str) -> Node:
    """A member, or an object with nothing in it where there is none."""
    return found.get(name, Node(Object(), name))
