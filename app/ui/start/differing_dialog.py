"""What is otherwise in a backup: each cell in words, its text now and its text then."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QDialog, QTreeWidget, QTreeWidgetItem, QWidget

from app.domain.compute import compute
from app.domain.naming import named
from app.domain.submission import Submission
from app.scheme.model import Scheme
from app.ui.layout import button, dialog_box, in_columns, label, row, sized

COLUMNS = (("在哪张表", 240), ("哪一格", 0), ("现在", 200), ("备份里", 200))
NOTHING = "（空）"


class DifferingDialog(QDialog):
    def __init__(self, title: str, lines: Sequence[tuple[str, ...]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("和现在不同的格")
        sized(self, 980, 560)
        self.lines = in_columns(QTreeWidget(), "不同的格", COLUMNS)
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


def in_words(
    scheme: Scheme, cells: Sequence[str], now: Mapping[str, str], then: Mapping[str, str]
) -> list[tuple[str, ...]]:
    """A line for each cell, in the order of the tables as they come."""
    report = compute(scheme, Submission(0, scheme.id, scheme.hash, {**now, **then}))
    lines = []
    for cell in cells:
        words = named(report, cell)
        texts = (_text(scheme, cell, one.get(cell, "")) for one in (now, then))
        lines.append((words.place, words.name, *texts))
    return lines


def _text(scheme: Scheme, cell: str, text: str) -> str:
    """A choice by its name; what takes several lines on one."""
    option = next((one for one in scheme.options if cell == f"option.{one.id}"), None)
    choices = option.choices if option is not None else ()
    name = next((one.label for one in choices if one.id == text), text)
    return " ".join(name.split()) or NOTHING
