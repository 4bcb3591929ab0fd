"""Hands for the grid: clicks on cells and heads, edges and squares that are dragged, wheels."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.ui.grid.grid import Grid
from app.ui.grid.heads import Heads
from tests.ui.driver import Office

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
NOTHING = Qt.KeyboardModifier.NoModifier


def grid_of(office: Office) -> Grid:
    """The grid that the cursor is in."""
    found = office.focus()
    assert isinstance(found, Grid)
    return found


def block(office: Office) -> tuple[int, int, int, int]:
    """First and last row, first and last column of the selection."""
    rows, columns = grid_of(office).block()
    return rows[0], rows[-1], columns[0], columns[-1]


def cursor(office: Office) -> tuple[int, int]:
    at = grid_of(office).currentIndex()
    return at.row(), at.column()


def spot(grid: Grid, row: int, column: int) -> QPoint:
    return grid.visualRect(grid.grid_model.index(row, column)).center()


def clicks_cell(
    office: Office, grid: Grid, row: int, column: int, held: Qt.KeyboardModifier = NOTHING
) -> None:
    QTest.mouseClick(grid.viewport(), LEFT, held, spot(grid, row, column))
    office.settle()


def drags(office: Office, widget: QWidget, start: QPoint, *way: QPoint, drop: bool = True) -> None:
    """Press, go by these points, let go."""
    QTest.mouseMove(widget, start)
    QTest.mousePress(widget, LEFT, NOTHING, start)
    for point in way:
        QTest.mouseMove(widget, point)
        office.settle()
    if drop:
        QTest.mouseRelease(widget, LEFT, NOTHING, way[-1])
    office.settle()


def drags_square(office: Office, grid: Grid, row: int, column: int, *, drop: bool = True) -> None:
    """The square at the corner of the selection, to a cell."""
    start = grid.handle_rect().center()
    end = spot(grid, row, column)
    drags(
        office,
        grid.viewport(),
        start,
        QPoint((start.x() + end.x()) // 2, (start.y() + end.y()) // 2),
        end,
        drop=drop,
    )


def head_spot(heads: Heads, column: int) -> QPoint:
    x = heads.sectionViewportPosition(column) + heads.sectionSize(column) // 2
    return QPoint(x, heads.height() // 2)


def clicks_head(
    office: Office, grid: Grid, column: int, held: Qt.KeyboardModifier = NOTHING
) -> None:
    QTest.mouseClick(grid.heads.viewport(), LEFT, held, head_spot(grid.heads, column))
    office.settle()


def edge_spot(heads: Heads, column: int) -> QPoint:
    x = heads.sectionViewportPosition(column) + heads.sectionSize(column) - 1
    return QPoint(x, heads.height() // 2)


def draws_edge(office: Office, heads: Heads, column: int, by: int) -> None:
    start = edge_spot(heads, column)
    drags(office, heads.viewport(), start, start + QPoint(by // 2, 0), start + QPoint(by, 0))


def chooses_on_head(office: Office, grid: Grid, column: int, text: str) -> None:
    """Right click on a head, then this line of the menu."""
    grid.heads.customContextMenuRequested.emit(head_spot(grid.heads, column))
    shown = [one for one in grid.heads.findChildren(QMenu) if isinstance(one, QMenu)]
    menu = next(one for one in shown if one.isVisible())
    next(one for one in menu.actions() if one.text() == text).trigger()
    menu.close()
    office.window.activateWindow()
    office.settle()


def turns_wheel(
    office: Office, grid: Grid, notches: int, held: Qt.KeyboardModifier = CONTROL
) -> None:
    middle = QPointF(grid.viewport().rect().center())
    for _ in range(abs(notches)):
        event = QWheelEvent(
            middle,
            QPointF(grid.viewport().mapToGlobal(middle.toPoint())),
            QPoint(0, 0),
            QPoint(0, 120 if notches > 0 else -120),
            Qt.MouseButton.NoButton,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(grid.viewport(), event)
    office.settle()
