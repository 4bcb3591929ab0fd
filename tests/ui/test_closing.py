"""Closing, logging off, a full disk at that moment: what is in an open editor is stored or said."""

import errno
import sys
import weakref
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.storage import putting_back
from app.ui.app import stores_at_the_end
from app.ui.window import PATIENCE
from tests.ui.driver import Key, Office
from tests.ui.mouse import CONTROL
from tests.ui.office_work import lays_in

UNIT = "云岭县就业服务中心"
CELL = "outlay.public.r1.basic"


def types_without_leaving(office: Office, address: str, text: str) -> None:
    lays_in(office, (UNIT, 2023))
    office.opens_first()
    office.goes_to(address)
    if address.startswith("info."):
        QTest.keyClick(office.focus(), Key.Key_A, CONTROL)
    office.enters(text)


@pytest.mark.parametrize("address", [CELL, "info.filler", "project.p1.goal_expected"])
def test_logging_off_stores_what_is_being_typed(office: Office, address: str) -> None:
    types_without_leaving(office, address, "57")
    stores_at_the_end(office.app, office.window)
    office.app.commitDataRequest.emit(None)
    assert "57" in office.entries()[address]


def test_nothing_is_lost_silently_where_the_last_text_cannot_be_stored(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    types_without_leaving(office, "info.filler", "ABC")
    office.store.database.execute("pragma query_only = on")
    office.window.close()
    assert office.window.isVisible()
    assert "没有存上" in office.asked[-1]
    assert QGuiApplication.clipboard().text() == "ABC"
    office.store.database.execute("pragma query_only = off")
    office.window.close()
    assert not office.window.isVisible()
    assert office.entries()["info.filler"] == "ABC"


def test_a_person_may_close_it_all_the_same(office: Office) -> None:
    types_without_leaving(office, "info.filler", "ABC")
    office.store.database.execute("pragma query_only = on")
    office.agrees = True
    office.window.close()
    assert not office.window.isVisible()
    office.store.database.execute("pragma query_only = off")


@pytest.mark.skipif(sys.platform == "win32", reason="an open file stays there")
def test_a_deleted_file_that_cannot_be_put_back_is_not_closed_without_a_word(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lays_in(office, (UNIT, 2023))

    def full(_path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    office.path.unlink()
    with monkeypatch.context() as patched:
        patched.setattr(putting_back, "file_to_disk", full)
        office.window.close()
    assert office.window.isVisible()
    assert "写不回原处" in office.asked[-1] and "磁盘空间不够" in office.asked[-1]
    asked = len(office.asked)
    office.window.close()
    assert not office.window.isVisible()
    assert len(office.asked) == asked
    assert office.path.exists()


def test_nothing_open_is_nothing_to_store(office: Office) -> None:
    stores_at_the_end(office.app, office.window)
    office.app.commitDataRequest.emit(None)
    assert office.told == []


def test_what_was_left_does_not_stay_in_memory(office: Office) -> None:
    lays_in(office, (UNIT, 2023))
    office.opens_first()
    left = weakref.ref(office.window.opened)
    for _ in range(2):
        office.window.open_submission(1)  # without the list in between, as 解除封存 does
        QTest.qWait(2 * PATIENCE)
    assert left() is None
