"""Short ways to say what a unit typed, for the tests of computing."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from app.domain import targets
from app.domain.compute import compute, rules_for
from app.domain.report import Execution, FormReport, Report, Score
from app.domain.scoring import score
from app.domain.scoring_rules import Facts, Rules
from app.domain.submission import Submission
from app.scheme.load import load_scheme
from app.scheme.model import Scheme

ROOT = Path(__file__).resolve().parents[2]
NATIONAL_FOLDER = ROOT / "resources" / "schemes" / "national-2020"
SAMPLE = ROOT / "resources" / "samples" / "yunling-2023.json"
YEAR = 2023


@cache
def national() -> Scheme:
    return load_scheme(NATIONAL_FOLDER)


def typed(entries: Mapping[str, str]) -> Submission:
    return Submission(YEAR, "national-2020", entries=dict(entries))


def report_of(entries: Mapping[str, str]) -> Report:
    return compute(national(), typed(entries))


def rules(**options: str) -> Rules:
    chosen = {f"option.{name}": choice for name, choice in options.items()}
    return rules_for(national(), chosen, YEAR)


def scored(target: str, actual: str, weight: str = "10", tier: str = "", **options: str) -> Score:
    """The score of one row that says `target` and `actual`."""
    facts = Facts(targets.read(target, YEAR), targets.read(actual, YEAR), Decimal(weight), tier)
    return score(rules(**options), facts)


def project(*rows: tuple[str, str, str], level: str = "quantity", **cells: str) -> dict[str, str]:
    """One project whose rows say (target, actual, weight); `cells` are i1_merge="both" …"""
    entries = {
        "project.order": "p1",
        "project.p1.name": "技能培训",
        "project.p1.rows": " ".join(f"i{at}" for at in range(1, len(rows) + 1)),
    }
    for at, texts in enumerate(rows, 1):
        entries[f"project.p1.i{at}.level"] = level
        entries[f"project.p1.i{at}.name"] = f"指标{at}"
        for cell, text in zip(("target", "actual", "weight"), texts, strict=True):
            entries[f"project.p1.i{at}.{cell}"] = text
    for name, text in cells.items():
        row, _, cell = name.partition("_")
        entries[f"project.p1.{row}.{cell}"] = text
    return {address: text for address, text in entries.items() if text}


def money(initial: str, adjusted: str, executed: str, row: str = "fiscal") -> dict[str, str]:
    start = f"project.p1.money.{row}."
    texts = {"initial": initial, "adjusted": adjusted, "executed": executed}
    return {start + column: text for column, text in texts.items() if text}


def codes(report: Report) -> list[str]:
    return [found.code for found in report.findings]


def execution_of(form: FormReport) -> Execution:
    """The execution row of a form that has one."""
    assert form.execution is not None
    return form.execution
