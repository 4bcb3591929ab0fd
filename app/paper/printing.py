"""Filled sheets on paper: as a PDF file, in the preview window, on a printer."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QMessageBox, QWidget

from app.exchange.boxes import FilledSheet
from app.exchange.problems import ExportProblem, write_file
from app.paper.layout import Page
from app.paper.painter import pages, paint
from app.progress import Progress, unwatched

DPI = 600
_UPRIGHT, _ACROSS = QPageLayout.Orientation.Portrait, QPageLayout.Orientation.Landscape
NO_PRINTER = (
    "打印机没有应答，没有打印。请检查打印机是否打开、是否连接好，然后重试；也可以先导出 PDF。"
)


def pdf_bytes(sheets: Sequence[FilledSheet], tell: Progress = unwatched) -> bytes:
    """The sheets as one PDF on A4, each starting a new page and lying as its form does.

    At least one sheet is needed. May be done in a thread.
    """
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setPageLayout(_a4())
    writer.setTitle(_title(sheets))
    writer.setCreator("算盘")
    made = _pages(sheets, writer.pageLayout(), tell)
    writer.setPageOrientation(_orientation(made[0]))
    painter = QPainter(writer)
    for at, page in enumerate(made):
        if at:
            writer.setPageOrientation(_orientation(page))
            writer.newPage()
        paint(painter, page, DPI / 25.4)
    painter.end()
    buffer.close()
    return bytes(data.data())


def print_pdf(path: Path, sheets: Sequence[FilledSheet], tell: Progress = unwatched) -> None:
    """Write the sheets as one PDF file. Raises ExportProblem; the old file then stays, as it does
    where `tell` stops it."""
    write_file(path, pdf_bytes(sheets, tell))


def print_to(printer: QPrinter, sheets: Sequence[FilledSheet]) -> None:
    """Print the sheets on the paper that the printer is set to, or its chosen range of pages.

    A form that lies across is turned where the paper stands upright: not every printer can change
    the paper's direction within a job.

    Raises ExportProblem where the printer does not take the job.
    """
    printer.setFullPage(True)
    printer.setDocName(_title(sheets))
    made = _pages(sheets, printer.pageLayout())
    if printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage() > 0:
        made = made[printer.fromPage() - 1 : printer.toPage() or None]
    painter = QPainter()
    if not painter.begin(printer):
        raise ExportProblem(NO_PRINTER)
    scale = printer.resolution() / 25.4
    upright = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    for at, page in enumerate(made):
        if at and not printer.newPage():
            raise ExportProblem(NO_PRINTER)
        painter.save()
        if page.width > page.height and upright.width() < upright.height():
            painter.translate(upright.width() * scale, 0)
            painter.rotate(90)
        paint(painter, page, scale)
        painter.restore()
    if not painter.end():
        raise ExportProblem(NO_PRINTER)


class Preview(QPrintPreviewDialog):
    """The preview window; it prints what it shows and says so where a printer refuses."""

    def __init__(self, parent: QWidget | None, sheets: Sequence[FilledSheet]) -> None:
        # the dialog does not own a printer that it is given
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setPageLayout(_a4(all(sheet.landscape for sheet in sheets)))
        super().__init__(self._printer, parent)
        self._sheets = tuple(sheets)
        self.setWindowTitle(f"打印预览　{_title(sheets)}")
        if parent is not None:
            self.resize(parent.size() * 0.94)  # a page can be read without zooming first
        self.paintRequested.connect(self._print)

    def _print(self, printer: QPrinter) -> None:
        try:
            print_to(printer, self._sheets)
        except ExportProblem as problem:
            QMessageBox.warning(self, "没有打印", problem.sentence)


def preview(parent: QWidget | None, sheets: Sequence[FilledSheet]) -> None:
    """Show the preview window until it is closed."""
    Preview(parent, sheets).exec()


def _a4(landscape: bool = False) -> QPageLayout:
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), _ACROSS if landscape else _UPRIGHT, QMarginsF()
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def _orientation(page: Page) -> QPageLayout.Orientation:
    return _ACROSS if page.width > page.height else _UPRIGHT


def _title(sheets: Sequence[FilledSheet]) -> str:
    if len(sheets) == 1:
        return sheets[0].title
    return f"{'、'.join(dict.fromkeys(sheet.kind for sheet in sheets))}（{len(sheets)}张）"


def _pages(
    sheets: Sequence[FilledSheet], paper: QPageLayout, tell: Progress = unwatched
) -> list[Page]:
    size = paper.fullRect(QPageLayout.Unit.Millimeter)
    made: list[Page] = []
    for at, sheet in enumerate(sheets):  # nearly all of the time goes into it, painting is quick
        tell(at, len(sheets), sheet.name)
        made += pages(sheet, (size.width(), size.height()))
    return made
