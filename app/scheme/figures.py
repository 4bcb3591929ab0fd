"""The figures of the 说明 (占比, 增减额, 增减%, 完成预算%) as data: their cells, their words.

`app.scheme.read_figures` reads them from narrative.toml; `app.domain.narration` computes them. A
formula names cells as everywhere, and `row.x` for a cell of the row that a group is repeated for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.scheme.formula import Formula

# amount in 元, count and score as they are; the others compare `value` with `base`: its share of
# the base, what it is more or less than last year's, in per cent of that, and of the budget; how
# far it is from a target
FigureKind = Literal[
    "amount", "count", "score", "share", "difference", "growth", "completion", "gap"
]
FIGURE_KINDS: tuple[FigureKind, ...] = (
    *("amount", "count", "score"),
    *("share", "difference", "growth", "completion", "gap"),
)
COMPARED = frozenset[FigureKind]({"share", "difference", "growth", "completion", "gap"})
# how figures are written: 30.60, 100 but 30.60, or 30.6
Digits = Literal["two", "whole", "short"]
DIGITS: tuple[Digits, ...] = ("two", "whole", "short")
Zeros = Literal["list", "omit"]  # parts that are zero: “0万元，占0%”, or not mentioned
ZEROS: tuple[Zeros, ...] = ("list", "omit")
ROW = "row."  # before the cell of a repeated row
# of a kind of forms: how many there are, how many have a total, their average; of a form: its total
FORM_COUNT, FORM_SCORES, FORM_SCORE = "count", ("scored", "average"), "score"
GRADES = "grades"  # `project.grades`: one row for each 等级, with `count`
# `project.indicators`: one row for each indicator that should reach at least a number, and
# `project.rates` for each whose number is per cent; both with `target` and `actual`
INDICATORS, RATES = "indicators", "rates"


@dataclass(frozen=True)
class FigureRule:
    """One figure. `measure` stands behind a count: 批次. `plain` ones are no amounts either."""

    id: str
    label: str
    kind: FigureKind
    value: Formula
    base: Formula | None = None
    measure: str = ""
    plain: bool = False


@dataclass(frozen=True)
class FigureRow:
    """A row written out: `row.x` is the cell that `cells` names for x, else the cell `at`.x."""

    id: str
    label: str
    at: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)

    def cell(self, name: str) -> str:
        return self.cells.get(name) or f"{self.at}.{name}"


@dataclass(frozen=True)
class Group:
    """Figures that stand once, or again for each of `rows`, or for each row of `over`.

    `over` is an official table by subjects, a block of one, a list of subjects, the id of a form,
    or of its grades or indicators; of subjects those whose code has `digits`, or, for 0, as they
    were typed.
    `whole`: the rows are all parts of the base of their shares, so that a blank one is nothing.
    `zeros` differs from the scheme's habit; `listed` are rows that are named even at zero.
    """

    figures: tuple[FigureRule, ...]
    rows: tuple[FigureRow, ...] = ()
    over: str = ""
    digits: int = 0
    whole: bool = False
    zeros: Zeros | Literal[""] = ""
    listed: tuple[str, ...] = ()

    @property
    def repeated(self) -> bool:
        return bool(self.rows or self.over)


@dataclass(frozen=True)
class Passage:
    """One section of the 说明, such as 收入决算情况说明."""

    id: str
    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class FigureWords:
    """How a place writes figures, and what it says where there is nothing to compute with.

    A wording for no budget may itself be a rate (100%): it is then written in the figure's place.
    `{total}` in `shares` is what the shares add up to, in per cent.
    """

    digits: Digits
    zeros: Zeros
    more: str  # 决算 against 预算: 大于
    less: str
    even: str
    rose: str  # against last year, an amount: 增加
    fell: str
    same: str
    grew: str  # against last year, per cent: 增长
    shrank: str
    no_value: str
    last_zero: str
    last_blank: str
    last_negative: str
    budget_blank: str
    unbudgeted: str  # neither budget nor spending
    overspent: str  # no budget, but spending
    no_total: str
    shares: str
    parts: str  # where the parts do not make up the whole, which is no matter of rounding
    exact: str  # where the figures as they are shown would give another last digit


@dataclass(frozen=True)
class Narrative:
    passages: tuple[Passage, ...]
    words: FigureWords
    source: str = ""
