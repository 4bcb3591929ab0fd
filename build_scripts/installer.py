"""Make the Windows installer of dist/算盘 with NSIS, on Windows or on Linux.

Run as `python -m build_scripts.installer` after build.py. makensis is taken from the path, else
from where NSIS puts itself on Windows.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "build_scripts" / "installer.nsi"
DIST = ROOT / "dist"
BUILT = DIST / "算盘"


def version() -> str:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def output() -> Path:
    return DIST / f"suanpan-{version()}-windows-amd64-setup.exe"


def files(built: Path) -> list[PurePosixPath]:
    """Every file of a build, named from its folder, in a fixed order."""
    return sorted(
        PurePosixPath(path.relative_to(built).as_posix())
        for path in built.rglob("*")
        if path.is_file()
    )


def folders(names: list[PurePosixPath]) -> list[PurePosixPath]:
    """Every folder that these files need, the deepest first."""
    found = {parent for name in names for parent in name.parents if parent.name}
    return sorted(found, key=lambda one: (-len(one.parts), str(one)))


def windows(name: PurePosixPath) -> str:
    """A name for NSIS, in which a dollar sign begins a variable."""
    return str(name).replace("/", "\\").replace("$", "$$")


def install_lines(built: Path, names: list[PurePosixPath]) -> Iterator[str]:
    place = None
    for name in names:
        if name.parent != place:
            place = name.parent
            yield f'SetOutPath "$INSTDIR\\{windows(place)}"'.replace("\\.", "")
        source = str(built / name).replace("$", "$$")
        yield f'File "{source}"'


def uninstall_lines(names: list[PurePosixPath]) -> Iterator[str]:
    """Only what was installed; a folder goes where nothing else is left in it."""
    yield from (f'Delete "$INSTDIR\\{windows(name)}"' for name in names)
    yield from (f'RMDir "$INSTDIR\\{windows(name)}"' for name in folders(names))


def write_lists(built: Path, folder: Path) -> int:
    """The two lists that the script includes; returns the size of all files in KB."""
    names = files(built)
    for name, lines in (
        ("install.nsh", install_lines(built, names)),
        ("uninstall.nsh", uninstall_lines(names)),
    ):
        text = "\r\n".join(lines) + "\r\n"
        (folder / name).write_text(text, encoding="utf-8-sig", newline="")
    return sum((built / name).stat().st_size for name in names) // 1024


def makensis() -> str:
    found = shutil.which("makensis")
    if found:
        return found
    for name in ("ProgramFiles(x86)", "ProgramFiles"):
        path = Path(os.environ.get(name, "")) / "NSIS" / "makensis.exe"
        if path.is_file():
            return str(path)
    sys.exit("makensis is not there: install NSIS 3.08 or later")


def main() -> int:
    program = makensis()
    if not (BUILT / "算盘.exe").is_file():
        sys.exit(f"there is no Windows build in {BUILT}")
    with tempfile.TemporaryDirectory() as scratch:
        size = write_lists(BUILT, Path(scratch))
        defines = {
            "VERSION": version(),
            "SIZE": str(size),
            "SOURCE": str(BUILT),
            "OUTPUT": str(output()),
            "LISTS": scratch,
            "HERE": str(SCRIPT.parent),
        }
        mark = "/" if sys.platform == "win32" else "-"
        options = [f"{mark}D{name}={text}" for name, text in defines.items()]
        encoding = [f"{mark}INPUTCHARSET", "UTF8", f"{mark}V2"]
        code = subprocess.run([program, *encoding, *options, str(SCRIPT)], check=False).returncode
    if code == 0:
        print(f"{output().name}: {output().stat().st_size / 1_000_000:.1f} MB")
    return code


if __name__ == "__main__":
    sys.exit(main())
