"""Points for one indicator, with the reason: one `match` over the kinds of rule.

Rules: `app.scheme.rules`; their sources: resources/schemes/*, `scoring.sources` and `source`.
"""

from dataclasses import replace
from decimal import Decimal

from app.domain.by_rubric import by_deduction, by_judgement, by_share, by_tiers
from app.domain.by_target import by_target
from app.domain.report import Because, Score
from app.domain.scoring_rules import Facts, Rules
from app.scheme.rules import ByTarget, Deduct, Judge, Share, Tiers


def score(rules: Rules, facts: Facts) -> Score:
    """The rule's score for a row; `rule` is None where a person must decide or fill in more."""
    match facts.rule:
        case None | ByTarget(missed="share"):
            return by_target(rules, facts)
        case ByTarget():
            return _all_or_nothing(rules, by_target(rules, facts))
        case Tiers() as rule:
            return by_tiers(rules, facts, rule)
        case Deduct() as rule:
            return by_deduction(rules, facts, rule)
        case Share() as rule:
            return by_share(rules, facts, rule)
        case Judge() as rule:
            return by_judgement(rules, facts, rule)


def _all_or_nothing(rules: Rules, scored: Score) -> Score:
    """A missed target gives nothing, whatever the share."""
    if not scored.branch.startswith("quantitative-missed"):
        return scored
    rule = scored.because.rule
    because = Because(
        f"{rule}，不得分" if "不得分" not in rule else rule,
        "达到指标值记满分，否则0分",
        "＝0",
        rules.source("nothing_missed"),
        scored.because.change,
    )
    return replace(scored, rule=rules.points(Decimal(0)), because=because)
