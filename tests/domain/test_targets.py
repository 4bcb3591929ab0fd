"""What 指标值 and 完成值 mean as people write them: the table to add an example to."""

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.targets import (
    Blank,
    ComparatorOnly,
    Period,
    Quantity,
    Range,
    Words,
    mended,
    read,
)

YEAR = 2023

# text, comparator, number, scale, unit
QUANTITIES = [
    ("100%", "", "100", "", "%"),
    ("１００％", "", "100", "", "%"),
    ("93.91%", "", "93.91", "", "%"),
    ("90 %", "", "90", "", "%"),
    ("100%。", "", "100", "", "%"),
    ("100%完成", "", "100", "", "%"),
    ("12000", "", "12000", "", ""),
    ("12,000人", "", "12000", "", "人"),
    ("１２，０００人", "", "12000", "", "人"),
    ("8,950,942.0\n\n0", "", "8950942", "", ""),
    ("3.9万", "", "3.9", "万", ""),
    ("3．9万", "", "3.9", "万", ""),
    ("3。9万", "", "3.9", "万", ""),
    ("32.81万人", "", "32.81", "万", "人"),
    ("8217.07万元", "", "8217.07", "万", "元"),
    ("3.13亿", "", "3.13", "亿", ""),
    ("5百万元", "", "5", "百万", "元"),
    ("2次/年", "", "2", "", "次/年"),
    ("10场（次）", "", "10", "", "场次"),
    ("5个百分点", "", "5", "", "个百分点"),
    ("0.5‰", "", "0.5", "", "‰"),
    ("3个月", "", "3", "", "个月"),
    ("15日", "", "15", "", "日"),
    ("3.5日", "", "3.5", "", "日"),
    ("25天", "", "25", "", "天"),
    ("-5%", "", "-5", "", "%"),
    ("－5%", "", "-5", "", "%"),
    ("≥89%", "≥", "89", "", "%"),
    ("≥ 90 %", "≥", "90", "", "%"),
    ("＞＝95%", "≥", "95", "", "%"),
    (">=95", "≥", "95", "", ""),
    ("》=95%", "≥", "95", "", "%"),
    ("》95", ">", "95", "", ""),
    ("《＝3天", "≤", "3", "", "天"),
    ("=>95", "≥", "95", "", ""),
    ("≧95", "≥", "95", "", ""),
    ("⩾95", "≥", "95", "", ""),
    ("≤10万", "≤", "10", "万", ""),
    ("≦10", "≤", "10", "", ""),
    ("＜5%", "<", "5", "", "%"),
    ("＞5%", ">", "5", "", "%"),
    ("＝100％", "=", "100", "", "%"),
    ("控制在4.5%以内", "≤", "4.5", "", "%"),
    ("90%以上", "≥", "90", "", "%"),
    ("90%及以上", "≥", "90", "", "%"),
    ("90%（含）以上", "≥", "90", "", "%"),
    ("98%以上（含98%）", "≥", "98", "", "%"),
    ("100人次及以上(含100人次)", "≥", "100", "", "人次"),
    ("500份以上", "≥", "500", "", "份"),
    ("①95%", "", "95", "", "%"),
    ("1.培训100人", "", "100", "", "人"),
    ("1、培训100人", "", "100", "", "人"),
    ("12.人", "", "12", "", "人"),
    ("5万元以下", "≤", "5", "万", "元"),
    ("≤5万元以下", "≤", "5", "万", "元"),
    ("不低于17场", "≥", "17", "", "场"),
    ("不少于5个", "≥", "5", "", "个"),
    ("不小于5个", "≥", "5", "", "个"),
    ("至少5次", "≥", "5", "", "次"),
    ("大于等于5次", "≥", "5", "", "次"),
    ("不超过20万元", "≤", "20", "万", "元"),
    ("不高于5%", "≤", "5", "", "%"),
    ("最多3次", "≤", "3", "", "次"),
    ("小于等于3次", "≤", "3", "", "次"),
    ("超过100人", ">", "100", "", "人"),
    ("高于90%", ">", "90", "", "%"),
    ("低于5%", "<", "5", "", "%"),
    ("少于5起", "<", "5", "", "起"),
    ("等于100%", "=", "100", "", "%"),
    # a negated comparison is the other one, not the same
    ("不得低于90%", "≥", "90", "", "%"),
    ("不得少于5次", "≥", "5", "", "次"),
    ("不得超过5%", "≤", "5", "", "%"),
    ("不得高于10万元", "≤", "10", "万", "元"),
    ("不能超过3次", "≤", "3", "", "次"),
    ("未超过20万元", "≤", "20", "万", "元"),
    ("未低于90%", "≥", "90", "", "%"),
    # and “nearly reached” is not reached
    ("不足90%", "<", "90", "", "%"),
    ("不到90%", "<", "90", "", "%"),
    ("未达到90%", "<", "90", "", "%"),
    # so many days at most
    ("30日内", "≤", "30", "", "日"),
    ("30日内完成", "≤", "30", "", "日"),
    ("5个工作日内办结", "≤", "5", "", "个工作日"),
    ("24小时之内", "≤", "24", "", "小时"),
    ("3年内完成", "≤", "3", "", "年"),
    ("1年内", "≤", "1", "", "年"),
    # areas keep their unit: ㎡ is not “m” and a 2
    ("100㎡", "", "100", "", "平方米"),
    ("≥1000 m²", "≥", "1000", "", "平方米"),
    ("100m2", "", "100", "", "平方米"),
    ("3km²", "", "3", "", "平方公里"),
    ("50m³", "", "50", "", "立方米"),
]


@pytest.mark.parametrize(("text", "comparator", "number", "scale", "unit"), QUANTITIES)
def test_quantities(text: str, comparator: str, number: str, scale: str, unit: str) -> None:
    reading = read(text, YEAR)
    assert isinstance(reading, Quantity)
    found = (reading.comparator, reading.number, reading.scale, reading.unit)
    assert found == (comparator, Decimal(number), scale, unit)


# text, subject, comparator, number, unit
SUBJECTS = [
    ("平均每月95人左右", "平均每月", "", "95", "人"),
    ("约10", "", "", "10", ""),
    ("达到90%", "", "", "90", "%"),
    ("满意度≥90%", "满意度", "≥", "90", "%"),
    ("满意率达到90%以上", "满意率", "≥", "90", "%"),
    ("同比下降5%", "同比下降", "", "5", "%"),
    ("增长率不低于5%", "增长率", "≥", "5", "%"),
    ("已完成100%", "已完成", "", "100", "%"),
    ("每季度1次", "每季度", "", "1", "次"),
    ("30余场", "", "", "30", "场"),
    ("3万多人", "", "", "3", "人"),
]


@pytest.mark.parametrize(("text", "subject", "comparator", "number", "unit"), SUBJECTS)
def test_words_around_a_number(
    text: str, subject: str, comparator: str, number: str, unit: str
) -> None:
    reading = read(text, YEAR)
    assert isinstance(reading, Quantity)
    found = (reading.subject, reading.comparator, reading.number, reading.unit)
    assert found == (subject, comparator, Decimal(number), unit)


# text, low, high (values with their scale), unit
RANGES = [
    ("3-5次", "3", "5", "次"),
    ("3－5次", "3", "5", "次"),
    ("3—5次", "3", "5", "次"),
    ("5到10次", "5", "10", "次"),
    ("90%～95%", "90", "95", "%"),
    ("90%〜95%", "90", "95", "%"),
    ("90-95%", "90", "95", "%"),
    ("90％至95％", "90", "95", "%"),
    ("1-2万元", "10000", "20000", "元"),
    ("1万-2万元", "10000", "20000", "元"),
    ("1万元-2万元", "10000", "20000", "元"),
    ("85分～95分", "85", "95", "分"),
    ("2次/年-3次/年", "2", "3", "次/年"),
    ("3-5日", "3", "5", "日"),
    ("2-3个月", "2", "3", "个月"),
    ("10-12", "10", "12", ""),
]


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_ranges(text: str, low: str, high: str, unit: str) -> None:
    reading = read(text, YEAR)
    assert isinstance(reading, Range)
    assert (reading.low.value, reading.high.value) == (Decimal(low), Decimal(high))
    assert reading.high.unit == unit


# text, first day, last day; the year is 2023 where none is written
PERIODS = [
    ("2023年12月31日", "2023-12-31", "2023-12-31"),
    ("2023年12\n月31日", "2023-12-31", "2023-12-31"),
    ("2023 年 12 月 31 日", "2023-12-31", "2023-12-31"),
    ("２０２３年１２月３１日", "2023-12-31", "2023-12-31"),
    ("2023年12月31号", "2023-12-31", "2023-12-31"),
    ("2023.12.31", "2023-12-31", "2023-12-31"),
    ("2023-12-31", "2023-12-31", "2023-12-31"),
    ("2023/1/5", "2023-01-05", "2023-01-05"),
    ("20231231", "2023-12-31", "2023-12-31"),
    ("12月31日前", "2023-12-31", "2023-12-31"),
    ("6 月 30 日前", "2023-06-30", "2023-06-30"),
    ("2023年11月30日之前完成", "2023-11-30", "2023-11-30"),
    ("2023年12月31日前完成支付", "2023-12-31", "2023-12-31"),
    ("2023年12月31日前全部发放到位", "2023-12-31", "2023-12-31"),
    ("2023年12月", "2023-12-01", "2023-12-31"),
    ("2023年2月", "2023-02-01", "2023-02-28"),
    ("2024年2月底", "2024-02-01", "2024-02-29"),
    ("2023年12月之前完成", "2023-12-01", "2023-12-31"),
    ("2023-12", "2023-12-01", "2023-12-31"),
    ("12月底前", "2023-12-01", "2023-12-31"),
    ("6月底完成", "2023-06-01", "2023-06-30"),
    ("3月份", "2023-03-01", "2023-03-31"),
    ("2023年", "2023-01-01", "2023-12-31"),
    ("2023年度", "2023-01-01", "2023-12-31"),
    ("2023年底前", "2023-01-01", "2023-12-31"),
    ("年底前", "2023-01-01", "2023-12-31"),
    ("2023年末", "2023-01-01", "2023-12-31"),
    ("12月末前完成", "2023-12-01", "2023-12-31"),
    ("年内完成", "2023-01-01", "2023-12-31"),
    ("全年", "2023-01-01", "2023-12-31"),
    ("本年度", "2023-01-01", "2023-12-31"),
    ("2023年第四季度", "2023-10-01", "2023-12-31"),
    ("三季度末前完成", "2023-07-01", "2023-09-30"),
    ("第4季度", "2023-10-01", "2023-12-31"),
    ("上半年", "2023-01-01", "2023-06-30"),
    ("1-11月", "2023-01-01", "2023-11-30"),
    ("2023年1-12月", "2023-01-01", "2023-12-31"),
    ("2023年1月至12月", "2023-01-01", "2023-12-31"),
    ("2023年11月-2024年3月", "2023-11-01", "2024-03-31"),
    ("2023.1.1-2023.6.30", "2023-01-01", "2023-06-30"),
    ("2021-2023年", "2021-01-01", "2023-12-31"),
    ("2023.1-2023.12", "2023-01-01", "2023-12-31"),  # no range of amounts
]


@pytest.mark.parametrize(("text", "first", "last"), PERIODS)
def test_periods(text: str, first: str, last: str) -> None:
    reading = read(text, YEAR)
    assert isinstance(reading, Period)
    assert (reading.first, reading.last) == (date.fromisoformat(first), date.fromisoformat(last))


WORDS = [
    "效果明显",
    "达到要求",
    "已完成",
    "无",
    "长期",
    "零事故",
    "一次",
    "百分之九十",
    "±5%",  # within 5 % of nothing, not 5 % of something
    "误差≤±5%",
    "负3%",
    "近1000人",  # not 1000 yet
    "接近90%",
    "3人-5次",
    "①95%②96%",
    "6．按计划开展",
    "说明1",
    "详见附件2",
    "1.按月报送",
    "月末",
    "第1名",
    "前3名",
    "全省第3",
    "3/5",
    "1:2",
    "95%、96%",
    "≥90%，≤95%",
    "大于90%小于95%",
    "2022年10场，2023年12场",
    "98%以上（含90%）",
    "不超过5万元以上",
    "每月15日前",  # a day of the month, not 15 of anything
    "次月10日前",
    "12月中旬",
    "13月",
    "31日前",
    "2023年2月30日",
    "12-1月",
    "10²",
    "2023年二十四场",
    "完成" * 40 + "90%",  # a paragraph with a number in it
]


@pytest.mark.parametrize("text", WORDS)
def test_words_stay_words(text: str) -> None:
    assert read(text, YEAR) == Words(text)


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000", "\u200b", "-", "—", "——", "/"])
def test_blank(text: str) -> None:
    assert read(text, YEAR) == Blank(text)


@pytest.mark.parametrize(
    ("text", "sign"), [("≤", "≤"), ("≥ ", "≥"), (">=", "≥"), ("＜", "<"), ("=", "=")]
)
def test_a_comparator_that_lost_its_number(text: str, sign: str) -> None:
    assert read(text, YEAR) == ComparatorOnly(text, sign)


def test_a_date_without_a_year_takes_the_year_of_the_submission() -> None:
    for year in (2021, 2024):
        reading = read("12月31日", year)
        assert isinstance(reading, Period)
        assert reading.last.year == year


FIGURE_LIKE = st.text(
    alphabet="0123456789.,-~～%‰≥≤><=年月日前底内至到第万亿元人次以上下不超过低于季度半()（）\n 约",
    max_size=40,
)


@given(st.text() | FIGURE_LIKE | st.just("12月31日"), st.integers(1990, 2100) | st.integers())
def test_no_text_raises_and_every_reading_keeps_it(text: str, year: int) -> None:
    reading = read(text, year)
    assert reading.text == text
    if isinstance(reading, Range):
        assert reading.low.value <= reading.high.value
    if isinstance(reading, Period):
        assert reading.first <= reading.last


@given(
    st.sampled_from(["", "≥", "≤", ">", "<", "="]),
    st.decimals(0, 10**9, places=2),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["", "%", "人", "家", "场次", "元"]),
)
def test_what_is_written_plainly_is_read_as_written(
    comparator: str, number: Decimal, scale: str, unit: str
) -> None:
    for text in (f"{comparator}{number}{scale}{unit}", f"{comparator} {number:,} {scale}{unit}"):
        reading = read(text, YEAR)
        assert isinstance(reading, Quantity)
        found = (reading.comparator, reading.number, reading.scale, reading.unit)
        assert found == (comparator, number, scale, unit)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_date_is_read_in_every_style(day: date) -> None:
    for style in ("{0.year}年{0.month}月{0.day}日", "{0.year}.{0.month}.{0.day}", "{0:%Y-%m-%d}"):
        reading = read(style.format(day), YEAR)
        assert isinstance(reading, Period)
        assert (reading.first, reading.last) == (day, day)


@pytest.mark.parametrize(
    "piece", ["1", "1,111", "年", "1月", "不", "以内", "≥", " ", "-", "1-", "m²"]
)
def test_long_texts_are_read_in_no_time(piece: str) -> None:
    for length in (55, 10_000):
        for text in ((piece * length)[:length], (piece * length)[:length] + "x"):
            start = time.perf_counter()
            read(text, YEAR)
            assert time.perf_counter() - start < 1


MENDED = [  # what an input method made of it, what was meant
    ("》=5家", "≥5家"),
    ("》＝５", "≥５"),
    ("《 3天", "<3天"),
    ("》=", "≥"),
    ("7。9万元", "7.9万元"),
    ("》=7。9", "≥7.9"),
    ("完成。5家", "完成。5家"),
    ("《2024年实施方案》", "《2024年实施方案》"),
    ("《实施方案", "《实施方案"),
    ("≥5", "≥5"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "meant"), MENDED)
def test_signs_that_an_input_method_turned_into_title_marks(text: str, meant: str) -> None:
    assert mended(text) == meant
