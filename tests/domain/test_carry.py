"""Carrying over from earlier years: what comes along, what stays, where it goes, and undo."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.carry import (
    Carried,
    Choice,
    carry_form,
    carry_forms,
    carry_rows,
    fits,
    is_empty,
)
from app.domain.compute import compute
from app.domain.earlier import Source, last_year, library, sources
from app.domain.submission import (
    ROW_CELLS,
    STATED_CELLS,
    Entries,
    Submission,
    add_form,
    applied,
    ids,
    inverse,
    new_entries,
)
from app.domain.years import raised
from app.exchange.package import parse
from app.scheme.load import load_scheme
from app.scheme.model import Form, FormColumn, Scheme
from tests.domain.expect import ROOT, SAMPLE

NOW = Choice(2024)
P = "project.p1"


@cache
def scheme_of(name: str) -> Scheme:
    return load_scheme(ROOT / "resources" / "schemes" / name)


NATIONAL = scheme_of("national-2020")
PROJECT = NATIONAL.form("project")


def rows_of(*rows: str, year: int = 2023, prefix: str = P, **cells: str) -> dict[str, str]:
    """A project whose rows say “level name|target|weight”; “+” before a level shares the weight
    of the row above. `cells` are i1_actual="9", goal_expected="…"."""
    entries = {"info.unit": "云岭县试验中心", "project.order": prefix.partition(".")[2]}
    entries[f"{prefix}.name"] = f"{year}年技能培训"
    entries[f"{prefix}.rows"] = " ".join(f"i{at}" for at in range(1, len(rows) + 1))
    for at, row in enumerate(rows, 1):
        level, _, rest = row.partition(" ")
        texts = dict(zip(("name", "target", "weight"), rest.split("|"), strict=False))
        texts |= {"level": level.removeprefix("+"), "merge": "both" if level[0] == "+" else ""}
        entries |= {f"{prefix}.i{at}.{cell}": text for cell, text in texts.items()}
    for cell, text in cells.items():
        row_id, _, last = cell.partition("_")
        rowed = row_id[:1] == "i" and row_id[1:].isdigit()
        entries[f"{prefix}.{row_id}.{last}" if rowed else f"{prefix}.{cell}"] = text
    return {cell: text for cell, text in entries.items() if text}


def source_of(entries: Entries, year: int = 2023, scheme: Scheme = NATIONAL) -> Source:
    return sources(scheme, Submission(year, scheme.id, entries=dict(entries), id=year))[0]


def carried(entries: Entries, choice: Choice = NOW, into: Form = PROJECT) -> dict[str, str]:
    """A new submission that holds nothing but what was carried."""
    return applied({}, carry_form(into, {}, source_of(entries), choice).edit)


def total(scheme: Scheme, entries: Entries, prefix: str = P) -> Decimal:
    """What the weights of a form's indicators add up to."""
    report = compute(scheme, Submission(2024, scheme.id, entries=dict(entries)))
    rows = report.form(prefix).indicators
    return sum((row.group_weight or Decimal(0) for row in rows if row.head), Decimal(0))


# ---------------------------------------------------------------- years in texts

RAISED = [  # text of 2023, the same a year later
    ("2023年12月31日", "2024年12月31日"),
    ("2023年", "2024年"),
    ("2023 年 12 月底前", "2024 年 12 月底前"),
    ("2023年度", "2024年度"),
    ("２０２３年", "２０２４年"),
    ("2023-12-31", "2024-12-31"),
    ("2023.12.31前", "2024.12.31前"),
    ("2023/1/5", "2024/1/5"),
    ("2023-12", "2024-12"),
    ("2023.1-2023.12", "2024.1-2024.12"),
    ("2023年11月-2024年3月", "2024年11月-2025年3月"),
    ("较2022年增长5%", "较2023年增长5%"),
    ("2023—2024学年", "2024—2025学年"),
    ("2022-2023年度采暖季", "2023-2024年度采暖季"),
    ("2023年2月28日", "2024年2月28日"),
    # numbers, document numbers, years of a plan or a base: the same next year
    ("2023家", "2023家"),
    ("≥2023", "≥2023"),
    ("2023.12", "2023.12"),
    ("2023.12万元", "2023.12万元"),
    ("12023年", "12023年"),
    ("〔2023〕10号", "〔2023〕10号"),
    ("2021-2025年规划", "2021-2025年规划"),
    ("2021年至2025年", "2021年至2025年"),
    ("比2015年下降18%", "比2015年下降18%"),
    ("12月31日前", "12月31日前"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "later"), RAISED)
def test_years_are_raised(text: str, later: str) -> None:
    assert raised(text, 2023, 1) == later
    assert raised(text, 2023, 0) == text


@pytest.mark.parametrize(
    ("text", "later"),
    [("2024年2月29日", "2025年2月28日"), ("2024-02-29", "2025-02-28"), ("2月29日", "2月29日")],
)
def test_a_leap_day_stays_a_day(text: str, later: str) -> None:
    assert raised(text, 2024, 1) == later
    assert raised(text, 2024, 4) == text.replace("2024", "2028")


@given(st.text("2034年月日-~至.0 ", max_size=20), st.integers(1, 6))
def test_all_but_the_years_stays(text: str, by: int) -> None:
    """Only digits change, as many come out as went in (29 February apart)."""
    later = raised(text, 2023, by)
    assert len(later) == len(text)
    assert [one for one in later if not one.isdigit()] == [o for o in text if not o.isdigit()]


# ---------------------------------------------------------------- reading what there was


def test_rows_that_say_nothing_are_left_out() -> None:
    rows = ["quality 合格率|≥95%|15", "quantity 培训人数|500人|15", "quantity ……", "quality"]
    source = source_of(rows_of(*rows, "cost ……||5", i1_actual="96%"))
    found = [(r.level2, r.name, r.target, r.unit, r.weight) for r in source.rows]
    assert found == [
        ("quantity", "培训人数", "500人", "人", "15"),
        ("quality", "合格率", "≥95%", "%", "15"),
        ("cost", "……", "", "", "5"),  # a weight counts in the total
    ]
    assert (source.title, source.name, source.year) == (
        "项目支出绩效自评表",
        "2023年技能培训",
        2023,
    )
    assert [row.level2_label for row in source.rows] == ["数量指标", "质量指标", "成本指标"]


def test_rows_of_one_weight_are_one_group() -> None:
    rows = source_of(rows_of("quantity a|1|15", "+quantity b|2|", "+quantity ", "cost c|3|5")).rows
    assert [(row.name, row.weight, row.merge) for row in rows] == [
        ("a", "15", ""),
        ("b", "15", "both"),
        ("c", "5", ""),
    ]
    assert [row.group for row in rows] == [rows[0].key, rows[0].key, rows[2].key]


def test_a_first_row_shares_nothing_whatever_it_says() -> None:
    (row,) = source_of(rows_of("+quantity ……||5")).rows
    assert (row.weight, row.merge) == ("5", "")


def test_a_blank_head_hands_its_group_over() -> None:
    rows = source_of(rows_of("cost c||5", "quantity ", "+quantity b|2|", "+quantity d|2|")).rows
    assert [(row.name, row.merge) for row in rows] == [("b", ""), ("d", "both"), ("c", "")]
    assert rows[0].group == rows[0].key == rows[1].group


def test_forms_without_anything_are_no_sources() -> None:
    entries = new_entries(NATIONAL, "试验中心")
    entries = applied(entries, add_form(PROJECT, entries))
    assert sources(NATIONAL, Submission(2023, NATIONAL.id, entries=entries)) == ()


def test_the_sample_has_its_projects_and_the_whole() -> None:
    found = sources(NATIONAL, parse(SAMPLE.read_text(encoding="utf-8"), {NATIONAL.id: NATIONAL}))
    assert [one.form.id for one in found].count("project") == len(found) - 1
    assert found[0].name == "失业动态监测和失业保险稳岗工作经费"
    assert found[0].rows[1].weight == "15" and found[0].rows[1].merge == "both"
    assert all(row.name != "……" for one in found for row in one.rows)


LAST = [  # (id, year, unit, indicators), unit and year asked for, the id found
    ([(1, 2022, "甲", 3), (2, 2023, "甲", 3)], "甲", 2024, 2),
    ([(1, 2022, "甲", 3), (2, 2024, "甲", 3)], "甲", 2024, 1),  # the year itself is no earlier one
    ([(1, 2023, "乙", 3)], "甲", 2024, None),
    ([(1, 2020, "甲", 3)], "甲", 2024, 1),  # not last year, but the latest there is
    ([(1, 2022, "甲", 3), (2, 2023, "甲", 0)], "甲", 2024, 1),  # begun and left blank
    ([(1, 2023, "甲", 5), (2, 2023, "甲", 3)], "甲", 2024, 1),
    ([(1, 2023, "甲", 3), (2, 2023, "甲", 3)], "甲", 2024, 2),
    ([(1, 2023, "甲（本级）", 3)], "甲(本级) ", 2024, 1),
    ([], "甲", 2024, None),
]


@pytest.mark.parametrize(("there", "unit", "year", "found"), LAST)
def test_last_year(
    there: list[tuple[int, int, str, int]], unit: str, year: int, found: int | None
) -> None:
    given_ones = []
    for number, at, name, count in there:
        entries = {"info.unit": name} | {f"{P}.i{n}.name": "x" for n in range(count)}
        given_ones.append(Submission(at, NATIONAL.id, entries=entries, id=number))
    one = last_year(given_ones, unit, year)
    assert (one and one.id) == found


# ---------------------------------------------------------------- whole forms

FULL = rows_of(
    "quantity 2023年培训人数|500人|15",
    "timeliness 完成时间|2023年12月31日|10",
    "quality 2023家|≥2023家|15",
    goal_expected="2023年培训500人",
    goal_actual="培训了520人",
    department="云岭县人社局",
    i1_actual="520人",
    i1_reason="报名多",
    i2_files="照片.jpg",
) | {
    f"{P}.level.output": "60",
    f"{P}.money.fiscal.initial": "10",
    f"{P}.money.fiscal.executed": "9",
}


def test_a_form_is_carried() -> None:
    assert carried(FULL) == {
        "project.order": "p1",
        f"{P}.name": "2024年技能培训",
        f"{P}.department": "云岭县人社局",
        f"{P}.goal_expected": "2023年培训500人",  # sentences are for a person to read again
        f"{P}.level.output": "60",
        f"{P}.rows": "i1 i2 i3 i4 i5 i6 i7 i8 i9",
        f"{P}.i1.level": "quantity",
        f"{P}.i1.name": "2024年培训人数",
        f"{P}.i1.target": "500人",
        f"{P}.i1.weight": "15",
        f"{P}.i2.level": "quality",
        f"{P}.i2.name": "2023家",
        f"{P}.i2.target": "≥2023家",
        f"{P}.i2.weight": "15",
        f"{P}.i3.level": "timeliness",
        f"{P}.i3.name": "完成时间",
        f"{P}.i3.target": "2024年12月31日",
        f"{P}.i3.weight": "10",
        f"{P}.i4.level": "cost",
        f"{P}.i5.level": "economic",
        f"{P}.i6.level": "social",
        f"{P}.i7.level": "ecological",
        f"{P}.i8.level": "sustained",
        f"{P}.i9.level": "served",
    }


CHOICES = [  # choice, cells that say otherwise than with the default
    (Choice(2024, targets=False), {"i1.target": "", "i2.target": "", "i3.target": ""}),
    (
        Choice(2024, raise_years=False),
        {"name": "2023年技能培训", "i1.name": "2023年培训人数", "i3.target": "2023年12月31日"},
    ),
    (Choice(2024, budget=True), {"money.fiscal.initial": "10"}),
    (
        Choice(2025),
        {"name": "2025年技能培训", "i1.name": "2025年培训人数", "i3.target": "2025年12月31日"},
    ),
]


@pytest.mark.parametrize(("choice", "other"), CHOICES)
def test_choices(choice: Choice, other: Mapping[str, str]) -> None:
    plain, chosen = carried(FULL), carried(FULL, choice)
    changed = {cell: chosen.get(cell, "") for cell in plain | chosen}
    changed = {cell: text for cell, text in changed.items() if text != plain.get(cell, "")}
    assert changed == {f"{P}.{cell}": text for cell, text in other.items()}


def test_a_text_that_still_speaks_of_last_year_is_named() -> None:
    notes = carry_form(PROJECT, {}, source_of(FULL), NOW).notes
    assert notes == ("“2023年技能培训”里还写着2023年，没有改：预期目标",)


def test_the_edit_is_one_step() -> None:
    before = rows_of("quantity a|1|15")
    edit = carry_form(PROJECT, before, source_of(FULL), NOW).edit
    assert edit.label == "从2023年度带入2023年技能培训"
    after = applied(before, edit)
    assert ids(after, "project.order") == ("p1", "p2")
    assert applied(after, inverse(edit, before)) == before


def test_an_empty_form_is_filled_and_keeps_what_is_typed() -> None:
    start = applied({}, add_form(PROJECT, {}, "今年的名称"))
    result = carry_form(PROJECT, start, source_of(FULL), NOW, P)
    after = applied(start, result.edit)
    assert result.prefixes == (P,)
    assert after == carried(FULL) | {f"{P}.name": "今年的名称"}


@pytest.mark.parametrize("cell", ["i1.name", "i1.actual", "goal_actual", "money.fiscal.initial"])
def test_a_form_with_content_is_not_overwritten(cell: str) -> None:
    start = applied({}, add_form(PROJECT, {}, "今年的名称")) | {f"{P}.{cell}": "1"}
    assert not is_empty(PROJECT, start, P)
    with pytest.raises(ValueError, match="not empty"):
        carry_form(PROJECT, start, source_of(FULL), NOW, P)


def test_the_form_that_there_is_one_of_is_filled() -> None:
    overall = NATIONAL.form("overall")
    old = {
        cell.replace(P, "overall"): text
        for cell, text in FULL.items()
        if cell.startswith(P) and ".money." not in cell
    }
    source = source_of(old)
    start = new_entries(NATIONAL, "试验中心")
    after = applied(start, carry_form(overall, start, source, NOW).edit)
    assert after["overall.i3.target"] == "2024年12月31日"
    assert total(NATIONAL, after, "overall") == 40


def test_several_forms_are_one_edit() -> None:
    old = rows_of("quantity a|1|15") | rows_of("cost b|2|5", prefix="project.p2")
    old["project.order"] = "p1 p2"
    found = sources(NATIONAL, Submission(2023, NATIONAL.id, entries=old))
    start = applied({}, add_form(PROJECT, {}))
    result = carry_forms(PROJECT, start, found, NOW, P)
    after = applied(start, result.edit)
    assert ids(after, "project.order") == ("p1", "p2")
    assert result.prefixes == (P, "project.p2") and result.rows == 2
    assert after[f"{P}.i1.name"] == "a" and after["project.p2.i1.level"] == "cost"
    assert result.edit.label == "从往年带入2个项目"


def test_cells_left_behind_by_an_unlisted_form_do_not_come_back() -> None:
    """A package may hold cells of a form that its order does not list."""
    before = {"project.p1.i7.actual": "9", "project.p1.goal_actual": "旧"}
    after = applied(before, carry_form(PROJECT, before, source_of(FULL), NOW).edit)
    assert after == carried(FULL)


# ---------------------------------------------------------------- other units of money

UNITS = [  # typed in a form of 万元, carried into one of 元
    ("10", "100,000"),
    ("-3.5", "-35,000"),
    ("10万元", "10万元"),
    ("约10", "约10"),  # no amount: kept as it is
]


@pytest.mark.parametrize(("typed", "text"), UNITS)
def test_the_budget_keeps_its_amount_in_a_form_of_yuan(typed: str, text: str) -> None:
    assert PROJECT.money is not None
    yuan = replace(PROJECT, tables=(replace(PROJECT.money, unit="元"),))
    old = rows_of("quantity a|1|15") | {f"{P}.money.fiscal.initial": typed}
    assert carried(old, Choice(2024, budget=True), yuan)[f"{P}.money.fiscal.initial"] == text


def test_a_budget_without_a_row_here_is_named() -> None:
    old = rows_of("quantity a|1|15") | {f"{P}.money.other.initial": "3"}
    assert PROJECT.money is not None
    rows = tuple(row for row in PROJECT.money.rows if row.id != "other")
    into = replace(PROJECT, tables=(replace(PROJECT.money, rows=rows),))
    result = carry_form(into, {}, source_of(old), Choice(2024, budget=True))
    assert result.notes == ("“2023年技能培训”的年初预算数没有带入：其他资金，本表没有这一行",)


# ---------------------------------------------------------------- target in one cell or in three


def columns(*added: str) -> Form:
    """The project form with 指标性质、指标值、度量单位 or others in place of 年度指标值."""
    kept = tuple(one for one in PROJECT.columns if one.id != "target")
    return replace(PROJECT, columns=(*kept, *(FormColumn(one, one, 20, 8) for one in added)))


PARTED = [  # target as one text, sign, number and unit
    ("≥95%", ("≥", "95", "%")),
    ("500人", ("≥", "500", "人")),
    ("效果明显", ("定性", "效果明显", "")),
    ("2023年12月31日", ("定性", "2024年12月31日", "")),
    ("", ("", "", "")),
]


@pytest.mark.parametrize(("text", "parts"), PARTED)
def test_a_target_is_put_into_three_cells(text: str, parts: tuple[str, str, str]) -> None:
    into = columns("sign", "number", "measure")
    after = carried(rows_of(f"quantity a|{text}|5"), NOW, into)
    assert tuple(after.get(f"{P}.i1.{cell}", "") for cell in ("sign", "number", "measure")) == parts
    assert f"{P}.i1.target" not in after


def test_a_target_of_three_cells_is_put_into_one() -> None:
    old = rows_of("quantity a||5", i1_sign="≥", i1_number="95", i1_measure="%")
    assert carried(old)[f"{P}.i1.target"] == "≥95%"


def test_the_adjusted_target_counts_where_it_is_the_only_one() -> None:
    assert carried(rows_of("quantity a||5", i1_adjusted="≥9人"))[f"{P}.i1.target"] == "≥9人"
    assert carried(rows_of("quantity a|≥8人|5", i1_adjusted="≥9人"))[f"{P}.i1.target"] == "≥8人"


def test_only_what_the_form_shows_is_carried() -> None:
    old = rows_of("quantity a|1|5", i1_explain="说明", i1_rubric="标准", i1_core="是")
    assert f"{P}.i1.rubric" not in carried(old)
    after = carried(old, NOW, columns("target", "explain", "rubric", "core"))
    assert [after[f"{P}.i1.{cell}"] for cell in ("explain", "rubric", "core")] == [
        "说明",
        "标准",
        "是",
    ]


# ---------------------------------------------------------------- other schemes

OLD_SHEET = "hunan-yueyang-2018"


def test_what_has_no_level_here_is_asked_for() -> None:
    into = scheme_of("national-2021").form("project")
    old = rows_of("quantity a|1|15", "cost b|2|10", "sustained c|3|5")
    result = carry_form(into, {}, source_of(old), NOW)
    assert [row.name for row in result.unplaced] == ["b", "c"]
    assert result.rows == 1
    told = Choice(2024, level_of={"成本指标": "economic_cost", "可持续影响指标": ""})
    result = carry_form(into, {}, source_of(old), told)
    assert [row.name for row in result.unplaced] == ["c"]
    after = applied({}, result.edit)
    assert after[f"{P}.i2.level"] == "economic_cost" and after[f"{P}.i2.weight"] == "10"


def test_levels_are_matched_by_label_where_ids_differ() -> None:
    levels = tuple(
        replace(one, level2=tuple(replace(sub, id=f"x_{sub.id}") for sub in one.level2))
        for one in PROJECT.levels
    )
    after = carried(rows_of("served a|1|15"), NOW, replace(PROJECT, levels=levels))
    assert after[f"{P}.i1.level"] == "x_served"


def test_one_label_under_two_headings_goes_by_the_heading() -> None:
    first, second, third = PROJECT.levels
    twins = (
        replace(first, level2=tuple(replace(sub, id=f"a_{sub.id}") for sub in first.level2)),
        replace(second, level2=tuple(replace(sub, id=f"b_{sub.id}") for sub in first.level2)),
        third,
    )
    source = source_of(rows_of("cost a|1|15"))
    result = carry_form(replace(PROJECT, levels=twins), {}, source, NOW)
    assert applied({}, result.edit)[f"{P}.i1.level"] == "a_cost"
    lost = replace(source.rows[0], level1="别的一级指标")
    result = carry_form(replace(PROJECT, levels=twins), {}, replace(source, rows=(lost,)), NOW)
    assert result.unplaced == (lost,)


def sheet(name: str, **cells: str) -> tuple[dict[str, str], Source]:
    """A new submission, and as the earlier one the same with these cells of its 评分表."""
    scheme = scheme_of(name)
    start = new_entries(scheme, "试验中心")
    old = start | {f"score_sheet.{c.replace('_', '.')}": text for c, text in cells.items()}
    found = sources(scheme, Submission(2023, name, entries=old))
    return start, next(one for one in found if one.form.id == "score_sheet")


def test_prescribed_indicators_stay_prescribed() -> None:
    form = scheme_of(OLD_SHEET).form("score_sheet")
    start, source = sheet(OLD_SHEET, i2_weight="7", i2_rubric="按实际得分", i2_actual="90%")
    after = applied(start, carry_form(form, start, source, NOW).edit)
    assert after == start | {"score_sheet.i2.weight": "7", "score_sheet.i2.rubric": "按实际得分"}


def test_a_prescribed_indicator_that_was_taken_out_stays_out() -> None:
    form = scheme_of(OLD_SHEET).form("score_sheet")
    start, source = sheet(OLD_SHEET)
    first, *rest = start["score_sheet.rows"].split()
    start, source = sheet(OLD_SHEET, rows=" ".join(rest))
    after = applied(start, carry_form(form, start, source, NOW).edit)
    gone = start[f"score_sheet.{first}.preset"]
    assert gone in start.values() and gone not in after.values()


def test_another_scheme_keeps_its_own_prescribed_indicators() -> None:
    """Those of the earlier scheme alone are named and not carried, unless they were filled in."""
    new = scheme_of("hunan-2023")
    _, source = sheet(OLD_SHEET)
    start, form = new_entries(new, "试验中心"), new.form("score_sheet")
    result = carry_form(form, start, source, NOW)
    after = applied(start, result.edit)
    wanted = {p.id for level in form.levels for sub in level.level2 for p in sub.presets}
    there = {after.get(f"score_sheet.{row}.preset", "") for row in ids(after, "score_sheet.rows")}
    assert there == wanted  # and no blank row beside them
    assert total(new, after, "score_sheet") == total(new, start, "score_sheet") == 100
    assert result.rows + len(result.unplaced) + len(result.prescribed) == len(source.rows)


def test_kinds_of_forms() -> None:
    source = source_of(FULL)
    assert fits(scheme_of("hunan-2023").form("project"), source)
    assert not fits(NATIONAL.form("overall"), source)
    assert fits(replace(PROJECT, id="xm"), source)
    assert not fits(replace(PROJECT, id="xm", title="项目绩效目标申报表"), source)


# ---------------------------------------------------------------- chosen rows

# rows of the form, chosen rows of last year, behind which row, rows after: names by level
ADDED = [
    (["quantity a|1|5"], ["quantity x|1|5"], "i1", "a x"),
    (["quantity a|1|5", "quantity b|1|5"], ["quantity x|1|5", "quantity y|1|5"], "i1", "a x y b"),
    (["quantity a|1|5", "quantity b|1|5"], ["quantity x|1|5"], "", "a b x"),
    (["quantity a|1|5", "+quantity b|1|"], ["quantity x|1|5"], "i1", "a b x"),  # not between them
    (["quantity a|1|5"], ["quality x|1|5", "quantity y|1|5"], "i1", "a y / x"),
    (["quantity "], ["quantity x|1|5"], "", "x"),  # the blank row gives its place
    (["quantity ", "quantity a|1|5", "quantity "], ["quantity x|1|5"], "i3", " a x"),
    (["quantity ", "+quantity b|1|"], ["quantity x|1|5"], "", " b x"),  # it leads b
    (["quantity ……"], ["quantity x|1|5"], "", "x ……"),
    (["quantity a|1|5", "quantity ……"], ["quantity x|1|5"], "", "a x ……"),
    ([], ["quantity x|1|5"], "", "x"),
    (["quantity a|1|5"], ["quantity x|1|5"], "i99", "a x"),
    (["quality a|1|5"], ["quantity x|1|5"], "i1", "x / a"),
]


def names(entries: Entries, prefix: str = P) -> str:
    by_level: dict[str, list[str]] = {}
    for row in ids(entries, f"{prefix}.rows"):
        level = entries.get(f"{prefix}.{row}.level", "")
        by_level.setdefault(level, []).append(entries.get(f"{prefix}.{row}.name", ""))
    order = [sub.id for group in PROJECT.levels for sub in group.level2]
    return " / ".join(" ".join(by_level[one]) for one in order if one in by_level)


@pytest.mark.parametrize(("rows", "chosen", "after", "expected"), ADDED)
def test_rows_are_added(rows: list[str], chosen: list[str], after: str, expected: str) -> None:
    before = rows_of(*rows)
    picked = source_of(rows_of(*chosen)).rows
    result = carry_rows(PROJECT, before, P, picked, after, NOW)
    there = applied(before, result.edit)
    assert names(there) == expected
    assert applied(there, inverse(result.edit, before)) == before
    assert total(NATIONAL, there) == total(NATIONAL, before) + 5 * len(chosen)


GROUPED = [  # which rows of “a 15, b with a, c with a” are chosen, names and weights after
    ([0, 1, 2], [("a", "15", ""), ("b", "", "both"), ("c", "", "both")]),
    ([1, 2], [("b", "15", ""), ("c", "", "both")]),
    ([2], [("c", "15", "")]),
    ([1, 0], [("a", "15", ""), ("b", "", "both")]),
]


@pytest.mark.parametrize(("which", "expected"), GROUPED)
def test_a_part_of_a_group_keeps_its_weight(
    which: list[int], expected: list[tuple[str, str, str]]
) -> None:
    rows = source_of(rows_of("quantity a|1|15", "+quantity b|2|", "+quantity c|3|")).rows
    before = rows_of("cost z|1|5")
    picked = [rows[at] for at in which]
    after = applied(before, carry_rows(PROJECT, before, P, picked, "i1", NOW).edit)
    new = [row for row in ids(after, f"{P}.rows") if row != "i1"]
    cells = ("name", "weight", "merge")
    assert [tuple(after.get(f"{P}.{row}.{c}", "") for c in cells) for row in new] == expected


def test_rows_that_cannot_be_placed_are_returned() -> None:
    into = scheme_of("national-2021").form("project")
    rows = source_of(rows_of("cost b|2|10", "quantity a|1|5")).rows
    before = {"project.order": "p1"}
    result = carry_rows(into, before, P, rows, "", NOW)
    assert [row.name for row in result.unplaced] == ["b"]
    assert (result.rows, result.edit.label) == (1, "带入往年指标“a”")
    nothing = carry_rows(into, before, P, [row for row in rows if row.name == "b"], "", NOW)
    assert dict(nothing.edit.cells) == {} and len(nothing.unplaced) == 1


def test_new_rows_take_no_id_that_any_cell_names() -> None:
    before = rows_of("quantity a|1|5") | {f"{P}.i7.actual": "of a row that is not listed"}
    rows = source_of(rows_of("quantity x|1|5")).rows
    after = applied(before, carry_rows(PROJECT, before, P, rows, "", NOW).edit)
    assert after[f"{P}.rows"] == "i1 i8"


# ---------------------------------------------------------------- the library


def years_of(**years: list[str]) -> list[Source]:
    return [source_of(rows_of(*rows, year=int(y[1:])), int(y[1:])) for y, rows in years.items()]


def test_one_indicator_of_several_years_is_folded() -> None:
    found = library(
        years_of(
            y2021=["quantity 培训人数|300人|10", "cost 成本|≤5万|5"],
            y2023=["quantity 培训 人数|500人|15", "quality 培训人数|100%|5"],
            y2022=["quantity 培训人数|400人|12", "quality ……||5"],
        )
    )
    assert [(k.row.level2, k.row.target, k.row.weight, k.years) for k in found] == [
        ("quantity", "500人", "15", (2023, 2022, 2021)),
        ("quality", "100%", "5", (2023,)),
        ("cost", "≤5万", "5", (2021,)),
    ]
    assert found[0].forms == ("2023年技能培训", "2022年技能培训", "2021年技能培训")


def test_the_year_in_a_name_does_not_part_it() -> None:
    found = library(
        years_of(y2022=["quantity 2022年培训人数|1|5"], y2023=["quantity 2023年培训人数|2|5"])
    )
    assert [(one.row.name, one.years) for one in found] == [("2023年培训人数", (2023, 2022))]


def test_a_target_left_blank_comes_from_the_year_before() -> None:
    found = library(years_of(y2022=["quantity a|9人|5"], y2023=["quantity a||8"]))
    assert [(one.row.target, one.years) for one in found] == [("9人", (2023, 2022))]


SEARCHES = [  # what is typed, names found
    ("", ["培训人数", "培训合格率", "Wi-Fi覆盖率"]),
    ("培训", ["培训人数", "培训合格率"]),
    ("率 培训", ["培训合格率"]),
    ("ｗｉ-fi", ["Wi-Fi覆盖率"]),
    ("没有", []),
]


@pytest.mark.parametrize(("search", "expected"), SEARCHES)
def test_the_library_is_searched(search: str, expected: list[str]) -> None:
    rows = ["quantity 培训人数|1|5", "quality 培训合格率|1|5", "social Wi-Fi覆盖率|1|5"]
    assert [one.row.name for one in library(years_of(y2023=rows), search)] == expected


# ---------------------------------------------------------------- what always holds

LEFT_BEHIND = (
    *("actual", "adjusted", "tier", "given", "given_reason", "reason", "files"),
    *("survey_sent", "survey_valid", "survey_satisfied"),
    *("stated", "stated_level1", "stated_level2"),
    *(cell.rpartition(".")[2] for cell in STATED_CELLS),
    *("goal_actual", "executed", "initial"),
)
SCHEMES = ("national-2020", "national-2021", "hunan-2023")
TEXTS = st.sampled_from(["", "", "培训人数", "……", "2023年", "≥95%", "是", "9"])
WEIGHTS = st.sampled_from(["", "5", "12.5"])


@st.composite
def submissions(draw: st.DrawFn, name: str = "") -> tuple[str, dict[str, str]]:
    """A project with anything in any of its cells, row by row."""
    name = name or draw(st.sampled_from(SCHEMES))
    form = scheme_of(name).form("project")
    levels = [sub.id for group in form.levels for sub in group.level2]
    count = draw(st.integers(0, 8))
    entries = {"project.order": "p1", f"{P}.name": draw(TEXTS), f"{P}.rows": ""}
    entries[f"{P}.rows"] = " ".join(f"i{at}" for at in range(1, count + 1))
    for cell in ("goal_expected", "goal_actual", "money.fiscal.initial", "money.fiscal.executed"):
        entries[f"{P}.{cell}"] = draw(TEXTS)
    for cell in STATED_CELLS:
        entries[f"{P}.{cell}"] = draw(TEXTS)
    for at in range(1, count + 1):
        row = f"{P}.i{at}."
        entries |= {row + cell: draw(TEXTS) for cell in ROW_CELLS}
        entries[f"{row}level"] = draw(st.sampled_from(levels))
        entries[f"{row}merge"] = draw(st.sampled_from(["", "", "both", "weight"]))
        entries[f"{row}weight"] = draw(WEIGHTS)
    return name, {cell: text for cell, text in entries.items() if text}


def unlost(scheme: Scheme, source: Source, result: Carried, after: Entries, prefix: str) -> None:
    """Every row is there or named, and the weights of those that are there are all there."""
    assert result.rows + len(result.unplaced) + len(result.prescribed) == len(source.rows)
    left = {row.group: Decimal(row.weight or 0) for row in result.unplaced}
    all_weights = {row.group: Decimal(row.weight or 0) for row in source.rows}
    assert total(scheme, after, prefix) == sum(all_weights.values()) - sum(left.values())


@settings(max_examples=150, deadline=None)
@given(submissions(), st.sampled_from(SCHEMES), st.booleans())
def test_a_carried_form(old: tuple[str, dict[str, str]], name: str, blank: bool) -> None:
    entries = old[1]
    given_entries = dict(entries)
    found = sources(scheme_of(old[0]), Submission(2023, old[0], entries=entries))
    new, into = scheme_of(name), scheme_of(name).form("project")
    start: dict[str, str] = {"info.unit": "试验中心"}
    if blank:
        start = applied(start, add_form(into, start))
    for source in found:
        result = carry_form(into, start, source, NOW, P if blank else "")
        after = applied(start, result.edit)
        assert entries == given_entries
        assert not [
            c for c, t in result.edit.cells.items() if t and c.split(".")[-1] in LEFT_BEHIND
        ]
        assert applied(after, inverse(result.edit, start)) == start
        unlost(new, source, result, after, P)
        rows = after[f"{P}.rows"].split()
        assert len(rows) == len(set(rows))
        assert {c.split(".")[2] for c in after if c.startswith(f"{P}.i")} == set(rows)
        names_there = sorted(r.name for r in source.rows if r not in result.unplaced)
        raised_names = sorted(raised(one, 2023, 1) for one in names_there if one)
        assert (
            sorted(t for c, t in after.items() if c.startswith(f"{P}.i") and c.endswith(".name"))
            == raised_names
        )


@settings(max_examples=150, deadline=None)
@given(submissions("national-2020"), submissions(), st.data())
def test_carried_rows(
    now: tuple[str, dict[str, str]], old: tuple[str, dict[str, str]], data: st.DataObject
) -> None:
    before = now[1]
    found = sources(scheme_of(old[0]), Submission(2023, old[0], entries=old[1]))
    if not found:
        return
    picked = data.draw(st.permutations(found[0].rows))
    after_row = data.draw(st.sampled_from(["", *ids(before, f"{P}.rows")]))
    copy = dict(before)
    result = carry_rows(PROJECT, before, P, picked, after_row, NOW)
    after = applied(before, result.edit)
    assert before == copy
    assert applied(after, inverse(result.edit, before)) == before
    old_rows, new_rows = ids(before, f"{P}.rows"), ids(after, f"{P}.rows")
    added = [row for row in new_rows if row not in old_rows]
    assert len(added) == result.rows == len(picked) - len(result.unplaced)
    assert not [c for row in added for c in before if c.startswith(f"{P}.{row}.")]
    changed = [c for c in result.edit.cells if c.split(".")[2] in old_rows]
    assert all(c.endswith(".level") for c in changed), "only wholly blank rows give way"
    weights = {row.group: Decimal(row.weight or 0) for row in picked if row not in result.unplaced}
    assert total(NATIONAL, after) == total(NATIONAL, before) + sum(weights.values())
