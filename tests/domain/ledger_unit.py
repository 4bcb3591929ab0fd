"""A unit whose ledgers agree with one another, typed in 万元; short ways to change a figure."""

from collections.abc import Mapping
from functools import cache

from app.domain.codes import CodeBook
from app.domain.compute import compute
from app.domain.report import Finding, Report
from app.domain.subjects import read_subjects
from app.domain.submission import Submission
from tests.domain.expect import ROOT, national

YEAR = 2023


@cache
def book() -> CodeBook:
    """The shipped tables of codes."""
    texts = [
        (ROOT / "resources" / "codes" / f"{name}.csv").read_text(encoding="utf-8")
        for name in ("function", "economic")
    ]
    return CodeBook(*(read_subjects(text) for text in texts))


def rows(address: str, *lines: tuple[str, dict[str, str]]) -> dict[str, str]:
    """Rows of a list of subjects: a code and the row's cells."""
    cells = {f"{address}.rows": " ".join(f"r{at}" for at in range(1, len(lines) + 1))}
    for at, (code, figures) in enumerate(lines, 1):
        cells[f"{address}.r{at}.code"] = code
        cells |= {f"{address}.r{at}.{name}": text for name, text in figures.items()}
    return cells


def table(prefix: str, **cells: str) -> dict[str, str]:
    """Cells of a table with fixed rows: row__column="5"."""
    return {f"{prefix}.{name.replace('__', '.')}": text for name, text in cells.items()}


# 收入 1,010＋年初 20 ＝ 支出 1,000＋年末 30
UNIT: dict[str, str] = (
    rows(
        "revenue.items",
        ("2080106", {"public": "600", "last": "590"}),
        ("2080109", {"public": "300", "last": "310"}),
        ("2120801", {"fund": "60", "last": "60"}),
        ("2101101", {"public": "40", "other": "10", "last": "50"}),
    )
    | rows(
        "outlay.public",
        ("2080106", {"initial": "590", "adjusted": "600", "basic": "590", "last": "580"}),
        ("2080109", {"initial": "310", "adjusted": "320", "project": "300", "last": "300"}),
        ("2101101", {"initial": "40", "adjusted": "40", "basic": "40", "last": "40"}),
    )
    | rows(
        "outlay.fund",
        ("2120801", {"initial": "60", "adjusted": "60", "project": "60", "last": "60"}),
    )
    | rows(
        "outlay.own",
        ("2101101", {"initial": "10", "adjusted": "10", "basic": "10", "last": "10"}),
    )
    | table(
        "carryover",
        public__opening_basic="5",
        public__opening_project="15",
        public__last="20",
        public__closing_basic="5",
        public__closing_project="25",
    )
    | table("carryover", fund__closing_project="0", own__closing_basic="0")
    | rows(
        "economic.items",
        ("30101", {"basic": "400.5", "last": "400"}),
        ("30102", {"basic": "99.5", "last": "100"}),
        ("30201", {"basic": "60", "last": "60"}),
        ("30217", {"basic": "2", "last": "2"}),
        ("30231", {"basic": "8", "last": "8"}),
        ("30302", {"basic": "60", "last": "60"}),
    )
    | table(
        "three_publics",
        running__initial="9",
        running__adjusted="9",
        running__actual="8",
        running__last="8",
        reception__initial="3",
        reception__adjusted="3",
        reception__actual="2.5",
        reception__last="2.6",
    )
    | table("operating", running__initial="75", running__actual="70", running__last="72")
    | table(
        "procurement",
        goods__actual="30",
        works__actual="20",
        services__actual="10",
        small__actual="40",
        micro__actual="25",
    )
    | table("assets", confidential__count="1", enforcement__count="2")
    | table("three_counts", kept__this="3", bought__this="0")
    | table("headcount", civil__authorized="30", civil__actual="28", workers__actual="2")
    | table("headcount", workers__authorized="2")
    | {
        "info.unit_kind": "civil",
        "info.staff_authorized": "32",
        "info.staff_actual": "30",
        "receptions.domestic.rows": "r1 r2",
        "receptions.domestic.r1.name": "省厅调研组",
        "receptions.domestic.r1.batches": "1",
        "receptions.domestic.r1.guests": "8",
        "receptions.domestic.r1.amount": "20000",
        "receptions.domestic.r2.name": "邻县考察组",
        "receptions.domestic.r2.batches": "1",
        "receptions.domestic.r2.guests": "5",
        "receptions.domestic.r2.amount": "5000",
        "spending.project.initial": "370",
        "spending.project.adjusted": "380",
    }
)


def report_of(entries: Mapping[str, str], codes: CodeBook | None = None) -> Report:
    submission = Submission(YEAR, "national-2020", entries=dict(entries))
    return compute(national(), submission, codes=book() if codes is None else codes)


def findings_of(change: Mapping[str, str], codes: CodeBook | None = None) -> tuple[Finding, ...]:
    """The findings of the unit with some cells changed; what it would have anyway is none."""
    return report_of(UNIT | dict(change), codes).findings
