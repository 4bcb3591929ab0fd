"""The tables of codes that reports name subjects by: those shipped, under the bureau's own list."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from app.domain.codes import CodeBook
from app.domain.subjects import Subject, read_subjects
from app.resources import codes_text
from app.scheme.model import Codes


@lru_cache(maxsize=1)
def shipped() -> CodeBook:
    """Both shipped tables, read when they are first asked for."""
    return CodeBook(
        function=read_subjects(codes_text("function")),
        economic=read_subjects(codes_text("economic")),
    )


def code_book(own: Mapping[Codes, Sequence[Subject]]) -> CodeBook:
    """The shipped tables, and over them the finance bureau's own lists, which win code by code.

    A blank or missing list leaves the shipped table as it is.
    """
    base = shipped()
    function, economic = own.get("function", ()), own.get("economic", ())
    if not function and not economic:
        return base
    return CodeBook(
        function=base.function.merged(function) if function else base.function,
        economic=base.economic.merged(economic) if economic else base.economic,
    )
