"""The window in a clerk's verbs: types, presses, sees. Keys and clicks only, no inside calls."""

import time
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QMenu,
    QPushButton,
    QWidget,
)

from app.packs import Shelf, pack_folders
from app.storage.database import open_database
from app.ui.app import make_application
from app.ui.fields import TextField
from app.ui.grid.grid import Grid
from app.ui.start.new_dialog import NewDialog
from app.ui.window import MainWindow
from tests.ui.eyes import Eyes

Key = Qt.Key
UNIT = "云岭县试验中心"


class Office(Eyes):
    """One clerk at one computer: a data file, and the program open or closed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "数据.db"
        self.app = make_application(["suanpan"])
        self.told: list[str] = []
        self.asked: list[str] = []
        self.agrees = False  # to what the window asks
        self.open()

    def __enter__(self) -> "Office":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # ── the program ──────────────────────────────────────────────────────────────────────

    def open(self) -> None:
        self.store = open_database(self.path)
        shelf = Shelf(pack_folders(self.folder))
        self.window = MainWindow(lambda _: self.store, lambda: shelf, self.folder)
        self.window.tell = self.told.append  # type: ignore[assignment, method-assign]
        self.window.ask = self._answer  # type: ignore[assignment, method-assign]
        listed: list[bool] = []
        self.window.listed.connect(lambda: listed.append(True))
        self.window.show()
        self.window.activateWindow()
        late = time.monotonic() + 5
        while not listed:  # the data file is opened after the first paint
            assert time.monotonic() < late, "the list never came"
            QTest.qWait(5)
        self.settle()

    def _answer(self, sentence: str, _yes: str, _no: str) -> bool:
        self.asked.append(sentence)
        return self.agrees

    def close(self) -> None:
        """The X of the window: nobody asks about saving."""
        self.window.close()
        self.settle()
        self.store.close()
        self.window.deleteLater()
        self.settle()

    def reopens(self) -> None:
        """Close, start again, open the first submission of the list by keyboard."""
        self.close()
        self.open()
        self.opens_first()

    def opens_first(self) -> None:
        self.window.activateWindow()  # keys go nowhere while another window is in front
        self.window.start.items.setFocus()
        self.clicks("打开")

    def creates(self, unit: str = UNIT, year: int = 2024, scheme: str = "") -> None:
        """＋ 新建填报, the dialog filled by keyboard; `scheme` is the id of one of the list."""

        def fill() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, NewDialog) or not dialog.isAncestorOf(self.focus()):
                QTimer.singleShot(10, fill)  # not open yet
                return
            dialog.unit.setFocus()
            self.enters(unit)
            dialog.year.setFocus()
            dialog.year.selectAll()
            QTest.keyClicks(dialog.year, str(year))
            if scheme:
                dialog.scheme.setFocus()
                wanted = dialog.scheme.findData(scheme)
                while dialog.scheme.currentIndex() != wanted:
                    down = wanted > dialog.scheme.currentIndex()
                    QTest.keyClick(dialog.scheme, Key.Key_Down if down else Key.Key_Up)
            QTest.keyClick(dialog, Key.Key_Return)

        QTimer.singleShot(0, fill)
        self.clicks("＋ 新建填报")
        self.window.activateWindow()  # what a window manager does when a dialog closes
        self.settle()

    # ── keys ─────────────────────────────────────────────────────────────────────────────

    def presses(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.focus(), key, modifier)
        self.settle()

    def enters(self, text: str) -> None:
        """Type characters where the cursor is; Chinese comes through the input method."""
        for letter in text:
            if letter == "\n":
                QTest.keyClick(self.focus(), Key.Key_Return, Qt.KeyboardModifier.AltModifier)
            elif letter.isascii():
                QTest.keyClicks(self.focus(), letter)
            else:
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QApplication.sendEvent(self.focus(), event)
        self.settle()

    def types(self, address: str, text: str, end: Qt.Key = Key.Key_Return) -> None:
        """Go to a cell or field, type over it, leave it."""
        self.goes_to(address)
        focused = self.focus()
        if isinstance(focused, TextField):
            QTest.keyClick(focused, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            end = Key.Key_Tab
        self.enters(text)
        self.presses(end)

    def goes_to(self, address: str) -> None:
        self.work.go_to(address)
        self.settle()

    def undoes(self) -> None:
        self.presses(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def redoes(self) -> None:
        self.presses(Key.Key_Y, Qt.KeyboardModifier.ControlModifier)

    # ── mouse ────────────────────────────────────────────────────────────────────────────

    def clicks(self, text: str, within: QWidget | None = None) -> None:
        """The visible button with this text."""
        found = [
            one
            for one in (within or self.window).findChildren(QPushButton)
            if isinstance(one, QPushButton) and one.text() == text and one.isVisible()
        ]
        assert found, f"no visible button {text}"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.settle()

    def shows_tab(self, name: str) -> None:
        tabs = self.work.tabs
        at = next(n for n in range(tabs.count()) if tabs.tabText(n).split()[0] == name)
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(at).center())
        self.settle()

    def double_clicks(self, grid: Grid, row: int, column: int) -> None:
        spot: QPoint = grid.visualRect(grid.grid_model.index(row, column)).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        self.settle()

    def chooses_from_menu(self, text: str) -> None:
        """Right click on the current cell, then this line of the menu."""
        grid = self.focus()
        assert isinstance(grid, Grid)
        grid.customContextMenuRequested.emit(grid.visualRect(grid.currentIndex()).center())
        menu = next(
            one for one in grid.findChildren(QMenu) if isinstance(one, QMenu) and one.isVisible()
        )
        action = next(one for one in menu.actions() if one.text() == text)
        assert action.isEnabled(), f"{text} is greyed out"
        action.trigger()
        menu.close()
        self.window.activateWindow()
        self.settle()

    def chooses(self, name: str, text: str) -> None:
        """Pick a line of a visible drop-down list by keyboard."""
        box = next(
            one
            for one in self.window.findChildren(QComboBox)
            if isinstance(one, QComboBox) and one.accessibleName() == name and one.isVisible()
        )
        box.setFocus()
        wanted = next(at for at in range(box.count()) if text in box.itemText(at))
        step = Key.Key_Down if wanted > box.currentIndex() else Key.Key_Up
        for _ in range(abs(wanted - box.currentIndex())):
            QTest.keyClick(box, step)
        box.activated.emit(box.currentIndex())
        self.settle()
