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
from app.handover import Wanted, hand_over, sheets
from app.resources import shipped_schemes
from tests.exchange.test_every_sheet import blank, full

SCHEMES = shipped_schemes()
BOOKS = Wanted(pdf=False)


def names(report: Report) -> list[str]:
    return [file_name(f"{form.title}（2023年度）") for form in report.scheme.forms]


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_every_kind_of_form_is_a_workbook(scheme_id: str, tmp_path: Path) -> None:
    for report in (full(scheme_id), blank(scheme_id)):
        files = hand_over(report, tmp_path, BOOKS)
        *books, package = files
        assert [path.stem for path in books] == names(report)
        assert {path.parent.name for path in files} == {"云岭县就业服务中心 2023年度绩效自评"}
        for form, path in zip(report.scheme.forms, books, strict=True):
            count = sum(one.form.id == form.id for one in report.forms)
            assert len(load_workbook(path).sheetnames) == count == len(sheets(report, form.id))
        entries = {cell: text for cell, text in report.submission.entries.items() if text}
        assert parse(package.read_bytes(), SCHEMES).entries == entries


def test_a_kind_without_a_form_has_no_file(tmp_path: Path) -> None:
    scheme = SCHEMES["national-2020"]
    entries = new_entries(scheme, "云岭县就业服务中心")
    report = compute(scheme, Submission(2023, scheme.id, entries=entries))
    *books, _ = hand_over(report, tmp_path, BOOKS)
    assert [path.stem for path in books] == ["部门整体支出绩效自评表（2023年度）"]


def test_the_pdf_of_every_form_lies_as_it_should(tmp_path: Path, qtbot: QtBot) -> None:
    report = full("hunan-2023")
    wanted = Wanted(excel=False, package=False)
    files = hand_over(report, tmp_path, wanted)
    assert [path.stem for path in files] == names(report)
    for form, path in zip(report.scheme.forms, files, strict=True):
        for page in PdfReader(path).pages:
            assert (page.mediabox.width > page.mediabox.height) == form.sheet.landscape
