"""What was set and what the window remembers, read once and written as it changes."""

from app import log
from app.storage.problems import StorageProblem
from app.storage.store import Store


class Memory:
    """Settings by name, such as `width.outlay`; a name that was never kept is blank."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = store.settings()

    def recall(self, name: str) -> str:
        return self._known.get(name, "")

    def keep(self, name: str, text: str) -> None:
        """Remember from now on. Where the file cannot take it, until the window is closed:
        nobody is stopped in their work for the width of a column."""
        if self._known.get(name, "") == text:
            return
        self._known[name] = text
        try:
            self._store.put_setting(name, text)
        except StorageProblem as problem:
            log.note("problem", kind=problem.kind, at="setting")
