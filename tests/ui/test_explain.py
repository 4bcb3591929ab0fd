"""F1: every cell says what belongs into it, in plain words, wherever the cursor is."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from app.codes import code_book
from app.domain.compute import compute
from app.domain.report import Report
from app.domain.shown import places
from app.exchange.package import parse
from app.resources import sample_text, shipped_schemes
from app.scheme.model import Scheme
from app.ui.beside.explaining import explanation
from app.ui.grid.grid import Grid
from app.ui.views.account_views import account_view
from app.ui.views.form_views import indicators_view, money_view
from app.ui.views.ledger_views import Ledger, by_subject
from app.ui.views.table_views import table_view
from app.ui.views.views import GridView
from tests.scheme.layouts import FOLDERS, loaded
from tests.test_filled_schemes import blank_entries, full_entries, report_of
from tests.ui.beside import opens_sample, panel
from tests.ui.driver import Office

Key = Qt.Key
# an address, or a word of the code; OK in units and names of the documents
INSIDE = re.compile(r"[a-z_]+\.[a-z_]+|\b[a-z]{3,}\b|_|种子|凭知识|None")
EMPTY = re.compile(r"“”|（）|：$|　$", re.MULTILINE)
SCHEMES = [pytest.param(loaded(folder), id=folder.name) for folder in FOLDERS]


def wrong(report: Report, address: str, view: tuple[GridView, int, int] | None = None) -> list[str]:
    """What a clerk would complain of in the explanation of a cell."""
    cell, near = None, ""
    if view is not None:
        grid, row, column = view
        cell = grid.rows[row][column]
        near = next((one.address for one in grid.rows[row] if one.address), "")
    found = explanation(report, address, cell, near)
    text = "\n".join(part.text for part in found.parts)
    said = []
    if not text.strip() or not found.title.strip():
        said.append("nothing is said")
    every = f"{found.title}\n{found.place}\n{text}"
    allowed = re.sub(r"min\(1|Alt\+Enter|Excel|510000_0013zp", "", every)
    said += [f"{_around(allowed, match)!r}" for match in INSIDE.finditer(allowed)]
    said += [f"{_around(text, match)!r}" for match in EMPTY.finditer(text)]
    return [f"{address}: {one}" for one in said]


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 30) : match.end() + 20]


def addresses(report: Report) -> Iterator[str]:
    """Every cell that can be typed, computed or shown in an official table."""
    assert report.numbers is not None
    yield from places(report.scheme, report.submission.entries)
    yield from report.numbers.cells
    for account in report.accounts:
        yield from account.values
    for form in report.forms:
        for row in form.indicators:
            yield from (f"{row.address}.{one}" for one in ("given", "actual", "target", "weight"))
        if form.execution is not None:
            yield f"{form.prefix}.execution.given"


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_cell_of_every_scheme_explains_itself(scheme: Scheme, full: bool) -> None:
    entries = full_entries(scheme) if full else blank_entries(scheme)
    report = report_of(scheme, entries)
    found = [one for address in addresses(report) for one in wrong(report, address)]
    assert not found, "\n".join(found[:10])


def sample_report() -> Report:
    sample = parse(sample_text(), shipped_schemes())
    scheme = shipped_schemes()[sample.scheme_id]
    return compute(scheme, sample, None, codes=code_book({}))


def grids(report: Report) -> Iterator[GridView]:
    """Every grid of the sample, heads and labels included."""
    for table in report.scheme.tables:
        if by_subject(table):
            yield Ledger(table, table.id).view(report)
        else:
            yield table_view(report, table, table.id, grows=True)
    yield from (account_view(report, account) for account in report.accounts)
    for form in report.forms:
        yield indicators_view(report, form)
        for table in form.form.tables:
            if table is form.form.money:
                yield money_view(report, form, table)


def test_every_cell_of_every_grid_of_the_sample_explains_itself() -> None:
    report = sample_report()
    found, cells = [], 0
    for view in grids(report):
        for at in range(len(view.rows)):
            for column, cell in enumerate(view.rows[at]):
                cells += 1
                found += wrong(report, cell.address, (view, at, column))
    assert cells > 3000
    assert not found, "\n".join(found[:10])


CASES = [  # address, what is said of it
    ("outlay.public.r1.basic", ("保障机构正常运转", "两位小数", "万元")),
    ("outlay.total.spent", ("基本支出＋项目支出", "应", "政府采购")),
    ("carryover.public.due", ("年初结转和结余＋本年收入", "－本年支出", "应等于")),
    ("gk03.c208.basic", ("本表反映部门本年度各项支出情况", "这个科目的数相加", "公开03表")),
    ("gk09.total.actual_total", ("取自“‘三公’经费支出", "实际支出")),
    ("three_publics.reception.actual", ("接待清单", "应等于")),
    ("project.p1.i1.given", ("达到指标值得满分", "改分理由", "财预〔2020〕10号")),
    ("project.p1.execution.given", ("预算执行率占10分",)),
    ("project.p1.money.total.executed", ("各张项目支出绩效自评表",)),
    ("project.p1.department", ("取自“基本信息”",)),
    ("info.fill_date", ("2024年6月30日",)),
]


@pytest.mark.parametrize(("address", "words"), CASES)
def test_an_explanation_says_what_matters(address: str, words: tuple[str, ...]) -> None:
    found = explanation(sample_report(), address)
    text = "\n".join(part.text for part in found.parts)
    for one in words:
        assert one in text


def test_f1_explains_the_cell_follows_the_cursor_and_folds(office: Office) -> None:
    opens_sample(office)
    office.goes_to("outlay.public.r1.basic")
    assert panel(office) == ""
    office.presses(Key.Key_F1)
    assert "基本支出 · 就业管理事务" in panel(office)
    assert office.current_address() == "outlay.public.r1.basic"  # the cursor stays in the work
    office.presses(Key.Key_Right)
    assert "项目支出 · 就业管理事务" in panel(office)
    office.goes_to("project.p1.i1.target")
    assert "照年初批复的绩效目标填" in panel(office)
    office.presses(Key.Key_Escape)
    assert panel(office) == ""
    assert office.current_address() == "project.p1.i1.target"


def test_f1_in_a_field_and_while_typing(office: Office) -> None:
    opens_sample(office)
    office.goes_to("info.unit")
    office.presses(Key.Key_F1)
    assert "与单位公章一致的全称" in panel(office)
    office.goes_to("income.public.initial")
    office.enters("12")
    office.presses(Key.Key_F1)
    assert "一般公共预算拨款" in panel(office)
    office.presses(Key.Key_Return)
    assert office.entries()["income.public.initial"] == "12"


def test_over_the_work_the_panel_leaves_the_cell_in_sight(office: Office) -> None:
    opens_sample(office)
    office.window.resize(1024, 700)
    office.goes_to("project.p1.i1.actual")
    office.presses(Key.Key_F1)
    grid, side = office.focus(), office.work.aside.panel
    assert isinstance(grid, Grid)
    cell = grid.visualRect(grid.currentIndex())
    corners = (cell.topLeft(), cell.bottomRight())
    places = [side.mapFromGlobal(grid.viewport().mapToGlobal(one)) for one in corners]
    assert not any(side.rect().contains(one) for one in places)


def test_a_narrow_window_shows_the_panel_over_the_work(office: Office) -> None:
    opens_sample(office)
    office.window.resize(1024, 700)
    office.goes_to("outlay.public.r1.basic")
    before = office.ledger.width()
    office.presses(Key.Key_F1)
    side = office.work.aside.panel
    assert office.ledger.width() == before
    assert side.isVisible() and side.geometry().right() <= office.work.width()
    office.window.resize(1366, 768)
    office.settle()
    assert office.ledger.width() <= side.geometry().left()


def test_esc_in_a_cell_leaves_the_cell_first_and_the_panel_open(office: Office) -> None:
    opens_sample(office)
    office.goes_to("income.public.initial")
    before = office.sees("income.public.initial")
    office.presses(Key.Key_F1)
    office.enters("12")
    office.presses(Key.Key_Escape)
    assert office.sees("income.public.initial") == before
    assert panel(office)
    office.presses(Key.Key_Escape)
    assert not panel(office)
