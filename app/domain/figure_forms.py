"""What the 说明 says of performance forms: counts, scores, grades, and how far indicators came."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.by_target import comparable, measured, opposed, spans_differ, units_differ
from app.domain.report import FormReport, Indicator, Report
from app.domain.targets import Quantity
from app.scheme.figures import FORM_SCORE, GRADES, INDICATORS, RATES, FigureRow
from app.scheme.formula import Value

AT_MOST = ("≤", "<")  # reached by staying below: 完成% would say the opposite


def form_numbers(report: Report) -> dict[str, Value]:
    """Numbers of the forms that are no cells of tables, by the addresses that figures name.

    Only forms whose total is known have a score. Targets and results of indicators stand on one
    scale: 3.9万 is 39,000.
    """
    found: dict[str, Value] = {}
    for form in report.scheme.forms:
        mine = [one for one in report.forms if one.form.id == form.id]
        for one in mine:
            found[f"{one.prefix}.{FORM_SCORE}"] = one.total
            for row, goal, done in _measured(one):
                found[f"{row.address}.target"], found[f"{row.address}.actual"] = goal, done
        if form.many:
            found |= _of_kind(report, form.id, mine)
    return found


def _of_kind(report: Report, form_id: str, forms: list[FormReport]) -> dict[str, Value]:
    totals = [one.total for one in forms if one.total is not None]
    found: dict[str, Value] = {
        f"{form_id}.count": Decimal(len(forms)) if forms else None,
        f"{form_id}.scored": Decimal(len(totals)) if totals else None,
        f"{form_id}.average": sum(totals, Decimal(0)) / len(totals) if totals else None,
    }
    for at, grade in enumerate(report.scheme.grades, 1):
        number = sum(one.grade == grade.label and one.total is not None for one in forms)
        found[f"{form_id}.{GRADES}.g{at}.count"] = Decimal(number) if totals else None
    return found


def form_rows(report: Report, form_id: str, what: str) -> Iterator[FigureRow]:
    """The forms of a kind, their grades, or their indicators with numbers that can be compared."""
    if what == GRADES:
        for at, grade in enumerate(report.scheme.grades, 1):
            yield FigureRow(f"g{at}", grade.label, f"{form_id}.{GRADES}.g{at}")
        return
    for form in (one for one in report.forms if one.form.id == form_id):
        own = form.prefix.rpartition(".")[2] if form.form.many else ""
        if not what:
            yield FigureRow(own, form.label, form.prefix)
            continue
        for row, _, _ in _measured(form):
            if _belongs(row, what):
                label = f"{form.label}　{row.label}" if own else row.label
                yield FigureRow(f"{own}_{row.id}" if own else row.id, label, row.address)


def _measured(form: FormReport) -> Iterator[tuple[Indicator, Decimal, Decimal]]:
    """The indicators whose target and result are numbers of the same thing."""
    for row in form.indicators:
        match row.target, row.actual:
            case Quantity() as goal, Quantity() as done if not row.filler and _same(goal, done):
                target, actual = measured(goal, done)
                yield row, target, actual


def _same(goal: Quantity, done: Quantity) -> bool:
    differ = units_differ(goal, done) or spans_differ(goal, done) or opposed(goal, done)
    return comparable(goal, done) and not differ


def _belongs(row: Indicator, what: str) -> bool:
    goal = row.target
    if not isinstance(goal, Quantity):
        return False
    if what == RATES:
        return "%" in goal.unit
    return what == INDICATORS and goal.comparator not in AT_MOST and goal.number > 0
