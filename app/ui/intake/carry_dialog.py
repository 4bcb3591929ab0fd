"""“从往年带入”: whole projects of earlier years, or indicators from the unit's own library."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from app.domain.carry import Carried, carry_forms, carry_rows
from app.domain.earlier import Source, SourceRow
from app.domain.submission import Edit
from app.ui.intake.carry_options import LevelQuestions, Options
from app.ui.intake.carry_pages import Here, LibraryPage, YearsPage, empty_page
from app.ui.layout import answers, dialog_box, label, sized

YEARS, LIBRARY = range(2)
EMPTY = (
    "还没有可以带入的往年填报",
    "本单位别的年度还没有填过指标。\n往年的填报在别的电脑上：在那里“导出上报”，把数据包拿来，在首页点“导入数据包…”。\n"
    "往年只有纸质表：在首页新建那个年度，照着填一次，以后每年都能带入。",
)


class CarryDialog(QDialog):
    """Chooses from `found`, the unit's other submissions; after `exec()` see `edit` and `words`."""

    def __init__(
        self, found: Sequence[Source], here: Here, parent: QWidget, page: int = YEARS
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("从往年带入")
        sized(self, 960, 640)
        if not here.form.many:
            here = replace(here, prefix=here.form.id)
        self._here = here
        self._carried: Carried | None = None
        self.years = YearsPage(found, here)
        self.library = LibraryPage(found, here)
        self.options = Options(found, here)
        self.levels = LevelQuestions(here.form)
        self.tabs = QTabBar()
        self._pages = QStackedWidget()
        box = dialog_box(self)
        self._ok, self._cancel, buttons = answers("带入", self._check, self.reject)
        if here.unknown:
            words = f"本单位另有{here.unknown}份填报用的方案不在本程序里，不能从那里带入。"
            box.addWidget(label(words, "second", wrap=True))
        if not found:
            box.addWidget(empty_page(*EMPTY), 1)
            box.addWidget(buttons)
            self._ok.hide()
            self._cancel.setText("关闭")
            return
        self._summary = label("", "second", wrap=True)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        box.addWidget(self._tab_row())
        box.addWidget(self._pages, 1)
        for part in (self.levels, self.options, self._summary, self._problem, buttons):
            box.addWidget(part)
        self.years.changed.connect(self._changed)
        self.library.changed.connect(self._changed)
        self.options.changed.connect(self._changed)
        self.levels.changed.connect(self._changed)
        self.tabs.setCurrentIndex(page)
        self._turn(page)

    def _tab_row(self) -> QWidget:
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("从哪里带入")
        self.tabs.addTab("整个项目" if self._here.form.many else "整张表")
        self.tabs.addTab("指标库")
        self._pages.addWidget(self.years)
        self._pages.addWidget(self.library)
        self.tabs.currentChanged.connect(self._turn)
        for keys, to in (("Ctrl+PgUp", YEARS), ("Ctrl+PgDown", LIBRARY)):
            QShortcut(QKeySequence(keys), self, lambda at=to: self.tabs.setCurrentIndex(at))
        return self.tabs

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def _turn(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self.options.budget.setVisible(page == YEARS)  # single indicators have no money
        focus = self.years.tree if page == YEARS else self.library.search
        focus.setFocus(Qt.FocusReason.TabFocusReason)
        self._changed()

    def _rows(self) -> tuple[SourceRow, ...]:
        by_year = self._pages.currentIndex() == YEARS
        return self.years.rows() if by_year else self.library.rows()

    def _changed(self) -> None:
        """Ask where levels go that are not here, and say what would be carried."""
        self._problem.hide()
        self.levels.ask(self._rows())
        would = self._carry()
        self._summary.setText(self._words(would))
        self._summary.setToolTip("\n".join(would.notes))

    def _carry(self) -> Carried:
        here = self._here
        choice = self.options.choice(here.year, self.levels.level_of())
        if self._pages.currentIndex() == LIBRARY:
            rows = self.library.rows()
            return carry_rows(here.form, here.entries, here.prefix, rows, here.after, choice)
        chosen = self.years.chosen()
        return carry_forms(here.form, here.entries, chosen, choice, self.years.into)

    def _words(self, would: Carried) -> str:
        """已选4个项目、52个指标, and what a person should know of it before."""
        if not would.prefixes or not (would.edit.cells or would.unplaced):
            return "在要带入的前面打勾：用鼠标，或用上下键和空格键。"
        by_year = self._pages.currentIndex() == YEARS
        forms = f"{len(would.prefixes)}{'个项目' if self._here.form.many else '张表'}、"
        count = would.rows + len(would.unplaced)
        parts = [f"已选{forms if by_year else ''}{count}个指标"]
        if would.unplaced:
            parts.append(f"其中{len(would.unplaced)}个没有放到本表的二级指标下")
        if not by_year and self.library.unseen():
            parts.append(f"其中{self.library.unseen()}个不在查找结果里")
        if by_year and self.years.into and self._here.form.many:
            parts.append("第一个填入当前的空表")
        if would.prescribed:
            parts.append(f"{len(would.prescribed)}个只是原方案规定、没有填过的指标不带入")
        words = "，".join(parts) + "。实际完成值、得分、原因和佐证材料不带入。"
        if would.notes:
            words += f"\n请核对：{would.notes[0]}"
            words += f"（共{len(would.notes)}处，鼠标停在这里可看全部）" if would.notes[1:] else ""
        return words

    # ── the answer ───────────────────────────────────────────────────────────────────────

    def _check(self) -> None:
        """Close with an edit, or say what is still to be done."""
        self._changed()
        open_ones = "、".join(f"“{one}”" for one in self.levels.unanswered())
        would = self._carry()
        if open_ones:
            self._say(f"本表没有{open_ones}，请先选其中的指标放到哪里，或选“不带入”。")
            self.levels.focus_open()
        elif would.edit.cells:
            self._carried = would
            self.accept()
        elif would.unplaced:
            self._say("选中的指标都选了“不带入”，没有可以带入的。")
        else:
            self._say("还没有选。请先在要带入的前面打勾。")

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.show()

    @property
    def edit(self) -> Edit | None:
        """The one edit to make; None where the dialog was closed without."""
        return self._carried.edit if self._carried else None

    @property
    def prefix(self) -> str:
        """The form that the edit fills, the first of several; "" where there is no edit."""
        return self._carried.prefixes[0] if self._carried else ""

    @property
    def address(self) -> str:
        """The cell to go to then: the name of the form, or of the first new indicator."""
        form, edit = self._here.form, self.edit
        if edit is None:
            return ""
        named = f"{self.prefix}.{form.name_field}"
        if form.name_field and self._pages.currentIndex() == YEARS:
            return named
        rows = (cell for cell in edit.cells if cell.endswith(".name") and cell != named)
        return next(rows, f"{self.prefix}.rows")

    @property
    def words(self) -> str:
        """What was carried, for the status bar."""
        if self._carried is None:
            return ""
        done = self._carried
        notes = f"，有{len(done.notes)}处要核对" if done.notes else ""
        return f"{done.edit.label}，共{done.rows}个指标{notes}，按 Ctrl+Z 可以撤销"
