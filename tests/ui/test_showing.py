"""How amounts are shown in another unit, and what typing them there means: without a window."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.submission import Submission
from app.domain.tables import written
from app.domain.values import UNITS, read_amount
from app.scheme.model import Table
from app.ui.views.showing import AS_REPORTED, SETTINGS, Showing, choose, chosen, showing_of
from app.ui.views.views import CellView
from tests.ui.figures import Shelf, money, view_of

YUAN, WAN = Showing("元"), Showing("万元")

# typed, where it is shown, unit of the table, stored
TYPED = [
    ("125000.55", YUAN, "万元", "125000.55元"),
    ("12.345678", WAN, "元", "12.345678万"),
    ("12.345678", WAN, "万元", "12.345678"),
    ("12.5", AS_REPORTED, "元", "12.5"),
    ("3.5万", YUAN, "万元", "3.5万"),
    ("3.5万", WAN, "元", "3.5万"),
    ("500元", WAN, "元", "500元"),
    ("1,234.5", YUAN, "万元", "1,234.5元"),
    ("１２３.４", YUAN, "万元", "１２３.４元"),
    ("(1,234.56)", YUAN, "万元", "(1,234.56元)"),
    ("-5", WAN, "元", "-5万"),
    ("=1199+937", YUAN, "万元", "=1199元+937元"),
    ("1199+937", WAN, "元", "1199万+937万"),
    ("=(3+4)*2", YUAN, "万元", "=(3+4)*2元"),
    ("=(3+4)/2+5", YUAN, "万元", "8.5元"),
    ("=1200*5%", WAN, "元", "=1200万*5%"),
    ("=1.2万+300", YUAN, "万元", "=1.2万+300元"),
    ("0", YUAN, "万元", "0"),  # nothing is nothing in every unit
    ("", YUAN, "万元", ""),
    ("——", YUAN, "万元", "——"),
    ("12a", YUAN, "万元", "12a"),  # cannot be read: stays, and is said
]


@pytest.mark.parametrize(("text", "showing", "own", "stored"), TYPED)
def test_what_typing_stores(text: str, showing: Showing, own: str, stored: str) -> None:
    assert showing.stored(text, own) == stored
    assert read_amount(stored, own).value == read_amount(text, showing.unit_of(own)).value


# stored, where it is shown, unit of the table, what F2 starts from
STARTS = [
    ("12.5", AS_REPORTED, "万元", "12.5"),
    ("125000.55元", AS_REPORTED, "万元", "125000.55元"),
    ("125000.55元", YUAN, "万元", "125000.55"),
    ("125000.55元", WAN, "元", "12.500055"),
    ("123456.78", WAN, "元", "12.345678"),
    ("12.345678万", WAN, "元", "12.345678"),
    ("12.345678万元", WAN, "元", "12.345678"),
    ("1,234.5元", YUAN, "万元", "1,234.5"),
    ("3.5万", YUAN, "元", "3.5万"),  # in its own unit nothing is touched
    ("3.5万", YUAN, "万元", "35000"),
    ("=1199元+937元", YUAN, "万元", "=1199+937"),
    ("=1199+937", YUAN, "万元", "21360000"),
    ("=1.2万+300元", YUAN, "万元", "12300"),
    ("0.00", YUAN, "万元", "0.00"),
    ("", YUAN, "万元", ""),
    ("12a", YUAN, "万元", "12a"),
]


@pytest.mark.parametrize(("text", "showing", "own", "start"), STARTS)
def test_what_editing_starts_from(text: str, showing: Showing, own: str, start: str) -> None:
    assert showing.starts(text, own) == start


FIGURES = st.from_regex(r"\A[-+]?[¥]?(0|[1-9][0-9]{0,8})(\.[0-9]{1,8})?\Z")
GROUPED = st.from_regex(r"\A-?[1-9][0-9]{0,2}(,[0-9]{3}){1,3}(\.[0-9]{1,6})?\Z")
SAID = st.tuples(FIGURES, st.sampled_from(["元", "万", "万元", "百万元", "亿", " 元"])).map("".join)
BRACKETS = st.from_regex(r"\A[(（](0|[1-9][0-9]{0,6})(\.[0-9]{1,6})?[)）]\Z")
SUMS = st.from_regex(r"\A=?[1-9][0-9]{0,5}(\.[0-9]{1,4})?([-+*/][1-9][0-9]{0,3}){1,3}\Z")
ODD = st.sampled_from(
    ["", "-", "——", "/", "12a", "一千", "１２．５", "8 950.0 0", "=1.2万+300", "="]
)
TEXTS = st.one_of(FIGURES, GROUPED, SAID, BRACKETS, SUMS, ODD, st.text(max_size=8))
SHOWINGS = st.builds(
    Showing,
    st.sampled_from(["", "元", "万元"]),
    st.sampled_from([2, 4, 6]),
    st.sampled_from([1, 2]),
)
OWN = st.sampled_from(["元", "万元"])


@given(TEXTS, SHOWINGS, OWN)
def test_typing_means_the_unit_that_is_shown(text: str, showing: Showing, own: str) -> None:
    stored = showing.stored(text, own)
    meant, kept = read_amount(text, showing.unit_of(own)), read_amount(stored, own)
    assert kept.value == meant.value
    assert bool(kept.problem) == bool(meant.problem)


@given(TEXTS, st.lists(SHOWINGS, min_size=1, max_size=4), OWN)
def test_an_amount_survives_being_typed_back_in_any_unit(
    text: str, showings: list[Showing], own: str
) -> None:
    value, kept = read_amount(text, own).value, text
    assume(not read_amount(text, own).problem)  # it would be typed anew
    for showing in showings:
        kept = showing.stored(showing.starts(kept, own), own)
        assert read_amount(kept, own).value == value


@given(st.decimals(-(10**11), 10**11, places=6), SHOWINGS, OWN)
def test_what_is_copied_has_every_digit(value: Decimal, showing: Showing, own: str) -> None:
    unit = showing.unit_of(own)
    assert Decimal(showing.copied(value, own)) * UNITS[unit] == value
    shown = Decimal(showing.amount(value, own).replace(",", "")) * UNITS[unit]
    assert showing.hides(value, own) == (shown != value)
    assert bool(showing.exact(value, own)) == (shown != value)
    assert bool(shown) == bool(value)  # 0.00 is said of zero alone


# amount in 元, how it is shown, unit of the table, shown, exact
SHOWN = [
    ("123456.78", AS_REPORTED, "万元", "12.35", "准确数 123,456.78 元"),
    ("123456.78", WAN, "元", "12.35", "准确数 123,456.78 元"),
    ("123456.78", Showing("万元", 4), "元", "12.3457", "准确数 123,456.78 元"),
    ("123456.78", Showing("万元", 6), "元", "12.345678", ""),
    ("123456.78", YUAN, "万元", "123,456.78", ""),
    ("0.125", YUAN, "元", "0.13", "准确数 0.125 元"),
    ("-123456.78", WAN, "元", "-12.35", "准确数 -123,456.78 元"),
    ("120000", WAN, "元", "12.00", ""),
    ("12.34", WAN, "元", "0.001234", ""),  # not 0.00: it is not nothing
    ("0", WAN, "元", "0.00", ""),
]


@pytest.mark.parametrize(("value", "showing", "own", "shown", "exact"), SHOWN)
def test_how_an_amount_is_shown(
    value: str, showing: Showing, own: str, shown: str, exact: str
) -> None:
    assert showing.amount(Decimal(value), own) == shown
    assert showing.exact(Decimal(value), own) == exact


def test_blank_stays_blank() -> None:
    assert WAN.amount(None, "元") == WAN.copied(None, "元") == WAN.exact(None, "元") == ""


def test_words_say_a_unit_that_is_not_the_tables_own() -> None:
    assert AS_REPORTED.label("万元") == WAN.label("万元") == "万元"
    assert YUAN.label("万元") == "元（表以万元上报）"
    assert YUAN.told("12.5", "万元") == "12.5万元"
    assert YUAN.told("500元", "万元") == "500元"
    assert WAN.told("12.5", "万元") == "12.5"


def test_rates_have_as_many_digits_as_are_set() -> None:
    assert AS_REPORTED.rate(Decimal("0.97815")) == "97.82%"
    assert Showing(rate_digits=1).rate(Decimal("0.97815")) == "97.8%"


def test_what_is_set_is_kept_by_its_name() -> None:
    shelf = Shelf()
    assert showing_of(shelf) == AS_REPORTED
    for one in SETTINGS:
        choose(shelf, one, one.choices[-1][0])
        assert chosen(shelf, one) == one.choices[-1][0]
    assert showing_of(shelf) == Showing("万元", 6, 1)
    assert set(shelf.kept) == {"show.unit", "show.wan_digits", "show.rate_digits"}
    for name in shelf.kept:
        shelf.kept[name] = "nonsense"  # written by somebody else
    assert showing_of(shelf) == AS_REPORTED


# ── the views ─────────────────────────────────────────────────────────────────────────────


def cell(table: Table, entries: dict[str, str], address: str, showing: Showing) -> CellView:
    view = view_of(table, entries, showing)
    place = view.find(address)
    assert place is not None
    return view.rows[place[0]][place[1]]


def test_a_cell_in_another_unit() -> None:
    entries = {"money.a.this": "12.345678", "money.a.last": "12"}
    found = cell(money("万元"), entries, "money.a.this", YUAN)
    assert (found.shown, found.text, found.copied) == ("123,456.78", "123456.78", "")
    assert found.note == "填写的是：12.345678万元"
    found = cell(money("万元"), entries, "money.a.this", WAN)
    assert (found.shown, found.text, found.copied) == ("12.35", "12.345678", "12.345678")
    assert found.exact == "准确数 123,456.78 元"
    change = cell(money("万元"), entries, "money.a.change", YUAN)
    assert (change.shown, change.name) == ("3,456.78", "增减额 · 甲（元）")
    assert cell(money("万元"), entries, "money.a.growth", YUAN).shown == "2.88%"
    assert view_of(money("万元"), entries, YUAN).headers[0] == "金额（元，表以万元上报）"


# last year, this year, what stands under 增减%
GROWTHS = [
    ("10", "12", "20.00%"),
    ("10", "8", "-20.00%"),
    ("0", "12", "上年为0"),
    ("0.00", "0.5", "上年为0"),
    ("0", "0", ""),
    ("0", "", ""),
    ("", "12", ""),
    ("10", "0", "-100.00%"),
]


@pytest.mark.parametrize("showing", [AS_REPORTED, YUAN, WAN])
@pytest.mark.parametrize(("last", "this", "growth"), GROWTHS)
def test_a_change_since_nothing_is_said_in_words(
    last: str, this: str, growth: str, showing: Showing
) -> None:
    entries = {"money.a.last": last, "money.a.this": this}
    found = cell(money("万元"), entries, "money.a.growth", showing)
    assert found.shown == growth
    assert found.weak == (growth == "上年为0")


def test_last_year_is_yellow_only_where_there_is_a_figure() -> None:
    blank = cell(money("万元"), {}, "money.a.last", AS_REPORTED)
    assert (blank.look, blank.tab_stop) == ("typed", True)
    assert blank.note.startswith("上年数：")
    there = cell(money("万元"), {"money.a.last": "3"}, "money.a.last", AS_REPORTED)
    assert (there.look, there.tab_stop) == ("carried", False)


@given(st.lists(SHOWINGS, min_size=1, max_size=6))
def test_switching_leaves_every_entry_as_it_is(showings: list[Showing]) -> None:
    entries = {"money.a.this": "12.345678", "money.a.last": "3.5万", "money.b.this": "=1199+937"}
    submission = Submission(2024, "test", entries=dict(entries))
    for showing in showings:
        view = view_of(money("万元"), submission.entries, showing)
        for row in view.rows:
            for one in row:
                # F2 and Enter: what is there is typed again
                typed = view.typed({one.address: one.text}) if one.text else None
                if typed is not None:
                    (kept,) = typed.cells.values()
                    meant = read_amount(entries[one.address], "万元").value
                    assert read_amount(kept, "万元").value == meant
    assert submission.entries == entries


def test_only_amounts_are_typed_in_a_unit() -> None:
    view = view_of(money("万元"), {}, YUAN)
    cells = {"money.a.this": "5", "money.a.heads": "5", "other.a.this": "5"}
    assert view.typed(cells).cells == {**cells, "money.a.this": "5元"}
    assert view_of(money("元"), {}, YUAN).typed(cells).cells == cells


def test_written_reads_back() -> None:
    assert written("amount", Decimal("123456.78"), "万元") == "12.345678"
