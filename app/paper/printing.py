"""Pages on paper: as a PDF file, and on a printer."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.exchange.boxes import FilledSheet
from app.exchange.problems import ExportProblem, write_file
from app.paper.layout import Page
from app.paper.painter import pages, paint
from app.paper.settings import Paper, PrintSettings
from app.progress import Progress, unwatched

DPI = 600
_UPRIGHT, _ACROSS = QPageLayout.Orientation.Portrait, QPageLayout.Orientation.Landscape
_SIZES = {"A4": QPageSize.PageSizeId.A4, "A3": QPageSize.PageSizeId.A3}
_A3_AREA = 100_000  # square millimetres: A4 has 62,370, A3 124,740
NO_PRINTER = (
    "打印机没有应答，没有打印。请检查打印机是否打开、是否连接好，然后重试；也可以先存为 PDF。"
)


def title_of(sheets: Sequence[FilledSheet]) -> str:
    """What a document of these sheets is called."""
    if len(sheets) == 1:
        return sheets[0].title
    return f"{'、'.join(dict.fromkeys(sheet.kind for sheet in sheets))}（{len(sheets)}张）"


# ---------------------------------------------------------------- PDF


def pdf_bytes(sheets: Sequence[FilledSheet], tell: Progress = unwatched) -> bytes:
    """The sheets as one PDF on A4, each starting a new page and lying as its form does.

    At least one sheet is needed. May be done in a thread.
    """
    made: list[Page] = []
    for at, sheet in enumerate(sheets):
        tell(at, len(sheets), sheet.name)
        made += pages(sheet)
    return pages_pdf(made, title_of(sheets))


def pages_pdf(made: Sequence[Page], title: str, tell: Progress = unwatched) -> bytes:
    """Pages as one PDF, each of its own size; at least one page is needed. As `pdf_bytes()`, may
    be done in a thread, and stopped by `tell`."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setTitle(title)
    writer.setCreator("算盘")
    writer.setPageLayout(paper_of(made[0]))
    painter = QPainter(writer)
    try:
        for at, page in enumerate(made):
            tell(at, len(made), f"第 {at + 1} 页")
            if at:
                writer.setPageLayout(paper_of(page))
                writer.newPage()
            paint(painter, page, DPI / 25.4)
    finally:
        painter.end()
    buffer.close()
    return bytes(data.data())


def print_pdf(path: Path, sheets: Sequence[FilledSheet], tell: Progress = unwatched) -> None:
    """Write the sheets as one PDF file. Raises ExportProblem; the old file then stays, as it does
    where `tell` stops it."""
    write_file(path, pdf_bytes(sheets, tell))


def paper_of(page: Page) -> QPageLayout:
    """The paper that a page lies on, without edges of its own: the page has them."""
    size = _SIZES["A3" if page.width * page.height > _A3_AREA else "A4"]
    across = _ACROSS if page.width > page.height else _UPRIGHT
    layout = QPageLayout(QPageSize(size), across, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


# ---------------------------------------------------------------- printers


def printer_names() -> tuple[str, ...]:
    """The printers of this computer, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return tuple(sorted(names, key=lambda name: name != usual))


def takes(name: str, paper: Paper) -> bool:
    """Whether a printer says that it takes this paper; True where it says nothing."""
    found = QPrinterInfo.printerInfo(name).supportedPageSizes()
    return not found or any(one.id() == _SIZES[paper] for one in found)


def printer_for(settings: PrintSettings, made: Sequence[Page]) -> QPrinter:
    """The printer of the settings, or the usual one, set for these pages."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if settings.printer in printer_names():
        printer.setPrinterName(settings.printer)
    prepare(printer, settings, made)
    return printer


def prepare(printer: QPrinter, settings: PrintSettings, made: Sequence[Page]) -> None:
    """Set paper and copies. Paper lies across where all pages do."""
    upright = [page for page in made if page.width <= page.height]
    printer.setPageLayout(paper_of((upright or list(made))[0]))
    printer.setCopyCount(settings.copies)


def print_pages(printer: QPrinter, made: Sequence[Page], title: str) -> None:
    """Print the pages on the paper that the printer is set to; at least one page is needed.

    A page that lies across is turned where the paper stands upright, and the other way: not every
    printer can change the paper's direction within a job. Raises ExportProblem where the printer
    does not take the job.
    """
    printer.setFullPage(True)
    printer.setDocName(title)
    painter = QPainter()
    if not painter.begin(printer):
        raise ExportProblem(NO_PRINTER)
    scale = printer.resolution() / 25.4
    paper = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    for at, page in enumerate(made):
        if at and not printer.newPage():
            raise ExportProblem(NO_PRINTER)
        painter.save()
        if (page.width > page.height) != (paper.width() > paper.height()):
            painter.translate(paper.width() * scale, 0)
            painter.rotate(90)
        paint(painter, page, scale)
        painter.restore()
    if not painter.end():
        raise ExportProblem(NO_PRINTER)
