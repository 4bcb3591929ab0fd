"""What is left of a template in a text is found; words that only look like it are not."""

import pytest

from app.domain.placeholders import left_over
from tests.domain.expect import money, project, report_of

LEFT = [
    ("本年度完成XX项任务", "XX"),
    ("较上年增加减少5万元", "增加减少"),
    ("较上年增加/减少5万元", "增加/减少"),
    ("增长（下降）3%", "增长（下降）"),
    ("增长/下降3%", "增长/下降"),
    ("决算数小于预算数（或与预算数持平）", "（或与预算数持平）"),
    ("主要原因是〔待填〕", "待填〕"),
    ("××单位", "××"),
]
FINE = [
    "",
    "较上年增加5万元，支出减少2万元",
    "增加了减少污染的措施",
    "完成率100%，与预算数持平",
    "X光机一台",
]


@pytest.mark.parametrize(("text", "mark"), LEFT)
def test_what_is_left_of_a_template(text: str, mark: str) -> None:
    assert mark in left_over(text)


@pytest.mark.parametrize("text", FINE)
def test_what_is_a_sentence(text: str) -> None:
    assert left_over(text) == ""


@pytest.mark.parametrize(
    "cell", ["project.p1.goal_actual", "project.p1.execution.reason", "project.p1.i1.reason"]
)
def test_it_is_found_where_a_clerk_writes_sentences(cell: str) -> None:
    entries = project(("10", "5", "90"), i1_reason="疫情") | money("10", "10", "5")
    [one] = [f for f in report_of(entries | {cell: "较上年增加减少"}).findings if f.code == "D04"]
    assert (one.level, one.cells) == ("error", (cell,))
    assert "“较上年增加减少”" in one.sentence
    names = entries | {"project.p1.name": "XX工程", "project.p1.i1.name": "XX数量"}
    assert [f for f in report_of(names).findings if f.code == "D04"] == []
