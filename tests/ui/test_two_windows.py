"""Two windows on one data file: neither writes over what the other did, nor goes on with less."""

from collections.abc import Callable
from contextlib import closing

import pytest
from PySide6.QtGui import QGuiApplication

from app.domain.rescheme import change
from app.domain.submission import Edit
from app.resources import shipped_schemes
from app.session import Session
from app.storage.database import open_database
from tests.ui.driver import Key, Office
from tests.ui.office_work import lays_in

UNIT = "云岭县就业服务中心"
CELL = "outlay.public.r1.basic"
OTHER = "outlay.public.r1.project"


def elsewhere(office: Office, act: Callable[[Session], object]) -> None:
    """What a second window does meanwhile: its own connection, its own session."""
    with closing(open_database(office.path)) as store:
        info = store.submissions()[0]
        session = Session(store, shipped_schemes()[info.scheme], store.load(info.id))
        act(session)


def types_elsewhere(office: Office, cells: dict[str, str]) -> None:
    elsewhere(office, lambda session: session.apply(Edit(cells, "填写")))


def opens(office: Office) -> None:
    lays_in(office, (UNIT, 2023))
    office.opens_first()
    office.shows_tab("收入支出")
    office.chooses_table("支出")


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_a_text_is_not_stored_over_what_another_window_did(office: Office) -> None:
    opens(office)
    office.types(OTHER, "7")
    types_elsewhere(office, {CELL: "12"})
    office.types(CELL, "5")
    assert "在别的窗口里改过" in office.told[-1]
    assert clipboard() == "5"
    assert office.entries()[CELL] == "12"
    office.shows_tab("收入支出")
    office.goes_to(CELL)
    cell = office.cell(CELL)
    assert cell is not None
    assert cell.text == "12"
    office.undoes()
    assert "没有可以撤销的步骤" in office.status()
    office.types(CELL, "5")
    assert (office.entries()[CELL], office.entries()[OTHER]) == ("5", "7")
    assert len(office.told) == 1


def test_the_tab_in_front_stays_and_the_report_is_that_of_the_file(office: Office) -> None:
    opens(office)
    types_elsewhere(office, {CELL: "12"})
    office.types(OTHER, "5")
    assert office.work.tabs.tabText(office.work.tabs.currentIndex()).startswith("收入支出")
    session = office.window.session
    assert session is not None
    assert dict(session.submission.entries) == office.entries()
    stored = office.store.load(session.submission.id)
    alone = Session(office.store, session.scheme, stored, codes=session.report.codes)
    assert session.report == alone.report


def test_an_undo_does_not_take_back_under_another_window(office: Office) -> None:
    opens(office)
    office.types(CELL, "5")
    types_elsewhere(office, {CELL: "12"})
    office.undoes()
    assert "在别的窗口里改过" in office.told[-1]
    assert office.entries()[CELL] == "12"


def test_a_field_that_is_being_typed_in_gives_up_once(office: Office) -> None:
    lays_in(office, (UNIT, 2023))
    office.opens_first()
    types_elsewhere(office, {CELL: "12"})
    office.types("info.filler", "ABC")
    assert len(office.told) == 1
    assert clipboard() == "ABC"
    assert office.entries()["info.filler"] != "ABC"
    office.types("info.filler", "ABC")
    assert office.entries()["info.filler"] == "ABC"


def test_sealed_by_another_window_it_says_so_and_can_only_be_looked_at(office: Office) -> None:
    opens(office)
    before = office.entries()
    elsewhere(office, lambda session: session.store.seal(session.submission.id, "林某某"))
    office.types(CELL, "5")
    assert "已经封存" in office.told[-1]
    assert office.entries() == before
    assert office.says("已封存")
    office.undoes()
    assert office.entries() == before


def test_removed_by_another_window_nothing_is_made_again(office: Office) -> None:
    opens(office)
    elsewhere(office, lambda session: session.store.remove(session.submission.id))
    office.types(CELL, "5")
    assert "已经不在数据文件里" in office.told[-1]
    assert clipboard() == "5"
    office.window.show_start()
    office.settle()
    assert office.store.submissions() == []


def test_another_scheme_chosen_elsewhere_is_followed(office: Office) -> None:
    opens(office)
    other = shipped_schemes()["hunan-2023"]

    def changes(session: Session) -> None:
        session.change_scheme(other, change(session.scheme, other, session.submission).edit)

    elsewhere(office, changes)
    office.types(CELL, "5")
    assert "在别的窗口里改过" in office.told[-1]
    assert office.window.session is not None
    assert office.window.session.scheme.id == other.id


@pytest.mark.parametrize("act", ["导出上报", "预览"])
def test_what_goes_out_is_what_the_file_holds(office: Office, act: str) -> None:
    opens(office)
    types_elsewhere(office, {CELL: "12"})
    before = {one.name for one in office.folder.iterdir()}
    if act == "预览":
        office.work.preview_current()
    else:
        office.shows_tab("导出打印")
        office.clicks("导出上报", office.work.pages["export"])
    assert "在别的窗口里改过" in office.told[-1]
    assert {one.name for one in office.folder.iterdir()} == before
    office.goes_to(CELL)
    cell = office.cell(CELL)
    assert cell is not None
    assert cell.text == "12"


def test_nothing_goes_out_of_what_another_window_removed(office: Office) -> None:
    opens(office)
    elsewhere(office, lambda session: session.store.remove(session.submission.id))
    office.work.preview_current()
    assert "已经不在数据文件里" in office.told[0]
    assert office.window.opened is None
    assert office.window.start.isVisible()


def test_two_windows_on_two_submissions_do_not_disturb_each_other(office: Office) -> None:
    lays_in(office, (UNIT, 2023), (UNIT, 2022))
    office.opens_first()
    with closing(open_database(office.path)) as store:
        info = store.submissions()[1]
        session = Session(store, shipped_schemes()[info.scheme], store.load(info.id))
        session.apply(Edit({CELL: "3"}, "填写"))
        office.types(CELL, "5")
        session.apply(Edit({CELL: "4"}, "填写"))
    office.types(OTHER, "6", Key.Key_Tab)
    assert office.told == []
    assert (office.entries()[CELL], office.entries()[OTHER]) == ("5", "6")
