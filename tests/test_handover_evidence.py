"""Evidence files (佐证材料) go with the hand-over, and reasons of scores as notes in Excel."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.cli import main
from app.domain.compute import compute
from app.domain.report import Report
from app.exchange.evidence_files import evidence, evidence_sheet
from app.exchange.xlsx import workbook_bytes
from app.handover import Wanted, hand_over
from app.progress import Cancelled
from app.resources import shipped_schemes
from app.storage import attachments
from app.storage.database import open_database
from tests.exchange.test_every_sheet import full

ONLY_FILES = Wanted(excel=False, pdf=False, package=False, review=False)


def with_files(cells: dict[str, str]) -> Report:
    report = full("national-2020")
    scheme = shipped_schemes()["national-2020"]
    entries = {**report.submission.entries, **cells}
    return compute(scheme, replace(report.submission, entries=entries))


def rows(report: Report) -> list[str]:
    return [row.address for form in report.forms for row in form.indicators][:3]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "附件"
    folder.mkdir()
    (folder / "签到表.pdf").write_bytes(b"%PDF" + bytes(3_000_000))
    (folder / "验收单.jpg").write_bytes(b"jpg")
    return folder


def lies_in(folder: Path) -> Callable[[str], Path | None]:
    return lambda name: folder / name if (folder / name).is_file() else None


def filled(report: Report) -> Report:
    one, two, _ = rows(report)
    return with_files(
        {f"{one}.files": "签到表.pdf\n没有了.pdf", f"{two}.files": "验收单.jpg\n签到表.pdf"}
    )


def cells(path: Path) -> list[list[str]]:
    sheet = load_workbook(path).worksheets[0]
    return [[str(one or "") for one in row] for row in sheet.iter_rows(values_only=True)]


def test_each_file_is_copied_once_and_listed_with_what_it_proves(
    tmp_path: Path, kept: Path
) -> None:
    report = filled(full("national-2020"))
    outcome = hand_over(report, tmp_path, ONLY_FILES, find=lies_in(kept))
    assert outcome.unwritten == ()
    listed, *copies = outcome.written
    assert listed.name == "佐证材料清单.xlsx"
    assert [path.name for path in copies] == ["签到表.pdf", "验收单.jpg"]
    for path in copies:
        assert path.parent == outcome.folder / "佐证材料"
        assert path.read_bytes() == (kept / path.name).read_bytes()
    lines = cells(listed)[3:]
    assert [line[3] for line in lines] == ["签到表.pdf", "没有了.pdf", "验收单.jpg", "签到表.pdf"]
    assert [line[5] for line in lines] == ["", "找不到，没有附上", "", ""]
    assert lines[0][4] == "2.9 MB"
    assert all(line[1] and line[2] for line in lines)


def test_without_files_there_is_no_list(tmp_path: Path, kept: Path) -> None:
    outcome = hand_over(full("national-2020"), tmp_path, ONLY_FILES, find=lies_in(kept))
    assert outcome.written == ()
    assert list(outcome.folder.iterdir()) == []


def test_they_can_be_left_out(tmp_path: Path, kept: Path) -> None:
    report = filled(full("national-2020"))
    wanted = replace(ONLY_FILES, evidence=False)
    assert hand_over(report, tmp_path, wanted, find=lies_in(kept)).written == ()


def test_one_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path, kept: Path) -> None:
    report = filled(full("national-2020"))

    def find(name: str) -> Path | None:
        return kept / ("away.pdf" if name == "签到表.pdf" else name)

    outcome = hand_over(report, tmp_path, ONLY_FILES, find=find)
    assert "验收单.jpg" in {path.name for path in outcome.written}
    said = {one.path.name: one.said for one in outcome.unwritten}
    assert "没有复制" in said["签到表.pdf"]
    names = {path.name for path in (outcome.folder / "佐证材料").iterdir()}
    assert names == {"验收单.jpg"}  # and nothing by halves


def test_stopping_within_a_large_file_leaves_no_half_of_it(tmp_path: Path, kept: Path) -> None:
    report = filled(full("national-2020"))
    seen: list[str] = []

    def tell(_done: int, _total: int, what: str) -> None:
        seen.append(what)
        if seen.count("签到表.pdf") == 3:  # at its start, and then at every megabyte
            raise Cancelled

    outcome = hand_over(report, tmp_path, ONLY_FILES, tell, lies_in(kept))
    assert outcome.stopped
    assert list((outcome.folder / "佐证材料").iterdir()) == []


def test_the_list_lies_on_a_page(kept: Path) -> None:
    from app.paper.layout import pages
    from tests.paper.test_paper import A4, em

    report = filled(full("national-2020"))
    sheet = evidence_sheet(report, evidence(report, lies_in(kept)))
    assert len(pages(sheet, A4, em)) == 1


def test_the_verb_export_hands_them_over_too(tmp_path: Path, kept: Path) -> None:
    report = filled(full("national-2020"))
    path = tmp_path / "数据.db"
    store = open_database(path)
    made = report.submission
    number = store.create(made.year, made.scheme_id, report.scheme.hash, made.entries)
    attachments.attach(path, number.id, kept / "验收单.jpg")
    store.close()
    assert main(["export", "--db", str(path), "--to", str(tmp_path / "上报")]) == 0
    assert [one.name for one in tmp_path.glob("上报/*/佐证材料/*")] == ["验收单.jpg"]


# ---------------------------------------------------------------- notes in Excel


def notes(path: Path) -> list[str]:
    return [
        one.comment.text
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
        for one in row
        if one.comment
    ]


def test_scores_say_why_in_a_note_unless_that_is_not_wanted(tmp_path: Path) -> None:
    report = full("national-2020")
    wanted = Wanted(pdf=False, package=False, review=False)
    book = hand_over(report, tmp_path / "带", wanted).written[0]
    assert any("÷" in note or "×" in note or "分" in note for note in notes(book))
    bare = hand_over(report, tmp_path / "不带", replace(wanted, notes=False)).written[0]
    assert notes(bare) == []
    assert cells(bare) == cells(book)  # nothing else is missing


def test_a_sheet_without_notes_is_otherwise_the_same() -> None:
    report = full("national-2020")
    sheet = evidence_sheet(report, ())
    assert workbook_bytes([sheet]) == workbook_bytes([sheet.without_notes()])
