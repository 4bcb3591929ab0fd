"""Who may import whom, and what no file of ours may hold; every rule shows that it catches."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# room of app/ -> the rooms that it may enter besides its own
ROOMS = {
    "progress": "",
    "traces": "",
    "log": "traces log_file",
    "log_file": "traces log",
    "crash_file": "traces",
    "diagnostics": "crash_file log exchange progress storage version",
    "scheme": "",
    "domain": "scheme",
    "storage": "scheme domain",
    "session": "scheme domain storage",
    "resources": "scheme",
    "version": "",
    "packs": "scheme resources",
    "codes": "scheme domain resources",
    "exchange": "scheme domain progress review version",
    "paper": "scheme domain exchange progress",
    "handover": "scheme domain exchange paper progress",
    "review": "scheme domain progress",
    "reviewing": "scheme domain storage codes packs review answers",
    "answers": "scheme domain packs",
    "arguments": "",
    "foreign_seals": "domain exchange storage",
    "package_check": "scheme domain exchange progress",
    "comparing_verb": "scheme domain exchange storage verb_data package_check",
    "verb_data": "scheme domain exchange storage codes packs foreign_seals",
    "importing": "scheme domain exchange storage session",
    "ui": "*",
    "cli": "*",
    "selftest": "*",
    "__main__": "*",
}
# modules directly in app/ui that all its rooms are built of; the others there are the window
_MATERIALS = (
    *("background", "composed_keys", "fields", "layout", "memory"),
    *("opening", "preferences", "speaking", "style", "tab_order"),
)
MATERIALS = frozenset(_MATERIALS)
# room of app/ui -> the rooms of app/ui that it may enter besides its own
UI_ROOMS = {
    "materials": "",
    "views": "",
    "grid": "materials views",
    "beside": "materials views grid",
    "intake": "materials",
    "outlet": "materials",
    "help": "materials",
    "pages": "materials views grid intake",
    "start": "materials intake window",
    "window": "*",
}
NO_QT = ("views",)
# library -> the only rooms that may use it
LIBRARIES = {
    "PySide6": "paper ui selftest",
    "shiboken6": "paper ui selftest",
    "sqlite3": "storage",
    "sqlite_utils": "storage",
    "sqlcipher3": "storage",
    "xlrd": "exchange selftest",
    "openpyxl": "exchange selftest",  # the self-test reads its export back
}
EXACT = ("scheme", "domain", "storage", "session")  # money is computed here: no float
MAX_FUNCTION, MAX_MODULE = 50, 400  # lines
# file -> the complaints that stay, each with its reason
ALLOWED_FLOATS = {
    "app/scheme/formula.py": ["float in a pattern"],  # a literal in the tree that Python parses
}
ALLOWED_LENGTHS: dict[str, list[str]] = {}
# (file, text) that only looks like a place on one machine or on the net -> why it stays
ALLOWED_TEXT = {
    ("resources/package.schema.json", "https://"): "the name of the JSON Schema's language",
    ("build_scripts/linux/suanpan.xml", "http://"): "the name of the XML namespace",
    ("build_scripts/linux/copyright", "https://"): "the name of the format",
    ("build_scripts/linux/build_on_old.sh", "/root"): "the home folder inside a chroot",
    ("build_scripts/suanpan.manifest", "http://"): "the name of the XML namespace",
    ("build_scripts/linux/try_deb.sh", "/root"): "the home folder inside a chroot",
    ("build_scripts/linux/try_deb.sh", "/tmp"): "the scratch folder inside a chroot",
    ("build_scripts/wine/make.sh", "/home"): "the home folder inside a chroot",
    ("build_scripts/wine/make.sh", "/root"): "the home folder inside a chroot",
    ("build_scripts/run.sh", "/tmp"): "where the demo goes for a user without a home folder",
}
SCANNED = ("app", "resources", "build_scripts", ".ci", "README.md", "CHANGELOG.md")
_PLACE = re.compile(r"https?://|(?<![\w.~*?)}\]])/(?:work|root|tmp|home)\b|\b[A-Z]:\\{1,2}Users\b")

# ---------------------------------------------------------------- the rules, on source text


def imports(source: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that is imported, inside functions too. What is imported from a
    room, such as `from app.ui import style`, is named whole."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            dots, module = "." * node.level, node.module or ""
            deeper = module in {"", "app", "app.ui"}  # `from app import x` imports app.x
            for name in node.names:
                yield node.lineno, f"{dots}{module}.{name.name}" if deeper else dots + module


def import_complaints(room: str, source: str) -> list[str]:
    return [
        f"{line}: {said}" for line, name in imports(source) if (said := _import(room, name)) != ""
    ]


def _import(room: str, name: str) -> str:
    top, _, rest = name.partition(".")
    if not top:
        return f"relative import {name}"
    if top == "app":
        other = rest.partition(".")[0]
        if room not in ROOMS or other not in ROOMS:
            return f"no such room: {room} or {other or 'app itself'}"
        allowed = other == room or ROOMS[room] == "*" or other in ROOMS[room].split()
        return "" if allowed else f"{room} must not import {other}"
    if top in LIBRARIES and room not in LIBRARIES[top].split():
        return f"{room} must not use {top}"
    return ""


def ui_complaints(room: str, source: str) -> list[str]:
    """What a module in a room of app/ui imports and must not; the window is known to `start` and
    to itself only."""
    return [
        f"{line}: {said}" for line, name in imports(source) if (said := _within(room, name)) != ""
    ]


def _within(room: str, name: str) -> str:
    if room in NO_QT and name.partition(".")[0] == "PySide6":
        return f"{room} must not use PySide6"
    if not name.startswith("app.ui"):
        return ""
    other = ui_room(name.removeprefix("app.ui").removeprefix("."))
    allowed = other == room or UI_ROOMS[room] == "*" or other in UI_ROOMS[room].split()
    return "" if allowed else f"{room} must not import {other}"


def ui_room(name: str) -> str:
    """The room of a module of app/ui, by its dotted name there."""
    first = name.partition(".")[0]
    if first in UI_ROOMS and (ROOT / "app/ui" / first).is_dir():
        return first
    return "materials" if first in MATERIALS else "window"


def float_complaints(source: str) -> list[str]:
    """Every float literal and every mention of `float`, in a pattern apart from the others."""
    tree = ast.parse(source)
    patterns = {id(node.cls) for node in ast.walk(tree) if isinstance(node, ast.MatchClass)}
    said: list[str] = []
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex()):
                said.append(f"literal {node.value!r}")
            case ast.Name(id="float") if id(node) in patterns:
                said.append("float in a pattern")
            case ast.Name(id="float"):
                said.append("float")
    return said


def length_complaints(source: str) -> list[str]:
    said = []
    if len(source.splitlines()) > MAX_MODULE:
        said.append("module is too long")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > MAX_FUNCTION:
                said.append(f"{node.name} is too long")
    return said


def place_complaints(text: str) -> list[str]:
    return [found[0] for found in _PLACE.finditer(text)]


# ---------------------------------------------------------------- our files


def path_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    """The folder or module directly in app/ that a source file belongs to."""
    first, *deeper = path.relative_to(ROOT / "app").parts
    return first if deeper else first.removesuffix(".py")


def ui_room_of(path: Path) -> str:
    return ui_room(".".join(path.relative_to(ROOT / "app/ui").with_suffix("").parts))


APP = sorted((ROOT / "app").rglob("*.py"))
MODULES = [path for path in APP if path != ROOT / "app/__init__.py"]
CODE = [*APP, *sorted((ROOT / "build_scripts").rglob("*.py"))]


def texts() -> Iterator[tuple[str, str]]:
    """Every text file that is shipped or built from; pictures and the like are left out."""
    for start in SCANNED:
        top = ROOT / start
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                try:
                    yield path_of(path), path.read_text(encoding="utf-8")
                except UnicodeDecodeError:
                    assert path.suffix in {".bmp", ".ico", ".png"}, f"{path_of(path)} is no UTF-8"


def test_the_table_names_every_room() -> None:
    assert {room_of(path) for path in MODULES} == set(ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=path_of)
def test_imports(path: Path) -> None:
    assert import_complaints(room_of(path), path.read_text(encoding="utf-8")) == []


UI = [path for path in MODULES if room_of(path) == "ui" and path != ROOT / "app/ui/__init__.py"]


def test_the_table_names_every_room_of_the_window() -> None:
    assert {ui_room_of(path) for path in UI} == set(UI_ROOMS)
    assert {path.stem for path in UI} >= MATERIALS


@pytest.mark.parametrize("path", UI, ids=path_of)
def test_imports_within_the_window(path: Path) -> None:
    assert ui_complaints(ui_room_of(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) in EXACT], ids=path_of)
def test_no_float(path: Path) -> None:
    said = float_complaints(path.read_text(encoding="utf-8"))
    assert said == ALLOWED_FLOATS.get(path_of(path), [])


@pytest.mark.parametrize("path", CODE, ids=path_of)
def test_lengths(path: Path) -> None:
    said = length_complaints(path.read_text(encoding="utf-8"))
    assert said == ALLOWED_LENGTHS.get(path_of(path), [])


def test_no_places_of_one_machine_or_of_the_net() -> None:
    found = {(name, place) for name, text in texts() for place in place_complaints(text)}
    assert found == set(ALLOWED_TEXT)


# ---------------------------------------------------------------- the rules catch

BAD_IMPORTS = [  # room, source, complaint
    ("scheme", "from app.domain import values", "1: scheme must not import domain"),
    ("scheme", "import app.domain.values as v", "1: scheme must not import domain"),
    ("domain", "from app import storage", "1: domain must not import storage"),
    ("domain", "def f():\n    from app.ui.app import run", "2: domain must not import ui"),
    ("domain", "if TYPE_CHECKING:\n    import app.exchange", "2: domain must not import exchange"),
    ("exchange", "import re, app.paper.layout", "1: exchange must not import paper"),
    ("paper", "from app.session import Session", "1: paper must not import session"),
    ("answers", "from app.resources import resources", "1: answers must not import resources"),
    ("resources", "from app.domain.values import tidy", "1: resources must not import domain"),
    ("session", "import openpyxl", "1: session must not use openpyxl"),
    ("exchange", "from PySide6.QtGui import QFont", "1: exchange must not use PySide6"),
    ("cli", "def f():\n    import PySide6", "2: cli must not use PySide6"),
    ("ui", "import sqlite3", "1: ui must not use sqlite3"),
    ("ui", "from sqlite_utils import Database", "1: ui must not use sqlite_utils"),
    ("paper", "from openpyxl.utils import x", "1: paper must not use openpyxl"),
    ("ui", "from . import style", "1: relative import ..style"),
    ("ui", "from .style import font", "1: relative import .style"),
    ("ui", "from ..domain import values", "1: relative import ..domain"),
    ("ui", "import app", "1: no such room: ui or app itself"),
    ("ui", "from app.cellar import wine", "1: no such room: ui or cellar"),
    ("cellar", "from app.scheme import load", "1: no such room: cellar or scheme"),
]


@pytest.mark.parametrize(("room", "source", "complaint"), BAD_IMPORTS)
def test_bad_imports_are_caught(room: str, source: str, complaint: str) -> None:
    assert import_complaints(room, source) == [complaint]


BAD_UI_IMPORTS = [  # room, source, complaint
    ("grid", "from app.ui.pages.page import Page", "1: grid must not import pages"),
    ("grid", "def f():\n    from app.ui.pages import page", "2: grid must not import pages"),
    ("views", "from app.ui import style", "1: views must not import materials"),
    ("views", "from PySide6.QtGui import QColor", "1: views must not use PySide6"),
    ("materials", "from app.ui.grid.grid import Grid", "1: materials must not import grid"),
    (
        "beside",
        "if TYPE_CHECKING:\n    from app.ui.window import W",
        "2: beside must not import window",
    ),
    ("pages", "import app.ui.beside.aside", "1: pages must not import beside"),
    ("help", "from app.ui.work_page import WorkPage", "1: help must not import window"),
    ("start", "from app.ui.grid.grid import Grid", "1: start must not import grid"),
]


@pytest.mark.parametrize(("room", "source", "complaint"), BAD_UI_IMPORTS)
def test_bad_imports_within_the_window_are_caught(room: str, source: str, complaint: str) -> None:
    assert ui_complaints(room, source) == [complaint]


BAD_FLOATS = [  # source, complaint
    ("x = 0.5", "literal 0.5"),
    ("def f(x=1e3): pass", "literal 1000.0"),
    ("x = -2.0", "literal 2.0"),
    ("x = 1j", "literal 1j"),
    ("x = float('1')", "float"),
    ("def f(x: float): pass", "float"),
    ("x = map(float, y)", "float"),
    ("match x:\n    case float(): pass", "float in a pattern"),
]


@pytest.mark.parametrize(("source", "complaint"), BAD_FLOATS)
def test_floats_are_caught(source: str, complaint: str) -> None:
    assert float_complaints(source) == [complaint]


def body(lines: int, start: str = "def f():") -> str:
    """A function of that many lines."""
    return start + "\n    pass" * (lines - 1)


LENGTHS = [  # source, complaints
    (body(50), []),
    (body(51), ["f is too long"]),
    (body(51, "async def f():"), ["f is too long"]),
    ("class A:\n    def f(self):" + "\n        pass" * 50, ["f is too long"]),
    ("x = 1\n" * 400, []),
    ("x = 1\n" * 401, ["module is too long"]),
]


@pytest.mark.parametrize(("source", "complaints"), LENGTHS)
def test_lengths_are_caught(source: str, complaints: list[str]) -> None:
    assert length_complaints(source) == complaints


PLACES = [  # text, complaints
    ('open("/tmp/x")', ["/tmp"]),
    (f"cd /{'work'}/unit", ["/work"]),  # spelled so that this file holds no such place
    (f"PYTHON=/{'root'}/bin", ["/root"]),
    ("x='/home/anna'", ["/home"]),
    ("C:\\Users\\anna", ["C:\\Users"]),
    ("see http://a.cn and https://b.cn", ["http://", "https://"]),
    ("`ui/work_page.py`, app/home.py, /temporary, ~/home, ~/tmp, a/work", []),
]


@pytest.mark.parametrize(("text", "complaints"), PLACES)
def test_places_are_caught(text: str, complaints: list[str]) -> None:
    assert place_complaints(text) == complaints


def test_pictures_alone_are_no_text() -> None:
    names = {name for name, _ in texts()}
    assert {"README.md", ".ci/run", "app/ui/window.py", "resources/package.schema.json"} <= names
