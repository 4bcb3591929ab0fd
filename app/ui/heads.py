"""The heads of a grid's columns."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

NARROWEST = 44  # px


def spread(shares: Sequence[int], least: Sequence[int], room: int) -> Iterator[int]:
    """The widths of columns that share a room; with `least` px for each they may go beyond it."""
    used, total = 0, sum(shares)
    for column, share in enumerate(shares):
        if column < len(shares) - 1:
            width = max(least[column] if least else NARROWEST, room * share // total)
        else:
            width = max(least[column] if least else 0, room - used)
        used += width
        yield width


class Heads(QHeaderView):
    """Column heads as high as their longest label needs in the width that it has."""

    PADDING = 14
    floats = 0  # px below its place: the page has scrolled the top of the grid away

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._grid = parent
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        metrics, height = self.fontMetrics(), 0
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        for section in range(self.count()):
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
