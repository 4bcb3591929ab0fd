"""What does not add up within one official table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.accounts import TOTAL, AccountReport, Line, Part
from app.domain.codes import CodeBook
from app.domain.culprit import Operand
from app.domain.gaps import Gap, Tails
from app.domain.relations import ACROSS, LEVELS, Relation, relations
from app.domain.tables import Numbers
from app.domain.wording import account_words, column_words, line_words, part_words
from app.scheme.formula import Value
from app.scheme.model import Codes, Scheme

BALANCE = "T06"
BALANCED = ("opening", "received", "spent", "closing")  # columns that must balance in each row
CORRECT = "核对这几个数，改错的那一个；原表就是这样的，写明理由"
ZERO = Decimal(0)
Grid = Sequence[tuple[Value, ...]]


@dataclass(frozen=True)
class Within:
    """One table. Tails are counted in `tails` at once: a table may have hundreds of them."""

    scheme: Scheme
    numbers: Numbers
    report: AccountReport
    tails: Tails
    codes: CodeBook
    year: int

    def gaps(self) -> Iterator[Gap]:
        """What does not add up, beside tails."""
        digits, own = self.tails.published.digits, self.report.account.id
        for part in self.report.parts:
            if part.prefix == own:
                yield from self._by_subject(part, [line.rounded(digits) for line in part.lines])
        if self.report.account.blocks:
            yield from self._fixed(self._shown(digits))

    def _shown(self, digits: int) -> dict[str, Decimal]:
        return {
            part.address(line, column): value
            for part in self.report.parts
            for line in part.lines
            for column, value in zip(part.columns, line.rounded(digits), strict=True)
            if value is not None
        }

    @property
    def _table(self) -> str:
        return account_words(self.report.label, self.report.account.title)

    @property
    def _stated(self) -> bool:
        """Whether an imported table states anything here; else only rounding parts figures."""
        return bool(self.report.derived)

    # ── rows by subject ──────────────────────────────────────────────────────────────────

    def _by_subject(self, part: Part, grid: Grid) -> Iterator[Gap]:
        exact = all(row is line.cells for row, line in zip(grid, part.lines, strict=True))
        if self._stated or not exact:
            yield from self._across(part, grid)
            if not self.report.account.single:
                yield from self._levels(part, grid)
        if set(BALANCED) <= set(part.columns):
            yield from self._balance(part, grid)

    def _across(self, part: Part, grid: Grid) -> Iterator[Gap]:
        limits = [self.tails.published.tail(count + 1) for count in range(len(part.columns) + 1)]
        for at, places in relations(self.scheme, self.report.account).columns:
            for number, row in enumerate(grid):
                have, total, count = row[at], ZERO, 0
                for sign, place in places:
                    value = row[place]
                    if value is not None:
                        total = total + value if sign > 0 else total - value
                        count += 1
                if have is None or not count or have == total:
                    continue
                line = part.lines[number]
                if abs(have - total) <= limits[count]:
                    self._tail(have - total, part, line, at)
                elif self._stated:
                    yield self._row_gap(part, line, at, row, places)

    def _row_gap(
        self,
        part: Part,
        line: Line,
        at: int,
        row: tuple[Value, ...],
        places: tuple[tuple[int, int], ...],
    ) -> Gap:
        name, have = self._column(part, at), row[at] or ZERO
        filled = [(sign, place) for sign, place in places if row[place] is not None]
        lines = [self._operand(self._column(part, p), row[p], -sign) for sign, p in filled]
        return Gap(
            code=ACROSS,
            level="error",
            account=self.report.account.id,
            table=self._table,
            place=self._place(part, line, at),
            said=(f"{name}为", "各栏相加是"),
            left=have,
            right=sum((sign * (row[p] or ZERO) for sign, p in filled), ZERO),
            cells=tuple(part.address(line, part.columns[p]) for p in (at, *(p for _, p in filled))),
            todo=CORRECT,
            parts=(Operand(name, self.tails.published.shown(have), 1, whole=True), *lines),
            count=len(filled) + 1,
        )

    def _levels(self, part: Part, grid: Grid) -> Iterator[Gap]:
        """Each code beside the sum of the codes right below it, the total beside the 类."""
        tail, width = self.tails.published.tail, len(part.columns)
        for top, rows in _below(part).items():
            sums, counts = [ZERO] * width, [0] * width
            for at in rows:
                for column, value in enumerate(grid[at]):
                    if value is not None:
                        sums[column] += value
                        counts[column] += 1
            for column, have in enumerate(grid[top]):
                if have is None or not counts[column] or have == sums[column]:
                    continue
                size = have - sums[column]
                if abs(size) <= tail(counts[column] + 1):
                    self._tail(size, part, part.lines[top], column)
                elif self._stated:
                    yield self._level_gap(part, grid, top, rows, column)

    def _level_gap(self, part: Part, grid: Grid, top: int, rows: list[int], column: int) -> Gap:
        line, have = part.lines[top], grid[top][column] or ZERO
        name, words = self._column(part, column), line_words(line)
        filled = [at for at in rows if grid[at][column] is not None]
        lines = [self._operand(line_words(part.lines[at]), grid[at][column], -1) for at in filled]
        kind = "各类" if not line.code else "各款" if len(line.code) == 3 else "各项"
        addresses = [part.address(part.lines[at], part.columns[column]) for at in (top, *filled)]
        return Gap(
            code=LEVELS,
            level="error",
            account=self.report.account.id,
            table=self._table,
            place=self._place(part, line, column),
            said=(f"{words}的{name}为", f"{kind}相加是"),
            left=have,
            right=sum((grid[at][column] or ZERO for at in filled), ZERO),
            cells=tuple(addresses),
            todo=CORRECT,
            parts=(Operand(words, self.tails.published.shown(have), 1, whole=True), *lines),
            count=len(filled) + 1,
        )

    def _balance(self, part: Part, grid: Grid) -> Iterator[Gap]:
        """年初结转和结余 + 本年收入 = 本年支出 + 年末结转和结余 for each subject (A14)."""
        places = [part.columns.index(name) for name in BALANCED]
        above = {code for line in part.lines for code in _above(line.code)}
        for line, row in zip(part.lines, grid, strict=True):
            opening, received, spent, closing = (row[at] for at in places)
            came = [value for value in (opening, received) if value is not None]
            went = [value for value in (spent, closing) if value is not None]
            if not line.code or line.code in above or not came or not went:
                continue
            left, right = sum(came, ZERO), sum(went, ZERO)
            if left != right:
                signs = zip(places, (1, 1, -1, -1), strict=True)
                yield Gap(
                    code=BALANCE,
                    level="error",
                    account=self.report.account.id,
                    table=self._table,
                    place=f"{line_words(line)}　收支平衡",
                    said=("年初结转和结余加本年收入是", "本年支出加年末结转和结余是"),
                    left=left,
                    right=right,
                    cells=tuple(part.address(line, part.columns[at]) for at in reversed(places)),
                    todo="核对这个科目的年初、年末结转结余（在“结转结余明细”里填）",
                    parts=tuple(
                        self._operand(self._column(part, at), row[at], sign) for at, sign in signs
                    ),
                    count=len(came) + len(went),
                )

    # ── fixed rows ───────────────────────────────────────────────────────────────────────

    def _fixed(self, shown: Mapping[str, Decimal]) -> Iterator[Gap]:
        for relation in relations(self.scheme, self.report.account).rows:
            have = shown.get(relation.cell)
            added = [one for one in relation.parts if one.name in shown]
            if have is None or not added:
                continue
            total = sum((one.sign * shown[one.name] for one in added), ZERO)
            if have == total:
                continue
            small = abs(have - total) <= self.tails.published.tail(len(added) + 1)
            lacking = () if small else self._lacking(relation)
            if small or lacking or self._stated:
                yield self._fixed_gap(relation, shown, total, lacking)

    def _fixed_gap(
        self,
        relation: Relation,
        shown: Mapping[str, Decimal],
        total: Decimal,
        lacking: tuple[str, ...],
    ) -> Gap:
        have, name = shown[relation.cell], self._words(relation.cell)
        added = [one for one in relation.parts if one.name in shown]
        lines = [self._operand(self._words(o.name), shown[o.name], -o.sign) for o in added]
        return Gap(
            code=relation.code,
            level="error",
            account=self.report.account.id,
            table=self._table,
            place=name,
            said=(f"{name}为", "各栏相加是" if relation.code == ACROSS else "各行相加是"),
            left=have,
            right=total,
            cells=(relation.cell, *(one.name for one in added)),
            todo="把这些科目改成表里有的科目，或者按当地要求处理" if lacking else CORRECT,
            parts=(Operand(name, self.tails.published.shown(have), 1, whole=True), *lines),
            count=len(added) + 1,
            hint=f"表里没有这些科目的行：{'、'.join(lacking)}" if lacking else "",
        )

    def _lacking(self, relation: Relation) -> tuple[str, ...]:
        """Subjects that the ledgers have figures for and the table has no row for."""
        found: dict[str, str] = {}
        for source in relation.sources:
            ledger = source.rpartition(".")[0]
            for code in self.numbers.sums.get(ledger, {}):
                if code and relation.lacks(code) and self.numbers.under(source, code):
                    subject = self.codes.subject(self._kind(ledger), code, self.year)
                    found[code] = f"{code}{subject.name if subject else ''}"
        return tuple(name for _, name in sorted(found.items()))

    def _kind(self, ledger: str) -> Codes:
        start, _, name = ledger.partition(".")
        one = self.scheme.table(start).row_list(name)
        return one.codes if one else ""

    # ── words ────────────────────────────────────────────────────────────────────────────

    def _tail(self, size: Decimal, part: Part, line: Line, at: int) -> None:
        account = self.report.account.id
        self.tails.add(account, self._table, size, lambda: self._place(part, line, at))

    def _operand(self, name: str, value: Value, sign: int) -> Operand:
        return Operand(name, self.tails.published.shown(value or ZERO), sign)

    def _place(self, part: Part, line: Line, at: int) -> str:
        words = (line_words(line), self._column(part, at))
        return "　".join(word for word in words if word)

    def _column(self, part: Part, at: int) -> str:
        return column_words(self.report.account, part.prefix, part.columns[at])

    def _words(self, address: str) -> str:
        """A cell of fixed rows without the table's name: 十、节能环保支出."""
        return part_words(self.scheme, address).removeprefix(f"{self._table}的")


def _above(code: str) -> tuple[str, ...]:
    """The codes above one, the nearest first: 2080505 → 20805, 208."""
    return tuple(code[:digits] for digits in (5, 3) if digits < len(code))


def _below(part: Part) -> dict[int, list[int]]:
    """The rows whose sum a row is, by their places; the nearest code above that has a row."""
    places = {line.code: at for at, line in enumerate(part.lines) if line.code}
    total = next((at for at, line in enumerate(part.lines) if line.id == TOTAL), -1)
    below: dict[int, list[int]] = {}
    for at, line in enumerate(part.lines):
        code = line.code
        if not code:
            continue
        above = places.get(code[:5], -1) if len(code) > 5 else -1
        if above < 0 and len(code) > 3:
            above = places.get(code[:3], -1)
        below.setdefault(above if above >= 0 else total, []).append(at)
    below.pop(-1, None)
    return below
