"""The Debian package: program, desktop entry, icons, the type of our files. Made with dpkg-deb.

No scripts run when it is installed: the system's own triggers take notice of entries, icons and
types. What people filled in is in their own folders and no business of the package.
"""

import gzip
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from build_scripts.build import ROOT
from build_scripts.linux.libraries import depends

HERE = Path(__file__).resolve().parent
PROGRAM = "usr/lib/suanpan"
SIZES = (16, 24, 32, 48, 64, 128, 256)
FONTS = "fonts-noto-cjk | fonts-wqy-zenhei | fonts-wqy-microhei | fonts-arphic-uming"
CONTROL = """Package: suanpan
Version: {version}
Architecture: {architecture}
Maintainer: Suanpan contributors <suanpan@localhost>
Installed-Size: {size}
Depends: {depends}
Recommends: {fonts}, xdg-utils
Suggests: ibus-libpinyin | fcitx5-chinese-addons, cups
Section: editors
Priority: optional
Description: final accounts and performance self-evaluation, offline
 算盘在不联网的办公电脑上完成县级预算单位的部门决算公开表和年度预算绩效自评：
 数字只填一次，合计、百分比和得分自动算出并说明理由，矛盾之处用大白话指出，
 官方表按规定格式导出 Excel、打印成 A4。
"""


def build_deb(program: Path, target: Path, version: str, architecture: str, at: int) -> None:
    """Raises SystemExit where a tool is missing or does not accept what it is given."""
    if shutil.which("dpkg-deb") is None:
        raise SystemExit("dpkg-deb is missing: the .deb is made on a Debian-like system")
    with tempfile.TemporaryDirectory(prefix="suanpan-deb-") as made:
        tree = Path(made)
        fill(tree, program, at)
        size = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir()) // 1024
        control = CONTROL.format(
            version=version,
            architecture=architecture,
            size=size,
            depends=depends(program),
            fonts=FONTS,
        )
        _write(tree / "DEBIAN" / "control", control.encode())
        _settle(tree, at)
        options = ["--root-owner-group", "-Zxz", "--build", str(tree), str(target)]
        environment = os.environ | {"SOURCE_DATE_EPOCH": str(at)}
        command = ["dpkg-deb", *options]
        done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SystemExit("dpkg-deb has made no package")


def fill(tree: Path, program: Path, at: int) -> None:
    """Everything that is installed, below `tree`."""
    shutil.copytree(program, tree / PROGRAM, symlinks=True)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/suanpan").symlink_to("../lib/suanpan/suanpan")
    share = tree / "usr/share"
    _write(share / "applications/suanpan.desktop", (HERE / "suanpan.desktop").read_bytes())
    _write(share / "mime/packages/suanpan.xml", (HERE / "suanpan.xml").read_bytes())
    _write(share / "doc/suanpan/copyright", (HERE / "copyright").read_bytes())
    changes = (ROOT / "CHANGELOG.md").read_bytes()
    _write(share / "doc/suanpan/changelog.gz", gzip.compress(changes, 9, mtime=at))
    icons(share / "icons/hicolor")


def icons(theme: Path) -> None:
    """The icon of the program in every size, and of its files."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    drawn = QImage(str(ROOT / "resources/icons/suanpan.png"))
    for size in SIZES:
        smooth = Qt.TransformationMode.SmoothTransformation
        small = drawn.scaled(size, size, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        for name in ("apps/suanpan.png", "mimetypes/application-x-suanpan.png"):
            path = theme / f"{size}x{size}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not small.save(str(path)):
                raise SystemExit(f"no icon of {size} pixels")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _settle(tree: Path, at: int) -> None:
    """Rights that do not hang on the umask of who builds it, and one time for everything."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (at, at), follow_symlinks=False)
