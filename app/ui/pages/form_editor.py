"""One official form: names, money, tables, goals, indicators, notes: what its kind has."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from app.domain.report import FormReport, Report
from app.domain.submission import (
    MERGE_BOTH,
    MERGE_WEIGHT,
    Edit,
    add_row,
    duplicate_row,
    merge_row,
    move_row,
    remove_row,
)
from app.domain.values import number_text, rate_text
from app.domain.weights import evenly
from app.domain.wording import EXECUTION_REASON
from app.scheme.model import Field, Form
from app.ui.grid.desk import Desk
from app.ui.grid.grid import Grid
from app.ui.layout import Heading, button, card, label, scrolling
from app.ui.pages.table_editor import TableEditor
from app.ui.pages.texts import Texts
from app.ui.style import px
from app.ui.views.form_views import indicators_view, money_view
from app.ui.views.showing import showing_of
from app.ui.views.table_views import table_view
from app.ui.views.views import CellView

_JOINED = "\u2060"  # nobody sees it, and no line is broken there
SPREAD_HINT = "空着的分值按各级分值平均填上，已填的不动；可以再改"


class FormEditor(QWidget):
    current_cell = Signal(object)  # CellView | None
    entered = Signal(str, str, str)  # address, label and hint of a field
    library = Signal()  # indicators of earlier years are asked for

    def __init__(self, desk: Desk, form: Form) -> None:
        super().__init__()
        self._desk = desk
        self._form = form
        self._report: Report | None = None
        self._prefix = ""
        self.texts = Texts(desk.apply, self._text_entered)
        self.tables = {table.id: TableEditor(desk, table, "head") for table in form.tables}
        self.indicators = Grid(desk)
        self.indicators.setAccessibleName("绩效指标")
        self.indicators.row_menu = self._row_menu
        self._weights = label("", "second", wrap=True)
        self._told: Grid | None = None  # whose cell was told of last; see `_tell`
        self._showing = False
        self._buttons: tuple[QPushButton, ...] = ()
        self._spread: QPushButton | None = None  # there while there are weights to share out
        content = QWidget()
        page = QVBoxLayout(content)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(px(12))
        self._fill(page)
        page.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = scrolling(content)
        outer.addWidget(self._area)
        self._area.verticalScrollBar().valueChanged.connect(self._float_heads)
        for grid in self._grids():
            grid.current_cell.connect(partial(self._tell, grid))
        self.indicators.said.connect(desk.say)
        for one, other in pairwise((self.indicators, *self._buttons)):
            QWidget.setTabOrder(one, other)  # from the goals straight into the first indicator

    def _fill(self, page: QVBoxLayout) -> None:
        form = self._form
        if form.fields or form.money:
            page.addWidget(self._head_card())
        for table in form.tables:
            if table is not form.money:
                frame, box = card()
                box.addWidget(self.tables[table.id])
                page.addWidget(frame)
        if form.goals:
            frame, box = card()
            box.addWidget(label("年度目标", "head"))
            box.addLayout(self.texts.columns(form.goals))
            page.addWidget(frame)
        if form.levels:
            page.addWidget(self._indicators_card())
        if form.notes:
            frame, box = card()
            box.addLayout(self.texts.below(form.notes))
            page.addWidget(frame)

    def _head_card(self) -> QWidget:
        frame, box = card()
        box.addLayout(self.texts.names(self._form.fields, self._form.name_field))
        if self._form.money is not None:
            box.addWidget(self.tables[self._form.money.id])
        reason = _reason_field(self._form)
        if reason is not None:
            box.addLayout(self.texts.below((reason,)))
        return frame

    def _indicators_card(self) -> QWidget:
        frame, box = card()
        buttons = tuple(
            button(words, act, hint=hint, changes=True)
            for words, act, hint in (
                ("指标库…", self.library.emit, "从本单位往年用过的指标里挑选"),
                ("均分分值", self.spread_weights, SPREAD_HINT),
                ("＋ 指标", self.add_indicator, "在当前行下面插入一行"),
                ("删除行", self.remove_indicator, "删除当前指标行，可以撤销"),
            )
        )
        box.addWidget(Heading((label("绩效指标", "head"), self._weights), buttons))
        box.addWidget(self.indicators)
        self._buttons = buttons
        self._spread = buttons[1]
        return frame

    def _grids(self) -> tuple[Grid, ...]:
        return (*(table.grid for table in self.tables.values()), self.indicators)

    def _tell(self, grid: Grid, cell: CellView | None) -> None:
        """Tell of the cell under the cursor: of all grids that show new figures, only the one
        that the cursor was in last has something to say."""
        if self._showing and grid is not self._told:
            return
        self._told = grid
        self.current_cell.emit(cell)

    def _text_entered(self, address: str, field: Field) -> None:
        self.entered.emit(address, field.label, field.hint)

    def _float_heads(self) -> None:
        """Column heads stay in sight while their grid is scrolled through."""
        top = self._area.viewport().mapToGlobal(QPoint(0, 0))
        for grid in self._grids():
            grid.heads.float_to(grid.mapFromGlobal(top).y())

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def show_form(self, report: Report, form: FormReport) -> None:
        """Show a form; in another one than before, the cursor is in no cell yet."""
        self._showing = True
        if form.prefix != self._prefix:
            self._told = None
            for grid in self._grids():
                grid.forget_place()
        self._report, self._prefix = report, form.prefix
        self.texts.show(report, form.prefix)
        showing = showing_of(self._desk.memory)
        for table in self._form.tables:
            prefix = f"{form.prefix}.{table.id}"
            money = table is self._form.money
            if money:
                view = money_view(report, form, table, showing)
            else:
                view = table_view(report, table, prefix, showing=showing)
            self.tables[table.id].show_table(report, prefix, view)
        if self._form.levels:
            self.indicators.show_view(indicators_view(report, form, showing))
            self.indicators.show_all_rows()
            self._weights.setText("\u2002 ".join(map(_unparted, _weight_words(form))))
            if self._spread is not None:
                edit = evenly(form, report.submission.entries)
                self._spread.setVisible(edit is not None and not self._desk.sealed)
        self._showing = False

    def go_to(self, address: str) -> bool:
        """Put the cursor on a cell or field that the form shows; False where it shows none."""
        if self.texts.go_to(address):
            return True
        return any(grid.select_address(address) for grid in self._grids())

    def go_near(self, address: str) -> bool:
        """Put the cursor on the row of a cell that the grid does not show itself, or on the first
        one: the weights of the whole form are nobody's alone."""
        start, _, cell = address.rpartition(".")
        wanted = {"given_reason": "given", "name": "name"}.get(cell, "actual")
        if self.indicators.select_address(f"{start}.{wanted}"):
            return True
        columns = [column.id for column in self._form.columns]
        view = self.indicators.grid_model.view
        if not view.rows:
            return False
        at = columns.index("weight" if ".total." in address and "weight" in columns else "name")
        return self.indicators.select_address(view.rows[0][at].address)

    def spread_weights(self) -> None:
        """The weights that are still blank, in equal parts; what is typed stays."""
        if self._report is None:
            return
        entries = self._report.submission.entries
        edit = evenly(self._report.form(self._prefix), entries)
        if edit is not None and self._send(edit):
            self.indicators.setFocus()  # the button has gone
            self._desk.say(f"均分了 {len(edit.cells)} 个分值，可以改；按 Ctrl+Z 可以撤销")

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
        self._send_new(add_row(entries, self._prefix, level, current if found else ""))

    def duplicate_indicator(self) -> None:
        """A copy of the current row below it, with the cursor in its name."""
        current = self._current_row()
        if self._report is not None and current:
            self._send_new(duplicate_row(self._report.submission.entries, self._prefix, current))

    def remove_indicator(self) -> None:
        current = self._current_row()
        if self._report is not None and current:
            self._send(remove_row(self._report.submission.entries, self._prefix, current))

    def _current_row(self) -> str:
        return self.indicators.current_row_id()

    def _send(self, edit: Edit | None) -> bool:
        return edit is not None and self._desk.apply(edit.cells, edit.label)

    def _send_new(self, edit: Edit) -> None:
        if self._send(edit):
            new = next(cell for cell in edit.cells if cell.endswith(".level"))
            self.indicators.select_address(new.removesuffix(".level") + ".name")

    def _row_menu(self, menu: QMenu, row_id: str) -> None:
        if self._report is None:
            return
        entries, prefix = self._report.submission.entries, self._prefix
        up, down = move_row(entries, prefix, row_id, -1), move_row(entries, prefix, row_id, 1)
        menu.addAction("上移", partial(self._send, up)).setEnabled(up is not None)
        menu.addAction("下移", partial(self._send, down)).setEnabled(down is not None)
        menu.addAction("在下面插入一行", self.add_indicator)
        menu.addAction("复制一行", self.duplicate_indicator)
        menu.addAction("删除这一行", self.remove_indicator)
        if not self._form.scored:
            return
        menu.addSeparator()
        merged = entries.get(f"{prefix}.{row_id}.merge", "")
        for text, merge in (
            ("与上一行合用一个分值和得分", MERGE_BOTH),
            ("与上一行合用一个分值，得分分开", MERGE_WEIGHT),
            ("不再合用分值", ""),
        ):
            action = menu.addAction(text, partial(self._send, merge_row(prefix, row_id, merge)))
            possible = bool(merged) if not merge else up is not None and merged != merge
            action.setEnabled(possible)


def _reason_field(form: Form) -> Field | None:
    """Why so little was spent, for forms that ask for it."""
    execution = form.execution
    if execution is None or execution.reason_below is None:
        return None
    asked = f"预算执行率低于{rate_text(execution.reason_below, 0)}的要说明原因"
    limit = execution.reason_limit
    return Field("execution.reason", EXECUTION_REASON, "longtext", hint=asked, limit=limit)


def _unparted(words: str) -> str:
    """Words that no line ends in: “合计” and its figure stay together."""
    return _JOINED.join(words.replace(" ", "\u00a0"))


def _weight_words(form: FormReport) -> list[str]:
    """产出 50/50 ✓: the heading's weight beside what its rows add up to; without one, the sum."""
    if not form.form.scored:
        return []
    words = []
    for group in form.weights:
        name = group.level1.label.removesuffix("指标")
        rows = number_text(group.rows) or "0"
        if group.weight is None:
            words.append(f"{name} {rows}")
            continue
        mark = "✓" if group.rows == group.weight else "≠"
        words.append(f"{name} {rows}/{number_text(group.weight)} {mark}")
    execution = number_text(form.form.execution.weight) if form.form.execution else ""
    if execution:
        words.append(f"执行率 {execution}")
    total = number_text(form.total_weight) or execution or "0"
    return [*words, f"合计 {total}"]
