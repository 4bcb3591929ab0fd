"""All findings about a unit's tables: the scheme's checks, the ledgers, the official tables."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial

from app.domain.account_checks import account_findings
from app.domain.accounts import AccountReport
from app.domain.checks import check_findings
from app.domain.codes import CodeBook
from app.domain.figure_checks import figure_findings, odd_findings
from app.domain.ledger_checks import ledger_findings
from app.domain.reach import alone
from app.domain.report import Finding
from app.domain.submission import Submission
from app.domain.tables import Numbers
from app.scheme.cells import STATED
from app.scheme.model import Scheme

Groups = Mapping[str, tuple[Finding, ...]]


def table_findings(
    scheme: Scheme,
    submission: Submission,
    numbers: Numbers,
    accounts: Sequence[AccountReport],
    codes: CodeBook,
    known: Groups,
) -> Groups:
    """In the order in which they are put right: what was typed, then what follows from it.

    `known` are those of the report that `numbers` was taken over from, none where subjects have
    other names now: a group that the edit did not reach is taken over.
    """
    entries, year = submission.entries, submission.year
    found: dict[str, tuple[Finding, ...]] = {}

    def group(name: str, words: AbstractSet[str], make: Callable[[], Iterable[Finding]]) -> None:
        kept = known.get(name) if numbers.owners.isdisjoint(words) else None
        found[name] = tuple(make()) if kept is None else kept

    for check in scheme.checks:
        words = numbers.reach.check(check)
        group(check.id, words, partial(check_findings, scheme, entries, numbers, (check,)))
    tables = numbers.reach.of(("info", *(table.id for table in scheme.tables)))
    for address, ledger in numbers.coded.items():
        reach = frozenset({address}) if alone(*ledger) else numbers.reach.of((ledger[0].id,))
        make = partial(ledger_findings, ledger, entries, numbers, codes, year)
        group(f"ledger {address}", reach, make)
    group("figures", tables, lambda: figure_findings(scheme, entries, numbers))
    for one in scheme.tables:
        reach = numbers.reach.of((one.id,))
        group(f"odd {one.id}", reach, partial(odd_findings, one, entries, numbers))
    official = {*tables, STATED, *(account.id for account in scheme.accounts)}
    given = (scheme, entries, numbers, accounts, codes, year)
    group("accounts", official, lambda: account_findings(*given))
    return found
