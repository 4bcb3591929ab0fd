"""One way in: written, computed, told; and undo through the same way."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.report import Report
from app.domain.submission import MAX_TEXT, Edit, Submission
from app.exchange.package import parse
from app.resources import sample_text, shipped_schemes
from app.scheme.model import Scheme
from app.session import Session, TooLong
from app.storage.database import open_database
from app.storage.problems import StorageProblem
from app.storage.store import Store

SCHEMES = shipped_schemes()
SCHEME = SCHEMES["national-2020"]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with closing(open_database(tmp_path / "算盘.db")) as store:
        yield new_session(store, {"info.unit": "甲"})


def new_session(store: Store, entries: Mapping[str, str]) -> Session:
    return Session(store, SCHEME, store.create(2023, SCHEME.id, SCHEME.hash, entries))


def stored(session: Session) -> Mapping[str, str]:
    return session.store.load(session.submission.id).entries


def labels(session: Session) -> list[str]:
    return [one.label for one in session.store.history(session.submission.id, 100)]


def test_an_edit_is_written_computed_and_told_once(session: Session) -> None:
    told: list[Report] = []
    session.subscribe(told.append)
    session.apply(Edit({"spending.basic.initial": "10", "spending.project.initial": "5"}, "填支出"))
    assert len(told) == 1
    assert told[0] is session.report
    assert told[0].values["spending.total.initial"] == Decimal(150000)
    assert stored(session) == session.submission.entries == told[0].submission.entries


def test_the_sample_is_computed_as_if_it_were_new(session: Session) -> None:
    sample = parse(sample_text(), SCHEMES)
    session.apply(Edit(sample.entries, "导入"))
    alone = Session(session.store, SCHEME, session.submission)
    assert session.report == alone.report
    session.undo()
    assert session.submission.entries == {"info.unit": "甲"}


def test_what_changes_nothing_writes_nothing(session: Session) -> None:
    told: list[Report] = []
    session.subscribe(told.append)
    session.apply(Edit({"a": "1"}, "填"))
    session.undo()
    session.apply(Edit({"info.unit": "甲", "a": "", "b": "\x00"}, "不变"))
    assert len(told) == 2
    assert session.redo_label == "填"
    session.apply(Edit({"info.unit": "甲", "a": "2"}, "填二"))
    assert [one.cell for one in session.store.history(session.submission.id, 1)] == ["a"]
    assert labels(session) == ["填二", "撤销填", "填"]


def test_undo_and_redo_say_what_they_do_and_stand_in_the_history(session: Session) -> None:
    assert (session.can_undo, session.can_redo) == (False, False)
    assert (session.undo_label, session.redo_label) == ("", "")
    assert session.undo() is None
    assert session.redo() is None
    session.apply(Edit({"info.unit": "乙"}, "改单位名称"))
    assert (session.can_undo, session.undo_label) == (True, "改单位名称")
    assert session.undo() == Edit({"info.unit": "甲"}, "改单位名称")
    assert (session.can_undo, session.can_redo, session.redo_label) == (False, True, "改单位名称")
    assert session.redo() == Edit({"info.unit": "乙"}, "改单位名称")
    assert stored(session) == {"info.unit": "乙"}
    assert labels(session) == ["重做改单位名称", "撤销改单位名称", "改单位名称"]


def test_a_new_edit_ends_redo(session: Session) -> None:
    session.apply(Edit({"a": "1"}, "一"))
    session.undo()
    session.apply(Edit({"a": "2"}, "二"))
    assert session.redo() is None
    assert session.undo_label == "二"


def test_hundreds_of_steps_can_be_taken_back(session: Session) -> None:
    for number in range(300):
        session.apply(Edit({"a": str(number)}, f"第{number}步"))
    while session.can_undo:
        session.undo()
    assert stored(session) == {"info.unit": "甲"}
    assert session.store.history(session.submission.id, 1)[0].step == 600


def test_a_text_that_is_too_long_changes_nothing(session: Session) -> None:
    with pytest.raises(TooLong) as caught:
        session.apply(Edit({"a": "1", "b": "长" * (MAX_TEXT + 1)}, "粘贴"))
    assert "20,001个字" in caught.value.sentence
    assert session.submission.entries == stored(session) == {"info.unit": "甲"}
    assert not session.can_undo
    session.apply(Edit({"b": "长" * MAX_TEXT}, "粘贴"))
    assert len(stored(session)["b"]) == MAX_TEXT


def test_what_cannot_be_printed_does_not_come_in(session: Session) -> None:
    session.apply(Edit({"a": "甲\x00\r\n乙\r\ud800\x1b\t丙"}, "粘贴"))
    assert stored(session)["a"] == session.submission.text("a") == "甲\n乙\n\t丙"


def test_where_the_store_refuses_nothing_has_changed(session: Session) -> None:
    told: list[Report] = []
    session.apply(Edit({"a": "1"}, "一"))
    session.apply(Edit({"b": "2"}, "二"))
    session.undo()
    session.subscribe(told.append)
    before = (session.submission, session.report)
    session.store.database.execute("pragma query_only = on")
    for action in (lambda: session.apply(Edit({"c": "3"}, "三")), session.undo, session.redo):
        with pytest.raises(StorageProblem):
            action()
    session.store.database.execute("pragma query_only = off")
    assert (session.submission, session.report) == before
    assert (session.undo_label, session.redo_label, told) == ("一", "二", [])
    session.redo()
    assert stored(session) == {"info.unit": "甲", "a": "1", "b": "2"}


def test_subscribers_come_and_go(session: Session) -> None:
    told: list[str] = []

    def last_time(report: Report) -> None:
        told.append("last")
        leave_second()

    session.subscribe(lambda report: told.append("first"))
    leave = session.subscribe(last_time)
    leave_second = session.subscribe(lambda report: told.append("second"))
    session.apply(Edit({"a": "1"}, "填"))
    assert told == ["first", "last"]
    leave()
    leave()
    session.apply(Edit({"a": "2"}, "填"))
    assert told == ["first", "last", "first"]


def test_an_edit_from_a_callback_leaves_nobody_with_an_old_report(session: Session) -> None:
    seen: list[str] = []

    def echo(report: Report) -> None:
        if not report.text("b"):
            session.apply(Edit({"b": report.text("a")}, "带出"))

    session.subscribe(echo)
    session.subscribe(lambda report: seen.append(report.text("b")))
    session.apply(Edit({"a": "1"}, "填"))
    assert seen == ["1", "1"]


def test_another_way_to_compute_may_be_given(session: Session) -> None:
    asked: list[Report | None] = []

    def compute(scheme: Scheme, submission: Submission, last: Report | None) -> Report:
        asked.append(last)
        return Report(scheme, submission, {}, {}, (), (), ())

    other = Session(session.store, SCHEME, session.submission, compute)
    other.apply(Edit({"a": "1"}, "填"))
    assert asked[0] is None
    assert asked[1] is not None


CELLS = st.sampled_from(
    ["info.unit", "spending.basic.initial", "project.order", "project.p1.rows", "a", "b"]
)
EDITS = st.lists(
    st.builds(
        Edit,
        st.dictionaries(CELLS, st.sampled_from(["", "1", "二", "p1", "i1"]), max_size=4),
        st.just("改"),
    ),
    max_size=8,
)


@settings(max_examples=100, deadline=None)
@given(EDITS, st.dictionaries(CELLS, st.sampled_from(["1", "甲"]), max_size=3))
def test_undo_all_is_the_start_and_redo_all_the_end(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Edit], start: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("undo")
    with closing(open_database(folder / "算盘.db")) as store:
        session = new_session(store, start)
        for edit in edits:
            session.apply(edit)
            assert stored(session) == session.submission.entries
        last = session.submission.entries
        while session.can_undo:
            session.undo()
            assert stored(session) == session.submission.entries
        assert session.submission.entries == start
        while session.can_redo:
            session.redo()
            assert stored(session) == session.submission.entries
        assert session.submission.entries == last
        assert replayed(session, start) == last


def replayed(session: Session, start: Mapping[str, str]) -> dict[str, str]:
    """The entries as the history alone tells them; each change must start from what was there."""
    entries = dict(start)
    for change in reversed(session.store.history(session.submission.id, 10_000)):
        assert entries.get(change.cell, "") == change.before
        entries[change.cell] = change.after
    return {cell: text for cell, text in entries.items() if text}
