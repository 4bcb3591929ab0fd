"""How a remark shows in a cell: a small corner, as in Excel, and its text below the pointer."""

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPolygon

from app.ui import style
from app.ui.views.views import CellView

CORNER = 8  # px


def remark_at(grid: QObject | None, cell: CellView | None) -> str:
    """The remark of a cell of a grid; blank where there is none."""
    desk = getattr(grid, "desk", None)
    if desk is None or cell is None or not cell.address:
        return ""
    return str(desk.asking.answers().marks.get(cell.address, ""))


def paint_corner(painter: QPainter, rect: QRect, cell: CellView) -> None:
    """A filled corner at the top right; at the left where a mark of the checks is there."""
    size = style.px(CORNER)
    marked = bool(cell.problem or cell.question) and not (cell.right or cell.center)
    corner, step = (rect.topLeft(), size) if marked else (rect.topRight(), -size)
    down = QPoint(0, size)
    painter.save()
    painter.setPen(QColor(style.ACCENT))
    painter.setBrush(QColor(style.ACCENT))
    painter.drawPolygon(QPolygon([corner, corner + QPoint(step, 0), corner + down]))
    painter.restore()


def tip(words: str, remark: str) -> str:
    """The tooltip of a cell with its remark below."""
    return "\n".join(one for one in (words, f"批注：{remark}") if one)
