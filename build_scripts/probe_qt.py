"""Say what this Linux system lacks for Qt: one line "<part>: <why>" each, nothing when all is well.

qt    the widgets cannot be loaded: the program cannot start
xcb   no window on an X11 desktop
cups  no real printers (PDF needs none)
font  no Chinese font: text shows as boxes

Run it with the project's folder in PYTHONPATH; the program asks the same at its start.
"""

import os
import sys

from app.ui.system_parts import Lack, missing_fonts, missing_modules, missing_plugin, qt_folder


def missing() -> list[Lack]:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    lacks = missing_modules()
    if lacks:
        return lacks
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication(sys.argv[:1])
    fonts = missing_fonts()
    application.shutdown()
    qt = qt_folder()
    return [*missing_plugin("xcb", qt), *missing_plugin("cups", qt), *fonts]


if __name__ == "__main__":
    for lack in missing():
        print(f"{lack.part}: {lack.why}")
