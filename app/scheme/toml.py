"""Strict reading of a TOML file: a key that nobody asks for is refused."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


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
        return Decimal(value)

    def one_of(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in choices:
            raise self.refuse(f"unknown {value!r}; expected one of {', '.join(choices)}", key)
        return value

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        values = self._take(key, list, "a list of texts", [] if optional else None)
        if not all(isinstance(value, str) for value in values):
            raise self.refuse("expected a list of texts", key)
        for value in values:
            if values.count(value) > 1:
                raise self.refuse(f"{value!r} stands twice", key)
        return tuple(values)

    def rows(self, key: str) -> tuple[list[str], ...]:
        """A list of lists of texts, as the cells of a sheet are written."""
        values = self._take(key, list, "a list of rows", None)
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
        return tuple(numbers)

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
    """The file's tables as they stand. Raises SchemeError when it is missing or is no TOML."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # Notepad may put a mark in front
        return tomllib.loads(text, parse_float=Decimal)
    except FileNotFoundError as error:
        raise SchemeError(path.name, "top", "expected this file in the scheme's folder") from error
    except UnicodeDecodeError as error:
        raise SchemeError(path.name, "top", "expected UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(path.name, "top", f"expected TOML: {error}") from error
    except OSError as error:
        raise SchemeError(path.name, "top", f"cannot be read: {error.strerror}") from error
