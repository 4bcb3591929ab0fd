"""What writing a block of texts into a grid means: where each goes, and which are not taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.submission import MAX_TEXT
from app.domain.values import BLANK_MARKS, tidy
from app.ui.views.views import CellView, GridView

OUTSIDE = "这里没有格子：粘贴的内容比表格大"
COVERED = "这一格并在旁边的格里"
TOO_LONG = f"太长，一格最多{MAX_TEXT:,}个字"
TOO_MANY = "一次最多新增1,000行，请分几次粘贴"
MOST_ROWS = 1_000  # that one block makes; a unit has a few hundred subjects

Place = tuple[int, int]  # row and column


def placed(block: Sequence[Sequence[str]], rows: range, columns: range) -> dict[Place, str]:
    """Where each text of a copied block goes: from the selection's first cell on; over and over in
    a selection that is a multiple of it both ways, as in Excel."""
    wide = max((len(line) for line in block), default=0)
    if not wide or not rows:
        return {}
    height, width = len(block), wide
    if _repeats(len(rows), height) and _repeats(len(columns), wide):
        height, width = max(len(rows), height), max(len(columns), wide)
    cells: dict[Place, str] = {}
    for row in range(height):
        line = block[row % len(block)]
        for column in range(width):
            at = column % wide
            cells[rows.start + row, columns.start + column] = line[at] if at < len(line) else ""
    return cells


def _repeats(selected: int, copied: int) -> bool:
    return selected < copied or selected % copied == 0


@dataclass(frozen=True)
class Refused:
    """A text that was not taken: where it would stand, in words, and why not."""

    place: Place
    where: str
    text: str
    why: str


@dataclass(frozen=True)
class Writing:
    """The cells that a block changes, those that the same edit sets with them, and the texts that
    would stand where nothing can be typed."""

    cells: Mapping[str, str]
    also: Mapping[str, str]
    refused: tuple[Refused, ...]


def writing(view: GridView, cells: Mapping[Place, str], sealed: str = "") -> Writing:
    """What writing texts at these places means; below the line that makes new rows, for a block
    that begins at a label, every line is a new row of that list.

    A blank place clears its cell, as in Excel, but not the one that covers it. `sealed` says why
    nothing at all can be typed.
    """
    edits: dict[str, str] = {}
    also: dict[str, str] = {}
    refused: list[Refused] = []
    grows, hidden = _grows(view, cells), frozenset(covered(view))
    for place, text in cells.items():
        cell, address = _target(view, place, grows)
        why = _excess(place, text, grows)
        if cell is not None and (sealed or why):
            cell = replace(cell, locked=cell.locked or sealed or why)
        if cell is not None and cell.clears and not text.strip() and not sealed:
            edits[cell.clears] = ""
        elif cell is None or cell.locked or not address or place in hidden:
            if text.strip() and not _stands(cell, text):
                refused.append(_refused(view, place, text, cell, place in hidden))
        elif text.strip() not in {cell.text, cell.text or cell.offered}:
            # what stands there already is neither typed nor cleared
            edits[address] = text.strip()
            also |= cell.also
    return Writing(edits, also, tuple(refused))


def _excess(place: Place, text: str, grows: int | None) -> str:
    """Why a text is too much for any cell, or its line for one edit; blank where it is not."""
    if grows is not None and place[0] - grows >= MOST_ROWS:
        return TOO_MANY
    return TOO_LONG if len(text) > MAX_TEXT else ""


def still_refused(view: GridView, refused: Sequence[Refused]) -> tuple[Refused, ...]:
    """Those that do not say the same as the cell: a copied total is what the program now adds
    up."""
    return tuple(one for one in refused if not _stands(_cell(view, one.place), one.text))


def _target(view: GridView, place: Place, grows: int | None) -> tuple[CellView | None, str]:
    """The cell at a place and the entry that typing there changes."""
    row, column = place
    if grows is not None and row > grows and column < len(view.headers):
        return view.rows[grows][column], view.further(grows, column, row - grows)
    cell = _cell(view, place)
    return cell, cell.address if cell is not None else ""


def _cell(view: GridView, place: Place) -> CellView | None:
    row, column = place
    inside = row < len(view.rows) and column < len(view.headers)
    return view.rows[row][column] if inside else None


def covered(view: GridView) -> Iterator[Place]:
    """The places below a cell that spans several."""
    for row, column, rows, columns in view.spans:
        for down in range(rows):
            for right in range(columns):
                if down or right:
                    yield row + down, column + right


def _stands(cell: CellView | None, text: str) -> bool:
    """Whether a cell says this already, be it with other spaces or separators."""
    if cell is None:
        return False
    said = {_same(cell.shown), _same(cell.text), _same(cell.copied)} - {""}
    return _same(text) in said


def _same(text: str) -> str:
    plain = tidy(text).replace(" ", "").replace(",", "")
    if plain in BLANK_MARKS:
        return ""
    number = plain.removesuffix("%")
    if number.lstrip("-").replace(".", "", 1).isdecimal() and "." in number:
        return number.rstrip("0").rstrip(".") + plain[len(number) :]
    return plain


def _refused(
    view: GridView, place: Place, text: str, cell: CellView | None, covered: bool
) -> Refused:
    row, column = place
    head = view.headers[column] if column < len(view.headers) else f"第{column + 1}列"
    head = head.replace("\n", "")
    labels = view.rows[row][: view.labels] if row < len(view.rows) else ()
    names = (one.shown.strip() for one in labels)
    where = "　".join(part for part in (f"第{row + 1}行", *names, head) if part)
    if cell is None:
        return Refused(place, where, text.strip(), OUTSIDE)
    return Refused(place, where, text.strip(), cell.locked or (COVERED if covered else OUTSIDE))


def _grows(view: GridView, cells: Mapping[Place, str]) -> int | None:
    """The line that makes new rows, where the block goes over it with something in that line."""
    if not cells:
        return None
    top, left = min(cells)
    line = next((row for row in view.new_lines() if row >= top), None)
    if line is None or left >= view.labels:
        return None
    filled = any(text.strip() for (row, _), text in cells.items() if row == line)
    return line if filled else None
