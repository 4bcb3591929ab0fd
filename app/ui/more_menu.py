"""What the menu 更多 holds: rare things, each loaded when it is asked for."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from app.ui.start.start_page import BACKUP, RESTORE

if TYPE_CHECKING:
    from app.ui.top_bar import Item
    from app.ui.window import MainWindow

SETTINGS, SHORTCUTS, MANUAL = "Ctrl+,", "Ctrl+/", "Ctrl+F1"


def items(window: "MainWindow") -> "Sequence[Item]":
    """The lines of the menu, the same on the start page and in a submission."""
    from app.ui.top_bar import Item  # with all that a submission needs

    return (
        Item("方案…", window.show_packs),
        Item("检查全部单位…", partial(review, window)),
        Item("核对数据包…", partial(compare, window)),
        Item("备份…", partial(window.do, BACKUP)),
        Item("恢复…", partial(window.do, RESTORE)),
        Item("密码…", partial(password, window)),
        Item("设置…", partial(settings, window), SETTINGS),
        Item(),
        Item("使用手册", partial(manual, window), MANUAL),
        Item("快捷键", partial(shortcuts, window), SHORTCUTS),
        Item("导出诊断包…", partial(diagnostics, window)),
    )


def bind_keys(window: "MainWindow") -> None:
    """The keys of these lines, on the start page too."""
    for keys, act in ((SETTINGS, settings), (SHORTCUTS, shortcuts), (MANUAL, manual)):
        QShortcut(QKeySequence(keys), window, partial(act, window))


def review(window: "MainWindow") -> None:
    from app.ui.start.review_dialog import show_review

    show_review(window)


def compare(window: "MainWindow") -> None:
    from app.ui.start.compare import ask_comparison

    ask_comparison(window)


def password(window: "MainWindow") -> None:
    from app.ui.start.passwords import ask_new_password

    ask_new_password(window)


def settings(window: "MainWindow") -> None:
    from app.ui.settings_dialog import show_settings

    show_settings(window)


def shortcuts(window: "MainWindow") -> None:
    from app.ui.help.shortcuts_dialog import show_shortcuts

    show_shortcuts(window)


def manual(window: "MainWindow") -> None:
    from app.ui.help.manual_window import show_manual

    show_manual(window, window.work.current_tab() if window.work is not None else "")


def diagnostics(window: "MainWindow") -> None:
    from app.ui.diagnosing import export_diagnostics

    export_diagnostics(window)
