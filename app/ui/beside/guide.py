"""The strip of first steps below the tabs: each ticked by what is filled in, a click goes there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.report import Report
from app.ui.layout import ShortButton, ShortLabel, button
from app.ui.memory import Memory
from app.ui.preferences import WELCOME_DONE
from app.ui.style import px
from app.ui.tab_order import tab_before
from app.ui.views.steps import Step, added, needed, steps


@dataclass(frozen=True)
class Ways:
    """What the strip asks of the window: edit, go to a cell, show a tab, preview a form."""

    apply: Callable[[Mapping[str, str], str], bool]
    go_to: Callable[[str], None]
    show_tab: Callable[[str], None]
    preview: Callable[[str], None]


class Guide(QWidget):
    """Shown while somebody may still be finding the way; put away for good by its last button."""

    def __init__(self, memory: Memory, ways: Ways) -> None:
        super().__init__()
        self._memory, self._ways = memory, ways
        self._report: Report | None = None
        self._printed = False
        self._steps: tuple[Step, ...] = ()
        self.setObjectName("guide")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._buttons: list[ShortButton] = []
        box = QHBoxLayout(self)
        box.setContentsMargins(px(16), px(2), px(12), px(2))
        box.setSpacing(px(4))
        box.addWidget(ShortLabel("填表步骤", "second"))
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        box.addLayout(self._row)
        box.addStretch(1)
        self._away = button("不再显示", self.put_away, "quiet", "收起填表步骤；使用手册里还有")
        box.addWidget(self._away)
        self.hide()

    def show_report(self, report: Report) -> None:
        self._report = report
        self._steps = steps(report, printed=self._printed)
        shown = not self._memory.recall(WELCOME_DONE) and needed(report)
        if shown:
            self._show_steps()
        self.setVisible(shown)

    def _show_steps(self) -> None:
        while len(self._buttons) < len(self._steps):
            made = ShortButton("step")
            made.clicked.connect(partial(self._go, len(self._buttons)))
            self._buttons.append(made)
            self._row.addWidget(made)
            tab_before(made, self._away)
        now = next((at for at, step in enumerate(self._steps) if not step.done), -1)
        for at, made in enumerate(self._buttons):
            made.setVisible(at < len(self._steps))
            if at < len(self._steps):
                made.setText(("▸ " if at == now else "") + self._steps[at].label(at))
                made.setToolTip(self._steps[at].label(at))

    def _go(self, at: int, _checked: bool = False) -> None:
        step, report = self._steps[at], self._report
        if report is None:
            return
        if step.adds is not None:
            cells, label, name = added(report, step.adds)
            if self._ways.apply(cells, label):
                self._ways.go_to(name)
        elif step.prints:
            self._printed = True
            self._ways.preview(step.prints)
            self.show_report(report)
        elif step.cell:
            self._ways.go_to(step.cell)
        else:
            self._ways.show_tab(step.tab)

    def put_away(self) -> None:
        """For good: the settings remember it."""
        self._memory.keep(WELCOME_DONE, "1")
        self.hide()
