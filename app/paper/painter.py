"""A laid-out page → QPainter: the same for preview, printer and PDF."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.exchange.boxes import FilledSheet
from app.paper import fonts, layout
from app.paper.layout import LEADING, PAD_Y, POINT, Area, Page
from app.paper.placing import placed
from app.paper.settings import USUAL, PrintSettings

BORDER = 0.5 * POINT  # millimetres


def pages(sheet: FilledSheet, settings: PrintSettings = USUAL) -> tuple[Page, ...]:
    """Lay a sheet out as its settings say, measured with the fonts of this machine.

    Needs a QGuiApplication.
    """
    return placed(sheet, settings, fonts.em)


def paint(painter: QPainter, page: Page, scale: float) -> None:
    """Paint a page; `scale` is device pixels per millimetre. The painter's state is kept."""
    painter.save()
    painter.scale(scale, scale)
    painter.translate(*page.shift)
    painter.scale(page.shrink, page.shrink)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    pen = QPen(QColor(Qt.GlobalColor.black), BORDER)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for area in page.areas:
        if area.border:
            painter.drawRect(QRectF(area.x, area.y, area.width, area.height))
    for area in page.areas:
        _text(painter, area)
    painter.restore()


def _text(painter: QPainter, area: Area) -> None:
    """The lines of an area, in the middle of its height or at its top."""
    step = area.size * LEADING
    metrics = fonts.metrics(area.bold)
    letter = area.size / fonts.EM
    # from the top of a line's step to its baseline
    down = (step - (metrics.ascent() + metrics.descent()) * letter) / 2 + metrics.ascent() * letter
    above = PAD_Y if area.top else (area.height - len(area.lines) * step) / 2
    painter.setFont(fonts.font(area.bold))
    for at, line in enumerate(area.lines):
        if line.strip():
            painter.save()
            left = layout.left_of(area, line.rstrip(), fonts.em)
            painter.translate(left, area.y + above + at * step + down)
            painter.scale(letter, letter)
            painter.drawText(QPointF(0, 0), line.rstrip())
            painter.restore()
