"""Looking up a subject while typing: by code, name or the first letters of its pinyin."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.codes import CodeBook
from app.domain.ledger import LEAF
from app.domain.subjects import LEVELS, Subject
from app.domain.table_cells import tidy_code
from app.scheme.model import Codes
from app.ui import style
from app.ui.grid.grid_model import Index

OFFERED = 60  # subjects at most in the list
SHOWN = 9  # lines of it without scrolling
LINE, WIDTH = 28, 620  # px
OFFER = Qt.ItemDataRole.UserRole
NOBODY_KNOWS = "科目表里没有；按 Enter 照写，Esc 放弃"


@dataclass(frozen=True)
class Offer:
    """A subject to choose: `where` are its 类 and 款."""

    code: str
    name: str
    where: str
    level: str = ""  # 类级, 款级: where figures are entered for another level
    note: str = ""  # why it may not fit

    def text(self) -> str:
        place = f"（{self.where}）" if self.where else ""
        parts = (self.code, self.name, place, self.level, self.note)
        return " ".join(part for part in parts if part)


Find = Callable[[str], tuple[Offer, ...]]


def offers(codes: CodeBook, kind: Codes, text: str, year: int) -> tuple[Offer, ...]:
    """The subjects that fit a text: its own code first, then those that figures are entered for
    (项 of 功能科目, 款 of 经济科目), then the levels above; those of other years are marked."""
    table = codes.of(kind)
    leaf, typed = LEAF.get(kind, 0), tidy_code(text)
    found = table.find(text, year, OFFERED * 4)
    ranked = sorted(found, key=lambda one: (one.code != typed, len(one.code) != leaf))

    def offer(one: Subject) -> Offer:
        where = "＞".join(parent.name for parent in table.parents(one.code, year))
        note = "" if one.valid(year) else f"{year}年没有这个科目"
        level = f"{one.level}级" if len(one.code) != leaf else ""
        return Offer(one.code, one.name, where, level, note)

    return tuple(offer(one) for one in ranked[:OFFERED])


class SubjectEdit(QLineEdit):
    """A line with a list below it. The list never takes the cursor, so that an input method works
    on undisturbed; ↑↓ choose in it, Esc puts it away, what is marked is taken on leaving."""

    def __init__(self, parent: QWidget, find: Find, *, eager: bool) -> None:
        super().__init__(parent)
        self._find = find
        self._eager = eager  # whether the first line is marked before anything is chosen
        self.setFrame(False)
        self.setStyleSheet("padding: 1px 4px;")
        self.items = QListWidget(self.window())
        self.items.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.items.setAccessibleName("科目")
        self.items.setItemDelegate(_OfferDelegate(self.items))
        self.items.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.items.setStyleSheet(f"QListView {{ border: 1px solid {style.ACCENT}; }}")
        self.items.hide()
        self.items.itemPressed.connect(self._pressed)
        self.destroyed.connect(self.items.deleteLater)
        self.taken: Callable[[], None] | None = None  # called when a line was clicked
        self.textEdited.connect(self._look)

    def chosen(self) -> Offer | None:
        """The marked line of the list, while it is open."""
        item = self.items.currentItem() if self.items.isVisible() else None
        return item.data(OFFER) if item is not None else None

    def _look(self, text: str) -> None:
        found = self._find(text)
        self.items.clear()
        for offer in found:
            item = QListWidgetItem(offer.text())
            item.setData(OFFER, offer)
            item.setToolTip(offer.text())
            self.items.addItem(item)
        if not found and text.strip():
            item = QListWidgetItem(NOBODY_KNOWS)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.items.addItem(item)
        typed = tidy_code(text)
        whole = typed.isdigit() and len(typed) in LEVELS  # a code may also be one nobody knows
        if found and (found[0].code == typed if whole else self._eager):
            self.items.setCurrentRow(0)
        self.items.setVisible(self.items.count() > 0)
        if self.items.isVisible():
            self._put()

    def _put(self) -> None:
        """Below the line, or above it where there is more room, always inside the window."""
        window = self.window()
        top = self.mapTo(window, QPoint(0, 0))
        wanted = min(self.items.count(), SHOWN) * LINE + 2
        below = window.height() - top.y() - self.height() - 4
        over = below < wanted and top.y() > below
        height = min(wanted, top.y() - 4 if over else below)
        width = min(WIDTH, window.width() - 8)
        left = max(4, min(top.x(), window.width() - width - 4))
        y = top.y() - height - 1 if over else top.y() + self.height() + 1
        self.items.setGeometry(left, y, width, height)
        self.items.raise_()

    def moves(self, event: QKeyEvent) -> bool:
        """Take a key that is for the list; False where it is none."""
        if not self.items.isVisible():
            if event.key() == Qt.Key.Key_Down:
                self._look(self.text())
            return event.key() == Qt.Key.Key_Down
        at, last = self.items.currentRow(), self.items.count() - 1
        if self.items.item(last).data(OFFER) is None:
            return event.key() == Qt.Key.Key_Down  # nothing to choose from
        match event.key():
            case Qt.Key.Key_Down:
                self.items.setCurrentRow(min(at + 1, last))
            case Qt.Key.Key_Up:
                self.items.setCurrentRow(max(at - 1, 0))
            case Qt.Key.Key_PageDown:
                self.items.setCurrentRow(min(at + SHOWN, last))
            case Qt.Key.Key_PageUp:
                self.items.setCurrentRow(max(at - SHOWN, 0))
            case Qt.Key.Key_Escape:
                self.items.hide()
            case _:
                return False
        return True

    def _pressed(self, item: QListWidgetItem) -> None:
        self.items.setCurrentItem(item)
        if self.taken is not None:
            self.taken()

    def hideEvent(self, event: QHideEvent) -> None:
        self.items.hide()
        super().hideEvent(event)


class _OfferDelegate(QStyledItemDelegate):
    """The code and name in ink, where it belongs beside them in grey."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer, rect = index.data(OFFER), option.rect  # type: ignore[attr-defined]
        if not isinstance(offer, Offer):
            painter.setPen(QColor(style.SECOND))
            painter.drawText(
                rect.adjusted(10, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, NOBODY_KNOWS
            )
            return
        metrics = option.fontMetrics  # type: ignore[attr-defined]
        selected = option.state & QStyle.StateFlag.State_Selected  # type: ignore[attr-defined]
        painter.save()
        if selected:
            painter.fillRect(rect, QColor(style.ACCENT_SOFT))
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(style.ACCENT))
        inner = rect.adjusted(10, 0, -8, 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        head = f"{offer.code}　{offer.name}"
        painter.setPen(QColor(style.INK))
        painter.drawText(inner, middle, head)
        used = metrics.horizontalAdvance(head) + 8
        rest = inner.adjusted(used, 0, 0, 0)
        place = f"（{offer.where}）" if offer.where else ""
        parts = (f"⚠ {offer.note}" if offer.note else "", place, offer.level)
        said = "　".join(part for part in parts if part)
        painter.setPen(QColor(style.QUESTION if offer.note else style.SECOND))
        room = max(0, rest.width())
        painter.drawText(rest, middle, metrics.elidedText(said, Qt.TextElideMode.ElideRight, room))
        painter.restore()
