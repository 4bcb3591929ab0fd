"""A panel at the right of the work: beside it where there is room, else over its right edge."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.style import px

WIDTH = 320  # px
OVER_BELOW = 1200  # px: narrower, the work keeps its width and the panel lies over it


class Beside(QWidget):
    def __init__(self, work: QWidget, panel: QWidget) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._work, self._panel = work, panel
        work.setParent(self)
        panel.setParent(self)
        panel.hide()

    def show_panel(self, *, shown: bool) -> None:
        self._panel.setVisible(shown)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        wide, high, panel = self.width(), self.height(), px(WIDTH)
        shown = self._panel.isVisibleTo(self)
        beside = shown and wide >= px(OVER_BELOW)
        self._work.setGeometry(0, 0, wide - panel if beside else wide, high)
        self._panel.setGeometry(wide - panel, 0, panel, high)
        if shown:
            self._panel.raise_()

    def minimumSizeHint(self) -> QSize:
        return self._work.minimumSizeHint()

    def sizeHint(self) -> QSize:
        return self._work.sizeHint()
