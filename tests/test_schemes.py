"""Every shipped scheme, walked: weights, labels, the official grid, boundaries and checks."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from app.domain.compute import compute
from app.domain.report import Finding, Report
from app.domain.scoring import tier_range
from app.domain.submission import Submission, add_form, applied, new_entries
from app.exchange.sheet import filled_sheet
from app.resources import resources
from app.scheme.load import load_scheme, scheme_folders
from app.scheme.model import Form, Row, Scheme, SheetCell, Table
from tests.domain.expect import rules

FOLDERS = scheme_folders(resources() / "schemes")
GRIDS = json.loads(
    (Path(__file__).parent / "scheme" / "official_grids.json").read_text(encoding="utf-8")
)


@cache
def loaded(folder: Path) -> Scheme:
    return load_scheme(folder)


SCHEMES = [pytest.param(loaded(folder), id=folder.name) for folder in FOLDERS]
FORMS = [
    pytest.param(form, id=f"{folder.name}-{form.id}")
    for folder in FOLDERS
    for form in loaded(folder).forms
]
each_scheme = pytest.mark.parametrize("scheme", SCHEMES)
each_form = pytest.mark.parametrize("form", FORMS)


def report_of(scheme: Scheme, entries: Mapping[str, str]) -> Report:
    return compute(scheme, Submission(2023, scheme.id, entries=entries))


def test_every_folder_of_schemes_is_walked() -> None:
    folders = [path for path in (resources() / "schemes").iterdir() if path.is_dir()]
    assert sorted(folders) == sorted(FOLDERS)
    assert FOLDERS


# ── weights and labels ───────────────────────────────────────────────────


@each_form
def test_weights_add_up_to_100(form: Form) -> None:
    groups = [group.weight for group in form.levels]
    assert form.execution.weight + sum(groups) == 100
    assert all(weight > 0 for weight in groups)


def labels(scheme: Scheme) -> Iterator[tuple[str, list[str]]]:
    """Every list of labels that stand side by side."""
    yield "fields", [field.label for field in scheme.fields]
    yield "tables", [table.title for table in scheme.tables]
    yield "forms", [form.title for form in scheme.forms]
    yield "options", [option.label for option in scheme.options]
    yield "tiers", [tier.label for tier in scheme.tiers]
    yield "grades", [grade.label for grade in scheme.grades]
    yield "checks", [check.title for check in scheme.checks]
    for option in scheme.options:
        yield option.id, [choice.label for choice in option.choices]
    for table in (*scheme.tables, *(form.money for form in scheme.forms)):
        yield f"{table.id} columns", [column.label for column in table.columns]
        yield f"{table.id} rows", [row.label for row in table.rows]
    for form in scheme.forms:
        yield f"{form.id} fields", [field.label for field in form.fields]
        yield f"{form.id} goals", [goal.label for goal in form.goals]
        yield f"{form.id} level 1", [group.label for group in form.levels]
        yield f"{form.id} level 2", [sub.label for group in form.levels for sub in group.level2]


@each_scheme
def test_labels_are_unique_and_clean(scheme: Scheme) -> None:
    for place, found in labels(scheme):
        assert len(set(found)) == len(found), place
        for label in found:
            assert label, place
            assert label == label.strip(), place
            assert not re.search(r"\s\s|\t|\n", label), place


@each_scheme
def test_units_in_labels_agree_with_the_tables(scheme: Scheme) -> None:
    """The forms print 万元: a figure typed in 元 would be ten thousand times too large."""
    assert {table.unit for table in scheme.tables if table.id != "three_counts"} == {"万元"}
    for form in scheme.forms:
        assert form.money.unit == "万元"
        assert any("（万元）" in cell.text for cell in form.sheet.head)


# ── the official sheet ───────────────────────────────────────────────────


def spot(place: tuple[int, int]) -> str:
    return f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[place[1] - 1]}{place[0]}"


def merge_of(cell: SheetCell) -> str:
    return f"{spot(cell.first)}:{spot(cell.last)}"


def plain(text: str) -> str:
    """A fixed label without its placeholders and the blanks that indent it."""
    return re.sub(r"\{[^}]*\}", "", text).replace("\u3000", "").replace(" ", "")


def row_number(address: str) -> int:
    return int(re.sub(r"\D", "", address.partition(":")[2] or address))


@each_form
def test_the_head_of_the_sheet_is_the_official_one(form: Form) -> None:
    grid = GRIDS[form.id]
    header = max(cell.last[0] for cell in form.sheet.head)
    own = {spot(cell.first): plain(cell.text) for cell in form.sheet.head}
    official = {
        address: plain(text)
        for address, text in grid["cells"].items()
        if row_number(address) <= header and text != "10"  # the weight of the execution rate
    }
    group = f"A{header}"  # 绩效指标 begins beside the header and is drawn with the body
    assert official.pop(group) == form.sheet.group_label
    assert {a: t for a, t in own.items() if t} == {a: t for a, t in official.items() if t}
    merges = {merge for merge in grid["merges"] if row_number(merge) <= header}
    assert {merge_of(c) for c in form.sheet.head if c.first != c.last} == merges
    # the labels at the left need more room than the reconstructed grid gives them; the whole
    # stays as wide, and no column moves by more than two characters
    widths = [Decimal(width) for width in grid["widths"].values()]
    assert sum(widths) == sum(form.sheet.widths)
    pairs = zip(widths, form.sheet.widths, strict=True)
    assert max(abs(one - other) for one, other in pairs) <= 2


@each_form
def test_the_tail_of_the_sheet_is_the_official_one(form: Form) -> None:
    grid = GRIDS[form.id]
    last = max(map(row_number, grid["cells"]))
    own = {spot(cell.first): plain(cell.text) for cell in form.sheet.tail if cell.text}
    assert own["A1"] == plain(grid["cells"][f"A{last - 1}"]) == "总分"
    assert own["A2"] == plain(grid["cells"][f"A{last}"])
    assert {"A1:F1", "A2:I2"} < {merge_of(cell) for cell in form.sheet.tail}
    assert {f"A{last - 1}:F{last - 1}", f"A{last}:I{last}"} < set(grid["merges"])


@each_form
def test_levels_are_the_official_ones(form: Form) -> None:
    cells = GRIDS[form.id]["cells"]
    header = max(cell.last[0] for cell in form.sheet.head)
    for column, expected in (
        ("B", [f"{group.label}（{group.weight}分）" for group in form.levels]),
        ("C", [sub.label for group in form.levels for sub in group.level2]),
    ):
        found = [(row_number(a), t) for a, t in cells.items() if a[0] == column and t]
        assert [t for row, t in sorted(found) if row > header][: len(expected)] == expected


@each_scheme
def test_every_placeholder_of_a_sheet_resolves(scheme: Scheme) -> None:
    """Cells that hold a text of their own come out with it; no brace is left standing."""
    entries = filled(scheme)
    report = report_of(scheme, entries)
    assert {form.form.id for form in report.forms} == {form.id for form in scheme.forms}
    for form in report.forms:
        shown = [box.text for box in filled_sheet(report, form).boxes]
        assert not [text for text in shown if "{" in text or "}" in text]
        for field in (*form.form.fields, *form.form.goals):
            assert any(f"{field.label}甲" in text for text in shown), field.id
        for name in ("filler", "phone", "fill_date"):
            assert any(entries[f"info.{name}"] in text for text in shown), name
        for row in form.form.money.rows:
            assert any(row_figure(form.form, row) in text for text in shown), row.id


def row_figure(form: Form, row: Row) -> str:
    """What `filled` makes the row's last column show."""
    typed = sum(1 for other in form.money.rows if other.formula is None)
    if typed == 0:  # the money of 整体自评 comes from 支出: two rows of 3
        return "6.00"
    return "3.00" if row.formula is None else f"{3 * typed}.00"


def filled(scheme: Scheme) -> dict[str, str]:
    entries = new_entries(scheme, "甲单位")
    for form in scheme.forms:
        if form.many:
            entries = applied(entries, add_form(form, entries, "甲项目"))
    for field in scheme.fields:
        entries[f"info.{field.id}"] = f"{field.label}甲" if field.kind == "text" else "7"
    for form in scheme.forms:
        prefix = f"{form.id}.p1" if form.many else form.id
        for field in (*form.fields, *form.goals):
            entries[f"{prefix}.{field.id}"] = f"{field.label}甲"
        entries |= typed_cells(form.money, f"{prefix}.money")
    for table in scheme.tables:
        entries |= typed_cells(table, table.id)
    return entries


def typed_cells(table: Table, prefix: str) -> dict[str, str]:
    return {
        f"{prefix}.{row.id}.{column.id}": "3"
        for row in table.rows
        for column in table.columns
        if table.formula(row, column) is None
    }


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
    form = scheme.forms[0]
    prefix = f"{form.id}.p1" if form.many else form.id
    weight = scheme.scoring.total - form.execution.weight
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
    ranges = [tier_range(rules(), tier, Decimal(10)) for tier in scheme.tiers]
    assert ranges[0][1] == 10
    assert ranges[-1][0] == 0
    for (low, _), (_, high) in pairwise(ranges):
        assert low - high == Decimal("0.01")


# ── checks ───────────────────────────────────────────────────────────────

P1 = "project.p1.money.fiscal."
# check -> cells that make it hold, the cells that break it, both figures and what they differ by
CHECKS: dict[str, tuple[dict[str, str], dict[str, str], str, str, str]] = {
    "K01": (
        {"income.public.initial": "5", "spending.basic.initial": "5"},
        {"income.public.initial": "5.01"},
        "5.01",
        "5.00",
        "0.01",
    ),
    "K02": (
        {"spending.project.initial": "20", "project.order": "p1", P1 + "initial": "20"},
        {P1 + "initial": "18.5"},
        "20.00",
        "18.50",
        "1.50",
    ),
    "K03": (
        {"spending.project.actual": "20", "project.order": "p1", P1 + "executed": "20"},
        {P1 + "executed": "21"},
        "20.00",
        "21.00",
        "1.00",
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


def test_each_check_of_each_scheme_has_its_row() -> None:
    shipped = {check.id for folder in FOLDERS for check in loaded(folder).checks}
    assert shipped == set(CHECKS)


@each_scheme
@pytest.mark.parametrize("check_id", CHECKS)
def test_checks(scheme: Scheme, check_id: str) -> None:
    holds, change, left, right, difference = CHECKS[check_id]
    check = next(check for check in scheme.checks if check.id == check_id)
    assert not report_of(scheme, holds).findings
    [found] = own_findings(scheme, holds | change)
    assert (found.code, found.level, found.where) == (check_id, check.level, check.title)
    assert (found.left, found.right, found.difference) == (left, right, difference)
    assert left in found.sentence
    assert right in found.sentence
    assert "{" not in found.sentence
    assert found.todo
    for blank in holds:
        if blank != "project.order":
            assert not own_findings(scheme, (holds | change) | {blank: ""}), blank


def own_findings(scheme: Scheme, entries: Mapping[str, str]) -> list[Finding]:
    """Findings of the scheme's checks; 整体自评 says of overspending (K04) too, as F15."""
    findings = report_of(scheme, entries).findings
    assert {found.code for found in findings} - set(CHECKS) <= {"F15"}
    return [found for found in findings if found.code in CHECKS]


@each_scheme
def test_a_tail_within_the_tolerance_is_no_finding(scheme: Scheme) -> None:
    cells = {"income.public.initial": "5.005", "spending.basic.initial": "5"}
    assert not report_of(scheme, cells).findings
    [found] = report_of(scheme, cells | {"income.public.initial": "50051元"}).findings
    assert found.code == "K01"


@each_scheme
def test_a_kept_figure_carries_its_reason(scheme: Scheme) -> None:
    for check in scheme.checks:
        holds, change, *_ = CHECKS[check.id]
        [found] = own_findings(scheme, holds | change)
        [kept] = own_findings(scheme, {**holds, **change, found.key: "情况属实"})
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
    assert len({(item.cell, item.label) for item in missing}) == len(missing)
    required = {f"info.{field.id}" for field in scheme.fields if field.required}
    assert required <= {item.cell for item in missing}
