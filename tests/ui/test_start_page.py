"""The start page by keys: found, opened, sorted; figures that come after the list."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.codes import CodeBook
from app.domain.compute import compute
from app.domain.report import Report
from app.domain.submission import Submission
from app.scheme.model import Scheme
from app.ui.start import standing
from app.ui.start.start_page import StartPage
from app.ui.views.views import tab_states
from tests.ui.driver import Key, Office
from tests.ui.office_work import (
    LEFT,
    chooses_line,
    chosen,
    lays_in,
    lines,
    right_click_menu,
    waits_for_figures,
    waits_until,
)

CONTROL = Qt.KeyboardModifier.ControlModifier
A, B, C = "云岭县就业服务中心", "青石县就业服务中心", "白河县就业服务中心"


def test_with_nothing_yet_it_says_how_to_begin(office: Office) -> None:
    assert office.says("填单位名称、选当地的方案")
    assert not office.window.start.items.isVisible()
    lays_in(office, (A, 2023))
    assert not office.says("填单位名称、选当地的方案")
    assert office.window.start.items.isVisible()


def test_enter_opens_the_line_and_the_last_one_is_chosen_next_time(office: Office) -> None:
    lays_in(office, (A, 2023), (A, 2022), (B, 2023))
    assert chosen(office) == (A, 2023)
    assert not office.says("继续上次")
    chooses_line(office, B, 2023)
    office.presses(Key.Key_Return)
    assert office.window.session is not None
    assert office.sees("info.unit") == B
    office.close()
    office.open()
    assert chosen(office) == (B, 2023)
    assert office.window.start.resume.text() == f"继续上次：{B} 2023年度 ›"
    office.presses(Key.Key_Return)  # the keys are in the list
    assert office.sees("info.unit") == B


def test_the_line_continue_leads_there_from_another_line(office: Office) -> None:
    lays_in(office, (A, 2023), (B, 2023))
    chooses_line(office, B, 2023)
    office.clicks("打开")
    office.clicks("‹ 填报列表")
    chooses_line(office, A, 2023)
    QTest.mouseClick(office.window.start.resume, LEFT)
    office.settle()
    assert office.sees("info.unit") == B


def test_figures_are_those_of_the_report_and_come_after_the_list(office: Office) -> None:
    lays_in(office, (A, 2023))
    (line,) = lines(office)
    assert line[:2] == (A, "2023年度")
    assert line[2:6] == ("", "", "", "")
    waits_for_figures(office)
    (line,) = lines(office)
    office.opens_first()
    session = office.window.session
    assert session is not None
    whole = tab_states(session.report)["findings"]
    missing = len(session.report.missing)
    assert missing and whole.errors and whole.questions
    assert line[2:5] == (
        session.scheme.title,
        f"99%　缺 {missing}",  # of two thousand cells
        f"✗ {whole.errors}  ⚠ {whole.questions}",
    )
    assert line[5].startswith(str(session.report.form("overall").total))
    assert line[6] == "填报中"


def test_figures_are_computed_again_only_after_an_edit(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[int] = []

    def counted(scheme: Scheme, submission: Submission, codes: CodeBook) -> Report:
        computed.append(submission.id)
        return compute(scheme, submission, codes=codes)

    monkeypatch.setattr(standing, "compute", counted)
    lays_in(office, (A, 2023), (B, 2023))
    waits_for_figures(office)
    assert sorted(computed) == [1, 2]
    before = lines(office)
    chooses_line(office, B, 2023)
    office.clicks("打开")
    office.types("info.head", "Zhang")
    office.clicks("‹ 填报列表")
    assert [line[2:6] for line in lines(office)] == [line[2:6] for line in before]  # no flicker
    waits_until(lambda: len(computed) > 2)
    office.presses(Key.Key_F5)
    QTest.qWait(600)
    assert sorted(computed) == [1, 2, 2]


def test_a_submission_whose_scheme_is_gone_says_so(office: Office) -> None:
    office.store.create(2023, "yuanfang-2023", "x", {"info.unit": A})
    office.close()
    office.open()
    waits_for_figures(office)
    (line,) = lines(office)
    assert line[2:5] == ("yuanfang-2023", "打不开", "")
    item = office.window.start.items.topLevelItem(0)
    assert item is not None and "方案“yuanfang-2023”不在本程序里" in item.toolTip(3)


def test_many_are_searched_and_the_keys_lead_into_the_list(office: Office) -> None:
    lays_in(office, *((name, year) for name in (A, B, C) for year in (2021, 2022, 2023)))
    search = office.window.start.search
    assert search.isVisible()
    office.presses(Key.Key_F, CONTROL)
    assert search.hasFocus()
    QTest.keyClicks(search, "2022")
    office.settle()
    assert {line[1] for line in lines(office)} == {"2022年度"}
    assert office.says("填报（找到 3，共 9）")
    office.presses(Key.Key_Return)
    office.presses(Key.Key_Down)
    office.presses(Key.Key_Return)
    assert office.sees("info.unit") == B


def test_a_search_that_finds_nothing_has_nothing_to_open(office: Office) -> None:
    lays_in(office, *((A, year) for year in range(2015, 2024)))
    QTest.keyClicks(office.window.start.search, "1999")
    office.settle()
    assert lines(office) == []
    assert office.says("填报（找到 0，共 9）")
    office.presses(Key.Key_Return)
    office.presses(Key.Key_Return)
    assert office.window.session is None


def test_few_need_no_search(office: Office) -> None:
    lays_in(office, (A, 2023))
    assert not office.window.start.search.isVisible()


def test_a_heading_sorts_and_the_line_stays_chosen(office: Office) -> None:
    lays_in(office, (B, 2022), (A, 2023), (C, 2021))
    items = office.window.start.items
    chooses_line(office, C, 2021)

    def click_heading(column: int) -> list[int]:
        header = items.header()
        x = header.sectionViewportPosition(column) + 12
        QTest.mouseClick(header.viewport(), LEFT, pos=header.rect().center().__class__(x, 12))
        office.settle()
        return [int(line[1][:4]) for line in lines(office)]

    assert [int(line[1][:4]) for line in lines(office)] == [2023, 2022, 2021]
    assert click_heading(1) == [2021, 2022, 2023]
    assert click_heading(1) == [2023, 2022, 2021]
    assert chosen(office) == (C, 2021)


def test_f5_shows_what_another_window_did(office: Office) -> None:
    lays_in(office, (A, 2023), (B, 2023))
    chooses_line(office, B, 2023)
    office.store.create(2024, "national-2020", "", {"info.unit": C})
    office.presses(Key.Key_F5)
    assert [line[0] for line in lines(office)] == [C, A, B]
    assert chosen(office) == (B, 2023)


def test_the_menu_of_a_line_says_what_can_be_done_with_it(office: Office) -> None:
    lays_in(office, (A, 2023))
    assert right_click_menu(office) == [
        *("打开", "从上年新建…", "复制…", "封存…", "封存记录…", "核对数据包…", "删除…"),
    ]
    office.store.seal(1, "林")
    office.presses(Key.Key_F5)
    assert "解除封存…" in right_click_menu(office)
    assert lines(office)[0][6] == "已封存"


def test_the_list_needs_no_scheme_and_no_computing() -> None:
    """What is loaded before the window is painted makes every start longer."""
    code = "import app.ui.window, app.storage.database, sys; print('\\n'.join(sys.modules))"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    heavy = {
        *("app.domain.compute", "app.scheme.load", "app.review", "app.codes", "openpyxl"),
        *(
            "app.ui.start.units",
            "app.ui.start.backups",
            "app.ui.start.standing",
            "app.ui.open_work",
            "app.ui.grid.grid",
        ),
    }
    assert "app.ui.start.start_page" in loaded
    assert not heavy & loaded


def test_nothing_to_go_on_with_is_not_shown_while_the_list_is_read(office: Office) -> None:
    """Where a password is asked for, that may take a while."""
    waiting = StartPage(list, office.window)
    waiting.show()
    assert not waiting.resume.isVisible()
    waiting.close()


def test_the_program_stands_before_what_it_does_not_need() -> None:
    """So much of a start was loaded for nothing once; naming QStyle makes all of its enums."""
    code = (
        "import app.__main__, app.ui.instance, app.ui.app, sys; from PySide6 import QtWidgets;"
        "print('\\n'.join([*sys.modules, *vars(QtWidgets)]))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    heavy = {
        *("app.packs", "app.domain.submission", "app.ui.requests", "app.ui.start.keeper"),
        *("app.ui.start.dropping", "sqlite_utils", "ctypes", "socket", "QStyle"),
    }
    assert {"app.ui.window", "QMainWindow"} <= loaded
    assert not heavy & loaded
