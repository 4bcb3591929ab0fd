"""Ctrl+; as in Excel: today's date where the cursor is, in the words of the forms."""

from datetime import date

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from app.ui.grid.grid import Grid


def words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def put_today() -> None:
    """Into the field or the cell with the cursor; nowhere where nothing may be typed."""
    grid = QApplication.focusWidget()
    if isinstance(grid, Grid):
        cell = grid.cell()
        if cell is None or cell.locked or not cell.address:
            return
        grid.types_blank()  # Esc brings back what stood there
    match QApplication.focusWidget():
        case QLineEdit() as line if not line.isReadOnly():
            line.insert(words(date.today()))
        case QPlainTextEdit() as long if not long.isReadOnly():
            long.insertPlainText(words(date.today()))
