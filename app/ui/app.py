"""Starting the program: fonts and style, the data file, the window."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.packs import Shelf, pack_folders
from app.resources import resources
from app.storage.home import default_database
from app.storage.listing import glance
from app.ui.crash import Watch
from app.ui.instance import Claim, Requests
from app.ui.preferences import documents, read
from app.ui.start.keeper import end_backups, keep_backups
from app.ui.style import SIZES, apply_style
from app.ui.surroundings import tell_what_lacks
from app.ui.told_to_end import Signals, end_in_order
from app.ui.window import MainWindow

if TYPE_CHECKING:
    from app.storage.store import Store

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
    shelf = Shelf(pack_folders(default_database().parent, path.parent))
    found = glance(path)
    size = SIZES[0] if found is None else read(found.settings).text_size
    if size != SIZES[0]:
        apply_style(app, size)
    window = MainWindow(lambda key: _open(path, key), shelf, documents(), found)
    stores_at_the_end(app, window)
    watch.look_after(window)
    signals = Signals()
    signals.came.connect(watch.expect_end)
    signals.came.connect(partial(end_in_order, app, window.commit))
    signals.begin()
    window.ready.connect(partial(tell_what_lacks, window))
    window.ready.connect(partial(keep_backups, window))
    window.show_fitting()
    QTimer.singleShot(SOON, window, partial(listen, window, file))
    code = app.exec()
    end_backups(window)
    window.close_data()
    watch.end(code)
    signals.end()
    held.lock.unlock()
    return code


def listen(window: MainWindow, file: Path | None = None) -> None:
    """Take in the file that was named, and what later starts on this data file hand over."""
    from app.ui.start.arriving import Arrivals

    arrivals, requests = Arrivals(window), Requests(window)
    requests.asked.connect(arrivals.come)
    requests.begin()
    if file is not None:
        arrivals.take(file)


def stores_at_the_end(app: QApplication, window: MainWindow) -> None:
    """Where the person logs off or the system is shut down, what is being typed is stored."""
    app.commitDataRequest.connect(window.commit)


def _open(path: Path, key: str) -> "Store":
    from app.storage.database import open_database  # a quarter of the start; the window comes first

    if not path.exists():
        from app.storage.rescue import require_not_lost

        require_not_lost(path)
    return open_database(path, key=key)
