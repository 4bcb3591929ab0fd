"""How wide and how high the cells of a grid are: shared out, drawn by hand, larger and smaller."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from app.ui.grid.block_edits import BlockEdits
from app.ui.grid.grid_model import CELL_ROLE
from app.ui.grid.heads import Heads
from app.ui.grid.selecting import Index
from app.ui.grid.widths import NARROWEST, drawn, kept_text, kept_widths, name_of, spread
from app.ui.grid.zoom import PLAIN
from app.ui.views.views import GridView

if TYPE_CHECKING:
    from app.ui.grid.desk import Desk

Hint = QAbstractItemDelegate.EndEditHint
Trigger = QAbstractItemView.EditTrigger
ROW_HEIGHT = 30  # px
_NOTCH = 120  # of a wheel
_BESIDE_TEXT = 20  # px that a cell needs besides its text
_MARGIN = 4  # px around the text of a long editor
_WIDEST = 640  # px that a column takes to show its longest text
_LARGER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_SMALLER = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)


class SizedView(BlockEdits):
    def __init__(self, desk: "Desk", parent: QWidget | None = None) -> None:
        super().__init__(desk.apply, parent)
        self.desk = desk
        self._shared: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())  # shares, px needed
        self._named: tuple[str, tuple[str, ...]] = ("", ())  # the table whose widths are kept
        self._own: tuple[int, ...] = ()  # px that a person drew, see `drawn()`
        self._level = PLAIN  # of the zoom, as it is applied here
        self._turned = 0  # of the wheel, towards the next level
        self._grown: QPersistentModelIndex | None = None  # where a long text is typed
        self._plain = ROW_HEIGHT  # px of its row before
        self._fits = False  # see `Grid.show_all_rows`
        self.setHorizontalHeader(heads := Heads(self))
        self.heads = heads
        heads.chosen.connect(self.select_columns)
        heads.drawn.connect(self._keep_widths)
        heads.fits.connect(self.fit_column)
        heads.plain.connect(self._forget_widths)
        desk.zoom.changed.connect(self._zoom_changed)
        self._measure()

    # ── columns ──────────────────────────────────────────────────────────────────────────

    def take_widths(self, view: GridView) -> bool:
        """The widths of a view that is shown now, or those that a person drew in its table; False
        where the columns have them already."""
        named = (self.accessibleName(), view.headers)
        if (view.widths, view.least) == self._shared and named == self._named:
            return False
        if named != self._named:
            kept = self.desk.memory.recall(name_of(*named))
            self._own = kept_widths(kept, len(view.headers))
        self._shared, self._named = (view.widths, view.least), named
        self.spread()
        return True

    def spread(self) -> None:
        """Give the columns their widths in the room that there is now."""
        room, px = self.viewport().width(), self.desk.zoom.px
        shares, least = self._shared
        if not shares or room < 50:
            return
        own, needed = tuple(map(px, self._own)), tuple(map(px, least))
        narrowest = px(NARROWEST)
        shared = spread(shares, needed, room, narrowest)
        for column, width in enumerate(drawn(own, room, narrowest) if own else shared):
            self.setColumnWidth(column, width)
        self.updateGeometries()  # the heads may need more lines now

    def _keep_widths(self, column: int) -> None:
        """All columns keep what they have from now on; the last one goes on taking what is left
        of the room, unless it was drawn itself."""
        last, unit = self.grid_model.columnCount() - 1, self.desk.zoom.px(1000)
        widths = [round(self.columnWidth(at) * 1000 / unit) for at in range(last + 1)]
        if column != last and (not self._own or not self._own[-1]):
            widths[-1] = 0
        self._own = tuple(widths)
        self.desk.memory.keep(name_of(*self._named), kept_text(widths))
        self._set_anew()

    def _forget_widths(self) -> None:
        self._own = ()
        self.desk.memory.keep(name_of(*self._named), "")
        self._set_anew()

    def fit_column(self, column: int) -> None:
        """As wide as the longest text in it, within reason."""
        metrics, px = QFontMetrics(self.font()), self.desk.zoom.px
        beside, longest = px(_BESIDE_TEXT), 0
        for row in range(self.grid_model.rowCount()):
            if self.columnSpan(row, column) == 1:
                cell = self.grid_model.data(self.grid_model.index(row, column), CELL_ROLE)
                for line in cell.shown.split("\n"):
                    longest = max(longest, metrics.horizontalAdvance(line))
        head = self.grid_model.view.headers[column]
        longest = max(longest, min(metrics.horizontalAdvance(head), px(NARROWEST * 2)))
        self.setColumnWidth(column, max(px(NARROWEST), min(longest + beside, px(_WIDEST))))
        self._keep_widths(column)

    # ── rows ─────────────────────────────────────────────────────────────────────────────

    def _set_anew(self) -> None:
        """Widths and heights after a change that no report made."""
        self.spread()
        if not self.grid_model.view.even:
            self.resizeRowsToContents()
        self.freeze(self.grid_model.view)
        self.keep_height()

    def keep_height(self) -> None:
        """Take the height of all rows, where the page is to scroll instead of the grid."""
        if self._fits:
            self.setFixedHeight(self.fit_height())

    def page_around(self) -> QScrollArea | None:
        """The page that scrolls instead of this grid."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        return parent if parent is not None and parent.widget() is not None else None

    def fit_height(self) -> int:
        """The height that shows all rows, for a grid that sits in a scrolling page."""
        rows = sum(self.rowHeight(row) for row in range(self.grid_model.rowCount()))
        edges = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        columns = sum(self.columnWidth(at) for at in range(self.grid_model.columnCount()))
        wide = columns > self.viewport().width() > 50
        bar = self.horizontalScrollBar().sizeHint().height() if wide else 0
        return rows + edges + bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.spread()
            if not self.grid_model.view.even:
                self.resizeRowsToContents()
            self.keep_height()

    def edit(  # type: ignore[override]
        self,
        index: Index,
        trigger: Trigger = Trigger.AllEditTriggers,
        event: object = None,
    ) -> bool:
        """A row grows while a long text is typed in it."""
        opened = super().edit(index, trigger, event)
        editor = self.indexWidget(index) if opened else None
        if isinstance(editor, QPlainTextEdit):
            self._grown, self._plain = QPersistentModelIndex(index), self.rowHeight(index.row())
            layout = editor.document().documentLayout()  # it knows the lines, and tells when
            layout.documentSizeChanged.connect(lambda _size: self._grow(editor))
            self._grow(editor)
        return opened

    def _grow(self, editor: QPlainTextEdit) -> None:
        at = self._grown
        if at is None or not at.isValid():
            return
        page = self.page_around()
        most = max((page or self).viewport().height() * 2 // 3, self._plain)
        needed = self._needed(editor, most)
        if self.grid_model.view.even or self.rowSpan(at.row(), at.column()) > 1:
            height = max(needed, editor.height())
            lowest = self.viewport().height() - height
            editor.setGeometry(editor.x(), min(editor.y(), max(0, lowest)), editor.width(), height)
            return
        height = max(needed, self._plain)
        if height != self.rowHeight(at.row()):
            self.setRowHeight(at.row(), height)
            self.keep_height()
        if page is not None:
            spot = editor.viewport().mapTo(page.widget(), editor.cursorRect().bottomLeft())
            page.ensureVisible(spot.x(), spot.y(), 20, 40)

    def _needed(self, editor: QPlainTextEdit, most: int) -> int:
        """px for all its lines, and a scroll bar only where that is more than there is."""
        policy = Qt.ScrollBarPolicy
        editor.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff)
        around = editor.height() - editor.viewport().height() + 2 * _MARGIN
        lines = int(editor.document().size().height())
        needed = lines * editor.fontMetrics().lineSpacing() + around
        if needed > most:
            editor.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded)
        return min(needed, most)

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        super().closeEditor(editor, hint)
        at, self._grown = self._grown, None
        if at is not None and at.isValid() and not self.grid_model.view.even:
            self.resizeRowToContents(at.row())
            self.keep_height()

    # ── larger and smaller ───────────────────────────────────────────────────────────────

    def _zoom_changed(self) -> None:
        if self.isVisible():
            self._apply_zoom()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._apply_zoom()  # of a change while another page was in front

    def _apply_zoom(self) -> None:
        level = self.desk.zoom.level
        if level == self._level:
            return
        self._level = level
        size = round(QApplication.font().pixelSize() * level / PLAIN)
        sheet = "QTableView, QHeaderView, QLineEdit, QPlainTextEdit, QComboBox, QListView"
        self.setStyleSheet("" if level == PLAIN else f"{sheet} {{ font-size: {size}px; }}")
        self.ensurePolished()
        self._measure()
        self._set_anew()
        self.reveal(self.currentIndex())

    def _measure(self) -> None:
        """The height of a row that holds one line."""
        rows, height = self.verticalHeader(), self.desk.zoom.px(ROW_HEIGHT)
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        if self.grid_model.view.even:
            for row in range(self.grid_model.rowCount()):
                if self.rowHeight(row) != height:
                    self.setRowHeight(row, height)

    def zooms(self, event: QKeyEvent) -> bool:
        """Take Ctrl with plus, minus or 0; False for any other key."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        key, zoom = Qt.Key(event.key()), self.desk.zoom
        if not held or key not in (*_LARGER, *_SMALLER, Qt.Key.Key_0):
            return False
        if key == Qt.Key.Key_0:
            zoom.reset()
        else:
            zoom.step(1 if key in _LARGER else -1)
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel show everything larger or smaller; a fine wheel turns a notch by
        and by."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        if notches:
            self._turned -= notches * _NOTCH
            self.desk.zoom.step(1 if notches > 0 else -1)
        event.accept()
