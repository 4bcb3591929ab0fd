"""“新建填报”: unit, year and scheme of a new submission."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QDialog, QFormLayout, QWidget

from app.resources import DEFAULT_SCHEME
from app.scheme.model import Scheme
from app.storage.listing import SubmissionInfo
from app.ui.fields import Choices
from app.ui.layout import answers, dialog_box, label
from app.ui.start.copy_dialog import taken_words, year_box
from app.ui.style import px


class NewDialog(QDialog):
    """Unit, year, scheme of a new submission; `wanted` is the scheme that it begins with."""

    def __init__(
        self,
        units: Sequence[SubmissionInfo],
        schemes: Mapping[str, Scheme],
        wanted: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建填报")
        self._there = units
        self.unit = Choices()
        self.unit.setEditable(True)
        self.unit.setAccessibleName("单位名称")
        self.unit.setMinimumWidth(px(360))
        for name in dict.fromkeys(info.unit_name for info in units if info.unit_name):
            self.unit.addItem(name)
        self.unit.setCurrentText("")
        line = self.unit.lineEdit()
        if line is not None:
            line.setPlaceholderText("与单位公章一致的全称")
        self.year = year_box(date.today().year - 1)  # last year is reported on
        self.scheme = Choices()
        for scheme in schemes.values():
            self.scheme.addItem(scheme.title, scheme.id)
        first = self.scheme.findData(wanted if wanted in schemes else DEFAULT_SCHEME)
        self.scheme.setCurrentIndex(max(0, first))
        self._units = {info.unit_name: info.unit_id for info in units}
        form = QFormLayout()
        form.setSpacing(px(8))
        form.addRow(label("单位名称"), self.unit)
        form.addRow(label("年度"), self.year)
        form.addRow(label("方案"), self.scheme)
        self._problem = label("", "problem", wrap=True)
        _, _, buttons = answers("新建", self._check, self.reject)
        box = dialog_box(self)
        box.addLayout(form)
        box.addWidget(self._problem)
        box.addWidget(buttons)
        self.unit.setFocus()

    def _check(self) -> None:
        name = self.unit.currentText().strip()
        taken = taken_words(self._there, name, self.year.value())
        self._problem.setText(taken if name else "请先填单位名称")
        if name and not taken:
            self.accept()

    def unit_id(self) -> int | None:
        """The id of the unit when it is a known one."""
        return self._units.get(self.unit.currentText().strip())
