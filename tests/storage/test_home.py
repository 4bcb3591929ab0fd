"""Where the data file lies: the person's own folder, or beside a portable program."""

import os
import sys
from pathlib import Path

import pytest

from app.packs import pack_folders
from app.storage.home import BESIDE, FILE_NAME, MARKERS, default_database, find_home, program_folder

PLACE = Path("张三 的文件") / "U盘（2024）" / "算盘"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's own folder for data."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "own"))
    return tmp_path / "own" / ("Suanpan" if sys.platform == "win32" else "suanpan")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The folder of a built program, on a stick."""
    folder = tmp_path / PLACE
    folder.mkdir(parents=True)
    return folder


def marks(program: Path, name: str = MARKERS[0]) -> None:
    (program / name).write_text("", encoding="utf-8")


@pytest.fixture
def write_protected(program: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As on a stick with its switch set; root would write all the same, so the call refuses."""
    marks(program)
    real = os.open

    def refuse(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if Path(os.fsdecode(path)).is_relative_to(program) and flags & (os.O_CREAT | os.O_RDWR):
            raise PermissionError(30, "Read-only file system", path)
        return real(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr("os.open", refuse)
    return program


def test_from_source_it_is_the_own_folder(own: Path) -> None:
    assert program_folder() is None
    assert default_database() == own / FILE_NAME


def test_an_installed_program_keeps_nothing_beside_itself(own: Path, program: Path) -> None:
    home = find_home(program)
    assert (home.folder, home.portable, home.refused) == (own, False, None)
    assert list(program.iterdir()) == []


@pytest.mark.parametrize("name", MARKERS)
def test_a_marker_keeps_the_data_beside_the_program(own: Path, program: Path, name: str) -> None:
    marks(program, name)
    home = find_home(program)
    assert (home.folder, home.portable, home.refused) == (program / BESIDE, True, None)
    assert [path.name for path in program.iterdir()] == [name]  # nothing is left of the trying
    assert not own.exists()


def test_a_folder_named_like_the_marker_is_none(own: Path, program: Path) -> None:
    (program / MARKERS[0]).mkdir()
    assert find_home(program).folder == own


def test_a_write_protected_place_is_refused(own: Path, write_protected: Path) -> None:
    home = find_home(write_protected)
    assert (home.folder, home.portable) == (own, False)
    assert home.refused == write_protected / BESIDE


def test_data_that_lie_there_are_never_left_for_other_ones(
    own: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks(program)
    (program / BESIDE).mkdir()
    (program / BESIDE / FILE_NAME).touch()
    monkeypatch.setattr("app.storage.home._takes_files", lambda _: False)
    assert find_home(program).database == program / BESIDE / FILE_NAME
    assert not own.exists()


def test_a_folder_of_data_that_takes_no_files_is_refused(
    own: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks(program)
    (program / BESIDE).mkdir()
    monkeypatch.setattr("app.storage.home._takes_files", lambda tried: tried.name != BESIDE)
    assert find_home(program).refused == program / BESIDE


def test_packs_follow_the_data_file(
    own: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks(program)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program / "suanpan"))
    assert default_database() == program.resolve() / BESIDE / FILE_NAME
    beside, *others = pack_folders(default_database().parent)
    assert beside == program.resolve() / "schemes"
    assert others == [program.resolve() / BESIDE / "schemes"]
    assert not own.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_the_program_is_followed(
    own: Path, program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks(program)
    (program / "suanpan").touch()
    link = tmp_path / "bin"
    link.symlink_to(program / "suanpan")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(link))
    assert program_folder() == program.resolve()
