"""收入支出 and 三公经费: the scheme's tables of one tab, one grid each."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.report import Report
from app.scheme.model import Scheme, Table
from app.ui.grid import Grid
from app.ui.layout import card, label, row, scrolling
from app.ui.page import Desk, Page
from app.ui.views import table_view

LABEL_WIDTH = 320
COLUMN_WIDTH = 140  # wide enough for 9,999,999,999.99


class TablesPage(Page):
    def __init__(self, desk: Desk, scheme: Scheme, tab: str) -> None:
        super().__init__(desk)
        self._tables = tuple(table for table in scheme.tables if table.tab == tab)
        self._grids: dict[str, Grid] = {}
        content = QWidget()
        page = QVBoxLayout(content)
        page.setContentsMargins(12, 12, 12, 12)
        page.setSpacing(12)
        for table in self._tables:
            page.addWidget(self._table_card(table))
        page.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def _table_card(self, table: Table) -> QWidget:
        frame, box = card()
        box.addLayout(row(label(table.title, "title"), label(table.hint, "second"), None))
        grid = Grid(self.desk.apply)
        grid.setAccessibleName(table.title)
        grid.current_cell.connect(self.current_cell)
        grid.said.connect(self.desk.say)
        grid.setMaximumWidth(LABEL_WIDTH + COLUMN_WIDTH * len(table.columns))
        box.addWidget(grid)
        self._grids[table.id] = grid
        return frame

    def show_report(self, report: Report) -> None:
        for table in self._tables:
            grid = self._grids[table.id]
            grid.show_view(table_view(report, table, table.id))
            grid.show_all_rows()

    def go_to(self, address: str) -> bool:
        return any(grid.select_address(address) for grid in self._grids.values())
