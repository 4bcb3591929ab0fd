"""Types into the program through a real ibus with 智能拼音, on a display of its own.

Run by `test_real_input_method.py`, inside `xvfb-run` and `dbus-run-session`; says what it saw as
JSON on its last line.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtTest import QTest

from tests.ui.composing import in_editor
from tests.ui.driver import Office

PATIENCE = 20  # seconds
ACTUAL = "project.p1.i1.actual"


def engine_is_on() -> bool:
    """Ask for it, and what is on: ibus says 1 of both, also where it has done it."""
    chosen = ["ibus", "engine", "libpinyin"]
    subprocess.run(chosen, capture_output=True, check=False, timeout=30)
    asked = subprocess.run(chosen[:2], capture_output=True, check=False, timeout=30, text=True)
    return asked.stdout.strip() == "libpinyin"


def waits_for(seen: Callable[[], bool], what: str) -> None:
    late = time.monotonic() + PATIENCE
    while not seen():
        if time.monotonic() > late:
            sys.exit(f"never seen: {what}")
        QTest.qWait(50)


def presses(*keys: str) -> None:
    """Real keys, as the display gets them from a keyboard; the window lives on meanwhile."""
    for key in keys:
        pressed = subprocess.Popen(["xdotool", "key", key])
        while pressed.poll() is None:
            QTest.qWait(10)
        QTest.qWait(120)


def composing_begins(office: Office) -> bool:
    """Press n; where it came as a plain letter, ibus has not heard of this window yet."""
    presses("n")
    if in_editor(office) is None:
        return True
    presses("Escape")
    return False


def types(office: Office, said: dict[str, object]) -> None:
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.goes_to(ACTUAL)
    QTest.qWait(500)
    waits_for(engine_is_on, "智能拼音 for this window")
    QTest.qWait(500)
    waits_for(partial(composing_begins, office), "anything composed")
    presses("i", "h", "a", "o")
    said["grid keeps the cursor"] = in_editor(office) is None
    presses("space")
    waits_for(lambda: bool(in_editor(office)), "a committed word")
    said["word"] = in_editor(office)
    presses("m", "a", "Return")  # the letters as they are; the cell stays
    said["after Enter while composing"] = in_editor(office)
    presses("Return")
    waits_for(lambda: ACTUAL in office.entries(), "the entry")
    said["stored"] = office.entries()[ACTUAL]
    office.goes_to(ACTUAL)
    presses("m", "a", "Escape")
    said["cancelled"] = in_editor(office) is None and office.entries()[ACTUAL]


def main(folder: Path) -> None:
    daemon = subprocess.Popen(["ibus-daemon", "--xim", "--replace"], stderr=subprocess.DEVNULL)
    try:
        late = time.monotonic() + PATIENCE
        while not engine_is_on():
            if time.monotonic() > late:
                sys.exit("ibus has no libpinyin")
            time.sleep(0.3)
        said: dict[str, object] = {}
        with Office(folder) as office:
            wid = str(int(office.window.winId()))
            subprocess.run(["xdotool", "windowfocus", "--sync", wid], check=False, timeout=10)
            types(office, said)
        sys.stdout.write(json.dumps(said) + "\n")
    finally:
        daemon.terminate()
        daemon.wait(10)


main(Path(sys.argv[1]))
