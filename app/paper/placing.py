"""A sheet on the paper that the settings say, and what of it would not be on the paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.exchange.boxes import FilledSheet
from app.exchange.breaking import measured
from app.paper.layout import LEADING, Area, Em, Page, left_of, pages
from app.paper.settings import PAPERS, PrintSettings

TINY = 0.05  # millimetres that nobody sees
STEPS, FACTOR = 48, 1.03  # a sheet is made smaller by these steps until it is on one page


@dataclass(frozen=True)
class Beyond:
    """How far a page's content lies outside of its paper, in millimetres; 0: it does not."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    def __bool__(self) -> bool:
        return max(self.left, self.top, self.right, self.bottom) > TINY


def placed(sheet: FilledSheet, settings: PrintSettings, em: Em) -> tuple[Page, ...]:
    """The sheet's pages on the paper of the settings, moved as they say."""
    lying = replace(sheet, landscape=sheet.landscape != settings.turned)
    made = _whole(lying, settings, em) if settings.whole else _on(lying, settings, em, 1.0)
    shift = (settings.shift_x, settings.shift_y)
    return tuple(replace(page, shift=shift) for page in made) if any(shift) else made


def _on(sheet: FilledSheet, settings: PrintSettings, em: Em, larger: float) -> tuple[Page, ...]:
    """As on paper that is so many times larger, then made so many times smaller."""
    width, height = PAPERS[settings.paper]
    size = (width * larger, height * larger)
    made = pages(sheet, size, em, settings.margins.times(larger))
    if larger == 1.0:
        return made
    return tuple(
        replace(one, width=one.width / larger, height=one.height / larger, shrink=1 / larger)
        for one in made
    )


def _whole(sheet: FilledSheet, settings: PrintSettings, em: Em) -> tuple[Page, ...]:
    """The sheet on one page; on several where not even letters of a millimetre would do."""
    low, high = 0, STEPS
    made = _on(sheet, settings, em, 1.0)
    if len(made) == 1:
        return made
    while low < high:
        middle = (low + high) // 2
        tried = _on(sheet, settings, em, FACTOR**middle)
        if len(tried) == 1:
            made, high = tried, middle
        else:
            low = middle + 1
    return made


def beyond(page: Page, em: Em) -> Beyond:
    """What of a page would be cut: lines of the table and letters, not the white around them."""
    boxes = [box for area in page.areas for box in _drawn(area, em)]
    if not boxes:
        return Beyond()
    x, y = page.shift
    left = x + page.shrink * min(box[0] for box in boxes)
    top = y + page.shrink * min(box[1] for box in boxes)
    right = x + page.shrink * max(box[2] for box in boxes)
    bottom = y + page.shrink * max(box[3] for box in boxes)
    outside = (-left, -top, right - page.width, bottom - page.height)
    return Beyond(*(max(0.0, one) for one in outside))


def _drawn(area: Area, em: Em) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of the frame and of each line of text."""
    found = []
    if area.border:
        found.append((area.x, area.y, area.x + area.width, area.y + area.height))
    step = area.size * LEADING
    above = area.y + (area.height - len(area.lines) * step) / 2
    for at, line in enumerate(area.lines):
        if line.strip():
            left = left_of(area, line.rstrip(), em)
            wide = measured(line.rstrip(), lambda char: em(char, area.bold)) * area.size
            found.append((left, above + at * step, left + wide, above + (at + 1) * step))
    return found


def smallest(made: Sequence[Page]) -> float:
    """The smallest letters on these pages, in points."""
    sizes = [area.size * page.shrink for page in made for area in page.areas if any(area.lines)]
    return min(sizes, default=0.0) * 72 / 25.4
