"""A formula taken as a sum: which cells with which sign, and what is no sum."""

import pytest

from app.scheme.formula import parse
from app.scheme.terms import Term, sides, terms

SUMS = [
    ("a", [(1, "a")]),
    ("-a", [(-1, "a")]),
    ("a - b + c.d", [(1, "a"), (-1, "b"), (1, "c.d")]),
    ("a - (b - c)", [(1, "a"), (-1, "b"), (1, "c")]),
    ("sum(a, -b, c.d.e)", [(1, "a"), (-1, "b"), (1, "c.d.e")]),
    ("a - sum(b, c - d)", [(1, "a"), (-1, "b"), (-1, "c"), (1, "d")]),
    ("sum(project.each.money.total)", [(1, "project.each.money.total")]),
]


@pytest.mark.parametrize(("text", "expected"), SUMS)
def test_sums(text: str, expected: list[tuple[int, str]]) -> None:
    assert terms(parse(text)) == tuple(Term(sign, name) for sign, name in expected)


@pytest.mark.parametrize("text", ["a * b", "a / b", "max(a, b)", "a + 1", "sum(a, b / c)", "2"])
def test_what_is_no_sum(text: str) -> None:
    assert terms(parse(text)) is None


def test_both_sides_of_a_comparison() -> None:
    left, right = (Term(1, "a"),), (Term(1, "b"), Term(-1, "c"))
    assert sides(parse("a == b - c", comparison=True)) == (left, right)
    assert sides(parse("a <= b / c", comparison=True)) is None
    assert sides(parse("a - b")) is None
