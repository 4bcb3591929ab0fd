"""What happens between the first look of the window and the work: the data file is opened, or it is
said why not and what can be done; then what a person should know about this place."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.log import note
from app.storage.problems import StorageProblem

if TYPE_CHECKING:
    from pathlib import Path

    from app.ui.window import MainWindow

MAYBE = "\n\n从没设过密码的，是文件损坏了，请点“打不开怎么办…”，用最近的备份接着填。"


def opened_for_work(window: "MainWindow") -> bool:
    """Open the data file; False where that cannot be done, and the program ends."""
    while (problem := _problem(window)) is not None:
        if not _mended(window, problem):
            QApplication.exit(1)
            return False
    return True


def _problem(window: "MainWindow") -> StorageProblem | None:
    """Why the data file cannot be opened; None where it is open."""
    try:
        window.data()
        return None
    except StorageProblem as problem:
        note("problem", kind=problem.kind, at="open")
        return problem


def _mended(window: "MainWindow", problem: StorageProblem) -> bool:
    """Whether a person has done something about it, so that another try is worth it."""
    match problem.kind:
        case "password":
            return _unlocked(window, problem)
        case "damaged" | "lost":
            return _rescued(window, problem.path)
        case "missing" | "not-ours" if _has_backups(problem.path):
            return _rescued(window, problem.path)
    from app.ui.diagnosing import tell_offering

    tell_offering(problem.sentence, window, problem.path, window.key)
    return False


def _has_backups(path: "Path") -> bool:
    """Whether there is anything to offer for a file that is no data file any more, or is gone."""
    from app.storage.rescue import has_backups

    return has_backups(path)


def _unlocked(window: "MainWindow", problem: StorageProblem) -> bool:
    from app.ui.start.password_dialog import PasswordDialog

    def attempt(key: str) -> str:
        """Opening is the test; what else is wrong with the file is said after this dialog."""
        window.key = key
        found = _problem(window)
        return found.sentence if found is not None and found.kind == "password" else ""

    dialog = PasswordDialog(window, _asking(problem), attempt, rescue=True, no="退出")
    if dialog.exec():
        return True
    window.key = dialog.password() if dialog.wants_rescue else ""  # it may be that of the backups
    return dialog.wants_rescue and _rescued(window, problem.path)


def _asking(problem: StorageProblem) -> str:
    from app.storage.rescue import was_open

    return problem.sentence + (MAYBE if was_open(problem.path) else "")


def _rescued(window: "MainWindow", path: "Path") -> bool:
    from app.ui.start.rescue import rescued

    window.mended = rescued(window, path, window.key)
    return window.mended
