"""What every tab's page can do: show a report, go to a cell, say what is under the cursor."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.report import Report
from app.handover import Outcome, Wanted
from app.ui.fields import ChoiceField, LineField, LongField, TextField
from app.ui.grid.desk import Desk
from app.ui.grid.grid import Grid
from app.ui.tab_order import first_stop
from app.ui.views.views import CellView

if TYPE_CHECKING:
    from app.ui.intake.earlier_years import Earlier


@dataclass(frozen=True)
class Inlets:
    """What comes into a submission without being typed.

    `attach` copies an evidence file and gives the name to list (None: refused, and said); `find`
    gives its place (None: gone). `earlier` reads the unit's other submissions. `last_year` and
    `accounts` ask for figures and take them in. `codes` opens the tables of codes.
    """

    attach: Callable[[Path], str | None]
    find: Callable[[str], Path | None]
    earlier: Callable[[], "Earlier"]
    last_year: Callable[[], None]
    accounts: Callable[[], None]
    codes: Callable[[], None]


@dataclass(frozen=True)
class Outlets:
    """What leaves the house. `hand_over` gives None where it said why there is no folder; `review`
    writes what the checks found for the chief to sign."""

    preview: Callable[[str], None]  # form id, blank for all forms, or the official tables
    hand_over: Callable[[Path, Wanted], Outcome | None]
    review: Callable[[], None]


class Page(QWidget):
    """A tab's page. It never computes: it shows what the last report says."""

    current_cell = Signal(object)  # CellView | None

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("ground")

    def show_report(self, report: Report) -> None:
        raise NotImplementedError

    def current_prefix(self) -> str:
        """The form in front, for the print preview; blank where there is none."""
        return ""

    def go_to(self, address: str) -> bool:
        """Put the cursor on a cell; False where the page does not have it."""
        return self.go_to_field(address)

    def here(self) -> tuple[str, str] | None:
        """Where a jump from this page comes back to: its name for a person, and the place for
        `come_back()`. None: nobody asks to come back."""
        return None

    def come_back(self, place: str) -> None:
        """Put the cursor where it was when a jump went away from here."""

    def _all_fields(self) -> Iterator[TextField]:
        for kind in (LineField, LongField, ChoiceField):
            for field in self.findChildren(kind):
                if isinstance(field, TextField):
                    yield field

    def go_to_field(self, address: str) -> bool:
        for field in self._all_fields():
            if field.address == address and field.isVisible():
                field.setFocus()
                return True
        return False

    def enter(self, last: QWidget | None = None) -> None:
        """Put the cursor where it was on this page; the first time into its first field or grid.

        A grid's is then on a cell that can be typed in; a field is not selected, for a key that
        nobody meant would take all of its text.
        """
        if isinstance(last, TextField | Grid) and last.isVisible():
            last.setFocus()
            return
        for widget in self.findChildren(QWidget):
            if isinstance(widget, TextField | Grid) and widget.isVisible():
                reason = Qt.FocusReason.TabFocusReason
                widget.setFocus(
                    reason if isinstance(widget, Grid) else Qt.FocusReason.OtherFocusReason
                )
                return
        first = first_stop(self)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def parts(self) -> tuple[QWidget, ...]:
        """What F6 goes round: a list, what is chosen in it, and what stands beside that."""
        return ()

    def commit(self) -> None:
        """Store what is being typed in a field or a cell right now."""
        field = QApplication.focusWidget()
        if field is None or not self.isAncestorOf(field):
            return
        if isinstance(field, LineField | LongField):
            field.commit()
        for grid in self.findChildren(Grid):
            if isinstance(grid, Grid):
                grid.commit_editor()

    def say_field(self, label: str, hint: str = "") -> Callable[[str], None]:
        """Tell the status bar which field the cursor is in."""
        return lambda address: self.current_cell.emit(
            CellView("", address, name=label, note=hint or "离开这一格即自动保存")
        )
