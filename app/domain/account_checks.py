"""What does not agree in the official tables: within a table, between tables, with the ledgers.

Sources: tables.json A01–A15, B01–B16. Relations are asked of the figures as they are shown: what an
imported table states, else what the ledgers give, rounded to the published unit. Where all figures
of a table come from the ledgers, only rounding can part them; what the ledgers themselves have
wrong is said there (`ledger_checks.py`), in the cell that can be put right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.accounts import TOTAL, AccountReport, Line, Part
from app.domain.between import Tables, between
from app.domain.codes import CodeBook
from app.domain.culprit import Operand
from app.domain.gaps import Gap, Published, gap_findings, published
from app.domain.relations import ACROSS, LEVELS, Relation, relations
from app.domain.report import Finding
from app.domain.submission import Entries
from app.domain.tables import Numbers
from app.domain.values import rounded, rounded_all
from app.domain.wording import account_words, part_words
from app.scheme.formula import Value
from app.scheme.model import Codes, Scheme

STATED, BALANCE = "T05", "T06"
BALANCED = ("opening", "received", "spent", "closing")  # columns that must balance in each row
CORRECT = "核对这几个数，改错的那一个；原表就是这样的，写明理由"
Grid = list[list[Value]]


def account_findings(
    scheme: Scheme,
    entries: Entries,
    numbers: Numbers,
    accounts: Sequence[AccountReport],
    codes: CodeBook,
    year: int,
) -> Iterator[Finding]:
    """Every contradiction of the official tables, the tails of rounding one note for each table."""
    unit = published(entries)
    gaps: list[Gap] = []
    for report in accounts:
        if report.empty:
            continue
        within = _Within(scheme, numbers, report, unit, codes, year)
        gaps += within.gaps()
    gaps += between(Tables(scheme, entries, numbers, accounts, unit))
    anchors = {report.account.id: _anchor(report) for report in accounts}
    yield from gap_findings(gaps, entries, unit, anchors)


def _anchor(report: AccountReport) -> str:
    """The cell that a note about the whole table goes to: the last row's, the total."""
    part = report.parts[0]
    line = part.line(TOTAL) or part.lines[-1]
    return part.address(line, part.columns[0])


@dataclass(frozen=True)
class _Within:
    """One table."""

    scheme: Scheme
    numbers: Numbers
    report: AccountReport
    unit: Published
    codes: CodeBook
    year: int

    @property
    def table(self) -> str:
        return account_words(self.report.label, self.report.account.title)

    @property
    def stated(self) -> bool:
        """Whether an imported table states anything here; else only rounding parts figures."""
        return bool(self.report.derived)

    def gaps(self) -> Iterator[Gap]:
        shown: dict[str, Decimal] = {}
        exact = True
        for part in self.report.parts:
            grid: Grid = []
            for line in part.lines:
                row = rounded_all(line.cells, self.unit.digits)
                exact = exact and tuple(row) == line.cells
                grid.append(row)
            if part.prefix == self.report.account.id:
                yield from self._by_subject(part, grid, exact)
            else:
                for line, row in zip(part.lines, grid, strict=True):
                    for column, value in zip(part.columns, row, strict=True):
                        if value is not None:
                            shown[part.address(line, column)] = value
            yield from self._stated(part, grid)
        yield from self._fixed(shown)

    # ── rows by subject ──────────────────────────────────────────────────────────────────

    def _by_subject(self, part: Part, grid: Grid, exact: bool) -> Iterator[Gap]:
        if self.stated or not exact:
            yield from self._across(part, grid)
            if not self.report.account.single:
                yield from self._levels(part, grid)
        if set(BALANCED) <= set(part.columns):
            yield from self._balance(part, grid)

    def _across(self, part: Part, grid: Grid) -> Iterator[Gap]:
        for at, places in relations(self.scheme, self.report.account).columns:
            for number, row in enumerate(grid):
                have = row[at]
                added = [
                    (sign, value) for sign, place in places if (value := row[place]) is not None
                ]
                if have is None or not added:
                    continue
                total = sum((value if sign > 0 else -value for sign, value in added), Decimal(0))
                if have != total and self._counts(have - total, len(added) + 1):
                    line = part.lines[number]
                    parts = [
                        (self._column(part, place), place, sign)
                        for sign, place in places
                        if row[place] is not None
                    ]
                    yield self._row_gap(part, line, at, row, parts, total)

    def _row_gap(
        self,
        part: Part,
        line: Line,
        at: int,
        row: list[Value],
        parts: list[tuple[str, int, int]],
        total: Decimal,
    ) -> Gap:
        have = row[at] or Decimal(0)
        name = self._column(part, at)
        lines = [self._operand(words, row[place], -sign) for words, place, sign in parts]
        return Gap(
            code=ACROSS,
            level="error",
            account=self.report.account.id,
            table=self.table,
            place="　".join(word for word in (_named(line), name) if word),
            said=(f"{name}为", "各栏相加是"),
            left=have,
            right=total,
            cells=tuple(
                part.address(line, part.columns[p]) for p in (at, *(p for _, p, _ in parts))
            ),
            todo=CORRECT,
            parts=(Operand(name, self.unit.shown(have), 1, whole=True), *lines),
            count=len(parts) + 1,
        )

    def _levels(self, part: Part, grid: Grid) -> Iterator[Gap]:
        """Each code beside the sum of the codes right below it, the total beside the 类."""
        places = {line.code or line.id: at for at, line in enumerate(part.lines)}
        below: dict[int, list[int]] = {}
        for at, line in enumerate(part.lines):
            if line.code:
                above = next((places[c] for c in _above(line.code) if c in places), places[TOTAL])
                below.setdefault(above, []).append(at)
        for top, rows in below.items():
            have_row = grid[top]
            for column, have in enumerate(have_row):
                if have is None:
                    continue
                added = [value for at in rows if (value := grid[at][column]) is not None]
                total = sum(added, Decimal(0))
                if added and have != total and self._counts(have - total, len(added) + 1):
                    yield self._level_gap(part, grid, top, rows, column, total)

    def _level_gap(
        self, part: Part, grid: Grid, top: int, rows: list[int], column: int, total: Decimal
    ) -> Gap:
        line, have = part.lines[top], grid[top][column] or Decimal(0)
        name, words = self._column(part, column), _named(line)
        filled = [at for at in rows if grid[at][column] is not None]
        lines = [self._operand(_named(part.lines[at]), grid[at][column], -1) for at in filled]
        kind = "各类" if not line.code else "各款" if len(line.code) == 3 else "各项"
        addresses = [part.address(part.lines[at], part.columns[column]) for at in (top, *filled)]
        return Gap(
            code=LEVELS,
            level="error",
            account=self.report.account.id,
            table=self.table,
            place=f"{words}　{name}",
            said=(f"{words}的{name}为", f"{kind}相加是"),
            left=have,
            right=total,
            cells=tuple(addresses),
            todo=CORRECT,
            parts=(Operand(words, self.unit.shown(have), 1, whole=True), *lines),
            count=len(filled) + 1,
        )

    def _balance(self, part: Part, grid: Grid) -> Iterator[Gap]:
        """年初结转和结余 + 本年收入 = 本年支出 + 年末结转和结余 for each subject (A14)."""
        places = [part.columns.index(name) for name in BALANCED]
        codes = {line.code for line in part.lines}
        above = {code for one in codes for code in _above(one)}
        for line, row in zip(part.lines, grid, strict=True):
            opening, received, spent, closing = (row[at] for at in places)
            came = [value for value in (opening, received) if value is not None]
            went = [value for value in (spent, closing) if value is not None]
            if not line.code or line.code in above or not came or not went:
                continue
            left, right = sum(came, Decimal(0)), sum(went, Decimal(0))
            if left != right:
                names = [self._column(part, at) for at in places]
                signs = (1, 1, -1, -1)
                lines = [
                    self._operand(n, row[at], s)
                    for n, at, s in zip(names, places, signs, strict=True)
                ]
                yield Gap(
                    code=BALANCE,
                    level="error",
                    account=self.report.account.id,
                    table=self.table,
                    place=f"{_named(line)}　收支平衡",
                    said=("年初结转和结余加本年收入是", "本年支出加年末结转和结余是"),
                    left=left,
                    right=right,
                    cells=tuple(part.address(line, part.columns[at]) for at in reversed(places)),
                    todo="核对这个科目的年初、年末结转结余（在“结转结余明细”里填）",
                    parts=tuple(lines),
                    count=len(came) + len(went),
                )

    # ── fixed rows ───────────────────────────────────────────────────────────────────────

    def _fixed(self, shown: dict[str, Decimal]) -> Iterator[Gap]:
        for relation in relations(self.scheme, self.report.account).rows:
            have = shown.get(relation.cell)
            added = [one for one in relation.parts if one.name in shown]
            if have is None or not added:
                continue
            total = sum((one.sign * shown[one.name] for one in added), Decimal(0))
            if have == total:
                continue
            lacking = self._lacking(relation) if have - total else ()
            if lacking or self._counts(have - total, len(added) + 1):
                yield self._fixed_gap(relation, shown, total, lacking)

    def _fixed_gap(
        self,
        relation: Relation,
        shown: dict[str, Decimal],
        total: Decimal,
        lacking: tuple[str, ...],
    ) -> Gap:
        have = shown[relation.cell]
        added = [one for one in relation.parts if one.name in shown]
        name = self._words(relation.cell)
        lines = [self._operand(self._words(o.name), shown[o.name], -o.sign) for o in added]
        hint = f"表里没有这些科目的行：{'、'.join(lacking)}" if lacking else ""
        return Gap(
            code=relation.code,
            level="error",
            account=self.report.account.id,
            table=self.table,
            place=name,
            said=(f"{name}为", "各栏相加是" if relation.code == ACROSS else "各行相加是"),
            left=have,
            right=total,
            cells=(relation.cell, *(one.name for one in added)),
            todo="把这些科目改成表里有的科目，或者按当地要求处理" if lacking else CORRECT,
            parts=(Operand(name, self.unit.shown(have), 1, whole=True), *lines),
            count=len(added) + 1,
            hint=hint,
        )

    def _lacking(self, relation: Relation) -> tuple[str, ...]:
        """Subjects that the ledgers have figures for and the table has no row for."""
        found: dict[str, str] = {}
        for source in relation.sources:
            ledger = source.rpartition(".")[0]
            kind = self._kind(ledger)
            for code in self.numbers.sums.get(ledger, {}):
                if code and relation.lacks(code) and self.numbers.under(source, code):
                    subject = self.codes.subject(kind, code, self.year)
                    found[code] = f"{code}{subject.name if subject else ''}"
        return tuple(name for _, name in sorted(found.items()))

    def _kind(self, ledger: str) -> Codes:
        """The classification of a list of subjects."""
        start, _, name = ledger.partition(".")
        one = self.scheme.table(start).row_list(name)
        return one.codes if one else ""

    # ── what an imported table states beside the ledgers ─────────────────────────────────

    def _stated(self, part: Part, grid: Grid) -> Iterator[Gap]:
        """One for each row that differs; nothing where the ledgers are blank altogether."""
        derived = self.report.derived
        if not any(value is not None for value in derived.values()):
            return
        for line, row in zip(part.lines, grid, strict=True):
            apart: list[tuple[int, Decimal, Decimal]] = []
            for at, column in enumerate(part.columns):
                address = part.address(line, column)
                if address in derived and (stated := row[at]) is not None:
                    own = rounded(derived[address] or Decimal(0), self.unit.digits)
                    if own != stated:
                        apart.append((at, stated, own))
            if apart:
                yield self._stated_gap(part, line, apart)

    def _stated_gap(self, part: Part, line: Line, apart: list[tuple[int, Decimal, Decimal]]) -> Gap:
        at, stated, own = max(apart, key=lambda one: abs(one[1] - one[2]))
        others = [place for place, *_ in apart if place != at]
        name = self._column(part, at)
        more = f"（另有{len(others)}栏也不同）" if others else ""
        return Gap(
            code=STATED,
            level="warning",
            account=self.report.account.id,
            table=self.table,
            place="　".join(word for word in (_named(line), name) if word),
            said=(f"原表{name}为", f"按台账计算{more}是"),
            left=stated,
            right=own,
            cells=tuple(part.address(line, part.columns[place]) for place in (at, *others)),
            todo="台账漏了或填错的改台账；原表有误的，清除原表的数，以台账为准",
            parts=(
                Operand("原表的数", self.unit.shown(stated), 1, whole=True),
                Operand("台账的数", self.unit.shown(own), -1, whole=True),
            ),
        )

    # ── words ────────────────────────────────────────────────────────────────────────────

    def _counts(self, gap: Decimal, figures: int) -> bool:
        """Whether it is said: all of a table with stated figures, of others only tails."""
        return self.stated or abs(gap) <= self.unit.tail(figures)

    def _operand(self, name: str, value: Value, sign: int) -> Operand:
        return Operand(name, self.unit.shown(value or Decimal(0)), sign)

    def _column(self, part: Part, at: int) -> str:
        column = self.report.account.column(part.columns[at])
        if column is not None:
            return "".join(column.heads)
        return part_words(self.scheme, f"{part.prefix}.{part.lines[0].id}.{part.columns[at]}")

    def _words(self, address: str) -> str:
        """A cell of fixed rows without the table's name: 支出　十、节能环保支出."""
        words = part_words(self.scheme, address)
        return words.removeprefix(f"{self.table}的")


def _named(line: Line) -> str:
    return f"{line.code}{line.label}" if line.code else line.label


def _above(code: str) -> tuple[str, ...]:
    """The codes above one, the nearest first: 2080505 → 20805, 208."""
    return tuple(code[:digits] for digits in (5, 3) if digits < len(code))
