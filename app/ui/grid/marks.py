"""The cells that a search has found, each with a frame on a pale ground."""

from collections.abc import Collection

from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QTableView

from app.ui import style

_GROUND = QColor(255, 205, 40, 70)  # lets the text through


def paint_marks(
    view: QTableView, places: Collection[tuple[int, int]], at: tuple[int, int] | None
) -> None:
    """Paint over the cells at these rows and columns that are in sight; the one that the search
    is at has a thicker frame."""
    painter, room = QPainter(view.viewport()), view.viewport().rect()
    painter.setPen(QPen(QColor(style.QUESTION), 1))
    painter.setBrush(_GROUND)
    for row, column in places:
        place = view.visualRect(view.model().index(row, column))
        if not view.isColumnHidden(column) and place.intersects(room):
            painter.drawRect(place.adjusted(0, 0, -1, -1))
    if at is not None and not view.isColumnHidden(at[1]):
        painter.setPen(QPen(QColor(style.ACCENT), 2))
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.drawRect(view.visualRect(view.model().index(*at)))
    painter.end()
