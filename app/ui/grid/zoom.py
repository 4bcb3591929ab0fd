"""How large all grids are shown: one level for the program, kept from day to day."""

from PySide6.QtCore import QObject, Signal

from app.ui import style
from app.ui.memory import Memory

LEVELS = (70, 80, 90, 100, 110, 125, 150, 175, 200)  # per cent
PLAIN = 100
_NAME = "grid.zoom"


class Zoom(QObject):
    """Says `changed` when the level has changed."""

    changed = Signal()

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self._memory = memory
        kept = memory.recall(_NAME)
        self.level = int(kept) if kept in map(str, LEVELS) else PLAIN

    def step(self, by: int) -> None:
        """The next larger (smaller, for -1) level; at the ends nothing changes."""
        at = LEVELS.index(self.level) + by
        if at in range(len(LEVELS)):
            self.show(LEVELS[at])

    def reset(self) -> None:
        self.show(PLAIN)

    def show(self, level: int) -> None:
        if level == self.level:
            return
        self.level = level
        self._memory.keep(_NAME, "" if level == PLAIN else str(level))
        self.changed.emit()

    def px(self, length: int) -> int:
        """A length of the design, as large as grids are shown now."""
        return round(style.px(length) * self.level / 100)
