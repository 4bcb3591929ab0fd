"""Python's own collecting of rubbish, put off at the start, where it finds none and takes time, and
while a thread works beside the window: what the window lets go of must not be collected there, for
a widget ends where it is collected."""

import gc

STARTING = "start"  # from the first line to the painted window nothing is let go of
_AT_WORK: set[object] = set()


def put_off(who: object) -> None:
    """Called by the window's thread, before the other one begins."""
    _AT_WORK.add(who)
    gc.disable()


def collect_again(who: object) -> None:
    """That work is done; when all is done, rubbish is collected as before."""
    _AT_WORK.discard(who)
    if not _AT_WORK:
        gc.enable()
