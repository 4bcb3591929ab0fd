"""The Qt model over a `GridView`: roles out, one edit per typed cell in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from app.domain.targets import mended
from app.ui import style
from app.ui.views.lazy_rows import looked_at, without
from app.ui.views.views import CellView, GridView

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Apply = Callable[[Mapping[str, str], str], bool]  # cells and label; False when refused
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()

# what Qt asks for with each cell that it paints is made once: two hundred are painted on an edit
LOOK_GROUNDS = {
    "computed": QColor(style.COMPUTED),
    "carried": QColor(style.CARRIED),
    "label": QColor("#f8fafb"),
    "head": QColor("#eef2f6"),
}
_ERROR, _GOOD, _SECOND = QColor(style.ERROR), QColor(style.GOOD), QColor(style.SECOND)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SEEN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TYPED = _SEEN | Qt.ItemFlag.ItemIsEditable
_COMPARED = (".target", ".adjusted", ".actual", ".sign", ".number")  # where ≥ and < are typed
_UNUSED = frozenset({Role.DecorationRole, Role.CheckStateRole, Role.SizeHintRole})


class GridModel(QAbstractTableModel):
    """Holds the view that is shown; typing calls `apply` and waits for the next view."""

    def __init__(self, apply: Apply, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._apply = apply
        self.view = GridView((), ())
        self.made: tuple[str, ...] = ()  # rows that the last edit made, by their addresses
        self.skipped = 0  # lines of a block that were sums
        self.sealed = ""  # why no cell can be typed in

    def show(self, view: GridView, sight: range | None = None) -> list[int] | None:
        """Take a new view; the rows that look different, or None where it has other rows or
        columns than before.

        `sight` are the rows that are on the screen: others are made and painted when they get
        there, where no height depends on them. Cell by cell, because a whole row has its
        whole table painted.
        """
        before = self.view
        if view.headers != before.headers:
            self.beginResetModel()
            self.view = view
            self.endResetModel()
            return None
        if view.row_ids != before.row_ids or len(view.rows) != len(before.rows):
            self._replace_rows(view)
            return None
        self.view = view
        seen = looked_at(before.rows) if sight is None else sight
        changed = [row for row in seen if view.rows[row] != before.rows[row]]
        for row in changed:
            pairs = zip(view.rows[row], before.rows[row], strict=True)
            for column, (new, old) in enumerate(pairs):
                if new != old:
                    self.dataChanged.emit(self.index(row, column), self.index(row, column))
        return changed

    def _replace_rows(self, view: GridView) -> None:
        """Take rows out and put rows in where they differ; the others keep cursor and editor."""
        old, new = _names(self.view), _names(view)
        same = zip(old, new, strict=False)
        head = next((at for at, (a, b) in enumerate(same) if a != b), min(len(old), len(new)))
        most = min(len(old), len(new)) - head
        ends = zip(reversed(old), reversed(new), strict=False)
        tail = min(most, next((at for at, (a, b) in enumerate(ends) if a != b), most))
        if len(old) > head + tail:
            self.beginRemoveRows(_NOWHERE, head, len(old) - tail - 1)
            ids = self.view.row_ids[:head] + self.view.row_ids[len(old) - tail :]
            kept = without(self.view.rows, head, len(old) - tail)
            self.view = replace(self.view, rows=kept, row_ids=ids)
            self.endRemoveRows()
        if len(new) > head + tail:
            self.beginInsertRows(_NOWHERE, head, len(new) - tail - 1)
            self.view = view
            self.endInsertRows()
        self.view = view
        if view.rows:
            last = self.index(len(view.rows) - 1, len(view.headers) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def cell(self, index: Index) -> CellView | None:
        if not index.isValid() or index.row() >= len(self.view.rows):
            return None
        cell = self.view.rows[index.row()][index.column()]
        if not self.sealed:
            return cell
        look = "computed" if cell.look == "typed" else cell.look
        return replace(cell, locked=cell.locked or self.sealed, look=look)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.view.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.view.headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return self.view.headers[section]
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        cell = None if role in _UNUSED else self.cell(index)
        if cell is None:
            return None
        match role:
            case Role.DisplayRole:
                return cell.shown or cell.prompt
            case Role.EditRole:
                return cell.text or cell.offered
            case Role.ToolTipRole:
                words = cell.problem or cell.question or cell.note or cell.locked
                words = f"{cell.exact}\n{words}".strip() if cell.exact else words
                if self.view.even and not words and not cell.right:
                    words = cell.shown.strip()  # it may be cut
                return words or None
            case Role.BackgroundRole:
                return LOOK_GROUNDS.get(cell.look)
            case Role.ForegroundRole:
                return _ink(cell)
            case Role.TextAlignmentRole:
                return _alignment(cell)
            case Role.FontRole if cell.bold:
                font = QFont()
                font.setBold(True)
                return font
            case Role.AccessibleTextRole:
                return f"{cell.name} {cell.shown} {cell.problem}".strip()
            case role if role == CELL_ROLE:
                return cell
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        cell = self.cell(index)
        return _TYPED if cell is not None and not cell.locked and cell.address else _SEEN

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        cell = self.cell(index)
        if cell is None or role != Role.EditRole or cell.locked:
            return False
        if value in {cell.text, cell.text or cell.offered}:
            return False
        label = f"填写{cell.name.split(' · ')[0]}"
        return self.send({**cell.also, cell.address: str(value)}, label)

    def pick(self, index: Index, code: str, name: str) -> bool:
        """The subject of a row: its code and its name in one edit, or its second code."""
        cell = self.cell(index)
        if cell is None or cell.locked:
            return False
        start, _, field = cell.address.rpartition(".")
        own = {f"{start}.code": code, f"{start}.name": name}
        return self.send({cell.address: code} if field == "also" else own, f"选科目{code}")

    def send(self, cells: Mapping[str, str], label: str) -> bool:
        """One edit of what was typed or pasted, with all that it means in this view."""
        meant = {at: mended(one) if at.endswith(_COMPARED) else one for at, one in cells.items()}
        typed = self.view.typed(meant)
        done = bool(typed.cells) and self._apply(typed.cells, label)
        self.made = typed.made if done else ()
        self.skipped = typed.skipped if done or not typed.cells else 0
        return done


def _names(view: GridView) -> Sequence[object]:
    return view.row_ids if len(view.row_ids) == len(view.rows) else range(len(view.rows))


def _ink(cell: CellView) -> QColor | None:
    if cell.bad or (cell.problem and cell.look in {"computed", "label"}):
        return _ERROR
    if cell.good:
        return _GOOD
    if cell.weak or (cell.prompt and not cell.shown):
        return _SECOND
    if cell.right and cell.shown.startswith("-"):
        return _ERROR
    return None


def _alignment(cell: CellView) -> Qt.AlignmentFlag:
    if cell.center:
        return Qt.AlignmentFlag.AlignCenter
    return _RIGHT if cell.right else _LEFT
