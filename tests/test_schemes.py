"""Every shipped scheme computed: grades and tiers at their boundaries, checks, a blank unit.

What is written in a scheme is tested by tests/scheme/test_shipped.py.
"""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

import pytest

from app.domain.by_target import tier_range
from app.domain.compute import compute, rules_for
from app.domain.report import Finding, Report
from app.domain.submission import Submission, new_entries
from app.scheme.model import Check, Scheme
from tests.scheme.layouts import FOLDERS, loaded

SCHEMES = [pytest.param(loaded(folder), id=folder.name) for folder in FOLDERS]
each_scheme = pytest.mark.parametrize("scheme", SCHEMES)


def report_of(scheme: Scheme, entries: Mapping[str, str]) -> Report:
    return compute(scheme, Submission(2023, scheme.id, entries=entries))


# ── tiers and grades ─────────────────────────────────────────────────────


@each_scheme
def test_each_grade_begins_at_its_boundary(scheme: Scheme) -> None:
    labels = [grade.label for grade in scheme.grades]
    for at, grade in enumerate(scheme.grades):
        assert grade_of(scheme, grade.at_least) == grade.label
        if at + 1 < len(labels):
            assert grade_of(scheme, grade.at_least - Decimal("0.01")) == labels[at + 1]
    assert grade_of(scheme, scheme.scoring.total) == labels[0]


def grade_of(scheme: Scheme, total: Decimal) -> str:
    """The grade of a form whose one row and execution rate are given `total` points."""
    form = next(form for form in scheme.forms if form.scored)
    prefix = f"{form.id}.p1" if form.many else form.id
    weight = scheme.scoring.total - (form.execution.weight if form.execution else 0)
    report = report_of(
        scheme,
        {
            f"{form.id}.order": "p1",
            f"{prefix}.rows": "i1",
            f"{prefix}.i1.level": form.levels[0].level2[0].id,
            f"{prefix}.i1.target": "1",
            f"{prefix}.i1.actual": "1",
            f"{prefix}.i1.weight": str(weight),
            f"{prefix}.i1.given": str(total),
            f"{prefix}.execution.given": "0",
        },
    )
    assert report.form(prefix).total == total
    return report.form(prefix).grade


@each_scheme
def test_tiers_run_from_full_marks_to_nothing(scheme: Scheme) -> None:
    rules = rules_for(scheme, {}, 2023)
    ranges = [tier_range(rules, tier, Decimal(10)) for tier in scheme.tiers]
    assert ranges[0][1] == 10
    assert ranges[-1][0] == 0
    for (low, _), (_, high) in pairwise(ranges):
        assert low - high == Decimal("0.01")


# ── checks ───────────────────────────────────────────────────────────────

# cells that make a check hold, the cells that break it, both figures and what they differ by
Case = tuple[dict[str, str], dict[str, str], str, str, str]
CHECKS: dict[str, Case] = {
    "K01": (
        {"income.public.initial": "5", "spending.basic.initial": "5"},
        {"income.public.initial": "5.01"},
        "5.01",
        "5.00",
        "0.01",
    ),
    "K04": (
        {"spending.basic.adjusted": "8", "spending.basic.actual": "8"},
        {"spending.basic.actual": "9"},
        "9.00",
        "8.00",
        "1.00",
    ),
    "K05": (
        {"three_publics.reception.adjusted": "2", "three_publics.reception.actual": "1"},
        {"three_publics.reception.actual": "2.5"},
        "2.50",
        "2.00",
        "0.50",
    ),
    "K06": (
        {"three_publics.reception.actual": "4", "spending.basic.actual": "4"},
        {"three_publics.reception.actual": "40000"},
        "40,000.00",
        "4.00",
        "39,996.00",
    ),
    "K07": (
        {"info.staff_authorized": "12", "info.staff_actual": "12"},
        {"info.staff_actual": "13"},
        "13",
        "12",
        "1",
    ),
}
CHECKS["K08"] = (
    {
        "spending.project.actual": "20",
        "base_data.expenses.special.rows": "r1",
        "base_data.expenses.special.r1.actual": "20",
    },
    {"base_data.expenses.special.r1.actual": "18.5"},
    *("18.50", "20.00", "1.50"),
)
# checks that compare 项目支出 with the projects: the column of each side is the scheme's own
OF_PROJECTS = ("K02", "K03")
# those of tables that one place has; they break in tests/domain/test_crossed.py
OF_PLACES = {"K95", "K97"}


def case_of(scheme: Scheme, check: Check) -> Case:
    if check.id not in OF_PROJECTS:
        return CHECKS[check.id]
    spent, each = check.require.names
    project = scheme.form("project")
    assert project.money is not None
    row = next(row.id for row in project.money.rows if row.formula is None)
    cell = f"project.p1.money.{row}.{each.rpartition('.')[2]}"
    holds = {spent: "20", "project.order": "p1", cell: "20"}
    return holds, {cell: "18.5"}, "20.00", "18.50", "1.50"


def summaries(scheme: Scheme) -> list[Check]:
    """The checks between the summaries and the forms. Those of the ledgers and of the official
    tables break in tests/domain/test_ledger_checks.py and test_account_checks.py."""
    return [check for check in scheme.checks if check.id in {*CHECKS, *OF_PROJECTS}]


def test_each_check_of_each_scheme_has_its_row() -> None:
    shipped = {check.id for folder in FOLDERS for check in loaded(folder).checks}
    national = next(folder for folder in FOLDERS if folder.name == "national-2020")
    assert {*CHECKS, *OF_PROJECTS} <= shipped
    known = {check.id for check in loaded(national).checks} | OF_PLACES
    assert shipped - {*CHECKS, *OF_PROJECTS} <= known


EACH_CHECK = [
    pytest.param(loaded(folder), check, id=f"{folder.name}-{check.id}")
    for folder in FOLDERS
    for check in summaries(loaded(folder))
]


@pytest.mark.parametrize(("scheme", "check"), EACH_CHECK)
def test_checks(scheme: Scheme, check: Check) -> None:
    holds, change, left, right, difference = case_of(scheme, check)
    assert not report_of(scheme, holds).findings
    [found] = own_findings(scheme, check, holds | change)
    assert (found.code, found.level, found.where) == (check.id, check.level, check.title)
    assert (found.left, found.right, found.difference) == (left, right, difference)
    assert left in found.sentence
    assert right in found.sentence
    assert "{" not in found.sentence
    assert found.todo
    for blank in holds:
        if blank != "project.order":
            assert not own_findings(scheme, check, (holds | change) | {blank: ""}), blank


def own_findings(scheme: Scheme, check: Check, entries: Mapping[str, str]) -> list[Finding]:
    """A check's findings; 整体自评 says of overspending (K04) too, as F15, and 基础数据表 lists
    the projects that K03 compares."""
    findings = report_of(scheme, entries).findings
    own = {check.id for check in scheme.checks}
    assert {found.code for found in findings} - own <= {"F15"}
    other = {found.code for found in findings} & own - {check.id}
    assert other <= {"K08"}
    return [found for found in findings if found.code == check.id]


@each_scheme
def test_a_tail_within_the_tolerance_is_no_finding(scheme: Scheme) -> None:
    cells = {"income.public.initial": "5.005", "spending.basic.initial": "5"}
    assert not report_of(scheme, cells).findings
    [found] = report_of(scheme, cells | {"income.public.initial": "50051元"}).findings
    assert found.code == "K01"


@each_scheme
def test_a_kept_figure_carries_its_reason(scheme: Scheme) -> None:
    for check in summaries(scheme):
        holds, change, *_ = case_of(scheme, check)
        [found] = own_findings(scheme, check, holds | change)
        [kept] = own_findings(scheme, check, {**holds, **change, found.key: "情况属实"})
        assert kept.kept == "情况属实"


# ── a unit that has typed nothing ────────────────────────────────────────


@each_scheme
def test_a_blank_unit_has_no_findings_at_all(scheme: Scheme) -> None:
    blank: dict[str, str] = {}
    for entries in (blank, new_entries(scheme, "甲单位"), {"project.order": "p1 p2"}):
        report = report_of(scheme, entries)
        assert not report.findings
        assert not report.problems
        assert all(value is None for value in report.values.values())
        assert all(form.total is None and form.grade == "" for form in report.forms)


@each_scheme
def test_a_new_project_is_asked_for_everything_once(scheme: Scheme) -> None:
    entries = new_entries(scheme, "")
    missing = report_of(scheme, entries).missing
    # one fact may be wanting for several indicators; each says so once
    assert len({(item.cell, item.label, item.where) for item in missing}) == len(missing)
    required = {f"info.{field.id}" for field in scheme.fields if field.required}
    assert required <= {item.cell for item in missing}
