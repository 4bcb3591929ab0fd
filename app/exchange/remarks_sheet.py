"""The clerk's remarks as a sheet beside the findings: for the unit itself, never published."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.naming import figure_text, named
from app.domain.remarks import remarks
from app.domain.report import Report
from app.domain.texts import printable
from app.exchange.boxes import Box, FilledSheet, Heading

HEADS = ("序号", "表", "格", "现在的数", "批注")
WIDTHS = (6, 28, 40, 16, 60)
TITLE = "批注"


def remarks_sheets(report: Report) -> tuple[FilledSheet, ...]:
    """One sheet, or none while there are no remarks."""
    found = enumerate(remarks(report.submission.entries), 1)
    rows = [_row(report, at, one.cell, one.text) for at, one in found]
    if not rows:
        return ()
    boxes = [Box((1, 1), (1, len(HEADS)), f"{TITLE}（内部使用，不公开）", "title")]
    boxes += _boxes(2, HEADS, "label")
    for at, texts in enumerate(rows, 3):
        boxes += _boxes(at, texts, "text")
    last = 2 + len(rows)
    return (
        FilledSheet(
            name=TITLE,
            title=f"{TITLE} {report.submission.year}",
            widths=tuple(Decimal(width) for width in WIDTHS),
            boxes=tuple(boxes),
            rows=last,
            tall=(),
            landscape=True,
            heading=Heading(2, 2, last),
        ),
    )


def _row(report: Report, at: int, cell: str, text: str) -> tuple[str, ...]:
    name = named(report, cell)
    return str(at), name.place, name.name, figure_text(report, cell), text


def _boxes(row: int, texts: tuple[str, ...], style: str) -> Iterator[Box]:
    for at, text in enumerate(texts, 1):
        look = "center" if style == "text" and at == 1 else style
        yield Box((row, at), (row, at), printable(text), look)
