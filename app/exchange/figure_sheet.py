"""The derived figures of the 说明 as a sheet: to write from, and for the chief to check."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from app.domain.derived import Derived
from app.domain.narration import narration
from app.domain.report import Report
from app.domain.texts import printable
from app.domain.titles import unit_words
from app.exchange.boxes import Box, FilledSheet, Heading
from app.exchange.xlsx import export_xlsx

HEADS = ("段落", "指标", "本数", "对比数", "结果", "怎么算", "写法／提示")
WIDTHS = (20, 34, 13, 13, 14, 37, 28)
STYLES = ("text", "text", "center", "center", "center", "text", "text")
PAGE = 20  # rows; a page of A4 has room for about as many
TITLE = "决算公开说明数据表"
NOTHING = "还没有可以计算的数。"


def export_figures(path: Path, report: Report) -> None:
    """Write the sheet as an .xlsx file. Raises ExportProblem; the old file then stays."""
    export_xlsx(path, (figure_sheet(report),))


def figure_sheet(report: Report) -> FilledSheet:
    """Title, unit and year, and one row for each figure that has a value, section by section."""
    boxes = [*_top(report), *_boxes(3, HEADS, ("label",) * len(HEADS))]
    last = 3
    for section in narration(report):
        found = [one for one in section.figures if one.text or one.value or one.base]
        if not found:
            continue
        first, last = last + 1, last + len(found)
        boxes += _titles(section.title, first, last)
        for row, one in enumerate(found, first):
            boxes += list(_boxes(row, _texts(one), STYLES[1:], 2))
    if last == 3:
        last += 1
        boxes.append(Box((last, 1), (last, len(HEADS)), NOTHING, "text"))
    return FilledSheet(
        name="说明数据",
        title=f"{TITLE} {report.submission.year}",
        widths=tuple(Decimal(width) for width in WIDTHS),
        boxes=tuple(sorted(boxes, key=lambda box: box.first)),
        rows=last,
        tall=(),
        landscape=True,
        heading=Heading(3, 3, last),
        kind="说明数据表",
    )


def _titles(title: str, first: int, last: int) -> Iterator[Box]:
    """The section's title beside its figures, said again where they go on over another page."""
    for start in range(first, last + 1, PAGE):
        end = min(start + PAGE - 1, last)
        text = title if start == first else f"{title}（续）"
        yield Box((start, 1), (end, 1), printable(text), "text")


def _texts(found: Derived) -> tuple[str, ...]:
    return (found.name, found.value, found.base, found.text, found.working, found.said)


def _boxes(
    row: int, texts: tuple[str, ...], styles: tuple[str, ...], first: int = 1
) -> Iterator[Box]:
    for at, (text, style) in enumerate(zip(texts, styles, strict=True), first):
        yield Box((row, at), (row, at), printable(text), style)


def _top(report: Report) -> Iterator[Box]:
    width = len(HEADS)
    unit = unit_words(report.text("info.unit"))
    said = f"单位：{unit}　　{report.submission.year}年度　　金额按元计算，每个数只四舍五入一次"
    yield Box((1, 1), (1, width), TITLE, "title")
    yield Box((2, 1), (2, width), printable(said), "subtitle")
