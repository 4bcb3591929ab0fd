"""What is missing around the program, said once and calmly, with the one command that helps.

Before Qt starts: what it cannot start without. After the first paint: fonts, the input method, a
place that cannot be written to.
"""

import os
import sys
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.storage.home import find_home, program_folder
from app.ui.input_methods import missing_input, settle
from app.ui.system_parts import (
    Lack,
    lacking_libraries,
    missing_fonts,
    missing_for_window,
    packages_for,
    qt_folder,
)

if TYPE_CHECKING:
    from app.ui.window import MainWindow

FONT_PACKAGE = "fonts-wqy-zenhei"
INPUT_PACKAGES = ("ibus", "ibus-libpinyin")
SAID = "said.input"  # the setting that holds the input method of which was told
LIBRARY_PATH, LIBRARY_PATH_BEFORE = "LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"
LATEST = 300  # seconds that a window of another program waits to be read

NO_WINDOW = (
    "系统缺少组件，算盘的窗口打不开，填过的内容不受影响。\n"
    "请打开终端，运行下面一条命令（要管理员密码），再打开算盘：\n\n    {command}\n\n缺少：{what}"
)
NO_WINDOW_PLAIN = (
    "Suanpan cannot open its window: a system library is missing. No data is affected.\n"
    "Run this in a terminal, then start Suanpan again:\n\n    {command}\n\nMissing: {what}"
)
NO_DISPLAY = (
    "这里没有图形界面，算盘的窗口打不开。请在桌面上打开；不用窗口的，suanpan --help 列出能做的事。"
)
NO_FONT = "没有中文字体，文字会显示成方框。请在终端运行下面的命令，再重新打开算盘。"
NO_FONT_PLAIN = (
    "No Chinese font is installed: text shows as boxes. "
    "Run this in a terminal, then start Suanpan again:"
)
NO_INPUT = (
    "在算盘里可能打不出汉字：这台电脑的输入法是 fcitx，算盘能用的是 ibus 或 fcitx5。\n\n"
    "请在终端运行下面一条命令，注销以后重新登录；在这以前，可以在别的程序里打好再粘贴过来。"
    "这句话只提示一次。\n\n    {command}"
)
REFUSED = (
    "“{place}”不能写入（U盘设了写保护，或者没有权限），这次填的内容存在这台电脑上：{folder}\n\n"
    "要存在U盘里，请关掉写保护，再重新打开算盘。"
)


def ready(environment: MutableMapping[str, str] = os.environ) -> bool:
    """Make ready for Qt, before it is loaded; False where no window can be opened, which is said.

    On Windows everything is there.
    """
    if not sys.platform.startswith("linux"):
        return True
    libraries_are_ours_alone(environment)
    lacks = missing_for_window(environment)
    if lacks:
        say_without_qt(*no_window(lacks), environment)
        return False
    settle(environment, input_contexts())
    return True


def libraries_are_ours_alone(environment: MutableMapping[str, str]) -> None:
    """A built program finds its libraries through a variable; WPS, started from here, must not."""
    if not getattr(sys, "frozen", False):
        return
    before = environment.get(LIBRARY_PATH_BEFORE)
    if before:
        environment[LIBRARY_PATH] = before
    else:
        environment.pop(LIBRARY_PATH, None)


def input_contexts() -> Path:
    return qt_folder() / "plugins" / "platforminputcontexts"


# ---------------------------------------------------------------- without a window


def install(*packages: str) -> str:
    """The one command that brings them."""
    return f"sudo apt-get install -y {' '.join(packages)}"


def no_window(lacks: Sequence[Lack]) -> tuple[str, str]:
    """What to say, in Chinese and for those who can show ASCII only."""
    if any(lack.part == "display" for lack in lacks):
        return NO_DISPLAY, "Suanpan needs a desktop; see suanpan --help."
    missing = lacking_libraries()
    command = install(*packages_for(missing))
    what = "、".join(missing)
    if not missing:  # something else than a known library
        command, what = "ldconfig -p", "; ".join(lack.why for lack in lacks)
    return (
        NO_WINDOW.format(command=command, what=what),
        NO_WINDOW_PLAIN.format(command=command, what=what.replace("、", ", ")),
    )


def say_without_qt(sentence: str, plain: str, environment: Mapping[str, str]) -> None:
    """On standard error, and in the window of whatever program can show one."""
    import shutil
    import subprocess  # hardly ever needed

    if sys.stderr is not None:
        sys.stderr.write(f"{sentence}\n")
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        return
    for command in _speakers(sentence, plain):
        if shutil.which(command[0]) is None:
            continue
        try:
            subprocess.run(command, env=dict(environment), timeout=LATEST, check=False)
        except (OSError, subprocess.TimeoutExpired):
            continue
        return


def _speakers(sentence: str, plain: str) -> Iterable[list[str]]:
    yield ["zenity", "--warning", "--no-markup", "--title=算盘", f"--text={sentence}"]
    yield ["kdialog", "--title", "算盘", "--sorry", sentence]
    yield ["xmessage", "-center", "-title", "Suanpan", plain]  # it knows no Chinese letters
    yield ["notify-send", "--urgency=critical", "算盘", sentence]


# ---------------------------------------------------------------- with a window


def tell_what_lacks(window: "MainWindow") -> None:
    """Say what a person should know, one after the other; what they know already is not said."""
    from app.ui.speaking import tell

    if no_letters_at_all():
        say_without_qt(no_font(), no_font(), os.environ)
        return
    for sentence in sentences(window):
        tell(window, sentence)


def sentences(window: "MainWindow") -> list[str]:
    """What is to be said now; the input method is told once for each that there is."""
    found: list[str] = []
    home = find_home(program_folder())
    if home.refused is not None:
        found.append(REFUSED.format(place=home.refused.parent, folder=home.folder))
    if missing_fonts():
        found.append(no_font())
    if sys.platform.startswith("linux"):
        lacks = missing_input(os.environ, input_contexts())
        if lacks and window.memory.recall(SAID) != lacks[0].why:
            window.memory.keep(SAID, lacks[0].why)
            found.append(NO_INPUT.format(command=_change_input()))
    return found


def no_letters_at_all() -> bool:
    """Whether the system has no font, so that no window of ours can say anything."""
    from PySide6.QtGui import QFontDatabase

    return not QFontDatabase.families()


def no_font() -> str:
    """Letters that can be read without the font come first."""
    if sys.platform.startswith("linux"):
        return f"{NO_FONT_PLAIN}\n\n    {install(FONT_PACKAGE)}\n\n{NO_FONT}"
    return (
        "没有中文字体，文字会显示成方框。请在系统“设置”的“可选功能”里添加“简体中文补充字体”。\n\n"
        "No Chinese font is installed: add the Simplified Chinese supplemental fonts in Settings."
    )


def _change_input() -> str:
    return f"{install(*INPUT_PACKAGES)} && im-config -n ibus"
