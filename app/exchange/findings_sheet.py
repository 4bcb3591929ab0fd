"""What the checks have found as a sheet for the chief to sign: a draft is discussed on paper.

All findings, the worst first, with the clerk's reasons for figures that are kept.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from app.domain.report import Finding, Report
from app.domain.sealing import SealMark, short
from app.domain.texts import printable
from app.domain.titles import unit_words
from app.exchange.boxes import Box, FilledSheet, Heading
from app.exchange.remarks_sheet import remarks_sheets
from app.exchange.xlsx import export_xlsx
from app.scheme.model import Level

LEVELS: dict[Level, str] = {"error": "错误", "warning": "核实", "note": "提示"}
HEADS = ("序号", "级别", "位置", "问题", "两个数", "差额", "可能的原因", "怎么办", "保留理由")
WIDTHS = (6, 7, 24, 36, 17, 12, 22, 24, 16)
TITLE = "决算公开和绩效自评审核情况表"
NOTHING = "没有发现问题。"
KEPT = "已说明"


def export_findings(path: Path, report: Report, seal: SealMark | None = None) -> None:
    """Write the sheet, and one of the remarks, as an .xlsx file; `seal` where it is sealed.

    Raises ExportProblem; the old file then stays.
    """
    export_xlsx(path, (findings_sheet(report, seal), *remarks_sheets(report)))


def findings_sheet(report: Report, seal: SealMark | None = None) -> FilledSheet:
    """Title, unit and year, one row for each finding, and lines to sign on."""
    ranked = sorted(report.findings, key=lambda one: one.rank)
    rows = [_row(at, found) for at, found in enumerate(ranked, 1)]
    boxes = [*_top(report, ranked, seal), *_boxes(3, HEADS, "label")]
    for at, texts in enumerate(rows, 4):
        boxes += _boxes(at, texts, "text")
    last = 3 + len(rows)
    if not rows:
        last += 1
        boxes.append(Box((last, 1), (last, len(HEADS)), NOTHING, "text"))
    boxes += _foot(report, last + 1)
    return FilledSheet(
        name="审核情况",
        title=f"{TITLE} {report.submission.year}",
        widths=tuple(Decimal(width) for width in WIDTHS),
        boxes=tuple(boxes),
        rows=last + 1,
        tall=(),
        landscape=True,
        heading=Heading(3, 3, last),
    )


def _row(at: int, found: Finding) -> tuple[str, ...]:
    figures = "；".join(f"{text}{found.unit}" for text in (found.left, found.right) if text)
    level = f"{LEVELS[found.level]}（{KEPT}）" if found.kept else LEVELS[found.level]
    texts = (found.where, found.sentence, figures, found.apart, found.culprit, found.todo)
    return (str(at), level, *texts, found.kept)


def _boxes(row: int, texts: tuple[str, ...], style: str) -> Iterator[Box]:
    for at, text in enumerate(texts, 1):
        look = "center" if style == "text" and at <= 2 else style
        yield Box((row, at), (row, at), printable(text), look)


def _top(report: Report, found: list[Finding], seal: SealMark | None) -> Iterator[Box]:
    width = len(HEADS)
    counts = [f"{word}{_open(found, level)}条" for level, word in LEVELS.items()]
    counts.append(f"{KEPT}{sum(bool(one.kept) for one in found)}条")
    unit = unit_words(report.text("info.unit"))
    said = f"单位：{unit}　　{report.submission.year}年度　　{'，'.join(counts)}"
    if seal is not None:
        said += f"　　封存校验码：{short(seal.checksum)}"
    yield Box((1, 1), (1, width), TITLE, "title")
    yield Box((2, 1), (2, width), printable(said), "subtitle")


def _open(found: list[Finding], level: Level) -> int:
    return sum(one.level == level and not one.kept for one in found)


def _foot(report: Report, row: int) -> Iterator[Box]:
    """填表人 as typed; the chief signs by hand."""
    filler = report.text("info.filler")
    yield Box((row, 1), (row, 3), printable(f"填表人：{filler}"), "foot")
    yield Box((row, 4), (row, 5), "单位负责人（签字）：", "foot")
    yield Box((row, 6), (row, len(HEADS)), "日期：　　　　年　　月　　日", "foot")
