"""Two states of one submission: the cells that hold other texts, in words."""

from collections.abc import Mapping, Sequence

from app.domain.compute import compute
from app.domain.naming import named
from app.domain.submission import Submission
from app.scheme.model import Scheme

NOTHING = "（空）"
_LISTS = (".rows", ".order")  # hold the names of rows, nothing that a person typed


def different(now: Mapping[str, str], then: Mapping[str, str]) -> tuple[str, ...]:
    """The cells with other texts, in the order of their addresses."""
    cells = sorted(now.keys() | then.keys())
    return tuple(
        cell
        for cell in cells
        if now.get(cell, "") != then.get(cell, "") and not cell.endswith(_LISTS)
    )


def in_words(
    scheme: Scheme, cells: Sequence[str], now: Mapping[str, str], then: Mapping[str, str]
) -> list[tuple[str, ...]]:
    """A line for each cell, in the order of the tables as they come."""
    report = compute(scheme, Submission(0, scheme.id, scheme.hash, {**now, **then}))
    lines = []
    for cell in cells:
        words = named(report, cell)
        texts = (_text(scheme, cell, one.get(cell, "")) for one in (now, then))
        lines.append((words.place, words.name, *texts))
    return lines


def _text(scheme: Scheme, cell: str, text: str) -> str:
    """A choice by its name; what takes several lines on one."""
    option = next((one for one in scheme.options if cell == f"option.{one.id}"), None)
    choices = option.choices if option is not None else ()
    name = next((one.label for one in choices if one.id == text), text)
    return " ".join(name.split()) or NOTHING
