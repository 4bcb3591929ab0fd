"""What the grid of derived figures shows: each with its working and the words to write it in."""

from itertools import groupby

from app.domain.derived import Derived
from app.domain.narration import Section, narration
from app.domain.report import Report
from app.ui.views.showing import AS_REPORTED, Showing
from app.ui.views.views import CellView, GridView

HEADERS = ("段落", "指标", "本数", "对比数", "结果", "怎么算", "写法／提示")
WIDTHS = (16, 26, 11, 11, 12, 24, 20)
LOCKED = "由决算表自动得出；双击跳到所取的格"


def figures_view(report: Report, showing: Showing = AS_REPORTED) -> GridView:
    """Every derived figure of the 说明, section by section; a row's id is the figure's.

    本数 and 对比数 have the address of the cell that they come from, for a double-click.
    """
    sections = narration(report, showing.unit)
    rows: list[tuple[CellView, ...]] = []
    spans: list[tuple[int, int, int, int]] = []
    for section in sections:
        spans += _spans(section, len(rows))
        rows += [_row(section, found) for found in section.figures]
    names = tuple(found.id for section in sections for found in section.figures)
    return GridView(HEADERS, tuple(rows), tuple(spans), WIDTHS, names, labels=2)


def _spans(section: Section, first: int) -> list[tuple[int, int, int, int]]:
    """The section's title is one cell beside all of its figures."""
    count = len(section.figures)
    return [(first, 0, count, 1)] if count > 1 else []


def _row(section: Section, found: Derived) -> tuple[CellView, ...]:
    name = found.name
    value, base = (*found.cells, "", "")[:2]
    return (
        CellView(section.title, look="label", locked=LOCKED, long=True),
        CellView(name, look="label", locked=LOCKED, long=True),
        _figure(found.value, value, name),
        _figure(found.base, base, name),
        CellView(found.text, look="computed", locked=LOCKED, right=True, bold=True, name=name),
        CellView(found.working, look="label", locked=LOCKED, weak=True, long=True),
        CellView(found.said, look="label", locked=LOCKED, long=True, weak=bool(found.note)),
    )


def _figure(text: str, address: str, name: str) -> CellView:
    return CellView(text, address, look="computed", locked=LOCKED, right=True, name=name)


def titles(view: GridView) -> tuple[str, ...]:
    """The sections of a view in their order, each once: for jumping to one of them."""
    return tuple(title for title, _ in groupby(row[0].shown for row in view.rows))
