"""What later starts ask of the window that has their data file, and its answers; how they ask is in
`instance.py`."""

import os
import stat
import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from app.ui.instance import ENDING, LONGEST, requests, take_away

OLD = 60  # seconds after which a request is nobody's any more


class Requests(QObject):
    """Hears what later starts ask of this process, for as long as it lives."""

    asked = Signal(object)  # to come to the front; the Path of a file to open, or None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = requests()
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self.look)

    def begin(self) -> None:
        """Answer what waits already, and whatever comes."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return  # a second start will say that it got no answer
        if not self._watcher.addPath(str(self._folder)):  # a system watches only so many folders
            timer = QTimer(self)
            timer.timeout.connect(self.look)
            timer.start(500)
        self.look()

    def look(self) -> None:
        """Answer each request that is there for this process."""
        try:
            found = sorted(self._folder.glob(f"{os.getpid()}-*{ENDING}"))
        except OSError:
            return
        for path in found:
            content = _content(path)
            take_away(path)
            if content is not None and not path.exists():
                self.asked.emit(_file_in(content))


def _content(path: Path) -> bytes | None:
    """What a request holds; None for what was forgotten long ago or is none at all."""
    plain = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)  # a file and no pipe
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | plain), "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode) or abs(time.time() - about.st_mtime) > OLD:
                return None
            return file.read(LONGEST + 1)
    except OSError:
        return None


def _file_in(content: bytes) -> Path | None:
    """The absolute path in a request; None where there is none, or something that is no path."""
    if not content or len(content) > LONGEST:
        return None
    try:
        name = os.fsdecode(content)
    except UnicodeDecodeError:
        return None
    is_path = Path(name).is_absolute() and not any(ord(one) < 32 for one in name)
    return Path(name) if is_path else None
