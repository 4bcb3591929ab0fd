"""Strict reading of a TOML file: a key that nobody asks for is refused.

A file may come from anyone: its size, its figures, lists and texts are bounded here, so that
whatever stands in it, reading ends soon and computing has nothing to stumble over.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
MAX_BYTES = 2_000_000  # the largest shipped file has 25,000
CACHED = 256  # files
MAX_ITEMS = 500  # in one list
MAX_CELLS = 2_000  # in the list of a sheet's cells
MAX_TEXT = 5_000  # characters
MAX_DOTS = 300  # in one line
MAX_DIGITS = 12
TOO_LONG = f"expected at most {MAX_DIGITS} digits on each side of the point"
# what is not seen and may turn a text around: control characters, zero-width and bidi marks
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]"
)


class SchemeError(Exception):
    """A scheme that must not be used: which file, which place in it, what was expected."""

    def __init__(self, file: str, place: str, expected: str) -> None:
        super().__init__(f"{file}, {place}: {expected}")
        self.file = file
        self.place = place
        self.expected = expected


class Node:
    """One table of a TOML file, with the place it stands at."""

    def __init__(self, file: str, place: str, values: dict[str, Any]) -> None:
        self.file = file
        self.place = place
        self._values = dict(values)
        self._asked: list[str] = []

    def refuse(self, expected: str, key: str = "") -> SchemeError:
        place = f"{self.place}.{key}" if key and self.place else key or self.place or "top"
        return SchemeError(self.file, place, expected)

    def text(self, key: str, default: str | None = None) -> str:
        return str(self._take(key, str, "a text", default))

    def flag(self, key: str, default: bool | None = None) -> bool:
        return bool(self._take(key, bool, "true or false", default))

    def written(self) -> tuple[str, ...]:
        """The keys that are written here."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        """Whether the key is written here; asking makes it a known one."""
        self._asked.append(key)
        return key in self._values

    def maybe_number(self, key: str) -> Decimal | None:
        return self.number(key) if self.has(key) else None

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        value = self._take(key, (int, Decimal), "a number", default)
        if isinstance(value, bool) or not Decimal(value).is_finite():
            raise self.refuse("expected a number", key)
        return self._bounded(Decimal(value), key)

    def whole(self, key: str, low: int, high: int, default: int) -> int:
        value = self.number(key, Decimal(default))
        if value != int(value) or not low <= value <= high:
            raise self.refuse(f"expected a whole number from {low} to {high}", key)
        return int(value)

    def _bounded(self, value: Decimal, key: str) -> Decimal:
        exponent = value.as_tuple().exponent
        if (
            value.adjusted() >= MAX_DIGITS
            or not isinstance(exponent, int)
            or exponent < -MAX_DIGITS
        ):
            raise self.refuse(
                f"expected at most {MAX_DIGITS} digits on each side of the point", key
            )
        return value

    def one_of(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in choices:
            raise self.refuse(f"unknown {value!r}; expected one of {', '.join(choices)}", key)
        return value

    def texts(self, key: str, *, optional: bool = False, repeated: bool = False) -> tuple[str, ...]:
        """A list of texts; unless `repeated`, each stands in it once."""
        values = self._take(key, list, "a list of texts", [] if optional else None)
        if not all(isinstance(value, str) for value in values):
            raise self.refuse("expected a list of texts", key)
        self._few(values, key)
        for value in values:
            if not repeated and values.count(value) > 1:
                raise self.refuse(f"{value!r} stands twice", key)
        return tuple(values)

    def rows(self, key: str) -> tuple[list[str], ...]:
        """A list of lists of texts, as the cells of a sheet are written."""
        values = self._take(key, list, "a list of rows", None)
        if len(values) > MAX_CELLS:
            raise self.refuse(f"expected at most {MAX_CELLS} items", key)
        for at, row in enumerate(values):
            if not isinstance(row, list) or not all(isinstance(cell, str) for cell in row):
                raise self.refuse("expected a list of texts", f"{key}[{at}]")
        return tuple(values)

    def numbers(self, key: str, *, optional: bool = False) -> tuple[Decimal, ...]:
        values = self._take(key, list, "a list of numbers", [] if optional else None)
        numbers = [
            Decimal(v) for v in values if isinstance(v, int | Decimal) and not isinstance(v, bool)
        ]
        if len(numbers) < len(values) or not all(n.is_finite() and n > 0 for n in numbers):
            raise self.refuse("expected a list of numbers above 0", key)
        return tuple(self._bounded(number, key) for number in numbers)

    def mapping(self, key: str, *, optional: bool = False) -> dict[str, str]:
        values = self._take(key, dict, "a table of texts", {} if optional else None)
        if not all(isinstance(value, str) for value in values.values()):
            raise self.refuse("expected a table of texts", key)
        return dict(values)

    def maybe_node(self, key: str) -> "Node | None":
        return self.node(key) if self.has(key) else None

    def node(self, key: str) -> "Node":
        values = self._take(key, dict, "a table", None)
        return Node(self.file, f"{self.place}.{key}" if self.place else key, values)

    def nodes(
        self, key: str, build: Callable[["Node"], T], *, optional: bool = False
    ) -> tuple[T, ...]:
        """A list of tables, each built and each with an id (or label) of its own."""
        values = self._take(key, list, "a list of tables", [] if optional else None)
        self._few(values, key)
        built: list[T] = []
        seen: set[str] = set()
        for at, value in enumerate(values):
            if not isinstance(value, dict):
                raise self.refuse("expected a table", f"{key}[{at}]")
            name = value.get("id", value.get("label", at))
            place = f"{key} {name}"
            node = Node(self.file, f"{self.place} {place}".strip(), value)
            if str(name) in seen:
                raise node.refuse(f"{name!r} stands twice")
            seen.add(str(name))
            built.append(build(node))
            node.done()
        return tuple(built)

    def done(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not be passed over in silence."""
        unknown = sorted(set(self._values) - set(self._asked))
        if unknown:
            known = ", ".join(sorted(set(self._asked)))
            raise self.refuse(f"unexpected {unknown[0]!r}; expected one of {known}")

    def _few(self, values: list[Any], key: str) -> None:
        if len(values) > MAX_ITEMS:
            raise self.refuse(f"expected at most {MAX_ITEMS} items", key)

    def _take(self, key: str, kind: Any, expected: str, default: Any) -> Any:
        self._asked.append(key)
        if key not in self._values:
            if default is None:
                raise self.refuse(f"expected {key!r} ({expected})")
            return default
        value = self._values[key]
        if not isinstance(value, kind):
            raise self.refuse(f"expected {expected}, found {value!r}", key)
        return value


def read(path: Path) -> Node:
    """The whole file as a node. Raises SchemeError when it is missing or is no TOML."""
    return Node(path.name, "", values(path))


def values(path: Path) -> dict[str, Any]:
    """The file's tables as they stand. Raises SchemeError when it is missing or is no TOML.

    Nobody may change what stands deeper in them: the same text is read once.
    """
    name = path.name
    try:
        if path.is_dir():
            raise SchemeError(name, "top", "expected a file, found a folder")
        if path.exists() and not path.is_file():  # a pipe or a device would be read for ever
            raise SchemeError(name, "top", "expected a plain file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise SchemeError(name, "top", "expected this file in the scheme's folder") from error
    except OSError as error:
        raise SchemeError(name, "top", f"cannot be read: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise SchemeError(name, "top", f"expected at most {MAX_BYTES} bytes")
    return dict(_read(name, content))


# a scheme's files are read again for each of those that build on it
@lru_cache(maxsize=CACHED)
def _read(name: str, content: bytes) -> dict[str, Any]:
    try:
        text = content.decode("utf-8-sig")  # Notepad may put a mark in front
        _require_few_dots(name, text)
        found = tomllib.loads(text, parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise SchemeError(name, "top", "expected UTF-8 text") from error
    except RecursionError as error:
        raise SchemeError(name, "top", "expected less deep nesting") from error
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(name, "top", f"expected TOML: {error}") from error
    except (ValueError, ArithmeticError) as error:  # figures that Python itself does not read
        raise SchemeError(name, "top", TOO_LONG) from error
    _require_seen(name, found)
    return found


def _require_few_dots(file: str, text: str) -> None:
    """A name of very many parts (a.a.a.a…) would keep the reader of TOML busy for hours."""
    if max(map(len, text.splitlines()), default=0) <= MAX_DOTS:
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > MAX_DOTS:
            raise SchemeError(file, f"line {number}", f"expected at most {MAX_DOTS} dots")


def _require_seen(file: str, found: dict[str, Any]) -> None:
    """What a person cannot see, or cannot be meant to read, is refused wherever it stands."""
    for place, text in _texts(found):
        if len(text) > MAX_TEXT:
            raise SchemeError(file, place, f"expected at most {MAX_TEXT} characters")
        unseen = _UNSEEN.search(text)
        if unseen:
            raise SchemeError(file, place, f"invisible character U+{ord(unseen[0]):04X}")


def _texts(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text and every key with its place, without recursion."""
    left: list[tuple[str, Any]] = [("", found)]
    while left:
        place, value = left.pop()
        match value:
            case str():
                yield place, value
            case list():
                left += [(f"{place}[{at}]", one) for at, one in enumerate(value)]
            case dict():
                start = f"{place}." if place else ""
                yield from ((place or "top", key) for key in value)
                left += [(start + key, one) for key, one in value.items()]
