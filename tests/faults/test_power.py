"""No loss of power takes what was said to be kept; and these tests notice where it would."""

from unittest import mock

import pytest

from app.storage import backup, database
from tests.faults import vfs
from tests.faults.power import losses, recorded

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(vfs.library() is None, reason="SQLite is linked into this Python"),
]


@pytest.mark.parametrize("local", [True, False], ids=["disk", "stick"])
@pytest.mark.parametrize("version", [None, 1], ids=["new", "old"])
def test_all_that_was_said_to_be_kept_is_there(local: bool, version: int | None) -> None:
    day = recorded(local=local, version=version)
    tally = losses(day, 90, seed=11)
    assert tally.acknowledged > 50
    assert tally.bad == 0, str(tally)


SHORT = ("open", "create", "edit", "backup", "edit", "undo", "close", "open", "edit")


@pytest.mark.parametrize(
    ("local", "how"),
    [
        (True, {"sync": "off"}),
        (True, {"sync": "normal"}),
        (False, {"sync": "off"}),
        (False, {"sync": "full"}),  # a removed journal may come back
        (True, {"honest": False}),
        (False, {"honest": False}),
    ],
)
def test_a_disk_or_a_program_that_is_careless_is_found_out(
    local: bool, how: dict[str, object]
) -> None:
    day = recorded(local=local, steps=SHORT, **how)  # type: ignore[arg-type]
    assert losses(day, 60, seed=3).bad > 0


@pytest.mark.parametrize("module", [database, backup])
def test_names_that_are_not_synced_are_found_out(module: object) -> None:
    with mock.patch.multiple(module, names_to_disk=lambda folder: None):
        if module is database:
            with mock.patch.object(database, "make_folder", lambda folder: folder.mkdir()):
                day = recorded(local=True, steps=SHORT)
        else:
            day = recorded(local=True, steps=SHORT)
    assert losses(day, 60, seed=3).bad > 0
