"""A clerk's office for each test, closed afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.driver import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path) as made:
        yield made
