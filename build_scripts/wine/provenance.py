"""Every Windows file of a build is one of the runtime or of a wheel, byte for byte, except the
program itself; none is wine's own, which PyInstaller may pick up from its system folder.

usage: provenance.py BUILT PYTHON
"""

import hashlib
import sys
from pathlib import Path

ENDINGS = frozenset({".dll", ".pyd", ".exe"})
WINE = (b"Wine builtin DLL", b"Wine placeholder DLL")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(built: Path, python: Path) -> int:
    known = {digest(path) for path in python.rglob("*") if path.suffix.lower() in ENDINGS}
    strange, count = [], 0
    for path in sorted(built.rglob("*")):
        if not path.is_file():
            continue
        head = path.read_bytes()[:0x200]
        if not head.startswith(b"MZ"):
            continue
        count += 1
        if any(mark in head for mark in WINE):
            strange.append(f"wine's own: {path}")
        elif path.parent != built and digest(path) not in known:
            strange.append(f"of unknown origin: {path}")
    print(f"{count} Windows files, {len(strange)} not accounted for", *strange, sep="\n")
    return 1 if strange or not count else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
