"""查看来源: how a figure came about, down to what somebody typed, with a way there and back."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from app.domain.accounts import IN_WAN
from app.domain.narration import narration
from app.domain.report import Report
from app.domain.values import read_amount
from app.ui.beside.tracing import Working, derived_working, working
from tests.ui.beside import ALT, CONTROL, bar, opens_sample, panel, sources
from tests.ui.driver import Office
from tests.ui.test_explain import sample_report

Key = Qt.Key
BRACKET = Key.Key_BracketLeft


def names(found: Working) -> list[str]:
    return [one.name for one in found.sources]


def amount(text: str) -> Decimal:
    return read_amount(text.replace("空", ""), "万元").value or Decimal(0)


CASES = [  # address, words of the working, names of its inputs
    (
        "outlay.public.c208.basic",
        "下面各行之和",
        ["20801 人力资源和社会保障管理事务", "20805 行政事业单位养老支出", "20899 "],
    ),
    ("gk03.total.spent", "基本支出＋项目支出", ["基本支出", "项目支出"]),
    ("gk03.c208.basic", "这个科目的数相加", ["208 社会保障和就业支出"]),
    ("gk01.income.public.amount", "一般公共预算财政拨款", ["本年收入合计"]),
    ("gk09.total.actual_total", "取自", ["合计　决算数"]),
    (
        "carryover.public.due",
        "年初结转和结余＋本年收入",
        ["年初结转和结余", "本年收入", "本年支出"],
    ),
    ("project.p1.money.total.executed", "当年财政拨款＋", ["当年财政拨款", "上年结转资金"]),
    ("project.p1.i1.given", "满分", ["年度指标值", "实际完成值", "分值"]),
    ("project.p1.execution.given", "÷", ["全年执行数", "全年预算数"]),
    ("project.p1.department", "基本信息", ["主管部门"]),
    ("spending.project.actual", "项目支出", ["本年支出合计　项目支出"]),
]


@pytest.mark.parametrize(("address", "words", "inputs"), CASES)
def test_a_figure_names_its_working_and_its_inputs(
    address: str, words: str, inputs: list[str]
) -> None:
    found = working(sample_report(), address)
    assert not found.typed
    assert words in "\n".join(found.words)
    said = "\n".join(names(found))
    for one in inputs:
        assert one in said


def added_up(report: Report) -> list[str]:
    """Figures that are the plain sum of what they name."""
    assert report.numbers is not None
    sums = [f"{at}.c{code}.basic" for at in report.numbers.sums for code in report.numbers.sums[at]]
    return [one for one in sums if one in report.values] + [
        *("outlay.public_total.basic", "outlay.total.spent", "revenue.total.public"),
        *("gk03.total.basic", "gk03.total.spent", "gk02.total.public", "gk05.total.project"),
        *("economic.total.basic", "project.p1.money.total.initial", "gk01.income.received.amount"),
    ]


def test_the_inputs_of_a_sum_make_the_sum() -> None:
    report = sample_report()
    figures = [one for one in added_up(report) if working(report, one).figure]
    assert len(figures) > 30
    for address in figures:
        found = working(report, address)
        total = sum((amount(one.figure) for one in found.sources), Decimal(0))
        assert round(total, IN_WAN + 4) == amount(found.figure), address


def test_every_figure_ends_in_what_is_typed() -> None:
    """Opened step by step, no computed figure leads in a circle or to nothing."""
    report = sample_report()
    assert report.numbers is not None
    shown = {cell for account in report.accounts for cell in account.values}
    deepest = max(_depth(report, cell, ()) for cell in (*report.numbers.cells, *shown))
    assert 4 <= deepest <= 12


def _depth(report: Report, cell: str, above: tuple[str, ...]) -> int:
    assert cell not in above
    if cell in _KNOWN:
        return _KNOWN[cell]
    found = working(report, cell)
    below = [_depth(report, one.address, (*above, cell)) for one in found.sources if one.opens]
    _KNOWN[cell] = 1 + max(below, default=0)
    return _KNOWN[cell]


_KNOWN: dict[str, int] = {}


def test_a_derived_figure_of_the_text_has_its_working() -> None:
    report = sample_report()
    figures = [one for section in narration(report) for one in section.figures if one.working]
    assert figures
    for one in figures:
        found = derived_working(report, one.id)
        assert found is not None
        assert one.working in found.words
        assert [source.address for source in found.sources] == list(one.cells)


# ── by keys ───────────────────────────────────────────────────────────────────────────────


def test_ctrl_bracket_opens_the_tree_enter_jumps_alt_left_returns(office: Office) -> None:
    opens_sample(office)
    office.goes_to("gk03.total.basic")
    office.presses(BRACKET, CONTROL)
    assert "738.08 万元" in panel(office)
    first = sources(office)[0]
    assert "208 社会保障和就业支出" in first[0]
    assert first[1] == "673.99 万元"
    office.presses(Key.Key_Right)  # opens it
    assert "20801 人力资源和社会保障管理事务" in sources(office)[1][0]
    office.presses(Key.Key_Down)
    office.presses(Key.Key_Return)
    assert office.current_address() == "outlay.public.c20801.basic"
    assert "451.54 万元" in panel(office)  # it follows
    office.presses(Key.Key_Left, ALT)
    assert office.current_address() == "gk03.total.basic"


def test_from_a_ledger_too_alt_left_returns(office: Office) -> None:
    opens_sample(office)
    office.goes_to("outlay.total.spent")
    office.presses(BRACKET, CONTROL)
    office.presses(Key.Key_Return)
    assert office.current_address() == "outlay.total.basic"
    assert office.says("本年支出合计")
    office.presses(Key.Key_Left, ALT)
    assert office.current_address() == "outlay.total.spent"


def test_a_score_leads_to_its_target(office: Office) -> None:
    opens_sample(office)
    office.goes_to("project.p1.i1.given")
    office.presses(BRACKET, CONTROL)
    office.presses(Key.Key_Down)
    office.presses(Key.Key_Return)
    assert office.current_address() == "project.p1.i1.actual"


def test_a_typed_cell_says_what_stood_there_before(office: Office) -> None:
    opens_sample(office)
    for text in ("400", "401.5"):
        office.types("outlay.public.r1.basic", text)
    office.goes_to("outlay.public.r1.basic")
    office.presses(BRACKET, CONTROL)
    said = panel(office)
    assert "这一格是填写的" in said
    latest = [line for line in said.splitlines() if "→" in line]
    assert "400 → 401.5" in latest[0]
    assert "393.94 → 400" in latest[1]
    assert office.current_address() == "outlay.public.r1.basic"


def test_the_figures_change_while_the_panel_is_open(office: Office) -> None:
    opens_sample(office)
    office.goes_to("outlay.public.c208.basic")
    office.presses(BRACKET, CONTROL)
    office.types("outlay.public.r1.basic", "493.94")
    office.goes_to("outlay.public.c208.basic")
    assert "773.99 万元" in panel(office)
    assert "审核" in bar(office)
