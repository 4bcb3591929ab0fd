"""The official tables of 部门决算公开: which figures of the ledgers each shows, and how it looks.

Nothing is typed in them. A table has either blocks of fixed rows side by side (收入支出决算总表) or
one row for each functional subject that has figures (支出决算表). Values are in 元; what is printed
is in the unit that the submission publishes in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.scheme.formula import Formula
from app.scheme.model import Table


@dataclass(frozen=True)
class Block:
    """Fixed rows with their figures, beside those of the other blocks.

    Its cells are those of `table` at `<account>.<block>`. `head` stands above the block (that of a
    neighbour with the same head is one cell); `labels` are the titles of its columns of words: one,
    or two where rows have a code; `line` is the title of 行次, blank for none. The last `tail` rows
    stand at the bottom of the table, on one line with those of the other blocks. `counts` are rows
    whose figures are no money.
    """

    id: str
    head: str
    labels: tuple[str, ...]
    line: str
    tail: int
    table: Table
    counts: tuple[str, ...] = ()


@dataclass(frozen=True)
class AccountColumn:
    """A column of a table by subjects: `heads` from the top down, `sources` the columns of ledgers
    that are added up by subject (`outlay.public.basic`), or a formula over the row's columns.

    A `crossed` one has sources whose rows have two codes: the second one is the subject of the
    table's row, the first one is any of those `under`, or any at all.
    """

    id: str
    heads: tuple[str, ...]
    sources: tuple[str, ...] = ()
    formula: Formula | None = None
    cell: str = ""
    crossed: bool = False
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pivot:
    """Columns for each 类 and 款 of the first code of `sources`, after those that are written.
    `classes` are the 类 that have a column even without figures, with their names."""

    sources: tuple[str, ...]
    classes: Mapping[str, str]


@dataclass(frozen=True)
class Account:
    """One official table.

    `title` and `notes` as printed; `empty` is the sentence below a table that has no figures, with
    {unit} and {year}. `unsure` says what is not taken from an original. `split` prints 类, 款 and
    项 in a cell each; `total_last` puts the total below the subjects.
    """

    id: str
    title: str
    source: str
    notes: tuple[str, ...] = ()
    empty: str = ""
    unsure: str = ""
    blocks: tuple[Block, ...] = ()
    columns: tuple[AccountColumn, ...] = ()
    numbered: bool = True  # has 栏次 and 行次
    split: bool = False
    total_last: bool = False
    landscape: bool = False
    pivot: Pivot | None = None

    @property
    def single(self) -> bool:
        """Whether it has one row, of single cells."""
        return any(column.cell for column in self.columns)

    def column(self, column_id: str) -> AccountColumn | None:
        return next((one for one in self.columns if one.id == column_id), None)


@dataclass(frozen=True)
class AccountOrder:
    """The tables of a scheme as another year or place has them: `id` is a choice of the field
    `account_order` of 基本信息, `accounts` are their ids; `titles` and `labels`
    (gk01.income.used) are those that differ."""

    id: str
    accounts: tuple[str, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


def body_rows(blocks: Sequence[Block]) -> int:
    """How many rows stand above the last ones that blocks side by side have on one line."""
    return max(len(block.table.rows) - block.tail for block in blocks)


def tail_rows(blocks: Sequence[Block]) -> int:
    return max(block.tail for block in blocks)
