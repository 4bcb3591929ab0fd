"""Rows that a unit adds to the lists of a table itself: more of them and fewer."""

from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.domain.ledger import NEW, remove_list_rows
from app.domain.report import Report
from app.domain.submission import add_list_row
from app.scheme.model import RowList, Table
from app.ui.grid.desk import Desk
from app.ui.grid.grid import Grid
from app.ui.layout import button
from app.ui.views.table_views import own_rows

FIXED = "这一行是表里固定的，不能删除"
CARRIED = "这一行来自项目支出，请在那里删除"
SUM = "类、款合计随下面的行自动出来，删除下面的行就没有了"
BLANK = "这是留给新一行的空行，不用删除"


class OwnRows:
    """The rows of the table that a grid shows."""

    def __init__(self, desk: Desk, grid: Grid) -> None:
        self._desk = desk
        self._grid = grid
        self._table: Table | None = None
        self._report: Report | None = None
        self._prefix = ""
        grid.activated_row.connect(self._go_to_source)

    def buttons(self, add_hint: str, remove_hint: str) -> tuple[QPushButton, QPushButton]:
        """The two buttons of these rows; whoever shows them says where a new row goes."""
        add = button("＋ 行", lambda: self.add(add), hint=add_hint, changes=True)
        return add, button("删除行", self.remove, hint=remove_hint, changes=True)

    def show(self, report: Report, table: Table | None, prefix: str) -> None:
        """The table that is in the grid now; None: one without rows to add."""
        self._report, self._table, self._prefix = report, table, prefix
        there = table is not None and bool(table.lists)
        self._grid.row_menu = self._menu if there else None

    def _lists(self) -> tuple[RowList, ...]:
        return self._table.lists if self._table is not None else ()

    def _menu(self, menu: QMenu, row_id: str) -> None:
        for one in self._near(row_id) or self._lists():
            menu.addAction(f"＋ 行（{one.label}）", partial(self._add_to, one))
        several = len(self._chosen())
        word = f"删除{several}行" if several > 1 else "删除行"
        removing = menu.addAction(word, self.remove)
        removing.setEnabled(several > 0)
        removing.setToolTip("" if several else self._why_not(row_id))

    def _near(self, row_id: str) -> tuple[RowList, ...]:
        """The lists that stand at a row: the one it is in, or those below it."""
        start = row_id.partition(".")[0]
        inside = "." in row_id
        return tuple(one for one in self._lists() if start == (one.id if inside else one.after))

    def _own(self, row_id: str) -> tuple[RowList, str] | None:
        """The list and the row's id in it, where the unit added this row itself."""
        list_id, _, row = row_id.partition(".")
        one = self._table.row_list(list_id) if self._table is not None else None
        if self._report is None or one is None:
            return None
        return (one, row) if row in own_rows(self._report, self._prefix, one) else None

    def _chosen(self) -> list[tuple[RowList, str]]:
        return [own for row in self._grid.selected_row_ids() if (own := self._own(row))]

    def add(self, near_to: QWidget) -> None:
        """A row in the list at the cursor; where there are several, the person says in which."""
        near = self._near(self._grid.current_row_id()) or self._lists()
        if len(near) == 1:
            self._add_to(near[0])
            return
        menu = QMenu(near_to)
        for one in near:
            menu.addAction(one.label, partial(self._add_to, one))
        menu.popup(near_to.mapToGlobal(near_to.rect().bottomLeft()))

    def _add_to(self, one: RowList) -> None:
        """To the blank line at the end of the list; where there is none, a row of its own."""
        if self._report is None:
            return
        address = f"{self._prefix}.{one.id}"
        first = "code" if one.codes else "name"
        if self._grid.select_address(f"{address}.{NEW}.{first}"):
            return
        edit = add_list_row(self._report.submission.entries, address)
        if self._desk.apply(edit.cells, edit.label):
            new = edit.cells[f"{address}.rows"].split()[-1]
            self._grid.select_address(f"{address}.{new}.name")

    def remove(self) -> None:
        """The unit's own rows of the selection; undo brings them back, so nobody is asked."""
        own = self._chosen()
        if not own or self._report is None:
            self._desk.say(self._why_not(self._grid.current_row_id()))
            return
        entries = self._report.submission.entries
        cells: dict[str, str] = {}
        for one in {one.id: one for one, _ in own}.values():  # a selection may go over several
            rows = [row for other, row in own if other is one]
            cells |= remove_list_rows(entries, f"{self._prefix}.{one.id}", rows).cells
        kept = self._kept()
        label = "删除一行" if len(own) == 1 else f"删除{len(own)}行"
        if self._desk.apply(cells, label):
            self._desk.say(f"已{label}{kept}，按 Ctrl+Z 可以恢复")

    def _kept(self) -> str:
        """How many rows of the selection stay; sums and blank lines come and go by themselves."""
        others = [row for row in self._grid.selected_row_ids() if self._own(row) is None]
        kept = sum(self._why_not(row) in (FIXED, CARRIED) for row in others)
        return f"，另{kept}行是表里固定的或来自项目支出，没有删除" if kept else ""

    def _why_not(self, row_id: str) -> str:
        list_id, _, row = row_id.partition(".")
        one = self._table.row_list(list_id) if self._table is not None else None
        if one is None:
            return FIXED
        return BLANK if row == NEW else SUM if one.codes else CARRIED

    def _go_to_source(self, row_id: str) -> None:
        """A double-click on a row that comes from a form goes there."""
        list_id, _, form_row = row_id.partition(".")
        one = self._table.row_list(list_id) if self._table is not None else None
        if one is None or not one.each or self._report is None or self._own(row_id):
            return
        form = self._report.scheme.form(one.each)
        self._desk.go_to(f"{form.id}.{form_row}.{form.name_field}")
