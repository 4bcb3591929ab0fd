"""Forms of other places in the real window: filled by keyboard, scored, undone step by step."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QMenu, QScrollArea

from app.domain.report import FormReport
from app.packs import Shelf
from app.resources import shipped_schemes
from app.scheme.model import Cap
from app.ui.pages.table_editor import TableEditor
from tests.ui.driver import Key, Office

ALT = Qt.KeyboardModifier.AltModifier
P = "project.p1"


def form(office: Office, prefix: str) -> FormReport:
    assert office.window.session is not None
    return office.window.session.report.form(prefix)


def types_all(office: Office, prefix: str, cells: Mapping[str, str]) -> None:
    for cell, text in cells.items():
        office.types(f"{prefix}.{cell}", text)


def undoes_to(office: Office, before: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Every step back, until the data file holds what it held before."""
    while office.window.session and office.window.session.can_undo:
        office.undoes()
        yield office.entries()
        if office.entries() == before:
            return


def is_undone(office: Office, before: Mapping[str, str]) -> None:
    after = office.entries()
    steps = list(undoes_to(office, before))
    assert steps and steps[-1] == before
    for _ in steps:
        office.redoes()
    assert office.entries() == after


# ── 项目绩效目标完成情况表: not scored ─────────────────────────────────────────────────────


def test_a_form_without_points(office: Office) -> None:
    office.creates(scheme="sichuan-2020")
    office.shows_tab("项目支出")
    before = office.entries()
    office.clicks("＋ 新增项目")
    types_all(
        office,
        P,
        {
            "name": "就业培训补贴",
            "money.fiscal.adjusted": "30万",
            "money.fiscal.executed": "27.5",
            "goal_expected": "培训600人次",
            "i1.name": "培训人次",
            "i1.target": "≥600人次",
            "i1.actual": "640人次",
        },
    )
    heads = office.project.editor.indicators.grid_model.view.headers
    assert "分值" not in heads and "得分" not in heads
    money = office.project.editor.tables["money"].grid.grid_model.view.headers
    assert money[1:] == ("预算数", "执行数")
    assert office.sees(f"{P}.money.total.executed") == "27.50"
    assert office.says("这张表不评分") and not office.says("总分")
    is_undone(office, before)


# ── 部门预算项目支出绩效自评表: a target in three cells, closing texts with a limit ──────────────


def new_sichuan_project(office: Office) -> None:
    office.creates(scheme="sichuan-2023")
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")


def test_a_target_in_three_cells_and_texts_with_a_limit(office: Office) -> None:
    new_sichuan_project(office)
    before = office.entries()
    types_all(
        office,
        P,
        {
            "money.fiscal.initial": "30",
            "money.fiscal.adjusted": "30",
            "money.fiscal.executed": "24",
            "execution.reason": "中标价低于预算",
            "i1.name": "提供岗位数",
            "i1.sign": "≥",
            "i1.number": "1400",
            "i1.measure": "个",
            "i1.actual": "1306个",
            "i1.weight": "15",
            "conclusion": "总体较好",
        },
    )
    assert office.sees(f"{P}.i1.given") == "13.99"
    assert office.sees(f"{P}.execution.given") == "8.00"
    assert office.sees(f"{P}.execution.reason") == "中标价低于预算"
    assert office.says("4/200字")
    assert office.says("产出 15") and not office.says("产出 15/")
    heads = office.project.editor.tables["money"].grid.grid_model.view.headers
    assert heads.count("预算执行率") == 1 and "执行率" not in heads
    is_undone(office, before)


def test_three_cells_of_a_target_go_together(office: Office) -> None:
    new_sichuan_project(office)
    office.types(f"{P}.i1.number", "90")
    office.types(f"{P}.i1.sign", ">=")
    office.types(f"{P}.i1.measure", "%")
    office.types(f"{P}.i1.actual", "81%")
    office.types(f"{P}.i1.weight", "10")
    assert office.sees(f"{P}.i1.given") == "9.00"
    office.types(f"{P}.i1.sign", "定性", end=Key.Key_Tab)
    office.types(f"{P}.i1.number", "效果明显")
    office.types(f"{P}.i1.actual", "效果明显")
    assert office.sees(f"{P}.i1.given") == "10.00"


def test_a_sign_is_chosen_from_a_list(office: Office) -> None:
    new_sichuan_project(office)
    office.types(f"{P}.i1.number", "5.5")
    office.goes_to(f"{P}.i1.sign")
    office.presses(Key.Key_F2)
    box = office.focus()
    assert isinstance(box, QComboBox)
    assert [box.itemText(at) for at in range(box.count())] == ["≥", "≤", "=", ">", "<", "定性"]
    office.presses(Key.Key_Down)
    office.presses(Key.Key_Down)
    office.presses(Key.Key_Return)
    assert office.sees(f"{P}.i1.sign") == "≤"
    assert office.entries()[f"{P}.i1.sign"] == "≤"


def test_a_long_closing_text_is_counted_while_it_is_typed(office: Office) -> None:
    new_sichuan_project(office)
    office.goes_to(f"{P}.conclusion")
    office.enters("好" * 203)
    assert office.says("203/200字，超出3字")
    assert f"{P}.conclusion" not in office.entries()  # counted before it is stored


# ── 部门整体支出绩效评价基础数据表: rows of lists, several forms on one tab ─────────────────────


def test_rows_of_a_list(office: Office) -> None:
    office.creates(scheme="hunan-2023")
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    types_all(
        office,
        P,
        {"name": "技能提升行动", "money.fiscal.initial": "50", "money.fiscal.executed": "45.5"},
    )
    office.shows_tab("整体自评")
    assert office.listed("overall") == [
        "部门整体支出绩效自评表",
        "部门整体支出绩效评价基础数据表",
        "部门整体支出绩效评价指标评分表",
    ]
    start = "base_data.expenses"
    office.goes_to(f"{start}.special.p1.budget")
    before = office.entries()
    carried = office.cell(f"{start}.special.p1.actual")
    assert carried is not None and (carried.shown, carried.look) == ("45.50", "carried")
    office.enters("7")
    assert "取自项目支出，在那里修改" in office.status()

    office.chooses_from_menu("＋ 行（专项资金）")
    office.enters("信息化建设")
    office.presses(Key.Key_Tab)
    for text in ("8", "10", "9.5"):
        office.enters(text)
        office.presses(Key.Key_Tab)
    assert office.sees(f"{start}.special.r1.name").strip() == "信息化建设"
    assert office.sees(f"{start}.special_total.actual") == "55.00"
    assert office.sees(f"{start}.project.last") == "8.00"

    office.goes_to(f"{start}.special.r1.name")
    office.chooses_from_menu("删除行")
    assert office.sees(f"{start}.special_total.actual") == "45.50"
    office.undoes()
    assert office.sees(f"{start}.special_total.actual") == "55.00"
    is_undone(office, before)


def test_a_dashed_cell_is_locked_and_a_fixed_row_stays(office: Office) -> None:
    office.creates(scheme="hunan-2023")
    office.goes_to("base_data.expenses.purchase.last")
    assert office.sees("base_data.expenses.purchase.last") == "——"
    office.enters("5")
    assert "没有上年决算数这一栏" in office.status()
    office.clicks("删除行", office.forms("overall").editor.tables["expenses"])
    assert "表里固定的" in office.status()
    assert not any(cell.startswith("base_data") for cell in office.entries())


def test_the_button_asks_which_list_a_row_belongs_to(office: Office) -> None:
    office.creates(scheme="hunan-2023")
    office.goes_to("base_data.expenses.public.budget")
    office.clicks("＋ 行", office.forms("overall").editor.tables["expenses"])
    menu = next(
        one
        for editor in office.work.findChildren(TableEditor)
        for one in editor.findChildren(QMenu)
        if isinstance(one, QMenu) and one.isVisible()
    )
    next(one for one in menu.actions() if one.text() == "运行维护经费").trigger()
    menu.close()
    office.settle()
    assert office.entries()["base_data.expenses.running.rows"] == "r1"


# ── 绩效指标评价表: prescribed indicators, tiers, questionnaires, rubrics ──────────────────────


def test_tiers_a_questionnaire_and_computed_figures(office: Office) -> None:
    office.creates(scheme="yunnan-anning-2020")
    office.shows_tab("整体自评")
    before = office.entries()
    rows = {
        row.preset.id if row.preset else row.level2.id: row.address
        for row in form(office, "overall").indicators
    }
    duties = rows["department_duties"]
    named = office.cell(f"{duties}.name")
    assert named is not None and (named.shown, named.look) == ("职能设置明确性", "computed")
    office.types(f"{duties}.actual", "清晰合理")
    assert office.sees(f"{duties}.given") == "3.00"
    office.types(f"{duties}.actual", "基本清晰")
    assert office.sees(f"{duties}.given") == "待定"
    office.goes_to(f"{duties}.tier")
    assert office.focus().accessibleName() == "完成档次"
    office.chooses("完成档次", "不清晰、不合理")
    assert office.entries()[f"{duties}.tier"] == "b1"
    assert office.sees(f"{duties}.given") == "0.00"

    served = rows["served"]
    types_all(office, served, {"name": "求职者满意度", "target": "≥90%", "weight": "10"})
    counts = {"survey_sent": "200", "survey_valid": "190", "survey_satisfied": "160"}
    for cell, text in counts.items():
        office.goes_to(f"{served}.actual")
        office.types(f"{served}.{cell}", text)
    actual = office.cell(f"{served}.actual")
    assert actual is not None and (actual.shown, actual.look) == ("84.21%", "computed")
    assert "160份÷有效190份" in actual.note
    assert office.sees(f"{served}.given") == "6.00"
    office.types(f"{served}.actual", "91%")
    assert office.sees(f"{served}.given") == "10.00"
    office.goes_to(f"{served}.actual")
    office.presses(Key.Key_Delete)
    assert office.sees(f"{served}.actual") == "84.21%"
    is_undone(office, before)


RUBRIC = "≥90%得10分；80%（含）-90%得6分；否则不得分"


@pytest.mark.parametrize(
    ("rubric", "actual", "points"),
    [
        (RUBRIC, "85%", "6.00"),
        (RUBRIC, "12%", "0.00"),
        ("按完成比例得分", "85%", "8.50"),
        ("视情况酌情给分", "85%", "待定"),
    ],
)
def test_a_rubric_typed_by_a_clerk(office: Office, rubric: str, actual: str, points: str) -> None:
    office.creates(scheme="sichuan-2023")
    office.shows_tab("整体自评")
    before = office.entries()
    row = form(office, "overall").indicators[0].address
    cells = {"name": "职责履行率", "weight": "10", "rubric": rubric, "actual": actual}
    types_all(office, row, cells)
    assert office.sees(f"{row}.given") == points
    office.types(f"{row}.given", "7")
    assert office.sees(f"{row}.given") in {"7", "7.00"}
    is_undone(office, before)


def test_a_derived_rubric_can_be_edited_from_where_it_stands(office: Office) -> None:
    office.creates(scheme="yunnan-anning-2020")
    office.shows_tab("整体自评")
    row = next(
        one.address
        for one in form(office, "overall").indicators
        if one.preset and one.preset.id == "department_duties"
    )
    office.goes_to(f"{row}.rubric")
    office.presses(Key.Key_F2)
    office.presses(Key.Key_Return)  # left as it was: still the scheme's
    assert f"{row}.rubric" not in office.entries()
    office.goes_to(f"{row}.rubric")
    office.presses(Key.Key_F2)
    office.presses(Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    office.enters("，请核对")
    office.presses(Key.Key_Return)
    assert office.entries()[f"{row}.rubric"] == "清晰合理得3分，否则不得分，请核对"
    office.goes_to(f"{row}.rubric")
    office.presses(Key.Key_Delete)
    cell = office.cell(f"{row}.rubric")
    assert cell is not None and cell.weak and cell.shown == "清晰合理得3分，否则不得分"


def test_pasting_what_stands_there_types_nothing(office: Office) -> None:
    office.creates(scheme="yunnan-anning-2020")
    office.shows_tab("整体自评")
    row = form(office, "overall").indicators[0].address
    before = office.entries()
    office.goes_to(f"{row}.name")
    for _ in range(3):  # 三级指标, 指标解释, 评分标准, 绩效目标值
        office.presses(Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    office.presses(Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    office.presses(Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert office.entries() == before
    QApplication.clipboard().setText("清晰合理")
    office.goes_to(f"{row}.actual")
    office.presses(Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert office.sees(f"{row}.given") == "3.00"


def test_a_total_held_down_by_the_execution_rate(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    national = shipped_schemes()["national-2020"]
    project = national.form("project")
    assert project.execution is not None
    capped = replace(project.execution, caps=(Cap(Decimal("0.8"), Decimal(79)),))
    forms = (replace(project, execution=capped), national.form("overall"))
    scheme = replace(national, forms=forms)
    shelf = Shelf()
    monkeypatch.setattr(shelf, "scheme", {scheme.id: scheme}.get)
    monkeypatch.setattr(shelf, "schemes", lambda: {scheme.id: scheme})
    monkeypatch.setattr(office.window, "shelf", shelf)
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    types_all(
        office,
        P,
        {
            "money.fiscal.adjusted": "100",
            "money.fiscal.executed": "50",
            "i1.name": "培训人次",
            "i1.target": "≥600人次",
            "i1.actual": "640人次",
            "i1.weight": "90",
        },
    )
    assert office.says("按执行率封顶 79 分（封顶前 95.00 分）")
    office.types(f"{P}.money.fiscal.executed", "90")
    assert not office.says("封顶")


# ── evidence ──────────────────────────────────────────────────────────────────────────────


def test_evidence_is_copied_beside_the_data_file(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "签到表.pdf"
    source.write_bytes(b"%PDF-1.4")
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", lambda *_arguments: ([str(source)], "所有文件 (*)")
    )
    new_sichuan_project(office)
    office.types(f"{P}.i1.name", "培训人次")
    before = office.entries()
    office.goes_to(f"{P}.i1.actual")
    office.clicks("添加佐证材料…")
    assert office.entries()[f"{P}.i1.files"] == "签到表.pdf"
    copies = list(tmp_path.glob("*_附件/*/签到表.pdf"))
    assert [one.read_bytes() for one in copies] == [b"%PDF-1.4"]
    files = office.project.why.row.files.items
    assert files.isVisible() and files.count() == 1
    office.goes_to(f"{P}.i2.actual")
    assert not files.isVisible()
    office.undoes()
    assert office.entries() == before


# ── rows, lists, options ──────────────────────────────────────────────────────────────────


def test_a_row_is_copied_and_moved_from_its_menu(office: Office) -> None:
    new_sichuan_project(office)
    types_all(office, P, {"i1.name": "岗位数", "i1.weight": "15"})
    office.goes_to(f"{P}.i1.name")
    office.chooses_from_menu("复制一行")
    order = [row.id for row in form(office, P).indicators]
    copy = order[order.index("i1") + 1]
    assert office.sees(f"{P}.{copy}.name") == "岗位数"
    assert office.sees(f"{P}.{copy}.weight") == "15"
    office.goes_to(f"{P}.{copy}.name")
    office.chooses_from_menu("上移")
    assert [row.id for row in form(office, P).indicators][:2] == [copy, "i1"]
    office.undoes()
    office.undoes()
    assert [row.id for row in form(office, P).indicators] == [one for one in order if one != copy]


def test_the_list_is_sorted_and_adds_up(office: Office) -> None:
    office.creates()
    office.types("spending.project.initial", "70")
    office.types("spending.project.actual", "99")
    office.shows_tab("项目支出")
    for name, spent in (("就业见习", "20"), ("创业担保", "50")):
        office.clicks("＋ 新增" if office.says("项目（") else "＋ 新增项目")
        last = office.entries()["project.order"].split()[-1]
        office.types(f"project.{last}.name", name)
        office.types(f"project.{last}.money.fiscal.initial", spent)
        office.types(f"project.{last}.money.fiscal.executed", spent)
    assert office.listed() == ["就业见习", "创业担保"]
    office.chooses("排列顺序", "按名称")
    assert office.listed() == ["创业担保", "就业见习"]
    office.chooses("排列顺序", "按填写顺序")
    office.chooses("排列顺序", "按全年执行")
    assert office.listed() == ["创业担保", "就业见习"]
    assert office.says("年初预算 70.00 万 ✓")
    assert office.says("全年执行 70.00 万 ≠")


def test_an_order_keeps_the_form_in_front(office: Office) -> None:
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.types(f"{P}.name", "子项目")
    office.clicks("＋ 新增")
    office.types("project.p2.name", "阿项目")
    office.chooses("排列顺序", "按名称")
    assert office.project.prefix == "project.p2"
    found = office.project.list
    assert found is not None and found.items.currentRow() == 0


def test_a_category_is_chosen_from_a_list(office: Office) -> None:
    office.creates(scheme="hunan-2023")
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.goes_to(f"{P}.category")
    office.presses(Key.Key_Down)
    assert office.entries()[f"{P}.category"]
    assert office.sees(f"{P}.category") != "（未选择）"
    office.undoes()
    assert f"{P}.category" not in office.entries()
    assert office.sees(f"{P}.category") == "（未选择）"


def test_a_tab_with_nothing_and_a_tab_with_tables_and_forms(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    national = shipped_schemes()["national-2020"]
    tables = [replace(one, tab="overall") for one in national.tables if one.id == "spending"]
    tables += [one for one in national.tables if one.id == "income"]
    scheme = replace(national, forms=(national.form("overall"),), tables=tuple(tables), checks=())
    shelf = Shelf()
    monkeypatch.setattr(shelf, "scheme", {scheme.id: scheme}.get)
    monkeypatch.setattr(shelf, "schemes", lambda: {scheme.id: scheme})
    monkeypatch.setattr(office.window, "shelf", shelf)
    office.creates()
    office.shows_tab("项目支出")
    assert office.says("这一页不用填")
    labels = [office.work.tabs.tabText(at) for at in range(office.work.tabs.count())]
    assert "项目支出" in labels and "三公经费" in labels  # nothing there: no ✓ either
    office.shows_tab("整体自评")
    office.types("spending.basic.initial", "80")
    assert office.sees("spending.total.initial") == "80.00"
    office.types("overall.i1.name", "政策落实")
    assert office.sees("overall.i1.name") == "政策落实"
    office.undoes()
    office.undoes()
    assert "spending.basic.initial" not in office.entries()


def test_no_window_but_the_program_s_own_is_ever_open(office: Office) -> None:
    """A part that is shown before it has a place would flash up as a window of its own."""
    office.creates(scheme="hunan-2023")
    for tab in ("项目支出", "整体自评", "收入支出"):
        office.shows_tab(tab)
        tops = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        assert tops == [office.window]


def test_column_heads_stay_in_sight_while_a_long_form_is_scrolled(office: Office) -> None:
    office.creates(scheme="hunan-2023")
    office.shows_tab("整体自评")
    office.goes_to("score_sheet.i14.reason")
    office.settle()
    grid = office.forms("overall").editor.indicators
    area = grid.parentWidget()
    while not isinstance(area, QScrollArea):
        assert area is not None
        area = area.parentWidget()
    assert area.verticalScrollBar().value() > 0
    top = area.viewport().mapToGlobal(QPoint(0, 0)).y()
    assert abs(grid.heads.mapToGlobal(QPoint(0, 0)).y() - top) <= 1
    cell = grid.visualRect(grid.currentIndex())
    lowest = grid.heads.geometry().bottom() - grid.viewport().y()
    assert cell.top() >= lowest or cell.bottom() > lowest + 20  # not hidden behind them
    office.goes_to("score_sheet.i1.actual")
    area.verticalScrollBar().setValue(0)
    office.settle()
    assert grid.heads.floats == 0
