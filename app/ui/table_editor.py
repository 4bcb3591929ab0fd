"""One table: its grid, and the rows that a unit adds to its lists itself."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.report import Report
from app.scheme.model import Table
from app.ui.grid import Grid
from app.ui.layout import button, label, row
from app.ui.own_rows import OwnRows
from app.ui.page import Desk
from app.ui.views import GridView


class TableEditor(QWidget):
    """The title stands above the grid as `title` looks; blank: the grid's first head is enough."""

    def __init__(self, desk: Desk, table: Table, title: str = "") -> None:
        super().__init__()
        self._table = table
        self.grid = Grid(desk)
        self.grid.setAccessibleName(table.title)
        self.grid.said.connect(desk.say)
        self._rows = OwnRows(desk, self.grid)
        head = row(label(table.title, title), label(table.hint, "second", wrap=True))
        head.setStretch(1, 1)
        if not title:
            head.itemAt(0).widget().hide()
        if table.lists:
            add = button("＋ 行", lambda: self._rows.add(add), hint="在当前行所在的一类下面加一行")
            for part in (add, button("删除行", self._rows.remove, hint="可以撤销")):
                head.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        if title or table.hint or table.lists:
            box.addLayout(head)
        box.addWidget(self.grid)

    def show_table(self, report: Report, prefix: str, view: GridView) -> None:
        self._rows.show(report, self._table, prefix)
        self.grid.show_view(view)
        self.grid.show_all_rows()
