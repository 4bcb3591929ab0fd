"""One self-evaluation form: money, execution rate, indicators, weights, total, grade."""

from dataclasses import dataclass
from decimal import Decimal

from app.domain.indicators import indicators
from app.domain.report import (
    Because,
    Execution,
    FormReport,
    GroupWeight,
    Indicator,
    Score,
)
from app.domain.scoring import Rules
from app.domain.submission import Entries
from app.domain.tables import Numbers
from app.domain.values import amount_text, number_text, rate_text, read_number
from app.scheme.model import Form, Scheme

BASIS_LABELS = {"adjusted": "全年预算数", "initial": "年初预算数"}


@dataclass(frozen=True)
class FormNumbers:
    """The number cells of a form that cannot be read, beside the form itself."""

    report: FormReport
    problems: dict[str, str]


def form_report(
    rules: Rules, form: Form, prefix: str, entries: Entries, numbers: Numbers
) -> FormNumbers:
    """Everything computed for one form; the unit's choices are in `rules`."""
    problems: dict[str, str] = {}
    rows, row_problems = indicators(rules, form, prefix, entries)
    problems |= row_problems
    execution = _execution(rules, form, prefix, entries, numbers, problems)
    weights = _weights(form, prefix, entries, rows, problems)
    total_weight = _total_weight(form, rows)
    counted = [row.score for row in rows if row.score is not None and row.weight is not None]
    points = [score.points for score in (*counted, execution.score)]
    filled = [p for p in points if p is not None]
    so_far = sum(filled, Decimal(0)) if filled else None
    total = so_far if counted and len(filled) == len(points) else None
    fields = _fields(rules.scheme, form, prefix, entries)
    name = fields.get(form.name_field, "") if form.name_field else form.title
    return FormNumbers(
        FormReport(
            form=form,
            prefix=prefix,
            name=name,
            fields=fields,
            execution=execution,
            indicators=rows,
            weights=weights,
            total_weight=total_weight,
            total=total,
            so_far=so_far,
            grade=_grade(rules.scheme, total, total_weight),
            stated_total=read_number(entries.get(f"{prefix}.total.stated", "")).value,
        ),
        problems,
    )


def _fields(scheme: Scheme, form: Form, prefix: str, entries: Entries) -> dict[str, str]:
    """Texts of the form's fields; a blank one shows what 基本信息 says (typed once)."""
    texts: dict[str, str] = {}
    for field in (*form.fields, *form.goals):
        own = entries.get(f"{prefix}.{field.id}", "")
        texts[field.id] = own or (entries.get(f"info.{field.default}", "") if field.default else "")
    return texts


def _execution(
    rules: Rules,
    form: Form,
    prefix: str,
    entries: Entries,
    numbers: Numbers,
    problems: dict[str, str],
) -> Execution:
    row = f"{prefix}.money.{form.execution.row}"
    values = numbers.values
    executed = values.get(f"{row}.{form.execution.executed}")
    budgets = {basis: values.get(f"{row}.{col}") for basis, col in form.execution.bases.items()}
    rates = {basis: _rate(executed, budget) for basis, budget in budgets.items()}
    start = f"{prefix}.execution."
    scored = _execution_score(rules, form, executed, budgets[rules.basis])
    given = read_number(entries.get(f"{start}given", ""))
    if given.problem:
        problems[f"{start}given"] = given.problem
    return Execution(
        basis=rules.basis,
        rate=rates[rules.basis],
        rate_adjusted=rates["adjusted"],
        rate_initial=rates["initial"],
        score=Score(
            scored.branch,
            scored.rule,
            scored.because,
            given=given.value,
            given_reason=entries.get(f"{start}given_reason", ""),
            stated=read_number(entries.get(f"{start}stated_score", "")).value,
        ),
        stated_rate=entries.get(f"{start}stated_rate", ""),
    )


def _rate(executed: Decimal | None, budget: Decimal | None) -> Decimal | None:
    if executed is None or budget is None or budget == 0:
        return None
    return executed / budget


def _execution_score(
    rules: Rules, form: Form, executed: Decimal | None, budget: Decimal | None
) -> Score:
    weight, label, unit = form.execution.weight, BASIS_LABELS[rules.basis], form.money.unit
    if executed is None or budget is None:
        lacking = "全年执行数" if budget is not None else label
        return Score("blank", None, Because(f"还没有填{lacking}"))
    if budget == 0:
        why = f"{label}为0，执行率无法计算，请由填表人定分并写明理由"
        return Score("execution-no-budget", None, Because(why))
    rate = executed / budget
    points = rules.part(weight * min(Decimal(1), max(rate, Decimal(0))), weight)
    because = Because(
        f"预算执行率＝全年执行数÷{label}",
        f"＝{amount_text(executed, unit)}÷{amount_text(budget, unit)}＝{rate_text(rate)}",
        f"得分＝{number_text(weight)}×{rate_text(min(rate, Decimal(1)))}＝{points}",
        rules.source("execution"),
        "已是满分" if rate >= 1 else f"执行率达到100%可得{number_text(weight)}分",
    )
    return Score("execution", points, because)


def _weights(
    form: Form,
    prefix: str,
    entries: Entries,
    rows: tuple[Indicator, ...],
    problems: dict[str, str],
) -> tuple[GroupWeight, ...]:
    """Heading weights: the scheme's, or what the unit put in their place."""
    made: list[GroupWeight] = []
    for level in form.levels:
        address = f"{prefix}.level.{level.id}"
        reading = read_number(entries.get(address, ""))
        if reading.problem:
            problems[address] = reading.problem
        weights = [
            row.group_weight
            for row in rows
            if row.level1 == level and row.head and row.group_weight is not None
        ]
        total = sum(weights, Decimal(0)) if weights else None
        heading = level.weight if reading.value is None else reading.value
        made.append(GroupWeight(level, heading, total))
    return tuple(made)


def _total_weight(form: Form, rows: tuple[Indicator, ...]) -> Decimal | None:
    weights = [row.group_weight for row in rows if row.head and row.group_weight is not None]
    return form.execution.weight + sum(weights, Decimal(0)) if weights else None


def _grade(scheme: Scheme, total: Decimal | None, weight: Decimal | None) -> str:
    """No grade while weights do not add up to 100: 108.23 of 110 is no 优."""
    if total is None or weight != scheme.scoring.total:
        return ""
    return next(grade.label for grade in scheme.grades if total >= grade.at_least)
