"""One way to try every reader of what comes from outside, and what it may do with an input.

A reader returns a value or refuses with its own problem, whose sentence is Chinese and can be
printed. It ends within its time, takes no memory without end, writes nowhere but in the folder that
it is given, and where it refuses, it leaves that as it was.
"""

import base64
import contextlib
import hashlib
import json
import os
import re
import resource
import signal
import sys
import tempfile
import time
import warnings
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

SAMPLES = Path(__file__).parent / "samples"
SECONDS = 15  # of the processor that a reader may take: thrice what the worst bomb takes here
PATIENCE = 120  # seconds that it may take on a busy machine, or waiting
MEMORY = 700_000_000  # bytes that it may take more than before
MOST_WORDS = 3_000  # characters of a sentence: places of files may stand in it
HAN = re.compile("[\u4e00-\u9fff]")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Reader:
    """A reader: the modules of app/ that it tries, its inputs, and what it is called with.

    With `file` an input is bytes, which lie under that name in a folder, and `read` gets the path;
    otherwise it gets the input and the folder, in which `lay` has put what it needs. `bombs` are
    inputs that are large or known to have done harm. `writes`: it may write in its folder where it
    does not refuse; `leaves` are endings of what may lie there even so.
    """

    name: str
    modules: tuple[str, ...]
    inputs: st.SearchStrategy[Any]
    read: Callable[[Any, Path], object]
    refuses: tuple[type[Exception], ...] = ()
    file: str = ""
    lay: Callable[[Any, Path], None] | None = None
    bombs: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    writes: bool = False
    leaves: tuple[str, ...] = ()


class Harm(BaseException):
    """What a reader did and must not; no reader catches it."""


# ---------------------------------------------------------------- one input


def attempt(reader: Reader, wanted: Any) -> str:
    """Let the reader have an input: “read” or “refused”. Raises Harm."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as place:
        outside = Path(place)
        inside = outside / "里面"
        inside.mkdir()
        (outside / "别处.txt").write_text("不要动", encoding="utf-8")
        given_to = inside / reader.file if reader.file else inside
        if reader.file:
            given_to.write_bytes(wanted)
        if reader.lay is not None:
            reader.lay(wanted, inside)
        before = tree(outside)
        refused = _watched(reader, given_to if reader.file else wanted, inside)
        after = tree(outside)
        if refused or not reader.writes:
            _same(before, {name: one for name, one in after.items() if not _left(reader, name)})
        else:
            _same(_without(before, "里面"), _without(after, "里面"))
    return "refused" if refused else "read"


def _watched(reader: Reader, wanted: Any, folder: Path) -> bool:
    """Whether the reader refuses."""
    begun = _peak(reset=True)
    try:
        with limited(SECONDS), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader.read(wanted, folder)
        refused = False
    except reader.refuses as problem:
        _require_sentence(problem)
        refused = True
    except Exception as error:
        raise Harm(f"{type(error).__name__}: {error}"[:400]) from error
    if _peak() - begun > MEMORY:
        raise Harm(f"took {(_peak() - begun) // 1_000_000} MB")
    return refused


def _require_sentence(problem: Exception) -> None:
    said = str(getattr(problem, "sentence", problem))
    if not HAN.search(said):
        raise Harm(f"no Chinese sentence: {said[:200]}") from problem
    if len(said) > MOST_WORDS or UNSEEN.search(said):
        raise Harm(f"no sentence that can be shown: {said[:200]!r}") from problem


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Harm where it takes longer; where nothing can interrupt it, Harm is late."""

    def stop(*_said: object) -> None:
        raise Harm(f"took more than {seconds} seconds")

    timers = {signal.SIGPROF: signal.ITIMER_PROF, signal.SIGALRM: signal.ITIMER_REAL}
    before = {one: signal.signal(one, stop) for one in timers}
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    room = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_size() + 2 * MEMORY, room[1]))
    try:
        yield
    except MemoryError as error:
        raise Harm("asked for all memory") from error
    finally:
        resource.setrlimit(resource.RLIMIT_AS, room)
        for one, timer in timers.items():
            signal.setitimer(timer, 0)
            signal.signal(one, before[one])


def _size() -> int:
    """Bytes of addresses that this process has."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    return int(pages) * resource.getpagesize()


def _peak(*, reset: bool = False) -> int:
    """The most memory that this process had since it was reset."""
    if reset:
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    text = Path("/proc/self/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+)", text)
    return int(found[1]) * 1024 if found else 0


Tree = dict[str, str]


def tree(folder: Path) -> Tree:
    """Every file of a folder with what it holds, and every folder."""
    found: Tree = {}
    for top, folders, files in os.walk(os.fsencode(folder)):
        for name in folders:
            found[_shown(os.path.join(top, name), folder)] = "folder"  # noqa: PTH118
        for name in files:
            path = os.path.join(top, name)  # noqa: PTH118
            with open(path, "rb") as file:  # noqa: PTH123
                found[_shown(path, folder)] = hashlib.file_digest(file, "sha1").hexdigest()
    return found


def _shown(path: bytes, folder: Path) -> str:
    return os.fsdecode(path)[len(str(folder)) + 1 :]


def _left(reader: Reader, name: str) -> bool:
    return bool(reader.leaves) and name.endswith(reader.leaves)


def _without(found: Tree, folder: str) -> Tree:
    return {name: one for name, one in found.items() if not name.startswith(f"{folder}/")}


def _same(before: Tree, after: Tree) -> None:
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if changed:
        raise Harm(f"wrote {sorted(changed)[:5]!r}")


# ---------------------------------------------------------------- many inputs


@dataclass
class Tried:
    """How it went with a reader."""

    inputs: int = 0
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    last: Any = None  # the input that is being tried, or that did harm


def tried(reader: Reader, count: int, chance: int | None = None) -> Tried:
    """Let the reader have so many inputs, always the same ones unless `chance` is another number.
    Raises Harm; the smallest input that does it is then `harmful`."""
    run = Tried()
    _RUNS[reader.name] = run

    def one(wanted: Any) -> None:
        run.last = wanted
        run.inputs += 1
        run.outcomes[attempt(reader, wanted)] += 1

    quiet = settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=chance is None,
        phases=(Phase.generate,) if chance is None else (Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    test = quiet(given(reader.inputs)(one))
    started = time.monotonic()
    try:
        (test if chance is None else seed(chance)(test))()
    finally:
        run.seconds = time.monotonic() - started
    return run


_RUNS: dict[str, Tried] = {}


def run_of(reader: Reader) -> Tried:
    """The last one, be it to its end or not."""
    return _RUNS[reader.name]


def harmful(reader: Reader) -> Any:
    """The smallest input that did harm in the last run."""
    return run_of(reader).last


# ---------------------------------------------------------------- what was found once


def keep(reader: Reader, wanted: Any) -> Path:
    """Keep an input for every run to come; returns its file."""
    data = _stored(wanted)
    path = SAMPLES / f"{reader.name}-{hashlib.sha1(data).hexdigest()[:8]}.json"
    SAMPLES.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def samples(reader: Reader) -> list[Path]:
    return sorted(SAMPLES.glob(f"{reader.name}-*.json"))


def sample(path: Path) -> Any:
    return _read_back(json.loads(path.read_text(encoding="ascii")))


def _stored(wanted: Any) -> bytes:
    """As JSON of ASCII signs: texts may hold halves of characters, and bytes are packed."""

    def plain(value: object) -> object:
        match value:
            case bytes():
                return {"packed": base64.b64encode(zlib.compress(value, 9)).decode("ascii")}
            case dict():
                return {str(key): plain(one) for key, one in value.items()}
            case list() | tuple():
                return [plain(one) for one in value]
            case _:
                return value

    return json.dumps(plain(wanted), indent=1).encode("ascii") + b"\n"


def _read_back(value: Any) -> Any:
    match value:
        case {"packed": str(text), **rest} if not rest:
            return zlib.decompress(base64.b64decode(text))
        case dict():
            return {key: _read_back(one) for key, one in value.items()}
        case list():
            return [_read_back(one) for one in value]
        case _:
            return value


def is_possible() -> bool:
    """Whether this system lets memory and time be watched."""
    return sys.platform.startswith("linux")
