"""检查全部单位 as a sheet: one row for each submission, to sort and to print."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from app.domain.texts import printable
from app.domain.titles import unit_words
from app.domain.values import score_text
from app.exchange.boxes import Box, FilledSheet, Heading
from app.exchange.xlsx import export_xlsx
from app.progress import Progress, unwatched
from app.review import Line, Summary, overview, state_words

HEADS = (
    *("序号", "单位", "年度", "情况", "没填", "错误", "核实", "已说明"),
    *("整体得分", "等级", "项目", "最低得分", "得分最低的项目"),
)
WIDTHS = (6, 34, 8, 20, 7, 7, 7, 8, 10, 9, 7, 10, 30)
TITLE = "各单位填报检查情况表"
NOTHING = "没有填报。"


def export_review(path: Path, lines: Sequence[Line], tell: Progress = unwatched) -> None:
    """Write the sheet as an .xlsx file. Raises ExportProblem; the old file then stays."""
    export_xlsx(path, (review_sheet(lines),), tell)


def review_sheet(lines: Sequence[Line]) -> FilledSheet:
    """Title, how many are how far, one row for each in the order given."""
    width = len(HEADS)
    boxes = [
        Box((1, 1), (1, width), TITLE, "title"),
        Box((2, 1), (2, width), overview(lines).words(), "subtitle"),
        *_row(3, HEADS, ("label",) * width),
    ]
    last = 3
    for last, line in enumerate(lines, 4):
        boxes += _line(last, line)
    if not lines:
        last = 4
        boxes.append(Box((4, 1), (4, width), NOTHING, "text"))
    return FilledSheet(
        name="检查情况",
        title=TITLE,
        widths=tuple(Decimal(width) for width in WIDTHS),
        boxes=tuple(boxes),
        rows=last,
        tall=(),
        landscape=True,
        heading=Heading(3, 3, last),
        kind="检查情况表",
    )


def _row(row: int, texts: Sequence[str], styles: Sequence[str]) -> Iterator[Box]:
    for at, (text, style) in enumerate(zip(texts, styles, strict=True), 1):
        yield Box((row, at), (row, at), printable(text), style)


def _line(row: int, line: Line) -> Iterator[Box]:
    place = line.place
    unit = f"{unit_words(place.unit)}{'（已封存）' if place.sealed else ''}"
    yield _number(row, 1, Decimal(row - 3))
    yield Box((row, 2), (row, 2), printable(unit), "text")
    yield _number(row, 3, Decimal(place.year))
    if line.summary is None:  # the sentence has the room of the figures
        yield Box((row, 4), (row, len(HEADS)), printable(line.said), "text")
        return
    yield Box((row, 4), (row, 4), state_words(line), "center")
    yield from _figures(row, line.summary)


def _figures(row: int, found: Summary) -> Iterator[Box]:
    for at, count in enumerate((found.missing, found.errors, found.questions, found.kept), 5):
        yield _number(row, at, Decimal(count))
    yield _number(row, 9, found.overall)
    yield Box((row, 10), (row, 10), found.grade, "center")
    yield _number(row, 11, Decimal(found.projects))
    yield _number(row, 12, found.lowest)
    yield Box((row, 13), (row, 13), printable(found.lowest_name), "text")


def _number(row: int, column: int, value: Decimal | None) -> Box:
    """A figure that Excel can sort by; a year is not grouped in thousands."""
    text = "" if value is None else score_text(value).replace(",", "")
    return Box((row, column), (row, column), text, "score", value)
