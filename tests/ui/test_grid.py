"""Keys and blocks in the grid, as clerks know them from Excel and WPS."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.ui.driver import Key, Office

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_enter_goes_down_tab_goes_right_and_locked_cells_are_skipped(office: Office) -> None:
    office.creates()
    office.types("income.other.initial", "1")
    # below is the computed total: Enter stays, Tab goes on in the row
    grid = office.focus()
    assert office.sees("income.total.initial") == "1.00"
    office.goes_to("income.public.actual")
    office.enters("5")
    office.presses(Key.Key_Tab)  # completion is computed: on to the next row's first column
    office.enters("6")
    office.presses(Key.Key_Return)
    office.enters("7")
    office.presses(Key.Key_Return)
    assert office.sees("income.public.completion") == ""
    found = {cell: text for cell, text in office.entries().items() if cell.startswith("income")}
    assert found == {
        "income.other.initial": "1",
        "income.public.actual": "5",
        "income.fund.initial": "6",
        "income.managed.initial": "7",
    }
    assert grid is not None


def test_typing_replaces_f2_edits_escape_leaves_delete_clears(office: Office) -> None:
    office.creates()
    address = "spending.basic.initial"
    office.types(address, "80")
    office.types(address, "81.5")
    assert office.sees(address) == "81.50"
    office.goes_to(address)
    office.presses(Key.Key_F2)
    office.presses(Key.Key_End)
    office.enters("5")
    office.presses(Key.Key_Return)
    assert office.entries()[address] == "81.55"
    office.goes_to(address)
    office.enters("9")
    office.presses(Key.Key_Escape)
    assert office.sees(address) == "81.55"
    office.goes_to(address)
    office.presses(Key.Key_Delete)
    assert office.sees(address) == "" and address not in office.entries()


def test_a_locked_cell_says_why(office: Office) -> None:
    office.creates()
    office.goes_to("spending.total.initial")
    office.enters("5")
    assert "自动计算：基本支出＋项目支出" in office.status()
    assert "spending.total.initial" not in office.entries()


def test_a_block_from_excel_in_one_step_with_refused_cells_said(office: Office) -> None:
    office.creates()
    QGuiApplication.clipboard().setText("1,234.56\t２\t3万\r\n4\t5\t6\r\n\t\t\r\n7\t8\t9\r\n")
    office.goes_to("spending.basic.initial")
    office.presses(Key.Key_V, CONTROL)
    assert office.sees("spending.basic.initial") == "1,234.56"
    assert office.sees("spending.basic.adjusted") == "2.00"
    assert office.sees("spending.basic.actual") == "3.00"
    assert office.sees("spending.project.actual") == "6.00"
    assert office.sees("spending.total.actual") == "9.00"
    assert "6格已写入，2格没有写入" in office.status()
    office.undoes()
    assert office.sees("spending.basic.initial") == ""


def test_copies_a_block_and_fills_a_selection(office: Office) -> None:
    office.creates()
    office.types("income.public.initial", "12")
    office.goes_to("income.public.initial")
    office.presses(Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "12\n"
    office.goes_to("income.fund.initial")
    office.presses(Key.Key_Down, SHIFT)
    office.presses(Key.Key_V, CONTROL)
    assert office.sees("income.managed.initial") == "12.00"
    assert office.sees("income.total.initial") == "36.00"


def test_a_project_from_field_to_field_by_tab_alone(office: Office) -> None:
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    money = ["100", "95.5", "90"] + [""] * 6
    row = ["培训人数", "≥1000人", "980人", "15", "下年加强宣传"]
    goals = ["培训一千人", "培训980人"]
    for text in ["技能培训补贴", "", "", *money, *goals, *row]:
        office.enters(text)
        office.presses(Key.Key_Tab)
    found = {k: v for k, v in office.entries().items() if k.startswith("project.p1.")}
    assert [found[f"project.p1.{cell}"] for cell in ("name", "goal_expected", "goal_actual")] == [
        "技能培训补贴",
        *goals,
    ]
    columns = ("initial", "adjusted", "executed")
    assert [found[f"project.p1.money.fiscal.{column}"] for column in columns] == money[:3]
    cells = ("name", "target", "actual", "weight", "reason")
    assert [found[f"project.p1.i1.{cell}"] for cell in cells] == row
    assert "project.p1.level.output" not in found
    assert office.sees("project.p1.i1.given") == "14.70"


def test_chinese_typed_over_a_cell_loses_no_letter(office: Office) -> None:
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.types("project.p1.i1.name", "培训人数")
    assert office.entries()["project.p1.i1.name"] == "培训人数"


def test_merging_a_weight_with_the_row_above(office: Office) -> None:
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.types("project.p1.i1.weight", "15")
    office.goes_to("project.p1.i1.weight")
    office.clicks("＋ 指标")
    office.types("project.p1.i10.target", "2人")
    office.goes_to("project.p1.i10.target")
    office.chooses_from_menu("与上一行合用一个分值和得分")
    locked = office.cell("project.p1.i10.weight")
    assert locked is not None and "合用一个分值" in locked.locked
    spans = office.project.editor.indicators.grid_model.view.spans
    assert (0, 5, 2, 1) in spans and (0, 6, 2, 1) in spans
    office.chooses_from_menu("不再合用分值")
    assert (0, 5, 2, 1) not in office.project.editor.indicators.grid_model.view.spans
