"""The evidence files (佐证材料) of one indicator: add, open, take off the list."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.domain.evidence import file_names, file_text
from app.domain.values import shorten
from app.ui import style
from app.ui.layout import button, label
from app.ui.opening import dragged_files, opened, take_a_copy
from app.ui.preferences import documents
from app.ui.style import px

Apply = Callable[[Mapping[str, str], str], bool]
Attach = Callable[[Path], str | None]
Find = Callable[[str], Path | None]

NAME = Qt.ItemDataRole.UserRole
ADD, ADDED = "添加佐证材料…", "添加佐证材料"
GONE = "（文件不在了）"
HINT = "可以把文件拖到这里，一次可以多个"
MAX_LINES = 5  # of the list, before it scrolls


class EvidenceList(QWidget):
    """Files of the cell `<row>.files`. `apply` stores the cell with a label for undo (False:
    refused), `attach` copies a file and gives its name (None: refused, and the person was told),
    `find` gives the place of a file (None: gone)."""

    def __init__(
        self, apply: Apply, attach: Attach, find: Find, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._apply, self._attach, self._find = apply, attach, find
        self._address = ""
        self._names: tuple[str, ...] = ()
        self._shown: list[tuple[str, bool]] = []
        self._folder = str(documents())
        self.items = _Files()
        self.items.itemActivated.connect(lambda item: self._open(str(item.data(NAME))))
        self.items.menu_asked.connect(self._menu)
        self.items.removal_asked.connect(self._remove)
        hint = "选择文件，或者把文件拖到这里；会复制一份，和数据文件放在一起"
        self.add = button(ADD, self._choose, hint=hint, changes=True)
        self.add.setAccessibleName(ADDED)
        self._hint = label(HINT, "second", wrap=True)
        self._said = label("", wrap=True)
        self.setAcceptDrops(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(4))
        for part in (self.items, self._said, self.add, self._hint):
            box.addWidget(part)
        self.show_files("", "")

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def show_files(self, address: str, text: str) -> None:
        """Show the names in the cell at `address`; with a blank one, nothing can be added."""
        if address != self._address:
            self._say("")
            self._shown = []
            self.items.clear()
        self._address, self._names = address, file_names(text)
        self.add.setEnabled(bool(address))
        shown = [(name, self._find(name) is None) for name in self._names]
        if shown != self._shown:
            self._fill(shown)
        self.items.setVisible(bool(shown))
        self._hint.setVisible(not shown)

    def _fill(self, shown: list[tuple[str, bool]]) -> None:
        """Keep the cursor on its file, or at its line where that was taken off."""
        before, current = self.items.currentRow(), self._current_name()
        self._shown = shown
        self.items.clear()
        for name, gone in shown:
            self.items.addItem(_item(name, gone))
        if current in self._names:
            self.items.setCurrentRow(self._names.index(current))
        elif shown and before >= 0:
            self.items.setCurrentRow(min(before, len(shown) - 1))
        self.items.fit()

    def said_text(self) -> str:
        """What is said under the list right now, such as that a file is gone."""
        return self._said.text()

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def _current_name(self) -> str:
        item = self.items.currentItem()
        return str(item.data(NAME)) if item is not None else ""

    # ── adding ───────────────────────────────────────────────────────────────────────────

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "选择佐证材料", self._folder, "所有文件 (*)")
        if chosen:
            self._folder = str(Path(chosen[0]).parent)
            self._add(self._address, [Path(one) for one in chosen])

    def _add(self, address: str, paths: Iterable[Path]) -> None:
        """Copy files and list them, in one step for undo."""
        if not address or address != self._address:
            return
        self._say("")
        self.add.setText("正在复制…")
        self.add.repaint()  # a large file on a slow disk takes a while
        try:
            attached = [self._attach(path) for path in paths]
        finally:
            self.add.setText(ADD)
        named = [name for name in attached if name is not None]
        if not named:
            return
        new = [name for name in named if name not in self._names]
        if self._store(address, (*self._names, *new), ADDED):
            self.items.setCurrentRow(self._names.index(named[-1]))
            if not new:
                self._say(f"“{named[-1]}”已经在列表里了。")

    def _remove(self, name: str) -> None:
        """Only off the list: the file stays, so that undo brings it back."""
        self._say("")
        left = [one for one in self._names if one != name]
        self._store(self._address, left, f"移除佐证材料“{shorten(name)}”")

    def _store(self, address: str, names: Iterable[str], step: str) -> bool:
        text = file_text(names)
        if text != file_text(self._names) and not self._apply({address: text}, step):
            return False
        if address != self._address:
            return False
        self.show_files(address, text)
        return True

    # ── dropping ─────────────────────────────────────────────────────────────────────────

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        copies = bool(event.possibleActions() & Qt.DropAction.CopyAction)
        if self._address and copies and dragged_files(event.mimeData()):
            self._hint.setText("松开鼠标即可添加")
            self._hint.setVisible(True)
            take_a_copy(event)
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        take_a_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        self._end_drag()
        files = dragged_files(event.mimeData())
        take_a_copy(event)
        # the program that the files come from waits for this to return: copy afterwards
        address = self._address
        QTimer.singleShot(0, self, lambda: self._add(address, files))

    def _end_drag(self) -> None:
        self._hint.setText(HINT)
        self._hint.setVisible(not self._names)

    # ── opening ──────────────────────────────────────────────────────────────────────────

    def _open(self, name: str) -> None:
        path = self._find(name)
        self.show_files(self._address, file_text(self._names))  # it may have gone or come back
        if path is None:
            self._say(f"“{name}”不在存放佐证材料的文件夹里了。请把它放回去，或者重新添加。")
        else:
            self._say(opened(path))

    def _menu(self, name: str, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("打开", lambda: self._open(name)).setEnabled(self._find(name) is not None)
        menu.addAction("从指标移除", lambda: self._remove(name))
        menu.popup(point)


class _Files(QListWidget):
    """A list as high as its lines, with a menu and Delete for the line in question."""

    menu_asked = Signal(str, QPoint)  # the name, and where on the screen
    removal_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("佐证材料")
        self.setAccessibleDescription("回车打开，Delete 从指标移除")
        self.setObjectName("files")
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the ending of a name says much
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)

    def fit(self) -> None:
        """Take the room of the lines; from the sixth line's worth on it scrolls."""
        line = self.fontMetrics().height() + px(8)
        heights = [max(line, self.sizeHintForRow(at)) for at in range(self.count())]
        self.setFixedHeight(sum(heights[:MAX_LINES]) + 2 * self.frameWidth() + 2)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.count() and not self.selectedItems():  # by keyboard: show where one is
            self.setCurrentRow(max(0, self.currentRow()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if item is not None and event.matches(QKeySequence.StandardKey.Delete):
            self.removal_asked.emit(item.data(NAME))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        item = self.currentItem() if by_key else self.itemAt(event.pos())
        if item is not None:
            point = self.viewport().mapToGlobal(self.visualItemRect(item).center())
            self.menu_asked.emit(item.data(NAME), point if by_key else event.globalPos())


def _item(name: str, gone: bool) -> QListWidgetItem:
    made = QListWidgetItem(f"{name}\n{GONE}" if gone else name)
    made.setData(NAME, name)
    made.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}{GONE if gone else ''}")
    plain = name.replace("<", "＜")  # a tool tip would take it for the start of a tag
    made.setToolTip(f"{plain}{GONE}" if gone else f"{plain}\n双击打开")
    if gone:
        made.setForeground(QColor(style.QUESTION))
    return made
