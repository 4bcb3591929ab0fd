"""Another scheme for a submission: what is carried, what is kept unseen, and the way back."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.compute import compute
from app.domain.counterparts import counterparts
from app.domain.moved import moved
from app.domain.report import Report
from app.domain.rescheme import Change, Scores, Total, Unseen, change
from app.domain.shown import places
from app.domain.submission import (
    ROW_CELLS,
    Edit,
    Submission,
    add_form,
    add_list_row,
    add_row,
    applied,
    merge_row,
    new_entries,
    prefixes,
    remove_list_row,
    remove_row,
)
from app.exchange.package import parse
from app.resources import sample_text, shipped_schemes
from app.scheme.model import Form, Scheme, Table

SCHEMES = shipped_schemes()
NATIONAL = SCHEMES["national-2020"]
HUNAN = SCHEMES["hunan-2023"]
SAMPLE = parse(sample_text(), SCHEMES)
PAIRS = list(permutations(SCHEMES, 2))
FREE = {NATIONAL.id, HUNAN.id}  # free rows; prescribed ones


def of(scheme: Scheme, entries: Mapping[str, str]) -> Submission:
    return Submission(2023, scheme.id, scheme.hash, dict(entries))


def to(old: Scheme, new: Scheme, entries: Mapping[str, str]) -> dict[str, str]:
    return applied(entries, change(old, new, of(old, entries)).edit)


def seen(scheme: Scheme, entries: Mapping[str, str]) -> tuple[object, ...]:
    """All that a person sees of it."""
    report: Report = compute(scheme, of(scheme, entries))
    return (
        report.values,
        report.problems,
        report.forms,
        report.findings,
        report.missing,
    )


# ---------------------------------------------------------------- the way back


@pytest.mark.parametrize(("one", "other"), [pair for pair in PAIRS if FREE & {*pair}])
def test_the_sample_comes_back_as_it_was(one: str, other: str) -> None:
    here, there = SCHEMES[one], SCHEMES[other]
    start = to(NATIONAL, here, SAMPLE.entries) if one != NATIONAL.id else dict(SAMPLE.entries)
    away = to(here, there, start)
    assert {text for cell, text in start.items() if typed(cell)} <= set(away.values())
    back = to(there, here, away)
    assert seen(here, back) == seen(here, start)
    assert to(here, there, back) == away  # the second time nothing is new


def typed(address: str) -> bool:
    return not address.endswith((".rows", ".level", ".preset", ".order"))


@st.composite
def filled(draw: st.DrawFn) -> tuple[str, str, dict[str, str]]:
    """A scheme, another one, and a submission of the first with cells of every kind filled in."""
    names = draw(st.sampled_from(PAIRS))
    old = SCHEMES[names[0]]
    entries = new_entries(old, "青石县就业服务中心")
    for form in old.forms:
        for at in range(draw(st.integers(0, 2)) if form.many else 0):
            entries = applied(entries, add_form(form, entries, f"项目{at}"))
        for prefix in prefixes(form, entries):
            entries = shuffled(draw, form, entries, prefix)
    entries = with_subjects(draw, old, entries)
    addresses = sorted(places(old, entries))
    for address in draw(st.lists(st.sampled_from(addresses), max_size=25)):
        entries[address] = draw(st.sampled_from(("5", "95%", "≥90%", "已完成", "12万元", "无")))
    for address in draw(st.lists(st.sampled_from(addresses), max_size=3)):
        entries[f"keep.K02.{address}"] = "情况属实"
    return *names, entries


def with_subjects(draw: st.DrawFn, scheme: Scheme, entries: dict[str, str]) -> dict[str, str]:
    """Rows of ledgers put in and taken out, and figures that an imported table states."""
    coded = [(f"{t.id}.{one.id}", one) for t in scheme.tables for one in t.lists if one.codes]
    for address, one in draw(st.lists(st.sampled_from(coded), max_size=4)) if coded else ():
        entries = applied(entries, add_list_row(entries, address))
        row = entries[f"{address}.rows"].split()[-1]
        entries[f"{address}.{row}.code"] = draw(st.sampled_from(("2080505", "30101", "无")))
        if one.also:
            entries[f"{address}.{row}.also"] = "2080506"
        if draw(st.integers(0, 3)) == 0:
            entries = applied(entries, remove_list_row(entries, address, row))
    stated = (
        "gk01.income.public.amount",
        "gk03.c2080505.basic",
        "gk09.total.actual_total",
        "x.y.z",
    )
    for address in draw(st.lists(st.sampled_from(stated), max_size=2)):
        entries[f"stated.{address}"] = "123456.78"
    return entries


def shuffled(draw: st.DrawFn, form: Form, entries: dict[str, str], prefix: str) -> dict[str, str]:
    """Rows put in, taken out and merged, as a person does."""
    levels = [sub.id for group in form.levels for sub in group.level2]
    for level in draw(st.lists(st.sampled_from(levels), max_size=3)) if levels else ():
        entries = applied(entries, add_row(entries, prefix, level))
        rows = entries[f"{prefix}.rows"].split()
        match draw(st.integers(0, 2)):
            case 0:
                entries = applied(entries, merge_row(prefix, rows[-1], "both"))
            case 1:
                row = draw(st.sampled_from(rows))
                entries = applied(entries, remove_row(entries, prefix, row))
    return entries


@given(filled())
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_and_the_way_back_restores(
    case: tuple[str, str, dict[str, str]],
) -> None:
    old, new, entries = SCHEMES[case[0]], SCHEMES[case[1]], case[2]
    away = to(old, new, entries)
    match = counterparts(old, new)
    shown = places(old, entries)
    for address in shown:
        text = entries.get(address, "")
        kept = away.get(match.renamed(address), "")
        if text and kept != text:  # what the new scheme says of the indicator itself
            assert address in shown
            assert shown[address].row, (address, text, kept)
    back = to(new, old, away)
    assert seen(old, back) == seen(old, entries)
    assert all(back.get(address) == text for address, text in entries.items() if typed(address))
    assert to(old, new, back) == away


@given(filled())
@settings(max_examples=30, deadline=None)
def test_addresses_change_places_so_that_none_fall_together(
    case: tuple[str, str, dict[str, str]],
) -> None:
    old, new, entries = SCHEMES[case[0]], SCHEMES[case[1]], case[2]
    match, back = counterparts(old, new), counterparts(new, old)
    addresses = {*entries, *places(old, entries)}
    renamed = [match.renamed(address) for address in addresses]
    assert len(set(renamed)) == len(addresses)
    assert all(back.renamed(match.renamed(one)) == one for one in addresses)


def test_what_is_edited_in_between_is_there_afterwards() -> None:
    away = to(NATIONAL, HUNAN, SAMPLE.entries)
    away["project.p1.i1.actual"] = "206家"
    away["score_sheet.i1.actual"] = "92%"
    away = applied(away, add_form(HUNAN.form("project"), away, "新项目"))
    back = to(HUNAN, NATIONAL, away)
    assert back["project.p1.i1.actual"] == "206家"
    names = [form.name for form in compute(NATIONAL, of(NATIONAL, back)).forms]
    assert "新项目" in names
    assert to(NATIONAL, HUNAN, back)["score_sheet.i1.actual"] == "92%"


# ---------------------------------------------------------------- what is carried, case by case

PROJECT = NATIONAL.form("project")


def scheme_with(form: Form, **more: object) -> Scheme:
    """The national scheme with another project form, as a pack of another place."""
    forms = tuple(form if one.id == "project" else one for one in NATIONAL.forms)
    return replace(NATIONAL, id="qingshi-2024", hash="x", forms=forms, **more)  # type: ignore[arg-type]


def renamed_form() -> Scheme:
    return scheme_with(replace(PROJECT, id="special", title="专项资金绩效自评表"))


def money(**changes: object) -> Form:
    (table,) = PROJECT.tables
    return replace(PROJECT, tables=(replace(table, **changes),))  # type: ignore[arg-type]


def money_row() -> Scheme:
    (table,) = PROJECT.tables
    rows = tuple(replace(row, id="own") if row.id == "other" else row for row in table.rows)
    return scheme_with(money(rows=rows))


def money_in_yuan() -> Scheme:
    return scheme_with(money(unit="元"))


def level_ids() -> Scheme:
    first, *others = PROJECT.levels
    subs = tuple(replace(sub, id=f"{sub.id}_items") for sub in first.level2)
    return scheme_with(replace(PROJECT, levels=(replace(first, level2=subs), *others)))


def level_gone() -> Scheme:
    first, *others = PROJECT.levels
    return scheme_with(replace(PROJECT, levels=(replace(first, level2=first.level2[1:]), *others)))


def field_gone() -> Scheme:
    return scheme_with(replace(PROJECT, goals=()))


def heading_weight() -> Scheme:
    first, *others = PROJECT.levels
    weights = (replace(first, weight=Decimal(40)), *others)
    return scheme_with(replace(PROJECT, levels=weights))


def info_field() -> Scheme:
    fields = tuple(replace(one, id="tel") if one.id == "phone" else one for one in NATIONAL.fields)
    return replace(NATIONAL, id="qingshi-2024", fields=fields)


def other_check() -> Scheme:
    first, second, *others = NATIONAL.checks
    return replace(NATIONAL, id="qingshi-2024", checks=(replace(second, id=first.id), *others))


def table_gone() -> Scheme:
    return replace(
        NATIONAL,
        id="qingshi-2024",
        tables=tuple(one for one in NATIONAL.tables if one.id != "three_counts"),
    )


P = "project.p1"
START = applied(
    new_entries(NATIONAL, "青石县就业服务中心"),
    add_form(PROJECT, new_entries(NATIONAL, "青石县就业服务中心"), "技能培训"),
)
IN, OUT = "income.total.initial", "spending.project.actual"
CARRIED = [  # the new scheme, address, text, address and text there, whether it is shown
    (renamed_form, f"{P}.name", "技能培训", "special.p1.name", "技能培训", True),
    (renamed_form, f"{P}.i1.actual", "9", "special.p1.i1.actual", "9", True),
    (renamed_form, f"{P}.money.fiscal.initial", "9", "special.p1.money.fiscal.initial", "9", True),
    (renamed_form, "overall.i1.actual", "9", "overall.i1.actual", "9", True),
    (money_row, f"{P}.money.other.initial", "7", f"{P}.money.own.initial", "7", True),
    (money_row, f"{P}.money.fiscal.initial", "7", f"{P}.money.fiscal.initial", "7", True),
    (money_in_yuan, f"{P}.money.other.initial", "7", f"{P}.money.other.initial", "7万元", True),
    (money_in_yuan, f"{P}.money.other.initial", "7元", f"{P}.money.other.initial", "7", True),
    (money_in_yuan, f"{P}.money.other.initial", "(7)", f"{P}.money.other.initial", "-70000", True),
    (money_in_yuan, f"{P}.money.other.initial", "七", f"{P}.money.other.initial", "七", True),
    (level_ids, f"{P}.i1.level", "quantity", f"{P}.i1.level", "quantity_items", True),
    (level_ids, f"{P}.i1.name", "场次", f"{P}.i1.name", "场次", True),
    (level_gone, f"{P}.i1.level", "quantity", f"{P}.i1.level", "quantity", False),
    (level_gone, f"{P}.i1.name", "场次", f"{P}.i1.name", "场次", False),
    (level_gone, f"{P}.i2.name", "合格率", f"{P}.i2.name", "合格率", True),
    (field_gone, f"{P}.goal_actual", "都完成了", f"{P}.goal_actual", "都完成了", False),
    (heading_weight, f"{P}.level.output", "60", f"{P}.level.output@national-2020", "60", False),
    (heading_weight, f"{P}.level.benefit", "20", f"{P}.level.benefit", "20", True),
    (info_field, "info.phone", "123", "info.tel", "123", True),
    (info_field, "info.filler", "林", "info.filler", "林", True),
    (other_check, f"keep.K01.{IN}", "是", f"keep.K01@national-2020.{IN}", "是", False),
    (other_check, f"keep.K03.{OUT}", "是", f"keep.K03.{OUT}", "是", True),
    (renamed_form, f"keep.F08.{P}.i3.reason", "是", "keep.F08.special.p1.i3.reason", "是", True),
    (table_gone, "three_counts.groups.this", "2", "three_counts.groups.this", "2", False),
    (table_gone, "income.public.initial", "2", "income.public.initial", "2", True),
    (table_gone, "nowhere.at.all", "2", "nowhere.at.all", "2", False),
]  # fmt: skip


@pytest.mark.parametrize(("make", "address", "text", "there", "said", "shown"), CARRIED)
def test_carried(make: object, address: str, text: str, there: str, said: str, shown: bool) -> None:
    assert callable(make)
    new: Scheme = make()
    entries = START | {address: text}
    result = change(NATIONAL, new, of(NATIONAL, entries))
    away = applied(entries, result.edit)
    assert away.get(there) == said
    if typed(address) and not address.startswith("keep."):
        assert (there in places(new, away)) == shown
        hidden = address in places(NATIONAL, entries) and not shown
        assert bool(result.unseen) == hidden
    back = to(new, NATIONAL, away)
    assert seen(NATIONAL, back) == seen(NATIONAL, entries)
    assert back[address] == text or text == "(7)"


# ---------------------------------------------------------------- prescribed indicators

SHEET = HUNAN.form("score_sheet")


def hunan_of_another_year(keep: tuple[str, ...]) -> Scheme:
    """Hunan with some of the prescribed indicators, under the same headings."""
    levels = tuple(
        replace(
            level,
            level2=tuple(
                replace(sub, presets=tuple(one for one in sub.presets if one.id in keep))
                for sub in level.level2
            ),
        )
        for level in SHEET.levels
    )
    forms = tuple(replace(one, levels=levels) if one.id == SHEET.id else one for one in HUNAN.forms)
    return replace(HUNAN, id="hunan-2024", forms=forms)


def sheet_rows(scheme: Scheme, entries: Mapping[str, str]) -> list[str]:
    report = compute(scheme, of(scheme, entries))
    return [row.name for row in report.form("score_sheet").indicators]


def presets() -> list[str]:
    return [one.id for level in SHEET.levels for sub in level.level2 for one in sub.presets]


def test_untouched_indicators_of_the_old_scheme_are_put_aside() -> None:
    fewer = hunan_of_another_year(tuple(presets()[:5]))
    entries = new_entries(HUNAN, "青石县就业服务中心")
    away = to(HUNAN, fewer, entries)
    assert len(sheet_rows(HUNAN, entries)) == 14
    assert len(sheet_rows(fewer, away)) == 5
    back = to(fewer, HUNAN, away)
    assert sheet_rows(HUNAN, back) == sheet_rows(HUNAN, entries)
    assert unmarked(back) == entries


def test_a_filled_indicator_says_what_it_is_where_it_is_not_prescribed() -> None:
    fewer = hunan_of_another_year(())
    entries = new_entries(HUNAN, "青石县就业服务中心") | {"score_sheet.i1.actual": "92%"}
    away = to(HUNAN, fewer, entries)
    (row,) = compute(fewer, of(fewer, away)).form("score_sheet").indicators
    first = SHEET.levels[0].level2[0].presets[0]
    assert (row.name, row.weight, row.actual.text) == (first.label, first.weight, "92%")
    assert unmarked(to(fewer, HUNAN, away)) == entries


def unmarked(entries: Mapping[str, str]) -> dict[str, str]:
    """Without what says that a form was one of another scheme before."""
    return {address: text for address, text in entries.items() if ".@" not in address}


def test_what_the_new_scheme_prescribes_is_there_to_be_filled_in_once() -> None:
    fewer = hunan_of_another_year(tuple(presets()[:5]))
    entries = new_entries(fewer, "青石县就业服务中心")
    result = change(fewer, HUNAN, of(fewer, entries))
    assert result.added == 9
    away = applied(entries, result.edit)
    assert sorted(sheet_rows(HUNAN, away)) == sorted(
        sheet_rows(HUNAN, new_entries(HUNAN, "青石县就业服务中心"))
    )
    last = away["score_sheet.rows"].split()[-1]
    away = applied(away, remove_row(away, "score_sheet", last))  # taken out on purpose
    again = to(fewer, HUNAN, to(HUNAN, fewer, away))
    assert sheet_rows(HUNAN, again) == sheet_rows(HUNAN, away)


def test_a_form_that_was_not_there_begins_as_in_a_new_submission() -> None:
    entries = new_entries(NATIONAL, "青石县就业服务中心")
    away = to(NATIONAL, HUNAN, entries)
    assert {one: away[one] for one in away if one.startswith("score_sheet.")} == {
        one: text
        for one, text in new_entries(HUNAN, "青石县就业服务中心").items()
        if one.startswith("score_sheet.")
    }


def test_rows_that_share_a_weight_stay_together() -> None:
    entries = dict(START)
    entries = applied(entries, add_row(entries, P, "quantity"))
    entries = applied(entries, merge_row(P, "i10", "both"))
    entries |= {f"{P}.i10.name": "第二行", f"{P}.i10.actual": "3"}
    new = level_ids()
    away = to(NATIONAL, new, entries)
    groups = [row.group for row in compute(new, of(new, away)).form(P).indicators]
    assert ("i1", "i10") in groups


# ---------------------------------------------------------------- what is said


def the_change(entries: Mapping[str, str], new: Scheme) -> Change:
    return change(NATIONAL, new, of(NATIONAL, entries))


def test_the_whole_change_in_sentences() -> None:
    made = the_change(SAMPLE.entries, SCHEMES["national-2021"])
    said = made.sentences
    assert said[0] == (
        "方案由“财政部通用方案（财预〔2020〕10号）”换成"
        "“财政部通用方案，成本指标单列（财预〔2021〕101号口径）”。"
    )
    assert any("项目成本控制率" in one for one in said)
    assert any(one.endswith("100.00 优 → 85.00") for one in said)
    assert (
        "项目支出绩效自评表的分值：产出指标 50分 → 40分；效益指标 30分 → 20分；成本指标 没有 → 20分"
        in said
    )
    assert said[-1] == "其余 1 张表的总分不变。"
    assert made.unseen[0].where == "失业动态监测和失业保险稳岗工作经费"
    assert made.edit.label.startswith("更换方案：财政部通用方案")


def test_nothing_to_say_where_nothing_changes() -> None:
    made = the_change(START, replace(NATIONAL, id="copy-2020"))
    assert (unmarked(made.edit.cells), made.unseen, made.added, made.rules) == ({}, (), 0, ())
    assert made.sentences[-1] == "2 张表的总分不变。"


def test_rules_that_differ_are_said() -> None:
    made = the_change(SAMPLE.entries, SCHEMES["hubei-2020"])
    assert "定性指标各档的下限：80%、60%、0% → 80%、50%、0%" in made.rules
    options = tuple(
        replace(one, default="initial") if one.id == "execution_basis" else one
        for one in NATIONAL.options
    )
    new = replace(NATIONAL, id="qingshi-2024", options=options, grades=NATIONAL.grades[-1:])
    assert the_change(START, new).rules == (
        "预算执行率的分母：全年预算数（调整后） → 年初预算数",
        "等级和起始分：优 90、良 80、中 60、差 0 → 差 0",
    )


SCORES = [
    (Scores("甲", None, Total(None, None, "", True)), "甲：新方案的表，原方案没有"),
    (
        Scores("甲", Total(Decimal(90), Decimal(90), "优", True), None),
        "甲：新方案没有这张表（原来 90 优）",
    ),
    (
        Scores("甲", Total(Decimal(90), None, "优", True), Total(None, Decimal(8), "", True)),
        "甲：90 优 → 未填完（目前 8）",
    ),
    (
        Scores("甲", Total(None, None, "", False), Total(None, None, "", False)),
        "甲：不评分，不变",
    ),
]


@pytest.mark.parametrize(("scores", "sentence"), SCORES)
def test_scores_in_words(scores: Scores, sentence: str) -> None:
    assert scores.sentence == sentence


def test_only_a_filler_is_no_loss() -> None:
    made = the_change(START | {f"{P}.i1.name": "……"}, level_gone())
    assert made.unseen == ()
    made = the_change(START | {f"{P}.i1.name": "场次", f"{P}.i1.actual": "5场"}, level_gone())
    assert made.unseen == (Unseen("技能培训", "指标“场次”", "5场"),)
    made = the_change(START | {f"{P}.i1.name": "场次"}, level_gone())
    assert [one.sentence for one in made.unseen] == ["技能培训　指标“场次”的三级指标（场次）"]


def test_subjects_and_stated_figures_without_a_place_are_said_row_by_row() -> None:
    """A ledger of hundreds of figures is no list of hundreds of sentences."""
    row = {"code": "2080505", "name": "养老", "basic": "5", "project": "6"}
    entries = START | {f"outlay.public.r1.{cell}": text for cell, text in row.items()}
    entries |= {"outlay.public.rows": "r1", "stated.gk03.total.basic": "50000"}
    entries |= {"stated.gk03.c2080505.basic": "50000"}
    bare = replace(NATIONAL, id="qingshi-2024", tables=(), accounts=())
    assert the_change(entries, bare).unseen == (
        Unseen("支出", "一般公共预算“2080505 养老”", ""),
        Unseen("支出决算表", "导入的决算表数字", ""),
    )
    back = to(bare, NATIONAL, to(NATIONAL, bare, entries))
    assert seen(NATIONAL, back) == seen(NATIONAL, entries)
    (one,) = the_change(START | {"stated.gk09.total.budget_abroad": "5"}, bare).unseen
    assert one.sentence == "财政拨款“三公”经费支出决算表　导入的决算表数字（total）（5）"


def test_what_was_filled_in_by_the_other_scheme_before_comes_again() -> None:
    away = to(NATIONAL, level_gone(), START | {f"{P}.i1.name": "场次", f"{P}.i1.actual": "5场"})
    made = change(level_gone(), NATIONAL, of(level_gone(), away))
    assert made.again == 2
    assert "以前按这个方案填过的内容有 2 格重新显示。" in made.sentences


def cells_of(scheme: Scheme) -> Iterator[Table]:
    yield from scheme.tables


def test_every_place_is_a_cell_that_computing_reads() -> None:
    """What `places` calls shown is in the report of every scheme: its tables' cells are."""
    for scheme in SCHEMES.values():
        entries = new_entries(scheme, "甲单位")
        found = places(scheme, entries)
        report = compute(scheme, of(scheme, entries))
        for table in cells_of(scheme):
            mine = {one for one in found if one.startswith(f"{table.id}.")}
            assert {one for one in mine if not one.endswith(".name")} <= set(report.values)
        for form in report.forms:
            for row in form.indicators:
                assert f"{row.address}.name" in found
                cells = {one.rpartition(".")[2] for one in found if one.startswith(row.address)}
                assert cells <= set(ROW_CELLS)


def test_an_empty_edit_where_the_entries_are_none() -> None:
    assert unmarked(moved(counterparts(NATIONAL, NATIONAL), {}).entries) == {}
    assert isinstance(the_change({}, HUNAN).edit, Edit)
