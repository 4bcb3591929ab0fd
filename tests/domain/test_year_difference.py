"""Name by name beside last year: which subjects and projects are new, gone, renamed, split."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from app.domain.codes import CodeBook
from app.domain.compute import compute
from app.domain.report import Report
from app.domain.subjects import Subject, Subjects
from app.domain.submission import Submission
from app.domain.year_difference import Difference, year_differences
from app.ui.views.difference_views import differences_view
from tests.domain.expect import national
from tests.domain.test_last_year import rows

NATIONAL = national()
OUTLAY, COLUMNS = "outlay.public", "basic last"
CODES = CodeBook(
    Subjects(
        (
            Subject("2060101", "行政运行", "项", "xzyx", None, None, "own"),
            Subject("2060199", "其他旧名", "项", "", None, 2022, "own"),
            Subject("2060199", "其他新名", "项", "", 2023, None, "own"),
        )
    )
)


def report(entries: Mapping[str, str], year: int = 2023, codes: CodeBook = CODES) -> Report:
    return compute(NATIONAL, Submission(year, NATIONAL.id, entries=dict(entries)), codes=codes)


def said(one: Difference) -> tuple[str, str, str, str, str]:
    """Change, name before, name now, amounts in 万元."""
    amounts = ("" if value is None else f"{value / 10_000:f}" for value in (one.last, one.this))
    return (one.change, one.before, f"{one.code} {one.name}".strip(), *amounts)  # type: ignore[return-value]


def subjects(*lines: str) -> list[tuple[str, str, str, str, str]]:
    return [said(one) for one in year_differences(report(rows(OUTLAY, *lines, columns=COLUMNS)))]


SUBJECTS = [  # rows with this and last year's figure, and what is said of them
    (["2010301 甲|5|5"], []),
    (["2010301 甲|6|5"], [("more", "", "2010301 甲", "5", "6")]),
    (["2010301 甲|4|5"], [("less", "", "2010301 甲", "5", "4")]),
    (["2010301 甲|6|"], []),  # nothing is known of last year: not everything is new
    (["2010301 甲|6|0"], [("new", "", "2010301 甲", "", "6")]),
    (["2010301 甲||5"], [("gone", "", "2010301 甲", "5", "")]),
    (["2010301 甲|0|5"], [("gone", "", "2010301 甲", "5", "")]),
    (["2010301 甲|0|0"], []),
    (["2010301 甲|1|", "2010301 甲||3"], [("less", "", "2010301 甲", "3", "1")]),
    (
        ["2010301 行政运行|6|", "2010401 行政运行||5"],
        [("recoded", "2010401 行政运行", "2010301 行政运行", "5", "6")],
    ),
    (
        ["2010302 一般管理事务|6|", "2010399 一般行政管理事务||5"],
        [("likely", "2010399 一般行政管理事务", "2010302 一般管理事务", "5", "6")],
    ),
    (  # another 款: no guess
        ["2010302 一般管理事务|6|", "2050199 一般行政管理事务||5"],
        [
            ("new", "", "2010302 一般管理事务", "", "6"),
            ("gone", "", "2050199 一般行政管理事务", "5", ""),
        ],
    ),
    (["2060199 其他新名|5|5"], [("renamed", "其他旧名", "2060199 其他新名", "5", "5")]),
    (["2060199 |5|5"], [("renamed", "其他旧名", "2060199 其他新名", "5", "5")]),
    (["2060101 行政 运行|5|5"], []),
]


@pytest.mark.parametrize(("lines", "wanted"), SUBJECTS)
def test_subjects(lines: list[str], wanted: list[tuple[str, str, str, str, str]]) -> None:
    assert subjects(*lines) == wanted


def test_a_name_is_compared_with_the_one_of_last_years_submission() -> None:
    now = report(rows(OUTLAY, "2010301 新名|5|5", columns=COLUMNS))
    last = report(rows(OUTLAY, "2010301 旧名|5|", columns=COLUMNS), 2022)
    assert year_differences(now) == ()
    (one,) = year_differences(now, last)
    assert (one.change, one.before, one.name) == ("renamed", "旧名", "新名")


def test_funds_and_ledgers_are_told_apart() -> None:
    entries = rows(OUTLAY, "2010301 甲|5|", columns=COLUMNS)
    entries |= rows("outlay.fund", "2010301 甲||5", columns=COLUMNS)
    entries |= rows("revenue.items", "2010301 甲|7|5", columns="public last")
    entries |= rows("economic.items", "30101 基本工资|2|1", columns=COLUMNS)
    found = year_differences(report(entries))
    assert [(one.group, one.change) for one in found] == [
        ("收入", "more"),
        ("支出　一般公共预算", "new"),
        ("支出　政府性基金预算", "gone"),
        ("基本支出（按经济分类）", "more"),
    ]
    assert found[0].address == "revenue.items.r1.received"
    assert found[2].address == "outlay.fund.r1.last"


# ---------------------------------------------------------------- projects


def projects(now: str, last: str) -> list[tuple[str, str, str, str, str]]:
    """Projects written as “name 12.5，name 3”."""
    entries: dict[str, str] = {}
    names = [each.rpartition(" ") for each in now.split("，") if each]
    entries["project.order"] = " ".join(f"p{at}" for at in range(1, len(names) + 1))
    for at, (name, _, amount) in enumerate(names, 1):
        entries[f"project.p{at}.name"] = name
        entries[f"project.p{at}.money.fiscal.executed"] = amount
    listed = [each.rpartition(" ") for each in last.split("，") if each]
    lines = [f" {name}|{amount}" for name, _, amount in listed]
    entries |= rows("last_projects.items", *lines, columns="executed") if lines else {}
    return [said(one) for one in year_differences(report(entries))]


PROJECTS = [
    ("技能培训 5", "技能培训 5", []),
    ("2023年技能培训 6", "2022年技能培训 5", [("more", "", "2023年技能培训", "5", "6")]),
    ("技能培训 6", "", []),
    ("技能培训 6", "会务 5", [("new", "", "技能培训", "", "6"), ("gone", "", "会务", "5", "")]),
    ("", "会议中心运转 5", [("gone", "", "会议中心运转", "5", "")]),
    ("技能提升培训 6", "技能培训 5", [("likely", "技能培训", "技能提升培训", "5", "6")]),
    (
        "职业技能培训一期 2.5，职业技能培训二期 3.5",
        "职业技能培训 6",
        [("split", "职业技能培训", "职业技能培训一期、职业技能培训二期", "6", "6.0")],
    ),
    ("会务 6", "会场 2，食宿 4", [("merged", "会场、食宿", "会务", "6", "6")]),
    (
        "甲 2.5，乙 3.4",
        "丙 6",
        [("new", "", "甲", "", "2.5"), ("new", "", "乙", "", "3.4"), ("gone", "", "丙", "6", "")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("now", "last", "wanted"), PROJECTS)
def test_projects(now: str, last: str, wanted: list[tuple[str, str, str, str, str]]) -> None:
    assert projects(now, last) == wanted


# ---------------------------------------------------------------- the grid


def test_the_grid_of_differences() -> None:
    lines = ("2010301 甲|6|5", "2010302 乙|5.1|5", "2010303 丙|1|", "2010401 丙||3")
    here = report(rows(OUTLAY, *lines, columns=COLUMNS))
    view = differences_view(here, Decimal("0.1"))
    assert [[cell.shown for cell in row] for row in view.rows] == [
        ["支出　一般公共预算", "2010301 甲", "增加", "5.00", "6.00", "1.00", "20.00%"],
        [
            "支出　一般公共预算",
            "2010401 丙 → 2010303 丙",
            "换了科目编码",
            *("3.00", "1.00", "-2.00", "-66.67%"),
        ],
    ]
    assert view.row_ids == ("outlay.public.r1.spent", "outlay.public.r3.spent")
    assert len(differences_view(here).rows) == 3
    (only,) = differences_view(report({})).rows
    assert "还没有上年数" in only[0].shown


def test_growth_from_a_negative_base_has_the_sign_of_the_change() -> None:
    (one,) = year_differences(report(rows(OUTLAY, "2010301 甲|2|-4", columns=COLUMNS)))
    assert (one.change, one.growth) == ("more", Decimal("1.5"))
