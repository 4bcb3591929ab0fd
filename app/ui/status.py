"""The status bar: where the cursor is and why a cell is locked, what was just done, the legend."""

from PySide6.QtWidgets import QLabel, QStatusBar

from app.ui.layout import label
from app.ui.views import CellView

LEGEND = "白：填写　浅绿：自动计算　浅黄：带出　✗ 红框：错误　? 黄框：核实"
HOW = "直接输入，F2 修改，离开即保存"


class Status:
    """The parts of the status bar while a submission is open."""

    def __init__(self) -> None:
        self._where = label("")
        self._said = label("")

    def attach(self, bar: QStatusBar) -> None:
        for old in bar.findChildren(QLabel):
            bar.removeWidget(old)
        bar.addWidget(self._where, 1)
        bar.addWidget(self._said)
        bar.addPermanentWidget(label(LEGEND))

    def say(self, sentence: str) -> None:
        """Something that was just done, or could not be."""
        self._said.setText(sentence)

    def text(self) -> str:
        """What stands there right now."""
        return f"{self._where.text()} {self._said.text()}".strip()

    def forget(self) -> None:
        """The cursor is nowhere yet."""
        self._where.setText("")

    def show_cell(self, cell: CellView | None) -> None:
        self._said.setText("")
        if cell is None:
            self._where.setText("")
        elif cell.locked:
            self._where.setText(f"{cell.name or cell.shown}　不能填写：{cell.locked}".strip())
        else:
            note, _, more = cell.note.partition("\n")
            note = "" if more and not cell.offered else note
            hint = cell.problem or cell.question or note or HOW
            self._where.setText(f"{cell.name}　{hint}".replace("\n", " "))
