"""Run in a mount namespace of its own: a disk that is small, or that is taken away, and comes back.

`python -m tests.faults.small_disk full|pulled <folder> [local]`; says as JSON what it came to.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.storage.database import open_database
from app.storage.problems import StorageProblem
from tests.faults.checks import contradictions, picture
from tests.faults.failing import Tally
from tests.faults.power import on
from tests.faults.work import Desk

SIZES = (900, 1000, 1200, 1500, 1900)  # KB of a disk


def mounted(folder: Path, size: int) -> None:
    folder.mkdir(exist_ok=True)
    kind = ["-t", "tmpfs", "-o", f"size={size}k", "none"]
    subprocess.run(["mount", *kind, str(folder)], check=True, capture_output=True)


def unmounted(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def refused(kinds: set[str], work: Callable[[], object]) -> str:
    """What is wrong with the refusal, or nothing."""
    try:
        work()
    except StorageProblem as problem:
        return "" if problem.kind in kinds else f"{problem.kind}: {problem.sentence}"
    return "was not refused"


def fills_up(folder: Path, size: int, tally: Tally) -> None:
    """Edits until the disk is full, everything else then, and on again with room."""
    mounted(folder, size)
    desk = Desk(folder, lambda what, store: None)
    desk.does(["open", "create"])
    ballast = folder / "别的文件"
    ballast.write_bytes(bytes(size * 500))
    session, store = desk.session(), desk.store
    problem = None
    while problem is None:
        before = session.submission, picture(store.database.conn)
        edit = desk.edit()
        try:
            session.apply(edit)
            tally.acknowledged += 1
        except StorageProblem as error:
            problem = error
    tally.tries += 1
    if problem.kind != "full":
        tally.says(f"edit on {size} KB: {problem.kind}: {problem.sentence}")
    if before != (session.submission, picture(store.database.conn)):
        tally.says(f"edit on {size} KB: not as it was")
    for step in ("paste", "backup"):
        tally.tries += 1
        if wrong := refused({"full"}, partial(desk.does, [step])):
            tally.says(f"{step} on {size} KB: {wrong}")
    ballast.unlink()
    session.apply(edit)
    desk.does(["edit", "undo", "close", "open"])
    if odd := contradictions(desk.store):
        tally.says(f"{size} KB: {odd}")
    if session.submission.text(next(iter(edit.cells))) not in edit.cells.values():
        tally.says(f"{size} KB: the refused edit is not there")
    if list(folder.rglob("*.part")):
        tally.says(f"{size} KB: half a copy")
    desk.store.close()
    unmounted(folder)


def starts_full(folder: Path, left: int, tally: Tally) -> None:
    """A first start where there is no room for a data file."""
    mounted(folder, 1000)
    (folder / "别的文件").write_bytes(bytes((1000 - left) * 1024))
    tally.tries += 1
    path = folder / "数据" / "算盘.db"
    if wrong := refused({"full"}, lambda: open_database(path)):
        tally.says(f"a first start with {left} KB: {wrong}")
    if path.exists() or list(folder.rglob("*.new")):
        tally.says(f"a first start with {left} KB left something")
    (folder / "别的文件").unlink()
    open_database(path).close()
    unmounted(folder)


def is_pulled(folder: Path, tally: Tally) -> None:
    """The disk is taken away in the middle of the work, and another one stands in its place."""
    mounted(folder, 3000)
    desk = Desk(folder, lambda what, store: None)
    desk.does(["open", "create", "edit"])
    session = desk.session()
    before = picture(desk.store.database.conn)
    unmounted(folder)
    for what, work in {
        "edit": lambda: session.apply(desk.edit()),
        "seal": lambda: desk.store.seal(1, "林"),
        "backup": lambda: desk.does(["backup"]),
    }.items():
        tally.tries += 1
        if wrong := refused({"missing"}, work):
            tally.says(f"{what} without a disk: {wrong}")
    mounted(folder, 3000)
    open_database(desk.path).close()
    tally.tries += 1
    if wrong := refused({"missing"}, lambda: session.apply(desk.edit())):
        tally.says(f"edit with another disk: {wrong}")
    if picture(desk.store.database.conn) != before:
        tally.says("not as it was when the disk was pulled")
    desk.store.close()
    with_none = open_database(desk.path)
    if with_none.submissions():
        tally.says("something was written to the other disk")
    with_none.close()
    unmounted(folder)


def main(what: str, place: str, *more: str) -> int:
    tally, folder = Tally(), Path(place) / "U盘"
    with on(local="local" in more):
        if what == "pulled":
            is_pulled(folder, tally)
        else:
            for size in SIZES:
                fills_up(folder, size, tally)
            for left in (0, 4, 20, 40):
                starts_full(folder, left, tally)
    sys.stdout.write(json.dumps(vars(tally), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
