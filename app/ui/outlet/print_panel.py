"""The settings beside the print preview: what, where to, on which paper, moved how far."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.paper.layout import Margins
from app.paper.settings import (
    LEAST_MARGIN,
    MOST_COPIES,
    MOST_MARGIN,
    PAPERS,
    SHIFT,
    STEP,
    USUAL,
    PrintSettings,
)
from app.ui.fields import Choices
from app.ui.layout import button, label, modest, note, row
from app.ui.style import px

PAGES = (("全部页", "all"), ("当前页", "front"), ("指定页", "some"))
LYING = (("随表的方向", False), ("转个方向", True))
SCALES = (("适合一页宽", False), ("整张放在一页", True))


class PrintPanel(QWidget):
    """Shows settings and says when somebody changes them."""

    changed = Signal()  # the settings
    picked = Signal()  # what is printed
    calibrate = Signal()

    def __init__(self, what: Sequence[str], printers: Sequence[str]) -> None:
        super().__init__()
        self._shown = USUAL
        self.what = _choice("打印内容", [(one, at) for at, one in enumerate(what)])
        self.which = _choice("页", PAGES)
        self.some = QLineEdit()
        self.some.setAccessibleName("指定页")
        self.some.setPlaceholderText("如 1-3,5")
        names = [(name, name) for name in printers] or [("没有装打印机", "")]
        self.printer = _choice("打印机", names)
        self.copies = QSpinBox()
        self.copies.setRange(1, MOST_COPIES)
        self.copies.setAccessibleName("份数")
        self.paper = _choice("纸张", [(one, one) for one in PAPERS])
        self.lying = _choice("方向", LYING)
        self.scale = _choice("缩放", SCALES)
        sides = (("上", "top"), ("下", "bottom"), ("左", "left"), ("右", "right"))
        self.sides = {one: _millimetres(f"页边距{word}") for word, one in sides}
        for one in self.sides.values():
            one.setRange(LEAST_MARGIN, MOST_MARGIN)
        self.shift_x, self.shift_y = _millimetres("左右偏移"), _millimetres("上下偏移")
        for one in (self.shift_x, self.shift_y):
            one.setRange(-SHIFT, SHIFT)
            one.setSingleStep(STEP)
        self._fill([word for word, _ in sides])
        self._listen()

    def _fill(self, sides: Sequence[str]) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(px(12), px(8), px(12), px(8))
        box.setSpacing(px(6))
        top = _grid()
        which = QWidget()
        pages = row(self.which, self.some)
        pages.setStretch(0, 1)
        pages.setStretch(1, 1)
        pages.setContentsMargins(0, 0, 0, 0)
        which.setLayout(pages)
        _rows(top, ("内容", self.what), ("页", which), ("打印机", self.printer))
        _rows(top, ("份数", self.copies))
        box.addLayout(top)
        box.addWidget(label("纸张", "head"))
        paper = _grid()
        _rows(paper, ("纸张", self.paper), ("方向", self.lying), ("缩放", self.scale))
        box.addLayout(paper)
        box.addWidget(label("页边距（毫米）", "head"))
        box.addLayout(_pairs(zip(sides, self.sides.values(), strict=True)))
        box.addWidget(label("套打偏移（毫米）", "head"))
        box.addLayout(_pairs((("左右", self.shift_x), ("上下", self.shift_y))))
        box.addWidget(note("内容整体移动：向右、向下为正，向左、向上为负。"))
        test = button("套打校准页", self.calibrate.emit, hint="带十字和刻度，量出该填多少")
        usual = button("恢复默认", self._restore, hint="纸张、页边距和偏移都恢复成默认的")
        box.addLayout(row(test, usual, None))
        box.addStretch(1)
        self.some.hide()

    def _listen(self) -> None:
        self.what.currentIndexChanged.connect(lambda _at: self.picked.emit())
        self.which.currentIndexChanged.connect(
            lambda _at: self.some.setVisible(self.which.currentData() == "some")
        )
        for box in (self.printer, self.paper, self.lying, self.scale):
            box.currentIndexChanged.connect(self._change)
        for spin in (*self.sides.values(), self.shift_x, self.shift_y):
            spin.valueChanged.connect(self._change)
        self.copies.valueChanged.connect(self._change)

    def _change(self, *_: object) -> None:
        self.changed.emit()

    @property
    def settings(self) -> PrintSettings:
        """What is set now; a printer that is away for the moment is still the one that is kept."""
        there = self.printer.currentData()
        away = self._shown.printer and self.printer.findData(self._shown.printer) < 0
        usual = self.printer.currentIndex() == 0
        return PrintSettings(
            paper=self.paper.currentData(),
            turned=self.lying.currentData(),
            whole=self.scale.currentData(),
            margins=Margins(**{name: spin.value() for name, spin in self.sides.items()}),
            copies=self.copies.value(),
            printer=self._shown.printer if away and usual else there,
            shift_x=self.shift_x.value(),
            shift_y=self.shift_y.value(),
        )

    def show_settings(self, settings: PrintSettings) -> None:
        """Put the fields where the settings are, without saying that they changed."""
        self._shown = settings
        fields = [self.printer, self.paper, self.lying, self.scale, self.copies]
        for one in (*fields, *self.sides.values(), self.shift_x, self.shift_y):
            one.blockSignals(True)
        _pick(self.printer, settings.printer)
        _pick(self.paper, settings.paper)
        _pick(self.lying, settings.turned)
        _pick(self.scale, settings.whole)
        self.copies.setValue(settings.copies)
        for name, spin in self.sides.items():
            spin.setValue(getattr(settings.margins, name))
        self.shift_x.setValue(settings.shift_x)
        self.shift_y.setValue(settings.shift_y)
        for one in (*fields, *self.sides.values(), self.shift_x, self.shift_y):
            one.blockSignals(False)

    def _restore(self) -> None:
        now = self.settings
        self.show_settings(replace(USUAL, printer=now.printer, copies=now.copies))
        self.changed.emit()


def _choice(name: str, lines: Sequence[tuple[str, object]]) -> QComboBox:
    made = modest(Choices())
    made.setAccessibleName(name)
    for text, data in lines:
        made.addItem(text, data)
    return made


def _pick(box: QComboBox, data: object) -> None:
    box.setCurrentIndex(max(0, box.findData(data)))


def _millimetres(name: str) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setDecimals(1)
    made.setAccessibleName(name)
    return made


def _grid() -> QGridLayout:
    made = QGridLayout()
    made.setHorizontalSpacing(px(8))
    made.setVerticalSpacing(px(4))
    made.setColumnStretch(1, 1)
    made.setColumnMinimumWidth(0, px(40))
    return made


def _rows(box: QGridLayout, *lines: tuple[str, QWidget]) -> None:
    for text, widget in lines:
        at = box.rowCount()
        box.addWidget(label(text, "second"), at, 0)
        box.addWidget(widget, at, 1)


def _pairs(fields: Iterable[tuple[str, QWidget]]) -> QGridLayout:
    """Small fields, two on a line."""
    made = QGridLayout()
    made.setHorizontalSpacing(px(6))
    made.setVerticalSpacing(px(4))
    for at, (text, widget) in enumerate(fields):
        made.addWidget(label(text, "second"), at // 2, at % 2 * 2)
        made.addWidget(widget, at // 2, at % 2 * 2 + 1)
        made.setColumnStretch(at % 2 * 2 + 1, 1)
    return made
