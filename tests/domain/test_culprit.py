"""The line that a sum has gone wrong with: named only where exactly one explains the difference."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.culprit import MOST, Operand, culprit


def gap_of(total: str, *lines: str) -> tuple[Decimal, list[Operand]]:
    """A total beside lines called 甲, 乙, 丙 …"""
    operands = [Operand("合计", Decimal(total), 1, whole=True)]
    operands += [
        Operand(name, Decimal(line), -1) for name, line in zip("甲乙丙丁戊己", lines, strict=False)
    ]
    return sum((one.sign * one.value for one in operands), Decimal(0)), operands


# total, its lines, what the sentence must hold; nothing: nobody is named
NAMED: list[tuple[str, list[str], list[str]]] = [
    ("851.04", ["500", "351.04", "57.60"], ["“丙”57.60", "正好等于差额", "没有计入"]),
    ("908.64", ["500", "351.04"], []),
    ("957.60", ["500", "400", "57.60"], []),
    ("115.20", ["57.60", "40"], []),
    ("1057.60", ["500", "442.40", "57.60"], ["“丙”57.60", "正好等于差额", "重复"]),
    ("100", ["60", "-40"], ["“乙”-40.00", "正负号"]),
    ("168.08", ["123.96", "41.42"], ["“乙”41.42", "换了位", "44.12"]),
    ("238.50", ["123.96", "115.44"], ["“乙”115.44", "114.54"]),
    ("167.48", ["123.36", "41.42"], ["“合计”167.48或者“乙”41.42"]),  # 164.78 fits as well
    ("134.12", ["100.1", "31.42"], []),
    ("631.44", ["634.14"], ["“合计”631.44或者“甲”634.14", "换了位"]),
    ("193.4", ["123.4", "7"], ["“乙”7.00", "少了一位", "70.00"]),
    ("193.4", ["123.4", "700"], ["“乙”700.00", "多了一位", "70.00"]),
    ("112.34", ["100", "123400"], ["“乙”123,400.00", "差一万倍", "12.34"]),
    ("20100", ["100", "2"], ["“乙”2.00", "差一万倍", "20,000.00"]),
    ("100", ["60", "40", "25", "13"], ["“丙”25.00", "“丁”13.00", "合起来"]),
    ("100", ["60", "40", "25", "25"], []),  # two lines fit: neither is certain
    ("100", ["60", "40"], []),
    ("100.01", ["60", "40.01", "0.01"], []),  # a tail explains itself
    ("100", [], []),
    ("100", ["73.21"], []),
]


@pytest.mark.parametrize(("total", "lines", "words"), NAMED)
def test_who_is_named(total: str, lines: list[str], words: list[str]) -> None:
    found = culprit(*gap_of(total, *lines))
    assert [word for word in words if word not in found] == []
    assert bool(found) == bool(words)


def test_a_figure_of_the_other_side_is_named_too() -> None:
    """Two lists of the same money: a line that only one of them has."""
    left = [Operand("左一", Decimal(10)), Operand("左二", Decimal("7.5"))]
    right = [Operand("右一", Decimal(10), -1), Operand("右二", Decimal("3.1"), -1)]
    lines = [
        *left,
        *right,
        Operand("右三", Decimal("4.4"), -1),
        Operand("多出", Decimal("2.9"), -1),
    ]
    assert "“多出”2.90" in culprit(Decimal("-2.9"), lines)


def test_a_table_that_nobody_adds_up_by_hand_names_nobody() -> None:
    lines = [Operand(f"第{at}行", Decimal(at), -1) for at in range(1, MOST + 3)]
    assert culprit(Decimal(-3), lines) == ""


AMOUNTS = st.decimals("-99999", "99999", places=2)


@given(st.lists(AMOUNTS, max_size=12), AMOUNTS)
def test_it_never_raises_and_names_a_line_that_there_is(
    values: list[Decimal], total: Decimal
) -> None:
    lines = [Operand(f"行{at:02}。", value, -1) for at, value in enumerate(values)]
    found = culprit(total - sum(values), [Operand("合计。", total, 1, whole=True), *lines])
    names = [one.name for one in lines] + ["合计。"]
    assert found == "" or any(f"“{name}”" in found for name in names)


@given(st.lists(AMOUNTS, min_size=2, max_size=8), st.data())
def test_a_line_left_out_of_the_total_is_found_or_nothing_is_said(
    values: list[Decimal], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(values) - 1))
    lines = [Operand(f"行{n}。", value, -1) for n, value in enumerate(values)]
    total = sum(values) - values[at]
    found = culprit(-values[at], [Operand("合计。", Decimal(total), 1, whole=True), *lines])
    twins = [value for value in values if value == values[at]]
    if abs(values[at]) >= Decimal("0.02") and len(twins) == 1:
        assert f"“行{at}。”" in found
        assert "正好等于差额" in found
