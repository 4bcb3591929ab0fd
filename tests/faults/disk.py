"""What a disk may hold after the power went, as a model of the worst that POSIX allows.

Sure is what was synced: a file's bytes by a sync of the file, a name by a sync of its folder.
What came later is kept, dropped or torn at sectors of 512 bytes, each operation for itself, so
that later ones may be there and earlier ones not; a file may have grown over bytes that were never
written.
"""

import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.recorder import (
    FOLDER,
    Cut,
    Names,
    Operation,
    Recorder,
    Sync,
    SyncFolder,
    Write,
    cut,
    put,
)

SECTOR = 512
STYLES = ("none", "all", "some", "some", "torn", "torn", "names")  # as often as they stand here


@dataclass
class _File:
    sure: bytearray
    unsure: list[Write | Cut] = field(default_factory=list)


class Disk:
    """The state of a disk while operations come in."""

    def __init__(self, recorder: Recorder) -> None:
        self.top = recorder.top
        self.files = {
            number: _File(bytearray(data)) for number, data in recorder.first_held.items()
        }
        self.names = dict(recorder.first)
        self.unsure: list[tuple[tuple[str, int | None], ...]] = []

    def does(self, operation: Operation) -> None:
        match operation:
            case Write(number, _, _) | Cut(number, _):
                self._file(number).unsure.append(operation)
            case Sync(number):
                file = self._file(number)
                for one in file.unsure:
                    _apply(file.sure, one)
                file.unsure.clear()
            case Names(changes):
                self.unsure.append(changes)
            case SyncFolder(path):
                self._settle(path)

    def _file(self, number: int) -> _File:
        return self.files.setdefault(number, _File(bytearray()))

    def _settle(self, folder: str) -> None:
        rest = []
        for changes in self.unsure:
            later = []
            for name, number in changes:
                if str(Path(name).parent) == folder:
                    _name(self.names, name, number)
                else:
                    later.append((name, number))
            if later:
                rest.append(tuple(later))
        self.unsure = rest

    # ---------------------------------------------------------------- the power goes

    def after_loss(self, chance: random.Random, style: str) -> dict[str, bytes]:
        """One state that may be found then: what each file holds, by its place in the folder."""
        names = dict(self.names)
        keeping = chance.random()  # of this state, so that some lose little and some nearly all
        for changes in self.unsure:
            sure = {"none": 0.0, "all": 1.0, "names": keeping}.get(style, 0.5)
            if chance.random() < sure:
                for name, number in changes:
                    _name(names, name, number)
        made: dict[int, bytes] = {}
        found: dict[str, bytes] = {}
        for name, number in names.items():
            if number == FOLDER or not self._reachable(names, name):
                continue
            if number not in made:
                made[number] = self._held(number, chance, style, keeping)
            found[name[len(self.top) + 1 :]] = made[number]
        return found

    def _reachable(self, names: dict[str, int], name: str) -> bool:
        parent = str(Path(name).parent)
        return parent == self.top or (
            names.get(parent) == FOLDER and self._reachable(names, parent)
        )

    def _held(self, number: int, chance: random.Random, style: str, keeping: float) -> bytes:
        file = self._file(number)
        held = bytearray(file.sure)
        longest = len(held)
        for one in file.unsure:
            if isinstance(one, Write):
                longest = max(longest, one.at + len(one.data))
            if style == "all" or (style != "none" and chance.random() < keeping):
                if style == "torn" and isinstance(one, Write) and chance.random() < 0.5:
                    _tear(held, one, chance)
                else:
                    _apply(held, one)
        if style == "torn" and longest > len(held) and chance.random() < 0.3:
            grown = longest - len(held)  # over what another file left on the disk, or over zeros
            held += chance.randbytes(grown) if chance.random() < 0.5 else bytes(grown)
        return bytes(held)


def _name(names: dict[str, int], name: str, number: int | None) -> None:
    if number is None:
        names.pop(name, None)
    else:
        names[name] = number


def _apply(held: bytearray, one: Write | Cut) -> None:
    match one:
        case Write(_, at, data):
            put(held, at, data)
        case Cut(_, size):
            cut(held, size)


def _tear(held: bytearray, one: Write, chance: random.Random) -> None:
    """Some sectors of a write, or its beginning up to the middle of one."""
    if chance.random() < 0.3:
        put(held, one.at, one.data[: chance.randrange(len(one.data) + 1)])
        return
    at = one.at
    while at < one.at + len(one.data):
        end = min((at // SECTOR + 1) * SECTOR, one.at + len(one.data))
        if chance.random() < 0.5:
            put(held, at, one.data[at - one.at : end - one.at])
        at = end


def laid_out(state: dict[str, bytes], folder: Path) -> None:
    """Write such a state into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in state.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
