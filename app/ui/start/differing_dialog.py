"""What is otherwise in a backup or a package: each cell in words, and both its texts."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QTreeWidget, QTreeWidgetItem, QWidget

from app.domain.differing import Differing
from app.ui.layout import RIGHT, button, dialog_box, in_columns, label, row, sized

PLACE = (("在哪张表", 190), ("哪一格", 0))
SIDE, APART = 150, 108  # px


class DifferingDialog(QDialog):
    """A line for each cell; `sides` are the words for the two texts. By how much figures
    differ is a column where there are any."""

    def __init__(
        self,
        title: str,
        found: Sequence[Differing],
        parent: QWidget,
        sides: tuple[str, str] = ("现在", "备份里"),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("不同的格")
        sized(self, 1080, 560)
        apart = (("相差", APART),) if any(one.apart for one in found) else ()
        columns = (*PLACE, *((side, SIDE) for side in sides), *apart)
        self.lines = in_columns(QTreeWidget(), "不同的格", columns)
        header = self.lines.headerItem()
        if apart and header is not None:
            header.setTextAlignment(len(columns) - 1, RIGHT)
        for one in found:
            item = QTreeWidgetItem(one.texts[: len(columns)])
            for column, text in enumerate(one.texts[: len(columns)]):
                item.setToolTip(column, text)
            item.setTextAlignment(len(PLACE) + len(sides), RIGHT)
            self.lines.addTopLevelItem(item)
        box = dialog_box(self)
        box.addWidget(label(title, "title", wrap=True))
        box.addWidget(self.lines, 1)
        close = button("关闭", self.reject, "primary")
        box.addLayout(row(None, close))
        close.setDefault(True)
        self.lines.setFocus()
