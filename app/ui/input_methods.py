"""Which input method Qt is to speak with on Linux, settled before Qt is started.

Qt's own packages bring a plug-in for ibus and none for fcitx, and Qt 6 has none for XIM. Where a
system asks for fcitx or for nothing that is there, ibus is as good: fcitx5 answers to it too.
"""

import os
from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path

from app.ui.system_parts import Lack

ONE, MANY = "QT_IM_MODULE", "QT_IM_MODULES"  # Qt asks for the second one first
OTHERS = "XMODIFIERS"  # what all programs of the desktop are told: @im=fcitx
PORTAL = "IBUS_USE_PORTAL"  # makes the plug-in speak over the session's bus
IBUS, FCITX = "ibus", "fcitx"
DAEMON = "ibus-daemon"
_NO_CHINESE = {"", "xim", "compose", "simple"}


def settle(environment: MutableMapping[str, str], contexts: Path) -> None:
    """Ask Qt for ibus where what it is asked for is not there and ibus is, or fcitx5 for it."""
    if not answers_as_ibus(environment):
        return
    if _unheard(environment, contexts):
        environment.pop(MANY, None)
        environment[ONE] = IBUS
    if _chosen(environment) == [IBUS] and not _is_installed(DAEMON, environment):
        environment[PORTAL] = "1"  # else the plug-in looks for that program, and fcitx5 has none


def missing_input(environment: Mapping[str, str], contexts: Path) -> list[Lack]:
    """Whether people here write with fcitx, and it cannot reach the program. An ibus that does not
    run is no news to them: no program gets Chinese from it."""
    if _unheard(environment, contexts) != FCITX:
        return []
    return [Lack("input", f"no plug-in of Qt for {FCITX}, and nothing answers as ibus")]


def _unheard(environment: Mapping[str, str], contexts: Path) -> str:
    """The input method of the system, where Qt as it is asked now would not speak with it."""
    chosen = _chosen(environment)
    if any(_has_plugin(name, contexts) or name == "none" for name in chosen):
        return ""
    if any(name.startswith(FCITX) for name in chosen):
        return FCITX
    told = environment.get(OTHERS, "").partition("@im=")[2].lower()
    if told.startswith(FCITX):
        return FCITX
    return IBUS if told.startswith(IBUS) else ""


def _chosen(environment: Mapping[str, str]) -> list[str]:
    """What Qt is asked for, without what cannot write Chinese."""
    asked = environment.get(MANY) or environment.get(ONE) or ""
    names = (name.strip().lower() for name in asked.split(";"))
    return [name for name in names if name not in _NO_CHINESE]


def _is_installed(program: str, environment: Mapping[str, str]) -> bool:
    folders = environment.get("PATH", os.defpath).split(os.pathsep)
    return any(os.access(Path(folder) / program, os.X_OK) for folder in folders)


def _has_plugin(name: str, contexts: Path) -> bool:
    return any(name in path.name.lower() for path in _listed(contexts))


def answers_as_ibus(environment: Mapping[str, str]) -> bool:
    """Whether ibus runs for this person, or fcitx5, which leaves a note of the same kind."""
    if environment.get("IBUS_ADDRESS"):
        return True
    home = environment.get("XDG_CONFIG_HOME") or f"{environment.get('HOME', '')}/.config"
    return any(_is_alive(path) for path in _listed(Path(home) / "ibus" / "bus"))


def _listed(folder: Path) -> Iterable[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _is_alive(note: Path) -> bool:
    """Whether the process that left the note is still there."""
    try:
        text = note.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    for line in text.splitlines():
        name, _, number = line.partition("=")
        if name == "IBUS_DAEMON_PID" and number.strip().isdigit():
            return _runs(int(number))
    return False


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True
