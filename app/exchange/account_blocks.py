"""Tables of fixed rows: blocks side by side, their last rows on one line at the bottom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.accounts import AccountReport, Line, Part
from app.domain.texts import printable
from app.exchange.account_parts import Body, Figures, box, numbered, widths
from app.exchange.boxes import Box
from app.scheme.accounts import Block, body_rows, tail_rows

CODE_WIDTH, LINE_WIDTH = 9, 7  # characters
LABEL_MOST, FIGURE_MOST, FIGURE = 40, 20, 14
ACROSS = 148  # characters across an upright page that can well be read
FEW = 3  # columns of figures that have room


@dataclass(frozen=True)
class _Side:
    """A block in its place: `left` is its first column."""

    block: Block
    part: Part
    left: int
    line: str  # the title of 行次, blank for none

    @property
    def labels(self) -> int:
        return len(self.block.labels)

    @property
    def figures(self) -> int:
        """The first column of figures."""
        return self.left + self.labels + bool(self.line)

    @property
    def right(self) -> int:
        return self.figures + len(self.block.table.columns) - 1


def side_by_side(one: AccountReport, figures: Figures) -> Body:
    sides: list[_Side] = []
    for block, part in zip(one.account.blocks, one.parts, strict=True):
        line = block.line if one.account.numbered else ""
        sides.append(_Side(block, part, sides[-1].right + 1 if sides else 1, line))
    boxes = list(_heads(sides))
    top = max((made.last[0] for made in boxes), default=0)
    boxes += _titles(sides, top + 1)
    top += 1
    if one.account.numbered:
        top += 1
        boxes += _numbers(sides, top)
    made = _Rows(sides, figures, top)
    boxes += made.boxes()
    return Body(tuple(boxes), top + made.height, top, sides[0].right, _widths(sides))


def _heads(sides: Sequence[_Side]) -> Iterator[Box]:
    """The heads above the blocks, that of neighbours with the same one in one cell."""
    at = 0
    while at < len(sides):
        head = sides[at].block.head
        end = next((n for n in range(at, len(sides)) if sides[n].block.head != head), len(sides))
        if any(side.block.head for side in sides):
            yield box((1, sides[at].left), (1, sides[end - 1].right), head)
        at = end


def _titles(sides: Sequence[_Side], row: int) -> Iterator[Box]:
    for side in sides:
        line = (side.line,) if side.line else ()
        heads = (*side.block.labels, *line, *(one.label for one in side.block.table.columns))
        for column, text in enumerate(heads, side.left):
            yield box((row, column), (row, column), text)


def _numbers(sides: Sequence[_Side], row: int) -> Iterator[Box]:
    """The row of 栏次: the columns of figures counted through all blocks."""
    number = 0
    for side in sides:
        yield box((row, side.left), (row, side.left + side.labels - 1), "栏次")
        if side.line:
            yield box((row, side.figures - 1), (row, side.figures - 1), "")
        for column in range(side.figures, side.right + 1):
            number += 1
            yield numbered(row, column, number)


class _Rows:
    """The rows below `top`: the blocks' first ones, blank ones, and at the bottom their last."""

    def __init__(self, sides: Sequence[_Side], figures: Figures, top: int) -> None:
        self.sides = sides
        self.figures = figures
        self.top = top
        blocks = [side.block for side in sides]
        self.body, self.tail = body_rows(blocks), tail_rows(blocks)
        self.height = self.body + self.tail

    def boxes(self) -> Iterator[Box]:
        for number, side in enumerate(self.sides):
            for at, line in enumerate(self._placed(side)):
                if self._joined(number, at):
                    continue
                yield from self._labels(number, at, line)
                yield from self._line_and_figures(number, at, line)

    def _placed(self, side: _Side) -> list[Line | None]:
        head = len(side.part.lines) - side.block.tail
        gap = self.height - len(side.part.lines)
        return [*side.part.lines[:head], *([None] * gap), *side.part.lines[head:]]

    def _joined(self, number: int, at: int) -> bool:
        """Whether a blank row of this block belongs to the total of the next one, whose head is
        the same."""
        if at < self.body or number + 1 >= len(self.sides):
            return False
        own, following = self.sides[number], self.sides[number + 1]
        if self._placed(own)[at] is not None:
            return False
        line = self._placed(following)[at]
        return own.block.head == following.block.head and _joins(following, line)

    def _labels(self, number: int, at: int, line: Line | None) -> Iterator[Box]:
        side, row = self.sides[number], self.top + 1 + at
        text = printable(line.label) if line else ""
        style = "label" if line and (line.id == "total" or _joins(side, line)) else "label-left"
        right = side.left + side.labels - 1
        if _joins(side, line):
            left = number
            while left and self._joined(left - 1, at):
                left -= 1
            yield box((row, self.sides[left].left), (row, right), text, style)
            return
        if side.labels > 1:
            yield box((row, side.left), (row, side.left), line.code if line else "", "label-left")
        indent = next((r.indent for r in side.block.table.rows if line and r.id == line.id), 0)
        yield box((row, right), (row, right), "\u3000" * indent + text, style)

    def _line_and_figures(self, number: int, at: int, line: Line | None) -> Iterator[Box]:
        side, row = self.sides[number], self.top + 1 + at
        if side.line:
            yield numbered(row, side.figures - 1, number * self.height + at + 1)
        cells = line.cells if line else (None,) * len(side.block.table.columns)
        count = line is not None and line.count
        for column, value in enumerate(cells, side.figures):
            yield self.figures.box(row, column, value, count)


def _joins(side: _Side, line: Line | None) -> bool:
    """Whether a row's words stand over the columns of code and name: a total has no code."""
    return line is not None and side.labels > 1 and not line.code


def _widths(sides: Sequence[_Side]) -> tuple[Decimal, ...]:
    count = sum(len(side.block.table.columns) for side in sides)
    figure = FIGURE_MOST if count < FEW else FIGURE
    lines = sum(bool(side.line) for side in sides)
    codes = sum(side.labels - 1 for side in sides)
    left = ACROSS - count * figure - lines * LINE_WIDTH - codes * CODE_WIDTH
    label = min(LABEL_MOST, left // len(sides))
    found: list[int] = []
    for side in sides:
        found += [CODE_WIDTH] * (side.labels - 1) + [label]
        found += [LINE_WIDTH] * bool(side.line) + [figure] * len(side.block.table.columns)
    return widths(*found)
