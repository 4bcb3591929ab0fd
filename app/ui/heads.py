"""The heads of a grid's columns."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QHeaderView, QWidget


class Heads(QHeaderView):
    """Column heads as high as their longest label needs in the width that it has."""

    PADDING = 14

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
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
