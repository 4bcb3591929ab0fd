"""A kill at any moment of a day's work: backups, restores, imports and seals too."""

import importlib.util
import os
import sys

import pytest

from tests.faults.test_failing import said_by

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked"),
]
BAD = ("lost", "half", "damaged", "files")


def killed(kills: int, *how: str) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.faults.kills", str(kills), "5", *how]
    told = said_by(command)
    print(told["told"])  # noqa: T201
    return {name: value for name, value in told.items() if isinstance(value, int)}


@pytest.mark.parametrize("how", [["local"], [], ["local", "version=1"]], ids=str)
def test_a_kill_leaves_what_was_said_and_no_half_of_anything(how: list[str]) -> None:
    tally = killed(30, *how)
    assert [tally[name] for name in BAD] == [0, 0, 0, 0]
    assert tally["kills"] == 30
    assert tally["acknowledged"] > 20


@pytest.mark.skipif(importlib.util.find_spec("sqlcipher3") is None, reason="no SQLCipher here")
def test_a_kill_of_a_file_with_a_password() -> None:
    tally = killed(3, "local", "key=一二三四五六")
    assert [tally[name] for name in BAD] == [0, 0, 0, 0]


def test_edits_that_are_not_one_transaction_are_found_out() -> None:
    tally = killed(60, "local", "careless")
    assert sum(tally[name] for name in BAD) > 0
