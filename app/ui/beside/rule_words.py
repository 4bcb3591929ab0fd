"""A scoring rule in words, for the panel that explains a score before anything is filled in."""

from app.domain.rubric import band_label
from app.domain.values import number_text
from app.scheme.rules import ByTarget, Deduct, Judge, Rule, Share, Steps, Tiers

BY_TARGET = "对照指标值和完成值：达到指标值得满分，未达到的按完成比例得分；定性的按完成档次得分"
NOTHING_MISSED = "对照指标值和完成值：达到指标值得满分，未达到不得分"
JUDGED = "由填表人按评分标准据实打分；改了自动得出的分，要写理由"
_STEPS: dict[Steps, str] = {
    "whole": "不足一档的不扣",
    "started": "不足一档的按一档扣",
    "exact": "按实际差距折算",
}
_WITHIN = {"above": "不高于", "below": "不低于", "both": "偏差不超过"}
_BEYOND = {"above": "每高", "below": "每低", "both": "每偏离"}


def rule_words(rule: Rule | None) -> str:
    """How points are given: a sentence a clerk can check against the document."""
    match rule:
        case None | ByTarget(missed="share"):
            return _measured(rule, BY_TARGET)
        case ByTarget():
            return _measured(rule, NOTHING_MISSED)
        case Tiers():
            unit = rule.measure.unit
            bands = (f"{band_label(one, unit)}得{number_text(one.points)}分" for one in rule.bands)
            return _measured(rule, f"分档得分：{'；'.join(bands)}")
        case Deduct():
            return _measured(rule, _deduct(rule))
        case Share():
            full = f"{number_text(rule.full)}{rule.measure.unit}"
            return _measured(rule, f"按比例得分，达到{full}得满分")
        case Judge():
            return _measured(rule, JUDGED)


def _deduct(rule: Deduct) -> str:
    unit = rule.measure.unit
    limit, step = (f"{number_text(one)}{unit}" for one in (rule.limit, rule.step))
    points = number_text(rule.points)
    return (
        f"{_WITHIN[rule.side]}{limit}得满分，{_BEYOND[rule.side]}{step}扣{points}分，"
        f"扣完为止（{_STEPS[rule.steps]}）"
    )


def _measured(rule: Rule | None, said: str) -> str:
    """With the figure that the rule looks at, where it is not simply 完成值."""
    words = rule.measure.words if rule is not None else ""
    return f"看的是{words}。{said}" if words else said
