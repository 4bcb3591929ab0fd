"""“新建填报”: unit, year and scheme of a new submission."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from app.resources import DEFAULT_SCHEME
from app.scheme.model import Scheme
from app.storage.store import SubmissionInfo
from app.ui.layout import answers, label


class NewDialog(QDialog):
    """Unit, year, scheme of a new submission."""

    def __init__(
        self, units: Sequence[SubmissionInfo], schemes: Mapping[str, Scheme], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建填报")
        self.unit = QComboBox()
        self.unit.setEditable(True)
        self.unit.setAccessibleName("单位名称")
        self.unit.setMinimumWidth(360)
        for name in dict.fromkeys(info.unit_name for info in units if info.unit_name):
            self.unit.addItem(name)
        self.unit.setCurrentText("")
        line = self.unit.lineEdit()
        if line is not None:
            line.setPlaceholderText("与单位公章一致的全称")
        self.year = QSpinBox()
        self.year.setRange(2015, 2099)
        self.year.setValue(date.today().year - 1)  # last year is reported on
        self.year.setSuffix(" 年度")
        self.year.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.year.setToolTip("直接填，或用上下键改")
        self.scheme = QComboBox()
        for scheme in schemes.values():
            self.scheme.addItem(scheme.title, scheme.id)
        self.scheme.setCurrentIndex(max(0, self.scheme.findData(DEFAULT_SCHEME)))
        self._units = {info.unit_name: info.unit_id for info in units}
        form = QFormLayout()
        form.addRow(label("单位名称"), self.unit)
        form.addRow(label("年度"), self.year)
        form.addRow(label("方案"), self.scheme)
        self._problem = label("", "problem", wrap=True)
        _, _, buttons = answers("新建", self._check, self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(12)
        box.addLayout(form)
        box.addWidget(self._problem)
        box.addWidget(buttons)
        self.unit.setFocus()

    def _check(self) -> None:
        if self.unit.currentText().strip():
            self.accept()
        else:
            self._problem.setText("请先填单位名称")

    def unit_id(self) -> int | None:
        """The id of the unit when it is a known one."""
        return self._units.get(self.unit.currentText().strip())
