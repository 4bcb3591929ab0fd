"""What five published accounts say, computed from the figures that a unit would have typed.

`truth_accounts/000.claims.json` and `003.claims.json` list every share, difference, growth,
completion and sum that the document states and that is right: `[claim, kind, printed, unit, where,
why not]`. `where` is the id of a derived figure, `@` and a cell's address, or `#` and a form's
weight; a claim that no figure of the program can be is listed with the reason.
"""

import json
from collections import Counter
from decimal import Decimal
from functools import cache

import pytest

from app.domain.derived import Derived
from app.domain.narration import narration
from app.domain.values import rounded
from tests.domain.facts import ACCOUNTS, FOLDER, entries, facts, report

D = Decimal
REACHED = {
    "000": {"share": 19, "growth": 4, "completion": 18, "sum": 31},
    "003": {"share": 10, "growth": 5, "completion": 32, "difference": 20, "sum": 104},
}
# printed with fewer than two digits where the program prints two: 18.3 for 18.31, 100 for 100.15
FEWER = {"003-C055", "003-C061", "003-C088", "003-C089", "003-C090"} | {
    f"003-C{at}" for at in range(118, 124)
}
WORDS = {"大于": "大于", "小于": "小于", "以内": "小于"}  # printed → the program's direction


def claims(name: str) -> list[list[str]]:
    found: list[list[str]] = json.loads((FOLDER / f"{name}.claims.json").read_text("utf-8"))
    return found


REACHABLE = [(name, claim) for name in ("000", "003") for claim in claims(name) if claim[4]]


@cache
def figures(name: str) -> dict[str, Derived]:
    return {found.id: found for section in narration(report(name)) for found in section.figures}


def weight(name: str, place: str) -> Decimal:
    """The sum of an indicator group's weights, or of a form's with its execution row."""
    prefix, _, what = place.rpartition(".")
    form = report(name).form(prefix)
    if what == "total":
        found = form.total_weight
    else:
        found = next(one.rows for one in form.weights if one.level1.id == what)
    assert found is not None
    return found


def number(name: str, where: str, unit: str) -> Decimal:
    """The program's exact figure in the unit that the document prints."""
    if where.startswith("#"):
        return weight(name, where[1:])
    cell = where.removeprefix("@")
    value = report(name).values[cell] if cell != where else figures(name)[where].number
    assert value is not None, where
    return abs(value) * 100 if unit == "%" else abs(value) / 10_000 if unit == "万元" else value


def digits(printed: str) -> int:
    return len(printed.partition(".")[2])


@pytest.mark.parametrize(("name", "claim"), REACHABLE, ids=[claim[0] for _, claim in REACHABLE])
def test_the_printed_digits(name: str, claim: list[str]) -> None:
    _, _, printed, unit, where, _ = claim
    if printed in WORDS:
        assert figures(name)[where].words == WORDS[printed]
        return
    places = digits(printed) if claim[0] in FEWER else 2
    assert rounded(number(name, where, unit), places) == D(printed)
    if where[0] not in "@#" and claim[0] not in FEWER:
        written = figures(name)[where].text
        assert D(written.rstrip("%万元个辆分点百")) == D(printed)


def test_how_many_claims_are_reached() -> None:
    for name, expected in REACHED.items():
        reached = Counter(claim[1] for claim in claims(name) if claim[4])
        assert dict(reached) == expected
    assert (len(claims("000")), sum(REACHED["000"].values())) == (93, 72)
    assert (len(claims("003")), sum(REACHED["003"].values())) == (198, 171)


def test_what_is_not_reached_says_why() -> None:
    for name in REACHED:
        for claim in claims(name):
            assert bool(claim[4]) != bool(claim[5]), claim[0]


@pytest.mark.parametrize("name", [*ACCOUNTS, "002_items"])
def test_every_figure_is_read(name: str) -> None:
    """The facts have no address that the scheme lacks, and no text that is no number."""
    made = report(name)
    assert not made.problems
    blank = [cell for cell in facts(name)["cells"] if made.values.get(cell) is None]
    assert not blank
    lists = set(facts(name)["rows"])
    for cell, text in entries(name).items():
        if cell.rpartition(".")[0].rpartition(".")[0] in lists and text[:1].isdigit():
            assert cell.endswith((".code", ".name", ".also")) or made.values[cell] is not None


# figures that a document states wrongly: where the right one stands, as printed, what it says
WRONG = [
    ("000", "overall.growth", "30.6%", "30.06%"),
    ("000", "income.public.share", "99.54%", "99.53%"),
    ("000", "income.fund.share", "0.46%", "0.47%"),
    ("000", "spending.project.share", "74.72%", "74.64%"),
    ("000", "public.share", "99.54%", "99.71%"),
    ("000", "items.spent", "2674.93万元", "2695.12万元"),
    ("000", "basic.office.amount", "76.61万元", "2064.75万元"),
    ("000", "three_publics.reception.share", "100%", "41.59%"),
    ("000", "assets.total", "597.69万元", "597万元"),
    ("001", "public.total", "2104.03万元", "2113.98万元"),
    ("001", "public.share", "99.53%", "100%"),
    ("001", "basic.personnel.amount", "908.64万元", "851.04万元"),
    ("001", "basic.office.amount", "58.71万元", "58.70万元"),
    ("002", "classes.k208.share", "77.72%", "0%"),
    ("002", "three_publics.growth", "7.71%", "7.68%"),
    ("002_items", "items.spent", "1558.82万元", "1536.15万元"),
    ("003", "items.c2101101.completion", "90.21%", ""),
    ("003", "items.c2130804.completion", "", "小于"),
    ("003", "three_publics.reception.share", "100%", "82.86%"),
    ("003", "three_publics.growth", "18.31%", "18.3%"),
    ("003", "operating.growth", "", "100%"),
]


@pytest.mark.parametrize(("name", "where", "right", "published"), WRONG)
def test_the_right_figure(name: str, where: str, right: str, published: str) -> None:
    found = figures(name)[where]
    assert found.text == right != published


def test_why_two_rates_are_not_written() -> None:
    running = figures("003")["operating.growth"]
    assert running.note == "上年为0，不计算增长率"
    loans = figures("003")["items.c2130804.completion"]
    assert (loans.words, loans.note) == ("大于", "预算为0，不计算完成率")


def test_the_line_that_a_published_total_leaves_out() -> None:
    """001: the difference of 人员经费 is one of its own lines; 002: of one 类 and its items."""
    values = report("001").values
    total, line = values["economic.personnel.basic"], values["economic.items.c30311.basic"]
    assert total is not None and line is not None
    assert total - line == D("8510400")
    items = report("002_items").values["outlay.public.c208.spent"]
    stated = report("002").values["outlay.public.c208.spent"]
    assert items is not None and stated is not None
    assert items - stated == D("226700")


def test_16_of_16_completions_of_002() -> None:
    printed = facts("002_items")["completions"][0].split()
    codes = [
        text for cell, text in entries("002_items").items() if cell.endswith(".code")
    ]  # in the order of the document
    found = [figures("002_items")[f"items.c{code}.completion"].text for code in codes]
    assert found == [f"{one}%" for one in printed]


def test_both_bases_of_completion_in_002() -> None:
    """39.02% counts what was carried over, 39.53% does not; the program says which it takes."""
    found = figures("002")["items.completion"]
    assert (found.text, found.working) == ("39.02%", "1536.15÷3937.1＝39.02%")


def test_figures_of_004() -> None:
    found = figures("004")
    assert found["overall.income"].text == found["overall.spending"].text == "32863287.88元"
    assert found["performance.projects"].text == "25个"
    assert found["performance.executed"].text == "22064124.08元"
    assert found["performance.completion"].text == "78.03%"
