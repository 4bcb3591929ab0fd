"""Text has its encoding wherever it goes in or out: Windows in China would use GBK, and a console
there takes no other signs. Ruff's PLW1514 sees open() and what it knows to be a Path; this, all."""

import ast
import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.database import open_database

ROOT = Path(__file__).parents[1]
CODE = [one for top in ("app", "build_scripts") for one in sorted((ROOT / top).rglob("*.py"))]
HANDLERS = ("TextIOWrapper", "FileHandler", "RotatingFileHandler", "TimedRotatingFileHandler")
TEXT_BY_ITSELF = ("open", "fdopen")  # where no mode is said
BINARY_BY_ITSELF = ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile")


def complaints(source: str) -> list[str]:
    """Line and name of each call that leaves the encoding, or in what is CSV the line ends, to the
    system."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = [node.names for node in ast.walk(tree) if isinstance(node, ast.Import)]
    with_csv = any(one.name == "csv" for found in names for one in found)
    return [f"{call.lineno}: {said}" for call in calls for said in _of_call(call, with_csv)]


def _of_call(call: ast.Call, with_csv: bool) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    name = call.func.id if isinstance(call.func, ast.Name) else name
    said = {one.arg: one.value for one in call.keywords}
    if _is_true(said.get("text")) or _is_true(said.get("universal_newlines")):
        if "encoding" not in said:
            yield f"{name}(text=True) without encoding"
        return
    places = {"read_text": 0, "write_text": 1}
    if name in places:
        if "encoding" not in said and len(call.args) <= places[name]:
            yield f"{name}() without encoding"
    elif name in HANDLERS:
        if "encoding" not in said and len(call.args) < 2:
            yield f"{name}() without encoding"
    elif name in (*TEXT_BY_ITSELF, *BINARY_BY_ITSELF) and _is_text(call, name):
        if "encoding" not in said:
            yield f"{name}() without encoding"
        if with_csv and "newline" not in said:
            yield f"{name}() of CSV without newline"


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _is_text(call: ast.Call, name: str) -> bool:
    """Whether a call opens a file as text; what is no file at all, such as a dialog, is not known
    by its mode, unless nothing is said."""
    modes = [one.value for one in call.keywords if one.arg == "mode"]
    mode = next(iter(modes), None)
    method = isinstance(call.func, ast.Attribute) and name == "open"
    if mode is None:
        at = 0 if method or name in BINARY_BY_ITSELF else 1
        if len(call.args) <= at:
            return name in TEXT_BY_ITSELF and not method
        mode = call.args[at]
    known = isinstance(mode, ast.Constant) and isinstance(mode.value, str)
    return known and "b" not in mode.value and set(mode.value) <= set("rwaxt+")  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_left_to_the_system(path: Path) -> None:
    assert complaints(path.read_text(encoding="utf-8")) == []


CALLS = [  # source, complaints
    ("open(x)", ["1: open() without encoding"]),
    ("open(x, 'w')", ["1: open() without encoding"]),
    ("open(x, 'rb')", []),
    ("open(x, encoding='utf-8')", []),
    ("def f(path):\n    path.open('w')", ["2: open() without encoding"]),
    ("path.open(mode='a')", ["1: open() without encoding"]),
    ("path.open('xb'); dialog.open(); archive.open(part); os.open(path, flags, 0o600)", []),
    ("def f(path: Path):\n    return path.read_text()", ["2: read_text() without encoding"]),
    ("path.write_text('x')", ["1: write_text() without encoding"]),
    ("path.write_text('x', encoding='ascii'); path.read_text('utf-8')", []),
    ("subprocess.run(x, text=True)", ["1: run(text=True) without encoding"]),
    ("subprocess.run(x, text=True, encoding='utf-8')", []),
    ("os.fdopen(3)", ["1: fdopen() without encoding"]),
    ("tempfile.NamedTemporaryFile('w')", ["1: NamedTemporaryFile() without encoding"]),
    ("tempfile.NamedTemporaryFile()", []),
    ("RotatingFileHandler(x)", ["1: RotatingFileHandler() without encoding"]),
    ("io.TextIOWrapper(x)", ["1: TextIOWrapper() without encoding"]),
    ("import csv\nopen(x, 'w', encoding='utf-8')", ["2: open() of CSV without newline"]),
    ("import csv\nopen(x, 'w', encoding='utf-8', newline='')", []),
]


@pytest.mark.parametrize(("source", "said"), CALLS)
def test_what_is_left_is_caught(source: str, said: list[str]) -> None:
    assert complaints(source) == said


def test_a_csv_with_any_line_ends_is_one_list(tmp_path: Path) -> None:
    from app.exchange.code_list import read_code_list

    lines = [["科目编码", "科目名称"], ["201", "一般公共服务支出"], ["20101", "人大事务"]]
    for ending in ("\r\n", "\n", "\r"):
        path = tmp_path / "科目.csv"
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file, lineterminator=ending).writerows(lines)
        assert [one.code for one in read_code_list(path)] == ["201", "20101"]


# ---------------------------------------------------------------- what is printed

RARE = "𠮷县😀就业中心\u200b"  # none of these but two is in GBK
VERBS = (
    ["list"],
    ["list", "--json"],
    ["check"],
    ["score"],
    ["--help"],
    ["list", "--db", f"没有{RARE}"],
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("数据") / "算盘.db"
    with closing(open_database(path)) as store:
        store.create(2023, "national-2020", "", {"info.unit": RARE})
    return path


def _line(data: Path, verb: list[str]) -> list[str]:
    where = [] if "--db" in verb or "--help" in verb else ["--db", str(data)]
    return [sys.executable, "-m", "app", *verb, *where]


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_a_pipe_of_a_chinese_system_takes_it_all(data: Path, verb: list[str]) -> None:
    """What is not shown but read by another program is UTF-8 whatever the system has."""
    system = {**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    done = subprocess.run(_line(data, verb), cwd=ROOT, env=system, capture_output=True, check=False)
    said = done.stdout.decode("utf-8") + done.stderr.decode("utf-8")
    assert "Traceback" not in said
    assert done.returncode == (1 if RARE in "".join(verb) else 0)
    if verb[0] == "list":
        assert RARE in said


@pytest.mark.skipif(sys.platform == "win32", reason="a console is made otherwise there")
def test_a_console_shows_a_mark_for_signs_that_it_does_not_have(data: Path) -> None:
    import pty

    system = {**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    try:
        ours, theirs = pty.openpty()
    except OSError:
        pytest.skip("this system gives no terminals")
    with subprocess.Popen(
        _line(data, ["list"]), cwd=ROOT, env=system, stdout=theirs, stderr=theirs
    ) as run:
        code = run.wait(60)
    os.close(theirs)
    said = os.read(ours, 10_000).decode("gbk")
    os.close(ours)
    assert code == 0
    assert "?县?就业中心?" in said
