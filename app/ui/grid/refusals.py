"""The texts of a pasted block that were not taken: a list beside the work, never in its way."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.values import shorten
from app.ui.grid.grid_blocks import Place, Refused
from app.ui.layout import button, label
from app.ui.style import px

MOST = 500  # lines; more are of no use to a reader


class RefusalList(QDialog):
    """Where, what, why; Enter or a double click goes to the cell. Work goes on beside it."""

    def __init__(
        self,
        label_text: str,
        refused: Sequence[Refused],
        go: Callable[[Place], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{label_text}：没有写入的内容")
        self._refused, self._go = refused, go
        self.lines = QTreeWidget()
        self.lines.setAccessibleName("没有写入的内容")
        self.lines.setHeaderLabels(("位置", "内容", "没有写入的原因"))
        self.lines.setRootIsDecorated(False)
        for one in refused[:MOST]:
            item = QTreeWidgetItem((one.where, shorten(one.text, 40), one.why))
            for column, text in enumerate((one.where, one.text, one.why)):
                item.setToolTip(column, shorten(text, 400))
            self.lines.addTopLevelItem(item)
        self.lines.itemActivated.connect(self._activated)
        self._lay_out(len(refused))

    def _lay_out(self, count: int) -> None:
        heads = self.lines.header()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        heads.setStretchLastSection(True)
        heads.resizeSection(0, px(300))
        heads.resizeSection(1, px(110))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(px(16), px(12), px(16), px(12))
        inside.setSpacing(px(8))
        more = f"，这里列出前{MOST}格" if count > MOST else ""
        inside.addWidget(label(f"{count}格没有写入{more}。双击一行，光标到那一格。", "second"))
        inside.addWidget(self.lines, 1)
        close = button("关闭", self.close)
        close.setAutoDefault(False)  # Enter goes to a cell, and the list stays
        inside.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(px(760), px(300))
        if (window := self.parentWidget()) is not None:  # in the corner: the grid stays in sight
            corner = window.frameGeometry().bottomRight()
            self.move(corner.x() - self.width() - px(24), corner.y() - self.height() - px(64))
        if (first := self.lines.topLevelItem(0)) is not None:
            self.lines.setCurrentItem(first)
        self.lines.setFocus()

    def _activated(self, item: QTreeWidgetItem) -> None:
        self._go(self._refused[self.lines.indexOfTopLevelItem(item)].place)
