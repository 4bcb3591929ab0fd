"""Pictures of the running program: those of the manual, or a whole year step by step.

manual          into resources/manual/pictures, at the size that the manual shows them
year FOLDER     every step of a year typed in by keyboard, to look through; QT_SCALE_FACTOR=2
                takes it on a screen of twice the points
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget

from app.exchange.package import parse
from app.resources import DEFAULT_SCHEME, resources, sample_text, shipped_schemes
from app.ui.outlet.preview import PreviewWindow
from app.ui.settings_dialog import SettingsDialog
from app.ui.start.packs_dialog import PacksDialog
from tests.ui.beside import opens_sample
from tests.ui.driver import Key, Office
from tests.ui.mouse import clicks_cell, grid_of
from tests.ui.office_work import in_dialog, lays_in, waits_for_figures
from tests.ui.year import Typist

WINDOW = QSize(1366, 768)
PAGE = QSize(1120, 660)  # what is read in the manual's window without being made much smaller
PROJECT, LEDGER = "project.p1.i1.actual", "outlay.public.r1.basic"
PLACE = "D:\\财务\\算盘"
SMALLEST = 0  # of the qualities of a PNG: packed best
DRAWN = 600  # ms until the pages of a preview are laid out
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
UNITS = (("云岭县就业服务中心", 2023), ("云岭县就业服务中心", 2022), ("云岭县劳动监察大队", 2023))


class Camera:
    """Takes pictures of widgets into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.taken: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, widget: QWidget, part: QRect | None = None) -> None:
        """A picture of a widget or a part of it."""
        picture = (widget.grab() if part is None else widget.grab(part)).toImage()
        _with_few_colours(picture).save(str(self._folder / f"{name}.png"), None, SMALLEST)
        self.taken.append(name)


def _with_few_colours(picture: QImage) -> QImage:
    """The 256 colours that are there most often: much smaller, and nobody sees it."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    points = memoryview(plain.constBits()).cast("I")
    table = [colour for colour, _ in Counter(points).most_common(256)]
    flat = Qt.ImageConversionFlag.AvoidDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table, flat)


# ---------------------------------------------------------------- the manual


def manual(camera: Camera) -> None:
    """Every picture that a chapter of the manual shows."""
    with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office:
        lays_in(office, *UNITS)
        office.window.resize(PAGE)
        waits_for_figures(office)
        with _elsewhere(office, office.window):
            camera.take("start", office.window)
        _dialog(office, PacksDialog, lambda: office.clicks("方案…"), "schemes", camera)
    with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office:
        office.creates("云岭县就业服务中心", 2023)
        office.window.resize(PAGE.width(), 420)
        office.settle()
        camera.take("steps", office.window)
    with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office:
        opens_sample(office)
        office.window.resize(PAGE)
        office.settle()
        _pages(office, camera)


def _pages(office: Office, camera: Camera) -> None:
    for name, tab, address in (
        ("info", "基本信息", "info.unit"),
        ("ledger", "收入支出", LEDGER),
        ("publics", "三公经费", "three_publics.reception.actual"),
        ("overall", "整体自评", "overall.i3.actual"),
        ("findings", "审核", ""),
        ("export", "导出打印", ""),
    ):
        office.shows_tab(tab)
        if address:
            office.goes_to(address)
        with _elsewhere(office, office.window):
            camera.take(name, office.window)
    office.shows_tab("收入支出")
    office.chooses_table("03表")
    camera.take("account", office.window)
    _grid(office, camera)
    office.window.resize(WINDOW)
    office.goes_to(PROJECT)
    camera.take("project", office.window)
    why = office.project.why
    camera.take("score", why, QRect(0, 0, why.width(), min(why.height(), 440)))
    for name, kind, key in (
        ("preview", PreviewWindow, Key.Key_P),
        ("settings", SettingsDialog, Key.Key_Comma),
    ):
        _dialog(office, kind, partial(office.presses, key, CONTROL), name, camera)


def _grid(office: Office, camera: Camera) -> None:
    """Some cells chosen, with the square at their corner and what they add up to."""
    office.goes_to(LEDGER)
    grid = grid_of(office)
    at = grid.currentIndex()
    clicks_cell(office, grid, at.row(), at.column())
    for _ in range(4):
        office.presses(Key.Key_Down, SHIFT)
    office.presses(Key.Key_Right, SHIFT)
    height = office.window.height()
    camera.take("grid", office.window, QRect(240, 90, office.window.width() - 240, height - 90))


@contextmanager
def _elsewhere(office: Office, widget: QWidget) -> Iterator[None]:
    """No picture shows in which folder it was taken; afterwards all is as it was."""
    texts: list[tuple[QLabel | QLineEdit, str]] = []
    for one in (*widget.findChildren(QLabel), *widget.findChildren(QLineEdit)):
        if isinstance(one, QLabel | QLineEdit) and str(office.folder) in one.text():
            texts.append((one, one.text()))
            one.setText(one.text().replace(str(office.folder), PLACE).replace("/", "\\"))
    office.settle()
    yield
    for one, text in texts:
        one.setText(text)


def _dialog(
    office: Office,
    kind: type[QDialog],
    opens: Callable[[], object],
    name: str,
    camera: Camera,
) -> None:
    """A picture of the dialog that something opens; Esc closes it again."""

    def look(dialog: QDialog) -> None:
        office.settle()
        QTest.qWait(DRAWN)
        with _elsewhere(office, dialog):
            camera.take(name, dialog)
        dialog.reject()

    in_dialog(kind, look)
    opens()
    office.window.activateWindow()
    office.settle()


# ---------------------------------------------------------------- a year


def year(camera: Camera) -> None:
    """Everything that the sample unit has, typed in; a picture after every table and form."""
    schemes = shipped_schemes()
    wanted = parse(sample_text(), schemes)
    with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office:
        office.window.resize(WINDOW)
        office.settle()

        def look(name: str) -> None:
            with _elsewhere(office, office.window):
                camera.take(f"{len(camera.taken) + 1:02}-{name}", office.window)

        look("welcome")
        Typist(office, schemes[DEFAULT_SCHEME], wanted, look).year(2)
        for tab in ("审核", "导出打印"):
            office.shows_tab(tab)
            look(tab)
        _dialog(
            office, PreviewWindow, lambda: office.presses(Key.Key_P, CONTROL), "preview", camera
        )
        office.clicks("导出上报", within=office.work.pages["export"])
        look("exported")
        office.clicks("‹ 填报列表")
        waits_for_figures(office)
        look("list")


def main(arguments: list[str]) -> None:
    match arguments:
        case ["manual"]:
            camera = Camera(resources() / "manual" / "pictures")
            manual(camera)
        case ["year", folder]:
            camera = Camera(Path(folder))
            year(camera)
        case _:
            sys.exit(__doc__)
    print(f"{len(camera.taken)} pictures: {', '.join(camera.taken)}")


if __name__ == "__main__":
    main(sys.argv[1:])
