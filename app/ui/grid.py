"""The one grid of the program: keys as in Excel, blocks in and out, locked cells that say why."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QScrollArea,
    QWidget,
)

from app.ui.block_edits import BlockEdits
from app.ui.cells import CellDelegate
from app.ui.grid_model import Index
from app.ui.heads import Heads, spread
from app.ui.subject_picker import Offer
from app.ui.views import CellView, GridView

if TYPE_CHECKING:
    from app.ui.page import Desk


class Grid(BlockEdits):
    """Shows a `GridView`; every change goes out through the desk as one edit."""

    activated_row = Signal(str)  # id of a row that was double-clicked where nothing can be typed

    def __init__(self, desk: "Desk", parent: QWidget | None = None) -> None:
        super().__init__(desk.apply, parent)
        self.desk = desk
        self._widths: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())  # shares, px needed
        self._fits = False  # see `show_all_rows`
        self.row_menu: Callable[[QMenu, str], None] | None = None
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
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

    # ── keys ─────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.extends(event) or self.edits_block(event) or self.moves(event):
            return
        self._say_locked(event)
        super().keyPressEvent(event)

    def _say_locked(self, event: QKeyEvent) -> None:
        cell = self.cell()
        if cell is not None and cell.locked and event.text().strip():
            self.said.emit(f"这个单元格不能填写：{cell.locked}")

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
