"""The parts of a Linux system that Qt cannot do without, and the packages that bring them.

They are really loaded, so it does not matter how a distribution names its packages. Qt ends the
process where its window plug-in lacks a library; here that is found before Qt starts. Nothing of
Qt is imported with this module.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal

Part = Literal["qt", "display", "xcb", "cups", "font", "input", "place"]
MODULES = ("PySide6.QtWidgets", "PySide6.QtPrintSupport", "PySide6.QtSvg")
PLUGINS: dict[Part, str] = {
    "xcb": "platforms/libqxcb.so",
    "cups": "printsupport/libcupsprintersupport.so",
}
WAYLAND = "platforms/libqwayland-generic.so"
# library -> what brings it on Debian, Ubuntu, UOS and 麒麟; some have another name in newer ones
PACKAGES: dict[str, tuple[str, ...]] = {
    "libEGL.so.1": ("libegl1",),
    "libGL.so.1": ("libgl1",),
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libX11.so.6": ("libx11-6",),
    "libcups.so.2": ("libcups2", "libcups2t64"),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libexpat.so.1": ("libexpat1",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libgcc_s.so.1": ("libgcc-s1", "libgcc1"),
    "libglib-2.0.so.0": ("libglib2.0-0", "libglib2.0-0t64"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "libglib2.0-0t64"),
    "libstdc++.so.6": ("libstdc++6",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-render.so.0": ("libxcb-render0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-shm.so.0": ("libxcb-shm0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-util.so.1": ("libxcb-util1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxcb.so.1": ("libxcb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libz.so.1": ("zlib1g",),
}
PRINTING = "libcups.so.2"  # the program works without it


@dataclass(frozen=True)
class Lack:
    """A part that is missing; `why` is for whoever looks into it, often in the loader's words."""

    part: Part
    why: str


def qt_folder() -> Path:
    """Where the plug-ins of Qt lie, from source and in a built program. Raises ImportError."""
    return Path(str(import_module("PySide6").__file__)).parent / "Qt"


def missing_modules(names: Iterable[str] = MODULES) -> list[Lack]:
    try:
        for name in names:
            import_module(name)
    except ImportError as error:
        return [Lack("qt", str(error))]
    return []


def missing_plugin(part: Part, qt: Path) -> list[Lack]:
    from PySide6.QtCore import QLibrary

    library = QLibrary(str(qt / "plugins" / PLUGINS[part]))
    return [] if library.load() else [Lack(part, library.errorString())]


def missing_for_window(environment: Mapping[str, str]) -> list[Lack]:
    """Why no window can be opened, found before Qt is started; nothing where one can."""
    lacks = missing_modules(MODULES[:1])
    if lacks:
        return lacks
    platform = environment.get("QT_QPA_PLATFORM", "")
    wayland = environment.get("WAYLAND_DISPLAY", "")
    if platform and not platform.startswith("xcb"):
        return []
    if not platform and not environment.get("DISPLAY") and not wayland:
        return [Lack("display", "neither DISPLAY nor WAYLAND_DISPLAY is set")]
    qt = qt_folder()
    if not platform and wayland and (qt / "plugins" / WAYLAND).exists():
        return []
    return missing_plugin("xcb", qt)


def missing_fonts() -> list[Lack]:
    """Asks the running Qt whether any font has Chinese characters."""
    from PySide6.QtGui import QFontDatabase

    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return []
    return [Lack("font", "no font with Chinese characters")]


def lacking_libraries(loads: Callable[[str], bool] | None = None) -> list[str]:
    """Every library of `PACKAGES` that does not load: the loader itself names only the first."""
    loads = loads or _loads
    return [name for name in PACKAGES if name != PRINTING and not loads(name)]


def packages_for(libraries: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(PACKAGES[name][0] for name in libraries if name in PACKAGES))


def _loads(name: str) -> bool:
    import ctypes  # only where something is missing

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
