"""What a careful pair of eyes would mark on a window: cut texts, parts outside, foreign words."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QAction, QFont, QFontMetrics, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QToolButton,
    QToolTip,
    QTreeView,
    QWidget,
)

from app.ui.grid.grid_model import CELL_ROLE
from app.ui.layout import ShortButton, ShortLabel
from app.ui.status import Cut
from app.ui.views.views import CellView

# what a clerk of such a program knows in Latin letters
KNOWN = frozenset(
    re.findall(
        r"\w+",
        "Excel WPS PDF OFD Ctrl Alt Shift Tab Enter Esc Del Delete Home End PgUp PgDn PgDown"
        " Backspace xlsx xls csv et pdf json suanpan db U A4 A3 USB Windows F1 F2 F3 F4 F5 F6 F7 F8"
        " x A B C D N OneDrive",
    )
)

# Alt+letter, places of files, keys that go together, and the ids of schemes
_NOT_WORDS = (
    r"\(&?[A-Z]\)|&|[^\s：（]*[/\\][^\s]*|(Ctrl|Alt|Shift)(\+[A-Za-z0-9]+)+|[a-z]+(-[a-z]+)*-20\d\d"
)


def visible(root: QWidget) -> Iterator[QWidget]:
    for one in (root, *root.findChildren(QWidget)):
        if isinstance(one, QWidget) and one.isVisibleTo(root):
            yield one


def _scrolled(widget: QWidget, root: QWidget) -> bool:
    """Whether a widget is inside something that scrolls; what is out of sight there is reached."""
    at: QWidget | None = widget
    while at is not None and at is not root:
        parent = at.parentWidget()
        if isinstance(parent, QAbstractScrollArea) and parent.viewport() is at:
            return True
        at = parent
    return False


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or text!r}"


def cut_texts(root: QWidget) -> list[str]:
    """Labels, buttons and tabs that have less room than their text takes."""
    found = []
    for one in visible(root):
        match one:
            case ShortLabel() | ShortButton() | Cut():
                continue  # cuts itself, and has the whole text in its tooltip
            case QLabel() if one.text() and one.wordWrap():
                short = one.heightForWidth(one.width()) > one.height()
            case QLabel() if one.text():
                short = one.sizeHint().width() > one.width() or (
                    one.fontMetrics().height() > one.height()
                )
            case QPushButton() | QCheckBox() if one.text():
                least = one.minimumSizeHint()
                short = least.width() > one.width() or least.height() > one.height()
            case _:
                continue
        if short:
            found.append(f"{_name(one)}: {one.size().toTuple()} < {one.sizeHint().toTuple()}")
    return found


def outside(root: QWidget) -> list[str]:
    """Widgets that stick out of their parent, where the parent does not scroll."""
    found = []
    for one in visible(root):
        parent = one.parentWidget()
        if one is root or parent is None or one.isWindow():
            continue
        if isinstance(parent, QTabBar | QAbstractScrollArea | QHeaderView | QComboBox | QLineEdit):
            continue  # they place their own parts
        grand = parent.parentWidget()
        if isinstance(grand, QAbstractScrollArea) and grand.viewport() is parent:
            continue
        inside = QRect(0, 0, parent.width(), parent.height())
        if not inside.contains(one.geometry()) and one.width() and one.height():
            found.append(f"{_name(one)} {one.geometry().getRect()} in {_name(parent)} {inside}")
    return found


def cut_cells(root: QWidget) -> list[str]:
    """Cells of grids and lists in sight that are cut, and whose tooltip does not say the rest."""
    views = [one for one in visible(root) if isinstance(one, QTableView | QTreeView)]
    return [
        f"{_name(view)} {index.row()},{index.column()} {index.data()!r}"
        for view in views
        if view.model() is not None
        for index in _in_sight(view)
        if _is_cut(view, index) and str(index.data()).strip() not in _tip(view, index)
    ]


def _in_sight(view: QTableView | QTreeView) -> Iterator[QModelIndex]:
    room = view.viewport().rect()
    for row in range(view.model().rowCount()):
        for column in range(view.model().columnCount()):
            index = view.model().index(row, column)
            place = view.visualRect(index)
            if place.intersects(room):
                yield index
            elif column == 0 and place.top() > room.bottom():
                return


def _is_cut(view: QTableView | QTreeView, index: QModelIndex) -> bool:
    """One line that is wider than its cell; what takes several lines grows."""
    cell, text = index.data(CELL_ROLE), str(index.data() or "")
    if isinstance(cell, CellView) and cell.long:
        return False
    font = index.data(Qt.ItemDataRole.FontRole)
    metrics = QFontMetrics(font) if isinstance(font, QFont) else view.fontMetrics()
    return metrics.horizontalAdvance(text) > view.visualRect(index).width()


def _tip(view: QTableView | QTreeView, index: QModelIndex) -> str:
    """What comes up when the mouse rests on a cell."""
    QToolTip.hideText()
    spot = view.visualRect(index).center()
    place = view.viewport().mapToGlobal(spot)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, spot, place)
    QApplication.sendEvent(view.viewport(), event)
    return QToolTip.text()


def _said(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.accessibleName()
    if widget.isWindow():
        yield widget.windowTitle()
    match widget:
        case QLabel() | QAbstractButton() | QToolButton():
            yield widget.text()
        case QTabBar():
            yield from (widget.tabText(at) for at in range(widget.count()))
            yield from (widget.tabToolTip(at) for at in range(widget.count()))
        case QLineEdit() | QPlainTextEdit():
            yield widget.placeholderText()
        case QComboBox():
            yield from (widget.itemText(at) for at in range(widget.count()))
        case QHeaderView() if widget.model() is not None:
            model, way = widget.model(), widget.orientation()
            yield from (str(model.headerData(at, way) or "") for at in range(widget.count()))
        case QMenu():
            yield from (one.text() for one in widget.actions() if isinstance(one, QAction))


def foreign(texts: Iterator[str]) -> list[str]:
    """Texts with Latin words that a clerk does not know."""
    found = []
    for text in texts:
        bare = re.sub(_NOT_WORDS, " ", text)
        words = re.findall(r"[A-Za-z][A-Za-z0-9]*", bare)
        if any(word not in KNOWN for word in words):
            found.append(text)
    return found


def foreign_words(root: QWidget) -> list[str]:
    return foreign(text for one in visible(root) for text in _said(one) if text)
