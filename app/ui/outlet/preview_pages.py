"""Pages as they will come out of the printer, below each other; only those in sight are painted."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QWidget

from app.paper import fonts
from app.paper.layout import Page
from app.paper.painter import paint
from app.paper.placing import beyond
from app.ui.style import CARD, ERROR, GROUND, LINE, px

GAP = 16  # px around a page
LEAST, MOST, ZOOM = 0.1, 6.0, 1.2  # of the real size, and a step
OVERLAP = 0.9  # of a screen: how far PgDn goes


class PagesView(QAbstractScrollArea):
    """The pages, their zoom, and which one is in front."""

    moved = Signal()  # another page is in front, or the zoom is another one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: list[Page] = []
        self.fit: str = "width"  # "width", "page", or blank: a zoom that was chosen
        self._scale = 1.0  # px per millimetre
        self._tops: list[int] = []
        self._front = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("页面")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._look)

    # ── what is shown ────────────────────────────────────────────────────────────────────

    def clear(self) -> None:
        self.pages = []
        self._arrange()

    def add(self, pages: Sequence[Page]) -> None:
        """More pages below the others; the one in front stays."""
        self.pages += pages
        self._arrange()

    def _arrange(self) -> None:
        """Where each page stands, at the zoom that is wanted."""
        front, part = self._front, self._part()
        before = (self._scale, *self._tops)
        self._scale = self._wanted()
        self._tops, y = [], self._gap
        for page in self.pages:
            self._tops.append(y)
            y += round(page.height * self._scale) + self._gap
        room = self.viewport().size()
        wide = round(max((one.width for one in self.pages), default=0) * self._scale)
        self._range(self.verticalScrollBar(), y, room.height())
        self._range(self.horizontalScrollBar(), wide + 2 * self._gap, room.width())
        if front < len(self._tops):
            height = self.pages[front].height * self._scale
            self.verticalScrollBar().setValue(round(self._tops[front] + part * height) - self._gap)
        self._look()
        bottom = self.verticalScrollBar().value() + room.height()
        same = (self._scale, *self._tops)[: len(before)] == before
        added = self._tops[len(before) - 1 :]
        if not same or not added or added[0] < bottom:
            self.viewport().update()  # not for pages that come far below

    def _range(self, bar: QScrollBar, content: int, room: int) -> None:
        bar.setRange(0, max(0, content - room))
        bar.setPageStep(room)
        bar.setSingleStep(px(40))

    @property
    def _gap(self) -> int:
        return px(GAP)

    def _part(self) -> float:
        """How far down the page in front the screen begins, as a part of its height."""
        if self._front >= min(len(self._tops), len(self.pages)):
            return 0.0
        above = self.verticalScrollBar().value() + self._gap - self._tops[self._front]
        return max(0.0, above / max(1.0, self.pages[self._front].height * self._scale))

    # ── zoom ─────────────────────────────────────────────────────────────────────────────

    @property
    def percent(self) -> int:
        """The zoom as people say it: 100 is the size on paper."""
        return round(100 * self._scale / self._real)

    @property
    def _real(self) -> float:
        return self.logicalDpiX() / 25.4

    def _wanted(self) -> float:
        if not self.fit or not self.pages:
            return self._scale
        # with room for the scroll bar in any case, else it would come and go
        room = self.maximumViewportSize() - QSize(2 * self._gap + px(12), 2 * self._gap)
        width = max(one.width for one in self.pages)
        scale = room.width() / width
        if self.fit == "page":
            scale = min(scale, room.height() / max(one.height for one in self.pages))
        return max(LEAST * self._real, scale)

    def fit_to(self, how: str) -> None:
        """“width”: pages as wide as the window; “page”: a whole page at once."""
        self.fit = how
        self._arrange()
        if how == "page":
            self.go(self._front)
        self.moved.emit()

    def zoom(self, larger: bool) -> None:
        self.fit = ""
        wanted = self._scale * (ZOOM if larger else 1 / ZOOM)
        self._scale = min(MOST * self._real, max(LEAST * self._real, wanted))
        self._arrange()
        self.moved.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(event.angleDelta().y() > 0)
            event.accept()
        else:
            super().wheelEvent(event)

    # ── where one is ─────────────────────────────────────────────────────────────────────

    @property
    def front(self) -> int:
        """The index of the page in front: the one that has the middle of the screen."""
        return self._front

    def go(self, at: int) -> None:
        """To the top of a page."""
        if self._tops:
            at = min(max(at, 0), len(self._tops) - 1)
            self.verticalScrollBar().setValue(self._tops[at] - self._gap)
            self._put_in_front(at)

    def turn(self, down: bool) -> None:
        """To the next page where the rest of this one is in sight, else a screen further."""
        bar = self.verticalScrollBar()
        at, room = bar.value(), self.viewport().height()
        step = round(room * OVERLAP)
        tops = [top - self._gap for top in self._tops]
        if down:
            top = next((top for top in tops if top > at), at + step)
            bar.setValue(top if top - at <= room else at + step)
        else:
            top = next((top for top in reversed(tops) if top < at), at - step)
            bar.setValue(top if at - top <= room else at - step)

    def _look(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        above = [at for at, top in enumerate(self._tops) if top <= middle]
        self._put_in_front(above[-1] if above else 0)

    def _put_in_front(self, at: int) -> None:
        if at != self._front:
            self._front = at
            self.moved.emit()

    # ── painting ─────────────────────────────────────────────────────────────────────────

    def rect_of(self, at: int) -> QRect:
        """Where a page lies in the viewport."""
        page = self.pages[at]
        width, height = round(page.width * self._scale), round(page.height * self._scale)
        room = self.viewport().width()
        free = max(self._gap, (room - width) // 2)
        left = free - self.horizontalScrollBar().value()
        return QRect(
            QPoint(left, self._tops[at] - self.verticalScrollBar().value()), QSize(width, height)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(GROUND))
        for at in range(len(self.pages)):
            rect = self.rect_of(at)
            if rect.intersects(event.rect()):
                self._paint(painter, self.pages[at], rect)
        painter.end()

    def _paint(self, painter: QPainter, page: Page, rect: QRect) -> None:
        painter.fillRect(rect, QColor(CARD))
        painter.save()
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QPointF(rect.topLeft()))
        paint(painter, page, self._scale)
        painter.restore()
        painter.setPen(QColor(LINE).darker(115))
        painter.drawRect(QRectF(rect))
        self._paint_cut(painter, page, rect)

    def _paint_cut(self, painter: QPainter, page: Page, rect: QRect) -> None:
        """A red edge where something would be cut."""
        cut = beyond(page, fonts.em)
        if not cut:
            return
        painter.setPen(QPen(QColor(ERROR), px(3), Qt.PenStyle.DashLine))
        for much, start, end in (
            (cut.left, rect.topLeft(), rect.bottomLeft()),
            (cut.top, rect.topLeft(), rect.topRight()),
            (cut.right, rect.topRight(), rect.bottomRight()),
            (cut.bottom, rect.bottomLeft(), rect.bottomRight()),
        ):
            if much > 0.05:
                painter.drawLine(start, end)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self.moved.emit()
