"""What bench.py measures of ours, each a process that prints one line of JSON.

prepare FOLDER          the sample as a data file, and its workbooks
county FOLDER P R       a data file with P projects of at least R indicators each, 300 subjects
window FILE             until the start page is painted; then until the sample is open and painted
edits FOLDER COUNT      edits by keyboard in a project, each until it is stored and painted
ledger FOLDER COUNT     the same in a ledger of 180 rows
compute FOLDER COUNT    edits in forms and in ledgers without a window: the report alone
profile FOLDER COUNT    the edits by keyboard under cProfile
export FOLDER KIND      the forms of the sample as .xlsx or .pdf
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_scripts.bench_floor import START, peak_mb, say, since

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QWidget

    from app.domain.report import Report
    from tests.ui.driver import Office

# address within a project, text; the row is the last one of the project
EDITS = (
    ("actual", "{row}.actual", "{n}家"),
    ("weight", "{row}.weight", "{n}"),
    ("money", "money.fiscal.executed", "{n}.27"),
    ("goal", "goal_actual", "served {n} units in the year"),
    ("name", "name", "project {n}"),
)
# column of a ledger, text
TYPED = (("basic", "{n}.05"), ("adjusted", "{n}.5"), ("project", "{n}"))
# rows of subjects in each list of a county unit
LEDGERS = {"outlay.public": 180, "outlay.fund": 20, "outlay.own": 40, "revenue.items": 60}
# a cell, what should be there in sum, and what is: a unit's books agree, but for one relation (K13)
AGREED = (
    ("outlay.own.r40.project", "project.each.money.total.executed", "outlay.total.project"),
    ("outlay.own.r40.adjusted", "outlay.own.r40.spent", "outlay.own.r40.adjusted"),
    ("spending.project.initial", "project.each.money.total.initial", "spending.project.initial"),
    ("income.other.initial", "spending.total.initial", "income.total.initial"),
    ("economic.items.r1.basic", "outlay.public_total.basic", "economic.total.basic"),
    ("revenue.items.r60.public", "carryover.public.closing", "carryover.public.due"),
    ("revenue.items.r60.fund", "carryover.fund.closing", "carryover.fund.due"),
)
COMPUTED = (  # what is typed where, one after the other
    ("project", "project.p{project}.i1.actual", "{n}家"),
    ("money", "project.p{project}.money.fiscal.executed", "{n}.27"),
    ("outlay", "outlay.public.r{row}.basic", "{n}.05"),
    ("revenue", "revenue.items.r{row}.public", "{n}.1"),
    ("code", "outlay.own.r{row}.code", "2080{n:03}"),
)


def _report() -> "Report":
    from app.domain.compute import compute
    from app.exchange.package import parse
    from app.resources import sample_text, shipped_schemes

    schemes = shipped_schemes()
    submission = parse(sample_text(), schemes)
    return compute(schemes[submission.scheme_id], submission)


def prepare(folder: Path) -> None:
    from app.storage.database import open_database

    report = _report()
    one = report.submission
    store = open_database(folder / "sample.db")
    store.create(one.year, one.scheme_id, one.scheme_hash, one.entries)
    store.close()
    export(folder, "xlsx")


def county(folder: Path, projects: int, indicators: int) -> None:
    """The sample's projects over and over, each filled up with rows to `indicators`."""
    from app.domain.submission import Edit, add_row, applied, ids
    from app.storage.database import open_database

    report = _report()
    form = next(form for form in report.scheme.forms if form.many)
    entries = dict(report.submission.entries)
    sources = ids(entries, f"{form.id}.order")
    names = [f"p{at}" for at in range(1, projects + 1)]
    old = dict(entries)
    entries = {cell: text for cell, text in old.items() if not cell.startswith(f"{form.id}.")}
    entries[f"{form.id}.order"] = " ".join(names)
    least = indicators
    for at, name in enumerate(names):
        source, prefix = f"{form.id}.{sources[at % len(sources)]}.", f"{form.id}.{name}"
        for cell, text in old.items():
            if cell.startswith(source):
                entries[f"{prefix}.{cell.removeprefix(source)}"] = text
        last = entries[f"{prefix}.rows"].split()[-1]
        level = entries[f"{prefix}.{last}.level"]
        while len(ids(entries, f"{prefix}.rows")) < indicators:
            entries = applied(entries, add_row(entries, prefix, level))
            new = f"{prefix}.{ids(entries, f'{prefix}.rows')[-1]}"
            texts = {"name": f"服务企业 {new}", "target": "≥100家", "actual": "99家", "weight": "1"}
            filled = {f"{new}.{cell}": text for cell, text in texts.items()}
            entries = applied(entries, Edit(filled, ""))
        least = min(least, len(ids(entries, f"{prefix}.rows")))
    starts = tuple(f"{ledger}." for ledger in LEDGERS)
    entries = {cell: text for cell, text in entries.items() if not cell.startswith(starts)}
    entries |= _ledgers(report.submission.year)
    _agree(report, entries)
    store = open_database(folder / "数据.db")
    store.create(report.submission.year, report.scheme.id, report.scheme.hash, entries)
    store.close()
    subjects = sum(LEDGERS.values())
    say(subjects=subjects, projects=len(names), indicators=least, entries=len(entries))


def _ledgers(year: int) -> dict[str, str]:
    """Rows of real codes, filled in as a unit would: budget and spending agree in each row."""
    from app.codes import shipped
    from app.domain.ledger_checks import CAPITAL_CLASS, FUND_SECTIONS

    known = [one for one in shipped().function.all if one.level == "项" and one.valid(year)]
    public = (one.code for one in known if one.code < CAPITAL_CLASS)
    codes = [code for code in public if code[:5] not in FUND_SECTIONS]
    entries: dict[str, str] = {}
    for address, count in LEDGERS.items():
        spent = {"initial": 3, "adjusted": 3, "basic": 2, "project": 1, "last": 3}
        shares = spent if address.startswith("outlay") else {"public": 6, "last": 6}
        step = len(codes) // count
        entries[f"{address}.rows"] = " ".join(f"r{at}" for at in range(1, count + 1))
        for at in range(1, count + 1):
            entries[f"{address}.r{at}.code"] = codes[(at - 1) * step]
            for column, share in shares.items():
                entries[f"{address}.r{at}.{column}"] = f"{share * (1 + at % 7)}.00"
    return entries


def _agree(report: "Report", entries: dict[str, str]) -> None:
    """Move one cell of each relation by what its sides are apart."""
    from decimal import Decimal

    from app.domain.tables import Numbers, written

    for cell, wanted, there in AGREED:
        numbers = Numbers(report.scheme, entries).all()
        own, right, left = (numbers.value(name) for name in (cell, wanted, there))
        figures = right if isinstance(right, tuple) else (right,)
        assert not isinstance(own, tuple) and not isinstance(left, tuple)
        apart = sum((one or Decimal(0) for one in figures), Decimal(0)) - (left or 0)
        entries[cell] = written("amount", (own or 0) + apart, "万元")


def window(file: Path) -> None:
    """The program's own way from its start to the window; only its MainWindow is watched."""
    from PySide6.QtWidgets import QApplication

    from app.ui import app as program
    from app.ui.instance import claim
    from app.ui.window import MainWindow

    seen: dict[str, float] = {}

    class Watched(MainWindow):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            when_painted(self.start, self.started)
            self.listed.connect(lambda: when_painted(self.start.items, self.filled))

        def started(self) -> None:
            seen["start"] = since(START)

        def filled(self) -> None:
            seen["listed"] = since(START)
            self.open_submission(1)
            assert self.work
            when_painted(self.work, self.sample_painted)

        def sample_painted(self) -> None:
            seen["sample"], seen["peak"] = since(START), peak_mb()
            assert self.work
            for tab in range(self.work.tabs.count()):
                self.work.tabs.setCurrentIndex(tab)
                QApplication.processEvents()
            seen["peak_tabs"] = peak_mb()
            self.close()

    vars(program)["MainWindow"] = Watched
    program.run(file, None, claim(file, None))
    say(**seen)


def when_painted(widget: "QWidget", then: Callable[[], None]) -> None:
    """Call `then` once, after the pass that paints `widget` for the first time."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, then)
            return False

    widget.installEventFilter(Watch(widget))


# ---------------------------------------------------------------- edits


@contextmanager
def at_work(folder: Path, tab: str = "项目支出") -> "Iterator[Office]":
    """The county's unit in the window, in a copy of its data file."""
    from tests.ui.driver import Office

    with tempfile.TemporaryDirectory() as copy:
        shutil.copy(folder / "数据.db", copy)
        with Office(Path(copy)) as office:
            office.opens_first()
            office.shows_tab(tab)
            yield office


def edits(folder: Path, count: int) -> None:
    with at_work(folder) as office:
        took = [_edit(office, at) for at in range(count)]
        grid = office.project.editor.indicators.grid_model
        say(took=took, rows=grid.rowCount(), columns=grid.columnCount())


def ledger(folder: Path, count: int) -> None:
    with at_work(folder, "收入支出") as office:
        took = []
        for at in range(count):
            column, text = TYPED[at % len(TYPED)]
            address = f"outlay.public.r{at * 7 % 180 + 1}.{column}"
            took.append((column, _typed(office, address, text.format(n=at + 1))))
        say(took=took, peak=peak_mb())


def computed(folder: Path, count: int) -> None:
    """How long the report takes after an edit, taken over from the one before it."""
    from app.codes import shipped
    from app.domain.compute import compute
    from app.domain.submission import Edit, applied
    from app.resources import shipped_schemes
    from app.storage.database import open_database

    store = open_database(folder / "数据.db")
    submission = store.load(1)
    store.close()
    scheme, codes = shipped_schemes()[submission.scheme_id], shipped()
    start = time.perf_counter_ns()
    report = compute(scheme, submission, None, codes)
    took: list[tuple[str, float]] = [("anew", since(start))]
    for at in range(count):
        kind, cell, text = COMPUTED[at % len(COMPUTED)]
        address = cell.format(project=at * 7 % 100 + 1, row=at * 7 % 40 + 1)
        edit = Edit({address: text.format(n=at + 1)}, "")
        submission = replace(submission, entries=applied(submission.entries, edit))
        start = time.perf_counter_ns()
        report = compute(scheme, submission, report, codes)
        took.append((kind, since(start)))
    say(took=took, peak=peak_mb())


def profile(folder: Path, count: int) -> None:
    """Where the time of edits goes, both going there and leaving, as text on standard output."""
    import cProfile
    import pstats

    with at_work(folder) as office:
        profiler = cProfile.Profile()
        for at in range(count):
            _edit(office, at, profiler.runcall)
        pstats.Stats(profiler, stream=sys.stdout).sort_stats("cumulative").print_stats(45)


def _plainly(action: Callable[[], None]) -> None:
    action()


def _edit(
    office: "Office", at: int, run: Callable[[Callable[[], None]], None] = _plainly
) -> tuple[str, float]:
    kind, cell, text = EDITS[at % len(EDITS)]
    session = office.window.session
    assert session
    prefix = f"project.p{at * 7 % 100 + 1}"
    row = session.submission.text(f"{prefix}.rows").split()[-1]
    return kind, _typed(office, f"{prefix}.{cell.format(row=row)}", text.format(n=at + 1), run)


def _typed(
    office: "Office",
    address: str,
    text: str,
    run: Callable[[Callable[[], None]], None] = _plainly,
) -> float:
    """Type a new text (not timed), then leave the cell: until it is stored and painted."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from app.ui.fields import LineField, LongField

    office.goes_to(address)
    end = Qt.Key.Key_Return
    if isinstance(office.focus(), LineField | LongField):
        QTest.keyClick(office.focus(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        end = Qt.Key.Key_Tab
    office.enters(text)
    start = time.perf_counter_ns()
    run(lambda: _leave(office, end))
    took = since(start)
    assert office.window.session
    assert office.window.session.submission.text(address) == text, f"{address} was not typed"
    return took


def _leave(office: "Office", key: "Qt.Key") -> None:
    """Press the key and wait until the new report is there and nothing waits to be painted."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtTest import QTest

    class Watch(QObject):
        passes = 0

        def eventFilter(self, _: QObject, event: QEvent) -> bool:
            self.passes += event.type() == QEvent.Type.UpdateRequest
            return False

    session, watch = office.window.session, Watch()
    assert session
    before, passes = session.report, -1
    late = time.monotonic() + 10
    office.window.installEventFilter(watch)
    QTest.keyClick(office.focus(), key)
    while session.report is before or passes < watch.passes or not watch.passes:
        passes = watch.passes
        office.app.processEvents()
        assert time.monotonic() < late, "nothing was stored or painted"
    office.window.removeEventFilter(watch)


# ---------------------------------------------------------------- files


def export(folder: Path, kind: str) -> None:
    """The forms as files of one kind, from a report that is there already."""
    from app.handover import sheets
    from app.paper.offscreen import paint_application

    report = _report()
    application = paint_application()
    from app.exchange.xlsx import export_xlsx
    from app.paper.printing import print_pdf

    start, files = time.perf_counter_ns(), []
    for form in report.scheme.forms:
        filled = sheets(report, form.id)
        files.append(folder / f"{form.id}.{kind}")
        (export_xlsx if kind == "xlsx" else print_pdf)(files[-1], filled)
    say(work=since(start), whole=since(START), files=[str(file) for file in files])
    del application


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    what, first, *rest = sys.argv[1:]
    if what == "prepare":
        prepare(Path(first))
    elif what == "county":
        county(Path(first), *map(int, rest))
    elif what == "window":
        window(Path(first))
    elif what == "export":
        export(Path(first), rest[0])
    else:
        kinds = {"edits": edits, "ledger": ledger, "compute": computed, "profile": profile}
        kinds[what](Path(first), int(rest[0]))
