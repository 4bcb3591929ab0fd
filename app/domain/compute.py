"""compute(scheme, submission) → Report. Everything follows from the entries; nothing is stored."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from app.domain.accounts import account_reports
from app.domain.codes import EMPTY, CodeBook
from app.domain.figures import figures
from app.domain.findings import date_findings, form_findings, number_findings
from app.domain.forms import form_report
from app.domain.ground import Ground
from app.domain.missing import missing_facts, missing_in_form
from app.domain.reach import changed_cells, changed_owners
from app.domain.remarks import is_remark, remarks
from app.domain.report import FormPart, Missing, Report
from app.domain.scoring_rules import Rules
from app.domain.submission import Entries, Submission, option, prefixes
from app.domain.table_findings import table_findings
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
    entries, year = submission.entries, submission.year
    scheme = scheme.ordered(entries.get("info.account_order", ""))
    if last is not None and (last.scheme is not scheme or last.submission.year != year):
        last = None
    cells = changed_cells(entries, last.submission.entries) if last else []
    owners = changed_owners(cells)
    noted = last.remarks if last and not any(map(is_remark, cells)) else dict(remarks(entries))
    numbers = Numbers(scheme, entries, last.numbers if last else None, owners).all()
    rules = rules_for(scheme, entries, year)
    parts = _parts(rules, entries, numbers, last.parts if last else {}, owners)
    known = last.accounts if last else ()
    accounts = account_reports(scheme, entries, numbers, codes, year, known)
    shown = numbers.showing(one.values for one in accounts)
    told = last.groups if last and last.codes is codes else {}
    groups = table_findings(scheme, submission, shown, accounts, codes, told)
    forms = tuple(part.report for part in parts.values())
    problems = dict(numbers.problems)
    for part in parts.values():
        problems |= part.problems
    return Report(
        scheme=scheme,
        submission=submission,
        values=shown.values,
        problems=problems,
        forms=forms,
        findings=(
            *number_findings(scheme, entries, forms, problems),
            *date_findings(scheme, entries, year),
            *(found for group in groups.values() for found in group),
            *(found for part in parts.values() for found in part.findings),
        ),
        missing=_missing(scheme, entries, numbers, parts.values()),
        parts=parts,
        accounts=accounts,
        codes=codes,
        remarks=noted,
        numbers=numbers,
        groups=groups,
    )


def _parts(
    rules: Rules,
    entries: Entries,
    numbers: Numbers,
    known: Mapping[str, FormPart],
    owners: AbstractSet[str],
) -> dict[str, FormPart]:
    """Every form by its prefix; one that nothing has changed in is taken over from `known`."""
    parts: dict[str, FormPart] = {}
    for form in rules.scheme.forms:
        ground = Ground(rules, entries, numbers, figures(rules.scheme, form, numbers))
        cells = [cell for table in form.tables for cell in table_cells(table, table.id)]
        places = prefixes(form, entries)
        given = _given(ground, form, next((known[one] for one in places if one in known), None))
        for prefix in places:
            last = known.get(prefix)
            money = _money(ground, form, prefix, cells, last)
            part = None if prefix in owners else last
            if part is None or part.inputs != (given, money):
                part = _part(ground, form, prefix, (given, money))
            parts[prefix] = part
    return parts


def _missing(
    scheme: Scheme, entries: Entries, numbers: Numbers, parts: Iterable[FormPart]
) -> tuple[Missing, ...]:
    """A blank fact that several indicators wait for is asked for once, where it is first met."""
    first: dict[tuple[str, str], Missing] = {}
    for item in missing_facts(scheme, entries, numbers):
        first.setdefault((item.cell, item.label), item)
    for item in (one for part in parts for one in part.missing):
        first.setdefault((item.cell, item.label), item)
    return tuple(first.values())


def _given(ground: Ground, form: Form, last: FormPart | None) -> object:
    """What all forms of a kind are computed from beside their own entries and money: rules,
    figures from anywhere, and the texts that 基本信息 has for their fields.

    Where it equals that of the last report it is that very value: comparing a hundred forms with
    themselves takes no time.
    """
    entries = ground.entries
    shared = [entries.get(f"info.{one.default}", "") for one in form.texts if one.default]
    given = (ground.rules, ground.figures, shared)
    return last.inputs[0] if last is not None and last.inputs[0] == given else given


def _money(
    ground: Ground, form: Form, prefix: str, cells: Iterable[str], last: FormPart | None
) -> object:
    """The figures of a form's tables: those of 整体自评 come from another table."""
    reached = ground.numbers.reached
    if last is not None and not any(f"{prefix}.{table.id}" in reached for table in form.tables):
        return last.inputs[1]
    return tuple([ground.numbers.values.get(f"{prefix}.{cell}") for cell in cells])


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
