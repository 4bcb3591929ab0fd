"""“方案…”: which schemes there are and where from, which packs were refused and why."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QScrollArea,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.packs import SHIPPED, Pack, Packs, Shelf
from app.ui.layout import button, card, dialog_box, in_columns, label, row, scrolling, sized
from app.ui.style import CARD

COLUMNS = (("方案", 0), ("编号", 170), ("年份", 60), ("来自", 150), ("自评表", 70))
OWN = "方案文件夹"
ABOUT = (
    "方案是各地的表式和评分规则。本地另有规定的，把方案包（一个文件夹）放进方案文件夹，"
    "再点“重新读取”，就可以在新建填报时选用；随程序的方案不会被替换。"
)


class PacksDialog(QDialog):
    """Shows what is on the shelf; `open_folder` shows the folder that packs are laid into."""

    def __init__(self, shelf: Shelf, open_folder: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self.packs = Packs({})
        self.setWindowTitle("方案")
        sized(self, 960, 680)
        self.items = in_columns(QTreeWidget(), "方案列表", COLUMNS)
        self.items.currentItemChanged.connect(lambda *_: self._show_current())
        self._title = label("", "title", wrap=True)
        self.details = _text()
        self.refused = _text()
        self._refused_card, box = card()
        self.refused_title = label("", "title")
        box.addWidget(self.refused_title)
        box.addWidget(_scrolled(self.refused), 1)
        self.folder = label("", "second", wrap=True)
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out(open_folder)
        self.show_packs()

    def _lay_out(self, open_folder: Callable[[], object]) -> None:
        frame, about = card()
        about.addWidget(self._title)
        about.addWidget(_scrolled(self.details), 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        for part in (self.items, frame, self._refused_card):
            parts.addWidget(part)
        parts.setSizes([260, 180, 140])
        box = dialog_box(self)
        box.addWidget(label(ABOUT, "second", wrap=True))
        box.addWidget(parts, 1)
        box.addWidget(self.folder)
        close = button("关闭", self.accept)
        box.addLayout(
            row(
                button("打开方案文件夹", open_folder),
                button("重新读取", self.read_again, hint="放进、改动或拿走方案包以后"),
                None,
                close,
            )
        )
        close.setDefault(True)

    def read_again(self) -> None:
        """Look into the folders anew."""
        self._shelf.again()
        self.show_packs()

    def show_packs(self) -> None:
        self.packs = self._shelf.packs()
        current = self.current_id()
        self.items.clear()
        for pack in self.packs.packs.values():
            self.items.addTopLevelItem(_line(pack))
        wanted = [one for one in self._lines() if one.text(1) == current] or self._lines()
        if wanted:
            self.items.setCurrentItem(wanted[0])
        said = [one.sentence for one in self.packs.refused]
        self.refused_title.setText(f"没有载入的方案包（{len(said)}）")
        self.refused.setText("\n\n".join(said))
        self._refused_card.setVisible(bool(said))
        folder = self._shelf.folders[-1] if self._shelf.folders else ""
        self.folder.setText(f"方案文件夹：{folder}")

    def _lines(self) -> list[QTreeWidgetItem]:
        found = (self.items.topLevelItem(at) for at in range(self.items.topLevelItemCount()))
        return [one for one in found if one is not None]

    def current_id(self) -> str:
        """The scheme that the cursor is on; blank where it is on none."""
        item = self.items.currentItem()
        return item.text(1) if item is not None else ""

    def _show_current(self) -> None:
        pack = self.packs.packs.get(self.current_id())
        self._title.setText(pack.scheme.title if pack else "")
        self.details.setText(described(pack) if pack else "")


def _line(pack: Pack) -> QTreeWidgetItem:
    scheme = pack.scheme
    origin = SHIPPED if pack.shipped else OWN
    item = QTreeWidgetItem((scheme.title, scheme.id, pack.year, origin, f"{len(scheme.forms)} 张"))
    item.setToolTip(0, scheme.title)
    item.setToolTip(3, pack.origin)
    return item


def described(pack: Pack) -> str:
    """A scheme in words: what it rests on, for whom it is, which forms it has."""
    scheme = pack.scheme
    lines = [
        f"依据：{scheme.source}",
        scheme.about and f"说明：{scheme.about}",
        f"自评表：{'、'.join(form.title for form in scheme.forms)}",
        scheme.bases and f"其余照方案：{'、'.join(scheme.bases)}",
        f"来自：{pack.origin}",
    ]
    return "\n".join(line for line in lines if line)


def _text() -> QLabel:
    """Words of any length that can be copied."""
    made = label("", wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _scrolled(text: QLabel) -> QScrollArea:
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(text)
    box.addStretch(1)
    area = scrolling(holder)
    holder.setObjectName("")
    area.viewport().setStyleSheet(f"background: {CARD}")  # as the card around it
    return area
