"""What a clerk asks of a cell, and what stands beside the work then: more verbs for `Office`."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTreeWidgetItem

from app.exchange.package import parse
from app.resources import sample_text, shipped_schemes
from app.ui.beside.remark_dialog import RemarkDialog
from app.ui.grid.grid import Grid
from tests.ui.driver import Office

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def opens_sample(office: Office) -> Office:
    """The sample unit, as the start page offers it."""
    sample = parse(sample_text(), shipped_schemes())
    office.store.create(sample.year, sample.scheme_id, sample.scheme_hash, sample.entries)
    office.reopens()
    office.window.activateWindow()
    office.settle()
    return office


# ── the menu ──────────────────────────────────────────────────────────────────────────────


def open_menu(office: Office) -> QMenu:
    found = (one for one in office.window.findChildren(QMenu) if one.isVisible())
    menu = next((one for one in found if isinstance(one, QMenu)), None)
    assert menu is not None, "no menu is open"
    return menu


def menu_lines(office: Office) -> dict[str, str]:
    """The lines of the open menu with their keys; grey ones begin with a minus."""
    lines = {}
    for action in open_menu(office).actions():
        if not action.isSeparator():
            grey = "" if action.isEnabled() else "-"
            lines[grey + action.text()] = action.shortcut().toString()
    return lines


def closes_menu(office: Office) -> None:
    open_menu(office).close()
    office.window.activateWindow()
    office.settle()


# ── the panel ─────────────────────────────────────────────────────────────────────────────


def panel(office: Office) -> str:
    """All that the panel at the right says; blank while it is folded."""
    made = office.work.aside.panel
    return made.text() if made.isVisible() else ""


def sources(office: Office) -> list[tuple[str, str]]:
    """The inputs as the tree shows them, opened ones below their own."""
    tree = office.work.aside.panel.traced.tree
    found: list[tuple[str, str]] = []

    def take(item: QTreeWidgetItem) -> None:
        found.append((item.text(0), item.text(1)))
        if item.isExpanded():
            for at in range(item.childCount()):
                child = item.child(at)
                assert child is not None
                take(child)

    for at in range(tree.topLevelItemCount()):
        top = tree.topLevelItem(at)
        assert top is not None
        take(top)
    return found


# ── remarks ───────────────────────────────────────────────────────────────────────────────


def remarks_on(office: Office, address: str, text: str) -> str:
    """Shift+F2 on a cell, the text, Ctrl+Enter; what stood in the dialog before."""
    office.goes_to(address)
    return writes_remark(office, text)


def writes_remark(office: Office, text: str) -> str:
    before: list[str] = []

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, RemarkDialog) or not dialog.edit.hasFocus():
            QTimer.singleShot(10, fill)
            return
        before.append(dialog.text())
        QTest.keyClick(dialog.edit, Key.Key_A, CONTROL)
        QTest.keyClick(dialog.edit, Key.Key_Delete)
        office.enters(text)
        QTest.keyClick(dialog.edit, Key.Key_Return, CONTROL)

    QTimer.singleShot(0, fill)
    office.presses(Key.Key_F2, SHIFT)
    office.window.activateWindow()
    office.settle()
    return before[0]


# ── findings ──────────────────────────────────────────────────────────────────────────────


def lines_of(grid: Grid) -> list[list[str]]:
    return [[cell.shown for cell in row] for row in grid.grid_model.view.rows]


def below(office: Office) -> list[list[str]]:
    """The findings below the work, line by line; none while they are folded."""
    grid = office.work.aside.findings.grid
    return lines_of(grid) if grid.isVisible() else []


def bar(office: Office) -> str:
    """What the folded line says."""
    return office.work.aside.findings.bar.text()
