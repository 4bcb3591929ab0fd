"""One open submission: the bar on top, the seven tabs with their state, the page below."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QStatusBar,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.domain.checks import tab_of
from app.domain.remarks import REMARK
from app.domain.report import Report
from app.domain.submission import Edit
from app.domain.values import shorten
from app.scheme.cells import STATED
from app.scheme.model import Scheme
from app.scheme.read_table import TABS
from app.ui.beside.aside import Around, Aside
from app.ui.beside.find_bar import FindBar, Searched
from app.ui.beside.guide import Guide, Ways
from app.ui.fields import TextField
from app.ui.grid.desk import Desk
from app.ui.grid.grid import Grid
from app.ui.layout import button, name_scrollers
from app.ui.pages.page import Page
from app.ui.pages.pages import Doors, Pages
from app.ui.status import Status
from app.ui.style import px
from app.ui.tab_order import next_part
from app.ui.today import put_today
from app.ui.top_bar import Actions, PageActions, TopBar
from app.ui.unit_switch import KEYS as SWITCH_KEYS
from app.ui.unit_switch import UnitSwitch
from app.ui.views.views import TAB_NAMES, CellView, tab_states


class WorkPage(QWidget):
    def __init__(
        self, scheme: Scheme, year: int, desk: Desk, actions: Actions, doors: Doors
    ) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._scheme = scheme
        self._actions, self._preview = actions, doors.outlets.preview
        self._report: Report | None = None
        self._stale = set(TAB_NAMES)
        self.status = Status(desk.zoom)
        self._left: tuple[str, Callable[[], None]] | None = None  # where a jump began; back to it
        self._return = button("", self.return_back, "plain", "Alt+←")
        self._return.hide()
        switch = UnitSwitch(desk.memory)
        switch.asked.connect(self.show_in)
        searched = Searched(self.current_page, lambda: self._report, self.go_to)
        self.find_bar = FindBar(searched, desk.memory)
        own = PageActions(
            self.find_bar.open_bar, self.preview_current, partial(self.show_tab, "export")
        )
        self.bar = TopBar(scheme.title, year, actions, own, switch)
        self._stack = QStackedWidget()
        self.pages = Pages(scheme, desk, doors, self._page_made)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("页签")
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for at, tab in enumerate(self.pages):
            self.tabs.addTab(TAB_NAMES[tab])
            self.tabs.setTabToolTip(at, f"Ctrl+{at + 1}")
        name_scrollers(self.tabs)
        around = Around(self.current_tab, self.current_prefix, self.go_to, self.jump_from)
        self.aside = Aside(self, self._stack, desk, around)
        ways = Ways(desk.apply, self.go_to, self.show_tab, doors.outlets.preview)
        self.guide = Guide(desk.memory, ways)
        self._make_shortcuts()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.bar)
        box.addWidget(self._tab_row())
        box.addWidget(self.guide)
        box.addWidget(self.find_bar)
        box.addWidget(self.aside.beside, 1)
        box.addWidget(self.aside.findings)
        self._show_tab(0)  # its parts have their place: none is shown as a window of its own
        self.tabs.currentChanged.connect(self._show_tab)
        self.tabs.tabBarClicked.connect(lambda _at: QTimer.singleShot(0, self, self.enter))

    def _page_made(self, page: Page) -> None:
        self._stack.addWidget(page)
        page.current_cell.connect(self.status.show_cell)
        page.current_cell.connect(self._follow)

    def _follow(self, cell: CellView | None) -> None:
        self.aside.follow(cell)

    def _make_shortcuts(self) -> None:
        for at in range(len(self.pages)):
            QShortcut(QKeySequence(f"Ctrl+{at + 1}"), self, partial(self._turn_to, at))
        # spelled out: the standard keys differ by system, and one key given twice does nothing
        for keys, act in (
            ("Ctrl+PgDown", partial(self._turn, 1)),
            ("Ctrl+PgUp", partial(self._turn, -1)),
            ("Ctrl+Z", self._actions.undo),
            ("Ctrl+Y", self._actions.redo),
            ("Ctrl+Shift+Z", self._actions.redo),
            ("Ctrl+P", self.preview_current),
            ("Ctrl+W", self._leave),
            ("F6", lambda: next_part(self.current_page().parts(), 1)),
            ("Shift+F6", lambda: next_part(self.current_page().parts(), -1)),
            ("Ctrl+F", self.find_bar.open_bar),
            ("F3", partial(self.find_bar.step, 1)),
            ("Shift+F3", partial(self.find_bar.step, -1)),
            ("Alt+Left", self.return_back),
            ("Ctrl+G", self.return_back),
            ("Ctrl+;", put_today),
            (SWITCH_KEYS, lambda: self.show_in(self.bar.switch.next())),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def _tab_row(self) -> QWidget:
        holder = QWidget()
        holder.setObjectName("bar")
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QHBoxLayout(holder)
        box.setContentsMargins(px(8), 0, px(8), 1)  # the line below all of them
        box.addWidget(self.tabs, 1)  # all the room: its labels grow and shrink
        box.addWidget(self.aside.rest)
        box.addWidget(self._return)
        return holder

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.aside.resized()

    def attach_status(self, bar: QStatusBar) -> None:
        self.status.attach(bar)

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def show_report(self, report: Report) -> None:
        """Show a new report: the page in front now, the others when they come to the front."""
        changed = self._report is not None and report is not self._report
        self._report = report
        self.bar.show_unit(report.text("info.unit"))
        for at, (tab, state) in enumerate(
            (tab, state) for tab, state in tab_states(report).items() if tab in self.pages
        ):
            name = TAB_NAMES[tab]
            text = name if tab == "export" or _empty(report, tab) else state.label(name)
            if self.tabs.tabText(at) != text:
                self.tabs.setTabText(at, text)
        self._stale = set(TAB_NAMES)
        self._refresh()
        self.aside.show_report(report)
        self.guide.show_report(report)
        if changed:
            self.bar.show_saved()
            self.status.outdate()

    def show_in(self, unit: str) -> None:
        """Show amounts in this unit; what is being typed is stored as it was meant before."""
        self.commit()
        self.bar.switch.keep(unit)
        self.show_anew()
        self.say(self.bar.switch.said())

    def show_anew(self) -> None:
        """Show the report again, after a change of how figures are shown."""
        self.commit()
        self.bar.switch.show_kept()
        self._stale = set(TAB_NAMES)
        self._refresh()

    def current_tab(self) -> str:
        """The tab in front."""
        return list(self.pages)[max(0, self.tabs.currentIndex())]

    def current_page(self) -> Page:
        """The page in front."""
        return self.pages[self.current_tab()]

    def _refresh(self) -> None:
        tab = self.current_tab()
        if tab in self._stale and self._report is not None:
            self._stale.discard(tab)
            self.pages[tab].show_report(self._report)
        self.find_bar.refresh()

    def _show_tab(self, at: int) -> None:
        self.commit()
        self.status.forget()
        cursor, before = QApplication.focusWidget(), self._stack.currentWidget()
        left = cursor is not None and before is not None and before.isAncestorOf(cursor)
        page = self.pages[list(self.pages)[at]]
        last = page.focusWidget()  # Qt takes the cursor along to wherever it likes
        self._stack.setCurrentWidget(page)
        self._refresh()
        if left:
            page.enter(last)
        if self._left is not None and self._left[0] == self.current_tab():
            self._forget_jump()  # back already
        self.aside.tab_changed()

    def _turn(self, step: int) -> None:
        self._turn_to((self.tabs.currentIndex() + step) % self.tabs.count())

    def _turn_to(self, at: int) -> None:
        """By keyboard: the page, with the cursor where it was on it."""
        self.tabs.setCurrentIndex(at)
        self.enter()

    def enter(self, address: str = "") -> None:
        """The cursor into the page in front: to a cell or field of it, or where it was."""
        page = self._stack.currentWidget()
        if isinstance(page, Page) and not (address and page.go_to(address)):
            page.enter(page.focusWidget())

    def pointed(self) -> str:
        """The cell or field of the page in front that the cursor is in, or was in last."""
        last = self.current_page().focusWidget()
        if isinstance(last, Grid):
            cell = last.cell()
            return cell.address if cell is not None else ""
        return last.address if isinstance(last, TextField) else ""

    def _leave(self) -> None:
        self.commit()
        self._actions.back()

    def show_tab(self, tab: str) -> None:
        self.tabs.setCurrentIndex(list(self.pages).index(tab))

    def say(self, sentence: str, more: Callable[[], object] | None = None) -> None:
        """Something for the status bar, and what shows more of it."""
        self.status.say(sentence, more)

    # ── going places ─────────────────────────────────────────────────────────────────────

    def commit(self) -> None:
        """Store what is being typed in a field of the page in front."""
        widget = self._stack.currentWidget()
        if isinstance(widget, Page):
            widget.commit()

    def preview_current(self) -> None:
        """The print preview of the form in front, or of all forms."""
        self._preview(self.current_prefix())

    def current_prefix(self) -> str:
        """The form in front, for the print preview; blank where there is none."""
        return self.current_page().current_prefix()

    def jump(self, address: str) -> None:
        """Go to a cell from a line about it; a button then leads back to that line."""
        tab = self.current_tab()
        here = self.pages[tab].here()
        self.go_to(address)
        if here is not None:
            name, place = here
            self._can_return(name, tab, partial(self._come_back, tab, place))

    def jump_from(self, address: str, origin: str, name: str) -> None:
        """Go to one of the figures that the cell `origin` comes from; the button leads back."""
        tab = self.current_tab()
        here = self.pages[tab].here()
        self.go_to(address)
        if here is not None:
            self._can_return(here[0], tab, partial(self._come_back, tab, here[1]))
        elif origin:
            self._can_return(shorten(name, 12), tab, partial(self.go_to, origin))

    def _can_return(self, name: str, tab: str, back: Callable[[], None]) -> None:
        self._left = (tab, back)
        self._return.setText(f"‹ 回到{name}")
        self._return.show()

    def _come_back(self, tab: str, place: str) -> None:
        self.show_tab(tab)
        self.pages[tab].come_back(place)

    def return_back(self) -> None:
        """Back to the line that the last jump began at."""
        if self._left is not None:
            _, back = self._left
            self._forget_jump()
            back()

    def _forget_jump(self) -> None:
        self._left = None
        self._return.hide()

    def _tab_of(self, address: str) -> str:
        if address.startswith("keep."):
            return "findings"
        address = address.removeprefix(f"{STATED}.")
        accounts = {one.id for one in self._scheme.accounts}
        official = address.partition(".")[0] in accounts
        return "income_spending" if official else tab_of(self._scheme, address)

    def go_to(self, address: str) -> None:
        """Show the tab of a cell and put the cursor on it."""
        address = address.removeprefix(f"{REMARK}.")
        tab = self._tab_of(address)
        if tab in self.pages:
            self.show_tab(tab)
            self.pages[tab].go_to(address)

    def go_to_edit(self, edit: Edit) -> None:
        """Show where an undone step was; rows and orders have no cell of their own."""
        for address in edit.cells:
            if not address.endswith((".order", ".rows", ".level", ".merge")):
                self.go_to(address)
                return


def _empty(report: Report, tab: str) -> bool:
    """Whether a tab of tables and forms has none: nothing there can be done or lacking."""
    forms = any(form.form.tab == tab for form in report.forms)
    return tab in TABS and not forms and not any(t.tab == tab for t in report.scheme.tables)
