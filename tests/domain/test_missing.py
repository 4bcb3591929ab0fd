"""What is still to be filled in: all that keeps a total from being there, and nothing that cannot
be filled in."""

from dataclasses import replace

import pytest

from app.domain.compute import compute
from app.domain.report import Report
from app.domain.submission import Submission, new_entries
from app.resources import shipped_schemes
from app.scheme.model import Column, Row, Scheme, Table
from tests.domain.expect import codes, national, project, report_of, typed

FIGURES = ("10次", "10次")
VAGUE = ("效果明显", "有所改善")


def asked(report: Report, start: str = "project.p1.i") -> set[str]:
    return {item.cell for item in report.missing if item.cell.startswith(start)}


# second of two rows that share a score, its tier, the score given at the first, what is asked for
SHARED = [
    (FIGURES, "", "", set()),
    (VAGUE, "", "", {"project.p1.i2.tier"}),
    (VAGUE, "basic", "", {"project.p1.i1.given"}),
    (VAGUE, "reached", "", set()),
    (VAGUE, "basic", "8", set()),
    (VAGUE, "", "8", set()),
]


@pytest.mark.parametrize(("second", "tier", "points", "cells"), SHARED)
def test_rows_that_share_a_score_ask_for_what_it_waits_for(
    second: tuple[str, str], tier: str, points: str, cells: set[str]
) -> None:
    tiers = [one.id for one in national().tiers]
    chosen = {"reached": tiers[0], "basic": tiers[1], "": ""}[tier]
    entries = project((*FIGURES, "10"), (*second, ""), i2_merge="both", i2_tier=chosen)
    entries |= {"project.p1.i1.given": points, "project.p1.i1.given_reason": "会议定"}
    report = report_of({cell: text for cell, text in entries.items() if text})
    assert asked(report) == cells
    assert (report.form("project.p1").so_far is None) == bool(cells)


def test_facts_are_asked_for_where_words_say_no_figure() -> None:
    scheme = shipped_schemes()["hunan-2023"]
    entries = new_entries(scheme, "局") | {"score_sheet.i1.actual": "见附件"}
    report = compute(scheme, Submission(2023, scheme.id, entries=entries))
    assert {"info.staff_actual", "info.staff_authorized"} <= asked(report, "info.staff")


def with_table(*columns: Column) -> Scheme:
    rows = (Row("first", "甲", dash=(columns[0].id,)), Row("second", "乙"))
    return replace(
        national(), tables=(*national().tables, Table("more", "补充", "元", columns, rows))
    )


def test_a_table_is_asked_for_where_something_can_be_typed() -> None:
    scheme = with_table(Column("one", "一"), Column("two", "二"))
    report = compute(scheme, typed({}))
    assert asked(report, "more.") == {"more.first.two"}


def test_a_table_of_words_is_filled_in_with_words() -> None:
    scheme = with_table(Column("one", "一", "text"), Column("two", "二", "text"))
    report = compute(scheme, typed({"more.second.one": "已建立制度"}))
    assert asked(report, "more.") == set()


def test_a_form_without_scores_takes_no_notice_of_weights_left_from_another() -> None:
    scheme = shipped_schemes()["sichuan-2020"]
    entries = project((*FIGURES, "500"), (*FIGURES, "一些"))
    report = compute(scheme, Submission(2023, scheme.id, entries=entries))
    assert not {"F01", "F04"} & set(codes(report))


@pytest.mark.parametrize("rubric", ["", "达到指标值得5分，否则不得分"])
def test_a_row_without_a_place_for_a_target_is_left_to_a_person(rubric: str) -> None:
    scheme = shipped_schemes()["hunan-2023"]
    start = "score_sheet.i1"
    entries = {"score_sheet.rows": "i1", f"{start}.weight": "5"}
    entries |= {f"{start}.name": "自设指标", f"{start}.actual": "3次", f"{start}.rubric": rubric}
    entries |= {f"{start}.target": "≥6次"}  # left from another scheme: seen nowhere here
    level = scheme.form("score_sheet").levels[-1].level2[-1].id
    entries[f"{start}.level"] = level
    report = compute(scheme, Submission(2023, scheme.id, entries=entries))
    assert asked(report, f"{start}.") == {f"{start}.given"}
