"""The JSON that score, check and list print: its keys are a promise to other programs."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.cli.conftest import Program

# the keys of every kind of object, in the order in which they are printed
TOP = "format version submission forms values"
SUBMISSION = "id unit year scheme scheme_hash"
FORM = (
    "form prefix name execution weights total_weight total so_far grade stated_total indicators"
    " scored uncapped cap columns fields"
)
EXECUTION = "basis rate rate_adjusted rate_initial weight stated_rate score reason"
WEIGHTS = "level heading rows agrees"
INDICATOR = (
    "address level1 level2 number name target actual filler weight group_weight group"
    " merged_score reason score own"
    " preset unsure explain rubric computed working lacking adjusted core coefficient"
)
SCORE = "branch rule given given_reason stated points low high because"
BECAUSE = "rule formula working source change"
CHECK = "format version submission counts findings missing"
COUNTS = "error warning note kept missing"
FINDING = "code level tab where sentence todo cells left right difference culprit kept key"
MISSING = "cell tab where label"
LISTED = "id unit year scheme changed"

NUMBER = re.compile(r"-?\d+(\.\d+)?")
EXACT = (
    " rate rate_adjusted rate_initial weight heading rows total_weight total so_far stated_total"
    " group_weight given stated points low high uncapped coefficient below at_most "
)


def keys(value: dict[str, Any]) -> str:
    return " ".join(value)


def answer(text: str) -> Any:
    """The JSON, in which a number may only be a count or a year."""
    return json.loads(text, parse_float=lambda number: f"float {number}")


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            yield from objects(part)


def test_score_has_its_promised_shape(sample: Program) -> None:
    found = answer(sample.does("score", "--json"))
    assert keys(found) == TOP
    assert (found["format"], found["version"]) == ("suanpan.score", 1)
    assert keys(found["submission"]) == SUBMISSION
    assert found["submission"]["year"] == 2023
    scores = []
    for form in found["forms"]:
        assert keys(form) == FORM
        assert keys(form["execution"]) == EXECUTION
        assert {keys(group) for group in form["weights"]} == {WEIGHTS}
        assert {keys(row) for row in form["indicators"]} == {INDICATOR}
        scores += [form["execution"]["score"]]
        scores += [row[kind] for row in form["indicators"] for kind in ("score", "own")]
    present = [score for score in scores if score is not None]
    assert {keys(score) for score in present} == {SCORE}
    assert {keys(score["because"]) for score in present} == {BECAUSE}


def test_score_counts_the_forms_and_indicators_of_the_sample(sample: Program) -> None:
    found = answer(sample.does("score", "--json"))
    assert len(found["forms"]) == 12
    rows = [row for form in found["forms"] for row in form["indicators"] if not row["filler"]]
    assert len(rows) == 114
    assert all(row["own"] for row in rows)
    assert [form["total"] for form in found["forms"]] == ["100.00"] * 11 + ["107.39"]


def test_score_writes_exact_numbers_as_texts(sample: Program) -> None:
    found = answer(sample.does("score", "--json"))
    seen = 0
    for one in objects(found["forms"]):
        for name in one.keys() & EXACT.split():
            assert one[name] is None or NUMBER.fullmatch(one[name]), (name, one[name])
            seen += one[name] is not None
    assert seen > 500
    for address, value in found["values"].items():
        assert value is None or NUMBER.fullmatch(value), (address, value)
    money = [f"project.{one}.money.total.executed" for one in ("p1", "p2", "p3")]
    assert all(Decimal(found["values"][address]) > 1000 for address in money)  # 元, not 万元


def test_two_runs_are_equal(sample: Program) -> None:
    assert sample.does("score", "--json") == sample.does("score", "--json", "--submission", "1")


def test_check_has_its_promised_shape(sample: Program) -> None:
    found = answer(sample.does("check", "--json"))
    assert keys(found) == CHECK
    assert keys(found["submission"]) == SUBMISSION
    assert keys(found["counts"]) == COUNTS
    assert {keys(one) for one in found["findings"]} == {FINDING}
    assert {keys(one) for one in found["missing"]} == {MISSING}
    for level in ("error", "warning", "note"):
        listed = [one for one in found["findings"] if one["level"] == level and not one["kept"]]
        assert len(listed) == found["counts"][level] > 0
    assert len(found["missing"]) == found["counts"]["missing"] > 0
    gap = next(one for one in found["findings"] if one["code"] == "K03")
    assert (gap["left"], gap["right"], gap["difference"]) == ("139.69", "139.38", "0.31")
    assert gap["cells"] == ["spending.project.actual"]


def test_list_names_the_sample(sample: Program) -> None:
    found = answer(sample.does("list", "--json"))
    assert keys(found) == "format version submissions"
    (one,) = found["submissions"]
    assert keys(one) == LISTED
    assert (one["id"], one["year"], one["scheme"]) == (1, 2023, "national-2020")
    assert one["unit"] in sample.does("list")
