"""compute(scheme, submission) → Report. Everything follows from the entries; nothing is stored."""

from collections.abc import Iterable

from app.domain.accounts import account_reports
from app.domain.checks import check_findings
from app.domain.codes import EMPTY, CodeBook
from app.domain.figures import figures
from app.domain.findings import date_findings, form_findings, number_findings
from app.domain.forms import form_report
from app.domain.ground import Ground
from app.domain.missing import missing_facts, missing_in_form
from app.domain.report import FormPart, Missing, Report
from app.domain.scoring_rules import Rules
from app.domain.submission import Entries, Submission, option, prefixes
from app.domain.tables import Numbers
from app.scheme.cells import table_cells
from app.scheme.model import Form, Scheme


def rules_for(scheme: Scheme, entries: Entries, year: int) -> Rules:
    """The scheme's scoring rules with the unit's choices made."""
    return Rules(
        scheme=scheme,
        digits=int(option(scheme, entries, "score_digits")),
        inverse=option(scheme, entries, "inverse_rule"),
        shared=option(scheme, entries, "shared_score"),
        basis=option(scheme, entries, "execution_basis"),
        deviation=option(scheme, entries, "deviation_sign"),
        year=year,
    )


def compute(
    scheme: Scheme,
    submission: Submission,
    last: Report | None = None,
    codes: CodeBook = EMPTY,
) -> Report:
    """Every value, score, finding and missing item of a submission. Pure; never raises.

    `last` only saves time: what has not changed is taken over from it. `codes` names subjects.
    """
    entries = submission.entries
    rules = rules_for(scheme, entries, submission.year)
    numbers = Numbers(scheme, entries).all()
    known = last.parts if last else {}
    changed = _changed(entries, last.submission.entries) if last else set()
    parts: dict[str, FormPart] = {}
    for form in scheme.forms:
        ground = Ground(rules, entries, numbers, figures(scheme, form, numbers))
        cells = [cell for table in form.tables for cell in table_cells(table, table.id)]
        for prefix in prefixes(form, entries):
            inputs = _inputs(ground, prefix, cells)
            part = None if changed & {"info", prefix} else known.get(prefix)
            if part is None or part.inputs != inputs:
                part = _part(ground, form, prefix, inputs)
            parts[prefix] = part
    accounts = account_reports(scheme, entries, numbers, codes, submission.year)
    values = numbers.values
    for account in accounts:
        values |= account.values
    forms = tuple(part.report for part in parts.values())
    problems = dict(numbers.problems)
    for part in parts.values():
        problems |= part.problems
    return Report(
        scheme=scheme,
        submission=submission,
        values=values,
        problems=problems,
        forms=forms,
        findings=(
            *number_findings(scheme, entries, forms, problems),
            *date_findings(scheme, entries, submission.year),
            *check_findings(scheme, entries, numbers),
            *(found for part in parts.values() for found in part.findings),
        ),
        missing=_once(
            (
                *missing_facts(scheme, entries, numbers),
                *(item for part in parts.values() for item in part.missing),
            )
        ),
        parts=parts,
        accounts=accounts,
        codes=codes,
    )


def _once(items: Iterable[Missing]) -> tuple[Missing, ...]:
    """A blank fact that several indicators wait for is asked for once, where it is first met."""
    first: dict[tuple[str, str], Missing] = {}
    for item in items:
        first.setdefault((item.cell, item.label), item)
    return tuple(first.values())


def _changed(entries: Entries, before: Entries) -> set[str]:
    """What the entries that differ belong to: `project.p1`, `overall`, `info` …"""
    cells = [cell for cell, text in entries.items() if before.get(cell) != text]
    cells += before.keys() - entries.keys()
    owners: set[str] = set()
    for cell in cells:
        words = cell.split(".")
        if words[0] == "keep":  # keep.F08.project.p1.i3.reason belongs to project.p1
            words = words[2:]
        owners |= {".".join(words[:1]), ".".join(words[:2])}
    return owners


def _inputs(ground: Ground, prefix: str, cells: Iterable[str]) -> tuple[object, ...]:
    """What a form is computed from beside its own entries and 基本信息: the money of 整体自评
    comes from another table, figures from anywhere."""
    values = ground.numbers.values
    money = tuple([values.get(f"{prefix}.{cell}") for cell in cells])
    return (ground.rules, money, ground.figures)


def _part(ground: Ground, form: Form, prefix: str, inputs: tuple[object, ...]) -> FormPart:
    made = form_report(ground, form, prefix)
    report, numbers = made.report, ground.numbers
    return FormPart(
        inputs=inputs,
        report=report,
        problems=made.problems,
        findings=tuple(form_findings(ground.rules, report, ground.entries, numbers)),
        missing=tuple(missing_in_form(ground.rules.scheme, report, numbers)),
    )
