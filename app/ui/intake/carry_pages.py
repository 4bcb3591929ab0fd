"""The two pages of “从往年带入”: whole forms by year, and single indicators from the library."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.carry import fits, is_empty
from app.domain.earlier import (
    Known,
    Source,
    SourceRow,
    indicator_key,
    level_key,
    library,
    matches,
    same_indicator,
)
from app.domain.prescribed import prescribed
from app.domain.submission import Entries, ids, prefixes
from app.domain.values import number_text, read_number
from app.scheme.model import Form
from app.ui import style
from app.ui.layout import RIGHT, label
from app.ui.style import px

CHECK = Qt.CheckState
VALUE = Qt.ItemDataRole.UserRole
ALREADY = "本年已有"
IN_FORM = "本表已有"


@dataclass(frozen=True)
class Here:
    """What is being filled in: the kind of form, the entries, the form in front ("" for none).

    `after` is the row that the cursor is in, `last` the submission to offer first (0: the latest
    of the years before), `unknown` how many submissions of the unit this program cannot read.
    """

    form: Form
    entries: Entries
    year: int
    prefix: str = ""
    after: str = ""
    last: int = 0
    unknown: int = 0


class CheckTree(QTreeWidget):
    """Lines with a box to tick; the space bar ticks all selected ones. `ticked` comes once for
    everything that was ticked at a stroke."""

    ticked = Signal()

    def __init__(self, name: str, heads: Sequence[str], widths: Sequence[int]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setHeaderLabels(list(heads))
        self.setUniformRowHeights(True)
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.header().setStretchLastSection(False)
        self.header().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(widths, 1):
            self.setColumnWidth(column, px(width))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.ticked)
        self.itemChanged.connect(lambda _item, _column: self._later.start(0))
        self.itemDoubleClicked.connect(lambda item, _column: self._turn([item]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._turn(self.selectedItems())  # those that a search hides are not among them
        else:
            super().keyPressEvent(event)

    def _turn(self, items: Sequence[QTreeWidgetItem]) -> None:
        """Tick all of them, or none where all are; a year stands for its forms."""
        leaves = [leaf for item in items for leaf in _leaves(item)]
        state = CHECK.Unchecked if all(map(is_ticked, leaves)) else CHECK.Checked
        for leaf in leaves:
            leaf.setCheckState(0, state)

    def leaves(self) -> list[QTreeWidgetItem]:
        tops = [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        return [leaf for top in tops if top is not None for leaf in _leaves(top)]

    def chosen(self) -> list[QTreeWidgetItem]:
        """The ticked lines in their order, those that a search hides too."""
        return [leaf for leaf in self.leaves() if is_ticked(leaf)]

    def line(self, texts: Sequence[str], value: object, note: str = "") -> QTreeWidgetItem:
        """A line that can be ticked; a note behind its name says why it is grey."""
        name, *others = texts
        item = QTreeWidgetItem([f"{name}　{note}" if note else name, *others])
        item.setData(0, VALUE, value)
        item.setCheckState(0, CHECK.Unchecked)
        for column in range(len(texts)):
            item.setToolTip(column, item.text(column))
            if note:
                item.setForeground(column, QBrush(QColor(style.SECOND)))
        return item


def _leaves(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    below = [item.child(at) for at in range(item.childCount())]
    return [leaf for one in below for leaf in _leaves(one)] if below else [item]


def is_ticked(item: QTreeWidgetItem) -> bool:
    return item.checkState(0) == CHECK.Checked


def empty_page(big: str, words: str) -> QWidget:
    """What stands where there is nothing to choose from: why, and what to do."""
    page = QWidget()
    page.setObjectName("card")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    box = QVBoxLayout(page)
    box.setContentsMargins(px(48), px(24), px(48), px(24))
    box.setSpacing(px(12))
    box.addStretch(2)
    for part in (label(big, "title", wrap=True), label(words, "second", wrap=True)):
        part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(part)
    box.addStretch(3)
    return page


# ---------------------------------------------------------------- whole forms


class YearsPage(QStackedWidget):
    """Earlier forms of this kind by year; those of last year are ticked already."""

    changed = Signal()

    def __init__(self, found: Sequence[Source], here: Here) -> None:
        super().__init__()
        self._here = here
        self._many = here.form.many
        fitting = [one for one in found if fits(here.form, one)]
        heads = ("项目" if self._many else "自评表", "指标", "分值合计")
        self.tree = CheckTree("往年的自评表", heads, (72, 96))
        self.tree.ticked.connect(self._ticked)
        for column in (1, 2):
            self.tree.headerItem().setTextAlignment(column, RIGHT)
        self._fill(fitting)
        self.addWidget(self.tree)
        blank = here.prefix and is_empty(here.form, here.entries, here.prefix)
        self.into = here.prefix if blank else ""  # the empty form that the first one goes into
        if not fitting:
            kind = here.form.title
            words = "换到“指标库”，可以从往年别的表里挑选指标。"
            self._instead(f"往年的填报里没有《{kind}》", words)
        elif not self._many and not blank:
            words = "整张带入只用于没有填的表，免得盖掉已填的内容。换到“指标库”，可以挑选单个指标。"
            self._instead("这张表已经填了内容", words)

    def _instead(self, big: str, words: str) -> None:
        self.addWidget(empty_page(big, words))
        self.setCurrentIndex(1)
        for leaf in self.tree.chosen():
            leaf.setCheckState(0, CHECK.Unchecked)

    def _fill(self, fitting: Sequence[Source]) -> None:
        here = self._here
        times = sorted({(one.year, one.submission_id) for one in fitting}, reverse=True)
        earlier = [time for time in times if time[0] < here.year]
        first = next((time for time in times if time[1] == here.last), None)
        first = first or next(iter(earlier), None)
        there = _names(here)
        for time in times:
            forms = [one for one in fitting if (one.year, one.submission_id) == time]
            top = QTreeWidgetItem([_year_words(time, times, len(forms) if self._many else 0)])
            if self._many:
                top.setFlags(top.flags() | Qt.ItemFlag.ItemIsAutoTristate)
                top.setCheckState(0, CHECK.Unchecked)
            self.tree.addTopLevelItem(top)
            for source in forms:
                taken = self._many and indicator_key(source.name, "", source.year) in there
                note = ALREADY if taken else ""
                weight = number_text(_weight(source))
                name = source.name or "（没有名称）"
                leaf = self.tree.line((name, str(len(source.rows)), weight), source, note)
                for column in (1, 2):
                    leaf.setTextAlignment(column, RIGHT)
                top.addChild(leaf)
                if time == first and not taken:
                    leaf.setCheckState(0, CHECK.Checked)
            top.setExpanded(time == first or len(times) == 1)
        start = self.tree.topLevelItem(max(0, times.index(first) if first else 0))
        if start is not None:
            self.tree.setCurrentItem(start.child(0))

    def _ticked(self) -> None:
        """There is one form of the other kinds, so one earlier form goes into it."""
        chosen = self.tree.chosen()
        if not self._many and len(chosen) > 1:
            current = self.tree.currentItem()
            for leaf in chosen:
                if leaf is not current:
                    leaf.setCheckState(0, CHECK.Unchecked)
        self.changed.emit()

    def chosen(self) -> tuple[Source, ...]:
        return tuple(leaf.data(0, VALUE) for leaf in self.tree.chosen())

    def rows(self) -> tuple[SourceRow, ...]:
        return tuple(row for source in self.chosen() for row in source.rows)


def _names(here: Here) -> set[tuple[str, str]]:
    """The names that forms of this kind have this year, for comparing."""
    field = here.form.name_field
    names = [here.entries.get(f"{p}.{field}", "") for p in prefixes(here.form, here.entries)]
    return {indicator_key(name, "", here.year) for name in names if name}


def _year_words(time: tuple[int, int], times: Sequence[tuple[int, int]], count: int) -> str:
    """2023年度（11个项目）; where a year was filled in twice, which of the two."""
    same = sorted(one for one in times if one[0] == time[0])
    which = f"第{same.index(time) + 1}份" if len(same) > 1 else ""
    return f"{time[0]}年度{which}" + (f"（{count}个项目）" if count else "")


def _weight(source: Source) -> Decimal | None:
    """What the weights of the indicators add up to; None where none can be read."""
    read = [read_number(row.weight).value for row in source.rows if row.key == row.group]
    filled = [one for one in read if one is not None]
    return sum(filled, Decimal(0)) if filled else None


# ---------------------------------------------------------------- the library


class LibraryPage(QStackedWidget):
    """All indicators of the unit over the years, in the order of this form, to be searched."""

    changed = Signal()

    def __init__(self, found: Sequence[Source], here: Here) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText("按三级指标名称查找，几个词用空格隔开")
        self.search.setAccessibleName("查找指标")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        heads = ("三级指标", "二级指标", "指标值", "分值", "用过的年度")
        self.tree = CheckTree("往年的指标", heads, (132, 148, 92, 156))
        self.tree.setRootIsDecorated(False)
        self.tree.ticked.connect(self.changed)
        self._none = label("", "second", wrap=True)
        self._none.hide()
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(8))
        for part in (self.search, self.tree, self._none):
            box.addWidget(part, 1 if part is self.tree else 0)
        self.addWidget(page)
        there_are = self._fill(library(found), here)
        if not here.prefix:
            words = "先在左边新增或选中一个项目，再从指标库里挑选指标带到它里面。"
            self._instead("还没有选中项目", words)
        elif not there_are:
            words = "往年的填报里还没有填过三级指标。填过一年以后，这里就有了。"
            self._instead("指标库还是空的", words)

    def _instead(self, big: str, words: str) -> None:
        self.addWidget(empty_page(big, words))
        self.setCurrentIndex(1)

    def _fill(self, known: Iterable[Known], here: Here) -> int:
        levels = [sub for level in here.form.levels for sub in level.level2]
        place = {key: at for at, sub in enumerate(levels) for key in (sub.id, level_key(sub.label))}
        last = len(levels)

        def where(one: Known) -> int:
            return place.get(one.row.level2, place.get(level_key(one.row.level2_label), last))

        there = _indicators(here)
        items = []
        for one in sorted(known, key=where):
            row = one.row
            note = IN_FORM if same_indicator(row) in there else ""
            shared = "（合用）" if one.shared and row.weight else ""
            years = "、".join(str(year) for year in one.years)
            texts = (row.name, row.level2_label, row.target, f"{row.weight}{shared}", years)
            item = self.tree.line(texts, one, note)
            item.setToolTip(4, "\n".join((years, *one.forms)))
            items.append(item)
        self.tree.addTopLevelItems(items)
        if items:
            self.tree.setCurrentItem(items[0])
        return len(items)

    def _filter(self, text: str) -> None:
        shown = None
        for leaf in self.tree.leaves():
            leaf.setHidden(not matches(leaf.data(0, VALUE), text))
            shown = shown or (leaf if not leaf.isHidden() else None)
        if shown is not None:
            self.tree.setCurrentItem(shown)
        self._none.setText(f"没有名称里有“{text.strip()}”的指标，换一个词试试。")
        self._none.setVisible(shown is None)
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down lead from the search into the list; Enter must not close the dialog."""
        if watched is self.search and isinstance(event, QKeyEvent):
            down = event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if down and event.type() == QEvent.Type.KeyPress:
                self.tree.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def rows(self) -> tuple[SourceRow, ...]:
        return tuple(leaf.data(0, VALUE).row for leaf in self.tree.chosen())

    def unseen(self) -> int:
        """How many of the ticked ones the search hides."""
        return sum(leaf.isHidden() for leaf in self.tree.chosen())


def _indicators(here: Here) -> set[tuple[str, str]]:
    """The indicators that the form in front has, for comparing."""
    found: set[tuple[str, str]] = set()
    for row in ids(here.entries, f"{here.prefix}.rows"):
        start = f"{here.prefix}.{row}."
        level = here.form.level2(here.entries.get(f"{start}level", ""))
        wanted = here.entries.get(f"{start}preset", "")
        preset = next((one for one in level.presets if one.id == wanted), None) if level else None
        name = here.entries.get(f"{start}name", "") or prescribed(preset, "name")
        if level is not None and name:
            found.add(indicator_key(name, level.label, here.year))
    return found
