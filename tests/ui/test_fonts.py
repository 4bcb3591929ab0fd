"""The letters: ours in everything that has some, whatever the system would take."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QListView, QMenu, QMessageBox, QTreeWidget, QWidget

from app.ui import style

# what Windows has fonts of its own for
WINDOWS = ("QAbstractItemView", "QMenu", "QMessageBox", "QTipLabel")


@pytest.fixture
def app(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[QApplication]:
    """A system as Windows is: each style sheet of the program brings its fonts back."""
    before, plain = QFont(qapp.font()), QApplication.setStyleSheet
    theirs = QFont("Tahoma")

    def set_style_sheet(self: QApplication, text: str) -> None:
        plain(self, text)
        for kind in WINDOWS:
            self.setFont(theirs, kind)  # type: ignore[arg-type]  # wants text, whatever its stubs say

    monkeypatch.setattr(QApplication, "setStyleSheet", set_style_sheet)
    yield qapp
    monkeypatch.undo()
    qapp.setStyleSheet("")
    qapp.setFont(before)


@pytest.mark.parametrize("made", [QListView, QMenu, QMessageBox, QTreeWidget])
def test_lists_menus_and_messages_have_our_letters(app: QApplication, made: type[QWidget]) -> None:
    style.apply_style(app)
    widget = made()
    widget.ensurePolished()
    assert widget.font().families() == app.font().families()


def test_signs_come_from_a_font_that_has_them(
    app: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["Arial", "Microsoft YaHei", "Segoe UI Symbol"]
    monkeypatch.setattr(QFontDatabase, "families", lambda: names)
    style.apply_style(app)
    assert app.font().families() == ["Microsoft YaHei", "Segoe UI Symbol"]
