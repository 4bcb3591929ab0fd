"""Relations between official tables: the checks of the scheme that name their cells, and those
that hold for each class or subject (tables.json B06, B11)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.accounts import AccountReport, Part
from app.domain.checks import account_ids, asked, filled, of_accounts
from app.domain.culprit import Operand
from app.domain.gaps import Gap, Published
from app.domain.submission import Entries
from app.domain.tables import Numbers, shown
from app.domain.values import rounded
from app.domain.wording import account_words, cell_words
from app.scheme.formula import Value, compare
from app.scheme.model import Check, Level, Scheme
from app.scheme.terms import sides


@dataclass(frozen=True)
class RowWise:
    """For each code: the left table's column is, or is not more than, the right one's."""

    code: str
    level: Level
    left: str  # address of the rows
    left_column: str
    right: str
    right_column: str
    most: bool = False


ROW_WISE = (
    RowWise("B06", "warning", "gk01.spending", "amount", "gk03", "spent"),
    RowWise("B11", "error", "gk04.spending", "amount", "gk01.spending", "amount", most=True),
    RowWise("B11", "error", "gk05", "spent", "gk03", "spent", most=True),
    RowWise("B11", "error", "gk07", "spent", "gk03", "spent", most=True),
    RowWise("B11", "error", "gk08", "spent", "gk03", "spent", most=True),
)


@dataclass(frozen=True)
class Tables:
    """The official tables as they are shown."""

    scheme: Scheme
    entries: Entries
    numbers: Numbers
    reports: Sequence[AccountReport]
    unit: Published
    by_id: Mapping[str, AccountReport] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {one.account.id: one for one in self.reports})

    def value(self, address: str) -> Value | tuple[Value, ...]:
        """A cell as it is shown; a ledger's as it is."""
        report = self.by_id.get(_owner(address))
        if report is None:
            return self.numbers.value(address)
        found = report.values.get(address)
        return None if found is None else rounded(found, self.unit.digits)

    def text(self, address: str) -> str:
        found = self.value(address)
        kind = self.numbers.kind(address)
        return shown(kind, found if isinstance(found, Decimal) else None, self.unit.unit)

    def table(self, account: str) -> str:
        one = self.by_id[account]
        return account_words(one.label, one.account.title)


def between(tables: Tables) -> Iterator[Gap]:
    """Every gap between tables. A blank counts as zero only in a table that is published: one
    with other figures, or one whose sentence says that it has none (B14)."""
    accounts = account_ids(tables.scheme)
    stated = any(report.derived for report in tables.reports)
    for check in tables.scheme.checks:
        if not of_accounts(check, accounts) or not asked(check, tables.entries):
            continue
        if check.stated and not (stated and _stated(tables, check)):
            continue
        yield from _check(tables, check)
    if stated:
        for relation in ROW_WISE:
            yield from _row_wise(tables, relation)


def _stated(tables: Tables, check: Check) -> bool:
    """Whether an imported table states one of the figures."""
    for name in check.require.names:
        report = tables.by_id.get(name.partition(".")[0])
        if report is not None and name in report.derived:
            return True
    return False


def _check(tables: Tables, check: Check) -> Iterator[Gap]:
    result = compare(check.require, tables.value, check.tolerance)
    if result.left is None and result.right is None:
        return
    left, right = result.left, result.right
    both = sides(check.require)
    if left is None or right is None:
        if both is None or len({_owner(name) for name in check.require.names}) < 2:
            return
        blank = both[0] if left is None else both[1]
        if not all(_published(tables, _owner(term.name)) for term in blank):
            return
        left, right = left or Decimal(0), right or Decimal(0)
    most = result.operator == "<="
    if result.holds or left == right or (most and left < right):
        return
    yield _gap(tables, check, left, right, most)


def _owner(name: str) -> str:
    return name.partition(".")[0]


def _published(tables: Tables, account: str) -> bool:
    report = tables.by_id.get(account)
    return report is not None and (not report.empty or bool(report.account.empty))


def _gap(tables: Tables, check: Check, left: Decimal, right: Decimal, most: bool) -> Gap:
    unit = tables.unit
    words = {
        name: unit.text(value) + unit.unit
        for name, value in (("left", left), ("right", right), ("difference", abs(left - right)))
    }
    first = next(name for name in check.cells if _owner(name) in tables.by_id)
    names = [name for name in check.require.names if tables.value(name) is not None]
    return Gap(
        code=check.id,
        level=check.level,
        account=_owner(first),
        table=tables.table(_owner(first)),
        place=check.title,
        said=("", ""),
        left=left,
        right=right,
        cells=check.cells,
        todo=check.todo,
        parts=_operands(tables, check),
        count=len(names),
        most=most,
        sentence=filled(check.message, words, tables.text),
    )


def _operands(tables: Tables, check: Check) -> tuple[Operand, ...]:
    both = sides(check.require)
    if both is None:
        return ()
    found: list[Operand] = []
    for side_sign, side in zip((1, -1), both, strict=True):
        for term in side:
            value = tables.value(term.name)
            if isinstance(value, Decimal):
                name = cell_words(tables.scheme, term.name)
                figure = tables.unit.shown(value)
                found.append(Operand(name, figure, side_sign * term.sign, len(side) == 1))
    return tuple(found)


# ── for each class or subject ────────────────────────────────────────────────────────────


def _row_wise(tables: Tables, relation: RowWise) -> Iterator[Gap]:
    left, right = _part(tables, relation.left), _part(tables, relation.right)
    if left is None or right is None:
        return
    (one, own), (other, others) = left, right
    if relation.left_column not in own.columns or relation.right_column not in others.columns:
        return
    if other.empty or not (one.derived or other.derived):
        return
    known = _by_code(tables, others, relation.right_column)
    for code, (address, label, value) in _by_code(tables, own, relation.left_column).items():
        found = known.get(code)
        limit = found[2] if found else Decimal(0)
        if value == limit or (relation.most and value < limit):
            continue
        if found is None and not relation.most and _has_deeper(code, known):
            continue
        yield Gap(
            code=relation.code,
            level=relation.level,
            account=one.account.id,
            table=tables.table(one.account.id),
            place=label,
            said=(f"{label}为", f"{tables.table(other.account.id)}同一科目的"),
            left=value,
            right=limit,
            cells=(address, *((found[0],) if found else ())),
            todo="核对两张表的这个科目，财政拨款的支出不会大于全部支出"
            if relation.most
            else "核对两张表的这个科目，两处应当是同一个数",
            parts=(
                Operand(tables.table(one.account.id), tables.unit.shown(value), 1, whole=True),
                Operand(tables.table(other.account.id), tables.unit.shown(limit), -1, whole=True),
            ),
            most=relation.most,
        )


def _has_deeper(code: str, known: Mapping[str, object]) -> bool:
    return any(other.startswith(code) for other in known)


def _part(tables: Tables, prefix: str) -> tuple[AccountReport, Part] | None:
    report = tables.by_id.get(_owner(prefix))
    parts = report.parts if report else ()
    part = next((part for part in parts if part.prefix == prefix), None)
    return (report, part) if report is not None and part is not None else None


def _by_code(tables: Tables, part: Part, column: str) -> dict[str, tuple[str, str, Decimal]]:
    """Address, name and figure of each row with a code that has one."""
    at = part.columns.index(column)
    found: dict[str, tuple[str, str, Decimal]] = {}
    for line in part.lines:
        value = line.cells[at]
        if line.code and value is not None:
            name = line.label if line.id.startswith("k") else f"{line.code}{line.label}"
            found[line.code] = (
                part.address(line, column),
                name,
                rounded(value, tables.unit.digits),
            )
    return found
