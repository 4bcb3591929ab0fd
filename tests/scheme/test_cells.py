"""Addresses of sums under a subject's code, and what else begins with a c."""

import pytest

from app.scheme.cells import canonical, split_code, under_code

SUMS = [  # address, its parts
    ("outlay.public.c208.basic", ("outlay.public", "208", "basic")),
    ("outlay.capital.c20805.basic", ("outlay.capital", "20805", "basic")),
    ("outlay.public.c2080501.completion", ("outlay.public", "2080501", "completion")),
    ("carryover.items.c208.closing", ("carryover.items", "208", "closing")),
]


@pytest.mark.parametrize(("address", "parts"), SUMS)
def test_a_sum_is_told_by_its_code(address: str, parts: tuple[str, str, str]) -> None:
    assert under_code(address)
    assert split_code(address) == parts
    assert canonical(address) == f"{parts[0]}.each.{parts[2]}"


@pytest.mark.parametrize(
    "address", ["outlay.capital.r1.basic", "a.c2080.basic", "a.c208", "info.c"]
)
def test_other_addresses_are_none(address: str) -> None:
    assert not under_code(address)
    assert split_code(address) == ("", "", "")
    assert canonical(address) == address
