"""The switch in the top bar: which unit amounts are shown in. It changes the screen alone."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from app.ui.layout import label
from app.ui.memory import Memory
from app.ui.style import px
from app.ui.views.showing import OWN, UNIT, choose, chosen

KEYS = "Ctrl+Shift+U"
HINTS = {
    OWN: "每张表用它上报的单位",
    "元": "所有金额都用元显示，填的数也是元",
    "万元": "所有金额都用万元显示，填的数也是万元",
}


class UnitSwitch(QWidget):
    """按表, 元 or 万元, side by side; `asked` says which one, and nothing has happened yet."""

    asked = Signal(str)

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self._memory = memory
        self._parts: dict[str, QPushButton] = {}
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(label("单位", "second"))
        box.addSpacing(px(6))
        group = QButtonGroup(self)
        for at, (unit, name) in enumerate(UNIT.choices):
            part = QPushButton(name)
            part.setObjectName("segment")
            part.setProperty("end", ("left", "", "right")[at])
            part.setCheckable(True)
            part.setAutoDefault(True)  # Enter presses it
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the cursor in its cell
            part.setToolTip(f"{HINTS[unit]}；存的数、导出和打印不变（{KEYS} 依次切换）")
            part.setAccessibleName(f"金额单位：{name}")
            part.clicked.connect(partial(self.asked.emit, unit))
            group.addButton(part)
            box.addWidget(part)
            self._parts[unit] = part
        self.show_kept()

    def show_kept(self) -> None:
        """Mark the unit that is in force."""
        self._parts[chosen(self._memory, UNIT)].setChecked(True)

    def keep(self, unit: str) -> None:
        """Put a unit in force; whoever shows amounts shows them anew after that."""
        choose(self._memory, UNIT, unit)
        self.show_kept()

    def next(self) -> str:
        """The unit that comes after the one in force."""
        units = list(self._parts)
        return units[(units.index(chosen(self._memory, UNIT)) + 1) % len(units)]

    def said(self) -> str:
        """The unit in force, in a sentence for the status bar."""
        unit = chosen(self._memory, UNIT)
        return f"金额单位：{unit}" if unit else "金额单位：按表"
