"""What amounts, counts and rates mean as people write them."""

import time
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import targets
from app.domain.values import (
    Reading,
    amount_text,
    number_text,
    rate_text,
    read_amount,
    read_number,
    read_rate,
    rounded,
    shorten,
    tidy,
)

# text, unit of the cell, amount in 元 (None: blank)
AMOUNTS = [
    ("", "万元", None),
    ("  \n", "万元", None),
    ("-", "万元", None),
    ("—", "万元", None),
    ("——", "元", None),
    ("/", "元", None),
    ("0", "万元", "0"),
    ("0.00", "元", "0"),
    ("897.32", "万元", "8973200"),
    ("897.32", "元", "897.32"),
    ("８９７．３２", "元", "897.32"),
    ("１，２３４．５", "元", "1234.5"),
    ("1,234,567.89", "元", "1234567.89"),
    ("1、234", "元", "1234"),
    ("12。5", "元", "12.5"),
    ("8,950,942.0\n\n0", "元", "8950942"),
    ("12 345", "元", "12345"),
    (" 19.76\n", "万元", "197600"),
    ("19.76\u00a0", "万元", "197600"),
    ("1\u200b9.76\ufeff", "万元", "197600"),
    ("3.9万", "元", "39000"),
    ("3.9万", "万元", "39000"),
    ("204.5万元", "元", "2045000"),
    ("204.5 万 元", "万元", "2045000"),
    ("500元", "万元", "500"),
    ("1.2亿", "万元", "120000000"),
    ("5百万元", "元", "5000000"),
    ("￥500", "元", "500"),
    ("¥1,000.00元", "万元", "1000"),
    (".5", "万元", "5000"),
    ("5.", "万元", "50000"),
    ("+5", "元", "5"),
    ("-5", "元", "-5"),
    ("−5", "元", "-5"),
    ("－5.5", "元", "-5.5"),
    ("(1,234.00)", "元", "-1234"),
    ("（1,234.00）", "元", "-1234"),
    ("-3万元", "元", "-30000"),
    ("999999999999999", "元", "999999999999999"),
    ("1'234'567.89", "元", "1234567.89"),
    (" 1,234.56 ", "元", "1234.56"),  # Excel's accounting format, and the next ones
    ("￥(1,234.56)", "元", "-1234.56"),
    ("￥-1,234.56", "元", "-1234.56"),
    (" ￥ -   ", "元", None),
]

# what was typed, unit of the cell, amount in 元
WORKED_OUT = [
    ("=1199+937", "万元", "21360000"),
    ("=1199+937", "元", "2136"),
    ("12+3", "元", "15"),
    ("10+5", "万元", "150000"),
    ("＝１＋２", "元", "3"),
    ("=（1＋2）＊3", "元", "9"),
    ("=(1+2)*3", "元", "9"),
    ("=1+2*3", "元", "7"),
    ("=1199+937-20.5", "元", "2115.5"),
    ("1199+937-20.5", "元", "2115.5"),
    ("=10-2-3", "元", "5"),
    ("=100/8/2", "元", "6.25"),
    ("=0.1+0.2", "元", "0.3"),  # exact: no 0.30000000000000004
    ("=10/3", "元", "3.33"),
    ("=10/3*3", "元", "10"),
    ("=-20/3", "元", "-6.67"),
    ("=10/3", "万元", "33333.33"),
    ("=2×3÷4", "元", "1.5"),
    ("=-5+2", "元", "-3"),
    ("=5--2", "元", "7"),
    ("=1,234.50+0.5", "元", "1235"),
    ("1、234＋1。5", "元", "1235.5"),
    ("1.2万+300元", "元", "12300"),
    ("1.2万+300元", "万元", "12300"),
    ("1.2万+300", "元", "12300"),
    ("1.2万×3", "万元", "36000"),
    ("=3*1.2万元", "万元", "36000"),
    ("=1200*5%", "元", "60"),
    ("=￥500+￥20", "元", "520"),
    ("=5", "元", "5"),
    ("=-5", "元", "-5"),
    ("=((5))", "元", "5"),
    ("=0*5", "元", "0"),
    ("= 1 + 2 ", "元", "3"),
]


@pytest.mark.parametrize(("text", "unit", "value"), WORKED_OUT)
def test_a_calculation_is_worked_out_exactly(text: str, unit: str, value: str) -> None:
    assert read_amount(text, unit) == Reading(Decimal(value))


# what was typed, the end of the sentence
UNCLEAR = [
    ("=5/0", "算式里除以了0"),
    ("=5/(3-3)", "算式里除以了0"),
    ("=", "算式没有写完整"),
    ("=5+", "算式没有写完整"),
    ("12+", "算式没有写完整"),
    ("=5 6+", "算式没有写完整"),
    ("=(5+3", "括号没有成对"),
    ("=5+3)", "算式没有写完整"),
    ("=()", "算式没有写完整"),
    ("=2**3", "算式没有写完整"),
    ("=1+__import__('os')", "算式没有写完整"),
    ("=A1+B1", "算式没有写完整"),
    ("=1.2.3+1", "算式没有写完整"),
    ("=1万*2万", "不能相乘"),
    ("=5/2万", "不能用没有单位的数除以带单位的数"),
    ("=" + "1+" * 150 + "1", "算式太长"),
    ("=" + "(" * 199 + "1", "括号没有成对"),
    ("=" + "-" * 199, "算式没有写完整"),
]


@pytest.mark.parametrize(("text", "words"), UNCLEAR)
def test_a_calculation_without_a_result_says_why(text: str, words: str) -> None:
    reading = read_amount(text, "万元")
    assert reading.value is None
    assert "不是金额：" in reading.problem and words in reading.problem


@pytest.mark.parametrize("text", ["1/2", "5-6", "10-20", "2024-01", "12-15", "2024/1/5"])
def test_what_may_be_a_date_or_a_range_is_no_calculation(text: str) -> None:
    assert read_amount(text, "元").value is None
    assert "要计算请在前面加“=”" in read_amount(text, "元").problem
    assert "要计算请在前面加“=”" in read_number(text).problem
    assert read_number(f"={text}").value is not None


def test_counts_and_rates_are_worked_out_too() -> None:
    assert read_number("=12+3") == Reading(Decimal(15))
    assert read_number("12人+3人") == Reading(Decimal(15))
    assert read_number("1.2万+300人") == Reading(Decimal(12300))
    assert read_number("=10/3").value == Decimal("3.3333333333")
    assert read_rate("=90+3.91") == Reading(Decimal("0.9391"))
    assert read_rate("90%+3.91%") == Reading(Decimal("0.9391"))
    assert "除以了0" in read_number("=1/0").problem and "不是数" in read_number("=1/0").problem
    assert "不是百分数" in read_rate("=1+").problem


def test_what_an_indicator_says_is_not_worked_out() -> None:
    assert isinstance(targets.read("12-15", 2024), targets.Range)
    assert isinstance(targets.read("1-2次", 2024), targets.Range)
    assert isinstance(targets.read("12+3", 2024), targets.Words)
    assert isinstance(targets.read("=1199+937", 2024), targets.Words)
    assert isinstance(targets.read("2024-01", 2024), targets.Period)


@given(
    st.lists(st.tuples(st.sampled_from("+-*"), st.decimals(0, 10**4, places=2)), max_size=8),
    st.decimals(0, 10**4, places=2),
)
def test_calculations_are_what_decimal_says(
    rest: list[tuple[str, Decimal]], first: Decimal
) -> None:
    total, product, sign = Decimal(0), first, 1
    with localcontext() as context:
        context.prec = 100
        for operator, number in rest:
            if operator == "*":
                product *= number
            else:
                total, product, sign = total + sign * product, number, 1 - 2 * (operator == "-")
        total += sign * product
    found = read_amount(f"={first}{''.join(f'{one}{number}' for one, number in rest)}", "元")
    assert found.value == total or "太大了" in found.problem


@pytest.mark.parametrize(("text", "unit", "value"), AMOUNTS)
def test_amounts(text: str, unit: str, value: str | None) -> None:
    assert read_amount(text, unit) == Reading(None if value is None else Decimal(value))


NO_AMOUNTS = [
    "约10",
    "无",
    "暂无",
    "十万",
    "12,34",
    "1,2345",
    "1,23,456",
    "1,234,",
    "1.2.3",
    "1,234.5,6",
    "10%",
    "1e5",
    "1_000",
    "0x10",
    "NaN",
    "Infinity",
    "10²",
    "①5",
    "10-20",
    "(-5)",  # two signs for minus: which one was meant?
    "((5))",
    "(12",
    "12)",
    "()",
    "¥",
    "万元",
    "500元/人",
    "3.9万万",
    "=SUM(A1:A3)",
    "#REF!",
]


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_no_amount_is_refused_with_a_sentence_that_names_it(text: str) -> None:
    for unit in ("元", "万元"):
        reading = read_amount(text, unit)
        assert reading.value is None
        assert text in reading.problem
        assert "不是金额" in reading.problem


@pytest.mark.parametrize("text", ["1" * 16, "9" * 10_000, "100000000亿元", "-" + "1" * 16])
def test_too_many_digits_are_a_slip(text: str) -> None:
    reading = read_amount(text, "元")
    assert reading.value is None
    assert "太大了" in reading.problem
    assert len(reading.problem) < 60


# text, number
NUMBERS = [
    ("", None),
    ("—", None),
    ("15", "15"),
    ("15分", "15"),
    ("１５ 分", "15"),
    ("12.5", "12.5"),
    ("3 人", "3"),
    ("5名", "5"),
    ("10辆", "10"),
    ("2批次", "2"),
    ("3人次", "3"),
    ("1,200", "1200"),
    ("1.2万人", "12000"),
    ("-3", "-3"),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_numbers(text: str, value: str | None) -> None:
    assert read_number(text) == Reading(None if value is None else Decimal(value))


@pytest.mark.parametrize("text", ["三", "约5", "1/2", "10%", "十五分", "5-6", "共5人", "²"])
def test_no_number_is_refused(text: str) -> None:
    reading = read_number(text)
    assert reading.value is None
    assert f"“{text}”不是数" in reading.problem


# text, ratio
RATES = [
    ("", None),
    ("-", None),
    ("93.91%", "0.9391"),
    ("93.91％", "0.9391"),
    ("100.00 %", "1"),
    ("97.82", "0.9782"),
    ("1,234.5%", "12.345"),
    ("-5%", "-0.05"),
    ("1", "0.01"),
]


@pytest.mark.parametrize(("text", "value"), RATES)
def test_rates(text: str, value: str | None) -> None:
    assert read_rate(text) == Reading(None if value is None else Decimal(value))


@pytest.mark.parametrize("text", ["5‰", "百分之五", "90%以上", "约90%", "%"])
def test_no_rate_is_refused(text: str) -> None:
    assert f"“{text}”不是百分数" in read_rate(text).problem


# value, digits, rounded
ROUNDED = [
    ("0.005", 2, "0.01"),
    ("-0.005", 2, "-0.01"),
    ("2.675", 2, "2.68"),
    ("2.665", 2, "2.67"),
    ("0.5", 0, "1"),
    ("1.5", 0, "2"),
    ("2.5", 0, "3"),
    ("9.949", 1, "9.9"),
    ("-0.001", 2, "0.00"),
    ("0", 2, "0.00"),
    ("1e30", 2, "1000000000000000000000000000000.00"),
]


@pytest.mark.parametrize(("value", "digits", "text"), ROUNDED)
def test_rounding_is_half_up_and_has_no_negative_nothing(
    value: str, digits: int, text: str
) -> None:
    assert str(rounded(Decimal(value), digits)) == text


def test_shown() -> None:
    shown = [
        (amount_text(None, "元"), ""),
        (amount_text(Decimal(0), "万元"), "0.00"),
        (amount_text(Decimal(12345678), "万元"), "1,234.57"),
        (amount_text(Decimal("-0.004"), "元"), "0.00"),
        (number_text(None), ""),
        (number_text(Decimal("15.0")), "15"),
        (number_text(Decimal("12.50")), "12.5"),
        (number_text(Decimal("12000.0")), "12,000"),
        (number_text(Decimal("1E+3")), "1,000"),
        (rate_text(None), ""),
        (rate_text(Decimal("0.97821")), "97.82%"),
        (shorten("一二三四五", 4), "一二三…"),
        (shorten(" 一\n二 "), "一 二"),
    ]
    for found, expected in shown:
        assert found == expected


@given(st.text())
def test_no_text_raises_and_refusing_leaves_blank(text: str) -> None:
    for reading in (read_amount(text, "元"), read_number(text), read_rate(text)):
        assert reading.value is None or not reading.problem
        assert reading.value is None or reading.value.is_finite()


@given(st.text(alphabet="0123456789,.-+*/=()¥￥万亿千百十元 \n。、％%２³㎡約…"))
def test_texts_like_figures_raise_nothing(text: str) -> None:
    read_amount(text, "万元")
    read_number(text)
    read_rate(text)


@given(st.text() | st.text(alphabet="。.…、,−-—～〜㎡m²2 \u200b\u3000\n"))
def test_tidy_twice_is_tidy_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.decimals(-(10**13), 10**13, places=2), st.sampled_from(["元", "万元"]))
def test_an_amount_is_read_back_to_the_cent(value: Decimal, unit: str) -> None:
    digits = 2 if unit == "元" else 6
    assert read_amount(amount_text(value, unit, digits), unit) == Reading(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-1e20, max_value=1e20))
def test_rounding_twice_is_rounding_once_and_never_far(value: Decimal) -> None:
    once = rounded(value)
    assert rounded(once) == once
    assert abs(once - value) <= Decimal("0.005")
    assert rounded(-value) == -once


@given(st.decimals(0, 10**9, places=4))
def test_wan_and_yuan_say_the_same(value: Decimal) -> None:
    assert read_amount(str(value), "万元") == read_amount(f"{value}万元", "元")
    assert read_amount(f"{value}元", "万元") == read_amount(str(value), "元")


@given(st.integers(-(10**9), 10**9))
def test_half_up_as_whole_numbers_have_it(thousandths: int) -> None:
    cents = (abs(thousandths) + 5) // 10
    assert abs(rounded(Decimal(thousandths) / 1000)) == Decimal(cents) / 100


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "1,111",
        "1.",
        " ",
        "1 ",
        "(",
        "(1",
        "-",
        "万",
        "元",
        "…",
        "。",
        "\n1",
        "m²",
        "=",
        "=(",
        "1+",
        "+",
        "1人",
        "人",
        "1'",
        "1*(",
        "¥",
        "1万+",
    ],
)
def test_long_texts_are_read_in_no_time(piece: str) -> None:
    for text in (piece * 10_000, piece * 10_000 + "x", "x" + piece * 10_000):
        start = time.perf_counter()
        read_amount(text, "元")
        read_number(text)
        read_rate(text)
        assert time.perf_counter() - start < 1
