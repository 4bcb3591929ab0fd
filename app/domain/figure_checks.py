"""Odd figures in the tables that a unit fills in: below zero, beside what is computed, ten thousand
times another one, far from last year's."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.domain.report import Finding
from app.domain.submission import Entries
from app.domain.tables import Numbers, shown
from app.domain.values import amount_text, rate_text, shorten
from app.domain.wording import finding, where_of
from app.scheme.formula import Value
from app.scheme.model import Column, RowList, Scheme, Table

SLIP = Decimal(10_000)  # 元 taken for 万元
NEAR = Decimal("0.01")  # share by which a slip may be off
LARGEST = Decimal(1_000)  # one row so many times all others together is hardly in the same unit
FEWEST = 2  # other rows that it takes to say so
MOVED_CODE = "L15"
MOVED, MOVED_BY = Decimal("0.5"), Decimal(100_000)  # 变动超过50%且超过10万元
NUMBERS = ("amount", "count")


def figure_findings(scheme: Scheme, entries: Entries, numbers: Numbers) -> Iterator[Finding]:
    """Findings of every table of the scheme, with the clerk's reasons for keeping figures."""
    for found in (*_overruled(scheme, numbers), *_odd(scheme, numbers), *_opening(numbers, scheme)):
        yield finding(found, entries)


def _odd(scheme: Scheme, numbers: Numbers) -> Iterator[Finding]:
    for table in scheme.tables:
        lines = tuple(_lines(table, numbers))
        filled = [line for line in lines if any(line.figures)]
        if filled:
            sheet = _Sheet(scheme, table, numbers)
            yield from sheet.negative(filled)
            yield from sheet.last_year(filled)
            for one in table.lists:
                yield from sheet.slips([line for line in filled if line.one is one])


@dataclass(frozen=True)
class _Line:
    """A row with its figures in the order of the table's columns; `one` is its list, if any."""

    place: str
    label: str
    one: RowList | None
    figures: tuple[Value, ...]


def _lines(table: Table, numbers: Numbers) -> Iterator[_Line]:
    values, columns = numbers.values, [column.id for column in table.columns]
    for row in table.rows:
        start = f"{table.id}.{row.id}."
        figures = tuple([values.get(start + name) for name in columns])
        yield _Line(row.id, row.label, None, figures)
    for one in table.lists:
        for line in numbers.rows(f"{table.id}.{one.id}"):
            start = f"{table.id}.{one.id}.{line.id}."
            figures = tuple([values.get(start + name) for name in columns])
            label = f"{one.label}　{line.code}{shorten(line.name, 16)}"
            yield _Line(f"{one.id}.{line.id}", label, one, figures)


# ── typed beside what is computed ────────────────────────────────────────────────────────


def _overruled(scheme: Scheme, numbers: Numbers) -> Iterator[Finding]:
    for address, typed in numbers.overruled.items():
        value, cell = numbers.values.get(address), numbers.cells.get(address)
        if value is None or cell is None:
            continue
        kind, unit = cell.column.kind, cell.table.unit
        said = unit if kind == "amount" else ""
        texts = [shown(kind, one, unit) + said for one in (value, typed, abs(value - typed))]
        yield Finding(
            code="L13",
            level="warning",
            tab=cell.table.tab,
            where=where_of(scheme, (), address),
            sentence=f"按明细合计{texts[0]}，这里填的是{texts[1]}，相差{texts[2]}；用的是明细合计",
            todo="明细是对的，清空这一格；明细不全的，把明细补齐",
            cells=(address,),
            left=texts[0],
            right=texts[1],
            difference=texts[2],
        )


# ── figures of one table ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Sheet:
    scheme: Scheme
    table: Table
    numbers: Numbers

    def negative(self, lines: list[_Line]) -> Iterator[Finding]:
        """A typed figure below zero."""
        places = [
            (at, c)
            for at, c in enumerate(self.table.columns)
            if c.kind in NUMBERS and c.formula is None
        ]
        for line in lines:
            for at, column in places:
                value = line.figures[at]
                if value is None or value >= 0:
                    continue
                address = self._address(line, column)
                cell = self.numbers.cells.get(address)
                if cell is not None and cell.typed:
                    yield self._found(
                        *("L12", line, column),
                        (
                            f"{column.label}是负数：{self._text(column, value)}",
                            "核对正负号；确实是负数的（如收回以前年度资金）写明理由",
                        ),
                        left=self._text(column, value),
                    )

    def last_year(self, lines: list[_Line]) -> Iterator[Finding]:
        """Each figure beside last year's: ten thousand times it, or moved by more than half."""
        places = {column.id: at for at, column in enumerate(self.table.columns)}
        for before, column in enumerate(self.table.columns):
            at = places.get(column.last) if column.last else None
            if at is None:
                continue
            for line in lines:
                value, last = line.figures[at], line.figures[before]
                if not value or not last:
                    continue
                now = self.table.columns[at]
                if _slipped(value, last):
                    yield self._slip_found(line, now, value, last)
                elif now.kind == "amount" and _moved(value, last):
                    yield self._moved_found(line, now, value, last)

    def _slip_found(self, line: _Line, column: Column, value: Decimal, last: Decimal) -> Finding:
        times = "1万倍" if abs(value) > abs(last) else "万分之一"
        return self._found(
            *("L14", line, column),
            (
                f"{column.label}{self._text(column, value)}正好是"
                f"上年数{self._text(column, last)}的{times}",
                f"看是不是元和万元弄混了；这张表按{self.table.unit}填",
            ),
            left=self._text(column, value),
            right=self._text(column, last),
            culprit="像是元和万元弄混了（差一万倍）",
        )

    def _moved_found(self, line: _Line, column: Column, value: Decimal, last: Decimal) -> Finding:
        change = value - last
        word = "增长" if change > 0 else "下降"
        return self._found(
            *(MOVED_CODE, line, column),
            (
                f"{column.label}{self._text(column, value)}，上年{self._text(column, last)}，"
                f"{word}{rate_text(abs(change / last))}",
                "变动较大，在“保留理由”里写明原因，编写说明时要用",
            ),
            left=self._text(column, value),
            right=self._text(column, last),
            difference=self._text(column, abs(change)),
        )

    def slips(self, lines: list[_Line]) -> Iterator[Finding]:
        """One row of a list that is a thousand times all others together."""
        if len(lines) <= FEWEST:
            return
        for at, column in enumerate(self.table.columns):
            if column.kind != "amount" or column.formula is not None:
                continue
            filled = [(abs(v), line) for line in lines if (v := line.figures[at])]
            if len(filled) <= FEWEST:
                continue
            most, line = max(filled, key=lambda one: one[0])
            others = sum((value for value, _ in filled), Decimal(0)) - most
            if most >= LARGEST * others:
                yield self._found(
                    *("L16", line, column),
                    (
                        f"{column.label}{self._text(column, most)}，"
                        f"是其余{len(filled) - 1}行合计{self._text(column, others)}的一千倍以上",
                        f"看是不是元和万元弄混了；这张表按{self.table.unit}填",
                    ),
                    left=self._text(column, most),
                    right=self._text(column, others),
                    culprit="像是元和万元弄混了（差一万倍）",
                )

    def _address(self, line: _Line, column: Column) -> str:
        return f"{self.table.id}.{line.place}.{column.id}"

    def _text(self, column: Column, value: Decimal) -> str:
        unit = self.table.unit
        return shown(column.kind, value, unit) + (unit if column.kind == "amount" else "")

    def _found(
        self, code: str, line: _Line, column: Column, said: tuple[str, str], **figures: str
    ) -> Finding:
        """`said` is the sentence and what to do."""
        return Finding(
            code=code,
            level="note" if code == MOVED_CODE else "warning",
            tab=self.table.tab,
            where=f"{self.table.title}　{line.label.strip()}　{column.label}",
            sentence=said[0],
            todo=said[1],
            cells=(self._address(line, column),),
            **figures,
        )


def _slipped(value: Decimal, last: Decimal) -> bool:
    more, less = max(abs(value), abs(last)), min(abs(value), abs(last))
    return abs(more - less * SLIP) <= less * SLIP * NEAR


def _moved(value: Decimal, last: Decimal) -> bool:
    change = abs(value - last)
    return change > MOVED_BY and change > abs(last) * MOVED


# ── 年初 beside last year's 年末 ──────────────────────────────────────────────────────────


def _opening(numbers: Numbers, scheme: Scheme) -> Iterator[Finding]:
    """The total only where last year's is not known by fund: K14 and the like compare those."""
    values = numbers.values
    last, now = values.get("last_year.closing.amount"), values.get("carryover.total.opening")
    if last is None or now is None or values.get("carryover.total.last") is not None:
        return
    if abs(last - now) <= Decimal(50):
        return
    texts = [amount_text(one, "万元") for one in (now, last, abs(now - last))]
    yield Finding(
        code="L17",
        level="warning",
        tab=scheme.table("carryover").tab,
        where=where_of(scheme, (), "carryover.total.opening"),
        sentence=f"年初结转和结余{texts[0]}万元，上年决算年末结转和结余{texts[1]}万元，相差{texts[2]}万元",
        todo="核对两个数；收回存量资金、会计差错更正等造成的，写明理由",
        cells=("carryover.total.opening", "last_year.closing.amount"),
        left=texts[0],
        right=texts[1],
        difference=texts[2],
    )
