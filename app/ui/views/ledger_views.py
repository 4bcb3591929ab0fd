"""What the grid of a ledger by subject shows: codes, names, figures, and the sums of 类 and 款."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.codes import EMPTY, CodeBook
from app.domain.ledger import NEW, LedgerLine, formula_value, ledger_lines, moved_over
from app.domain.report import Report
from app.domain.rollup import above
from app.domain.table_cells import ListRow, list_rows
from app.scheme.model import Codes, Column, Row, RowList, Table
from app.ui.views.lazy_rows import Cells, LazyRows
from app.ui.views.showing import AS_REPORTED, Showing, typing
from app.ui.views.table_views import Shown, growth_column, lists_of
from app.ui.views.views import CellView, GridView, marked

CODE_WIDTH, NAME_WIDTH, ALSO_WIDTH = 84, 260, 110  # px at least
ALSO = {"function": "功能科目", "economic": "经济科目"}
ASK = "输入编码、名称或拼音首字母"
AUTOMATIC = "类、款合计由下面各行自动得出"

# a line before it is made: one of the table's own rows, one of a list, or the blank one of a list
Plan = tuple[str, Row | None, RowList | None, LedgerLine | None]


def by_subject(table: Table) -> bool:
    """Whether a table is a ledger: it has a list whose rows are subjects."""
    return any(one.codes for one in table.lists)


class Ledger:
    """A ledger as it was shown last: a row whose facts are the same is taken over from there,
    for there may be hundreds of them and an edit changes a few."""

    def __init__(self, table: Table, prefix: str) -> None:
        self.table = table
        self.prefix = prefix
        self.hidden = 0  # rows that the filter has left out
        self._known: dict[str, tuple[object, Cells]] = {}
        self._lines: dict[str, tuple[tuple[ListRow, ...], tuple[LedgerLine, ...]]] = {}
        self._codes: CodeBook = EMPTY
        self.showing = AS_REPORTED

    def view(
        self, report: Report, over: Decimal | None = None, showing: Showing = AS_REPORTED
    ) -> GridView:
        """The ledger as it stands; `over` (a ratio) shows only lines that changed by more since
        last year, with the sums above them."""
        if report.codes is not self._codes or showing != self.showing:
            self._known.clear()  # every line looks different
            self._codes, self.showing = report.codes, showing
        self.hidden = 0
        made = _Lines(report, self, over)
        plans = tuple(made.plans())
        names = tuple(name for name, *_ in plans)
        own = [at for at, (_, row, *_) in enumerate(plans) if row is not None]
        also = next((ALSO[one.also] for one in self.table.lists if one.also), "")
        heads = ("科目编码", "科目名称", *((also,) if also else ()))
        columns = self.table.columns
        least = (CODE_WIDTH, NAME_WIDTH, *((ALSO_WIDTH,) if also else ()))
        least = (*least, *(showing.width(self.table.unit) for _ in columns))
        return GridView(
            headers=(*heads, *(column.label for column in columns)),
            rows=LazyRows(len(plans), lambda at: made.line(plans[at])),
            spans=tuple((at, 0, 1, made.labels) for at in own),
            widths=least,
            row_ids=names,
            least=least,
            labels=made.labels,
            even=True,
            lists=lists_of(report, self.table, self.prefix),
            typing=typing(showing, self.table, self.prefix),
        )

    def lines(self, report: Report, one: RowList) -> tuple[LedgerLine, ...]:
        """The lines of a list in order; the same as last time where its rows are."""
        rows = list_rows(report.submission.entries, self.prefix, one, "")
        known = self._lines.get(one.id)
        if known is None or known[0] != rows:
            known = self._lines[one.id] = (rows, ledger_lines(rows))
        return known[1]

    def taken(self, key: str, inputs: object) -> Cells | None:
        known = self._known.get(key)
        return known[1] if known is not None and known[0] == inputs else None

    def keep(self, key: str, inputs: object, cells: Cells) -> Cells:
        self._known[key] = (inputs, cells)
        return cells


class _Lines:
    """The lines of one view."""

    def __init__(self, report: Report, ledger: Ledger, over: Decimal | None) -> None:
        self._report = report
        self._ledger = ledger
        self._table = ledger.table
        self._over = over
        self._growth = growth_column(ledger.table)
        self._shown = Shown(report, ledger.table, ledger.prefix, ledger.showing)
        self._errors, self._questions = report.marks
        self.labels = 3 if any(one.also for one in ledger.table.lists) else 2
        self._flags: dict[str, list[tuple[str, str]]] = {}  # what is said of the cells of a row
        for marks in (self._errors, self._questions, report.problems):
            for address, sentence in marks.items():
                start = address.rpartition(".")[0]
                self._flags.setdefault(start, []).append((address, sentence))

    def plans(self) -> Iterator[Plan]:
        """What stands where, from the top."""
        for row in self._table.rows:
            yield row.id, row, None, None
            for one in self._table.lists:
                if one.after == row.id:
                    for line in self._list(one):
                        yield f"{one.id}.{line.id}", None, one, line
                    yield f"{one.id}.{NEW}", None, one, None

    def line(self, plan: Plan) -> Cells:
        """The cells of a line."""
        match plan:
            case (_, Row() as row, _, _):
                return self._fixed(row)
            case (_, _, RowList() as one, LedgerLine() as line):
                return self._line(one, line)
            case (_, _, RowList() as one, _):
                return self._new_line(one)
            case _:
                return ()

    def _marked(self, cells: Iterator[CellView]) -> Cells:
        return tuple(marked(cell, self._errors, self._questions) for cell in cells)

    def _fixed(self, row: Row) -> Cells:
        def cells() -> Iterator[CellView]:
            label = "　" * row.indent + row.label
            yield CellView(label, look="label", locked="表头不能修改", bold=True)
            for _ in range(self.labels - 1):
                yield CellView("", look="label", locked="表头不能修改")
            for column in self._table.columns:
                yield self._shown.cell(row, column)

        return self._marked(cells())

    def _list(self, one: RowList) -> tuple[LedgerLine, ...]:
        lines = self._ledger.lines(self._report, one)
        if self._over is None:
            return lines
        kept = [line for line in lines if line.row is not None and self._moved(one, line)]
        self._ledger.hidden += sum(line.row is not None for line in lines) - len(kept)
        codes = {code for line in kept for code in above(line.code)}
        ids = {line.id for line in kept}
        return tuple(
            line
            for line in lines
            if (line.id in ids if line.row is not None else line.code in codes)
        )

    def _moved(self, one: RowList, line: LedgerLine) -> bool:
        if self._growth is None or self._over is None:
            return True
        start = f"{self._ledger.prefix}.{one.id}.{line.id}"
        values, growth = self._report.values, self._growth
        moved = values.get(f"{start}.{growth.column.id}")
        return moved_over(moved, values.get(f"{start}.{growth.this}"), self._over)

    def _line(self, one: RowList, line: LedgerLine) -> Cells:
        start = f"{self._ledger.prefix}.{one.id}.{line.id}"
        columns, report = self._table.columns, self._report
        values, entries = report.values, report.submission.entries
        addresses = [f"{start}.{column.id}" for column in columns]
        inputs = (
            line,
            [values.get(address) for address in addresses],
            [entries.get(address) for address in addresses],
            self._flags.get(start),
        )
        cells = self._ledger.taken(start, inputs)
        if cells is None:
            made = self._sum(one, line, start) if line.row is None else None
            made = made or self._typed(one, line, line.row or ListRow("", ""), start)
            cells = self._ledger.keep(start, inputs, self._marked(made))
        return cells

    def _typed(
        self, one: RowList, line: LedgerLine, row: ListRow, start: str
    ) -> Iterator[CellView]:
        report = self._report
        code = report.text(f"{start}.code")
        yield CellView(
            row.code,
            f"{start}.code",
            code,
            name=f"科目编码 · {one.label}",
            picks=one.codes,
            question=self._doubt(one.codes, row.code),
            note=f"F2 修改，{ASK}",
        )
        indent = "　" * max(0, line.level - 1)
        yield CellView(
            indent + row.name,
            f"{start}.name",
            row.name,
            name=f"科目名称 · {one.label}",
            picks=one.codes,
        )
        if self.labels > 2:
            yield self._also(one, row, start)
        for column in self._table.columns:
            yield self._shown.listed(one, column, f"{start}.{column.id}", row.name or row.code)

    def _also(self, one: RowList, row: ListRow, start: str) -> CellView:
        if not one.also:
            return CellView("", look="label", locked="这一类没有这一栏")
        report = self._report
        subject = report.codes.subject(one.also, row.also, report.submission.year)
        return CellView(
            row.also,
            f"{start}.also",
            report.text(f"{start}.also"),
            name=f"{ALSO[one.also]} · {row.name or one.label}",
            picks=one.also,
            question=self._doubt(one.also, row.also),
            note=f"{row.also} {subject.name}" if subject else "",
        )

    def _doubt(self, kind: Codes, code: str) -> str:
        """A code that no table knows may be right: a question, never more."""
        table, year = self._report.codes.of(kind), self._report.submission.year
        if not code or not table.all:
            return ""
        if not above(code):
            return f"科目编码“{code}”不是3位（类）、5位（款）或7位（项）数字"
        subject = table.of(code, year)
        if subject is None:
            return f"科目表里没有编码“{code}”，请核对；财政局新设的科目可以照填"
        return "" if subject.valid(year) else f"{year}年的科目表里没有“{code} {subject.name}”"

    def _sum(self, one: RowList, line: LedgerLine, start: str) -> Iterator[CellView]:
        report = self._report
        subject = report.codes.subject(one.codes, line.code, report.submission.year)
        name = subject.name if subject else ""
        where = f"{line.code} {name}".strip()
        yield CellView(line.code, f"{start}.code", look="computed", locked=AUTOMATIC, bold=True)
        yield CellView(
            "　" * (line.level - 1) + name, look="computed", locked=AUTOMATIC, bold=True, name=name
        )
        for _ in range(self.labels - 2):
            yield CellView("", look="computed", locked=AUTOMATIC)
        for column in self._table.columns:
            address, named = f"{start}.{column.id}", f"{column.label} · {where}"
            if column.id in one.dash:
                yield self._shown.dash(column, address, named, one.label)
                continue
            value, locked = self._total(one, line, column), f"自动合计：{where}下面各行之和"
            yield self._shown.figure(column, value, (address, named), locked, bold=True)

    def _total(self, one: RowList, line: LedgerLine, column: Column) -> Decimal | None:
        """A rate is worked out of the sums; it is no sum itself."""
        report, row = self._report, f"{one.id}.{line.id}"
        if column.kind != "percent" or column.formula is None:
            return report.values.get(f"{self._ledger.prefix}.{row}.{column.id}")
        place = (self._table, self._ledger.prefix, row, column.id)
        entries = report.submission.entries
        return formula_value(report.scheme, entries, report.values, place, column.formula)

    def _new_line(self, one: RowList) -> Cells:
        start = f"{self._ledger.prefix}.{one.id}.{NEW}"
        name = f"新的一行 · {one.label}"

        def cells() -> Iterator[CellView]:
            note = f"{ASK}；也可以从 Excel 粘贴几行"
            for cell, prompt in (("code", "＋"), ("name", f"新的一行：{ASK}")):
                address = f"{start}.{cell}"
                yield CellView("", address, name=name, prompt=prompt, picks=one.codes, note=note)
            for _ in range(self.labels - 2):
                yield CellView("", f"{start}.also", name=name, picks=one.also)
            yield from self._shown.new_cells(one, start)

        return tuple(cells())
