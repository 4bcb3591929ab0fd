"""The scheme's own checks: relations between cells, written as data.

Those about the official tables are in `between.py`: the figures there are rounded as published.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from app.domain.culprit import culprit
from app.domain.operands import operands
from app.domain.report import Finding
from app.domain.submission import Entries
from app.domain.tables import Numbers, shown
from app.domain.values import UNITS
from app.scheme.formula import compare
from app.scheme.model import Check, Scheme

AMOUNT_UNIT = "万元"  # findings speak in the unit of the forms
ACCOUNT_TAB = "income_spending"  # where the official tables are looked at


def check_findings(
    scheme: Scheme, entries: Entries, numbers: Numbers, checks: Iterable[Check] | None = None
) -> Iterator[Finding]:
    """A finding for each check that does not hold; a check on blanks says nothing.

    `checks` are those of the scheme that are asked; None is all.
    """
    accounts = account_ids(scheme)
    for check in scheme.checks if checks is None else checks:
        if of_accounts(check, accounts) or not asked(check, entries):
            continue
        result = compare(check.require, numbers.value, check.tolerance)
        if result.holds is not False or result.left is None or result.right is None:
            continue
        gap = result.left - result.right
        kind = numbers.kind(check.cells[0])
        words = {
            "left": shown(kind, result.left, AMOUNT_UNIT),
            "right": shown(kind, result.right, AMOUNT_UNIT),
            "difference": shown(kind, abs(gap), AMOUNT_UNIT),
        }
        unit = AMOUNT_UNIT if kind == "amount" else ""
        likely = ""
        if result.operator == "==":
            lines = operands(scheme, entries, numbers, check.require, AMOUNT_UNIT)
            likely = culprit(gap / _factor(kind), lines)
        yield Finding(
            code=check.id,
            level=check.level,
            tab=tab_of(scheme, check.cells[0]),
            where=check.title,
            sentence=filled(check.message, words, lambda name: _text(numbers, name)),
            todo=check.todo,
            cells=check.cells,
            kept=entries.get(f"keep.{check.id}.{check.cells[0]}", ""),
            culprit=likely,
            unit=unit,
            **words,
        )


def _factor(kind: str) -> Decimal:
    return UNITS[AMOUNT_UNIT] if kind == "amount" else Decimal(1)


def account_ids(scheme: Scheme) -> frozenset[str]:
    return frozenset(account.id for account in scheme.accounts)


def of_accounts(check: Check, accounts: frozenset[str]) -> bool:
    """Whether a check is about figures of the official tables."""
    return any(name.partition(".")[0] in accounts for name in check.require.names)


def asked(check: Check, entries: Entries) -> bool:
    """Whether a check is for a unit of this kind."""
    return all(entries.get(f"info.{name}", "") in wanted for name, wanted in check.when.items())


def filled(message: str, words: dict[str, str], text: Callable[[str], str]) -> str:
    """Put figures into a message; the scheme is sound, so `text` knows every name."""
    pieces = message.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        filled.append((words[name] if name in words else text(name)) + rest)
    return "".join(filled)


def _text(numbers: Numbers, address: str) -> str:
    found = numbers.value(address)
    value = found if isinstance(found, Decimal) else None
    return shown(numbers.kind(address), value, AMOUNT_UNIT)


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
    return ACCOUNT_TAB if start in account_ids(scheme) else "info"
