"""What the menu 更多 holds: rare things, each loaded when it is asked for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.ui.top_bar import Item

if TYPE_CHECKING:
    from app.ui.window import MainWindow


def items(window: "MainWindow") -> Sequence[Item]:
    """The lines of the menu, the same on the start page and in a submission."""
    return (Item("方案…", window.show_packs),)
