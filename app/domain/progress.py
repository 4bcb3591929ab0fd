"""How far a submission is filled in, tab by tab: what is asked for, and what of it is there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.missing import asked_cells, begun
from app.domain.report import FormReport, Indicator, Report
from app.domain.targets import Blank


@dataclass(frozen=True)
class Progress:
    """A tab: how many things are filled in and how many are not; `first` is the first blank one."""

    tab: str
    filled: int
    missing: int
    first: str = ""

    @property
    def total(self) -> int:
        return self.filled + self.missing


def progress(report: Report) -> tuple[Progress, ...]:
    """Every tab that asks for anything, in the order of the tabs."""
    filled: Counter[str] = Counter(_filled(report))
    missing: Counter[str] = Counter(item.tab for item in report.missing)
    first: dict[str, str] = {}
    for item in report.missing:
        first.setdefault(item.tab, item.cell)
    tabs = dict.fromkeys(("info", "income_spending", "three_publics", "project", "overall"))
    return tuple(
        Progress(tab, filled[tab], missing[tab], first.get(tab, ""))
        for tab in tabs
        if filled[tab] + missing[tab]
    )


def _filled(report: Report) -> Iterator[str]:
    """The tab of each thing that is asked for and there."""
    for field in report.scheme.fields:
        if field.required and report.text(f"info.{field.id}").strip():
            yield "info"
    numbers, entries = report.numbers, report.submission.entries
    for table in report.scheme.tables:
        if numbers is not None and begun(table, entries, numbers):
            yield table.tab
    for form in report.forms:
        yield from (form.form.tab for _ in range(_in_form(report, form)))


def _in_form(report: Report, form: FormReport) -> int:
    texts = (one.id for one in form.form.texts if one.required)
    filled = sum(bool(form.fields.get(one, "").strip()) for one in texts)
    return filled + _money(report, form) + sum(_row(form, row) for row in form.indicators)


def _money(report: Report, form: FormReport) -> int:
    asked, found = form.form.execution, form.execution
    if asked is None or found is None or form.form.money is None:
        return 0
    start = f"{form.prefix}.money.{asked.row}"
    columns = (asked.bases[found.basis], asked.executed)
    return sum(report.values.get(f"{start}.{one}") is not None for one in columns)


def _row(form: FormReport, row: Indicator) -> int:
    """A row's name, what it asks for, its weight and its points."""
    if row.filler:
        return 0
    asked = sum(not isinstance(reading, Blank) for _, reading in asked_cells(form, row))
    weight = form.form.scored and row.head and row.group_weight is not None
    scored = row.score is not None and row.score.points is not None
    return asked + bool(row.name.strip()) + bool(weight) + bool(scored)
