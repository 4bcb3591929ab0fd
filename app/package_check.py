"""A package held against a submission, or against another package: all that differs, in words."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.differing import Differing, in_words
from app.domain.submission import Submission
from app.exchange.evidence_files import FOLDER, Find
from app.exchange.package import Package, Proof
from app.exchange.proofs import different_proofs, proofs_of
from app.progress import Progress, unwatched
from app.scheme.model import Scheme

BESIDE = f"数据包旁边的“{FOLDER}”"
IN_FOLDER = "文件夹里："  # this side is not the data file

SchemeOf = Callable[[str], Scheme]


@dataclass(frozen=True)
class Side:
    """One of the two: what was typed, and the evidence files that are known to belong to it."""

    submission: Submission
    proofs: tuple[Proof, ...] = ()


def side_of(package: Package) -> Side:
    return Side(package.submission, package.proofs)


def stored_side(
    submission: Submission, package: Package, find: Find, tell: Progress = unwatched
) -> Side:
    """A submission of the data file, with those of its evidence files that the package lists."""
    return Side(submission, proofs_of((one.name for one in package.proofs), find, tell))


def differences(scheme_of: SchemeOf, one: Side, other: Side) -> tuple[Differing, ...]:
    """Year and scheme, then cell by cell, then the evidence files."""
    mine, theirs = one.submission, other.submission
    schemes = (scheme_of(mine.scheme_id), scheme_of(theirs.scheme_id))
    found: list[Differing] = []
    if mine.year != theirs.year:
        years = (f"{mine.year}年度", f"{theirs.year}年度")
        found.append(Differing("year", "填报", "年度", *years))
    if mine.scheme_id != theirs.scheme_id:
        titles = (scheme.title for scheme in schemes)
        found.append(Differing("scheme", "填报", "方案", *titles))
    found += in_words(schemes, mine.entries, theirs.entries)
    return (*found, *_files(FOLDER, one.proofs, other.proofs))


def beside(path: Path, package: Package, tell: Progress = unwatched) -> tuple[Differing, ...]:
    """The evidence files of a hand-over folder that are not as the package lists them; none where
    there is no such folder beside it."""
    folder = path.parent / FOLDER
    if not folder.is_dir():
        return ()

    def find(name: str) -> Path | None:
        return folder / name if (folder / name).is_file() else None

    there = proofs_of((one.name for one in package.proofs), find, tell)
    found = _files(BESIDE, there, package.proofs)
    return tuple(replace(one, one=f"{IN_FOLDER}{one.one}") for one in found)


def _files(place: str, one: tuple[Proof, ...], other: tuple[Proof, ...]) -> tuple[Differing, ...]:
    return tuple(
        Differing("", place, found.name, found.one, found.other)
        for found in different_proofs(one, other)
    )
