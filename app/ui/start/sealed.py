"""A sealed submission in the window: a line that says so, fields that cannot be typed in, buttons
that would change something greyed. What a page misses, the data file refuses all the same."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QPushButton, QWidget

from app.domain.sealing import short
from app.ui import style
from app.ui.layout import CHANGES, ShortLabel, button
from app.ui.start.start_page import RECORD, UNSEAL
from app.ui.style import px

if TYPE_CHECKING:
    from app.ui.open_work import OpenWork
    from app.ui.window import MainWindow
    from app.ui.work_page import WorkPage

SEALED = "已封存，不能修改；确实要改的，请先“解除封存”"
_LOOK = f"""
LineField, LongField {{ qproperty-readOnly: true; background: {style.COMPUTED}; }}
ChoiceField, QComboBox#option {{ qproperty-enabled: false; background: {style.COMPUTED};
    color: {style.INK}; }}
"""


class Banner(QFrame):
    """“已封存 2026-11-29，校验码 …，只能查看、打印、导出”, and the way back."""

    def __init__(self, words: str, unseal: Callable[[], None], record: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("sealed")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"QFrame#sealed {{ background: {style.CARRIED};"
            f" border-bottom: 1px solid {style.LINE}; }}"
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(px(16), px(4), px(16), px(4))
        line.setSpacing(px(8))
        self.words = ShortLabel(words, "head")
        line.addWidget(self.words, 1)
        line.addWidget(button("封存记录…", record))
        line.addWidget(button("解除封存…", unseal, hint="写明理由以后又可以修改"))


def mark_sealed(window: "MainWindow", opened: "OpenWork") -> None:
    """A sealed submission says so, and how to open it again."""
    number = opened.session.submission.id
    found = window.safely(lambda: window.data().seals(number))
    said = f" {found[0].at:%Y-%m-%d}，校验码 {short(found[0].checksum)}" if found else ""
    words = f"已封存{said}，只能查看、打印、导出"
    acts = (partial(window.do, UNSEAL, number), partial(window.do, RECORD, number))
    seal_page(opened.page, Banner(words, *acts))


def seal_page(page: "WorkPage", banner: Banner) -> None:
    """Make a page one that is only looked at."""
    box = page.layout()
    if isinstance(box, QBoxLayout):
        box.insertWidget(1, banner)
    page.setStyleSheet(_LOOK)
    guard = _Guard(page)
    page.tabs.currentChanged.connect(guard.later)
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.focusChanged.connect(guard.later)
    guard.later()


class _Guard(QObject):
    """Keeps buttons grey; pages make some late, and switch them on as the cursor moves."""

    def __init__(self, page: "WorkPage") -> None:
        super().__init__(page)
        self._page = page
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def later(self, *_: object) -> None:
        self._timer.start(0)

    def _look(self) -> None:
        for found in self._page.findChildren(QPushButton):
            if isinstance(found, QPushButton) and found.property(CHANGES):
                if found.property("sealed") is None:
                    found.setProperty("sealed", True)
                    found.setToolTip(SEALED)
                    found.installEventFilter(self)
                self._grey(found)

    def _grey(self, widget: QWidget) -> None:
        if not widget.testAttribute(Qt.WidgetAttribute.WA_ForceDisabled):
            widget.setEnabled(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange and isinstance(watched, QWidget):
            self._grey(watched)
        return False
