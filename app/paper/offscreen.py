"""A Qt application for painting PDFs where there is no window."""

import os
import sys

from PySide6.QtWidgets import QApplication


def paint_application() -> QApplication:
    """The running application, or one that needs no display. Keep a reference to it."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    displays = ("DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in displays):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QApplication(["suanpan"])
