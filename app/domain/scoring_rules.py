"""What every way of scoring needs: the rules in force, and what one row says.

A score is rounded once, when it is given; totals add rounded scores and are not rounded again.
"""

from dataclasses import dataclass
from decimal import Decimal

from app.domain.report import Figure
from app.domain.targets import Reading
from app.domain.values import rounded, tidy
from app.scheme.model import Preset, Scheme
from app.scheme.rules import Rule


@dataclass(frozen=True)
class Rules:
    """The scheme's scoring rules with the unit's choices made."""

    scheme: Scheme
    digits: int
    inverse: str  # "excess" or "ratio"
    shared: str  # "average" or "lowest"
    basis: str  # "adjusted" or "initial"
    deviation: str  # "absolute" or "signed"
    year: int

    def source(self, rule: str) -> str:
        return f"依据　{self.scheme.scoring.sources[rule]}"

    def points(self, value: Decimal) -> Decimal:
        return rounded(value, self.digits)

    def not_applicable(self, text: str) -> bool:
        """Whether a text says that there is no such thing: 无, 不涉及, with or without a stop."""
        words = self.scheme.scoring.not_applicable_words
        return tidy(text).strip(" .,;!") in words

    def full(self, weight: Decimal) -> Decimal:
        """Full marks are the weight itself: 2.5 in whole points is neither 3 nor 2."""
        points = self.points(weight)
        return points if points == weight else weight

    def part(self, value: Decimal, weight: Decimal) -> Decimal:
        """Points for a part of the weight; rounding never lifts them above it."""
        return min(self.points(value), self.full(weight))


@dataclass(frozen=True)
class Facts:
    """What one indicator row says, and the tier that the clerk chose (its id, or blank).

    `rule` is None where 指标值 and 完成值 decide; `figure` is what the rule's formula gave; `whole`
    is the weight that the rule's points are made for, None where that is the row's own.
    """

    target: Reading
    actual: Reading
    weight: Decimal
    tier: str = ""
    rule: Rule | None = None
    figure: Figure | None = None
    preset: Preset | None = None
    whole: Decimal | None = None
