"""Findings below the work: what is mended turns green, F8 walks through them, it leaves room."""

import pytest
from PySide6.QtCore import Qt

from app.domain.report import Finding
from app.ui.views.watching import Watch, to_do
from tests.ui.beside import SHIFT, bar, below, lines_of, opens_sample
from tests.ui.driver import Office

Key = Qt.Key
OVER = "大于全年预算数"


def finding(code: str, level: str = "warning", kept: str = "") -> Finding:
    return Finding(code, level, "info", "", code, "", (f"info.{code}",), kept=kept)  # type: ignore[arg-type]


def test_what_is_mended_stays_where_it_was_until_the_list_is_opened_anew() -> None:
    watch = Watch()
    first = (finding("b"), finding("a", "error"), finding("c", "note"))
    assert [line.finding.code for line in watch.lines(first)] == ["a", "b", "c"]
    after = watch.lines((finding("c", "note"), finding("d", "error")))
    assert [(line.finding.code, line.mended) for line in after] == [
        *(("a", True), ("d", False), ("b", True), ("c", False)),
    ]
    undone = [line.finding.code for line in watch.lines(first) if not line.mended]
    assert undone == ["a", "b", "c"]
    watch.forget()
    assert [line.finding.code for line in watch.lines(first[:1])] == ["b"]


def test_what_is_explained_stays_where_it_was_until_the_list_is_opened_anew() -> None:
    watch = Watch()
    watch.lines((finding("a", "error"), finding("b"), finding("c")))
    explained = (finding("a", "error", kept="原表如此"), finding("b"), finding("c"))
    assert [line.finding.code for line in watch.lines(explained)] == ["a", "b", "c"]
    watch.forget()
    assert [line.finding.code for line in watch.lines(explained)] == ["b", "c", "a"]


def test_reasons_are_written_one_below_the_other(office: Office) -> None:
    opens_sample(office)
    office.shows_tab("审核")
    office.findings.grid.setFocus()
    before = office.findings.grid.grid_model.view.rows
    for at, reason in enumerate(("原表如此", "已核对", "下年改正")):
        assert office.focus() is office.findings.grid
        office.enters(reason)
        office.presses(Key.Key_Return)
        rows = office.findings.grid.grid_model.view.rows
        assert [row[-1].address for row in rows] == [row[-1].address for row in before]
        assert rows[at][-1].shown == reason
    office.shows_tab("基本信息")
    office.shows_tab("审核")
    last = [row[-1].shown for row in office.findings.grid.grid_model.view.rows[-3:]]
    assert sorted(last) == sorted(("原表如此", "已核对", "下年改正"))


def test_notes_and_explained_ones_ask_nothing() -> None:
    found = (finding("a", "note"), finding("b", kept="原表如此"), finding("c"))
    assert [one.code for one in to_do(found)] == ["c"]


def overspends(office: Office) -> None:
    office.types("outlay.public.r1.basic", "701.5")


def line(office: Office, words: str) -> list[str]:
    return next(one for one in below(office) if words in one[4])


def test_it_lists_this_page_and_a_mended_one_turns_green(office: Office) -> None:
    opens_sample(office)
    office.shows_tab("收入支出")
    assert "⚠ 1 核实" in bar(office)
    overspends(office)
    assert "✗ 2 错误" in bar(office)
    assert line(office, OVER)[0] == "⚠ 核实"
    assert line(office, OVER)[5] == "307.56万元"
    assert line(office, OVER)[1:4] == ["支出预算执行", "支出合计", "决算数"]
    office.types("outlay.public.r1.basic", "393.94")
    assert line(office, OVER)[0] == "✓ 已改好"
    assert "已改好" in bar(office)
    office.clicks("清除已改好的")
    assert not [one for one in below(office) if OVER in one[4]]


def test_mended_lines_leave_with_the_page(office: Office) -> None:
    opens_sample(office)
    office.shows_tab("收入支出")
    overspends(office)
    office.types("outlay.public.r1.basic", "393.94")
    assert line(office, OVER)[0] == "✓ 已改好"
    office.shows_tab("三公经费")
    office.shows_tab("收入支出")
    assert not [one for one in below(office) if OVER in one[4]]


def test_double_click_and_enter_jump(office: Office) -> None:
    opens_sample(office)
    office.shows_tab("收入支出")
    overspends(office)
    grid = office.work.aside.findings.grid
    at = next(at for at, one in enumerate(below(office)) if OVER in one[4])
    office.double_clicks(grid, at, 4)
    assert office.current_address() == "spending.total.actual"
    grid.setFocus()
    grid.setCurrentIndex(grid.grid_model.index(0, 0))
    office.presses(Key.Key_Return)
    assert office.current_address() == "economic.total.basic"


def test_f8_walks_through_all_of_them_and_back(office: Office) -> None:
    opens_sample(office)
    office.shows_tab("收入支出")
    office.goes_to("outlay.public.r1.basic")
    seen = []
    for _ in range(4):
        office.presses(Key.Key_F8)
        seen.append(office.status())
    assert "1/18" in seen[0] and "4/18" in seen[3]
    office.presses(Key.Key_F8, SHIFT)
    assert "3/18" in office.status()


def test_f8_begins_with_what_is_in_front(office: Office) -> None:
    """A clerk who looks at a form means its own findings, not those of a tab before it."""
    opens_sample(office)
    office.shows_tab("整体自评")
    office.goes_to("overall.goal_expected")  # nothing is to be said of this field
    office.presses(Key.Key_F8)
    assert office.work.current_tab() == "overall"
    assert office.current_address().startswith("overall.")
    first = office.status()
    office.presses(Key.Key_F8)
    assert office.current_address().startswith("overall.") and office.status() != first
    for _ in range(20):  # and what is left as it is does not hold anybody there
        office.presses(Key.Key_F8)
        if office.work.current_tab() != "overall":
            return
    raise AssertionError("F8 never leaves the form")


def test_it_remembers_that_it_was_folded(office: Office) -> None:
    opens_sample(office)
    office.shows_tab("收入支出")
    assert below(office)
    office.work.aside.findings.bar.setFocus()
    office.presses(Key.Key_Space)
    assert not below(office)
    office.reopens()
    office.shows_tab("收入支出")
    assert not below(office)
    assert "⚠ 1 核实" in bar(office)


def test_on_a_form_it_is_folded_for_the_form_lists_its_own(office: Office) -> None:
    opens_sample(office)
    office.goes_to("overall.i1.actual")
    assert "错误" in bar(office)
    assert not below(office)
    office.work.aside.findings.bar.setFocus()
    office.presses(Key.Key_Space)
    assert below(office)
    office.clicks("看全部")
    assert len({one[1] for one in below(office)}) > 1
    office.clicks("看本页")
    assert {one[1] for one in below(office)} == {"部门整体支出绩效自评表"}


def test_pages_that_list_findings_themselves_have_none_below(office: Office) -> None:
    opens_sample(office)
    for tab in ("审核", "导出打印"):
        office.shows_tab(tab)
        assert not office.work.aside.findings.isVisible()


@pytest.mark.parametrize("tab", ["收入支出", "三公经费"])
def test_it_leaves_the_work_its_room_at_768(office: Office, tab: str) -> None:
    opens_sample(office)
    office.window.resize(1366, 768)
    overspends(office)
    office.types("three_publics.reception.actual", "9999")
    office.shows_tab("基本信息")
    office.shows_tab(tab)
    assert below(office)
    page = office.work.aside.beside.height()
    whole = page + office.work.aside.findings.height()
    assert page / whole >= 0.6


def test_in_the_list_of_all_a_mended_one_is_green_on_the_way_back(office: Office) -> None:
    opens_sample(office)
    overspends(office)
    office.shows_tab("审核")
    at = office.finding(OVER)
    office.double_clicks(office.findings.grid, at, 2)
    office.types("outlay.public.r1.basic", "393.94")
    office.clicks("‹ 回到审核")
    assert "已经解决" in office.status()
    row = lines_of(office.findings.grid)[office.finding(OVER)]
    assert row[0] == "✓ 已改好"
    assert row[3] == "307.56万元"
    office.clicks("清除已改好的")
    assert not [one for one in lines_of(office.findings.grid) if OVER in one[2]]


def test_the_panel_shows_whole_lines_at_every_zoom(office: Office) -> None:
    opens_sample(office)
    overspends(office)
    office.shows_tab("收入支出")
    panel = office.work.aside.findings
    if not panel.open:
        office.clicks(panel.bar.text())
    for key in (Key.Key_Plus, Key.Key_Plus, Key.Key_Minus, Key.Key_Minus, Key.Key_Minus):
        office.goes_to("outlay.public.r1.basic")
        office.presses(key, Qt.KeyboardModifier.ControlModifier)
        room = panel.grid.viewport().height()
        assert room % panel.grid.rowHeight(0) == 0
