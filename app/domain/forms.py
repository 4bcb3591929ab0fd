"""One performance form: money, execution rate, indicators, weights, total, grade."""

from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.ground import Ground
from app.domain.indicators import indicators
from app.domain.report import (
    Because,
    Execution,
    Figure,
    FormReport,
    GroupWeight,
    Indicator,
    Score,
    SubWeight,
)
from app.domain.scoring import score
from app.domain.scoring_rules import Facts, Rules
from app.domain.submission import Entries
from app.domain.targets import Blank
from app.domain.values import amount_text, number_text, rate_text, read_number
from app.scheme.model import Cap, Form, Scheme, Table
from app.scheme.model import Execution as ExecutionRow

BASIS_LABELS = {"adjusted": "全年预算数", "initial": "年初预算数"}


@dataclass(frozen=True)
class FormNumbers:
    """The number cells of a form that cannot be read, beside the form itself."""

    report: FormReport
    problems: dict[str, str]


def form_report(ground: Ground, form: Form, prefix: str) -> FormNumbers:
    """Everything computed for one form; the unit's choices are in the ground's rules."""
    rules, entries = ground.rules, ground.entries
    rows = indicators(ground, form, prefix)
    problems = dict(rows.problems)
    execution = _execution(ground, form, prefix, problems)
    weights = _weights(form, prefix, entries, rows.indicators, problems)
    fields = _fields(rules.scheme, form, prefix, entries)
    report = FormReport(
        form=form,
        prefix=prefix,
        name=fields.get(form.name_field, "") if form.name_field else form.title,
        fields=fields,
        execution=execution,
        indicators=rows.indicators,
        weights=weights,
        subweights=_subweights(form, rows.indicators),
        total_weight=_total_weight(form, rows.indicators),
        total=None,
        so_far=None,
        grade="",
        stated_total=read_number(entries.get(f"{prefix}.total.stated", "")).value,
    )
    return FormNumbers(_totalled(rules, report) if form.scored else report, problems)


def _totalled(rules: Rules, report: FormReport) -> FormReport:
    """The form with its total, held down where the execution rate asks for it, and its grade."""
    counted = [row.score for row in report.indicators if row.score and row.weight is not None]
    execution = [report.execution.score] if report.execution else []
    points = [score.points for score in (*counted, *execution)]
    filled = [p for p in points if p is not None]
    so_far = sum(filled, Decimal(0)) if filled else None
    whole = so_far if counted and len(filled) == len(points) else None
    cap = _cap(report, whole)
    total = cap.at_most if cap else whole
    return replace(
        report,
        total=total,
        so_far=so_far,
        cap=cap,
        uncapped=whole,
        grade=_grade(rules.scheme, total, report.total_weight),
    )


def _cap(report: FormReport, whole: Decimal | None) -> Cap | None:
    """The strictest rule that holds the total down by the execution rate, if it really does."""
    execution, row = report.execution, report.form.execution
    if execution is None or row is None or execution.rate is None or whole is None:
        return None
    rate = execution.rate
    caps = [cap for cap in row.caps if rate < cap.below and cap.at_most < whole]
    return min(caps, key=lambda cap: cap.at_most, default=None)


def _fields(scheme: Scheme, form: Form, prefix: str, entries: Entries) -> dict[str, str]:
    """Texts of the form's fields; a blank one shows what 基本信息 says (typed once)."""
    texts: dict[str, str] = {}
    for field in form.texts:
        own = entries.get(f"{prefix}.{field.id}", "")
        texts[field.id] = own or (entries.get(f"info.{field.default}", "") if field.default else "")
    return texts


def _execution(
    ground: Ground, form: Form, prefix: str, problems: dict[str, str]
) -> Execution | None:
    rules, entries = ground.rules, ground.entries
    row, money = form.execution, form.money
    if row is None or money is None:
        return None
    place = f"{prefix}.money.{row.row}"
    values = ground.numbers.values
    executed = values.get(f"{place}.{row.executed}")
    budgets = {basis: values.get(f"{place}.{col}") for basis, col in row.bases.items()}
    rates = {basis: _rate(executed, budget) for basis, budget in budgets.items()}
    start = f"{prefix}.execution."
    scored = _execution_score(rules, row, money, executed, budgets[rules.basis])
    given = read_number(entries.get(f"{start}given", ""))
    if given.problem:
        problems[f"{start}given"] = given.problem
    return Execution(
        basis=rules.basis,
        rate=rates[rules.basis],
        rate_adjusted=rates["adjusted"],
        rate_initial=rates["initial"],
        score=replace(
            scored,
            given=given.value,
            given_reason=entries.get(f"{start}given_reason", ""),
            stated=read_number(entries.get(f"{start}stated_score", "")).value,
        ),
        stated_rate=entries.get(f"{start}stated_rate", ""),
        reason=entries.get(f"{start}reason", ""),
        below=row.reason_below,
    )


def _rate(executed: Decimal | None, budget: Decimal | None) -> Decimal | None:
    if executed is None or budget is None or budget == 0:
        return None
    return executed / budget


def _execution_score(
    rules: Rules,
    row: ExecutionRow,
    money: Table,
    executed: Decimal | None,
    budget: Decimal | None,
) -> Score:
    weight, unit = row.weight, money.unit
    names = {column.id: column.label for column in money.columns}
    label, spent = names[row.bases[rules.basis]], names[row.executed]
    if executed is None or budget is None:
        lacking = spent if budget is not None else label
        return Score("blank", None, Because(f"还没有填{lacking}"))
    if budget == 0:
        why = f"{label}为0，执行率无法计算，请由填表人定分并写明理由"
        return Score("execution-no-budget", None, Because(why))
    rate = executed / budget
    working = f"＝{amount_text(executed, unit)}÷{amount_text(budget, unit)}＝{rate_text(rate)}"
    if row.rule is not None:
        figure = Figure(rate * 100, f"预算执行率{working}")
        return score(rules, Facts(Blank(), Blank(), weight, "", row.rule, figure))
    points = rules.part(weight * min(Decimal(1), max(rate, Decimal(0))), weight)
    because = Because(
        f"预算执行率＝{spent}÷{label}",
        working,
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


def _subweights(form: Form, rows: tuple[Indicator, ...]) -> tuple[SubWeight, ...]:
    made: list[SubWeight] = []
    for sub in (sub for group in form.levels for sub in group.level2):
        own = [row.group_weight for row in rows if row.level2.id == sub.id and row.head]
        filled = [weight for weight in own if weight is not None]
        made.append(SubWeight(sub, sum(filled, Decimal(0)) if filled else None))
    return tuple(made)


def _total_weight(form: Form, rows: tuple[Indicator, ...]) -> Decimal | None:
    weights = [row.group_weight for row in rows if row.head and row.group_weight is not None]
    if not weights or not form.scored:
        return None
    execution = form.execution.weight if form.execution else Decimal(0)
    return execution + sum(weights, Decimal(0))


def _grade(scheme: Scheme, total: Decimal | None, weight: Decimal | None) -> str:
    """No grade while weights do not add up to 100: 108.23 of 110 is no 优."""
    if total is None or weight != scheme.scoring.total:
        return ""
    return next(grade.label for grade in scheme.grades if total >= grade.at_least)
