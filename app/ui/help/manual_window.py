"""使用手册: a window beside the work, with the headings at the left and a line to search."""

from PySide6.QtCore import QRect, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeySequence,
    QPainter,
    QPen,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.resources import resources
from app.ui import style
from app.ui.help.manual import NAMES, OF_TAB, Section, chapter, chapters, find
from app.ui.layout import label, sized
from app.ui.style import px

PLACE = Qt.ItemDataRole.UserRole  # (chapter, heading)
LINE_HEIGHT = 150  # per cent
HEADING_PX = {1: 22, 2: 16, 3: 14}
PICTURE = "\ufffc"  # the character that stands for one in a text
END = QTextCursor.MoveOperation.EndOfBlock
POINTS = 72  # in an inch
MISSING_SIZE = (480, 120)  # px of the frame for a picture that is not there


def show_manual(window: QWidget, tab: str) -> None:
    """Open the manual at the chapter of a tab; at its first one where the tab is blank."""
    found = window.findChild(ManualWindow)
    manual = found if isinstance(found, ManualWindow) else ManualWindow(window)
    manual.open(OF_TAB.get(tab, NAMES[0]), "")
    manual.show()
    manual.raise_()
    manual.activateWindow()
    manual.tree.setFocus()


class ManualWindow(QWidget):
    """Stays open beside the work; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("ground")
        self.setWindowTitle("使用手册")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._chapter = ""
        self.search = QLineEdit()
        self.search.setPlaceholderText("在手册里查找")
        self.search.setAccessibleName("在手册里查找")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self._found = label("", "second", wrap=True)
        self._found.hide()
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("手册目录")
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(px(16))
        self.tree.currentItemChanged.connect(self._chosen)
        self.page = ManualPage()
        self.page.anchorClicked.connect(self._follow)
        self._lay_out()
        self._show_contents()
        QShortcut(QKeySequence("Esc"), self, self.close)
        QShortcut(QKeySequence("Ctrl+F"), self, self.search.setFocus)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for part in (self.search, self._found):
            column.addWidget(part)
        column.addWidget(self.tree, 1)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self.page)
        parts.setStretchFactor(1, 1)
        parts.setSizes([px(240), px(660)])
        parts.setHandleWidth(px(12))
        box = QVBoxLayout(self)
        box.setContentsMargins(px(12), px(12), px(12), px(12))
        box.addWidget(parts)
        sized(self, 940, 660)

    # ── the list at the left ─────────────────────────────────────────────────────────────

    def _show_contents(self) -> None:
        self.tree.clear()
        for one in chapters():
            top = _item(one.sections[0])
            self.tree.addTopLevelItem(top)
            for section in one.sections[1:]:
                if section.level == 2:
                    top.addChild(_item(section))

    def _search(self, text: str) -> None:
        """The headings whose sections say it; all headings again when nothing is asked."""
        self.tree.blockSignals(True)
        hits = find(text)
        if text.strip():
            self.tree.clear()
            for section in hits:
                self.tree.addTopLevelItem(_item(section, whole=True))
        else:
            self._show_contents()
        self.tree.blockSignals(False)
        self._found.setVisible(bool(text.strip()))
        self._found.setText(f"找到 {len(hits)} 处" if hits else "手册里没有这样的字，换个说法试试")
        self.page.mark(text)
        first = self.tree.topLevelItem(0)
        if hits and first is not None:
            self.tree.setCurrentItem(first)

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            name, heading = item.data(0, PLACE)
            self._show(str(name), str(heading))

    # ── the page ─────────────────────────────────────────────────────────────────────────

    def open(self, name: str, heading: str = "") -> None:
        """A chapter, at one of its headings or from its beginning."""
        self.search.clear()
        heading = heading or chapter(name).title
        for item in self._items():
            if tuple(item.data(0, PLACE)) == (name, heading):
                self.tree.setCurrentItem(item)
        self._show(name, heading)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.tree.topLevelItem(at) for at in range(self.tree.topLevelItemCount()))
        tops = [item for item in found if item is not None]
        return [*tops, *(top.child(at) for top in tops for at in range(top.childCount()))]

    def _show(self, name: str, heading: str) -> None:
        if name != self._chapter:
            self._chapter = name
            self.page.show_text(chapter(name).text)
            self.page.mark(self.search.text())
        self.page.go_to(heading)

    def _follow(self, link: QUrl) -> None:
        """Links lead to chapters of the manual and nowhere else."""
        name = link.fileName().removesuffix(".md")
        if link.isRelative() and name in {one.name for one in chapters()}:
            self.open(name)


class ManualPage(QTextBrowser):
    """One chapter; a picture that is not there is a calm frame."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("手册内容")
        self.setOpenLinks(False)
        self.document().setDocumentMargin(px(8))

    def show_text(self, text: str) -> None:
        self.document().setMarkdown(text)
        for at in range(self.document().blockCount()):
            self._dress(at)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _dress(self, at: int) -> None:
        """Air between lines, headings in our sizes."""
        block = self.document().findBlockByNumber(at)
        cursor, shape = QTextCursor(block), QTextBlockFormat()
        level = block.blockFormat().headingLevel()
        quoted = block.blockFormat().hasProperty(QTextBlockFormat.Property.BlockCodeFence)
        if not quoted and PICTURE not in block.text():
            kind = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
            shape.setLineHeight(LINE_HEIGHT, kind)
        if not quoted:
            shape.setTopMargin(px(14 if level == 2 else 4))
            shape.setBottomMargin(px(6))
        cursor.mergeBlockFormat(shape)
        if level:
            cursor.movePosition(END, QTextCursor.MoveMode.KeepAnchor)
            looks = QTextCharFormat()
            looks.setFontPointSize(px(HEADING_PX[level]) * POINTS / self.logicalDpiY())
            looks.setFontWeight(QFont.Weight.DemiBold)
            cursor.setCharFormat(looks)

    def go_to(self, heading: str) -> None:
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text() == heading:
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(int(top))
                return
            block = block.next()

    def mark(self, words: str) -> None:
        """Show where the words of a search stand."""
        found = []
        for word in words.split():
            cursor = QTextCursor(self.document())
            while not (cursor := self.document().find(word, cursor)).isNull():
                marked = QTextEdit.ExtraSelection()
                marked.cursor = cursor  # type: ignore[attr-defined]
                marked.format.setBackground(QColor(style.CARRIED))  # type: ignore[attr-defined]
                marked.format.setFontUnderline(True)  # type: ignore[attr-defined]
                found.append(marked)
        self.setExtraSelections(found)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures of the manual, no wider than the page; nothing from anywhere else."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        file = name.fileName() if isinstance(name, QUrl) else name.rpartition("/")[2]
        image = QImage(str(resources() / "manual" / "pictures" / file))
        room = max(px(320), self.viewport().width() - px(32))
        if image.isNull():
            return _missing(min(room, px(MISSING_SIZE[0])))
        if image.width() > room:
            image = image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return image


def _missing(width: int) -> QImage:
    """Where a picture will be."""
    image = QImage(width, px(MISSING_SIZE[1]), QImage.Format.Format_RGB32)
    image.fill(QColor(style.GROUND))
    painter = QPainter(image)
    painter.setPen(QPen(QColor(style.LINE), 1))
    frame = QRect(0, 0, image.width() - 1, image.height() - 1)
    painter.drawRect(frame)
    painter.setPen(QColor(style.SECOND))
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, "（这里的图没有随程序安装）")
    painter.end()
    return image


def _item(section: Section, *, whole: bool = False) -> QTreeWidgetItem:
    """A line of the list; `whole` says the chapter too."""
    title = chapter(section.chapter).title
    text = f"{title} › {section.title}" if whole and section.title != title else section.title
    item = QTreeWidgetItem([text])
    item.setToolTip(0, text)
    item.setData(0, PLACE, (section.chapter, section.title))
    return item
