"""What may be asked of a cell: the menu of a grid and the keys of the window lead here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.storage.store import Change
    from app.ui.beside.aside import Aside
    from app.ui.beside.pointed import Pointed


@dataclass(frozen=True)
class Asking:
    """`beside` is what stands beside the page in front; it is made after the pages' desk.
    `history` is what was typed into a cell before."""

    beside: Callable[[], "Aside"]
    history: "Callable[[str], list[Change]]"

    def explain(self, pointed: "Pointed") -> None:
        """Show the 口径 of a cell."""
        self.beside().explain(pointed)

    def trace(self, pointed: "Pointed") -> None:
        """Show how the figure of a cell came about."""
        self.beside().trace(pointed)

    def findings(self, pointed: "Pointed") -> None:
        """Show what the checks say of a cell."""
        self.beside().show_findings(pointed)

    def remark(self, pointed: "Pointed") -> None:
        """Ask for a note at a cell."""
        self.beside().remark(pointed)

    def found(self, address: str) -> int:
        """How many findings name a cell."""
        return self.beside().found(address)

    def remarks(self) -> Mapping[str, str]:
        """The notes by their cells."""
        return self.beside().marks
