"""What a person says about carrying over: targets, years, budgets, and levels not here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QRadioButton,
    QWidget,
)

from app.domain.carry import Choice, level_for
from app.domain.earlier import Source, SourceRow
from app.scheme.model import Form
from app.ui.fields import Choices
from app.ui.intake.carry_pages import Here
from app.ui.layout import label, row


class Options(QWidget):
    """指标值 kept or blank, years raised, 年初预算数 kept."""

    changed = Signal()

    def __init__(self, found: Sequence[Source], here: Here) -> None:
        super().__init__()
        last = max((one.year for one in found if one.year < here.year), default=here.year - 1)
        self.keep = QRadioButton("沿用")
        self.blank = QRadioButton("留空")
        group = QButtonGroup(self)
        for one in (self.keep, self.blank):
            group.addButton(one)
            one.setAccessibleName(f"指标值{one.text()}")
        self.years = QCheckBox(f"年份顺延（{last}年改为{here.year}年）")
        self.years.setToolTip("只改名称和指标值里的年份；总体目标等文字请自己核对")
        self.budget = QCheckBox("年初预算数沿用")
        self.budget.setToolTip("不打勾时，项目资金全部留空")
        self.keep.setChecked(True)
        self.years.setChecked(True)
        for box in (self.keep, self.years, self.budget):
            box.toggled.connect(self.changed)
        words = label("指标值", "second")
        line = row(words, self.keep, self.blank, self.years, self.budget, None, spacing=16)
        line.setContentsMargins(0, 0, 0, 0)
        self.setLayout(line)

    def choice(self, year: int, level_of: Mapping[str, str]) -> Choice:
        return Choice(
            year=year,
            targets=self.keep.isChecked(),
            raise_years=self.years.isChecked(),
            budget=self.budget.isChecked(),
            level_of=level_of,
        )


class LevelQuestions(QWidget):
    """Where indicators go whose second level this form does not have; hidden where all have one."""

    changed = Signal()

    def __init__(self, into: Form) -> None:
        super().__init__()
        self._into = into
        self._boxes: dict[str, Choices] = {}
        self._lines: dict[str, QWidget] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(2, 1)
        self.hide()

    def ask(self, rows: Iterable[SourceRow]) -> None:
        """Show a question for each level that has no place here; answers already given stay."""
        lost = [r for r in rows if not r.untouched and level_for(self._into, r, {}) is None]
        counts = Counter(one.level2_label for one in lost)
        for name in counts:
            if name not in self._boxes:
                self._add(name)
        for name, box in self._boxes.items():
            self._lines[name].setVisible(name in counts)
            box.setVisible(name in counts)
        self.setVisible(bool(counts))

    def _add(self, name: str) -> None:
        box = Choices()
        box.setAccessibleName(f"{name}放到")
        box.addItem("请选择…", None)
        for level in self._into.levels:
            for sub in level.level2:
                box.addItem(f"{level.label} / {sub.label}", sub.id)
        box.addItem("不带入", "")
        box.currentIndexChanged.connect(lambda _at: self.changed.emit())
        line = label(f"本表没有“{name}”，其中的指标放到")
        at = self._grid.rowCount()
        self._grid.addWidget(line, at, 0)
        self._grid.addWidget(box, at, 1)
        self._boxes[name], self._lines[name] = box, line

    def level_of(self) -> dict[str, str]:
        """Level's label -> id of a level here, "" for 不带入; what is not answered is not in it."""
        answers = {name: box.currentData() for name, box in self._boxes.items()}
        return {name: str(level) for name, level in answers.items() if level is not None}

    def unanswered(self) -> tuple[str, ...]:
        """The levels that are asked for now and have no answer."""
        asked = [name for name, box in self._boxes.items() if not box.isHidden()]
        return tuple(name for name in asked if name not in self.level_of())

    def focus_open(self) -> None:
        """Put the cursor into the first question without an answer."""
        for name in self.unanswered()[:1]:
            self._boxes[name].setFocus()
