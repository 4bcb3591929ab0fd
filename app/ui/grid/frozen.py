"""Columns that stay at the left while the others are scrolled: what a row is must be readable."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.ui import style
from app.ui.grid.cells import CellDelegate
from app.ui.grid.heads import Heads
from app.ui.grid.marks import paint_marks
from app.ui.grid.selecting import BlockView, Index
from app.ui.views.views import GridView


class FrozenView(BlockView):
    """A table with its first columns painted once more over its left edge, while it is scrolled.

    A click there goes to the real cell, which scrolls back into sight; nothing is edited above.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over: _Over | None = None
        self._frozen = 0  # columns

    def freeze(self, view: GridView) -> None:
        """Keep the columns that say what a row is, in a view that scrolls sideways."""
        self._frozen = view.labels if view.least else 0
        if self._frozen and self._over is None:
            self._over = _Over(self)
        if self._over is not None:
            self._over.show_columns(self._frozen, view.spans)
            self.place_frozen()

    def keeps_frozen(self, view: GridView) -> bool:
        """Whether a view of the same rows and columns changes nothing about what is frozen: laying
        it out anew has all of it painted."""
        return self._frozen == (view.labels if view.least else 0)

    def place_frozen(self) -> None:
        """Over the left edge where anything is scrolled away below it."""
        if self._over is None:
            return
        shown = bool(self._frozen) and self.horizontalScrollBar().value() > 0
        if shown:
            heads = self.horizontalHeader().height()
            self._over.horizontalHeader().setFixedHeight(heads)
            edge = self.frameWidth()
            height = heads + self.viewport().height()
            self._over.setGeometry(edge, edge, self._frozen_width(), height)
            self._over.verticalScrollBar().setValue(self.verticalScrollBar().value())
            self._over.raise_()
        self._over.setVisible(shown)

    def _frozen_width(self) -> int:
        return sum(self.columnWidth(column) for column in range(self._frozen))

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Into sight also means beside the columns that stay."""
        super().scrollTo(index, hint)
        bar = self.horizontalScrollBar()
        if not self._frozen or not bar.value():
            return
        if index.column() < self._frozen:
            bar.setValue(0)
            return
        hidden = self._frozen_width() - self.columnViewportPosition(index.column())
        if hidden > 0:
            bar.setValue(bar.value() - hidden)


class _Over(QTableView):
    """The columns that stay; it has the grid's rows, selection and looks."""

    def __init__(self, grid: FrozenView) -> None:
        super().__init__(grid)
        self._grid = grid
        self.setModel(grid.model())
        self.setSelectionModel(grid.selectionModel())
        self.setItemDelegate(CellDelegate(grid))  # of its own: what is edited is the grid's
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(grid.wordWrap())
        self.setStyleSheet(f"QTableView {{ border: none; border-right: 2px solid {style.LINE}; }}")
        self.verticalHeader().hide()
        self._follow_heads()
        grid.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        grid.horizontalScrollBar().valueChanged.connect(grid.place_frozen)
        grid.verticalHeader().sectionResized.connect(self._same_height)
        self.hide()

    def _follow_heads(self) -> None:
        """Its heads are drawn and clicked as those of the grid are, which they cover."""
        heads, below = Heads(self), self._grid.horizontalHeader()
        self.setHorizontalHeader(heads)
        heads.sectionResized.connect(self._drawn_here)
        below.sectionResized.connect(self._drawn_below)
        if isinstance(below, Heads):
            for mine, its in (
                (heads.chosen, below.chosen),
                (heads.drawn, below.drawn),
                (heads.fits, below.fits),
                (heads.plain, below.plain),
            ):
                mine.connect(its)

    def _drawn_here(self, column: int, _before: int, width: int) -> None:
        if self.isVisible() and width:
            self._grid.setColumnWidth(column, width)

    def _drawn_below(self, column: int, _before: int, width: int) -> None:
        if not self.isColumnHidden(column) and self.columnWidth(column) != width:
            self.setColumnWidth(column, width)
            self._grid.place_frozen()

    def _same_height(self, row: int, _before: int, height: int) -> None:
        self.setRowHeight(row, height)

    def show_columns(self, count: int, spans: tuple[tuple[int, int, int, int], ...]) -> None:
        self.verticalHeader().setMinimumSectionSize(
            self._grid.verticalHeader().minimumSectionSize()
        )
        for column in range(self.model().columnCount()):
            self.setColumnHidden(column, column >= count)
            if column < count:
                self.setColumnWidth(column, self._grid.columnWidth(column))
        self.clearSpans()
        for row, column, rows, columns in spans:
            if column < count:
                self.setSpan(row, column, rows, min(columns, count - column))
        for row in range(self.model().rowCount()):
            if self.rowHeight(row) != self._grid.rowHeight(row):
                self.setRowHeight(row, self._grid.rowHeight(row))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._grid.marks:
            paint_marks(self, self._grid.marks, self._grid.mark_at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._grid.wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The real cell takes the click: it comes into sight and this goes away."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self._grid.setFocus()
            self._grid.select_only(index.row(), index.column())
