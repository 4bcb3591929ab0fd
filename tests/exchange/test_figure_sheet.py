"""The sheet of derived figures, read back from the file that people receive."""

from io import BytesIO

from openpyxl import load_workbook

from app.domain.compute import compute
from app.domain.submission import Submission
from app.exchange.figure_sheet import HEADS, NOTHING, figure_sheet
from app.exchange.xlsx import workbook_bytes
from tests.domain.expect import national
from tests.domain.facts import report


def test_the_file_says_what_the_figures_are() -> None:
    made = report("003")
    sheet = load_workbook(BytesIO(workbook_bytes((figure_sheet(made),))))["说明数据"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert tuple(rows[0]) == HEADS
    growth = next(row for row in rows if row[4] == "14.89%")
    assert growth[1:] == [
        *("比上年增减%", "877.77", "1031.37", "14.89%"),
        *("(877.77－1031.37)÷1031.37＝－14.89%", "减少，要写原因"),
    ]
    assert [row[0] for row in rows[1:] if row[0]][:2] == ["收入支出决算总体情况", "收入决算情况"]
    assert sheet.print_title_rows == "$3:$3"


def test_boxes_do_not_overlap_and_figures_without_anything_are_left_out() -> None:
    sheet = figure_sheet(report("003"))
    spots: set[tuple[int, int]] = set()
    for box in sheet.boxes:
        (top, left), (bottom, right) = box.first, box.last
        mine = {(row, at) for row in range(top, bottom + 1) for at in range(left, right + 1)}
        assert not mine & spots
        spots |= mine
    assert len(spots) == sheet.rows * len(HEADS)
    titles = [box.text for box in sheet.boxes if box.first[1] == 1]
    assert "绩效目标完成情况（续）" in titles
    assert not any("国有资本" in box.text for box in sheet.boxes if box.first[1] == 1)


def test_a_blank_unit_has_a_sheet_too() -> None:
    blank = compute(national(), Submission(2023, national().id, entries={}))
    sheet = load_workbook(BytesIO(workbook_bytes((figure_sheet(blank),)))).worksheets[0]
    assert sheet["A4"].value == NOTHING
