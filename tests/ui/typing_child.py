"""Types into the real window until it is killed; says each text once the cursor has left its cell.

`python -m tests.ui.typing_child FOLDER NUMBER`: one line of JSON per text, [address, text]. The
texts are numbered from NUMBER on, so that no two are alike.
"""

import json
import os
import random
import sys
from pathlib import Path

from tests.ui.driver import Key, Office

PREFIX = "project.p1"
FIGURES = tuple(f"{PREFIX}.money.fiscal.{part}" for part in ("initial", "adjusted", "executed"))
CELLS = tuple(
    f"{PREFIX}.i{row}.{cell}" for row in range(1, 10) for cell in ("name", "target", "actual")
)
FIELDS = (f"{PREFIX}.name", f"{PREFIX}.goal_expected", f"{PREFIX}.goal_actual")
ELSEWHERE = ("info.filler", "info.phone")  # on another tab
WORDS = ("稳岗", "家", "万元 ABC", "完成及时，效果明显")


def main(folder: Path, number: int) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    office = Office(folder)
    if office.store.submissions():
        office.opens_first()
    else:
        office.creates()
        office.shows_tab("项目支出")
        office.clicks("＋ 新增项目")
    chance = random.Random(number)
    while True:
        number += 1
        address = chance.choice(chance.choice((FIGURES, CELLS, FIELDS, ELSEWHERE)))
        text = f"{number}.5" if address in FIGURES else f"{number}{chance.choice(WORDS)}"
        office.types(address, text, chance.choice((Key.Key_Return, Key.Key_Tab)))
        sys.stdout.write(json.dumps([address, text]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
