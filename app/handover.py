"""The hand-over folder: every form and the official tables as Excel and PDF, what the checks found,
the figures of the 说明, and the data package, named by rule."""

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.report import Report
from app.exchange.account_sheet import KIND, account_pages, account_sheet
from app.exchange.names import file_name
from app.exchange.package import dump
from app.exchange.problems import Kind, problem, write_file
from app.exchange.sheet import FilledSheet, filled_sheet

Sheets = tuple[FilledSheet, ...]


@dataclass(frozen=True)
class Wanted:
    """Which kinds of file are asked for."""

    excel: bool = True
    pdf: bool = True
    package: bool = True
    review: bool = True  # what the checks found, and the derived figures of the 说明


EVERYTHING = Wanted()
ACCOUNTS = "accounts"


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


def folder_name(report: Report) -> str:
    """云岭县就业服务中心 2023年度决算公开和绩效自评; without accounts just 绩效自评."""
    unit = report.text("info.unit") or "未填单位"
    work = "决算公开和绩效自评" if has_accounts(report) else "绩效自评"
    return file_name(f"{unit} {report.submission.year}年度{work}")


def review_name(report: Report) -> str:
    """审核情况表（2023年度）.xlsx."""
    return file_name(f"审核情况表（{report.submission.year}年度）") + ".xlsx"


def hand_over(report: Report, parent: Path, wanted: Wanted = EVERYTHING) -> tuple[Path, ...]:
    """Write the hand-over folder under `parent` and return its files.

    Files of an earlier hand-over are replaced one by one. Raises ExportProblem (folder read-only,
    disk full, a file open in WPS or Excel); files written before that stay, whole.
    """
    folder = parent / folder_name(report)
    make_folder(folder)
    return tuple(_files(report, folder, wanted))


def make_folder(folder: Path) -> None:
    """The folder, with those above it. Raises ExportProblem where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        kind: Kind = "full" if error.errno == errno.ENOSPC else "read-only"
        raise problem(kind, folder) from error


def _files(report: Report, folder: Path, wanted: Wanted) -> Iterator[Path]:
    # not before a file is wanted: openpyxl alone takes half as long to load as a bare Qt window
    from app.exchange.xlsx import export_xlsx
    from app.paper.printing import print_pdf

    for title, filled, pages in _books(report):
        base = file_name(f"{title}（{report.submission.year}年度）")
        if wanted.excel:
            path = folder / f"{base}.xlsx"
            export_xlsx(path, filled)
            yield path
        if wanted.pdf:
            path = folder / f"{base}.pdf"
            print_pdf(path, pages)
            yield path
    if wanted.review:
        yield from _review(report, folder)
    if wanted.package:
        path = folder / f"数据包（{report.submission.year}年度）.json"
        write_package(path, report)
        yield path


def _review(report: Report, folder: Path) -> Iterator[Path]:
    from app.exchange.figure_sheet import export_figures
    from app.exchange.findings_sheet import export_findings

    path = folder / review_name(report)
    export_findings(path, report)
    yield path
    if has_accounts(report):
        path = folder / file_name(f"说明数据表（{report.submission.year}年度）.xlsx")
        export_figures(path, report)
        yield path


def _books(report: Report) -> Iterator[tuple[str, Sheets, Sheets]]:
    """Each file's title, its sheets in Excel and those on paper: wide tables have parts there."""
    for form in report.scheme.forms:
        filled = sheets(report, form.id)
        if filled:
            yield form.title, filled, filled
    if has_accounts(report):
        whole = tuple(account_sheet(report, one) for one in report.accounts)
        yield KIND, whole, sheets(report, ACCOUNTS)


def write_package(path: Path, report: Report) -> None:
    """The submission as a package, written whole or not at all. Raises ExportProblem."""
    write_file(path, dump(report.scheme, report.submission).encode("utf-8"))
