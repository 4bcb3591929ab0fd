"""The list of evidence files of one indicator: keys, clicks, drags, and what it asks to be done."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QVBoxLayout, QWidget

from app.storage.attachments import AttachmentProblem, attach, folder_of, path_of
from app.ui.app import make_application
from app.ui.pages import attachments
from app.ui.pages.attachments import EvidenceList
from tests.ui.driver import Key

CELL = "project.p1.i1.files"
LEFT = Qt.MouseButton.LeftButton
COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction


class Panel:
    """A panel of 272 px with the list of one cell, and a data file's folder beside."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "数据.db"
        self.text = ""
        self.takes = True  # whether an edit is stored
        self.steps: list[tuple[str, str, str]] = []  # label, before, after
        self.told: list[str] = []
        self.app = make_application(["suanpan"])
        self.window = QWidget()
        self.window.setFixedWidth(272)
        box = QVBoxLayout(self.window)
        box.setContentsMargins(16, 12, 16, 12)
        self.list = EvidenceList(self.apply, self.attach, self.find)
        box.addWidget(self.list)
        self.list.show_files(CELL, "")
        self.window.show()
        self.window.activateWindow()
        self.app.processEvents()

    # ── what the window does for it ──────────────────────────────────────────────────────

    def apply(self, cells: Mapping[str, str], label: str) -> bool:
        [(cell, text)] = cells.items()
        assert cell == CELL
        if self.takes:
            self.steps.append((label, self.text, text))
            self.shows(text)
        return self.takes

    def attach(self, path: Path) -> str | None:
        try:
            return attach(self.store, 1, path)
        except AttachmentProblem as problem:
            self.told.append(problem.sentence)
            return None

    def find(self, name: str) -> Path | None:
        return path_of(self.store, 1, name)

    def undoes(self) -> None:
        self.shows(self.steps.pop()[1])

    # ── what a clerk does and sees ───────────────────────────────────────────────────────

    def shows(self, text: str) -> None:
        self.text = text
        self.list.show_files(CELL, text)

    def lines(self) -> list[str]:
        return [self.list.items.item(at).text() for at in range(self.list.items.count())]

    def presses(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key)
        self.app.processEvents()

    def double_clicks(self, row: int) -> None:
        items = self.list.items
        spot = items.visualItemRect(items.item(row)).center()
        QTest.mouseClick(items.viewport(), LEFT, pos=spot)
        QTest.mouseDClick(items.viewport(), LEFT, pos=spot)

    def menu(self, row: int, *, by_key: bool = False) -> QMenu | None:
        """The context menu of a line; None where none opens."""
        items = self.list.items
        below = QPoint(3, items.height() + 50)
        spot = items.visualItemRect(items.item(row)).center() if row < items.count() else below
        how = QContextMenuEvent.Reason.Keyboard if by_key else QContextMenuEvent.Reason.Mouse
        event = QContextMenuEvent(how, QPoint(0, 0) if by_key else spot, items.mapToGlobal(spot))
        items.contextMenuEvent(event)
        self.app.processEvents()
        found = QApplication.activePopupWidget()
        return found if isinstance(found, QMenu) else None

    def drags(self, data: QMimeData, actions: Qt.DropAction = COPY | MOVE) -> bool:
        """Over the list; whether it would take the files."""
        event = QDragEnterEvent(QPoint(5, 5), actions, data, LEFT, Qt.KeyboardModifier.NoModifier)
        event.setDropAction(MOVE)  # what a file manager proposes on the same disk
        event.ignore()
        QApplication.sendEvent(self.list, event)
        if event.isAccepted():
            assert event.dropAction() == COPY
        return event.isAccepted()

    def drops(self, data: QMimeData) -> None:
        event = QDropEvent(
            QPointF(5, 5), COPY | MOVE, data, LEFT, Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop
        )
        event.setDropAction(MOVE)
        QApplication.sendEvent(self.list, event)
        assert event.isAccepted() and event.dropAction() == COPY
        QTest.qWait(5)


@pytest.fixture
def panel(tmp_path: Path) -> Iterator[Panel]:
    made = Panel(tmp_path)
    yield made
    made.window.close()
    made.window.deleteLater()
    made.app.processEvents()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Places that the system was asked to open."""
    places: list[str] = []

    def open_url(url: QUrl) -> bool:
        places.append(url.toLocalFile())
        return not url.toLocalFile().endswith(".xyz")

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return places


def files(folder: Path, *names: str) -> list[Path]:
    made = [folder / "来源" / name for name in names]
    for path in made:
        path.parent.mkdir(exist_ok=True)
        path.write_text(path.name, encoding="utf-8")
    return made


def chooses(monkeypatch: pytest.MonkeyPatch, panel: Panel, paths: list[Path]) -> str:
    """The button, and these files in the dialog; returns the folder it started in."""
    asked: list[str] = []

    def dialog(_parent: QWidget, _title: str, folder: str, _kinds: str) -> tuple[list[str], str]:
        asked.append(folder)
        return [str(path) for path in paths], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", dialog)
    QTest.mouseClick(panel.list.add, LEFT)
    [folder] = asked
    return folder


def mime(*places: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(place) if "://" in place else QUrl.fromLocalFile(place) for place in places])
    return data


# ---------------------------------------------------------------- adding


def test_files_are_added_in_one_step(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chooses(monkeypatch, panel, files(tmp_path, "甲.pdf", "乙.jpg"))
    assert panel.steps == [("添加佐证材料", "", "甲.pdf\n乙.jpg")]
    assert panel.lines() == ["甲.pdf", "乙.jpg"]
    assert panel.list.items.currentRow() == 1
    assert chooses(monkeypatch, panel, files(tmp_path, "丙.png")) == str(tmp_path / "来源")
    assert panel.text == "甲.pdf\n乙.jpg\n丙.png"
    assert panel.list.add.text() == "添加佐证材料…"


def test_no_file_chosen_changes_nothing(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    chooses(monkeypatch, panel, [])
    assert panel.steps == [] and panel.lines() == []


def test_a_refused_file_does_not_stop_the_others(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [good] = files(tmp_path, "甲.pdf")
    chooses(monkeypatch, panel, [tmp_path / "没有.pdf", good, tmp_path])
    assert panel.lines() == ["甲.pdf"]
    assert len(panel.told) == 2 and len(panel.steps) == 1
    chooses(monkeypatch, panel, [tmp_path])
    assert len(panel.steps) == 1


def test_a_file_that_is_listed_already_is_shown(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = files(tmp_path, "甲.pdf", "乙.jpg")
    chooses(monkeypatch, panel, [first, second])
    chooses(monkeypatch, panel, [first])
    assert len(panel.steps) == 1 and panel.lines() == ["甲.pdf", "乙.jpg"]
    assert panel.list.items.currentRow() == 0
    assert panel.list.said_text() == "“甲.pdf”已经在列表里了。"


def test_an_edit_that_is_refused_lists_nothing(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.takes = False
    chooses(monkeypatch, panel, files(tmp_path, "甲.pdf"))
    assert panel.lines() == [] and panel.text == ""


def test_without_a_cell_nothing_can_be_added(panel: Panel) -> None:
    panel.list.show_files("", "")
    assert not panel.list.add.isEnabled()
    assert not panel.drags(mime("/a/甲.pdf"))


# ---------------------------------------------------------------- dropping


def test_dropped_files_are_copied_never_moved(panel: Panel, tmp_path: Path) -> None:
    made = files(tmp_path, "甲.pdf", "乙.jpg")
    data = mime(*map(str, made))
    assert panel.drags(data)
    panel.drops(data)
    assert panel.steps == [("添加佐证材料", "", "甲.pdf\n乙.jpg")]
    assert all(path.exists() for path in made)


DRAGS = [  # what is dragged, what may be done with it, taken
    (("/a/甲.pdf",), COPY | MOVE, True),
    (("/a/甲.pdf",), COPY, True),
    (("/a/甲.pdf",), MOVE, False),
    (("https://a.cn/甲.pdf",), COPY, False),
    (("https://a.cn/甲.pdf", "/a/甲.pdf"), COPY, True),
    ((), COPY, False),
]


@pytest.mark.parametrize(("places", "actions", "taken"), DRAGS)
def test_what_can_be_dragged_in(
    places: tuple[str, ...], actions: Qt.DropAction, taken: bool, panel: Panel
) -> None:
    assert panel.drags(mime(*places), actions) == taken


def test_the_hint_while_dragging(panel: Panel, tmp_path: Path) -> None:
    panel.shows("甲.pdf")
    hint = panel.list._hint
    assert not hint.isVisible()
    panel.drags(mime("/a/甲.pdf"))
    assert hint.isVisible() and hint.text() == "松开鼠标即可添加"
    QApplication.sendEvent(panel.list, QDragLeaveEvent())
    assert not hint.isVisible()
    panel.drags(mime(str(tmp_path)))
    panel.drops(mime(str(tmp_path)))  # a folder is refused
    assert not hint.isVisible() and len(panel.told) == 1


def test_a_drop_for_another_cell_is_not_put_into_this_one(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored: list[Mapping[str, str]] = []

    def apply(cells: Mapping[str, str], _label: str) -> bool:
        stored.append(cells)
        return True

    monkeypatch.setattr(panel.list, "_apply", apply)
    data = mime(*map(str, files(tmp_path, "甲.pdf")))
    panel.drags(data)
    event = QDropEvent(QPointF(5, 5), COPY, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(panel.list, event)
    panel.list.show_files("project.p1.i2.files", "")
    QTest.qWait(5)
    assert stored == [] and panel.lines() == []


# ---------------------------------------------------------------- taking off the list


def test_removing_keeps_the_file_and_undo_brings_it_back(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chooses(monkeypatch, panel, files(tmp_path, "甲.pdf", "乙.jpg"))
    panel.list.items.setFocus()
    panel.list.items.setCurrentRow(0)
    panel.presses(Key.Key_Delete)
    assert panel.steps[-1] == ("移除佐证材料“甲.pdf”", "甲.pdf\n乙.jpg", "乙.jpg")
    assert panel.lines() == ["乙.jpg"] and panel.list.items.currentRow() == 0
    assert (folder_of(panel.store, 1) / "甲.pdf").exists()
    panel.presses(Key.Key_Delete)
    assert panel.lines() == [] and not panel.list.items.isVisible()
    assert panel.list.add.hasFocus()  # the keyboard is not lost in a list that is not there
    panel.undoes()
    panel.undoes()
    assert panel.lines() == ["甲.pdf", "乙.jpg"]


def test_the_menu_of_a_line(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    chooses(monkeypatch, panel, files(tmp_path, "甲.pdf", "乙.jpg"))
    panel.shows("甲.pdf\n没有.pdf\n乙.jpg")
    enabled = []
    for row in (0, 1):
        menu = panel.menu(row)
        assert menu is not None
        enabled.append([(one.text(), one.isEnabled()) for one in menu.actions()])
        if row == 0:
            menu.actions()[0].trigger()
        menu.close()
    assert enabled == [
        [("打开", True), ("从指标移除", True)],
        [("打开", False), ("从指标移除", True)],
    ]
    assert opened == [str(folder_of(panel.store, 1) / "甲.pdf")]
    panel.list.items.setCurrentRow(1)
    menu = panel.menu(1, by_key=True)
    assert menu is not None
    panel.shows(panel.text + "\n丁.pdf")  # the list may change under an open menu
    menu.actions()[1].trigger()
    menu.close()
    assert panel.text == "甲.pdf\n乙.jpg\n丁.pdf"


def test_no_menu_beside_the_lines(panel: Panel) -> None:
    panel.shows("甲.pdf")
    assert panel.menu(7) is None


# ---------------------------------------------------------------- opening, showing


def test_double_click_and_enter_open(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    chooses(monkeypatch, panel, files(tmp_path, "甲 100%#1.pdf", "乙.jpg"))
    panel.double_clicks(0)
    panel.presses(Key.Key_Down)
    panel.presses(Key.Key_Return)
    folder = folder_of(panel.store, 1)
    assert opened == [str(folder / "甲 100%#1.pdf"), str(folder / "乙.jpg")]
    assert panel.list.said_text() == ""


def test_a_file_that_is_gone_is_said_in_words(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    chooses(monkeypatch, panel, files(tmp_path, "甲.pdf"))
    place = folder_of(panel.store, 1) / "甲.pdf"
    place.rename(tmp_path / "甲.pdf")
    panel.list.items.setFocus()
    panel.presses(Key.Key_Return)  # it goes while it is shown
    assert opened == []
    assert panel.lines() == ["甲.pdf\n（文件不在了）"]
    assert "“甲.pdf”不在存放佐证材料的文件夹里了" in panel.list.said_text()
    item = panel.list.items.item(0)
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "甲.pdf（文件不在了）"
    (tmp_path / "甲.pdf").rename(place)
    panel.presses(Key.Key_Return)
    assert opened == [str(place)]
    assert panel.lines() == ["甲.pdf"] and panel.list.said_text() == ""


def test_no_program_for_a_file(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    chooses(monkeypatch, panel, files(tmp_path, "甲.xyz"))
    panel.double_clicks(0)
    assert "没有能打开 .xyz 的程序" in panel.list.said_text()
    panel.list.show_files("project.p1.i2.files", "")
    assert panel.list.said_text() == ""


def test_names_that_lead_elsewhere_are_shown_and_not_opened(
    panel: Panel, opened: list[str]
) -> None:
    panel.store.write_bytes(b"")
    panel.shows("../../数据.db")
    panel.double_clicks(0)
    assert opened == [] and panel.lines() == ["../../数据.db\n（文件不在了）"]


def test_a_refresh_keeps_the_cursor_on_its_file(panel: Panel) -> None:
    panel.shows("甲.pdf\n乙.jpg\n丙.png")
    panel.list.items.setCurrentRow(1)
    before = panel.list.items.item(1)
    panel.shows("甲.pdf\n乙.jpg\n丙.png")
    assert panel.list.items.item(1) is before
    panel.shows("零.pdf\n甲.pdf\n乙.jpg\n丙.png")
    assert panel.list.items.currentRow() == 2
    panel.list.show_files("project.p1.i2.files", "甲.pdf\n乙.jpg")
    assert panel.list.items.currentRow() == -1


def test_the_keyboard_gets_from_the_list_to_the_button(panel: Panel) -> None:
    panel.shows("甲.pdf\n乙.jpg")
    panel.list.items.setFocus(Qt.FocusReason.TabFocusReason)
    assert [item.text() for item in panel.list.items.selectedItems()] == ["甲.pdf\n（文件不在了）"]
    panel.presses(Key.Key_Down)
    assert panel.list.items.currentRow() == 1
    panel.presses(Key.Key_Tab)
    assert panel.list.add.hasFocus()


def test_every_part_has_a_name_for_those_who_listen(panel: Panel) -> None:
    assert panel.list.items.accessibleName() == "佐证材料"
    assert panel.list.add.accessibleName() == "添加佐证材料"
    assert "Delete" in panel.list.items.accessibleDescription()


def test_a_tool_tip_is_text_and_no_page(panel: Panel) -> None:
    panel.shows("<b>甲</b>.pdf")
    assert "<" not in panel.list.items.item(0).toolTip()


def test_it_is_as_high_when_filled_before_it_is_shown(panel: Panel) -> None:
    early = EvidenceList(panel.apply, panel.attach, panel.find)
    for one in (panel.list, early):
        one.show_files(CELL, "甲.pdf\n乙.jpg")
    early.show()
    panel.app.processEvents()
    assert early.items.height() == panel.list.items.height()
    early.close()


HEIGHTS = [(1, False), (4, False), (5, False), (6, True), (40, True)]  # lines, does it scroll


@pytest.mark.parametrize(("count", "scrolls"), HEIGHTS)
def test_it_is_as_high_as_its_lines_and_no_wider_than_the_panel(
    count: int, scrolls: bool, panel: Panel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names = [f"{'职业技能提升行动补贴项目培训人员花名册' * 2}{n}.xlsx" for n in range(count)]
    monkeypatch.setattr(panel.list, "_find", lambda _name: tmp_path)
    panel.shows("\n".join(names))
    panel.app.processEvents()
    items = panel.list.items
    assert (items.verticalScrollBar().maximum() > 0) == scrolls
    assert items.horizontalScrollBar().maximum() == 0
    lines = min(count, attachments.MAX_LINES)
    assert 0 <= items.height() - lines * items.sizeHintForRow(0) <= 6
    assert panel.list.width() == 272 - 32
