"""What tests/test_schemes.py leaves open: every text clean, each placeholder filled, tabs known."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal

import pytest

from app.domain.compute import compute
from app.domain.report import Report
from app.domain.submission import Submission, add_form, applied, new_entries
from app.exchange.package import parse
from app.exchange.sheet import FilledSheet, filled_sheet
from app.resources import sample_text, shipped_schemes
from app.scheme.load import PLACEHOLDER, TABS
from app.scheme.model import Form, Scheme, SheetCell, Table

SHIPPED = shipped_schemes()
each_scheme = pytest.mark.parametrize("scheme", SHIPPED.values(), ids=list(SHIPPED))

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


def report_of(scheme: Scheme, entries: dict[str, str]) -> Report:
    return compute(scheme, Submission(2023, scheme.id, entries=entries))


def full_entries(scheme: Scheme) -> dict[str, str]:
    """A unit that has filled in every cell and scores 100 everywhere by another rule."""
    entries = blank_entries(scheme)
    entries |= {f"info.{field.id}": f"{field.label}甲" for field in scheme.fields}
    entries |= {"option.inverse_rule": "ratio"}  # so that there is something to remark
    tables: list[tuple[str, Table]] = [(table.id, table) for table in scheme.tables]
    for form in scheme.forms:
        prefix = f"{form.id}.p1" if form.many else form.id
        tables.append((f"{prefix}.money", form.money))
        entries |= {f"{prefix}.{field.id}": "甲" for field in (*form.fields, *form.goals)}
        subs = [(group, sub) for group in form.levels for sub in group.level2]
        for at, (group, _) in enumerate(subs, 1):
            weight = group.weight / len(group.level2)
            row = {"name": "甲", "target": "100%", "actual": "100%", "weight": f"{weight:f}"}
            entries |= {f"{prefix}.i{at}.{cell}": text for cell, text in row.items()}
    for prefix, table in tables:
        for line in table.rows:
            entries |= {f"{prefix}.{line.id}.{column.id}": "3" for column in table.columns}
    return entries


def blank_entries(scheme: Scheme) -> dict[str, str]:
    """A new unit with one new form of each kind."""
    entries = new_entries(scheme, "甲单位")
    for form in scheme.forms:
        if form.many:
            entries = applied(entries, add_form(form, entries))
    return entries


def sample_entries(_: Scheme) -> dict[str, str]:
    """The shipped sample; under another scheme too it must come out whole."""
    return dict(parse(sample_text(), SHIPPED).entries)


def texts(value: object) -> Iterator[str]:
    """Every text of a scheme, ids and formulas too; the cells of the sheets stand apart."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        yield from texts((*value.keys(), *value.values()))
    elif is_dataclass(value) and not isinstance(value, SheetCell):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


@each_scheme
def test_no_text_has_a_space_too_many(scheme: Scheme) -> None:
    found = list(texts(scheme))
    assert scheme.checks[0].todo in found
    assert [text for text in found if text != text.strip() or re.search(r"\s\s", text)] == []


@each_scheme
def test_cells_of_a_sheet_are_indented_by_full_width_spaces_alone(scheme: Scheme) -> None:
    cells = [c.text for form in scheme.forms for c in (*form.sheet.head, *form.sheet.tail)]
    assert [text for text in cells if text != text.strip(" \t\n") or "  " in text] == []


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
        assert form.total == form.total_weight == scheme.scoring.total
        sheet = filled_sheet(report, form)
        assert sheet.name
        for cell, shown in zip_cells(form.form, sheet):
            words = ".+".join(map(re.escape, PLACEHOLDER.sub("\0", cell.text).split("\0")))
            assert re.fullmatch(words, shown, re.DOTALL), cell.text


def zip_cells(form: Form, sheet: FilledSheet) -> Iterator[tuple[SheetCell, str]]:
    """Each fixed cell of a form with what a full sheet shows there."""
    shown = {box.first: box.text for box in sheet.boxes}
    below = sheet.rows - max(cell.last[0] for cell in form.sheet.tail)
    for cells, offset in ((form.sheet.head, 0), (form.sheet.tail, below)):
        for cell in cells:
            yield cell, shown[cell.first[0] + offset, cell.first[1]]


@pytest.mark.parametrize(("total", "grade"), GRADES)
def test_grades_of_the_ministry(total: str, grade: str) -> None:
    """Points are taken from one row after the other until the total is reached."""
    assert grade_of(Decimal(total)) == grade


def test_no_grade_while_the_weights_are_not_100() -> None:
    assert grade_of(Decimal(90), {"overall.i1.weight": "13"}) == ""


def grade_of(total: Decimal, changes: dict[str, str] | None = None) -> str:
    scheme = SHIPPED["national-2020"]
    entries = full_entries(scheme) | (changes or {})
    for form in report_of(scheme, entries).forms:
        left = total
        spots = [("execution", Decimal(10))]
        spots += [(row.id, row.weight or Decimal(0)) for row in form.indicators]
        for spot, weight in spots:
            points = min(left, weight)
            entries[f"{form.prefix}.{spot}.given"] = f"{points:f}"
            left -= points
    made = report_of(scheme, entries).form("overall")
    assert made.total == total
    return made.grade


@each_scheme
def test_tabs_are_known(scheme: Scheme) -> None:
    tabs = {table.tab for table in scheme.tables} | {form.tab for form in scheme.forms}
    assert tabs <= set(TABS)


@each_scheme
def test_codes_of_checks_are_no_codes_of_the_program(scheme: Scheme) -> None:
    """F01 and the like are the program's own; a kept reason must not pass from one to another."""
    assert [check.id for check in scheme.checks if not re.fullmatch(r"K\d\d", check.id)] == []


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
    scheme = SHIPPED["national-2020"]
    said = {f.code: f.sentence for f in report_of(scheme, entries).findings if f.code != "F15"}
    assert said == {check_id: sentence}


def test_each_check_has_its_sentence() -> None:
    assert set(SENTENCES) == {check.id for check in SHIPPED["national-2020"].checks}
