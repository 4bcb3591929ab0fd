"""Say what this Linux system lacks for Qt: one line "<part>: <why>" each, nothing when all is well.

qt    the widgets cannot be loaded: the program cannot start
xcb   no window on an X11 desktop
cups  no real printers (PDF needs none)
font  no Chinese font: text shows as boxes

Libraries are really loaded, so it does not matter how a distribution names its packages.
"""

import ctypes
import os
import sys
from importlib import import_module
from pathlib import Path

MODULES = ("PySide6.QtWidgets", "PySide6.QtPrintSupport", "PySide6.QtSvg")
PLUGINS = {
    "xcb": "platforms/libqxcb.so",
    "cups": "printsupport/libcupsprintersupport.so",
}


def missing_plugins(qt_folder: Path) -> list[str]:
    found = []
    for part, name in PLUGINS.items():
        try:
            ctypes.CDLL(str(qt_folder / "plugins" / name))
        except OSError as error:
            found.append(f"{part}: {error}")
    return found


def missing_font() -> list[str]:
    from PySide6.QtGui import QFontDatabase, QGuiApplication

    application = QGuiApplication(sys.argv[:1])
    families = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    application.shutdown()
    return [] if families else ["font: no font with Chinese characters"]


def missing() -> list[str]:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        for name in MODULES:
            import_module(name)
    except ImportError as error:
        return [f"qt: {error}"]
    import PySide6

    return missing_plugins(Path(PySide6.__file__).parent / "Qt") + missing_font()


if __name__ == "__main__":
    for line in missing():
        print(line)
