"""The dialogs about the safety of the data: at every size of the text and in a small window nothing
is cut, nothing stands outside, and a keyboard reaches all of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QLineEdit,
    QRadioButton,
    QTreeWidget,
    QWidget,
)

from app.domain.differing import Differing
from app.domain.submission import Edit
from app.resources import DEFAULT_SCHEME
from app.storage import place
from app.storage.backup import back_up
from app.storage.database import WRONG
from app.storage.rescue import choices
from app.ui.instance import Claim
from app.ui.occupied import Occupied
from app.ui.speaking import Message
from app.ui.start.beginning import MAYBE
from app.ui.start.differing_dialog import DifferingDialog
from app.ui.start.password_dialog import NewPasswordDialog, PasswordDialog
from app.ui.start.place_warning import ADVICE, MOVE, RISKS, SAFE, STRIPS
from app.ui.start.rescue import RescueDialog
from app.ui.start.restore_dialog import RestoreDialog
from app.ui.style import SIZES, apply_style
from tests.ui.driver import Key, Office
from tests.ui.looking import cut_cells, cut_texts, foreign_words, outside
from tests.ui.office_work import lays_in, waits_until

ROOMS = ((1366, 720), (960, 600))  # px of a small screen, and of the smallest window
STRIP_ROOMS = ((1366, 720, 150), (1092, 600, 125), (960, 600, 125), (960, 600, 100))
UNIT = "云岭县机关事业单位养老保险服务中心（加挂云岭县城乡居民养老保险服务中心牌子）"
DEEP = (
    Path("/mnt") / "决算公开和绩效自评（预算股李某2024年交接）" / "各单位报来的数据文件" / "算盘.db"
)
Make = Callable[[Office], QDialog]


@pytest.fixture(autouse=True)
def standard_size_afterwards(office: Office) -> Iterator[None]:
    yield
    apply_style(office.app)


def marks(widget: QWidget) -> list[str]:
    return [*cut_texts(widget), *cut_cells(widget), *outside(widget), *foreign_words(widget)]


def worked(office: Office) -> Path:
    """A file with two units, backups of it, and an edit after that; the folder of the backups."""
    folder = office.folder / "backups"
    lays_in(office, (UNIT, 2024), ("云岭县就业服务中心", 2023))
    back_up(office.path, folder, "start")
    back_up(office.path, folder, "manual")
    edit = Edit({"info.head": "林"}, "填写")
    office.store.write(1, edit, office.store.load(1).entries)
    return folder


# ---------------------------------------------------------------- the dialogs


def rescue(lost: str) -> Make:
    """The file torn, gone, or beyond reading and without a backup."""

    def make(office: Office) -> QDialog:
        worked(office)
        data = office.folder / "旧" / "算盘.db"
        data.parent.mkdir()
        if lost != "beyond":
            (office.folder / "backups").rename(data.parent / "backups")
            data.write_bytes(office.path.read_bytes()[:200_000])
        else:
            data.write_bytes(b"?" * 5000)
        if lost == "gone":
            data.unlink()
        dialog = RescueDialog(office.window, data, choices(data, DEFAULT_SCHEME))
        assert bool(dialog.chosen()) == (lost != "beyond")
        return dialog

    return make


def password(office: Office) -> QDialog:
    said = f"这个数据文件设了密码，输入密码才能打开：{DEEP}。{MAYBE}"
    dialog = PasswordDialog(
        office.window,
        said,
        lambda _: WRONG,
        rescue=True,
    )
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("geheim")
    dialog._accept()
    return dialog


def new_password(key: str) -> Make:
    def make(office: Office) -> QDialog:
        dialog = NewPasswordDialog(office.window, key)
        dialog._accept()  # what is wrong is said
        return dialog

    return make


def restore(office: Office) -> QDialog:
    folder = worked(office)
    dialog = RestoreDialog(office.window, folder, office.store.submissions())
    waits_until(lambda: dialog.inside.topLevelItemCount() > 0)
    return dialog


def no_backups(office: Office) -> QDialog:
    return RestoreDialog(office.window, office.folder / "nothing", office.store.submissions())


def differing(office: Office) -> QDialog:
    long = "完成率达到年初目标，群众满意度有提高；" * 12
    found = [
        Differing(
            "项目支出　就业补助",
            "数量指标2　完成值",
            "1306家",
            "1400家",
            "94 家",
        ),
        Differing("overall.reason", "整体支出", "偏差原因分析及改进措施", long, long[:-9], ""),
    ] * 20
    return DifferingDialog(f"{UNIT} 2024年度：与数据包有 40 处不同。", found, office.window)


def occupied(state: str) -> Make:
    def make(office: Office) -> QDialog:
        lock = QLockFile(str(office.folder / "x.lock"))
        return Occupied(Claim(state, lock, "财务室-二楼东头-预算股-李某用的那台电脑"), DEEP)  # type: ignore[arg-type]

    return make


def place_words(kind: "place.Kind") -> Make:
    def make(office: Office) -> QDialog:
        return Message(office.window, "\n\n".join((SAFE, RISKS[kind], ADVICE[kind], MOVE)), "算盘")

    return make


DIALOGS: dict[str, Make] = {
    "torn": rescue("torn"),
    "gone": rescue("gone"),
    "beyond": rescue("beyond"),
    "password": password,
    "first password": new_password(""),
    "other password": new_password("geheim"),
    "restore": restore,
    "no backups": no_backups,
    "differing": differing,
    "silent": occupied("silent"),
    "elsewhere": occupied("elsewhere"),
    "stick": place_words("removable"),
    "synced": place_words("synced"),
}


def shown(office: Office, make: Make, percent: int, room: tuple[int, int]) -> QDialog:
    office.window.restyle(percent)
    dialog = make(office)
    dialog.show()
    dialog.activateWindow()
    office.settle()
    width, height = room
    dialog.resize(min(dialog.width(), width), min(dialog.height(), height))
    office.settle()
    return dialog


@pytest.mark.parametrize("percent", SIZES)
@pytest.mark.parametrize("name", DIALOGS)
def test_every_one_fits(office: Office, name: str, percent: int) -> None:
    dialog = shown(office, DIALOGS[name], percent, ROOMS[0])
    assert dialog.width() <= ROOMS[0][0] and dialog.height() <= ROOMS[0][1]
    assert not marks(dialog)
    if percent == SIZES[0]:
        width, height = ROOMS[1]
        dialog.resize(min(dialog.width(), width), min(dialog.height(), height))
        office.settle()
        assert dialog.width() <= width and dialog.height() <= height
        assert not marks(dialog), "in the smallest window"
    dialog.close()


@pytest.mark.parametrize("name", DIALOGS)
def test_tab_reaches_all_and_escape_changes_nothing(office: Office, name: str) -> None:
    dialog = shown(office, DIALOGS[name], 100, ROOMS[0])
    wanted = {
        one
        for kind in (QAbstractButton, QLineEdit, QTreeWidget)
        for one in dialog.findChildren(kind)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() != one.focusPolicy().NoFocus
        if not isinstance(one, QRadioButton)  # one of them by Tab, the others by arrows
    }
    reached = set()
    for _ in range(3 * len(wanted) + 3):
        reached.add(office.app.focusWidget())
        office.presses(Key.Key_Tab)
    assert wanted - reached == set()
    office.presses(Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.result() == QDialog.DialogCode.Rejected


@pytest.mark.parametrize(("width", "height", "percent"), STRIP_ROOMS)
@pytest.mark.parametrize("kind", STRIPS)
def test_the_strip_about_the_place_fits(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    kind: "place.Kind",
    width: int,
    height: int,
    percent: int,
) -> None:
    lays_in(office, (UNIT, 2024))
    monkeypatch.setattr(place, "kind_of", lambda _folder: kind)
    office.window.restyle(percent)
    office.window.setMinimumSize(100, 100)
    office.window.resize(width, height)
    office.presses(Key.Key_F5)
    assert office.window.start.place.isVisible()
    assert not marks(office.window)
