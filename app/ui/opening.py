"""Files between this program and the system's own: shown in the program for them, or dragged in."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent


def opened(path: Path) -> str:
    """Open it; a sentence where that cannot be done, blank where it was."""
    if not path.exists():
        return f"它已经不在了，可能被移走或改名：{path}"
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        return ""
    if path.is_dir():
        return f"文件夹打不开，请自己打开：{path}"
    return f"这台电脑上没有能打开 {path.suffix} 的程序（如 WPS），文件在：{path}"


def dragged_files(data: QMimeData) -> list[Path]:
    """The files of this computer that are dragged; none where something else is."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def take_a_copy(event: QDropEvent) -> None:
    """Never a move: the program that the file comes from would delete it there."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
