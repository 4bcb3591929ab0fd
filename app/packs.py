"""Scheme packs: the shipped schemes and those in folders of a place's own.

A pack is text that anyone may have written. Whatever stands in it, it is loaded or refused with a
sentence; it never replaces a shipped scheme and never ends the program. Nothing is read before it
is asked for, and opening one submission reads one scheme.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from app.resources import resources

if TYPE_CHECKING:
    from app.scheme.model import Scheme

FOLDER = "schemes"
SHIPPED = "随程序"
MAX_PACKS = 200  # in one folder
MAX_LOOKED_AT = 2_000  # files and folders in one folder
MAX_FILES, MAX_TOTAL = 100, 4_000_000  # files of one pack, and their bytes
# what people lay into the folder instead of a pack; other files are none of our business
_NO_FOLDER = (".toml", ".zip", ".rar", ".7z", ".tar", ".gz", ".tgz")
_PASSED_OVER = (".", "__MACOSX")
_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True)
class Pack:
    scheme: "Scheme"
    folder: Path
    shipped: bool

    @property
    def origin(self) -> str:
        """Where it comes from: 随程序, or the folder that it lies in."""
        return SHIPPED if self.shipped else str(self.folder)

    @property
    def year(self) -> str:
        """The year at the end of the id (hunan-2023), or blank."""
        found = _YEAR.search(self.scheme.id)
        return found[0] if found else ""


@dataclass(frozen=True)
class Refused:
    """A pack that is not used. `file`, `place` and `expected` are for whoever looks into it;
    `sentence` says in Chinese which pack, which file, which place, what is expected."""

    folder: Path
    file: str
    place: str
    expected: str
    sentence: str


@dataclass(frozen=True)
class Packs:
    """Every pack by the id of its scheme, the shipped ones first; and those that were refused."""

    packs: Mapping[str, Pack]
    refused: tuple[Refused, ...] = ()

    @property
    def schemes(self) -> "dict[str, Scheme]":
        return {pack.scheme.id: pack.scheme for pack in self.packs.values()}


def pack_folders(*beside: Path) -> tuple[Path, ...]:
    """The folders for packs: beside the built program, then in each of the given folders."""
    places = [Path(sys.executable).parent] if getattr(sys, "frozen", False) else []
    places += beside
    return tuple(dict.fromkeys(_real(place / FOLDER) for place in places))


class Shelf:
    """The packs of some folders beside the shipped ones; each is read once, when it is asked for.

    The last of the folders is the one that a person is shown.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.folders = tuple(folders)
        self._listed: _Listed | None = None
        self._read: dict[str, Pack | Refused] = {}

    def scheme(self, scheme_id: str) -> "Scheme | None":
        """The scheme of that id, or None; `lacking` then says why."""
        found = self._one(scheme_id)
        return found.scheme if isinstance(found, Pack) else None

    def packs(self) -> Packs:
        """All there are. Never raises."""
        listed = self._list()
        made = [self._one(name) for name in listed.folders]
        refused = [one for one in made if isinstance(one, Refused)]
        found = {one.scheme.id: one for one in made if isinstance(one, Pack)}
        return Packs(found, (*refused, *listed.refused))

    def schemes(self) -> "dict[str, Scheme]":
        return self.packs().schemes

    def again(self) -> None:
        """Forget what was read: somebody has changed the folders."""
        self._listed, self._read = None, {}

    def lacking(self, scheme_id: str) -> str:
        """Why a submission of that scheme cannot be opened, in one sentence or two."""
        for one in (self._one(scheme_id), *self._list().refused):
            if isinstance(one, Refused) and one.folder.name == scheme_id:
                return f"这份填报没有打开，数据没有改动。{one.sentence}"
        folder = f"或者把方案包“{scheme_id}”放进 {self.folders[-1]}" if self.folders else ""
        return (
            f"这份填报用的方案“{scheme_id}”不在本程序里，没有打开，数据没有改动。"
            f"请换用带有这个方案的版本{folder and '，'}{folder}。"
        )

    def _list(self) -> "_Listed":
        if self._listed is None:
            self._listed = _listed(self.folders)
        return self._listed

    def _one(self, name: str) -> Pack | Refused | None:
        if name not in self._read:
            folder = self._list().folders.get(name)
            if folder is None:
                return None
            self._read[name] = self._pack(folder)
        return self._read[name]

    def _pack(self, folder: Path) -> Pack | Refused:
        from app.scheme.based import folders  # not needed for the start page
        from app.scheme.load import SchemeError, load_scheme
        from app.scheme.refusals import sentence

        shipped = resources() / FOLDER
        try:
            if _leads_out(folder):
                return _refused(folder, "leads out of the folder", _LINK)
            if _too_much(folder):
                return _refused(folder, f"expected at most {MAX_FILES} files", _TOO_MUCH)
            roots = (shipped, *self.folders)
            for base in folders(folder, roots).chain[1:]:
                if not isinstance(self._one(base.name), Pack):
                    said = f"它所依据的方案“{base.name}”没有载入"
                    return _refused(folder, "a base is refused", said, "scheme.toml", "base")
            scheme = load_scheme(folder, roots)
        except SchemeError as error:
            said = sentence(shown(folder.name), error)
            return Refused(folder, error.file, error.place, error.expected, said)
        except Exception as error:  # a pack may be anyone's: no mistake in it ends the program
            problem = f"{type(error).__name__}: {error}"[:200]
            return _refused(folder, problem, f"里面的内容程序读不懂（{problem}）")
        return Pack(scheme, folder, folder.parent == shipped)


# ---------------------------------------------------------------- looking into folders

_TOO_MUCH = f"里面的文件太多或太大，最多 {MAX_FILES} 个，合计不超过 {MAX_TOTAL // 1_000_000} MB"
_LINK = "它是链接，或者里面的文件是指向别处的链接；请把文件本身放进来"


@dataclass(frozen=True)
class _Listed:
    """One folder for each id, not yet read; what is refused without reading."""

    folders: Mapping[str, Path]
    refused: tuple[Refused, ...]


def _listed(roots: Iterable[Path]) -> _Listed:
    from app.scheme.load import scheme_folders  # not needed for the start page

    found = {folder.name: folder for folder in scheme_folders(resources() / FOLDER)}
    own: dict[str, list[Path]] = {}  # names of folders are one name on Windows in any letters
    refused: list[Refused] = []
    for one in (one for root in roots for one in _packs_in(root)):
        if isinstance(one, Refused):
            refused.append(one)
        else:
            own.setdefault(one.name.casefold(), []).append(one)
    for name, places in own.items():
        if name in found:
            refused += [_refused(place, "id of a shipped scheme", _TAKEN) for place in places]
        elif len(places) > 1 and not _same(places):
            refused += _twice(places)
        else:
            found[places[0].name] = places[0]
    return _Listed(found, tuple(refused))


_TAKEN = "编号和随程序的方案相同；随程序的方案不能替换，请换一个编号（文件夹名称和 id 一起改）"


def _twice(folders: Sequence[Path]) -> Iterator[Refused]:
    places = "、".join(str(folder) for folder in folders)
    for folder in folders:
        yield _refused(
            folder, "id of another pack", f"有不止一个方案用这个编号，请只留一个：{places}"
        )


def _same(folders: Sequence[Path]) -> bool:
    """Copies of one pack in two places do no harm."""
    first, *others = [_content(folder) for folder in folders]
    return first is not None and all(other == first for other in others)


def _content(folder: Path) -> dict[str, bytes] | None:
    """The files that make a pack; None where they are not what a pack has."""
    from app.scheme.toml import MAX_BYTES  # not needed for the start page

    found: dict[str, bytes] = {}
    try:
        for path in islice(folder.glob("*.toml"), MAX_FILES):
            if not path.is_file() or path.stat().st_size > MAX_BYTES:
                return None
            found[path.name] = path.read_bytes()
    except OSError:
        return None
    return None if _leads_out(folder) else found


def _packs_in(root: Path) -> Iterator[Path | Refused]:
    """The folders of packs in a folder in the order of their names, at most so many."""
    try:
        with os.scandir(root) as entries:
            names = sorted(entry.name for entry in islice(entries, MAX_LOOKED_AT))
    except FileNotFoundError:
        return
    except NotADirectoryError:
        yield Refused(root, "", "top", "expected a folder", f"“{root}”应当是文件夹，却是一个文件。")
        return
    except OSError as error:
        said = f"方案文件夹“{root}”打不开（{error.strerror}），里面的方案没有载入。"
        yield Refused(root, "", "top", "cannot be read", said)
        return
    count = 0
    for name in names:
        one = _pack_at(root / name)
        count += isinstance(one, Path)
        if count > MAX_PACKS:
            said = f"方案文件夹“{root}”里的方案太多，只载入前 {MAX_PACKS} 个，请移走不用的。"
            yield Refused(root, "", "top", f"expected at most {MAX_PACKS} packs", said)
            return
        if one is not None:
            yield one
    if len(names) >= MAX_LOOKED_AT:
        said = (
            f"方案文件夹“{root}”里的文件太多，只看了其中 {MAX_LOOKED_AT} 个，请移走不是方案的文件。"
        )
        yield Refused(root, "", "top", f"expected at most {MAX_LOOKED_AT} files", said)


def _pack_at(path: Path) -> Path | Refused | None:
    """A pack's folder; a refusal for what looks like one; None for what does not."""
    if path.name.startswith(_PASSED_OVER):
        return None
    if path.is_dir():
        if (path / "scheme.toml").exists():
            return path
        deeper = next((one.parent for one in islice(path.glob("*/scheme.toml"), 1)), None)
        hint = f"；里面还有一层“{shown(deeper.name)}”，请把它移出来一层" if deeper else ""
        said = f"文件夹里没有 scheme.toml{hint}"
        return _refused(path, "expected this file in the scheme's folder", said, "scheme.toml")
    if path.suffix.lower() in _NO_FOLDER:
        said = "它是文件，不是文件夹；每个方案放在自己的文件夹里，压缩包要先解开"
        return _refused(path, "expected a folder", said, path.name)
    return None


def _too_much(folder: Path) -> bool:
    sizes = [path.stat().st_size for path in islice(folder.glob("*.toml"), MAX_FILES + 1)]
    return len(sizes) > MAX_FILES or sum(sizes) > MAX_TOTAL


def _leads_out(folder: Path) -> bool:
    """Whether the folder, or a file in it, really lies somewhere else."""
    inside = _real(folder)
    if inside.parent != _real(folder.parent):
        return True
    return any(_real(path).parent != inside for path in islice(folder.glob("*.toml"), MAX_FILES))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # Path.resolve() raises where links go round


def _refused(folder: Path, expected: str, said: str, file: str = "", place: str = "top") -> Refused:
    return Refused(folder, file, place, expected, f"方案包“{shown(folder.name)}”没有载入：{said}。")


def shown(name: str) -> str:
    """A name of a file as it can be printed: it may hold anything that the disk takes."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)
