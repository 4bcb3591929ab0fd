"""The strip about the place of the data file: said once in each place, explained when asked."""

from pathlib import PureWindowsPath

import pytest

from app.storage import place
from app.ui.start.place_warning import ADVICE, RISKS, SAFE, STRIPS, mark
from tests.ui.driver import Key, Office
from tests.ui.office_work import lays_in

KINDS = ("removable", "network", "synced")


def lies(patch: pytest.MonkeyPatch, kind: str) -> None:
    patch.setattr(place, "kind_of", lambda _folder: kind)


def shown(office: Office) -> str:
    strip = office.window.start.place
    return strip.said.text() if strip.isVisible() else ""


@pytest.mark.parametrize("kind", KINDS)
def test_it_stands_above_the_list_until_it_is_read(
    office: Office, monkeypatch: pytest.MonkeyPatch, kind: "place.Kind"
) -> None:
    assert shown(office) == ""
    lies(monkeypatch, kind)
    office.presses(Key.Key_F5)
    assert shown(office) == STRIPS[kind]
    assert office.told == [], "nobody is stopped"
    office.clicks("怎样更稳妥…")
    (said,) = office.told
    assert all(part in said for part in (SAFE, RISKS[kind], ADVICE[kind]))
    assert shown(office) == STRIPS[kind]
    office.clicks("知道了")
    assert shown(office) == ""
    lays_in(office, ("云岭县甲中心", 2024))  # closed and opened again
    assert shown(office) == ""


def test_another_place_is_said_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    lies(monkeypatch, "removable")
    office.presses(Key.Key_F5)
    office.clicks("知道了")
    lies(monkeypatch, "network")
    office.presses(Key.Key_F5)
    assert shown(office) == STRIPS["network"]


def test_on_a_local_disk_nothing_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    lies(monkeypatch, "network")
    office.presses(Key.Key_F5)
    lies(monkeypatch, "local")
    office.presses(Key.Key_F5)
    assert shown(office) == ""


def test_the_place_of_a_stick_has_no_letter() -> None:
    here, there = (PureWindowsPath(rf"{letter}:\决算\数据.db") for letter in "EF")
    marks = {mark(one, "removable") for one in (here, there)}  # type: ignore[arg-type]
    assert marks == {"removable 决算"}
