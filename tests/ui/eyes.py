"""What a clerk sees in the window, for tests to ask; see `driver.py` for the hands."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QTableView,
    QWidget,
)

from app.domain.submission import Edit
from app.storage.database import open_database
from app.ui.fields import ChoiceField, LineField, LongField
from app.ui.grid.grid import Grid
from app.ui.grid.subject_picker import SubjectEdit
from app.ui.pages.findings_page import FindingsPage
from app.ui.pages.forms_page import FormsPage
from app.ui.pages.ledger_page import LedgerPage
from app.ui.pages.tab_pages import BothPage
from app.ui.views.views import CellView
from app.ui.window import MainWindow
from app.ui.work_page import WorkPage


class Eyes:
    """Asks the window; changes nothing but by keys and clicks of the hands."""

    path: Path
    window: MainWindow
    app: QApplication

    @property
    def work(self) -> WorkPage:
        assert self.window.work is not None, "no submission is open"
        return self.window.work

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def settle(self) -> None:
        for _ in range(3):
            self.app.processEvents()

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
        """Whether a visible label of the window holds these words, wherever its lines may end."""
        labels = self.window.findChildren(QLabel)
        return any(
            words in one.text().replace("\u2060", "").replace("\u00a0", " ")
            for one in labels
            if isinstance(one, QLabel) and one.isVisible()
        )

    def listed(self, tab: str = "project") -> list[str]:
        """The names in the list at the left, from the top."""
        found = self.forms(tab).list
        assert found is not None
        return [found.items.item(at).text() for at in range(found.items.count())]

    def status(self) -> str:
        return self.work.status.text()
