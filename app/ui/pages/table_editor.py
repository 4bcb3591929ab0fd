"""One table: its grid, and the rows that a unit adds to its lists itself."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.report import Report
from app.scheme.model import Table
from app.ui.grid.desk import Desk
from app.ui.grid.grid import Grid
from app.ui.layout import label, row
from app.ui.pages.over_filter import OverFilter
from app.ui.pages.own_rows import OwnRows
from app.ui.style import px
from app.ui.views.changes import moved_only, with_changes, years
from app.ui.views.showing import showing_of
from app.ui.views.views import GridView


class TableEditor(QWidget):
    """The title stands above the grid as `title` looks; blank: the grid's first head is enough."""

    def __init__(self, desk: Desk, table: Table, title: str = "") -> None:
        super().__init__()
        self._desk, self._table = desk, table
        self._last: tuple[Report, str, GridView] | None = None
        self.filter = OverFilter() if years(table) is not None else None
        self.grid = Grid(desk)
        self.grid.setAccessibleName(table.title)
        self.grid.said.connect(desk.say)
        self._rows = OwnRows(desk, self.grid)
        head = row(label(table.title, title), label(table.hint, "second", wrap=True))
        head.setStretch(1, 1)
        if not title:
            head.itemAt(0).widget().hide()
        if self.filter is not None:
            self.filter.changed.connect(self._show)
            head.addWidget(self.filter)
        if table.lists:
            for part in self._rows.buttons("在当前行所在的一类下面加一行", "可以撤销"):
                head.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(6))
        if title or table.hint or table.lists or self.filter is not None:
            box.addLayout(head)
        box.addWidget(self.grid)

    def show_table(self, report: Report, prefix: str, view: GridView) -> None:
        self._rows.show(report, self._table, prefix)
        self._last = (report, prefix, view)
        self._show()

    def _show(self) -> None:
        if self._last is None:
            return
        report, prefix, view = self._last
        if self.filter is not None:
            view = with_changes(view, report, self._table, prefix, showing_of(self._desk.memory))
            view, hidden = moved_only(view, report, self._table, prefix, self.filter.limit())
            self.filter.say_hidden(hidden)
        self.grid.show_view(view)
        self.grid.show_all_rows()

    def select_address(self, address: str) -> bool:
        """Go to a cell, also where the filter hides its row; False where the table has none."""
        if self.grid.select_address(address):
            return True
        if self.filter is None or self._last is None or not self._last[2].find(address):
            return False
        self.filter.clear()
        return self.grid.select_address(address)
