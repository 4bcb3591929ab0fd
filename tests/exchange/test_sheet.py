"""What stands where on the filled form, against the official grid and a golden file."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from app.domain.texts import printable
from app.exchange.sheet import Box, FilledSheet, filled_sheet
from tests.exchange.test_every_sheet import full
from tests.golden.forms import project, report, sample_entries

GOLDEN = Path(__file__).parents[1] / "golden"
UPDATE = bool(os.environ.get("GOLDEN_UPDATE"))  # write the golden files anew instead of comparing

KINDS = (
    ("national-2021", "project.p1"),
    ("hunan-2023", "base_data"),
    ("hunan-2023", "score_sheet"),
    ("sichuan-2020", "project.p1"),
    ("sichuan-2023", "project.p1"),
    ("yunnan-2022", "project.p1"),
    ("chongqing-2021", "overall"),
    ("yunnan-anning-2020", "overall"),
    ("framework-2013", "framework"),
)

# the fixed part of the official form (财预〔2020〕10号附件): cell -> label
OFFICIAL_LABELS = {
    "A1": "项目支出绩效自评表",
    "A3": "项目支出名称",
    "A4": "主管部门",
    "E4": "实施单位",
    "A5": "项目资金（万元）",
    "D5": "年初预算数",
    "E5": "全年预算数",
    "F5": "全年执行数",
    "G5": "分值",
    "H5": "执行率",
    "I5": "得分",
    "B6": "年度资金总额",
    "B7": "其中：当年财政拨款",
    "B8": "上年结转资金",
    "B9": "其他资金",
    "G7": "—",
    "I9": "—",
    "A10": "年度总体目标",
    "B10": "预期目标",
    "F10": "实际完成情况",
    "A12": "绩效指标",
    "B12": "一级指标",
    "C12": "二级指标",
    "D12": "三级指标",
    "E12": "年度指标值",
    "F12": "实际完成值",
    "G12": "分值",
    "H12": "得分",
    "I12": "偏差原因分析及改进措施",
}
OFFICIAL_MERGES = (
    "A1:I1 A2:I2 B3:I3 B4:D4 F4:I4 A5:A9 B5:C5 B6:C6 B7:C7 B8:C8 B9:C9"
    " A10:A11 B10:E10 F10:I10 B11:E11 F11:I11"
)
# with two rows under each second-level indicator, as the official form is printed
OFFICIAL_BODY = {
    "B13:B20": "产出指标（50分）",
    "C13:C14": "数量指标",
    "C15:C16": "质量指标",
    "C17:C18": "时效指标",
    "C19:C20": "成本指标",
    "B21:B28": "效益指标（30分）",
    "C21:C22": "经济效益指标",
    "C23:C24": "社会效益指标",
    "C25:C26": "生态效益指标",
    "C27:C28": "可持续影响指标",
    "B29:B30": "满意度指标（10分）",
    "C29:C30": "服务对象满意度指标",
    "A12:A30": "绩效指标",
    "A31:F31": "总分",
}


def address(box: Box) -> str:
    first, last = (f"{get_column_letter(c)}{r}" for r, c in (box.first, box.last))
    return first if first == last else f"{first}:{last}"


def grid(sheet: FilledSheet) -> str:
    """The sheet as text: one line per box, in reading order."""
    lines = [f"{sheet.title}｜{sheet.rows}行"]
    lines += [
        f"{address(box):8}{box.style:11}{box.text.replace(chr(10), '⏎')}".rstrip()
        for box in sheet.boxes
    ]
    return "\n".join(lines) + "\n"


def at(sheet: FilledSheet, where: str) -> Box:
    return next(box for box in sheet.boxes if address(box).split(":")[0] == where)


def two_rows_each() -> FilledSheet:
    """A form with one indicator and one filler row under every second-level indicator."""
    made = report(sample_entries())
    return filled_sheet(made, made.form("project.p3"))


def test_fixed_labels_are_the_official_ones() -> None:
    sheet = two_rows_each()
    shown = {where: at(sheet, where).text.strip("\u3000") for where in OFFICIAL_LABELS}
    assert shown == OFFICIAL_LABELS


def test_merges_are_the_official_ones() -> None:
    sheet = two_rows_each()
    merges = {address(box) for box in sheet.boxes if box.merged}
    assert set(OFFICIAL_MERGES.split()) <= merges
    assert {where: text for where, text in OFFICIAL_BODY.items() if where not in merges} == {}
    body = {address(box): box.text for box in sheet.boxes if address(box) in OFFICIAL_BODY}
    assert body == OFFICIAL_BODY


@pytest.mark.parametrize("name", ["project", "overall"])
def test_golden(name: str) -> None:
    if name == "project":
        sheet = filled_sheet(*project())
    else:
        made = report(sample_entries())
        sheet = filled_sheet(made, made.form("overall"))
    compare(name, sheet)


@pytest.mark.parametrize(("scheme_id", "prefix"), KINDS)
def test_golden_of_every_kind(scheme_id: str, prefix: str) -> None:
    """A form of each official kind, with a text in every cell; its labels stand beside them."""
    made = full(scheme_id)
    compare(f"{scheme_id}-{prefix.partition('.')[0]}", filled_sheet(made, made.form(prefix)))


def compare(name: str, sheet: FilledSheet) -> None:
    path = GOLDEN / f"{name}.txt"
    if UPDATE:
        path.write_text(grid(sheet), encoding="utf-8")
    assert grid(sheet) == path.read_text(encoding="utf-8")


def test_every_golden_file_is_compared() -> None:
    names = {"project", "overall", "account-national-2020"}  # the last in test_account_golden.py
    names |= {f"{one}-{form.partition('.')[0]}" for one, form in KINDS}
    assert {path.stem for path in GOLDEN.glob("*.txt")} == names


def test_boxes_cover_the_table_without_overlap() -> None:
    sheet = filled_sheet(*project())
    spots = [
        (row, column)
        for box in sheet.boxes
        for row in range(box.first[0], box.last[0] + 1)
        for column in range(box.first[1], box.last[1] + 1)
    ]
    assert len(spots) == len(set(spots)) == sheet.rows * len(sheet.widths)


def test_numbers_are_in_the_tables_unit() -> None:
    sheet = filled_sheet(*project())
    assert at(sheet, "E6").number == Decimal("1088.50")
    assert at(sheet, "E6").text == "1,088.50"
    assert at(sheet, "H6").number == Decimal("0.9989")
    assert at(sheet, "H13").number == Decimal("9.33")
    assert "1,306人次÷1,400人次×10＝9.33" in at(sheet, "H13").note


def test_merged_weight_and_score_stand_once() -> None:
    sheet = filled_sheet(*project())
    assert {"G14:G15", "H14:H15"} <= {address(box) for box in sheet.boxes}


def test_one_weight_with_own_scores_merges_only_the_weight() -> None:
    sheet = filled_sheet(*project({"project.p1.i3.merge": "weight"}))
    merges = {address(box) for box in sheet.boxes if box.merged}
    assert "G14:G15" in merges
    assert "H14:H15" not in merges


def test_a_second_level_without_rows_keeps_an_empty_row() -> None:
    sheet = filled_sheet(*project({"project.p1.rows": ""}))
    labels = [box for box in sheet.boxes if box.first[1] == 3 and box.first[0] > 12]
    assert len(labels) == 9
    assert at(sheet, "A22").text == "总分"


def test_the_heading_prints_the_units_own_weight() -> None:
    sheet = filled_sheet(*project({"project.p1.level.output": "45"}))
    assert at(sheet, "B13").text == "产出指标（45分）"


def test_a_form_scored_by_the_default_rules_has_no_remark() -> None:
    sheet = filled_sheet(*project())
    assert at(sheet, "A27").style == "foot"
    assert sheet.rows == 27


def test_other_rules_and_changed_scores_are_said() -> None:
    changes = {"option.execution_basis": "initial", "project.p1.i4.given": "6"}
    sheet = filled_sheet(*project(changes))
    assert at(sheet, "A28").text.split("\n") == [
        "注：预算执行率按年初预算数计算。",
        "注：有1项得分由填表人调整，理由见电子表。",
    ]


def test_a_choice_within_the_range_of_a_tier_is_no_change() -> None:
    made, form = project({"project.p1.i10.given": "9"})
    assert "调整" not in grid(filled_sheet(made, form))


def test_scores_show_the_places_that_the_unit_keeps() -> None:
    sheet = filled_sheet(*project({"option.score_digits": "1"}))
    assert (at(sheet, "H13").text, at(sheet, "H14").text) == ("9.3", "10.0")
    assert at(sheet, "H26").text == "96.3"


def test_a_draft_prints_blanks_not_zeros() -> None:
    made = report({"project.order": "p1", "project.p1.name": "新项目"})
    sheet = filled_sheet(made, made.form("project.p1"))
    for where in ("D6", "H6", "I6", "G22", "H22"):
        assert (at(sheet, where).text, at(sheet, where).number) == ("", None)


def test_characters_that_no_file_can_hold_are_left_out() -> None:
    assert printable("甲\x00乙\ud800丙\ufffe\r\n丁\r戊\x0b己") == "甲乙丙\n丁\n戊\n己"
    sheet = filled_sheet(*project({"project.p1.name": "甲\x01乙"}))
    assert at(sheet, "B3").text == "甲乙"
