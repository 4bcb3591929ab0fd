"""收入支出 and 三公经费 as a clerk fills them in: subjects looked up, sums by themselves."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.ui.pages.ledger_page import has_ledgers
from app.ui.pages.tables_page import TablesPage
from tests.ui.driver import Key, Office

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
SPENT = {  # code -> basic, project
    "2080106": ("80", "20.5"),
    "2080505": ("11.2", ""),
    "2210201": ("6", ""),
}


def spends(office: Office, rows: dict[str, tuple[str, str]] = SPENT) -> None:
    """Rows of the ledger of 支出, general public budget, pasted as a block."""
    lines = [f"{code}\t\t\t\t{basic}\t{project}" for code, (basic, project) in rows.items()]
    QGuiApplication.clipboard().setText("\n".join(lines))
    office.goes_to("outlay.public.+.code")
    office.presses(Key.Key_V, CONTROL)


def test_a_ledger_is_typed_by_keyboard(office: Office) -> None:
    office.creates()
    office.shows_tab("收入支出")
    office.chooses_table("支出")
    office.goes_to("outlay.public.+.code")
    office.enters("jyglsw")  # the initials of its name
    assert office.offered()[0] == (
        "2080106 就业管理事务 （社会保障和就业支出＞人力资源和社会保障管理事务）"
    )
    office.presses(Key.Key_Tab)  # takes the first one, and passes the name that came with it
    for figure in ("100", "110", "80"):
        office.enters(figure)
        office.presses(Key.Key_Tab)
    office.enters("20.5")
    office.presses(Key.Key_Return)  # back to the blank line
    office.enters("2080505")  # a whole code
    office.presses(Key.Key_Return)
    office.enters("住房公积金")  # a name, through the input method
    office.presses(Key.Key_Return)
    found = {cell: text for cell, text in office.entries().items() if cell.startswith("outlay.")}
    assert found == {
        "outlay.public.rows": "r1 r2 r3",
        "outlay.public.r1.code": "2080106",
        "outlay.public.r1.name": "就业管理事务",
        "outlay.public.r1.initial": "100",
        "outlay.public.r1.adjusted": "110",
        "outlay.public.r1.basic": "80",
        "outlay.public.r1.project": "20.5",
        "outlay.public.r2.code": "2080505",
        "outlay.public.r2.name": "机关事业单位基本养老保险缴费支出",
        "outlay.public.r3.code": "2210201",
        "outlay.public.r3.name": "住房公积金",
    }
    assert office.column(0)[:10] == [
        *("一、一般公共预算财政拨款", "208", "20801", "2080106", "20805", "2080505"),
        *("221", "22102", "2210201", "＋"),
    ]
    office.reopens()
    office.shows_tab("收入支出")
    office.chooses_table("支出")
    assert office.sees("outlay.public.c208.spent") == "100.50"


def test_the_list_of_subjects_is_gone_through_with_arrows(office: Office) -> None:
    office.creates()
    office.goes_to("outlay.public.+.name")
    office.enters("就业补助")
    first, second = office.offered()[:2]
    office.presses(Key.Key_Down)
    office.presses(Key.Key_Return)
    code, name, *_ = second.split()
    entries = office.entries()
    assert (entries["outlay.public.r1.code"], entries["outlay.public.r1.name"]) == (code, name)
    assert first != second
    office.goes_to("outlay.public.r1.name")
    office.enters("本县自己的叫法")  # nothing fits: the name is taken as it is typed
    office.presses(Key.Key_Return)
    assert office.sees("outlay.public.r1.name").strip() == "本县自己的叫法"
    assert office.entries()["outlay.public.r1.code"] == code


def test_escape_puts_the_list_away_and_then_the_text(office: Office) -> None:
    office.creates()
    office.goes_to("outlay.public.+.code")
    office.enters("208")
    assert office.offered()
    office.presses(Key.Key_Escape)
    assert not office.offered()
    office.presses(Key.Key_Escape)
    assert "outlay.public.rows" not in office.entries()


def test_a_code_that_nobody_knows_is_kept_and_asked_about(office: Office) -> None:
    office.creates()
    office.goes_to("outlay.own.+.code")
    office.enters("2999977")
    office.presses(Key.Key_Return)
    cell = office.cell("outlay.own.r1.code")
    assert cell is not None and cell.text == "2999977"
    assert "2999977" in cell.question


def test_sums_follow_the_rows(office: Office) -> None:
    office.creates()
    spends(office)
    office.types("outlay.public.r1.adjusted", "201")
    assert office.sees("outlay.public.c20801.spent") == "100.50"
    assert office.sees("outlay.public.c208.spent") == "111.70"
    assert office.sees("outlay.public.c20801.completion") == "50.00%"  # a rate, not a sum of rates
    assert office.sees("outlay.total.spent") == "117.70"
    office.goes_to("outlay.public.c208.spent")
    office.enters("5")
    assert "自动合计：208 社会保障和就业支出下面各行之和" in office.status()
    office.types("outlay.public.r2.code", "2080106")  # another subject: its old sum goes
    assert office.cell("outlay.public.c20805.spent") is None
    assert office.sees("outlay.public.c20801.spent") == "111.70"
    office.types("outlay.public.r2.code", "20801")  # typed as 款: it stands there itself
    assert office.cell("outlay.public.c20801.spent") is None


def test_a_block_from_excel_becomes_rows_in_one_step(office: Office) -> None:
    office.creates()
    block = (
        "208\t社会保障和就业支出\t120\t120\r\n"
        "20801\t  人力资源和社会保障管理事务\t120\t120\r\n"
        "2080106\t    就业管理事务\t100\t101\r\n"
        "2080199\t\t20\t19\r\n"
        "\t合计\t120\t120\r\n"
    )
    QGuiApplication.clipboard().setText(block)
    office.goes_to("outlay.fund.+.code")
    office.presses(Key.Key_V, CONTROL)
    found = {cell: text for cell, text in office.entries().items() if cell.startswith("outlay.")}
    assert found == {
        "outlay.fund.rows": "r1 r2",
        "outlay.fund.r1.code": "2080106",
        "outlay.fund.r1.name": "就业管理事务",
        "outlay.fund.r1.initial": "100",
        "outlay.fund.r1.adjusted": "101",
        "outlay.fund.r2.code": "2080199",
        "outlay.fund.r2.name": "其他人力资源和社会保障管理事务支出",
        "outlay.fund.r2.initial": "20",
        "outlay.fund.r2.adjusted": "19",
    }
    assert "3行合计、类款小计没有带入" in office.status()
    assert office.sees("outlay.fund.c208.initial") == "120.00"
    office.undoes()
    assert not [cell for cell in office.entries() if cell.startswith("outlay.")]


def test_rows_are_deleted_together_and_come_back(office: Office) -> None:
    office.creates()
    spends(office)
    before = office.entries()
    office.goes_to("outlay.public.r1.code")
    office.presses(Key.Key_Down, SHIFT)
    office.presses(Key.Key_Down, SHIFT)  # over the sum between them
    office.clicks("删除行")
    assert office.entries()["outlay.public.rows"] == "r3"
    assert office.cell("outlay.public.r1.code") is None
    assert office.cell("outlay.public.c208.spent") is None
    office.undoes()
    assert office.entries() == before
    office.goes_to("outlay.public.r3.basic")
    office.chooses_from_menu("删除行")
    assert office.cell("outlay.public.r3.code") is None


def test_a_sum_and_the_blank_line_cannot_be_deleted(office: Office) -> None:
    office.creates()
    spends(office)
    before = office.entries()
    for address, said in (
        ("outlay.public.c208.spent", "类、款合计随下面的行"),
        ("outlay.public.+.code", "空行"),
        ("outlay.total.spent", "固定的"),
    ):
        office.goes_to(address)
        office.clicks("删除行")
        assert said in office.status()
    assert office.entries() == before


def test_the_button_leads_to_the_blank_line(office: Office) -> None:
    office.creates()
    office.goes_to("outlay.own_total.initial")
    office.clicks("＋ 行")
    office.enters("2080199")
    office.presses(Key.Key_Return)
    assert office.entries()["outlay.own.r1.code"] == "2080199"


def test_only_what_changed_much_is_shown(office: Office) -> None:
    office.creates()
    spends(office, {"2080106": ("110", ""), "2080505": ("101", ""), "2210201": ("7", "")})
    for row, last in (("r1", "50"), ("r2", "100")):  # +120%, +1%; 2210201 is new
        office.types(f"outlay.public.{row}.last", last)
    office.asks_over("20")
    assert office.cell("outlay.public.r2.code") is None
    assert office.cell("outlay.public.c20805.spent") is None
    assert office.cell("outlay.public.r1.code") and office.cell("outlay.public.r3.code")
    assert office.cell("outlay.public.c208.spent"), "the sum above a line that is shown"
    assert office.says("收起了 1 行")
    office.goes_to("outlay.public.r2.last")  # what is asked for by name is shown
    assert office.sees("outlay.public.r2.last") == "100.00"
    assert not office.says("收起了")


def test_the_official_tables_show_the_ledgers_figures(office: Office) -> None:
    office.creates()
    spends(office)
    office.types("revenue.items.+.code", "2080106", Key.Key_Tab)
    office.enters("117.7")
    office.presses(Key.Key_Return)
    for address, figure in (
        ("gk01.income.public.amount", "117.70"),
        ("gk01.spending.k208.amount", "111.70"),
        ("gk01.spending.total.amount", "117.70"),
        ("gk03.c20801.basic", "80.00"),
        ("gk03.total.project", "20.50"),
    ):
        office.goes_to(address)
        assert office.sees(address) == figure, address
        assert "由“" in office.status() or "自动计算" in office.status()
    office.enters("1")
    assert "不能填写：由“支出”得出" in office.status()
    assert "03表 支出决算表 ✓" in office.tables()
    assert any(line.startswith("07表") and line.endswith("空表") for line in office.tables())


def test_a_figure_leads_to_its_ledger_and_back(office: Office) -> None:
    office.creates()
    spends(office)
    office.goes_to("gk03.c2080106.basic")
    grid = office.ledger.grid
    office.double_clicks(grid, grid.currentIndex().row(), grid.currentIndex().column())
    assert office.current_address() in {"outlay.public.r1.basic", "outlay.public.c2080106.basic"}
    office.clicks("‹ 回到公开03表")
    assert office.current_address() == "gk03.c2080106.basic"


def test_what_an_imported_table_states_can_be_cleared(office: Office) -> None:
    office.creates()
    spends(office)
    office.applies({"stated.gk03.c2080106.basic": "900000"})
    office.goes_to("gk03.c2080106.basic")
    cell = office.cell("gk03.c2080106.basic")
    assert cell is not None and cell.shown == "90.00" and cell.look == "carried"
    assert "台账算出的是 80.00" in office.status()
    office.presses(Key.Key_Delete)
    assert office.sees("gk03.c2080106.basic") == "80.00"
    assert "stated.gk03.c2080106.basic" not in office.entries()
    office.undoes()
    assert office.sees("gk03.c2080106.basic") == "90.00"


def test_a_total_gives_way_to_its_list(office: Office) -> None:
    """公务接待批次 are typed until the list of receptions has some; then the list counts."""
    office.creates()
    office.types("three_counts.batches.this", "7")
    assert office.sees("three_counts.batches.this") == "7"
    office.types("receptions.domestic.+.name", "上级检查组", Key.Key_Tab)
    office.enters("3月1日")
    office.presses(Key.Key_Tab)
    office.enters("2")
    office.presses(Key.Key_Return)
    assert office.entries()["receptions.domestic.r1.name"] == "上级检查组"
    cell = office.cell("three_counts.batches.this")
    assert cell is not None and cell.shown == "2" and cell.look == "computed"
    assert "这里填的是7" in cell.question + cell.problem
    office.goes_to("three_counts.batches.this")
    office.enters("9")
    assert office.entries()["three_counts.batches.this"] == "7"
    office.presses(Key.Key_Delete)
    cell = office.cell("three_counts.batches.this")
    assert cell is not None and not cell.question and not cell.clears
    assert "three_counts.batches.this" not in office.entries()


def test_receptions_are_listed_without_a_button(office: Office) -> None:
    office.creates()
    office.goes_to("receptions.domestic.+.name")
    assert office.cursor_is_in_sight()
    for name in ("甲单位", "乙单位"):
        office.enters(name)
        office.presses(Key.Key_Return)
    entries = office.entries()
    assert [entries[f"receptions.domestic.{row}.name"] for row in ("r1", "r2")] == [
        *("甲单位", "乙单位"),
    ]
    QGuiApplication.clipboard().setText(
        "丙单位\t5月2日\t1\t8\t2\t900\n丁单位\t6月1日\t1\t5\t1\t300"
    )
    office.presses(Key.Key_V, CONTROL)
    assert office.sees("receptions.domestic_total.guests") == "13"
    assert office.sees("receptions.total.amount") == "1,200.00"


def test_from_a_finding_to_its_cell_and_back(office: Office) -> None:
    office.creates()
    office.types("outlay.public.+.code", "2080106", Key.Key_Tab)
    office.enters("很多")
    office.presses(Key.Key_Return)
    office.types("three_publics.abroad.actual", "无")
    office.shows_tab("审核")
    at = office.finding("“很多”")
    office.double_clicks(office.findings.grid, at, 2)
    assert office.current_address() == "outlay.public.r1.initial"
    office.presses(Key.Key_Left, ALT)
    assert office.findings.grid.currentIndex().row() == at
    office.double_clicks(office.findings.grid, at, 2)
    office.enters("5")
    office.presses(Key.Key_Return)
    office.clicks("‹ 回到审核")
    assert "已经解决" in office.status()
    assert not office.says("‹ 回到审核")


@pytest.mark.parametrize("scheme", ["national-2020", "hunan-2023", "yunnan-2022"])
def test_every_table_of_the_tab_can_be_shown(office: Office, scheme: str) -> None:
    office.creates(scheme=scheme)
    spends(office)
    office.shows_tab("收入支出")
    page = office.ledger
    assert len(office.tables()) > 12
    for at in range(page.list.items.count()):
        page.list.items.setCurrentRow(at)
        office.settle()
        title = office.tables()[at].split()[0]
        if title not in {"填写", "自动生成"}:
            assert page.grid.grid_model.rowCount() > 0, title
    office.presses(Key.Key_3, CONTROL)
    office.enters("1")
    office.presses(Key.Key_Return)
    assert office.entries()["three_publics.abroad.initial"] == "1"


def test_what_a_row_is_stays_in_sight(office: Office) -> None:
    office.creates()
    spends(office)
    office.goes_to("outlay.public.r1.growth")
    assert office.sees_beside("2080106")
    office.clicks_beside("2080106")  # a click there goes to the real cell
    assert office.current_address() == "outlay.public.r1.code"
    assert not office.sees_beside("2080106"), "nothing is scrolled away now"
    office.goes_to("outlay.public.r1.last")
    office.enters("5")
    office.presses(Key.Key_Return)
    assert office.sees("outlay.public.r1.last") == "5.00"


def test_a_selection_grows_from_where_enter_has_led(office: Office) -> None:
    office.creates()
    spends(office)
    grid = office.ledger.grid
    at = grid.grid_model.view.find("outlay.public.r1.initial")
    assert at is not None
    office.double_clicks(grid, *at)
    office.presses(Key.Key_Return)
    assert office.current_address() == "outlay.public.r2.initial"
    office.presses(Key.Key_Right, SHIFT)
    assert grid.block() == (range(at[0] + 2, at[0] + 3), range(at[1], at[1] + 2))
    office.presses(Key.Key_Left, SHIFT)
    office.presses(Key.Key_Left, SHIFT)
    assert grid.block()[1] == range(at[1] - 1, at[1] + 1)


def test_a_scheme_with_nothing_by_subject_keeps_its_small_tables(office: Office) -> None:
    office.creates()
    assert office.window.session is not None
    scheme = office.window.session.scheme
    small = tuple(table for table in scheme.tables if not table.lists)
    assert has_ledgers(scheme, "income_spending")
    assert not has_ledgers(replace(scheme, tables=small, accounts=()), "income_spending")
    assert isinstance(office.work.pages["three_publics"], TablesPage)
