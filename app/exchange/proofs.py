"""What a package says of evidence files, which are not in it: the name, size and SHA-256 of each,
so that a file that was changed or lost is seen."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.evidence import file_names
from app.domain.submission import Entries
from app.exchange.evidence_files import Find, shown_size
from app.progress import Progress, unwatched

GONE = "找不到"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Proof:
    """An evidence file as it was: its size in bytes and its SHA-256 in hexadecimal digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Other:
    """A file that is not what it was: its name and what either side has of it."""

    name: str
    one: str
    other: str


def listed_names(entries: Entries) -> tuple[str, ...]:
    """The files that any indicator names, each once, in the order of the cells."""
    cells = sorted(cell for cell in entries if cell.endswith(".files"))
    return tuple(dict.fromkeys(name for cell in cells for name in file_names(entries[cell])))


def proofs_of(names: Iterable[str], find: Find, tell: Progress = unwatched) -> tuple[Proof, ...]:
    """Those files that are there and can be read. `tell` may stop it at every megabyte."""
    return tuple(_found(names, find, tell))


def _found(names: Iterable[str], find: Find, tell: Progress) -> Iterator[Proof]:
    for name in names:
        path = find(name)
        made = _proof(name, path, tell) if path is not None else None
        if made is not None:
            yield made


def _proof(name: str, path: Path, tell: Progress) -> Proof | None:
    sums, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while part := file.read(CHUNK):
                tell(0, 0, name)
                sums.update(part)
                size += len(part)
    except OSError:
        return None
    return Proof(name, size, sums.hexdigest())


def different_proofs(one: Iterable[Proof], other: Iterable[Proof]) -> tuple[Other, ...]:
    """The files that only one side has, or that differ, in the order of their names."""
    mine, theirs = ({proof.name: proof for proof in side} for side in (one, other))
    names = sorted(
        name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)
    )
    return tuple(Other(name, *_words(mine, theirs, name)) for name in names)


def _words(mine: Mapping[str, Proof], theirs: Mapping[str, Proof], name: str) -> tuple[str, str]:
    one, other = mine.get(name), theirs.get(name)
    changed = "，内容不同" if one is not None and other is not None else ""
    return _size(one), _size(other) + changed


def _size(proof: Proof | None) -> str:
    return GONE if proof is None else shown_size(proof.size)
