"""What a person was typing when something went wrong, so that they can copy it back.

A text may be in a field still, or on its way to the file already; it is shown, and written nowhere.
"""

from collections.abc import Iterator, Mapping
from types import FrameType

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from shiboken6 import isValid

MOST, LONGEST = 3, 20_000  # texts, and letters of one
# cells that no person types, as in `open_work.py`
_NOT_TYPED = (".rows", ".order", ".level", ".merge")
_EDITS = ("OpenWork.apply", "Session.apply")  # functions that are given what was typed, by address


def typed_texts(error: BaseException) -> tuple[str, ...]:
    """The texts, the likeliest first. Only for the thread that widgets live in."""
    found: dict[str, None] = {}
    for text in (*_in_field(QApplication.focusWidget()), *_on_its_way(error)):
        if text.strip() and len(found) < MOST:
            found[text[:LONGEST]] = None
    return tuple(found)


def _in_field(field: object) -> Iterator[str]:
    """What stands in a field that can be typed in; never a password."""
    if not isinstance(field, QLineEdit | QPlainTextEdit) or not isValid(field):
        return
    if field.isReadOnly():
        return
    if isinstance(field, QPlainTextEdit):
        yield field.toPlainText()
    elif field.echoMode() == QLineEdit.EchoMode.Normal:
        yield field.text()


def _on_its_way(error: BaseException) -> Iterator[str]:
    """What the functions that failed were given: cells of an edit, or the field that they read."""
    trace = error.__traceback__
    while trace is not None:
        yield from _in_frame(trace.tb_frame)
        trace = trace.tb_next


def _in_frame(frame: FrameType) -> Iterator[str]:
    known = frame.f_locals
    if frame.f_code.co_qualname in _EDITS:
        yield from _of_edit(known.get("cells", getattr(known.get("edit"), "cells", None)))
    for name in ("self", "editor", "field"):
        yield from _in_field(known.get(name))


def _of_edit(cells: object) -> Iterator[str]:
    if isinstance(cells, Mapping) and len(cells) <= MOST:
        for cell, text in cells.items():
            if isinstance(text, str) and not str(cell).endswith(_NOT_TYPED):
                yield text
