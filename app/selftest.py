"""The program tries itself: opens its window, fills a form by keyboard, exports, reopens.

The same inside a built program, where it shows that nothing is missing from the build.
"""

import json
import os
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.packs import Shelf

UNIT = "自检单位"
EXIT_TOO_LATE = 1


def run(result: Path | None, limit: int) -> int:
    """Run all steps within `limit` seconds; the outcome goes to `result` as JSON. 0 or 1."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    outcome: dict[str, Any] = {"format": "suanpan.selftest", "version": 1, "ok": False, "steps": []}
    watchdog = threading.Timer(limit, _too_late, (result, outcome, limit))
    watchdog.daemon = True
    watchdog.start()
    try:
        with tempfile.TemporaryDirectory(prefix="suanpan-", ignore_cleanup_errors=True) as folder:
            _steps(Path(folder), outcome)
        outcome["ok"] = True
    except Exception:  # whatever it is, the result must say it
        outcome["error"] = traceback.format_exc()
    watchdog.cancel()
    _write(result, outcome)
    return 0 if outcome["ok"] else 1


def _too_late(result: Path | None, outcome: dict[str, Any], limit: int) -> None:
    outcome["error"] = f"not done within {limit} s"
    try:
        _write(result, outcome)
    finally:  # even where the result cannot be written: this is what ends a program that hangs
        os._exit(EXIT_TOO_LATE)


def _write(result: Path | None, outcome: dict[str, Any]) -> None:
    text = json.dumps(outcome, ensure_ascii=False, indent=1)
    if result is not None:
        result.write_text(text, encoding="utf-8")
    else:
        import sys

        if sys.stdout is not None:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()  # a program that is too late ends without doing it


def _steps(folder: Path, outcome: dict[str, Any]) -> None:
    from app.resources import DEFAULT_SCHEME
    from app.storage.database import open_database
    from app.ui.app import make_application
    from app.ui.window import MainWindow

    def step(name: str, action: Callable[[], Any]) -> Any:
        started = time.perf_counter_ns()
        value = action()
        outcome["steps"].append(
            {"name": name, "ms": (time.perf_counter_ns() - started) // 1_000_000}
        )
        return value

    app = step("application", lambda: make_application(["suanpan"]))
    outcome["platform"] = app.platformName()
    step("translations", _translations)
    step("pictures", lambda: _pictures(app))
    step("printers", _printers)
    step("input method", _input_method)
    step("old workbooks", _old_workbooks)
    step("sums", _sums)
    shelf = step("schemes", _schemes)
    path = folder / "自检 数据.db"
    store = step("database", lambda: open_database(path))
    window = MainWindow(lambda _: store, lambda: shelf, folder)
    step("window", window.show)
    app.processEvents()
    step("new submission", lambda: window.create_submission(UNIT, 2024, DEFAULT_SCHEME))
    step("type a project", lambda: _type_project(window))
    session = window.session
    if session is None:
        raise AssertionError("no session is open")
    entries = dict(session.submission.entries)
    report = session.report
    score = report.forms[0].indicators[0].score
    _expect("score", str(score.points if score else None), "9.00")
    execution = report.forms[0].execution
    _expect("execution", str(execution.score.points if execution else None), "8.00")
    files = step("export", lambda: _export(window, folder))
    _expect("files", len(files), 6)
    _look_at(files)
    window.close()
    store.close()
    step("reopen", lambda: _reopen(path, entries))
    step("password", lambda: _with_password(path, entries))


# ------------------------------------------- what a build may lack without anything else noticing


def _translations() -> None:
    from PySide6.QtCore import QCoreApplication

    _expect("Qt speaks", QCoreApplication.translate("QPlatformTheme", "Cancel"), "取消")


def _pictures(app: Any) -> None:
    """The icon, the formats of pictures, and the manual's own."""
    from PySide6.QtGui import QImage, QImageReader

    from app.resources import resources

    _expect("no icon", app.windowIcon().isNull(), False)
    known = {bytes(one.data()).decode("ascii") for one in QImageReader.supportedImageFormats()}
    _expect("formats that cannot be read", {"ico", "jpg", "png", "svg"} - known, set())
    pictures = sorted((resources() / "manual").rglob("*.png"))
    _expect("pictures in the manual", len(pictures) > 0, True)
    _expect("broken", [one.name for one in pictures if QImage(str(one)).isNull()], [])


def _printers() -> None:
    """Printers are asked for; there may be none. On Linux that is a plug-in's work."""
    import sys

    from PySide6.QtPrintSupport import QPrinterInfo

    QPrinterInfo.availablePrinterNames()
    if sys.platform.startswith("linux"):
        _expect("way to printers", any("cups" in one for one in _plug_ins("printsupport")), True)


def _input_method() -> None:
    """On Linux a plug-in is the way to it; Windows' own is in the plug-in for windows."""
    import sys

    if sys.platform.startswith("linux"):
        found = _plug_ins("platforminputcontexts")
        _expect("input method plug-in", any("ibus" in one for one in found), True)
    else:
        _expect("windows", any("windows" in one for one in _plug_ins("platforms")), True)


def _plug_ins(kind: str) -> list[str]:
    from PySide6.QtCore import QLibraryInfo

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / kind
    return sorted(one.stem for one in folder.glob("*"))


def _old_workbooks() -> None:
    """The reader of .xls refuses in its own words what is none."""
    import xlrd

    try:
        xlrd.open_workbook(file_contents=b"no workbook")
    except xlrd.XLRDError:
        return
    raise AssertionError("the reader of .xls took what is none")


def _sums() -> None:
    """Without OpenSSL, which builds leave out."""
    import hashlib
    import io

    found = hashlib.file_digest(io.BytesIO(b"abc"), "sha256").hexdigest()
    _expect("SHA-256 of abc", found[:16], "ba7816bf8f01cfea")


# ------------------------------------------- the work of a clerk


def _schemes() -> "Shelf":
    """All that ships is sound; packs of this person are none of the self-test's business."""
    from app.packs import Shelf

    shelf = Shelf()
    found = shelf.packs()
    _expect("schemes refused", [one.sentence for one in found.refused], [])
    _expect("schemes", len(found.packs) > 1, True)
    return shelf


def _type_project(window: Any) -> None:
    """With keys, as a clerk does: name, money, one indicator."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    window.work.show_tab("project")
    page = window.work.pages["project"]
    page.add("project")
    QApplication.processEvents()
    prefix = page.prefix

    def keys(address: str, text: str) -> None:
        window.work.go_to(address)
        QApplication.processEvents()
        for letter in text:  # the first one opens the editor, which takes the others
            QTest.keyClicks(QApplication.focusWidget() or page, letter)
        QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Return)
        QApplication.processEvents()

    keys(f"{prefix}.name", "zixuan project")
    keys(f"{prefix}.money.fiscal.adjusted", "10")
    keys(f"{prefix}.money.fiscal.executed", "8")
    keys(f"{prefix}.i1.name", "trained")
    keys(f"{prefix}.i1.target", "100")
    keys(f"{prefix}.i1.actual", "90")
    keys(f"{prefix}.i1.weight", "10")


def _export(window: Any, folder: Path) -> tuple[Path, ...]:
    from app.handover import EVERYTHING

    outcome = window.opened.hand_over(folder / "导出", EVERYTHING)
    _expect("files that were not written", outcome.unwritten, ())
    written: tuple[Path, ...] = outcome.written
    return written


def _look_at(files: tuple[Path, ...]) -> None:
    from openpyxl import load_workbook

    for path in files:
        if path.suffix == ".xlsx":
            _expect(path.name, load_workbook(path).worksheets[0]["A1"].value is not None, True)
        elif path.suffix == ".pdf":
            _expect(path.name, path.read_bytes()[:5], b"%PDF-")


def _reopen(path: Path, entries: dict[str, str]) -> None:
    from app.storage.database import open_database

    store = open_database(path)
    _expect("entries after reopening", store.load(1).entries, entries)
    store.close()


def _with_password(path: Path, entries: dict[str, str]) -> None:
    from app.storage.database import open_database
    from app.storage.password import change_password

    change_password(path, "", "zixuan 1")
    _expect("encrypted", path.read_bytes()[:6] == b"SQLite", False)
    store = open_database(path, key="zixuan 1")
    _expect("entries behind a password", store.load(1).entries, entries)
    store.close()


def _expect(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise AssertionError(f"{what}: {found!r}, expected {wanted!r}")
