"""检查全部单位: every submission in one line, computed beside the window; one is opened from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QTreeWidget, QTreeWidgetItem

from app.domain.titles import unit_words
from app.domain.values import score_text
from app.exchange.problems import ExportProblem
from app.packs import Shelf
from app.progress import Cancelled, Progress
from app.review import Line, Place, look_at, overview, state_words
from app.reviewing import places, source
from app.storage.problems import StorageProblem
from app.storage.reading import reading
from app.ui.background import in_background
from app.ui.fields import Choices
from app.ui.layout import RIGHT, button, dialog_box, in_columns, label, row, sized
from app.ui.preferences import export_folder
from app.ui.style import ERROR, GOOD, QUESTION, px

if TYPE_CHECKING:
    from app.ui.window import MainWindow

TITLE = "检查全部单位"
ABOUT = "每份填报重新计算一遍：还缺什么，有什么矛盾，得多少分。点列标题排序，双击一行打开那份填报。"
COLUMNS = (  # title, width in px (0: what is left), to the right
    ("单位", 0, False),
    ("年度", 62, False),
    ("情况", 96, False),
    ("没填", 58, True),
    ("错误", 58, True),
    ("核实", 58, True),
    ("整体得分", 82, True),
    ("等级", 62, False),
    ("项目", 58, True),
    ("最低得分", 82, True),
    ("得分最低的项目", 210, False),
)
YEAR, STATE = 1, 2  # columns
GIVING_WAY = (10, 9, 8, 7)
LEAST_NAME = 180  # px
ID, KEY = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
MARKS = {
    "有错误": ("✗", ERROR),
    "没填完": ("○", QUESTION),
    "待核实": ("⚠", QUESTION),
    "可以上报": ("✓", GOOD),
}
UNREAD = ("✗", "没有检查成")


@dataclass(frozen=True)
class Data:
    """The data file, the packs, and where files go first."""

    path: Path
    shelf: Shelf
    documents: Path
    key: str = ""  # where the data file has a password


def show_review(window: "MainWindow") -> None:
    """Look over all submissions; the one that is chosen there is opened."""
    found = window.safely(lambda: window.data().submissions())
    if found is None:
        return
    if not found:
        window.tell("还没有填报。先新建一份，或者导入各单位的数据包，再来检查。")
        return
    if window.opened is not None:
        window.opened.page.commit()
    folder = export_folder(window.memory, window.documents)
    store = window.data()
    data = Data(store.path, window.shelf, folder, store.key)
    dialog = ReviewDialog(places(found), data, window)
    dialog.exec()
    if dialog.chosen is not None:
        window.open_submission(dialog.chosen)


class ReviewDialog(QDialog):
    """Computes when it is shown; after `exec()` see `chosen`, None for none."""

    def __init__(self, found: Sequence[Place], data: Data, parent: "MainWindow") -> None:
        super().__init__(parent)
        self._places, self._data = tuple(found), data
        self._lines: list[Line] = []
        self.chosen: int | None = None
        self.said = ""
        self.setWindowTitle(TITLE)
        sized(self, 1180, 660)
        self.year = Choices()
        self.year.setAccessibleName("检查哪一年度")
        years = sorted({place.year for place in self._places}, reverse=True)
        for year in years:
            self.year.addItem(f"{year} 年度", year)
        if len(years) > 1:
            self.year.addItem("全部年度", None)
        self.year.activated.connect(lambda _at: self.look())
        self.state = label("", "head", wrap=True)
        self.items = _Table()
        self.items.itemActivated.connect(lambda *_: self.open_current())
        self.items.copied.connect(self.copy)
        self.items.currentItemChanged.connect(lambda *_: self._show_detail())
        self.detail = label("", "second", wrap=True)
        self.detail.setMinimumHeight(2 * self.detail.fontMetrics().lineSpacing())  # nothing jumps
        self.open_it = button("打开这份填报", self.open_current)
        self.export = button("导出表格…", self.ask_file)
        box = dialog_box(self)
        box.addWidget(label(ABOUT, "second", wrap=True))
        box.addLayout(row(label("检查"), self.year, button("重新检查", self.look), None))
        box.addWidget(self.state)
        box.addWidget(self.items, 1)
        box.addWidget(self.detail)
        close = button("关闭", self.reject)
        box.addLayout(row(self.open_it, self.export, None, close))
        QTimer.singleShot(0, self.look)  # once it stands there

    # ── looking ──────────────────────────────────────────────────────────────────────────

    def wanted(self) -> tuple[Place, ...]:
        year = self.year.currentData()
        return tuple(place for place in self._places if year is None or place.year == year)

    def look(self) -> None:
        """Compute the submissions of the chosen year; stopped, those until then are shown."""
        self._lines = []
        stopped, self.said = False, ""
        try:
            in_background(self, TITLE, partial(_look, self._data, self.wanted(), self._lines))
        except Cancelled:
            stopped = True
        except StorageProblem as problem:
            self.said = problem.sentence
        self._show_lines(stopped=stopped)

    def _show_lines(self, *, stopped: bool) -> None:
        words = overview(self._lines).words()
        left = len(self.wanted()) - len(self._lines)
        self.state.setText(
            self.said or (f"已取消，还有 {left} 份没有检查。{words}" if stopped else words)
        )
        self.items.setSortingEnabled(False)
        self.items.clear()
        self.items.addTopLevelItems([_Item(line) for line in self._lines])
        self.items.setSortingEnabled(True)
        first = self.items.topLevelItem(0)
        if first is not None:
            self.items.setCurrentItem(first)
        for made in (self.open_it, self.export):
            made.setEnabled(bool(self._lines))
        self.items.setFocus()

    def _show_detail(self) -> None:
        """What does not fit a line: why a submission could not be computed."""
        item = self.items.currentItem()
        wanted = None if item is None else int(item.data(0, ID))
        line = next((one for one in self._lines if one.place.id == wanted), None)
        self.detail.setText(line.said if line is not None else "")

    # ── leaving ──────────────────────────────────────────────────────────────────────────

    def open_current(self) -> None:
        item = self.items.currentItem()
        if item is not None:
            self.chosen = int(item.data(0, ID))
            self.accept()

    def shown(self) -> tuple[Line, ...]:
        """The lines as they stand now, sorted as the person wants them."""
        by_id = {line.place.id: line for line in self._lines}
        return tuple(by_id[int(item.data(0, ID))] for item in self._all_items())

    def _all_items(self) -> Iterator[QTreeWidgetItem]:
        for at in range(self.items.topLevelItemCount()):
            item = self.items.topLevelItem(at)
            if item is not None:
                yield item

    def copy(self) -> None:
        """The whole table with its titles, to be pasted into Excel or WPS."""
        rows = [[title for title, _, _ in COLUMNS]]
        rows += [[item.text(at) for at in range(len(COLUMNS))] for item in self._all_items()]
        QGuiApplication.clipboard().setText("\n".join("\t".join(texts) for texts in rows))
        self.state.setText("已复制整张表，可以粘贴到 Excel 或 WPS。")

    def ask_file(self) -> None:
        offered = str(
            self._data.documents / f"各单位填报检查情况（{self.year.currentText()}）.xlsx"
        )
        name, _ = QFileDialog.getSaveFileName(self, "导出表格", offered, "Excel 表格 (*.xlsx)")
        if name:
            path = Path(name)
            self.write(path if path.suffix.lower() == ".xlsx" else path.with_name(f"{name}.xlsx"))

    def write(self, path: Path) -> None:
        """The table as it is sorted now as a workbook; why not is said."""
        try:
            in_background(self, "导出表格", partial(_write, path, self.shown()))
        except ExportProblem as problem:
            self.state.setText(f"✗ {problem.sentence}")
        except Cancelled:
            self.state.setText("已取消，没有写文件")
        else:
            self.state.setText(f"✓ 已导出：{path}")


class _Item(QTreeWidgetItem):
    """A line of the table; figures are sorted as figures, blank ones last."""

    def __init__(self, line: Line) -> None:
        found, place = line.summary, line.place
        said = state_words(line)
        mark, word = (MARKS[said][0], said) if found else UNREAD
        unit = f"{unit_words(place.unit)}{'（已封存）' if place.sealed else ''}"
        texts = [unit, str(place.year), f"{mark} {word}"]
        if found:
            texts += [str(found.missing), str(found.errors), str(found.questions)]
            texts += [score_text(found.overall), found.grade, str(found.projects)]
            texts += [score_text(found.lowest), found.lowest_name]
        super().__init__(texts)
        self.setData(0, ID, place.id)
        self.setForeground(STATE, QColor(MARKS[said][1] if found else ERROR))
        for at, (_, _, right) in enumerate(COLUMNS):
            if right:
                self.setTextAlignment(at, RIGHT)
            self.setToolTip(at, self.text(at) if found else line.said)
        if not found:
            self.setText(len(COLUMNS) - 1, line.said)

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        tree = self.treeWidget()
        column = tree.sortColumn() if tree is not None else 0
        down = (
            tree is not None and tree.header().sortIndicatorOrder() != Qt.SortOrder.AscendingOrder
        )
        mine, its = _key(self.text(column), column), _key(other.text(column), column)
        if mine[0] != its[0]:  # blank: last, whichever way it is sorted
            return mine[0] == down
        return mine < its


def _key(text: str, column: int) -> tuple[bool, Decimal, str]:
    figure = COLUMNS[column][2] or column == YEAR
    return (not text, Decimal(text.replace(",", "")) if figure and text else Decimal(0), text)


class _Table(QTreeWidget):
    """Sorted by a click on a title; Ctrl+C means all of it, not the one cell."""

    copied = Signal()

    def __init__(self) -> None:
        super().__init__()
        in_columns(self, "检查情况", [(title, width) for title, width, _ in COLUMNS])
        self.header().setSortIndicatorClearable(True)
        for at, (_, _, right) in enumerate(COLUMNS):
            if right:
                self.headerItem().setTextAlignment(at, RIGHT)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the columns at the right give way: the name must be read."""
        super().resizeEvent(event)
        room = self.viewport().width() - sum(px(width) for _, width, _ in COLUMNS)
        for at in GIVING_WAY:
            self.setColumnHidden(at, room < px(LEAST_NAME))
            room += px(COLUMNS[at][1]) if self.isColumnHidden(at) else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        else:
            super().keyPressEvent(event)


def _look(data: Data, wanted: Sequence[Place], lines: list[Line], tell: Progress) -> None:
    """In a thread: with a connection of its own. The lines are there as far as it came."""
    with reading(data.path, data.key) as store:
        for line in look_at(wanted, source(store, data.shelf), tell):
            lines.append(line)


def _write(path: Path, lines: Sequence[Line], tell: Progress) -> None:
    from app.exchange.review_sheet import export_review  # loads openpyxl

    export_review(path, lines, tell)
