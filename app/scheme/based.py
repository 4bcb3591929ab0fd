"""A scheme that builds on another one: what it does not say itself, its base says.

`base = "national-2020"` in scheme.toml takes over fields, options, checks (by id), tiers, grades,
scoring, tables and forms; `without = ["check.K02"]` leaves something out. What stands in the base
alone is left out by itself where the scheme lacks what it needs: a check or a figure its cells, a
table the forms that it lists. A form file may say
`base = "project"` and change some of its keys only; `[[sheet.extra]]` adds parts to its layout.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeGuard

from app.scheme import toml
from app.scheme.toml import SchemeError

BY_ID = ("field", "option", "check")
SCHEME_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")  # the name of a folder on any system
FILE_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")  # a table or form, and its file
DEEPEST = 8  # schemes standing on each other; more is a circle or a muddle


@dataclass(frozen=True)
class Folders:
    """A scheme's own folder first, then those it builds on.

    `built_on` are the names of forms that others build on; a scheme need not list those itself.
    """

    chain: tuple[Path, ...]
    built_on: list[str] = field(default_factory=list, compare=False)

    def find(self, name: str) -> Path:
        """The nearest file of that name; the own folder's when there is none."""
        return self._first(self.chain, name) or self.chain[0] / name

    def below(self, path: Path, name: str) -> Path | None:
        """The file that `path` builds on: not itself, else the nearest."""
        at = self.chain.index(path.parent)
        own = self.chain[at:] if name != path.name else self.chain[at + 1 :]
        return self._first(own, name)

    @staticmethod
    def _first(folders: Iterable[Path], name: str) -> Path | None:
        return next((path / name for path in folders if (path / name).is_file()), None)


def folders(own: Path, roots: Iterable[Path]) -> Folders:
    """The chain of folders; a base is looked for in `roots`, then beside the scheme.

    In that order, so that no folder beside a scheme passes for one of the shipped ones.
    """
    chain = [own]
    while True:
        path = chain[-1] / "scheme.toml"
        base = toml.values(path).get("base", "")
        if not base:
            return Folders(tuple(chain))
        if not isinstance(base, str) or not SCHEME_ID.fullmatch(base):
            raise SchemeError(path.name, "base", "expected the id of a scheme")
        places = [root / base for root in (*roots, own.parent)]
        found = next((place for place in places if (place / "scheme.toml").is_file()), None)
        if found is None:
            raise SchemeError(path.name, "base", f"no such scheme: {base!r}")
        if found in chain or len(chain) >= DEEPEST:
            raise SchemeError(path.name, "base", f"{base!r} builds on this scheme again")
        chain.append(found)


def scheme_values(where: Folders) -> dict[str, Any]:
    """scheme.toml with all that it takes over from its bases."""
    merged: dict[str, Any] = {}
    for folder in reversed(where.chain):
        values = toml.values(folder / "scheme.toml")
        values.pop("base", None)
        without = values.pop("without", [])
        merged = _over(_left(merged, without, folder.name), values)
    return merged


def own_ids(where: Folders, key: str) -> set[str]:
    """The ids that a scheme's own file says under a key, be they new or in the base's place."""
    items = toml.values(where.chain[0] / "scheme.toml").get(key, [])
    return {str(one.get("id")) for one in items} if _tables(items) else set()


def own_files(where: Folders, names: Iterable[str]) -> set[str]:
    """Those of the tables or forms whose file lies in the scheme's own folder."""
    return {name for name in names if where.find(f"{name}.toml").parent == where.chain[0]}


def _left(values: dict[str, Any], without: object, scheme: str) -> dict[str, Any]:
    """The base's values without what is left out."""
    if not isinstance(without, list) or not all(isinstance(name, str) for name in without):
        raise SchemeError("scheme.toml", "without", "expected a list of texts")
    left = dict(values)
    for name in without:
        kind, _, item = name.partition(".")
        items = left.get(kind) if kind in BY_ID else None
        rest = [one for one in items if one.get("id") != item] if _tables(items) else []
        if items is None or len(rest) == len(items):
            expected = f"{name!r} is nothing that the base of {scheme!r} has"
            raise SchemeError("scheme.toml", "without", expected)
        left[kind] = rest
    return left


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = base | own
    for key in BY_ID:
        if _tables(base.get(key)) and _tables(own.get(key)):
            merged[key] = _by_id(base[key], own[key])
    if isinstance(base.get("scoring"), dict) and isinstance(own.get("scoring"), dict):
        merged["scoring"] = base["scoring"] | own["scoring"]
        sources = [part.get("sources", {}) for part in (base["scoring"], own["scoring"])]
        if all(isinstance(one, dict) for one in sources):
            merged["scoring"]["sources"] = sources[0] | sources[1]
    return merged


def _tables(value: object) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _by_id(base: list[dict[str, Any]], own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The base's items with the own ones in their places; new ones follow.

    One that stands twice is kept twice, and is refused when it is read.
    """
    mine = {str(one.get("id")): one for one in own}
    kept = [mine.get(str(one.get("id")), one) for one in base]
    return [*kept, *(one for one in own if not any(one is other for other in kept))]


def form_values(where: Folders, path: Path, above: tuple[Path, ...] = ()) -> dict[str, Any]:
    """A form file with the keys that it takes over from the form it builds on.

    `above` are the files that build on this one.
    """
    if path in above:
        raise SchemeError(path.name, "base", "builds on itself")
    values = toml.values(path)
    base = values.pop("base", "")
    if not base:
        return values
    known = isinstance(base, str) and FILE_ID.fullmatch(base)
    below = where.below(path, f"{base}.toml") if known else None
    if below is None:
        raise SchemeError(path.name, "base", f"no such form to build on: {base!r}")
    where.built_on.append(below.stem)
    under = form_values(where, below, (*above, path))
    merged = under | values
    if isinstance(under.get("sheet"), dict) and isinstance(values.get("sheet"), dict):
        merged["sheet"] = _sheet(under["sheet"], dict(values["sheet"]))
    return merged


def _sheet(under: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The base's layout with the own keys; `extra` parts stand above the base's last part."""
    extra, parts = own.pop("extra", None), under.get("part")
    if isinstance(extra, list) and isinstance(parts, list) and "part" not in own:
        own["part"] = [*parts[:-1], *extra, *parts[-1:]]
    elif extra is not None:
        own["extra"] = extra  # refused as a key that nobody asks for
    return under | own


def digest(where: Folders, names: Iterable[str]) -> str:
    """SHA-256 over the files as text: the line ends of a checkout must not change it.

    `names` are those that the scheme lists; call it when all of them have been read, so that the
    forms that they build on are known and count too.
    """
    found = hashlib.sha256()
    every = dict.fromkeys((*names, *where.built_on))
    files = [folder / f"{name}.toml" for name in every for folder in where.chain]
    for path in files:
        if path.is_file():
            found.update(f"{path.parent.name}/{path.stem}".encode())
            found.update(path.read_text(encoding="utf-8-sig").encode())
    return found.hexdigest()
