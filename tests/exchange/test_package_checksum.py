"""The checksum of a sealed package, worked out from the file alone by the words of the schema: here
nothing of the program is used but the sample of what it writes."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.domain.sealing import SealMark, checksum_of
from app.domain.submission import Submission
from app.exchange.package import dump, parse
from app.resources import sample_text, shipped_schemes
from tests.exchange.every_cell import every_cell

SCHEMES = shipped_schemes()
STATED = {
    "execution_rate": "execution.stated_rate",
    "execution_score": "execution.stated_score",
    "total": "total.stated",
}
NO_CELLS = {"format", "version", "program", "scheme", "year", "seal", "evidence"}

# ---------------------------------------------------------------- as another program would do it


def cells(package: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in package.items():
        if name == "forms":
            for kind, forms in value.items():
                yield from elements(kind, forms, ".order", form_cells)
        elif name not in NO_CELLS:
            start = {"tables": "", "other": "", "options": "option", "kept": "keep"}.get(name, name)
            yield from below(start, value)


def below(start: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from below(f"{start}.{name}" if start else name, inner)
    elif isinstance(value, list):
        yield from elements(start, value, ".rows", element_cells)
    else:
        yield start, value


def elements(start: str, found: list[Any], ending: str, inside: Any) -> Iterator[tuple[str, str]]:
    ids = [one["id"] for one in found if "id" in one]
    if ids:
        yield start + ending, " ".join(ids)
    for one in found:
        name = one.get("form", one.get("id"))
        yield from inside(f"{start}.{name}" if name else start, one)


def element_cells(start: str, one: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in one.items():
        if name == "cells":
            yield from below(start, value)
        elif name not in {"id", "form"}:
            yield from below(f"{start}.{name}", value)


def form_cells(start: str, form: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in form.items():
        if name in {"fields", "goals", "notes", "tables", "indicators"}:
            yield from below(start, value)
        elif name == "stated":
            yield from ((f"{start}.{STATED[key]}", text) for key, text in value.items())
        elif name != "id":
            yield from below(f"{start}.{'level' if name == 'levels' else name}", value)


def checksum(text: str) -> str:
    package = json.loads(text)
    lines: list[tuple[str, ...]] = [
        (str(package["year"]), package["scheme"]["id"], package["scheme"].get("hash", ""))
    ]
    lines += sorted(cells(package), key=lambda line: line[0])
    raw = "".join("".join(part + "\0" for part in line) + "\n" for line in lines)
    return hashlib.sha256(raw.encode("utf-8")).hexdigest()


# ---------------------------------------------------------------- and what the program says


def sample() -> Submission:
    return parse(sample_text(), SCHEMES)


def sealed(submission: Submission) -> str:
    mark = SealMark("2024-03-01T08:30:00+00:00", "甲", checksum_of(submission))
    return dump(SCHEMES[submission.scheme_id], submission, mark)


def test_of_the_sample() -> None:
    text = sealed(sample())
    assert checksum(text) == json.loads(text)["seal"]["checksum"]


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_of_a_submission_in_which_every_cell_is_filled(scheme_id: str) -> None:
    scheme = SCHEMES[scheme_id]
    entries = every_cell(scheme)
    assert len(entries) > 100
    text = sealed(Submission(2023, scheme_id, scheme.hash, entries))
    assert checksum(text) == json.loads(text)["seal"]["checksum"]


def test_of_odd_texts_and_addresses() -> None:
    odd = {"x": '１２ ,，\n\t“”"\\', "keep.K03.spending.project.actual": "𠮷", "a.b": "/"}
    odd |= {"project.order": "p2 p1", "remark.spending.total.actual": " 看看 "}
    entries = {**sample().entries, **odd}
    text = sealed(replace(sample(), entries=entries))
    assert checksum(text) == json.loads(text)["seal"]["checksum"]


def test_it_does_not_depend_on_how_the_json_is_laid_out() -> None:
    text = sealed(sample())
    package = json.loads(text)
    turned = json.dumps(dict(reversed(package.items())), indent=7)
    assert checksum(turned) == checksum(text)


def test_the_order_of_projects_counts() -> None:
    package = json.loads(sealed(sample()))
    package["forms"]["project"].reverse()
    assert checksum(json.dumps(package)) != package["seal"]["checksum"]
