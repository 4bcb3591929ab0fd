"""Every shipped scheme filled in to the last cell: every placeholder of a sheet shows something."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

import pytest

from app.domain.compute import compute
from app.domain.report import FormReport, Report
from app.domain.submission import Submission, add_form, add_list_row, applied, new_entries
from app.exchange.package import parse
from app.exchange.sheet import FilledSheet, filled_sheet
from app.resources import sample_text
from app.scheme.cells import placed_tables
from app.scheme.formula import EACH
from app.scheme.layout import Fixed, Indicators, SheetCell
from app.scheme.load import PLACEHOLDER
from app.scheme.model import Form, Level2, Scheme, Table
from tests.domain.test_account_checks import CASES as ACCOUNTS
from tests.domain.test_ledger_checks import CASES as LEDGERS
from tests.scheme.layouts import FOLDERS, fixed_cells, loaded

each_scheme = pytest.mark.parametrize(
    "scheme", [pytest.param(loaded(folder), id=folder.name) for folder in FOLDERS]
)
NATIONAL = next(loaded(folder) for folder in FOLDERS if folder.name == "national-2020")


def report_of(scheme: Scheme, entries: Mapping[str, str]) -> Report:
    return compute(scheme, Submission(2023, scheme.id, entries=dict(entries)))


# ── a unit that has filled in every cell ─────────────────────────────────


def blank_entries(scheme: Scheme) -> dict[str, str]:
    """A new unit with one new form of each kind."""
    entries = new_entries(scheme, "甲单位")
    for form in scheme.forms:
        if form.many:
            entries = applied(entries, add_form(form, entries))
    return entries


def full_entries(scheme: Scheme) -> dict[str, str]:
    """Every fact, text and row is filled in; each row has its points, as many as it may have."""
    entries = blank_entries(scheme)
    entries |= {f"info.{field.id}": _text(field.kind) for field in scheme.fields}
    entries |= {"option.inverse_rule": "ratio"}  # so that there is something to remark
    for form in scheme.forms:
        prefix = f"{form.id}.p1" if form.many else form.id
        for field in form.texts:
            entries[f"{prefix}.{field.id}"] = (
                field.choices[0].id if field.choices else _text(field.kind)
            )
        entries[f"{prefix}.execution.reason"] = "甲"
        entries |= _rows(form, prefix, scheme.scoring.total)
    for _, start, table in placed_tables(scheme):
        entries |= _cells(table, start.replace(f".{EACH}.", ".p1."), entries)
    return entries


def _text(kind: str) -> str:
    return "7" if kind == "count" else "甲"


def _rows(form: Form, prefix: str, total: Decimal) -> dict[str, str]:
    """Rows with the weights that are prescribed; what is left of a heading goes to the others."""
    entries: dict[str, str] = {}
    left = total - (form.execution.weight if form.execution else 0)
    left -= sum((group.weight or Decimal(0) for group in form.levels), Decimal(0))
    free = [group for group in form.levels if group.weight is None]
    names: list[str] = []
    for group in form.levels:
        whole = left / len(free) if group.weight is None else group.weight
        places = list(_places(group.level2))
        known = sum((weight for _, _, weight in places if weight is not None), Decimal(0))
        open_ones = [place for place in places if place[2] is None]
        for sub, preset, weight in places:
            name = f"i{len(names) + 1}"
            names.append(name)
            points = weight if weight is not None else (whole - known) / len(open_ones)
            cells = {"level": sub, "preset": preset, "name": "甲", "weight": f"{points:f}"}
            cells |= {"target": "100%", "actual": "100%", "given": f"{points:f}", "reason": "甲"}
            cells |= {"rubric": "甲", "explain": "甲", "given_reason": "甲"}
            entries |= {f"{prefix}.{name}.{cell}": text for cell, text in cells.items() if text}
    return {**entries, f"{prefix}.rows": " ".join(names)} if names else {}


def _places(level2: tuple[Level2, ...]) -> Iterator[tuple[str, str, Decimal | None]]:
    for sub in level2:
        for preset in sub.presets:
            yield sub.id, preset.id, preset.weight
        if not sub.presets:
            yield sub.id, "", None


def _cells(table: Table, prefix: str, entries: dict[str, str]) -> dict[str, str]:
    cells = {
        f"{prefix}.{row.id}.{column.id}": "3"
        for row in table.rows
        for column in table.columns
        if table.formula(row, column) is None and column.id not in row.dash
    }
    for one in table.lists:
        edit = add_list_row(entries, f"{prefix}.{one.id}")
        cells |= edit.cells
        cells |= {f"{prefix}.{one.id}.r1.{column.id}": "3" for column in table.columns}
        cells[f"{prefix}.{one.id}.r1.name"] = "乙"
    return cells


def sample_entries(_: Scheme) -> dict[str, str]:
    """The shipped sample; under another scheme too it must come out whole."""
    return dict(parse(sample_text(), {NATIONAL.id: NATIONAL}).entries)


# ── the sheets ───────────────────────────────────────────────────────────


@each_scheme
@pytest.mark.parametrize("filled", [blank_entries, full_entries, sample_entries])
def test_no_brace_is_left_on_a_sheet(
    scheme: Scheme, filled: Callable[[Scheme], dict[str, str]]
) -> None:
    report = report_of(scheme, filled(scheme))
    assert {form.form.id for form in report.forms} == {form.id for form in scheme.forms}
    for form in report.forms:
        sheet = filled_sheet(report, form)
        shown = [sheet.name, sheet.title, *(f"{box.text}{box.note}" for box in sheet.boxes)]
        assert [text for text in shown if "{" in text or "}" in text] == []


@each_scheme
def test_every_placeholder_shows_something(scheme: Scheme) -> None:
    report = report_of(scheme, full_entries(scheme))
    for form in report.forms:
        if form.form.scored:
            assert form.total == form.total_weight == scheme.scoring.total
            assert form.grade == scheme.grades[0].label
        sheet = filled_sheet(report, form)
        assert sheet.name
        for cell, shown in _shown(form, sheet):
            words = ".+".join(map(re.escape, PLACEHOLDER.sub("\0", cell.text).split("\0")))
            if cell.text != "{remarks}" or form.form.scored:
                assert re.fullmatch(words, shown, re.DOTALL), cell.text


def _shown(form: FormReport, sheet: FilledSheet) -> Iterator[tuple[SheetCell, str]]:
    """The fixed cells above the first part whose rows are the unit's own, with what they show."""
    shown = {box.first: box.text for box in sheet.boxes}
    above = 0
    for part in form.form.sheet.parts:
        if not isinstance(part, Fixed):
            break
        for cell in part.cells:
            yield cell, shown[cell.first[0] + above, cell.first[1]]
        above += max(cell.last[0] for cell in part.cells)


@each_scheme
def test_every_fixed_text_stands_on_the_sheet(scheme: Scheme) -> None:
    """Below rows of the unit's own too; a part for a list shows its row by name."""
    report = report_of(scheme, full_entries(scheme))
    for form in report.forms:
        shown = "\n".join(box.text for box in filled_sheet(report, form).boxes)
        for cell in fixed_cells(form.form):
            for text in PLACEHOLDER.sub("\0", cell.text).split("\0"):
                assert text.strip("\u3000") in shown, cell.text
        lists = [p for p in form.form.sheet.parts if not isinstance(p, Fixed | Indicators)]
        assert shown.count("乙") == len(lists)


# ── grades ───────────────────────────────────────────────────────────────

GRADES = [  # total, grade
    ("100", "优"),
    ("90", "优"),
    ("89.99", "良"),
    ("80", "良"),
    ("79.99", "中"),
    ("60", "中"),
    ("59.99", "差"),
    ("0", "差"),
]


@pytest.mark.parametrize(("total", "grade"), GRADES)
def test_grades_of_the_ministry(total: str, grade: str) -> None:
    """Points are taken from one row after the other until the total is reached."""
    assert grade_of(Decimal(total)) == grade


def test_no_grade_while_the_weights_are_not_100() -> None:
    assert grade_of(Decimal(90), {"overall.i1.weight": "13"}) == ""


def grade_of(total: Decimal, changes: dict[str, str] | None = None) -> str:
    entries = full_entries(NATIONAL) | (changes or {})
    for form in report_of(NATIONAL, entries).forms:
        left = total
        spots = [("execution", Decimal(10))]
        spots += [(row.id, row.weight or Decimal(0)) for row in form.indicators]
        for spot, weight in spots:
            points = min(left, weight)
            entries[f"{form.prefix}.{spot}.given"] = f"{points:f}"
            left -= points
    made = report_of(NATIONAL, entries).form("overall")
    assert made.total == total
    return made.grade


# ── what a broken check says ─────────────────────────────────────────────

# check -> the sentence, with both figures and what they differ by
P1 = "project.order=p1 project.p1.money.fiscal."
SENTENCES = {
    "K01": (
        "income.public.initial=5.01 spending.basic.initial=5",
        "年初预算数：收入合计 5.01 万元，支出合计 5.00 万元，相差 0.01 万元",
    ),
    "K02": (
        f"spending.project.initial=20 {P1}initial=1218.5",
        "项目支出年初预算数 20.00 万元，各项目自评表合计 1,218.50 万元，相差 1,198.50 万元",
    ),
    "K03": (
        f"spending.project.actual=20 {P1}executed=0",
        "项目支出决算数 20.00 万元，各项目自评表全年执行数合计 0.00 万元，相差 20.00 万元",
    ),
    "K04": (
        "spending.basic.actual=8.5 spending.project.actual=1 spending.basic.adjusted=9",
        "支出决算数 9.50 万元大于全年预算数 9.00 万元，超出 0.50 万元",
    ),
    "K05": (
        "three_publics.running.actual=2.5 three_publics.reception.adjusted=2",
        "“三公”经费决算数 2.50 万元大于预算数 2.00 万元，超出 0.50 万元",
    ),
    "K06": (
        "three_publics.purchase.actual=11600元 spending.basic.actual=1.1",
        "“三公”经费决算数 1.16 万元大于支出合计 1.10 万元，超出 0.06 万元",
    ),
    "K07": (
        "info.staff_authorized=1200 info.staff_actual=1,213人",
        "年末实有人数 1,213 人大于编制人数 1,200 人，超出 13 人",
    ),
}


@pytest.mark.parametrize(("check_id", "cells", "sentence"), [(k, *v) for k, v in SENTENCES.items()])
def test_what_a_broken_check_says(check_id: str, cells: str, sentence: str) -> None:
    entries = dict(pair.split("=") for pair in cells.split())
    said = {f.code: f.sentence for f in report_of(NATIONAL, entries).findings if f.code != "F15"}
    assert said == {check_id: sentence}


def test_each_check_breaks_somewhere() -> None:
    """Here, or in the tests of the ledgers and of the official tables, whose words stand there."""
    broken = set(SENTENCES) | {case.code for case in LEDGERS} | {"B09", "B15"}
    broken |= {code for case in ACCOUNTS for code, _ in case.broken}
    assert {check.id for check in NATIONAL.checks} - broken == set()
