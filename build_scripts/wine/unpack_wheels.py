"""Put wheels where Python looks for them; pip itself would have to run under wine for that.

usage: unpack_wheels.py WHEELS SITE_PACKAGES
"""

import shutil
import sys
import zipfile
from pathlib import Path


def main(wheels: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(target)
    for data in target.glob(
        "*.data"
    ):  # what a wheel wants elsewhere: its pure part is what matters
        for part in ("purelib", "platlib"):
            if (data / part).is_dir():
                shutil.copytree(data / part, target, dirs_exist_ok=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
