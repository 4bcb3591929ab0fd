"""批注: a small window for the note at a cell."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from app.ui.layout import answers, dialog_box, label
from app.ui.style import px

HINT = "批注只给自己人看：列在“审核”页和审核情况表里，不印在公开的表上。清空即删除。Ctrl+Enter 确定"


class RemarkDialog(QDialog):
    def __init__(self, place: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("批注")
        self.edit = QPlainTextEdit(text)
        self.edit.setAccessibleName("批注")
        self.edit.setTabChangesFocus(True)
        self.edit.setMinimumSize(px(420), px(120))
        _, _, buttons = answers("确定", self.accept, self.reject)
        box = dialog_box(self)
        box.addWidget(label(place, "head", wrap=True))
        box.addWidget(self.edit, 1)
        box.addWidget(label(HINT, "second", wrap=True))
        box.addWidget(buttons)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.accept)
        self.edit.setFocus()
        self.edit.selectAll()

    def text(self) -> str:
        """All of it: one that is too long for a cell is refused with a sentence, never cut."""
        return self.edit.toPlainText().strip()
