"""A clerk's office for each test, closed afterwards."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.resources import resources
from app.scheme import load
from app.scheme.model import Scheme
from tests.ui.driver import Office


@pytest.fixture(scope="session", autouse=True)
def _shipped_are_read_once() -> Iterator[None]:
    """Each office has a shelf of its own, and a dialog reads all of it; the shipped schemes are
    frozen values and the same for every test of this process."""
    read, known = load.load_scheme, dict[Path, Scheme]()
    shipped = resources() / "schemes"

    def once(folder: Path, roots: Sequence[Path] = ()) -> Scheme:
        if folder.parent != shipped:
            return read(folder, roots)
        if folder not in known:
            known[folder] = read(folder, roots)
        return known[folder]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "load_scheme", once)
        yield


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path) as made:
        yield made
