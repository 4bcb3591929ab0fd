"""What is wrong or odd in the ledgers by subject: their codes and names, and figures of one row.

A code that the table of codes does not know is allowed, with a warning: the finance bureau may have
its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from app.domain.codes import CodeBook
from app.domain.report import Finding
from app.domain.subjects import LEVELS, Subject
from app.domain.submission import Entries
from app.domain.tables import ListRow, Numbers
from app.domain.values import amount_text, shorten
from app.domain.wording import finding
from app.scheme.formula import Value
from app.scheme.model import Codes, RowList, Table

TOLERANCE = Decimal(50)  # 元: half of the last digit in 万元
# 款 of 政府性基金预算 in 支出功能分类科目; 类 234 (抗疫特别国债) and 223 (国有资本经营预算) apart
FUND_SECTIONS = frozenset(
    (
        *(
            "20707",
            "20709",
            "20710",
            "20822",
            "20823",
            "21160",
            "21161",
            "21208",
            "21210",
            "21211",
            "21213",
        ),
        *(
            "21214",
            "21215",
            "21216",
            "21217",
            "21218",
            "21219",
            "21366",
            "21367",
            "21368",
            "21369",
            "21370",
        ),
        *(
            "21371",
            "21372",
            "21373",
            "21374",
            "21460",
            "21461",
            "21462",
            "21463",
            "21464",
            "21468",
            "21469",
        ),
        *(
            "21470",
            "21471",
            "21472",
            "21473",
            "21562",
            "22904",
            "22908",
            "22960",
            "23104",
            "23204",
            "23304",
        ),
    )
)
FUND_CLASS, CAPITAL_CLASS = "234", "223"
PUBLIC = "public"  # the list or the column of 一般公共预算财政拨款
ERRORS = frozenset({"L02", "L03", "L05"})
KINDS = {"function": "功能科目", "economic": "经济科目"}


def ledger_findings(
    ledger: tuple[Table, RowList], entries: Entries, numbers: Numbers, codes: CodeBook, year: int
) -> Iterator[Finding]:
    """Findings of one list of subjects, with the clerk's reasons for keeping figures."""
    table, one = ledger
    rows = numbers.rows(f"{table.id}.{one.id}")
    for found in _Ledger(table, one, rows, numbers, codes, year).findings() if rows else ():
        yield finding(found, entries)


@dataclass(frozen=True)
class _Ledger:
    """One list of subjects with its rows."""

    table: Table
    one: RowList
    rows: tuple[ListRow, ...]
    numbers: Numbers
    codes: CodeBook
    year: int

    @cached_property
    def _number(self) -> dict[str, int]:
        """The rows by their ids, counted from 1."""
        return {row.id: at for at, row in enumerate(self.rows, 1)}

    def findings(self) -> Iterator[Finding]:
        twice = self._codes_twice()
        above = {row.code[:digits] for row in self.rows for digits in (3, 5) if row.code[digits:]}
        known = self.codes.of(self.one.codes).in_year(self.year)
        for row in self.rows:
            if not row.code:
                yield from self._without_code(row)
                continue
            if not (row.code.isascii() and row.code.isdigit() and len(row.code) in LEVELS):
                yield self._malformed(row)
                continue
            if row.id in twice:
                yield self._twice(row, twice[row.id])
            elif row.code in above and not row.also:
                yield self._double(row)
            if known:
                yield from self._subject(row, known.get(row.code))
            if row.also:
                yield from self._also(row)
            yield from self._misplaced(row)
        yield from self._budgets()

    # ── codes ────────────────────────────────────────────────────────────────────────────

    def _codes_twice(self) -> dict[str, ListRow]:
        """Rows whose code stands further up already, with the row there."""
        first: dict[tuple[str, str], ListRow] = {}
        found: dict[str, ListRow] = {}
        for row in self.rows:
            earlier = first.setdefault((row.code, row.also), row)
            if earlier is not row:
                found[row.id] = earlier
        return found

    def _without_code(self, row: ListRow) -> Iterator[Finding]:
        columns = [c.id for c in self.table.columns if c.kind in ("amount", "count")]
        figures = [(name, self._value(row, name)) for name in columns]
        filled = [value for _, value in figures if value]
        if filled:
            yield self._found(
                *("L03", row, "code"),
                (
                    f"这一行有金额{self._text(filled[0])}，没有填科目编码，金额会计入合计，却进不了任何一类",
                    "选一个科目；这一行不要的，删除整行",
                ),
                left=self._text(filled[0]),
            )

    def _malformed(self, row: ListRow) -> Finding:
        return self._found(
            *("L02", row, "code"),
            (
                f"科目编码“{shorten(row.code)}”有{len(row.code)}位，应为3位（类）、5位（款）或7位（项）数字",
                "改正编码；可以输名称或拼音首字母来选",
            ),
            left=shorten(row.code),
        )

    def _twice(self, row: ListRow, earlier: ListRow) -> Finding:
        place = self._number[earlier.id]
        return self._found(
            *("L04", row, "code"),
            (
                f"科目{row.code}在这张表里有两行（另一行是第{place}行），两行的数会加在一起",
                "确实要分两行填的写明理由；重复录入的删去一行",
            ),
            left=row.code,
            right=earlier.code,
        )

    def _double(self, row: ListRow) -> Finding:
        deeper = [
            one for one in self.rows if one.code != row.code and one.code.startswith(row.code)
        ]
        level = LEVELS[len(row.code)]
        return self._found(
            *("L05", row, "code"),
            (
                f"{row.code}是{level}级科目，下面已有{deeper[0].code}等{len(deeper)}行，"
                "类、款合计是自动加出来的，再填一行会重复计算",
                f"删去这一行{level}级的合计数；还有别的支出的，改填到具体的项",
            ),
            left=row.code,
            right=deeper[0].code,
        )

    def _subject(self, row: ListRow, subject: Subject | None) -> Iterator[Finding]:
        kind = KINDS.get(self.one.codes, "科目")
        if subject is None:
            yield self._found(
                *("L01", row, "code"),
                (
                    f"{kind}表里没有“{row.code}”",
                    "核对编码；当地财政有这个科目的，写明理由，或者导入当地的科目表",
                ),
                left=row.code,
            )
        elif not subject.valid(self.year):
            yield self._found(
                *("L07", row, "code"),
                (
                    f"科目{row.code}（{subject.name}）{_years(subject)}，{self.year}年度没有这个科目",
                    f"改用{self.year}年度的科目；当地仍在用的写明理由",
                ),
                left=row.code,
            )
        elif row.name and row.name != subject.name and _plain(row.name) != _plain(subject.name):
            yield self._found(
                *("L06", row, "name"),
                (
                    f"科目{row.code}的名称写成“{shorten(row.name)}”，科目表里是“{subject.name}”",
                    "核对编码和名称是不是配错了；名称以科目表为准",
                ),
                left=shorten(row.name),
                right=subject.name,
            )

    def _also(self, row: ListRow) -> Iterator[Finding]:
        kind: Codes = self.one.also
        book = self.codes.of(kind)
        if book.all and book.of(row.also, self.year) is None:
            yield self._found(
                *("L08", row, "also"),
                (
                    f"{KINDS.get(kind, '科目')}表里没有“{shorten(row.also)}”",
                    "核对编码；当地财政有这个科目的，写明理由",
                ),
                left=shorten(row.also),
            )

    def _misplaced(self, row: ListRow) -> Iterator[Finding]:
        """A subject of another budget under 一般公共预算财政拨款."""
        capital, fund = row.code[:3] == CAPITAL_CLASS, row.code[:3] == FUND_CLASS
        if self.one.codes != "function":
            return
        if not (capital or fund or row.code[:5] in FUND_SECTIONS):
            return
        column = next((c.id for c in self.table.columns if c.id == PUBLIC), "")
        if self.one.id != PUBLIC and not (column and self._value(row, column)):
            return
        budget = "国有资本经营预算" if capital else "政府性基金预算"
        yield self._found(
            *("L11", row, "code"),
            (
                f"科目{row.code}属于{budget}，这里填在一般公共预算下",
                f"移到{budget}；确实由一般公共预算安排的写明理由",
            ),
            left=row.code,
        )

    # ── one row's budget and spending ────────────────────────────────────────────────────

    def _budgets(self) -> Iterator[Finding]:
        """调整预算 without which, or beyond which, money was spent."""
        names = {column.id for column in self.table.columns}
        if not {"adjusted", "spent"} <= names:
            return
        adjusted = [self._value(row, "adjusted") for row in self.rows]
        if not any(adjusted):
            return  # nobody keeps it here, or not yet: no mistake of one row
        for row, budget in zip(self.rows, adjusted, strict=True):
            spent = self._value(row, "spent")
            if not spent or spent <= (budget or 0) + TOLERANCE:
                continue
            if not budget:
                said = "是空的" if budget is None else "是0"
                yield self._found(
                    *("L09", row, "adjusted"),
                    (
                        f"调整预算数{said}，却有支出{self._text(spent)}",
                        "补填调整预算数（年中追加和上年结转都算在内）；确实没有预算的写明理由",
                    ),
                    left=self._text(spent),
                    right=self._text(budget),
                )
            else:
                over = self._text(spent - budget)
                yield self._found(
                    *("L10", row, "spent"),
                    (
                        f"支出{self._text(spent)}大于调整预算数{self._text(budget)}，超出{over}",
                        "核对调整预算数是否含年中追加和上年结转；确实超支的写明理由",
                    ),
                    left=self._text(spent),
                    right=self._text(budget),
                    difference=over,
                )

    # ── words ────────────────────────────────────────────────────────────────────────────

    def _value(self, row: ListRow, column: str) -> Value:
        return self.numbers.values.get(f"{self.table.id}.{self.one.id}.{row.id}.{column}")

    def _text(self, value: Value) -> str:
        return amount_text(value, self.table.unit) + self.table.unit if value is not None else ""

    def _found(
        self, code: str, row: ListRow, cell: str, said: tuple[str, str], **figures: str
    ) -> Finding:
        """`said` is the sentence and what to do."""
        place = f"第{self._number[row.id]}行 {row.code}{shorten(row.name, 16)}".strip()
        return Finding(
            code=code,
            level="error" if code in ERRORS else "warning",
            tab=self.table.tab,
            where=f"{self.table.title}　{self.one.label}　{place}",
            sentence=said[0],
            todo=said[1],
            cells=(f"{self.table.id}.{self.one.id}.{row.id}.{cell}",),
            **figures,
        )


def _years(subject: Subject) -> str:
    first, last = subject.first_year, subject.last_year
    if first and last:
        return f"只用于{first}至{last}年度"
    return f"从{first}年度起使用" if first else f"用到{last}年度为止"


def _plain(name: str) -> str:
    """A name as it is compared: signs that are written one way or another left out."""
    return "".join(letter for letter in name if letter.isalnum())
