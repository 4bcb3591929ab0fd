"""Blocks of cells as text, in and out, as Excel and WPS write them.

Out go figures that Excel reads as figures: 1234.56, not “1,234.56”, and 2136 for “=1199+937”; the
program itself gets what was typed back. Codes go as plain text: those of subjects begin with no
zero and have at most seven digits, and a copy in HTML would bring our fonts into the form.
"""

import csv
import io
import json
import re
from collections.abc import Iterator

from app.domain.values import is_worked_out
from app.ui.views.views import CellView, GridView

OWN_FORMAT = "application/x-suanpan-cells"  # what was typed, for pasting within the program

_SHOWN = re.compile(r"-?[\d,]+(?:\.\d+)?%?")
_PLAIN = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"(?=[\t\n]|$)')
_BARE = re.compile(r"[^\t\n]*")


def block_text(view: GridView, rows: range, columns: range) -> str:
    """Cells as tab-separated text, quoted where a text breaks a line."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for row in rows:
        writer.writerow([told(view.rows[row][column]) for column in columns])
    return text.getvalue()


def typed_block(view: GridView, rows: range, columns: range) -> bytes:
    """The same cells as they were typed, for this program."""
    block = [[typed(view.rows[row][column]) for column in columns] for row in rows]
    return json.dumps(block, ensure_ascii=False).encode()


def told(cell: CellView) -> str:
    """What others are told of a cell: a figure to its last digit, without separators."""
    if cell.copied:
        return cell.copied
    figure = cell.right or (bool(cell.text) and is_worked_out(cell.text))
    if not figure or not _SHOWN.fullmatch(cell.shown):
        return cell.text or cell.shown
    plain = cell.text if _PLAIN.fullmatch(cell.text) else cell.shown
    return plain.replace(",", "") if "%" not in cell.shown else cell.shown.replace(",", "")


def typed(cell: CellView) -> str:
    """What pasting within the program begins with: “=1199+937” stays what it is."""
    return cell.text or cell.copied or cell.shown


def read_own(data: bytes) -> list[list[str]]:
    """A block of this program; empty where it is none."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):  # another program may call anything by that name
        return []
    lines = found if isinstance(found, list) else []
    return [[str(text) for text in line] for line in lines if isinstance(line, list)]


def read_block(text: str) -> list[list[str]]:
    """The lines of a copied block.

    Excel puts a text into quotes only where it has a tab or breaks a line, so quotes around
    anything else belong to the text — unless all of it is quoted, as other programs do.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if '"' not in text:  # a hundred times sooner, where somebody copied a million lines
        return [line.split("\t") for line in text.removesuffix("\n").split("\n")] if text else []
    fields = list(_fields(text.removesuffix("\n")))
    all_quoted = all(quoted is not None for raw, quoted, _ in fields if raw)
    lines: list[list[str]] = [[]]
    for raw, quoted, ends in fields:
        needed = quoted is not None and (all_quoted or any(sign in quoted for sign in '\t\n"'))
        lines[-1].append(quoted if needed and quoted is not None else raw)
        if ends:
            lines.append([])
    return lines[:-1] if text else []


def _fields(text: str) -> Iterator[tuple[str, str | None, bool]]:
    """Each field as it stands, without its quotes where it has any, and whether a line ends."""
    at = 0
    while at <= len(text):
        found = _QUOTED.match(text, at) or _BARE.match(text, at)
        assert found is not None  # an empty field, too
        end = found.end()
        quoted = found[1].replace('""', '"') if found.re is _QUOTED else None
        yield found[0], quoted, end == len(text) or text[end] == "\n"
        at = end + 1
