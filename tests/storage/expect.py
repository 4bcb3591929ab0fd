"""What the tests of the data file expect: entries in it, and calm sentences about it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.storage.problems import Kind, StorageProblem

ENTRIES = {f"spending.r{at}.initial": f"{at}.00" for at in range(400)} | {"info.unit": "甲"}


@contextmanager
def problem(kind: Kind, *words: str) -> Iterator[None]:
    with pytest.raises(StorageProblem) as caught:
        yield
    assert caught.value.kind == kind
    for word in (*words, "。"):
        assert word in caught.value.sentence
    assert "{" not in caught.value.sentence
