"""What an imported official table states beside what the ledgers give."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.accounts import AccountReport, Line, Part
from app.domain.culprit import Operand
from app.domain.gaps import Gap, Published
from app.domain.values import rounded
from app.domain.wording import account_words, column_words, line_words

STATED = "T05"
Apart = tuple[int, Decimal, Decimal]  # the column's place, what is stated, what the ledgers give


def stated_gaps(report: AccountReport, unit: Published) -> Iterator[Gap]:
    """One for each row that differs; nothing where the ledgers are blank altogether."""
    derived = report.derived
    if not any(value is not None for value in derived.values()):
        return
    for part in report.parts:
        for line in part.lines:
            apart: list[Apart] = []
            for at, stated in enumerate(line.rounded(unit.digits)):
                address = part.address(line, part.columns[at])
                if stated is not None and address in derived:
                    own = rounded(derived[address] or Decimal(0), unit.digits)
                    if own != stated:
                        apart.append((at, stated, own))
            if apart:
                yield _gap(report, part, line, apart, unit)


def _gap(
    report: AccountReport,
    part: Part,
    line: Line,
    apart: list[Apart],
    unit: Published,
) -> Gap:
    at, stated, own = max(apart, key=lambda one: abs(one[1] - one[2]))
    others = [place for place, *_ in apart if place != at]
    name = column_words(report.account, part.prefix, part.columns[at])
    more = f"（另有{len(others)}栏也不同）" if others else ""
    return Gap(
        code=STATED,
        level="warning",
        account=report.account.id,
        table=account_words(report.label, report.account.title),
        place="　".join(word for word in (line_words(line), name) if word),
        said=("原表的数为", f"按台账计算{more}是"),
        left=stated,
        right=own,
        cells=tuple(part.address(line, part.columns[place]) for place in (at, *others)),
        todo="台账漏了或填错的改台账；原表有误的，清除原表的数，以台账为准",
        parts=(
            Operand("原表的数", unit.shown(stated), 1, whole=True),
            Operand("台账的数", unit.shown(own), -1, whole=True),
        ),
    )
