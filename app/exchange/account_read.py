"""The figures of one official table on a sheet, by the addresses that they have in a report.

Amounts are in 元, to the cent. What cannot be read is named with its cell and left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from functools import partial

from app.domain.subjects import LEVELS
from app.domain.values import UNITS, read_amount, rounded, shorten, tidy
from app.exchange.account_grid import Grid, Place, cell_name
from app.exchange.account_heads import (
    SUM,
    Section,
    begins_note,
    head,
    head_rows,
    heads_of,
    matched,
    plain,
)
from app.scheme.accounts import Account, Block
from app.scheme.model import Row, Table

ALIKE = 0.75  # a label of another year: 文化体育与传媒支出, 文化旅游体育与传媒支出
CODE, NAME, ITEM = "科目编码", "科目名称", "项目"
_OTHER_HEADS = ("决算数", "金额", "合计")  # of the only column of figures


@dataclass(frozen=True)
class Odd:
    """A cell, or (`cell` blank) a sheet, that was not understood, in a sentence."""

    sheet: str
    cell: str
    sentence: str


@dataclass
class Figures:
    """What a table states: `amounts` by address, `names` of subjects by code; `loose` are subjects
    that the official layout has no row for, by (block, code)."""

    amounts: dict[str, Decimal] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    loose: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    odd: list[Odd] = field(default_factory=list)


def read_section(section: Section, unit: str) -> Figures:
    """All figures of a table whose bare numbers are in `unit`."""
    reader = _Reader(section.account, section.grid, unit)
    if section.account.columns:
        reader.by_subject()
    elif len(section.account.blocks[0].labels) == 1:
        reader.by_label()
    else:
        reader.by_code()
    return reader.made


class _Reader:
    def __init__(self, account: Account, grid: Grid, unit: str) -> None:
        self.account, self.grid, self.unit = account, grid, unit
        self.made = Figures()

    def say(self, sentence: str, place: Place | None = None) -> None:
        cell = cell_name(place) if place else ""
        self.made.odd.append(Odd(self.grid.name, cell, sentence))

    def heads(self, labels: Iterable[str]) -> range | None:
        rows = head_rows(self.grid, frozenset(map(head, labels)))
        if rows is None:
            self.say(f"“{self.account.title}”没有找到表头，这张表没有读")
        return rows

    def below(self, heads: range) -> range:
        return range(heads.stop, self.grid.rows.stop)

    def amount(self, place: Place) -> Decimal | None:
        """The figure in a cell; None for a blank one and for one that is named as odd."""
        content = self.grid.cells.get(place, "")
        if place in self.grid.blank:
            self.say("是公式，文件里没有算好的数；请用 WPS 或 Excel 打开保存一次", place)
            return None
        if isinstance(content, Decimal):
            return rounded(content * UNITS[self.unit])
        read = read_amount(content, self.unit)
        if read.problem:
            self.say(read.problem, place)
        return None if read.value is None else rounded(read.value)

    def figures(self, row: int, columns: Mapping[str, int]) -> dict[str, Decimal]:
        found = {name: self.amount((row, column)) for name, column in columns.items()}
        return {name: value for name, value in found.items() if value is not None}

    def numbering(self, row: int, columns: Mapping[str, int]) -> bool:
        """Whether a row is 栏次: 1, 2, 3 … from the left."""
        texts = [self.grid.text(row, column) for column in sorted(columns.values())]
        numbers = [tidy(text) for text in texts]
        first = numbers[0] if numbers else ""
        if len(numbers) < 2 or not re.fullmatch(r"\d{1,2}", first):
            return False
        return numbers == [str(int(first) + at) for at in range(len(numbers))]

    # ── one row for each subject ─────────────────────────────────────────────────────────

    def by_subject(self) -> None:
        account, grid = self.account, self.grid
        wanted = {one.id: one.heads for one in account.columns}
        heads = self.heads((*(text for texts in wanted.values() for text in texts), NAME))
        if heads is None:
            return
        names = [c for c in grid.columns if NAME in heads_of(grid, heads, c)]
        name = 0 if account.single else names[0] if names else self._name_column(heads)
        columns = matched(grid, heads, wanted, range(name + 1, grid.columns.stop))
        self._missing(columns)
        seen: set[str] = set()
        for row in self.below(heads) if columns else ():
            key = self._key(row, name, columns, seen)
            if not key:
                continue
            seen.add(key)
            for column, value in self.figures(row, columns).items():
                self.made.amounts[f"{account.id}.{key}.{column}"] = value
            code, said = key.removeprefix("c"), grid.text(row, name)
            if key != "total" and said:
                self.made.names[code] = said

    def _name_column(self, heads: range) -> int:
        """Where no head says 科目名称: the column right of the codes."""
        for row in self.below(heads):
            for column in self.grid.columns[:3]:
                if _digits(self.grid.text(row, column)):
                    return column + 1
        return 1

    def _missing(self, columns: Mapping[str, int]) -> None:
        for one in self.account.columns:
            if one.id not in columns:
                said = "／".join(one.heads)
                self.say(f"“{self.account.title}”没有找到“{said}”这一栏")

    def _key(self, row: int, name: int, columns: Mapping[str, int], seen: set[str]) -> str:
        """c2080505 or total; blank for a row that holds nothing to take."""
        grid = self.grid
        labels = [text for c in range(1, name + 1) if (text := grid.text(row, c))]
        filled = any(grid.text(row, column) for column in columns.values())
        if begins_note(next(filter(None, map(partial(grid.text, row), grid.columns)), "")):
            return ""
        if not filled or "栏次" in map(plain, labels) or self.numbering(row, columns):
            return ""
        code = _joined([grid.text(row, column) for column in range(1, name)])
        only = self.account.single and "total" not in seen
        if not code and (only or any(head(text) == SUM for text in labels)):
            key = "total"
        else:
            key = f"c{code}" if len(code) in LEVELS else ""
        said = shorten("".join(labels), 16)
        if not key:
            self.say(f"这一行“{said}”没有看懂科目编码，没有读", (row, 1))
        elif key in seen:
            self.say(f"“{said}”这一行前面已经有了，只读前一行", (row, 1))
            return ""
        return key

    # ── fixed rows, found by what they are called ────────────────────────────────────────

    def by_label(self) -> None:
        grid, blocks = self.grid, self.account.blocks
        heads = self.heads([ITEM])
        if heads is None:
            return
        starts = [c for c in grid.columns if any(_item(grid.text(row, c)) for row in heads)]
        if len(starts) != len(blocks):
            self.say(f"“{self.account.title}”的“项目”栏应有{len(blocks)}个，这张表没有读")
            return
        for at, block in enumerate(blocks):
            end = starts[at + 1] if at + 1 < len(starts) else grid.columns.stop
            columns = self._columns(block, heads, range(starts[at] + 1, end))
            self._block(block, heads, starts[at], columns)

    def _columns(self, block: Block, heads: range, between: range) -> dict[str, int]:
        wanted = {one.id: (block.head, one.label) for one in block.table.columns}
        columns = matched(self.grid, heads, wanted, between)
        if len(wanted) == 1 and not columns:
            for label in _OTHER_HEADS:
                texts = dict.fromkeys(wanted, (block.head, label))
                columns = columns or matched(self.grid, heads, texts, between)
        for one in block.table.columns:
            if one.id not in columns:
                said = f"{block.head}／{one.label}"
                self.say(f"“{self.account.title}”没有找到“{said}”这一栏")
        return columns

    def _block(self, block: Block, heads: range, start: int, columns: Mapping[str, int]) -> None:
        left = [row for row in block.table.rows if row.label]
        for row in self.below(heads):
            text = self.grid.text(row, start)
            filled = any(self.grid.text(row, column) for column in columns.values())
            if not text or not filled or plain(text) == "栏次" or self.numbering(row, columns):
                continue
            found = _named(left, text)
            values = self.figures(row, columns)
            if found is None:
                if any(values.values()):
                    said = shorten(text, 16)
                    self.say(f"“{self.account.title}”里没有“{said}”这一行，没有读", (row, start))
                continue
            left.remove(found)
            for column, value in values.items():
                address = f"{self.account.id}.{block.id}.{found.id}.{column}"
                if column not in found.dash:
                    counted = found.id in block.counts  # no money: it has no unit
                    self.made.amounts[address] = value / UNITS[self.unit] if counted else value

    # ── fixed rows, found by their codes ─────────────────────────────────────────────────

    def by_code(self) -> None:
        grid = self.grid
        heads = self.heads([CODE, "经济分类科目编码"])
        if heads is None:
            return
        starts = [c for c in grid.columns if any(_coded(grid.text(row, c)) for row in heads)]
        ends = [*starts[1:], grid.columns.stop]
        for row in self.below(heads):
            for start, end in zip(starts, ends, strict=True):
                self._coded_row(row, start, end)
            self._total_row(row, starts)

    def _coded_row(self, row: int, start: int, end: int) -> None:
        code = _digits(self.grid.text(row, start))
        if len(code) not in LEVELS:
            return
        column = next((c for c in range(end - 1, start + 1, -1) if self._numeric(row, c)), None)
        value = None if column is None else self.amount((row, column))
        if value is None:
            return
        self.made.names.setdefault(code, self.grid.text(row, start + 1))
        for block in self.account.blocks:
            for one in (one for one in block.table.rows if one.code == code):
                name = block.table.columns[0].id
                self.made.amounts[f"{self.account.id}.{block.id}.{one.id}.{name}"] = value
                return
        self.made.loose[self.account.blocks[0].id, code] = value

    def _numeric(self, row: int, column: int) -> bool:
        return bool(self.grid.text(row, column)) or (row, column) in self.grid.blank

    def _total_row(self, row: int, starts: list[int]) -> None:
        """人员经费合计 and 公用经费合计: each with the next figure to its right."""
        for column in self.grid.columns:
            text = plain(self.grid.text(row, column))
            for block, one in _rows_without_code(self.account) if text.endswith("合计") else ():
                if plain(one.label) != text:
                    continue
                right = range(column + 1, self.grid.columns.stop)
                place = next((c for c in right if self._numeric(row, c)), None)
                coded = place is None or place in starts  # the code of another row
                value = None if place is None or coded else self.amount((row, place))
                if value is not None:
                    name = block.table.columns[0].id
                    self.made.amounts[f"{self.account.id}.{block.id}.{one.id}.{name}"] = value


def _rows_without_code(account: Account) -> Iterator[tuple[Block, Row]]:
    for block in account.blocks:
        table: Table = block.table
        yield from ((block, one) for one in table.rows if not one.code)


def _item(text: str) -> bool:
    return plain(text) == ITEM


def _coded(text: str) -> bool:
    return plain(text).endswith(CODE)


def _named(rows: list[Row], text: str) -> Row | None:
    """The row of that label that was not met yet; of similar ones only the one that is closest."""
    said = plain(text)
    same = next((row for row in rows if plain(row.label) == said), None)
    if same is not None or not said:
        return same
    ranked = sorted(
        ((SequenceMatcher(None, plain(row.label), said).ratio(), row.id, row) for row in rows),
        key=lambda one: -one[0],
    )
    close = [row for ratio, _, row in ranked if ratio >= ALIKE]
    return close[0] if close else None


def _digits(text: str) -> str:
    """A code in one cell: 2080505, 208.05.05; blank where it is none."""
    found = re.sub(r"[ .·\-']", "", tidy(text).removesuffix(".0"))
    return found if found.isascii() and found.isdigit() else ""


def _joined(texts: Iterable[str]) -> str:
    """A code from the cells before the name: whole in one of them, or 类, 款 and 项 apart."""
    parts = [digits for text in texts if (digits := _digits(text))]
    if not parts:
        return ""
    last = parts[-1]
    if len(last) in LEVELS and (len(parts) == 1 or last.startswith(parts[0])):
        return last
    return parts[0] + "".join(part.zfill(2) for part in parts[1:])
