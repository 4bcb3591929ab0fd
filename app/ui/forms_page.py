"""项目支出 and 整体自评: the form in the middle, the list at its left, the reasons at its right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.domain.report import FormReport, Report
from app.domain.submission import Edit, add_form, duplicate_form, remove_form
from app.scheme.model import Form
from app.ui.form_editor import FormEditor
from app.ui.form_list import FormList
from app.ui.layout import button, card, label
from app.ui.page import Desk, Page
from app.ui.views import CellView
from app.ui.why_panel import WhyPanel

FOLD_BELOW = 1200  # px: below this the panel at the right gives its room to the form


class FormsPage(Page):
    """One kind of form; with a list where there may be many of it."""

    def __init__(self, desk: Desk, form: Form) -> None:
        super().__init__(desk)
        self._form = form
        self._report: Report | None = None
        self.prefix = ""
        self.editor = FormEditor(desk, form)
        self.why = WhyPanel(desk)
        self.why.setFixedWidth(272)
        self.editor.current_cell.connect(self._cell_changed)
        self.editor.entered.connect(self._field_entered)
        self.list = FormList(self) if form.many else None
        self._middle = QStackedWidget()
        self._middle.addWidget(self.editor)
        self._middle.addWidget(self._empty())
        box = QHBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 12)
        box.setSpacing(12)
        if self.list is not None:
            self.list.setFixedWidth(248)
            self.list.chosen.connect(self.show_prefix)
            self.list.added.connect(self.add)
            self.list.copied.connect(self.duplicate)
            self.list.removed.connect(self.remove)
            box.addWidget(self.list)
        box.addWidget(self._middle, 1)
        box.addWidget(self.why)

    def _empty(self) -> QWidget:
        frame, box = card(12)
        box.addStretch(1)
        big = label("还没有项目", "big")
        words = "每个项目一张自评表。点“新增项目”，填名称、资金、目标和指标，得分自动出来。"
        for part in (big, label(words, "second", wrap=True)):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(part)
        new = button("＋ 新增项目", self.add, "primary")
        box.addWidget(new, 0, Qt.AlignmentFlag.AlignCenter)
        box.addStretch(2)
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.why.setVisible(self.width() >= FOLD_BELOW and self._current() is not None)

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def _mine(self) -> list[FormReport]:
        report = self._report
        return [form for form in report.forms if form.form.id == self._form.id] if report else []

    def _current(self) -> FormReport | None:
        return next((form for form in self._mine() if form.prefix == self.prefix), None)

    def show_report(self, report: Report) -> None:
        self._report = report
        mine = self._mine()
        if self._current() is None:
            self.prefix = mine[0].prefix if mine else ""
        if self.list is not None:
            self.list.show_forms(report, mine, self.prefix)
        self._show_current()

    def show_prefix(self, prefix: str) -> None:
        """Show another form of the list."""
        if prefix != self.prefix:
            self.commit()
            self.prefix = prefix
            self._show_current()

    def _show_current(self) -> None:
        form = self._current()
        self._middle.setCurrentIndex(0 if form else 1)
        self.why.setVisible(form is not None and self.width() >= FOLD_BELOW)
        if form is not None and self._report is not None:
            self.editor.show_form(self._report, form)
            self.why.show_form(self._report, form)

    def _cell_changed(self, cell: CellView | None) -> None:
        self.why.show_cell(cell)
        self.current_cell.emit(cell)

    def _field_entered(self, address: str, name: str) -> None:
        self.say_field(name)(address)

    def go_to(self, address: str) -> bool:
        for form in self._mine():
            if address.startswith(f"{form.prefix}."):
                self.prefix = form.prefix
                if self._report is not None:
                    self.show_report(self._report)
                return self.editor.go_to(address) or self.go_to_field(address)
        return False

    # ── the list ─────────────────────────────────────────────────────────────────────────

    def _send(self, edit: Edit) -> bool:
        return self.desk.apply(edit.cells, edit.label)

    def add(self) -> None:
        """A new project, with the cursor in its name."""
        if self._report is None:
            return
        edit = add_form(self._form, self._report.submission.entries)
        order = edit.cells[f"{self._form.id}.order"].split()
        if self._send(edit):
            prefix = f"{self._form.id}.{order[-1]}"
            self.go_to(f"{prefix}.{self._form.name_field}")

    def duplicate(self, prefix: str) -> None:
        if self._report is not None:
            edit = duplicate_form(self._form, self._report.submission.entries, prefix)
            if self._send(edit):
                new = next(c for c in edit.cells if c.endswith(f".{self._form.name_field}"))
                self.go_to(new)

    def remove(self, prefix: str) -> None:
        """Undo brings it back, so nobody is asked."""
        if self._report is not None:
            edit = remove_form(self._form, self._report.submission.entries, prefix)
            if self._send(edit):
                self.desk.say(f"{edit.label}，按 Ctrl+Z 可以恢复")
