"""A disk that is full, broken, short or gone: a sentence, nothing half, and on when it is back."""

import contextlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

import pytest

from app.storage.problems import StorageProblem
from tests.faults import vfs
from tests.faults.failing import AFTER, FAULTS, Failing, Fault, failing, trials
from tests.faults.kills import careless
from tests.faults.power import ground
from tests.faults.work import Desk

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow
reached = pytest.mark.skipif(vfs.library() is None, reason="SQLite is linked into this Python")


@reached
@pytest.mark.parametrize("local", [True, False], ids=["disk", "stick"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_step_that_is_refused_at_any_moment(fault: Fault, local: bool) -> None:
    chance = random.Random(f"{fault} {local}")
    tries = refused = 0
    for step in AFTER:
        moments = sorted(chance.sample(range(80), 3))
        tally = trials(fault, step, local=local, moments=moments)
        assert tally.bad == 0, str(tally)
        tries, refused = tries + tally.tries, refused + tally.refused
    tally = trials(fault, "open", local=local, version=1, moments=range(0, 80, 9))
    assert tally.bad == 0, str(tally)
    assert tally.refused > 4
    assert tries > 15 and refused > 10


@reached
def test_an_edit_that_is_not_one_transaction_is_found_out() -> None:
    with careless():
        assert trials("full", "edit", local=True, moments=range(3, 30)).bad > 0


@reached
@pytest.mark.parametrize("local", [True, False], ids=["disk", "stick"])
def test_the_same_session_goes_on(tmp_path: Path, local: bool) -> None:
    """What was typed is still in the hands of the window, which tries it again."""
    desk = Desk(tmp_path / "甲", lambda what, store: None)
    disk = Failing(desk.folder, "full")
    with failing(disk), mock.patch("app.storage.database.is_local", lambda folder: local):
        desk.does(["open", "create"])
        session = desk.session()
        for moment in range(12):
            edit, before = desk.edit(), session.submission
            disk.left = moment
            with contextlib.suppress(StorageProblem):
                session.apply(edit)
            if session.submission != before:  # the disk had room for it
                assert moment > 5
            else:
                assert session.store.load(before.id) == before
                assert disk.fired
                disk.works_again()
                session.apply(edit)
            disk.works_again()
            assert session.store.load(before.id) == session.submission
            assert edit.cells.items() <= session.submission.entries.items()
        desk.store.close()


def in_a_namespace() -> list[str]:
    """How to mount without touching this machine, or nothing where that is not allowed."""
    for how in (["unshare", "-m"], ["unshare", "-rm"]):
        if sys.platform == "linux" and shutil.which("unshare"):
            mounting = [*how, "mount", "-t", "tmpfs", "none", "/mnt"]
            if subprocess.run(mounting, capture_output=True, check=False).returncode == 0:
                return how
    return []


@pytest.mark.parametrize("local", [[], ["local"]], ids=["stick", "disk"])
@pytest.mark.parametrize("what", ["full", "pulled"])
def test_a_real_disk_that_is_small_or_pulled_out(
    tmp_path: Path, what: str, local: list[str]
) -> None:
    how = in_a_namespace()
    if not how:
        pytest.skip("nothing may be mounted here")
    asked = [*how, sys.executable, "-m", "tests.faults.small_disk", what, str(tmp_path), *local]
    told = said_by(asked)
    assert told["bad"] == 0, told
    assert told["tries"] == (4 if what == "pulled" else 19)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are not bits there")
@pytest.mark.parametrize("local", [[], ["local"]], ids=["stick", "disk"])
def test_rights_that_are_taken_away_and_given_back(local: list[str]) -> None:
    with tempfile.TemporaryDirectory(dir=ground()) as place:
        told = said_by([sys.executable, "-m", "tests.faults.rights", place, *local])
    assert told["bad"] == 0, told
    assert told["tries"] == 54
    assert int(str(told["refused"])) > 10


def said_by(command: list[str]) -> dict[str, object]:
    found = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert found.returncode == 0, found.stderr
    made: dict[str, object] = json.loads(found.stdout)
    return made
