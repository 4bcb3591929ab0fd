"""What the libraries of a built program ask of the system that it runs on."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from app.ui.system_parts import PACKAGES

# what the libraries that are built in read at run time: fonts, letters composed by keys, keyboards
DATA = ("fontconfig-config", "libx11-data", "xkb-data")
# glibc itself
LIBC = (
    "libc.so",
    "libm.so",
    "libdl.so",
    "libpthread.so",
    "librt.so",
    "libresolv.so",
    "libutil.so",
    "ld-linux",
)
_NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)", re.MULTILINE)
_GLIBC = re.compile(r"\bGLIBC_(\d+)\.(\d+)")


def binaries(program: Path) -> Iterator[Path]:
    for path in sorted(program.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def asked(path: Path) -> tuple[set[str], tuple[int, int]]:
    """The libraries that a binary names, and the newest glibc of which it wants a symbol."""
    done = subprocess.run(
        ["objdump", "-p", str(path)],
        env=os.environ | {"LC_ALL": "C"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    wanted = done.stdout.partition("Version References:")[2]
    versions = [(int(first), int(second)) for first, second in _GLIBC.findall(wanted)]
    return set(_NEEDED.findall(done.stdout)), max(versions, default=(0, 0))


def needs(program: Path) -> tuple[list[str], str]:
    """The sonames that the system has to bring, and the least glibc ("2.36")."""
    found = {path.name for path in program.rglob("*.so*")}
    sonames: set[str] = set()
    least = (0, 0)
    for path in binaries(program):
        names, glibc = asked(path)
        sonames |= names
        least = max(least, glibc)
    return sorted(sonames - found), ".".join(map(str, least))


def depends(program: Path) -> str:
    """The Depends line. Raises SystemExit for a library whose package is not known."""
    sonames, glibc = needs(program)
    others = [name for name in sonames if not name.startswith(LIBC)]
    unknown = [name for name in others if name not in PACKAGES]
    if unknown:
        raise SystemExit(f"no package is known for {', '.join(unknown)}: see PACKAGES")
    wanted = {" | ".join(PACKAGES[name]) for name in others}
    return ", ".join([f"libc6 (>= {glibc})", *sorted(wanted | set(DATA))])
