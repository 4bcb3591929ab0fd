"""A filled sheet → pages in millimetres. Pure: characters are measured by whoever asks.

One page where letters of at least 7 pt make that possible, else as many as it takes. No line of a
text is ever left out: a row that is higher than a page goes on over the next ones.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

from app.exchange.boxes import BORDERLESS, NUMERIC, Box, FilledSheet, Heading
from app.exchange.breaking import balanced, broken, measured, widest_piece

Em = Callable[[str, bool], float]  # a character's width in parts of the letter size; bold or not
Align = Literal["left", "center", "right"]

POINT = 25.4 / 72  # millimetres
LARGEST, SMALLEST, SEVERAL = 10.5, 7.0, 9.0  # points: letters on one page, and on several
STEP = 0.25
TITLE, SUBTITLE = 17.0, 9.5
MARGIN = 15.0
LEADING = 1.3  # distance of lines in letter sizes
PAD_X, PAD_Y = 0.8, 0.8  # millimetres between border and text
TALL = 18.0  # millimetres: room for running text even where there is none
FOOTER = 8.0
SQUEEZED = 0.85  # a line may be set this much smaller so that it stays one line
WHOLE = 0.78  # a label may be set this much smaller to keep its words whole
LEAST_LINES = 4  # a broken row leaves at least so many lines on the page
LABEL = 0.88  # a label may be set a little smaller to save a line
ONE_LINE = frozenset({"label-left", "foot"})  # rather smaller than on two lines
_AIR = {"title": 3.0, "subtitle": 1.5, "foot": 1.5}  # millimetres more than the text needs
_ALIGN: dict[str, Align] = {
    "amount": "right",
    "text": "left",
    "longtext": "left",
    "label-left": "left",
    "foot": "left",
    "remark": "left",
    "corner": "right",
}


@dataclass(frozen=True)
class Area:
    """A rectangle with its lines of text; `size` is the letters' size in millimetres."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    size: float
    align: Align = "center"
    bold: bool = False
    border: bool = True
    top: bool = False  # text starts at the top: it goes on over several pages


@dataclass(frozen=True)
class Page:
    """A page of paper; its areas are made smaller by `shrink` and then moved by `shift`."""

    width: float
    height: float
    areas: tuple[Area, ...]
    shrink: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Margins:
    """White edges of the paper in millimetres."""

    top: float = MARGIN
    right: float = MARGIN
    bottom: float = MARGIN
    left: float = MARGIN

    def times(self, factor: float) -> "Margins":
        return Margins(*(factor * one for one in (self.top, self.right, self.bottom, self.left)))


USUAL = Margins()


@dataclass(frozen=True)
class _Text:
    """A box with its text set: the lines, their size, the height they need."""

    box: Box
    lines: tuple[str, ...]
    size: float
    x: float
    width: float

    @property
    def needed(self) -> float:
        return height_of(len(self.lines), self.size) if any(self.lines) else 0.0


@dataclass(frozen=True)
class _Set:
    """The whole sheet set in one letter size: texts, and heights of the rows."""

    texts: tuple[_Text, ...]
    heights: tuple[float, ...]


@dataclass(frozen=True)
class _Slice:
    """A row, or a part of it, on a page."""

    page: int
    row: int
    y: float
    height: float


def height_of(lines: int, size: float) -> float:
    """What lines of a size need, in millimetres, with the room above and below them."""
    return lines * size * LEADING + 2 * PAD_Y


def fitting(height: float, size: float) -> int:
    """How many lines of a size a height holds."""
    return max(0, int((height - 2 * PAD_Y) / (size * LEADING) + 1e-6))


def pages(
    sheet: FilledSheet, page_mm: tuple[float, float], em: Em, margins: Margins = USUAL
) -> tuple[Page, ...]:
    """Lay the sheet out on paper of a size; at least one page.

    A sheet that lies across has the paper turned; a page says which way it is.
    """
    if sheet.landscape and page_mm[0] < page_mm[1]:
        page_mm = (page_mm[1], page_mm[0])
    width = page_mm[0] - margins.left - margins.right
    height = page_mm[1] - margins.top - margins.bottom
    made = _one_page(sheet, width, height, em)
    if made is None:
        made = _set(sheet, width, SEVERAL, em)
        slices = _sliced(made, height - FOOTER, sheet.heading)
    else:
        tops = [0.0, *accumulate(made.heights)]
        slices = [_Slice(0, row, tops[row], h) for row, h in enumerate(made.heights)]
    count = slices[-1].page + 1
    areas: list[list[Area]] = [[] for _ in range(count)]
    for text in made.texts:
        for page, area in _areas(text, slices, sheet.heading):
            areas[page].append(replace(area, x=area.x + margins.left, y=area.y + margins.top))
    if count > 1:
        for number, on_page in enumerate(areas, 1):
            on_page.append(_footer(number, count, page_mm, margins))
    return tuple(Page(*page_mm, tuple(on_page)) for on_page in areas)


def _one_page(sheet: FilledSheet, width: float, height: float, em: Em) -> _Set | None:
    """The sheet in the largest letters that fit one page; None where none do."""
    best = _set(sheet, width, SMALLEST, em)
    if sum(best.heights) > height:
        return None
    low, high = 0, round((LARGEST - SMALLEST) / STEP)
    while low < high:
        middle = (low + high + 1) // 2
        made = _set(sheet, width, SMALLEST + middle * STEP, em)
        if sum(made.heights) <= height:
            best, low = made, middle
        else:
            high = middle - 1
    return best


def _set(sheet: FilledSheet, width: float, points: float, em: Em) -> _Set:
    unit = width / float(sum(sheet.widths))
    lefts = [0.0, *accumulate(float(w) * unit for w in sheet.widths)]
    texts = tuple(
        _text(box, lefts[box.first[1] - 1], lefts[box.last[1]], points, em) for box in sheet.boxes
    )
    lowest = height_of(1, points * POINT) + 0.5
    heights = [lowest] * sheet.rows
    for row in sheet.tall:
        heights[row - 1] = TALL
    for text in sorted(texts, key=lambda text: text.box.last[0] - text.box.first[0]):
        rows = range(text.box.first[0] - 1, text.box.last[0])
        needed = text.needed + _AIR.get(text.box.style, 0.0)
        lacking = needed - sum(heights[row] for row in rows)
        if lacking > 0:
            for row in rows:
                heights[row] += lacking / len(rows)
    return _Set(texts, tuple(heights))


def _text(box: Box, left: float, right: float, points: float, em: Em) -> _Text:
    bold = box.style == "title"
    size = _points(box.style, points) * POINT
    room = right - left - 2 * PAD_X
    wide = measured(box.text, lambda char: em(char, bold))
    if box.number is not None and box.style in NUMERIC:
        size = min(size, (room - PAD_X) / wide) if wide else size
        return _Text(box, (box.text,), size, left, right - left)
    if box.style == "corner":  # runs out to the left, where nothing stands
        return _Text(box, (box.text,), size, left, right - left)
    if box.style in ONE_LINE and "\n" not in box.text and wide * _least(size, SQUEEZED) <= room:
        size = min(size, room / wide) if wide else size
    split = balanced if box.style == "label" else broken
    if box.style == "label":
        size *= _label_factor(box.text, room, size, em)
    lines = split(box.text, room, lambda char: em(char, bold) * size)
    return _Text(box, lines, size, left, right - left)


def _points(style: str, points: float) -> float:
    """The size of a style's letters beside running text of a size."""
    match style:
        case "title":
            return TITLE
        case "subtitle":
            return max(points, SUBTITLE)
        case "remark":
            return max(points * 0.9, SMALLEST)
        case _:
            return points


def _least(size: float, factor: float) -> float:
    """A size made smaller, as far as it can still be read."""
    return max(size * factor, min(size, SMALLEST * POINT))


def _label_factor(text: str, room: float, size: float, em: Em) -> float:
    """How much smaller a label is set to keep its words whole and its lines few."""

    def cost(factor: float) -> tuple[bool, int, float]:
        def advance(char: str) -> float:
            return em(char, False) * size * factor

        return widest * factor > room, len(balanced(text, room, advance)), -factor

    widest = widest_piece(text, lambda char: em(char, False) * size)
    whole = room / widest * (1 - 1e-9) if widest > room else 1.0
    smaller = LABEL if whole >= LABEL or whole < WHOLE else whole
    return min((1.0, _least(size, smaller) / size), key=cost)


def _sliced(made: _Set, height: float, heading: Heading | None) -> list[_Slice]:
    """The rows on their pages; only a row that is higher than half a page is broken.

    The heading comes again where rows that it heads go on.
    """
    slices: list[_Slice] = []
    again = _again(made, height, heading)

    def turned(page: int, row: int) -> tuple[int, float]:
        """The next page, and how far down it the row begins."""
        y = 0.0
        if heading and heading.last <= row < heading.until:
            for title in again:
                slices.append(_Slice(page + 1, title, y, made.heights[title]))
                y += made.heights[title]
        return page + 1, y

    page, y = 0, 0.0
    for row, whole in enumerate(made.heights):
        needed = whole
        lines, size = _lines_of(made, row)
        if y + needed > height and (
            needed <= height / 2 or y + height_of(LEAST_LINES, size) > height
        ):
            page, y = turned(page, row)
        while y + needed > height:
            take = fitting(height - y, size)
            slices.append(_Slice(page, row, y, height_of(take, size)))
            lines -= take
            needed = max(height_of(max(lines, 1), size), height_of(1, size) + 0.5)
            page, y = turned(page, row)
        slices.append(_Slice(page, row, y, needed))
        y += needed
    return slices


def _again(made: _Set, height: float, heading: Heading | None) -> range:
    """The rows of the heading, if they leave most of a page to what they head."""
    if heading is None:
        return range(0)
    rows = range(heading.first - 1, heading.last)
    return rows if sum(made.heights[row] for row in rows) <= height / 4 else range(0)


def _lines_of(made: _Set, row: int) -> tuple[int, float]:
    """How many lines a row is high, and the size of its letters in millimetres."""
    inside = [t for t in made.texts if t.box.first[0] <= row + 1 <= t.box.last[0]]
    size = max((text.size for text in inside), default=SEVERAL * POINT)
    return fitting(made.heights[row], size), size


def _areas(text: _Text, slices: list[_Slice], heading: Heading | None) -> list[tuple[int, Area]]:
    """A box on its pages: running text goes on, headings are repeated, numbers stand once."""
    first, last = text.box.first[0] - 1, text.box.last[0] - 1
    spans: dict[int, tuple[float, float]] = {}
    for piece in slices:
        if first <= piece.row <= last:
            y, height = spans.get(piece.page, (piece.y, 0.0))
            spans[piece.page] = (y, height + piece.height)
    title = heading and heading.first <= first + 1 and last < heading.last
    heights = [height for _, height in spans.values()]
    shown = [text.lines] * len(spans) if title else _shared(text, heights)
    top = len(spans) > 1 and text.box.style != "label"
    return [
        (page, replace(_area(text, y, height, lines), top=top))
        for (page, (y, height)), lines in zip(spans.items(), shown, strict=True)
    ]


def _shared(text: _Text, heights: list[float]) -> list[tuple[str, ...]]:
    """The lines of a box for each of the pages that it stands on."""
    if len(heights) == 1:
        return [text.lines]
    if text.box.style == "label":
        tallest = heights.index(max(heights))
        fits = [fitting(height, text.size) >= len(text.lines) for height in heights]
        return [text.lines if ok or at == tallest else () for at, ok in enumerate(fits)]
    left, shares = text.lines, []
    for height in heights[:-1]:
        count = fitting(height, text.size)
        shares.append(left[:count])
        left = left[count:]
    return [*shares, left]


def _area(text: _Text, y: float, height: float, lines: tuple[str, ...]) -> Area:
    style = text.box.style
    number = style not in NUMERIC or text.box.number is not None
    align = _ALIGN.get(style, "center") if number else "center"
    border = style not in BORDERLESS
    return Area(text.x, y, text.width, height, lines, text.size, align, style == "title", border)


def _footer(number: int, count: int, page_mm: tuple[float, float], margins: Margins) -> Area:
    y = page_mm[1] - margins.bottom - FOOTER
    line = f"第 {number} 页 共 {count} 页"
    return Area(0.0, y + 2, page_mm[0], FOOTER, (line,), SEVERAL * POINT, border=False)


def left_of(area: Area, line: str, em: Em) -> float:
    """Where a line of an area begins."""
    width = measured(line, lambda char: em(char, area.bold)) * area.size
    match area.align:
        case "left":
            return area.x + (PAD_X if area.border else 0.0)
        case "right":
            return area.x + area.width - 2 * PAD_X - width
        case "center":
            return area.x + (area.width - width) / 2
