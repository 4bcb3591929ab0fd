"""What does not agree in the official tables: within a table, between tables, with the ledgers.

Sources: tables.json A01–A15, B01–B16. Relations are asked of the figures as they are shown: what an
imported table states, else what the ledgers give, rounded to the published unit. Where all figures
of a table come from the ledgers, only rounding can part them; what the ledgers themselves have
wrong is said there (`ledger_checks.py`), in the cell that can be put right.
"""

from collections.abc import Iterator, Sequence

from app.domain.accounts import TOTAL, AccountReport
from app.domain.between import Tables, between
from app.domain.codes import CodeBook
from app.domain.gaps import Gap, Tails, gap_findings, published, tail_findings
from app.domain.report import Finding
from app.domain.stated_tables import stated_gaps
from app.domain.submission import Entries
from app.domain.tables import Numbers
from app.domain.within import Within
from app.scheme.model import Scheme


def account_findings(
    scheme: Scheme,
    entries: Entries,
    numbers: Numbers,
    accounts: Sequence[AccountReport],
    codes: CodeBook,
    year: int,
) -> Iterator[Finding]:
    """Every contradiction of the official tables, the tails of rounding one note for each table."""
    tails = Tails(published(entries))
    gaps: list[Gap] = []
    for report in accounts:
        if not report.empty:
            gaps += Within(scheme, numbers, report, tails, codes, year).gaps()
            gaps += stated_gaps(report, tails.published)
    gaps += between(Tables(scheme, entries, numbers, accounts, tails.published))
    yield from gap_findings(gaps, entries, tails)
    yield from tail_findings(tails, entries, {one.account.id: _anchor(one) for one in accounts})


def _anchor(report: AccountReport) -> str:
    """The cell that a note about the whole table goes to: the last row's, the total."""
    part = report.parts[0]
    line = part.line(TOTAL) or part.lines[-1]
    return part.address(line, part.columns[0])
