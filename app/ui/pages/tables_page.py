"""收入支出 and 三公经费: the scheme's tables of one tab, one grid each."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.report import Report
from app.scheme.model import Scheme, Table
from app.ui.grid.desk import Desk
from app.ui.layout import card, scrolling
from app.ui.pages.page import Page
from app.ui.pages.table_editor import TableEditor
from app.ui.style import px
from app.ui.views.showing import showing_of
from app.ui.views.table_views import table_view

LABEL_WIDTH = 320
COLUMN_WIDTH = 140  # wide enough for 9,999,999,999.99


class TablesPage(Page):
    def __init__(self, desk: Desk, scheme: Scheme, tab: str) -> None:
        super().__init__(desk)
        self._tables = tuple(table for table in scheme.tables if table.tab == tab)
        self._editors: dict[str, TableEditor] = {}
        content = QWidget()
        page = QVBoxLayout(content)
        page.setContentsMargins(px(12), px(12), px(12), px(12))
        page.setSpacing(px(12))
        for table in self._tables:
            page.addWidget(self._table_card(table))
        page.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def _table_card(self, table: Table) -> QWidget:
        frame, box = card()
        editor = TableEditor(self.desk, table, "title")
        editor.grid.current_cell.connect(self.current_cell)
        editor.grid.setMaximumWidth(px(LABEL_WIDTH + COLUMN_WIDTH * len(table.columns)))
        box.addWidget(editor)
        self._editors[table.id] = editor
        return frame

    def show_report(self, report: Report) -> None:
        showing = showing_of(self.desk.memory)
        for table in self._tables:
            view = table_view(report, table, table.id, grows=True, showing=showing)
            self._editors[table.id].show_table(report, table.id, view)

    def go_to(self, address: str) -> bool:
        for editor in self._editors.values():
            if editor.select_address(address):
                # once more when tables that are new on the screen have found their places
                QTimer.singleShot(0, editor.grid.show_in_page)
                return True
        return False
