"""Blocks of cells as text, in and out, as Excel and WPS write them."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from app.ui.views import CellView, GridView


def block_text(view: GridView, rows: range, columns: range) -> str:
    """Cells as tab-separated text, quoted where a text breaks a line."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for row in rows:
        cells = [view.rows[row][column] for column in columns]
        writer.writerow([cell.copied or cell.text or cell.shown for cell in cells])
    return text.getvalue()


def pasted(text: str, rows: range, columns: range) -> dict[tuple[int, int], str]:
    """Where each text of a copied block goes: from the selection's first cell on, repeated over a
    selection that is a multiple of it."""
    block = list(csv.reader(io.StringIO(text.replace("\r\n", "\n")), delimiter="\t"))
    if not block or not rows:
        return {}
    height = max(len(rows), len(block)) if len(rows) % len(block) == 0 else len(block)
    wide = max(len(line) for line in block)
    width = max(len(columns), wide) if wide and len(columns) % wide == 0 else wide
    cells: dict[tuple[int, int], str] = {}
    for row in range(height):
        line = block[row % len(block)]
        for column in range(width):
            at = column % wide
            cells[rows.start + row, columns.start + column] = line[at] if at < len(line) else ""
    return cells


@dataclass(frozen=True)
class Writing:
    """The cells that a block changes, those that the same edit sets with them, and how many of its
    texts stand where nothing can be typed."""

    cells: Mapping[str, str]
    also: Mapping[str, str]
    refused: int


def writing(view: GridView, cells: Mapping[tuple[int, int], str]) -> Writing:
    """What writing texts at these places means; below the line that makes new rows, for a block
    that begins at a label, every line is a new row of that list."""
    edits: dict[str, str] = {}
    also: dict[str, str] = {}
    refused = 0
    grows = _grows(view, cells)
    for (row, column), text in cells.items():
        cell: CellView | None
        if grows is not None and row > grows and column < len(view.headers):
            cell, address = view.rows[grows][column], view.further(grows, column, row - grows)
        else:
            inside = row < len(view.rows) and column < len(view.headers)
            cell = view.rows[row][column] if inside else None
            address = cell.address if cell is not None else ""
        if cell is not None and cell.clears and not text.strip():
            edits[cell.clears] = ""
        elif cell is None or cell.locked or not address:
            refused += bool(text.strip())
        elif text.strip() not in {cell.text, cell.text or cell.offered}:
            # what stands there already is neither typed nor cleared
            edits[address] = text.strip()
            also |= cell.also
    return Writing(edits, also, refused)


def _grows(view: GridView, cells: Mapping[tuple[int, int], str]) -> int | None:
    """The line that makes new rows, where the block goes over it with something in that line."""
    if not cells:
        return None
    top, left = min(cells)
    line = next((row for row in view.new_lines() if row >= top), None)
    if line is None or left >= view.labels:
        return None
    filled = any(text.strip() for (row, _), text in cells.items() if row == line)
    return line if filled else None
