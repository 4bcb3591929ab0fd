"""The one grid of the program: keys as in Excel, blocks in and out, locked cells that say why."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QWidget

from app.ui.grid.cells import CellDelegate
from app.ui.grid.counting import Counts, counted
from app.ui.grid.grid_menu import open_at
from app.ui.grid.handle import HandleView
from app.ui.grid.selecting import Index
from app.ui.grid.subject_picker import Offer
from app.ui.views.views import CellView, GridView

if TYPE_CHECKING:
    from app.ui.grid.desk import Desk

_SCROLL = QAbstractItemView.ScrollHint


class Grid(HandleView):
    """Shows a `GridView`; every change goes out through the desk as one edit."""

    activated_row = Signal(str)  # id of a row that was double-clicked where nothing can be typed

    def __init__(self, desk: "Desk", parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.grid_model.sealed = desk.sealed
        self._counts: Counts | None = None  # of the selection, as the status bar shows it
        self.row_menu: Callable[[QMenu, str], None] | None = None
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self.listed.connect(desk.say)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.verticalHeader().hide()
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
        if changed is None:
            self.mark(())  # what was found stood in other rows
        same = changed is not None and view.spans == before.spans
        if not same:
            self.clearSpans()
            for span in view.spans:
                self.setSpan(*span)
        same = not self.take_widths(view) and same and view.even == before.even
        if view.even != before.even:
            fixed, free = QHeaderView.ResizeMode.Fixed, QHeaderView.ResizeMode.Interactive
            self.verticalHeader().setSectionResizeMode(fixed if view.even else free)
            self.setWordWrap(not view.even)
            if view.even:  # rows that another table has made higher
                heads = self.verticalHeader()
                for row in range(heads.count()):
                    heads.resizeSection(row, heads.defaultSectionSize())
        if not view.even:
            for row in range(len(view.rows)) if changed is None else changed:
                self.resizeRowToContents(row)
        if changed is None and at >= 0 and view.rows:
            there = view.row_ids.count(row_id) == 1  # rows that came or went move the cursor's
            row = view.row_ids.index(row_id) if there else min(at, len(view.rows) - 1)
            self.select_only(row, min(column, len(view.headers) - 1))
        if not same or not self.keeps_frozen(view):
            self.freeze(view)
        self._announce()
        self._count()

    def forget_place(self) -> None:
        """No cell is current: what comes next is about something else."""
        self.setCurrentIndex(QModelIndex())

    def show_all_rows(self) -> None:
        """Take just the height of all rows: the page scrolls, not the grid."""
        self._fits = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.keep_height()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if hasattr(self, "heads"):  # Qt asks before they are there
            self.heads.settle()
            self.place_frozen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        at = self.visualRect(self.currentIndex())
        was_seen = at.top() >= 0 and at.bottom() <= event.oldSize().height()
        super().resizeEvent(event)
        if was_seen and at.isValid() and event.size().height() < at.bottom():
            self.scrollTo(self.currentIndex())
        self.show_in_page()

    def select_address(self, address: str) -> bool:
        """Go to the cell of an address; False where it is not in this grid."""
        found = self.grid_model.view.find(address)
        if found is None:
            return False
        self.setFocus()
        self.select_in_sight(*found)
        return True

    def select_in_sight(self, row: int, column: int) -> None:
        """Only this cell, in the middle where it was out of sight."""
        index = self.grid_model.index(row, column)
        spot = self.visualRect(index)
        seen = self.viewport().visibleRegion().boundingRect()
        self.select_only(row, column)
        if spot.top() < seen.top() or spot.bottom() > seen.bottom():
            self.scrollTo(index, _SCROLL.PositionAtCenter)
            self.show_in_page(index, middle=True)
        else:
            self.show_in_page(index)

    def select_row(self, row_id: str, column: int) -> bool:
        """Go to a row by its id; False where it is not in this grid."""
        ids = self.grid_model.view.row_ids
        if row_id not in ids or not 0 <= column < len(self.grid_model.view.headers):
            return False
        self.setFocus()
        self.select_only(ids.index(row_id), column)
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._announce()
        if not self._stays:
            self.show_in_page()

    def reveal(self, index: Index) -> None:
        super().reveal(index)
        self.show_in_page(index)

    def show_in_page(self, index: Index | None = None, *, middle: bool = False) -> None:
        """Where the page scrolls instead of the grid, bring a cell into sight: the current one
        while the cursor is here."""
        page = self.page_around()
        if page is None or not (index or self.hasFocus()):
            return
        center = self.visualRect(index or self.currentIndex()).center()
        spot = self.viewport().mapTo(page.widget(), center)
        around = page.viewport().height() // 2 if middle else 90
        page.ensureVisible(spot.x(), spot.y(), 20, around)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.desk.count(self._counts)  # of this grid, not of the one that the cursor came from

    def selectionChanged(self, selected: QItemSelection, before: QItemSelection) -> None:
        super().selectionChanged(selected, before)
        self._count()

    def _count(self) -> None:
        """Tell the status bar what more than one selected cell come to."""
        rows, columns = self.block()
        several = len(rows) * len(columns) > 1
        if not several and self._counts is None:
            return
        view = self.grid_model.view
        cells = (view.rows[row][column] for row in rows for column in columns)
        self._counts = counted(cells) if several else None
        self.desk.count(self._counts)

    # ── keys ─────────────────────────────────────────────────────────────────────────────

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.is_pulled():
            event.accept()  # Esc lets the square go, it does not fold a panel
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.lets_go(event) or self.roams(event) or self.zooms(event) or self.fills(event):
            return
        if self.edits_block(event) or self.moves(event):
            return
        self._say_locked(event)
        super().keyPressEvent(event)

    def _say_locked(self, event: QKeyEvent) -> None:
        cell = self.cell()
        if cell is not None and cell.locked and event.text().strip():
            self.said.emit(f"这个单元格不能填写：{cell.locked}")

    def keyboardSearch(self, search: str) -> None:
        """Nothing: typing on a locked cell must not carry the cursor to another one."""

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
        open_at(self, point)
