"""Copy, cut, paste and clear of blocks: one edit each, and what was not taken is said."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from app.ui.composing import ComposingView
from app.ui.grid_blocks import block_text, pasted, writing


class BlockEdits(ComposingView):
    def edits_block(self, event: QKeyEvent) -> bool:
        """Take the keys of the clipboard and Del; False for any other key."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.clear_selection_cells("剪切")
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear_selection_cells("清除")
        elif event.key() == Qt.Key.Key_Backspace:
            self.types_blank()
        else:
            return False
        return True

    def copy(self) -> None:
        """The selection as tab-separated text, quoted as Excel and WPS read it."""
        rows, columns = self.block()
        QGuiApplication.clipboard().setText(block_text(self.grid_model.view, rows, columns))

    def clear_selection_cells(self, label: str) -> None:
        rows, columns = self.block()
        self._write({(row, column): "" for row in rows for column in columns}, label)

    def fill_selection(self, text: str) -> None:
        rows, columns = self.block()
        self._write({(row, column): text for row in rows for column in columns}, "填充")

    def paste(self) -> None:
        """A block from Excel or WPS in one step; one value fills the whole selection."""
        self._write(pasted(QGuiApplication.clipboard().text(), *self.block()), "粘贴")

    def _write(self, cells: Mapping[tuple[int, int], str], label: str) -> None:
        """One edit for all cells that may be typed in; the refused ones are said, not dropped."""
        found = writing(self.grid_model.view, cells)
        model = self.grid_model
        model.skipped = 0
        if found.cells:
            model.send({**found.also, **found.cells}, label)
            model.made = ()  # no cell was being edited
        said = f"{found.refused}格不能填写，没有改动" if found.refused else ""
        skipped = f"{model.skipped}行合计、类款小计没有带入（自动合计）" if model.skipped else ""
        if said or skipped:
            parts = (f"{label}：{len(found.cells)}格已写入", said, skipped)
            self.said.emit("，".join(part for part in parts if part))
