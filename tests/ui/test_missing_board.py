"""What is still to be filled in: by tab, by table, one after the other; what the tabs say."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.domain.progress import progress
from app.resources import shipped_schemes
from app.scheme.model import Scheme
from app.ui.grid.grid import Grid
from app.ui.views.views import TabState
from app.ui.views.watching import Walk
from tests.test_filled_schemes import NATIONAL, blank_entries, full_entries, report_of
from tests.ui.beside import CONTROL, SHIFT, lines_of, opens_sample
from tests.ui.driver import Office
from tests.ui.test_explain import SCHEMES, sample_report

Key = Qt.Key


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_missing_and_what_is_there_add_up(scheme: Scheme) -> None:
    blank = report_of(scheme, blank_entries(scheme))
    full = report_of(scheme, full_entries(scheme))
    for report in (blank, full):
        found = progress(report)
        assert sum(one.missing for one in found) == len(report.missing)
        assert all(
            one.first in {item.cell for item in report.missing} for one in found if one.first
        )
    assert sum(one.filled for one in progress(full)) > sum(one.filled for one in progress(blank))
    assert all(one.filled for one in progress(full))


def test_filling_one_in_moves_it_from_one_side_to_the_other() -> None:
    report = sample_report()
    entries = dict(report.submission.entries)
    before = {one.tab: one for one in progress(report)}
    for cell, tab in (("info.phone", "info"), ("project.p1.goal_actual", "project")):
        without = {one: text for one, text in entries.items() if one != cell}
        after = {one.tab: one for one in progress(report_of(NATIONAL, without))}
        assert after[tab].missing == before[tab].missing + 1
        assert after[tab].filled == before[tab].filled - 1
        assert after[tab].total == before[tab].total


def test_a_walk_goes_on_from_where_it_was_when_lines_leave() -> None:
    walk = Walk()
    assert walk.step((), "") == ""
    assert walk.step(("a", "b", "c"), "elsewhere") == "a"
    assert walk.step(("a", "b", "c"), "a") == "b"
    assert walk.step(("a", "c"), "b") == "c"  # b has been filled in
    assert walk.step(("a", "c"), "c") == "a"  # round the end
    assert walk.step(("a", "c"), "a", -1) == "c"
    assert walk.step(("a",), "c", 1) == "a"
    assert walk.step(("a", "b", "c"), "b") == "c"
    assert walk.step(("a", "b", "c"), "elsewhere") == "a"  # c is still there: the one after it


def blanks(office: Office) -> None:
    office.applies(
        dict.fromkeys(
            ("info.phone", "project.p2.goal_actual", "project.p2.i1.actual", "info.filler"), ""
        )
    )


def board(office: Office) -> list[list[str]]:
    office.shows_tab("审核")
    office.findings.choice.setFocus()
    office.presses(Key.Key_Right)
    return lines_of(office.findings.grid)


def test_the_board_counts_by_tab_and_groups_by_table(office: Office) -> None:
    opens_sample(office)
    blanks(office)
    found = board(office)
    assert found[0] == ["基本信息", "基本信息\n缺 2 格", "", "填表人"]
    assert found[1] == ["", "", "", "联系电话"]
    second = next(at for at, row in enumerate(found) if "失业保险待遇追回" in row[1])
    assert found[second][1].endswith("缺 2 格")
    assert found[second][3] == "实际完成情况"
    assert found[second + 1][2].startswith("第1项指标")
    names = [
        one.text()
        for one in office.findings.bars.findChildren(QPushButton)
        if isinstance(one, QPushButton) and one.isVisible()
    ]
    assert names[0] == "基本信息　3/5　缺 2"
    assert office.says("整体自评　67/67　✓")


def test_a_line_and_a_bar_lead_to_the_cell(office: Office) -> None:
    opens_sample(office)
    blanks(office)
    board(office)
    grid = office.findings.grid
    grid.setFocus()
    at = next(at for at, row in enumerate(lines_of(grid)) if row[2].startswith("第1项指标"))
    grid.setCurrentIndex(grid.grid_model.index(at, 3))
    office.presses(Key.Key_Return)
    assert office.current_address() == "project.p2.i1.actual"
    office.shows_tab("审核")
    office.clicks("基本信息　3/5　缺 2")
    assert getattr(office.focus(), "address", "") == "info.filler"


def test_f7_and_ctrl_m_walk_to_the_next_blank_one(office: Office) -> None:
    opens_sample(office)
    blanks(office)
    office.goes_to("outlay.public.r1.basic")
    office.presses(Key.Key_F7)
    assert getattr(office.focus(), "address", "") == "info.filler"
    assert "还没填的 1/7" in office.status()
    office.enters("王五")
    office.presses(Key.Key_M, CONTROL)  # what was typed is stored on the way
    assert getattr(office.focus(), "address", "") == "info.phone"
    assert office.entries()["info.filler"] == "王五"
    office.presses(Key.Key_F7)
    assert "goal_actual" in getattr(office.focus(), "address", "")
    office.presses(Key.Key_F7, SHIFT)
    assert getattr(office.focus(), "address", "") == "info.phone"


def test_f7_stays_on_the_form_in_front_while_it_has_blanks(office: Office) -> None:
    office.creates(scheme="national-2020")
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    for column in ("initial", "adjusted", "executed"):
        office.types(f"project.p1.money.fiscal.{column}", "100")
    office.presses(Key.Key_F7)
    assert getattr(office.focus(), "address", "") == "project.p1.name"
    office.enters("渠道维修")
    office.presses(Key.Key_F7)
    assert getattr(office.focus(), "address", "").startswith("project.p1.goal")
    office.shows_tab("三公经费")
    office.presses(Key.Key_F7)
    assert office.current_address().startswith("three_")


@pytest.mark.parametrize("cell", ["info.phone", "project.p1.i1.actual"])
def test_f7_in_the_last_blank_one_takes_what_was_typed(office: Office, cell: str) -> None:
    opens_sample(office)
    report = office.window.session
    assert report is not None
    for item in report.report.missing:
        office.applies({item.cell: "甲"})
    office.applies({cell: ""})
    office.goes_to(cell)
    office.enters("12")
    office.presses(Key.Key_F7)
    assert office.entries()[cell] == "12"
    assert "该填的都填了" in office.status()


def test_f7_leads_out_of_a_form_whose_blanks_are_left(office: Office) -> None:
    office.creates(scheme="national-2020")
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    seen = set()
    for _ in range(40):
        office.presses(Key.Key_F7)
        if isinstance(office.focus(), Grid):
            office.presses(Key.Key_Down)  # leaves it blank, and goes elsewhere
        seen.add(office.work.tabs.currentIndex())
    assert seen == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("scheme", sorted(shipped_schemes()))
def test_f7_never_leads_to_a_cell_that_cannot_be_typed_in(office: Office, scheme: str) -> None:
    office.creates(scheme=scheme)
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    assert office.window.session is not None
    for _ in office.window.session.report.missing:
        office.presses(Key.Key_F7)
        grid = office.focus()
        cell = grid.cell() if isinstance(grid, Grid) else None
        assert cell is None or not cell.locked, office.status()


def test_the_bar_says_how_much_is_missing_and_leads_there(office: Office) -> None:
    opens_sample(office)
    blanks(office)
    office.goes_to("outlay.public.r1.basic")
    office.clicks("还缺 7 格")
    assert getattr(office.focus(), "address", "") == "info.filler"


def test_when_all_is_filled_in_it_says_so(office: Office) -> None:
    opens_sample(office)
    report = office.window.session
    assert report is not None
    for item in report.report.missing:
        office.applies({item.cell: "甲"})
    office.presses(Key.Key_F7)
    assert "该填的都填了" in office.status()
    assert office.work.aside.rest.text() == "填齐了 ✓"
    assert board(office) == [["该填的都填了"]]


CASES = [  # what a tab has, what it says
    (TabState(0, 0, 0), "项目支出 ✓"),
    (TabState(3, 0, 0), "项目支出 缺3"),
    (TabState(0, 2, 0), "项目支出 ✗2"),
    (TabState(12, 34, 56), "项目支出 ✗34 ⚠56 缺12"),
]


@pytest.mark.parametrize(("state", "label"), CASES)
def test_a_tab_says_its_state_in_signs_and_words(state: TabState, label: str) -> None:
    assert state.label("项目支出") == label


def test_all_seven_tabs_stay_in_sight_with_the_longest_labels(office: Office) -> None:
    opens_sample(office)
    office.window.resize(1366, 768)
    tabs = office.work.tabs
    for at in range(7):
        name = tabs.tabText(at).split()[0]
        state = TabState(1560, 120, 340) if name == "项目支出" else TabState(88, 88, 88)
        tabs.setTabText(at, state.label(name))
    office.settle()
    assert tabs.tabRect(6).right() <= tabs.width()
    assert [tabs.tabText(at) for at in range(7) if "…" in tabs.tabText(at)] == []
