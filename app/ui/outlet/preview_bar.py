"""The line on top of the print preview: where one is, how large, and what to do with it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton

from app.ui.layout import ShortLabel, button, label
from app.ui.outlet.preview_pages import PagesView
from app.ui.style import px

SHOWN = 8_000  # ms that a sentence stays


class PreviewBar(QFrame):
    printed = Signal()
    saved = Signal()
    closed = Signal()

    def __init__(self, view: PagesView) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._view = view
        self._at = 0
        self.before = button("上一页", lambda: view.go(view.front - 1), hint="PgUp")
        self.after = button("下一页", lambda: view.go(view.front + 1), hint="PgDn")
        self.number = QLineEdit()
        self.number.setAccessibleName("第几页")
        self.number.setFixedWidth(px(48))
        self.number.setValidator(QIntValidator(1, 99_999, self))
        self.number.returnPressed.connect(self._go)
        self.number.editingFinished.connect(self._show_number)
        self.total = label("", "second")
        self.width_fit = self._segment("页宽", "width", "left", "Ctrl+1")
        self.page_fit = self._segment("整页", "page", "right", "Ctrl+0")
        self.smaller = button("缩小", lambda: view.zoom(False), hint="−")
        self.larger = button("放大", lambda: view.zoom(True), hint="＋")
        self.percent = label("", "second")
        self.percent.setMinimumWidth(px(44))
        self.said = ShortLabel("", "second")
        self.save = button("存为 PDF…", self.saved.emit, hint="Ctrl+S")
        self.close_it = button("关闭", self.closed.emit, hint="Esc")
        self.print_it = button("打印", self.printed.emit, "primary", "Ctrl+P")
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(lambda: self.said.setText(""))
        self._fill()

    def _segment(self, text: str, how: str, end: str, keys: str) -> QPushButton:
        made = button(text, lambda: self._view.fit_to(how), "segment", keys)
        made.setProperty("end", end)
        made.setCheckable(True)
        return made

    def _fill(self) -> None:
        box = QHBoxLayout(self)
        box.setContentsMargins(px(12), px(6), px(12), px(6))
        box.setSpacing(px(6))
        for widget in (self.before, label("第"), self.number, self.total, self.after):
            box.addWidget(widget)
        box.addSpacing(px(16))
        fits = QHBoxLayout()
        fits.setSpacing(0)
        fits.addWidget(self.width_fit)
        fits.addWidget(self.page_fit)
        box.addLayout(fits)
        for widget in (self.smaller, self.percent, self.larger):
            box.addWidget(widget)
        box.addSpacing(px(12))
        box.addWidget(self.said, 1)
        for widget in (self.close_it, self.save, self.print_it):
            box.addWidget(widget)

    def show_place(self, front: int, count: int, waiting: int) -> None:
        """Which page is in front, of how many; so many forms are not laid out yet."""
        self._at = front + 1
        more = f"页（还有 {waiting} 张正在排版）" if waiting else "页"
        self.total.setText(f"/ {count} {more}")
        self.before.setEnabled(front > 0)
        self.after.setEnabled(front + 1 < count)
        self.percent.setText(f"{self._view.percent}%")
        self.width_fit.setChecked(self._view.fit == "width")
        self.page_fit.setChecked(self._view.fit == "page")
        if not self.number.hasFocus():
            self._show_number()

    def _show_number(self) -> None:
        self.number.setText(str(self._at))

    def _go(self) -> None:
        if self.number.text():
            self._view.go(int(self.number.text()) - 1)
        self._view.setFocus()
        self._show_number()

    def say(self, sentence: str) -> None:
        """Say for a while what was done."""
        self.said.setText(sentence)
        self.said.setToolTip(sentence)
        self._quiet.start(SHOWN)
