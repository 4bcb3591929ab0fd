"""What the lists of findings, of what is missing and of remarks show; see `views.py`."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from app.domain.naming import named
from app.domain.remarks import REMARK, remarks
from app.domain.report import Finding, Missing, Report
from app.ui.views.lazy_rows import LazyRows
from app.ui.views.views import LEVEL_NAMES, TAB_NAMES, CellView, GridView
from app.ui.views.watching import Line

JUMP = "双击或按 Enter 跳到这个单元格"
MENDED = "✓ 已改好"
KEPT = "✓ 已说明"
NOTHING = "没有问题"
ALL_FILLED = "该填的都填了"
NO_REMARKS = "还没有批注：在任意一格按 Shift+F2，或点右键选“批注…”"


def findings_view(lines: Sequence[Line]) -> GridView:
    """All findings; the last column takes the reason for keeping a figure."""
    rows = tuple(_finding_row(line) for line in lines)
    headers = ("级别", "位置", "问题", "差额", "怎么办", "保留理由（可填）")
    ids = tuple(line.finding.cells[0] for line in lines)
    return GridView(headers, rows, (), (9, 19, 33, 9, 19, 14), ids)


def _finding_row(line: Line) -> tuple[CellView, ...]:
    found, good = line.finding, line.mended
    place = f"{TAB_NAMES.get(found.tab, '')}　{found.where}"
    kept = CellView(found.kept, found.key, found.kept, name="保留这个数字的理由", long=True)
    if good:
        kept = CellView("", found.key, look="label", locked="已经改好，不用写理由")
    return (
        _level(line),
        CellView(place, look="label", locked=JUMP, long=True, good=good),
        CellView(_said(found), look="label", locked=JUMP, long=True, good=good),
        CellView(found.apart, look="label", locked=JUMP, right=True, good=good),
        CellView(found.todo, look="label", locked=JUMP, long=True, weak=not good, good=good),
        kept,
    )


def _level(line: Line) -> CellView:
    found = line.finding
    words = MENDED if line.mended else KEPT if found.kept else LEVEL_NAMES[found.level]
    good = line.mended or bool(found.kept)
    bad = found.level == "error" and not good
    return CellView(words, look="label", locked=JUMP, bad=bad, good=good)


def _said(found: Finding) -> str:
    """The sentence, and below it the line that most likely causes it."""
    return f"{found.sentence}\n可能的原因：{found.culprit}" if found.culprit else found.sentence


def panel_view(report: Report, lines: Sequence[Line]) -> GridView:
    """The same in short, for the panel below the work: where exactly, what, how much."""
    headers = ("级别", "表", "行", "列", "问题", "差额")
    if not lines:
        words = (CellView(NOTHING, look="label", locked=NOTHING, good=True),)
        return GridView(("",), (words,), (), (1,), ("",), even=True)
    rows = LazyRows(len(lines), lambda at: _panel_row(report, lines[at]))
    ids = tuple(line.finding.cells[0] for line in lines)
    return GridView(headers, rows, (), (9, 17, 19, 14, 49, 10), ids, even=True)


def _panel_row(report: Report, line: Line) -> tuple[CellView, ...]:
    found = line.finding
    name = named(report, found.cells[0])
    row, _, column = name.name.rpartition("　")
    texts = (name.place, row or column, column if row else "", found.sentence)
    cells = (CellView(one, look="label", locked=JUMP, good=line.mended) for one in texts)
    gap = CellView(found.apart, look="label", locked=JUMP, right=True, good=line.mended)
    return (_level(line), *cells, gap)


# ── what is missing ───────────────────────────────────────────────────────────────────────


def missing_view(report: Report) -> GridView:
    """What is still to be filled in, in the order of the tabs, under the table or form it is of."""
    if not report.missing:
        words = (CellView(ALL_FILLED, look="label", locked=ALL_FILLED, good=True),)
        return GridView(("",), (words,), (), (1,), ("",))
    rows: list[tuple[CellView, ...]] = []
    ids: list[str] = []
    for (tab, place), group in groupby(report.missing, key=_group):
        items = list(group)
        for at, item in enumerate(items):
            rows.append(tuple(_missing_row(item, place, at, len(items), TAB_NAMES.get(tab, ""))))
            ids.append(item.cell)
    spans = tuple(_spans([row[0].shown + row[1].shown for row in rows]))
    return GridView(
        ("页签", "表", "位置", "还没有填"), tuple(rows), spans, (12, 28, 36, 24), tuple(ids)
    )


def _group(item: Missing) -> tuple[str, str]:
    return item.tab, item.where.partition("　")[0]


def _missing_row(item: Missing, place: str, at: int, count: int, tab: str) -> Iterator[CellView]:
    """The head of a group stands once, with how many are missing there."""
    head = f"{place}\n缺 {count} 格" if count > 1 else place
    _, _, rest = item.where.partition("　")
    yield CellView(tab if at == 0 else "", look="label", locked=JUMP)
    yield CellView(head if at == 0 else "", look="label", locked=JUMP, long=True)
    yield CellView(rest, look="label", locked=JUMP, long=True)
    yield CellView(item.label, look="label", locked=JUMP, long=True)


def _spans(heads: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """A group's head is one cell beside all of its lines."""
    start = 0
    for at in range(1, len(heads) + 1):
        if at == len(heads) or heads[at]:
            if at - start > 1:
                yield start, 0, at - start, 1
                yield start, 1, at - start, 1
            start = at


# ── remarks ───────────────────────────────────────────────────────────────────────────────


def remarks_view(report: Report) -> GridView:
    """Every remark with the place of its cell; the text is written here too."""
    found = tuple(remarks(report.submission.entries))
    if not found:
        words = (CellView(NO_REMARKS, look="label", locked=NO_REMARKS, weak=True, long=True),)
        return GridView(("",), (words,), (), (1,), ("",))
    rows = tuple(_remark_row(report, one.cell, one.text) for one in found)
    return GridView(
        ("位置", "格", "批注"), rows, (), (26, 30, 44), tuple(one.cell for one in found)
    )


def _remark_row(report: Report, cell: str, text: str) -> tuple[CellView, ...]:
    name = named(report, cell)
    return (
        CellView(name.place, look="label", locked=JUMP, long=True),
        CellView(name.name, look="label", locked=JUMP, long=True),
        CellView(text, f"{REMARK}.{cell}", text, name="批注", long=True),
    )
