"""One window for each data file, with real second starts; what they hand over is looked at."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QProcess
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel

from app.resources import sample_text
from app.ui import instance, occupied
from app.ui.app import listen
from app.ui.instance import Claim, claim
from app.ui.start.arriving import Arrivals
from tests.ui.driver import Office

ROOT = Path(__file__).parents[2]
SOON = 20  # seconds that a start may take on a busy machine
Starts = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests of a test go to nobody else's window."""
    own = tmp_path / "own"
    own.mkdir(mode=0o700)
    for name in ("XDG_RUNTIME_DIR", "TMP", "TEMP", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(own))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def starts() -> Iterator[Starts]:
    """Starts the program; all that is still open is killed afterwards."""
    begun: list[subprocess.Popen[str]] = []

    def start(data: Path, *files: Path) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "app", "--data", str(data), *map(str, files)]
        begun.append(subprocess.Popen(command, cwd=ROOT, text=True))
        return begun[-1]

    yield start
    for one in begun:
        one.kill()
        one.wait()


def waits_until(happens: Callable[[], bool]) -> None:
    late = time.monotonic() + SOON
    while not happens():
        assert time.monotonic() < late, "it never happened"
        if QCoreApplication.instance() is None:
            time.sleep(0.02)
        else:
            QTest.qWait(20)


def holder(data: Path) -> int:
    return instance.lock_of(data).getLockInfo()[0]


def comes_up(process: "subprocess.Popen[str]", data: Path) -> None:
    """Wait until a process has the data file open."""
    waits_until(lambda: holder(data) == process.pid and data.exists())


# ---------------------------------------------------------------- whole programs


def one_ended(both: "Sequence[subprocess.Popen[str]]") -> bool:
    return any(one.poll() is not None for one in both)


def rounds(starts: Starts, data: Path, count: int) -> None:
    """Two starts at the same moment, then the window is killed; as often as that."""
    for _ in range(count):
        both = [starts(data), starts(data)]
        waits_until(partial(one_ended, both))
        ended = [one for one in both if one.poll() is not None]
        (window,) = (one for one in both if one not in ended)
        assert [one.returncode for one in ended] == [0]
        assert holder(data) == window.pid
        window.kill()
        window.wait()


def test_two_starts_at_once_are_one_window(starts: Starts, tmp_path: Path) -> None:
    rounds(starts, tmp_path / "数据.db", 3)


@pytest.mark.slow
def test_two_starts_at_once_are_one_window_each_time(starts: Starts, tmp_path: Path) -> None:
    rounds(starts, tmp_path / "数据.db", 20)


def test_a_killed_program_is_in_nobodys_way(starts: Starts, tmp_path: Path) -> None:
    data = tmp_path / "数据.db"
    first = starts(data)
    comes_up(first, data)
    first.kill()
    first.wait()
    second = starts(data)
    comes_up(second, data)
    assert starts(data).wait(SOON) == 0
    assert second.poll() is None


def test_a_lock_that_somebody_took_away_is_held_again(tmp_path: Path) -> None:
    data = tmp_path / "甲" / "数据.db"
    held = instance.claim(data)
    instance.hold_again(held)
    shutil.rmtree(data.parent)
    instance.hold_again(held)  # there is no place for it yet
    data.parent.mkdir()
    instance.hold_again(held)
    assert holder(data) == os.getpid()
    assert not instance.lock_of(data).tryLock(0)
    held.lock.unlock()


def test_each_data_file_has_its_window(starts: Starts, tmp_path: Path) -> None:
    files = [tmp_path / "甲.db", tmp_path / "乙.db"]
    windows = [starts(data) for data in files]
    for window, data in zip(windows, files, strict=True):
        comes_up(window, data)
    assert [window.poll() for window in windows] == [None, None]


def test_a_file_of_another_spelling_is_the_same_file(starts: Starts, tmp_path: Path) -> None:
    data = tmp_path / "数据.db"
    first = starts(data)
    comes_up(first, data)
    link = tmp_path / "别处" / "链接.db"
    link.parent.mkdir()
    try:
        link.symlink_to(data)
    except OSError:
        pytest.skip("no links here")
    assert starts(link).wait(SOON) == 0


def test_verbs_run_beside_the_window(starts: Starts, tmp_path: Path) -> None:
    data = tmp_path / "数据.db"
    comes_up(starts(data), data)
    command = [sys.executable, "-m", "app", "sample", "--db", str(data)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert said.stdout.startswith("示例单位已装入")


def test_a_second_start_loads_nothing_heavy(starts: Starts, tmp_path: Path) -> None:
    data = tmp_path / "数据.db"
    comes_up(starts(data), data)
    code = (
        "import sys; sys.argv = ['suanpan', '--data', sys.argv[1]]\n"
        "from app.__main__ import main\n"
        "print(main(), *sys.modules)"
    )
    command = [sys.executable, "-c", code, str(data)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    result, *loaded = said.stdout.split()
    assert result == "0"
    assert "PySide6.QtCore" in loaded
    heavy = {"PySide6.QtGui", "PySide6.QtWidgets", "PySide6.QtNetwork", "sqlite3", "app.ui.app"}
    assert not heavy & set(loaded)


# ---------------------------------------------------------------- the window that is asked


@pytest.fixture
def first(office: Office) -> Iterator[Office]:
    """The window of this process, as the first on its data file."""
    held = claim(office.path)
    assert held.state == "mine"
    listen(office.window)
    yield office
    held.lock.unlock()


def second_start(office: Office, *files: Path) -> int:
    """The exit code of another start, while the window goes on."""
    process = QProcess()
    process.setWorkingDirectory(str(ROOT))
    process.start(sys.executable, ["-m", "app", "--data", str(office.path), *map(str, files)])
    waits_until(lambda: process.state() == QProcess.ProcessState.NotRunning)
    office.settle()
    return process.exitCode()


def test_a_second_start_brings_the_window_back(first: Office) -> None:
    first.window.showMaximized()
    first.window.showMinimized()
    assert first.window.isMinimized()
    assert second_start(first) == 0
    assert not first.window.isMinimized()
    assert first.window.isMaximized(), "as large as it was"
    assert first.window.isActiveWindow()
    assert not list(instance.requests().iterdir())


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "数据包　（2023年度） {x}.suanpan"
    path.write_text(sample_text(), encoding="utf-8")
    return path


def test_a_package_is_handed_over_and_taken_in(first: Office, package: Path) -> None:
    first.agrees = True
    assert second_start(first, package) == 0
    waits_until(lambda: first.window.session is not None)
    assert first.window.session is not None
    assert first.window.session.submission.year == 2023
    assert f"要把数据包“{package.name}”导入" in first.asked[0]
    assert first.told == []


def test_a_package_that_is_not_wanted_changes_nothing(first: Office, package: Path) -> None:
    assert second_start(first, package) == 0
    waits_until(lambda: len(first.asked) == 1)
    first.settle()
    assert first.window.session is None
    assert first.store.submissions() == []


def test_a_file_that_is_gone_is_said(first: Office, tmp_path: Path) -> None:
    assert second_start(first, tmp_path / "没有.suanpan") == 0
    waits_until(lambda: first.told != [])
    assert first.told == [
        f"没有找到这个文件，可能移走了、改了名，或者U盘已经拔下：{tmp_path / '没有.suanpan'}"
    ]


def test_a_file_waits_for_the_dialog_that_is_open(first: Office, package: Path) -> None:
    dialog = QDialog(first.window)
    dialog.setModal(True)
    dialog.show()
    assert second_start(first, package) == 0
    QTest.qWait(500)
    assert first.asked == []
    dialog.close()
    waits_until(lambda: len(first.asked) == 1)


def test_a_file_that_comes_again_while_it_is_asked_about_is_asked_once(
    first: Office, package: Path
) -> None:
    arrivals = first.window.findChild(Arrivals)
    assert isinstance(arrivals, Arrivals)
    asked: list[str] = []

    def ask(sentence: str, *_: str) -> bool:
        asked.append(sentence)
        arrivals.come(package)
        return False

    first.window.ask = ask  # type: ignore[assignment, method-assign]
    arrivals.come(package)
    QTest.qWait(500)
    assert len(asked) == 1
    arrivals.come(package)
    QTest.qWait(300)
    assert len(asked) == 2


def plants(content: bytes, name: str = "") -> Path:
    """A request that somebody wrote."""
    folder = instance.requests()
    folder.mkdir(exist_ok=True)
    path = folder / (name or f"{os.getpid()}-1.request")
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        *(b"x" * 10_000_000, b"/" + b"x" * 65_536, b"relative.suanpan", b"../../etc/passwd"),
        *(b"/a\0b", b"/a\nb", b"C:relative", b"http:/x", b"\xff\xfe\x00", b"-rf", b"$(reboot)"),
    ],
    ids=range(11),
)
def test_a_hostile_request_only_brings_the_window_up(first: Office, content: bytes) -> None:
    first.window.showMinimized()
    path = plants(content)
    waits_until(lambda: not path.exists())
    first.settle()
    QTest.qWait(30)
    assert not first.window.isMinimized()
    assert first.told == [] and first.asked == []


def test_a_request_for_others_or_of_long_ago_is_none(first: Office) -> None:
    first.window.showMinimized()
    other = plants(b"", "1-1.request")
    part = plants(b"", f"{os.getpid()}-1.part")
    old = plants(b"", f"{os.getpid()}-2.part")
    os.utime(old, (time.time() - 3600,) * 2)
    old = old.rename(old.with_suffix(".request"))
    waits_until(lambda: not old.exists())
    assert other.exists() and part.exists()
    assert first.window.isMinimized()


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_request_that_is_no_file_stops_nothing(first: Office, tmp_path: Path) -> None:
    target = tmp_path / "别人的.suanpan"
    target.write_text("/x.suanpan", encoding="utf-8")
    os.mkfifo(instance.requests() / f"{os.getpid()}-3.request")
    (instance.requests() / f"{os.getpid()}-4.request").mkdir()
    (instance.requests() / f"{os.getpid()}-5.request").symlink_to(target)
    assert second_start(first) == 0
    assert target.exists()
    assert first.told == []


# ---------------------------------------------------------------- nobody answers


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "PATIENCE", 0)


def writes_lock(data: Path, *lines: str) -> Path:
    path = Path(instance.lock_of(data).fileName())
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_another_computer_is_named(tmp_path: Path) -> None:
    data = tmp_path / "数据.db"
    writes_lock(data, "4711", "suanpan", "财务室-2", "0a", "0b")
    found = claim(data)
    assert (found.state, found.host) == ("elsewhere", "财务室-2")


def test_a_computer_of_the_same_name_is_another_one(tmp_path: Path) -> None:
    data = tmp_path / "数据.db"
    held = claim(data)
    lines = Path(held.lock.fileName()).read_text(encoding="utf-8").splitlines()
    lines[3] = "another machine"
    held.lock.unlock()
    writes_lock(data, *lines)
    assert claim(data).state == "elsewhere"


def test_a_number_given_to_another_program_is_no_holder(tmp_path: Path) -> None:
    """After a restart of the computer the number of the process belongs to something else."""
    data = tmp_path / "数据.db"
    held = claim(data)
    lines = Path(held.lock.fileName()).read_text(encoding="utf-8").splitlines()
    held.lock.unlock()
    writes_lock(data, str(os.getppid()), "suanpan", *lines[2:])
    found = claim(data)
    assert found.state == "mine"
    found.lock.unlock()
    lines[-1] = "another start of the computer"
    writes_lock(data, *lines)
    assert claim(data).state == "mine"


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("content", [b"", b"\0" * 4096, b"\xff" * 100, b"not a number\n"])
def test_a_lock_cut_off_by_a_power_failure_is_taken_over(tmp_path: Path, content: bytes) -> None:
    data = tmp_path / "数据.db"
    Path(instance.lock_of(data).fileName()).write_bytes(content)
    assert claim(data).state == "mine"


@pytest.mark.usefixtures("quick")
def test_a_number_given_to_this_very_process_is_no_holder(tmp_path: Path) -> None:
    """The power failed, and after the start of the computer numbers are given out as before."""
    data = tmp_path / "数据.db"
    before = claim(data)
    content = Path(before.lock.fileName()).read_bytes()
    before.lock.unlock()
    Path(before.lock.fileName()).write_bytes(content)
    assert claim(data).state == "mine"


@pytest.mark.usefixtures("quick")
def test_who_does_not_answer_is_not_pushed_aside(tmp_path: Path) -> None:
    data = tmp_path / "数据.db"
    held = claim(data)
    assert held.state == "mine"
    assert claim(data).state == "silent"
    assert held.lock.isLocked()
    assert not list(instance.requests().iterdir()), "the request is taken back"


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be halted there")
def test_a_window_that_hangs_is_waited_for(starts: Starts, tmp_path: Path) -> None:
    data = tmp_path / "数据.db"
    first = starts(data)
    comes_up(first, data)
    first.send_signal(signal.SIGSTOP)
    begun = time.monotonic()
    assert claim(data).state == "silent"
    assert 2.9 < time.monotonic() - begun < 4
    first.send_signal(signal.SIGCONT)
    assert claim(data).state == "answered"


def test_a_folder_that_takes_no_lock_is_left_to_the_opening(tmp_path: Path) -> None:
    file = tmp_path / "文件"
    file.write_bytes(b"")
    assert claim(file / "数据.db").state == "unguarded"


# ---------------------------------------------------------------- what a person is told


Answer = Callable[[], int]
AGAIN, LEAVE = QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Answer]:
    """What a person chooses in the dialogs to come; all of it must be asked for."""
    left: list[Answer] = []
    monkeypatch.setattr(occupied.Occupied, "exec", lambda _: left.pop(0)())
    return left


def elsewhere(data: Path) -> Claim:
    writes_lock(data, "4711", "suanpan", "财务室-2", "0a", "0b")
    return claim(data)


def test_leaving_leaves_everything(office: Office, answers: list[Answer]) -> None:
    data = office.folder / "共享.db"
    found = elsewhere(data)
    answers.append(lambda: LEAVE)
    assert occupied.settled(found, data, None) is None
    assert Path(found.lock.fileName()).exists()


def test_trying_again_works_once_the_other_computer_is_done(
    office: Office, answers: list[Answer]
) -> None:
    data = office.folder / "共享.db"
    found = elsewhere(data)

    def closed_there() -> int:
        Path(found.lock.fileName()).unlink()
        return AGAIN

    answers += [lambda: AGAIN, closed_there]
    held = occupied.settled(found, data, None)
    assert held is not None and held.state == "mine"
    assert answers == []


@pytest.mark.parametrize("sure", [True, False])
def test_a_lock_of_a_computer_out_of_use_is_let_go_only_after_a_question(
    office: Office, answers: list[Answer], monkeypatch: pytest.MonkeyPatch, sure: bool
) -> None:
    data = office.folder / "共享.db"
    found = elsewhere(data)
    asked: list[str] = []

    def ask(_parent: object, sentence: str, *_: str) -> bool:
        asked.append(sentence)
        return sure

    monkeypatch.setattr("app.ui.speaking.ask", ask)
    answers += [lambda: occupied.TAKE, lambda: LEAVE]
    held = occupied.settled(found, data, None)
    assert len(asked) == 1 and "财务室-2" in asked[0]
    assert (held is not None) is sure


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")
def test_a_lock_that_somebody_holds_is_not_let_go(
    starts: Starts, office: Office, answers: list[Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name of a computer may be wrong; the lock of the system is not."""
    data = office.folder / "共享.db"
    first = starts(data)
    comes_up(first, data)
    path = Path(instance.lock_of(data).fileName())
    lines = path.read_text(encoding="utf-8").splitlines()
    with path.open("r+", encoding="utf-8") as file:  # the same file, so the lock on it stays
        file.write("".join(f"{line}\n" for line in [*lines[:2], "财务室-2", *lines[3:]]))
    told: list[str] = []
    monkeypatch.setattr("app.ui.speaking.ask", lambda *_: True)
    monkeypatch.setattr("app.ui.speaking.tell", lambda _, sentence: told.append(sentence))
    answers += [lambda: occupied.TAKE, lambda: LEAVE]
    assert occupied.settled(claim(data), data, None) is None
    assert told == [occupied.STILL.format(host="财务室-2")]
    assert path.exists()


def test_the_dialog_says_who_has_it(office: Office) -> None:
    data = office.folder / "共享.db"
    writes_lock(data, "4711", "suanpan", "财务\u202e室" + "x" * 300, "0a", "0b")
    dialog = occupied.Occupied(claim(data), data)
    dialog.show()
    texts = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "另一台电脑“财务室xxx" in texts and "x" * 41 not in texts
    dialog.close()
