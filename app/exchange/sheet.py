"""A filled official form as one value: Excel, preview, printer and PDF all draw this.

Amounts are in the unit that their table prints (万元), rates are ratios; what a box shows is its
`text`, and `number` is there for programs that compute with it.
"""

from dataclasses import dataclass, replace

from app.domain.report import FormReport, Report
from app.domain.texts import printable
from app.exchange.boxes import BORDERLESS, NUMERIC, Box, FilledSheet, Heading, Spot
from app.exchange.sheet_body import indicator_boxes
from app.exchange.sheet_values import Place, Value, Values
from app.scheme.layout import Fixed, Indicators, Repeated, SheetCell

__all__ = ["BORDERLESS", "NUMERIC", "Box", "FilledSheet", "Heading", "Spot", "filled_sheet"]

NUMBERED = NUMERIC | {"center"}  # a count in the middle of its cell is a number for Excel too


@dataclass(frozen=True)
class _Placed:
    """A part of the sheet in its place; `last` is its last row, `tall` are rows of the sheet."""

    boxes: list[Box]
    last: int
    tall: tuple[int, ...] = ()


def filled_sheet(report: Report, form: FormReport) -> FilledSheet:
    """The official form of one self-evaluation: each part of its sheet below the last."""
    values = Values(report, form)
    sheet = form.form.sheet
    closing = next((part for part in reversed(sheet.parts) if isinstance(part, Fixed)), None)
    boxes: list[Box] = []
    tall: list[int] = []
    heading: Heading | None = None
    last = 0
    for part in sheet.parts:
        match part:
            case Fixed():
                placed = _fixed(values, part, last, part is closing)
            case Repeated():
                placed = _repeated(values, part, last)
            case Indicators():
                rows = indicator_boxes(values, part, last)
                placed = _Placed(rows, max(box.last[0] for box in rows))
                heading = _heading(boxes, last, placed.last)
        boxes += placed.boxes
        tall += placed.tall
        last = placed.last
    name = values.value(form.form.name_field).text if form.form.name_field else ""
    return FilledSheet(
        name=printable(values.text(sheet.name)),
        title=printable(f"{form.form.title} {name}".strip()),
        widths=sheet.widths,
        boxes=tuple(sorted(boxes, key=lambda box: box.first)),
        rows=last,
        tall=tuple(tall),
        landscape=sheet.landscape,
        heading=heading,
    )


def _heading(above: list[Box], last: int, until: int) -> Heading | None:
    """The titles of the columns: the rows of the boxes that end right above the indicators."""
    tops = [box.first[0] for box in above if box.last[0] == last]
    return Heading(min(tops), last, until) if tops else None


def _fixed(values: Values, part: Fixed, above: int, closing: bool) -> _Placed:
    """Cells where they are written; of the last part only rows that show something."""
    boxes = [_box(values, cell, above) for cell in part.cells]
    tall = tuple(above + row for row in part.tall)
    last = above + max(cell.last[0] for cell in part.cells)
    return _closed(boxes, above, tall) if closing else _Placed(boxes, last, tall)


def _repeated(values: Values, part: Repeated, above: int) -> _Placed:
    """One row for each row of the list."""
    places = values.list_rows(part)
    boxes = [
        _box(values, cell, above + at, place)
        for at, place in enumerate(places)
        for cell in part.cells
    ]
    return _Placed(boxes, above + len(places))


def _box(values: Values, cell: SheetCell, above: int, place: Place | None = None) -> Box:
    """A fixed cell; one that is nothing but a number's placeholder keeps the number."""
    if not cell.placeholders:
        value = Value(cell.text)
    elif cell.text == f"{{{cell.placeholders[0]}}}":
        value = values.value(cell.placeholders[0], place)
    else:
        value = Value(values.text(cell.text, place))
    return Box(
        (cell.first[0] + above, cell.first[1]),
        (cell.last[0] + above, cell.last[1]),
        printable(value.text),
        cell.style,
        value.number if cell.style in NUMBERED else None,
        value.note,
    )


def _closed(boxes: list[Box], above: int, tall: tuple[int, ...]) -> _Placed:
    """The boxes without the rows that show nothing at all."""
    shown = {row for box in boxes if box.text for row in range(box.first[0], box.last[0] + 1)}
    place = {row: above + at for at, row in enumerate(sorted(shown), 1)}
    kept: list[Box] = []
    for box in boxes:
        rows = [place[row] for row in range(box.first[0], box.last[0] + 1) if row in place]
        if rows:
            first, last = (rows[0], box.first[1]), (rows[-1], box.last[1])
            kept.append(replace(box, first=first, last=last))
    return _Placed(kept, above + len(place), tuple(place[row] for row in tall if row in place))
