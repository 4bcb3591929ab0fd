"""核对数据包 in the window: what was handed over held against what is in the data file now."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app.domain.differing import different, in_words
from app.domain.sealing import short
from app.exchange.incoming import package_bytes
from app.exchange.package import Package, PackageProblem, parse_package
from app.progress import Cancelled, Progress
from app.storage.listing import SubmissionInfo
from app.ui.background import in_background
from app.ui.start.differing_dialog import DifferingDialog
from app.ui.start.units import named

if TYPE_CHECKING:
    from app.ui.window import MainWindow

SIDES = ("数据文件里", "数据包里")


def ask_comparison(window: "MainWindow") -> None:
    """A package is chosen, and compared with the submission of its unit and year."""
    if window.opened is not None:
        window.opened.page.commit()
    name, _ = QFileDialog.getOpenFileName(
        window, "核对数据包", str(window.documents), "数据包 (*.suanpan *.json)"
    )
    if name:
        compare(window, Path(name))


def compare(window: "MainWindow", path: Path) -> None:
    """Say whether they are the same, or list the cells in which they differ."""

    def read(tell: Progress) -> Package:
        tell(0, 0, path.name)
        return parse_package(package_bytes(path), window.shelf.schemes())

    try:
        package = in_background(window, "核对数据包", read)
    except PackageProblem as problem:
        window.tell(problem.sentence)
        return
    except Cancelled:
        return
    info = _counterpart(window, package)
    if info is None:
        unit = package.submission.text("info.unit") or "（没有写单位名称）"
        window.tell(
            f"数据文件里没有这个单位这个年度的填报：{unit} {package.submission.year}年度。"
            f"{_seal_words(package)}"
        )
        return
    now = window.safely(lambda: window.data().load(info.id))
    if now is None:
        return
    then = package.submission
    cells = different(now.entries, then.entries)
    said = [f"{named(info)}：{_differs(len(cells))}", _other_scheme(now.scheme_id, then.scheme_id)]
    title = "".join((*said, _seal_words(package)))
    if not cells:
        window.tell(title)
        return
    scheme = window.schemes()[then.scheme_id]
    lines = in_words(scheme, cells, now.entries, then.entries)
    DifferingDialog(title, lines, window, SIDES).exec()


def _counterpart(window: "MainWindow", package: Package) -> SubmissionInfo | None:
    """The submission of the same unit and year: the open one first, else the one changed last."""
    found = window.safely(window.data().submissions) or []
    wanted = (package.submission.text("info.unit"), package.submission.year)
    same = [one for one in found if (one.unit_name, one.year) == wanted]
    number = window.session.submission.id if window.session is not None else 0
    return max(same, key=lambda one: (one.id == number, one.changed), default=None)


def _differs(count: int) -> str:
    if not count:
        return "与数据包一致，没有一格不同。"
    return f"与数据包有 {count} 格不同。"


def _other_scheme(now: str, then: str) -> str:
    return "" if now == then else "两边用的方案不同，得分和表式也会不同。"


def _seal_words(package: Package) -> str:
    """What the package says of its own seal."""
    if package.seal is None:
        return "这个数据包没有封存。"
    code = short(package.seal.checksum)
    if package.changed:
        return f"⚠ 数据包封存后被改动过：现在的内容与校验码 {code} 不符。"
    return f"数据包是封存的，校验码 {code}，内容相符。"
