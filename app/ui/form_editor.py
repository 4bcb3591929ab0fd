"""One self-evaluation form: names, money, goals, indicators. Used for projects and 整体自评."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QVBoxLayout, QWidget

from app.domain.report import FormReport, Report
from app.domain.submission import (
    MERGE_BOTH,
    MERGE_WEIGHT,
    Edit,
    add_row,
    merge_row,
    move_row,
    remove_row,
)
from app.domain.values import number_text
from app.scheme.model import Form
from app.ui.fields import LineField, LongField
from app.ui.grid import Grid
from app.ui.layout import button, card, label, row, scrolling
from app.ui.page import Desk
from app.ui.views import indicators_view, money_view


class FormEditor(QWidget):
    current_cell = Signal(object)  # CellView | None
    entered = Signal(str, str)  # address, label of a field

    def __init__(self, desk: Desk, form: Form) -> None:
        super().__init__()
        self._desk = desk
        self._form = form
        self._report: Report | None = None
        self._prefix = ""
        self.fields: dict[str, LineField] = {}
        self.goals: dict[str, LongField] = {}
        self.money = Grid(desk.apply)
        self.money.setAccessibleName(form.money.title)
        self.indicators = Grid(desk.apply)
        self.indicators.setAccessibleName("绩效指标")
        self.indicators.row_menu = self._row_menu
        self._weights = label("", "second")
        content = QWidget()
        page = QVBoxLayout(content)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        for part in (self._head_card(), self._goals_card(), self._indicators_card()):
            page.addWidget(part)
        page.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))
        for grid in (self.money, self.indicators):
            grid.current_cell.connect(self.current_cell)
            grid.said.connect(desk.say)

    def _head_card(self) -> QWidget:
        frame, box = card()
        names = QGridLayout()
        names.setHorizontalSpacing(10)
        for at, field in enumerate(self._form.fields):
            line = LineField(self._desk.apply, field.label)
            line.entered.connect(lambda a, name=field.label: self.entered.emit(a, name))
            wide = at == 0
            place = 0 if wide else (at - 1) % 2 * 2
            names.addWidget(label(field.label), 0 if wide else 1 + (at - 1) // 2, place)
            names.addWidget(line, 0 if wide else 1 + (at - 1) // 2, place + 1, 1, 3 if wide else 1)
            self.fields[field.id] = line
        box.addLayout(names)
        box.addWidget(label(f"{self._form.money.title}　{self._form.money.hint}", "second"))
        box.addWidget(self.money)
        return frame

    def _goals_card(self) -> QWidget:
        frame, box = card()
        box.addWidget(label("年度总体目标", "head"))
        columns = QGridLayout()
        columns.setHorizontalSpacing(12)
        for at, goal in enumerate(self._form.goals):
            text = LongField(self._desk.apply, goal.label)
            text.setFixedHeight(74)
            text.entered.connect(lambda a, name=goal.label: self.entered.emit(a, name))
            columns.addWidget(label(goal.label, "second"), 0, at)
            columns.addWidget(text, 1, at)
            self.goals[goal.id] = text
        box.addLayout(columns)
        return frame

    def _indicators_card(self) -> QWidget:
        frame, box = card()
        box.addLayout(
            row(
                label("绩效指标", "head"),
                self._weights,
                None,
                button("＋ 指标", self.add_indicator, hint="在当前行下面插入一行"),
                button("删除行", self.remove_indicator, hint="删除当前指标行，可以撤销"),
            )
        )
        box.addWidget(self.indicators)
        return frame

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def show_form(self, report: Report, form: FormReport) -> None:
        self._report, self._prefix = report, form.prefix
        for field in self._form.fields:
            own = report.text(f"{form.prefix}.{field.id}")
            carried = report.text(f"info.{field.default}") if field.default else ""
            self.fields[field.id].show_text(f"{form.prefix}.{field.id}", own, carried)
        for goal in self._form.goals:
            address = f"{form.prefix}.{goal.id}"
            self.goals[goal.id].show_text(address, report.text(address))
        self.money.show_view(money_view(report, form))
        self.money.show_all_rows()
        self.indicators.show_view(indicators_view(report, form))
        self.indicators.show_all_rows()
        self._weights.setText("　".join(_weight_words(form)))

    def go_to(self, address: str) -> bool:
        fields: list[LineField | LongField] = [*self.fields.values(), *self.goals.values()]
        for field in fields:
            if field.address == address:
                field.setFocus()
                return True
        if address.endswith(".total.score") or address.endswith(".total.weight"):
            return self.indicators.select_address(self._first_weight())
        return self.money.select_address(address) or self.indicators.select_address(
            address.removesuffix("_reason")
        )

    def _first_weight(self) -> str:
        view = self.indicators.grid_model.view
        return view.rows[0][5].address if view.rows else ""

    # ── rows ─────────────────────────────────────────────────────────────────────────────

    def add_indicator(self) -> None:
        """A new row under the current one, or the first one of the form's first level."""
        if self._report is None:
            return
        form = self._report.form(self._prefix)
        current = self._current_row()
        found = next((one for one in form.indicators if one.id == current), None)
        level = found.level2.id if found else self._form.levels[0].level2[0].id
        entries = self._report.submission.entries
        edit = add_row(entries, self._prefix, level, current if found else "")
        if self._send(edit):
            new = next(cell for cell in edit.cells if cell.endswith(".level"))
            self.indicators.select_address(new.replace(".level", ".name"))

    def remove_indicator(self) -> None:
        current = self._current_row()
        if self._report is not None and current:
            self._send(remove_row(self._report.submission.entries, self._prefix, current))

    def _current_row(self) -> str:
        return self.indicators.current_row_id()

    def _send(self, edit: Edit | None) -> bool:
        return edit is not None and self._desk.apply(edit.cells, edit.label)

    def _row_menu(self, menu: QMenu, row_id: str) -> None:
        if self._report is None:
            return
        entries, prefix = self._report.submission.entries, self._prefix
        merged = entries.get(f"{prefix}.{row_id}.merge", "")
        menu.addAction("在下面插入一行", self.add_indicator)
        menu.addAction("删除这一行", self.remove_indicator)
        up, down = move_row(entries, prefix, row_id, -1), move_row(entries, prefix, row_id, 1)
        menu.addAction("上移", lambda: self._send(up)).setEnabled(up is not None)
        menu.addAction("下移", lambda: self._send(down)).setEnabled(down is not None)
        menu.addSeparator()
        for text, merge in (
            ("与上一行合用一个分值和得分", MERGE_BOTH),
            ("与上一行合用一个分值，得分分开", MERGE_WEIGHT),
            ("不再合用分值", ""),
        ):
            edit = merge_row(prefix, row_id, merge)
            action = menu.addAction(text, lambda edit=edit: self._send(edit))
            possible = bool(merged) if not merge else up is not None and merged != merge
            action.setEnabled(possible)


def _weight_words(form: FormReport) -> list[str]:
    """产出 50/50 ✓: the heading's weight beside what its rows add up to."""
    words = []
    for group in form.weights:
        mark = "✓" if group.rows == group.weight else "≠"
        name = group.level1.label.removesuffix("指标")
        rows = number_text(group.rows) or "0"
        words.append(f"{name} {rows}/{number_text(group.weight)} {mark}")
    words.append(f"执行率 {number_text(form.form.execution.weight)}")
    total = number_text(form.total_weight) or number_text(form.form.execution.weight)
    return [*words, f"合计 {total}"]
