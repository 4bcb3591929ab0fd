"""How an indicator is scored, as data. `app.domain.scoring` has one `match` over these kinds.

Limits are in the measure's unit: with "%", 100 means the ratio 1. Points are those of the
indicator's own weight as the scheme prescribes it; another weight scales them.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from app.scheme.formula import Formula

Steps = Literal["whole", "started", "exact"]
Side = Literal["above", "below", "both"]
Missed = Literal["share", "nothing"]

STEPS: tuple[Steps, ...] = ("whole", "started", "exact")
SIDES: tuple[Side, ...] = ("above", "below", "both")
MISSED: tuple[Missed, ...] = ("share", "nothing")
MEASURE_UNITS = ("%", "")


@dataclass(frozen=True)
class Measure:
    """The figure that a rule looks at: 实际完成值, or a formula over the unit's own figures.

    `absolute` marks a deviation rate, whose sign counts or not by option `deviation_sign`.
    """

    formula: Formula | None = None
    words: str = ""  # the formula in the words of the form
    unit: str = "%"
    absolute: bool = False


@dataclass(frozen=True)
class Band:
    """One tier. Ends are closed, or open where `*_open`; no ends and no words: everything else.

    `words` are texts of 实际完成值 that mean this tier, such as 制定并实施.
    """

    points: Decimal
    low: Decimal | None = None
    low_open: bool = False
    high: Decimal | None = None
    high_open: bool = False
    words: tuple[str, ...] = ()
    label: str = ""  # what a person chooses it by; blank: made from the ends

    @property
    def otherwise(self) -> bool:
        return self.low is None and self.high is None and not self.words

    def holds(self, value: Decimal) -> bool:
        """Whether a figure lies in this tier; a tier of words alone holds no figure."""
        if self.words and self.low is None and self.high is None:
            return False
        above = self.low is None or (value > self.low if self.low_open else value >= self.low)
        below = self.high is None or (value < self.high if self.high_open else value <= self.high)
        return above and below


@dataclass(frozen=True)
class ByTarget:
    """By 指标值 and 完成值: full marks when reached, else in proportion, or nothing at all.

    A measure with a formula computes 完成值.
    """

    missed: Missed = "share"
    measure: Measure = Measure()


@dataclass(frozen=True)
class Tiers:
    """The first band that holds gives the points; the last one takes all that is left."""

    measure: Measure
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Deduct:
    """Full marks within the limit; `points` off for each `step` beyond it, never below 0.

    `steps`: only whole steps count, a begun one counts too, or the exact distance does.
    """

    measure: Measure
    limit: Decimal
    side: Side
    step: Decimal
    points: Decimal
    steps: Steps = "whole"


@dataclass(frozen=True)
class Share:
    """Points in proportion to the figure; full marks from `full` on."""

    measure: Measure
    full: Decimal = Decimal(100)


@dataclass(frozen=True)
class Judge:
    """A person gives the points: the source has no tiers (据实打分). A figure is only shown."""

    measure: Measure = Measure()


Rule = ByTarget | Tiers | Deduct | Share | Judge


def measure_of(rule: Rule | None) -> Measure | None:
    """What a rule measures; None where it does not measure."""
    match rule:
        case None:
            return None
        case _:
            return rule.measure


def with_measure(rule: Rule, measure: Measure) -> Rule:
    """The rule over another figure."""
    return replace(rule, measure=measure)
