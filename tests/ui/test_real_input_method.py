"""Chinese through a real input method, where there is one: simulated events may be wrong."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = Path(__file__).with_name("ibus_child.py")
NEEDED = ("xvfb-run", "dbus-run-session", "ibus-daemon", "ibus", "xdotool")
ENGINE = Path("/usr/share/ibus/component/libpinyin.xml")


def missing() -> str:
    """What is not installed here; blank where the test can run."""
    programs = [name for name in NEEDED if shutil.which(name) is None]
    return ", ".join(programs or ([] if ENGINE.exists() else ["ibus-libpinyin"]))


@pytest.mark.skipif(bool(missing()), reason=f"needs a real ibus, not installed: {missing()}")
def test_pinyin_typed_over_a_cell_through_a_real_ibus(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    place = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    modules = {"QT_IM_MODULE": "ibus", "QT_QPA_PLATFORM": "xcb"}
    program = [sys.executable, "-m", "tests.ui.ibus_child", str(tmp_path)]
    found = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24", "dbus-run-session", "--", *program],
        capture_output=True,
        text=True,
        timeout=180,
        cwd=CHILD.parents[2],
        env={**os.environ, **place, **modules},
        check=False,
    )
    assert found.returncode == 0, found.stderr[-2_000:]
    assert json.loads(found.stdout.splitlines()[-1]) == {
        "grid keeps the cursor": True,
        "word": "你好",
        "after Enter while composing": "你好ma",
        "stored": "你好ma",
        "cancelled": "你好ma",
    }
