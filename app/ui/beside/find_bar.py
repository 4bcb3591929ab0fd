"""Ctrl+F: a slim bar that leads from one place of a text to the next, on this page or on all."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QLineEdit, QScrollArea, QWidget

from app.domain.report import Report
from app.ui import style
from app.ui.fields import LineField, LongField
from app.ui.grid.grid import Grid
from app.ui.layout import button, label
from app.ui.memory import Memory
from app.ui.style import px
from app.ui.views.finding import Spot, everywhere, found, found_in, plain
from app.ui.views.showing import Showing, showing_of

NOTHING = "没有找到"
FROM_TOP = "已到末尾，从头继续"
FROM_END = "已到开头，从末尾继续"
_WAITS = 200  # ms after the last change until what is marked is looked up anew

Field = LineField | LongField


@dataclass(frozen=True)
class Searched:
    """What the bar asks of the work page: the page in front, the report, to go to a cell."""

    page: Callable[[], QWidget]
    report: Callable[[], Report | None]
    go_to: Callable[[str], None]


@dataclass(frozen=True)
class Match:
    """A cell of a grid, or a field."""

    place: Grid | Field
    row: int = -1
    column: int = -1


class FindBar(QWidget):
    def __init__(self, around: Searched, memory: Memory) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._around, self._memory = around, memory
        self._back: QWidget | None = None  # where the cursor goes when the bar is closed
        self._at: Match | None = None  # where the last step led
        self._address = ""  # the same, on all pages
        self._spots: tuple[Report, Showing, tuple[Spot, ...]] | None = None
        self.line = QLineEdit()
        self.line.setAccessibleName("查找")
        self.line.setPlaceholderText("文字或数字")
        self.line.setFixedWidth(style.px(240))
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._typed)
        self.everywhere = QCheckBox("全部页")
        self.everywhere.setToolTip("在所有表、所有项目里查找；不选只找当前页")
        self.everywhere.toggled.connect(lambda _on: self._typed(self.line.text()))
        self._count = label("", "second")
        self._said = label("", "second")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAITS)
        self._wait.timeout.connect(self._show_marks)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        steps = (
            button("上一个", lambda: self.step(-1), "quiet", "Shift+F3，或在左边按 Shift+Enter"),
            button("下一个", lambda: self.step(1), "quiet", "F3，或在左边按 Enter"),
        )
        end = button("关闭", self.close_bar, "quiet", "Esc")
        for one in (*steps, end):
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the cursor in the line
        box = QHBoxLayout(self)
        box.setContentsMargins(px(16), px(4), px(16), px(4))
        box.setSpacing(px(8))
        for part in (
            label("查找"),
            self.line,
            *steps,
            self._count,
            self._said,
        ):
            box.addWidget(part)
        box.addStretch(1)
        box.addWidget(self.everywhere)
        box.addWidget(end)

    # ── opening and closing ──────────────────────────────────────────────────────────────

    def open_bar(self) -> None:
        """With the cursor in the line; the text of last time is there to be typed over."""
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self._back = focus
        self.show()
        self.line.setFocus()
        self.line.selectAll()
        self._show_marks()

    def close_bar(self) -> None:
        """The cursor stays at what was found."""
        self.hide()
        self._wait.stop()
        self._say("")
        for grid in self._grids():
            grid.mark(())
        place = self._at.place if self._at is not None else self._back
        if place is not None and place.isVisible():
            place.setFocus()

    def refresh(self) -> None:
        """Something else is shown than before: look once nothing changes for a moment, no edit
        waits for it."""
        if self.isVisible():
            self._wait.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not enter and event.key() != Qt.Key.Key_Escape:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # Esc is this bar's before it is that of a panel
        elif event.type() == QEvent.Type.KeyPress and enter:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step(-1 if back else 1)
        elif event.type() == QEvent.Type.KeyPress:
            self.close_bar()
        return True

    # ── on this page ─────────────────────────────────────────────────────────────────────

    def _grids(self) -> list[Grid]:
        return [one for one in self._around.page().findChildren(Grid) if isinstance(one, Grid)]

    def _places(self) -> list[Grid | Field]:
        """The grids and fields that the page shows, from the top."""
        page = self._around.page()
        kinds = (Grid, LineField, LongField)
        all_of = [one for kind in kinds for one in page.findChildren(kind)]
        shown = [one for one in all_of if isinstance(one, kinds) and one.isVisible()]

        def spot(one: QWidget) -> tuple[int, int]:
            corner = one.mapTo(page, QPoint(0, 0))
            return corner.y(), corner.x()

        return sorted(shown, key=spot)

    def _matches(self) -> list[Match]:
        sought = self.line.text()
        wanted, found_here = plain(sought), []
        for place in self._places():
            if isinstance(place, Grid):
                cells = found_in(place.grid_model.view, sought)
                found_here += [Match(place, row, column) for row, column in cells]
            elif wanted and wanted in plain(_text(place)):
                found_here.append(Match(place))
        return found_here

    def _show_marks(self) -> None:
        """Mark what is found on this page, and say how much."""
        matches = self._matches()
        self._mark(matches)
        if not self.everywhere.isChecked():
            self._tell(len(matches), matches.index(self._at) if self._at in matches else -1)

    def _mark(self, matches: list[Match]) -> None:
        for grid in self._grids():
            at = self._at
            here = (at.row, at.column) if at is not None and at.place is grid else None
            grid.mark(frozenset((m.row, m.column) for m in matches if m.place is grid), here)

    def _typed(self, _text: str) -> None:
        self._at, self._address = None, ""
        self._say("")
        self._count.setText("")
        self._wait.start()

    # ── steps ────────────────────────────────────────────────────────────────────────────

    def step(self, by: int) -> None:
        """The next place (the one before, for -1), round and round; a closed bar opens and goes on
        from the cursor with the text of last time."""
        asked = bool(plain(self.line.text()))
        if not self.isVisible() or not asked:
            self.open_bar()
        if not asked:
            return
        self._wait.stop()
        if self.everywhere.isChecked():
            self._step_everywhere(by)
        else:
            self._step_here(by)
        self._mark(self._matches())

    def _step_here(self, by: int) -> None:
        matches = self._matches()
        if not matches:
            self._tell(0, -1)
            return
        places = self._places()
        order = [(places.index(m.place), m.row, m.column) for m in matches]
        at, again = _next(order, self._cursor(places), by, stays=self._at is None)
        self._at = matches[at]
        self._tell(len(matches), at, (FROM_TOP if by > 0 else FROM_END) if again else "")
        self._go(matches[at])

    def _cursor(self, places: list[Grid | Field]) -> tuple[int, int, int]:
        """Where the search goes on from: where it was last, or where the cursor is."""
        place = self._at.place if self._at is not None else self._back
        if place not in places:
            return -1, -1, -1
        known = places.index(place)
        if isinstance(place, Grid):
            return known, place.currentIndex().row(), place.currentIndex().column()
        return known, -1, -1

    def _go(self, match: Match) -> None:
        """Show it; the cursor stays in the line, for the next Enter."""
        place = match.place
        if isinstance(place, Grid):
            place.select_in_sight(match.row, match.column)
        else:
            self._aim(place)

    def _aim(self, field: Field) -> None:
        text, sought = _text(field), self.line.text()
        start = text.find(sought)
        held = QApplication.focusWidget()
        field.setFocus()
        parent = field.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None:
            parent.ensureWidgetVisible(field, 20, 60)
        if isinstance(field, LineField):
            field.setSelection(max(0, start), len(sought) if start >= 0 else 0)
        else:
            cursor = field.textCursor()
            cursor.setPosition(max(0, start))
            if start >= 0:
                cursor.setPosition(start + len(sought), cursor.MoveMode.KeepAnchor)
            field.setTextCursor(cursor)
        if held is not None:
            held.setFocus()

    def _step_everywhere(self, by: int) -> None:
        report = self._around.report()
        if report is None:
            return
        showing = showing_of(self._memory)
        known = self._spots
        if known is None or known[0] is not report or known[1] != showing:
            known = self._spots = report, showing, everywhere(report, showing)
        addresses = found(known[2], self.line.text())
        if not addresses:
            self._tell(0, -1)
            return
        was = self._address in addresses
        at = addresses.index(self._address) + by if was else (0 if by > 0 else -1)
        again = was and at not in range(len(addresses))
        at %= len(addresses)
        self._address = addresses[at]
        held = QApplication.focusWidget()
        self._around.go_to(self._address)
        self._at = self._arrived()
        if held is not None and self.isAncestorOf(held):
            held.setFocus()
        self._tell(len(addresses), at, (FROM_TOP if by > 0 else FROM_END) if again else "")

    def _arrived(self) -> Match | None:
        place = QApplication.focusWidget()
        if isinstance(place, Grid):
            return Match(place, place.currentIndex().row(), place.currentIndex().column())
        return Match(place) if isinstance(place, LineField | LongField) else None

    # ── words ────────────────────────────────────────────────────────────────────────────

    def _tell(self, count: int, at: int, words: str = "") -> None:
        sought = bool(plain(self.line.text()))
        self._count.setText(f"{at + 1}/{count}" if at >= 0 else f"{count} 处" if count else "")
        self._say(words if count or not sought else NOTHING)

    def _say(self, words: str) -> None:
        self._said.setText(words)

    def said(self) -> str:
        """What the bar says right now: “3/12 已到末尾，从头继续”."""
        return f"{self._count.text()} {self._said.text()}".strip()


def _text(field: Field) -> str:
    return field.text() if isinstance(field, LineField) else field.toPlainText()


def _next(
    order: list[tuple[int, int, int]], cursor: tuple[int, int, int], by: int, *, stays: bool
) -> tuple[int, bool]:
    """Which of the places comes after (before) the cursor, and whether that meant to begin anew.
    The first step of a search may stay where the cursor is."""
    if by > 0:
        after = [at for at, one in enumerate(order) if one > cursor or (stays and one == cursor)]
        return (after[0], False) if after else (0, True)
    before = [at for at, one in enumerate(order) if one < cursor]
    return (before[-1], False) if before else (len(order) - 1, True)
