"""A clerk's whole year: everything that the sample unit has, typed in by keyboard and mouse.

`build_scripts/pictures.py` takes the pictures of the manual on the way; the test asks whether what
was typed computes to the same as the sample itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.submission import FILLER_NAMES, MERGE_BOTH, Submission, ids
from app.scheme.model import Form, RowList, Scheme, Table
from app.ui.fields import ChoiceField
from tests.ui.driver import Key, Office

MERGED = "与上一行合用一个分值和得分"
SPLIT = "与上一行合用一个分值，得分分开"
INDICATOR = ("name", "target", "actual", "weight", "reason")
Look = Callable[[str], object]


def nothing(_name: str) -> None:
    """Nobody looks."""


@dataclass(frozen=True)
class Typist:
    """Types what a submission holds into another one, place by place."""

    office: Office
    scheme: Scheme
    wanted: Submission
    look: Look = nothing

    def year(self, projects: int) -> None:
        """All of it, with the first so many projects."""
        self.office.creates(self.wanted.text("info.unit"), self.wanted.year)
        self.look("new")
        self.info()
        self.look("info")
        for table in self.scheme.tables:
            self.table(table, table.id)
            self.look(table.id)
        for form in self.scheme.forms:
            if form.many:
                self.projects(form, projects)
            else:
                self.form(form, form.id, form.id)
            self.look(form.id)

    def info(self) -> None:
        for address, text in self._under("info."):
            if self.office.entries().get(address, "") != text:
                answers(self.office, address, text)

    # ── tables ───────────────────────────────────────────────────────────────────────────

    def table(self, table: Table, prefix: str) -> None:
        for row in table.rows:
            for column in table.columns:
                self._type(f"{prefix}.{row.id}.{column.id}")
        for one in table.lists:
            for row_id in ids(self.wanted.entries, f"{prefix}.{one.id}.rows"):
                self._list_row(table, one, f"{prefix}.{one.id}", row_id)

    def _list_row(self, table: Table, one: RowList, start: str, row_id: str) -> None:
        """A row of a list: its code or its name makes it, the figures follow."""
        first = "code" if one.codes else "name"
        self.office.types(f"{start}.+.{first}", self.wanted.text(f"{start}.{row_id}.{first}"))
        for name in ("also", "name", *(column.id for column in table.columns)):
            self._type(f"{start}.{row_id}.{name}")

    def _type(self, address: str) -> None:
        text = self.wanted.text(address)
        if text and self._stored(address) != text:
            self.office.types(address, text)

    def _stored(self, address: str) -> str:
        assert self.office.window.session is not None
        return self.office.window.session.submission.text(address)

    # ── forms ────────────────────────────────────────────────────────────────────────────

    def projects(self, form: Form, count: int) -> None:
        self.office.shows_tab("项目支出")
        for at, source in enumerate(ids(self.wanted.entries, f"{form.id}.order")[:count]):
            self.office.clicks("＋ 新增" if at else "＋ 新增项目")
            order = self._stored(f"{form.id}.order").split()
            self.form(form, f"{form.id}.{order[-1]}", f"{form.id}.{source}")
            if not at:
                self.look("first_project")

    def form(self, form: Form, prefix: str, source: str) -> None:
        cells = [one.id for one in form.texts]
        for table in form.tables:
            names = [column.id for column in table.columns]
            cells += [f"{table.id}.{row.id}.{name}" for row in table.rows for name in names]
        for cell in cells:
            text = self.wanted.text(f"{source}.{cell}")
            if text:
                self.office.types(f"{prefix}.{cell}", text)
        for level1 in form.levels:
            for level2 in level1.level2:
                self._rows(prefix, source, level2.id)

    def _rows(self, prefix: str, source: str, level: str) -> None:
        """The indicators of a level: the first in the row that is there, others below it."""
        before = ""
        for row in self._indicators(source, level):
            rows = self._stored(f"{prefix}.rows").split()
            free = [one for one in rows if self._stored(f"{prefix}.{one}.level") == level]
            if before:
                self.office.goes_to(f"{prefix}.{before}.name")
                self.office.clicks("＋ 指标")
                free = [one for one in self._stored(f"{prefix}.rows").split() if one not in rows]
            before = free[0]
            for cell in INDICATOR:
                text = self.wanted.text(f"{source}.{row}.{cell}")
                if text:
                    self.office.types(f"{prefix}.{before}.{cell}", text)
            merge = self.wanted.text(f"{source}.{row}.merge")
            if merge:
                self.office.goes_to(f"{prefix}.{before}.name")
                self.office.chooses_from_menu(MERGED if merge == MERGE_BOTH else SPLIT)

    def _indicators(self, source: str, level: str) -> Iterator[str]:
        for row in self.wanted.text(f"{source}.rows").split():
            name = self.wanted.text(f"{source}.{row}.name")
            here = self.wanted.text(f"{source}.{row}.level") == level
            if here and name and name not in FILLER_NAMES:
                yield row

    def _under(self, start: str) -> Iterator[tuple[str, str]]:
        return (
            (cell, text) for cell, text in self.wanted.entries.items() if cell.startswith(start)
        )


def answers(office: Office, address: str, text: str) -> None:
    """Fill in a field of 基本信息, a drop-down list with the arrow keys."""
    office.goes_to(address)
    field = office.focus()
    if not isinstance(field, ChoiceField):
        office.types(address, text)
        return
    wanted = field.findData(text)
    while field.currentIndex() != wanted:
        office.presses(Key.Key_Down if wanted > field.currentIndex() else Key.Key_Up)
    office.presses(Key.Key_Tab)
