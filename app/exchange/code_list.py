"""The finance bureau's own list of subjects, from a workbook (.xlsx, .xls) or a CSV file.

Nobody gives such a list a fixed form: titles stand above, codes are numbers or texts, and the two
columns stand anywhere. What cannot be read is refused with its row; nothing is read by halves.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from io import StringIO
from itertools import islice
from pathlib import Path

from app.domain.initials import is_han
from app.domain.subjects import LEVELS, Subject
from app.domain.values import tidy
from app.exchange.plain_sheets import Content, SheetsProblem, plain_sheets
from app.progress import Progress, unwatched

MAX_BYTES = 10_000_000  # of the file
MAX_ROWS = 20_000  # rows that hold something
MAX_COLUMNS = 40
MAX_NAME = 100  # characters

_CODE_HEADINGS = ("科目编码", "科目代码", "分类编码", "分类代码", "编码", "代码")
_NAME_HEADINGS = ("科目名称", "分类名称", "名称", "科目")
_HEADING_ROWS = 30  # the headings stand in the first of the rows
_LONG_HEADING = 4  # characters: 功能分类科目编码 ends with one that is meant, 单位编码 does not
_SHOWN = 30  # characters of a cell that a sentence repeats
_SUMS = frozenset({"合计", "总计", "小计", "本页小计", "栏次"})
_NOTHING = "没有导入任何科目。"
_WANTED = "需要两列：科目编码（3位、5位或7位数字）和科目名称。"

Row = tuple[int, list[str]]  # its number in the file, counted from 1, and its tidied cells


class CodeListProblem(Exception):
    """Why a list was not read; `row` is its row in the file, None when it is the whole file."""

    def __init__(self, sentence: str, row: int | None = None) -> None:
        self.row = row
        where = "" if row is None else f"第{row}行："
        self.sentence = f"{where}{sentence}{_NOTHING}"
        super().__init__(self.sentence)


def read_code_list(path: Path, tell: Progress = unwatched) -> tuple[Subject, ...]:
    """The subjects of the first sheet of a workbook or of a .csv file, in their order.

    They are sure as `own`, valid in every year and without initials: `Subjects.merged()` gives
    them. The same code twice with the same name is one. Raises CodeListProblem; and Cancelled where
    `tell` does.
    """
    data = _bytes(path)
    found = _sheet_rows(data, path, tell)
    rows = _bounded(_csv_rows(data) if found is None else found)
    code, name, start = _columns(rows)
    return _subjects((number, row[code], row[name]) for number, row in rows[start:])


# ---------------------------------------------------------------- the file


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        sentence = f"读不了科目表：{path}。请看文件还在不在、是否被别的程序占用。"
        raise CodeListProblem(sentence) from error
    if len(data) > MAX_BYTES:
        sentence = f"文件超过{MAX_BYTES // 1_000_000}MB，不像科目表。请只留科目编码和科目名称两列。"
        raise CodeListProblem(sentence)
    return data


def _sheet_rows(data: bytes, path: Path, tell: Progress) -> Iterable[Row] | None:
    """The rows of the first sheet of a workbook; None where it is none."""
    try:
        sheets = plain_sheets(data, path.suffix, tell, path.name, first=True)
    except SheetsProblem as problem:
        raise CodeListProblem(problem.sentence) from problem
    if sheets is None:
        return None
    rows: dict[int, list[str]] = {}
    for (row, column), value in sorted(sheets[0].cells.items()) if sheets else ():
        if column <= MAX_COLUMNS:
            cells = rows.setdefault(row, [])
            cells += [""] * (column - len(cells))
            cells[column - 1] = _text(value)
    return rows.items()


def _csv_rows(data: bytes) -> Iterator[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")  # holds all of GBK
        except UnicodeDecodeError as error:
            kinds = "文件不是 .xlsx 或 .xls，也不是 UTF-8 或 GBK 编码的 .csv。"
            sentence = f"{kinds}请另存为其中一种后再导入。"
            raise CodeListProblem(sentence) from error
    delimiter = "\t" if "\t" in text and "," not in text else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, [_text(value) for value in row[:MAX_COLUMNS]]
    except csv.Error as error:
        sentence = "读不下去，可能引号没有成对或者不是文字文件。请改好后重新导入。"
        raise CodeListProblem(sentence, reader.line_num) from error


def _text(value: Content) -> str:
    """A cell without any spaces; a whole number without its .0."""
    whole = isinstance(value, Decimal) and value == value.to_integral_value()
    said = str(int(value)) if whole else str(value)
    # a name keeps its full-width brackets, so it is not narrowed
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+", "", said)


def _bounded(cells: Iterable[Row]) -> list[Row]:
    """The rows that hold something, each as wide as the widest."""
    rows = list(islice((row for row in cells if any(row[1])), MAX_ROWS + 1))
    if len(rows) > MAX_ROWS:
        sentence = f"有内容的行超过{MAX_ROWS}行，不像科目表。请只留科目。"
        raise CodeListProblem(sentence)
    width = max((len(row) for _, row in rows), default=0)
    return [(number, row + [""] * (width - len(row))) for number, row in rows]


# ---------------------------------------------------------------- the columns


def _columns(rows: list[Row]) -> tuple[int, int, int]:
    """Column of the codes, column of the names, and the index of the first row of data."""
    for index, (_, row) in enumerate(rows[:_HEADING_ROWS]):
        code, name = _heading(row, _CODE_HEADINGS), _heading(row, _NAME_HEADINGS)
        if code is not None and name is not None:
            return code, name, index + 1
    columns = list(zip(*(row for _, row in rows), strict=True))
    code = next((at for at, cells in enumerate(columns) if _mostly(cells, _is_code)), None)
    if code is not None:
        others = [*range(code + 1, len(columns)), *range(code)]  # the name stands to the right
        name = next((at for at in others if _mostly(columns[at], _has_han)), None)
        if name is not None:
            return code, name, _first(rows, code)
    raise CodeListProblem(f"没有找到科目。{_WANTED}请在第一张表的表头写上这两个名字。")


def _heading(row: list[str], wanted: tuple[str, ...]) -> int | None:
    """The column of the first of the wanted headings that the row has."""
    for heading in wanted:
        for at, cell in enumerate(row):
            longer = len(heading) >= _LONG_HEADING and cell.endswith(heading)
            if cell == heading or longer:
                return at
    return None


def _mostly(cells: tuple[str, ...], fits: Callable[[str], bool]) -> bool:
    """Whether half of the cells that hold something are such, title rows being the others."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and 2 * sum(map(fits, filled)) >= len(filled)


def _first(rows: list[Row], code: int) -> int:
    """Where the data begin: not at a single cell over all columns, nor without a number."""
    data = (
        index
        for index, (_, row) in enumerate(rows)
        if sum(map(bool, row)) > 1 and _is_number(_digits(row[code]))
    )
    return next(data, len(rows))


# ---------------------------------------------------------------- the rows


def _subjects(rows: Iterable[tuple[int, str, str]]) -> tuple[Subject, ...]:
    found: dict[str, tuple[int, Subject]] = {}
    for number, cell, name in rows:
        if _passed_over(cell, name):
            continue
        one = _subject(number, cell, name)
        earlier, same = found.setdefault(one.code, (number, one))
        if same != one:
            sentence = (
                f"编码“{one.code}”的名称是“{one.name}”，第{earlier}行却是“{same.name}”。"
                "同一个编码只能有一个名称，请改好其中一行后重新导入。"
            )
            raise CodeListProblem(sentence, number)
    if not found:
        raise CodeListProblem(f"表头下面没有科目。{_WANTED}")
    return tuple(one for _, one in found.values())


def _passed_over(cell: str, name: str) -> bool:
    """Sums, remarks and headings that are repeated on each page; never a row with a number."""
    if _is_number(_digits(cell)):
        return False
    heading = cell.endswith(_CODE_HEADINGS)
    return heading or not _has_han(name) or not _SUMS.isdisjoint((cell, name))


def _subject(number: int, cell: str, name: str) -> Subject:
    code = _digits(cell)
    level = LEVELS.get(len(code))
    again = "请改好这一行后重新导入。"
    if not cell:
        sentence = f"有名称“{_shown(name)}”，没有编码。{again}"
        raise CodeListProblem(sentence, number)
    if level is None or not _is_code(cell):
        sentence = f"编码“{_shown(cell)}”应当是3位（类）、5位（款）或7位（项）数字。{again}"
        raise CodeListProblem(sentence, number)
    if not _has_han(name):
        was = f"名称“{_shown(name)}”应当是汉字" if name else "没有名称"
        raise CodeListProblem(f"编码“{code}”{was}。{again}", number)
    if len(name) > MAX_NAME:
        sentence = f"编码“{code}”的名称有{len(name)}个字，应当不超过{MAX_NAME}个字。{again}"
        raise CodeListProblem(sentence, number)
    return Subject(code, name, level, "", None, None, "own")


def _digits(cell: str) -> str:
    """A code as it is compared: narrow, without the dots, dashes and marks that people put in."""
    plain = tidy(cell)
    if plain.endswith(".0") and len(plain) - 2 in LEVELS:  # a number that became a text
        plain = plain[:-2]
    return re.sub(r"[ .'\-]", "", plain)


def _is_number(digits: str) -> bool:
    return digits[:1].isdecimal()


def _is_code(cell: str) -> bool:
    digits = _digits(cell)
    return len(digits) in LEVELS and digits.isascii() and digits.isdecimal()


def _has_han(cell: str) -> bool:
    return any(map(is_han, cell))


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
