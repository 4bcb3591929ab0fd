"""The heads of a grid's columns: a click selects a column, an edge that is drawn makes it wider."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QStyle, QWidget


class Heads(QHeaderView):
    """Column heads as high as their longest label needs in the width that it has."""

    PADDING = 14
    floats = 0  # px below its place: the page has scrolled the top of the grid away

    chosen = Signal(int, int)  # the column where the mouse went down, and the one where it is
    drawn = Signal(int)  # the edge of this column was drawn by hand
    fits = Signal(int)  # this column is to be as wide as what is in it
    plain = Signal()  # all widths as they were before anybody drew one

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._grid = parent
        self._begun = -1  # the column where the mouse went down
        self._edge: tuple[int, int] | None = None  # the column that is drawn, its width before
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setHighlightSections(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.sectionHandleDoubleClicked.connect(self.fits)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        metrics, height = self.fontMetrics(), 0
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        for section in range(self.count()):
            if self.isSectionHidden(section):
                continue
            text = str(self.model().headerData(section, self.orientation()) or "")
            room = QRect(0, 0, max(20, self.sectionSize(section) - 10), 1_000)
            height = max(height, metrics.boundingRect(room, flags, text).height())
        return QSize(size.width(), height + self.PADDING)

    def float_to(self, offset: int) -> None:
        """Stand `offset` px below the top of the grid, over its rows, but never below the last."""
        room = self._grid.height() - 3 * self.height()
        self.floats = max(0, min(offset, room))
        self.settle()

    def settle(self) -> None:
        """Back to where it floats; the grid puts it on top each time it lays itself out."""
        top = max(self._grid.contentsRect().top(), self.floats)  # no row shows above them
        if self.y() != top:
            self.move(self.x(), top)
        if self.floats:
            self.raise_()

    # ── mouse ────────────────────────────────────────────────────────────────────────────

    def edge_at(self, x: int) -> int:
        """The column whose right edge can be drawn from here; -1: none."""
        column = self.logicalIndexAt(x)
        if column < 0:
            return -1
        grip = self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderGripMargin, None, self)
        left = self.sectionViewportPosition(column)
        if x >= left + self.sectionSize(column) - grip:
            return column
        return column - 1 if x < left + grip else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = int(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton:
            edge, column = self.edge_at(x), self.logicalIndexAt(x)
            self._edge = (edge, self.sectionSize(edge)) if edge >= 0 else None
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if self._edge is None and column >= 0:
                self._begun = self._begun if shift and self._begun >= 0 else column
                self.chosen.emit(self._begun, column)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        pressed = bool(event.buttons() & Qt.MouseButton.LeftButton)
        column = self.logicalIndexAt(int(event.position().x()))
        if pressed and self._edge is None and self._begun >= 0 and column >= 0:
            self.chosen.emit(self._begun, column)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        edge, self._edge = self._edge, None
        if edge is not None and self.sectionSize(edge[0]) != edge[1]:
            self.drawn.emit(edge[0])

    def _show_menu(self, point: QPoint) -> None:
        column = self.logicalIndexAt(point)
        menu = QMenu(self)
        if column >= 0:
            menu.addAction("适合内容的列宽", lambda: self.fits.emit(column))
        menu.addAction("恢复默认列宽", self.plain.emit)
        menu.popup(self.mapToGlobal(point))
