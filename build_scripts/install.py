"""Install the pinned requirements into the environment that runs this script.

Skipped when the stamp in the environment says that these very files are installed.
Standard library only; used by setup.sh and setup.bat.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
STAMP = Path(sys.prefix) / "suanpan-requirements.txt"
RUNTIME = "requirements.txt"
DEV = "requirements-dev.txt"


def stamp_line(name: str) -> str:
    """Return what the stamp holds once this requirements file is installed."""
    text = (HERE / name).read_text(encoding="utf-8")
    return f"{hashlib.sha256(text.encode()).hexdigest()}  {name}"


def installed() -> set[str]:
    return set(STAMP.read_text(encoding="utf-8").splitlines()) if STAMP.exists() else set()


def install(name: str) -> int:
    STAMP.unlink(missing_ok=True)  # an interrupted installation must not look finished
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    options = ["--require-hashes", "--only-binary=:all:", "-r", str(HERE / name)]
    return subprocess.run(pip + options, check=False).returncode


def main(arguments: list[str]) -> int:
    if sys.prefix == sys.base_prefix:
        print("请在 .venv 里运行 (run this inside .venv)", file=sys.stderr)
        return 2
    name = DEV if "--dev" in arguments else RUNTIME
    if stamp_line(name) in installed():
        return 0
    print(f"安装依赖 (installing {name}) ...", flush=True)
    if install(name) != 0:
        print("依赖没有装上，请检查网络后重试 (installation failed)", file=sys.stderr)
        return 1
    # the development file holds every pin of the runtime file
    done = [RUNTIME, DEV] if name == DEV else [RUNTIME]
    STAMP.write_text("".join(f"{stamp_line(each)}\n" for each in done), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
