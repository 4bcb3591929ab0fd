"""Published forms of the west, 2020: ten tables without scores, and 29 tiered indicators with them.

Their figures were worked out independently of this program; every one of them is compared.
"""

import json
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.domain.compute import compute
from app.domain.report import FormReport, Indicator, Report
from app.domain.submission import Submission, add_form, add_row, new_entries
from app.exchange.package import dump, parse
from app.exchange.sheet import filled_sheet
from app.scheme.load import load_scheme
from app.scheme.model import Scheme
from tests.domain.expect import ROOT

HERE = Path(__file__).parent
SCORED: dict[str, Any] = json.loads((HERE / "truth_004.json").read_text(encoding="utf-8"))
TABLES: list[dict[str, Any]] = json.loads((HERE / "truth_mbwc.json").read_text(encoding="utf-8"))[
    "tables"
]
ROWS: list[dict[str, Any]] = SCORED["indicators"]
D = Decimal


@cache
def scheme(name: str) -> Scheme:
    return load_scheme(ROOT / "resources/schemes" / name)


# ── 项目绩效目标完成情况表 ────────────────────────────────────────────────────────────────────

# how the published tables name their second levels -> the form's
ALIASES = {"满意度指标": "served", "效益指标": "social", "经济指标": "economic"}


def mbwc_entries() -> dict[str, str]:
    """The ten tables typed in, levels that stand elsewhere kept as they were stated."""
    form = scheme("sichuan-2020").form("project")
    places = {sub.label: (sub.id, group.label) for group in form.levels for sub in group.level2}
    labels = {sub: (group, label) for label, (sub, group) in places.items()}
    cells: dict[str, str] = {}
    for at, table in enumerate(TABLES, 1):
        p = f"project.p{at}"
        cells |= {f"{p}.money.{cell}": text for cell, text in table["money"].items()}
        cells |= {f"{p}.{cell}": table[cell] or "" for cell in ("name", "unit")}
        cells |= {f"{p}.{cell}": table[cell] or "" for cell in ("goal_expected", "goal_actual")}
        rows = table["indicators"]
        cells[f"{p}.rows"] = " ".join(f"i{n}" for n in range(1, len(rows) + 1))
        for n, (level1, level2, *texts) in enumerate(rows, 1):
            row = f"{p}.i{n}"
            sub = ALIASES.get(level2) or places[level2][0]
            cells[f"{row}.level"] = sub
            group, label = labels[sub]
            cells[f"{row}.stated_level1"] = level1 if level1 != group else ""
            cells[f"{row}.stated_level2"] = level2 if level2 != label else ""
            for cell, text in zip(("name", "target", "actual"), texts, strict=True):
                cells[f"{row}.{cell}"] = text or ""
    cells["project.order"] = " ".join(f"p{at}" for at in range(1, len(TABLES) + 1))
    return {cell: text for cell, text in cells.items() if text}


@cache
def mbwc() -> Report:
    made = scheme("sichuan-2020")
    return compute(made, Submission(2020, made.id, made.hash, mbwc_entries()))


def mbwc_forms() -> list[FormReport]:
    return [form for form in mbwc().forms if form.form.id == "project"]


def test_ten_tables_go_out_and_come_back_equal() -> None:
    made, submission = scheme("sichuan-2020"), mbwc().submission
    assert len(mbwc_forms()) == 10
    assert parse(dump(made, submission), {made.id: made}) == replace(submission, id=0)


@pytest.mark.parametrize("at", range(10))
def test_no_field_of_a_table_is_left_out_of_the_official_sheet(at: int) -> None:
    form, table = mbwc_forms()[at], TABLES[at]
    boxes = filled_sheet(mbwc(), form).boxes
    printed = [box.text for box in boxes]
    numbers = {box.number for box in boxes if box.number is not None}
    for cell in ("name", "unit", "goal_expected", "goal_actual"):
        assert table[cell] is None or table[cell] in printed
    for amount in (*table["money"].values(), *filter(None, table["total"])):
        assert D(amount) in numbers
    for _, _, *texts in table["indicators"]:
        for text in texts:
            assert text is None or text in printed
    assert len([row for row in form.indicators if not row.filler]) == len(table["indicators"])


def test_it_is_not_scored() -> None:
    for form in mbwc_forms():
        assert (form.total, form.grade, form.total_weight, form.execution) == (None, "", None, None)
        assert all(row.score is None for row in form.indicators)
    codes = {found.code for found in mbwc().findings}
    assert codes <= {"F10", "F11", "F12", "F24", "F28"}


def test_targets_that_were_missed_in_silence() -> None:
    said = [found.sentence for found in mbwc().findings if found.code == "F28"]
    assert said == [
        "完成值“1”没有达到指标值“≥5”",
        "完成值“4.46”没有达到指标值“20”",
        "完成值“2021年6月”没有达到指标值“2020年7月”",
        "完成值“25”没有达到指标值“95”",
    ]


def test_indicators_that_hang_under_another_heading() -> None:
    """The published table has 效益 and 满意度 rows under 项目完成指标; it is asked about."""
    said = [found.left for found in mbwc().findings if found.code == "F24"]
    stated = [
        (level1, level2) for table in TABLES for level1, level2, *_ in table["indicators"]
    ]  # fmt: skip
    elsewhere = sum(
        level1 == "项目完成指标" and level2 in {*ALIASES, "经济效益指标", "社会效益指标",
                                          "可持续影响指标", "服务对象满意度"}
        for level1, level2 in stated
    )  # fmt: skip
    assert said.count("项目完成指标") == elsewhere == 6
    assert len(said) == elsewhere + sum(level2 in ALIASES for _, level2 in stated)


# ── 绩效指标评价表 ──────────────────────────────────────────────────────────────────────────

PRESETS = 10  # 部门决策 and 部门管理 are prescribed; the rows of 部门效益 are the unit's own
FACTS = {
    f"spending.{row}.{column}": f"{text}元"
    for row in ("basic", "project")
    for column, text in zip(("adjusted", "actual"), SCORED["facts"][row], strict=True)
}


def anning() -> Scheme:
    return scheme("yunnan-anning-2020")


def facts_of_goals() -> dict[str, str]:
    """项目总数 and 已设指标的项目数, wherever the pack asks for them."""
    table = anning().table("evaluation_facts")
    cells = [f"{table.id}.{row.id}.{column.id}" for row in table.rows for column in table.columns]
    return dict(zip(cells, SCORED["facts"]["projects"], strict=False))


def evaluated(**changed: str) -> Report:
    """The published form typed in: prescribed rows by their actual values, own rows in full.

    `r23__actual="332份"` changes row 23.
    """
    made = anning()
    form = made.form("overall")
    entries = new_entries(made, "") | FACTS | facts_of_goals()
    prescribed = [p for group in form.levels for sub in group.level2 for p in sub.presets]
    assert len(prescribed) == PRESETS
    place: dict[int, str] = {}
    for row in ROWS:
        if row["no"] <= PRESETS:
            place[row["no"]] = f"overall.i{row['no']}"
            continue
        level = next(
            sub.id
            for group in form.levels
            for sub in group.level2
            if not sub.presets and sub.label.startswith(row["level2"][:4])
        )
        edit = add_row(entries, "overall", level)
        entries |= edit.cells
        new = next(cell for cell in edit.cells if cell.endswith(".level"))
        place[row["no"]] = new.removesuffix(".level")
        for cell in ("name", "target", "weight", "rubric"):
            entries[f"{place[row['no']]}.{cell}"] = row[cell]
    for row in ROWS:
        entries[f"{place[row['no']]}.actual"] = row["actual"]
    for number, (sent, satisfied) in SCORED["surveys"].items():
        start = place[int(number)]
        entries |= {f"{start}.survey_sent": sent, f"{start}.survey_satisfied": satisfied}
    for name, text in changed.items():
        row_cell, _, cell = name.partition("__")
        if row_cell.startswith("r") and row_cell[1:].isdecimal():
            entries[f"{place[int(row_cell[1:])]}.{cell}"] = text
        else:
            entries[name.replace("__", ".")] = text
    return compute(made, Submission(2020, made.id, entries=entries))


def rows_of(report: Report) -> list[Indicator]:
    return [row for row in report.form("overall").indicators if not row.filler]


def points_of(report: Report) -> dict[int, Decimal | None]:
    return {
        row.number: row.score.points if row.score else None for row in rows_of(report)
    }  # fmt: skip


def test_every_expected_score() -> None:
    report = evaluated()
    rows = rows_of(report)
    names = [row["name"] for row in ROWS]
    assert [row.name for row in rows[PRESETS:]] == names[PRESETS:]
    assert points_of(report) == {row["no"]: D(row["expected"]) for row in ROWS}
    form = report.form("overall")
    assert (form.total, form.grade) == (D(SCORED["total_expected"]), SCORED["grade"])
    assert form.total_weight == 100


def test_every_visible_published_score() -> None:
    stated = {row["no"]: D(row["stated"]) for row in ROWS if row["stated"] is not None}
    assert len(stated) == 27
    points = points_of(evaluated())
    assert {number: points[number] for number in stated} == stated


# what was changed in the inputs, the row, its points, the total; all from the worked-out truth
OTHER_INPUTS = [
    ({"spending__project__adjusted": "28276629.84元"}, 6, "0", "93"),
    (
        {"spending__project__adjusted": "28276629.84元", "option__deviation_sign": "signed"},
        *(6, "5", "98"),
    ),
    ({"r23__actual": "332份"}, 23, "0", "96"),
    ({"spending__project__adjusted": "28276629.84元", "r23__actual": "332份"}, 6, "0", "91"),
    ({"r11__actual": "16768个"}, 11, "2", "98"),
    ({"r14__actual": "464户"}, 14, "2", "98"),
    ({"r15__actual": "13028人"}, 15, "2", "98"),
    ({"r19__actual": "4501人"}, 19, "2", "98"),
    ({"r13__actual": "109人"}, 13, "2", "100"),
    ({"r28__survey_satisfied": "22"}, 28, "6", "94"),  # 22/25 = 88%
    ({"r29__survey_satisfied": "24"}, 29, "6", "94"),  # 24/30 = 80%, the lower end is in
    ({"r29__survey_satisfied": "23"}, 29, "4", "92"),
]


@pytest.mark.parametrize(("changed", "number", "points", "total"), OTHER_INPUTS)
def test_other_inputs(changed: dict[str, str], number: int, points: str, total: str) -> None:
    report = evaluated(**changed)
    assert points_of(report)[number] == D(points)
    assert report.form("overall").total == D(total)


def test_all_by_the_texts_of_the_published_rubric() -> None:
    """Typed as free rows, 28 of 29 texts decide alone; “制定了计划” is not quite its tier's."""
    made = anning()
    form = made.form("overall")
    level = form.levels[-1].level2[0].id
    cells = {"overall.rows": " ".join(f"i{row['no']}" for row in ROWS)}
    for row in ROWS:
        start = f"overall.i{row['no']}"
        cells |= {f"{start}.{cell}": row[cell] for cell in ("name", "target", "weight", "rubric")}
        cells[f"{start}.level"] = level
        cells[f"{start}.actual"] = row["actual"]
    for number, (sent, satisfied) in SCORED["surveys"].items():
        start = f"overall.i{number}"
        cells |= {f"{start}.survey_sent": sent, f"{start}.survey_satisfied": satisfied}
    cells |= {"overall.i5.actual": "0%", "overall.i6.actual": "0%", "overall.i4.actual": "100%"}
    points = points_of(compute(made, Submission(2020, made.id, entries=cells)))
    expected = {row["no"]: D(row["expected"]) for row in ROWS}
    assert points == expected | {3: None}
    chosen = compute(made, Submission(2020, made.id, entries=cells | {"overall.i3.tier": "b0"}))
    assert points_of(chosen) == expected


# ── 四川部门整体支出绩效评价指标体系 2017－2018 ──────────────────────────────────────────────


def judged(**cells: str) -> Report:
    made = scheme("sichuan-2017")
    entries = new_entries(made, "") | {name.replace("__", "."): t for name, t in cells.items()}
    return compute(made, Submission(2018, made.id, entries=entries))


def test_judged_rows_wait_for_a_person_and_add_up() -> None:
    rows = judged().form("overall").indicators
    assert len(rows) == 28
    assert {row.score.branch for row in rows if row.score} == {"judge-tier"}
    full = {f"{row.address}.given": str(row.weight) for row in rows}
    form = judged(**{cell.replace(".", "__"): text for cell, text in full.items()}).form("overall")
    assert (form.total, form.grade) == (D(100), "优")


def test_a_second_level_has_a_weight_of_its_own() -> None:
    form = judged().form("overall")
    shown = {one.level2.label: (one.level2.weight, one.rows) for one in form.subweights}
    assert shown["目标任务"] == (D(15), D(15))
    report = judged(overall__i1__weight="6")
    (found,) = (one for one in report.findings if one.code == "F29")
    assert found.sentence == "目标任务应为15分，各行分值合计16分，相差1分"
    assert found.cells == ("overall.i1.weight",)


@pytest.mark.parametrize("name", ["sichuan-2023", "sichuan-2020"])
def test_a_form_without_any_indicator_is_not_done(name: str) -> None:
    made = scheme(name)
    form = made.form("overall" if name == "sichuan-2023" else "project")
    entries = new_entries(made, "") | dict(add_form(made.form("project"), {}, "培训").cells)
    report = compute(made, Submission(2023, made.id, entries=entries))
    mine = next(one for one in report.forms if one.form is form)
    asked = [item.label for item in report.missing if item.cell == f"{mine.prefix}.i1.name"]
    assert asked == ["还没有填指标"]


def test_points_of_a_typed_rubric_that_are_not_the_weight_are_said() -> None:
    """“≥100人得2分” in a row of 18 points: neither 2 nor 18 is guessed."""
    made = scheme("yunnan-anning-2020")
    level = made.form("overall").levels[-1].level2[0].id
    row = {
        "overall.rows": "i1",
        "overall.i1.level": level,
        "overall.i1.name": "培训人数",
        "overall.i1.actual": "120人",
        "overall.i1.rubric": "≥100人得2分；否则不得分",
    }

    def said(weight: str) -> tuple[list[str], Decimal | None]:
        entries = row | {"overall.i1.weight": weight}
        report = compute(made, Submission(2020, made.id, entries=entries))
        found = [one.sentence for one in report.findings if one.code == "F30"]
        return found, points_of(report)[1]

    assert said("18") == (["评分标准里最高2分，分值却是18分，不能自动计分"], None)
    assert said("2") == ([], D(2))


def test_a_figure_stands_before_whoever_gives_the_points() -> None:
    made = scheme("sichuan-2020")
    spent = {"spending.basic.initial": "100", "spending.basic.actual": "90"}
    entries = new_entries(made, "") | spent
    form = compute(made, Submission(2020, made.id, entries=entries)).form("overall")
    row = next(row for row in form.indicators if row.name == "编制准确")
    assert row.computed == "10.00%"
    assert row.score is not None
    assert row.score.points is None
    assert "＝(100.00－90.00)÷100.00＝10.00%" in row.score.because.rule
