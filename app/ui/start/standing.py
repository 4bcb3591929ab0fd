"""How far each submission is, computed after the list is shown: one a turn of the event loop, so
that the window answers in between."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.codes import code_book
from app.domain.codes import CodeBook
from app.domain.compute import compute
from app.review import Summary, summary
from app.scheme.model import Codes
from app.storage.problems import StorageProblem

if TYPE_CHECKING:
    from app.domain.subjects import Subject
    from app.packs import Shelf
    from app.storage.listing import SubmissionInfo
    from app.storage.store import Store

PAUSE = 15  # ms between two of them
# number, its last edit and when that was, the scheme's checksum, the unit's codes
Key = tuple[int, int, datetime, str, int]
Show = Callable[[int, str, "Summary | str"], None]


class Standing(QObject):
    """Figures by submission, kept in memory as long as nothing of what they come from changes."""

    def __init__(self, store: "Store", shelf: "Shelf", show: Show, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._shelf, self._show = store, shelf, show
        self._known: dict[Key, Summary] = {}
        self._waiting: list[SubmissionInfo] = []
        self._codes: tuple[int, CodeBook] = (0, code_book({}))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._turn)

    def begin(self, found: "Sequence[SubmissionInfo]") -> None:
        """Compute those that changed, in this order; what was begun before is given up."""
        self._waiting = list(found)
        try:
            own: Mapping[Codes, Sequence[Subject]] = self._store.subjects()
        except StorageProblem:
            own = {}
        self._codes = (
            hash(tuple((kind, tuple(each)) for kind, each in own.items())),
            code_book(own),
        )
        self._timer.start()

    def stop(self) -> None:
        """Nobody looks at the list any more."""
        self._timer.stop()
        self._waiting = []

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

    def _turn(self) -> None:
        if not self._waiting or not self._store.is_open:
            return
        info = self._waiting.pop(0)
        title, said = self._figures(info)
        self._show(info.id, title, said)
        if self._waiting:
            self._timer.start()

    def _figures(self, info: "SubmissionInfo") -> tuple[str, Summary | str]:
        scheme = self._shelf.scheme(info.scheme)
        if scheme is None:
            return info.scheme, self._shelf.lacking(info.scheme)
        mark, codes = self._codes
        key = (info.id, info.step, info.changed, scheme.hash, mark)
        if key not in self._known:
            try:
                submission = self._store.load(info.id)
            except StorageProblem as problem:
                return scheme.title, problem.sentence
            self._known[key] = summary(compute(scheme, submission, codes=codes))
        return scheme.title, self._known[key]
