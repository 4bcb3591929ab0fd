"""What the grid of an official table of 决算公开 shows: figures that follow from the ledgers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from app.domain.accounts import AccountReport, Line, Part
from app.domain.naming import published_unit
from app.domain.report import Report
from app.domain.values import inside_quotes, number_text
from app.scheme.accounts import AccountColumn, Block, body_rows, tail_rows
from app.scheme.cells import STATED
from app.scheme.model import Table
from app.ui.views.difference_views import differences_view
from app.ui.views.figure_views import figures_view
from app.ui.views.lazy_rows import LazyRows
from app.ui.views.showing import AS_REPORTED, Showing
from app.ui.views.table_views import explain
from app.ui.views.views import CellView, GridView, marked

CODE_WIDTH, LABEL_WIDTH = 84, 260  # px at least, in a table by subject
SIDE_WIDTHS = {"code": 58, "label": 196, "line": 44}  # in blocks side by side
NARROWER = 8  # px of such a figure
AUTOMATIC = "由台账自动生成，不用填写"

DIFFERENCES, FIGURES = "与上年逐项比较", "说明数据（占比、增减、完成%）"
# further tables that follow from the report, for the list at the left: title, and what it shows
# from a report, how figures stand, and the change (a ratio) that is asked for
More = tuple[str, Callable[[Report, Showing, Decimal | None], GridView]]
MORE: tuple[More, ...] = (
    (
        DIFFERENCES,
        lambda report, showing, over: differences_view(report, over or Decimal(0), showing),
    ),
    (FIGURES, lambda report, showing, _over: figures_view(report, showing)),
)


def account_view(
    report: Report, account: AccountReport, showing: Showing = AS_REPORTED
) -> GridView:
    """An official table as it follows from the ledgers; what an imported one states is marked."""
    made = _Made(report, account, showing)
    if account.account.single:
        return made.single()
    return made.by_subject() if account.account.columns else made.side_by_side()


def source_of(report: Report, address: str) -> str:
    """The ledger cell that a figure of an official table comes from; blank where from several
    rows of its own table."""
    for account in report.accounts:
        one = account.account
        if not address.startswith(f"{one.id}."):
            continue
        row, _, column_id = address.removeprefix(f"{one.id}.").rpartition(".")
        column = one.column(column_id)
        if column is not None:
            return _column_source(report, column, row)
        for block in one.blocks:
            found = next((r for r in block.table.rows if f"{block.id}.{r.id}" == row), None)
            cells = [found.cells[column_id]] if found and column_id in found.cells else []
            names = [name for formula in cells for name in formula.names if "." in name]
            return next((n for n in names if report.values.get(n)), names[0] if names else "")
    return ""


def _column_source(report: Report, column: AccountColumn, row: str) -> str:
    if column.cell:
        return column.cell
    places = []
    for source in column.sources:
        start, _, name = source.rpartition(".")
        places.append(f"{start}.{row}.{name}")
    return next((place for place in places if report.values.get(place)), "")


class _Made:
    """One official table."""

    def __init__(self, report: Report, account: AccountReport, showing: Showing) -> None:
        self._report = report
        self._showing = showing
        self._account = account
        self._unit = published_unit(report)
        self._width = showing.width(self._unit)
        self._marks = report.marks
        self._titles = {table.id: table.title for table in report.scheme.tables}
        self._told: dict[str, str] = {}

    # ── one row for each subject ─────────────────────────────────────────────────────────

    def by_subject(self) -> GridView:
        account, part = self._account.account, self._account.parts[0]
        heads = tuple("\n".join(column.heads) for column in account.columns)
        least = tuple(self._width for _ in account.columns)
        lines = part.lines

        def made(at: int) -> tuple[CellView, ...]:
            labels = self._labels(lines[at])
            figures = zip(account.columns, lines[at].cells, strict=True)
            cells = (
                self._figure(part, lines[at], one.id, value, one.heads[-1], self._from(one))
                for one, value in figures
            )
            return (*labels, *cells)

        totals = [at for at, line in enumerate(lines) if not line.code]
        least = (CODE_WIDTH, LABEL_WIDTH, *least)
        return GridView(
            ("科目编码", "科目名称", *heads),
            LazyRows(len(lines), made),
            tuple((at, 0, 1, 2) for at in totals),
            widths=least,
            row_ids=tuple(line.id for line in lines),
            least=least,
            labels=2,
            even=True,
        )

    def single(self) -> GridView:
        """A table of one row is turned: a line for each figure, 预算数 beside 决算数 where both
        have the same heads below them."""
        account, part = self._account.account, self._account.parts[0]
        line = part.lines[0]
        groups: dict[str, dict[str, CellView]] = {}
        for one, value in zip(account.columns, line.cells, strict=True):
            words = "　".join(one.heads[1:]) or one.heads[0]
            cell = self._figure(part, line, one.id, value, "　".join(one.heads), self._from(one))
            groups.setdefault(one.heads[0], {})[words] = replace(cell, bold=words == "合计")
        names = tuple(dict.fromkeys(words for group in groups.values() for words in group))
        blank = CellView("", look="label", locked=AUTOMATIC)
        rows = tuple(
            (
                CellView(words, look="label", locked=AUTOMATIC),
                *(group.get(words, blank) for group in groups.values()),
            )
            for words in names
        )
        widths = (LABEL_WIDTH, *(self._width for _ in groups))
        return GridView(("项目", *groups), rows, (), widths, names, least=widths, even=True)

    def _labels(self, line: Line) -> Iterator[CellView]:
        if not line.code:
            yield CellView(line.label, look="label", locked=AUTOMATIC, bold=True, center=True)
            yield CellView("", look="label", locked=AUTOMATIC)
            return
        bold = line.level < 3
        indent = "　" * max(0, line.level - 1)
        yield CellView(line.code, look="label", locked=AUTOMATIC, bold=bold)
        yield CellView(indent + line.label, look="label", locked=AUTOMATIC, bold=bold)

    def _from(self, column: AccountColumn) -> str:
        """Which ledgers a column is added up from, in words."""
        if column.id not in self._told:
            names = column.sources or ((column.cell,) if column.cell else ())
            if column.formula is not None:
                said = self._in_words(column)
            else:
                said = f"由{self._ledgers(names)}得出，在那里修改"
            self._told[column.id] = said
        return self._told[column.id]

    def _in_words(self, column: AccountColumn) -> str:
        columns = self._account.account.columns
        words = {one.id: one.heads[-1] for one in columns}
        text = column.formula.text if column.formula else ""
        names = [words.get(name, name) for name in (column.formula.names if column.formula else ())]
        if text.startswith("sum("):
            return f"自动计算：{'＋'.join(names)}"
        return f"由本表的{'、'.join(names)}算出"

    def _ledgers(self, names: tuple[str, ...]) -> str:
        """“收入”“支出”: the tables that cells belong to, each once."""
        ids = dict.fromkeys(name.partition(".")[0] for name in names)
        titles = (self._titles[one] for one in ids if one in self._titles)
        return "".join(f"“{inside_quotes(one)}”" for one in titles)

    # ── blocks of fixed rows ─────────────────────────────────────────────────────────────

    def side_by_side(self) -> GridView:
        account = self._account.account
        blocks = [one if account.numbered else replace(one, line="") for one in account.blocks]
        height = body_rows(blocks) + tail_rows(blocks)
        heads: list[str] = []
        least: list[int] = []
        sides: list[list[tuple[CellView, ...]]] = []
        number = 1
        for block, part in zip(blocks, self._account.parts, strict=True):
            names, widths = _heads(block, self._width - NARROWER)
            heads += names
            least += widths
            sides.append(list(self._block(block, part, height, number)))
            number += height
        rows = tuple(tuple(cell for side in sides for cell in side[at]) for at in range(height))
        ids = tuple(f"line{at}" for at in range(height))
        wide = tuple(least)
        return GridView(tuple(heads), rows, (), wide, ids, least=wide, labels=0, even=True)

    def _block(
        self, block: Block, part: Part, height: int, number: int
    ) -> Iterator[tuple[CellView, ...]]:
        """The rows of a block, the last ones at the bottom of the table."""
        head = len(part.lines) - block.tail
        gap = height - len(part.lines)
        places: list[Line | None] = [*part.lines[:head], *([None] * gap), *part.lines[head:]]
        indents = {row.id: row.indent for row in block.table.rows}
        for at, line in enumerate(places):
            yield tuple(self._in_block(block, part, line, indents, str(number + at)))

    def _in_block(
        self, block: Block, part: Part, line: Line | None, indents: dict[str, int], number: str
    ) -> Iterator[CellView]:
        label = line.label if line else ""
        bold = line is not None and line.id in {"total", "received", "spent"}
        if len(block.labels) > 1:
            yield CellView(line.code if line else "", look="label", locked=AUTOMATIC, bold=bold)
        indent = "　" * (indents.get(line.id, 0) if line else 0)
        yield CellView(indent + label, look="label", locked=AUTOMATIC, bold=bold)
        if block.line:
            yield CellView(number, look="label", locked=AUTOMATIC, center=True, weak=True)
        for at, column in enumerate(block.table.columns):
            if line is None:
                yield CellView("", look="label", locked=AUTOMATIC)
                continue
            said = self._row_from(block.table, line, column.id)
            yield self._figure(part, line, column.id, line.cells[at], column.label, said)

    def _row_from(self, table: Table, line: Line, column_id: str) -> str:
        row = next(row for row in table.rows if row.id == line.id)
        column = next(one for one in table.columns if one.id == column_id)
        formula = table.formula(row, column)
        if formula is None:
            return "台账里没有这一项"
        ledgers = self._ledgers(tuple(name for name in formula.names if "." in name))
        if ledgers:
            return f"由{ledgers}得出，在那里修改"
        return f"自动计算：{explain(self._report, table, formula)}"

    # ── a figure ─────────────────────────────────────────────────────────────────────────

    def _figure(
        self, part: Part, line: Line, column: str, value: Decimal | None, label: str, said: str
    ) -> CellView:
        address = part.address(line, column)
        name = f"{label} · {line.label.strip() or self._account.account.title}"
        showing, unit = self._showing, self._unit
        hidden = not line.count and showing.hides(value, unit)
        cell = CellView(
            number_text(value) if line.count else showing.amount(value, unit),
            address,
            look="computed",
            locked=said,
            right=True,
            name=name if line.count else f"{name}（{showing.unit_of(unit)}）",
            bold=line.id == "total",
            exact=showing.exact(value, unit) if hidden else "",
            copied=showing.copied(value, unit) if hidden else "",
        )
        if address in self._account.derived:
            cell = self._stated(cell, self._account.derived[address])
        return marked(cell, *self._marks)

    def _stated(self, cell: CellView, derived: Decimal | None) -> CellView:
        """A figure of an imported table, in the place of what the ledgers give."""
        own = self._showing.amount(derived, self._unit)
        given = f"台账算出的是 {own} {self._showing.unit_of(self._unit)}" if own else "台账里没有数"
        locked = f"这是导入的原表的数，{given}；按 Del 改用台账的数"
        return replace(cell, look="carried", locked=locked, clears=f"{STATED}.{cell.address}")


def _heads(block: Block, figure: int) -> tuple[list[str], list[int]]:
    """The heads of a block's columns, and the px that each needs."""
    names = [f"{block.head}\n{one}" if len(block.labels) == 1 else one for one in block.labels]
    widths = [SIDE_WIDTHS["code"]] * (len(block.labels) - 1) + [SIDE_WIDTHS["label"]]
    if block.line:
        names.append(block.line)
        widths.append(SIDE_WIDTHS["line"])
    names += [column.label for column in block.table.columns]
    widths += [figure] * len(block.table.columns)
    return names, widths
