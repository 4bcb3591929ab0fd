"""The log: what is on its list gets in, nothing else; and it disturbs nobody."""

import ast
import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import log
from app.crash_file import crash_lines
from app.storage.problems import StorageProblem
from app.traces import OUTSIDE, place_of, plain_file, plain_trace
from app.ui.qt_messages import plain_message

ROOT = Path(__file__).parents[1]
SECRET = "云岭县机密中心"
POSIX = sys.platform != "win32"


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "数据.db.log"
    log.begin(path)
    yield path
    log.end()


def text(path: Path) -> str:
    return "\n".join(one.read_text(encoding="utf-8") for one in log.files(path))


# ---------------------------------------------------------------- what gets in

LINES = [  # event, fields, what stands in the log
    ("edit", {"cells": 3, "ms": 12}, "edit cells=3 ms=12"),
    ("exported", {"files": 12, "seconds": 0.9}, "exported files=12 seconds=0.90"),
    ("exported", {"stopped": True}, "exported stopped=1"),
    ("problem", {"kind": "full", "at": "edit"}, "problem kind=full at=edit"),
    ("problem", {"kind": SECRET, "at": "edit"}, "problem kind=? at=edit"),
    ("problem", {"kind": 3}, "problem kind=?"),
    ("edit", {"cells": SECRET}, "edit cells=?"),
    ("edit", {"cells": 1, "unit": SECRET}, "edit cells=1"),
    ("started", {"version": "0.1.0"}, "started version=0.1.0"),
    ("started", {"version": "1.2 zhangsan"}, "started version=?"),
    ("started", {"version": "13800138000"}, "started version=?"),
    (SECRET, {"cells": 1}, "?"),
]


@pytest.mark.parametrize(("event", "facts", "told"), LINES)
def test_a_line_is_made_of_numbers_and_words_of_the_list(
    event: str, facts: dict[str, object], told: str
) -> None:
    assert log.line(event, facts) == told


@given(st.sampled_from(sorted(log.EVENTS)), st.text(min_size=1), st.text(min_size=1))
def test_no_text_gets_in(event: str, name: str, value: str) -> None:
    facts = dict.fromkeys((*log.EVENTS[event], name), value)
    told = log.line(event, facts)
    known = {word for field in log.EVENTS[event].values() for word in field or ()}
    parts = [part.partition("=") for part in told.split(" ")]
    assert parts[0][0] == event
    for field, _, said in parts[1:]:
        assert field in log.EVENTS[event]
        assert said == "?" or said in known or said.replace(".", "").isdigit()


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Each call of `note` and the like in the program."""
    for source in sorted((ROOT / "app").rglob("*.py")):
        text = source.read_text(encoding="utf-8")
        bare = "from app.log import note" in text or source.name == "log.py"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and _is_note(node.func, bare):
                yield f"{source.relative_to(ROOT)}:{node.lineno}", node


def _is_note(called: ast.expr, bare: bool) -> bool:
    match called:
        case ast.Attribute(value=ast.Name(id="log"), attr="note" | "note_lines"):
            return True
        case ast.Name(id="note" | "note_lines"):
            return bare
    return False


def test_what_the_program_notes_is_on_the_list() -> None:
    used = set()
    for place, call in calls():
        assert isinstance(call.args[0], ast.Constant), place
        event = str(call.args[0].value)
        used.add(event)
        named = {one.arg for one in call.keywords if one.arg is not None}
        assert named <= set(log.EVENTS[event]), place
    assert used == set(log.EVENTS)


def test_nobody_in_the_program_logs_a_text() -> None:
    for source in sorted((ROOT / "app").rglob("*.py")):
        if source.name != "log_file.py":
            assert "getLogger" not in source.read_text(encoding="utf-8"), source


def test_what_others_log_is_reduced_to_its_place(path: Path) -> None:
    log.open_file()
    logging.getLogger("some.library").warning("%s has 1234.56", SECRET)
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("suanpan").exception(SECRET)
    found = text(path)
    assert SECRET not in found
    assert "1234" not in found
    assert "other level=30 test_log.py:" in found
    assert "    ValueError\n      test_log.py:" in found


# ---------------------------------------------------------------- errors


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


def chained() -> BaseException:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError as error:
        return error


ERRORS = [  # error, its first line
    (RuntimeError(SECRET), "RuntimeError"),
    (StorageProblem("full", Path("/home/zhangsan/x.db")), "StorageProblem: full"),
    (OSError(28, SECRET, f"/home/zhangsan/{SECRET}"), "OSError: ENOSPC"),
    (FileNotFoundError(2, SECRET, SECRET), "FileNotFoundError: ENOENT"),
    (IndexError("list index out of range"), "IndexError: list index out of range"),
    (TypeError("'zhangsan' object is not callable"), "TypeError: ? cannot be used so"),
    (
        AttributeError("'NoneType' object has no attribute 'zhangsan'"),
        "AttributeError: NoneType has no attribute ?",
    ),
    (UnicodeEncodeError("gbk", SECRET, 0, 1, SECRET), "UnicodeEncodeError"),
    (type("张三", (Exception,), {})(SECRET), "?"),
]


@pytest.mark.parametrize(("error", "told"), ERRORS)
def test_an_error_is_told_without_its_message(error: BaseException, told: str) -> None:
    lines = plain_trace(raised(error))
    assert lines[0] == told
    assert lines[1].startswith("  test_log.py:")
    assert SECRET not in "".join(lines)
    assert "zhangsan" not in "".join(lines)


def test_a_name_in_the_code_is_told() -> None:
    try:
        None.missing_here  # type: ignore[attr-defined]  # noqa: B018
    except AttributeError as error:
        assert plain_trace(error)[0] == "AttributeError: NoneType has no attribute missing_here"


def test_errors_behind_an_error_are_told() -> None:
    lines = plain_trace(chained())
    assert [one for one in lines if not one.startswith(" ")] == ["RuntimeError", "KeyError"]


def test_an_endless_recursion_is_shortened() -> None:
    def again() -> None:
        again()

    with pytest.raises(RecursionError) as caught:
        again()
    lines = plain_trace(caught.value)
    assert lines[0] == "RecursionError: maximum recursion depth exceeded"
    assert len(lines) < 60


FILES = [  # the name of a source file, what is told
    (str(ROOT / "app/ui/window.py"), "app/ui/window.py"),
    (str(ROOT / "app/张三/window.py"), OUTSIDE),
    ("C:\\Users\\张三\\python\\Lib\\json\\decoder.py", "decoder.py"),
    ("/home/zhangsan/x/site-packages/openpyxl/cell/cell.py", "openpyxl/cell/cell.py"),
    ("<string>", OUTSIDE),
    (f"/x/{SECRET}.py", OUTSIDE),
    ("", OUTSIDE),
]


@pytest.mark.parametrize(("name", "told"), FILES)
def test_no_folder_of_a_computer_is_told(name: str, told: str) -> None:
    assert plain_file(name) == told


def test_a_bug_is_known_by_the_innermost_place_of_ours() -> None:
    try:
        StorageProblem(SECRET, Path())  # type: ignore[arg-type]
    except KeyError as error:
        assert place_of(error).startswith("KeyError app/storage/problems.py:")


QT = [  # category, message, what is told
    ("default", f"QFile::open: {SECRET} is open", ("default", "QFile::open")),
    (SECRET, SECRET, ()),
    ("qt.qpa.fonts", f"Populating /home/{SECRET}", ("qt.qpa.fonts",)),
    (
        "default",
        "This plugin does not support raise()",
        ("default", "This plugin does not support raise()"),
    ),
]


@pytest.mark.parametrize(("category", "message", "told"), QT)
def test_of_qt_s_words_what_is_known(category: str, message: str, told: tuple[str, ...]) -> None:
    assert plain_message(category, message) == told


def test_what_a_crash_leaves_is_told_without_folders(tmp_path: Path) -> None:
    left = tmp_path / "x.crash"
    left.write_text(
        "Fatal Python error: Segmentation fault\n\n"
        "Current thread 0x00007f1 (most recent call first):\n"
        f'  File "{ROOT}/app/ui/window.py", line 12 in paintEvent\n'
        f'  File "C:\\Users\\{SECRET}\\x.py", line 3 in <module>\n'
        f"{SECRET}\nExtension modules: {SECRET}\n",
        encoding="utf-8",
    )
    assert crash_lines(left) == [
        "Fatal Python error: Segmentation fault",
        "Current thread 0x00007f1 (most recent call first):",
        "  app/ui/window.py:12 paintEvent",
        "  x.py:3 <module>",
    ]


# ---------------------------------------------------------------- the file


def test_lines_wait_until_the_file_is_opened(path: Path) -> None:
    log.note("edit", cells=1, ms=2)
    assert not path.exists()
    log.open_file()
    log.note("edit", cells=2, ms=2)
    assert [line[20:] for line in text(path).splitlines()] == [
        "edit cells=1 ms=2",
        "edit cells=2 ms=2",
    ]


def test_what_waits_is_written_at_the_end(path: Path) -> None:
    log.note("ended", seconds=1, code=1)
    log.end()
    assert "ended seconds=1 code=1" in text(path)
    log.note("edit", cells=1, ms=1)
    assert "edit" not in text(path)


@pytest.mark.skipif(not POSIX, reason="rights of POSIX")
def test_it_is_for_this_user_only_and_stays_small(path: Path) -> None:
    log.open_file()
    before = os.umask(0)
    try:
        for number in range(40_000):
            log.note("edit", cells=number, ms=1)
    finally:
        os.umask(before)
    found = log.files(path)
    assert len(found) == 1 + log.OLDER
    for one in found:
        assert stat.S_IMODE(one.stat().st_mode) == 0o600
        assert one.stat().st_size <= log.LARGEST
    assert "cells=39999" in text(path)


def test_a_folder_that_takes_no_file_is_nobody_s_concern(tmp_path: Path) -> None:
    log.begin(tmp_path / "none" / "x.log")
    log.open_file()
    log.note("edit", cells=1, ms=1)
    log.note_error(raised(RuntimeError()), "window")
    (tmp_path / "none").mkdir()
    log.note("edit", cells=2, ms=1)
    log.end()
    assert "cells=2" in text(tmp_path / "none" / "x.log"), "it tries again"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_nobody_s_concern(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "x.log"
    place.symlink_to("/dev/full")
    log.begin(place)
    log.open_file()
    for number in range(3):
        log.note("edit", cells=number, ms=1)
    log.end()
    assert capsys.readouterr() == ("", "")


def test_a_file_that_cannot_be_renamed_is_begun_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "rename", refuse)
    log.open_file()
    for number in range(12_000):
        log.note("edit", cells=number, ms=1)
    assert path.stat().st_size <= log.LARGEST
    assert "cells=11999" in text(path)
