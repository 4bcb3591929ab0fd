"""The hand-over folder of every shipped scheme: each kind of form, named by title and year."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from app.domain.compute import compute
from app.domain.report import Report
from app.domain.submission import Submission, new_entries
from app.exchange.names import file_name
from app.exchange.package import parse
from app.handover import ACCOUNTS, Wanted, hand_over, has_accounts, sheets
from app.resources import shipped_schemes
from tests.exchange.account_examples import filled
from tests.exchange.test_every_sheet import blank, full

SCHEMES = shipped_schemes()
BOOKS = Wanted(pdf=False, review=False)


def names(report: Report) -> list[str]:
    return [file_name(f"{form.title}（2023年度）") for form in report.scheme.forms]


def with_accounts(report: Report) -> list[str]:
    """Names of the files with the official tables of a unit that has figures in its ledgers."""
    return [*names(report), *(["部门决算公开表（2023年度）"] if report.scheme.accounts else [])]


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_every_kind_of_form_is_a_workbook(scheme_id: str, tmp_path: Path) -> None:
    for report in (full(scheme_id), blank(scheme_id)):
        files = hand_over(report, tmp_path, BOOKS).written
        *books, package = files
        wanted = with_accounts if any(not one.empty for one in report.accounts) else names
        assert [path.stem for path in books] == wanted(report)
        work = "决算公开和绩效自评" if has_accounts(report) else "绩效自评"
        assert {path.parent.name for path in files} == {f"云岭县就业服务中心 2023年度{work}"}
        for form, path in zip(report.scheme.forms, books, strict=False):
            count = sum(one.form.id == form.id for one in report.forms)
            assert len(load_workbook(path).sheetnames) == count == len(sheets(report, form.id))
        entries = {cell: text for cell, text in report.submission.entries.items() if text}
        assert parse(package.read_bytes(), SCHEMES).entries == entries


def test_a_kind_without_a_form_has_no_file(tmp_path: Path) -> None:
    scheme = SCHEMES["national-2020"]
    entries = new_entries(scheme, "云岭县就业服务中心")
    report = compute(scheme, Submission(2023, scheme.id, entries=entries))
    *books, _ = hand_over(report, tmp_path, BOOKS).written
    assert [path.stem for path in books] == ["部门整体支出绩效自评表（2023年度）"]


def test_the_official_tables_are_one_workbook_and_one_pdf(tmp_path: Path, qtbot: QtBot) -> None:
    report = filled("national-2020")
    files = hand_over(report, tmp_path, Wanted(package=False, review=False)).written
    book, paper = (path for path in files if path.stem == "部门决算公开表（2023年度）")
    pages = load_workbook(book)
    titles = [one.account.title for one in report.accounts]
    assert pages.sheetnames == [f"GK{at:02} {title}"[:31] for at, title in enumerate(titles, 1)]
    assert pages["GK02 收入决算表"]["E9"].value == 1010
    assert pages["GK02 收入决算表"]["E9"].number_format == "#,##0.00"
    assert len(PdfReader(paper).pages) == 9


def test_a_unit_that_only_evaluates_itself_gets_no_empty_tables(tmp_path: Path) -> None:
    report = blank("national-2020")
    assert not has_accounts(report)
    assert names(report) == [path.stem for path in hand_over(report, tmp_path, BOOKS).written[:-1]]


def test_what_the_checks_found_and_the_derived_figures_go_along(tmp_path: Path) -> None:
    wanted = Wanted(excel=False, pdf=False, package=False)
    review, figures = hand_over(filled("national-2020"), tmp_path, wanted).written
    assert review.name == "审核情况表（2023年度）.xlsx"
    assert load_workbook(review).active["A1"].value == "决算公开和绩效自评审核情况表"
    assert figures.name == "说明数据表（2023年度）.xlsx"
    texts = {cell.value for row in load_workbook(figures).active for cell in row}
    assert {"决算公开说明数据表", "怎么算"} <= texts
    files = hand_over(blank("national-2020"), tmp_path, wanted).written
    assert [path.name for path in files] == ["审核情况表（2023年度）.xlsx"]


def test_the_preview_asks_for_one_table_or_for_all() -> None:
    report = filled("national-2020")
    titles = [one.account.title for one in report.accounts]
    assert [sheet.title for sheet in sheets(report, ACCOUNTS)] == titles
    assert [sheet.title for sheet in sheets(report, "gk06")] == [titles[5]]
    assert {sheet.kind for sheet in sheets(report)} == {"绩效自评表"}


def test_the_pdf_of_every_form_lies_as_it_should(tmp_path: Path, qtbot: QtBot) -> None:
    report = full("hunan-2023")
    wanted = Wanted(excel=False, package=False, review=False)
    files = hand_over(report, tmp_path, wanted).written
    assert [path.stem for path in files] == with_accounts(report)
    for form, path in zip(report.scheme.forms, files, strict=False):
        for page in PdfReader(path).pages:
            assert (page.mediabox.width > page.mediabox.height) == form.sheet.landscape
