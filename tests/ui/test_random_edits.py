"""Whatever a clerk does in whatever order: undone all it is the start, made again all the end, and
the report is what computing from nothing gives."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from app.domain.compute import compute
from app.domain.remarks import REMARK
from app.domain.submission import Edit
from app.exchange.package import dump, parse
from app.resources import shipped_schemes
from app.session import Session
from app.ui.grid.grid import Grid
from tests.ui.driver import Key, Office
from tests.ui.mouse import CONTROL, SHIFT
from tests.ui.office_work import lays_in

UNIT = "云岭县就业服务中心"
TEXTS = st.sampled_from(
    ("7", "=1199+937", "1.2万", "", "-3.55", "完成", "=1/0", "２，０００", "5%", "2080106", "\x00")
)
PLACES = st.tuples(st.integers(0, 30), st.integers(0, 9))
BLOCKS = st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=3)
STEPS = st.one_of(
    st.tuples(st.just("types"), PLACES, TEXTS),
    st.tuples(st.just("pastes"), PLACES, BLOCKS),
    st.tuples(st.just("fills"), PLACES, st.sampled_from((Key.Key_D, Key.Key_R))),
    st.tuples(st.just("clears"), PLACES, st.none()),
    st.tuples(st.just("deletes row"), PLACES, st.none()),
    st.tuples(st.just("remarks"), PLACES, TEXTS),
    st.tuples(st.just("switches unit"), PLACES, st.none()),
    st.tuples(st.just("undoes"), PLACES, st.none()),
    st.tuples(st.just("redoes"), PLACES, st.none()),
)


@contextmanager
def an_office() -> Iterator[Office]:
    with TemporaryDirectory() as folder, Office(Path(folder)) as office:
        lays_in(office, (UNIT, 2023))
        office.opens_first()
        office.shows_tab("收入支出")
        office.chooses_table("支出")
        yield office


def stands_on(office: Office, place: tuple[int, int]) -> Grid:
    grid = office.ledger.grid
    grid.setFocus()
    row = min(place[0], grid.grid_model.rowCount() - 1)
    column = min(place[1], grid.grid_model.columnCount() - 1)
    grid.select_only(row, column)
    return grid


def does(office: Office, session: Session, step: tuple[str, tuple[int, int], object]) -> None:
    what, place, value = step
    grid = stands_on(office, place)
    match what:
        case "types":
            office.enters(str(value).replace("\x00", ""))  # no key types that
            office.presses(Key.Key_Return)
        case "pastes":
            assert isinstance(value, list)
            text = "".join("\t".join(line) + "\r\n" for line in value)
            QGuiApplication.clipboard().setText(text)
            office.presses(Key.Key_V, CONTROL)
        case "fills":
            assert isinstance(value, Qt.Key)
            office.presses(Key.Key_Down if value == Key.Key_D else Key.Key_Right, SHIFT)
            office.presses(value, CONTROL)
        case "clears":
            office.presses(Key.Key_Delete)
        case "deletes row":
            found = office.ledger.findChildren(QPushButton)
            remove = next(one for one in found if one.text() == "删除行")
            if remove.isEnabled() and remove.isVisible():
                office.clicks("删除行")
        case "remarks":
            cell = grid.cell()
            if cell is not None and cell.address:
                session.apply(Edit({f"{REMARK}.{cell.address}": str(value)}, "写批注"))
        case "switches unit":
            office.presses(Key.Key_U, CONTROL | SHIFT)
        case "undoes":
            office.undoes()
        case "redoes":
            office.redoes()


def is_sound(office: Office, session: Session) -> None:
    """The file, the memory, the report and a package of it say the same."""
    entries = dict(session.submission.entries)
    assert office.entries() == entries
    assert session.report == compute(session.scheme, session.submission, codes=session.report.codes)
    packed = parse(dump(session.scheme, session.submission), shipped_schemes())
    assert dict(packed.entries) == entries


def goes_on(act: Callable[[], object], more: Callable[[], bool]) -> None:
    for _ in range(500):
        if not more():
            return
        act()
    raise AssertionError("it never ends")


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, min_size=4, max_size=14))
def test_any_steps_back_and_forth(steps: list[tuple[str, tuple[int, int], object]]) -> None:
    with an_office() as office:
        session = office.window.session
        assert session is not None
        start = dict(session.submission.entries)
        for step in steps:
            does(office, session, step)
        is_sound(office, session)
        end = dict(session.submission.entries)
        taken = 0
        while session.can_undo:
            office.undoes()
            taken += 1
        assert dict(session.submission.entries) == start
        is_sound(office, session)
        for _ in range(taken):
            office.redoes()
        assert dict(session.submission.entries) == end
        is_sound(office, session)
        assert office.told == []
