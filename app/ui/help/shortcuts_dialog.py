"""快捷键: the table of keys, group by group, with a line to search it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QPushButton, QWidget

from app.ui.help.shortcuts import GROUPS, Keys, told
from app.ui.layout import dialog_box, label, row, scrolling, sized
from app.ui.style import px


def show_shortcuts(window: QWidget) -> None:
    ShortcutsDialog(window).exec()


class ShortcutsDialog(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("快捷键")
        self.search = QLineEdit()
        self.search.setPlaceholderText("查找：键名或做什么")
        self.search.setAccessibleName("查找快捷键")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self._parts: list[tuple[str, tuple[QWidget, ...]]] = []
        self._heads: list[tuple[QWidget, list[QWidget]]] = []
        close = QPushButton("关闭")
        close.setObjectName("plain")
        close.clicked.connect(self.accept)
        box = dialog_box(self)
        box.addWidget(self.search)
        box.addWidget(scrolling(self._table()), 1)
        box.addLayout(row(None, close))
        sized(self, 640, 660)
        self.search.setFocus()

    def _table(self) -> QWidget:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, px(12), 0)
        grid.setHorizontalSpacing(px(20))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(1, 1)
        line = 0
        for group in GROUPS:
            head = label(group.title, "title")
            head.setContentsMargins(0, px(8) if line else 0, 0, 0)
            grid.addWidget(head, line, 0, 1, 2)
            line += 1
            below: list[QWidget] = []
            for one in group.lines:
                below.append(self._line(grid, line, one))
                line += 1
            self._heads.append((head, below))
        grid.setRowStretch(line, 1)
        return content

    def _line(self, grid: QGridLayout, at: int, line: Keys) -> QWidget:
        keys, does = label(told(line), "keys"), label(line.does, wrap=True)
        grid.addWidget(keys, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(does, at, 1)
        self._parts.append(
            (f"{told(line)} {' '.join(line.keys)} {line.does}".lower(), (keys, does))
        )
        return keys

    def _filter(self, text: str) -> None:
        """Show the lines that say this, and the heads of groups that still have lines."""
        wanted = text.strip().lower()
        for said, parts in self._parts:
            for part in parts:
                part.setVisible(wanted in said)
        for head, below in self._heads:
            head.setVisible(any(not part.isHidden() for part in below))
