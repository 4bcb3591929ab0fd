"""What happens between the first look of the window and the work: the data file is opened, or it is
said why not and what can be done; then what a person should know about this place."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.storage.problems import StorageProblem

if TYPE_CHECKING:
    from app.ui.window import MainWindow


def opened_for_work(window: "MainWindow") -> bool:
    """Open the data file; False where that cannot be done, and the program ends."""
    try:
        window.data()
        return True
    except StorageProblem as problem:
        window.tell(problem.sentence)
        QApplication.exit(1)
        return False
