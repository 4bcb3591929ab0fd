"""Which of the rules that places differ on matter in a scheme; the others are not asked about."""

from collections.abc import Iterator

from app.scheme.model import Form, Option, Scheme
from app.scheme.rules import Rule, measure_of

SCORING = frozenset({"inverse_rule", "shared_score", "score_digits"})


def used_options(scheme: Scheme) -> tuple[Option, ...]:
    """The options that some form of the scheme is computed by; one we know nothing of counts."""
    return tuple(option for option in scheme.options if _used(scheme, option.id))


def _used(scheme: Scheme, option_id: str) -> bool:
    if option_id == "execution_basis":
        return any(form.execution for form in scheme.forms)
    scored = [form for form in scheme.forms if form.scored]
    if option_id in SCORING:
        return bool(scored)
    if option_id == "deviation_sign":
        return any(_deviates(form) for form in scored)
    return True


def _deviates(form: Form) -> bool:
    """Whether a rule measures a deviation rate; a typed 评分标准 may."""
    if form.column("rubric"):
        return True
    measures = (measure_of(rule) for rule in _rules(form))
    return any(measure is not None and measure.absolute for measure in measures)


def _rules(form: Form) -> Iterator[Rule | None]:
    if form.execution:
        yield form.execution.rule
    for sub in (sub for group in form.levels for sub in group.level2):
        yield sub.rule
        yield from (preset.rule for preset in sub.presets)
