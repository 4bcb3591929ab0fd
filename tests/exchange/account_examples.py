"""The official tables of a filled unit and of a blank one, for every shipped scheme."""

from functools import cache

from app.domain.accounts import AccountReport
from app.domain.compute import compute
from app.domain.report import Report
from app.domain.submission import Submission
from app.exchange.account_sheet import account_sheet
from app.exchange.boxes import FilledSheet
from app.resources import shipped_schemes
from tests.domain.ledger_unit import UNIT, YEAR, book, rows

SCHEMES = shipped_schemes()
NAME = "云岭县就业服务中心"
# each table once: a scheme that takes one over as it is has nothing of its own to look at
_DISTINCT = [
    (one.id, account)
    for one in SCHEMES.values()
    for account in one.accounts
    if not one.bases or account not in SCHEMES[one.bases[0]].accounts
]
TABLES = [(scheme_id, account.id) for scheme_id, account in _DISTINCT]

# what only some places ask for: who spent which economic subject on which function
MORE: dict[str, str] = {
    "info.unit": NAME,
    **rows(
        "economic.items",
        ("30101", {"basic": "400.5", "also": "2080106"}),
        ("30102", {"basic": "99.5", "also": "2080106"}),
        ("30201", {"basic": "60", "project": "100", "also": "2080106"}),
        ("30217", {"basic": "2", "also": "2080106"}),
        ("30231", {"basic": "8", "also": "2080106"}),
        ("30302", {"basic": "60", "also": "2101101"}),
        ("30299", {"project": "150", "also": "2080109"}),
        ("31002", {"project": "50", "also": "2080109"}),
        ("30226", {"fund_project": "60", "also": "2120801"}),
    ),
}


@cache
def filled(scheme_id: str, *more: tuple[str, str]) -> Report:
    entries = {**UNIT, **MORE, **dict(more)}
    submission = Submission(YEAR, scheme_id, entries=entries)
    return compute(SCHEMES[scheme_id], submission, codes=book())


@cache
def untouched(scheme_id: str, *more: tuple[str, str]) -> Report:
    entries = {"info.unit": NAME, **dict(more)}
    return compute(SCHEMES[scheme_id], Submission(YEAR, scheme_id, entries=entries), codes=book())


def sheet_of(report: Report, account_id: str) -> FilledSheet:
    return account_sheet(report, report.account(account_id))


def both(scheme_id: str, account_id: str) -> tuple[tuple[Report, AccountReport], ...]:
    reports = (filled(scheme_id), untouched(scheme_id))
    return tuple((report, report.account(account_id)) for report in reports)
