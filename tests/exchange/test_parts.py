"""Each kind of part of an official sheet, and each column that indicators may have."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.domain.compute import compute
from app.domain.report import FormReport, Report
from app.domain.submission import Submission, new_entries
from app.exchange.boxes import FilledSheet
from app.exchange.sheet import filled_sheet
from app.resources import shipped_schemes
from app.scheme.layout import Fixed, Indicators
from app.scheme.model import Cap, FormColumn
from tests.exchange.test_sheet import address, at, grid
from tests.golden.forms import project

SCHEMES = shipped_schemes()


def computed(scheme_id: str, entries: dict[str, str]) -> Report:
    """A new unit with these entries."""
    scheme = SCHEMES[scheme_id]
    known = new_entries(scheme, "云岭县就业服务中心") | entries
    known = {cell: text for cell, text in known.items() if text}
    return compute(scheme, Submission(2023, scheme_id, entries=known))


def changed(form: FormReport, **part: Any) -> FormReport:
    """The form with its indicators printed in another way."""
    parts = tuple(
        replace(one, **part) if isinstance(one, Indicators) else one
        for one in form.form.sheet.parts
    )
    return replace(form, form=replace(form.form, sheet=replace(form.form.sheet, parts=parts)))


def column(sheet: FilledSheet, number: int, first: int, last: int) -> list[tuple[str, str]]:
    """The boxes of a column between two rows: where they stand, and what they say."""
    return [
        (address(box), box.text)
        for box in sheet.boxes
        if box.first[1] == number and first <= box.first[0] <= last
    ]


# ── the indicators ───────────────────────────────────────────────────────


def test_levels_may_be_said_again_in_every_row() -> None:
    made, form = project()
    sheet = filled_sheet(made, changed(form, merged=False))
    assert column(sheet, 2, 13, 15) == [(f"B{row}", "产出指标（50分）") for row in (13, 14, 15)]
    assert column(sheet, 3, 13, 16) == [
        *((f"C{row}", "数量指标") for row in (13, 14, 15)),
        ("C16", "质量指标"),
    ]
    # a weight that two rows share is one cell still
    assert "G14:G15" in {address(box) for box in sheet.boxes}


def test_headings_may_leave_out_their_weights() -> None:
    made, form = project()
    assert at(filled_sheet(made, changed(form, weights=False)), "B13").text == "产出指标"


def test_the_group_may_have_no_label() -> None:
    made, form = project()
    sheet = filled_sheet(made, changed(form, group=""))
    assert "绩效指标" not in {box.text for box in sheet.boxes}


def test_second_levels_without_an_indicator_may_be_left_out() -> None:
    made, form = project()
    sheet = filled_sheet(made, changed(form, empty=False))
    said = [text for _, text in column(sheet, 3, 13, 99)]
    assert "生态效益指标" not in said
    assert "时效指标" in said
    assert sum(text == "……" for _, text in column(sheet, 4, 13, 99)) == 1  # beside an indicator
    assert at(sheet, "A25").text == "总分"


def test_a_row_of_which_only_the_reason_is_typed_is_not_left_out() -> None:
    rows = {"project.p1.rows": "i1 i20", "project.p1.i20.level": "ecological"}
    for reason, levels in (("", ["数量指标"]), ("不适用", ["数量指标", "生态效益指标"])):
        made, form = project(rows | {"project.p1.i20.reason": reason})
        sheet = filled_sheet(made, changed(form, empty=False))
        assert [text for _, text in column(sheet, 3, 13, 14)] == levels
        assert column(sheet, 9, 14, 14) == [("I14", reason)]


def test_a_form_without_any_indicator_keeps_one_blank_row() -> None:
    made, form = project({"project.p1.rows": ""})
    sheet = filled_sheet(made, changed(form, empty=False))
    assert [text for _, text in column(sheet, 4, 13, 13)] == [""]
    assert at(sheet, "A14").text == "总分"
    assert at(sheet, "A12").last == (13, 1)


def test_a_column_reaches_to_the_next_one() -> None:
    made, form = project()
    columns = tuple(one for one in form.form.columns if one.id not in {"target", "reason"})
    wide = replace(form, form=replace(form.form, columns=columns))
    merges = {address(box) for box in filled_sheet(made, wide).boxes}
    assert {"D13:E13", "H13:I13"} <= merges


# ── columns that not every form has ──────────────────────────────────────

CHONGQING = {
    "overall.rows": "i1 i2",
    "overall.i1.level": "common",
    "overall.i1.preset": "budget_completion",
    "overall.i2.level": "common",
    "overall.i2.name": "融媒体活动场次",
    "overall.i2.sign": "≥",
    "overall.i2.number": "40",
    "overall.i2.measure": "场",
    "overall.i2.adjusted": "≥50场",
    "overall.i2.actual": "45场",
    "overall.i2.weight": "8",
    "overall.i2.core": "是",
}


def test_a_target_in_three_cells_an_adjusted_one_and_the_coefficient() -> None:
    form = SCHEMES["chongqing-2021"].form("overall")
    level = form.levels[0].level2[0].id
    preset = next(one.id for one in form.levels[0].level2[0].presets if one.target == "≥70%")
    cells = CHONGQING | {f"overall.{row}.level": level for row in ("i1", "i2")}
    made = computed("chongqing-2021", cells | {"overall.i1.preset": preset})
    sheet = filled_sheet(made, made.form("overall"))
    top = sheet.heading.last + 1 if sheet.heading else 0
    places = {one.id: one.at for one in form.columns}

    def row(at_row: int) -> dict[str, str]:
        found = {box.first: box.text for box in sheet.boxes}
        return {cell: found[at_row, place] for cell, place in places.items()}

    assert (row(top)["sign"], row(top)["number"], row(top)["measure"]) == ("≥", "70", "%")
    second = row(top + 1)
    assert second["number"] == "40"  # as it was set; what counts stands beside it
    assert (second["adjusted"], second["actual"], second["core"]) == ("≥50场", "45场", "是")
    assert (second["weight"], second["score"], second["coefficient"]) == ("8", "7.20", "90.00%")
    box = next(box for box in sheet.boxes if box.first == (top + 1, places["coefficient"]))
    assert box.number == Decimal("0.9")


def test_an_adjusted_target_beside_one_in_a_single_cell() -> None:
    made, form = project({"project.p1.i1.adjusted": "≥1300人次"})
    extra = FormColumn("adjusted", "调整指标值", 9, 10)
    columns = (*(one for one in form.form.columns if one.id != "reason"), extra)
    scheme = replace(made.scheme, forms=(replace(form.form, columns=columns),))
    made = compute(scheme, made.submission)
    sheet = filled_sheet(made, made.form(form.prefix))
    assert (at(sheet, "E13").text, at(sheet, "I13").text) == ("≥1400人次", "≥1300人次")
    assert at(sheet, "H13").text == "10.00"


def test_a_form_without_scores_prints_its_figures_only() -> None:
    entries = {
        "project.order": "p1",
        "project.p1.name": "培训",
        "project.p1.rows": "i1",
        "project.p1.i1.level": SCHEMES["sichuan-2020"].form("project").levels[0].level2[0].id,
        "project.p1.i1.name": "培训人数",
        "project.p1.i1.target": "1400人次",
        "project.p1.i1.actual": "1306人次",
        "option.execution_basis": "initial",
    }
    made = computed("sichuan-2020", entries)
    sheet = filled_sheet(made, made.form("project.p1"))
    assert not [box for box in sheet.boxes if box.style in {"weight", "score"} or box.note]
    assert "注：" not in grid(sheet)
    assert "1306人次" in grid(sheet)


# ── fixed cells and rows of lists ────────────────────────────────────────

BASE = {
    "project.order": "p1 p2",
    "project.p1.name": "稳岗补贴",
    "project.p1.category": "work",
    "project.p1.money.fiscal.initial": "20",
    "project.p1.money.fiscal.executed": "18",
    "project.p2.name": "春风行动",
    "base_data.expenses.work.p1.last": "12",
    "base_data.expenses.work.rows": "r1",
    "base_data.expenses.work.r1.name": "档案管理",
    "base_data.expenses.work.r1.budget": "5",
    "base_data.expenses.purchase.last": "3",
}


def base_data(changes: dict[str, str] | None = None) -> FilledSheet:
    made = computed("hunan-2023", BASE | (changes or {}))
    return filled_sheet(made, made.form("base_data"))


def lines(sheet: FilledSheet) -> list[tuple[str, ...]]:
    """The texts of each row."""
    rows: dict[int, list[str]] = {}
    for box in sheet.boxes:
        rows.setdefault(box.first[0], []).append(box.text.strip("\u3000"))
    return [tuple(texts) for _, texts in sorted(rows.items())]


def test_rows_of_a_list_stand_under_their_heading() -> None:
    said = lines(base_data())
    top = next(at for at, row in enumerate(said) if row[0].startswith("1、业务工作经费"))
    assert said[top + 1] == ("稳岗补贴", "12.00", "20.00", "18.00")
    assert said[top + 2] == ("档案管理", "", "5.00", "")
    assert said[top + 3][0] == "2、运行维护经费"  # a list without rows has none
    special = next(at for at, row in enumerate(said) if "专项资金" in row[0])
    assert said[special + 1][0] == "春风行动"  # of no kind: listed there


def test_a_list_without_rows_prints_none() -> None:
    full, bare = base_data(), base_data({"project.order": "", "base_data.expenses.work.rows": ""})
    assert bare.rows == full.rows - 3


def test_a_crossed_out_cell_keeps_its_dashes() -> None:
    row = next(row for row in lines(base_data()) if row[0] == "政府采购金额")
    assert row[1] == "——"


def test_years_names_and_counts() -> None:
    sheet = base_data({"info.staff_authorized": "54", "info.staff_actual": "46"})
    assert {"2022年决算数", "2023年决算数"} <= {box.text for box in sheet.boxes}
    counts = {box.text: box.number for box in sheet.boxes if box.text in {"54", "46"}}
    assert counts == {"54": Decimal(54), "46": Decimal(46)}


def test_a_figure_that_cannot_be_read_is_printed_as_typed() -> None:
    sheet = base_data({"base_data.expenses.work.r1.budget": "约五万", "info.staff_actual": "46 多"})
    box = next(box for box in sheet.boxes if box.text == "约五万")
    assert box.number is None
    made, form = project({"project.p1.i1.weight": "十分"})
    assert at(filled_sheet(made, form), "G13").text == "十分"


def test_rows_that_show_nothing_are_left_out_of_the_last_part_only() -> None:
    made, form = project()
    sheet = form.form.sheet
    first, body, last = sheet.parts
    assert isinstance(first, Fixed) and isinstance(last, Fixed)
    # two rows without a word before the last part; in it, the remarks have none either
    gap = replace(last, cells=tuple(replace(one, text="", placeholders=()) for one in last.cells))
    with_gap = replace(form.form, sheet=replace(sheet, parts=(first, body, gap, last)))
    plain, wider = filled_sheet(made, form), filled_sheet(made, replace(form, form=with_gap))
    assert wider.rows == plain.rows + max(cell.last[0] for cell in last.cells)


def test_a_total_that_the_execution_rate_holds_down_says_so() -> None:
    made, form = project()
    capped = replace(
        form, cap=Cap(Decimal("0.8"), Decimal(79)), total=Decimal(79), uncapped=form.total
    )
    sheet = filled_sheet(made, capped)
    said = "注：预算执行率低于80%，总分按79分计（各项得分合计96.32分）。"
    assert at(sheet, "A28").text == said
    assert (at(sheet, "H26").text, at(sheet, "H26").note) == ("79.00", said)


@pytest.mark.parametrize(
    ("typed", "shown"), [("work", "业务工作经费"), ("另一类", "另一类"), ("", "")]
)
def test_a_choice_is_printed_by_its_label(typed: str, shown: str) -> None:
    made = computed("hunan-2023", {"project.order": "p1", "project.p1.category": typed})
    form = made.form("project.p1")
    sheet = replace(form.form.sheet, name="{category}")
    named = filled_sheet(made, replace(form, form=replace(form.form, sheet=sheet)))
    assert named.name == shown


def test_a_sheet_lies_as_its_scheme_says() -> None:
    made, form = project()
    assert not filled_sheet(made, form).landscape
    sheet = replace(form.form.sheet, landscape=True)
    across = replace(form, form=replace(form.form, sheet=sheet))
    assert filled_sheet(made, across).landscape
