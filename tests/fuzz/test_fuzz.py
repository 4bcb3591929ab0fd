"""Every reader is tried with inputs that mean harm; see `harness.py` for what it may do with them.

Always the same inputs here. `python -m build_scripts.fuzz --minutes 30` tries others, and what it
finds is kept in `samples` for ever.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("resource")  # memory and time can be watched on Linux alone

from tests.fuzz import harness
from tests.fuzz.harness import Harm, Reader, attempt, tried
from tests.fuzz.readers import NO_READERS, READERS, ROOMS

APP = Path(__file__).parents[2] / "app"
COUNT = 40  # inputs of each reader
BOMBS = [(reader, name) for reader in READERS for name in reader.bombs]
SAMPLES = [(reader, path) for reader in READERS for path in harness.samples(reader)]
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_inputs(reader: Reader) -> None:
    assert tried(reader, COUNT).inputs >= COUNT // 2


@pytest.mark.slow
@pytest.mark.parametrize(("reader", "name"), BOMBS, ids=lambda one: getattr(one, "name", one))
def test_bombs(reader: Reader, name: str) -> None:
    assert attempt(reader, reader.bombs[name]()) in {"read", "refused"}


@pytest.mark.parametrize(("reader", "path"), SAMPLES, ids=lambda one: getattr(one, "name", one))
def test_what_was_found_once(reader: Reader, path: Path) -> None:
    assert attempt(reader, harness.sample(path)) in {"read", "refused"}


def test_every_sample_is_of_a_reader() -> None:
    assert {path for _, path in SAMPLES} == set(harness.SAMPLES.glob("*.json"))


def test_every_module_of_these_rooms_is_tried_or_reads_nothing() -> None:
    named = {module for reader in READERS for module in reader.modules}
    there = {
        f"{room}.{path.stem}"
        for room in ROOMS
        for path in (APP / room).glob("*.py")
        if path.stem != "__init__"
    }
    assert there - named == set(NO_READERS)
    places = {APP / f"{module.replace('.', '/')}.py" for module in named}
    assert [place for place in places if not place.exists()] == []


# ---------------------------------------------------------------- the harness catches


class Refusal(Exception):
    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def _refuses(sentence: str) -> None:
    raise Refusal(sentence)


def _writes(path: Path, sentence: str) -> None:
    path.write_text("x", encoding="utf-8")
    if sentence:
        raise Refusal(sentence)


def _counts() -> None:
    while True:
        pass


HARM: list[tuple[Callable[[Any, Path], object], str]] = [  # what a reader does, what is said of it
    (lambda _, folder: int("x"), "ValueError"),
    (lambda _, folder: _refuses("cannot be read"), "no Chinese sentence"),
    (lambda _, folder: _refuses("打不开\x1b[31m"), "can be shown"),
    (lambda _, folder: _refuses("长" * 5_000), "can be shown"),
    (lambda _, folder: _writes(folder / "新.txt", "不行"), "wrote"),
    (lambda _, folder: _writes(folder.parent / "新.txt", ""), "wrote"),
    (lambda _, folder: _writes(folder.parent / "别处.txt", ""), "wrote"),
    (lambda _, folder: b"x" * 800_000_000, "took [78]"),
    (lambda _, folder: b"x" * 8_000_000_000, "all memory|MemoryError"),
    (lambda _, folder: time.sleep(9), "took more than"),
    (lambda _, folder: _counts(), "took more than"),
]


@pytest.mark.parametrize("at", range(len(HARM)))
def test_harm_is_caught(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    does, said = HARM[at]
    if "more than" in said:  # filling memory takes its time on a busy machine
        monkeypatch.setattr(harness, "SECONDS", 1)
        monkeypatch.setattr(harness, "PATIENCE", 3)
    reader = Reader("x", (), READERS[0].inputs, does, (Refusal,), writes=True)
    with pytest.raises(Harm, match=said):
        attempt(reader, "")


def test_what_is_kept_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "SAMPLES", tmp_path)
    for wanted in (b"\xff\0", "\ud800\n", ["a", b"b"], {"x": "1"}):
        assert harness.sample(harness.keep(READERS[0], wanted)) == wanted
    assert len(harness.samples(READERS[0])) == 4
