"""“复制”: the same submission once more, for another year or another unit."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from app.domain.titles import submission_words
from app.storage.listing import SubmissionInfo
from app.ui.layout import answers, dialog_box, label, note
from app.ui.style import px

FIRST, LAST = 2015, 2099


class CopyDialog(QDialog):
    """Asks for unit and year of the copy of `info`; `files` evidence files may come with it."""

    def __init__(
        self, info: SubmissionInfo, there: Sequence[SubmissionInfo], files: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("复制填报")
        self._there = there
        self.unit = QLineEdit(info.unit_name)
        self.unit.setAccessibleName("单位名称")
        self.unit.setPlaceholderText("与单位公章一致的全称")
        self.unit.setMinimumWidth(px(360))
        self.year = year_box(free_year(there, info))
        self.files = QCheckBox(f"佐证材料也复制（{files} 个文件）")
        self.files.setChecked(True)
        self.files.setVisible(bool(files))
        self._problem = label("", "problem", wrap=True)
        self._problem.setMinimumHeight(2 * self._problem.fontMetrics().height())
        form = QFormLayout()
        form.setSpacing(px(8))
        form.addRow(label("单位名称"), self.unit)
        form.addRow(label("年度"), self.year)
        form.addRow("", self.files)
        self.ok, _, buttons = answers("复制", self._accept, self.reject)
        box = dialog_box(self)
        name = submission_words(info.unit_name, info.year)
        box.addWidget(label(f"复制 {name}", "title", wrap=True))
        box.addWidget(
            note("填写的内容全部照搬，数也照搬；原来的一份不变。做下一年的，用“从上年新建”。")
        )
        box.addLayout(form)
        box.addWidget(self._problem)
        box.addWidget(buttons)
        self.unit.textChanged.connect(lambda _text: self._show())
        self.year.valueChanged.connect(lambda _year: self._show())
        self._show()
        self.unit.setFocus()
        self.unit.selectAll()

    def name(self) -> str:
        return self.unit.text().strip()

    def _show(self) -> None:
        problem = taken_words(self._there, self.name(), self.year.value())
        self._problem.setText(problem if self.name() else "请先填单位名称。")
        self.ok.setEnabled(not self._problem.text())

    def _accept(self) -> None:
        self._show()
        if not self._problem.text():
            self.accept()


def year_box(year: int) -> QSpinBox:
    """A year that is typed, or changed by Up and Down."""
    box = QSpinBox()
    box.setAccessibleName("年度")
    box.setRange(FIRST, LAST)
    box.setValue(year)
    box.setSuffix(" 年度")
    box.setMinimumWidth(px(112))
    return box


def taken_words(there: Sequence[SubmissionInfo], unit: str, year: int) -> str:
    """Why there can be no submission of that unit and year; blank where there can."""
    same = any(one.unit_name == unit and one.year == year for one in there)
    if not unit or not same:
        return ""
    return f"“{unit}”已经有{year}年度的填报，请换一个年度，或者打开已有的那一份。"


def free_year(there: Sequence[SubmissionInfo], info: SubmissionInfo) -> int:
    """The next year that the unit does not have."""
    taken = {one.year for one in there if one.unit_name == info.unit_name}
    return next(year for year in range(info.year + 1, LAST + 99) if year not in taken)
