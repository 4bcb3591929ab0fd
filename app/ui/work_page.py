"""One open submission: the bar on top, the seven tabs with their state, the page below."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QStatusBar,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.domain.checks import tab_of
from app.domain.report import Report
from app.domain.submission import Edit
from app.handover import Wanted
from app.scheme.cells import STATED
from app.scheme.model import Scheme
from app.scheme.read_table import TABS
from app.ui.export_page import ExportPage, Outlets
from app.ui.findings_page import FindingsPage
from app.ui.forms_page import FormsPage
from app.ui.info_page import InfoPage
from app.ui.layout import button, label
from app.ui.ledger_page import LedgerPage, has_ledgers
from app.ui.page import Desk, Page
from app.ui.tab_pages import BothPage, NothingPage
from app.ui.tables_page import TablesPage
from app.ui.views import TAB_NAMES, CellView, tab_states

if TYPE_CHECKING:
    from app.ui.earlier_years import Earlier

LONGEST_TITLE = 24  # characters of a scheme's name in the bar
LEGEND = "白：填写　浅绿：自动计算　浅黄：带出　✗ 红框：错误　? 黄框：核实"


@dataclass(frozen=True)
class Actions:
    """What the window does for this page."""

    apply: Callable[[Mapping[str, str], str], bool]
    undo: Callable[[], None]
    redo: Callable[[], None]
    preview: Callable[[str], None]
    hand_over: Callable[[Path, Wanted], tuple[Path, ...]]
    back: Callable[[], None]
    attach: Callable[[Path], str | None]
    find: Callable[[str], Path | None]
    earlier: Callable[[], "Earlier"]
    change_scheme: Callable[[], None]
    show_codes: Callable[[], None]
    last_year: Callable[[], None]
    import_accounts: Callable[[], None]
    review: Callable[[], None]


class WorkPage(QWidget):
    def __init__(self, scheme: Scheme, year: int, actions: Actions, documents: Path) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._scheme = scheme
        self._actions = actions
        self._report: Report | None = None
        self._stale: set[str] = set()
        self._where = label("")
        self._say = label("")
        self._unit = label("", "title")
        self._saved = label("", "second")
        self._left: tuple[str, str] | None = None  # the tab and place that a jump came from
        self._return = button("", self.return_back, "plain", "Alt+←")
        self._return.hide()
        self.undo = button("撤销", actions.undo, "", "Ctrl+Z")
        self.redo = button("重做", actions.redo, "", "Ctrl+Y")
        self.pages = self._make_pages(self._desk(actions), documents)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("页签")
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stack = QStackedWidget()
        for at, (tab, page) in enumerate(self.pages.items()):
            self.tabs.addTab(TAB_NAMES[tab])
            self.tabs.setTabToolTip(at, f"Ctrl+{at + 1}")
            self._stack.addWidget(page)
            page.current_cell.connect(self._show_cell)
            QShortcut(QKeySequence(f"Ctrl+{at + 1}"), self, partial(self._turn_to, at))
        # spelled out: the standard keys differ by system, and one key given twice does nothing
        for keys, act in (
            ("Ctrl+PgDown", partial(self._turn, 1)),
            ("Ctrl+PgUp", partial(self._turn, -1)),
            ("Ctrl+Z", actions.undo),
            ("Ctrl+Y", actions.redo),
            ("Ctrl+Shift+Z", actions.redo),
            ("Ctrl+P", self.preview_current),
            ("Alt+Left", self.return_back),
            ("Ctrl+G", self.return_back),
        ):
            QShortcut(QKeySequence(keys), self, act)
        self.tabs.currentChanged.connect(self._show_tab)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._bar(year))
        box.addWidget(self._tab_row())
        box.addWidget(self._stack, 1)

    def _desk(self, actions: Actions) -> Desk:
        return Desk(
            apply=actions.apply,
            say=self.say,
            go_to=self.jump,
            attach=actions.attach,
            find=actions.find,
            earlier=actions.earlier,
            last_year=actions.last_year,
            import_accounts=actions.import_accounts,
            review=actions.review,
        )

    def _make_pages(self, desk: Desk, documents: Path) -> dict[str, Page]:
        info = InfoPage(desk, self._scheme, self._actions.show_codes)
        made: dict[str, Page] = {"info": info}
        for tab in TABS:
            made[tab] = self._tab_page(desk, tab)
        made["findings"] = FindingsPage(desk)
        outlets = Outlets(self._actions.preview, self._actions.hand_over)
        made["export"] = ExportPage(desk, outlets, documents)
        return {tab: made[tab] for tab in TAB_NAMES}

    def _tab_page(self, desk: Desk, tab: str) -> Page:
        """Forms, tables, or a sentence: what the scheme has on this tab."""
        forms = tuple(form for form in self._scheme.forms if form.tab == tab)
        tables = any(table.tab == tab for table in self._scheme.tables)
        if forms and tables:
            return BothPage(desk, self._scheme, tab, forms)
        if forms:
            return FormsPage(desk, forms)
        if has_ledgers(self._scheme, tab):
            return LedgerPage(desk, self._scheme, tab)
        return TablesPage(desk, self._scheme, tab) if tables else NothingPage(desk, self._scheme)

    def _bar(self, year: int) -> QWidget:
        bar = QWidget()
        bar.setObjectName("bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QHBoxLayout(bar)
        box.setContentsMargins(8, 6, 16, 6)
        box.setSpacing(8)
        parts: tuple[QLabel | QPushButton | None, ...] = (
            button("‹ 填报列表", self._actions.back, ""),
            self._unit,
            label(f"{year} 年度", "pill"),
            self._scheme_button(),
            self._saved,
            None,
            self.undo,
            self.redo,
            button("打印预览", self.preview_current, "", "Ctrl+P"),
            button("导出上报", lambda: self.show_tab("export"), "primary"),
        )
        for part in parts:
            box.addStretch(1) if part is None else box.addWidget(part)
        return bar

    def _scheme_button(self) -> QPushButton:
        """The scheme's name; a long one is cut, and a click changes the scheme."""
        title = self._scheme.title
        told = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
        made = button(told, self._actions.change_scheme, "pill", f"{title}\n点一下更换方案…")
        made.setAccessibleName(f"方案：{title}，更换方案")
        return made

    def _tab_row(self) -> QWidget:
        holder = QWidget()
        holder.setObjectName("bar")
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QHBoxLayout(holder)
        box.setContentsMargins(8, 0, 8, 0)
        box.addWidget(self.tabs, 1)  # all the room: its labels grow and shrink
        box.addWidget(self._return)
        return holder

    def attach_status(self, bar: QStatusBar) -> None:
        """Where the cursor is, at the left; the legend, at the right."""
        for old in bar.findChildren(QLabel):
            bar.removeWidget(old)
        bar.addWidget(self._where, 1)
        bar.addWidget(self._say)
        bar.addPermanentWidget(label(LEGEND))

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def show_report(self, report: Report) -> None:
        """Show a new report: the page in front now, the others when they come to the front."""
        changed = self._report is not None and report is not self._report
        self._report = report
        self._unit.setText(report.text("info.unit") or "（未填单位名称）")
        for at, (tab, state) in enumerate(
            (tab, state) for tab, state in tab_states(report).items() if tab in self.pages
        ):
            name = TAB_NAMES[tab]
            text = name if tab == "export" or _empty(report, tab) else state.label(name)
            if self.tabs.tabText(at) != text:
                self.tabs.setTabText(at, text)
        self._stale = set(self.pages)
        self._refresh()
        if changed:
            self._saved.setText(f"✓ 已保存 {datetime.now():%H:%M:%S}")

    def show_steps(self, undo: str, redo: str) -> None:
        for made, step, word, keys in (
            (self.undo, undo, "撤销", "Ctrl+Z"),
            (self.redo, redo, "重做", "Ctrl+Y"),
        ):
            made.setEnabled(bool(step))
            made.setToolTip(f"{word}：{step}（{keys}）" if step else f"没有可以{word}的步骤")

    def _current(self) -> str:
        return list(self.pages)[max(0, self.tabs.currentIndex())]

    def _refresh(self) -> None:
        tab = self._current()
        if tab in self._stale and self._report is not None:
            self._stale.discard(tab)
            self.pages[tab].show_report(self._report)

    def _show_tab(self, at: int) -> None:
        self.commit()
        self._where.setText("")
        self._stack.setCurrentIndex(at)
        self._refresh()
        if self._left is not None and self._left[0] == self._current():
            self._forget_jump()  # back already

    def _turn(self, step: int) -> None:
        self._turn_to((self.tabs.currentIndex() + step) % self.tabs.count())

    def _turn_to(self, at: int) -> None:
        """By keyboard: the page, with the cursor in its first field or cell."""
        self.tabs.setCurrentIndex(at)
        page = self._stack.currentWidget()
        if isinstance(page, Page):
            page.enter()

    def show_tab(self, tab: str) -> None:
        self.tabs.setCurrentIndex(list(self.pages).index(tab))

    def say(self, sentence: str) -> None:
        """Something for the status bar."""
        self._say.setText(sentence)

    def status_text(self) -> str:
        """What the status bar says right now."""
        return f"{self._where.text()} {self._say.text()}".strip()

    def _show_cell(self, cell: CellView | None) -> None:
        self._say.setText("")
        if cell is None:
            self._where.setText("")
        elif cell.locked:
            self._where.setText(f"{cell.name or cell.shown}　不能填写：{cell.locked}".strip())
        else:
            note, _, more = cell.note.partition("\n")
            note = "" if more and not cell.offered else note
            hint = cell.problem or cell.question or note or "直接输入，F2 修改，离开即保存"
            self._where.setText(f"{cell.name}　{hint}".replace("\n", " "))

    # ── going places ─────────────────────────────────────────────────────────────────────

    def commit(self) -> None:
        """Store what is being typed in a field of the page in front."""
        widget = self._stack.currentWidget()
        if isinstance(widget, Page):
            widget.commit()

    def preview_current(self) -> None:
        """The print preview of the form in front, or of all forms."""
        self._actions.preview(self.current_prefix())

    def current_prefix(self) -> str:
        """The form in front, for the print preview; blank where there is none."""
        return self.pages[self._current()].current_prefix()

    def jump(self, address: str) -> None:
        """Go to a cell from a line about it; a button then leads back to that line."""
        tab = self._current()
        here = self.pages[tab].here()
        self.go_to(address)
        if here is not None:
            name, place = here
            self._left = (tab, place)
            self._return.setText(f"‹ 回到{name}")
            self._return.show()

    def return_back(self) -> None:
        """Back to the line that the last jump began at."""
        if self._left is not None:
            tab, place = self._left
            self._forget_jump()
            self.show_tab(tab)
            self.pages[tab].come_back(place)

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
