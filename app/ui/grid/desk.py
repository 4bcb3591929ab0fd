"""What a grid, and the page that it stands on, may ask of the window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.ui.grid.asking import Asking
from app.ui.grid.counting import Counts
from app.ui.grid.zoom import Zoom
from app.ui.memory import Memory


@dataclass(frozen=True)
class Desk:
    """The few things that all pages need; nothing else reaches the window.

    `apply` makes an edit (cells, label for undo; False: refused). `memory` is what was set and what
    the window remembers, `zoom` how large grids are shown. `count` shows what the selected cells
    come to (None: nothing). `asking` is what may be asked of a cell. `sealed` says why nothing may
    be changed; blank where it may.
    """

    apply: Callable[[Mapping[str, str], str], bool]
    say: Callable[..., None]  # a sentence, and what shows more of it
    go_to: Callable[[str], None]
    memory: Memory
    zoom: Zoom
    count: Callable[[Counts | None], None]
    asking: Asking
    sealed: str = ""
