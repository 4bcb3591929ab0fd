"""What people get: the portable .zip, the .deb and the list of sums, made of a small program."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from app.storage.home import MARKERS, find_home
from build_scripts import deliver
from build_scripts.linux.deb import build_deb
from build_scripts.linux.libraries import depends, needs

TOP = f"算盘-{deliver.version()}"
AT = 1_767_225_600
TOOLS = ("dpkg-deb", "objdump")
with_tools = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)), reason=f"needs {' and '.join(TOOLS)}"
)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A built program: an executable, a library, a link, a file with a Chinese name."""
    return _program(tmp_path / "suanpan")


def _program(folder: Path) -> Path:
    inner = folder / "_internal"
    inner.mkdir(parents=True)
    true = shutil.which("true") or sys.executable
    for path in (folder / "suanpan", inner / "libreal.so.1"):
        shutil.copyfile(true, path)
        path.chmod(0o755)
    (inner / "方案.toml").write_text("[scheme]\n", encoding="utf-8")
    if sys.platform != "win32":
        (inner / "liblink.so.1").symlink_to("libreal.so.1")
    return folder


def zipped(program: Path, executable: str = "suanpan") -> zipfile.ZipFile:
    target = program.parent / "made.zip"
    deliver.portable_zip(program, target, executable, AT)
    return zipfile.ZipFile(BytesIO(target.read_bytes()))


def test_the_zip_makes_a_program_that_keeps_its_data_beside_itself(
    program: Path, tmp_path: Path
) -> None:
    zipped(program).extractall(tmp_path / "U盘")
    place = tmp_path / "U盘" / TOP
    home = find_home(place)
    assert (home.portable, home.folder.parent) == (True, place)
    assert (place / "_internal" / "方案.toml").is_file()
    assert (place / "suanpan").read_bytes() == (program / "suanpan").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights there")
def test_the_zip_keeps_what_runs_and_no_links(program: Path) -> None:
    made = zipped(program)
    rights = {entry.filename: entry.external_attr >> 16 for entry in made.infolist()}
    assert rights[f"{TOP}/suanpan"] == 0o100755
    assert rights[f"{TOP}/_internal/方案.toml"] == 0o100644
    assert f"{TOP}/_internal/liblink.so.1" not in rights  # sticks know none


NOTES = [  # the program, how the note begins, its ends of lines, what it names
    ("算盘.exe", b"\xef\xbb\xbf", True, "算盘.exe"),
    ("suanpan", "算盘".encode(), False, "./suanpan"),
]


@pytest.mark.parametrize(("executable", "start", "crlf", "named"), NOTES)
def test_the_note_can_be_read_on_its_system(
    program: Path, executable: str, start: bytes, crlf: bool, named: str
) -> None:
    made = zipped(program, executable)
    for name in (deliver.README, MARKERS[0]):
        note = made.read(f"{TOP}/{name}")
        assert note.startswith(start) or name == MARKERS[0]
        assert note.count(b"\r\n") == (note.count(b"\n") if crlf else 0)
    text = made.read(f"{TOP}/{deliver.README}").decode("utf-8-sig")
    assert named in text
    assert MARKERS[0] in text
    assert "{" not in text


def test_the_same_program_gives_the_same_bytes(tmp_path: Path) -> None:
    made: list[bytes] = []
    for name in ("a", "b"):
        program = _program(tmp_path / name / "suanpan")
        os.utime(program / "suanpan", (1_000_000_000, 1_000_000_000 + len(made)))
        zipped(program)
        made.append((program.parent / "made.zip").read_bytes())
    assert made[0] == made[1]


def test_sums_are_read_by_sha256sum(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"b")
    (tmp_path / "a.deb").write_bytes(b"a")
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "inside").touch()
    for _ in range(2):  # the list itself is none of the files
        text = deliver.write_sums(tmp_path).read_bytes().decode("ascii")
    assert [line.split("  ")[1] for line in text.splitlines()] == ["a.deb", "b.zip"]
    if shutil.which("sha256sum"):
        check = ["sha256sum", "--check", deliver.SUMS]
        assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_names_of_files_survive_old_mail_programs() -> None:
    assert f"suanpan-{deliver.version()}-{deliver.system()}".isascii()


@pytest.mark.parametrize(
    ("machine", "expected"),
    [("x86_64", "amd64"), ("aarch64", "arm64"), ("loongarch64", "loong64"), ("sw_64", "sw_64")],
)
def test_architectures_have_the_names_of_debian(machine: str, expected: str) -> None:
    assert deliver.debian_architecture(machine) == expected


def test_the_moment_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(AT))
    assert deliver.moment() == AT


# ---------------------------------------------------------------- the .deb


@pytest.fixture(scope="module")
def deb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deb")
    old = os.umask(0o077)  # as a careful person has it
    try:
        for name in ("a", "b"):
            program = _program(folder / name / "suanpan")
            build_deb(program, folder / f"{name}.deb", "0.1.0", "amd64", AT)
    finally:
        os.umask(old)
    return folder / "a.deb"


def asked(deb: Path, *options: str) -> str:
    command = ["dpkg-deb", *options, str(deb)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def contents(deb: Path) -> tarfile.TarFile:
    command = ["dpkg-deb", "--fsys-tarfile", str(deb)]
    return tarfile.open(
        fileobj=BytesIO(subprocess.run(command, capture_output=True, check=True).stdout)
    )


@with_tools
def test_the_package_is_the_same_each_time(deb: Path) -> None:
    assert deb.read_bytes() == deb.with_name("b.deb").read_bytes()


@with_tools
def test_everything_belongs_to_root_and_may_be_read_by_all(deb: Path) -> None:
    for entry in contents(deb):
        assert (entry.uid, entry.gid, entry.mtime) == (0, 0, AT), entry.name
        if not entry.issym():
            wanted = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
            assert entry.mode == wanted, entry.name


@with_tools
def test_the_package_holds_what_a_desktop_looks_for(deb: Path) -> None:
    made = contents(deb)
    names = {entry.name for entry in made}
    assert made.getmember("./usr/bin/suanpan").linkname == "../lib/suanpan/suanpan"
    assert {
        "./usr/lib/suanpan/suanpan",
        "./usr/share/applications/suanpan.desktop",
        "./usr/share/mime/packages/suanpan.xml",
        "./usr/share/icons/hicolor/48x48/apps/suanpan.png",
        "./usr/share/icons/hicolor/48x48/mimetypes/application-x-suanpan.png",
        "./usr/share/doc/suanpan/copyright",
        "./usr/share/doc/suanpan/changelog.gz",
    } <= names
    assert not any(name.startswith(("./home", "./root", "./etc", "./var")) for name in names)
    assert not any(Path(name).name in MARKERS for name in names)  # it never keeps data in /usr
    entry = made.extractfile("./usr/share/applications/suanpan.desktop")
    assert entry is not None
    lines = entry.read().decode().splitlines()
    assert {"Name=算盘", "Exec=suanpan %f", "MimeType=application/x-suanpan;"} <= set(lines)


@with_tools
def test_the_package_asks_for_what_the_program_needs(deb: Path) -> None:
    wanted = asked(deb, "--field").splitlines()
    fields = dict(line.split(": ", 1) for line in wanted if ": " in line)
    assert (fields["Package"], fields["Version"]) == ("suanpan", "0.1.0")
    assert fields["Depends"].startswith("libc6 (>= 2.")
    assert "fontconfig-config" in fields["Depends"]
    assert "preinst" not in asked(deb, "--info")


@with_tools
def test_libraries_of_the_system_become_packages(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"libcups.so.2", "libGL.so.1", "libc.so.6", "liblink.so.1"}
    monkeypatch.setattr(
        "build_scripts.linux.libraries.asked", lambda _: (names, (2, 31))
    )  # as of every binary
    assert needs(program) == (["libGL.so.1", "libc.so.6", "libcups.so.2"], "2.31")
    said = depends(program)
    assert said.startswith("libc6 (>= 2.31), ")
    assert "libcups2 | libcups2t64" in said
    names.add("libodd.so.1")
    with pytest.raises(SystemExit, match=r"libodd\.so\.1"):
        depends(program)
