"""What is missing around the program: found before Qt ends the process, and said in words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.storage.home import BESIDE, Home
from app.ui import surroundings
from app.ui.app import make_application
from app.ui.input_methods import answers_as_ibus, missing_input, settle
from app.ui.surroundings import libraries_are_ours_alone, no_window, say_without_qt, sentences
from app.ui.system_parts import (
    PACKAGES,
    Lack,
    lacking_libraries,
    missing_for_window,
    missing_plugin,
    packages_for,
)
from app.ui.window import MainWindow
from tests.ui.driver import Office

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
NOBODY = 2**22 + 1  # above every number that Linux gives a process


def parts(lacks: list[Lack]) -> list[str]:
    return [lack.part for lack in lacks]


# ---------------------------------------------------------------- libraries

WINDOWS = [  # environment, what is said to be missing
    ({"QT_QPA_PLATFORM": "offscreen"}, []),
    ({}, ["display"]),
    ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":7"}, ["xcb"]),
    ({"DISPLAY": ":7"}, ["xcb"]),
    ({"DISPLAY": ":7", "WAYLAND_DISPLAY": "wayland-0"}, ["xcb"]),
]


@pytest.mark.parametrize(("environment", "expected"), WINDOWS)
def test_a_library_that_lacks_is_found_before_qt_starts(
    environment: dict[str, str],
    expected: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A plug-in that cannot be loaded, as one whose library is missing cannot."""
    plugin = tmp_path / "plugins" / "platforms" / "libqxcb.so"
    plugin.parent.mkdir(parents=True)
    plugin.write_bytes(b"no library")
    monkeypatch.setattr("app.ui.system_parts.qt_folder", lambda: tmp_path)
    assert parts(missing_for_window(environment)) == expected


def test_a_desktop_that_has_wayland_needs_no_xcb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin = tmp_path / "plugins" / "platforms" / "libqwayland-generic.so"
    plugin.parent.mkdir(parents=True)
    plugin.touch()
    monkeypatch.setattr("app.ui.system_parts.qt_folder", lambda: tmp_path)
    assert missing_for_window({"WAYLAND_DISPLAY": "wayland-0"}) == []


def test_the_loader_says_which_library_lacks(tmp_path: Path) -> None:
    (lack,) = missing_plugin("xcb", tmp_path)
    assert lack.part == "xcb"
    assert "libqxcb.so" in lack.why


def test_the_command_brings_everything_that_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = {"libxcb-cursor.so.0", "libgthread-2.0.so.0", "libglib-2.0.so.0"}
    found = lacking_libraries(lambda name: name not in lost)
    assert packages_for(found) == ["libglib2.0-0", "libxcb-cursor0"]
    monkeypatch.setattr("app.ui.surroundings.lacking_libraries", lambda: found)
    said, plain = no_window([Lack("xcb", "libxcb-cursor.so.0: cannot open")])
    command = "sudo apt-get install -y libglib2.0-0 libxcb-cursor0"
    assert command in said
    assert command in plain
    assert "填过的内容不受影响" in said
    assert plain.isascii()


def test_a_library_that_nobody_knows_is_named() -> None:
    said, plain = no_window([Lack("xcb", "libfoo.so.3: cannot open shared object file")])
    if not lacking_libraries():  # this computer has all of them
        assert "libfoo.so.3" in said
        assert "libfoo.so.3" in plain


def test_libraries_that_are_asked_for_by_setup_have_their_packages() -> None:
    setup = (Path(__file__).parents[2] / "build_scripts" / "setup.sh").read_text(encoding="utf-8")
    listed = set(setup.partition("PACKAGES=(")[2].partition(")")[0].split())
    known = {package for packages in PACKAGES.values() for package in packages}
    assert {name for name in listed if name.startswith("lib")} <= known


def test_without_a_display_the_program_says_so_and_ends(tmp_path: Path) -> None:
    """Qt alone would abort, and leave a core."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: text for name, text in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-m", "app"],
        cwd=Path(__file__).parents[2],
        env=kept | {"XDG_DATA_HOME": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("这里没有图形界面")
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------- other programs

FAKE = """#!/bin/sh
printf '%s\\n' "${0##*/}" "LD=$LD_LIBRARY_PATH" "$@" > "$SAID"
"""


@pytest.mark.parametrize("name", ["zenity", "kdialog", "xmessage", "notify-send"])
def test_what_keeps_the_window_away_is_said_by_another_program(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(FAKE, encoding="utf-8")
    (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    environment = {"DISPLAY": ":7", "SAID": str(tmp_path / "said"), "PATH": str(tmp_path)}
    say_without_qt("缺少组件", "a part is missing", environment)
    assert capsys.readouterr().err == "缺少组件\n"
    said = (tmp_path / "said").read_text(encoding="utf-8")
    assert said.startswith(f"{name}\n")
    assert ("a part is missing" if name == "xmessage" else "缺少组件") in said


def test_without_a_display_no_program_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "zenity").write_text(FAKE, encoding="utf-8")
    (tmp_path / "zenity").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    say_without_qt("缺少组件", "a part is missing", {"SAID": str(tmp_path / "said")})
    assert not (tmp_path / "said").exists()
    assert capsys.readouterr().err == "缺少组件\n"


PATHS = [  # as the starting program of a built one leaves it, as others are to get it
    ({"LD_LIBRARY_PATH": "/opt/a/_internal", "LD_LIBRARY_PATH_ORIG": "/opt/b"}, "/opt/b"),
    ({"LD_LIBRARY_PATH": "/opt/a/_internal"}, None),
    ({}, None),
]


@pytest.mark.parametrize(("environment", "expected"), PATHS)
def test_programs_that_are_started_get_their_own_libraries(
    environment: dict[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = dict(environment)
    libraries_are_ours_alone(own)
    assert own == environment  # from source nothing was changed before
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    libraries_are_ours_alone(own)
    assert own.get("LD_LIBRARY_PATH") == expected


# ---------------------------------------------------------------- input methods

INPUTS = [  # environment, does anything answer as ibus, what Qt is asked for then, is it told
    ({}, True, None, False),
    ({"QT_IM_MODULE": "ibus"}, False, "ibus", False),
    ({"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=fcitx"}, True, "ibus", False),
    ({"QT_IM_MODULE": "fcitx"}, True, "ibus", False),
    ({"QT_IM_MODULE": "fcitx5"}, True, "ibus", False),
    ({"QT_IM_MODULE": "fcitx"}, False, "fcitx", True),
    ({"XMODIFIERS": "@im=fcitx"}, True, "ibus", False),
    ({"XMODIFIERS": "@im=fcitx"}, False, None, True),
    ({"XMODIFIERS": "@im=ibus"}, True, "ibus", False),
    ({"XMODIFIERS": "@im=ibus"}, False, None, False),
    ({"QT_IM_MODULE": "xim", "XMODIFIERS": "@im=fcitx"}, True, "ibus", False),
    ({"QT_IM_MODULE": "none", "XMODIFIERS": "@im=fcitx"}, True, "none", False),
    ({"QT_IM_MODULES": "wayland;fcitx;ibus"}, True, None, False),
    ({"QT_IM_MODULES": "wayland;fcitx", "QT_IM_MODULE": "fcitx"}, True, "ibus", False),
    ({"QT_IM_MODULES": "wayland;fcitx"}, False, None, True),
]


@pytest.fixture
def contexts(tmp_path: Path) -> Path:
    """The plug-ins that Qt's own packages bring."""
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    for name in ("compose", "ibus"):
        (folder / f"lib{name}platforminputcontextplugin.so").touch()
    return folder


@pytest.mark.parametrize(("given", "answers", "asked", "told"), INPUTS)
def test_qt_is_asked_for_an_input_method_that_it_can_reach(
    given: dict[str, str], answers: bool, asked: str | None, told: bool, contexts: Path
) -> None:
    environment = given | ({"IBUS_ADDRESS": "unix:path=/run/a"} if answers else {})
    settle(environment, contexts)
    assert environment.get("QT_IM_MODULE") == asked
    if asked == "ibus" and given.get("QT_IM_MODULE") != "ibus":
        assert "QT_IM_MODULES" not in environment
    assert bool(missing_input(environment, contexts)) == told


@pytest.mark.parametrize("asked", ["fcitx", "ibus"])
@pytest.mark.parametrize("installed", [True, False])
def test_fcitx5_answers_over_the_bus_of_the_session(
    asked: str, installed: bool, contexts: Path, tmp_path: Path
) -> None:
    """Qt's plug-in gives up where it finds no ibus-daemon, unless it is told to use that bus."""
    if installed:
        (tmp_path / "ibus-daemon").touch(mode=0o755)
    environment = {
        "QT_IM_MODULE": asked,
        "IBUS_ADDRESS": "unix:path=/run/a",
        "PATH": str(tmp_path),
    }
    settle(environment, contexts)
    assert environment["QT_IM_MODULE"] == "ibus"
    assert ("IBUS_USE_PORTAL" in environment) is not installed


def test_a_plug_in_for_fcitx_is_left_alone(contexts: Path) -> None:
    (contexts / "libfcitx5platforminputcontextplugin.so").touch()
    environment = {"QT_IM_MODULE": "fcitx", "IBUS_ADDRESS": "unix:path=/run/a"}
    settle(environment, contexts)
    assert environment["QT_IM_MODULE"] == "fcitx"
    assert missing_input(environment, contexts) == []


NOTES = [  # the note that ibus leaves, does it answer
    ("IBUS_ADDRESS=unix:path=/run/a\nIBUS_DAEMON_PID=<here>\n", True),  # of this very process
    (f"IBUS_ADDRESS=unix:path=/run/a\nIBUS_DAEMON_PID={NOBODY}\n", False),
    ("IBUS_DAEMON_PID=9999999999999999999999\n", False),
    ("IBUS_ADDRESS=unix:path=/run/a\n", False),
    ("", False),
    ("\udcff\udcfe", False),
]


@pytest.mark.parametrize(("note", "expected"), NOTES)
def test_an_ibus_that_has_ended_does_not_answer(note: str, expected: bool, tmp_path: Path) -> None:
    place = tmp_path / "ibus" / "bus"
    place.mkdir(parents=True)
    note = note.replace("<here>", str(os.getpid()))
    (place / "3f2a-unix-0").write_bytes(note.encode(errors="surrogateescape"))
    assert answers_as_ibus({"XDG_CONFIG_HOME": str(tmp_path)}) is expected


# ---------------------------------------------------------------- said in the window


@pytest.fixture
def window(office: Office) -> MainWindow:
    return office.window


def test_where_all_is_well_nothing_is_said(window: MainWindow) -> None:
    assert sentences(window) == []


def test_a_place_that_takes_nothing_is_said_at_every_start(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = tmp_path / "U盘" / BESIDE
    monkeypatch.setattr(
        surroundings, "find_home", lambda _: Home(tmp_path / "own", refused=refused)
    )
    for _ in range(2):
        (said,) = sentences(window)
        assert str(refused.parent) in said
        assert str(tmp_path / "own") in said


def test_an_input_method_that_does_not_reach_us_is_said_once(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_IM_MODULE", "fcitx")
    (said,) = sentences(window)
    assert "ibus" in said
    assert sentences(window) == []


def test_fonts_without_chinese_are_said_in_letters_that_show(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "missing_fonts", lambda: [Lack("font", "none")])
    (said,) = sentences(window)
    first = said.splitlines()[0]
    assert first.isascii()
    assert "sudo apt-get install -y fonts-wqy-zenhei" in said


def test_without_any_font_no_window_speaks(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_application(["suanpan"])
    monkeypatch.setattr(surroundings, "no_letters_at_all", lambda: True)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    surroundings.tell_what_lacks(window)  # a dialog would wait here for ever
    assert "fonts-wqy-zenhei" in capsys.readouterr().err
