"""A PDF that is made beside the window is the one that the window would make, byte for byte."""

import re
import threading
from collections.abc import Sequence

import pytest
from pytestqt.qtbot import QtBot

from app.exchange.sheet import FilledSheet
from app.handover import ACCOUNTS, sheets
from app.paper import fonts
from app.paper.printing import pdf_bytes
from app.progress import Cancelled
from tests.exchange.account_examples import filled
from tests.exchange.test_every_sheet import full

# when it was made, and a name that no other file has
STAMPS = re.compile(
    rb"/(?:Creation|Mod)Date \(.*?\)|(?:Create|Modify|Metadata)Date=\".*?\""
    rb"|uuid:[0-9a-f-]+|/ID \[.*?\]"
)


def forget_letters() -> None:
    for cache in (fonts.em, fonts.metrics, fonts.font):
        cache.cache_clear()


def made(pages: Sequence[FilledSheet]) -> bytes:
    return STAMPS.sub(b"", pdf_bytes(pages))


def in_threads(pages: Sequence[FilledSheet], count: int) -> list[bytes]:
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(made(pages))) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == count
    return found


@pytest.mark.parametrize("first", ["window", "thread"])
def test_it_is_the_same_whoever_loads_the_letters_first(qtbot: QtBot, first: str) -> None:
    pages = (*sheets(full("hunan-2023")), *sheets(filled("national-2020"), ACCOUNTS))
    forget_letters()
    if first == "window":
        wanted, (found,) = made(pages), in_threads(pages, 1)
    else:
        (found,), wanted = in_threads(pages, 1), made(pages)
    assert len(wanted) > 20_000
    assert found == wanted


def test_two_threads_do_not_mix_up_each_other(qtbot: QtBot) -> None:
    pages = sheets(full("hunan-2023"))
    for _ in range(3):
        forget_letters()
        first, second = in_threads(pages, 2)
        assert first == second


def test_it_says_each_sheet_and_stops_between_two(qtbot: QtBot) -> None:
    pages = sheets(filled("national-2020"), ACCOUNTS)
    told: list[tuple[int, int, str]] = []
    pdf_bytes(pages, lambda *where: told.append(where))
    assert told == [(at, len(pages), page.name) for at, page in enumerate(pages)]

    def stop(done: int, _total: int, _what: str) -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        pdf_bytes(pages, stop)
