"""打印预览: the forms as they come out of the printer, and how they should.

Forms are laid out one after the other while the first is read already, and painted when shown.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.exchange.boxes import FilledSheet
from app.exchange.names import file_name
from app.exchange.problems import ExportProblem, write_file
from app.paper import fonts
from app.paper.calibration import calibration_page
from app.paper.layout import Page
from app.paper.painter import pages
from app.paper.placing import Beyond, beyond, smallest
from app.paper.printing import pages_pdf, print_pages, printer_for, printer_names, takes, title_of
from app.paper.settings import Keep, PrintSettings, Recall, load, save
from app.progress import Cancelled
from app.ui import speaking
from app.ui.background import in_background
from app.ui.layout import label, scrolling
from app.ui.outlet.preview_bar import PreviewBar
from app.ui.outlet.preview_pages import PagesView
from app.ui.outlet.print_panel import PrintPanel
from app.ui.outlet.print_words import cut_sentence, page_numbers
from app.ui.style import px

CALIBRATION = "套打校准页"
READABLE = 5.0  # points
LIST, PANEL = 190, 288  # px
SHARE = 0.96  # of the window that it opens over


@dataclass(frozen=True)
class Choice:
    """Something that can be printed: its name, what `Offer.sheets` calls it, and the kind of form
    under which its settings are kept."""

    name: str
    which: str
    kind: str


@dataclass(frozen=True)
class Offer:
    """What a preview has to choose from, and where its settings are kept."""

    choices: Sequence[Choice]
    sheets: Callable[[str], Sequence[FilledSheet]]
    start: str
    recall: Recall
    keep: Keep
    folder: Path
    printers: Callable[[], tuple[str, ...]] = printer_names
    printer: Callable[[PrintSettings, Sequence[Page]], QPrinter] = printer_for


class PreviewWindow(QDialog):
    def __init__(self, parent: QWidget | None, offer: Offer) -> None:
        super().__init__(parent)
        self._offer = offer
        self._printers = offer.printers()
        self._queue: deque[FilledSheet] = deque()
        self._sheets: Sequence[FilledSheet] = ()
        self._at = -1  # which of the choices is shown
        self._title = ""
        self._cut: list[tuple[int, Beyond]] = []  # pages by number, and what of them
        self._smallest = READABLE  # letters, in points
        self._folder = Path(offer.recall("print.folder") or offer.folder)
        self.view = PagesView()
        self.list = QListWidget()
        self.list.setAccessibleName("页的列表")
        self.list.setFixedWidth(px(LIST))
        self.list.setSpacing(px(2))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # … instead
        self.warning = label("", "problem", wrap=True)
        self.warning.setContentsMargins(px(16), px(6), px(16), px(6))
        self.panel = PrintPanel([one.name for one in offer.choices] + [CALIBRATION], self._printers)
        self.bar = PreviewBar(self.view)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._lay_next)
        self._fill()
        self._listen()
        start = [at for at, one in enumerate(offer.choices) if one.which == offer.start]
        self.panel.what.blockSignals(True)
        self.panel.what.setCurrentIndex(start[0] if start else 0)
        self.panel.what.blockSignals(False)
        self._kind = self._choice().kind if offer.choices else ""
        self._pick()
        self.view.setFocus()

    def _fill(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.warning)
        middle.addWidget(self.view, 1)
        side: QScrollArea = scrolling(self.panel)
        side.setFixedWidth(px(PANEL))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.list)
        body.addLayout(middle, 1)
        body.addWidget(side)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.bar)
        box.addLayout(body, 1)
        for one in self.findChildren(QPushButton):
            if isinstance(one, QPushButton):
                one.setAutoDefault(False)  # Enter in a field ends it and presses nothing

    def _listen(self) -> None:
        self.panel.changed.connect(self._change)
        self.panel.picked.connect(self._pick)
        self.panel.calibrate.connect(self._calibrate)
        self.view.moved.connect(self._show_place)
        self.list.currentRowChanged.connect(self._go)
        self.bar.printed.connect(self.print_it)
        self.bar.saved.connect(self.save_pdf)
        self.bar.closed.connect(self.reject)
        for keys, action in (
            ("Ctrl+P", self.print_it),
            ("Ctrl+S", self.save_pdf),
            ("PgDown", lambda: self.view.turn(True)),
            ("PgUp", lambda: self.view.turn(False)),
            ("Home", lambda: self.view.go(0)),
            ("End", lambda: self.view.go(len(self.view.pages) - 1)),
            ("+", lambda: self.view.zoom(True)),
            ("=", lambda: self.view.zoom(True)),
            ("-", lambda: self.view.zoom(False)),
            ("Ctrl+0", lambda: self.view.fit_to("page")),
            ("Ctrl+1", lambda: self.view.fit_to("width")),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    # ── what is shown ────────────────────────────────────────────────────────────────────

    def _choice(self) -> Choice:
        """What is chosen; for the calibration page, what its settings are those of."""
        return self._offer.choices[self.panel.what.currentIndex()]

    @property
    def calibrating(self) -> bool:
        return self.panel.what.currentIndex() >= len(self._offer.choices)

    def _calibrate(self) -> None:
        self.panel.what.setCurrentIndex(len(self._offer.choices))

    def _stay(self) -> None:
        """What was chosen is not wanted after all: what is shown stays."""
        if self._at < 0:
            raise Cancelled
        self.panel.what.blockSignals(True)
        self.panel.what.setCurrentIndex(self._at)
        self.panel.what.blockSignals(False)

    def _pick(self) -> None:
        """Something else is to be printed."""
        if self.calibrating:
            self._sheets, self._title = (), CALIBRATION
        else:
            choice = self._choice()
            try:
                self._sheets = tuple(self._offer.sheets(choice.which))
            except Cancelled:
                self._stay()
                return
            self._title, self._kind = title_of(self._sheets), choice.kind
        self._at = self.panel.what.currentIndex()
        self.panel.show_settings(load(self._kind, self._offer.recall))
        self.setWindowTitle(f"打印预览　{self._title}")
        self._lay_anew()
        self.view.go(0)

    def _change(self) -> None:
        save(self._kind, self.panel.settings, self._offer.keep)
        self._lay_anew()

    def _lay_anew(self) -> None:
        self.view.clear()
        self.list.clear()
        self._cut, self._smallest = [], READABLE
        self._queue = deque(self._sheets)
        if self.calibrating:
            self._add([calibration_page(self.panel.settings)], CALIBRATION)
        self.list.setVisible(len(self._sheets) > 1)
        self._lay_next()
        if self._queue:
            self._timer.start()

    def _lay_next(self) -> None:
        """Lay out one more form: the window answers in between."""
        if self._queue:
            sheet = self._queue.popleft()
            self._add(pages(sheet, self.panel.settings), sheet.name or sheet.title)
        if not self._queue:
            self._timer.stop()
        self._show_place()
        self._warn()

    def _add(self, made: Sequence[Page], name: str) -> None:
        before = len(self.view.pages)
        self.view.add(made)
        found = ((at, beyond(page, fonts.em)) for at, page in enumerate(made, before + 1))
        self._cut += [(at, cut) for at, cut in found if cut]
        self._smallest = min(self._smallest, smallest(made))
        for at in range(len(made)):
            self.list.addItem(f"{before + at + 1}　{name}" + ("（续）" if at else ""))
            self.list.item(before + at).setToolTip(name)
        if before + len(made) > 1 and len(self.view.pages) > 1:
            self.list.setVisible(True)

    def _show_place(self) -> None:
        front = self.view.front
        self.bar.show_place(front, len(self.view.pages), len(self._queue))
        self.list.blockSignals(True)
        self.list.setCurrentRow(front)
        self.list.blockSignals(False)

    def _go(self, at: int) -> None:
        if at >= 0:
            self.view.go(at)

    def _warn(self) -> None:
        said = "　".join(self._warnings())
        self.warning.setText(f"⚠ {said}" if said else "")
        self.warning.setVisible(bool(said))

    def _warnings(self) -> list[str]:
        settings, said = self.panel.settings, []
        if self._cut and not self.calibrating:  # its rulers may run out
            said.append(cut_sentence(self._cut))
        if settings.whole and self._smallest < READABLE:
            said.append("字太小，看不清：请改用“适合一页宽”，或者用 A3 纸。")
        if not self._printers:
            said.append("这台电脑没有装打印机：可以先存为 PDF，再到别的电脑上打印。")
        elif settings.printer and settings.printer not in self._printers:
            away = f"上次用的打印机“{settings.printer}”现在没有连接"
            said.append(f"{away}，会用“{self.panel.printer.currentText()}”。")
        elif not takes(self.panel.printer.currentText(), settings.paper):
            said.append(f"打印机“{self.panel.printer.currentText()}”没有 {settings.paper} 纸。")
        return said

    # ── printing ─────────────────────────────────────────────────────────────────────────

    def chosen(self) -> list[Page]:
        """The pages that are wanted; none where that cannot be read, which is said."""
        if self._queue:
            QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
            while self._queue:
                self._lay_next()
            QGuiApplication.restoreOverrideCursor()
        made = self.view.pages
        match self.panel.which.currentData():
            case "front":
                return made[self.view.front : self.view.front + 1]
            case "some":
                numbers = page_numbers(self.panel.some.text(), len(made))
                if numbers is None:
                    pages_are = f"页码在 1 到 {len(made)} 之间"
                    self._say(f"看不懂要打印哪些页。请写成 1-3,5 这样，{pages_are}。")
                    self.panel.some.setFocus()
                    return []
                return [made[at - 1] for at in numbers]
            case _:
                return list(made)

    def print_it(self) -> None:
        """Print; what a printer refuses is said."""
        if not self._printers:
            self._say("这台电脑没有装打印机。可以先存为 PDF，再到别的电脑上打印。")
            return
        made = self.chosen()
        if not made:
            return
        settings = self.panel.settings
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            print_pages(self._offer.printer(settings, made), made, self._title)
        except ExportProblem as problem:
            QGuiApplication.restoreOverrideCursor()
            self._say(problem.sentence)
            return
        QGuiApplication.restoreOverrideCursor()
        copies = f"，{settings.copies} 份" if settings.copies > 1 else ""
        self.bar.say(f"✓ 已送到打印机：{len(made)} 页{copies}")

    def save_pdf(self) -> None:
        """The chosen pages as a PDF file, where the person says."""
        made = self.chosen()
        if not made:
            return
        offered = str(self._folder / f"{file_name(self._title)}.pdf")
        asked, _ = QFileDialog.getSaveFileName(self, "存为 PDF", offered, "PDF 文件 (*.pdf)")
        if not asked:
            return
        path = Path(asked)
        path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        try:
            in_background(
                self,
                "存为 PDF",
                lambda tell: write_file(path, pages_pdf(made, self._title, tell)),
            )
        except ExportProblem as problem:
            self._say(problem.sentence)
            return
        except Cancelled:
            self.bar.say("已取消，没有写文件")
            return
        self._folder = path.parent
        self._offer.keep("print.folder", str(path.parent))
        self.bar.say(f"✓ 已保存：{path.name}（{len(made)} 页）")

    def _say(self, sentence: str) -> None:
        speaking.tell(self, sentence, "打印预览")


def show_preview(parent: QWidget, offer: Offer) -> None:
    """Show the preview until it is closed."""
    window = PreviewWindow(parent, offer)
    wished = QSize(parent.window().size()) * SHARE
    window.resize(wished.boundedTo(parent.screen().availableSize()))
    window.exec()
