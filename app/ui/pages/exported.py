"""What became of an export, file by file: where it is, why it is not, 打开, once more."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.handover import Outcome, Unwritten
from app.ui.layout import ShortLabel, button, label, row
from app.ui.opening import opened
from app.ui.style import px


class Exported(QFrame):
    """A card below the choices of an export; `again` is asked for what is still to be written."""

    def __init__(self, again: Callable[[Outcome], None]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._again = again
        self._outcome: Outcome | None = None
        self.title = label("", "head", wrap=True)
        self.where = label("", "second", wrap=True)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.retry = button("", self._retry)
        self.folder = button("打开文件夹", self._open_folder)
        self.said = label("", "problem", wrap=True)
        self.said.hide()
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._files = QWidget()
        self._list = QVBoxLayout()
        box = QVBoxLayout(self)
        box.setContentsMargins(px(16), px(12), px(16), px(12))
        box.setSpacing(px(8))
        box.addWidget(self.title)
        box.addWidget(self.where)
        box.addLayout(row(self.folder, self.retry, None))
        box.addWidget(self.said)
        box.addLayout(self._list)
        self.title.setText("导出的文件")
        self.where.setText("导出以后，这里列出写好的文件，和没有写成的文件及原因。")
        self.retry.hide()
        self.folder.hide()

    def show_outcome(self, outcome: Outcome) -> None:
        """The files that are not there come first: they are what is still to be done."""
        self._outcome = outcome
        left = len(outcome.unwritten)
        self.title.setText(_title(outcome))
        self.where.setText(f"文件夹：{outcome.folder}")
        self.retry.setText(f"再写没有写成的 {left} 个")
        self.retry.setVisible(bool(left))
        self.folder.show()
        self.said.hide()
        self._files.hide()  # it is deleted a little later
        self._files.deleteLater()
        self._files = self._listed(outcome)
        self._list.addWidget(self._files)

    def _listed(self, outcome: Outcome) -> QWidget:
        made = QWidget()
        lines = QGridLayout(made)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setColumnStretch(0, 1)
        lines.setHorizontalSpacing(px(12))
        lines.setVerticalSpacing(px(2))
        for at, one in enumerate(outcome.unwritten):
            lines.addWidget(_failed(one), at, 0, 1, 2)
        for at, path in enumerate(outcome.written, len(outcome.unwritten)):
            name = ShortLabel(f"✓ {path.name}")
            name.setToolTip(str(path))
            lines.addWidget(name, at, 0)
            lines.addWidget(self._opener(path), at, 1)
        return made

    def _opener(self, path: Path) -> QPushButton:
        made = button("打开", lambda: self._open(path), "quiet")
        made.setAccessibleName(f"打开 {path.name}")
        return made

    def _open(self, path: Path) -> None:
        self.said.setText(opened(path))
        self.said.setVisible(bool(self.said.text()))

    def _open_folder(self) -> None:
        if self._outcome is not None:
            self._open(self._outcome.folder)

    def _retry(self) -> None:
        if self._outcome is not None:
            self._again(self._outcome)


def _failed(one: Unwritten) -> QWidget:
    made = QWidget()
    box = QVBoxLayout(made)
    box.setContentsMargins(0, px(4), 0, px(4))
    box.setSpacing(px(2))
    box.addWidget(label(f"✗ {one.path.name}", "problem", wrap=True))
    box.addWidget(label(one.said, "second", wrap=True))
    return made


def _title(outcome: Outcome) -> str:
    done, left = len(outcome.written), len(outcome.unwritten)
    if not done and not left:
        return "没有要写的文件：请先勾选要导出的表和文件。"
    if not left:
        return f"✓ 已导出 {done} 个文件"
    start = "已取消" if outcome.stopped else "⚠ 没有全部写成"
    return f"{start}：写了 {done} 个文件，还有 {left} 个没有写"
