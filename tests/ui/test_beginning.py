"""The program started on a file with a password, a damaged one, or none where one was before."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton

from app.packs import Shelf
from app.resources import DEFAULT_SCHEME
from app.storage.backup import back_up
from app.storage.database import open_database
from app.storage.listing import glance
from app.storage.password import change_password
from app.storage.problems import StorageProblem
from app.ui.app import _open, make_application
from app.ui.start.password_dialog import NewPasswordDialog, PasswordDialog
from app.ui.start.rescue import RescueDialog
from app.ui.window import MainWindow

UNIT = "云岭县试验中心"
KEY = "budget 2024"


class Desk:
    """A person before a program that is being started; what its dialogs say, and what they do."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.app = make_application(["suanpan"])
        self.codes: list[int] = []
        self.told: list[str] = []
        self.seen: list[QDialog] = []

    def starts(self, *acts: Callable[[QDialog], None]) -> None:
        """Start the program; what comes up is answered by these, one after the other."""
        self.window = MainWindow(
            lambda key: _open(self.path, key),
            Shelf,
            self.path.parent,
            glance(self.path),
        )
        self.window.tell = self.told.append  # type: ignore[assignment, method-assign]
        self.answers(*acts)
        self.window.show()
        late = time.monotonic() + 20
        while self.waiting or not (self.codes or self.window._store):
            assert time.monotonic() < late, "the program neither opened the file nor ended"
            QTest.qWait(10)

    def answers(self, *acts: Callable[[QDialog], None]) -> None:
        self.waiting = waiting = list(acts)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, PasswordDialog | NewPasswordDialog | RescueDialog):
                self.seen.append(dialog)
                if waiting:
                    waiting.pop(0)(dialog)
            if waiting:
                QTimer.singleShot(10, look)

        QTimer.singleShot(0, look)

    def units(self) -> list[str]:
        return [one.unit_name for one in self.window.data().submissions()]

    def leaves(self) -> None:
        self.window.close()
        self.window.close_data()
        self.window.deleteLater()
        self.app.processEvents()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    path = tmp_path / "数据" / "数据.db"
    with closing(open_database(path)) as store:
        store.create(2024, DEFAULT_SCHEME, "", {"info.unit": UNIT})
    made = Desk(path)
    monkeypatch.setattr(QApplication, "exit", made.codes.append)
    yield made
    made.leaves()


def types(*texts: str) -> Callable[[QDialog], None]:
    """Fill the fields one after the other, then Enter."""

    def act(dialog: QDialog) -> None:
        for field, text in zip(dialog.findChildren(QLineEdit), texts, strict=True):
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, text)
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    return act


def clicks(text: str) -> Callable[[QDialog], None]:
    def act(dialog: QDialog) -> None:
        (found,) = (one for one in dialog.findChildren(QPushButton) if one.text() == text)
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)

    return act


def texts_of(dialog: QDialog) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(one.text() for one in dialog.findChildren(QLabel))


# ---------------------------------------------------------------- a password


def test_the_password_opens_the_file(desk: Desk) -> None:
    change_password(desk.path, "", KEY)
    said: list[str] = []

    def wrong(dialog: QDialog) -> None:
        types("nonsense")(dialog)
        said.append(texts_of(dialog))

    desk.starts(wrong, types(KEY))
    assert "密码不对" in said[0]
    assert desk.units() == [UNIT]
    assert desk.window.start.items.topLevelItemCount() >= 1
    assert (desk.codes, desk.told) == ([], [])


def test_without_the_password_the_program_ends(desk: Desk) -> None:
    change_password(desk.path, "", KEY)
    desk.starts(clicks("退出"))
    assert desk.codes == [1]
    assert glance(desk.path) is None


def test_a_password_is_set_changed_and_taken_away(desk: Desk) -> None:
    from app.ui.start.passwords import ask_new_password

    desk.starts()
    desk.answers(types(KEY, KEY))
    ask_new_password(desk.window)
    assert glance(desk.path) is None
    with pytest.raises(StorageProblem):
        open_database(desk.path)
    assert desk.units() == [UNIT]

    desk.answers(types(KEY, "another", "another"))
    ask_new_password(desk.window)
    with closing(open_database(desk.path, key="another")) as store:
        assert len(store.submissions()) == 1

    def none(dialog: QDialog) -> None:
        assert isinstance(dialog, NewPasswordDialog)
        QTest.keyClicks(dialog.findChildren(QLineEdit)[0], "another")
        dialog._none.click()
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    desk.answers(none)
    ask_new_password(desk.window)
    assert glance(desk.path) is not None
    assert desk.units() == [UNIT]
    assert desk.told == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", ""), "至少 6 个字符"),
        (("12345", "12345"), "现在是 5 个"),
        (("123456", "123457"), "不一样"),
        (("123456 ", "123456 "), "空格"),
    ],
)
def test_a_poor_password_is_said(desk: Desk, typed: tuple[str, str], said: str) -> None:
    from app.ui.start.passwords import ask_new_password

    desk.starts()
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        types(*typed)(dialog)
        seen.append(texts_of(dialog))

    desk.answers(look, clicks("取消"))
    ask_new_password(desk.window)
    assert said in seen[0]
    assert glance(desk.path) is not None


# ---------------------------------------------------------------- damage


def damage(path: Path, end: int = 4096) -> None:
    path.write_bytes(bytes(end) + path.read_bytes()[end:])


def test_what_can_be_read_takes_the_place_of_a_damaged_file(desk: Desk) -> None:
    damage(desk.path)
    desk.starts(clicks("用选中的"))
    assert desk.units() == [UNIT]
    assert "已经换上读出来的内容" in desk.told[0]
    assert [one.name for one in desk.path.parent.iterdir() if "损坏" in one.name]
    assert desk.codes == []


def test_a_backup_takes_the_place_of_a_file_beyond_reading(desk: Desk) -> None:
    back_up(desk.path, desk.path.parent / "backups", "manual")
    damage(desk.path, desk.path.stat().st_size)
    desk.starts(clicks("用选中的"))
    assert desk.units() == [UNIT]
    assert "的备份" in desk.told[0]


def test_a_damaged_file_is_left_alone(desk: Desk) -> None:
    damage(desk.path)
    before = desk.path.read_bytes()
    desk.starts(clicks("先不动，退出"))
    assert desk.codes == [1]
    assert desk.path.read_bytes() == before
    assert [one.name for one in desk.path.parent.iterdir()] == [desk.path.name]


def test_a_file_that_seems_to_have_a_password_may_be_damaged(desk: Desk) -> None:
    change_password(desk.path, "", KEY)
    back_up(desk.path, desk.path.parent / "backups", "manual", KEY)
    desk.path.write_bytes(bytes(range(256)) * 64)
    desk.starts(clicks("打不开怎么办…"), clicks("没有密码"), clicks("先不动，退出"))
    assert desk.codes == [1]
    assert "备份设了密码" in texts_of(desk.seen[1])
    assert "没有找到能用的备份" in texts_of(desk.seen[-1])


@pytest.mark.parametrize("noise", [True, False])
def test_a_damaged_file_with_a_password_comes_back_from_its_backup(desk: Desk, noise: bool) -> None:
    change_password(desk.path, "", KEY)
    back_up(desk.path, desk.path.parent / "backups", "start", KEY)
    desk.path.write_bytes(bytes(range(256)) * 64 if noise else bytes(20_000))

    def types_then_damaged(dialog: QDialog) -> None:
        types(KEY)(dialog)  # which cannot fit any more
        clicks("打不开怎么办…")(dialog)

    wrong = types("nonsense")
    first = (types_then_damaged,) if noise else (wrong, types(KEY))
    desk.starts(*first, clicks("用选中的"))
    assert desk.units() == [UNIT]
    assert desk.window.key == KEY
    if not noise:
        assert "密码不对，备份没有打开" in texts_of(desk.seen[0])


def test_noise_where_no_password_was_is_said_to_be_damage(desk: Desk) -> None:
    back_up(desk.path, desk.path.parent / "backups", "start")
    noise = bytes(range(256)) * 64
    desk.path.write_bytes(noise)
    desk.starts(clicks("打不开怎么办…"), clicks("用选中的"))
    assert "从没设过密码的，是文件损坏了" in texts_of(desk.seen[0])
    assert desk.units() == [UNIT]
    (kept,) = desk.path.parent.glob("*损坏.db")
    assert kept.read_bytes() == noise


# ---------------------------------------------------------------- a file that is gone


@pytest.fixture
def gone(desk: Desk) -> Desk:
    back_up(desk.path, desk.path.parent / "backups", "manual")
    desk.path.unlink()
    return desk


def test_a_file_that_is_gone_comes_back_from_its_backup(gone: Desk) -> None:
    gone.starts(clicks("用选中的"))
    assert "不在了" in texts_of(gone.seen[0])
    assert gone.units() == [UNIT]
    assert "损坏" not in gone.told[0]


def test_nothing_is_made_in_the_place_of_a_file_that_may_be_found(gone: Desk) -> None:
    gone.starts(clicks("先不动，退出"))
    assert gone.codes == [1]
    assert not gone.path.exists()


def test_a_person_may_begin_anew(gone: Desk) -> None:
    gone.starts(clicks("都不用，重新开始"))
    assert gone.units() == []
    assert (gone.codes, gone.told) == ([], [])
    assert len(list((gone.path.parent / "backups").iterdir())) == 1


def test_beginning_anew_keeps_the_log_that_was_left(gone: Desk) -> None:
    log = gone.path.with_name(f"{gone.path.name}-wal")
    log.write_bytes(bytes(5000))
    gone.starts(clicks("都不用，重新开始"))
    assert (gone.units(), gone.codes, gone.told) == ([], [], [])
    (kept,) = gone.path.parent.glob("*损坏.db-wal")
    assert kept.read_bytes() == bytes(5000)


def test_a_file_whose_first_bytes_are_of_something_else(desk: Desk) -> None:
    back_up(desk.path, desk.path.parent / "backups", "manual")
    data = bytearray(desk.path.read_bytes())
    data[68:72] = b"\0\0\0\0"
    desk.path.write_bytes(data)
    desk.starts(clicks("用选中的"))
    assert desk.units() == [UNIT]


def test_the_log_alone_is_left(desk: Desk) -> None:
    back_up(desk.path, desk.path.parent / "backups", "manual")
    desk.path.rename(desk.path.with_name("算盘.db-wal"))
    desk.path.with_name("算盘.db-wal").rename(desk.path.with_name(f"{desk.path.name}-wal"))
    desk.starts(clicks("用选中的"))
    assert desk.units() == [UNIT]
    assert [one for one in desk.path.parent.iterdir() if one.name.endswith("损坏.db-wal")]
