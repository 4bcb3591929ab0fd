"""A disk between SQLite and the real one: everything that is written is told, and may be refused.

The very SQLite that Python's sqlite3 uses gets a default VFS that is a copy of its own, with a few
functions put in front. Shared memory is not seen: it is built anew after a loss of power. SQLCipher
has an SQLite of its own, so files with a password do not pass here.
"""

import ctypes
import os
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

What = Literal["make", "write", "cut", "sync", "delete"]
IOERR, FULL, CANTOPEN = 10, 13, 14
IOERR_READ, IOERR_WRITE, IOERR_FSYNC, IOERR_TRUNCATE, IOERR_DELETE = (
    IOERR | more << 8 for more in (1, 3, 4, 6, 10)
)

# names as addresses: SQLite keeps the very text it was given
_open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
_delete = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_close = CFUNCTYPE(c_int, c_void_p)
_data = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_sync = CFUNCTYPE(c_int, c_void_p, c_int)
_folder = CFUNCTYPE(c_int, c_char_p, POINTER(c_int))
_set_call = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p)
_get_call = CFUNCTYPE(c_void_p, c_void_p, c_char_p)


class _Vfs(Structure):
    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", _open),
        ("delete", _delete),
        *((f"other{at}", c_void_p) for at in range(11)),
        ("set_call", _set_call),
        ("get_call", _get_call),
        ("next_call", c_void_p),
    )


class _Methods(Structure):
    _fields_ = (
        ("version", c_int),
        ("close", _close),
        ("read", _data),
        ("write", _data),
        ("truncate", _truncate),
        ("sync", _sync),
        *((f"other{at}", c_void_p) for at in range(13)),
    )


class _File(Structure):
    _fields_ = (("methods", c_void_p),)


@dataclass(frozen=True)
class Refusal:
    """An error instead of the work; of a write, so many bytes are written all the same."""

    code: int
    kept: int = 0


class Watcher(Protocol):
    """Is told of everything before it is done, with the whole path, and may refuse it."""

    def watches(self, path: str) -> bool: ...

    def before(self, what: What, path: str, at: int = 0, data: bytes = b"") -> Refusal | None: ...

    def folder_synced(self, path: str) -> None: ...

    def may_read(self, path: str) -> bool: ...


@cache
def library() -> Any:
    """The SQLite of this Python; None where it is linked into Python and cannot be reached."""
    import _sqlite3

    if sys.platform == "win32":
        places = [str(Path(_sqlite3.__file__).with_name("sqlite3.dll"))]
    else:
        maps = Path("/proc/self/maps")
        text = maps.read_text(encoding="utf-8", errors="replace") if maps.exists() else ""
        places = re.findall(r"(/\S*/libsqlite3\.so[^\s]*)", text)
    for place in places:
        if Path(place).exists():
            found = ctypes.CDLL(place)
            found.sqlite3_vfs_find.restype = POINTER(_Vfs)
            found.sqlite3_libversion.restype = c_char_p
            if found.sqlite3_libversion().decode() == sqlite3.sqlite_version:
                return found
    return None


_LIVE: list["_Between"] = []  # never let go: SQLite may call these functions until the very end


@contextmanager
def watching(watcher: Watcher) -> Iterator[None]:
    """Have all files that are opened from now on go through the watcher."""
    between = _Between(watcher)
    _LIVE.append(between)
    between.enter()
    try:
        yield
    finally:
        between.leave()


class _Between:
    def __init__(self, watcher: Watcher) -> None:
        self.watcher = watcher
        self.real = library().sqlite3_vfs_find(None)
        self.mine = _Vfs()
        ctypes.memmove(ctypes.byref(self.mine), self.real, ctypes.sizeof(_Vfs))
        self.mine.name = f"watched{len(_LIVE)}".encode()
        self.mine.next = None
        self.mine.open = _open(self._opened)
        self.mine.delete = _delete(self._deleted)
        self.paths: dict[int, str] = {}  # by the address of the open file
        self.tables: dict[int, tuple[_Methods, _Methods]] = {}  # the real one and ours
        self.of: dict[int, _Methods] = {}
        self.calls = self.real.contents.version >= 3 and sys.platform != "win32"
        self.folder = _folder(self._folder_opened)

    def enter(self) -> None:
        library().sqlite3_vfs_register(ctypes.byref(self.mine), 1)
        if self.calls:
            found = self.real.contents.get_call(self.real, b"openDirectory")
            self.real_folder = _folder(found)
            address = ctypes.cast(self.folder, c_void_p)
            self.real.contents.set_call(self.real, b"openDirectory", address)

    def leave(self) -> None:
        if self.calls:
            self.real.contents.set_call(self.real, b"openDirectory", None)
        library().sqlite3_vfs_unregister(ctypes.byref(self.mine))
        library().sqlite3_vfs_register(self.real, 1)

    # ---------------------------------------------------------------- in the place of SQLite's own

    def _opened(self, _: int, name: int | None, file: int, flags: int, out: Any) -> int:
        path = os.fsdecode(ctypes.string_at(name)) if name else ""
        watched = bool(path) and self.watcher.watches(path)
        if watched and not Path(path).exists():
            if not flags & 4:  # it is not to be made
                return CANTOPEN
            refusal = self.watcher.before("make", path)
            if refusal:
                _File.from_address(file).methods = None
                return refusal.code
        status = int(self.real.contents.open(self.real, name, file, flags, out))
        table = _File.from_address(file).methods
        if status == 0 and watched and table:
            real, ours = self._tables(table)
            _File.from_address(file).methods = ctypes.addressof(ours)
            self.paths[file], self.of[file] = path, real
        return status

    def _tables(self, table: int) -> tuple[_Methods, _Methods]:
        if table not in self.tables:
            real, ours = _Methods.from_address(table), _Methods()
            ctypes.memmove(ctypes.byref(ours), table, ctypes.sizeof(_Methods))
            ours.close, ours.read = _close(self._closed), _data(self._read)
            ours.write, ours.truncate = _data(self._written), _truncate(self._cut)
            ours.sync = _sync(self._synced)
            self.tables[table] = real, ours
        return self.tables[table]

    def _closed(self, file: int) -> int:
        self.paths.pop(file)
        return int(self.of.pop(file).close(file))

    def _read(self, file: int, into: int, amount: int, at: int) -> int:
        if not self.watcher.may_read(self.paths[file]):
            return IOERR_READ
        return int(self.of[file].read(file, into, amount, at))

    def _written(self, file: int, data: int, amount: int, at: int) -> int:
        text = ctypes.string_at(data, amount)
        refusal = self.watcher.before("write", self.paths[file], at, text)
        if refusal is None:
            return int(self.of[file].write(file, data, amount, at))
        if refusal.kept:
            self.of[file].write(file, data, min(refusal.kept, amount), at)
        return refusal.code

    def _cut(self, file: int, size: int) -> int:
        refusal = self.watcher.before("cut", self.paths[file], size)
        return refusal.code if refusal else int(self.of[file].truncate(file, size))

    def _synced(self, file: int, flags: int) -> int:
        refusal = self.watcher.before("sync", self.paths[file])
        return refusal.code if refusal else int(self.of[file].sync(file, flags))

    def _deleted(self, _: int, name: int, sync: int) -> int:
        path = os.fsdecode(ctypes.string_at(name))
        if self.watcher.watches(path) and Path(path).exists():
            refusal = self.watcher.before("delete", path)
            if refusal:
                return refusal.code
        return int(self.real.contents.delete(self.real, name, sync))

    def _folder_opened(self, name: bytes, handle: Any) -> int:
        """SQLite opens the folder of a file for nothing but to sync it."""
        status = int(self.real_folder(name, handle))
        if status == 0:
            self.watcher.folder_synced(str(Path(os.fsdecode(name)).parent))
        return status
