"""Figures that rules measure: formulas over the unit's own facts, and questionnaires."""

from collections.abc import Mapping
from decimal import Decimal

from app.domain.report import Figure
from app.domain.tables import Numbers, shown
from app.domain.values import number_text, rate_text, read_number
from app.domain.wording import cell_words
from app.scheme.formula import EACH, evaluate
from app.scheme.model import Form, Scheme
from app.scheme.rules import Measure, measure_of

UNIT = "万元"  # amounts in the working stand in the unit of the forms


def figures(scheme: Scheme, form: Form, numbers: Numbers) -> dict[str, Figure]:
    """The figure of each prescribed indicator that has a formula, by the indicator's id."""
    found: dict[str, Figure] = {}
    for sub in (sub for group in form.levels for sub in group.level2):
        for preset in sub.presets:
            measure = measure_of(preset.rule or sub.rule)
            if measure is not None and measure.formula is not None:
                found[preset.id] = _figure(scheme, numbers, measure)
    return found


def _figure(scheme: Scheme, numbers: Numbers, measure: Measure) -> Figure:
    formula = measure.formula
    if formula is None:
        return Figure(None)
    fixed = [name for name in formula.names if EACH not in name.split(".")]
    lacking = tuple(name for name in fixed if numbers.value(name) is None)
    if lacking:
        words = "、".join(cell_words(scheme, name) for name in lacking)
        return Figure(None, lacking=lacking, lacking_words=words)
    working = _spelled(formula.text, formula.names, numbers)
    value = evaluate(formula, numbers.value)
    if value is None:
        return Figure(None, working, based=False)
    text = rate_text(value) if measure.unit == "%" else number_text(value)
    return Figure(value * 100 if measure.unit == "%" else value, f"{working}＝{text}")


def _spelled(text: str, names: tuple[str, ...], numbers: Numbers) -> str:
    """The formula with figures in the place of names, in the signs of the form."""
    spelled = text
    for name in sorted(names, key=len, reverse=True):
        spelled = spelled.replace(name, _said(name, numbers))
    for sign, word in ((" - ", "－"), (" / ", "÷"), (" * ", "×"), (" + ", "＋")):
        spelled = spelled.replace(sign, word)
    return f"＝{spelled}"


def _said(name: str, numbers: Numbers) -> str:
    value = numbers.value(name)
    if isinstance(value, tuple):
        filled = [one for one in value if one is not None]
        value = sum(filled, Decimal(0)) if filled else None
    return shown(numbers.kind(name), value, UNIT)


def survey_figure(texts: Mapping[str, str]) -> Figure | None:
    """Satisfied ÷ valid answers (all that were sent where none are counted), in per cent.

    None where no counts are filled in, or where they cannot be: more satisfied than valid.
    """
    sent, valid, satisfied = (
        read_number(texts.get(cell, "")).value
        for cell in ("survey_sent", "survey_valid", "survey_satisfied")
    )
    base = sent if valid is None else valid
    if base is None or satisfied is None or base <= 0 or not 0 <= satisfied <= base:
        return None
    rate = satisfied / base
    words = f"问卷满意{number_text(satisfied)}份÷有效{number_text(base)}份＝{rate_text(rate)}"
    return Figure(rate * 100, words)
