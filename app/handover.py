"""The hand-over folder: every form and the official tables as Excel and PDF, what the checks found,
the figures of the 说明, and the data package, named by rule."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from app.domain.report import Report
from app.domain.sealing import SealMark
from app.exchange.account_sheet import KIND, account_pages, account_sheet
from app.exchange.evidence_files import (
    FOLDER,
    TITLE,
    Evidence,
    Find,
    evidence,
    evidence_sheet,
    files_of,
)
from app.exchange.names import MAX_FILE_NAME, MAX_PATH, file_name, length
from app.exchange.package import Proof, dump
from app.exchange.problems import ExportProblem, Kind, copy_file, kind_of, problem, write_file
from app.exchange.proofs import listed_names, proofs_of
from app.exchange.sheet import FilledSheet, filled_sheet
from app.progress import Cancelled, Progress, unwatched, within

Sheets = tuple[FilledSheet, ...]
ACCOUNTS = "accounts"
# a file that is open elsewhere, or whose name is too long, says nothing about the others
OF_ONE_FILE: tuple[Kind, ...] = ("in-use", "name", "source")
LEAST = 28  # characters of the folder's name, however long the path to it: it ends with the year
MEGABYTE = 1024 * 1024
STOPPED = "已取消，没有写"
NOT_TRIED = "前面的文件没有写成，没有再试"


@dataclass(frozen=True)
class Wanted:
    """What is asked for: kinds of file; books by form id and `ACCOUNTS`, all of them where there is
    no choice; and of the files that this makes those of these names, all where none is named."""

    excel: bool = True
    pdf: bool = True
    package: bool = True
    review: bool = True  # what the checks found, and the derived figures of the 说明
    books: frozenset[str] | None = None
    only: frozenset[str] = frozenset()
    notes: bool = True  # in Excel: why each score is what it is
    evidence: bool = True  # the files that prove it, with a list of them


EVERYTHING = Wanted()


@dataclass(frozen=True)
class Unwritten:
    """A file that was not written, and why; the one that was there before is still there."""

    path: Path
    said: str


@dataclass(frozen=True)
class Outcome:
    """What became of a hand-over: every file that was wanted is in one of the two lists."""

    folder: Path
    written: tuple[Path, ...]
    unwritten: tuple[Unwritten, ...] = ()
    stopped: bool = False


@dataclass(frozen=True)
class _File:
    """A file to be written: how many parts of progress it is, and what writes it."""

    path: Path
    parts: int
    write: Callable[[Path, Progress], None]


def sheets(report: Report, which: str = "") -> tuple[FilledSheet, ...]:
    """The sheets as they go on paper: of one form (its prefix), of one kind (its id), or of all
    forms (blank); of one official table of 决算公开 (its id), or of all (`ACCOUNTS`)."""
    forms = tuple(
        filled_sheet(report, form)
        for form in report.forms
        if which in {"", form.prefix, form.form.id}
    )
    accounts = (one for one in report.accounts if which in {ACCOUNTS, one.account.id})
    return (*forms, *(page for one in accounts for page in account_pages(report, one)))


def has_accounts(report: Report) -> bool:
    """Whether there is anything in the official tables: a unit may only do self-evaluation."""
    return any(not one.empty for one in report.accounts)


def books(report: Report) -> tuple[tuple[str, str, int], ...]:
    """What a hand-over has of forms and tables: id, title, how many sheets."""
    counts = [
        (form.id, form.title, sum(one.form.id == form.id for one in report.forms))
        for form in report.scheme.forms
    ]
    if has_accounts(report):
        counts.append((ACCOUNTS, KIND, len(report.accounts)))
    return tuple(one for one in counts if one[2])


def folder_name(report: Report, room: int = MAX_FILE_NAME) -> str:
    """云岭县就业服务中心 2023年度决算公开和绩效自评; without accounts just 绩效自评.

    A long name of a unit is cut, never the year."""
    unit = report.text("info.unit") or "未填单位"
    work = "决算公开和绩效自评" if has_accounts(report) else "绩效自评"
    return file_name(unit, last=f" {report.submission.year}年度{work}", room=room)


def review_name(report: Report) -> str:
    """审核情况表（2023年度）.xlsx."""
    return _name("审核情况表", report) + ".xlsx"


def _name(title: str, report: Report) -> str:
    return file_name(title, last=f"（{report.submission.year}年度）")


def hand_over(
    report: Report,
    parent: Path,
    wanted: Wanted = EVERYTHING,
    tell: Progress = unwatched,
    find: Find | None = None,
    seal: SealMark | None = None,
) -> Outcome:
    """Write the hand-over folder under `parent`, file by file, each whole or not at all.

    Files of an earlier hand-over are replaced one by one. One that is open in WPS or Excel is
    passed over; where the disk is full or gone, no further one is tried. `tell` may stop it between
    files and within a large one. `find` says where evidence files lie; without it none are
    handed over; `seal` is that of a sealed submission. Raises ExportProblem where there can be no
    folder.
    """
    folder = parent / folder_name(report, _room(report, parent))
    make_folder(folder)
    proofs = evidence(report, find) if wanted.evidence and find else ()
    files = [
        file
        for file in (
            *_files(report, folder, wanted, seal, find),
            *_evidence(report, folder, proofs),
        )
        if not wanted.only or file.path.name in wanted.only
    ]
    return _written(folder, files, tell)


def _room(report: Report, parent: Path) -> int:
    """How long the folder's name may be so that Windows takes the paths of all files in it; the
    same elsewhere, as folders are carried about."""
    titles = [_name(title, report) for _, title, _ in books(report)]
    longest = max(map(length, (*titles, review_name(report)))) + len(".suanpan")
    room = MAX_PATH - length(str(parent.absolute())) - longest - 2
    return min(max(room, LEAST), MAX_FILE_NAME)


def make_folder(folder: Path) -> None:
    """The folder, with those above it. Raises ExportProblem where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise problem("taken", folder) from error
    except OSError as error:
        raise problem(kind_of(error, folder), folder) from error


def _written(folder: Path, files: Sequence[_File], tell: Progress) -> Outcome:
    written: list[Path] = []
    unwritten: list[Unwritten] = []
    total, before = sum(file.parts for file in files), 0
    stopped, why = False, ""
    for file in files:
        if why:
            unwritten.append(Unwritten(file.path, why))
            continue
        try:
            tell(before, total, file.path.name)
            file.write(file.path, within(tell, before, file.parts, total, file.path.name))
        except Cancelled:
            stopped, why = True, STOPPED
            unwritten.append(Unwritten(file.path, why))
        except ExportProblem as found:
            why = "" if found.kind in OF_ONE_FILE else NOT_TRIED
            unwritten.append(Unwritten(file.path, found.sentence))
        else:
            written.append(file.path)
        before += file.parts
    return Outcome(folder, tuple(written), tuple(unwritten), stopped)


class _Book:
    """Sheets that go into one workbook and one PDF, filled when the first of them is written."""

    def __init__(self, report: Report, which: str, notes: bool = True) -> None:
        self._report, self._which, self._notes = report, which, notes

    @cached_property
    def pages(self) -> Sheets:
        return sheets(self._report, self._which)

    @cached_property
    def whole(self) -> Sheets:
        """As in Excel: a wide table has parts on paper alone."""
        if self._which != ACCOUNTS:
            return self.pages
        return tuple(account_sheet(self._report, one) for one in self._report.accounts)

    def excel(self, path: Path, tell: Progress) -> None:
        # not before a file is wanted: openpyxl alone takes half as long to load as a bare Qt window
        from app.exchange.xlsx import export_xlsx

        whole = self.whole
        if not self._notes:
            whole = tuple(sheet.without_notes() for sheet in whole)
        export_xlsx(path, whole, tell)

    def pdf(self, path: Path, tell: Progress) -> None:
        from app.paper.printing import print_pdf

        print_pdf(path, self.pages, tell)


def _files(
    report: Report, folder: Path, wanted: Wanted, seal: SealMark | None, find: Find | None
) -> Iterator[_File]:
    taken: set[str] = set()
    for which, title, count in books(report):
        if wanted.books is not None and which not in wanted.books:
            continue
        book, base = _Book(report, which, wanted.notes), _apart(_name(title, report), taken)
        if wanted.excel:  # each sheet is filled, then packed
            yield _File(folder / f"{base}.xlsx", 2 * count, book.excel)
        if wanted.pdf:
            yield _File(folder / f"{base}.pdf", count, book.pdf)
    if wanted.review:
        yield _File(folder / review_name(report), 1, partial(_findings, report, seal))
        if has_accounts(report):
            name = _name("说明数据表", report)
            yield _File(folder / f"{name}.xlsx", 1, partial(_figures, report))
    if wanted.package:
        path = folder / f"{_name('数据包', report)}.suanpan"
        yield _File(path, 1, partial(_package, report, seal, find))


def _apart(name: str, taken: set[str]) -> str:
    """Another name where one is taken, whatever its case: a pack may have two forms of a title."""
    made, number = name, 1
    while made.casefold() in taken:
        number += 1
        made = f"{name}（{number}）"
    taken.add(made.casefold())
    return made


def _evidence(report: Report, folder: Path, proofs: Sequence[Evidence]) -> Iterator[_File]:
    if proofs:
        sheet = evidence_sheet(report, proofs)
        yield _File(folder / f"{TITLE}.xlsx", 1, partial(_evidence_list, sheet))
    for one in files_of(proofs):
        parts = 1 + (one.size or 0) // MEGABYTE
        yield _File(folder / FOLDER / one.name, parts, partial(_copy, one.path))


def _evidence_list(sheet: FilledSheet, path: Path, tell: Progress) -> None:
    from app.exchange.xlsx import export_xlsx

    export_xlsx(path, (sheet,), tell)


def _copy(source: Path | None, path: Path, tell: Progress) -> None:
    make_folder(path.parent)
    if source is not None:
        copy_file(source, path, tell)


def _findings(report: Report, seal: SealMark | None, path: Path, _tell: Progress) -> None:
    from app.exchange.findings_sheet import export_findings

    export_findings(path, report, seal)


def _figures(report: Report, path: Path, _tell: Progress) -> None:
    from app.exchange.figure_sheet import export_figures

    export_figures(path, report)


def _package(
    report: Report, seal: SealMark | None, find: Find | None, path: Path, tell: Progress
) -> None:
    names = listed_names(report.submission.entries)
    write_package(path, report, seal, proofs_of(names, find, tell) if find else ())


def write_package(
    path: Path, report: Report, seal: SealMark | None = None, proofs: Sequence[Proof] = ()
) -> None:
    """The submission as a package, written whole or not at all; `proofs` are what its evidence
    files are. Raises ExportProblem."""
    write_file(path, dump(report.scheme, report.submission, seal, proofs).encode("utf-8"))
