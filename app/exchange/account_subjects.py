"""Tables with a row for each functional subject, and the table of one row only."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.accounts import TOTAL, AccountReport, Line
from app.domain.texts import printable
from app.exchange.account_parts import Body, Figures, box, head_boxes, numbered, widths
from app.exchange.boxes import Box
from app.scheme.accounts import Account, AccountColumn

LABELS = 4  # columns: 类, 款, 项, 科目名称
HEAD_ROWS, HEAD_ROWS_PLAIN = 4, 2  # with 栏次 and without, as officially printed; at least
BLANK_ROWS = 3  # of a table that has no figures
EVERY = slice(None)
CODE_WIDTH, NAME_WIDTH, NAME_SLIM = 4, 38, 32  # characters
PORTRAIT, LANDSCAPE = 158, 238  # characters across a page that can be read
FIGURE_MOST, FIGURE_LEAST = 16, 13
MANY = 8  # columns of figures that leave little room


def by_subject(one: AccountReport, figures: Figures, part: slice = EVERY) -> Body:
    """The table; `part` are the columns of figures that it shows."""
    return _Made(one.account, one.parts[0].lines, figures, part).body()


class _Made:
    def __init__(
        self, account: Account, lines: tuple[Line, ...], figures: Figures, part: slice
    ) -> None:
        self.account = account
        self.lines = lines
        self.figures = figures
        self.part = part
        self.columns: tuple[AccountColumn, ...] = account.columns[part]
        self.labels = 0 if account.single else LABELS
        self.heads = max(len(column.heads) for column in self.columns)
        if not account.single:
            least = HEAD_ROWS if account.numbered else HEAD_ROWS_PLAIN
            self.heads = max(self.heads, least)

    def body(self) -> Body:
        boxes = list(head_boxes([one.heads for one in self.columns], self.labels + 1, self.heads))
        top = self.heads
        if self.account.numbered:
            top += 1
            boxes += self._numbers(top)
        if self.account.single:
            boxes += self._figures(top + 1, self.lines[0])
            return Body(tuple(boxes), top + 1, top, len(self.columns) // 2 or 1, self._widths())
        boxes += self._label_heads()
        rows = list(self._rows(top + 1))
        boxes += rows
        last = max(made.last[0] for made in rows)
        return Body(tuple(boxes), last, top, LABELS, self._widths())

    def _label_heads(self) -> Iterator[Box]:
        yield box((1, 1), (1, LABELS), "项目")
        yield box((2, 1), (self.heads, LABELS - 1), "功能分类科目编码")
        yield box((2, LABELS), (self.heads, LABELS), "科目名称")

    def _numbers(self, row: int) -> Iterator[Box]:
        """The row of 栏次; with it 类, 款 and 项, which also stand beside a total below them."""
        if self.labels:
            down = row if self.account.total_last else row + 1
            for column, text in enumerate(("类", "款", "项"), 1):
                yield box((row, column), (down, column), text)
            yield box((row, LABELS), (row, LABELS), "栏次")
        start = self.part.start or 0
        for at in range(len(self.columns)):
            yield numbered(row, self.labels + 1 + at, start + at + 1)

    def _rows(self, row: int) -> Iterator[Box]:
        total = next(line for line in self.lines if line.id == TOTAL)
        subjects = [line for line in self.lines if line.id != TOTAL]
        if not self.account.total_last:
            yield from self._total(row, total)
            row += 1
        for line in subjects:
            yield from self._subject(row, line)
            row += 1
        for _ in range(0 if subjects else BLANK_ROWS):
            yield from self._blank(row)
            row += 1
        if self.account.total_last:
            yield from self._total(row, total)

    def _total(self, row: int, line: Line) -> Iterator[Box]:
        beside = self.account.numbered and not self.account.total_last
        yield box((row, LABELS if beside else 1), (row, LABELS), line.label)
        yield from self._figures(row, line)

    def _subject(self, row: int, line: Line) -> Iterator[Box]:
        if self.account.split:
            parts = (line.code[:3], line.code[3:5], line.code[5:7])
            for column, text in enumerate(parts, 1):
                yield box((row, column), (row, column), text)
        else:
            yield box((row, 1), (row, LABELS - 1), line.code, "label-left")
        name = "\u3000" * max(0, line.level - 1) + printable(line.label)
        yield box((row, LABELS), (row, LABELS), name, "text")
        yield from self._figures(row, line)

    def _blank(self, row: int) -> Iterator[Box]:
        yield from self._subject(row, Line("", "", "", 0, (None,) * len(self.account.columns)))

    def _figures(self, row: int, line: Line) -> Iterator[Box]:
        for at, value in enumerate(line.cells[self.part], self.labels + 1):
            yield self.figures.box(row, at, value)

    def _widths(self) -> tuple[Decimal, ...]:
        count = len(self.columns)
        name = NAME_WIDTH if count < MANY else NAME_SLIM
        code = CODE_WIDTH if count < MANY else CODE_WIDTH + 1
        labels = (code,) * (LABELS - 1) + (name,) if self.labels else ()
        across = LANDSCAPE if self.account.landscape else PORTRAIT
        each = max(FIGURE_LEAST, min(FIGURE_MOST, (across - sum(labels)) // count))
        return widths(*labels, *([each] * count))
