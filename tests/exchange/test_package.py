"""The package both ways: nothing is lost, and what is wrong is refused with its place."""

import copy
import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.domain.compute import compute
from app.domain.submission import MAX_TEXT, ROW_CELLS, STATED_CELLS, Submission, prefixes
from app.exchange.package import MAX_BYTES, PackageProblem, dump, parse, to_package
from app.resources import resources, sample_text, shipped_schemes
from app.scheme.model import Form, Scheme, Table
from app.version import VERSION
from tests.exchange.every_cell import every_cell

SCHEMES = shipped_schemes()
SCHEME = SCHEMES["national-2020"]
SCHEMA = json.loads((resources() / "package.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

# ---------------------------------------------------------------- generated submissions

TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn")) | st.sampled_from("\n\t"),
    min_size=1,
    max_size=12,
)
NAMES = st.sampled_from(["p1", "p2", "i1", "i2", "z999", "order", "rows", "p01", "P1", "一"])


ROWS = ("i1", "i2", "z9")
OWN_ROWS = ("r1", "p1", "z9")  # one of them has the id of a form


def table_addresses(prefix: str, table: Table) -> list[str]:
    """Every cell, computed and crossed-out ones too, and those of rows in lists."""
    cells = [f"{r.id}.{c.id}" for r in table.rows for c in table.columns]
    for one in table.lists:
        cells.append(f"{one.id}.rows")
        for row in OWN_ROWS:
            cells += [f"{one.id}.{row}.{word}" for word in ("name", "code", "also")]
            cells += [f"{one.id}.{row}.{column.id}" for column in table.columns]
    return [f"{prefix}.{cell}" for cell in cells]


def form_addresses(form: Form) -> list[str]:
    found = []
    for start in [f"{form.id}.p1", f"{form.id}.p2"] if form.many else [form.id]:
        cells = [field.id for field in form.texts]
        cells += [f"level.{group.id}" for group in form.levels]
        cells += [*STATED_CELLS, "rows"]
        cells += [f"execution.{cell}" for cell in ("reason", "given", "given_reason")]
        cells += [f"{row}.{cell}" for row in ROWS for cell in ROW_CELLS]
        found += [f"{start}.{cell}" for cell in cells]
        for table in form.tables:
            found += table_addresses(f"{start}.{table.id}", table)
    return found


def addresses(scheme: Scheme) -> list[str]:
    """Every cell that the scheme knows, and some that no scheme does."""
    return [
        *(f"info.{field.id}" for field in scheme.fields),
        *(f"option.{option.id}" for option in scheme.options),
        *(cell for table in scheme.tables for cell in table_addresses(table.id, table)),
        *(cell for form in scheme.forms for cell in form_addresses(form)),
        *("project.order", "keep.K03.spending.project.actual", "keep.", "info.", "info.none", "x"),
        *("stated.gk01.income.public.amount", "stated.gk03.c208.basic", "stated."),
        *("overall.order", "project.p3.name", "other.a", "spending.none.initial", "spending.basic"),
    ]


def words(scheme: Scheme) -> list[str]:
    """Ids that mean something in the scheme."""
    subs = [sub for form in scheme.forms for group in form.levels for sub in group.level2]
    presets = [preset.id for sub in subs for preset in sub.presets]
    return [*(sub.id for sub in subs), *presets]


ADDRESSES = {scheme.id: addresses(scheme) for scheme in SCHEMES.values()}
WORDS = {scheme.id: words(scheme) for scheme in SCHEMES.values()}


def any_entries(scheme_id: str) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(
        st.sampled_from(ADDRESSES[scheme_id]) | TEXT.filter(str.isprintable),
        TEXT
        | st.sampled_from(WORDS[scheme_id])
        | st.lists(NAMES, min_size=1, max_size=3).map(" ".join),
        max_size=40,
    )


@st.composite
def sound_entries(draw: st.DrawFn, scheme_id: str) -> dict[str, str]:
    """Entries as the program itself makes them, with some that nobody would."""
    scheme = SCHEMES[scheme_id]
    entries = draw(any_entries(scheme_id))
    for form in scheme.forms:
        order = draw(st.lists(st.sampled_from(["p1", "p2", "p3"]), unique=True, max_size=3))
        if form.many:
            entries[f"{form.id}.order"] = " ".join(order)
        levels = [sub.id for group in form.levels for sub in group.level2]
        for prefix in prefixes(form, entries):
            rows = draw(st.lists(st.sampled_from(ROWS), unique=True, max_size=3)) if levels else []
            entries[f"{prefix}.rows"] = " ".join(rows)
            entries |= {f"{prefix}.{row}.level": draw(st.sampled_from(levels)) for row in rows}
        for table in form.tables:
            for one in table.lists:
                rows = draw(st.lists(st.sampled_from(OWN_ROWS), unique=True, max_size=3))
                entries[f"{form.id}.{table.id}.{one.id}.rows"] = " ".join(rows)
    return {address: text for address, text in entries.items() if text}


@st.composite
def submissions(draw: st.DrawFn) -> Submission:
    """A submission under any of the shipped schemes."""
    scheme_id = draw(st.sampled_from(sorted(SCHEMES)))
    entries = draw(any_entries(scheme_id) | sound_entries(scheme_id))
    return Submission(2023, scheme_id, draw(st.sampled_from(["", "abc"])), entries)


def valid(package: object) -> bool:
    return bool(VALIDATOR.is_valid(package))


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@settings(max_examples=300, deadline=None)
@given(submissions())
def test_nothing_is_lost(submission: Submission) -> None:
    text = dump(SCHEMES[submission.scheme_id], submission)
    assert valid(json.loads(text))
    assert parse(text, SCHEMES) == submission
    assert parse(text.encode("utf-8"), SCHEMES) == submission


# orders of projects as no program writes them
ODD_ORDERS = ["p1 一", "p1  p2", " p1", "p1 p1", "P1 p1"]


@pytest.mark.parametrize("order", ODD_ORDERS)
def test_rows_of_forms_in_lists_survive_an_odd_order(order: str) -> None:
    entries = {"project.order": order, "base_data.expenses.work.p1.last": "5"}
    submission = Submission(2023, "hunan-2023", "", entries)
    assert parse(dump(SCHEMES["hunan-2023"], submission), SCHEMES) == submission


@settings(max_examples=50, deadline=None)
@given(submissions(), st.randoms(use_true_random=False))
def test_the_text_does_not_depend_on_the_order_of_typing(
    submission: Submission, chance: random.Random
) -> None:
    shuffled = list(submission.entries.items())
    chance.shuffle(shuffled)
    scheme = SCHEMES[submission.scheme_id]
    assert dump(scheme, replace(submission, entries=dict(shuffled))) == dump(scheme, submission)


@settings(max_examples=100, deadline=None)
@given(submissions())
def test_no_package_makes_computing_fail(submission: Submission) -> None:
    scheme = SCHEMES[submission.scheme_id]
    compute(scheme, parse(dump(scheme, submission), SCHEMES))


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_every_cell_of_every_scheme_has_its_place(scheme_id: str) -> None:
    """What a unit can type is told apart by form, table, row and column: nothing is left over."""
    scheme = SCHEMES[scheme_id]
    entries = every_cell(scheme)
    entries = {cell: text for cell, text in entries.items() if text}
    submission = Submission(2023, scheme_id, scheme.hash, entries)
    package = to_package(scheme, submission)
    assert valid(package)
    assert "other" not in package
    assert parse(dump(scheme, submission), SCHEMES) == submission


def test_the_sample_is_a_package_without_leftovers() -> None:
    assert valid(json.loads(sample_text()))
    package = to_package(SCHEME, parse(sample_text(), SCHEMES))
    assert "other" not in package
    assert valid(package)


# ---------------------------------------------------------------- what a package says

ROW = {"level": "quantity", "name": "补贴人数", "target": "≥100", "weight": "15"}
SMALL: dict[str, Any] = {
    "format": "suanpan.submission",
    "version": 1,
    "scheme": {"id": "national-2020", "hash": "abc"},
    "year": 2023,
    "info": {"unit": "云岭县就业服务中心"},
    "options": {"execution_basis": "initial"},
    "tables": {"spending": {"basic": {"initial": "804.32"}}},
    "forms": {
        "project": [
            {
                "fields": {"name": "稳岗补贴"},
                "goals": {"goal_expected": "稳定就业"},
                "money": {"fiscal": {"initial": "10"}},
                "levels": {"output": "50"},
                "stated": {"execution_rate": "97.82%", "execution_score": "9", "total": "98"},
                "indicators": [ROW, ROW | {"merge": "both"}],
            }
        ],
        "overall": [{"indicators": [ROW]}],
    },
    "kept": {"K03.spending.project.actual": "上年结转"},
    "other": {"draft.note": "记得问财务"},
}


def test_every_part_has_its_address() -> None:
    assert parse(json.dumps(SMALL), SCHEMES).entries == {
        "info.unit": "云岭县就业服务中心",
        "option.execution_basis": "initial",
        "spending.basic.initial": "804.32",
        "project.order": "p1",
        "project.p1.name": "稳岗补贴",
        "project.p1.goal_expected": "稳定就业",
        "project.p1.money.fiscal.initial": "10",
        "project.p1.level.output": "50",
        "project.p1.execution.stated_rate": "97.82%",
        "project.p1.execution.stated_score": "9",
        "project.p1.total.stated": "98",
        "project.p1.rows": "i1 i2",
        "project.p1.i1.level": "quantity",
        "project.p1.i1.name": "补贴人数",
        "project.p1.i1.target": "≥100",
        "project.p1.i1.weight": "15",
        "project.p1.i2.level": "quantity",
        "project.p1.i2.name": "补贴人数",
        "project.p1.i2.target": "≥100",
        "project.p1.i2.weight": "15",
        "project.p1.i2.merge": "both",
        "overall.rows": "i1",
        "overall.i1.level": "quantity",
        "overall.i1.name": "补贴人数",
        "overall.i1.target": "≥100",
        "overall.i1.weight": "15",
        "keep.K03.spending.project.actual": "上年结转",
        "draft.note": "记得问财务",
    }


HUNAN: dict[str, Any] = {
    "format": "suanpan.submission",
    "version": 1,
    "scheme": {"id": "hunan-2023"},
    "year": 2023,
    "forms": {
        "project": [{"fields": {"name": "稳岗补贴", "category": "work"}}],
        "base_data": [
            {
                "notes": {"thrift": "按制度执行"},
                "tables": {
                    "expenses": {
                        "public": {"last": "8"},
                        "work": [
                            {"form": "p1", "cells": {"last": "12"}},
                            {"name": "档案管理", "cells": {"last": "3", "budget": "5"}},
                        ],
                    }
                },
            }
        ],
        "score_sheet": [
            {
                "indicators": [
                    {"level": "allocation", "preset": "staff_control", "actual": "85%"},
                    {"level": "allocation", "name": "自设", "rubric": "完成得5分"},
                ]
            }
        ],
        "overall": [{"execution": {"reason": "结转", "given": "9", "given_reason": "核定"}}],
    },
}


def test_lists_notes_and_prescribed_indicators_have_their_addresses() -> None:
    assert valid(HUNAN)
    assert parse(json.dumps(HUNAN), SCHEMES).entries == {
        "project.order": "p1",
        "project.p1.name": "稳岗补贴",
        "project.p1.category": "work",
        "base_data.thrift": "按制度执行",
        "base_data.expenses.public.last": "8",
        "base_data.expenses.work.p1.last": "12",
        "base_data.expenses.work.rows": "r1",
        "base_data.expenses.work.r1.name": "档案管理",
        "base_data.expenses.work.r1.last": "3",
        "base_data.expenses.work.r1.budget": "5",
        "score_sheet.rows": "i1 i2",
        "score_sheet.i1.level": "allocation",
        "score_sheet.i1.preset": "staff_control",
        "score_sheet.i1.actual": "85%",
        "score_sheet.i2.level": "allocation",
        "score_sheet.i2.name": "自设",
        "score_sheet.i2.rubric": "完成得5分",
        "overall.execution.reason": "结转",
        "overall.execution.given": "9",
        "overall.execution.given_reason": "核定",
    }


def test_what_was_typed_over_a_carried_figure_is_kept() -> None:
    """A row of the unit's own became that of a project: its figures have no place, and stay."""
    scheme = SCHEMES["hunan-2023"]
    cells = {
        "project.order": "p1",
        "base_data.expenses.work.p1.last": "12",
        "base_data.expenses.work.p1.budget": "7",
    }
    submission = Submission(2023, scheme.id, "", cells)
    assert to_package(scheme, submission)["other"] == {"base_data.expenses.work.p1.budget": "7"}
    assert parse(dump(scheme, submission), SCHEMES) == submission
    # as a row of its own it has a place for each of them
    own = replace(submission, entries=cells | {"base_data.expenses.work.rows": "p1"})
    assert "other" not in to_package(scheme, own)
    assert parse(dump(scheme, own), SCHEMES) == own


LEDGERS: dict[str, Any] = {
    "format": "suanpan.submission",
    "version": 1,
    "scheme": {"id": "national-2020"},
    "year": 2023,
    "tables": {
        "outlay": {
            "public": [
                {"id": "r1", "code": "2080501", "name": "离退休", "cells": {"basic": "3"}},
                {"id": "r2", "code": "208.05.02"},
            ]
        },
        "economic": {
            "items": [{"id": "r7", "code": "30101", "also": "2080501", "cells": {"basic": "3"}}]
        },
        # gives way to the ledger, and what was typed stays
        "spending": {"project": {"initial": "7", "actual": "9"}},
    },
    "other": {"stated.gk01.income.public.amount": "12000", "stated.gk03.c208.basic": "30000"},
}


def test_rows_of_subjects_and_what_gives_way_to_them_have_their_addresses() -> None:
    assert valid(LEDGERS)
    submission = parse(json.dumps(LEDGERS), SCHEMES)
    assert submission.entries == {
        "outlay.public.rows": "r1 r2",
        "outlay.public.r1.code": "2080501",
        "outlay.public.r1.name": "离退休",
        "outlay.public.r1.basic": "3",
        "outlay.public.r2.code": "208.05.02",
        "economic.items.rows": "r7",
        "economic.items.r7.code": "30101",
        "economic.items.r7.also": "2080501",
        "economic.items.r7.basic": "3",
        "spending.project.initial": "7",
        "spending.project.actual": "9",
        "stated.gk01.income.public.amount": "12000",
        "stated.gk03.c208.basic": "30000",
    }
    assert to_package(SCHEME, submission) == LEDGERS | {"program": VERSION}


def test_a_column_that_a_list_has_nothing_for_is_left_over() -> None:
    entries = {"outlay.public.rows": "r1", "outlay.public.r1.remit": "5"}
    submission = Submission(2023, SCHEME.id, "", entries)
    assert to_package(SCHEME, submission)["other"] == {"outlay.public.r1.remit": "5"}
    assert parse(dump(SCHEME, submission), SCHEMES) == submission


def with_cell(text: str) -> str:
    """A package whose one cell is this piece of JSON."""
    head = '{"format":"suanpan.submission","version":1,"scheme":{"id":"national-2020"},"year":2023'
    return f'{head},"tables":{{"spending":{{"basic":{{"initial":{text}}}}}}}}}'


@pytest.mark.parametrize(
    "written", ["804.32", "0.10", "1e3", "-0", "12345678901234567890.12", "0.1000000000000000055"]
)
def test_a_number_keeps_its_digits(written: str) -> None:
    assert parse(with_cell(written), SCHEMES).entries == {"spending.basic.initial": written}


def test_control_characters_are_kept_out() -> None:
    found = parse(with_cell('"\\u0000甲\\u001b\\r\\n乙\\r丙\\t\\ud800丁"'), SCHEMES)
    assert found.entries == {"spending.basic.initial": "甲\n乙\n丙\t丁"}


def test_a_byte_order_mark_does_no_harm() -> None:
    assert parse(b"\xef\xbb\xbf" + with_cell("1").encode(), SCHEMES).entries


def test_missing_ids_are_the_next_free_ones() -> None:
    package = copy.deepcopy(SMALL)
    package["forms"]["project"] = [{}, {"id": "p1"}, {}, {"id": "p4"}]
    assert parse(json.dumps(package), SCHEMES).text("project.order") == "p2 p1 p3 p4"


# ---------------------------------------------------------------- wrong packages

Change = Callable[[dict[str, Any]], object]
FIRST = ("forms", "project", 0)


def put(*path: str | int, to: object) -> Change:
    """A change that sets the value at a path."""

    def change(package: dict[str, Any]) -> None:
        at: Any = package
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = to

    return change


STRUCTURE: list[tuple[str, Change]] = [
    ("format：", put("format", to="其他")),
    ("format：", lambda package: package.pop("format")),
    ("version：", put("version", to=0)),
    ("version：这个填报包是用更新的版本", put("version", to=2)),
    ("version：", put("version", to="1")),
    ("scheme.id：", lambda package: package.pop("scheme")),
    ("scheme.id：", put("scheme", to={})),
    ("scheme：", put("scheme", to="national-2020")),
    ("scheme.name：", put("scheme", "name", to="甲")),
    ("year：", lambda package: package.pop("year")),
    ("year：", put("year", to="2023")),
    ("year：", put("year", to=23)),
    ("year：", put("year", to=2023.5)),
    ("表格：", put("表格", to={})),
    ("info：应为一组", put("info", to=["甲"])),
    ("info.unit：应为文字", put("info", "unit", to=None)),
    ("info.unit：应为文字", put("info", "unit", to=True)),
    ("info.unit：应为文字", put("info", "unit", to=["甲"])),
    ("info.unit：太长", put("info", "unit", to="长" * (MAX_TEXT + 1))),
    ("tables.spending.basic：应为一组", put("tables", "spending", "basic", to="1")),
    ("forms.project：应为一列", put("forms", "project", to={})),
    ("forms.project[0]：应为一组", put(*FIRST, to="甲")),
    ("forms.project[0].note：", put(*FIRST, "note", to="甲")),
    ("forms.project[0].stated.score：", put(*FIRST, "stated", "score", to="9")),
    ("forms.project[0].id：", put(*FIRST, "id", to="项目1")),
    ("forms.project[0].id：", put(*FIRST, "id", to="p1 p2")),
    ("forms.project[0].id：", put(*FIRST, "id", to="p１")),
    ("forms.project[0].id：", put(*FIRST, "id", to=1)),
    ("forms.project[0].indicators：应为一列", put(*FIRST, "indicators", to={})),
    ("forms.project[0].indicators[1].score：", put(*FIRST, "indicators", 1, "score", to="9")),
    ("forms.project[0].indicators[1]：没有写明", put(*FIRST, "indicators", 1, to={"name": "甲"})),
    ("forms.project[0].indicators[1]：没有写明", put(*FIRST, "indicators", 1, "level", to="")),
    ("forms.project[0].indicators[1].merge：", put(*FIRST, "indicators", 1, "merge", to="all")),
    ("forms.project[0].indicators[1].id：", put(*FIRST, "indicators", 1, "id", to="rows")),
    ("other：", put("other", to=[])),
    ("格的地址不对", put("other", to={"": "甲"})),
    ("格的地址不对", put("kept", to={"甲\n乙": "丙"})),
]
MEANING: list[tuple[str, Change]] = [
    ("scheme.id：没有“national-1999”这种方案，应为 ", put("scheme", "id", to="national-1999")),
    ("info.units：没有“units”这种栏目，应为 unit、", put("info", to={"units": "甲"})),
    ("options.basis：没有“basis”这种选项", put("options", to={"basis": "initial"})),
    ("options.execution_basis：没有“x”这种选择", put("options", "execution_basis", to="x")),
    ("tables.costs：没有“costs”这种表，应为 revenue、", put("tables", to={"costs": {}})),
    ("tables.spending.all：没有“all”这种行", put("tables", to={"spending": {"all": {}}})),
    (
        "tables.spending.basic.final：没有“final”这种列",
        put("tables", to={"spending": {"basic": {"final": "1"}}}),
    ),
    (
        "tables.spending.total.initial：这一格由程序计算",
        put("tables", to={"spending": {"total": {"initial": "1"}}}),
    ),
    ("forms.unit：没有“unit”这种自评表", put("forms", to={"unit": []})),
    ("forms.overall[1]：这种自评表只有一份", put("forms", "overall", to=[{}, {}])),
    ("forms.overall[0].id：", put("forms", "overall", to=[{"id": "p1"}])),
    ("forms.project[1].id：编号“p1”用了两次", put("forms", "project", to=[{"id": "p1"}] * 2)),
    (
        "forms.project[0].fields.title：没有“title”这种栏目，应为 name、",
        put(*FIRST, "fields", to={"title": "甲"}),
    ),
    ("forms.project[0].levels.quantity：", put(*FIRST, "levels", to={"quantity": "1"})),
    (
        "forms.project[0].money.total.initial：",
        put(*FIRST, "money", to={"total": {"initial": "1"}}),
    ),
    (
        "forms.project[0].indicators[1].level：没有“quantty”这种二级指标，应为 quantity、quality、",
        put(*FIRST, "indicators", 1, "level", to="quantty"),
    ),
    (
        "forms.project[0].indicators[1].id：编号“i1”用了两次",
        put(*FIRST, "indicators", to=[ROW | {"id": "i1"}] * 2),
    ),
    ("other.info.unit：这一格已经在别处填了", put("other", to={"info.unit": "乙"})),
]


EXPENSES = ("forms", "base_data", 0, "tables", "expenses")
HUNAN_STRUCTURE: list[tuple[str, Change]] = [
    ("forms.base_data[0].tables.expenses.work[0]：应为一组", put(*EXPENSES, "work", 0, to="p1")),
    (
        "forms.base_data[0].tables.expenses.work[0].id：",
        put(*EXPENSES, "work", 0, "id", to="r1"),
    ),
    (
        "forms.base_data[0].tables.expenses.work[1].last：",
        put(*EXPENSES, "work", 1, "last", to="3"),
    ),
    (
        "forms.base_data[0].tables.expenses.work[1].id：",
        put(*EXPENSES, "work", 1, "id", to="第一行"),
    ),
    ("forms.base_data[0].notes：应为一组", put("forms", "base_data", 0, "notes", to="甲")),
    (
        "forms.overall[0].execution.rate：",
        put("forms", "overall", 0, "execution", "rate", to="1"),
    ),
]
HUNAN_MEANING: list[tuple[str, Change]] = [
    (
        "forms.base_data[0].tables.expenses.work[0].form：没有“p9”这种自评表的编号，应为 p1。",
        put(*EXPENSES, "work", 0, "form", to="p9"),
    ),
    (
        "forms.base_data[0].tables.expenses.more[0].form：没有“p1”这种自评表的编号，这里不能",
        put(*EXPENSES, "more", to=[{"form": "p1"}]),
    ),
    (
        "forms.base_data[0].tables.expenses.work[0].cells.budget：这一格由程序计算",
        put(*EXPENSES, "work", 0, "cells", "budget", to="1"),
    ),
    (
        "forms.base_data[0].tables.expenses.work[0].cells.total：没有“total”这种列，应为 last、",
        put(*EXPENSES, "work", 0, "cells", "total", to="1"),
    ),
    (
        "forms.base_data[0].tables.expenses.purchase.last：这一格由程序计算或没有内容",
        put(*EXPENSES, "purchase", to={"last": "1"}),
    ),
    ("forms.base_data[0].tables.expenses.work：应为一列值", put(*EXPENSES, "work", to={})),
    ("forms.base_data[0].tables.expenses.public：应为一组", put(*EXPENSES, "public", to=[])),
    (
        "forms.base_data[0].tables.expenses.work[2].id：编号“r1”用了两次",
        put(*EXPENSES, "work", to=[{"form": "p1"}, {"id": "r1"}, {"id": "r1"}]),
    ),
    (
        "forms.base_data[0].tables.expenses.work[1].cells.last：这一格已经在别处填了",
        put(*EXPENSES, "work", to=[{"form": "p1", "cells": {"last": "1"}}] * 2),
    ),
    (
        "forms.base_data[0].tables.costs：没有“costs”这种表，应为 staff、",
        put("forms", "base_data", 0, "tables", "costs", to={}),
    ),
    (
        "forms.base_data[0].tables.money：没有“money”这种表",
        put("forms", "base_data", 0, "tables", "money", to={}),
    ),
    (
        "forms.base_data[0].money.total：没有“total”这种行，这里不能填写。",
        put("forms", "base_data", 0, "money", to={"total": {}}),
    ),
    (
        "forms.score_sheet[0].execution.reason：没有“reason”这种栏目，这里不能填写。",
        put("forms", "score_sheet", 0, "execution", to={"reason": "甲"}),
    ),
    (
        "forms.score_sheet[0].indicators[0].preset：没有“staff”这种规定指标，应为 staff_control、",
        put("forms", "score_sheet", 0, "indicators", 0, "preset", to="staff"),
    ),
]


def refused(text: str | bytes) -> str:
    with pytest.raises(PackageProblem) as caught:
        parse(text, SCHEMES)
    assert caught.value.sentence.endswith("。")
    caught.value.sentence.encode("utf-8")
    return caught.value.sentence


def test_the_small_package_is_right() -> None:
    assert valid(SMALL)
    assert parse(json.dumps(SMALL), SCHEMES).scheme_hash == "abc"


@pytest.mark.parametrize(("place", "change"), STRUCTURE)
def test_schema_and_parser_refuse_the_same(place: str, change: Change) -> None:
    package = copy.deepcopy(SMALL)
    change(package)
    assert place in refused(json.dumps(package))
    assert not valid(package)


@pytest.mark.parametrize(("place", "change"), HUNAN_STRUCTURE)
def test_schema_and_parser_refuse_the_same_lists(place: str, change: Change) -> None:
    package = copy.deepcopy(HUNAN)
    change(package)
    assert place in refused(json.dumps(package))
    assert not valid(package)


@pytest.mark.parametrize(("sentence", "change"), HUNAN_MEANING)
def test_lists_that_the_scheme_does_not_know_are_refused(sentence: str, change: Change) -> None:
    package = copy.deepcopy(HUNAN)
    change(package)
    assert refused(json.dumps(package)).startswith(sentence)
    assert valid(package)


@pytest.mark.parametrize(("sentence", "change"), MEANING)
def test_what_the_scheme_does_not_know_is_refused(sentence: str, change: Change) -> None:
    """The schema holds for every scheme, so these are for the parser alone."""
    package = copy.deepcopy(SMALL)
    change(package)
    assert refused(json.dumps(package)).startswith(sentence)
    assert valid(package)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("文件不是 JSON，第1行第1个字符", ""),
        ("文件不是 JSON，第2行", "{\n甲"),
        ("文件不是 UTF-8 编码", "甲".encode("gb18030")),
        ("文件：应为一组", "[]"),
        ("文件：应为一组", "3"),
        ("文件里有“NaN”", with_cell("NaN")),
        ("文件里有“-Infinity”", with_cell("-Infinity")),
        ("文件嵌套太深", "[" * 200_000),
        ("文件嵌套太深", '{"a":' * 200_000),
        ("文件：“year”写了两次", with_cell("1").replace('"year"', '"year":2022,"year"')),
        (
            "tables.spending.basic：“initial”写了两次",
            with_cell('1, "initial": 2'),
        ),
        ("tables.spending.basic.initial：太长", with_cell("1" * (MAX_TEXT + 1))),
        ("year：", with_cell("1").replace("2023", "9" * 6000)),
        ("文件太大", b" " * (MAX_BYTES + 1)),
    ],
    ids=lambda value: str(value)[:20],
)
def test_hostile_files_are_refused(sentence: str, text: str | bytes) -> None:
    assert refused(text).startswith(sentence)
