"""Where the cursor goes: Enter down, Tab to the next white cell, back to where Tab began."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QApplication, QWidget

from app.domain.ledger import NEW
from app.ui.grid.frozen import FrozenView
from app.ui.grid.grid_model import Apply, GridModel, Index
from app.ui.grid.rounds import next_inside
from app.ui.views.views import CellView

Hint = QAbstractItemDelegate.EndEditHint
TAB_STEPS = {Hint.EditNextItem: 1, Hint.EditPreviousItem: -1}
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MovingView(FrozenView):
    """A table of cells in which Enter and Tab go as in Excel, past what cannot be typed in."""

    current_cell = Signal(object)  # CellView | None
    said = Signal(str)  # something for the status bar

    def __init__(self, apply: Apply, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabbed: tuple[tuple[str, int], tuple[str, int]] | None = None  # see `_step`
        self.grid_model = GridModel(apply, self)
        self.setModel(self.grid_model)
        self.setTabKeyNavigation(False)  # Tab skips locked cells; see `_step`

    def cell(self, index: Index | None = None) -> CellView | None:
        return self.grid_model.cell(self.currentIndex() if index is None else index)

    def current_row_id(self) -> str:
        row = self.currentIndex().row()
        ids = self.grid_model.view.row_ids
        return ids[row] if 0 <= row < len(ids) else ""

    def _announce(self) -> None:
        if self.hasFocus() or self.currentIndex().isValid():
            self.current_cell.emit(self.cell())

    def commit_editor(self) -> None:
        """Take what is in an open editor, as leaving the cell would: the window is closing."""
        editor = QApplication.focusWidget()
        if editor is not None and self.viewport().isAncestorOf(editor):
            self.commitData(editor)
            self.closeEditor(editor, Hint.NoHint)

    def moves(self, event: QKeyEvent) -> bool:
        """Take Enter and Tab; False for any other key."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in ENTER_KEYS:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return True  # Ctrl+Enter fills what is being typed; there is nothing to fill
            self._move(-1 if back else 1)
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            step = -1 if back or event.key() == Qt.Key.Key_Backtab else 1
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                super().focusNextPrevChild(step > 0)  # out of the grid from any cell
            else:
                self._step(step)
        else:
            return False
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab is ours: it goes from cell to cell first; see `_step`."""
        return False

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            if tab and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        """Tab out of an editor skips locked cells, as it does without one."""
        place = self._place()
        super().closeEditor(editor, Hint.NoHint)
        made, self.grid_model.made = self.grid_model.made, ()
        if hint != Hint.NoHint and not self.hasFocus():
            self.setFocus()  # the row was moved away under its editor
        waits = made and (self._tabbed is None or self._tabbed[1] != place)
        if hint in TAB_STEPS:
            self._into(made, place)
            self._step(TAB_STEPS[hint], place)
        elif hint == Hint.SubmitModelCache and not waits:
            self._move(1)  # else the blank line waits for the next row

    def _place(self) -> tuple[str, int]:
        return self.current_row_id(), self.currentIndex().column()

    def _into(self, made: tuple[str, ...], place: tuple[str, int]) -> None:
        """The row that was made out of the blank line: going on there, not in the next one."""
        cell = self.cell()
        if len(made) == 1 and cell is not None and place[0].endswith(f".{NEW}"):
            name = cell.address.rpartition(".")[2]
            found = self.grid_model.view.find(f"{made[0]}.{name}")
            if found is not None:
                self.select_only(*found)

    def _move(self, step: int) -> None:
        """Enter: the next cell below (or above) that can be typed in; after Tab, below the cell
        where Tab began in this row, and back to the blank line where it made a row of it."""
        if self._round(step, across=False):
            return
        index = self.currentIndex()
        row, column = index.row(), index.column()
        (begun, first), last = self._tabbed or (("", 0), None)
        if step > 0 and last == self._place():
            column = first
            if begun.endswith(f".{NEW}") and begun in self.grid_model.view.row_ids:
                self.select_only(self.grid_model.view.row_ids.index(begun), column)
                return
        below = self.grid_model.view.below(row, column, step)
        if below is not None:
            self.select_only(below, column)

    def _step(self, step: int, begun: tuple[str, int] | None = None) -> None:
        """Tab: the next white cell in reading order, and out of the grid after the last one.

        A score may be typed over too, but Tab passes it by: the rule fills it in. Where it began
        in a row is noted, for Enter to go there.
        """
        if self._round(step, across=True):
            return
        index = self.currentIndex()
        columns = self.grid_model.columnCount()
        chain = self._tabbed
        first = chain[0] if chain is not None and chain[1] == self._place() else None
        at = index.row() * columns + index.column() + step
        while 0 <= at < columns * self.grid_model.rowCount():
            row, column = divmod(at, columns)
            if self._stops(index, row, column, leaving=begun is not None):
                start = first or begun or self._place()
                same = row == index.row()
                self.select_only(row, column)
                self._tabbed = (start if same else self._place(), self._place())
                return
            at += step
        super().focusNextPrevChild(step > 0)

    def _round(self, step: int, *, across: bool) -> bool:
        """Inside a selection of several cells: to its next one, and the selection stays."""
        rows, columns = self.block()
        if len(rows) * len(columns) < 2:
            return False
        at = self.currentIndex()
        view, place = self.grid_model.view, (at.row(), at.column())
        spot = next_inside(view, rows, columns, place, step, across=across)
        if spot is None:
            return False
        self.move_cursor(*spot)
        self.reveal(self.currentIndex())
        return True

    def _stops(self, index: QModelIndex, row: int, column: int, *, leaving: bool) -> bool:
        """Whether Tab stops there; a name that came with the code just typed is passed by."""
        cell = self.grid_model.view.rows[row][column]
        named = leaving and row == index.row() and bool(cell.picks and cell.text)
        return cell.tab_stop and not named

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming in by Tab, the cursor stands on a cell that can be typed in."""
        super().focusInEvent(event)
        cell = self.cell()
        by_tab = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        if by_tab and (cell is None or not cell.tab_stop):
            back = event.reason() == Qt.FocusReason.BacktabFocusReason
            self._enter(from_end=back)
        self._announce()

    def _enter(self, *, from_end: bool) -> None:
        spot = self.grid_model.view.first_stop(from_end=from_end)
        if spot is not None:
            self.select_only(*spot)
