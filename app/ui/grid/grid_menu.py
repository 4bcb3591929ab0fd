"""The menu of every grid, by right click, the menu key or Shift+F10: as in Excel and WPS, and what
may be asked of a cell. Each line shows its key."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from app.ui.grid.asking import Pointed, in_grid
from app.ui.views.views import CellView

if TYPE_CHECKING:
    from app.ui.grid.grid import Grid

FIXED_ROWS = "行是固定的"
NO_FINDING = "审核没有发现这一格的问题"
FILLS = (("向下填充", "Ctrl+D", "fill_down"), ("向右填充", "Ctrl+R", "fill_right"))


def open_at(grid: "Grid", point: QPoint) -> None:
    """The menu at a point of the grid; the cell there becomes the current one."""
    index = grid.indexAt(point)
    if index.isValid() and index not in grid.selectedIndexes():
        grid.setCurrentIndex(index)
    menu = _menu(grid)
    menu.popup(grid.viewport().mapToGlobal(point))


def open_here(grid: "Grid") -> None:
    """The menu at the current cell, for the keyboard."""
    grid.scrollTo(grid.currentIndex())
    open_at(grid, grid.visualRect(grid.currentIndex()).center())


def _menu(grid: "Grid") -> QMenu:
    menu = QMenu(grid)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    _clipboard(grid, menu)
    menu.addSeparator()
    _rows(grid, menu)
    pointed = in_grid(grid)
    if pointed is not None:
        menu.addSeparator()
        _asking(grid, menu, pointed)
    return menu


def _line(
    menu: QMenu, text: str, keys: str, act: Callable[[], object], why_not: str = ""
) -> QAction:
    """A line with its key; where it cannot be done, it is grey and its tooltip says why."""
    action = menu.addAction(text, act)
    if keys:
        action.setShortcut(QKeySequence(keys))
        action.setShortcutVisibleInContextMenu(True)
    if why_not:
        action.setEnabled(False)
        action.setToolTip(why_not)
    return action


def _clipboard(grid: "Grid", menu: QMenu) -> None:
    typed = any(not cell.locked or cell.clears for cell in _selected(grid))
    locked = "" if typed else "选中的格不能填写"
    empty = "" if QGuiApplication.clipboard().text() else "剪贴板是空的"
    _line(menu, "剪切", "Ctrl+X", partial(_cut, grid), locked)
    _line(menu, "复制", "Ctrl+C", grid.copy)
    _line(menu, "粘贴", "Ctrl+V", grid.paste, locked or empty)
    _line(menu, "清除", "Del", partial(grid.clear_selection_cells, "清除"), locked)
    for text, keys, name in FILLS:
        fill = getattr(grid, name, None)
        if fill is not None:
            _line(menu, text, keys, fill, locked)


def _cut(grid: "Grid") -> None:
    grid.copy()
    grid.clear_selection_cells("剪切")


def _selected(grid: "Grid") -> list[CellView]:
    rows, columns = grid.block()
    found = (grid.cell(grid.grid_model.index(row, at)) for row in rows for at in columns)
    return [cell for cell in found if cell is not None]


def _rows(grid: "Grid", menu: QMenu) -> None:
    """The rows' own lines, where there can be more or fewer of them."""
    if grid.row_menu is not None and grid.current_row_id():
        grid.row_menu(menu, grid.current_row_id())
        return
    for text in ("插入行", "删除行"):
        _line(menu, f"{text}（{FIXED_ROWS}）", "", lambda: None, FIXED_ROWS)


def _asking(grid: "Grid", menu: QMenu, pointed: Pointed) -> None:
    ask = grid.desk.asking.answers()
    has = bool(ask.marks.get(pointed.address))
    nowhere = "" if pointed.address else "表头不能写批注"
    said = "修改批注…" if has else "批注…"
    _line(menu, said, "Shift+F2", partial(ask.remark, pointed), nowhere)
    _line(menu, "口径说明", "F1", partial(ask.explain, pointed))
    _line(menu, "查看来源", "Ctrl+[", partial(ask.trace, pointed))
    count = ask.found(pointed.address) if pointed.address else 0
    text = f"查看审核（{count} 条）" if count else "查看审核（没有问题）"
    _line(menu, text, "", partial(ask.show_findings, pointed), "" if count else NO_FINDING)
