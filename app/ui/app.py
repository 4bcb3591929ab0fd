"""Starting the program: fonts and style, the data file, the window."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.resources import resources
from app.storage.home import default_database
from app.storage.listing import glance
from app.ui.crash import Watch
from app.ui.instance import Claim, hold_again
from app.ui.preferences import documents, read
from app.ui.style import SIZES, apply_style
from app.ui.told_to_end import Signals, end_in_order
from app.ui.window import MainWindow

if TYPE_CHECKING:
    from app.packs import Shelf
    from app.storage.store import Store

AGAIN = 5000  # ms between two looks whether the data file is still held
SOON = 20  # ms: what can wait until the window is painted


def make_application(argv: Sequence[str]) -> QApplication:
    """The Qt application with our style and Qt's own texts in Chinese."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        if not found.styleSheet():  # made for painting only, as the self-test and tests do
            found.setStyle("Fusion")
            apply_style(found)
        return found
    # so named, Qt makes it itself; through its Python name it takes a twentieth of the start
    app = QApplication([*argv, "-style", "fusion"])
    app.setApplicationName("suanpan")
    app.setApplicationDisplayName("算盘")
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    app.setWindowIcon(QIcon(str(resources() / "icons" / "suanpan.png")))
    apply_style(app)
    return app


def run(path: Path, file: Path | None, claimed: Claim) -> int:
    """Open the window on a data file that was claimed, and a file in it that the person wants
    taken in; returns the exit code. A data file that cannot be opened is said."""
    app = make_application(sys.argv)
    held: Claim | None = claimed
    if claimed.state not in {"mine", "unguarded"}:
        from app.ui.occupied import settled

        held = settled(claimed, path, file)
    if held is None:
        return 0
    watch = Watch(path)
    watch.begin()
    found = glance(path)
    size = SIZES[0] if found is None else read(found.settings).text_size
    if size != SIZES[0]:
        apply_style(app, size)
    window = MainWindow(partial(_open, path), partial(_make_shelf, path), documents(), found)
    stores_at_the_end(app, window)
    watch.look_after(window)
    signals = Signals()
    signals.came.connect(watch.expect_end)
    signals.came.connect(partial(end_in_order, app, window.commit))
    signals.begin()
    window.ready.connect(partial(look_around, window))
    window.show_fitting()
    QTimer.singleShot(SOON, window, partial(listen, window, file))
    clock = QTimer(window)
    clock.timeout.connect(partial(hold_again, held))
    clock.start(AGAIN)
    code = app.exec()
    end_work(window)
    watch.end(code)
    signals.end()
    held.lock.unlock()
    return code


def look_around(window: MainWindow) -> None:
    """What is done once the window stands and its data file is open. Nothing of it is imported
    before, so that the window stands early."""
    from app.ui.start.keeper import keep_backups
    from app.ui.surroundings import tell_what_lacks

    tell_what_lacks(window)
    keep_backups(window)


def end_work(window: MainWindow) -> None:
    """The last of the backups, then the data file is closed."""
    from app.ui.start.keeper import end_backups

    end_backups(window)
    window.close_data()


def listen(window: MainWindow, file: Path | None = None) -> None:
    """Take in the file that was named, and what later starts on this data file hand over."""
    from app.ui.requests import Requests
    from app.ui.start.arriving import Arrivals

    arrivals, requests = Arrivals(window), Requests(window)
    requests.asked.connect(arrivals.come)
    requests.begin()
    if file is not None:
        arrivals.take(file)


def stores_at_the_end(app: QApplication, window: MainWindow) -> None:
    """Where the person logs off or the system is shut down, what is being typed is stored."""
    app.commitDataRequest.connect(window.commit)


def _make_shelf(path: Path) -> "Shelf":
    from app.packs import Shelf, pack_folders

    return Shelf(pack_folders(default_database().parent, path.parent))


def _open(path: Path, key: str) -> "Store":
    from app.storage.database import open_database  # a quarter of the start; the window comes first

    if not path.exists():
        from app.storage.rescue import require_not_lost

        require_not_lost(path)
    return open_database(path, key=key)
