"""What subjects are called in a report: the shipped tables, and the bureau's own list over them."""

from collections.abc import Sequence

import pytest

from app.codes import code_book, shipped
from app.domain.codes import CodeBook, classification, strange
from app.domain.compute import compute
from app.domain.report import Report
from app.domain.subjects import LEVELS, Subject
from app.domain.submission import Submission
from app.resources import shipped_schemes
from app.scheme.model import Codes

NATIONAL = shipped_schemes()["national-2020"]
ENTRIES = {
    "outlay.public.rows": "r1 r2 r3",
    "outlay.public.r1.code": "2080501",
    "outlay.public.r1.basic": "3",
    "outlay.public.r2.code": "2080599",
    "outlay.public.r2.name": "自己起的名字",
    "outlay.public.r2.basic": "4",
    "outlay.public.r3.code": "2089998",  # in no table
    "outlay.public.r3.basic": "5",
}


def own(code: str, name: str) -> Subject:
    return Subject(code, name, LEVELS[len(code)], "", None, None, "own")


def named(codes: CodeBook, last: Report | None = None) -> dict[str, str]:
    """The names in 支出决算表 by code."""
    report = compute(NATIONAL, Submission(2023, NATIONAL.id, entries=ENTRIES), last, codes)
    return {line.code: line.label for line in report.account("gk03").parts[0].lines if line.code}


def test_the_shipped_tables_name_every_level() -> None:
    assert named(shipped()) == {
        "208": "社会保障和就业支出",
        "20805": "行政事业单位养老支出",
        "2080501": "行政单位离退休",
        "2080599": "自己起的名字",
        "20899": "其他社会保障和就业支出",
        "2089998": "",
    }


def test_the_bureaus_list_wins_code_by_code() -> None:
    book = code_book({"function": [own("20805", "养老"), own("2089998", "县级科目")]})
    assert named(book) == named(shipped()) | {"20805": "养老", "2089998": "县级科目"}
    assert book.economic is shipped().economic
    assert book.function.find("xjkm", 2023)[0].code == "2089998"


def test_new_names_show_although_a_report_was_there() -> None:
    """Taking over from the last report must not keep its names."""
    entries = Submission(2023, NATIONAL.id, entries=ENTRIES)
    last = compute(NATIONAL, entries, codes=shipped())
    book = code_book({"function": [own("20805", "养老")]})
    assert named(book, last)["20805"] == "养老"


def test_without_an_own_list_the_shipped_book_is_the_same_one() -> None:
    assert code_book({}) is shipped()
    assert code_book({"function": (), "economic": ()}) is shipped()


CLASSES: list[tuple[Sequence[str], Codes]] = [
    (["201", "20101", "2010101"], "function"),
    (["301", "30101"], "economic"),
    (["501", "50101"], "economic"),
    (["201", "208", "301"], "function"),
    (["201", "301"], ""),
    (["101", "103"], ""),
    ([], ""),
]


@pytest.mark.parametrize(("codes", "kind"), CLASSES)
def test_the_kind_of_a_list_is_told_by_its_codes(codes: Sequence[str], kind: Codes) -> None:
    assert classification(own(code, "甲") for code in codes) == kind


def test_codes_that_do_not_fit_are_named() -> None:
    both = [own("201", "甲"), own("301", "乙"), own("501", "丙")]
    assert [one.code for one in strange("function", both)] == ["301", "501"]
    assert [one.code for one in strange("economic", both)] == ["201"]
