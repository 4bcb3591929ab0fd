"""The frame around the selection, and the small square at its corner that fills by dragging."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from app.ui import style
from app.ui.grid.filling import DOWN, LEFT, RIGHT, UP, FillView
from app.ui.grid.marks import paint_marks

if TYPE_CHECKING:
    from app.ui.grid.desk import Desk

_SIZE = 7  # px of the square
_REACH = 3  # px around it where the mouse takes it all the same
_SCROLLS = 50  # ms from row to row while the mouse waits beyond the edge


class HandleView(FillView):
    def __init__(self, desk: "Desk", parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._framed = range(0), range(0)  # the block that has the frame
        self._pulled: tuple[range, range] | None = None  # what is filled when the mouse lets go
        self._word = DOWN
        self._mouse = QPoint()  # on the screen
        self._scroll = QTimer(self)
        self._scroll.setInterval(_SCROLLS)
        self._scroll.timeout.connect(self._pull)
        self.viewport().setMouseTracking(True)

    # ── looks ────────────────────────────────────────────────────────────────────────────

    def area(self, rows: range, columns: range) -> QRect:
        """Where cells are in the viewport."""
        if not rows or not columns:
            return QRect()
        model = self.model()
        first = self.visualRect(model.index(rows[0], columns[0]))
        return first.united(self.visualRect(model.index(rows[-1], columns[-1])))

    def handle_rect(self) -> QRect:
        """The square at the corner; none where nothing in the selection can be typed in."""
        rows, columns = self.block()
        return self._square(rows, columns) if self._can_fill(rows, columns) else QRect()

    def _square(self, rows: range, columns: range) -> QRect:
        corner = self.area(rows, columns).bottomRight()
        corner.setX(min(corner.x(), self.viewport().width() - _SIZE // 2 - 1))
        return QRect(corner.x() - _SIZE // 2, corner.y() - _SIZE // 2, _SIZE, _SIZE)

    def _can_fill(self, rows: range, columns: range) -> bool:
        view, seen = self.grid_model.view, self.sight()
        shown = [row for row in rows if row in seen or row == rows[-1]]
        return any(
            view.rows[row][column].address and not view.rows[row][column].locked
            for row in shown
            for column in columns
        )

    def selectionChanged(self, selected: QItemSelection, before: QItemSelection) -> None:
        super().selectionChanged(selected, before)
        self._update_frame()

    def _update_frame(self) -> None:
        """Only the lines and the square: each cell painted for them costs time on an edit."""
        before, self._framed = self._framed, self.block()
        lines = self._lines(*before).united(self._lines(*self._framed))
        if any(len(rows) * len(columns) > 1 for rows, columns in (before, self._framed)):
            lines = lines.united(QRegion(self.visualRect(self.currentIndex())))  # its ground
        self.viewport().update(lines)

    def _lines(self, rows: range, columns: range) -> QRegion:
        """Where the frame of a block is now, and its square."""
        if not rows or not columns:
            return QRegion()
        frame = self.area(rows, columns)
        lines = QRegion(frame).subtracted(QRegion(frame.adjusted(3, 3, -3, -3)))
        return lines.united(QRegion(self._square(rows, columns)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._framed = self.block()  # rows that came or went may have moved it
        if self.marks:
            paint_marks(self, self.marks, self.mark_at)
        frame = self.area(*self._framed)
        if frame.isNull():
            return
        painter = QPainter(self.viewport())
        accent = QColor(style.ACCENT)
        if self.at_work():
            painter.setPen(QPen(accent, 2))
            painter.drawRect(frame.adjusted(1, 1, -1, -1))
        if self._pulled is not None:
            painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
            painter.drawRect(self.area(*self._pulled))
        handle = self.handle_rect() if self.hasFocus() else QRect()
        if not handle.isNull():
            painter.fillRect(handle, QColor(style.CARD))
            painter.fillRect(handle.adjusted(1, 1, -1, -1), accent)
        painter.end()

    # ── mouse ────────────────────────────────────────────────────────────────────────────

    def _on_handle(self, point: QPoint) -> bool:
        handle = self.handle_rect()
        reach = handle.adjusted(-_REACH, -_REACH, _REACH, _REACH)
        return not handle.isNull() and self.hasFocus() and reach.contains(point)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if left and not event.modifiers() and self._on_handle(event.position().toPoint()):
            self._pulled = self.block()
            self._mouse = event.globalPosition().toPoint()
            self._scroll.start()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pulled is not None:
            self._mouse = event.globalPosition().toPoint()
            self._pull()
            return
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._point_at(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pulled is None:
            super().mouseReleaseEvent(event)
            return
        target, source = self._pulled, self.block()
        self._let_go()
        if target != source:
            self.fill(*source, target, self._word)
            self.select_block(*target)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._on_handle(event.position().toPoint()):  # the cell below is not meant
            super().mouseDoubleClickEvent(event)

    def _point_at(self, point: QPoint) -> None:
        if self._on_handle(point):
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.viewport().unsetCursor()

    def is_pulled(self) -> bool:
        """Whether the square is being dragged."""
        return self._pulled is not None

    def lets_go(self, event: QKeyEvent) -> bool:
        """Take all keys while the square is dragged: Esc ends it, nothing else is done."""
        if self._pulled is None:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self._let_go()
        return True

    def _let_go(self) -> None:
        self._scroll.stop()
        self._pulled = None
        self.viewport().unsetCursor()
        self.viewport().update()

    def _pull(self) -> None:
        """Make the target larger to where the mouse is, along the way that it went furthest."""
        rows, columns = self.block()
        spot, area = self.viewport().mapFromGlobal(self._mouse), self.area(rows, columns)
        ways = {
            DOWN: spot.y() - area.bottom(),
            UP: area.top() - spot.y(),
            RIGHT: spot.x() - area.right(),
            LEFT: area.left() - spot.x(),
        }
        word = max(ways, key=lambda way: ways[way])
        self._pulled = rows, columns
        if ways[word] > _REACH:
            self._word = word
            if word in (DOWN, UP):
                row = self._row_near(spot.y())
                self._pulled = range(min(rows[0], row), max(rows[-1], row) + 1), columns
                self.reveal(self.model().index(row, columns[-1]))
            else:
                column = self._column_near(spot.x())
                self._pulled = rows, range(min(columns[0], column), max(columns[-1], column) + 1)
                self.reveal(self.model().index(rows[-1], column))
        self.viewport().update()

    def _row_near(self, y: int) -> int:
        """The row at a height; beyond what is seen, the next one that is not."""
        seen, last = self.viewport().visibleRegion().boundingRect(), self.model().rowCount() - 1
        if y < seen.top():
            return max(0, self.rowAt(seen.top()) - 1)
        row = self.rowAt(min(y, seen.bottom()))
        if row < 0:
            return last
        return min(last, row + 1) if y > seen.bottom() else row

    def _column_near(self, x: int) -> int:
        room, last = self.viewport().width(), self.model().columnCount() - 1
        if x < 0:
            return max(0, self.columnAt(0) - 1)
        column = self.columnAt(min(x, room - 1))
        if column < 0:
            return last
        return min(last, column + 1) if x >= room else column
