"""Names that Windows and Excel accept, made from what people typed."""

import re
import unicodedata
from collections.abc import Iterable

from app.domain.texts import names_device

MAX_FILE_NAME = 80  # characters, ending not counted; 260 is the limit of a whole path
MAX_SHEET_NAME = 31

_NOT_IN_FILES = re.compile(r'[<>:"/\\|?*]')
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\]")


def file_name(text: str, fallback: str = "未命名") -> str:
    """A legal Windows file name without its ending; Chinese is kept. Never blank, no folder.

    Marks that turn the direction of writing are taken out: they can hide what a file is.
    """
    name = _NOT_IN_FILES.sub("_", _visible(text))
    name = re.sub(r"\s+", " ", name).lstrip(" .")[:MAX_FILE_NAME].rstrip(" .")
    if names_device(name):
        name = f"_{name}"
    return name if name.strip("_") else fallback


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
    """The text without control, format and surrogate characters; line ends become spaces."""
    spaced = re.sub(r"[\r\n\t\v\f]+", " ", text)
    return "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn"})
