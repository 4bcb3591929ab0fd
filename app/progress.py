"""How long work says where it is, and how it is asked to stop. Known to every room, no Qt."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
# (parts done, parts in all, what is being done now): called before each part. Raises Cancelled.
Progress = Callable[[int, int, str], None]


class Cancelled(Exception):
    """Somebody wants the work to stop. What is half done is left as it was before."""


def unwatched(_done: int, _total: int, _what: str) -> None:
    """Nobody looks on, and nobody stops it."""


def watched(things: Sequence[T], tell: Progress, name: Callable[[T], str]) -> Iterator[T]:
    """The things one by one, each told before it is begun."""
    for at, thing in enumerate(things):
        tell(at, len(things), name(thing))
        yield thing
    tell(len(things), len(things), "")


def within(tell: Progress, before: int, parts: int, total: int, what: str) -> Progress:
    """For a piece of larger work, which is `parts` of `total` and begins at `before`."""

    def tell_piece(done: int, of: int, said: str) -> None:
        tell(before + done * parts // max(of, 1), total, f"{what}\n{said}" if said else what)

    return tell_piece
