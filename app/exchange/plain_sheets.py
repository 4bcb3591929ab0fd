"""Sheets of any file as plain cells: .xlsx, .xls of Excel 97–2003, and what many systems write
under that name: a web page with a table in it, or the XML of Excel 2003.

What a file is, its first bytes say, not its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.progress import Progress, unwatched

Place = tuple[int, int]  # row and column, both from 1
Content = str | Decimal  # a text, tidied of nothing, or a number as it is stored
Area = tuple[int, int, int, int]  # first row and column of a merged range, last row and column

MAX_SHEETS = 60
MAX_CELLS = 1_500_000  # of a file, blank ones that are formatted too
MAX_FILLED = 400_000  # of a file, those that hold something
MAX_LAST_ROW = 100_000  # of a file that says its rows one by one
MAX_SPAN = 256  # columns of a merged range that are looked at

OLE = b"\xd0\xcf\x11\xe0"
_BARE = (b"\t\x00\x04\x00", b"\t\x02\x06\x00", b"\t\x04\x06\x00", b"\t\x08")  # .xls without a case
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PEEK = 4_096

AGAIN = "请用 WPS 或 Excel 打开后另存为不加密码的 .xlsx 再导入。"
LOCKED = f"这个表格加了密码。{AGAIN}"
DAMAGED = f"这个旧格式（.xls）的表格打不开，可能加了密码或者已损坏。{AGAIN}"
ET = "这是 WPS 的 .et 文件。请用 WPS 打开，点“文件→另存为”，类型选 .xlsx，再导入另存的文件。"
ARCHIVE = f"这是存成单个文件的网页（.mht），不是表格。{AGAIN}"
TOO_MANY_SHEETS = f"工作表超过{MAX_SHEETS}张。请只留需要的表，另存为 .xlsx 再导入。"
HUGE = "表格太大，有内容或者设了格式的格子太多。请只留需要的表，另存为 .xlsx 再导入。"


class SheetsProblem(Exception):
    """Why a file was not read; the sentence says what to do."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class PlainSheet:
    """A visible sheet: what its cells hold, its merged ranges, and formulas without a figure."""

    name: str
    cells: Mapping[Place, Content]
    merged: tuple[Area, ...] = ()
    blank: frozenset[Place] = frozenset()


def plain_sheets(
    data: bytes, suffix: str, tell: Progress = unwatched, name: str = "", *, first: bool = False
) -> tuple[PlainSheet, ...] | None:
    """The visible sheets of a file, or of an .xlsx the first of them; None where it is none of
    these kinds, as a CSV file.

    Raises SheetsProblem where it is one and cannot be read; and Cancelled where `tell` does.
    """
    if data.startswith(b"PK\x03\x04"):
        from app.exchange.xlsx_sheets import xlsx_sheets  # slow to load, and rarely wanted

        return tuple(xlsx_sheets(data, tell, name, 1 if first else MAX_SHEETS))
    if data.startswith((OLE, *_BARE)):
        if suffix.lower() == ".et":
            raise SheetsProblem(ET)
        if _ENCRYPTED in data:
            raise SheetsProblem(LOCKED)
        from app.exchange.xls_sheets import xls_sheets  # rarely wanted

        return xls_sheets(data)
    return _markup(data)


def _markup(data: bytes) -> tuple[PlainSheet, ...] | None:
    from app.exchange.html_sheet import decoded, html_sheet
    from app.exchange.xml_sheets import NAMESPACE, xml_sheets

    if data.lstrip()[:13].lower() == b"mime-version:":
        raise SheetsProblem(ARCHIVE)
    start = decoded(data[:_PEEK], whole=False)
    if not start.lstrip("\ufeff \t\r\n").startswith("<"):
        return None
    if NAMESPACE in start:
        return xml_sheets(data)
    if "<table" in start.lower() or "<html" in start.lower():
        return html_sheet(data)
    return None


def number(text: str) -> Decimal | None:
    """What a program wrote as a number; None for anything else."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 30 else None
