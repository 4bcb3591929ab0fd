"""The one grid of the program: keys as in Excel, blocks in and out, locked cells that say why."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QScrollArea,
    QWidget,
)

from app.domain.ledger import NEW
from app.ui.cells import CellDelegate
from app.ui.frozen import FrozenView
from app.ui.grid_blocks import block_text, pasted, writing
from app.ui.grid_model import GridModel, Index
from app.ui.heads import Heads, spread
from app.ui.subject_picker import Offer
from app.ui.views import CellView, GridView

Apply = Callable[[Mapping[str, str], str], bool]  # cells and label; False when refused
Hint = QAbstractItemDelegate.EndEditHint
TAB_STEPS = {Hint.EditNextItem: 1, Hint.EditPreviousItem: -1}
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Grid(FrozenView):
    """Shows a `GridView`; every change goes out through `apply` as one edit."""

    current_cell = Signal(object)  # CellView | None
    activated_row = Signal(str)  # id of a row that was double-clicked where nothing can be typed
    said = Signal(str)  # something for the status bar

    def __init__(self, apply: Apply, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._apply = apply
        self._widths: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())  # shares, px needed
        self._tabbed: tuple[tuple[str, int], tuple[str, int]] | None = None  # see `_step`
        self._fits = False  # see `show_all_rows`
        self.row_menu: Callable[[QMenu, str], None] | None = None
        self.grid_model = GridModel(apply, self)
        self.setModel(self.grid_model)
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)  # Tab skips locked cells; see `_step`
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(30)
        self.heads = Heads(self)
        self.setHorizontalHeader(self.heads)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.doubleClicked.connect(self._double_clicked)

    def look_up(self, find: Callable[[CellView, str], tuple[Offer, ...]]) -> None:
        """How the subjects that fit a text are found, for cells that pick one."""
        self._delegate.find = find

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def show_view(self, view: GridView) -> None:
        """Show a view; the current cell stays where it was as long as it is there."""
        before = self.grid_model.view
        row_id, place = self.current_row_id(), self.currentIndex()
        at, column = place.row(), place.column()
        changed = self.grid_model.show(view, self.sight() if view.even else None)
        if view.spans != before.spans or changed is None:
            self.clearSpans()
            for span in view.spans:
                self.setSpan(*span)
        if (view.widths, view.least) != self._widths:
            self._widths = (view.widths, view.least)
            self._spread()
        if view.even != before.even:
            fixed, free = QHeaderView.ResizeMode.Fixed, QHeaderView.ResizeMode.Interactive
            self.verticalHeader().setSectionResizeMode(fixed if view.even else free)
            self.setWordWrap(not view.even)
        if not view.even:
            for row in range(len(view.rows)) if changed is None else changed:
                self.resizeRowToContents(row)
        if changed is None and at >= 0 and view.rows:
            same = view.row_ids.count(row_id) == 1  # rows that came or went move the cursor's
            row = view.row_ids.index(row_id) if same else min(at, len(view.rows) - 1)
            self.select_only(row, min(column, len(view.headers) - 1))
        self.freeze(view)
        self._announce()

    def forget_place(self) -> None:
        """No cell is current: what comes next is about something else."""
        self.setCurrentIndex(QModelIndex())

    def fit_height(self) -> int:
        """The height that shows all rows, for a grid that sits in a scrolling page."""
        rows = sum(self.rowHeight(row) for row in range(self.grid_model.rowCount()))
        return rows + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()

    def show_all_rows(self) -> None:
        """Take just the height of all rows: the page scrolls, not the grid."""
        self._fits = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(self.fit_height())

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if isinstance(self.horizontalHeader(), Heads):  # Qt asks before it is there
            self.heads.settle()
            self.place_frozen()

    def _spread(self) -> None:
        room = self.viewport().width()
        if not self._widths[0] or room < 50:
            return
        for column, width in enumerate(spread(*self._widths, room)):
            self.setColumnWidth(column, width)
        self.updateGeometries()  # the heads may need more lines now

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._spread()
            if not self.grid_model.view.even:
                self.resizeRowsToContents()
            if self._fits:
                self.setFixedHeight(self.fit_height())
        self.show_in_page()

    def cell(self, index: QModelIndex | None = None) -> CellView | None:
        return self.grid_model.cell(self.currentIndex() if index is None else index)

    def select_address(self, address: str) -> bool:
        """Go to the cell of an address; False where it is not in this grid."""
        found = self.grid_model.view.find(address)
        if found is None:
            return False
        self.setFocus()
        self.select_only(*found)
        self.show_in_page()
        return True

    def select_row(self, row_id: str, column: int) -> bool:
        """Go to a row by its id; False where it is not in this grid."""
        ids = self.grid_model.view.row_ids
        if row_id not in ids or not 0 <= column < len(self.grid_model.view.headers):
            return False
        self.setFocus()
        self.select_only(ids.index(row_id), column)
        return True

    def current_row_id(self) -> str:
        row = self.currentIndex().row()
        ids = self.grid_model.view.row_ids
        return ids[row] if 0 <= row < len(ids) else ""

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._announce()
        self.show_in_page()

    def show_in_page(self) -> None:
        """Where the page scrolls instead of the grid, bring the current cell into sight."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None and parent.widget() is not None and self.hasFocus():
            center = self.visualRect(self.currentIndex()).center()
            spot = self.viewport().mapTo(parent.widget(), center)
            parent.ensureVisible(spot.x(), spot.y(), 20, 90)

    def _announce(self) -> None:
        if self.hasFocus() or self.currentIndex().isValid():
            self.current_cell.emit(self.cell())

    # ── input method ─────────────────────────────────────────────────────────────────────

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A text that an input method commits on a cell opens the editor and lands in it.

        Qt's own view opens the editor but loses a commit that had no composition before it.
        """
        editing = self.state() == QAbstractItemView.State.EditingState
        cell = self.cell()
        if editing or not event.commitString() or cell is None or cell.locked:
            super().inputMethodEvent(event)
            return
        self.edit(self.currentIndex())
        editor = QApplication.focusWidget()
        if editor is not None and self.isAncestorOf(editor):
            QApplication.sendEvent(editor, event)

    def commit_editor(self) -> None:
        """Take what is in an open editor, as leaving the cell would: the window is closing."""
        editor = QApplication.focusWidget()
        if editor is not None and self.viewport().isAncestorOf(editor):
            self.commitData(editor)
            self.closeEditor(editor, Hint.NoHint)

    # ── keys ─────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self.extends(event):
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.clear_selection_cells("剪切")
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_selection_cells("清除")
        elif event.key() in ENTER_KEYS:
            self._move(-1 if shift else 1)
        elif event.key() == Qt.Key.Key_Tab or event.key() == Qt.Key.Key_Backtab:
            self._step(-1 if shift or event.key() == Qt.Key.Key_Backtab else 1)
        else:
            self._say_locked(event)
            super().keyPressEvent(event)

    def _say_locked(self, event: QKeyEvent) -> None:
        cell = self.cell()
        if cell is not None and cell.locked and event.text().strip():
            self.said.emit(f"这个单元格不能填写：{cell.locked}")

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

    # ── blocks ───────────────────────────────────────────────────────────────────────────

    def copy(self) -> None:
        """The selection as tab-separated text, quoted as Excel and WPS read it."""
        rows, columns = self.block()
        QGuiApplication.clipboard().setText(block_text(self.grid_model.view, rows, columns))

    def clear_selection_cells(self, label: str) -> None:
        rows, columns = self.block()
        self._write({(row, column): "" for row in rows for column in columns}, label)

    def paste(self) -> None:
        """A block from Excel or WPS in one step; one value fills the whole selection."""
        self._write(pasted(QGuiApplication.clipboard().text(), *self.block()), "粘贴")

    def _write(self, cells: Mapping[tuple[int, int], str], label: str) -> None:
        """One edit for all cells that may be typed in; the refused ones are said, not dropped."""
        found = writing(self.grid_model.view, cells)
        model = self.grid_model
        model.skipped = 0
        if found.cells:
            model.send({**found.also, **found.cells}, label)
            model.made = ()  # no cell was being edited
        said = f"{found.refused}格不能填写，没有改动" if found.refused else ""
        skipped = f"{model.skipped}行合计、类款小计没有带入（自动合计）" if model.skipped else ""
        if said or skipped:
            parts = (f"{label}：{len(found.cells)}格已写入", said, skipped)
            self.said.emit("，".join(part for part in parts if part))

    # ── mouse ────────────────────────────────────────────────────────────────────────────

    def selected_row_ids(self) -> tuple[str, ...]:
        """The rows of the selection from the top, or the current one."""
        ids = self.grid_model.view.row_ids
        return tuple(ids[row] for row in self.block()[0] if row < len(ids))

    def _double_clicked(self, index: QModelIndex) -> None:
        cell = self.cell(index)
        ids = self.grid_model.view.row_ids
        if cell is not None and cell.locked and index.row() < len(ids):
            self.activated_row.emit(ids[index.row()])

    def _show_menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid() and index not in self.selectedIndexes():
            self.setCurrentIndex(index)
        menu = QMenu(self)
        menu.addAction("复制", self.copy)
        menu.addAction("粘贴", self.paste)
        menu.addAction("清除", lambda: self.clear_selection_cells("清除"))
        if self.row_menu is not None and self.current_row_id():
            menu.addSeparator()
            self.row_menu(menu, self.current_row_id())
        menu.popup(self.viewport().mapToGlobal(point))
