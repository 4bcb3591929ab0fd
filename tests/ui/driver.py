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
    QLabel,
    QMenu,
    QPushButton,
    QTableView,
    QWidget,
)

from app.domain.submission import Edit
from app.packs import Shelf, pack_folders
from app.storage.database import open_database
from app.ui.app import make_application
from app.ui.fields import ChoiceField, LineField, LongField, TextField
from app.ui.findings_page import FindingsPage
from app.ui.forms_page import FormsPage
from app.ui.grid import Grid
from app.ui.ledger_page import LedgerPage
from app.ui.start_page import NewDialog
from app.ui.subject_picker import SubjectEdit
from app.ui.tab_pages import BothPage
from app.ui.views import CellView
from app.ui.window import MainWindow
from app.ui.work_page import WorkPage

Key = Qt.Key
UNIT = "云岭县试验中心"


class Office:
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
        self.window = MainWindow(lambda: self.store, shelf, self.folder)
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

    def settle(self) -> None:
        for _ in range(3):
            self.app.processEvents()

    @property
    def work(self) -> WorkPage:
        assert self.window.work is not None, "no submission is open"
        return self.window.work

    # ── keys ─────────────────────────────────────────────────────────────────────────────

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

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

    # ── eyes ─────────────────────────────────────────────────────────────────────────────

    def sees(self, address: str) -> str:
        """What the window shows at an address, in a grid or in a field."""
        cell = self.cell(address)
        if cell is not None:
            return cell.shown
        for kind in (LineField, LongField, ChoiceField):
            for field in self.work.findChildren(kind):
                match field:
                    case LineField() if field.address == address:
                        return field.text()
                    case LongField() if field.address == address:
                        return field.toPlainText()
                    case ChoiceField() if field.address == address:
                        return field.currentText()
        raise AssertionError(f"{address} is not on the screen")

    def cell(self, address: str) -> CellView | None:
        """The cell as a grid of the tab in front shows it, or one of another tab."""
        page = self.work.pages[list(self.work.pages)[self.work.tabs.currentIndex()]]
        for grid in (*page.findChildren(Grid), *self.work.findChildren(Grid)):
            if isinstance(grid, Grid) and (found := grid.grid_model.view.find(address)):
                return grid.grid_model.view.rows[found[0]][found[1]]
        return None

    def entries(self) -> dict[str, str]:
        """What the data file holds right now, read past the open window."""
        store = open_database(self.path)
        assert self.window.session is not None
        found = dict(store.load(self.window.session.submission.id).entries)
        store.close()
        return found

    def forms(self, tab: str) -> FormsPage:
        page = self.work.pages[tab]
        if isinstance(page, BothPage):
            page = next(one for one in page.findChildren(FormsPage) if isinstance(one, FormsPage))
        assert isinstance(page, FormsPage)
        return page

    @property
    def project(self) -> FormsPage:
        return self.forms("project")

    @property
    def ledger(self) -> LedgerPage:
        page = self.work.pages["income_spending"]
        assert isinstance(page, LedgerPage)
        return page

    @property
    def findings(self) -> FindingsPage:
        page = self.work.pages["findings"]
        assert isinstance(page, FindingsPage)
        return page

    def finding(self, words: str) -> int:
        """The line of 审核 that says this."""
        rows = self.findings.grid.grid_model.view.rows
        return next(at for at, row in enumerate(rows) if words in row[2].shown)

    def tables(self) -> tuple[str, ...]:
        """The list at the left of 收入支出, line by line."""
        return self.ledger.list.titles()

    def chooses_table(self, title: str) -> None:
        """Click a line of the list at the left of 收入支出."""
        at = next(at for at, line in enumerate(self.tables()) if line.split()[0] == title)
        items = self.ledger.list.items
        spot = items.visualItemRect(items.item(at)).center()
        QTest.mouseClick(items.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        self.settle()

    def offered(self) -> list[str]:
        """The subjects in the list below the cell that is being typed in."""
        editor = self.focus()
        if not isinstance(editor, SubjectEdit) or not editor.items.isVisible():
            return []
        return [editor.items.item(at).text() for at in range(editor.items.count())]

    def column(self, at: int) -> list[str]:
        """What the grid of 收入支出 shows in a column, from the top."""
        model = self.ledger.grid.grid_model
        rows = range(model.rowCount())
        return [str(model.data(model.index(row, at), Qt.ItemDataRole.DisplayRole)) for row in rows]

    def _beside(self) -> QTableView | None:
        """The columns that stay at the left while the ledger is scrolled sideways."""
        found = self.ledger.grid.findChildren(QTableView)
        return next((one for one in found if isinstance(one, QTableView) and one.isVisible()), None)

    def sees_beside(self, text: str) -> bool:
        view = self._beside()
        return view is not None and bool(self._spot_beside(view, text))

    def clicks_beside(self, text: str) -> None:
        view = self._beside()
        assert view is not None
        spot = self._spot_beside(view, text)
        assert spot is not None
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        self.settle()

    def _spot_beside(self, view: QTableView, text: str) -> QPoint | None:
        model = view.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            spot = view.visualRect(index).center()
            if index.data() == text and view.viewport().rect().contains(spot):
                return spot
        return None

    def asks_over(self, percent: str) -> None:
        """变动超过 … %."""
        self.ledger.over.setFocus()
        QTest.keyClicks(self.ledger.over, percent)
        self.settle()

    def current_address(self) -> str:
        """The address of the cell with the cursor."""
        grid = self.focus()
        assert isinstance(grid, Grid)
        cell = grid.cell()
        return cell.address if cell is not None else ""

    def cursor_is_in_sight(self) -> bool:
        """Whether the cell with the cursor can be seen, not scrolled away."""
        grid = self.focus()
        assert isinstance(grid, Grid)
        spot = grid.visualRect(grid.currentIndex()).center()
        return grid.viewport().visibleRegion().contains(spot)

    def applies(self, cells: dict[str, str]) -> None:
        """What an import writes: no key types these cells."""
        assert self.window.session is not None
        self.window.session.apply(Edit(cells, "导入"))
        self.settle()

    def why(self, tab: str = "project") -> str:
        """The reason that stands in the panel at the right."""
        return self.forms(tab).why.because_text()

    def says(self, words: str) -> bool:
        """Whether a visible label of the window holds these words."""
        labels = self.window.findChildren(QLabel)
        return any(
            words in one.text() for one in labels if isinstance(one, QLabel) and one.isVisible()
        )

    def listed(self, tab: str = "project") -> list[str]:
        """The names in the list at the left, from the top."""
        found = self.forms(tab).list
        assert found is not None
        return [found.items.item(at).text() for at in range(found.items.count())]

    def status(self) -> str:
        return self.work.status_text()
