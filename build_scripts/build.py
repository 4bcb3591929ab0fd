"""Build the program into dist/ with PyInstaller; with --selftest also start what was built."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "build_scripts" / "suanpan.spec"
WORK = ROOT / "build"
DIST = ROOT / "dist"
NAME = "算盘" if sys.platform == "win32" else "suanpan"
PROGRAM = f"{NAME}.exe" if sys.platform == "win32" else NAME
SELFTEST_SECONDS = 120


def megabytes(folder: Path) -> float:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1_000_000


def build() -> bool:
    """Build into dist/<name>; whatever an earlier build left is removed first."""
    for leftover in (WORK, DIST / NAME):
        shutil.rmtree(leftover, ignore_errors=True)
    folders = ["--distpath", str(DIST), "--workpath", str(WORK)]
    options = ["--noconfirm", "--log-level=WARN", *folders, str(SPEC)]
    environment = os.environ | {"PYINSTALLER_CONFIG_DIR": str(WORK / "cache")}
    start = time.monotonic()
    command = [sys.executable, "-m", "PyInstaller", *options]
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if code != 0:
        print("build failed", flush=True)
        return False
    seconds = time.monotonic() - start
    print(f"dist/{NAME}: {megabytes(DIST / NAME):.0f} MB in {seconds:.0f} s", flush=True)
    return True


def bare_path() -> str:
    """Where the system's own programs are: a Python or a Qt of the developer must not help."""
    if sys.platform == "win32":
        system = os.environ.get("SYSTEMROOT", r"C:\Windows")
        return os.pathsep.join((rf"{system}\System32", system))
    return "/usr/bin:/bin"


def start_program(program: Path, result: Path) -> str:
    """Start the built program for its self-test; return what went wrong, or nothing."""
    home = result.parent / "数据"
    home.mkdir()
    folders = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA")
    environment = {key: text for key, text in os.environ.items() if not key.startswith("PYTHON")}
    environment |= dict.fromkeys(folders, str(home))
    environment |= {"SUANPAN_SELFTEST": str(result), "QT_QPA_PLATFORM": "offscreen"}
    environment["PATH"] = bare_path()
    try:
        done = subprocess.run(
            [str(program)],
            cwd=result.parent,
            env=environment,
            timeout=SELFTEST_SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"the program was still running after {SELFTEST_SECONDS} s"
    return "" if done.returncode == 0 else f"the program ended with code {done.returncode}"


def read_result(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return {"ok": False, "problem": f"no readable result: {error}"}
    return found if isinstance(found, dict) else {"ok": False, "problem": "not an object"}


def forbid_writing(folder: Path, *, again: bool = False) -> None:
    """Make the program's folder as an administrator leaves it, or allow writing again."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o200 if again else mode & ~0o222)


def selftest() -> bool:
    """Run the built program from a folder such as a user would have, in which it may not write."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        place = Path(scratch) / "张三 的文件" / "决算（2024）"
        shutil.copytree(DIST / NAME, place / NAME, symlinks=True)
        forbid_writing(place / NAME)
        start = time.monotonic()
        result = place / "result.json"
        problem = start_program(place / NAME / PROGRAM, result)
        seconds = time.monotonic() - start
        answer = read_result(result)
        forbid_writing(place / NAME, again=True)
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    if problem:
        print(problem)
    passed = not problem and answer.get("ok") is True
    print(f"self-test {'passed' if passed else 'FAILED'} in {seconds:.1f} s", flush=True)
    return passed


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--selftest", action="store_true", help="start the built program too")
    wanted: bool = parser.parse_args(arguments).selftest
    return 0 if build() and (not wanted or selftest()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
