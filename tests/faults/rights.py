"""Run in a process of its own: rights are taken away in the middle of the work, and given back.

`python -m tests.faults.rights <folder> [local]` gives up being root first; says as JSON what it
came to.
"""

import json
import os
import shutil
import sys
from pathlib import Path

from app.storage.problems import StorageProblem
from app.storage.store import Store
from tests.faults.checks import contradictions, picture
from tests.faults.failing import MORNING, Tally
from tests.faults.power import on
from tests.faults.work import STEPS, Desk

NOBODY = 65534
TAKEN = {  # what is taken away, and what is left of its rights
    "the file": ("数据/算盘.db", 0o444),
    "the file, to read it too": ("数据/算盘.db", 0),
    "the folder": ("数据", 0o555),
    "the folder, to enter it too": ("数据", 0),
    "the backups": ("数据/backups", 0o555),
    "the files of evidence": ("数据/算盘_附件/1", 0o555),
}
TRIED = ("edit", "paste", "seal", "scheme", "set", "backup", "restore all", "attach", "open")


class _Said:
    picture = ""
    count = 0

    def hears(self, what: str, store: Store) -> None:
        self.picture, self.count = picture(store.database.conn), self.count + 1


def tries(folder: Path, what: str, step: str, tally: Tally) -> None:
    """One step without some rights: kept or refused, never in between; and again with them."""
    said, (name, rights) = _Said(), TAKEN[what]
    desk = Desk(folder, said.hears)
    desk.does(["open"])
    target = folder / name
    before = target.stat().st_mode
    if step == "open":
        desk.store.close()
    target.chmod(rights)
    tally.tries += 1
    try:
        STEPS[step](desk)
    except StorageProblem as problem:
        tally.refused += 1
        if problem.kind not in {"read-only", "missing"} or not problem.sentence.endswith("。"):
            tally.says(f"{step} without {what}: {problem.kind}: {problem.sentence}")
        if problem.kind == "missing" and rights:
            tally.says(f"{step} without {what}: {problem.sentence}")
    finally:
        target.chmod(before)
    if step != "open" and picture(desk.store.database.conn) != said.picture:
        tally.says(f"{step} without {what}: not as it was said")
    STEPS[step](desk)
    for one in desk.opened:
        one.close()
    last = said.picture
    desk.does(["open"])
    if said.picture != last or contradictions(desk.store):
        tally.says(f"{step} without {what}: not there at the next start")
    desk.store.close()
    tally.acknowledged += said.count


def main(place: str, *more: str) -> int:
    tally, top = Tally(), Path(place)
    if os.geteuid() == 0:
        Desk(top / "先", lambda heard, store: None).does(
            (*MORNING, *TRIED[-1:], *TRIED, "close")  # all is loaded while it can be
        )
        shutil.rmtree(top / "先")
        os.chown(top, NOBODY, NOBODY)
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    with on(local="local" in more):
        Desk(top / "早上", lambda heard, store: None).does(MORNING)
        for what in TAKEN:
            for step in TRIED:
                shutil.copytree(top / "早上", top / "下午")
                try:
                    tries(top / "下午", what, step, tally)
                except Exception as error:
                    tally.says(f"{step} without {what}: {type(error).__name__}: {error}")
                shutil.rmtree(top / "下午")
    sys.stdout.write(json.dumps(vars(tally), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
