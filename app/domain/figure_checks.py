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
from app.scheme.model import Column, RowList, Scheme, Table

SLIP = Decimal(10_000)  # 元 taken for 万元
NEAR = Decimal("0.01")  # share by which a slip may be off
LARGEST = Decimal(1_000)  # one row so many times all others together is hardly in the same unit
FEWEST = 2  # other rows that it takes to say so
MOVED_CODE = "L15"
MOVED, MOVED_BY = Decimal("0.5"), Decimal(100_000)  # 变动超过50%且超过10万元
NUMBERS = ("amount", "count")


def figure_findings(scheme: Scheme, entries: Entries, numbers: Numbers) -> Iterator[Finding]:
    """Findings of single figures of all tables, with the clerk's reasons for keeping them."""
    for found in (
        *_overruled(scheme, numbers),
        *_negative(scheme, numbers),
        *_opening(numbers, scheme),
    ):
        yield finding(found, entries)


def odd_findings(table: Table, entries: Entries, numbers: Numbers) -> Iterator[Finding]:
    """Findings of a table's figures beside last year's and beside each other; the same reasons."""
    sheet = _Sheet(table, numbers)
    slips = (found for one in table.lists for found in sheet.slips(one))
    for found in (*sheet.last_year(entries), *slips):
        yield finding(found, entries)


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


# ── below zero ───────────────────────────────────────────────────────────────────────────


def _negative(scheme: Scheme, numbers: Numbers) -> Iterator[Finding]:
    tables = {table.id: table for table in scheme.tables}
    for address, value in numbers.below_zero.items():
        table, cell = tables.get(address.partition(".")[0]), numbers.cells.get(address)
        if table is None or cell is None or numbers.values.get(address) != value:
            continue  # a formula's figure stands in its place
        if cell.typed and cell.column.kind in NUMBERS:
            sheet = _Sheet(table, numbers)
            text = sheet.text(cell.column, value)
            yield sheet.found(
                *("L12", cell.row, cell.column),
                (
                    f"{cell.column.label}是负数：{text}",
                    "核对正负号；确实是负数的（如收回以前年度资金）写明理由",
                ),
                left=text,
            )


# ── figures of one table ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Sheet:
    """`place` is a row's part of an address: running, or items.r3."""

    table: Table
    numbers: Numbers

    def places(self) -> Iterator[str]:
        yield from (row.id for row in self.table.rows)
        for one in self.table.lists:
            for row in self.numbers.rows(f"{self.table.id}.{one.id}"):
                yield f"{one.id}.{row.id}"

    def last_year(self, entries: Entries) -> Iterator[Finding]:
        """Each figure beside last year's: ten thousand times it, or moved by more than half.

        A total of both is left out: its rows say it.
        """
        values = self.numbers.values
        columns = {column.id: column for column in self.table.columns}
        pairs = [(columns[c.last], c.id) for c in columns.values() if c.last in columns]
        for place in self.places() if pairs else ():
            start = f"{self.table.id}.{place}."
            for now, before in pairs:
                last = values.get(start + before)
                value = values.get(start + now.id) if last else None
                if not value or not last:
                    continue
                if now.kind == "amount" and abs(value - last) <= MOVED_BY:
                    continue  # most: neither moved much nor ten thousand times anything
                if not (entries.get(start + before) or entries.get(start + now.id)):
                    continue
                if _slipped(value, last):
                    yield self._slip_found(place, now, value, last)
                elif now.kind == "amount" and _moved(value, last):
                    yield self._moved_found(place, now, value, last)

    def _slip_found(self, place: str, column: Column, value: Decimal, last: Decimal) -> Finding:
        times = "1万倍" if abs(value) > abs(last) else "万分之一"
        return self.found(
            *("L14", place, column),
            (
                f"{column.label}{self.text(column, value)}正好是"
                f"上年数{self.text(column, last)}的{times}",
                f"看是不是元和万元弄混了；这张表按{self.table.unit}填",
            ),
            left=self.text(column, value),
            right=self.text(column, last),
            culprit="像是元和万元弄混了（差一万倍）",
        )

    def _moved_found(self, place: str, column: Column, value: Decimal, last: Decimal) -> Finding:
        change = value - last
        word = "增长" if change > 0 else "下降"
        return self.found(
            *(MOVED_CODE, place, column),
            (
                f"{column.label}{self.text(column, value)}，上年{self.text(column, last)}，"
                f"{word}{rate_text(abs(change / last))}",
                "变动较大，在“保留理由”里写明原因，编写说明时要用",
            ),
            left=self.text(column, value),
            right=self.text(column, last),
            difference=self.text(column, abs(change)),
        )

    def slips(self, one: RowList) -> Iterator[Finding]:
        """One row of a list that is a thousand times all others together."""
        address = f"{self.table.id}.{one.id}"
        rows = self.numbers.rows(address)
        if len(rows) <= FEWEST:
            return
        for column in self.table.columns:
            if column.kind == "amount" and column.formula is None and column.id not in one.dash:
                yield from self._largest(one, column, [row.id for row in rows])

    def _largest(self, one: RowList, column: Column, rows: list[str]) -> Iterator[Finding]:
        values, start = self.numbers.values, f"{self.table.id}.{one.id}"
        total = self.numbers.under(f"{start}.{column.id}", "")
        most, largest, others, filled = Decimal(0), "", Decimal(0), 0
        for row in rows:
            value = values.get(f"{start}.{row}.{column.id}")
            if not value:
                continue
            filled, size = filled + 1, abs(value)
            if size > most:
                most, largest, others = size, row, others + most
            else:
                others += size
            if total is not None and others * (LARGEST + 1) > total:
                return  # whichever row is the largest, the others are too large
        if filled > FEWEST and most >= LARGEST * others:
            texts = self.text(column, most), self.text(column, others)
            yield self.found(
                *("L16", f"{one.id}.{largest}", column),
                (
                    f"{column.label}{texts[0]}，是其余{filled - 1}行合计{texts[1]}的一千倍以上",
                    f"看是不是元和万元弄混了；这张表按{self.table.unit}填",
                ),
                left=texts[0],
                right=texts[1],
                culprit="像是元和万元弄混了（差一万倍）",
            )

    def text(self, column: Column, value: Decimal) -> str:
        unit = self.table.unit
        return shown(column.kind, value, unit) + (unit if column.kind == "amount" else "")

    def found(
        self, code: str, place: str, column: Column, said: tuple[str, str], **figures: str
    ) -> Finding:
        """`said` is the sentence and what to do."""
        return Finding(
            code=code,
            level="note" if code == MOVED_CODE else "warning",
            tab=self.table.tab,
            where=f"{self.table.title}　{self._label(place)}　{column.label}",
            sentence=said[0],
            todo=said[1],
            cells=(f"{self.table.id}.{place}.{column.id}",),
            **figures,
        )

    def _label(self, place: str) -> str:
        name, _, row_id = place.partition(".")
        if not row_id:
            return next(row.label for row in self.table.rows if row.id == name).strip()
        one = self.table.row_list(name)
        rows = self.numbers.rows(f"{self.table.id}.{name}")
        row = next(row for row in rows if row.id == row_id)
        label = f"{row.code}{shorten(row.name, 16)}" or f"第{rows.index(row) + 1}行"
        return f"{one.label}　{label}" if one else label


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
        unit="万元",
    )
