"""What stands beside the page in front: the panel at the right, the findings below, and the keys
that lead to a cell's 口径, its source, its remark, the next finding and the next blank cell."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from app.domain.naming import named
from app.domain.remarks import remark_edit
from app.domain.report import Report
from app.ui.beside.beside import Beside
from app.ui.beside.findings_panel import FindingsPanel
from app.ui.beside.remark_dialog import RemarkDialog
from app.ui.beside.side_panel import EXPLAIN, TRACE, SidePanel
from app.ui.fields import ChoiceField, LineField, LongField
from app.ui.grid.asking import Pointed, in_grid
from app.ui.grid.desk import Desk
from app.ui.grid.grid import Grid
from app.ui.grid.grid_menu import open_here
from app.ui.layout import button
from app.ui.style import px
from app.ui.views.views import CellView
from app.ui.views.watching import Walk, to_do

OPEN = "findings.open"  # what is remembered: 1, 0, or nothing while nobody has said
REST_HINT = "到下一个没填的格（F7）；“审核”页的“还没填的”列出全部"
LOW = 600  # px: on a lower page the list opens only when it is asked for
QUIET_TABS = frozenset({"findings", "export"})  # they list findings themselves


@dataclass(frozen=True)
class Around:
    """What is asked of the work page: which tab and form are in front, and to go places; `jump`
    takes the cell, the one to come back to, and that one's name."""

    tab: Callable[[], str]
    prefix: Callable[[], str]
    go_to: Callable[[str], None]
    jump: Callable[[str, str, str], None]


class Aside:
    def __init__(self, window: QWidget, stack: QWidget, desk: Desk, around: Around) -> None:
        self._window, self._desk, self._around = window, desk, around
        self._report: Report | None = None
        self._blanks, self._found = Walk(), Walk()
        self._walked = ("", "")  # on which tab and form the last step to a blank cell ended
        self._looked = ("", "")  # and the last step to a finding
        self._low = False  # whether the page has little height
        self._shown_form = ""  # whose findings are below
        self._asked_from: QWidget | None = None  # where the cursor goes when the panel folds
        self.marks: Mapping[str, str] = {}  # remarks by their cells
        self.panel = SidePanel(desk.asking.history)
        self.panel.folded.connect(self.fold)
        self.panel.chosen.connect(around.jump)
        self.beside = Beside(stack, self.panel)
        self.findings = FindingsPanel(desk)
        self.findings.folded.connect(self._remember_folded)
        self.rest = button("", lambda: self.next_blank(1), "quiet", REST_HINT)
        self._esc = self._key("Esc", self.fold)
        self._esc.setEnabled(False)
        for keys, act in (
            ("F1", lambda: self.explain(under_cursor())),
            ("Ctrl+[", lambda: self.trace(under_cursor())),
            ("Shift+F2", lambda: self.remark(under_cursor())),
            ("Shift+F10", self._open_menu),
            ("Menu", self._open_menu),
            ("F7", lambda: self.next_blank(1)),
            ("Ctrl+M", lambda: self.next_blank(1)),
            ("Shift+F7", lambda: self.next_blank(-1)),
            ("F8", lambda: self.next_finding(1)),
            ("Shift+F8", lambda: self.next_finding(-1)),
        ):
            self._key(keys, act)

    def _key(self, keys: str, act: Callable[[], object]) -> QShortcut:
        made = QShortcut(QKeySequence(keys), self._window)
        made.activated.connect(act)
        return made

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def show_report(self, report: Report) -> None:
        changed, self._report = report.remarks != self.marks, report
        self.marks = report.remarks
        self._show_findings()
        self.rest.setText(f"还缺 {len(report.missing)} 格" if report.missing else "填齐了 ✓")
        if self.panel.isVisible():
            self.panel.follow(report, under_cursor())
        if changed:
            for view in self._window.findChildren(QTableView):  # frozen columns are one, too
                view.viewport().update()

    def _show_findings(self) -> None:
        tab = self._around.tab()
        self.findings.setVisible(tab not in QUIET_TABS)
        self._shown_form = self._form()
        if self._report is not None and tab not in QUIET_TABS:
            self.findings.show_report(self._report, tab, self._shown_form)

    def _form(self) -> str:
        """The form in front; on the tabs of tables all of them."""
        prefix, report = self._around.prefix(), self._report
        return prefix if report is not None and prefix in report.parts else ""

    def tab_changed(self) -> None:
        """Another page is in front: what has been mended leaves the list."""
        self.findings.forget()
        self._show_findings()
        self._unfold()

    def resized(self) -> None:
        """The window is higher or lower: a list that nobody opened folds where there is no room."""
        self.findings.fit()
        low = self._window.height() < px(LOW)
        if low != self._low:
            self._low = low
            self._unfold()

    def _unfold(self) -> None:
        wanted = self._desk.memory.recall(OPEN)
        self.findings.set_open(open_=wanted == "1" or (not wanted and self._asks_to_look()))

    def _asks_to_look(self) -> bool:
        """Whether the list opens by itself: there is something, and no form lists it already."""
        tab, report = self._around.tab(), self._report
        if report is None or self._form() or self._low:
            return False
        return any(one.tab == tab for one in to_do(report.findings))

    def follow(self, _cell: CellView | None) -> None:
        """The cursor is in another cell, perhaps of another form."""
        if self._form() != self._shown_form:
            self._show_findings()
        if self.panel.isVisible() and self._report is not None:
            self.panel.follow(self._report, under_cursor())
            self.beside.keep_clear(_spot())

    # ── the panel at the right ───────────────────────────────────────────────────────────

    def explain(self, pointed: Pointed | None) -> None:
        self._ask(pointed, EXPLAIN)

    def trace(self, pointed: Pointed | None) -> None:
        self._ask(pointed, TRACE)
        if self.panel.traced.tree.isVisible():
            self.panel.traced.tree.setFocus()

    def _ask(self, pointed: Pointed | None, which: int) -> None:
        if self._report is None:
            return
        self._asked_from = QApplication.focusWidget()
        self.panel.ask(self._report, pointed, which)
        self.beside.show_panel(shown=True)
        self.beside.keep_clear(_spot())
        self._esc.setEnabled(True)

    def fold(self) -> None:
        """The panel away, and the cursor back in the work."""
        inside = self.panel.isAncestorOf(QApplication.focusWidget() or self._window)
        self.beside.show_panel(shown=False)
        self._esc.setEnabled(False)
        if inside and self._asked_from is not None:
            self._asked_from.setFocus()

    # ── findings and blanks ──────────────────────────────────────────────────────────────

    def _remember_folded(self, folded: bool) -> None:
        self._desk.memory.keep(OPEN, "0" if folded else "1")

    def show_findings(self, pointed: Pointed) -> None:
        if not self.findings.show_finding(pointed.address):
            self._desk.say("审核没有发现这一格的问题")

    def found(self, address: str) -> int:
        """How many findings name a cell."""
        found = self._report.findings if self._report is not None else ()
        return sum(address in one.cells for one in found)

    def next_finding(self, step: int) -> None:
        """The next one that asks something of a person: of the form or page in front, as those
        below it are, then wherever it is."""
        _store_typed()
        if self._report is None:
            return
        asked = to_do(self._report.findings)
        cells = tuple(dict.fromkeys(one.cells[0] for one in asked))
        near = self._near(((one.cells[0], one.tab) for one in asked), self._looked)
        place = self._found.step(cells, self._current(), step, near)
        if not place:
            self._desk.say("审核没有要处理的问题 ✓")
            return
        self._around.go_to(place)
        self._looked = self._here()
        self.findings.mark(place)
        found = next(one for one in self._report.findings if one.cells[0] == place)
        self._desk.say(f"{cells.index(place) + 1}/{len(cells)}　{found.sentence}")

    def next_blank(self, step: int) -> None:
        """The next cell that is still to be filled in: of the form or page in front, then in the
        order of the tabs."""
        _store_typed()
        if self._report is None:
            return
        missing = self._report.missing
        cells = tuple(dict.fromkeys(one.cell for one in missing))
        near = self._near(((one.cell, one.tab) for one in missing), self._walked)
        place = self._blanks.step(cells, self._current(), step, near)
        if not place:
            self._desk.say("该填的都填了 ✓")
            return
        self._around.go_to(place)
        self._walked = self._here()
        item = next(one for one in missing if one.cell == place)
        where = f"{item.where}　{item.label}".strip()
        self._desk.say(f"还没填的 {cells.index(place) + 1}/{len(cells)}：{where}")

    def _here(self) -> tuple[str, str]:
        return self._around.tab(), self._form()

    def _near(self, places: Iterable[tuple[str, str]], last: tuple[str, str]) -> list[str]:
        """Of cells with their tabs, those of the form or page in front; none where the last step
        led here, or what is left as it is would never be left."""
        tab, form = here = self._here()
        if here == last:
            return []
        return [cell for cell, on in places if (cell.startswith(f"{form}.") if form else on == tab)]

    def _current(self) -> str:
        pointed = under_cursor()
        return pointed.address if pointed is not None else ""

    # ── remarks, the menu ────────────────────────────────────────────────────────────────

    def remark(self, pointed: Pointed | None) -> None:
        """Ask for the remark of a cell and store it."""
        if pointed is None or not pointed.address or self._report is None:
            self._desk.say("表头不能写批注；把光标放到一个格里")
            return
        back, before = QApplication.focusWidget(), self.marks.get(pointed.address, "")
        place = named(self._report, pointed.address).whole
        dialog = RemarkDialog(place or pointed.name, before, self._window)
        if dialog.exec() and dialog.text() != before:
            edit = remark_edit(pointed.address, dialog.text(), before)
            self._desk.apply(edit.cells, edit.label)
        if back is not None:
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_menu(self) -> None:
        widget = QApplication.focusWidget()
        if isinstance(widget, Grid):
            open_here(widget)
        elif widget is not None:
            spot = widget.rect().center()
            reason = QContextMenuEvent.Reason.Keyboard
            event = QContextMenuEvent(reason, spot, widget.mapToGlobal(spot))
            QApplication.sendEvent(widget, event)


def _spot() -> QRect | None:
    """The current cell on the screen, for a panel that must not lie on it; None in the panel."""
    widget = QApplication.focusWidget()
    if not isinstance(widget, Grid):
        return None
    rect = widget.visualRect(widget.currentIndex())
    return QRect(widget.viewport().mapToGlobal(rect.topLeft()), rect.size())


def _store_typed() -> None:
    """What is being typed counts: the last blank one is filled in, the last finding mended."""
    widget = QApplication.focusWidget()
    if isinstance(widget, LineField | LongField):
        widget.commit()
    while widget is not None and not isinstance(widget, Grid):
        widget = widget.parentWidget()
    if widget is not None:
        widget.commit_editor()


def under_cursor() -> Pointed | None:
    """What the cursor is in: a cell, also while it is being typed in, or a field."""
    widget = QApplication.focusWidget()
    while widget is not None:
        if isinstance(widget, Grid):
            return in_grid(widget)
        if isinstance(widget, LineField | LongField | ChoiceField):
            return Pointed(widget.address, widget.accessibleName())
        widget = widget.parentWidget()
    return None
