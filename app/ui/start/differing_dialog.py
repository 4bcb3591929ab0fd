"""What is otherwise in a backup or a package: each cell in words, and both its texts."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QTreeWidget, QTreeWidgetItem, QWidget

from app.ui.layout import button, dialog_box, in_columns, label, row, sized

PLACE = (("在哪张表", 216), ("哪一格", 0))


class DifferingDialog(QDialog):
    """A line for each cell; `sides` are the words for the two texts."""

    def __init__(
        self,
        title: str,
        lines: Sequence[tuple[str, ...]],
        parent: QWidget,
        sides: tuple[str, str] = ("现在", "备份里"),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("不同的格")
        sized(self, 980, 560)
        columns = (*PLACE, *((side, 168) for side in sides))
        self.lines = in_columns(QTreeWidget(), "不同的格", columns)
        for texts in lines:
            item = QTreeWidgetItem(list(texts))
            for column, text in enumerate(texts):
                item.setToolTip(column, text)
            self.lines.addTopLevelItem(item)
        box = dialog_box(self)
        box.addWidget(label(title, "title", wrap=True))
        box.addWidget(self.lines, 1)
        close = button("关闭", self.reject, "primary")
        box.addLayout(row(None, close))
        close.setDefault(True)
        self.lines.setFocus()
