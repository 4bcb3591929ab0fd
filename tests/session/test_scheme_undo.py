"""A change of scheme is one step of undo, like any other edit."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.rescheme import change
from app.domain.submission import Edit
from app.exchange.package import parse
from app.resources import sample_text, shipped_schemes
from app.session import Session
from app.storage.database import open_database
from app.storage.problems import StorageProblem
from app.storage.store import SCHEME

SCHEMES = shipped_schemes()
OLD, NEW = SCHEMES["national-2020"], SCHEMES["hunan-2023"]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with closing(open_database(tmp_path / "算盘.db")) as store:
        sample = parse(sample_text(), SCHEMES)
        made = store.create(sample.year, OLD.id, OLD.hash, sample.entries)
        yield Session(store, OLD, made)


def changes_scheme(session: Session) -> None:
    found = change(session.scheme, NEW, session.submission)
    session.change_scheme(NEW, found.edit)


def anew(session: Session) -> Session:
    """The file opened by the scheme that it names, as the program does at its next start."""
    stored = session.store.load(session.submission.id)
    return Session(session.store, SCHEMES[stored.scheme_id], stored)


def test_undone_all_is_as_it_was_in_memory_and_in_the_file(session: Session) -> None:
    before = (session.scheme, session.submission, session.report)
    changes_scheme(session)
    assert session.scheme is session.report.scheme is NEW
    assert session.submission.scheme_hash == NEW.hash
    assert session.report == anew(session).report
    session.undo()
    assert (session.scheme, session.submission, session.report) == before
    assert session.store.load(session.submission.id) == before[1]
    session.redo()
    assert session.scheme is NEW
    assert session.report == anew(session).report


def test_steps_before_and_after_it_are_undone_in_their_turn(session: Session) -> None:
    start = session.submission
    session.apply(Edit({"info.head": "林负责"}, "填写"))
    changes_scheme(session)
    session.apply(Edit({"info.head": "赵负责"}, "改写"))
    label = session.store.history(session.submission.id, 1)[0].label
    assert label == "改写"
    session.undo()
    assert session.undo_label.startswith("更换方案")
    session.undo()
    assert (session.scheme, session.undo_label) == (OLD, "填写")
    session.undo()
    assert session.submission == start
    assert not session.can_undo
    while session.can_redo:
        session.redo()
    assert session.submission.text("info.head") == "赵负责"
    assert session.report == anew(session).report


def test_every_way_stands_in_the_history(session: Session) -> None:
    changes_scheme(session)
    session.undo()
    session.redo()
    number = session.submission.id
    found = [one for one in session.store.history(number, 9999) if one.cell == SCHEME]
    there = (f"{OLD.id} {OLD.hash}", f"{NEW.id} {NEW.hash}")
    assert [(one.before, one.after) for one in found] == [there, there[::-1], there]
    assert [one.label[:2] for one in found] == ["重做", "撤销", "更换"]


def test_its_subscribers_are_told_once_each_way(session: Session) -> None:
    told: list[str] = []
    session.subscribe(lambda report: told.append(report.scheme.id))
    changes_scheme(session)
    session.undo()
    session.redo()
    assert told == [NEW.id, OLD.id, NEW.id]


def test_agreeing_to_other_files_of_the_scheme_can_be_undone(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "算盘.db")) as store:
        made = store.create(2023, OLD.id, "abc", {"info.unit": "甲"})
        session = Session(store, OLD, made)
        session.change_scheme(OLD, Edit({}, "按现在的方案文件"))
        assert store.load(made.id).scheme_hash == OLD.hash
        session.undo()
        assert session.submission == made == store.load(made.id)


def test_where_the_file_refuses_the_scheme_stays(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageProblem("full", session.store.path)

    before = (session.scheme, session.submission, session.report)
    with monkeypatch.context() as patched:
        patched.setattr(session.store, "change_scheme", full)
        with pytest.raises(StorageProblem):
            changes_scheme(session)
        assert (session.scheme, session.submission, session.report) == before
        assert not session.can_undo
    changes_scheme(session)
    with monkeypatch.context() as patched:
        patched.setattr(session.store, "change_scheme", full)
        with pytest.raises(StorageProblem):
            session.undo()
        assert session.scheme is session.report.scheme is NEW
    session.undo()
    assert session.scheme is OLD
