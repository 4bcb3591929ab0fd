"""项目支出 and 整体自评: a form in the middle, the list at its left, the reasons at its right."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.domain.report import FormReport, Report
from app.domain.submission import SURVEY_CELLS, Edit, add_form, duplicate_form, remove_form
from app.scheme.model import Form
from app.ui.grid.desk import Desk
from app.ui.layout import button, card, label
from app.ui.pages.form_editor import FormEditor
from app.ui.pages.form_list import FormList
from app.ui.pages.page import Inlets, Page
from app.ui.pages.why_panel import WhyPanel
from app.ui.style import px
from app.ui.tab_order import next_part, tab_before
from app.ui.views.showing import showing_of
from app.ui.views.views import CellView

FOLD_BELOW = 1200  # px: below this the panel at the right gives its room to the form
LEAST_LIST = 176  # px
LIST_WIDTH, PANEL_WIDTH, OPEN_WIDTH = 248, 272, 36
LIST_SHARE = 27  # per cent of the page at most
OPEN_HINT = "显示得分说明、佐证材料和本表的问题"
PANEL_CELLS = frozenset({"tier", "given_reason", "files", *SURVEY_CELLS})


class FormsPage(Page):
    """All kinds of forms of one tab; with a list where there is more than one form to choose."""

    def __init__(self, desk: Desk, forms: Sequence[Form], inlets: Inlets) -> None:
        super().__init__(desk)
        self._earlier = inlets.earlier
        self._forms = {form.id: form for form in forms}
        self._report: Report | None = None
        self._wanted: bool | None = None  # whether the person wants the panel; None: by the width
        self.prefix = ""
        self._editors: dict[str, FormEditor] = {}
        self.why = WhyPanel(desk, inlets)
        self.why.setFixedWidth(px(PANEL_WIDTH))
        self.why.folded.connect(lambda: self._want_panel(wanted=False))
        several = len(forms) > 1 or any(form.many for form in forms)
        self.list = FormList(forms, self) if several else None
        self._middle = QStackedWidget()
        self._middle.addWidget(self._empty())
        words, ask = "‹\n说\n明", lambda: self._want_panel(wanted=True)
        self._open = button(words, ask, "slim", OPEN_HINT)
        self._open.setAccessibleName(OPEN_HINT)
        self._open.setFixedWidth(px(OPEN_WIDTH))
        box = QHBoxLayout(self)
        box.setContentsMargins(px(12), px(12), px(12), px(12))
        box.setSpacing(px(12))
        if self.list is not None:
            self.list.chosen.connect(self.show_prefix)
            self.list.entered.connect(lambda: next_part(self.parts(), 1))
            self.list.added.connect(self.add)
            self.list.copied.connect(self.duplicate)
            self.list.removed.connect(self.remove)
            self.list.carried.connect(partial(self.carry, library=False))
            box.addWidget(self.list)
        box.addWidget(self._middle, 1)
        box.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self.why)

    def _empty(self) -> QWidget:
        """What stands there while no form of a kind that there may be many of has been added."""
        frame, box = card(12)
        first = next((form for form in self._forms.values() if form.many), None)
        if first is None:
            return frame
        box.addStretch(1)
        big = label("还没有项目", "big")
        words = f"每个项目一张{first.title}。点“新增项目”，填名称、资金、目标和指标。"
        if first.scored:
            words = words.removesuffix("。") + "，得分自动出来。"
        for part in (big, label(words, "second", wrap=True)):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(part)
        new = button("＋ 新增项目", lambda: self.add(first.id), "primary", changes=True)
        box.addWidget(new, 0, Qt.AlignmentFlag.AlignCenter)
        box.addStretch(2)
        return frame

    @property
    def editor(self) -> FormEditor:
        """The editor in front; there is one for each kind of form."""
        return self._editor(self.prefix.partition(".")[0] or next(iter(self._forms)))

    def _editor(self, form_id: str) -> FormEditor:
        made = self._editors.get(form_id)
        if made is None:  # a tab may have three kinds; only those that are looked at are made
            made = FormEditor(self.desk, self._forms[form_id])
            made.current_cell.connect(self._cell_changed)
            made.entered.connect(self._field_entered)
            made.library.connect(partial(self.carry, form_id, library=True))
            self._editors[form_id] = made
            self._middle.addWidget(made)
            tab_before(made, self._open)  # after the list, before the reasons beside it
        return made

    def parts(self) -> tuple[QWidget, ...]:
        listed = () if self.list is None else (self.list,)
        return (*listed, self._middle, self.why)

    # ── the panel ────────────────────────────────────────────────────────────────────────

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.list is not None:
            share = event.size().width() * LIST_SHARE // 100
            self.list.setFixedWidth(min(px(LIST_WIDTH), max(share, px(LEAST_LIST))))
        self._show_panel()

    def _show_panel(self) -> None:
        """Beside the form where there is room or it is asked for; narrow, it takes the list's."""
        wide, there = self.width() >= px(FOLD_BELOW), self._current() is not None
        shown = wide if self._wanted is None else self._wanted
        self._open.setVisible(there and not shown)
        self.why.setVisible(there and shown)
        if self.list is not None:
            self.list.setVisible(wide or not (there and shown))

    def _want_panel(self, *, wanted: bool) -> None:
        self._wanted = wanted
        self._show_panel()

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def _mine(self) -> list[FormReport]:
        report = self._report
        return [form for form in report.forms if form.form.id in self._forms] if report else []

    def _current(self) -> FormReport | None:
        return next((form for form in self._mine() if form.prefix == self.prefix), None)

    def current_prefix(self) -> str:
        return self.prefix

    def show_report(self, report: Report) -> None:
        self._report = report
        mine = self._mine()
        if self._current() is None:
            self.prefix = mine[0].prefix if mine else ""
        if self.list is not None:
            self.list.show_forms(report, mine, self.prefix, showing_of(self.desk.memory))
        self._show_current()

    def show_prefix(self, prefix: str) -> None:
        """Show another form of the list."""
        if prefix != self.prefix:
            self.commit()
            self.prefix = prefix
            self._show_current()
            self.current_cell.emit(None)

    def _show_current(self) -> None:
        form = self._current()
        self._middle.setCurrentWidget(self.editor if form else self._middle.widget(0))
        if form is not None and self._report is not None:
            self.editor.show_form(self._report, form)
            self.why.show_form(self._report, form)
        self._show_panel()

    def _cell_changed(self, cell: CellView | None) -> None:
        self.why.show_cell(cell)
        self.current_cell.emit(cell)

    def _field_entered(self, address: str, name: str, hint: str) -> None:
        self.say_field(name, hint)(address)

    def go_to(self, address: str) -> bool:
        form = next((f for f in self._mine() if address.startswith(f"{f.prefix}.")), None)
        if form is None:
            return False
        if form.prefix != self.prefix and self._report is not None:
            self.prefix = form.prefix
            self.show_report(self._report)
        if self.editor.go_to(address):
            return True
        if address.rpartition(".")[2] in PANEL_CELLS:
            self._want_panel(wanted=True)
        near = self.editor.go_near(address)
        if not self.go_to_field(address) and not self.why.go_to(address):
            return near
        return True

    # ── the list ─────────────────────────────────────────────────────────────────────────

    def _send(self, edit: Edit) -> bool:
        return self.desk.apply(edit.cells, edit.label)

    def _form_of(self, prefix: str) -> Form:
        return self._forms[prefix.partition(".")[0]]

    def add(self, form_id: str) -> None:
        """A new form of this kind, with the cursor in its name."""
        if self._report is None:
            return
        form = self._forms[form_id]
        edit = add_form(form, self._report.submission.entries)
        order = edit.cells[f"{form_id}.order"].split()
        if self._send(edit):
            self.go_to(f"{form_id}.{order[-1]}.{form.name_field}")

    def carry(self, form_id: str, *, library: bool) -> None:
        """Forms or indicators of earlier years, chosen in a dialog; one step for undo."""
        from app.ui.intake.carry_dialog import (  # made when it is asked for
            LIBRARY,
            YEARS,
            CarryDialog,
        )
        from app.ui.intake.carry_pages import Here

        if self._report is None:
            return
        self.commit()
        form, mine, found = self._forms[form_id], self._report.submission, self._earlier()
        prefix = self.prefix if self.prefix.partition(".")[0] == form_id else ""
        after = self.editor.indicators.current_row_id() if prefix else ""
        here = Here(form, mine.entries, mine.year, prefix, after, found.last, found.unknown)
        dialog = CarryDialog(found.sources, here, self, LIBRARY if library else YEARS)
        if dialog.exec() and dialog.edit is not None and self._send(dialog.edit):
            self.go_to(dialog.address)
            QTimer.singleShot(0, partial(self.desk.say, dialog.words))  # after the focus is back

    def duplicate(self, prefix: str) -> None:
        if self._report is not None:
            form = self._form_of(prefix)
            edit = duplicate_form(form, self._report.submission.entries, prefix)
            if self._send(edit):
                self.go_to(next(c for c in edit.cells if c.endswith(f".{form.name_field}")))

    def remove(self, prefix: str) -> None:
        """Undo brings it back, so nobody is asked."""
        if self._report is not None:
            edit = remove_form(self._form_of(prefix), self._report.submission.entries, prefix)
            if self._send(edit):
                self.desk.say(f"{edit.label}，按 Ctrl+Z 可以恢复")
