"""The formula language: what it computes, what blank means, and all that it refuses."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.scheme.formula import FormulaError, Value, compare, evaluate, parse

EACH = "project.each.money.total.executed"


def number(text: str) -> Value:
    """A value as the tables below write it: `_` is blank."""
    return None if text == "_" else Decimal(text)


def cells(text: str) -> dict[str, Value]:
    """`a=1 b=_` as values by name."""
    return {name: number(value) for name, value in (pair.split("=") for pair in text.split())}


COMPUTED = [  # formula, cells, result; `_` is blank
    ("a + b", "a=1 b=2", "3"),
    ("a - b", "a=1 b=2.5", "-1.5"),
    ("a * b", "a=1.5 b=4", "6.0"),
    ("a / b", "a=1 b=8", "0.125"),
    ("a + b * c", "a=1 b=2 c=3", "7"),
    ("(a + b) * c", "a=1 b=2 c=3", "9"),
    ("a - b - c", "a=9 b=3 c=2", "4"),
    ("(actual - last) / last", "actual=1.16 last=1.45", "-0.2"),
    ("-a", "a=3", "-3"),
    ("--a", "a=3", "3"),
    ("a * -b", "a=3 b=2", "-6"),
    ("7", "", "7"),
    ("a * 100", "a=0.25", "25.00"),
    # exact: a binary fraction would give 0.30000000000000004
    ("0.1 + 0.2", "", "0.3"),
    ("a + b", "a=0.1 b=0.2", "0.3"),
    ("a * 1.1", "a=1.1", "1.21"),
    # blank is not zero
    ("a", "a=_", "_"),
    ("-a", "a=_", "_"),
    ("a + b", "a=1 b=_", "_"),
    ("a - b", "a=_ b=1", "_"),
    ("a * b", "a=0 b=_", "_"),
    ("a / b", "a=_ b=2", "_"),
    ("a / b", "a=0 b=_", "_"),
    ("a + unknown", "a=1", "_"),
    # a division by zero is blank
    ("a / b", "a=1 b=0", "_"),
    ("a / b", "a=0 b=0", "_"),
    ("a / 0.00", "a=1", "_"),
    ("a / (b - c)", "a=1 b=2 c=2", "_"),
    ("a / b", "a=0 b=5", "0"),
    # functions skip blanks
    ("sum(a, b, c)", "a=1 b=2 c=3", "6"),
    ("sum(a, b)", "a=1 b=_", "1"),
    ("sum(a, b)", "a=_ b=_", "_"),
    ("sum(a, b)", "a=0 b=_", "0"),
    ("sum(a)", "a=5", "5"),
    ("sum(a, b / c)", "a=1 b=2 c=0", "1"),
    ("sum(a, b) / sum(c)", "a=1 b=2 c=_", "_"),
    ("sum(a, sum(b, c))", "a=1 b=_ c=_", "1"),
    ("min(a, b, c)", "a=3 b=_ c=-2", "-2"),
    ("max(a, b, c)", "a=3 b=_ c=-2", "3"),
    ("min(1, a / b)", "a=3 b=2", "1"),
    ("min(a)", "a=_", "_"),
    ("max(a, b)", "a=_ b=_", "_"),
    ("spending.total.actual - a", "spending.total.actual=9 a=4", "5"),
    ("  a+b  ", "a=1 b=2", "3"),
    ("sum(\n  a,\n  b,\n)", "a=1 b=2", "3"),
]


@pytest.mark.parametrize(("text", "values", "result"), COMPUTED)
def test_computed(text: str, values: str, result: str) -> None:
    assert evaluate(parse(text), cells(values).get) == number(result)


OF_EACH = [  # formula, the values of every project, result
    (f"sum({EACH})", "1 2.5 3", "6.5"),
    (f"sum({EACH})", "1 _ 3", "4"),
    (f"sum({EACH})", "_ _", "_"),
    (f"sum({EACH})", "", "_"),
    (f"min({EACH})", "4 2 3", "2"),
    (f"max({EACH})", "4 2 3", "4"),
    (f"sum({EACH}, 10)", "1 2", "13"),
    (f"sum({EACH}) / 2", "1 2", "1.5"),
]


@pytest.mark.parametrize(("text", "values", "result"), OF_EACH)
def test_each_is_the_cell_of_every_form(text: str, values: str, result: str) -> None:
    found = tuple(map(number, values.split()))
    formula = parse(text)
    assert formula.names == (EACH,)
    assert evaluate(formula, {EACH: found}.get) == number(result)


def test_names_stand_once_in_order() -> None:
    assert parse("sum(b, a.x, b) / (a.x - 1)").names == ("b", "a.x")


COMPARED = [  # left sign right, tolerance, holds
    ("100 == 100", "0", True),
    ("100 == 100.01", "0", False),
    ("100 == 150", "50", True),
    ("150 == 100", "50", True),
    ("100 == 150.01", "50", False),
    ("100 <= 100", "0", True),
    ("100.01 <= 100", "0", False),
    ("150 <= 100", "50", True),
    ("150.01 <= 100", "50", False),
    ("1 <= 900", "0", True),
    ("100 >= 100", "0", True),
    ("99.99 >= 100", "0", False),
    ("50 >= 100", "50", True),
    ("49.99 >= 100", "50", False),
    ("99.99 < 100", "0", True),
    ("100 < 100", "0", False),
    ("149.99 < 100", "50", True),
    ("150 < 100", "50", False),
    ("100.01 > 100", "0", True),
    ("100 > 100", "0", False),
    ("50.01 > 100", "50", True),
    ("50 > 100", "50", False),
    ("_ == 1", "0", None),
    ("1 <= _", "0", None),
    ("_ == _", "0", None),
]


@pytest.mark.parametrize(("relation", "tolerance", "holds"), COMPARED)
def test_compared(relation: str, tolerance: str, holds: bool | None) -> None:
    left, sign, right = relation.split()
    values = {"a": number(left), "b": number(right)}
    result = compare(parse(f"a {sign} b", comparison=True), values.get, Decimal(tolerance))
    assert (result.holds, result.operator) == (holds, sign)
    assert (result.left, result.right) == (values["a"], values["b"])


def test_compare_wants_a_comparison() -> None:
    with pytest.raises(FormulaError, match="no comparison"):
        compare(parse("a + b"), cells("").get)


NO_FORMULA = [  # text, words of the complaint
    ("", "not a formula"),
    ("a +", "not a formula"),
    ("a b", "not a formula"),
    ("a = b", "not a formula"),
    ("import os", "not a formula"),
    ("a\nb", "not a formula"),
    ("\0", "not a formula"),
    ("\ud800", "not a formula"),
    ("(" * 300 + "a" + ")" * 300, "not a formula"),
    ("a ** b", "not understood: 'a ** b'"),
    ("a // b", "not understood"),
    ("a % b", "not understood"),
    ("a & b", "not understood"),
    ("+a", "not understood"),
    ("~a", "not understood"),
    ("not a", "not understood"),
    ("a and b", "not understood"),
    ("a if b else c", "not understood"),
    ("lambda: 1", "not understood"),
    ("[a]", "not understood"),
    ("a[0]", "not understood"),
    ("(a, b)", "not understood"),
    ("{a}", "not understood"),
    ("(a := 1)", "not understood"),
    ("f'{a}'", "not understood"),
    ("'text'", "not understood: \"'text'\""),
    ("b'x'", "not understood"),
    ("True", "not understood: 'True'"),
    ("None", "not understood"),
    ("...", "not understood"),
    ("1j", "not understood"),
    ("0x10", "not understood"),
    ("1e9", "not understood"),
    ("1_000", "not understood"),
    (".5", "not understood"),
    ("5.", "not understood"),
    ("a == b", "not understood"),
    ("sum(a for a in b)", "not understood"),
    ("sum(*a)", "not understood"),
    ("sum(a, start=1)", "not understood"),
    ("sum(**a)", "not understood"),
    ("abs(a)", "not understood: 'abs(a)'"),
    ("open('x')", "not understood"),
    ("a.sum(b)", "not understood: 'a.sum(b)'"),
    ("sum(a)(b)", "not understood"),
    ("sum()", "sum() of nothing"),
    ("sum(a).b", "not a cell: 'sum(a)'"),
    ("(a + b).c", "not a cell"),
    (EACH, "'each' needs a function around it"),
    (f"{EACH} + 1", "'each' needs a function around it"),
    (f"sum({EACH} * 2)", "'each' needs a function around it"),
    (f"sum(-{EACH})", "'each' needs a function around it"),
]
NO_COMPARISON = [
    ("a + b", "expected one comparison"),
    ("a", "expected one comparison"),
    ("a < b < c", "expected one comparison"),
    ("a == b == c", "expected one comparison"),
    ("a <= b and b <= c", "expected one comparison"),
    ("a != b", "comparison not understood"),
    ("a is b", "comparison not understood"),
    ("a in b", "comparison not understood"),
    ("(a == b) == c", "not understood"),
    ("a == 'x'", "not understood"),
    (f"{EACH} == a", "'each' needs a function around it"),
    (f"a == {EACH}", "'each' needs a function around it"),
]


@pytest.mark.parametrize(
    ("text", "comparison", "words"),
    [(text, False, words) for text, words in NO_FORMULA]
    + [(text, True, words) for text, words in NO_COMPARISON],
)
def test_refused(text: str, comparison: bool, words: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text, comparison=comparison)
    assert words in str(caught.value)


# ---------------------------------------------------------------- any text, any values

WORDS = "a b.c each sum( min( max( ) ( , + - * / == <= 0 1.5 1e9 True 'x' [ ] lambda: if else"
PIECES = st.lists(st.sampled_from(WORDS.split())).map(" ".join)
TEXTS = st.text() | PIECES
LONG = 5_000  # deeper than Python's own limit for nested calls


@given(TEXTS, st.booleans())
@example("+".join("1" * LONG), False)
@example("-" * LONG + "1", False)
@example("(" * LONG + "1" + ")" * LONG, False)
@example("sum(" * LONG + "1" + ")" * LONG, False)
@example(".".join("a" * LONG), False)
@example("a" + "()" * LONG, False)
@example("[" + "+".join("1" * LONG) + "]", False)
@example("1 == " + "-" * LONG + "1", True)
@example("9" * LONG, False)
def test_parse_raises_nothing_but_formula_error(text: str, comparison: bool) -> None:
    try:
        formula = parse(text, comparison=comparison)
    except FormulaError:
        return
    assert formula.text == text.strip()


# all that a cell can hold: less than 15 digits before the point, long tails behind it
VALUES = st.none() | st.decimals(-(10**15), 10**15, places=2) | st.decimals(-1, 1, places=40)
NAMES = st.sampled_from(["a", "b", "c"])
NUMBERS = st.sampled_from(["0", "1", "0.00", "3.7", "10000"])
FORMULAS = st.recursive(
    NAMES | NUMBERS,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        inner.map("-{}".format),
        st.builds(
            lambda function, args: f"{function}({', '.join(args)})",
            st.sampled_from(["sum", "min", "max"]),
            st.lists(inner | st.just(EACH), min_size=1, max_size=3),
        ),
    ),
    max_leaves=12,
)


@given(FORMULAS, VALUES, VALUES, VALUES, st.lists(VALUES).map(tuple))
def test_evaluate_never_raises(
    text: str, a: Value, b: Value, c: Value, each: tuple[Value, ...]
) -> None:
    values = {"a": a, "b": b, "c": c, EACH: each}
    found = evaluate(parse(text), values.get)
    assert found is None or found.is_finite()
    relation = parse(f"{text} <= a", comparison=True)
    assert (compare(relation, values.get).holds is None) == (found is None or a is None)


@given(st.lists(VALUES, min_size=1))
def test_sum_is_the_sum_of_what_is_filled(each: list[Value]) -> None:
    filled = [value for value in each if value is not None]
    expected = sum(filled, Decimal(0)) if filled else None
    assert evaluate(parse(f"sum({EACH})"), {EACH: tuple(each)}.get) == expected


def test_a_formula_may_be_long_but_not_endless() -> None:
    assert evaluate(parse(f"sum({'a, ' * 1_000})"), cells("a=1").get) == 1_000
    formula = parse("+".join(["a"] * 60))
    assert evaluate(formula, cells("a=1").get) == 60
    with pytest.raises(FormulaError, match="too long or too deeply nested"):
        parse("+".join(["a"] * 120))
