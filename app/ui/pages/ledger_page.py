"""收入支出: the ledgers that are filled in and the official tables that follow, one in front."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.accounts import AccountReport
from app.domain.ledger import NEW
from app.domain.missing import begun
from app.domain.naming import published_unit
from app.domain.report import Report
from app.domain.submission import ids
from app.domain.table_cells import tidy_code
from app.handover import ACCOUNTS, has_accounts
from app.scheme.cells import STATED, under_code
from app.scheme.model import Scheme, Table
from app.ui import style
from app.ui.grid.desk import Desk
from app.ui.grid.grid import Grid
from app.ui.grid.subject_picker import Offer, offers
from app.ui.layout import ShortLabel, button, card, label, row
from app.ui.pages.ledger_list import Entry, LedgerList
from app.ui.pages.over_filter import OverFilter
from app.ui.pages.own_rows import OwnRows
from app.ui.pages.page import Inlets, Page
from app.ui.style import px
from app.ui.tab_order import next_part
from app.ui.views.account_views import (
    DIFFERENCES,
    FIGURES,
    MORE,
    account_view,
    source_of,
)
from app.ui.views.changes import moved_only, with_changes, years
from app.ui.views.ledger_views import Ledger, by_subject
from app.ui.views.showing import Showing, showing_of
from app.ui.views.table_views import growth_column, has_amounts, table_view
from app.ui.views.views import CellView, GridView

LIST_WIDTH = 236
LIST_SHARE = 27  # per cent of the page at most
LABEL_WIDTH = 260  # px that the words of a row need at least
FOLLOWS = "由台账自动生成，不能在这里改；双击一个数，到它所在的台账"
TABLE, ACCOUNT, VIEW = "table", "account", "view"


def has_ledgers(scheme: Scheme, tab: str) -> bool:
    """Whether a tab is for ledgers and official tables rather than a few small tables."""
    mine = [table for table in scheme.tables if table.tab == tab]
    accounts = tab == "income_spending" and bool(scheme.accounts)
    return accounts or any(by_subject(table) for table in mine)


class LedgerPage(Page):
    """The list at the left chooses what the one grid shows; hidden tables cost nothing."""

    def __init__(self, desk: Desk, scheme: Scheme, tab: str, inlets: Inlets) -> None:
        super().__init__(desk)
        self._inlets = inlets
        self._tables = {f"{TABLE}.{one.id}": one for one in scheme.tables if one.tab == tab}
        self._ledgers = {
            key: Ledger(one, one.id) for key, one in self._tables.items() if by_subject(one)
        }
        self._accounts = {f"{ACCOUNT}.{one.id}": one for one in scheme.accounts}
        self._more = {f"{VIEW}.{title}": made for title, made in MORE}
        self._report: Report | None = None
        self._key = next(iter((*self._tables, *self._accounts, *self._more)), "")
        self._places: dict[str, tuple[str, int]] = {}  # row and column of what was in front
        self.grid = Grid(desk)
        self.grid.look_up(self._find)
        self.grid.said.connect(desk.say)
        self.grid.current_cell.connect(self.current_cell)
        self._rows = OwnRows(desk, self.grid)
        self.grid.activated_row.connect(self._go_to_source)
        self.list = LedgerList()
        self.list.chosen.connect(self.choose)
        self.list.entered.connect(partial(next_part, self.parts(), 1))
        box = QHBoxLayout(self)
        box.setContentsMargins(px(12), px(12), px(12), px(12))
        box.setSpacing(px(12))
        box.addLayout(self._left())
        box.addWidget(self._right(), 1)

    def parts(self) -> tuple[QWidget, ...]:
        return self.list, self.grid

    def _left(self) -> QVBoxLayout:
        """The list, and below it what need not be typed."""
        box = QVBoxLayout()
        box.setSpacing(px(8))
        box.addWidget(self.list, 1)
        self._taking = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._taking.setSpacing(px(8))
        if not self._ledgers:
            return box
        for words, act, hint in (
            ("带入上年数…", self._inlets.last_year, "从本单位上年的填报取各“上年”栏"),
            ("导入决算表…", self._inlets.accounts, "已有的九张公开表填进台账"),
        ):
            self._taking.addWidget(button(words, act, hint=hint, changes=True))
        box.addLayout(self._taking)
        return box

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the list leaves its share to the table."""
        super().resizeEvent(event)
        width = min(px(LIST_WIDTH), event.size().width() * LIST_SHARE // 100)
        self.list.setFixedWidth(width)
        ways = QBoxLayout.Direction
        beside = sum(one.sizeHint().width() for one in self._buttons_below()) + px(8) <= width
        self._taking.setDirection(ways.LeftToRight if beside else ways.TopToBottom)

    def _buttons_below(self) -> list[QWidget]:
        found = (self._taking.itemAt(at) for at in range(self._taking.count()))
        return [item.widget() for item in found if item is not None]

    def _right(self) -> QWidget:
        frame, box = card()
        self._title = ShortLabel("", "title")
        self._unit = label("", "second")
        self._hint = label("", "second", wrap=True)
        self._filter = OverFilter()
        self._filter.changed.connect(self._show)
        self.over = self._filter.line
        self._buttons = self._rows.buttons("到当前一类末尾的空行", "删除选中的行，可以撤销")
        box.addLayout(row(self._title, self._unit, None, self._filter, *self._buttons))
        box.addWidget(self._hint)
        box.addWidget(self.grid, 1)
        return frame

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def show_report(self, report: Report) -> None:
        self._report = report
        self.list.show_entries(tuple(self._entries(report)), self._key)
        self._show()

    def choose(self, key: str) -> None:
        """Show another table; the cursor is where it was in it."""
        if key == self._key or self._report is None:
            return
        self.commit()
        self._places[self._key] = (self.grid.current_row_id(), self.grid.currentIndex().column())
        self._key = key
        self.grid.forget_place()
        self._show()
        if not self.grid.select_row(*self._places.get(key, ("", -1))):
            self.grid.scrollToTop()
            self.grid.horizontalScrollBar().setValue(0)
            self.current_cell.emit(None)
        self.list.show_entries(tuple(self._entries(self._report)), key)

    def _show(self) -> None:
        report, key = self._report, self._key
        if report is None or not key:
            return
        table = self._tables.get(key)
        self._rows.show(report, table, table.id if table else "")
        showing = showing_of(self.desk.memory)
        view = self._view(report, key, showing)
        self._describe(report, key, table, showing)
        self.grid.show_view(view)

    def _view(self, report: Report, key: str, showing: Showing) -> GridView:
        limit = self._filter.limit() if self._compares(key) else None
        if key in self._ledgers:
            view = self._ledgers[key].view(report, limit, showing)
            self._filter.say_hidden(self._ledgers[key].hidden)
            return view
        if key in self._tables:
            one = self._tables[key]
            view = table_view(report, one, one.id, grows=True, showing=showing)
            view = with_changes(view, report, one, one.id, showing)
            view, hidden = moved_only(view, report, one, one.id, limit)
            self._filter.say_hidden(hidden)
            least = (LABEL_WIDTH, *([showing.width(one.unit)] * (len(view.headers) - 1)))
            heads = ("项目", *view.headers[1:])  # the title stands above the grid
            return replace(view, headers=heads, least=least, widths=least)
        if key in self._accounts:
            return account_view(report, report.account(self._accounts[key].id), showing)
        self._filter.say_hidden(0)
        return self._more[key](report, showing, limit)

    def _compares(self, key: str) -> bool:
        """Whether what is in front stands beside last year."""
        if key in self._ledgers:
            return growth_column(self._tables[key]) is not None
        table = self._tables.get(key)
        return key == f"{VIEW}.{DIFFERENCES}" or (table is not None and years(table) is not None)

    def _describe(self, report: Report, key: str, table: Table | None, showing: Showing) -> None:
        account = report.account(self._accounts[key].id) if key in self._accounts else None
        lists = bool(table and table.lists)
        for part in self._buttons:
            part.setVisible(lists)
        self._filter.setVisible(self._compares(key))
        if table is not None:
            self._title.setText(table.title)
            self._hint.setText(table.hint)
            self._unit.setText(f"单位：{showing.label(table.unit)}" if has_amounts(table) else "")
        elif account is not None:
            self._title.setText(f"{account.label}　{account.account.title}".strip())
            self._unit.setText(f"单位：{showing.label(published_unit(report))}")
            self._hint.setText(_about(report, account))
        else:
            title = key.partition(".")[2]
            self._title.setText(title)
            amounts = f"金额单位：{showing.unit_of(published_unit(report))}"
            self._unit.setText(amounts if title == FIGURES else "")  # others say it in their heads
            self._hint.setText("")
        self._hint.setVisible(bool(self._hint.text()))
        self.grid.setAccessibleName(self._title.text())

    # ── the list ─────────────────────────────────────────────────────────────────────────

    def _entries(self, report: Report) -> Iterator[Entry]:
        errors: Counter[str] = Counter()
        questions: Counter[str] = Counter()
        for found in report.findings:
            if found.asks:
                start = found.cells[0].removeprefix(f"{STATED}.").partition(".")[0]
                (errors if found.level == "error" else questions)[start] += 1
        entries, numbers = report.submission.entries, report.numbers

        def entry(key: str, one: str, title: str, good: str, blank: str) -> Entry:
            said = [f"✗{errors[one]}"] if errors[one] else []
            said += [f"⚠{questions[one]}"] if questions[one] else []
            ink = style.ERROR if errors[one] else style.QUESTION if said else style.GOOD
            if not said:
                said, ink = [good or blank], ink if good else style.SECOND
            return Entry(key, title, " ".join(said), ink)

        if self._tables:
            yield Entry("", "填写")
        for key, table in self._tables.items():
            filled = numbers is not None and begun(table, entries, numbers)
            yield entry(key, table.id, table.title, "✓ 已填" if filled else "", "空")
        if self._accounts or self._more:
            yield Entry("", "自动生成")
        for account in report.accounts:
            one = account.account
            title = f"{_short(account.label)} {one.title}".strip()
            good = "" if account.empty else "✓"
            yield entry(f"{ACCOUNT}.{one.id}", one.id, title, good, "空表")
        yield from (Entry(key, key.partition(".")[2]) for key in self._more)

    # ── subjects ─────────────────────────────────────────────────────────────────────────

    def _find(self, cell: CellView, text: str) -> tuple[Offer, ...]:
        if self._report is None:
            return ()
        return offers(self._report.codes, cell.picks, text, self._report.submission.year)

    # ── going places ─────────────────────────────────────────────────────────────────────

    def go_to(self, address: str) -> bool:
        """Any cell of a ledger or an official table; a row that is gone leads to its list's end."""
        address = address.removeprefix(f"{STATED}.")
        start = address.partition(".")[0]
        key = next((k for k in (f"{TABLE}.{start}", f"{ACCOUNT}.{start}") if k in self._all()), "")
        if not key or self._report is None:
            return False
        self.choose(key)
        if self.grid.select_address(address):
            return True
        self.over.clear()  # the filter may hide it
        return any(map(self.grid.select_address, (address, *self._near(address))))

    def _all(self) -> dict[str, object]:
        return {**self._tables, **self._accounts}

    def _near(self, address: str) -> Iterator[str]:
        """Where to go for what has no cell of its own, the best first."""
        start, _, name = address.rpartition(".")
        list_at = start.rpartition(".")[0]
        if under_code(address) and self._report is not None:
            code = start.rpartition(".c")[2]
            entries = self._report.submission.entries
            for one in ids(entries, f"{list_at}.rows"):
                if tidy_code(entries.get(f"{list_at}.{one}.code", "")).startswith(code):
                    yield f"{list_at}.{one}.{name}"
            yield f"{list_at}.total.{name}"
        for place in (f"{address}.{NEW}", f"{start}.{NEW}", f"{list_at}.{NEW}"):
            yield from (f"{place}.{cell}" for cell in (name, "code", "name"))
        yield f"{address}.code"

    def here(self) -> tuple[str, str] | None:
        """What follows from the ledgers is come back to from the ledger of one of its figures."""
        if self._key in self._tables or self._report is None:
            return None
        place = f"{self._key} {self.grid.current_row_id()} {self.grid.currentIndex().column()}"
        if self._key not in self._accounts:
            return self._key.partition(".")[2], place
        account = self._report.account(self._accounts[self._key].id)
        return account.label or account.account.title, place

    def come_back(self, place: str) -> None:
        key, row_id, column = place.rsplit(" ", 2)
        self.choose(key)
        self.grid.select_row(row_id, int(column))

    def current_prefix(self) -> str:
        """The official table in front; all of them where a ledger is."""
        account = self._accounts.get(self._key)
        if account is not None:
            return account.id
        return ACCOUNTS if self._report is not None and has_accounts(self._report) else ""

    def _go_to_source(self, _row: str) -> None:
        """A double-click on what follows from the ledgers goes to where it comes from."""
        cell, report = self.grid.cell(), self._report
        if self._key in self._tables or cell is None or report is None:
            return
        official = self._key in self._accounts
        place = source_of(report, cell.address) if official else cell.address
        if place:
            self.desk.go_to(place)


def _short(account_label: str) -> str:
    """公开01表 as the list says it: 01表."""
    return account_label.removeprefix("公开")


def _about(report: Report, account: AccountReport) -> str:
    parts = [FOLLOWS]
    if account.empty and account.account.empty:
        names = {"unit": report.text("info.unit"), "year": str(report.submission.year)}
        said = account.account.empty
        for name, text in names.items():
            said = said.replace(f"{{{name}}}", text)
        parts.append(said)
    if account.account.unsure:
        parts.append(f"未见原表：{account.account.unsure}")
    return "　".join(parts)
