"""A new submission: typed in, from a package, or the sample. Loaded when one is asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app.domain.submission import new_entries
from app.log import note
from app.progress import Cancelled, Progress
from app.resources import sample_text
from app.ui.background import in_background
from app.ui.preferences import SCHEME, person_cells
from app.ui.start.keeper import backed_up
from app.ui.start.new_dialog import NewDialog

if TYPE_CHECKING:
    from app.ui.open_work import OpenWork
    from app.ui.window import MainWindow

KEPT = "导入以后是一份没有封存的填报，“封存记录”里会写明这一点。要看改了哪些格，用“核对数据包…”。"

REFUSED = "没有导入“{name}”，已有的填报没有改动。\n\n{why}"


def ask_new(window: "MainWindow") -> None:
    """Unit, year and scheme are asked for; one that the unit has already is opened instead."""
    found = window.safely(lambda: window.data().submissions()) or []
    dialog = NewDialog(found, window.schemes(), window.memory.recall(SCHEME), window)
    if dialog.exec():
        name = dialog.unit.currentText().strip()
        scheme_id = str(dialog.scheme.currentData())
        create(window, name, dialog.year.value(), scheme_id, dialog.unit_id())


def create(window: "MainWindow", unit: str, year: int, scheme_id: str, unit_id: int | None) -> None:
    """A new submission, opened."""
    scheme = window.schemes()[scheme_id]
    entries = new_entries(scheme, unit)
    entries |= person_cells(scheme, window.memory, entries)
    made = window.safely(
        lambda: window.data().create(year, scheme.id, scheme.hash, entries, unit_id)
    )
    if made is not None:
        window.open_submission(made.id)
        if window.opened is not None:
            begin(window.opened)
            window.opened.offer_last_year()


def begin(opened: "OpenWork") -> None:
    """The cursor in the first field that is asked for and still blank."""
    asked = opened.session.report.missing
    if asked and asked[0].tab == "info":
        opened.page.go_to(asked[0].cell)


def add_sample(window: "MainWindow") -> None:
    _take_package(window, lambda _tell: sample_text(), "示例单位")


def ask_package(window: "MainWindow") -> None:
    name, _ = QFileDialog.getOpenFileName(
        window, "导入数据包", str(window.documents), "数据包 (*.suanpan *.json)"
    )
    if name:
        load_package(window, Path(name))


def load_package(window: "MainWindow", path: Path) -> None:
    """A package as a new submission; one that cannot be read is refused with a sentence."""
    from app.exchange.incoming import package_bytes

    def read(tell: Progress) -> str | bytes:
        tell(0, 0, path.name)
        return package_bytes(path)

    _take_package(window, read, path.name)


def _take_package(
    window: "MainWindow", content: Callable[[Progress], str | bytes], name: str
) -> None:
    """Read beside the window: many schemes may have to be read for it, and the file is anyone's."""
    from app.exchange.package import Package, PackageProblem, parse_package
    from app.foreign_seals import brought, seal_words

    def read(tell: Progress) -> Package:
        return parse_package(content(tell), window.shelf.schemes())

    try:
        package = in_background(window, "导入数据包", read)
    except PackageProblem as problem:
        note("not-imported", what="package")
        window.tell(REFUSED.format(name=name, why=problem.sentence))
        return
    except Cancelled:
        return
    said = seal_words(package)
    if package.changed and not window.ask(f"{said}\n\n{KEPT}", "仍然导入", "不导入"):
        return
    if not backed_up(window):
        return
    submission = package.submission
    scheme = window.schemes()[submission.scheme_id]
    about = (submission.year, scheme.id, scheme.hash, submission.entries)
    made = window.safely(lambda: window.data().create(*about, brought=brought(package)))
    if made is None:
        return
    window.open_submission(made.id)
    if said and not package.changed:
        window.say(said)
