"""The scheme as frozen values: what a unit is asked, and by which rules it is scored.

Everything here is read from TOML by `app.scheme.load`, which refuses what is unsound; code that
computes may therefore rely on it. Weights and points are `Decimal`; shares (0.8) are ratios.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.scheme.formula import Formula

Kind = Literal["text", "longtext", "amount", "percent", "count", "weight", "choice", "date"]
Level = Literal["error", "warning", "note"]

KINDS: tuple[Kind, ...] = (
    "text",
    "longtext",
    "amount",
    "percent",
    "count",
    "weight",
    "choice",
    "date",
)
NUMBER_KINDS: frozenset[Kind] = frozenset({"amount", "percent", "count", "weight"})
LEVELS: tuple[Level, ...] = ("error", "warning", "note")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")  # {a.cell} in the text of a sheet or a message


@dataclass(frozen=True)
class Field:
    """One single fact outside a table, such as 填表人.

    `default` names a field of 基本信息 whose text stands in while this one is blank.
    """

    id: str
    label: str
    kind: Kind = "text"
    required: bool = False
    hint: str = ""
    default: str = ""


@dataclass(frozen=True)
class Column:
    id: str
    label: str
    kind: Kind = "amount"
    formula: Formula | None = None


@dataclass(frozen=True)
class Row:
    id: str
    label: str
    formula: Formula | None = None
    indent: int = 0


@dataclass(frozen=True)
class Table:
    """Rows by columns. A column's formula beats a row's: the rate of totals is no sum of rates.

    `unit` is the unit that a bare typed number has (元 or 万元); values are always in 元.
    """

    id: str
    title: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tab: str = ""
    hint: str = ""

    def formula(self, row: Row, column: Column) -> Formula | None:
        """The formula of a cell, or None where it is typed."""
        return column.formula or row.formula


@dataclass(frozen=True)
class Level2:
    id: str
    label: str


@dataclass(frozen=True)
class Level1:
    """A first-level group of indicators with the weight that its heading prints."""

    id: str
    label: str
    weight: Decimal
    level2: tuple[Level2, ...]


@dataclass(frozen=True)
class Execution:
    """The budget execution rate as a scored row of the form's money table."""

    weight: Decimal
    row: str
    bases: Mapping[str, str]  # choice of option execution_basis -> column of the denominator
    executed: str


@dataclass(frozen=True)
class SheetCell:
    """A cell (or merged range) of the official sheet: `text` may hold {placeholders}."""

    first: tuple[int, int]  # row, column; both from 1
    last: tuple[int, int]
    text: str
    style: str
    placeholders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The official layout: fixed cells above the indicators, the indicators, fixed cells below.

    Rows of `tail` count from 1 below the last indicator. `widths` are in characters, as Excel
    counts them, and set the proportions on paper too.
    """

    name: str
    widths: tuple[Decimal, ...]
    head: tuple[SheetCell, ...]
    tail: tuple[SheetCell, ...]
    group_label: str
    body: Mapping[str, int]  # level1, level2, name, target, actual, weight, score, reason -> column
    tall: tuple[int, ...]  # rows of `head` whose height follows their text


@dataclass(frozen=True)
class Form:
    """A scored self-evaluation form; `many` forms of one kind, or just one."""

    id: str
    title: str
    tab: str
    many: bool
    source: str
    fields: tuple[Field, ...]
    money: Table
    execution: Execution
    goals: tuple[Field, ...]
    levels: tuple[Level1, ...]
    sheet: Sheet
    name_field: str = ""


@dataclass(frozen=True)
class Grade:
    label: str
    at_least: Decimal


@dataclass(frozen=True)
class Tier:
    """A qualitative tier: scores from `low` to `high` (shares of the weight).

    The top tier includes its high end; the others do not, so that each score lies in one tier.
    """

    id: str
    label: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Choice:
    id: str
    label: str


@dataclass(frozen=True)
class Option:
    """A rule that places differ on; the unit's choice is an entry `option.<id>`."""

    id: str
    label: str
    choices: tuple[Choice, ...]
    default: str
    hint: str = ""
    remark: str = ""  # what the printed form says when the choice is not the default


@dataclass(frozen=True)
class Check:
    """A relation that must hold; `tolerance` in the unit of the two sides (元 for amounts)."""

    id: str
    level: Level
    title: str
    require: Formula
    tolerance: Decimal
    message: str
    todo: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Scoring:
    """Numbers of the scoring rules that hold for every form of the scheme."""

    over_prompt: (
        Decimal  # actual / target from which over-fulfilment is asked about, never deducted
    )
    total: Decimal  # what all weights of a form should add up to
    on_time_words: tuple[str, ...]
    not_applicable_words: tuple[str, ...]
    sources: Mapping[str, str]  # rule -> document and article


@dataclass(frozen=True)
class Scheme:
    id: str
    title: str
    source: str
    fields: tuple[Field, ...]
    tables: tuple[Table, ...]
    forms: tuple[Form, ...]
    options: tuple[Option, ...]
    tiers: tuple[Tier, ...]
    grades: tuple[Grade, ...]
    scoring: Scoring
    checks: tuple[Check, ...]
    hash: str

    def table(self, table_id: str) -> Table:
        return next(t for t in self.tables if t.id == table_id)

    def form(self, form_id: str) -> Form:
        return next(f for f in self.forms if f.id == form_id)

    def option(self, option_id: str) -> Option:
        return next(o for o in self.options if o.id == option_id)
