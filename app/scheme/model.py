"""The scheme as frozen values: what a unit is asked, and by which rules it is scored.

Everything here is read from TOML by `app.scheme.load`, which refuses what is unsound; code that
computes may therefore rely on it. Weights and points are `Decimal`; shares (0.8) are ratios.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from app.scheme.formula import Formula
from app.scheme.layout import Sheet
from app.scheme.rules import Rule

if TYPE_CHECKING:
    from app.scheme.accounts import Account
    from app.scheme.figures import Narrative

Kind = Literal["text", "longtext", "amount", "percent", "count", "weight", "choice", "date"]
Level = Literal["error", "warning", "note"]
Codes = Literal["", "function", "economic"]  # a classification of subjects; blank: none

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
NEVER = "-"  # as `asked_with`: nobody has to fill the table in
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")  # {a.cell} in the text of a sheet or a message


@dataclass(frozen=True)
class Field:
    """One single fact outside a table, such as 填表人.

    `default` names a field of 基本信息 whose text stands in while this one is blank. `limit` is
    the number of characters that the official form allows; 0 is none.
    """

    id: str
    label: str
    kind: Kind = "text"
    required: bool = False
    hint: str = ""
    default: str = ""
    choices: tuple["Choice", ...] = ()
    limit: int = 0


@dataclass(frozen=True)
class Column:
    """`hint` says what belongs into it (口径); so does that of a row and of a list."""

    id: str
    label: str
    kind: Kind = "amount"
    formula: Formula | None = None
    last: str = ""  # last year's figure: the column here that it repeats, or see `RowList`
    hint: str = ""


@dataclass(frozen=True)
class Row:
    """`either` are columns whose formula gives way to what is typed while it gives nothing; `code`
    is the subject that the row stands for in an official table."""

    id: str
    label: str
    formula: Formula | None = None
    indent: int = 0
    dash: tuple[str, ...] = ()  # columns that this row has nothing for
    cells: Mapping[str, Formula] = field(default_factory=dict)  # column -> its own formula here
    either: tuple[str, ...] = ()
    code: str = ""
    hint: str = ""


@dataclass(frozen=True)
class RowList:
    """Rows of a table whose number differs from unit to unit, below the row `after`.

    One row for each form of the kind `each` (only those whose choice field `where` says `equals`,
    or is blank where `otherwise`), named by its field `named`, and rows that the unit adds itself.
    `carried` are columns whose figures come from that form (column -> its cell). Rows of a list
    with `codes` are subjects of that classification, one code each; sums by 类 and 款 have the
    addresses `outlay.public.c208.basic`. `also` asks for a second code in each row. The rows of
    `last_each` are last year's forms of that kind; a `last` column repeats one of their cells.
    """

    id: str
    label: str
    after: str
    each: str = ""
    where: str = ""
    equals: str = ""
    otherwise: bool = False
    carried: Mapping[str, str] = field(default_factory=dict)
    indent: int = 1
    codes: Codes = ""
    also: Codes = ""
    dash: tuple[str, ...] = ()
    last_each: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Table:
    """Rows by columns. A cell's own formula comes first, then its column's, then its row's: the
    rate of totals is no sum of rates.

    `unit` is the unit that a bare typed number has (元 or 万元); values are always in 元.
    `asked_with` is a table: only when that one is begun is this one asked for; `NEVER` is never.
    `source` is the document that says what belongs into it; blank: that of its form or scheme.
    """

    id: str
    title: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tab: str = ""
    hint: str = ""
    lists: tuple[RowList, ...] = ()
    asked_with: str = ""
    source: str = ""

    def formula(self, row: Row, column: Column) -> Formula | None:
        """The formula of a cell, or None where it is typed."""
        return row.cells.get(column.id) or column.formula or row.formula

    def row_list(self, list_id: str) -> RowList | None:
        return next((one for one in self.lists if one.id == list_id), None)


@dataclass(frozen=True)
class Preset:
    """An indicator that the scheme prescribes. A unit may change its text; the rule stays.

    `unsure` says that weight or rule are not taken from the original document: check them.
    """

    id: str
    label: str
    weight: Decimal | None = None
    target: str = ""
    explain: str = ""
    rubric: str = ""
    rule: Rule | None = None
    source: str = ""
    unsure: bool = False
    survey: bool = False


@dataclass(frozen=True)
class Level2:
    """Second-level indicators. `rule` scores rows without a rule of their own; `survey` asks for
    the counts of a questionnaire, whose rate then is 实际完成值."""

    id: str
    label: str
    rule: Rule | None = None
    survey: bool = False
    weight: Decimal | None = None  # None: any, as its indicators have
    presets: tuple[Preset, ...] = ()


@dataclass(frozen=True)
class Level1:
    """A first-level group of indicators with the weight that its heading prints; None: any."""

    id: str
    label: str
    weight: Decimal | None
    level2: tuple[Level2, ...]


@dataclass(frozen=True)
class Cap:
    """Below this execution rate (a ratio) the total is at most so many points."""

    below: Decimal
    at_most: Decimal


@dataclass(frozen=True)
class Execution:
    """The budget execution rate as a scored row of the form's money table.

    `rule` replaces the share of the weight; below `reason_below` (a ratio) a reason is asked for.
    """

    weight: Decimal
    row: str
    bases: Mapping[str, str]  # choice of option execution_basis -> column of the denominator
    executed: str
    rule: Rule | None = None
    reason_below: Decimal | None = None
    reason_limit: int = 0  # characters that the official form allows for it; 0 is none
    caps: tuple[Cap, ...] = ()


@dataclass(frozen=True)
class FormColumn:
    """A column of the indicators: `id` says what it holds, `at` is its column on the sheet.

    `at` is 0 for one that is filled in and not printed; `width` is its share of the window's grid.
    """

    id: str
    label: str
    at: int
    width: int


@dataclass(frozen=True)
class Form:
    """An official performance form; `many` forms of one kind, or just one.

    Not every form has money, goals, notes, tables of its own or indicators; a form whose columns
    have no score is filled in and printed, never scored.
    """

    id: str
    title: str
    tab: str
    many: bool
    source: str
    fields: tuple[Field, ...]
    tables: tuple[Table, ...]
    execution: Execution | None
    goals: tuple[Field, ...]
    notes: tuple[Field, ...]
    levels: tuple[Level1, ...]
    columns: tuple[FormColumn, ...]
    sheet: Sheet
    name_field: str = ""

    @property
    def scored(self) -> bool:
        return any(column.id == "score" for column in self.columns)

    @property
    def money(self) -> Table | None:
        """The table that the execution rate is computed from."""
        return next((table for table in self.tables if table.id == "money"), None)

    @property
    def texts(self) -> tuple[Field, ...]:
        """Every field outside tables and indicators, in printed order."""
        return (*self.fields, *self.goals, *self.notes)

    def column(self, column_id: str) -> FormColumn | None:
        return next((column for column in self.columns if column.id == column_id), None)

    def level2(self, level_id: str) -> Level2 | None:
        subs = (sub for group in self.levels for sub in group.level2)
        return next((sub for sub in subs if sub.id == level_id), None)


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
    """A relation that must hold; `tolerance` in the unit of the two sides (元 for amounts).

    One that names a cell of an official table is about the figures shown there, rounded to the
    unit that is published; what rounding explains is then no more than a note. `stated`: it is
    asked only of figures that an imported table states, since the ledgers are checked themselves.
    `when`: only for units whose choice in that field of 基本信息 is one of these.
    """

    id: str
    level: Level
    title: str
    require: Formula
    tolerance: Decimal
    message: str
    todo: str
    cells: tuple[str, ...]
    stated: bool = False
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
    about: str  # for whom, and what in it is not taken from an original document
    fields: tuple[Field, ...]
    tables: tuple[Table, ...]
    forms: tuple[Form, ...]
    options: tuple[Option, ...]
    tiers: tuple[Tier, ...]
    grades: tuple[Grade, ...]
    scoring: Scoring
    checks: tuple[Check, ...]
    bases: tuple[str, ...]  # ids of the schemes that this one builds on, the nearest first
    hash: str
    accounts: tuple["Account", ...] = ()  # the official tables of 决算公开, in their order
    account_label: str = ""  # 公开{nn}表; blank: the tables have no such label
    account_amount: str = "金额单位：{unit}"  # what they say of their unit
    # the tables in other orders, by the choice of 基本信息
    account_orders: Mapping[str, tuple["Account", ...]] = field(default_factory=dict)
    narrative: "Narrative | None" = None  # the figures of the 说明

    def table(self, table_id: str) -> Table:
        return next(t for t in self.tables if t.id == table_id)

    def form(self, form_id: str) -> Form:
        return next(f for f in self.forms if f.id == form_id)

    def option(self, option_id: str) -> Option:
        return next(o for o in self.options if o.id == option_id)

    def ordered(self, order: str) -> "Scheme":
        """The scheme with its official tables in the order of that choice; in its own otherwise."""
        return self._in_orders.get(order, self._in_orders[""])

    @cached_property
    def _in_orders(self) -> dict[str, "Scheme"]:
        """Each made once, and known to one another: what is computed is kept by the scheme."""
        found = {"": self}
        for order, accounts in self.account_orders.items():
            found[order] = replace(self, accounts=accounts)
            vars(found[order])["_in_orders"] = found
        return found

    def account(self, account_id: str) -> "Account":
        return next(a for a in self.accounts if a.id == account_id)
