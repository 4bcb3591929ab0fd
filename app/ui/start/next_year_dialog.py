"""“从上年新建”: what the new year takes over, shown with its counts before it is done."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from app.domain.carry import Choice
from app.domain.earlier import sources
from app.domain.next_year import Begun, begin_year
from app.domain.report import Report
from app.domain.titles import unit_words
from app.scheme.model import Scheme
from app.storage.listing import SubmissionInfo
from app.ui.fields import Choices
from app.ui.intake.carry_options import Options
from app.ui.intake.carry_pages import CHECK, VALUE, CheckTree, Here
from app.ui.layout import RIGHT, answers, card, dialog_body, label, modest, row, sized
from app.ui.start.copy_dialog import taken_words, year_box

NOT_TAKEN = "实际完成值、得分、原因、佐证材料和执行数不带入。"


class NextYearDialog(QDialog):
    """Makes a submission out of `old`, its report; after `exec()` see `begun`."""

    def __init__(
        self,
        old: Report,
        there: Sequence[SubmissionInfo],
        schemes: Mapping[str, Scheme],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("从上年新建")
        sized(self, 900, 640)
        self._old, self._there, self._schemes = old, there, schemes
        self.begun: Begun | None = None
        self.year = year_box(old.submission.year + 1)
        self.scheme = modest(Choices())
        self.scheme.setAccessibleName("方案")
        for one in schemes.values():
            self.scheme.addItem(one.title, one.id)
        self.scheme.setCurrentIndex(max(0, self.scheme.findData(old.scheme.id)))
        self.facts, self.figures = QCheckBox(), QCheckBox()
        self.forms = CheckTree("带入的项目和自评表", ("项目和自评表", "指标"), (96,))
        self.forms.headerItem().setTextAlignment(1, RIGHT)
        found = sources(old.scheme, old.submission)
        for source in found:
            name = source.name or source.title
            line = self.forms.line((name, str(len(source.rows))), source.prefix)
            line.setTextAlignment(1, RIGHT)
            line.setCheckState(0, CHECK.Checked)
            self.forms.addTopLevelItem(line)
        self.forms.setRootIsDecorated(False)
        here = Here(found[0].form, {}, old.submission.year + 1) if found else None
        self.options = Options(found, here) if here else None
        self.summary = label("", wrap=True)
        self.summary.setMinimumHeight(3 * self.summary.fontMetrics().height())  # nothing jumps
        self.summary.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._problem = label("", "problem", wrap=True)
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        old = self._old
        unit = unit_words(old.text("info.unit"))
        frame, inside = card()
        inside.addWidget(label(f"{unit}：取自{old.submission.year}年度的填报", "title"))
        inside.addLayout(
            row(label("新的年度", "second"), self.year, label("方案", "second"), self.scheme)
        )
        for box in (self.facts, self.figures):
            box.setChecked(True)
            inside.addWidget(box)
        if self.options is not None:
            inside.addWidget(self.options)
        inside.addWidget(self.summary)
        inside.addWidget(self._problem)
        self.ok, _, buttons = answers("新建", self._accept, self.reject)
        dialog_body(self, frame, self.forms, buttons)
        self.year.setFocus()
        self.year.selectAll()

    def _connect(self) -> None:
        self.year.valueChanged.connect(lambda _year: self._show())
        self.scheme.currentIndexChanged.connect(lambda _at: self._show())
        self.facts.toggled.connect(lambda _on: self._show())
        self.figures.toggled.connect(lambda _on: self._show())
        self.forms.ticked.connect(self._show)
        if self.options is not None:
            self.options.changed.connect(self._show)

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def chosen(self) -> Scheme:
        return self._schemes[str(self.scheme.currentData())]

    def _would(self) -> Begun:
        prefixes = {str(line.data(0, VALUE)) for line in self.forms.chosen()}
        year = self.year.value()
        choice = self.options.choice(year, {}) if self.options else Choice(year)
        return begin_year(
            self.chosen(),
            self._old,
            choice,
            prefixes,
            facts=self.facts.isChecked(),
            figures=self.figures.isChecked(),
        )

    def _show(self) -> None:
        """Say what would be taken over, and why it cannot be done."""
        would, year = self._would(), self.year.value()
        last = self._old.submission.year
        if self.options is not None:
            self.options.years.setText(f"年份顺延（{last}年改为{year}年）")
        self.facts.setText(f"基本信息和选项（{would.facts} 项）")
        next_one = year == last + 1
        self.figures.setEnabled(next_one and bool(would.figures))
        self.figures.setText(
            f"{last}年的决算数带到“上年决算数”（{would.figures} 格，科目和项目 {would.rows} 行）"
            if next_one
            else f"上年决算数不带：{last}年不是{year}年的上一年"
        )
        self.summary.setText(self._words(would))
        self.summary.setToolTip("\n".join(would.notes))
        unit = self._old.text("info.unit")
        self._problem.setText(taken_words(self._there, unit, year))
        self.ok.setEnabled(not self._problem.text())

    def _words(self, would: Begun) -> str:
        parts = ["单位名称"]
        if self.facts.isChecked() and would.facts:
            parts.append(f"基本信息 {would.facts} 项")
        if self.figures.isEnabled() and self.figures.isChecked():
            parts.append(f"上年决算数 {would.figures} 格")
        if would.forms:
            parts.append(f"项目和自评表 {would.forms} 张、指标 {would.indicators} 个")
        words = f"新的填报带入：{'；'.join(parts)}。{NOT_TAKEN}"
        if would.left:
            words += "".join(f"\n{one}。" for one in would.left)
        if would.notes:
            more = f"（共 {len(would.notes)} 处，鼠标停在这里可看全部）" if would.notes[1:] else ""
            words += f"\n请核对：{would.notes[0]}{more}"
        return words

    def _accept(self) -> None:
        self._show()
        if not self._problem.text():
            self.begun = self._would()
            self.accept()
