"""All findings about the tables of a unit: the scheme's checks, its ledgers, the official tables."""

from collections.abc import Iterator, Sequence

from app.domain.account_checks import account_findings
from app.domain.accounts import AccountReport
from app.domain.checks import check_findings
from app.domain.codes import CodeBook
from app.domain.figure_checks import figure_findings
from app.domain.ledger_checks import ledger_findings
from app.domain.report import Finding
from app.domain.submission import Entries
from app.domain.tables import Numbers
from app.scheme.model import Scheme


def table_findings(
    scheme: Scheme,
    entries: Entries,
    numbers: Numbers,
    accounts: Sequence[AccountReport],
    codes: CodeBook,
    year: int,
) -> Iterator[Finding]:
    """In the order in which they are put right: what was typed, then what follows from it."""
    yield from check_findings(scheme, entries, numbers)
    yield from ledger_findings(scheme, entries, numbers, codes, year)
    yield from figure_findings(scheme, entries, numbers)
    yield from account_findings(scheme, entries, numbers, accounts, codes, year)
