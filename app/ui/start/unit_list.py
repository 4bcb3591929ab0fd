"""The list of submissions on the start page: a line for each unit and year, sorted by any column.

Figures of a report are put in later; until then a line says only what the data file knows.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from app.domain.titles import unit_words
from app.ui.layout import RIGHT
from app.ui.style import ERROR, GOOD, QUESTION, SECOND, px

if TYPE_CHECKING:
    from app.review import Summary
    from app.storage.listing import SubmissionInfo

HEADS = ("单位", "年度", "方案", "进度", "审核", "整体自评", "状态", "最后修改")
UNIT, YEAR, SCHEME, PROGRESS, FINDINGS, OVERALL, STATE, CHANGED = range(8)
WIDTHS = {
    YEAR: 84,
    SCHEME: 216,
    PROGRESS: 108,
    FINDINGS: 112,
    OVERALL: 104,
    STATE: 92,
    CHANGED: 148,
}
GIVING_WAY = (SCHEME, CHANGED, OVERALL)
LEAST_NAME = 220  # px
KEY = Qt.ItemDataRole.UserRole  # what a column is sorted by


class UnitList(QTreeWidget):
    """Lines in the order of the data file, the latest year first, until a heading is clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("填报列表")
        self.setHeaderLabels(HEADS)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)  # a third click: the order of the file again
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionsMovable(False)
        self.headerItem().setTextAlignment(OVERALL, RIGHT)
        self.setSortingEnabled(True)

    def show_list(self, found: "Sequence[SubmissionInfo]", wanted: int) -> None:
        """These submissions, with the cursor on the one of number `wanted` or on the first."""
        known = {line.info.id: line for line in self._lines()}
        lines = [Line(info, at) for at, info in enumerate(found)]
        for line in lines:
            before = known.get(line.info.id)
            if before is not None:  # until the new figures are there
                line.take_figures(before)
        self.setSortingEnabled(False)
        self.clear()
        self.addTopLevelItems(lines)
        self.setSortingEnabled(True)
        self._set_widths()
        chosen = next((line for line in lines if line.info.id == wanted), None)
        chosen = chosen or next(iter(self._lines()), None)
        if chosen is not None:
            self.setCurrentItem(chosen)

    def _set_widths(self) -> None:
        """In a narrow window some columns give way: the name must be read."""
        self.header().setSectionResizeMode(UNIT, QHeaderView.ResizeMode.Stretch)
        # as wide as the viewport; asking Qt for that one takes half a frame at the start
        room = self.header().width() - sum(map(px, WIDTHS.values()))
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, px(width))
        for column in GIVING_WAY:
            gives_way = room < px(LEAST_NAME)
            self.setColumnHidden(column, gives_way)
            if gives_way:
                room += px(WIDTHS[column])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_widths()

    def _lines(self) -> "list[Line]":
        found = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        return [line for line in found if isinstance(line, Line)]

    def current(self) -> "SubmissionInfo | None":
        """The submission that the cursor is on; None where it is on no line that is shown."""
        line = self.currentItem()
        return line.info if isinstance(line, Line) and not line.isHidden() else None

    def show_figures(self, number: int, scheme: str, figures: "Summary | str") -> None:
        """What a submission's report says, or the sentence why there is none."""
        for line in self._lines():
            if line.info.id == number:
                line.show_figures(scheme, figures)

    def show_matching(self, words: str) -> int:
        """Only lines with all of these words; how many there are. The cursor stays on one."""
        wanted = words.casefold().split()
        shown: list[Line] = []
        for line in self._lines():
            text = " ".join(line.text(at) for at in (UNIT, YEAR, SCHEME, STATE)).casefold()
            line.setHidden(not all(word in text for word in wanted))
            if not line.isHidden():
                shown.append(line)
        if shown and self.current() is None:
            self.setCurrentItem(shown[0])
        return len(shown)


class Line(QTreeWidgetItem):
    """A submission; colours are never alone: each has its word or sign."""

    def __init__(self, info: "SubmissionInfo", at: int) -> None:
        super().__init__()
        self.info, self._at = info, at
        for column, text, key in (
            (UNIT, unit_words(info.unit_name), info.unit_name),
            (YEAR, f"{info.year}年度", info.year),
            (STATE, "已封存" if info.sealed else "填报中", info.sealed),
            (CHANGED, f"{info.changed:%Y-%m-%d %H:%M}", info.changed.isoformat()),
        ):
            self.setText(column, text)
            self.setData(column, KEY, key)
        self.setToolTip(UNIT, f"{self.text(UNIT)}\n双击或按回车进入填报")
        self.setTextAlignment(OVERALL, RIGHT)
        self._paint(STATE, SECOND if info.sealed else "")

    def take_figures(self, before: "Line") -> None:
        for column in (SCHEME, PROGRESS, FINDINGS, OVERALL):
            self._say(column, before.text(column), before.data(column, KEY))
            self.setForeground(column, before.foreground(column))
            self.setToolTip(column, before.toolTip(column))

    def show_figures(self, scheme: str, figures: "Summary | str") -> None:
        self._say(SCHEME, scheme, scheme)
        self.setToolTip(SCHEME, scheme)
        if isinstance(figures, str):
            self._say(PROGRESS, "打不开", -1)
            self._paint(PROGRESS, ERROR)
            self.setToolTip(PROGRESS, figures)
            return
        self._say(
            PROGRESS,
            f"{figures.share}%　缺 {figures.missing}" if figures.missing else "✓ 填完",
            figures.missing,
        )
        self._paint(PROGRESS, "" if figures.missing else GOOD)
        self.setToolTip(PROGRESS, f"还有 {figures.missing} 项没有填" if figures.missing else "")
        self._show_findings(figures)
        whole = f"{figures.overall} {figures.grade}".strip() if figures.overall is not None else ""
        self._say(OVERALL, whole, str(figures.overall or "").rjust(12))

    def _show_findings(self, figures: "Summary") -> None:
        parts = [f"✗ {figures.errors}"] if figures.errors else []
        parts += [f"⚠ {figures.questions}"] if figures.questions else []
        self._say(FINDINGS, "  ".join(parts) or "✓", figures.errors * 1_000_000 + figures.questions)
        self._paint(FINDINGS, ERROR if figures.errors else QUESTION if figures.questions else GOOD)
        self.setToolTip(
            FINDINGS,
            f"错误 {figures.errors}，核实 {figures.questions}，已写明理由 {figures.kept}",
        )

    def _say(self, column: int, text: str, key: object) -> None:
        self.setText(column, text)
        self.setData(column, KEY, key)

    def _paint(self, column: int, colour: str) -> None:
        if colour:
            self.setForeground(column, QColor(colour))
        else:
            self.setData(column, Qt.ItemDataRole.ForegroundRole, None)

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        tree = self.treeWidget()
        column = tree.sortColumn() if tree is not None else -1
        if not isinstance(other, Line):
            return False
        mine, theirs = self.data(column, KEY), other.data(column, KEY)
        if column < 0 or mine == theirs or mine is None or theirs is None:
            return (mine is None, self._at) < (theirs is None, other._at)
        return bool(mine < theirs)
