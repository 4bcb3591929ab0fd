"""A laid-out page → QPainter: the same for preview, printer and PDF."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.exchange.boxes import FilledSheet
from app.paper import fonts, layout
from app.paper.layout import LEADING, PAD_X, PAD_Y, POINT, Area, Page

BORDER = 0.5 * POINT  # millimetres


def pages(sheet: FilledSheet, page_mm: tuple[float, float]) -> tuple[Page, ...]:
    """Lay a sheet out on paper of a size in millimetres, measured with the fonts of this machine.

    Needs a QGuiApplication.
    """
    return layout.pages(sheet, page_mm, fonts.em)


def paint(painter: QPainter, page: Page, scale: float) -> None:
    """Paint a page; `scale` is device pixels per millimetre. The painter's state is kept."""
    painter.save()
    painter.scale(scale, scale)
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
            painter.translate(_left(area, line.rstrip()), area.y + above + at * step + down)
            painter.scale(letter, letter)
            painter.drawText(QPointF(0, 0), line.rstrip())
            painter.restore()


def _left(area: Area, line: str) -> float:
    width = sum(fonts.em(char, area.bold) for char in line) * area.size
    match area.align:
        case "left":
            return area.x + (PAD_X if area.border else 0.0)
        case "right":
            return area.x + area.width - 2 * PAD_X - width
        case "center":
            return area.x + (area.width - width) / 2
