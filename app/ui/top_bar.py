"""The bar on top: unit, year and scheme, when it was saved, undo, and what leaves the house."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.domain.titles import unit_words
from app.ui.layout import ShortButton, ShortLabel, button, label
from app.ui.style import px
from app.ui.unit_switch import UnitSwitch

LEAST = 480  # px: what never gives way
WIDE = 1200  # px: where a long name of a scheme has its room
LONG, SHORT = 24, 8  # characters of it


@dataclass(frozen=True)
class Item:
    """A line of the menu 更多; one without an action is a line between groups."""

    text: str = ""
    action: Callable[[], object] | None = None
    keys: str = ""


@dataclass(frozen=True)
class Actions:
    """What the window does for an open submission."""

    undo: Callable[[], None]
    redo: Callable[[], None]
    back: Callable[[], None]
    change_scheme: Callable[[], None]
    more: Callable[[], Sequence[Item]]


@dataclass(frozen=True)
class PageActions:
    """What the page below the bar does."""

    find: Callable[[], None]
    preview: Callable[[], None]
    export: Callable[[], None]


class TopBar(QWidget):
    def __init__(
        self, title: str, year: int, actions: Actions, page: PageActions, switch: UnitSwitch
    ) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._actions, self._page = actions, page
        self.switch = switch
        self._unit = ShortLabel("", "title")
        self._saved = label("", "second")
        self.undo = button("撤销", actions.undo, "", "Ctrl+Z")
        self.redo = button("重做", actions.redo, "", "Ctrl+Y")
        self._find = button("查找", page.find, "", "Ctrl+F")
        self.more = button("更多 ▾", self._show_more, "", "设置、备份、快捷键、使用手册")
        self._preview = button("打印预览", page.preview, "", "Ctrl+P")
        self._scheme = self._scheme_button(title)
        year_pill = label(f"{year} 年度", "pill")
        # what gives way first where the window is narrow; 更多 has the buttons of it then
        self._giving_way = (
            self._find,
            self._saved,
            self.redo,
            self.undo,
            self._preview,
            switch,
            year_pill,
        )
        box = QHBoxLayout(self)
        box.setContentsMargins(px(8), px(6), px(16), px(6))
        box.setSpacing(px(8))
        parts: tuple[QWidget | None, ...] = (
            button("‹ 填报列表", actions.back, ""),
            self._unit,
            year_pill,
            self._scheme,
            self._saved,
            None,
            switch,
            self.undo,
            self.redo,
            self._find,
            self.more,
            self._preview,
            button("导出上报", page.export, "primary"),
        )
        for part in parts:
            box.addStretch(1) if part is None else box.addWidget(part)
        self._box, self._around = box, px(8) + px(16)
        self._parts = [part for part in parts if part is not None]

    def _scheme_button(self, title: str) -> ShortButton:
        """The scheme's name; a long one is cut, and a click changes the scheme."""
        made = ShortButton("pill", title)
        made.setToolTip(f"{title}\n点一下更换方案…")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.clicked.connect(lambda _checked=False: self._actions.change_scheme())
        made.setAccessibleName(f"方案：{title}，更换方案")
        return made

    def minimumSizeHint(self) -> QSize:
        return QSize(px(LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take out what there is no room for, the least missed first; the unit's name comes before
        the scheme's."""
        longest = LONG if self.width() >= px(WIDE) else SHORT
        if longest != self._scheme.longest:
            self._scheme.longest = longest
            self._scheme.updateGeometry()
        space = self._box.spacing()
        room = self.width() - self._around - len(self._parts) * space
        needed = sum(part.minimumSizeHint().width() for part in self._parts)
        for part in self._giving_way:
            shown = needed <= room
            if not shown:
                needed -= part.minimumSizeHint().width() + space
            if part.isHidden() == shown:
                part.setVisible(shown)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()  # a part has other words now
        return super().event(event)

    def _folded(self) -> Iterator[Item]:
        """Lines of 更多 for the buttons that had to give way."""
        for made, act, keys in (
            (self._find, self._page.find, "Ctrl+F"),
            (self.undo, self._actions.undo, "Ctrl+Z"),
            (self.redo, self._actions.redo, "Ctrl+Y"),
            (self._preview, self._page.preview, "Ctrl+P"),
        ):
            if made.isHidden():
                yield Item(made.text(), act, keys)

    def _show_more(self) -> None:
        menu = QMenu(self)
        folded = tuple(self._folded())
        fill_menu(menu, (*folded, *((Item(),) if folded else ()), *self._actions.more()))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def show_unit(self, name: str) -> None:
        self._unit.setText(unit_words(name))

    def show_saved(self) -> None:
        """An edit is in the file now."""
        self._saved.setText(f"✓ 已保存 {datetime.now():%H:%M:%S}")
        self._fit()

    def show_steps(self, undo: str, redo: str) -> None:
        for made, step, word, keys in (
            (self.undo, undo, "撤销", "Ctrl+Z"),
            (self.redo, redo, "重做", "Ctrl+Y"),
        ):
            made.setEnabled(bool(step))
            made.setToolTip(f"{word}：{step}（{keys}）" if step else f"没有可以{word}的步骤")


def fill_menu(menu: QMenu, items: Sequence[Item]) -> None:
    for item in items:
        if item.action is None:
            menu.addSeparator()
            continue
        action = menu.addAction(item.text, item.action)
        if item.keys:
            action.setText(f"{item.text}\t{item.keys}")  # shown; the key itself is the window's
