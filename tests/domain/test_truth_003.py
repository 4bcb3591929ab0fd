"""The made-up unit of the sample has the shape and figures of a published document of 2023,
whose scores were worked out independently of this program: every one of them is compared."""

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.domain.compute import compute
from app.domain.report import Finding, FormReport, Indicator, Report, Score
from app.domain.submission import Submission
from app.domain.values import rate_text
from app.exchange.package import parse
from tests.domain.expect import SAMPLE, execution_of, national

TRUTH: dict[str, Any] = json.loads(
    Path(__file__).with_name("truth_003.json").read_text(encoding="utf-8")
)
FORMS: list[dict[str, Any]] = TRUTH["forms"]
CODES = {
    "execution-basis": "F17",
    "execution-score": "F18",
    "execution-score-blank": "F18",
    "indicator-score": "F19",
    "level-weight": "F02",
    "total-weight": "F03",
    "total": "F20",
    "total-blank": "F20",
}


@cache
def sample() -> Submission:
    return parse(SAMPLE.read_text(encoding="utf-8"), {national().id: national()})


@cache
def report(**options: str) -> Report:
    chosen = {f"option.{name}": choice for name, choice in options.items()}
    submission = sample()
    return compute(national(), replace(submission, entries={**submission.entries, **chosen}))


def form_of(found: Report, truth: dict[str, Any]) -> FormReport:
    kind = [form for form in found.forms if form.form.id == truth["form"]]
    index: int = truth["index"]
    return kind[index]


def rows_of(form: FormReport) -> list[Indicator]:
    return [row for row in form.indicators if not row.filler]


def pairs(found: Report) -> Iterator[tuple[Indicator, dict[str, Any]]]:
    for truth in FORMS:
        yield from zip(rows_of(form_of(found, truth)), truth["indicators"], strict=True)


def own(row: Indicator) -> Score:
    assert row.own is not None
    return row.own


def test_the_size_of_what_is_compared() -> None:
    assert len(FORMS) == len(report().forms) == 12
    assert sum(len(form["indicators"]) for form in FORMS) == 114
    assert len(TRUTH["disagreements"]) == 26


def test_114_of_114_indicators() -> None:
    wrong = [
        (row.address, own(row).rule, truth["expected"], own(row).branch, truth["branch"])
        for row, truth in pairs(report(inverse_rule="ratio"))
        if (own(row).rule, own(row).branch) != (Decimal(truth["expected"]), truth["branch"])
    ]
    assert not wrong


def test_114_of_114_weights_levels_and_stated_scores() -> None:
    for row, truth in pairs(report()):
        assert row.level2.id == truth["level"], row.address
        assert row.weight == Decimal(truth["own_weight_for_scoring"]), row.address
        stated = row.score.stated if row.score else None
        expected = truth["stated_score"]
        assert stated == (None if expected is None else Decimal(expected)), row.address


def test_ranges_that_qualitative_rows_allow() -> None:
    ranged = [(row, truth["range"]) for row, truth in pairs(report()) if "range" in truth]
    assert len(ranged) > 40
    for row, (low, high) in ranged:
        assert (own(row).low, own(row).high) == (Decimal(low), Decimal(high)), row.address


@pytest.mark.parametrize("truth", FORMS, ids=lambda form: f"{form['form']}-{form['index']}")
def test_execution_on_both_bases_weights_and_total(truth: dict[str, Any]) -> None:
    expected = truth["execution"]
    on_adjusted = form_of(report(inverse_rule="ratio"), truth)
    on_initial = form_of(report(execution_basis="initial"), truth)
    assert rate_text(execution_of(on_adjusted).rate) == expected["official_rate"]
    assert execution_of(on_adjusted).score.rule == Decimal(expected["expected_official"])
    initial = expected["rate_on_initial_budget"]
    assert rate_text(execution_of(on_initial).rate) == (initial or "")
    scored = expected["expected_on_initial_budget"]
    assert execution_of(on_initial).score.rule == (None if scored is None else Decimal(scored))
    assert on_adjusted.total == Decimal(truth["total_expected_official"])
    assert on_adjusted.total_weight == Decimal(truth["grand_total"])
    for group in on_adjusted.weights:
        weights = truth["weights"][group.level1.id]
        assert (group.weight, group.rows) == (Decimal(weights["header"]), Decimal(weights["rows"]))


def expected_cell(form: FormReport, truth: dict[str, Any]) -> str:
    match truth["what"]:
        case "indicator-score":
            return f"{rows_of(form)[truth['row']].address}.given"
        case "level-weight":
            return f"{form.prefix}.level.{truth['level']}"
        case "total-weight":
            return f"{form.prefix}.total.weight"
        case "execution-basis":
            return f"{form.prefix}.execution.rate"
        case "execution-score" | "execution-score-blank":
            return f"{form.prefix}.execution.given"
        case _:
            return f"{form.prefix}.total.score"


def figures(found: Finding) -> tuple[str, str]:
    """What is stated and what the rule gives; of F03 the sheet prints the latter."""
    return (found.right, found.left) if found.code == "F03" else (found.left, found.right)


def test_26_of_26_disagreements_and_no_other() -> None:
    computed = report(inverse_rule="ratio")
    expected = []
    for truth in TRUTH["disagreements"]:
        form = form_of(computed, truth)
        stated = "空白" if truth["stated"] is None else truth["stated"]
        place = (CODES[truth["what"]], expected_cell(form, truth))
        expected.append((*place, stated, truth["expected"]))
    found = [
        (one.code, one.cells[0], *figures(one))
        for one in computed.findings
        if one.code in set(CODES.values())
    ]
    assert sorted(found) == sorted(expected)


def test_3_of_3_over_fulfilments() -> None:
    over = {f"{row.address}.target" for row, truth in pairs(report()) if truth.get("over_target")}
    assert len(over) == 3
    assert {one.cells[0] for one in report().findings if one.code == "F12"} == over


def test_the_default_inverse_rule_changes_one_row() -> None:
    changed = [
        (truth["branch"], own(row).rule)
        for row, truth in pairs(report())
        if own(row).rule != Decimal(truth["expected"])
    ]
    assert changed == [("quantitative-missed-inverse", Decimal("2.49"))]


def test_no_text_of_the_sample_is_unreadable() -> None:
    assert not report().problems
