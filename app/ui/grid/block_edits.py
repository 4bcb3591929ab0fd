"""Copy, cut, paste and clear of blocks: one edit each, and what was not taken is listed."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from app.ui.grid.clipboard_text import OWN_FORMAT, block_text, read_block, read_own, typed_block
from app.ui.grid.composing import ComposingView
from app.ui.grid.grid_blocks import Place, Refused, placed, still_refused, writing
from app.ui.grid.refusals import RefusalList

CLEARED, CUT, PASTED, FILLED = "清除", "剪切", "粘贴", "填充"
NOTHING = "剪贴板里没有可以粘贴的文字或数字"
MOST_CELLS = 500_000  # no table here takes so many; looking at each would take minutes
TOO_MUCH = "剪贴板里的格子太多，没有粘贴，已经填的都没有变。请只复制需要的几行几列"


class BlockEdits(ComposingView):
    listed = Signal(str, object)  # a sentence for the status bar, and what shows more of it

    def edits_block(self, event: QKeyEvent) -> bool:
        """Take the keys of the clipboard, Del and Backspace; False for any other key."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear_selection_cells(CLEARED)
        elif event.key() == Qt.Key.Key_Backspace:
            self.types_blank()
        else:
            return False
        return True

    def copy(self) -> None:
        """The selection as text for Excel and WPS, and as it was typed for this program."""
        block = self.block()
        if not block[0]:
            return
        data = QMimeData()
        data.setText(block_text(self.grid_model.view, *block))
        data.setData(OWN_FORMAT, typed_block(self.grid_model.view, *block))
        QGuiApplication.clipboard().setMimeData(data)

    def cut(self) -> None:
        """The selection goes to the clipboard and is cleared; pasting puts it elsewhere."""
        self.copy()
        self.clear_selection_cells(CUT)

    def clear_selection_cells(self, label: str) -> None:
        rows, columns = self.block()
        self._write({(row, column): "" for row in rows for column in columns}, label)

    def fill_selection(self, text: str) -> None:
        rows, columns = self.block()
        self._write({(row, column): text for row in rows for column in columns}, FILLED)

    def paste(self) -> None:
        """A block from Excel or WPS in one step; one value fills the whole selection."""
        data = QGuiApplication.clipboard().mimeData()
        own = read_own(bytes(data.data(OWN_FORMAT).data())) if data.hasFormat(OWN_FORMAT) else []
        text = "" if own else data.text()
        if text.count("\t") + text.count("\n") > MOST_CELLS:
            self.said.emit(TOO_MUCH)
            return
        block = own or read_block(text)
        if block:
            self._write(placed(block, *self.block()), PASTED)
        else:
            self.said.emit(NOTHING)

    def _write(self, cells: Mapping[Place, str], label: str) -> None:
        """One edit for all cells that may be typed in; the refused ones are said, not dropped."""
        model = self.grid_model
        found = writing(model.view, cells, model.sealed)
        model.skipped = 0
        if found.cells:
            place = self._place()
            done = model.send({**found.also, **found.cells}, label)
            made, model.made = model.made, ()
            if made:  # one row goes on where it was pasted; several have moved the blank line down
                self._into(made, place)
                self.reveal(self.currentIndex())
            if not done and not model.skipped:
                return  # why it was refused was said
        elif label in (CLEARED, CUT) and len(cells) == 1:
            self._say_locked_cell()
            return
        self._report(label, len(found.cells), still_refused(model.view, found.refused))

    def _say_locked_cell(self) -> None:
        cell = self.cell()
        if cell is not None and cell.locked:
            self.said.emit(f"这个单元格不能填写：{cell.locked}")

    def _report(self, label: str, written: int, refused: Sequence[Refused]) -> None:
        """What came of it, with the list of what was not taken one click away."""
        skipped = self.grid_model.skipped
        said = [f"{label}：{written}格{_DONE.get(label, '已写入')}"]
        if refused:
            said.append(f"{len(refused)}格没有写入")
        if skipped:
            said.append(f"{skipped}行合计、类款小计没有带入（自动合计）")
        if label == CUT and written:
            said.append("内容在剪贴板，粘贴到别处即移动，撤销可恢复")
        sentence = "，".join(said)
        if refused:
            self.listed.emit(sentence, lambda: self._show_refused(label, refused))
        elif skipped or written > 1 or (label == CUT and written):
            self.said.emit(sentence)

    def _show_refused(self, label: str, refused: Sequence[Refused]) -> None:
        RefusalList(label, refused, self._go_to_place, self.window()).show()

    def _go_to_place(self, place: Place) -> None:
        view = self.grid_model.view
        if place[0] < len(view.rows) and place[1] < len(view.headers):
            self.window().activateWindow()
            self.setFocus()
            self.select_only(*place)


_DONE = {CLEARED: "已清除", CUT: "已剪切"}
