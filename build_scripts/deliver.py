"""Make of dist/<name>, as build.py leaves it, what people get: the portable .zip, on Linux the .deb
too, and SHA256SUMS.txt of every file in dist/. Run as `python -m build_scripts.deliver`; after an
installer has been made as well, once more with --sums.

The names of the files are plain ASCII: old mail programs and archivers spoil others. Times and
orders are fixed, so that the same build gives the same bytes.
"""

import argparse
import hashlib
import os
import platform
import stat
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

from build_scripts.build import DIST, NAME, PROGRAM, ROOT

SUMS = "SHA256SUMS.txt"
README = "说明.txt"
BUFFER = 1 << 20
MARKER_TEXT = """有这个文件，程序就把填报的内容存在旁边的“数据”文件夹里。请不要删除，也不要改名：
没有它，程序会去找这台电脑上的个人文件夹，这里的内容不会丢，但是打开看不到。
"""
README_TEXT = """算盘 {version} 便携版

怎么打开
    {open}
    不用安装，不用联网；整个文件夹可以放在U盘里。请先解压，不要在压缩包里直接打开。

内容存在哪里
    填报的内容、自动备份和方案包都在这个文件夹的“数据”里。
    拷到别的电脑，请拷整个文件夹。U盘设了写保护的，程序会说明内容改存到了哪里。

拔U盘以前
    请先关闭程序，再用系统的“安全弹出”。
    U盘容易丢失、损坏，请常点首页的“备份…”，在电脑上也存一份。

换新版
    关闭程序，把新版解压到另一个文件夹，再把旧文件夹里的“数据”整个移过去。
    新版打开无误以前，请留着旧文件夹。

请留着“{marker}”：有它，内容才存在这里。
"""
OPEN_WINDOWS = "双击“算盘.exe”。"
OPEN_LINUX = "双击“suanpan”，选“运行”；或者在终端里进入这个文件夹，运行 ./suanpan。"


def version() -> str:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def moment() -> int:
    """The time that everything in a delivery bears: SOURCE_DATE_EPOCH, or that of the commit."""
    wanted = os.environ.get("SOURCE_DATE_EPOCH")
    if wanted:
        return int(wanted)
    asked = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(
        asked, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return int(done.stdout) if done.returncode == 0 else 1_767_225_600  # 2026-01-01


def system() -> str:
    """What the names of the files say: windows-x64, linux-amd64."""
    if sys.platform == "win32":
        return "windows-x64"
    return f"linux-{debian_architecture(platform.machine())}"


def debian_architecture(machine: str) -> str:
    return {"x86_64": "amd64", "aarch64": "arm64", "loongarch64": "loong64"}.get(machine, machine)


def files_in(folder: Path) -> list[Path]:
    """Every file that is no link, in an order that does not depend on the disk."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


# ---------------------------------------------------------------- portable


def portable_zip(program: Path, target: Path, executable: str, at: int) -> None:
    """The program with a marker that makes it keep its data beside itself, and a note to read.

    Links are left out: sticks know none, and Qt finds its libraries without them.
    """
    from app.storage.home import MARKERS

    windows = executable.endswith(".exe")
    top = f"算盘-{version()}"
    note = README_TEXT.format(
        version=version(), open=OPEN_WINDOWS if windows else OPEN_LINUX, marker=MARKERS[0]
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, text in ((MARKERS[0], MARKER_TEXT), (README, note)):
            made.writestr(_entry(f"{top}/{name}", at, False), _note(text, windows))
        for path in files_in(program):
            name = f"{top}/{path.relative_to(program).as_posix()}"
            runs = not windows and bool(path.stat().st_mode & stat.S_IXUSR)
            made.writestr(_entry(name, at, runs), path.read_bytes())


def _entry(name: str, at: int, runs: bool) -> zipfile.ZipInfo:
    year, month, day, hour, minute, second, *_ = time.gmtime(at)
    made = zipfile.ZipInfo(name, (year, month, day, hour, minute, second))
    made.create_system = 3  # with the rights of files, wherever it is made
    made.external_attr = (stat.S_IFREG | (0o755 if runs else 0o644)) << 16
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _note(text: str, windows: bool) -> bytes:
    """For the editor of Windows with CRLF, and a mark by which an old one knows UTF-8."""
    return text.replace("\n", "\r\n").encode("utf-8-sig") if windows else text.encode()


# ---------------------------------------------------------------- sums


def write_sums(folder: Path) -> Path:
    """SHA-256 of every delivered file, as `sha256sum -c` reads it."""
    found = [path for path in files_in(folder) if path.parent == folder and path.name != SUMS]
    lines = [f"{_sum(path)}  {path.name}\n" for path in found]
    target = folder / SUMS
    target.write_text("".join(lines), encoding="utf-8", newline="\n")
    return target


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def deliver(program: Path, target: Path) -> list[Path]:
    """Everything that this system can make; returns the files."""
    at, stem = moment(), f"suanpan-{version()}-{system()}"
    made = [target / f"{stem}-portable.zip"]
    portable_zip(program, made[0], PROGRAM, at)
    if sys.platform.startswith("linux"):
        from build_scripts.linux.deb import build_deb

        made.append(target / f"{stem}.deb")
        build_deb(program, made[1], version(), system().removeprefix("linux-"), at)
    return made


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sums", action="store_true", help="write the list of sums anew, no more")
    only_sums: bool = parser.parse_args(arguments).sums
    if not only_sums:
        if not (DIST / NAME / PROGRAM).is_file():
            print(f"dist/{NAME} is not there: run build.py first")
            return 1
        for path in deliver(DIST / NAME, DIST):
            print(f"dist/{path.name}: {path.stat().st_size / 1_000_000:.1f} MB", flush=True)
    print(write_sums(DIST).read_text(encoding="utf-8"), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
