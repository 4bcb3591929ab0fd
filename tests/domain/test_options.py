"""The choices that are asked about: those that some form of the scheme is computed by."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.options import used_options
from app.scheme.model import Choice, Form, FormColumn, Option
from app.scheme.rules import Measure, Rule, Share
from tests.domain.expect import national

BASIS, SIGN = {"execution_basis"}, {"deviation_sign"}
SCORING = {"inverse_rule", "shared_score", "score_digits"}
LOCAL = Option("local", "当地的规则", (Choice("a", "甲"),), "a")


def as_it_is(form: Form) -> Form:
    return form


def unscored(form: Form) -> Form:
    kept = tuple(one for one in form.columns if one.id not in {"weight", "score"})
    return replace(form, columns=kept)


def without_execution(form: Form) -> Form:
    return replace(form, execution=None)


def neither(form: Form) -> Form:
    return unscored(without_execution(form))


def with_rubrics(form: Form) -> Form:
    return replace(form, columns=(*form.columns, FormColumn("rubric", "评分标准", 9, 20)))


def measuring(*, absolute: bool) -> Callable[[Form], Form]:
    rule: Rule = Share(Measure(absolute=absolute), Decimal(100))

    def change(form: Form) -> Form:
        first, *others = form.levels
        level2 = (replace(first.level2[0], rule=rule), *first.level2[1:])
        return replace(form, levels=(replace(first, level2=level2), *others))

    return change


@pytest.mark.parametrize(
    ("change", "used"),
    [
        (as_it_is, BASIS | SCORING),
        (unscored, BASIS),
        (without_execution, SCORING),
        (neither, set()),
        (with_rubrics, BASIS | SCORING | SIGN),  # “偏差率≤10%得5分” may be typed there
        (measuring(absolute=True), BASIS | SCORING | SIGN),
        (measuring(absolute=False), BASIS | SCORING),
    ],
)
def test_only_what_matters_is_asked(change: Callable[[Form], Form], used: set[str]) -> None:
    scheme = national()
    scheme = replace(scheme, options=(*scheme.options, LOCAL), forms=(change(scheme.forms[0]),))
    assert {option.id for option in used_options(scheme)} == used | {"local"}
