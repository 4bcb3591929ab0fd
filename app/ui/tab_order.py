"""Where Tab goes next. Qt goes in the order in which parts were made; some are made late."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def tab_before(part: QWidget, other: QWidget) -> None:
    """Tab comes to what is in `part`, in its own order, just before it comes to `other`."""
    inside = [one for one in _ring(part) if _is_in(one, part) and _stops(one)]
    back = (one for one in _ring(other, backwards=True) if not _is_in(one, part) and _stops(one))
    last = next((one for one in back if one is not other), None)
    if last is not None:
        for one, after in pairwise((last, *inside)):
            QWidget.setTabOrder(one, after)


def first_stop(part: QWidget) -> QWidget | None:
    """Where Tab comes to first in a part; None where it stops nowhere in it."""
    inside = (one for one in _ring(part) if _is_in(one, part) and _stops(one))
    return next((one for one in inside if one.isVisible() and one.isEnabled()), None)


def next_part(parts: Sequence[QWidget], step: int) -> None:
    """The cursor from one part of a page into the next (-1: last) that is seen, where it was in
    it."""
    shown = [part for part in parts if part.isVisible()]
    cursor = QApplication.focusWidget()
    here = [at for at, part in enumerate(shown) if cursor is not None and _is_in(cursor, part)]
    if not shown:
        return
    part = shown[(here[0] + step if here else 0 if step > 0 else -1) % len(shown)]
    last = part.focusWidget()
    stop = last if last is not None and last.isVisible() else first_stop(part)
    if stop is not None:
        stop.setFocus(Qt.FocusReason.TabFocusReason)


def _ring(start: QWidget, *, backwards: bool = False) -> Iterator[QWidget]:
    """All widgets of its window in the order of Tab, once round."""
    at: QWidget | None = start
    while at is not None:
        yield at
        at = at.previousInFocusChain() if backwards else at.nextInFocusChain()
        if at is start:
            return


def _is_in(widget: QWidget, part: QWidget) -> bool:
    return widget is part or part.isAncestorOf(widget)


def _stops(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
