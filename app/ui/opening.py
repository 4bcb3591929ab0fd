"""Showing a file or a folder in the program that the system has for it."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def opened(path: Path) -> str:
    """Open it; a sentence where that cannot be done, blank where it was."""
    if not path.exists():
        return f"它已经不在了，可能被移走或改名：{path}"
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        return ""
    if path.is_dir():
        return f"文件夹打不开，请自己打开：{path}"
    return f"这台电脑上没有能打开 {path.suffix} 的程序（如 WPS），文件在：{path}"
