"""One look that holds: no text cut, nothing outside its place, no foreign word, at every size."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.ui.help.manual_window import ManualWindow
from app.ui.speaking import ask
from app.ui.start.unit_list import STATE
from app.ui.style import ACCENT, SIZES, apply_style, px, sheet
from app.ui.views.views import TAB_NAMES
from tests.ui.driver import Key, Office
from tests.ui.looking import cut_cells, cut_texts, foreign, foreign_words, outside

CONTROL = Qt.KeyboardModifier.ControlModifier
# window and text size: a small screen, that screen at 125 and 150 %, a large one, the smallest
ROOMS = (
    (1366, 720, 100),
    (1366, 720, 125),
    (1366, 720, 150),
    (1092, 560, 100),
    (911, 470, 100),
    (1920, 1030, 150),
    (960, 600, 100),
    (960, 600, 150),
)
Act = Callable[[Office], None]


@pytest.fixture(autouse=True)
def standard_size_afterwards(office: Office) -> Iterator[None]:
    yield
    apply_style(office.app)


def stands(office: Office, width: int, height: int, percent: int) -> None:
    """The window in a room of this size, with the text of this size."""
    office.window.restyle(percent)
    office.window.setMinimumSize(100, 100)  # as on a screen that is smaller than the least size
    office.window.resize(width, height)
    office.settle()
    assert office.window.width() == width


def marks(widget: QWidget) -> list[str]:
    return [*cut_texts(widget), *cut_cells(widget), *outside(widget), *foreign_words(widget)]


def has_sample(office: Office) -> None:
    office.clicks("载入示例单位")


@pytest.mark.parametrize(("width", "height", "percent"), ROOMS)
def test_every_page_fits(office: Office, width: int, height: int, percent: int) -> None:
    stands(office, width, height, percent)
    assert not marks(office.window), "welcome"
    has_sample(office)
    for name in TAB_NAMES.values():
        office.shows_tab(name)
        stands_still(office)
        assert not marks(office.window), name
    office.clicks("‹ 填报列表")
    assert not marks(office.window), "list"
    office.creates()
    assert not marks(office.window), "new"


def stands_still(office: Office) -> None:
    office.settle()
    office.settle()


def in_start_page(words: str) -> Act:
    def act(office: Office) -> None:
        if office.window.opened is not None:
            office.clicks("‹ 填报列表")
        office.clicks(words)

    return act


def on_tab(tab: str, words: str) -> Act:
    def act(office: Office) -> None:
        office.shows_tab(tab)
        office.clicks(words)

    return act


def by_key(key: Qt.Key) -> Act:
    return lambda office: office.presses(key, CONTROL)


def by_scheme(office: Office) -> None:
    made = office.work.bar.findChildren(QPushButton)
    office.clicks(next(one.text() for one in made if "更换方案" in one.accessibleName()))


DIALOGS: dict[str, Act] = {
    "new": in_start_page("＋ 新建填报"),
    "packs": in_start_page("方案…"),
    "next year": in_start_page("从上年新建…"),
    "copy": in_start_page("复制…"),
    "settings": by_key(Key.Key_Comma),
    "keys": by_key(Key.Key_Slash),
    "scheme": by_scheme,
    "backup": in_start_page("备份…"),
    "restore": in_start_page("恢复…"),
    "import": on_tab("收入支出", "导入决算表…"),
    "codes": on_tab("基本信息", "科目表…"),
    "carry": on_tab("项目支出", "从往年带入…"),
    "library": on_tab("项目支出", "指标库…"),
}


def opens(office: Office, act: Act, look: Callable[[QWidget], None]) -> None:
    """Do what opens a dialog, look at it, close it by Esc."""
    seen: list[str] = []
    waits = 200

    def now() -> None:
        nonlocal waits
        dialog = QApplication.activeModalWidget()
        waits -= 1
        if dialog is None and waits:
            QTimer.singleShot(10, now)
        elif dialog is not None:
            office.settle()
            seen.append(dialog.windowTitle())
            try:
                look(dialog)
            finally:
                dialog.close()

    QTimer.singleShot(0, now)
    office.window.activateWindow()
    office.settle()
    act(office)
    office.settle()
    assert seen, "no dialog came"


@pytest.mark.parametrize("percent", SIZES)
@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog_fits(office: Office, name: str, percent: int) -> None:
    has_sample(office)
    stands(office, 1366, 720, percent)
    found: list[str] = []

    def look(dialog: QWidget) -> None:
        dialog.resize(dialog.size().boundedTo(office.window.size()))
        office.settle()
        found.extend(marks(dialog))

    if name == "carry" and percent != SIZES[0]:
        stands(office, 1920, 1000, percent)  # its button gives way in a low window
    opens(office, DIALOGS[name], look)
    assert not found


@pytest.mark.parametrize("percent", SIZES)
def test_the_manual_fits(office: Office, percent: int) -> None:
    stands(office, 1366, 720, percent)
    office.window.activateWindow()
    office.presses(Key.Key_F1, CONTROL)
    manual = office.window.findChild(ManualWindow)
    assert isinstance(manual, ManualWindow)
    assert manual.isVisible()
    assert not marks(manual)
    manual.close()


LONG = "云岭县机关事业单位养老保险服务中心（加挂云岭县城乡居民养老保险服务中心牌子）"
SENTENCE = f"封存“{LONG} 2024年度”？这份填报还缺 3 项没有填。\n封存以后只能查看、打印、导出。"


@pytest.mark.parametrize("percent", SIZES)
def test_a_question_is_read_whole(office: Office, percent: int) -> None:
    stands(office, 1366, 720, percent)
    found: list[str] = []
    answers: list[bool] = []

    def look(dialog: QWidget) -> None:
        found.extend(marks(dialog))
        colours = dialog.grab().toImage()
        primary = next(one for one in dialog.findChildren(QPushButton) if one.text() == "封存")
        corner = primary.mapTo(dialog, QPoint(px(8), primary.height() // 2))
        found.extend([] if colours.pixelColor(corner).name() == ACCENT else ["not primary"])

    opens(office, lambda _: answers.append(ask(office.window, SENTENCE, "封存", "先不封存")), look)
    assert not found
    assert answers == [False]  # it was closed


@pytest.mark.parametrize(("yes", "agreed"), [("封存", True), ("仍然导入", False)])
def test_enter_is_what_is_advised(office: Office, yes: str, agreed: bool) -> None:
    answers: list[bool] = []

    def press(dialog: QWidget) -> None:
        QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Return)

    opens(office, lambda _: answers.append(ask(office.window, SENTENCE, yes, "先不做")), press)
    assert answers == [agreed]


def test_a_narrow_list_of_units_shows_their_names(office: Office) -> None:
    has_sample(office)
    office.clicks("‹ 填报列表")
    items = office.window.start.items
    for width, percent in ((1366, 100), (960, 100), (960, 150)):
        stands(office, width, 600, percent)
        items = office.window.start.items
        assert items.columnWidth(0) >= px(140)  # nine signs, (width, percent)
        assert not items.isColumnHidden(STATE)


def test_a_low_page_keeps_its_room(office: Office) -> None:
    has_sample(office)
    office.shows_tab("收入支出")
    panel = office.work.aside.findings
    for width, height, percent in ((1366, 720, 100), (960, 600, 100), (960, 600, 150)):
        stands(office, width, height, percent)
        office.shows_tab("三公经费")
        office.shows_tab("收入支出")
        panel = office.work.aside.findings
        assert panel.open == (height == 720), (width, percent)
        if not panel.open:
            panel.toggle()  # and what a person opens is not much
            office.settle()
        assert panel.grid.height() <= max(office.work.height() // 4, px(66))
        office.window.memory.keep("findings.open", "")


def test_the_menu_speaks_chinese(office: Office) -> None:
    has_sample(office)
    assert not foreign(one.text for one in office.window.more())


def test_all_of_the_look_grows() -> None:
    plain, large = sheet(100), sheet(150)
    assert "font-size: 13px" in plain
    assert "font-size: 20px" in large
    assert "padding: 9px 18px" in large  # 6px 12px of a button
    assert "1px solid" in large  # lines stay thin


def test_lengths_follow_the_text(office: Office) -> None:
    assert px(30) == 30
    office.window.restyle(150)
    assert 44 <= px(30) <= 46


def test_focus_is_two_pixels_wide_everywhere() -> None:
    told = sheet()
    rules = [rule for rule in told.split("}") if ":focus" in rule.partition("{")[0]]
    assert len(rules) > 10
    for rule in rules:
        heads, _, body = rule.partition("{")
        border = "border" in body or "padding" in body  # padding: the frame comes from above
        assert border, heads
        assert "1px solid #1f5f8b" not in body, heads
