"""A form as a whole: shared weights, the execution rate, totals, grades, given scores; and the
promises of compute(): it never raises, and taking forms over from the last report changes
nothing."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.compute import compute
from app.domain.report import FormReport, Missing, Report
from app.domain.submission import MERGES, ROW_CELLS, Edit, applied
from tests.domain.expect import codes, execution_of, money, national, project, report_of, typed


def first(report: Report) -> FormReport:
    return report.form("project.p1")


def points(form: FormReport) -> list[str | None]:
    return [None if row.score is None else str(row.score.points) for row in form.indicators]


# ── shared weights ───────────────────────────────────────────────────────

HALF, FULL, NONE = ("10次", "5次"), ("10次", "10次"), ("10次", "0次")
# rows, option shared_score, branch, points
MERGED = [
    ((FULL, FULL, FULL), "average", "merged-reached", "10.00"),
    ((FULL, HALF), "average", "merged-missed", "7.50"),
    ((FULL, HALF), "lowest", "merged-missed", "5.00"),
    ((FULL, HALF, NONE), "average", "merged-missed", "5.00"),
    ((FULL, HALF, NONE), "lowest", "merged-missed", "0.00"),
    ((FULL, ("明显", "一般")), "average", "blank", "None"),
    ((FULL, ("10次", "")), "lowest", "blank", "None"),
]


@pytest.mark.parametrize(("rows", "shared", "branch", "expected"), MERGED)
def test_one_score_for_several_rows(
    rows: tuple[tuple[str, str], ...], shared: str, branch: str, expected: str
) -> None:
    merges = {f"i{at}_merge": "both" for at in range(2, len(rows) + 1)}
    typed_rows = [(*row, "10" if at == 0 else "") for at, row in enumerate(rows)]
    entries = project(*typed_rows, **merges) | {"option.shared_score": shared}
    head, *others = first(report_of(entries)).indicators
    assert head.score is not None
    assert (head.score.branch, str(head.score.points)) == (branch, expected)
    assert [row.score for row in others] == [None] * len(others)
    assert {row.weight for row in (head, *others)} == {Decimal(10)}
    assert head.merged_score
    assert not any(row.head for row in others)


def test_one_score_for_several_rows_says_how() -> None:
    entries = project((*FULL, "10"), (*HALF, ""), i2_merge="both")
    score = first(report_of(entries)).indicators[0].score
    assert score is not None
    assert score.because.lines() == (
        "2行合用一个分值，有的行未达到指标值",
        "各行先按整组分值计分，再取各行平均",
        "＝(10.00＋5.00)÷2＝7.50",
        f"依据　{national().scoring.sources['merged']}",
        "各行都达到指标值可得满分",
    )


# weight, rows, shares
SHARES = [
    ("10", 3, ["3.33", "3.33", "3.34"]),
    ("10", 2, ["5.00", "5.00"]),
    ("15", 4, ["3.75", "3.75", "3.75", "3.75"]),
    ("0.05", 4, ["0.01", "0.01", "0.01", "0.02"]),
    ("7", 6, ["1.17", "1.17", "1.17", "1.17", "1.17", "1.15"]),
]


@pytest.mark.parametrize(("weight", "count", "shares"), SHARES)
@pytest.mark.parametrize("digits", ["2", "0"])
def test_one_weight_for_rows_with_scores_of_their_own(
    weight: str, count: int, shares: list[str], digits: str
) -> None:
    merges = {f"i{at}_merge": "weight" for at in range(2, count + 1)}
    rows = [(*FULL, weight if at == 0 else "") for at in range(count)]
    form = first(report_of(project(*rows, **merges) | {"option.score_digits": digits}))
    assert [row.weight for row in form.indicators] == [Decimal(share) for share in shares]
    assert [row.score and row.score.points for row in form.indicators] == [
        row.weight for row in form.indicators
    ]
    assert form.weights[0].rows == Decimal(weight)


def test_a_merge_without_a_row_above_stands_alone() -> None:
    form = first(report_of(project((*FULL, "10"), i1_merge="both")))
    assert points(form) == ["10.00"]
    levels = {"project.p1.i2.level": "quality"}
    form = first(report_of(project((*FULL, "10"), (*FULL, "5"), i2_merge="both") | levels))
    assert points(form) == ["10.00", "5.00"]


# ── fillers ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["……", "…", "", " "])
def test_fillers_are_kept_and_never_scored(name: str) -> None:
    entries = project((*FULL, "90"), ("", "", "")) | money("10", "10", "10")
    form = first(report_of(entries | {"project.p1.i2.name": name}))
    real, filler = form.indicators
    assert (filler.filler, filler.score, filler.number) == (True, None, real.number)
    assert (form.total, form.grade) == (Decimal(100), "优")


def test_a_blank_row_whose_weight_is_shared_is_no_filler() -> None:
    entries = project(("", "", ""), (*FULL, ""), i2_merge="both") | {"project.p1.i1.name": ""}
    report = report_of(entries)
    assert [row.filler for row in first(report).indicators] == [False, False]
    asked = {item.label for item in report.missing if item.cell.startswith("project.p1.i1.")}
    assert asked == {"三级指标名称", "年度指标值", "实际完成值", "分值"}


def test_a_named_row_without_a_target_is_no_filler() -> None:
    assert not first(report_of(project(("", "", "")))).indicators[0].filler


# ── the execution rate ───────────────────────────────────────────────────

# initial, adjusted, executed, points on 全年预算数, points on 年初预算数
EXECUTION = [
    ("100", "100", "100", "10.00", "10.00"),
    ("100", "80", "76", "9.50", "7.60"),
    ("897.32", "877.77", "877.77", "10.00", "9.78"),
    ("30", "27.97", "27.97", "10.00", "9.32"),
    ("0.5", "0.16", "0.16", "10.00", "3.20"),
    ("50", "100", "100", "10.00", "10.00"),
    ("100", "100", "120", "10.00", "10.00"),
    ("100", "100", "0", "0.00", "0.00"),
    ("100", "100", "-5", "0.00", "0.00"),
    ("", "100", "50", "5.00", None),
    ("100", "", "50", None, "5.00"),
    ("100", "100", "", None, None),
    ("0", "100", "100", "10.00", None),
    ("100", "0", "0", None, "0.00"),
    ("", "", "", None, None),
]


@pytest.mark.parametrize(("initial", "adjusted", "executed", "now", "then"), EXECUTION)
def test_execution(
    initial: str, adjusted: str, executed: str, now: str | None, then: str | None
) -> None:
    entries = project((*FULL, "90")) | money(initial, adjusted, executed)
    for basis, expected in (("adjusted", now), ("initial", then)):
        form = first(report_of(entries | {"option.execution_basis": basis}))
        score = execution_of(form).score
        assert (None if score.rule is None else str(score.rule)) == expected
        assert execution_of(form).basis == basis
        assert (form.total is None) == (expected is None)


def test_execution_says_how() -> None:
    because = execution_of(first(report_of(project() | money("100", "80", "76")))).score.because
    assert because.lines() == (
        "预算执行率＝全年执行数÷全年预算数",
        "＝76.00÷80.00＝95.00%",
        "得分＝10×95.00%＝9.50",
        f"依据　{national().scoring.sources['execution']}",
        "执行率达到100%可得10分",
    )
    nothing = execution_of(first(report_of(project() | money("", "0", "5")))).score
    assert nothing.branch == "execution-no-budget"
    assert nothing.because.rule == "全年预算数为0，执行率无法计算，请由填表人定分并写明理由"
    blank = execution_of(first(report_of(project() | money("", "8", "")))).score
    assert (blank.branch, blank.because.rule) == ("blank", "还没有填全年执行数")
    blank = execution_of(first(report_of(project() | money("", "", "8")))).score
    assert blank.because.rule == "还没有填全年预算数"


def test_the_total_row_adds_what_is_filled() -> None:
    entries = project() | money("", "60", "30") | money("", "40", "", row="carried")
    report = report_of(entries)
    assert report.values["project.p1.money.total.adjusted"] == Decimal(1_000_000)
    assert report.values["project.p1.money.total.executed"] == Decimal(300_000)
    assert report.values["project.p1.money.total.initial"] is None


# ── totals and grades ────────────────────────────────────────────────────

# points of the one row of 90, total, grade
GRADES = [
    ("100次", "100.00", "优"),
    ("88.89次", "90.00", "优"),
    ("88.88次", "89.99", "良"),
    ("77.78次", "80.00", "良"),
    ("77.77次", "79.99", "中"),
    ("55.56次", "60.00", "中"),
    ("55.55次", "60.00", "中"),
    ("55.54次", "59.99", "差"),
    ("0次", "10.00", "差"),
]


@pytest.mark.parametrize(("actual", "total", "grade"), GRADES)
def test_grades(actual: str, total: str, grade: str) -> None:
    form = first(report_of(project(("100次", actual, "90")) | money("", "1", "1")))
    assert (str(form.total), form.grade) == (total, grade)


def test_weights_are_never_forced_to_100() -> None:
    entries = project((*FULL, "60"), (*FULL, "40")) | money("", "1", "1")
    form = first(report_of(entries))
    assert (form.total_weight, form.total, form.grade) == (Decimal(110), Decimal(110), "")
    assert "F03" in codes(report_of(entries))


def test_no_total_while_a_weighted_row_waits() -> None:
    entries = project((*FULL, "50"), ("10次", "", "40")) | money("", "1", "1")
    form = first(report_of(entries))
    assert (form.total, form.so_far, form.grade) == (None, Decimal(60), "")


def test_total_adds_rounded_points() -> None:
    rows = [("3次", "1次", "30")] + [("3次", "2次", "20")] * 3
    form = first(report_of(project(*rows) | money("", "3", "1") | {"option.score_digits": "0"}))
    assert points(form) == ["10", "13", "13", "13"]
    assert form.total == Decimal(10 + 13 * 3 + 3)


def test_a_heading_weight_of_nothing_is_no_blank() -> None:
    entries = project((*FULL, "90")) | {"project.p1.level.satisfaction": "0"}
    report = report_of(entries)
    assert [group.weight for group in first(report).weights] == [50, 30, 0]
    assert not [item for item in report.missing if lacks_rows(item, "满意度指标")]
    unset = report_of(project((*FULL, "90")))
    assert [group.weight for group in first(unset).weights] == [50, 30, 10]
    assert [item for item in unset.missing if lacks_rows(item, "满意度指标")]


def lacks_rows(item: Missing, label: str) -> bool:
    return item.tab == "project" and item.label == f"{label}还没有填三级指标"


# ── what the clerk puts in the rule's place ──────────────────────────────

# given, reason, points, finding
GIVEN = [
    ("4", "", "4", ["F06"]),
    ("4", "核实后少计一次", "4", []),
    ("5", "", "5", []),  # the same as the rule's
    ("11", "核实", "11", ["F05"]),
    ("-1", "核实", "-1", ["F05"]),
    ("四分", "核实", "5.00", ["F01"]),
    ("", "核实", "5.00", []),
]


@pytest.mark.parametrize(("number", "why", "expected", "found"), GIVEN)
def test_given_scores(number: str, why: str, expected: str, found: list[str]) -> None:
    entries = project((*HALF, "10"), i1_given=number, i1_given_reason=why, i1_reason="已说明")
    report = report_of(entries)
    assert points(first(report)) == [expected]
    score = first(report).indicators[0].score
    assert score is not None
    assert score.rule == Decimal("5.00")
    assert [code for code in codes(report) if code in {"F01", "F05", "F06", "F07"}] == found


# given, finding: the tier allows 6.00 to 7.99
IN_TIER = [("6", []), ("7.99", []), ("8", ["F07"]), ("5.99", ["F07"]), ("10.5", ["F05"])]


@pytest.mark.parametrize(("number", "found"), IN_TIER)
def test_given_scores_within_a_tier(number: str, found: list[str]) -> None:
    entries = project(("明显", "一般", "10"), i1_tier="partly", i1_given=number, i1_reason="已说明")
    report = report_of(entries)
    assert points(first(report)) == [number]
    assert [code for code in codes(report) if code in {"F05", "F06", "F07"}] == found


@pytest.mark.parametrize(("number", "why", "found"), [("8", "", ["F06"]), ("8", "核实", [])])
def test_a_given_execution_score(number: str, why: str, found: list[str]) -> None:
    entries = project((*FULL, "90")) | money("", "1", "1")
    given = {"project.p1.execution.given": number, "project.p1.execution.given_reason": why}
    report = report_of(entries | given)
    assert first(report).total == Decimal(98)
    assert [code for code in codes(report) if code != "F02"] == found


def test_an_unreadable_given_execution_score_is_said() -> None:
    report = report_of(project() | money("", "1", "1") | {"project.p1.execution.given": "九分"})
    assert list(report.problems) == ["project.p1.execution.given"]
    assert "F01" in codes(report)
    assert execution_of(first(report)).score.points == Decimal(10)


# ── promises ─────────────────────────────────────────────────────────────


def real_addresses() -> list[str]:
    """Every address that the scheme knows, with two projects and three rows in each form."""
    scheme = national()
    found = [f"info.{field.id}" for field in scheme.fields]
    found += [f"option.{option.id}" for option in scheme.options]
    found += [
        f"{table.id}.{row.id}.{column.id}"
        for table in scheme.tables
        for row in table.rows
        for column in table.columns
    ]
    for form in scheme.forms:
        for prefix in [f"{form.id}.p1", f"{form.id}.p2"] if form.many else [form.id]:
            found += [f"{prefix}.{field.id}" for field in (*form.fields, *form.goals)]
            assert form.money is not None
            found += [
                f"{prefix}.money.{row.id}.{column.id}"
                for row in form.money.rows
                for column in form.money.columns
            ]
            found += [f"{prefix}.level.{group.id}" for group in form.levels]
            found += [f"{prefix}.i{at}.{cell}" for at in (1, 2, 3) for cell in ROW_CELLS]
            found += [f"{prefix}.execution.{cell}" for cell in ("given", "stated_score")]
            found += [f"{prefix}.execution.stated_rate", f"{prefix}.total.stated"]
            found += [f"keep.F08.{prefix}.i1.reason", f"keep.F02.{prefix}.level.output"]
    return [*found, "keep.K01.income.total.initial", "nonsense", "a.b.c.d", ""]


ORDERS = st.lists(st.sampled_from(["p1", "p2", "p1", "p9", "order", "é", "0", "p.1"]), max_size=4)
ROWS = st.lists(st.sampled_from(["i1", "i2", "i3", "i1", "i9", "rows"]), max_size=5)
LEVELS = st.sampled_from(["quantity", "quality", "social", "served", "nonsense", ""])
FIGURES = st.sampled_from(
    [
        *("", "10", "100", "0", "-3", "1e5", "约10", "3.9万", "0." + "0" * 40 + "1", "9" * 15),
        *("≥90%", "89%", "≤5", "7", "=0", "明显", "一般", "无", "≤", "2023年12月31日", "3-5次"),
        *("reached", "partly", "both", "weight", "initial", "ratio", "lowest", "2", "……"),
    ]
)
ENTRIES = st.builds(
    lambda cells, order, orders, levels, merges: {
        **cells,
        "project.order": " ".join(order),
        **dict(zip(("project.p1.rows", "project.p2.rows", "overall.rows"), orders, strict=True)),
        **{f"project.p1.i{at}.level": level for at, level in enumerate(levels, 1)},
        **{f"project.p1.i{at}.merge": merge for at, merge in enumerate(merges, 1)},
    },
    st.dictionaries(st.sampled_from(real_addresses()), FIGURES | st.text(max_size=8), max_size=40),
    ORDERS,
    st.tuples(*[ROWS.map(" ".join)] * 3),
    st.lists(LEVELS, max_size=3),
    st.lists(st.sampled_from([*MERGES, "nonsense"]), max_size=3),
)


@settings(deadline=None)
@given(ENTRIES)
def test_compute_never_raises_and_adds_up(entries: dict[str, str]) -> None:
    report = report_of(entries)
    assert len({form.prefix for form in report.forms}) == len(report.forms)
    for form in report.forms:
        counted = [execution_of(form).score, *(row.score for row in form.indicators if row.weight)]
        given_points = [s.points for s in counted if s is not None and s.points is not None]
        if form.total is not None and all(row.weight != 0 for row in form.indicators):
            assert form.total == sum(given_points, Decimal(0))
        for row in form.indicators:
            for score in (row.score, row.own):
                if score and score.rule is not None and row.group_weight is not None:
                    assert min(Decimal(0), row.group_weight) <= score.rule
                    assert score.rule <= max(Decimal(0), row.group_weight)
    for found in report.findings:
        assert found.cells
        assert found.sentence
        assert found.where


EDITS = st.lists(
    st.dictionaries(
        st.sampled_from([*real_addresses(), "project.order", "project.p1.rows", "overall.rows"]),
        FIGURES | st.sampled_from(["p1", "p2 p1", "p1 p2", "i1", "i2 i1", "i1 i2 i3"]),
        min_size=1,
        max_size=3,
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=60)
@given(ENTRIES, EDITS)
def test_taking_forms_over_from_the_last_report_changes_nothing(
    entries: dict[str, str], edits: list[dict[str, str]]
) -> None:
    last = report_of(entries)
    for cells in edits:
        entries = applied(entries, Edit(cells, "改"))
        last = compute(national(), typed(entries), last)
        assert last == report_of(entries)


def test_a_form_that_did_not_change_is_taken_over() -> None:
    entries = project((*FULL, "90")) | money("", "1", "1")
    last = report_of(entries)
    again = compute(national(), typed(entries | {"income.public.initial": "5"}), last)
    assert again.form("project.p1") is last.form("project.p1")
    changed = compute(national(), typed(entries | {"project.p1.name": "新名"}), last)
    assert changed.form("project.p1").name == "新名"


# target, actual: figures that are hardly in one unit
SLIPS = [("95%", "0.96"), ("≤20万元", "19.76元"), ("100人", "5000人"), ("3000", "1")]


@pytest.mark.parametrize(("target", "actual"), SLIPS)
def test_figures_far_apart_are_asked_about(target: str, actual: str) -> None:
    assert "F11" in codes(report_of(project((target, actual, "10"), i1_reason="已说明")))


@pytest.mark.parametrize(("target", "actual"), [("95%", "2%"), ("100人", "4900人"), ("3次", "0次")])
def test_figures_that_may_well_be_true_are_not(target: str, actual: str) -> None:
    assert "F11" not in codes(report_of(project((target, actual, "10"), i1_reason="已说明")))


@pytest.mark.parametrize(
    ("choice", "cells"),
    [
        ("inverse_rule", "ratio"),
        ("score_digits", "0"),
        ("execution_basis", "initial"),
        ("shared_score", "lowest"),
    ],
)
def test_a_changed_option_reaches_forms_that_did_not_change(choice: str, cells: str) -> None:
    rows = (("≤10次", "13次", "45"), ("≤10次", "12.5次", "45"), ("≤10次", "11次", ""))
    entries = project(*rows, i3_merge="both") | money("8", "7", "6")
    last = report_of(entries)
    changed = entries | {f"option.{choice}": cells}
    assert compute(national(), typed(changed), last) == report_of(changed)
    assert first(report_of(changed)) != first(last)
