"""A panel at the right of the work: beside it where there is room, else over its right edge."""

from PySide6.QtCore import QRect, QSize
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
        self._at_left = False  # where it would lie on the cursor

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
        left = 0 if self._at_left and not beside else wide - panel
        self._panel.setGeometry(left, 0, panel, high)
        if shown:
            self._panel.raise_()

    def keep_clear(self, place: QRect | None) -> None:
        """Lying over the work, the panel leaves this place of the screen in sight."""
        wide, panel = self.width(), self._panel.width()
        if place is None or wide >= px(OVER_BELOW):
            return
        left = self.mapFromGlobal(place.topLeft()).x()
        covered = left < panel if self._at_left else left + place.width() > wide - panel
        free = left + place.width() <= wide - panel if self._at_left else left >= panel
        if covered and free:
            self._at_left = not self._at_left
            self._place()

    def minimumSizeHint(self) -> QSize:
        return self._work.minimumSizeHint()

    def sizeHint(self) -> QSize:
        return self._work.sizeHint()
