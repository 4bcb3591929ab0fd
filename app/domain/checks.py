"""The scheme's own checks: relations between cells, written as data."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.report import Finding
from app.domain.submission import Entries
from app.domain.tables import Numbers, shown
from app.scheme.formula import compare
from app.scheme.model import Scheme

AMOUNT_UNIT = "万元"  # findings speak in the unit of the forms


def check_findings(scheme: Scheme, entries: Entries, numbers: Numbers) -> Iterator[Finding]:
    """A finding for each check that does not hold; a check on blanks says nothing."""
    for check in scheme.checks:
        result = compare(check.require, numbers.value, check.tolerance)
        if result.holds is not False or result.left is None or result.right is None:
            continue
        gap = abs(result.left - result.right)
        kind = numbers.kind(check.cells[0])
        words = {
            "left": shown(kind, result.left, AMOUNT_UNIT),
            "right": shown(kind, result.right, AMOUNT_UNIT),
            "difference": shown(kind, gap, AMOUNT_UNIT),
        }
        yield Finding(
            code=check.id,
            level=check.level,
            tab=tab_of(scheme, check.cells[0]),
            where=check.title,
            sentence=_fill(check.message, words, numbers),
            todo=check.todo,
            cells=check.cells,
            kept=entries.get(f"keep.{check.id}.{check.cells[0]}", ""),
            **words,
        )


def _fill(message: str, words: dict[str, str], numbers: Numbers) -> str:
    """Put figures into a message; the scheme is sound, so every name is known."""
    pieces = message.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        value = words.get(name)
        if value is None:
            cell = numbers.value(name)
            number = cell if isinstance(cell, Decimal) else None
            value = shown(numbers.kind(name), number, AMOUNT_UNIT)
        filled.append(value + rest)
    return "".join(filled)


def tab_of(scheme: Scheme, address: str) -> str:
    """The tab on which a cell stands."""
    start = address.split(".", maxsplit=1)[0]
    if start in {"info", "option"}:
        return "info"
    for table in scheme.tables:
        if table.id == start:
            return table.tab
    for form in scheme.forms:
        if form.id == start:
            return form.tab
    return "info"
