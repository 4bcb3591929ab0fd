"""The first page: units and years there are, how far each is, and the ways to begin."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from app.domain.titles import submission_words
from app.ui.layout import ShortButton, button, card, label, row
from app.ui.start.backup_line import BackupLine
from app.ui.start.place_warning import PlaceStrip
from app.ui.start.unit_list import UnitList
from app.ui.start.welcome import Welcome
from app.ui.style import px

if TYPE_CHECKING:
    from app.review import Summary
    from app.storage.listing import SubmissionInfo
    from app.ui.top_bar import Item

LONG = 10  # digits that no submission's number has
FEW = 8  # submissions that are found without looking for them
# what is asked of the window: about the program, and about the submission that is chosen
NEW, SAMPLE, LOAD, SCHEMES, BACKUP, RESTORE = (
    *("new", "sample", "load", "schemes"),
    *("backup", "restore"),
)
PLACE, PLACE_READ = "place", "place-read"  # where the data file lies
COPY, NEXT, SEAL, UNSEAL, RECORD, REMOVE = "copy", "next", "seal", "unseal", "record", "remove"
COMPARE = "compare"


class StartPage(QWidget):
    opened = Signal(int)
    again = Signal(int)  # read the list again; the number of the submission that is chosen
    asked = Signal(str, int)  # what to do, such as `COPY`, with which submission (0: with none)

    def __init__(self, more: "Callable[[], Sequence[Item]]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        self._more = more
        self._last: SubmissionInfo | None = None
        self.items = UnitList()
        self.items.itemActivated.connect(lambda _item, _column: self.open_current())
        self.items.currentItemChanged.connect(lambda _now, _before: self._follow())
        self.items.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.items.customContextMenuRequested.connect(self._show_menu)
        frame, box = card(12)
        outer = QVBoxLayout(self)  # from the outside in: each part is given its style once
        outer.setContentsMargins(px(24), px(20), px(24), px(20))
        outer.addWidget(frame)
        self._menu = button("更多 ▾", self._show_more, hint="方案、设置、快捷键、使用手册")
        box.addLayout(row(label("算盘", "big"), self._claim(), None, self._menu))
        box.addLayout(self._beginnings())
        self.place = PlaceStrip()
        self.place.asked.connect(partial(self._wish, PLACE))
        self.place.read.connect(partial(self._wish, PLACE_READ))
        box.addWidget(self.place)
        box.addLayout(self._heading())
        box.addWidget(self.items, 1)
        self._box = box
        self._welcome: Welcome | None = None
        box.addWidget(self._doings())
        self._said = label("", "good", wrap=True)
        box.addWidget(self._said)
        self._path = label("", "second", wrap=True)
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.backed = BackupLine(partial(self._wish, RESTORE))
        box.addWidget(self.backed.concern)
        box.addLayout(self._foot())
        self._make_keys()
        self._follow()

    # ── its parts ────────────────────────────────────────────────────────────────────────

    def _claim(self) -> QWidget:
        return label("预算单位决算与绩效自评：数字只填一次，得分和合计自动算出", "second")

    def _beginnings(self) -> QHBoxLayout:
        self.resume = ShortButton("pill")
        self.resume.hide()  # while a password is asked for there is nothing to go on with
        self.resume.setCursor(Qt.CursorShape.PointingHandCursor)
        self.resume.setToolTip("回到上次打开的填报")
        self.resume.clicked.connect(lambda _checked=False: self._resume())
        self._new = button("＋ 新建填报", partial(self._wish, NEW), "primary", "Ctrl+N")
        self._ways = (  # the welcome has these while there is nothing yet
            self._new,
            button(
                "导入数据包…",
                partial(self._wish, LOAD),
                hint="别处“导出上报”得到的数据包",
            ),
            button("载入示例单位", partial(self._wish, SAMPLE), hint="虚构的单位，公开的数字"),
        )
        return row(
            *self._ways,
            button("方案…", partial(self._wish, SCHEMES), hint="有哪些方案，怎样放进本地的方案包"),
            None,
            self.resume,
        )

    def _heading(self) -> QHBoxLayout:
        self._title = label("正在打开数据文件…", "title")
        self.search = QLineEdit()
        self.search.setPlaceholderText("查找单位、年度、方案（Ctrl+F）")
        self.search.setAccessibleName("查找填报")
        self.search.setFixedWidth(px(280))
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self._into_list)
        self.search.hide()
        return row(self._title, None, self.search)

    def _doings(self) -> QWidget:
        """What can be done with the submission that is chosen."""
        self._open = button("打开", self.open_current, hint="回车，或双击")
        self._seal = button("封存", lambda: self._ask(self._seal_word()))
        self._buttons: tuple[QPushButton, ...] = (
            self._open,
            button("从上年新建…", lambda: self._ask(NEXT), hint="下一个年度，带上基本信息和项目"),
            button("复制…", lambda: self._ask(COPY), hint="照样再来一份：别的年度，或别的单位"),
            self._seal,
            button("删除…", lambda: self._ask(REMOVE), hint="Del；先问，先备份"),
        )
        self._bar = QWidget()
        line = row(*self._buttons, None)
        line.setContentsMargins(0, 0, 0, 0)
        self._bar.setLayout(line)
        return self._bar

    def _foot(self) -> QHBoxLayout:
        line = row(
            self.backed.said,
            button("备份…", partial(self._wish, BACKUP), hint="把整个数据文件另存一份"),
            button("恢复…", partial(self._wish, RESTORE), hint="从备份找回一份填报或全部"),
        )
        line.insertWidget(0, self._path, 1)
        return line

    def _make_keys(self) -> None:
        for keys, act in (
            ("Ctrl+N", partial(self._wish, NEW)),
            ("Ctrl+F", self._to_search),
            ("F5", self._refresh),
        ):
            QShortcut(QKeySequence(keys), self, act)
        remove = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.items, lambda: self._ask(REMOVE))
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.search, self._into_list)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def show_list(
        self,
        found: "Sequence[SubmissionInfo]",
        data: Path,
        recent: str = "",
        chosen: int = 0,
        known: str = "",
    ) -> None:
        """The submissions in the data file. The cursor is on the one of number `chosen`, else on
        `recent`, the number of the one opened last. Figures come later. `known` is the place that
        need not be warned of again."""
        number = recent.isascii() and recent.isdigit() and len(recent) < LONG
        last = int(recent) if number else 0
        self.say("")
        self.items.show_list(found, chosen or last)
        self._last = next((one for one in found if one.id == last), None)
        self._show_resume()
        self._title.setText(f"填报（{len(found)}）" if found else "填报")
        if not found:
            self._empty().show()
        elif self._welcome is not None:
            self._welcome.hide()
        for part, shown in (
            (self._title, bool(found)),
            *((one, bool(found)) for one in self._ways),
            (self.items, bool(found)),
            (self._bar, bool(found)),
        ):
            part.setVisible(shown)
        many = len(found) > FEW
        if many:
            self.search.setClearButtonEnabled(True)  # its picture is loaded only where it is seen
        else:
            self.search.clear()
        self.search.setVisible(many)
        self._find(self.search.text())
        self.place.show_for(data, known)
        self._path.setText(f"数据保存在：{data}")
        self._follow()
        self.enter()

    def _empty(self) -> Welcome:
        """What stands here while there is nothing yet; most starts never need it."""
        if self._welcome is None:
            self._welcome = Welcome([partial(self._wish, what) for what in (NEW, SAMPLE, LOAD)])
            self._box.insertWidget(self._box.indexOf(self.items) + 1, self._welcome, 1)
        return self._welcome

    def _show_resume(self) -> None:
        one = self._last
        self.resume.setVisible(one is not None)
        if one is not None:
            name = submission_words(one.unit_name, one.year)
            self.resume.setText(f"继续上次：{name} ›")

    def say(self, sentence: str) -> None:
        """What was just done; blank: nothing any more."""
        self._said.setText(f"✓ {sentence}" if sentence else "")
        self._said.setVisible(bool(sentence))

    def show_figures(self, number: int, scheme: str, figures: "Summary | str") -> None:
        """What a submission's report says, or why there is none."""
        self.items.show_figures(number, scheme, figures)

    def enter(self) -> None:
        """The keys go to the list, where there is one."""
        target = self.items if self.items.topLevelItemCount() else self._empty().buttons[0]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        """The buttons for the submission that is chosen now."""
        chosen = self.items.current()
        sealed = chosen is not None and chosen.sealed
        for one in self._buttons:
            one.setEnabled(chosen is not None)
        self._seal.setText("解除封存…" if sealed else "封存…")
        self._seal.setToolTip(
            "写明理由以后又可以修改" if sealed else "报送以后锁起来：只能查看、打印、导出"
        )

    def _seal_word(self) -> str:
        chosen = self.items.current()
        return UNSEAL if chosen is not None and chosen.sealed else SEAL

    # ── doing ────────────────────────────────────────────────────────────────────────────

    def open_current(self) -> None:
        chosen = self.items.current()
        if chosen is not None:
            self.opened.emit(chosen.id)

    def _resume(self) -> None:
        if self._last is not None:
            self.opened.emit(self._last.id)

    def _wish(self, what: str) -> None:
        self.asked.emit(what, 0)

    def _refresh(self) -> None:
        chosen = self.items.current()
        self.again.emit(chosen.id if chosen is not None else 0)

    def _ask(self, what: str) -> None:
        chosen = self.items.current()
        if chosen is not None:
            self.asked.emit(what, chosen.id)

    def _show_menu(self, spot: QPoint) -> None:
        chosen = self.items.current()
        if chosen is None or self.items.itemAt(spot) is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("打开\tEnter", self.open_current)
        menu.addSeparator()
        menu.addAction("从上年新建…", lambda: self._ask(NEXT))
        menu.addAction("复制…", lambda: self._ask(COPY))
        menu.addSeparator()
        seal = self._seal_word()
        menu.addAction("封存…" if seal == SEAL else "解除封存…", lambda: self._ask(seal))
        menu.addAction("封存记录…", lambda: self._ask(RECORD))
        menu.addAction("核对数据包…", lambda: self._ask(COMPARE))
        menu.addSeparator()
        menu.addAction("删除…\tDel", lambda: self._ask(REMOVE))
        menu.popup(self.items.viewport().mapToGlobal(spot))

    def _show_more(self) -> None:
        from app.ui.top_bar import fill_menu

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, self._more())
        menu.popup(self._menu.mapToGlobal(self._menu.rect().bottomLeft()))

    # ── finding ──────────────────────────────────────────────────────────────────────────

    def _find(self, words: str) -> None:
        shown = self.items.show_matching(words)
        if words.strip():
            self._title.setText(f"填报（找到 {shown}，共 {self.items.topLevelItemCount()}）")
        elif self.items.topLevelItemCount():
            self._title.setText(f"填报（{self.items.topLevelItemCount()}）")
        self._follow()

    def _to_search(self) -> None:
        if self.search.isVisible():
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    def _into_list(self) -> None:
        self.items.setFocus(Qt.FocusReason.TabFocusReason)
