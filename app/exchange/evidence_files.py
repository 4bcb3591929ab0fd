"""Evidence files (佐证材料) that leave the house: what each of them proves, and a list of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from app.domain.evidence import file_names
from app.domain.report import Report
from app.domain.texts import printable
from app.domain.titles import unit_words
from app.exchange.boxes import Box, FilledSheet, Heading

FOLDER = "佐证材料"
TITLE = "佐证材料清单"
HEADS = ("序号", "自评表", "绩效指标", "文件名", "大小", "备注")
WIDTHS = (6, 28, 30, 40, 12, 18)
GONE = "找不到，没有附上"

Find = Callable[[str], Path | None]  # where a file of that name lies; None: it is gone


@dataclass(frozen=True)
class Evidence:
    """A file that an indicator names; `path` is None where it is gone."""

    form: str
    indicator: str
    name: str
    path: Path | None

    @property
    def size(self) -> int | None:
        """In bytes; None where it cannot be read."""
        try:
            return self.path.stat().st_size if self.path else None
        except OSError:
            return None


def evidence(report: Report, find: Find) -> tuple[Evidence, ...]:
    """All that is named, in the order of the forms and their rows; a file may prove several."""
    return tuple(
        Evidence(form.label, row.name.strip() or f"第{row.number}个指标", name, find(name))
        for form in report.forms
        for row in form.indicators
        for name in file_names(report.text(f"{row.address}.files"))
    )


def files_of(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each file that is there, once."""
    return tuple({one.name: one for one in found if one.path is not None}.values())


def evidence_sheet(report: Report, found: Sequence[Evidence]) -> FilledSheet:
    """The list as a sheet: form, indicator, file."""
    width, last = len(HEADS), 3 + len(found)
    unit = unit_words(report.text("info.unit"))
    gone = sum(one.path is None for one in found)
    count = f"{len(files_of(found))} 个文件" + (f"，{gone} 处找不到" if gone else "")
    said = f"单位：{unit}　　{report.submission.year}年度　　{count}，在“{FOLDER}”文件夹里"
    boxes = [
        Box((1, 1), (1, width), TITLE, "title"),
        Box((2, 1), (2, width), printable(said), "subtitle"),
        *_row(3, HEADS, "label"),
    ]
    for at, one in enumerate(found, 1):
        size = "" if one.size is None else shown_size(one.size)
        texts = (str(at), one.form, one.indicator, one.name, size, "" if one.path else GONE)
        boxes += _row(3 + at, texts, "text")
    return FilledSheet(
        name=TITLE,
        title=f"{TITLE} {report.submission.year}",
        widths=tuple(map(Decimal, WIDTHS)),
        boxes=tuple(boxes),
        rows=last,
        tall=(),
        landscape=True,
        heading=Heading(3, 3, last),
        kind=TITLE,
    )


def _row(row: int, texts: tuple[str, ...], style: str) -> Iterator[Box]:
    for at, text in enumerate(texts, 1):
        middle = style == "text" and at in {1, 5}
        yield Box((row, at), (row, at), printable(text), "center" if middle else style)


def shown_size(size: int) -> str:
    """2.9 MB, 14.0 KB."""
    kilo = Decimal(size) / 1024
    return f"{kilo / 1024:.1f} MB" if kilo >= 1024 else f"{max(kilo, Decimal('0.1')):.1f} KB"
