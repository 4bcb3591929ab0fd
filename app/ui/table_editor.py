"""One table: its grid, and the rows that a unit adds to its lists itself."""

from functools import partial

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.domain.report import Report
from app.domain.submission import add_list_row, remove_list_row
from app.scheme.model import RowList, Table
from app.ui.grid import Grid
from app.ui.layout import button, label, row
from app.ui.page import Desk
from app.ui.table_views import own_rows
from app.ui.views import GridView

FIXED = "这一行是表里固定的，不能删除"


class TableEditor(QWidget):
    """The title stands above the grid as `title` looks; blank: the grid's first head is enough."""

    def __init__(self, desk: Desk, table: Table, title: str = "") -> None:
        super().__init__()
        self._desk = desk
        self._table = table
        self._report: Report | None = None
        self._prefix = ""
        self.grid = Grid(desk.apply)
        self.grid.setAccessibleName(table.title)
        self.grid.said.connect(desk.say)
        head = row(label(table.title, title), label(table.hint, "second", wrap=True))
        head.setStretch(1, 1)
        if not title:
            head.itemAt(0).widget().hide()
        if table.lists:
            self.grid.row_menu = self._row_menu
            self.grid.activated_row.connect(self._go_to_source)
            self._add = button("＋ 行", self.add_row, hint="在当前行所在的一类下面加一行")
            for part in (self._add, button("删除行", self.remove_row, hint="可以撤销")):
                head.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        if title or table.hint or table.lists:
            box.addLayout(head)
        box.addWidget(self.grid)

    def show_table(self, report: Report, prefix: str, view: GridView) -> None:
        self._report, self._prefix = report, prefix
        self.grid.show_view(view)
        self.grid.show_all_rows()

    # ── rows of lists ────────────────────────────────────────────────────────────────────

    def _row_menu(self, menu: QMenu, row_id: str) -> None:
        for one in self._near(row_id) or self._table.lists:
            menu.addAction(f"＋ 行（{one.label}）", partial(self._add_to, one))
        menu.addAction("删除行", self.remove_row).setEnabled(self._own(row_id) is not None)

    def _near(self, row_id: str) -> tuple[RowList, ...]:
        """The lists that stand at a row: the one it is in, or those below it."""
        start = row_id.partition(".")[0]
        inside = "." in row_id
        return tuple(one for one in self._table.lists if start == (one.id if inside else one.after))

    def _own(self, row_id: str) -> tuple[RowList, str] | None:
        """The list and the row's id in it, where the unit added this row itself."""
        list_id, _, row = row_id.partition(".")
        one = self._table.row_list(list_id)
        if self._report is None or one is None:
            return None
        return (one, row) if row in own_rows(self._report, self._prefix, one) else None

    def add_row(self) -> None:
        """A row in the list at the cursor; where there are several, the person says in which."""
        near = self._near(self.grid.current_row_id()) or self._table.lists
        if len(near) == 1:
            self._add_to(near[0])
            return
        menu = QMenu(self)
        for one in near:
            menu.addAction(one.label, partial(self._add_to, one))
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _add_to(self, one: RowList) -> None:
        if self._report is None:
            return
        address = f"{self._prefix}.{one.id}"
        edit = add_list_row(self._report.submission.entries, address)
        if self._desk.apply(edit.cells, edit.label):
            new = edit.cells[f"{address}.rows"].split()[-1]
            self.grid.select_address(f"{address}.{new}.name")

    def remove_row(self) -> None:
        row_id = self.grid.current_row_id()
        own = self._own(row_id)
        if own is None or self._report is None:
            carried = "." in row_id
            self._desk.say("这一行来自项目支出，请在那里删除" if carried else FIXED)
            return
        one, row_name = own
        entries = self._report.submission.entries
        edit = remove_list_row(entries, f"{self._prefix}.{one.id}", row_name)
        self._desk.apply(edit.cells, edit.label)

    def _go_to_source(self, row_id: str) -> None:
        """A double-click on a row that comes from a form goes there."""
        list_id, _, form_row = row_id.partition(".")
        one = self._table.row_list(list_id)
        if one is None or not one.each or self._report is None or self._own(row_id):
            return
        form = self._report.scheme.form(one.each)
        self._desk.go_to(f"{form.id}.{form_row}.{form.name_field}")
