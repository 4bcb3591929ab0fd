"""Tabs that have not just tables or just forms: both of them, or nothing at all."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.domain.report import Report
from app.scheme.model import Scheme
from app.ui.grid.desk import Desk
from app.ui.layout import card, label
from app.ui.pages.forms_page import FormsPage
from app.ui.pages.page import Page
from app.ui.pages.tables_page import TablesPage
from app.ui.style import px


class NothingPage(Page):
    """A tab that the scheme has nothing for: it says so, and where the work is."""

    def __init__(self, desk: Desk, scheme: Scheme) -> None:
        super().__init__(desk)
        frame, box = card(12)
        box.addStretch(1)
        words = f"方案“{scheme.title}”在这一页没有表。要填的表在其他页签里。"
        for part in (label("这一页不用填", "big"), label(words, "second", wrap=True)):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(part)
        box.addStretch(2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(12), px(12), px(12), px(12))
        outer.addWidget(frame)

    def show_report(self, report: Report) -> None:
        """There is nothing to show."""


class BothPage(Page):
    """Forms, and tables beside them."""

    def __init__(self, desk: Desk, forms: FormsPage, tables: TablesPage) -> None:
        super().__init__(desk)
        self._parts: tuple[Page, ...] = (forms, tables)
        self.choice = QTabBar()
        self.choice.setDrawBase(False)
        self.choice.setExpanding(False)
        self._stack = QStackedWidget()
        for name, part in zip(("自评表", "数据表"), self._parts, strict=True):
            self.choice.addTab(name)
            self._stack.addWidget(part)
            part.current_cell.connect(self.current_cell)
        self.choice.currentChanged.connect(self._turn)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.choice)
        outer.addWidget(self._stack, 1)

    def _turn(self, at: int) -> None:
        self.commit()
        self._stack.setCurrentIndex(at)

    def current_prefix(self) -> str:
        return self._parts[self.choice.currentIndex()].current_prefix()

    def parts(self) -> tuple[QWidget, ...]:
        return self._parts[self.choice.currentIndex()].parts()

    def show_report(self, report: Report) -> None:
        for part in self._parts:
            part.show_report(report)

    def go_to(self, address: str) -> bool:
        before = self.choice.currentIndex()
        for at, part in enumerate(self._parts):
            self.choice.setCurrentIndex(at)  # what is not in front takes no cursor
            if part.go_to(address):
                return True
        self.choice.setCurrentIndex(before)
        return False
