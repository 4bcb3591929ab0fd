"""Works in the real window until it is killed: pastes, fills, takes back, seals, removes, restores.

`python -m tests.ui.office_child FOLDER NUMBER`: one line of JSON per thing that is done.
"""

import itertools
import json
import os
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.ui.start.restore_dialog import RestoreDialog
from app.ui.start.seal_dialog import UnsealDialog
from tests.ui.driver import Key, Office
from tests.ui.mouse import CONTROL, SHIFT
from tests.ui.office_work import chooses_line, click, comes_back, in_dialog, lays_in

A, B = "云岭县就业服务中心", "青石县就业服务中心"
CELL = "outlay.public.r1.basic"


def says(*words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def types_in(office: Office, number: int) -> None:
    """A block of four equal figures, the same filled down, one step back."""
    chooses_line(office, A, 2023)
    office.opens_first()
    office.shows_tab("收入支出")
    office.chooses_table("支出")
    for step in range(3):
        figure = f"{number}.{step}"
        QGuiApplication.clipboard().setText(f"{figure}\t{figure}\r\n{figure}\t{figure}\r\n")
        office.goes_to(CELL)
        office.presses(Key.Key_V, CONTROL)
        says("pasted", figure)
        office.goes_to(CELL)
        for _ in range(3):
            office.presses(Key.Key_Down, SHIFT)
        office.presses(Key.Key_D, CONTROL)
        says("filled", figure)
    office.undoes()
    says("undone", "")
    office.window.show_start()


def seals(office: Office) -> None:
    chooses_line(office, A, 2023)
    office.clicks("封存…")
    says("sealed", A)

    def why(dialog: UnsealDialog) -> None:
        dialog.reason.setFocus()
        QTest.keyClicks(dialog.reason, "retry")
        QTest.keyClick(dialog, Key.Key_Return)

    in_dialog(UnsealDialog, why)
    office.clicks("解除封存…")
    comes_back(office)
    says("unsealed", A)


def removes(office: Office) -> None:
    chooses_line(office, B, 2023)
    office.clicks("删除…")
    says("removed", B)

    def takes_back(dialog: RestoreDialog) -> None:
        while (item := dialog.inside.currentItem()) is not None and item.text(0) != B:
            QTest.keyClick(dialog.inside, Key.Key_Down)
        click(dialog, "恢复选中的填报")

    in_dialog(RestoreDialog, takes_back)
    office.clicks("恢复…")
    comes_back(office)
    says("restored", B)


def main(folder: Path, number: int) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    office = Office(folder)
    office.agrees = True
    there = {one.unit_name for one in office.store.submissions()}
    lays_in(office, *((unit, 2023) for unit in (A, B) if unit not in there))
    for one in office.store.submissions():
        if one.sealed:
            office.store.unseal(one.id, "", "retry")
    office.window.show_start()
    for at in itertools.count(number):
        types_in(office, at)
        seals(office)
        removes(office)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
