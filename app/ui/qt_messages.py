"""What Qt says to nobody: into the log, without the texts and files that it may be about."""

import os
import re
import sys
from collections import Counter
from contextlib import suppress

from PySide6.QtCore import QMessageLogContext, QtMsgType, qFormatLogMessage

from app import log

LEVELS = {
    QtMsgType.QtDebugMsg: "debug",
    QtMsgType.QtInfoMsg: "info",
    QtMsgType.QtWarningMsg: "warning",
    QtMsgType.QtCriticalMsg: "critical",
    QtMsgType.QtFatalMsg: "fatal",
}
BUILT = bool(getattr(sys, "frozen", False))
ASKED = "QT_FORCE_STDERR_LOGGING"  # Qt's own word for it; bench_built.py reads what is written
_CATEGORY = r"[a-z][\w.-]{0,60}"
_METHOD = r"Q\w{1,60}(?:::~?\w{1,60})+"  # of Qt, at the start of its words
_KNOWN = (
    r"This plugin does not support [a-zA-Z ]{0,40}(?:\(\))?"
    r"|Could not load the Qt platform plugin.*"
    r"|QPainter::begin: Paint device returned engine == 0.*"
    r"|QObject::startTimer: .*"
    r"|Timers cannot be started from another thread"
)


class Messages:
    """Counts what is said again and again; the first, the tenth, the hundredth are logged."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, ...]] = Counter()

    def take(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        """For `qInstallMessageHandler`; from any thread."""
        with suppress(Exception):
            level = LEVELS.get(kind, "warning")
            if sys.stderr is not None and (not BUILT or os.environ.get(ASKED) == "1"):
                sys.stderr.write(f"{qFormatLogMessage(kind, context, message)}\n")
            if level == "debug":
                return
            said = plain_message(str(getattr(context, "category", "") or ""), message)
            self._counts[(level, *said)] += 1
            count = self._counts[(level, *said)]
            if str(count).strip("0") == "1":
                log.note_lines("qt", said, level=level, count=count)
            if level == "fatal":
                log.open_file()  # the process ends when this returns


def plain_message(category: str, message: str) -> tuple[str, ...]:
    """The part of Qt that speaks, the method that it names, and words that are known; the rest
    may hold anything."""
    found = re.match(_METHOD, message, re.A)
    known = re.fullmatch(_KNOWN, message, re.A)
    said = (
        category if re.fullmatch(_CATEGORY, category, re.A) else "",
        found[0] if found is not None else "",
        _before_rest(known[0]) if known is not None else "",
    )
    return tuple(one for one in said if one)


def _before_rest(words: str) -> str:
    return words.partition(":")[0][:80] if "::" not in words else ""
