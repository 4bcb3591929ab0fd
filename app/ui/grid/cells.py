"""How a cell is edited and painted: one-line and long editors, frames for errors and questions."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPalette,
    QPen,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from app.ui import style
from app.ui.composed_keys import Composition
from app.ui.grid.grid_model import CELL_ROLE, GridModel, Index
from app.ui.grid.remark_marks import paint_corner, remark_at, tip
from app.ui.grid.selecting import BlockView
from app.ui.grid.subject_picker import Offer, SubjectEdit
from app.ui.views.views import CellView

Hint = QAbstractItemDelegate.EndEditHint
MINIMUM_HEIGHT = 30
_AROUND = 3  # px between a text and the edge of its cell, as Qt has it
MOST_LINES = 6  # of a text that the scheme prescribes; the tooltip has all of it


class CellDelegate(QStyledItemDelegate):
    """Makes the editor that fits a cell. What its keys do is the grid's: see `typing_over.py`."""

    find: Callable[[CellView, str], tuple[Offer, ...]] | None = None  # subjects for a text
    keys: Callable[[QWidget, QKeyEvent], bool] | None = None  # whether the grid takes a key
    clicked: Callable[[], None] | None = None  # a click into an editor

    leaves_cursor_to: QWidget | None = None  # while something is composed, see `composing.py`

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._composition = Composition()  # there is one editor at a time

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        self._composition = Composition()
        editor = self._editor(parent, index)
        if self.leaves_cursor_to is not None:
            editor.setFocusProxy(self.leaves_cursor_to)
        inner = _clicked_part(editor)
        if inner is not None:
            inner.installEventFilter(self)
        return editor

    def _editor(self, parent: QWidget, index: Index) -> QWidget:
        cell = index.data(CELL_ROLE)
        if isinstance(cell, CellView) and cell.long:
            editor = QPlainTextEdit(parent)
            editor.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            editor.setTabChangesFocus(False)
            editor.setStyleSheet("padding: 1px;")
            editor.document().setDocumentMargin(3)
            editor.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            return editor
        if isinstance(cell, CellView) and cell.picks and self.find is not None:
            return self._picker(parent, cell)
        if isinstance(cell, CellView) and cell.choices:
            return self._chooser(parent, cell)
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setStyleSheet("padding: 1px 4px;")
        if isinstance(cell, CellView):
            line.setAlignment(
                Qt.AlignmentFlag.AlignRight
                if cell.right
                else Qt.AlignmentFlag.AlignCenter
                if cell.center
                else Qt.AlignmentFlag.AlignLeft
            )
        return line

    def _picker(self, parent: QWidget, cell: CellView) -> QWidget:
        """A subject is looked up; a row that has one keeps it until another is chosen."""
        named = bool(cell.text) and cell.address.endswith(".name")
        found = self.find or (lambda _cell, _text: ())
        line = SubjectEdit(parent, partial(found, cell), eager=not named)
        line.taken = lambda: self._done(line)
        return line

    def _done(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, Hint.SubmitModelCache)

    def _chooser(self, parent: QWidget, cell: CellView) -> QWidget:
        """A list to choose from, by mouse or Alt+↓; anything may be typed as well."""
        box = _Chooser(parent)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setFrame(False)
        box.setStyleSheet("padding: 0 2px; border: none;")
        box.addItems(cell.choices)
        box.activated.connect(lambda _at: self._chosen(box))
        return box

    def _chosen(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, Hint.NoHint)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        rect = option.rect  # type: ignore[attr-defined]
        if isinstance(editor, QPlainTextEdit):
            rect.setHeight(max(rect.height(), 60))
            rect.setWidth(max(rect.width(), 160))
        elif isinstance(editor, QComboBox):
            rect.setWidth(max(rect.width(), 76))
        if (place := editor.parentWidget()) is not None:  # a larger editor stays inside the grid
            rect.moveRight(min(rect.right(), place.width() - 1))
            rect.moveBottom(max(min(rect.bottom(), place.height() - 1), rect.height() - 1))
        editor.setGeometry(rect)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()
        elif isinstance(editor, QComboBox) and (line := editor.lineEdit()) is not None:
            line.setText(text)
            line.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        offer = editor.chosen() if isinstance(editor, SubjectEdit) else None
        if offer is not None and isinstance(model, GridModel):
            editor.hide()  # what is marked is taken once
            model.pick(index, offer.code, offer.name)
        elif isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText().strip())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text().strip())
        elif isinstance(editor, QComboBox):
            editor.blockSignals(True)  # on losing the cursor it would tell of its text once more
            model.setData(index, editor.currentText().strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter commits at once: an edit is in the file when the cursor has left the cell."""
        if event.type() == QEvent.Type.MouseButtonPress and self.clicked is not None:
            self.clicked()
        grid = self.parent()
        if not isinstance(watched, QWidget) or not isinstance(grid, QTableView):
            return super().eventFilter(watched, event)
        if watched.parent() != grid.viewport():
            return False  # the part of an editor that is clicked
        if self._composition.keeps(event):
            return True
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and self.keys is not None and self.keys(watched, event):  # type: ignore[arg-type]
            return True
        return super().eventFilter(watched, event)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        grid, least = self.parent(), MINIMUM_HEIGHT
        if isinstance(grid, QTableView):
            least = grid.verticalHeader().minimumSectionSize()  # as large as the grid is shown
            if grid.rowSpan(index.row(), index.column()) > 1:
                return QSize(size.width(), least)  # what spans rows never stretches one
        height = size.height() + 2
        cell = index.data(CELL_ROLE)
        if isinstance(cell, CellView) and cell.long and cell.offered:
            line = option.fontMetrics.lineSpacing()  # type: ignore[attr-defined]
            height = min(height, MOST_LINES * line + 8)
        return QSize(size.width(), max(height, least))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """The tooltip: what is cut in the cell, what there is to say, the cell's remark."""
        remark = remark_at(self.parent(), index.data(CELL_ROLE))
        cut = self._cut(option, index)
        if not (remark or cut) or event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        words = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        if cut and cut not in words:
            words = f"{cut}\n{words}".strip()
        QToolTip.showText(event.globalPos(), tip(words, remark), view)
        return True

    def _cut(self, option: QStyleOptionViewItem, index: Index) -> str:
        """The text of a cell where there is less room than it takes; blank where it is whole."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, CellView):
            return ""
        self.initStyleOption(option, index)
        rect, metrics = option.rect, option.fontMetrics  # type: ignore[attr-defined]
        room = rect.width() - 2 * _AROUND
        if not cell.long:
            return cell.shown.strip() if metrics.horizontalAdvance(cell.shown) > room else ""
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        needed = metrics.boundingRect(QRect(0, 0, room, 1), flags, cell.shown).height()
        return cell.shown.strip() if needed > rect.height() + metrics.leading() else ""

    def _quiet(self, option: QStyleOptionViewItem, index: Index) -> QStyleOptionViewItem:
        """A selected cell is paler where the cursor is in another grid or field; among several the
        one that typing goes to has its own ground, as in Excel."""
        grid, chosen = self.parent(), QStyle.StateFlag.State_Selected
        if not isinstance(grid, BlockView) or not option.state & chosen:  # type: ignore[attr-defined]
            return option
        if grid.begins_at(index):
            white = QStyleOptionViewItem(option)
            white.state &= ~chosen  # type: ignore[attr-defined]
            return white
        if grid.at_work():
            return option
        quiet = QStyleOptionViewItem(option)
        quiet.palette.setColor(  # type: ignore[attr-defined]
            QPalette.ColorRole.Highlight, QColor(style.ACCENT_SOFT)
        )
        return quiet

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = self._quiet(option, index)
        if shown is not option:  # Qt has painted all that is selected already
            painter.fillRect(option.rect, QColor(style.CARD))  # type: ignore[attr-defined]
        super().paint(painter, shown, index)
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, CellView):
            return
        rect = option.rect  # type: ignore[attr-defined]
        if remark_at(self.parent(), cell):
            paint_corner(painter, rect, cell)
        if not (cell.problem or cell.question):
            return
        color = QColor(style.ERROR if cell.problem else style.QUESTION)
        painter.save()
        painter.setPen(QPen(color, 2))
        painter.drawRect(rect.adjusted(1, 1, -2, -2))
        # a mark in the corner away from the text: the frame's colour alone would not be enough
        corner = cell.right or cell.center
        side = Qt.AlignmentFlag.AlignLeft if corner else Qt.AlignmentFlag.AlignRight
        painter.drawText(
            rect.adjusted(4, 1, -4, -1),
            Qt.AlignmentFlag.AlignTop | side,
            "✗" if cell.problem else "?",
        )
        painter.restore()


class _Chooser(QComboBox):
    """The wheel scrolls the page: an answer is not changed by it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _clicked_part(editor: QWidget) -> QWidget | None:
    """The widget inside an editor that gets its clicks; None where it is the editor itself."""
    match editor:
        case QPlainTextEdit():
            return editor.viewport()
        case QComboBox():
            return editor.lineEdit()
        case _:
            return None
