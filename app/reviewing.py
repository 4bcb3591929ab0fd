"""检查全部单位 from a data file: which submissions there are, and the answer without a window."""

from collections.abc import Iterable
from typing import Any

from app.answers import number
from app.codes import code_book
from app.domain.submission import Submission
from app.domain.values import score_text
from app.packs import Shelf
from app.review import Line, Place, Source, name_of, overview, state_words
from app.scheme.model import Scheme
from app.storage.listing import SubmissionInfo
from app.storage.problems import StorageProblem
from app.storage.store import Store

VERSION = 1


def places(found: Iterable[SubmissionInfo], year: int | None = None) -> tuple[Place, ...]:
    """The submissions of a year, or of all years, in the order of the list."""
    return tuple(
        Place(info.id, info.unit_name, info.year, info.sealed)
        for info in found
        if year is None or info.year == year
    )


def source(store: Store, shelf: Shelf) -> Source:
    """What the data file and the packs give; in the thread that opened the file. Raises
    StorageProblem where the tables of codes cannot be read."""

    def load(number: int) -> Submission | str:
        try:
            return store.load(number)
        except StorageProblem as problem:
            return problem.sentence

    def scheme(name: str) -> Scheme | str:
        return shelf.scheme(name) or shelf.lacking(name)

    return Source(load, scheme, code_book(store.subjects()))


def answer(lines: Iterable[Line]) -> dict[str, Any]:
    """The lines as plain JSON values: stable keys, scores as exact texts, blank is null."""
    return {
        "format": "suanpan.review",
        "version": VERSION,
        "submissions": [_answer(line) for line in lines],
    }


def _answer(line: Line) -> dict[str, Any]:
    place, found = line.place, line.summary
    start = {"id": place.id, "unit": place.unit, "year": place.year, "sealed": place.sealed}
    if found is None:
        return {**start, "read": False, "sentence": line.said}
    return {
        **start,
        "read": True,
        "missing": found.missing,
        "error": found.errors,
        "warning": found.questions,
        "kept": found.kept,
        "ready": found.ready,
        "overall": number(found.overall),
        "grade": found.grade,
        "projects": found.projects,
        "scored": found.scored,
        "lowest": number(found.lowest),
        "lowest_name": found.lowest_name,
    }


def text_lines(lines: Iterable[Line]) -> Iterable[str]:
    """A line for each submission, and how many are how far."""
    all_lines = tuple(lines)
    for line in all_lines:
        found = line.summary
        parts = [str(line.place.id), name_of(line.place), state_words(line)]
        if found is not None:
            parts.append(f"缺 {found.missing} 错误 {found.errors} 核实 {found.questions}")
            parts.append(f"整体 {score_text(found.overall) or '—'} {found.grade}".rstrip())
            parts.append(f"项目 {found.projects} 最低 {score_text(found.lowest) or '—'}")
        yield "　".join(parts)
    yield overview(all_lines).words()
