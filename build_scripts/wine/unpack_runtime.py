"""Take the whole CPython out of the runtime package, without what nobody has signed for.

usage: unpack_runtime.py UNPACKED_SDIST TARGET
"""

import shutil
import sys
import zipfile
from pathlib import Path

UNSIGNED = ("Lib/site-packages", "Scripts")


def main(source: Path, target: Path) -> None:
    (archive,) = source.rglob("data.zip")
    scratch = target.with_name(f"{target.name}.part")
    shutil.rmtree(scratch, ignore_errors=True)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(scratch)
    (python,) = (one for one in scratch.rglob("python.exe") if (one.parent / "Lib").is_dir())
    for name in UNSIGNED:
        shutil.rmtree(python.parent / name, ignore_errors=True)
    (python.parent / "Lib/site-packages").mkdir(parents=True)
    shutil.rmtree(target, ignore_errors=True)
    shutil.move(python.parent, target)
    shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
