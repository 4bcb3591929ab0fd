"""Names that Windows and Excel accept, made from what people typed."""

import re
import unicodedata
from collections.abc import Iterable

from app.domain.texts import names_device

MAX_FILE_NAME = 80  # characters, ending not counted
MAX_BYTES = 240  # in UTF-8: Linux takes 255
MAX_PATH = 259  # characters of a whole path, as Windows counts them
MAX_SHEET_NAME = 31
_LOOKED_AT = 5_000  # characters of what somebody typed

_NOT_IN_FILES = re.compile(r'[<>:"/\\|?*]')
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\]")


def file_name(
    text: str, fallback: str = "未命名", last: str = "", room: int = MAX_FILE_NAME
) -> str:
    """A legal Windows file name without its ending; Chinese is kept. Never blank, no folder.

    `last` stands at its end whatever has to be cut: （2023年度）. Marks that turn the direction of
    writing are taken out: they can hide what a file is.
    """
    last = _NOT_IN_FILES.sub("_", _visible(last))
    name = _NOT_IN_FILES.sub("_", _visible(text))
    name = re.sub(r"\s+", " ", name).lstrip(" .")
    name = _cut(name, room - length(last), MAX_BYTES - len(last.encode())).rstrip(" .")
    if names_device(name + last):
        name = f"_{name}"
    return (name if name.strip("_") else fallback) + last


def length(text: str) -> int:
    """In characters as Windows and Excel count them: a rare one counts twice."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def _cut(text: str, room: int, most: int) -> str:
    """As much of the beginning as has room, in characters and in bytes."""
    text = _short(text, max(room, 1))
    return text.encode()[: max(most, 4)].decode(errors="ignore")


def sheet_names(wishes: Iterable[str]) -> tuple[str, ...]:
    """Legal Excel sheet names in the same order, no two alike whatever their case."""
    made: list[str] = []
    taken: set[str] = set()
    for wish in wishes:
        name = _unique(_sheet_name(wish), taken)
        taken.add(name.casefold())
        made.append(name)
    return tuple(made)


def _sheet_name(wish: str) -> str:
    name = re.sub(r"\s+", " ", _NOT_IN_SHEETS.sub(" ", _visible(wish))).strip(" '")
    name = _short(name, MAX_SHEET_NAME).strip(" '")
    return f"{name}_" if name.casefold() == "history" else name or "表"


def _unique(name: str, taken: set[str]) -> str:
    unique, number = name, 1
    while unique.casefold() in taken:
        number += 1
        ending = f"({number})"
        unique = _short(name, MAX_SHEET_NAME - len(ending)).rstrip() + ending
    return unique


def _short(text: str, length: int) -> str:
    """The first characters, counted as Excel counts them: a rare one counts twice."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", errors="ignore")


def _visible(text: str) -> str:
    """The text without control, format and surrogate characters; line ends become spaces. Its
    beginning will do: no name is that long."""
    spaced = re.sub(r"[\r\n\t\v\f]+", " ", text[:_LOOKED_AT])
    return "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn"})
