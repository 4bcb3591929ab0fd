"""Where the shipped files lie, from source and inside a built program, and the schemes in them."""

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from app.scheme.model import Scheme

DEFAULT_SCHEME = "national-2020"


def resources() -> Path:
    """The resources folder: beside `app/`, or unpacked by the built program."""
    built = getattr(sys, "_MEIPASS", None)
    return Path(built) / "resources" if built else Path(__file__).parent.parent / "resources"


@cache
def shipped_schemes() -> "dict[str, Scheme]":
    """All shipped schemes by id, read once. Raises SchemeError for an unsound one (a bug)."""
    from app.scheme.load import load_scheme, scheme_folders  # not needed for the start page

    return {
        scheme.id: scheme for scheme in map(load_scheme, scheme_folders(resources() / "schemes"))
    }


def sample_text() -> str:
    """The sample unit as a package; invented unit and persons, published figures."""
    return (resources() / "samples" / "yunling-2023.json").read_text(encoding="utf-8")


def codes_text(name: Literal["function", "economic"]) -> str:
    """A shipped table of codes as text: 支出功能分类 or 支出经济分类, for `read_subjects()`."""
    return (resources() / "codes" / f"{name}.csv").read_text(encoding="utf-8")
