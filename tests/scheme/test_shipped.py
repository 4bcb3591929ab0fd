"""Every shipped scheme as it is written: weights, labels, clean texts, the official sheets.

What is computed from a scheme is tested by tests/test_schemes.py.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from app.domain.between import ROW_WISE
from app.scheme.layout import SheetCell
from app.scheme.model import Form, Preset, Scheme, Table
from app.scheme.read_table import TABS
from tests.scheme.layouts import (
    FOLDERS,
    ROOT,
    fixed_cells,
    laid_out,
    loaded,
    official,
    scheme,
    widths_apart,
)

each_scheme = pytest.mark.parametrize(
    "scheme", [pytest.param(loaded(folder), id=folder.name) for folder in FOLDERS]
)
each_form = pytest.mark.parametrize(
    "form",
    [
        pytest.param(form, id=f"{folder.name}-{form.id}")
        for folder in FOLDERS
        for form in loaded(folder).forms
    ],
)


def test_every_folder_of_schemes_is_walked() -> None:
    assert sorted(path for path in ROOT.iterdir() if path.is_dir()) == sorted(FOLDERS)
    assert FOLDERS


# ── weights and labels ───────────────────────────────────────────────────


@each_scheme
def test_weights_of_headings_add_up_to_the_total(scheme: Scheme) -> None:
    """A heading without a weight is the unit's to fill; then the others leave room for it."""
    for form in scheme.forms:
        weights = [group.weight for group in form.levels]
        known = sum(weight for weight in weights if weight is not None)
        whole = known + (form.execution.weight if form.execution else 0)
        assert all(weight is None or weight > 0 for weight in weights), form.id
        if form.scored and None not in weights:
            assert whole == scheme.scoring.total, form.id
        else:
            assert whole < scheme.scoring.total, form.id


def presets(form: Form) -> Iterator[Preset]:
    for group in form.levels:
        for sub in group.level2:
            yield from sub.presets


@each_form
def test_prescribed_indicators_fit_under_their_heading(form: Form) -> None:
    for group in form.levels:
        if group.weight is None:
            continue
        weights = [one.weight or 0 for sub in group.level2 for one in sub.presets]
        assert sum(weights) <= group.weight, group.id
        if weights and all(sub.presets for sub in group.level2) and all(weights):
            assert sum(weights) == group.weight, group.id


@each_form
def test_every_prescribed_indicator_says_where_it_is_from(form: Form) -> None:
    assert [one.id for one in presets(form) if not one.source] == []


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
    for table in tables(scheme):
        yield f"{table.id} columns", [column.label for column in table.columns]
        yield f"{table.id} rows", [row.label for row in table.rows]
        yield f"{table.id} lists", [one.label for one in table.lists]
    for form in scheme.forms:
        yield f"{form.id} fields", [field.label for field in form.texts]
        yield f"{form.id} tables", [table.title for table in form.tables]
        yield f"{form.id} columns", [column.label for column in form.columns]
        yield f"{form.id} level 1", [group.label for group in form.levels]
        yield f"{form.id} level 2", [sub.label for group in form.levels for sub in group.level2]
        for sub in (sub for group in form.levels for sub in group.level2):
            yield f"{form.id} {sub.id}", [one.label for one in sub.presets]


def tables(scheme: Scheme) -> list[Table]:
    return [*scheme.tables, *(table for form in scheme.forms for table in form.tables)]


@each_scheme
def test_labels_are_unique_and_clean(scheme: Scheme) -> None:
    for place, found in labels(scheme):
        assert len(set(found)) == len(found), place
        for label in found:
            assert label, place
            assert label == label.strip(), place
            assert not re.search(r"\s\s|\t|\n", label), place


@each_scheme
def test_amounts_are_typed_in_the_unit_that_the_forms_print(scheme: Scheme) -> None:
    """A figure typed in 元 would be ten thousand times too large on a form in 万元.

    A list of receptions is kept in 元 everywhere; its column says so.
    """
    typed = [*scheme.tables, *(table for form in scheme.forms for table in form.tables)]
    for table in typed:
        labels = [column.label for column in table.columns if column.kind == "amount"]
        spelled = bool(labels) and all(label.endswith("（元）") for label in labels)
        assert not labels or table.unit == ("元" if spelled else "万元"), table.id
    for form in scheme.forms:
        printed = {cell.style for cell in fixed_cells(form)}
        said = any(re.search(r"[（(]万元[)）]|：万元", cell.text) for cell in fixed_cells(form))
        assert said or "amount" not in printed, form.id


# ── texts ────────────────────────────────────────────────────────────────


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
def test_no_text_leads_out_of_the_program(scheme: Scheme) -> None:
    """It works without a network: a source is a document and its place, no address."""
    cells = [cell.text for form in scheme.forms for cell in fixed_cells(form)]
    assert [text for text in (*texts(scheme), *cells) if re.search(r"https?:|www\.", text)] == []


@each_form
def test_cells_of_a_sheet_are_indented_by_full_width_spaces_alone(form: Form) -> None:
    found = [cell.text for cell in fixed_cells(form)]
    assert [text for text in found if text != text.strip(" \t\n") or "  " in text] == []


@each_form
def test_headers_of_the_columns_stand_above_them(form: Form) -> None:
    """The window and the sheet call a column by the same words."""
    printed = {(cell.first[1], cell.text) for cell in fixed_cells(form)}
    there = [column for column in form.columns if column.at]
    assert [column for column in there if (column.at, column.label) not in printed] == []
    assert len(there) >= len(form.columns) - 1


@each_form
def test_a_scored_form_prints_its_total(form: Form) -> None:
    printed = "".join(cell.text for cell in fixed_cells(form))
    assert ("{total.score}" in printed) == form.scored


@each_scheme
def test_a_scheme_that_builds_on_another_says_what_is_not_from_an_original(scheme: Scheme) -> None:
    unsure = [one.id for form in scheme.forms for one in presets(form) if one.unsure]
    assert bool(scheme.about) == bool(scheme.bases)
    assert not unsure or "未见原文" in scheme.about


@each_scheme
def test_tabs_are_known(scheme: Scheme) -> None:
    tabs = {table.tab for table in scheme.tables} | {form.tab for form in scheme.forms}
    assert tabs <= set(TABS)


@each_scheme
def test_codes_of_checks_are_no_codes_of_the_program(scheme: Scheme) -> None:
    """F01 and the like are the program's own; a kept reason must not pass from one to another."""
    ids = [check.id for check in scheme.checks]
    assert [one for one in ids if not re.fullmatch(r"[ABK]\d\d[a-e]?", one)] == []
    assert not {relation.code for relation in ROW_WISE} & set(ids)


# ── the official sheets ──────────────────────────────────────────────────

# scheme, form, grid, by how much a column may be wider or narrower than the grid has it: the
# labels at the left need more room than a reconstructed grid gives them
GRIDS = [
    ("national-2020", "project", "XMZP", 2),
    ("national-2020", "overall", "ZTZP_HN", 2),
]


@pytest.mark.parametrize(("scheme_id", "form_id", "grid", "apart"), GRIDS)
def test_the_sheet_is_the_official_one(scheme_id: str, form_id: str, grid: str, apart: int) -> None:
    form = scheme(scheme_id).form(form_id)
    own, wanted = laid_out(form, grid), official(grid)
    assert own.labels == wanted.labels
    assert set(own.texts) == set(wanted.texts)
    assert own.merges == wanted.merges
    most, whole = widths_apart(form, grid)
    assert most <= apart
    assert whole == 0
