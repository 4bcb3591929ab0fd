"""“备份”: where the copy of the data file goes, and whether the evidence files go with it."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QWidget,
)

from app.ui.layout import answers, button, dialog_box, label, note, row
from app.ui.style import px

MEGABYTE = 1024 * 1024


class BackupDialog(QDialog):
    """Asks where; after `exec()` see `path` and `files`."""

    def __init__(self, data: Path, folder: Path, files: tuple[int, int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("备份")
        self._name = f"{data.stem} {datetime.now():%Y-%m-%d %H%M%S} 手动.db"
        self.folder = QLineEdit(str(folder))
        self.folder.setAccessibleName("备份到")
        self.folder.setMinimumWidth(px(420))
        self.folder.setCursorPosition(0)
        count, size = files
        self.files = QCheckBox(f"佐证材料也备份（{count} 个文件，{size_words(size)}）")
        self.files.setChecked(True)
        self._problem = label("", "problem", wrap=True)
        form = QFormLayout()
        form.setSpacing(px(8))
        choose = button("选择…", self._choose)
        choose.setAutoDefault(False)  # Enter is for the answer
        form.addRow(label("备份到"), row(self.folder, choose))
        form.addRow(label("文件名"), label(self._name, "second"))
        if count:
            form.addRow("", self.files)
        _, _, buttons = answers("备份", self._accept, self.reject)
        box = dialog_box(self)
        box.addWidget(label("把整个数据文件另存一份", "title"))
        box.addWidget(
            note(
                "所有单位、所有年度都在里面，存好以后检查一遍。"
                "为防电脑损坏，最好存到U盘或别的电脑上。"
                + ("佐证材料是单独的文件，不在数据文件里。" if count else "")
            )
        )
        box.addLayout(form)
        box.addWidget(self._problem)
        box.addWidget(buttons)
        self.folder.setFocus()

    def path(self) -> Path:
        return Path(self.folder.text().strip()) / self._name

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "备份到", self.folder.text())
        if chosen:
            self.folder.setText(chosen)
            self._problem.setText("")

    def _accept(self) -> None:
        if self.folder.text().strip():
            self.accept()
        else:
            self._problem.setText("请选择备份到哪个文件夹")
            self.folder.setFocus()


def size_words(size: int) -> str:
    """340 KB, 12.5 MB; never “0”."""
    if size < MEGABYTE:
        return f"{max(1, -(-size // 1024))} KB"
    tenths = -(-size * 10 // MEGABYTE)
    return f"{tenths // 10}.{tenths % 10} MB"
