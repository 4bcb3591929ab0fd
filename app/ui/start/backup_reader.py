"""What is in each backup of a list, read one after another beside the window."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from app.storage.comparing import Glimpse, glimpse
from app.ui.start.quiet import collect_again, put_off

CHECKED = 20  # of the latest ones every page is looked at


class BackupReader(QObject):
    """Tells `read` with a path and its Glimpse: of all quickly, then of the latest thoroughly."""

    read = Signal(object, object)
    _ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._unwanted = threading.Event()
        self._ended.connect(self._ends, Qt.ConnectionType.QueuedConnection)

    def begin(self, paths: Sequence[Path], keys: Sequence[str]) -> None:
        """Read these; what was begun before is given up."""
        self.stop()
        unwanted = self._unwanted = threading.Event()
        put_off(self)

        def work() -> None:
            for checked, some in ((False, paths), (True, paths[:CHECKED])):
                for path in some:
                    if unwanted.is_set():
                        return
                    self._tell(path, glimpse(path, keys, checked=checked))
            with suppress(RuntimeError):
                self._ended.emit(unwanted)

        self._thread = threading.Thread(target=work, name="backups", daemon=True)
        self._thread.start()

    def _tell(self, path: Path, found: Glimpse) -> None:
        with suppress(RuntimeError):  # the dialog is gone
            self.read.emit(path, found)

    def stop(self) -> None:
        """No more is read: one that is looked at is looked at to its end."""
        self._unwanted.set()
        self._end()

    def _ends(self, which: threading.Event) -> None:
        if which is self._unwanted:  # and not one that was given up
            self._end()

    def _end(self) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            collect_again(self)
