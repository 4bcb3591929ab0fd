"""What a run of the program asks of the disk, in the order it asks, as a list of operations.

SQLite is watched by `vfs`, the program's own steps (links, renames, folders, fsync) by standing in
for the functions of `os`. What else was written to a file is found when the file is next touched.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any
from unittest import mock

from tests.faults.vfs import Refusal, What, watching

FOLDER = -1  # stands for a folder where a file has its number


@dataclass(frozen=True)
class Write:
    file: int
    at: int
    data: bytes


@dataclass(frozen=True)
class Cut:
    file: int
    size: int


@dataclass(frozen=True)
class Sync:
    file: int


@dataclass(frozen=True)
class Names:
    """Names that come to mean another file, or none, in one step."""

    changes: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class SyncFolder:
    path: str


@dataclass(frozen=True)
class Done:
    """The program said that something is done. From here on it must survive."""

    what: str
    data: str
    files: Mapping[str, str]


Operation = Write | Cut | Sync | Names | SyncFolder | Done


@dataclass
class Recorder:
    """A folder, its files by number, and what was done to them since `recording()` began.

    With `honest` off, no sync of a file is passed on: a disk that lies.
    """

    folder: Path
    honest: bool = True
    operations: list[Operation] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    held: dict[int, bytearray] = field(default_factory=dict)  # as the program sees it
    first: dict[str, int] = field(default_factory=dict)
    first_held: dict[int, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.top = str(self.folder)
        for path in sorted(self.folder.rglob("*")):
            if path.is_dir():
                self.names[str(path)] = FOLDER
            else:
                number = self.names[str(path)] = len(self.held)
                self.held[number] = bytearray(path.read_bytes())
        self.first = dict(self.names)
        self.first_held = {number: bytes(data) for number, data in self.held.items()}

    # ---------------------------------------------------------------- SQLite asks

    def watches(self, path: str) -> bool:
        return path.startswith(f"{self.top}{os.sep}")

    def may_read(self, path: str) -> bool:
        return True

    def before(self, what: What, path: str, at: int = 0, data: bytes = b"") -> Refusal | None:
        match what:
            case "make":
                self._made(path)
            case "write":
                self._write(self._number(path), at, data)
            case "cut":
                self._cut(self._number(path), at)
            case "sync":
                self._sync(self._number(path))
            case "delete":
                self._named((path, None))
        return None

    def folder_synced(self, path: str) -> None:
        self.operations.append(SyncFolder(path))

    # ---------------------------------------------------------------- and what that means

    def done(self, what: str, data: str, files: Mapping[str, str]) -> None:
        self.operations.append(Done(what, data, files))

    def _number(self, path: str) -> int:
        """The file of this name; one that SQLite found there was made past it a moment ago."""
        return self.names[path] if path in self.names else self._made(path)

    def _made(self, path: str) -> int:
        number = len(self.held)
        self.held[number] = bytearray()
        self._named((path, number))
        return number

    def _named(self, *changes: tuple[str, int | None]) -> None:
        for path, number in changes:
            if number is None:
                self.names.pop(path, None)
            else:
                self.names[path] = number
        self.operations.append(Names(changes))

    def _write(self, number: int, at: int, data: bytes) -> None:
        self.operations.append(Write(number, at, data))
        put(self.held[number], at, data)

    def _cut(self, number: int, size: int) -> None:
        self.operations.append(Cut(number, size))
        cut(self.held[number], size)

    def _sync(self, number: int) -> None:
        if self.honest:
            self.operations.append(Sync(number))

    def looks(self, path: str) -> None:
        """Take over what was written to a file past SQLite."""
        found = Path(path)
        if path.endswith(("-shm", "-wal", "-journal")) or not found.is_file():
            return
        number = self._number(path)
        data = found.read_bytes()
        if data != self.held[number]:
            self._cut(number, len(data))
            self._write(number, 0, data)

    # ---------------------------------------------------------------- the program asks

    def linked(self, source: str, target: str) -> None:
        self.looks(source)
        self._named((target, self.names[source]))

    def renamed(self, source: str, target: str) -> None:
        self.looks(source)
        self._named((source, None), (target, self.names[source]))

    def removed(self, path: str) -> None:
        if path in self.names:
            self._named((path, None))

    def folder_made(self, path: str) -> None:
        self._named((path, FOLDER))

    def file_synced(self, handle: int) -> None:
        wanted = os.fstat(handle)
        unknown = (str(path) for path in self.folder.rglob("*"))  # made past SQLite a moment ago
        for path in chain([self.top, *self.names], unknown):
            if Path(path).exists() and os.path.samestat(Path(path).stat(), wanted):
                if Path(path).is_dir():
                    self.folder_synced(path)
                else:
                    self.looks(path)
                    self._sync(self.names[path])
                return


@contextmanager
def recording(recorder: Recorder) -> Iterator[None]:
    """Watch everything that happens in the recorder's folder."""
    with ExitStack() as stack:
        stack.enter_context(watching(recorder))
        for name, told in (
            ("link", recorder.linked),
            ("rename", recorder.renamed),
            ("replace", recorder.renamed),
            ("unlink", recorder.removed),
            ("remove", recorder.removed),
            ("rmdir", recorder.removed),
            ("mkdir", recorder.folder_made),
        ):
            standing = _telling(getattr(os, name), told, recorder)
            stack.enter_context(mock.patch.object(os, name, standing))
        fsync = os.fsync

        def synced(handle: int) -> None:
            fsync(handle)
            recorder.file_synced(handle)

        stack.enter_context(mock.patch.object(os, "fsync", synced))
        yield


def _telling(real: Any, told: Any, recorder: Recorder) -> Callable[..., None]:
    """The real function first, then what it did; what is elsewhere is nobody's business."""

    def standing(*paths: Any, **more: Any) -> None:
        whole = [str(Path(one).absolute()) for one in paths if isinstance(one, str | Path)]
        if not whole or not recorder.watches(whole[-1]) or more.get("dir_fd") is not None:
            real(*paths, **more)
            return
        if len(whole) == 2:
            recorder.looks(whole[0])
        real(*paths, **more)
        told(*whole)

    return standing


def put(held: bytearray, at: int, data: bytes) -> None:
    if len(held) < at:
        held.extend(bytes(at - len(held)))
    held[at : at + len(data)] = data


def cut(held: bytearray, size: int) -> None:
    """As ftruncate: what is missing is zeros."""
    del held[size:]
    held.extend(bytes(size - len(held)))
