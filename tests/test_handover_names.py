"""Names and places of a hand-over as Windows takes them, on every system alike; and each of its
files when it cannot be written."""

import errno
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app import handover
from app.domain.compute import compute
from app.domain.report import Report
from app.exchange.names import MAX_BYTES, MAX_FILE_NAME, MAX_PATH, file_name, length
from app.exchange.problems import ExportProblem, write_file
from app.handover import NOT_TRIED, Wanted, folder_name, hand_over
from app.resources import shipped_schemes
from tests.exchange.test_every_sheet import full

YEAR = " 2023年度决算公开和绩效自评"
QUICK = Wanted(excel=False, pdf=False)
REFUSED = set('<>:"/\\|?*')


def of_unit(name: str) -> Report:
    report = full("national-2020")
    entries = {**report.submission.entries, "info.unit": name}
    return compute(report.scheme, replace(report.submission, entries=entries))


@pytest.mark.parametrize(
    ("unit", "folder"),
    [
        ("云岭县就业服务中心", "云岭县就业服务中心" + YEAR),
        ("CON", "CON" + YEAR),
        ("con.县", "_con.县" + YEAR),
        ("COM¹.", "COM¹" + YEAR),
        ("甲/乙：丙?*", "甲_乙：丙__" + YEAR),
        ("..\\..\\windows", "_.._windows" + YEAR),
        ("中心\u202egnp.exe", "中心gnp.exe" + YEAR),
        ("中\r\n心\x00", "中 心" + YEAR),
        (" .中心. ", "中心" + YEAR),
        ("...", "未命名" + YEAR),
        ("", "未填单位" + YEAR),
        ("长" * 200, "长" * (MAX_FILE_NAME - len(YEAR)) + YEAR),
        ("𠮷" * 200, "𠮷" * ((MAX_FILE_NAME - len(YEAR)) // 2) + YEAR),
    ],
)
def test_the_folder_of_any_unit(unit: str, folder: str, tmp_path: Path) -> None:
    report = of_unit(unit)
    assert folder_name(report) == folder
    assert not set(folder) & REFUSED
    assert folder == folder.strip(" .")
    assert length(folder) <= MAX_FILE_NAME + 1
    assert len(folder.encode()) <= MAX_BYTES + 1
    outcome = hand_over(report, tmp_path, QUICK)
    assert outcome.unwritten == ()
    assert {path.parent for path in outcome.written} == {tmp_path / folder}


@pytest.mark.parametrize("room", range(MAX_FILE_NAME))
def test_the_year_is_never_cut(room: int) -> None:
    made = file_name("县" * 100, last="（2023年度）", room=room)
    assert made.endswith("县（2023年度）")
    assert length(made) <= max(room, 9)


@pytest.mark.parametrize("deep", [0, 60, 110, 140, 150])
def test_in_a_long_place_the_folder_is_called_shorter(deep: int, tmp_path: Path) -> None:
    parent = tmp_path / ("很" * (deep // 2)) / ("深" * (deep - deep // 2))
    report = of_unit("云岭县" + "长" * 60 + "就业服务中心")
    outcome = hand_over(report, parent, QUICK)
    assert outcome.folder.name.endswith(YEAR)
    assert outcome.folder.name.startswith("云岭县")
    assert outcome.unwritten == ()
    longest = max(length(str(path.absolute())) for path in outcome.written)
    fits = len(str(tmp_path)) + deep + handover.LEAST + 30 <= MAX_PATH
    assert longest <= MAX_PATH or not fits


def test_two_forms_of_one_title_are_two_files(tmp_path: Path) -> None:
    report = full("national-2020")
    forms = [
        replace(one, title="Form A" if at else "FORM a")
        for at, one in enumerate(report.scheme.forms)
    ]
    renamed = {one.id: one for one in forms}
    twice = replace(
        report,
        scheme=replace(report.scheme, forms=tuple(forms)),
        forms=tuple(replace(one, form=renamed[one.form.id]) for one in report.forms),
    )
    wanted = Wanted(pdf=False, package=False, review=False, books=frozenset(renamed))
    written = hand_over(twice, tmp_path, wanted).written
    assert [path.name for path in written] == [
        "FORM a（2023年度）.xlsx",
        "Form A（2023年度）（2）.xlsx",
    ]
    assert len({path.name.casefold() for path in written}) == len(written)


def test_titles_of_every_scheme_are_names_of_files() -> None:
    for scheme in shipped_schemes().values():
        names = [file_name(form.title, last="（2023年度）") for form in scheme.forms]
        assert len({name.casefold() for name in names}) == len(names)
        assert all(form.title in name for form, name in zip(scheme.forms, names, strict=True))


# ---------------------------------------------------------------- each file that is in the way


@pytest.fixture(scope="module")
def proved() -> Report:
    """A submission with evidence: every kind of file is in its hand-over."""
    report = full("national-2020")
    row = next(row.address for form in report.forms for row in form.indicators)
    entries = {**report.submission.entries, f"{row}.files": "签到表.pdf"}
    return compute(report.scheme, replace(report.submission, entries=entries))


@pytest.fixture
def find(tmp_path: Path, qtbot: QtBot) -> Any:
    (tmp_path / "签到表.pdf").write_bytes(b"%PDF")
    return lambda name: tmp_path / name


def test_each_file_that_is_open_in_another_program_is_said_and_stays(
    proved: Report, find: Any, tmp_path: Path
) -> None:
    """A folder in its place is what no system replaces."""
    first = hand_over(proved, tmp_path / "一", find=find)
    assert first.unwritten == ()
    for path in first.written:
        (tmp_path / "二" / path.relative_to(tmp_path / "一")).mkdir(parents=True)
    second = hand_over(proved, tmp_path / "二", find=find)
    assert second.written == ()
    assert [one.path.name for one in second.unwritten] == [path.name for path in first.written]
    for one in second.unwritten:
        assert one.path.name in one.said
        assert "正在 WPS 或 Excel 等程序里打开着" in one.said
        assert list(one.path.iterdir()) == []
    assert not list((tmp_path / "二").rglob("*.tmp"))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "没有写入权限"),
        (errno.EROFS, "没有写入权限"),
        (errno.ENOSPC, "磁盘空间不够"),
        (errno.EDQUOT, "磁盘空间不够"),
        (errno.EIO, "磁盘没有应答"),
        (errno.ENOENT, "检查U盘是否拔出"),
    ],
)
def test_a_place_that_takes_nothing_is_said_once(
    number: int, words: str, proved: Report, find: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    opens = Path.open

    def refuse(path: Path, mode: str = "r", *args: Any, **named: Any) -> Any:
        if path.suffix == ".tmp" and mode == "xb":
            raise OSError(number, "no")
        return opens(path, mode, *args, **named)

    monkeypatch.setattr(Path, "open", refuse)
    outcome = hand_over(proved, tmp_path, find=find)
    assert outcome.written == ()
    first, *others = outcome.unwritten
    assert words in first.said and first.path.name in first.said
    assert {one.said for one in others} == {NOT_TRIED}
    assert len(others) >= 8


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOENT, "检查U盘是否拔出"),
        (errno.EACCES, "没有写入权限"),
        (errno.ENOSPC, "磁盘空间不够"),
        (errno.EEXIST, "已经有一个叫这个名字的文件"),
    ],
)
def test_a_folder_that_cannot_be_made_is_said(
    number: int, words: str, proved: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ExportProblem) as caught:
        hand_over(proved, tmp_path)
    assert words in caught.value.sentence


def test_a_file_of_the_folder_s_name_is_in_the_way(proved: Report, tmp_path: Path) -> None:
    (tmp_path / folder_name(proved)).write_text("of somebody")
    with pytest.raises(ExportProblem, match="请把那个文件移走或者改名"):
        hand_over(proved, tmp_path)
    assert (tmp_path / folder_name(proved)).read_text() == "of somebody"


def test_windows_says_of_a_long_path_only_that_it_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One such file, such as evidence with a long name, holds up no other."""

    def refuse(*_: Any, **__: Any) -> None:
        raise FileNotFoundError(errno.ENOENT, "no")

    path = tmp_path / ("长" * MAX_PATH)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ExportProblem, match="路径太长") as caught:
        write_file(path, b"")
    assert caught.value.kind in handover.OF_ONE_FILE
    with pytest.raises(ExportProblem, match="检查U盘是否拔出"):
        write_file(Path("Q:/表.xlsx"), b"")
