"""核对数据包 in the window: what was handed over held against what is in the data file now."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app.domain.differing import Differing
from app.domain.submission import Submission
from app.exchange.incoming import package_bytes
from app.exchange.package import Package, PackageProblem, parse_package
from app.foreign_seals import seal_words
from app.package_check import beside, differences, side_of, stored_side
from app.progress import Cancelled, Progress
from app.storage.attachments import path_of
from app.storage.listing import SubmissionInfo
from app.ui.background import in_background
from app.ui.start.differing_dialog import DifferingDialog
from app.ui.start.units import named

if TYPE_CHECKING:
    from app.ui.window import MainWindow

TITLE, STOPPED = "核对数据包", "已取消核对"
SIDES = ("数据文件里", "数据包里")


def ask_comparison(window: "MainWindow", number: int = 0) -> None:
    """A package is chosen, and compared with the submission of that number, 0: that of its unit
    and year."""
    if window.opened is not None:
        window.opened.page.commit()
    name, _ = QFileDialog.getOpenFileName(
        window, TITLE, str(window.documents), "数据包 (*.suanpan *.json)"
    )
    if name:
        compare(window, Path(name), number)


def compare(window: "MainWindow", path: Path, number: int = 0) -> None:
    """Say whether they are the same, or list what differs. `number` is that of the submission that
    is meant; 0: that of the package's unit and year."""
    package = _read(window, path)
    if package is None:
        return
    info = _counterpart(window, package, number)
    if info is None:
        unit = package.submission.text("info.unit") or "（没有写单位名称）"
        window.tell(
            f"数据文件里没有这个单位这个年度的填报：{unit} {package.submission.year}年度。"
            f"\n\n{_seal_words(package)}"
        )
        return
    now = window.safely(lambda: window.data().load(info.id))
    if now is None:
        return
    found = _differences(window, path, package, now)
    if found is None:
        return
    title = f"{named(info)}：{_differs(len(found))}\n\n{_seal_words(package)}"
    if found:
        DifferingDialog(title, found, window, SIDES).exec()
    else:
        window.tell(title)


def _read(window: "MainWindow", path: Path) -> Package | None:
    """The package; None, and a sentence, where it cannot be read."""

    def read(tell: Progress) -> Package:
        tell(0, 0, path.name)
        return parse_package(package_bytes(path), window.shelf.schemes())

    try:
        return in_background(window, TITLE, read)
    except PackageProblem as problem:
        window.tell(problem.sentence)
    except Cancelled:
        window.say(STOPPED)
    return None


def _differences(
    window: "MainWindow", path: Path, package: Package, now: Submission
) -> tuple[Differing, ...] | None:
    """All that differs, evidence files too; None, and a sentence, where that cannot be said."""
    scheme = window.shelf.scheme(now.scheme_id)
    if scheme is None:
        window.tell(window.shelf.lacking(now.scheme_id))
        return None
    schemes = {**window.schemes(), scheme.id: scheme}
    find = partial(path_of, window.data().path, now.id)

    def work(tell: Progress) -> tuple[Differing, ...]:
        mine = stored_side(now, package, find, tell)
        found = differences(schemes.__getitem__, mine, side_of(package))
        return (*found, *beside(path, package, tell))

    try:
        return in_background(window, TITLE, work)
    except Cancelled:
        window.say(STOPPED)
        return None


def _counterpart(window: "MainWindow", package: Package, number: int) -> SubmissionInfo | None:
    """The submission that is meant, else that of the same unit and year: the open one first, else
    the one that is chosen in the list, else the one changed last."""
    found = window.safely(window.data().submissions) or []
    wanted = (package.submission.text("info.unit"), package.submission.year)
    same = [
        one
        for one in found
        if (one.id == number if number else (one.unit_name, one.year) == wanted)
    ]
    opened = window.session.submission.id if window.session is not None else 0
    chosen = window.start.items.current()
    row = chosen.id if chosen is not None else 0
    return max(same, key=lambda one: (one.id == opened, one.id == row, one.changed), default=None)


def _differs(count: int) -> str:
    return f"与数据包有 {count} 处不同。" if count else "与数据包一致，没有一格不同。"


def _seal_words(package: Package) -> str:
    """What the package says of its own seal."""
    if package.seal is None:
        return "这个数据包没有封存。"
    return seal_words(package)
