"""The hand-over file by file: one that fails, a disk that is full, a person who stops it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import handover
from app.domain.report import Report
from app.exchange.problems import problem
from app.handover import ACCOUNTS, NOT_TRIED, STOPPED, Wanted, books, hand_over
from app.progress import Cancelled
from tests.exchange.account_examples import filled
from tests.exchange.test_every_sheet import full

SCHEME = "national-2020"
ALL = (
    "项目支出绩效自评表（2023年度）.xlsx",
    "项目支出绩效自评表（2023年度）.pdf",
    "部门整体支出绩效自评表（2023年度）.xlsx",
    "部门整体支出绩效自评表（2023年度）.pdf",
    "部门决算公开表（2023年度）.xlsx",
    "部门决算公开表（2023年度）.pdf",
    "审核情况表（2023年度）.xlsx",
    "说明数据表（2023年度）.xlsx",
    "数据包（2023年度）.suanpan",
)


@pytest.fixture(scope="module")
def report() -> Report:
    return full(SCHEME)


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name for path in paths]


def there(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_every_file_in_its_order(report: Report, tmp_path: Path, qtbot: QtBot) -> None:
    outcome = hand_over(report, tmp_path)
    assert names(outcome.written) == list(ALL)
    assert (outcome.unwritten, outcome.stopped) == ((), False)
    assert there(outcome.folder) == set(ALL)


def test_it_says_where_it_is_and_never_goes_back(
    report: Report, tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[tuple[int, int, str]] = []
    hand_over(report, tmp_path, tell=lambda *where: told.append(where))
    parts = [done for done, _, _ in told]
    (total,) = {total for _, total, _ in told}
    assert parts == sorted(parts)
    assert parts[0] == 0 and parts[-1] == total - 1
    for name in ALL:
        assert any(what.startswith(name) for _, _, what in told), name


def stops(report: Report, tmp_path: Path) -> list[int]:
    """After how many tellings it can be stopped: at each of them."""
    told: list[int] = []
    hand_over(report, tmp_path, tell=lambda done, _total, _what: told.append(done))
    return list(range(len(told)))


def test_wherever_it_is_stopped_files_are_whole_or_not_touched(
    report: Report, tmp_path: Path, qtbot: QtBot
) -> None:
    places = stops(report, tmp_path / "计数")
    for wanted_stop in places[:: max(1, len(places) // 12)]:
        parent = tmp_path / str(wanted_stop)
        folder = parent / handover.folder_name(report)
        folder.mkdir(parents=True)
        for name in ALL:
            (folder / name).write_text("of last week")
        at = -1

        def tell(_done: int, _total: int, _what: str, stop: int = wanted_stop) -> None:
            nonlocal at
            at += 1
            if at == stop:
                raise Cancelled

        outcome = hand_over(report, parent, tell=tell)
        assert outcome.stopped
        left = [one.path.name for one in outcome.unwritten]
        assert [*names(outcome.written), *left] == list(ALL)
        assert {one.said for one in outcome.unwritten} == {STOPPED}
        assert there(folder) == set(ALL)  # no half file under another name
        for name in left:
            assert (folder / name).read_text() == "of last week"
        for path in outcome.written:
            assert path.stat().st_size > 1000


def test_a_file_that_is_open_elsewhere_holds_up_no_other(
    report: Report, tmp_path: Path, qtbot: QtBot
) -> None:
    """A folder in the file's place is what cannot be replaced on every system."""
    folder = tmp_path / handover.folder_name(report)
    (folder / ALL[2]).mkdir(parents=True)
    outcome = hand_over(report, tmp_path)
    assert names(outcome.written) == [name for name in ALL if name != ALL[2]]
    ((path, said),) = [(one.path, one.said) for one in outcome.unwritten]
    assert path.name == ALL[2]
    assert "正在 WPS 或 Excel" in said and "请关闭后重试" in said
    assert not outcome.stopped

    (folder / ALL[2]).rmdir()  # the clerk has closed it
    again = hand_over(report, tmp_path, Wanted(only=frozenset({path.name})))
    assert names(again.written) == [ALL[2]]
    assert again.unwritten == ()
    assert there(folder) == set(ALL)


def test_a_full_disk_is_not_tried_again_and_again(
    report: Report, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(path: Path, _data: bytes) -> None:
        raise problem("full", path)

    monkeypatch.setattr("app.paper.printing.write_file", full_disk)
    outcome = hand_over(report, tmp_path)
    assert names(outcome.written) == [ALL[0]]
    first, *others = outcome.unwritten
    assert first.said.startswith("磁盘空间不够")
    assert [one.path.name for one in others] == list(ALL[2:])
    assert {one.said for one in others} == {NOT_TRIED}


def test_only_what_was_chosen(tmp_path: Path, qtbot: QtBot) -> None:
    report = filled(SCHEME)
    assert [which for which, _, _ in books(report)] == ["overall", ACCOUNTS]
    outcome = hand_over(full(SCHEME), tmp_path, Wanted(books=frozenset({"overall"}), review=False))
    assert names(outcome.written) == [ALL[2], ALL[3], ALL[8]]
    nothing = hand_over(report, tmp_path, Wanted(review=False, package=False, books=frozenset()))
    assert (nothing.written, nothing.unwritten) == ((), ())


def test_what_goes_out_is_counted(report: Report) -> None:
    assert [(title, count) for _, title, count in books(report)] == [
        ("项目支出绩效自评表", sum(form.form.id == "project" for form in report.forms)),
        ("部门整体支出绩效自评表", 1),
        ("部门决算公开表", 9),
    ]
